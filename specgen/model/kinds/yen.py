"""金額: whole yen, exact."""

from __future__ import annotations

from decimal import Decimal

from ... import money, numerals
from ..spec import HouseStyle, Spec
from .base import in_style, number_limits, one_line, reading


class YenKind:
    """An amount of yen."""

    name = "yen"
    label = "金額"
    sort = "number"
    uses = ("least", "most")

    def parse(self, text: str, spec: Spec) -> int:
        """Every form of ``money.parse_yen``."""
        return reading(money.parse_yen, one_line(text, "金額"))

    def show(self, value: int, spec: Spec, style: HouseStyle) -> str:
        """1,150,000円; negative amounts with △."""
        return in_style(money.show_yen(value), style)

    def dump(self, value: int, spec: Spec) -> str:
        """1,150,000円."""
        return money.show_yen(value)

    def limits(self, value: int, spec: Spec) -> tuple[str, ...]:
        """The least and the most, in yen."""
        return number_limits(Decimal(value), spec, _shown)

    def hint(self, spec: Spec) -> str:
        """Examples."""
        return money.HINT


def _shown(amount: Decimal) -> str:
    return f"{'△' if amount < 0 else ''}{numerals.group(abs(amount))}円"


KIND = YenKind()
