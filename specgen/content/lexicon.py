"""Lexicons: words that a reader will ask about, with what excuses them and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, Literal

from pydantic import model_validator

from .gate import Entry, Said, Verbatim, Whole

MOST_CHARS = 200
"""So long may a regular expression be."""
MOST_REPEATS = 20
"""A repetition of at most so many is no open-ended one."""


_AT_ENDS = re.compile(r"(?<!\[)\^|\$|\\[AZB]")
_REFUSED_BESIDE, _OF_MANY = re.compile(r"\(\?<?!"), re.compile(r"\[\^|\\[sSWD]")
"""A pattern that refuses nearly everything beside a place finds other things where a line ends than where a text does."""


class LexiconWord(Entry):
    """One word or pattern: what to write instead, and the contexts in which it is fine.

    ``unless_after`` and ``unless_before`` stand right beside it, ``unless_in`` anywhere in the sentence,
    ``unless_match`` is a regular expression on the sentence, those of ``unless_said`` on the whole paper.
    ``older_years``: what it finds is a fiscal year, and fine unless it lies so many years back.
    ``unless_setting`` names a setting of the organisation:
    a word that stands there is the house's own.
    """

    word: str = ""
    pattern: Verbatim = ""
    instead: str = ""
    unless_before: tuple[Said, ...] = ()
    unless_after: tuple[Said, ...] = ()
    unless_in: tuple[Said, ...] = ()
    unless_match: Verbatim = ""
    unless_said: tuple[Said, ...] = ()
    unless_setting: str = ""
    older_years: Whole = 0
    kind: str = ""
    because: str = ""
    source: tuple[Said, ...] = ()
    confidence: Literal["confirmed", "partial", "unverified"] = "unverified"

    @model_validator(mode="after")
    def _sound(self) -> LexiconWord:
        if bool(self.word) == bool(self.pattern):
            raise ValueError("word_or_pattern")
        for text in (self.pattern, self.unless_match, *self.unless_said):
            if why := why_not_a_pattern(text):
                raise ValueError(f"「{text[:40]}」は探す形として使えません。{why}")
        return self

    @cached_property
    def searched(self) -> re.Pattern[str]:
        """What is searched for."""
        return re.compile(self.pattern or re.escape(self.word))

    @cached_property
    def excusing(self) -> re.Pattern[str] | None:
        """What excuses a whole sentence, if anything does."""
        return re.compile(self.unless_match) if self.unless_match else None

    @cached_property
    def looks_around(self) -> bool:
        """Whether what it finds depends on where the sentence begins or ends, so that it must be tried on each."""
        refuses = _REFUSED_BESIDE.search(self.pattern) and _OF_MANY.search(self.pattern)
        return bool(_AT_ENDS.search(self.pattern) or refuses)

    @cached_property
    def said_elsewhere(self) -> tuple[re.Pattern[str], ...]:
        """What excuses it anywhere in the paper."""
        return tuple(map(re.compile, self.unless_said))

    @property
    def groups(self) -> Iterable[str]:
        """The names that its pattern gives to parts of what it finds."""
        return self.searched.groupindex

    def said(self, match: re.Match[str]) -> Mapping[str, str]:
        """What its named groups found."""
        return {name: text or "" for name, text in match.groupdict().items()}


def why_not_a_pattern(text: str) -> str:
    """Why a regular expression is refused (Japanese); empty when it is fine.

    A repetition inside a repetition may take forever on some sentence, so it is refused.
    """
    if not text:
        return ""
    if len(text) > MOST_CHARS:
        return f"{MOST_CHARS}文字までにしてください。"
    try:
        compiled = re.compile(text)
    except (re.error, RecursionError, OverflowError):
        return "正規表現として読み取れません。かっこの組と記号を確かめてください。"
    if compiled.match(""):
        return "何も無い所にも当てはまります。1文字以上に当てはまる形にしてください。"
    if _repeats_repeats(text):
        return "繰り返しの中に繰り返しがあります。外側の + や * を外してください。"
    return ""


def _repeats_repeats(text: str) -> bool:
    """Whether an open-ended repetition stands inside another."""
    from re import _parser  # type: ignore[attr-defined]

    def inside(node: Any, repeated: bool) -> bool:
        """Walks what the parser made: pairs of an operation and its arguments, nested lists of them."""
        if isinstance(node, tuple) and len(node) == 2 and str(node[0]).endswith("_REPEAT"):
            open_ended = int(node[1][1]) > MOST_REPEATS
            return (repeated and open_ended) or inside(node[1][2], repeated or open_ended)
        if isinstance(node, tuple | list | _parser.SubPattern):
            return any(inside(part, repeated) for part in node)
        return False

    return inside(_parser.parse(text), repeated=False)
