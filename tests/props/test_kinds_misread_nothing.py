"""A kind reads what was meant or says that it cannot: signs, commas, points, months that are none, ends before starts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from specgen.model.kinds import KINDS, Unreadable
from specgen.model.spec import Spec

examples = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])

SIGNS = ("-", "－", "−", "‐", "–", "—", "―", "ー", "△", "▲", "▼", "マイナス", "負の", "- ", "△　")
UNITS = {"integer": "人", "decimal": "時間", "percent": "%", "yen": "円", "quantity": "件"}
WIDE = str.maketrans("0123456789,.", "０１２３４５６７８９，．")


def read(kind: str, text: str) -> object:
    """The value, or None where the kind says in Japanese that it cannot read it."""
    unit = UNITS[kind] if kind in ("integer", "decimal") else ""
    try:
        return KINDS[kind].parse(text, Spec(kind, unit=unit))
    except Unreadable as why:
        assert str(why).endswith("。"), why
        return None


def number(kind: str, value: object) -> Decimal | None:
    if kind == "quantity":
        value = getattr(value, "number", None)
    return None if value is None else Decimal(str(value))


@pytest.mark.parametrize("kind", UNITS)
@examples
@given(
    size=st.integers(1, 10**7),
    sign=st.sampled_from(SIGNS),
    before=st.sampled_from(["", "約", "毎月"]),
    wide=st.booleans(),
)
def test_a_minus_sign_is_never_passed_over(kind, size, sign, before, wide):
    text = f"{before}{sign}{size:,}{UNITS[kind]}"
    found = number(kind, read(kind, text.translate(WIDE) if wide else text))
    assert found in (None, Decimal(-size))


@pytest.mark.parametrize("kind", UNITS)
@pytest.mark.parametrize("around", ["({})", "（{}）", "{}-", "{}−", "±{}", "[{}]"])
def test_what_book_keepers_write_for_less_than_nothing_is_no_plain_number(kind, around):
    assert number(kind, read(kind, around.format(f"5{UNITS[kind]}"))) is None


def commas_in_threes(whole: str) -> bool:
    first, *rest = whole.split(",")
    return not rest or (1 <= len(first) <= 3 and all(len(part) == 3 for part in rest))


@pytest.mark.parametrize("kind", UNITS)
@examples
@given(text=st.text("0123456789,,.", min_size=1, max_size=12), wide=st.booleans())
def test_commas_and_points_in_odd_places_make_no_other_number(kind, text, wide):
    found = number(kind, read(kind, (text.translate(WIDE) if wide else text) + UNITS[kind]))
    if found is None:
        return
    whole, _, fraction = text.partition(".")
    assert commas_in_threes(whole) and (fraction.isdigit() or "." not in text), text
    assert found == Decimal(text.replace(",", ""))


@pytest.mark.parametrize("kind", ["integer", "yen"])
@pytest.mark.parametrize("text", ["1.000", "12.500", "1.234.567", "１．０００"])
def test_a_point_that_may_part_thousands_is_asked_back(kind, text):
    assert read(kind, text + UNITS[kind]) is None


@examples
@given(low=st.integers(0, 500), high=st.integers(0, 500), tilde=st.sampled_from("〜～~-－"))
def test_a_range_of_quantities_runs_upwards(low, high, tilde):
    found = read("quantity", f"{low}{tilde}{high}件")
    assert (found is not None) == (low <= high)
    if found is not None:
        assert (found.amounts[0].low, found.amounts[0].high) == (low, high)


@pytest.mark.parametrize("text", ["令和8年", "平成30年度", "第5条", "第2回", "2026-04-01", "8:30"])
def test_years_and_ordinals_are_no_quantities(text):
    assert read("quantity", text) is None


# -- days, months, years ------------------------------------------------------------------------------------------
years = st.integers(2020, 2090)
parts = st.integers(0, 40)
DAYS = (
    "{y}-{m}-{d}",
    "{y}/{m}/{d}",
    "{y}年{m}月{d}日",
    "令和{r}年{m}月{d}日",
    "R{r}.{m}.{d}",
    "{y}{m:02}{d:02}",
)
MONTHS = ("{y}-{m}", "{y}/{m}", "{y}年{m}月", "令和{r}年{m}月", "R{r}.{m}")


def calendar_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@pytest.mark.parametrize("form", DAYS)
@examples
@given(y=years, m=parts, d=parts)
def test_a_day_is_read_when_there_is_one_and_never_another(form, y, m, d):
    text = form.format(y=y, r=y - 2018, m=m, d=d)
    meant = calendar_day(y, m, d)
    assert read("date", text) == meant
    due = read("due", f"{text}まで")
    assert due is None or due.last == meant
    assert meant is None or "{y}{m" in form or due is not None


@pytest.mark.parametrize("form", MONTHS)
@examples
@given(y=years, m=parts)
def test_a_month_is_one_of_twelve(form, y, m):
    found = read("month", form.format(y=y, r=y - 2018, m=m))
    assert (found and (found.year, found.month)) == ((y, m) if 1 <= m <= 12 else None)


@pytest.mark.parametrize("text", ["2026-4", "2026/12", "R8.4", "令和8年4月"])
def test_a_date_without_its_day_is_told_so(text):
    with pytest.raises(Unreadable, match="には日がありません"):
        KINDS["date"].parse(text, Spec("date"))


@pytest.mark.parametrize("form", [form for form in DAYS if "{y}{m" not in form])
@pytest.mark.parametrize("link", ["〜", "から", "～"])
@examples
@given(first=st.dates(date(2023, 1, 1), date(2090, 1, 1)), apart=st.integers(-800, 800))
def test_a_period_does_not_run_backwards(form, link, first, apart):
    last = date.fromordinal(first.toordinal() + apart)
    texts = [form.format(y=day.year, r=day.year - 2018, m=day.month, d=day.day) for day in (first, last)]
    found = read("period", link.join(texts))
    assert (found is not None) == (apart >= 0)
    if found is not None:
        assert (found.first_day(), found.last_day()) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "契約満了から契約締結日まで",
        "履行期間の満了〜契約締結日",
        "契約締結日から0か月間",
        "0日間",
        "契約締結日から2〜1か月間",
        "契約締結日から1.5か月間",
        "契約締結日から-3か月間",
        "令和8年4月1日〜30日",
        "令和8年4月1日から30日",
        "令和8年4月1日から令和-9年3月31日まで",
        "令和0年4月1日から令和9年3月31日まで",
    ],
)
def test_periods_that_are_none_or_two_are_asked_back(text):
    assert read("period", text) is None


def test_a_number_of_days_that_no_month_has_is_a_length():
    assert read("period", "令和8年4月1日から60日").length.count == 60
    assert read("period", "契約締結日から30日").length.count == 30


TIMES = ("日", "営業日", "週間", "か月", "年")


@pytest.mark.parametrize(
    "count",
    [
        "-1",
        "−10",
        "–2",
        "△5",
        "▲5",
        "マイナス3",
        "1.5",
        "0.5",
        "１．５",
        "0",
        "1,5",
        "1,000",
        "3〜1",
        "３〜-1",
    ],
)
def test_a_due_date_counts_whole_steps_forward(count):
    for unit in TIMES:
        for form in ("契約締結後{}以内", "検収の{}前まで", "検収から{}以内", "公告の{}前", "{}以内"):
            assert read("due", form.format(count + unit)) is None, (form, unit)


@pytest.mark.parametrize("unit", TIMES)
@examples
@given(count=st.integers(1, 60))
def test_whole_steps_are_read_as_they_are(unit, count):
    for form in ("契約締結後{}以内", "検収の{}前まで"):
        assert read("due", form.format(f"{count}{unit}")).length.count == count


@pytest.mark.parametrize(
    "text",
    [
        "毎月0営業日まで",
        "毎月24営業日まで",
        "毎月32日まで",
        "毎月0日",
        "毎月-5日",
        "毎月△5日",
        "毎月1.5日",
        "翌月99日",
    ],
)
def test_a_month_has_no_such_day(text):
    assert read("due", text) is None


@pytest.mark.parametrize(
    "text", ["令和8年4月1日25時", "会議の前日25時まで", "令和8年4月1日9時75分", "会議の前日17:60まで"]
)
def test_a_clock_has_no_such_hour(text):
    assert read("due", text) is None


@pytest.mark.parametrize(
    "text",
    [
        "フェーズ-1完了時",
        "契約締結後7〜10日以内",
        "契約締結後7-10日以内",
        "障害検知から24時間以内",
        "毎月31日",
        "毎月23営業日まで",
        "会議の前日24時まで",
        "令和8年4月1日17:59まで",
    ],
)
def test_what_only_looks_alike_is_still_read(text):
    assert read("due", text) is not None


# -- limits --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "kind, unit, value, limit, says",
    [
        ("yen", "", 150_000_001, "150000000.0", "150,000,000円以下で書きます（今は150,000,001円です）。"),
        ("yen", "", 150_000_001, "150,000,000円", "150,000,000円以下で書きます（今は150,000,001円です）。"),
        ("integer", "人", 11, "10.0", "10人以下で書きます（今は11人です）。"),
        ("decimal", "時間", Decimal("3.50"), "3.0", "3時間以下で書きます（今は3.50時間です）。"),
        ("percent", "", Decimal("101.0"), "100.00", "100%以下で書きます（今は101.0%です）。"),
    ],
)
def test_a_limit_is_said_as_a_person_would_write_it(kind, unit, value, limit, says):
    assert KINDS[kind].limits(value, Spec(kind, unit=unit, most=limit)) == (says,)


def test_less_than_nothing_is_said_in_the_way_of_the_kind():
    assert KINDS["yen"].limits(-5, Spec("yen", least="0")) == ("0円以上で書きます（今は△5円です）。",)
    assert KINDS["integer"].limits(-5, Spec("integer", least="0")) == ("0以上で書きます（今は-5です）。",)


def test_limits_bind_each_amount_of_a_quantity():
    kind, spec = KINDS["quantity"], Spec("quantity", most="10")
    assert kind.limits(kind.parse("正1部、副20部", spec), spec) == ("10部以下で書きます（今は20部です）。",)
