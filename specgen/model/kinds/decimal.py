"""小数: an exact decimal number, with its unit where the question has one."""

from __future__ import annotations

from decimal import Decimal

from ... import numerals
from ..spec import HouseStyle, Spec
from .base import Unreadable, in_style, number_limits, one_line


def read_with_unit(text: str, spec: Spec, hint: str) -> Decimal:
    """A number, with or without the unit of the question; ``Unreadable`` with ``hint`` otherwise."""
    written = one_line(text, "数")
    plain = numerals.narrow(written)
    unit = numerals.narrow(spec.unit).strip()
    if unit and plain.casefold().endswith(unit.casefold()):
        plain = plain[: -len(unit)].strip()
    size, negative = numerals.without_minus(plain)
    try:
        number = numerals.read_number(size)
    except numerals.Ambiguous as doubt:
        raise Unreadable(f"{doubt}そのとおりなら、その書き方で書いてください。") from None
    except ValueError:
        raise Unreadable(f"「{written[:40]}」は数として読み取れません。{hint}") from None
    return -number if negative and number else number


class DecimalKind:
    """A number that may have a fraction."""

    name = "decimal"
    label = "小数"
    sort = "number"
    uses = ("least", "most", "unit")

    def parse(self, text: str, spec: Spec) -> Decimal:
        """3.5, 99.50%, 1,240.5時間; the digits of the fraction are kept."""
        return read_with_unit(text, spec, self.hint(spec))

    def show(self, value: Decimal, spec: Spec, style: HouseStyle) -> str:
        """With commas and unit."""
        return in_style(numerals.group(value), style) + spec.unit

    def dump(self, value: Decimal, spec: Spec) -> str:
        """With commas and unit."""
        return numerals.group(value) + spec.unit

    def limits(self, value: Decimal, spec: Spec) -> tuple[str, ...]:
        """The least and the most."""
        return number_limits(value, spec, lambda n: f"{numerals.group(n)}{spec.unit}")

    def hint(self, spec: Spec) -> str:
        """An example with the unit."""
        return f"「3.5{spec.unit}」のように、数で書きます。"


KIND = DecimalKind()
