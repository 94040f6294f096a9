"""整数: an exact whole number, with its unit where the question has one."""

from __future__ import annotations

from decimal import Decimal

from ... import numerals
from ..spec import HouseStyle, Spec
from .base import Unreadable, in_style, number_limits
from .decimal import read_with_unit


class IntegerKind:
    """A whole number."""

    name = "integer"
    label = "整数"
    sort = "number"
    uses = ("least", "most", "unit")

    def parse(self, text: str, spec: Spec) -> int:
        """1240, 1,240人 (when the unit is 人), １２４０, 千二百四十."""
        number = read_with_unit(text, spec, self.hint(spec))
        if doubt := numerals.why_not_whole(numerals.without_minus(text.strip().removesuffix(spec.unit))[0]):
            raise Unreadable(f"{doubt}{self.hint(spec)}")
        if number != number.to_integral_value():
            raise Unreadable(f"「{text.strip()}」には小数があります。整数で書いてください。{self.hint(spec)}")
        return int(number)

    def show(self, value: int, spec: Spec, style: HouseStyle) -> str:
        """With commas and unit: 1,240人."""
        return in_style(f"{value:,}", style) + spec.unit

    def dump(self, value: int, spec: Spec) -> str:
        """With commas and unit."""
        return f"{value:,}{spec.unit}"

    def limits(self, value: int, spec: Spec) -> tuple[str, ...]:
        """The least and the most."""
        return number_limits(Decimal(value), spec, lambda n: f"{numerals.group(n)}{spec.unit}")

    def hint(self, spec: Spec) -> str:
        """An example with the unit."""
        return f"「1,240{spec.unit}」のように、整数で書きます。"


KIND = IntegerKind()
