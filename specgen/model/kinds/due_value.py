"""A due date as it was read (``Due``), and the earliest and latest day that it can mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ... import wareki, workdays
from ...wareki import Moment, Month
from .wording import CONTRACT_END, CONTRACT_START, Length, Words, event_name, moment_at_start

_DAY = timedelta(days=1)
_MOST_MONTHS = 240


class Form(StrEnum):
    """The forms in which people say when something is due."""

    DATE = "date"
    """令和10年8月31日まで"""
    SPAN = "span"
    """令和9年3月, 令和8年度末, 令和9年6月上旬: some day of a month or year"""
    AFTER = "after"
    """契約締結後1週間以内"""
    BEFORE = "before"
    """検収の10営業日前まで, PoC実施前まで"""
    AT = "at"
    """PoC完了時, 検収まで"""
    RECURRING = "recurring"
    """毎月10営業日まで"""
    WEEKS = "weeks"
    """Week 1, 第2〜4週, 契約後2か月目"""
    IMMEDIATE = "immediate"
    """直ちに"""


@dataclass(frozen=True, slots=True)
class Cycle:
    """How a recurring due date repeats, as far as it can be reckoned; ``every`` is "" when it cannot.

    ``every`` is month, week or fiscal_year. ``day`` is the day or business day (``business``) of the month,
    or the weekday (0 Monday); 0 in a month or fiscal year is its end. ``shift`` is 1 for 翌月.
    """

    every: str = ""
    day: int = 0
    business: bool = False
    shift: int = 0


@dataclass(frozen=True, slots=True)
class Due:
    """When something is due, with the words that print it.

    ``event`` is what AFTER, BEFORE, AT, WEEKS and IMMEDIATE hang on, as written ("" for weeks from the start
    of the contract). ``length`` is the distance from it, or the number of the week, month or day for WEEKS.
    ``first`` and ``last`` are the days of DATE and SPAN; ``last`` is None for 以降. ``note`` was in brackets.
    """

    form: Form
    words: Words
    event: str = ""
    length: Length | None = None
    first: date | None = None
    last: date | None = None
    cycle: Cycle = Cycle()
    counts_event_day: bool = False
    """契約締結日から起算して: the day of the event is the first day."""
    note: str = ""

    @property
    def skips_holidays(self) -> bool:
        """Whether 行政機関の休日 are not counted (（行政機関の休日を除く）)."""
        return "除" in self.note and any(
            word in self.note for word in ("休日", "閉庁日", "祝日", "土日", "休業日")
        )

    @property
    def meaning(self) -> tuple[object, ...]:
        """What two due dates are compared by: the same day or distance, however it is worded."""
        exact = self.form not in (Form.RECURRING, Form.IMMEDIATE)
        wording: object = None if exact else "".join(map(str, self.words))
        return (
            self.form,
            event_name(self.event),
            self.length,
            self.first,
            self.last,
            self.skips_holidays,
            wording,
        )

    def latest_date(
        self,
        *,
        contract_start: date | None = None,
        contract_end: date | None = None,
        events: Mapping[str, date] | None = None,
    ) -> date | None:
        """The last day on which it is in time; None when that hangs on something not known.

        ``events`` are days of other events by their name (検収, PoC完了). For what recurs: the last time in
        the contract, or for 翌月 the one that follows it.
        """
        known = _Known(contract_start, contract_end, events or {})
        if self.form in (Form.DATE, Form.SPAN):
            return self.last
        if self.form is Form.RECURRING:
            return max(_occurrences(self.cycle, contract_start, contract_end), default=None)
        day = known.day_of(self.event or ("契約締結" if self.form is Form.WEEKS else ""))
        return None if day is None else self._from_event(day)

    def _from_event(self, day: date) -> date | None:
        if self.form is Form.AT:
            return day
        if self.form is Form.WEEKS and self.length is not None:
            return self.length.after(day) - _DAY
        if self.form is Form.BEFORE:
            if self.length is not None:
                return self.length.before(day, business=self.skips_holidays)
            # A contract runs to the end of its last day, so that day is still before 満了.
            return day if event_name(self.event) in CONTRACT_END else day - _DAY
        if self.length is None or self.form is Form.IMMEDIATE:
            return None
        after = self.length.after(day, business=self.skips_holidays)
        return after - _DAY if self.counts_event_day else after

    def earliest_date(
        self,
        *,
        contract_start: date | None = None,
        contract_end: date | None = None,
        events: Mapping[str, date] | None = None,
    ) -> date | None:
        """The first day that is meant; None when it only says by when, or is unknown."""
        known = _Known(contract_start, contract_end, events or {})
        if self.form in (Form.DATE, Form.SPAN):
            return self.first
        if self.form is Form.RECURRING:
            return min(_occurrences(self.cycle, contract_start, contract_end), default=None)
        if self.form is Form.BEFORE:
            return None
        start = known.day_of(self.event or ("契約締結" if self.form is Form.WEEKS else ""))
        if start is None or self.form is not Form.WEEKS or self.length is None:
            return start
        number = self.length.least or self.length.count
        return Length(number - 1, self.length.unit).after(start)


@dataclass(frozen=True, slots=True)
class _Known:
    start: date | None
    end: date | None
    events: Mapping[str, date]

    def day_of(self, event: str) -> date | None:
        """The day of an event by its name, or of a date that stands in its place."""
        name = event_name(event)
        if not name:
            return None
        for other, day in self.events.items():
            if event_name(other) == name:
                return day
        if name in CONTRACT_START:
            return self.start
        if name in CONTRACT_END:
            return self.end
        moment = moment_at_start(event)
        return wareki.last_day(moment[0]) if moment else None


def span(moment: Moment, part: str) -> tuple[date, date]:
    """First and last day of a moment, or of a part of it (上旬, 末, 第3四半期, 上半期, 第2週)."""
    first, last = wareki.first_day(moment), wareki.last_day(moment)
    if part.startswith("末"):
        return last, last
    if isinstance(moment, Month):
        days = {"上旬": (1, 10), "初旬": (1, 10), "初め": (1, 10), "前半": (1, 15), "中旬": (11, 20)}
        days |= {"中": (1, 31), "内": (1, 31), "下旬": (21, 31), "後半": (16, 31)}
        days |= {f"第{n}週": (n * 7 - 6, n * 7) for n in range(1, 6)}
        low, high = days.get(part.removesuffix("末"), (1, 31))
        return first.replace(day=min(low, last.day)), first.replace(day=min(high, last.day))
    months = {f"第{n}四半期": (n * 3 - 3, n * 3) for n in range(1, 5)}
    months |= {
        "上半期": (0, 6),
        "上期": (0, 6),
        "前半": (0, 6),
        "下半期": (6, 12),
        "下期": (6, 12),
        "後半": (6, 12),
    }
    if isinstance(moment, wareki.FiscalYear) and part in months:
        begin, end = months[part]
        return wareki.add_months(first, begin), wareki.add_months(first, end) - _DAY
    return first, last


def _occurrences(cycle: Cycle, start: date | None, end: date | None) -> Iterator[date]:
    """The days of a cycle in a contract; nothing when the contract or the cycle cannot be reckoned."""
    if start is None or end is None or end < start or not cycle.every:
        return
    if cycle.every == "week":
        day = start + timedelta(days=(cycle.day - start.weekday()) % 7)
        while day <= end:
            yield day
            day += timedelta(days=7)
        return
    month, last = Month(start.year, start.month), Month(end.year, end.month)
    for _ in range(_MOST_MONTHS):
        if month > last:
            return
        if cycle.every == "month" or month.month == 3:
            day = _in_month(month.plus(cycle.shift), cycle)
            if day >= start and (cycle.shift or day <= end):
                yield day
        month = month.plus(1)


def _in_month(month: Month, cycle: Cycle) -> date:
    if not cycle.day:
        return month.last_day
    if cycle.business:
        return workdays.nth_of_month(month.year, month.month, cycle.day)
    return month.first_day.replace(day=min(cycle.day, month.last_day.day))
