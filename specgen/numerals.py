"""Numbers as people write them in Japanese (1,150, 1億2千万, 一千二百万), read exactly, and written back."""

from __future__ import annotations

import re
from decimal import Decimal

MOST_CHARACTERS = 40
"""A number longer than this is not a number that somebody meant to write."""

_KANJI_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "壱": 1, "弐": 2, "参": 3}
_SMALL = {"十": 10, "拾": 10, "百": 100, "千": 1000}
_BIG = {"万": 10**4, "億": 10**8, "兆": 10**12}

KANJI_CHARACTERS = "〇零一二三四五六七八九壱弐参十拾百千万億兆"
KANJI_NUMBER = f"[{KANJI_CHARACTERS}]+"
"""Regular expression of a run of kanji numerals."""
ARABIC_NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
"""Regular expression of digits, with or without commas in threes and a fraction."""

MINUS = r"(?:[-−‐–△▲]|マイナス)"
"""Regular expression of what stands before a number that is less than nothing."""

_ARABIC = re.compile(ARABIC_NUMBER)
_SIGNED = re.compile(rf"({MINUS})?\s*(.*)", re.DOTALL)
_THOUSANDS_BY_POINTS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+")
_WITH_UNIT = re.compile(rf"({ARABIC_NUMBER})([十百千]?[万億兆]|[百千])")
_TERM = re.compile(rf"({ARABIC_NUMBER}|[〇零一二三四五六七八九壱弐参]+)?([十拾百千万億兆]?)")

_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xFFE5: 0xA5}
_WIDE_NUMBER = str.maketrans("0123456789,.%-", "０１２３４５６７８９，．％－")
_WIDE_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")
_HALF_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")


class Ambiguous(ValueError):
    """A number that can be read, but perhaps not as it was meant. ``reading`` is what it would be."""

    def __init__(self, text: str, reading: Decimal) -> None:
        reading = reading.quantize(Decimal(1)) if reading == reading.to_integral_value() else reading
        self.reading = reading
        super().__init__(f"「{text}」は{group(reading)}とも読めますが、書き方があいまいです。")


def narrow(text: str) -> str:
    """``text`` with full-width ASCII made half width, every character in its position. For reading."""
    return text.translate(_NARROW)


def half_digits(text: str) -> str:
    """``text`` with full-width digits made half width, all else kept."""
    return text.translate(_HALF_DIGITS)


def wide_digits(text: str) -> str:
    """``text`` with its digits made full width, all else kept."""
    return text.translate(_WIDE_DIGITS)


def wide_number(text: str) -> str:
    """A printed number made full width with its comma, point, sign and percent sign."""
    return text.translate(_WIDE_NUMBER)


def group(number: Decimal | int) -> str:
    """Digits with commas in threes; the digits of a fraction stay as they are (1,234.50)."""
    return f"{number:,}" if isinstance(number, int) else f"{number:,f}"


def without_minus(text: str) -> tuple[str, bool]:
    """``text`` without the minus sign that it begins with, and whether there was one."""
    found = _SIGNED.fullmatch(narrow(text).strip())
    assert found is not None
    return found[2], bool(found[1])


def why_not_whole(text: str) -> str:
    """Why a written number may be meant as another whole number (1.000 for 1,000), in Japanese; mostly empty."""
    plain = narrow(text).strip()
    if not _THOUSANDS_BY_POINTS.fullmatch(plain):
        return ""
    small = f"{Decimal(plain).normalize():f}とも" if plain.count(".") == 1 else ""
    together = f"{int(plain.replace('.', '')):,}とも"
    return f"「{plain}」は、{small}{together}読めます。小数点を使わずに書いてください。"


def closing_unit(text: str) -> str:
    """The 万, 億 or 兆 that a written number ends in; empty when it has none or several of them."""
    plain = narrow(text).strip()
    units = [c for c in plain if c in _BIG]
    return units[0] if len(units) == 1 and plain.endswith(units[0]) else ""


def group_in(number: Decimal, unit: str) -> str:
    """``number`` counted in 万, 億 or 兆 (120万, 4.5億); the same as ``group`` where ``unit`` is empty."""
    if not unit:
        return group(number)
    return f"{(number / _BIG[unit]).normalize():,f}{unit}"


def read_number(text: str) -> Decimal:
    """The number that all of ``text`` is. ValueError (Japanese) when none, ``Ambiguous`` when in doubt."""
    plain = narrow(text).strip()
    if not plain or len(plain) > MOST_CHARACTERS:
        raise ValueError(f"「{text[:MOST_CHARACTERS]}」は数として読み取れません。")
    if _ARABIC.fullmatch(plain):
        return Decimal(plain.replace(",", ""))
    if together := _WITH_UNIT.fullmatch(plain):
        return Decimal(together[1].replace(",", "")) * _factor(together[2])
    if all(c in _KANJI_DIGITS for c in plain):
        return _read_count(plain, plain)
    return _read_terms(plain)


def _factor(unit: str) -> int:
    product = 1
    for character in unit:
        product *= _SMALL.get(character) or _BIG[character]
    return product


def _read_terms(text: str) -> Decimal:
    """Add up terms such as 一千二百万 or 1億2千万; each unit must be smaller than the one before."""
    total = section = Decimal(0)
    last_small, last_big, doubtful, position = 10**4, 10**16, False, 0
    while position < len(text):
        term = _TERM.match(text, position)
        if term is None or term.end() == position:
            raise ValueError(f"「{text}」は数として読み取れません。")
        position, unit = term.end(), term[2]
        count = Decimal(1) if term[1] is None else _read_count(term[1], text)
        doubtful = doubtful or "." in (term[1] or "")
        if unit in _SMALL:
            size = _SMALL[unit]
            doubtful = doubtful or size >= last_small or count >= 10 or count == 0
            section, last_small = section + count * size, size
            continue
        if term[1] is not None:
            if not unit and position < len(text):  # 1,2345 is no sum of 1,234 and 5
                raise ValueError(f"「{text}」は数として読み取れません。")
            doubtful = doubtful or count >= last_small
            section += count
        if unit in _BIG:
            size = _BIG[unit]
            if section == 0:
                raise ValueError(f"「{text}」は数として読み取れません。「{unit}」の前に数を書いてください。")
            doubtful = doubtful or size >= last_big or section >= 10**4
            total, section, last_small, last_big = total + section * size, Decimal(0), 10**4, size
    if doubtful:
        raise Ambiguous(text, total + section)
    return total + section


def _read_count(text: str, whole: str) -> Decimal:
    if text[0] in "0123456789":
        return Decimal(text.replace(",", ""))
    if text[0] == "〇" and len(whole) > 1:
        raise ValueError(f"「{whole}」の「〇」は、まだ入っていない数のように見えます。数を書いてください。")
    return Decimal("".join(str(_KANJI_DIGITS[c]) for c in text))


def write_kanji(number: int) -> str:
    """A whole number from 0 to below 1 京 in kanji: 一千二百万, 百五十, 零."""
    if not 0 <= number < 10**16:
        raise ValueError(f"no kanji form for {number}")
    if number == 0:
        return "零"
    parts = []
    for unit, size in (("兆", 10**12), ("億", 10**8), ("万", 10**4), ("", 1)):
        section = number // size % 10**4
        if section:
            parts.append(_write_section(section, before_unit=bool(unit)) + unit)
    return "".join(parts)


def _write_section(section: int, *, before_unit: bool) -> str:
    digits = "〇一二三四五六七八九"
    written = ""
    for unit, size in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = section // size % 10
        if digit:
            bare = digit == 1 and unit and not (unit == "千" and before_unit)
            written += ("" if bare else digits[digit]) + unit
    return written
