"""How a value that a rule computed is shown to people."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from .. import money, numerals, wareki
from ..expr import ABSENT, UNKNOWN
from ..model.kinds.base import digits_in_style, era_of, in_style
from ..model.spec import HouseStyle
from ..wareki import Month

_PLACES = Decimal("0.01")


def show_value(value: Any, sort: str, unit: str, style: HouseStyle) -> str:
    """A computed value in the style of the house: 2,000,000円, 12日, 令和8年4月1日."""
    if value is UNKNOWN or value is None:
        return "（未定）"
    if value is ABSENT:
        return "（該当なし）"
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if isinstance(value, date):
        return digits_in_style(wareki.show_date(value, era_of(style)), style)
    if isinstance(value, Month):
        return digits_in_style(wareki.show_month(value, era_of(style)), style)
    if isinstance(value, Fraction):
        return _number(value, sort, unit, style)
    return f"{len(value)}行" if isinstance(value, tuple) else str(value)


def _number(value: Fraction, sort: str, unit: str, style: HouseStyle) -> str:
    if sort == "fiscal_year":
        return digits_in_style(wareki.show_fiscal_year(int(value), era_of(style)), style)
    if unit == "円":
        return in_style(money.show_yen(money.round_yen(value, rounding="half_up")), style)
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    if value.denominator != 1:
        exact = exact.quantize(_PLACES).normalize()
    return in_style(f"{numerals.group(int(exact) if exact == int(exact) else exact)}{unit}", style)
