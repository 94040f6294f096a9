"""What a kind wrote, it reads back as the same value; showing never fails; eras and yen go both ways."""

import string
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from specgen import money, numerals, wareki
from specgen.model.kinds import KINDS, Unreadable
from specgen.model.spec import HouseStyle, Spec
from specgen.wareki import Month

examples = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
many_examples = settings(examples, max_examples=400)

STYLES = [HouseStyle(digits=d, era=e) for d in ("half", "full") for e in ("wareki", "western")]
SPECS = {
    name: Spec(
        name,
        choices={"work": "請負", "quasi": "準委任"} if name == "choice" else {},
        unit="人" if name == "integer" else "",
    )
    for name in KINDS
}

free_text = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=60).filter(
    lambda t: t.strip()
)
days = st.dates(wareki.FIRST_DAY, date(2100, 12, 31))
months = st.builds(Month, st.integers(1873, 2100), st.integers(1, 12))
decimals = st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9)

VALUES = {
    "text": free_text,
    "prose": free_text,
    "choice": st.sampled_from(["work", "quasi"]),
    "yes_no": st.booleans(),
    "integer": st.integers(-(10**12), 10**12),
    "decimal": decimals,
    "percent": st.decimals(allow_nan=False, places=2, min_value=0, max_value=1000),
    "yen": st.integers(-(10**15), 10**15),
    "date": days,
    "month": months,
    "fiscal_year": st.integers(1873, 2100),
    "reference": st.text(string.ascii_letters + string.digits + "-_", min_size=1, max_size=16),
}


def survives(name, value):
    kind, spec = KINDS[name], SPECS[name]
    assert kind.parse(kind.dump(value, spec), spec) == value
    for style in STYLES:
        assert kind.show(value, spec, style)
    assert all(sentence.endswith("。") for sentence in kind.limits(value, spec))


@pytest.mark.parametrize("name", sorted(VALUES))
@examples
@given(data=st.data())
def test_a_value_written_is_read_back_as_the_same(name, data):
    survives(name, data.draw(VALUES[name]))


events = st.sampled_from(
    ["契約締結", "契約", "検収", "PoC完了", "会議", "事象の発生", "設計工程終了", "公告", "本番稼働"]
) | st.text("検収試験第一次設計移行完了のABあいイウ", min_size=1, max_size=8)
lengths = st.builds(
    "{}{}".format,
    st.integers(1, 99).map(str) | st.sampled_from(["一", "二十", "１０", "1〜2"]),
    st.sampled_from(["日", "営業日", "週間", "か月", "ヶ月", "年", "時間"]),
)
spelled_days = st.tuples(days, st.sampled_from(["令和", "iso", "slash"])).map(
    lambda p: {
        "令和": wareki.show_date(p[0]),
        "iso": p[0].isoformat(),
        "slash": f"{p[0].year}/{p[0].month}/{p[0].day}",
    }[p[1]]
)
moments = (
    spelled_days
    | months.map(wareki.show_month)
    | st.integers(1990, 2100).map(wareki.show_fiscal_year)
    | months.map(str)
)
notes = st.sampled_from(["", "（行政機関の休日を除く）", "(予定)", "（令和9年3月見込み）", " "])
due_texts = st.one_of(
    st.builds("{}後{}以内{}".format, events, lengths, notes),
    st.builds("{}から{}以内{}".format, events | moments, lengths, notes),
    st.builds("{}の{}前まで{}".format, events | moments, lengths, notes),
    st.builds(
        "{}{}{}".format,
        moments,
        st.sampled_from(["", "まで", "頃", "末", "上旬", " 17時まで", "以降"]),
        notes,
    ),
    st.builds(
        "{}{}{}".format,
        events,
        notes,
        st.sampled_from(["前", "時", "まで", "後", "前まで", "日", "の都度", "後直ちに"]),
    ),
    st.builds(
        "{}{}{}".format,
        st.sampled_from(["毎月", "翌月", "毎週", "各年度", "四半期ごと", "年"]),
        lengths,
        st.sampled_from(["まで", "", "回"]),
    ),
    st.builds(
        "{}{}".format,
        st.sampled_from(["Week ", "第", "契約後", "W"]),
        st.sampled_from(["1", "2-4", "2〜4週", "3週目", "2か月目"]),
    ),
)
ends = moments | events | events.map(lambda e: f"{e}日")
period_texts = st.one_of(
    st.builds(
        "{}{}{}{}{}".format,
        ends,
        notes,
        st.sampled_from(["〜", "～", "から", " - ", "より"]),
        ends | lengths,
        notes,
    ),
    st.builds("{}から{}まで{}".format, ends, ends, notes | lengths.map(lambda t: f"（{t}）")),
    lengths,
    moments,
)
quantity_texts = st.builds(
    "{}{}{}{}{}".format,
    st.sampled_from(["", "約", "毎月", "各", "正", "1人当たり", "最大"]),
    st.integers(0, 10**7).map(lambda n: f"{n:,}")
    | st.sampled_from(["一", "十二", "1.5", "１０", "3百", "20万", "300〜400", "3件〜5"]),
    st.sampled_from(["式", "人月", "部", "台", "GB", "件", "回程度", "人／年", "", "拠点"]),
    st.sampled_from(["", "（正副各1）", "(見込み)", "以上"]),
    st.sampled_from(["", "、副2部", "、ほか1式"]),
)
loose = st.text(
    "令和平成R2026年度月日末0１〇一十〜-から、まで前後の以内（）(). 毎週営業検収Week契約", max_size=24
)


@pytest.mark.parametrize(
    ("name", "texts"), [("due", due_texts), ("period", period_texts), ("quantity", quantity_texts)]
)
@many_examples
@given(data=st.data())
def test_what_could_be_read_survives_writing_and_reading(name, texts, data):
    text = data.draw(texts | loose)
    try:
        value = KINDS[name].parse(text, SPECS[name])
    except Unreadable as refused:
        assert str(refused).endswith("。")
        assume(False)
    else:
        survives(name, value)
        reckoned = {"contract_start": date(2027, 4, 1), "contract_end": date(2030, 3, 31)}
        if name == "due":
            value.latest_date(**reckoned, events={"検収": date(2029, 1, 1)})
            value.earliest_date(**reckoned)
            assert hash(value.meaning) is not None
        if name == "period":
            value.last_day(**reckoned)
            assert sum(value.months_by_fiscal_year().values()) in (0, value.month_count)


@pytest.mark.parametrize("name", sorted(KINDS))
@examples
@given(text=free_text | loose)
def test_any_text_is_read_or_asked_back_in_japanese(name, text):
    try:
        value = KINDS[name].parse(text, SPECS[name])
    except Unreadable as refused:
        assert any("ぁ" <= c <= "ん" for c in str(refused))
    else:
        survives(name, value)


def test_every_day_from_meiji_6_to_2100_goes_both_ways():
    day, last = wareki.FIRST_DAY, date(2100, 12, 31)
    while day <= last:
        assert wareki.parse_date(wareki.show_date(day)) == day
        day += timedelta(days=1)


@examples
@given(days)
def test_a_day_is_read_back_in_every_spelling(day):
    short = wareki.show_date(day).replace("元年", "1年")
    for name, letter in (("明治", "M"), ("大正", "T"), ("昭和", "S"), ("平成", "H"), ("令和", "R")):
        short = short.replace(name, letter)
    dotted = short.replace("年", ".").replace("月", ".").rstrip("日")
    for text in (
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        wareki.show_date(day, "western"),
        short,
        dotted,
    ):
        assert wareki.parse_date(text) == day
        assert wareki.parse_date(numerals.wide_digits(text)) == day


@examples
@given(months, st.integers(1873, 2100))
def test_months_and_fiscal_years_go_both_ways(month, year):
    assert wareki.parse_month(wareki.show_month(month)) == month
    assert wareki.parse_month(str(month)) == month
    assert wareki.parse_fiscal_year(wareki.show_fiscal_year(year)) == year


@examples
@given(st.integers(-(10**15), 10**15))
def test_yen_go_both_ways_in_figures_and_kanji(amount):
    assert money.parse_yen(money.show_yen(amount)) == amount
    assert money.parse_yen(numerals.wide_number(money.show_yen(amount))) == amount
    assert money.parse_yen(money.show_yen_kanji(amount)) == amount
    assert money.parse_yen(money.show_yen(amount * 1000 if abs(amount) < 10**12 else amount, "円")) % 1 == 0


@examples
@given(st.integers(-(10**11), 10**11))
def test_whole_thousands_and_millions_go_both_ways(amount):
    assert money.parse_yen(money.show_yen(amount * 1000, "千円")) == amount * 1000
    assert money.parse_yen(money.show_yen(amount * 10_000, "百万円", places=2)) == amount * 10_000


@examples
@given(decimals)
def test_rounding_stays_within_one_yen_and_mirrors_at_zero(amount):
    for rule in ("half_up", "down", "up"):
        rounded = money.round_yen(amount, rounding=rule)
        assert abs(Decimal(rounded) - amount) < 1
        assert money.round_yen(-amount, rounding=rule) == -rounded
