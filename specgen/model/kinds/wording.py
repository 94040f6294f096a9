"""The wording of due dates and periods in the house form, with its dates kept as dates."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from ... import numerals, wareki, workdays
from ...wareki import Moment
from ..spec import HouseStyle
from .base import Unreadable, digits_in_style, era_of, one_line, placeholder, reading

Words = tuple[str | Moment, ...]
"""Free text and moments of the calendar in reading order."""

_MOST_CHARACTERS = 80
_MOST_MONTHS = 1200

_SPACE = re.compile(r"(?<![0-9A-Za-z])\s+|\s+(?![0-9A-Za-z])")
_KANJI_COUNT = re.compile(
    r"(?<![0-9一二三四五六七八九十百第])([一二三四五六七八九十百]+)"
    r"(?=営業日|開庁日|週間|[かヶヵケカ箇]月|日間|日以内|日前|日後|年間|年以内|時間|分以内|回)"
)
_MONTHS = re.compile(r"(?<=[0-9])(?:[ヶヵケカｹｶ箇個]|ヶ)月")
_TABLE = str.maketrans({"(": "（", ")": "）", "~": "〜", "～": "〜", "∼": "〜", "､": "、"})
_NOTE = re.compile(r"（[^（）]*）")
_STEP = r"(?:営業日|開庁日|稼働日|就業日|平日|週|か?月|日|年|時間|分)"
_ODD_LENGTH = re.compile(
    rf"(?<![0-9A-Za-z.])[0-9]{{1,3}}[.,．，][0-9]+{_STEP}"
    rf"|(?:(?:^|(?<=[後の約〜ら])|(?<=[毎翌各]月))[-−‐–]|[△▲]|マイナス)[0-9]+{_STEP}"
)
"""A length that is not counted in whole steps forward: 1.5日, 契約締結後-3日, △5日."""


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time; ``least`` is the 1 of 1〜2週間.

    ``unit`` is 営業日, 日, 週間, か月, 年, 時間, 分, or 月末 (the end of the month so many months later).
    """

    count: int
    unit: str
    least: int = 0

    @property
    def months(self) -> int | None:
        """The length in months, or None when it is none of months and years."""
        return {"か月": self.count, "年": self.count * 12}.get(self.unit)

    def after(self, day: date, *, business: bool = False) -> date:
        """The day so much later than ``day``, which itself is not counted (初日不算入)."""
        return self._shift(day, 1, business)

    def before(self, day: date, *, business: bool = False) -> date:
        """The day so much earlier than ``day``, which itself is not counted."""
        return self._shift(day, -1, business)

    def _shift(self, day: date, sign: int, business: bool) -> date:
        if self.unit == "営業日" or (self.unit == "日" and business):
            return workdays.add_business_days(day, sign * self.count)
        if self.months is not None:
            return wareki.add_months(day, sign * self.months)
        if self.unit == "月末":
            return wareki.Month(day.year, day.month).plus(sign * self.count).last_day
        days = {"日": Fraction(1), "週間": Fraction(7), "時間": Fraction(1, 24), "分": Fraction(1, 1440)}
        return day + timedelta(days=sign * math.ceil(self.count * days[self.unit]))


LENGTH = (
    r"(?:(?P<years>[0-9]{1,3})年(?P<and>[0-9]{1,3})か月|(?P<half>半年)|(?:(?P<least>[0-9]{1,4})[〜\-])?(?P<n>[0-9]{1,4})"
    r"(?P<unit>営業日|開庁日|稼働日|就業日|平日|週間?|か?月間?|日間?|年間?|時間|分))"
)
"""Regular expression of a length; read its match with ``length_of``."""
_UNITS = {
    "開庁日": "営業日",
    "稼働日": "営業日",
    "就業日": "営業日",
    "平日": "営業日",
    "週": "週間",
    "月": "か月",
}


def length_of(found: re.Match[str]) -> Length:
    """The length in a match of ``LENGTH``; ``Unreadable`` beyond a hundred years."""
    if found["half"]:
        return Length(6, "か月")
    if found["years"]:
        return Length(int(found["years"]) * 12 + int(found["and"]), "か月")
    unit = found["unit"]
    if unit not in ("週間", "時間"):
        unit = unit.removesuffix("間")
    length = Length(int(found["n"]), _UNITS.get(unit, unit), int(found["least"] or 0))
    if length.count == 0:
        raise Unreadable(
            f"「{found[0]}」は、長さが0です。同じ日のことなら、「検収日」のように、その日の名前で書いてください。"
        )
    if length.least > length.count:
        raise Unreadable(f"「{found[0]}」は、小さいほうを先に書いてください。")
    if (length.months or 0) > _MOST_MONTHS:
        raise Unreadable(f"「{found['n']}{found['unit']}」は、100年を超えています。桁を確かめてください。")
    return length


def tidy(text: str) -> str:
    """The house form: half-width digits, か月, 〜, full-width brackets, no spaces in Japanese."""
    text = _SPACE.sub("", numerals.half_digits(text).translate(_TABLE))
    return _MONTHS.sub("か月", _KANJI_COUNT.sub(_to_digits, text))


def _to_digits(found: re.Match[str]) -> str:
    try:
        return str(int(numerals.read_number(found[1])))
    except ValueError:
        return found[1]


def read_words(text: str, what: str, hint: str) -> Words:
    """Split one line into free text and moments; ``Unreadable`` when a part is not filled in or no date."""
    line = one_line(text, what).removesuffix("。")
    if len(line) > _MOST_CHARACTERS or "。" in _NOTE.sub("", line.translate(_TABLE)):
        raise Unreadable(f"{what}としては長く、読み取れません。{hint}説明は、ほかの欄に書いてください。")
    if sign := placeholder(line):
        raise Unreadable(
            f"「{line}」の「{sign}」は、まだ入っていない印のように見えます。"
            f"決まっていないときは「未定」の欄を使えます。{hint}"
        )
    if odd := _ODD_LENGTH.search(tidy(line)):
        raise Unreadable(
            f"「{odd[0]}」は{what}として読み取れません。日数や月数は、1以上の整数で書きます。{hint}"
        )
    for _ in range(5):
        words = _split(line)
        again = plain(words)
        if again == line:
            return words
        line = again
    raise Unreadable(f"「{text.strip()[:40]}」は{what}として読み取れません。{hint}")


def _split(text: str) -> Words:
    words: list[str | Moment] = []
    position = 0
    for start, end, moment in reading(lambda t: list(wareki.find_moments(t)), text):
        words += [tidy(text[position:start]), moment]
        position = end
    return tuple(w for w in (*words, tidy(text[position:])) if w != "")


def plain(words: Words) -> str:
    """The words as they are written into a file: 和暦, half-width digits."""
    return "".join(w if isinstance(w, str) else wareki.show_moment(w) for w in words)


def show_words(words: Words, style: HouseStyle) -> str:
    """The words as they are printed, in the calendar and digits of the house."""
    era = era_of(style)
    text = "".join(w if isinstance(w, str) else wareki.show_moment(w, era) for w in words)
    return digits_in_style(text, style)


def without_notes(text: str) -> tuple[str, str]:
    """``text`` without its notes in brackets, and the notes. ``Unreadable`` when a bracket stands alone."""
    notes: list[str] = []
    while found := _NOTE.search(text):
        notes.append(found[0][1:-1])
        text = text[: found.start()] + text[found.end() :]
    if "（" in text or "）" in text:
        raise Unreadable(f"「{text}」のかっこの組が合いません。「（」と「）」をそろえて書いてください。")
    return text, "、".join(notes)


def moment_at_start(text: str) -> tuple[Moment, str] | None:
    """The moment with which a tidy text begins, and the rest of the text."""
    found = reading(lambda t: list(wareki.find_moments(t)), text)
    return (found[0][2], text[found[0][1] :]) if found and found[0][0] == 0 else None


def event_name(text: str) -> str:
    """An event's name for comparing: 契約締結の日, 契約締結日, 契約の締結時 are one."""
    name = re.sub(r"\s|の", "", text)
    return re.sub(r"(?:日|時|時点|当日)$", "", name) or name


CONTRACT_START = frozenset(
    ("契約", "契約締結", "契約開始", "契約期間開始", "履行開始", "履行期間開始", "契約期間始期")
)
CONTRACT_END = frozenset(
    f"{what}{end}"
    for what in ("契約", "契約期間", "履行", "履行期間")
    for end in ("満了", "終了", "完了", "末", "終期", "期限")
)
