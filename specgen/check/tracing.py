"""Evaluate an expression and learn what kept it from being decided: what was looked up and was not there."""

from __future__ import annotations

from datetime import date
from typing import Any

from ..case.case import Case
from ..case.deciding import Deciding, RowLook
from ..expr import ABSENT, UNKNOWN, Condition, Verdict
from ..model.answer import GAPS, Answer

Look = Deciding | RowLook


def deciders(condition: Condition, case: Case, look: Look, *, rows_too: bool = True) -> tuple[str, ...]:
    """What would decide an expression that cannot be decided: answers and cells, settings, values out of date.

    Where nothing is open, answers that name no day of the calendar (検収後). A cell of a row that hangs on an event
    (契約締結後1週間以内) is nobody's to decide; it is named only with ``rows_too``, when there is nothing else.
    """
    missed = _Missed(case)
    condition.value(_Traced(look, missed))
    return tuple(missed.open or missed.dayless or (missed.dayless_cells if rows_too else {}))


class _Missed:
    """What was looked up in vain, each once and in order."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.open: dict[str, None] = {}
        self.dayless: dict[str, None] = {}
        self.dayless_cells: dict[str, None] = {}

    def answer(self, answer: Answer | None, id: str, *, cell: bool) -> None:
        """An answer or cell without a value, or with one that cannot be compared."""
        if answer is None or answer.state in GAPS:
            self.open[answer.id if answer is not None else id] = None
        else:
            (self.dayless_cells if cell else self.dayless)[answer.id] = None

    def condition(self, name: str) -> None:
        """A condition that is not decided yet: what would decide it."""
        inner = self.case.content.conditions.get(name)
        if inner is not None:
            self.open.update(dict.fromkeys(self.case.deciding.open_questions(inner)))


class _Traced:
    """A lookup that remembers what it could not find."""

    def __init__(self, look: Look, missed: _Missed) -> None:
        self._look, self._missed = look, missed

    def value(self, id: str) -> Any:
        """The value; see ``expr.Lookup``."""
        found = self._look.value(id)
        if found is UNKNOWN:
            self._remember(id)
        return found

    def first_day(self, id: str) -> Any:
        """The first day; see ``expr.RuleLookup``."""
        found = self._look.first_day(id)
        if found is UNKNOWN:
            self._remember(id)
        return found

    def last_day(self, id: str) -> Any:
        """The last day; see ``expr.Lookup``."""
        found = self._look.last_day(id)
        if found is UNKNOWN:
            self._remember(id)
        return found

    def condition(self, name: str) -> Verdict:
        """The verdict of a condition; see ``expr.Lookup``."""
        verdict = self._look.condition(name)
        if verdict is None:
            self._missed.condition(name)
        return verdict

    def parameter(self, name: str, key: Any = "") -> Any:
        """The dated value; see ``expr.RuleLookup``."""
        found = self._look.parameter(name, key)
        if found is UNKNOWN:
            self._missed.open[f"param:{name}"] = None
        return found

    def valid_until(self, name: str) -> Any:
        """The end of the dated value; see ``expr.RuleLookup``."""
        found = self._look.valid_until(name)
        if found is UNKNOWN:
            self._missed.open[f"param:{name}"] = None
        return found

    def rows(self, table: str) -> Any:
        """The rows of a table, traced; see ``expr.RuleLookup``."""
        found = self._look.rows(table)
        if found is UNKNOWN:
            self._remember(table)
        if found is UNKNOWN or found is ABSENT:
            return found
        return [_Traced(row, self._missed) for row in found]

    def answered(self, id: str) -> Any:
        """Total: nothing is missed by it."""
        return self._look.answered(id)

    def applies(self, id: str) -> Any:
        """Total: nothing is missed by it."""
        return self._look.applies(id)

    def today(self) -> date:
        """The day of the case."""
        return self._look.today()

    @property
    def outer(self) -> _Traced:
        """What stands around a row, traced."""
        return _Traced(self._look.outer, self._missed)

    def _remember(self, id: str) -> None:
        cells = self._look.cells if isinstance(self._look, RowLook) else {}
        cell = cells.get(id)
        self._missed.answer(cell or self._missed.case.answers.get(id), id, cell=cell is not None)
