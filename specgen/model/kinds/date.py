"""日付: one day of the calendar."""

from __future__ import annotations

import datetime

from ... import wareki
from ..spec import HouseStyle, Spec
from .base import digits_in_style, era_of, one_line, reading


class DateKind:
    """A date."""

    name = "date"
    label = "日付"
    sort = "date"
    uses: tuple[str, ...] = ()

    def parse(self, text: str, spec: Spec) -> datetime.date:
        """Every form of ``wareki.parse_date``."""
        return reading(wareki.parse_date, one_line(text, "日付"))

    def show(self, value: datetime.date, spec: Spec, style: HouseStyle) -> str:
        """In the calendar and digits of the house."""
        return digits_in_style(wareki.show_date(value, era_of(style)), style)

    def dump(self, value: datetime.date, spec: Spec) -> str:
        """令和8年4月1日."""
        return wareki.show_date(value)

    def limits(self, value: datetime.date, spec: Spec) -> tuple[str, ...]:
        """No limits."""
        return ()

    def hint(self, spec: Spec) -> str:
        """Examples."""
        return wareki.DATE_HINT


KIND = DateKind()
