"""The closed set of kinds of question: one file a kind, and the table that names them all."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from . import (
    calc,
    choice,
    date,
    decimal,
    due,
    fiscal_year,
    integer,
    month,
    percent,
    period,
    prose,
    quantity,
    reference,
    table,
    text,
    yen,
    yes_no,
)
from .base import Kind, Unreadable

__all__ = ["KINDS", "Kind", "Unreadable"]

_ALL: tuple[Kind, ...] = (
    text.KIND,
    prose.KIND,
    choice.KIND,
    yes_no.KIND,
    integer.KIND,
    decimal.KIND,
    percent.KIND,
    quantity.KIND,
    yen.KIND,
    date.KIND,
    month.KIND,
    fiscal_year.KIND,
    period.KIND,
    due.KIND,
    table.KIND,
    reference.KIND,
    calc.KIND,
)

KINDS: Mapping[str, Kind] = MappingProxyType({kind.name: kind for kind in _ALL})
"""Every kind by its name, in the order in which people are shown them."""
