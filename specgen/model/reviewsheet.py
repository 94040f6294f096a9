"""What a review sheet (審査票) of a round shows, in words and in reading order, whatever paper it is printed on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

ANSWER_COLUMNS = ("対応", "回答", "担当", "予定日", "解決")
"""What people fill in beside each finding of the list in Excel."""
HANDLINGS = ("直した", "直す予定", "対応しない", "相談したい")
SOLVED = "解決"
DECISIONS = ("了承", "条件を付けて了承", "もう一度見る")
"""What the PMO may decide of a whole round."""


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One finding or question: what was found, where, why and how to fix it, what was said, what was decided."""

    number: int
    key: str
    state: str
    level: str
    place: str
    found: str
    why: str
    fix: str
    offer: str
    basis: str
    answer: str = ""
    decision: str = ""


@dataclass(frozen=True, slots=True)
class ReviewChapter:
    """The findings of one chapter of the paper."""

    title: str
    lines: tuple[ReviewLine, ...]


@dataclass(frozen=True, slots=True)
class ReviewSheet:
    """One round as people see it.

    ``counts`` and, since the round before, ``movements`` are pairs of a label and a number. ``waiting`` pairs an answer
    that is not there yet with what it would decide; ``settled`` a finding that is found no more with the round since
    which it had been there.
    """

    case: str
    title: str
    department: str
    document: str
    label: str
    round: int
    edition: str
    version: str
    as_of: date
    opened_by: str
    counts: tuple[tuple[str, int], ...]
    movements: tuple[tuple[str, int], ...] = ()
    good: tuple[str, ...] = ()
    chapters: tuple[ReviewChapter, ...] = ()
    questions: tuple[ReviewLine, ...] = ()
    waiting: tuple[tuple[str, str], ...] = ()
    settled: tuple[tuple[str, str], ...] = ()

    @property
    def counted(self) -> str:
        """How much was found, in a line."""
        return _told(self.counts)

    @property
    def moved(self) -> str:
        """What moved since the round before, in a line."""
        return _told(self.movements) or "前の回はありません。"

    @property
    def lines(self) -> Iterator[ReviewLine]:
        """Every finding, chapter by chapter."""
        return (line for chapter in self.chapters for line in chapter.lines)


def _told(counts: tuple[tuple[str, int], ...]) -> str:
    return "、".join(f"{label} {number}件" for label, number in counts)
