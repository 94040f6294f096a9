"""期間: from a date, a month, a fiscal year or an event, to another or for a length of time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from ... import numerals, wareki
from ...wareki import FiscalYear, Moment, Month
from ..spec import HouseStyle, Spec
from .base import Unreadable
from .wording import (
    CONTRACT_END,
    CONTRACT_START,
    LENGTH,
    Length,
    Words,
    event_name,
    length_of,
    moment_at_start,
    plain,
    read_words,
    show_words,
    without_notes,
)

_HINT = (
    "「契約締結日〜令和10年9月29日」「令和9年10月〜令和10年8月」「契約締結日から2か月間」のように書きます。"
)
_SEPARATOR = re.compile(r"から|より|〜|[-–—―−]|～")
_LENGTH = re.compile(rf"(?:起算して|数えて)?(?!(?:[1-9]|1[0-2])月(?!間)){LENGTH}間?(?:程度)?(?:まで)?")
_ENDING = re.compile(r"(?:日|時|後|前|完了|終了|満了|開始|締結|合格|納入|納品|検収|稼働|年度末|翌日)$")
_YEAR_LEFT_OUT = re.compile(r"[0-9]{1,2}月(?:[0-9]{1,2}日|末日?)?")
_ERA_LEFT_OUT = re.compile(r"[0-9]{1,2}年(?:度(?:末)?|[0-9]{1,2}月(?:[0-9]{1,2}日|末日?)?)")
_DAY_OF_MONTH = re.compile(r"(?:[1-9]|[12][0-9]|3[01])日")
_ERA_YEAR = re.compile(r"(?:明治|大正|昭和|平成|令和).{0,4}年")
_FISCAL_RANGE = re.compile(
    r"(令和|平成|[RHrh])\s*([0-9元]+)\s*(?:年度?)?\s*(?:[〜～~\-]|から)\s*([0-9]+)\s*年度"
)


@dataclass(frozen=True, slots=True)
class Period:
    """A period of time, with the words that print it.

    ``start`` and ``end`` are a date, month or fiscal year, or the name of an event; None where a ``length``
    stands instead. ``stated`` is a length that a note adds to a start and an end (60か月).
    """

    words: Words
    start: Moment | str | None = None
    end: Moment | str | None = None
    length: Length | None = None
    stated: Length | None = None

    @property
    def meaning(self) -> tuple[Moment | str | None, Moment | str | None, Length | None]:
        """What two periods are compared by: 契約締結の日から and 契約締結日〜 are one."""
        start, end = (event_name(x) if isinstance(x, str) else x for x in (self.start, self.end))
        return start, end, self.length

    def first_day(self, *, contract_start: date | None = None) -> date | None:
        """The first day, or None when it hangs on an event that is not known."""
        if isinstance(self.start, str):
            return contract_start if event_name(self.start) in CONTRACT_START else None
        return None if self.start is None else wareki.first_day(self.start)

    def last_day(
        self, *, contract_start: date | None = None, contract_end: date | None = None
    ) -> date | None:
        """The last day, or None when it hangs on an event that is not known."""
        if isinstance(self.end, str):
            return contract_end if event_name(self.end) in CONTRACT_END else None
        if self.end is not None:
            return wareki.last_day(self.end)
        first = self.first_day(contract_start=contract_start)
        if first is None or self.length is None:
            return None
        # A named day counts from its first moment; an event's own day is not counted.
        return self.length.after(first) - timedelta(days=0 if isinstance(self.start, str) else 1)

    @property
    def month_count(self) -> int | None:
        """How many whole months, or None when that does not follow from what is written."""
        if self.length is not None:
            return self.length.months
        first, last = self.first_day(), self.last_day()
        if first is None or last is None:
            return self.stated.months if self.stated else None
        months = (last.year - first.year) * 12 + last.month - first.month
        day_after = last + timedelta(days=1)
        return next((n for n in (months, months + 1) if wareki.add_months(first, n) == day_after), None)

    def months_by_fiscal_year(self) -> dict[int, int]:
        """Months in each fiscal year (2028: 7, 2029: 12 …); empty unless it is made of whole months."""
        first, count, found = self.first_day(), self.month_count, dict[int, int]()
        if first is None or not count or first.day != 1:
            return {}
        for n in range(count):
            year = wareki.fiscal_year(wareki.add_months(first, n))
            found[year] = found.get(year, 0) + 1
        return found


def parse_period(text: str) -> Period:
    """Read a period. The printed form says から and まで, whatever joined the two ends."""
    line = _FISCAL_RANGE.sub(r"\1\2年度〜\1\3年度", numerals.half_digits(text))
    house = plain(read_words(line, "期間", _HINT))
    for cut in _SEPARATOR.finditer(_mask(house)):
        start, end = house[: cut.start()], _complete(house[: cut.start()], house[cut.end() :], text)
        if start and end:
            return _between(start, end, house)
    return _alone(house)


def _mask(text: str) -> str:
    """``text`` with everything in brackets blanked, positions kept."""
    depth, out = 0, []
    for character in text:
        depth += character == "（"
        out.append(" " if depth else character)
        depth -= character == "）"
    return "".join(out)


def _complete(start: str, end: str, written: str) -> str:
    """``end`` with the era or year that it left to ``start`` (令和8年4月〜10年3月, 令和9年10月〜11月)."""
    if re.search(r"(?<![0-9])[12][0-9]{3}", numerals.narrow(written)):
        return end
    opened = re.match(r"(明治|大正|昭和|平成|令和)([0-9元]+年)", start)
    if opened and _YEAR_LEFT_OUT.match(end):
        return opened[1] + opened[2] + end
    if opened and _ERA_LEFT_OUT.match(end):
        return opened[1] + end
    return end


def _between(start: str, end: str, house: str) -> Period:
    start_core, _ = without_notes(start)
    body, note = _split_last_note(end)
    body = re.sub(r"(?:まで)?(?:の間|の期間)?(?:とする)?$", "", body)
    end_core, _ = without_notes(body)
    end_core = end_core.removesuffix("まで")
    body = body.removesuffix("まで")
    stated = _stated(note)
    if isinstance(day := _point(start_core, house), date) and _DAY_OF_MONTH.fullmatch(end_core):
        meant = f"「{wareki.show_month(Month(day.year, day.month))}{end_core}」か「{end_core}間」"
        raise Unreadable(
            f"「{house}」の「{end_core}」は、日付とも日数とも読めます。{meant}と書いてください。"
        )
    if found := _LENGTH.fullmatch(end_core):
        whole = body == end_core and not found["half"] and not body.endswith(("間", "程度"))
        words = _words(f"{start}から{body}{'間' if whole else ''}{note}")
        return _finish(Period(words, _point(start_core, house), None, length_of(found)), house)
    first, last = _point(start_core, house), _point(end_core, house)
    if (
        isinstance(first, str)
        and isinstance(last, str)
        and not (_ENDING.search(first) and _ENDING.search(last))
    ):
        raise Unreadable(f"「{house}」は期間として読み取れません。{_HINT}")
    return _finish(Period(_words(f"{start}から{body}まで{note}"), first, last, None, stated), house)


def _split_last_note(text: str) -> tuple[str, str]:
    """The text, and the note in brackets with which it ends."""
    masked = _mask(text)
    body = masked.rstrip(" ")
    return text[: len(body)], text[len(body) :]


def _stated(note: str) -> Length | None:
    found = _LENGTH.fullmatch(note.removeprefix("（").removesuffix("）"))
    return length_of(found) if found else None


def _words(text: str) -> Words:
    return read_words(text, "期間", _HINT)


def _point(text: str, house: str) -> Moment | str:
    """One end: a moment of the calendar, or an event by its name."""
    if at_start := moment_at_start(text):
        moment, rest = at_start
        if not rest:
            return moment
        if rest in ("末", "末日") and not isinstance(moment, date):
            return moment.last_day
    if _YEAR_LEFT_OUT.fullmatch(text) or re.fullmatch(r"[0-9年月日/.\-]+", text):
        raise Unreadable(f"「{house}」の「{text}」は、何年かが読み取れません。{_HINT}")
    if _ERA_YEAR.search(text) and not list(wareki.find_moments(text)):
        raise Unreadable(f"「{house}」の「{text}」は、日付として読み取れません。{_HINT}")
    if len(text) < 2 or not re.search(r"[ぁ-ん一-龠ァ-ヶA-Za-zＡ-Ｚａ-ｚ]", text):
        raise Unreadable(f"「{house}」の「{text}」は、日付や時点として読み取れません。{_HINT}")
    return text


def _finish(period: Period, house: str) -> Period:
    if _is_event(period.start, CONTRACT_END) and _is_event(period.end, CONTRACT_START):
        raise Unreadable(
            f"「{house}」は、契約の終わりから始まりに向かっています。始まりを先に書いてください。"
        )
    first, last = period.first_day(), period.last_day()
    if first is not None and last is not None and last < first:
        raise Unreadable(
            f"「{house}」の始まりを{wareki.show_date(first)}、終わりを{wareki.show_date(last)}と読みました。"
            "終わりが始まりより前になっています。どちらかを直してください。"
        )
    return period


def _is_event(point: Moment | str | None, names: frozenset[str]) -> bool:
    return isinstance(point, str) and event_name(point) in names


def _alone(house: str) -> Period:
    """A length (60か月間), or one month or fiscal year; anything else lacks one of its ends."""
    core, _ = without_notes(house)
    if found := _LENGTH.fullmatch(core):
        return Period(_words(house), None, None, length_of(found))
    if (only := moment_at_start(core)) and only[1] in ("", "中") and isinstance(only[0], Month | FiscalYear):
        return Period(_words(house), only[0], only[0])
    if core.endswith(("から", "より", "〜")):
        raise Unreadable(f"「{house}」は、いつまでかが読み取れません。{_HINT}")
    if core.endswith("まで") or core.startswith("〜"):
        raise Unreadable(f"「{house}」は、いつからかが読み取れません。{_HINT}")
    raise Unreadable(f"「{house}」は、始まりと終わりが読み取れません。{_HINT}")


class PeriodKind:
    """A period."""

    name = "period"
    label = "期間"
    sort = "period"
    uses: tuple[str, ...] = ()

    def parse(self, text: str, spec: Spec) -> Period:
        """Every form of ``parse_period``."""
        return parse_period(text)

    def show(self, value: Period, spec: Spec, style: HouseStyle) -> str:
        """契約締結日から令和8年3月31日まで."""
        return show_words(value.words, style)

    def dump(self, value: Period, spec: Spec) -> str:
        """The same words in 和暦."""
        return plain(value.words)

    def limits(self, value: Period, spec: Spec) -> tuple[str, ...]:
        """A stated number of months that differs from the dates."""
        stated = value.stated.months if value.stated else None
        counted = None if stated is None else Period(value.words, value.start, value.end).month_count
        if counted is None or counted == stated:
            return ()
        return (f"始まりと終わりからは{counted}か月ですが、かっこの中は{stated}か月です。",)

    def hint(self, spec: Spec) -> str:
        """Examples."""
        return _HINT


KIND = PeriodKind()
