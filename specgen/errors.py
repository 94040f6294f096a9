"""Faults of an author (pack, template, rule, file) as values: many at once, each with its place and remedy.

What a person wrote as an *answer* is never a fault of this kind: that is a finding (``model.finding``).
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field

MOST_FAULTS = 50
"""At most this many faults are told in one run (RELIABILITY rule 11)."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a file with line and column (1-based, 0 where unknown), or words for it.

    ``where`` names a place that has no line, such as ``見出し「第3章 …」の表、2行目``.
    """

    file: str = ""
    line: int = 0
    column: int = 0
    where: str = ""

    def __str__(self) -> str:
        spot = ":".join(str(p) for p in (self.file, self.line, self.column) if p)
        return ": ".join(p for p in (spot, self.where) if p)


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: a stable ``code``, what is the matter (Japanese), and how to mend it (Japanese)."""

    code: str
    what: str
    place: Place = NOWHERE
    quoted: str = ""
    nearest: str = ""
    remedy: str = ""

    def __str__(self) -> str:
        parts = [self.what]
        if self.quoted:
            parts.append(f"該当箇所は「{self.quoted}」です。")
        if self.nearest:
            parts.append(f"「{self.nearest}」のことではありませんか。")
        if self.remedy:
            parts.append(self.remedy)
        place = str(self.place)
        return f"{place + ': ' if place else ''}{''.join(parts)}［{self.code}］"


class SpecgenError(Exception):
    """Something a person has to mend; carries every fault that was found, and the exit code to leave with."""

    exit_code = 4

    def __init__(self, faults: Fault | Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = (faults,) if isinstance(faults, Fault) else tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


class InputError(SpecgenError):
    """Input or usage cannot be read (exit code 2)."""

    exit_code = 2


class ContentError(SpecgenError):
    """A pack, template, clause, question or rule is at fault (exit code 3)."""

    exit_code = 3


class WriteError(SpecgenError):
    """Could not write, or somebody edited or locked the target: nothing was changed (exit code 5)."""

    exit_code = 5


@dataclass(slots=True)
class Faults:
    """Collects the faults of one stage so that they are told together."""

    found: list[Fault] = field(default_factory=list)

    def add(self, fault: Fault) -> None:
        """Keep one more fault."""
        self.found.append(fault)

    def stop_if_any(self, error: type[SpecgenError] = ContentError) -> None:
        """Raise ``error`` with all faults found so far (at most ``MOST_FAULTS``); do nothing when there are none."""
        if self.found:
            raise error(self.found[:MOST_FAULTS])


def nearest(word: str, names: Iterable[str], cutoff: float = 0.6) -> str:
    """The name that ``word`` was most likely meant to be, or an empty string."""
    close = difflib.get_close_matches(word, list(names), n=1, cutoff=cutoff)
    return close[0] if close else ""
