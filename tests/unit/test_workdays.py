from datetime import date, timedelta

import pytest

from specgen import workdays


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 4, 4),  # 土曜日
        date(2026, 4, 5),  # 日曜日
        date(2026, 4, 29),  # 昭和の日
        date(2026, 5, 6),  # 振替休日
        date(2026, 9, 22),  # 国民の休日
        date(2026, 12, 29),
        date(2026, 12, 31),
        date(2027, 1, 1),
        date(2028, 1, 3),
    ],
)
def test_these_are_holidays_of_administrative_organs(day):
    assert workdays.is_holiday(day)


@pytest.mark.parametrize("day", [date(2026, 4, 1), date(2026, 12, 28), date(2027, 1, 4), date(2026, 8, 12)])
def test_these_are_business_days(day):
    assert not workdays.is_holiday(day)


def test_business_days_are_counted_from_the_next_day():
    assert workdays.add_business_days(date(2026, 4, 1), 1) == date(2026, 4, 2)
    assert workdays.add_business_days(date(2026, 4, 28), 3) == date(2026, 5, 7)
    assert workdays.add_business_days(date(2026, 12, 28), 1) == date(2027, 1, 4)
    assert workdays.add_business_days(date(2027, 1, 4), -1) == date(2026, 12, 28)
    assert workdays.add_business_days(date(2026, 4, 4), 0) == date(2026, 4, 4)


def test_business_days_between_two_days_are_counted_with_both():
    assert workdays.count(date(2026, 4, 27), date(2026, 5, 7)) == 5
    assert workdays.count(date(2026, 5, 7), date(2026, 4, 27)) == 0
    assert workdays.count(date(2026, 5, 3), date(2026, 5, 3)) == 0


def test_adding_and_counting_agree_over_two_years():
    start = date(2026, 1, 1)
    for number in range(0, 480, 7):
        end = workdays.add_business_days(start, number)
        assert workdays.count(start + timedelta(days=1), end) == number


def test_a_holiday_moves_to_the_nearest_business_day():
    assert workdays.on_or_after(date(2026, 5, 2)) == date(2026, 5, 7)
    assert workdays.on_or_before(date(2026, 5, 6)) == date(2026, 5, 1)
    assert workdays.on_or_after(date(2026, 5, 7)) == date(2026, 5, 7)


def test_the_tenth_business_day_of_a_month_is_found():
    assert workdays.nth_of_month(2026, 5, 10) == date(2026, 5, 19)
    assert workdays.nth_of_month(2027, 1, 1) == date(2027, 1, 4)
