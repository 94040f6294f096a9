"""Lexicons: words that a reader will ask about, with what excuses them and what to write instead."""

from __future__ import annotations

from .gate import Entry


class LexiconWord(Entry):
    """One word: what to write instead, and the contexts in which it is fine."""

    word: str
    instead: str = ""
    unless_before: tuple[str, ...] = ()
    unless_after: tuple[str, ...] = ()
    unless_in: tuple[str, ...] = ()
    because: str = ""
    source: tuple[str, ...] = ()
    confidence: str = "unverified"
