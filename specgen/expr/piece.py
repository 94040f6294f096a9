"""A compiled part of an expression: how to evaluate it, its sort, and how it is said in Japanese."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .values import Eval


@dataclass(slots=True)
class Piece:
    """One part. ``id`` is set where it is simply an answer; ``unit`` where its number has one (円, 日)."""

    run: Eval
    sort: str
    said: str
    id: str = ""
    unit: str = ""
    constant: Any = None
    is_constant: bool = False


ORDERED = frozenset({"number", "date", "month", "fiscal_year"})
"""Sorts whose values can be smaller or greater than each other."""
NUMERIC = frozenset({"number", "fiscal_year"})
"""Sorts that can be reckoned with; a fiscal year is compared with a number as its year."""
DATED = frozenset({"date", "month", "period", "due", "fiscal_year"})
"""Sorts that mean days."""


def constant(value: Any, sort: str, said: str) -> Piece:
    """A piece that is always ``value``."""
    return Piece(lambda look: value, sort, said, constant=value, is_constant=True)
