"""数量: numbers with units, and the words around them (24人月, 毎月1式, 300〜400件, 120万件, 正1部、副2部)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from ... import numerals
from ..spec import HouseStyle, Spec
from .base import Unreadable, in_style, number_limits, one_line, placeholder

_HINT = "「24人月」「1式」「毎月1式」「300〜400件」のように、数と単位で書きます。"
_MOST_CHARACTERS = 60

_NUMBER = rf"(?:{numerals.ARABIC_NUMBER}[十百千]?[万億]?(?![十百千万億])|(?<![0-9]){numerals.KANJI_NUMBER})"
_PER = r"(?:[^0-9]{0,8}[0-9]+[^0-9]{0,6}(?:当たり|あたり|につき|ごとに|毎に))"
_PART = re.compile(
    rf"(?P<prefix>{_PER}?[^0-9]*?)(?P<low>{_NUMBER})(?P<between>[^0-9〜]{{0,6}}?)"
    rf"(?:[〜~～\-](?P<high>{_NUMBER}))?(?P<unit>[^0-9〜（(]*)(?P<note>[（(].*[）)])?(?P<after>[^0-9（(]*)"
)
_KANJI_ALONE = re.compile(
    rf"(?P<prefix>(?:約|各|毎月|毎年|毎週|毎回|毎年度|年|月|週|日|全|計|合計|正|副|最大|最低|おおむね)*)"
    rf"(?P<low>{numerals.KANJI_NUMBER})(?P<between>)(?:[〜~～\-](?P<high>{numerals.KANJI_NUMBER}))?"
    r"(?P<unit>[^0-9〜~～（(\-][^0-9〜~～（(]*)(?P<note>[（(].*[）)])?(?P<after>)"
)
_SIGN_BEFORE = re.compile(rf"(?:(?<![0-9A-Za-z]){numerals.MINUS}|(?<![ァ-ヶー])ー|[—―▼+±∓.,]|負の?)\s*$")
"""``A-5`` is a name, ``サーバー5`` no minus."""
_SIGN_BEHIND = re.compile(rf"^[.,]|(?:{numerals.MINUS}|[—―▼±])\s*$")
_OPEN_BRACKET, _CLOSING_BRACKET = re.compile(r"[(（\[【][^)）\]】]*$"), re.compile(r"^[^(（\[【]*[)）\]】]")
_NOT_COUNTED = re.compile(r"(?:明治|大正|昭和|平成|令和|西暦|第)\s*$")


@dataclass(frozen=True, slots=True)
class Amount:
    """One number, or a range of numbers, with the words around it.

    ``low_in`` and ``high_in`` are the 万 or 億 that a person counted in: 120万件 is printed so, not as 1,200,000件.
    """

    low: Decimal
    unit: str
    high: Decimal | None = None
    prefix: str = ""
    note: str = ""
    low_in: str = ""
    high_in: str = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """One amount in most cases; several where a person lists them (正1部、副2部)."""

    amounts: tuple[Amount, ...]

    @property
    def number(self) -> Decimal | None:
        """The exact number, or None when it is a range or a list."""
        only = self.amounts[0]
        return only.low if len(self.amounts) == 1 and only.high is None else None

    @property
    def unit(self) -> str:
        """The unit of the first amount."""
        return self.amounts[0].unit

    @property
    def meaning(self) -> tuple[tuple[Decimal, Decimal | None, str, str], ...]:
        """What two quantities are compared by: numbers, units and the words before them, without notes."""
        return tuple((a.low, a.high, a.unit, a.prefix) for a in self.amounts)


def parse_quantity(text: str, unit: str = "") -> Quantity:
    """Read a quantity; a number without its unit takes ``unit``."""
    written = one_line(text, "数量")
    if len(written) > _MOST_CHARACTERS:
        raise Unreadable(f"数量としては長すぎて、読み取れません。{_HINT}")
    if sign := placeholder(written):
        raise Unreadable(f"「{written}」の「{sign}」は、まだ入っていない印のように見えます。{_HINT}")
    pieces = re.split(r"\s*[、，]\s*(?![^（(]*[）)])", written)
    return Quantity(tuple(_amount(piece, written, unit) for piece in pieces))


def _amount(piece: str, written: str, unit: str) -> Amount:
    plain = numerals.narrow(piece)
    has_digits = any(c in "0123456789" for c in plain)
    found = (_PART if has_digits else _KANJI_ALONE).fullmatch(plain)
    if found is None:
        why = "は、数と単位に分けて読み取れません" if has_digits else "には数がありません"
        raise Unreadable(f"「{written}」{why}。{_HINT}")
    _refuse_what_is_no_amount(found, written)
    low = _number(found["low"], written)
    high = _number(found["high"], written) if found["high"] else None
    own_unit = _unit(piece, found, written) or unit
    if own_unit[:1] in tuple(numerals.KANJI_CHARACTERS):
        raise Unreadable(f"「{written}」は、数と単位に分けて読み取れません。{_HINT}")
    if not own_unit:
        raise Unreadable(f"「{written}」に単位がありません。{_HINT}")
    if high is not None and high < low:
        ends = f"{numerals.group(low)}から{numerals.group(high)}まで"
        raise Unreadable(f"「{written}」は、{ends}と読めます。小さいほうを先に書いてください。")
    note = (
        _slice(piece, found, "note").replace("(", "（").replace(")", "）")
        + _slice(piece, found, "after").strip()
    )
    prefix = numerals.half_digits(_slice(piece, found, "prefix").strip())
    low_in, high_in = _counted_in(found["low"], low), _counted_in(found["high"], high)
    return Amount(low, own_unit, high, prefix, note, low_in, high_in)


def _refuse_what_is_no_amount(found: re.Match[str], written: str) -> None:
    """A sign before or behind the number, a bracket around it, a year or an ordinal would be read as a plain number."""
    before, behind = found["prefix"], found["between"] + found["unit"]
    if sign := _SIGN_BEFORE.search(before) or _SIGN_BEHIND.search(behind):
        what = f"「{written}」の「{sign[0].strip()}」は、数量では読み取れません。"
        raise Unreadable(f"{what}符号を付けずに、0以上の数で書きます。{_HINT}")
    if _OPEN_BRACKET.search(before) or _CLOSING_BRACKET.search(behind):
        raise Unreadable(f"「{written}」は、数がかっこの中にあります。かっこの外に書いてください。{_HINT}")
    if found["low"] and _NOT_COUNTED.search(before):
        raise Unreadable(f"「{written}」は、年や順番のように見えます。{_HINT}")


def _counted_in(written: str | None, number: Decimal | None) -> str:
    """The 万 or 億 of a written number, when the number can be said exactly in it."""
    if not written or number is None:
        return ""
    unit = numerals.closing_unit(written)
    return unit if numerals.read_number(numerals.group_in(number, unit)) == number else ""


def _unit(piece: str, found: re.Match[str], written: str) -> str:
    """The unit, which may stand behind both ends of a range (300件〜400件)."""
    first, last = _slice(piece, found, "between").strip(), _slice(piece, found, "unit").strip()
    if not found["high"]:
        return first + last
    if first and first != last:
        raise Unreadable(f"「{written}」は、前と後ろの単位が違います。{_HINT}")
    return last


def _slice(piece: str, found: re.Match[str], name: str) -> str:
    """The characters as they were written; matching was done on half-width letters of the same positions."""
    return piece[found.start(name) : found.end(name)] if found[name] else ""


def _number(text: str, written: str) -> Decimal:
    try:
        return numerals.read_number(text)
    except numerals.Ambiguous as doubt:
        raise Unreadable(f"{doubt}{numerals.group(doubt.reading)}と書いてください。") from None
    except ValueError:
        raise Unreadable(f"「{written}」の「{text}」は数として読み取れません。{_HINT}") from None


def _show(amount: Amount, style: HouseStyle | None) -> str:
    number = numerals.group_in(amount.low, amount.low_in)
    if amount.high is not None:
        number += f"〜{numerals.group_in(amount.high, amount.high_in)}"
    return f"{amount.prefix}{in_style(number, style) if style else number}{amount.unit}{amount.note}"


def _limits(number: Decimal, unit: str, spec: Spec) -> tuple[str, ...]:
    return number_limits(number, spec, lambda n: f"{numerals.group(n)}{unit}")


class QuantityKind:
    """A quantity."""

    name = "quantity"
    label = "数量"
    sort = "number"
    uses = ("least", "most", "unit", "followed_by")

    def parse(self, text: str, spec: Spec) -> Quantity:
        """Numbers with units; the words before and the notes behind are kept."""
        return parse_quantity(text, spec.unit)

    def show(self, value: Quantity, spec: Spec, style: HouseStyle) -> str:
        """24人月, 毎月1式, 300〜400件, and 120万件 where it was written so."""
        return "、".join(_show(amount, style) for amount in value.amounts)

    def dump(self, value: Quantity, spec: Spec) -> str:
        """The same, with half-width digits."""
        return "、".join(_show(amount, None) for amount in value.amounts)

    def limits(self, value: Quantity, spec: Spec) -> tuple[str, ...]:
        """The least and the most, for each amount."""
        said = [
            sentence
            for amount in value.amounts
            for number in (amount.low, amount.high)
            if number is not None
            for sentence in _limits(number, amount.unit, spec)
        ]
        return tuple(dict.fromkeys(said))

    def hint(self, spec: Spec) -> str:
        """Examples."""
        return _HINT


KIND = QuantityKind()
