"""年月: one month of a year."""

from __future__ import annotations

from ... import wareki
from ...wareki import Month
from ..spec import HouseStyle, Spec
from .base import digits_in_style, era_of, one_line, reading


class MonthKind:
    """A month."""

    name = "month"
    label = "年月"
    sort = "month"
    uses: tuple[str, ...] = ()

    def parse(self, text: str, spec: Spec) -> Month:
        """Every form of ``wareki.parse_month``."""
        return reading(wareki.parse_month, one_line(text, "年月"))

    def show(self, value: Month, spec: Spec, style: HouseStyle) -> str:
        """In the calendar and digits of the house."""
        return digits_in_style(wareki.show_month(value, era_of(style)), style)

    def dump(self, value: Month, spec: Spec) -> str:
        """令和10年9月."""
        return wareki.show_month(value)

    def limits(self, value: Month, spec: Spec) -> tuple[str, ...]:
        """No limits."""
        return ()

    def hint(self, spec: Spec) -> str:
        """Examples."""
        return wareki.MONTH_HINT


KIND = MonthKind()
