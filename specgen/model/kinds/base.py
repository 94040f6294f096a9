"""What every kind of question promises (``Kind``), and the few helpers that kinds share."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Protocol, TypeVar

from ... import numerals, wareki
from ...errors import nearest
from ..spec import HouseStyle, Spec

T = TypeVar("T")

SORTS = ("text", "number", "date", "choice", "truth", "rows", "period", "due", "fiscal_year", "month")
"""The sorts of value that expressions know."""


class Unreadable(ValueError):
    """What was written cannot be read. The message is Japanese: what it was, what is accepted, an example."""


class Kind(Protocol):
    """One kind of question: how its text is read, printed, written back and measured. Stateless."""

    @property
    def name(self) -> str:
        """Its key in ``KINDS``."""

    @property
    def label(self) -> str:
        """What people call it, in Japanese."""

    @property
    def sort(self) -> str:
        """The sort of value that expressions see: one of ``SORTS``."""

    @property
    def uses(self) -> tuple[str, ...]:
        """What a question of this kind may say beside what all say: limits, unit, choices, columns …"""

    def parse(self, text: str, spec: Spec) -> Any:
        """The value that ``text`` says; raises ``Unreadable``."""

    def show(self, value: Any, spec: Spec, style: HouseStyle) -> str:
        """How the value is printed in a document. Never raises for a value that ``parse`` returned."""

    def dump(self, value: Any, spec: Spec) -> str:
        """How the value is written into a file: ``parse(dump(value)) == value``."""

    def limits(self, value: Any, spec: Spec) -> tuple[str, ...]:
        """Japanese sentences on limits that the value exceeds; empty when it is fine."""

    def hint(self, spec: Spec) -> str:
        """How to write it, in one Japanese line."""


def one_line(text: str, what: str) -> str:
    """``text`` without surrounding white space. ``Unreadable`` when it is empty or has several lines."""
    line = text.strip()
    if not line:
        raise Unreadable(f"{what}が書かれていません。")
    if "\n" in line:
        raise Unreadable(f"{what}が{line.count(chr(10)) + 1}行にわたっています。1行で書いてください。")
    return line


def reading(read: Callable[[str], T], text: str) -> T:
    """Call a reader of floor 0; its ValueError becomes ``Unreadable`` with the same sentence."""
    try:
        return read(text)
    except ValueError as error:
        raise Unreadable(str(error)) from None


def fold(text: str) -> str:
    """``text`` for comparing only: widths, case and white space play no part."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def did_you_mean(text: str, names: Mapping[str, str]) -> str:
    """A sentence with the nearest of ``names`` (code → label), or an empty string."""
    by_fold = {fold(name): label for code, label in names.items() for name in (label, code)}
    close = nearest(fold(text), by_fold)
    return f"「{by_fold[close]}」のことではありませんか。" if close else ""


_PLACEHOLDERS = ("〇〇", "○○", "◯◯", "●●", "××", "XX", "xx", "__", "??", "...", "未定", "調整中", "検討中")
_EMPTY_DATES = ("令和年", "平成年", "令和月", "年月日")


def placeholder(text: str) -> str:
    """The first sign of something still to be filled in (〇〇, 未定, 令和 年), or an empty string."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    return next((sign for sign in _PLACEHOLDERS + _EMPTY_DATES if sign in plain), "")


def number_limits(value: Decimal, spec: Spec, shown: Callable[[Decimal], str]) -> tuple[str, ...]:
    """Sentences on ``spec.least`` and ``spec.most``. Limits that are no numbers are silent."""
    least, most = read_bound(spec.least, spec), read_bound(spec.most, spec)
    said = []
    if least is not None and value < least:
        said.append(f"{shown(least)}以上で書きます（今は{shown(value)}です）。")
    if most is not None and value > most:
        said.append(f"{shown(most)}以下で書きます（今は{shown(value)}です）。")
    return tuple(said)


_UNITS = {"yen": "円", "percent": "%"}


def read_bound(text: str, spec: Spec) -> Decimal | None:
    """A limit, with or without the unit, as a number without needless decimals (10.0 is 10); None where it is none."""
    unit = _UNITS.get(spec.kind, spec.unit)
    size, negative = numerals.without_minus(text)
    try:
        number = numerals.read_number(size.removesuffix(numerals.narrow(unit)))
    except ValueError:
        return None
    number = number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()
    return -number if negative else number


def in_style(number: str, style: HouseStyle) -> str:
    """A printed number in the digits of the house."""
    return numerals.wide_number(number) if style.digits == "full" else number


def digits_in_style(text: str, style: HouseStyle) -> str:
    """A printed date or wording with its digits in those of the house."""
    return numerals.wide_digits(text) if style.digits == "full" else text


def era_of(style: HouseStyle) -> wareki.Era:
    """The calendar of the house."""
    return "western" if style.era == "western" else "wareki"
