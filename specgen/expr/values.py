"""Values beyond those of answers (not there yet, does not apply), and what three-valued logic makes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

Verdict = bool | None
"""Yes, no, or None for unknown."""


class _Unknown:
    """The value of an answer that is not there yet."""

    def __repr__(self) -> str:
        return "UNKNOWN"


class _Absent:
    """The value of an answer that does not apply: every comparison with it is no."""

    def __repr__(self) -> str:
        return "ABSENT"


UNKNOWN = _Unknown()
ABSENT = _Absent()

Eval = Callable[[Any], Any]
"""A compiled piece: what it gives for a lookup."""


def is_unknown(value: Any) -> bool:
    """Whether the value is not there yet."""
    return value is UNKNOWN or value is None


def negated(value: Any) -> Any:
    """Not."""
    return UNKNOWN if is_unknown(value) else (True if value is ABSENT else not value)


def every(runs: Iterable[Eval], look: Any) -> Any:
    """And: no as soon as one says no."""
    doubt = False
    for run in runs:
        value = run(look)
        if value is UNKNOWN or value is None:
            doubt = True
        elif value is ABSENT or not value:
            return False
    return UNKNOWN if doubt else True


def some(runs: Iterable[Eval], look: Any) -> Any:
    """Or: yes as soon as one says yes."""
    doubt = False
    for run in runs:
        value = run(look)
        if value is UNKNOWN or value is None:
            doubt = True
        elif value is not ABSENT and value:
            return True
    return UNKNOWN if doubt else False


def some_of(run: Eval, looks: Iterable[Any]) -> Any:
    """The same of one test on several rows."""
    doubt = False
    for look in looks:
        value = run(look)
        if value is UNKNOWN or value is None:
            doubt = True
        elif value is not ABSENT and value:
            return True
    return UNKNOWN if doubt else False


def compared(function: Callable[[Any, Any], bool], left: Any, right: Any) -> Any:
    """A comparison; no where a side does not apply."""
    if left is ABSENT or right is ABSENT:
        return False
    if left is UNKNOWN or right is UNKNOWN or left is None or right is None:
        return UNKNOWN
    return function(left, right)


def within(value: Any, wanted: list[Any], negate: bool) -> Any:
    """Whether the value is among those wanted (or not among them)."""
    if value is ABSENT:
        return False
    return UNKNOWN if is_unknown(value) else (value in wanted) != negate


def computed(function: Callable[..., Any], *values: Any) -> Any:
    """``function`` of values that are all there; what cannot be reckoned (a day beyond the calendar) is unknown."""
    absent = False
    for value in values:
        if value is UNKNOWN or value is None:
            return UNKNOWN
        absent = absent or value is ABSENT
    if absent:
        return ABSENT
    try:
        return function(*values)
    except (ArithmeticError, ValueError):
        return UNKNOWN
