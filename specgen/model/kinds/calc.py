"""計算: a value that is computed and never written by a person; shown after what it is."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from ... import numerals, wareki
from ..spec import PLAIN_STYLE, HouseStyle, Spec
from .base import Unreadable, digits_in_style, era_of, in_style


class CalcKind:
    """A computed value: a number (with the question's unit), a date or a text."""

    name = "calc"
    label = "計算"
    sort = "number"
    uses = ("calc", "of", "unit")

    def parse(self, text: str, spec: Spec) -> Any:
        """A computed field is not written."""
        raise Unreadable("ここは計算で求める欄です。書かなくても、ほかの回答から入ります。")

    def show(self, value: Any, spec: Spec, style: HouseStyle) -> str:
        """Numbers with commas and unit (negative yen with △), dates in the house's calendar, else text."""
        if isinstance(value, bool):
            return "はい" if value else "いいえ"
        if isinstance(value, (int, Decimal)):
            sign = "△" if value < 0 and spec.unit.endswith("円") else "-" if value < 0 else ""
            return in_style(sign + numerals.group(-value if value < 0 else value), style) + spec.unit
        if isinstance(value, datetime.date | wareki.Month | wareki.FiscalYear):
            return digits_in_style(wareki.show_moment(value, era_of(style)), style)
        return "" if value is None else str(value)

    def dump(self, value: Any, spec: Spec) -> str:
        """In plain style, for comparisons; it is not read back."""
        return self.show(value, spec, PLAIN_STYLE)

    def limits(self, value: Any, spec: Spec) -> tuple[str, ...]:
        """No limits."""
        return ()

    def hint(self, spec: Spec) -> str:
        """That there is nothing to write."""
        return "計算で求めるので、書きません。"


KIND = CalcKind()
