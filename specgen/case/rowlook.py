"""Look answers up for one row of a table: ``row.column`` beside everything else."""

from __future__ import annotations

from typing import Any

from ..expr import ABSENT, UNKNOWN, Verdict
from ..model.answer import HAS_VALUE, Row
from .deciding import Deciding, comparable, last_day_of


class RowLook:
    """``Deciding`` with the cells of one row."""

    def __init__(self, deciding: Deciding, row: Row) -> None:
        self._deciding, self._row = deciding, row

    def condition(self, name: str) -> Verdict:
        """The verdict of a named condition."""
        return self._deciding.condition(name)

    def value(self, id: str) -> Any:
        """A cell for ``row.column``, else the answer."""
        if not id.startswith("row."):
            return self._deciding.value(id)
        cell = self._row.cells.get(id[4:])
        return ABSENT if cell is None else comparable(cell)

    def answered(self, id: str) -> bool:
        """Whether the cell or answer has a value."""
        if not id.startswith("row."):
            return self._deciding.answered(id)
        cell = self._row.cells.get(id[4:])
        return cell is not None and cell.state in HAS_VALUE

    def last_day(self, id: str) -> Any:
        """The last day that the cell or answer means."""
        if not id.startswith("row."):
            return self._deciding.last_day(id)
        cell = self._row.cells.get(id[4:])
        return UNKNOWN if cell is None else last_day_of(cell)
