"""Profiles: which rules a document asks, and from which stage."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Literal

from .gate import Entry, Said
from .rule import AnyLevel, StagedLevel


class Profile(Entry):
    """The rules (ids, ``CAT-*`` allowed) that one document is checked with.

    ``stage_from`` says from which stage a rule is asked, ``levels`` how heavy it is in this document, ``spares`` the
    chapters and sections that it need not have. ``first`` are the topics and questions that are told first among
    findings of one level: what decides method, dates and price.
    """

    profile: Said
    label: Said
    rules: tuple[Said, ...]
    without: tuple[Said, ...] = ()
    stage_from: dict[str, Literal["draft", "submit"]] = {}
    levels: dict[str, AnyLevel] = {}
    spares: tuple[Said, ...] = ()
    first: tuple[Said, ...] = ()

    def asks(self, id: str, stage: str) -> bool:
        """Whether it asks the rule ``id`` at ``stage``."""
        if not _fits(id, self.rules) or _fits(id, self.without):
            return False
        wanted = next((s for pattern, s in self.stage_from.items() if fnmatchcase(id, pattern)), "draft")
        return wanted == "draft" or stage == "submit"

    def level_of(self, id: str) -> StagedLevel | None:
        """The level that it gives to the rule ``id``; None where the rule's own holds."""
        exact = self.levels.get(id)
        fitting = (level for pattern, level in self.levels.items() if fnmatchcase(id, pattern))
        return exact or next(fitting, None)

    def rank(self, id: str) -> int:
        """How early a question is told: its own place in ``first`` or that of its topic, else behind all of them."""
        topic = id.partition(".")[0]
        return next((self.first.index(name) for name in (id, topic) if name in self.first), len(self.first))


def _fits(id: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(id, pattern) for pattern in patterns)
