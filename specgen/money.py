"""Yen, exact: read from the ways people write an amount, and shown in 円, 千円, 万円, 百万円 or kanji."""

from __future__ import annotations

import re
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from fractions import Fraction
from typing import Literal

from . import numerals

Rounding = Literal["half_up", "down", "up"]
"""四捨五入, 切捨て, 切上げ; of the amount without its sign."""
Unit = Literal["円", "千円", "万円", "百万円", "億円"]

_SIZES: dict[str, int] = {"円": 1, "千円": 10**3, "万円": 10**4, "百万円": 10**6, "億円": 10**8}
_MODES = {"half_up": ROUND_HALF_UP, "down": ROUND_DOWN, "up": ROUND_UP}
_MOST = 10**16

HINT = "「1,150,000円」「115万円」「1億2千万円」のように書きます。"

_AMOUNT = re.compile(
    rf"(?:金\s*)?(?P<sign>{numerals.MINUS})?\s*(?P<mark>[¥￥\\])?\s*(?P<sign2>{numerals.MINUS})?\s*"
    rf"(?P<number>[0-9.,{numerals.KANJI_CHARACTERS}]+)\s*(?P<unit>円)?(?P<closing>也|[-−ー])?"
)
_AROUND = re.compile(
    r"^(?P<before>約|およそ|概算|税抜|税込)?(?P<core>.+?)(?P<after>程度|前後|くらい|以内|以下|以上|（.*）|\(.*\))?$"
)


def parse_yen(text: str) -> int:
    """The amount in whole yen. ValueError with a Japanese sentence, and the reading where one is likely."""
    plain = numerals.narrow(text).strip()
    if not plain:
        raise ValueError(f"金額が書かれていません。{HINT}")
    if len(plain) > numerals.MOST_CHARACTERS:
        raise ValueError(f"「{text.strip()[:30]}…」は、金額として長すぎます。{HINT}")
    if plain[0] == "(" and plain[-1] == ")":
        raise ValueError(_two_readings(text, plain[1:-1]))
    found = _AMOUNT.fullmatch(plain)
    if found is None or (found["sign"] and found["sign2"]):
        raise ValueError(_why_not(text, plain))
    if found["closing"] and not (found["mark"] or found["closing"] == "也"):
        raise ValueError(_why_not(text, plain))
    negative = bool(found["sign"] or found["sign2"])
    amount = _read(text, found["number"], "△" if negative else "")
    return -amount if negative else amount


def _read(text: str, number: str, sign: str) -> int:
    try:
        amount = numerals.read_number(number)
    except numerals.Ambiguous as doubt:
        reading = f"{sign}{numerals.group(doubt.reading)}円"
        raise ValueError(
            f"「{text.strip()}」は{reading}とも読めますが、書き方があいまいです。"
            f"そのとおりなら「{reading}」と書いてください。"
        ) from None
    except ValueError as error:
        raise ValueError(f"{_why_misplaced(number) or error}{HINT}") from None
    if why := numerals.why_not_whole(number):
        raise ValueError(f"{why}{HINT}")
    if amount != amount.to_integral_value():
        raise ValueError(
            f"「{text.strip()}」は{numerals.group(amount)}円になり、1円に満たない端数があります。円単位で書いてください。"
        )
    if amount >= _MOST:
        raise ValueError(f"「{text.strip()}」は、金額として大きすぎます。桁を確かめてください。")
    return int(amount)


def _why_misplaced(number: str) -> str:
    digits = number.replace(",", "").replace(".", "")
    if digits.isascii() and digits.isdigit():
        return (
            f"「{number}」は、コンマか小数点の位置が合いません。{int(digits):,}円なら、そう書いてください。"
        )
    return ""


def _two_readings(text: str, inside: str) -> str:
    try:
        amount = parse_yen(inside)
    except ValueError:
        return f"「{text.strip()}」は金額として読み取れません。{HINT}"
    return (
        f"「{text.strip()}」は、{amount:,}円ともマイナス{amount:,}円とも読めます。"
        f"マイナスなら「△{amount:,}円」と、かっこを付けずに書いてください。"
    )


def _why_not(text: str, plain: str) -> str:
    around = _AROUND.match(plain)
    core = around["core"] if around else plain
    if around and core != plain and _AMOUNT.fullmatch(core):
        extra = around["before"] or around["after"]
        try:
            amount = parse_yen(core)
        except ValueError as error:
            return str(error)
        return f"金額のほかに「{extra}」があります。{amount:,}円でよければ、金額だけを書いてください。"
    return f"「{text.strip()}」は金額として読み取れません。{HINT}"


def round_yen(amount: int | Decimal | Fraction, *, rounding: Rounding) -> int:
    """``amount`` as whole yen by the declared rule; the sign plays no part in rounding."""
    exact = Fraction(amount)
    whole, rest = divmod(abs(exact), 1)
    up = rest > 0 and (rounding == "up" or (rounding == "half_up" and rest * 2 >= 1))
    size = int(whole) + int(up)
    return -size if exact < 0 else size


def show_yen(amount: int, unit: Unit = "円", *, rounding: Rounding | None = None, places: int = 0) -> str:
    """``1,150,000円``, ``1,150千円``; negative amounts with △.

    A unit that cannot hold the amount exactly needs a declared ``rounding`` (programming error otherwise).
    """
    scaled = Decimal(abs(amount)) / _SIZES[unit]
    step = Decimal(1).scaleb(-places)
    if rounding is None:
        if scaled != scaled.quantize(step, rounding=ROUND_DOWN):
            raise ValueError(f"{amount} does not fit {unit} without a declared rounding")
        rounding = "down"
    shown = scaled.quantize(step, rounding=_MODES[rounding])
    return f"{'△' if amount < 0 and shown else ''}{shown:,f}{unit}"


def show_yen_kanji(amount: int) -> str:
    """``一千二百万円``; negative amounts with △."""
    return f"{'△' if amount < 0 else ''}{numerals.write_kanji(abs(amount))}円"
