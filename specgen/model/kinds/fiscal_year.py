"""年度: a fiscal year; the value is the western year in which it begins."""

from __future__ import annotations

from ... import wareki
from ..spec import HouseStyle, Spec
from .base import digits_in_style, era_of, one_line, reading


class FiscalYearKind:
    """A fiscal year."""

    name = "fiscal_year"
    label = "年度"
    sort = "fiscal_year"
    uses: tuple[str, ...] = ()

    def parse(self, text: str, spec: Spec) -> int:
        """Every form of ``wareki.parse_fiscal_year``."""
        return reading(wareki.parse_fiscal_year, one_line(text, "年度"))

    def show(self, value: int, spec: Spec, style: HouseStyle) -> str:
        """In the calendar and digits of the house."""
        return digits_in_style(wareki.show_fiscal_year(value, era_of(style)), style)

    def dump(self, value: int, spec: Spec) -> str:
        """令和8年度."""
        return wareki.show_fiscal_year(value)

    def limits(self, value: int, spec: Spec) -> tuple[str, ...]:
        """No limits."""
        return ()

    def hint(self, spec: Spec) -> str:
        """Examples."""
        return wareki.FISCAL_YEAR_HINT


KIND = FiscalYearKind()
