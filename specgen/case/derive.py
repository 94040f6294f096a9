"""Derived columns: what is computed from other answers, never written by a person."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..model.answer import HAS_VALUE, Answer, Row
from ..model.kinds import KINDS
from ..model.spec import HouseStyle, Spec

Calc = Callable[[Mapping[str, Answer], Row, HouseStyle], str]


def _referring(answers: Mapping[str, Answer], row: Row) -> list[Row]:
    table = answers.get("deliverable.list")
    rows = table.value if table is not None and isinstance(table.value, tuple) else ()
    return [r for r in rows if "work" in r.cells and r.cells["work"].value == row.key]


def _cells(column: str, answers: Mapping[str, Answer], row: Row) -> list[Answer]:
    """Cells of the deliverables that refer to ``row``; none where an agency's own table has no such column."""
    return [r.cells[column] for r in _referring(answers, row) if column in r.cells]


def work_deliverables(answers: Mapping[str, Answer], row: Row, style: HouseStyle) -> str:
    """Names of the deliverables that refer to this work; empty when none does."""
    names = _cells("name", answers, row)
    return style.comma[0].join(cell.value for cell in names if cell.state in HAS_VALUE)


def work_dues(answers: Mapping[str, Answer], row: Row, style: HouseStyle) -> str:
    """Due dates of the deliverables that refer to this work, each once; empty when none does."""
    dues = _cells("due", answers, row)
    shown = [KINDS["due"].show(cell.value, Spec("due"), style) for cell in dues if cell.state in HAS_VALUE]
    return style.comma[0].join(dict.fromkeys(shown))


CALCS: Mapping[str, Calc] = {"work_deliverables": work_deliverables, "work_dues": work_dues}
"""Every registered calculation by the name that ``calc:`` uses."""
