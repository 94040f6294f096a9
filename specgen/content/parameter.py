"""Parameters: every figure of law or rule with its dates of effect, citation and confidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from ..expr import Dated
from ..model.finding import Basis
from .gate import Entry, Said, YesNo

BARE = "value"
"""The key of a value that has no kinds."""


class ParameterEntry(Entry):
    """One dated value or table of values."""

    label: Said
    unit: str = ""
    by: str = ""
    ask_organisation: YesNo = False
    note: str = ""
    values: tuple[dict[str, Any], ...]
    unconfirmed: tuple[Said, ...] = ()


Value = Fraction | date | str


@dataclass(frozen=True, slots=True)
class Valid:
    """One value as read and as written, with the days between which it holds and what it rests on."""

    key: str
    value: Value
    written: str
    first: date
    last: date
    basis: Basis


@dataclass(frozen=True, slots=True)
class Parameter:
    """A dated value: ``valid`` holds what the organisation says before what is shipped."""

    name: str
    entry: ParameterEntry
    sort: str
    valid: tuple[Valid, ...]

    @property
    def keys(self) -> frozenset[str]:
        """The keys under which it has values; none where it has one value only."""
        return frozenset(one.key for one in self.valid) - {BARE}

    @property
    def dated(self) -> Dated:
        """What the language of rules knows of it."""
        return Dated(self.entry.label, self.sort, self.entry.unit, self.entry.by, self.keys)

    def at(self, day: date, key: str = "") -> Value | None:
        """The value on that day; None outside its dates."""
        found = self.valid_at(day, key)
        return found.value if found is not None else None

    def valid_at(self, day: date, key: str = "") -> Valid | None:
        """The value on that day with what it rests on."""
        wanted = key or BARE
        return next((v for v in self.valid if v.key == wanted and v.first <= day <= v.last), None)

    def last_day(self, day: date) -> date | None:
        """The last day of what is in force on ``day``; ``date.max`` where it has no end, None where nothing is."""
        return min((valid.last for valid in self.current(day).values()), default=None)

    @property
    def own_confirmed(self) -> bool:
        """Whether the organisation has confirmed a value of its own."""
        return any(v.basis.authority == "internal" and v.basis.confidence == "confirmed" for v in self.valid)

    def current(self, day: date) -> Mapping[str, Valid]:
        """Every value on that day by its key."""
        keys = dict.fromkeys(one.key for one in self.valid)
        found = {key: self.valid_at(day, key) for key in keys}
        return {key: valid for key, valid in found.items() if valid is not None}
