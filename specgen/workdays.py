"""行政機関の休日 (weekends, national holidays, December 29 to January 3) and counting business days."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

_MOST_DAYS = 10_000


@lru_cache(maxsize=4096)
def _is_national_holiday(day: date) -> bool:
    """Day by day: a whole year costs as much as five hundred of the days that a case asks about."""
    import jpholiday

    return bool(jpholiday.is_holiday(day))


def is_holiday(day: date) -> bool:
    """Whether ``day`` is a 行政機関の休日."""
    if day.weekday() >= 5 or (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3):
        return True
    return _is_national_holiday(day)


def add_business_days(day: date, number: int) -> date:
    """The ``number``-th business day after ``day`` (before it, when negative), not counting ``day``."""
    if abs(number) > _MOST_DAYS:
        raise ValueError(f"too many business days: {number}")
    step = timedelta(days=1 if number > 0 else -1)
    for _ in range(abs(number)):
        day += step
        while is_holiday(day):
            day += step
    return day


def count(first: date, last: date) -> int:
    """How many business days there are from ``first`` to ``last``, both counted; 0 when reversed."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return sum(not is_holiday(day) for day in days)


def on_or_after(day: date) -> date:
    """``day``, or the next business day when it is a holiday."""
    return add_business_days(day, 1) if is_holiday(day) else day


def on_or_before(day: date) -> date:
    """``day``, or the last business day before it when it is a holiday."""
    return add_business_days(day, -1) if is_holiday(day) else day


def nth_of_month(year: int, month: int, number: int) -> date:
    """The ``number``-th business day of a month (it may fall into the next when there are fewer)."""
    return add_business_days(date(year, month, 1) - timedelta(days=1), number)
