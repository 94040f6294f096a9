from datetime import date

import pytest

from specgen import wareki
from specgen.wareki import FiscalYear, Month


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("令和8年4月1日", date(2026, 4, 1)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("令和1年5月1日", date(2019, 5, 1)),
        ("R8.4.1", date(2026, 4, 1)),
        ("r8.4.1", date(2026, 4, 1)),
        ("R8/4/1", date(2026, 4, 1)),
        ("R08-04-01", date(2026, 4, 1)),
        ("令和八年四月一日", date(2026, 4, 1)),
        ("令和十八年十二月三十一日", date(2036, 12, 31)),
        ("㋿8年4月1日", date(2026, 4, 1)),
        ("2026-04-01", date(2026, 4, 1)),
        ("2026/4/1", date(2026, 4, 1)),
        ("2026年4月1日", date(2026, 4, 1)),
        ("二〇二六年四月一日", date(2026, 4, 1)),
        ("20260401", date(2026, 4, 1)),
        ("２０２６年４月１日", date(2026, 4, 1)),
        ("令和 8年 4月 1日", date(2026, 4, 1)),
        ("令和8年4月1日（水）", date(2026, 4, 1)),
        ("令和9年3月末", date(2027, 3, 31)),
        ("令和10年2月末日", date(2028, 2, 29)),
        ("令和8年度末", date(2027, 3, 31)),
    ],
)
def test_a_date_is_read_as_people_write_it(written, day):
    assert wareki.parse_date(written) == day


@pytest.mark.parametrize(
    ("last", "first"),
    [
        ("明治45年7月29日", "大正元年7月30日"),
        ("大正15年12月24日", "昭和元年12月25日"),
        ("昭和64年1月7日", "平成元年1月8日"),
        ("平成31年4月30日", "令和元年5月1日"),
    ],
)
def test_an_era_changes_between_two_days(last, first):
    days = wareki.parse_date(last), wareki.parse_date(first)
    assert days[1].toordinal() - days[0].toordinal() == 1
    assert (wareki.show_date(days[0]), wareki.show_date(days[1])) == (last, first)


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("平成31年5月1日", "「令和元年5月1日」と書いてください"),
        ("平成32年3月31日", "令和2年3月31日に当たります"),
        ("令和元年4月30日", "平成31年4月30日に当たります"),
        ("昭和64年1月8日", "平成元年1月8日に当たります"),
        ("令和8年2月30日", "令和8年2月は28日までです"),
        ("令和8年13月1日", "1月から12月まで"),
        ("令和8年4月1日（木）", "水曜日です"),
        ("令和0年1月1日", "令和元年"),
        ("8年4月1日", "何年かがはっきりしません"),
        ("4月1日", "何年かがはっきりしません"),
        ("26/4/1", "何年かがはっきりしません"),
        ("令和10年9月", "日がありません"),
        ("令和 年 月 日", "令和8年4月1日"),
        ("1850年1月1日", "明治6年"),
        ("あした", "のように書きます"),
    ],
)
def test_a_date_that_cannot_be_is_explained(written, says):
    with pytest.raises(ValueError, match=r"[ぁ-ん]") as refused:
        wareki.parse_date(written)
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("written", "month"),
    [
        ("令和10年9月", Month(2028, 9)),
        ("R10.9", Month(2028, 9)),
        ("2028-09", Month(2028, 9)),
        ("2028/9", Month(2028, 9)),
        ("2028年9月", Month(2028, 9)),
        ("令和十年九月", Month(2028, 9)),
        ("昭和64年1月", Month(1989, 1)),
        ("平成元年1月", Month(1989, 1)),
    ],
)
def test_a_month_is_read_as_people_write_it(written, month):
    assert wareki.parse_month(written) == month


@pytest.mark.parametrize(
    ("written", "year"),
    [
        ("令和8年度", 2026),
        ("R8年度", 2026),
        ("R8", 2026),
        ("2026年度", 2026),
        ("FY2026", 2026),
        ("2026", 2026),
        ("令和元年度", 2019),
        ("平成31年度", 2019),
        ("令和八年度", 2026),
    ],
)
def test_a_fiscal_year_is_read_as_people_write_it(written, year):
    assert wareki.parse_fiscal_year(written) == year


@pytest.mark.parametrize("written", ["FY26", "8年度", "昭和64年度", "令和8年"])
def test_a_fiscal_year_in_doubt_is_refused_in_japanese(written):
    if written == "令和8年":
        written = "令和8年4月"
    with pytest.raises(ValueError, match=r"[ぁ-ん]"):
        wareki.parse_fiscal_year(written)


def test_a_fiscal_year_runs_from_april_to_march():
    assert wareki.fiscal_year(date(2027, 3, 31)) == 2026
    assert wareki.fiscal_year(date(2027, 4, 1)) == 2027
    assert (FiscalYear(2026).first_day, FiscalYear(2026).last_day) == (date(2026, 4, 1), date(2027, 3, 31))
    assert [wareki.show_fiscal_year(y) for y in (1988, 1989, 2018, 2019, 2026)] == [
        "昭和63年度",
        "平成元年度",
        "平成30年度",
        "令和元年度",
        "令和8年度",
    ]


def test_dates_in_a_text_are_found_with_their_places():
    text = "令和8年4月1日からR8.9まで、2026年度"
    found = list(wareki.find_moments(text))
    assert [text[a:b] for a, b, _ in found] == ["令和8年4月1日", "R8.9", "2026年度"]
    assert [moment for _, _, moment in found] == [date(2026, 4, 1), Month(2026, 9), FiscalYear(2026)]


def test_a_month_later_never_skips_a_month():
    assert wareki.add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert wareki.add_months(date(2026, 3, 31), -1) == date(2026, 2, 28)
    assert wareki.add_months(date(2026, 12, 15), 1) == date(2027, 1, 15)


def test_dates_are_shown_in_the_western_calendar_too():
    assert wareki.show_date(date(2026, 4, 1), "western") == "2026年4月1日"
    assert wareki.show_month(Month(2026, 4), "western") == "2026年4月"
    assert wareki.show_fiscal_year(2026, "western") == "2026年度"
