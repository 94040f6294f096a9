"""割合: a percentage; the value is the number before the percent sign (20% is 20)."""

from __future__ import annotations

import re
from decimal import Decimal

from ... import numerals
from ..spec import HouseStyle, Spec
from .base import Unreadable, in_style, number_limits, one_line, reading

_HINT = "「20%」のように書きます。"
_PERCENT = re.compile(r"(?P<number>.+?)\s*(?P<sign>%|パーセント|％)?")
_WARI = re.compile(r"(?:(?P<wari>[0-9一二三四五六七八九]|十|10)割)(?:(?P<bu>[0-9一二三四五六七八九])分)?")


class PercentKind:
    """A percentage."""

    name = "percent"
    label = "割合"
    sort = "number"
    uses = ("least", "most", "followed_by")

    def parse(self, text: str, spec: Spec) -> Decimal:
        """20%, ２０％, 20パーセント, 20, 2割5分. A bare 0.2 might mean 20%: it is asked back."""
        written = one_line(text, "割合")
        plain, negative = numerals.without_minus(written)
        if negative:
            raise Unreadable(
                f"「{written[:40]}」は、マイナスの割合と読めます。割合は0以上で書きます。{_HINT}"
            )
        if wari := _WARI.fullmatch(plain):
            tenths = reading(numerals.read_number, wari["wari"])
            return tenths * 10 + (reading(numerals.read_number, wari["bu"]) if wari["bu"] else 0)
        found = _PERCENT.fullmatch(plain)
        try:
            number = numerals.read_number(found["number"] if found else plain)
        except ValueError:
            raise Unreadable(f"「{written[:40]}」は割合として読み取れません。{_HINT}") from None
        if not (found and found["sign"]) and 0 < number < 1:
            raise Unreadable(
                f"「{written}」は、{number}%とも{(number * 100).normalize():f}%とも読めます。"
                "%を付けて書いてください。"
            )
        return number

    def show(self, value: Decimal, spec: Spec, style: HouseStyle) -> str:
        """20% (２０％ in a house of full-width digits)."""
        return in_style(f"{numerals.group(value)}%", style)

    def dump(self, value: Decimal, spec: Spec) -> str:
        """20%."""
        return f"{numerals.group(value)}%"

    def limits(self, value: Decimal, spec: Spec) -> tuple[str, ...]:
        """The least and the most."""
        return number_limits(value, spec, lambda n: f"{numerals.group(n)}%")

    def hint(self, spec: Spec) -> str:
        """An example."""
        return _HINT


KIND = PercentKind()
