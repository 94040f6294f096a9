"""Decide what applies: questions, named conditions, in three values, each once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ..content.library import Content
from ..expr import ABSENT, UNKNOWN, Condition, Verdict
from ..model.answer import HAS_VALUE, Answer, Row, State
from ..model.kinds.due import Due
from ..model.kinds.period import Period
from ..model.kinds.quantity import Quantity
from ..wareki import FiscalYear, Moment, Month, first_day, last_day
from .derive import CALCS


class Deciding:
    """Looks answers up for conditions and rules. A question that does not apply makes its comparisons no."""

    def __init__(
        self,
        content: Content,
        type: str,
        answers: Mapping[str, Answer],
        *,
        as_of: date,
        short: bool = False,
    ) -> None:
        self._content, self._type, self._answers, self._short = content, type, answers, short
        self._as_of = as_of
        self._conditions: dict[str, Verdict] = {}
        self._whens: dict[str, Verdict] = {}
        self._applies: dict[str, Verdict] = {}
        self._values: dict[str, Any] = {}
        self._rows: dict[str, tuple[RowLook, ...]] = {}

    def condition(self, name: str) -> Verdict:
        """The verdict of a named condition."""
        if name not in self._conditions:
            found = self._content.conditions.get(name)
            self._conditions[name] = True if found is None else found.evaluate(self)
        return self._conditions[name]

    def when(self, text: str) -> Verdict:
        """The verdict of a ``when`` (names joined by and / or / not)."""
        if text not in self._whens:
            found = self._content.whens.get(text)
            verdict = True if found is None else found.evaluate(self)
            self._whens[text] = verdict if verdict is None else bool(verdict)
        return self._whens[text]

    def applies(self, id: str) -> Verdict:
        """Whether the question applies; unknown counts as asked."""
        if id not in self._applies:
            question = self._content.questions.get(id)
            left_out = question is not None and self._short and not question.short
            self._applies[id] = False if left_out else question is None or self.when(question.when)
        return self._applies[id]

    def value(self, id: str) -> Any:
        """See ``expr.Lookup``."""
        if id not in self._values:
            self._values[id] = self._value(id)
        return self._values[id]

    def _value(self, id: str) -> Any:
        if id == "case.type":
            return self._type
        if id.startswith("org."):
            return self._content.setting(id[4:]) or UNKNOWN
        answer = self._answers.get(id)
        if answer is None or self.applies(id) is False:
            return ABSENT
        return comparable(answer)

    def answered(self, id: str) -> bool:
        """See ``expr.Lookup``."""
        answer = self._answers.get(id)
        return answer is not None and answer.state in HAS_VALUE and self.applies(id) is not False

    def calculates(self, cell: Answer) -> bool:
        """Whether a cell is one that is calculated, and something comes out of it."""
        table, _, place = cell.id.partition("/")
        question = self._content.questions.get(table)
        column = question.column(place.rpartition(".")[2]) if question is not None else None
        if column is None or column.spec.kind != "calc":
            return False
        style = self._content.settings.house_style.value()
        calculate = CALCS[column.spec.calc]
        return bool(calculate(self._content.questions, self._answers, cell, column.spec.of, style))

    def last_day(self, id: str) -> Any:
        """See ``expr.Lookup``."""
        answer = self._answers.get(id)
        return ABSENT if answer is None or self.applies(id) is False else last_day_of(answer)

    def first_day(self, id: str) -> Any:
        """See ``expr.RuleLookup``."""
        answer = self._answers.get(id)
        return ABSENT if answer is None or self.applies(id) is False else first_day_of(answer)

    def today(self) -> date:
        """See ``expr.RuleLookup``."""
        return self._as_of

    def rows(self, table: str) -> Any:
        """See ``expr.RuleLookup``."""
        value = self.value(table)
        return self.looks(table) if isinstance(value, tuple) else value

    def looks(self, table: str) -> tuple[RowLook, ...]:
        """The lookups of the rows that a table has, whether it applies or not; made once."""
        if table not in self._rows:
            rows = self._answers[table].value
            self._rows[table] = tuple(row_look(self, row) for row in rows) if isinstance(rows, tuple) else ()
        return self._rows[table]

    def valid_until(self, name: str) -> Any:
        """See ``expr.RuleLookup``."""
        last = self._content.parameters[name].last_day(self._as_of)
        return UNKNOWN if last is None else ABSENT if last == date.max else last

    def parameter(self, name: str, key: Any = "") -> Any:
        """See ``expr.RuleLookup``."""
        value = self._content.parameters[name].at(self._as_of, str(key))
        return UNKNOWN if value is None else value

    @property
    def outer(self) -> Deciding:
        """There is nothing around a case."""
        return self

    def open_questions(self, condition: Condition) -> tuple[str, ...]:
        """Ids of the answers that would decide ``condition``, in a fixed order."""
        found: dict[str, None] = {}
        for id in sorted(condition.reads):
            if self.value(id) is UNKNOWN:
                found[id] = None
        for name in sorted(condition.uses):
            inner = self._content.conditions.get(name)
            if inner is not None and self.condition(name) is None:
                found.update(dict.fromkeys(self.open_questions(inner)))
        return tuple(found)


class RowLook:
    """What stands around a row, with the cells of the row as ``row.column``; or around one answer, as ``it``."""

    def __init__(self, outer: Deciding | RowLook, cells: Mapping[str, Answer]) -> None:
        self.outer, self.cells = outer, cells
        self._values: dict[str, Any] = {}
        self._last_days: dict[str, Any] = {}

    def condition(self, name: str) -> Verdict:
        """The verdict of a named condition."""
        return self.outer.condition(name)

    def value(self, id: str) -> Any:
        """A cell for ``row.column``, else the answer."""
        cell = self.cells.get(id)
        if cell is None:
            return self.outer.value(id)
        if id not in self._values:
            self._values[id] = comparable(cell)
        return self._values[id]

    def answered(self, id: str) -> bool:
        """Whether the cell or answer has a value, be it one that is calculated."""
        cell = self.cells.get(id)
        if cell is None:
            return self.outer.answered(id)
        return (cell.active and cell.state in HAS_VALUE) or self.calculates(cell)

    def calculates(self, cell: Answer) -> bool:
        """Whether something comes out of a calculated cell."""
        return self.outer.calculates(cell)

    def applies(self, id: str) -> bool:
        """Whether the question applies; a cell does."""
        return id in self.cells or self.outer.applies(id) is not False

    def last_day(self, id: str) -> Any:
        """The last day that the cell or answer means."""
        cell = self.cells.get(id)
        if cell is None:
            return self.outer.last_day(id)
        if id not in self._last_days:
            self._last_days[id] = last_day_of(cell)
        return self._last_days[id]

    def first_day(self, id: str) -> Any:
        """The first day that the cell or answer means."""
        cell = self.cells.get(id)
        return self.outer.first_day(id) if cell is None else first_day_of(cell)

    def today(self) -> date:
        """The day of the case."""
        return self.outer.today()

    def rows(self, table: str) -> Any:
        """The rows of a table, around which this one stands."""
        found = self.outer.rows(table)
        return [RowLook(self, row.cells) for row in found] if isinstance(found, tuple) else found

    def valid_until(self, name: str) -> Any:
        """The last day of the dated value."""
        return self.outer.valid_until(name)

    def parameter(self, name: str, key: Any = "") -> Any:
        """The dated value on the day of the case."""
        return self.outer.parameter(name, key)


def row_look(outer: Deciding, row: Row) -> RowLook:
    """The lookup of one row of a table."""
    return RowLook(outer, {f"row.{name}": cell for name, cell in row.cells.items()})


def last_day_of(answer: Answer) -> Any:
    """The last day that a date, month, period or due date means; ``UNKNOWN`` for words such as 検収後."""
    if not answer.active or answer.state not in HAS_VALUE:
        return comparable(answer)
    value = answer.value
    if isinstance(value, Period):
        value = value.last_day()
    elif isinstance(value, Due):
        value = value.latest_date()
    moment = _moment(value)
    return UNKNOWN if moment is None else last_day(moment)


def first_day_of(answer: Answer) -> Any:
    """The first day that it means, which for a due date without a beginning is the day itself."""
    if not answer.active or answer.state not in HAS_VALUE:
        return comparable(answer)
    value = answer.value
    if isinstance(value, Period):
        value = value.first_day()
    elif isinstance(value, Due):
        value = value.earliest_date() or value.latest_date()
    moment = _moment(value)
    return UNKNOWN if moment is None else first_day(moment)


def _moment(value: Any) -> Moment | None:
    """A day, month or fiscal year; a bare number of a dated kind is the year of a fiscal year."""
    if isinstance(value, int) and not isinstance(value, bool):
        return FiscalYear(value)
    return value if isinstance(value, date | Month) else None


def comparable(answer: Answer) -> Any:
    """The value of an answer as expressions compare it; ``UNKNOWN`` or ``ABSENT`` where there is none."""
    if not answer.active:
        return ABSENT
    if answer.state in HAS_VALUE:
        return _plain(answer.value)
    if answer.state in (State.NONE, State.NOT_APPLICABLE):
        return ABSENT
    return UNKNOWN


def _plain(value: Any) -> Any:
    if isinstance(value, Quantity):
        return UNKNOWN if value.number is None else Fraction(value.number)
    if isinstance(value, bool | str | tuple | date):
        return value
    if isinstance(value, int | Decimal):
        return Fraction(value)
    return value
