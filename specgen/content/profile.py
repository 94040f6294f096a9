"""Profiles: which rules a document asks, and from which stage."""

from __future__ import annotations

from .gate import Entry


class Profile(Entry):
    """The rules (ids, ``CAT-*`` allowed) that one document is checked with."""

    profile: str
    label: str
    rules: tuple[str, ...]
    without: tuple[str, ...] = ()
    stage_from: dict[str, str] = {}
