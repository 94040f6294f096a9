"""Dates, months and fiscal years in 和暦 and the western calendar, both ways, exact where eras change."""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple

from . import numerals

Era = Literal["wareki", "western"]

FIRST_DAY = date(1873, 1, 1)
"""明治6年1月1日: the first day of the present calendar in Japan."""
LAST_YEAR = 2100


class _Era(NamedTuple):
    name: str
    letter: str
    start: date


_ERAS = (
    _Era("明治", "M", date(1868, 1, 25)),
    _Era("大正", "T", date(1912, 7, 30)),
    _Era("昭和", "S", date(1926, 12, 25)),
    _Era("平成", "H", date(1989, 1, 8)),
    _Era("令和", "R", date(2019, 5, 1)),
)
_BY_NAME = {name: era for era in _ERAS for name in (era.name, era.letter)}

DATE_HINT = "「令和8年4月1日」「R8.4.1」「2026-04-01」のように書きます。"
MONTH_HINT = "「令和10年9月」「2028-09」のように書きます。"
FISCAL_YEAR_HINT = "「令和8年度」「2026年度」のように書きます。"


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of a year of the western calendar."""

    year: int
    month: int

    @property
    def first_day(self) -> date:
        """The first day of the month."""
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        """The last day of the month."""
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    def plus(self, months: int) -> Month:
        """The month so many months later (earlier when negative)."""
        index = self.year * 12 + self.month - 1 + months
        return Month(index // 12, index % 12 + 1)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"


@dataclass(frozen=True, slots=True, order=True)
class FiscalYear:
    """A fiscal year (April to March), named by the western year in which it begins."""

    year: int

    @property
    def first_day(self) -> date:
        """April 1."""
        return date(self.year, 4, 1)

    @property
    def last_day(self) -> date:
        """March 31 of the next year."""
        return date(self.year + 1, 3, 31)


Moment = date | Month | FiscalYear
"""What a calendar expression can name."""

_K = "〇一二三四五六七八九十"
_N = rf"(?:[0-9]{{1,2}}|[{_K}]{{1,4}}|元)"
_ERA_NAMES = "明治|大正|昭和|平成|令和|(?<![A-Za-z])[MTSHR]"
_YEAR = rf"(?:(?P<era>{_ERA_NAMES})\s*(?P<n>{_N})|(?:西暦)?(?<![0-9])(?P<w>[0-9]{{4}}|[{_K}]{{4}}))"
_SEPARATOR = r"\s*(?:年|(?P<s>[./\-]))\s*"
_DATE = re.compile(
    rf"{_YEAR}{_SEPARATOR}(?P<m>{_N})\s*(?(s)(?P=s)|月)\s*(?P<d>{_N})(?(s)(?![0-9])|\s*日)(?:\s*[（(](?P<wd>[日月火水木金土])(?:曜日?)?[)）])?",
    re.IGNORECASE,
)
_MONTH = re.compile(rf"{_YEAR}{_SEPARATOR}(?P<m>{_N})(?(s)(?![0-9])|\s*月)", re.IGNORECASE)
_FISCAL = re.compile(rf"(?:{_YEAR}\s*年度|FY\s*(?P<fy>[0-9]{{4}})(?![0-9])(?:\s*年度)?)", re.IGNORECASE)
_COMPACT = re.compile(r"(?P<w>[12][0-9]{3})(?P<m>[01][0-9])(?P<d>[0-3][0-9])")


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text[:60]).strip()


def _small(text: str) -> int:
    """A year, month or day in digits, kanji or 元."""
    if text == "元":
        return 1
    if text[0] in _K and "十" not in text:
        return int("".join(str(_K.index(c)) for c in text))
    return int(numerals.read_number(text))


def _western_year(found: re.Match[str]) -> int:
    if found["era"]:
        era, number = _BY_NAME[found["era"].upper()], _small(found["n"])
        if number < 1:
            raise ValueError(f"「{found[0]}」の年が読み取れません。最初の年は「{era.name}元年」と書きます。")
        return era.start.year + number - 1
    return _small(found["w"])


def _check_year(year: int, text: str) -> None:
    if not FIRST_DAY.year <= year <= LAST_YEAR:
        raise ValueError(
            f"「{text}」は西暦{year}年になります。明治6年（1873年）から西暦{LAST_YEAR}年までで書いてください。"
        )


def _to_date(found: re.Match[str]) -> date:
    text, year = found[0], _western_year(found)
    _check_year(year, text)
    month, day = _small(found["m"]), _small(found["d"])
    _check_month(month, text)
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise ValueError(f"「{text}」の日が合いません。{show_month(Month(year, month))}は{last}日までです。")
    result = date(year, month, day)
    if found["era"]:
        _check_era(found["era"], result, result, show_date(result), text)
    weekday = found["wd"] if "wd" in found.re.groupindex else None
    if weekday and "月火水木金土日"[result.weekday()] != weekday:
        real = "月火水木金土日"[result.weekday()]
        raise ValueError(
            f"「{text}」とありますが、{show_date(result)}は{real}曜日です。日付か曜日を確かめてください。"
        )
    return result


def _check_month(month: int, text: str) -> None:
    if not 1 <= month <= 12:
        raise ValueError(f"「{text}」の月が合いません。1月から12月までで書いてください。")


def _check_era(name: str, first: date, last: date, meant: str, text: str) -> None:
    """Say so when no day from ``first`` to ``last`` belongs to the era that was written."""
    era = _BY_NAME[name.upper()]
    index = _ERAS.index(era)
    end = _ERAS[index + 1].start if index + 1 < len(_ERAS) else date.max
    if last < era.start or first >= end:
        raise ValueError(f"「{text}」は{meant}に当たります。「{meant}」と書いてください。")


def _to_month(found: re.Match[str]) -> Month:
    text, year, number = found[0], _western_year(found), _small(found["m"])
    _check_year(year, text)
    _check_month(number, text)
    month = Month(year, number)
    if found["era"]:
        _check_era(found["era"], month.first_day, month.last_day, show_month(month), text)
    return month


def _to_fiscal_year(found: re.Match[str]) -> FiscalYear:
    year = int(found["fy"]) if found["fy"] else _western_year(found)
    _check_year(year, found[0])
    fiscal = FiscalYear(year)
    if found["era"]:
        _check_era(found["era"], fiscal.first_day, fiscal.last_day, show_fiscal_year(year), found[0])
    return fiscal


def parse_date(text: str) -> date:
    """A day. 「令和9年3月末（日）」 and 「令和8年度末」 are their last day; a weekday in brackets is checked.

    ValueError with a Japanese sentence when it cannot be read, or when the era had ended by then.
    """
    plain = _plain(text)
    found = _DATE.fullmatch(plain) or _COMPACT.fullmatch(plain)
    if found:
        return _to_date_compact(found) if found.re is _COMPACT else _to_date(found)
    for end in ("末日", "末"):
        if plain.endswith(end):
            start = plain[: -len(end)].strip()
            if found := _FISCAL.fullmatch(start):
                return _to_fiscal_year(found).last_day
            if found := _MONTH.fullmatch(start):
                return _to_month(found).last_day
    if _MONTH.fullmatch(plain):
        raise ValueError(f"「{text.strip()}」には日がありません。{DATE_HINT}")
    if re.fullmatch(rf"{_N}\s*[年/.-]?\s*{_N}?[月/.-]\s*{_N}日?", plain):
        raise ValueError(f"「{text.strip()}」は、何年かがはっきりしません。{DATE_HINT}")
    raise ValueError(f"「{text.strip()[:40]}」は日付として読み取れません。{DATE_HINT}")


def _to_date_compact(found: re.Match[str]) -> date:
    year, month, day = int(found["w"]), int(found["m"]), int(found["d"])
    return parse_date(f"{year}-{month}-{day}")


def parse_month(text: str) -> Month:
    """A month: 令和10年9月, R10.9, 2028-09, 2028年9月. ValueError (Japanese) otherwise."""
    plain = _plain(text)
    if found := _MONTH.fullmatch(plain):
        return _to_month(found)
    if _DATE.fullmatch(plain):
        raise ValueError(f"「{text.strip()}」には日も書かれています。月までで書いてください。{MONTH_HINT}")
    raise ValueError(f"「{text.strip()[:40]}」は年月として読み取れません。{MONTH_HINT}")


def parse_fiscal_year(text: str) -> int:
    """The western year in which a fiscal year begins: 令和8年度, R8, 2026年度, FY2026, 2026."""
    plain = _plain(text)
    found = _FISCAL.fullmatch(plain)
    if found is None and re.fullmatch(_YEAR, plain, re.IGNORECASE):
        found = _FISCAL.fullmatch(f"{plain}年度")
    if found is None:
        raise ValueError(f"「{text.strip()[:40]}」は年度として読み取れません。{FISCAL_YEAR_HINT}")
    return _to_fiscal_year(found).year


def find_moments(text: str) -> Iterator[tuple[int, int, Moment]]:
    """Every date, month and fiscal year with its year that stands in ``text``: start, end, value.

    ValueError (Japanese) for one that is written like a date but is none (令和8年2月30日).
    """
    plain, position = numerals.narrow(text), 0
    while position < len(plain):
        hits = [
            (m.start(), order, m)
            for order, p in enumerate((_DATE, _FISCAL, _MONTH))
            if (m := p.search(plain, position))
        ]
        if not hits:
            return
        start, order, found = min(hits, key=lambda hit: hit[:2])
        yield start, found.end(), (_to_date, _to_fiscal_year, _to_month)[order](found)
        position = found.end()


def fiscal_year(day: date) -> int:
    """The western year in which the fiscal year of ``day`` began."""
    return day.year if day.month >= 4 else day.year - 1


def _era_at(day: date) -> _Era:
    if day < FIRST_DAY:
        raise ValueError(f"no wareki before {FIRST_DAY}: {day}")
    return next(era for era in reversed(_ERAS) if era.start <= day)


def _year_of(year: int, era: _Era) -> str:
    number = year - era.start.year + 1
    return f"{era.name}{'元' if number == 1 else number}年"


def show_date(day: date, era: Era = "wareki") -> str:
    """令和8年4月1日, or 2026年4月1日."""
    year = f"{day.year}年" if era == "western" else _year_of(day.year, _era_at(day))
    return f"{year}{day.month}月{day.day}日"


def show_month(month: Month, era: Era = "wareki") -> str:
    """令和10年9月, or 2028年9月. A month with a change of era is shown in the era of its first day."""
    year = f"{month.year}年" if era == "western" else _year_of(month.year, _era_at(month.first_day))
    return f"{year}{month.month}月"


def show_fiscal_year(year: int, era: Era = "wareki") -> str:
    """令和8年度, or 2026年度. A year with a change of era takes the new name (令和元年度)."""
    if era == "western":
        return f"{year}年度"
    newest = next(e for e in reversed(_ERAS) if e.start.year <= year)
    return f"{_year_of(year, newest)}度"


def show_moment(moment: Moment, era: Era = "wareki") -> str:
    """A date, month or fiscal year, shown."""
    if isinstance(moment, Month):
        return show_month(moment, era)
    if isinstance(moment, FiscalYear):
        return show_fiscal_year(moment.year, era)
    return show_date(moment, era)


def first_day(moment: Moment) -> date:
    """The first day that ``moment`` covers."""
    return moment if isinstance(moment, date) else moment.first_day


def last_day(moment: Moment) -> date:
    """The last day that ``moment`` covers."""
    return moment if isinstance(moment, date) else moment.last_day


def add_months(day: date, months: int) -> date:
    """The same day so many months later (earlier when negative), or the last day of a shorter month."""
    month = Month(day.year, day.month).plus(months)
    return min(month.last_day, month.first_day + timedelta(days=day.day - 1))
