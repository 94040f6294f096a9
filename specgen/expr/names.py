"""What the language asks of those who use it: what names mean while compiling, what they hold while evaluating."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from .values import Verdict


@dataclass(frozen=True, slots=True)
class Dated:
    """What is known of a dated value when an expression is compiled.

    ``by`` is the choice question whose codes are its keys; ``keys`` are empty where it has one value only.
    """

    label: str
    sort: str
    unit: str = ""
    by: str = ""
    keys: frozenset[str] = field(default_factory=frozenset)


class Vocabulary(Protocol):
    """What names mean while an expression is compiled."""

    def sort(self, id: str) -> str | None:
        """The sort of an answer's values (``choice``, ``number`` …), or None when there is no such answer."""

    def choices(self, id: str) -> Iterable[str]:
        """The codes of a choice question."""

    def label(self, id: str) -> str:
        """The Japanese label of an answer; of a code for ``id=code``."""

    def unit(self, id: str) -> str:
        """The unit of an answer's number (円, %, 人), or empty."""

    def condition(self, name: str) -> bool:
        """Whether a condition of this name exists."""

    def parameter(self, name: str) -> Dated | None:
        """The dated value of this name, or None."""

    def parameters(self) -> Iterable[str]:
        """The names of all dated values."""

    def of_row(self, table: str) -> Vocabulary:
        """The same words, with ``row.column`` for the columns of ``table``."""

    def names(self) -> frozenset[str]:
        """All ids and condition names, for suggestions."""


class Lookup(Protocol):
    """What a condition reads while it is evaluated."""

    def value(self, id: str) -> Any:
        """The value, ``UNKNOWN`` when it is not there yet, ``ABSENT`` when the question does not apply."""

    def condition(self, name: str) -> Verdict:
        """The verdict of a named condition."""

    def answered(self, id: str) -> Any:
        """Whether there is a value: total in a case; who knows only a part of it may say ``UNKNOWN``."""

    def last_day(self, id: str) -> Any:
        """The last day that a date, due date or period means; ``UNKNOWN`` where it cannot be told."""


class RuleLookup(Lookup, Protocol):
    """What a rule reads beside: days, rows, dated values."""

    def first_day(self, id: str) -> Any:
        """The first day that a date, due date or period means; ``UNKNOWN`` where it cannot be told."""

    def today(self) -> date:
        """The day of the case."""

    def rows(self, table: str) -> Sequence[RuleLookup] | Any:
        """The rows of a table, each as a lookup; ``UNKNOWN`` or ``ABSENT`` where there are none to speak of."""

    def applies(self, id: str) -> Any:
        """Whether the question applies to this case; where that is not known yet it counts as applying."""

    def valid_until(self, name: str) -> Any:
        """The last day of what a dated value says today; ``ABSENT`` where it has no end."""

    def parameter(self, name: str, key: Any = "") -> Any:
        """The dated value on the day of the case; ``UNKNOWN`` outside its dates."""

    @property
    def outer(self) -> RuleLookup:
        """For a row: what stands around it."""
