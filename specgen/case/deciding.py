"""Decide what applies: questions, named conditions, in three values, each once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ..content.library import Content
from ..expr import ABSENT, UNKNOWN, Condition, Verdict
from ..model.answer import HAS_VALUE, Answer, State
from ..model.kinds.due import Due
from ..model.kinds.period import Period
from ..model.kinds.quantity import Quantity
from ..wareki import Month, last_day


class Deciding:
    """Looks answers up for conditions. A question that does not apply makes its comparisons no."""

    def __init__(
        self, content: Content, type: str, answers: Mapping[str, Answer], *, short: bool = False
    ) -> None:
        self._content, self._type, self._answers, self._short = content, type, answers, short
        self._conditions: dict[str, Verdict] = {}
        self._applies: dict[str, Verdict] = {}

    def condition(self, name: str) -> Verdict:
        """The verdict of a named condition."""
        if name not in self._conditions:
            found = self._content.conditions.get(name)
            self._conditions[name] = True if found is None else found.evaluate(self)
        return self._conditions[name]

    def when(self, text: str) -> Verdict:
        """The verdict of a ``when`` (names joined by and / or / not)."""
        found = self._content.whens.get(text)
        verdict = True if found is None else found.evaluate(self)
        return verdict if verdict is None else bool(verdict)

    def applies(self, id: str) -> Verdict:
        """Whether the question applies; unknown counts as asked."""
        if id not in self._applies:
            question = self._content.questions.get(id)
            left_out = question is not None and self._short and not question.short
            self._applies[id] = False if left_out else question is None or self.when(question.when)
        return self._applies[id]

    def value(self, id: str) -> Any:
        """See ``expr.Lookup``."""
        if id == "case.type":
            return self._type
        answer = self._answers.get(id)
        if answer is None or self.applies(id) is False:
            return ABSENT
        return comparable(answer)

    def answered(self, id: str) -> bool:
        """See ``expr.Lookup``."""
        answer = self._answers.get(id)
        return answer is not None and answer.state in HAS_VALUE and self.applies(id) is not False

    def last_day(self, id: str) -> Any:
        """See ``expr.Lookup``."""
        answer = self._answers.get(id)
        return ABSENT if answer is None or self.applies(id) is False else last_day_of(answer)

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


def last_day_of(answer: Answer) -> Any:
    """The last day that a date, month, period or due date means; ``UNKNOWN`` for words such as 検収後."""
    if answer.state not in HAS_VALUE:
        return comparable(answer)
    value = answer.value
    if isinstance(value, Period):
        value = value.last_day()
    elif isinstance(value, Due):
        value = value.latest_date()
    if isinstance(value, date):
        return value
    return last_day(value) if isinstance(value, Month) else UNKNOWN


def comparable(answer: Answer) -> Any:
    """The value of an answer as expressions compare it; ``UNKNOWN`` or ``ABSENT`` where there is none."""
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
