"""Every form of a due date and of a period that real specifications use: what it is read as, and how it is shown.

The forms come from published specifications (relative dates, recurring deliveries, weeks of a plan) and from the
periods that procedures ask for. Each row: as written → form, event, distance → as shown ("" when unchanged).
"""

from datetime import date

import pytest

from specgen.model.kinds import KINDS, Unreadable
from specgen.model.kinds.due import Form
from specgen.model.spec import PLAIN_STYLE, HouseStyle, Spec
from specgen.wareki import FiscalYear, Month

DUE, PERIOD = Spec("due"), Spec("period")

DUE_FORMS = [
    # 日付
    ("令和10年8月31日", Form.DATE, "", "", ""),
    ("令和10年8月31日まで", Form.DATE, "", "", ""),
    ("2028-08-31", Form.DATE, "", "", "令和10年8月31日"),
    ("R10.8.31 必着", Form.DATE, "", "", "令和10年8月31日必着"),
    ("令和１０年８月３１日（木）17時まで", Form.DATE, "", "", "令和10年8月31日17時まで"),
    ("令和9年3月末", Form.DATE, "", "", ""),
    ("令和9年3月末日まで", Form.DATE, "", "", ""),
    ("令和8年度末", Form.DATE, "", "", ""),
    ("令和9年4月1日以降", Form.DATE, "", "", ""),
    ("令和10年8月31日（案）", Form.DATE, "", "", ""),
    # 月・期間のうちのある日
    ("令和9年3月", Form.SPAN, "", "", ""),
    ("令和10年8月頃", Form.SPAN, "", "", ""),
    ("令和9年6月上旬", Form.SPAN, "", "", ""),
    ("令和8年度第3四半期まで", Form.SPAN, "", "", ""),
    ("令和9年4月～令和9年6月", Form.SPAN, "", "", "令和9年4月〜令和9年6月"),
    # 出来事の後
    ("契約締結後1週間以内", Form.AFTER, "契約締結", "1週間", ""),
    ("契約締結後 一 週間以内", Form.AFTER, "契約締結", "1週間", "契約締結後1週間以内"),
    ("契約後14日以内", Form.AFTER, "契約", "14日", ""),
    ("契約後1〜2週間以内", Form.AFTER, "契約", "1〜2週間", ""),
    ("契約締結後、おおむね2週間以内", Form.AFTER, "契約締結", "2週間", ""),
    ("契約締結日から10営業日以内", Form.AFTER, "契約締結日", "10営業日", ""),
    ("契約締結日から起算して14日以内", Form.AFTER, "契約締結日", "14日", ""),
    ("会議後3日以内（行政機関の休日を除く）", Form.AFTER, "会議", "3日", ""),
    ("会議後3日(閉庁日を除く)以内", Form.AFTER, "会議", "3日", "会議後3日（閉庁日を除く）以内"),
    ("検収後30日以内", Form.AFTER, "検収", "30日", ""),
    ("検収後1年", Form.AFTER, "検収", "1年", ""),
    ("検収完了後１ヶ月以内", Form.AFTER, "検収完了", "1か月", "検収完了後1か月以内"),
    ("検収の翌日から起算して10日以内", Form.AFTER, "検収", "10日", ""),
    ("検収の翌月末", Form.AFTER, "検収", "1月末", ""),
    ("適法な請求から30日以内", Form.AFTER, "適法な請求", "30日", ""),
    ("知った時から1年以内", Form.AFTER, "知った時", "1年", ""),
    ("監査対象期間の末日の翌日から1年4か月", Form.AFTER, "監査対象期間の末日", "16か月", ""),
    ("事象の発生後24時間以内", Form.AFTER, "事象の発生", "24時間", ""),
    ("インシデントの検知から1時間以内に第一報", Form.AFTER, "インシデントの検知", "1時間", ""),
    ("落札決定後速やかに、遅くとも3日以内", Form.AFTER, "落札決定", "3日", ""),
    ("会議の翌営業日まで", Form.AFTER, "会議", "1営業日", ""),
    ("検収後", Form.AFTER, "検収", "", ""),
    # 出来事の前
    ("検収の10営業日前まで", Form.BEFORE, "検収", "10営業日", ""),
    ("公告の20日前", Form.BEFORE, "公告", "20日", ""),
    ("公告予定日の30日以上前", Form.BEFORE, "公告予定日", "30日", ""),
    ("契約満了の1カ月前まで", Form.BEFORE, "契約満了", "1か月", "契約満了の1か月前まで"),
    ("会議の3営業日前17時まで", Form.BEFORE, "会議", "3営業日", ""),
    ("会議の前日まで", Form.BEFORE, "会議", "1日", ""),
    ("令和9年3月31日の10営業日前まで", Form.BEFORE, "令和9年3月31日", "10営業日", ""),
    ("PoC実施前まで", Form.BEFORE, "PoC実施", "", ""),
    ("契約満了前", Form.BEFORE, "契約満了", "", ""),
    ("検収前", Form.BEFORE, "検収", "", ""),
    # 出来事の時
    ("PoC完了時", Form.AT, "PoC完了", "", ""),
    ("契約締結時", Form.AT, "契約締結", "", ""),
    ("納入時", Form.AT, "納入", "", ""),
    ("検収まで", Form.AT, "検収", "", ""),
    ("設計工程終了時（令和10年2月予定）", Form.AT, "設計工程終了", "", ""),
    ("発注者が別途指示する日まで", Form.AT, "発注者が別途指示する", "", ""),
    # 繰り返し
    ("毎月10営業日まで", Form.RECURRING, "", "", ""),
    ("毎月末", Form.RECURRING, "", "", ""),
    ("翌月5営業日まで", Form.RECURRING, "", "", ""),
    ("毎週金曜日", Form.RECURRING, "", "", ""),
    ("四半期ごと", Form.RECURRING, "", "", ""),
    ("年1回", Form.RECURRING, "", "", ""),
    ("スプリントごと", Form.RECURRING, "", "", ""),
    ("各スプリント終了後3営業日以内", Form.RECURRING, "", "", ""),
    ("作業の都度", Form.RECURRING, "", "", ""),
    ("各年度末", Form.RECURRING, "", "", ""),
    # 契約からの週・月
    ("Week 1", Form.WEEKS, "", "1週間", ""),
    ("Week 2-4", Form.WEEKS, "", "2〜4週間", ""),
    ("第2～4週", Form.WEEKS, "", "2〜4週間", "第2〜4週"),
    ("契約後2か月目", Form.WEEKS, "契約", "2か月", ""),
    ("着手から3週目", Form.WEEKS, "着手", "3週間", ""),
    # すぐに
    ("直ちに", Form.IMMEDIATE, "", "", ""),
    ("事象の発生後直ちに", Form.IMMEDIATE, "事象の発生", "", ""),
    ("本業務完了後、遅滞なく", Form.IMMEDIATE, "本業務完了", "", ""),
]


@pytest.mark.parametrize(("written", "form", "event", "distance", "shown"), DUE_FORMS)
def test_a_due_date_is_read_in_every_form_and_shown_in_the_house_form(written, form, event, distance, shown):
    due = KINDS["due"].parse(written, DUE)
    length = due.length
    said = (
        f"{length.least}〜{length.count}{length.unit}"
        if length and length.least
        else f"{length.count}{length.unit}"
        if length
        else ""
    )
    assert (due.form, due.event, said) == (form, event, distance)
    assert KINDS["due"].show(due, DUE, PLAIN_STYLE) == (shown or written)
    assert KINDS["due"].parse(KINDS["due"].dump(due, DUE), DUE) == due


CONTRACT = {
    "contract_start": date(2027, 4, 1),
    "contract_end": date(2028, 9, 29),
    "events": {"検収": date(2028, 9, 1), "会議": date(2027, 4, 28), "PoC完了": date(2027, 10, 15)},
}


@pytest.mark.parametrize(
    ("written", "earliest", "latest"),
    [
        ("令和10年8月31日", date(2028, 8, 31), date(2028, 8, 31)),
        ("令和9年6月上旬", date(2027, 6, 1), date(2027, 6, 10)),
        ("令和8年度第4四半期", date(2027, 1, 1), date(2027, 3, 31)),
        ("令和9年4月1日以降", date(2027, 4, 1), None),
        ("契約締結後1週間以内", date(2027, 4, 1), date(2027, 4, 8)),
        ("契約締結日から起算して14日以内", date(2027, 4, 1), date(2027, 4, 14)),
        ("契約の翌日から起算して14日以内", date(2027, 4, 1), date(2027, 4, 15)),
        ("会議後3日以内（行政機関の休日を除く）", date(2027, 4, 28), date(2027, 5, 7)),
        ("会議後3日以内", date(2027, 4, 28), date(2027, 5, 1)),
        ("検収の10営業日前まで", None, date(2028, 8, 18)),
        ("検収の翌月末", date(2028, 9, 1), date(2028, 10, 31)),
        ("検収前", None, date(2028, 8, 31)),
        ("契約満了前", None, date(2028, 9, 29)),
        ("契約期間の満了日の1か月前まで", None, date(2028, 8, 29)),
        ("令和9年3月31日の10営業日前まで", None, date(2027, 3, 16)),
        ("PoC完了時", date(2027, 10, 15), date(2027, 10, 15)),
        ("毎月10営業日まで", date(2027, 4, 14), date(2028, 9, 14)),
        ("翌月5営業日まで", date(2027, 5, 12), date(2028, 10, 6)),
        ("各年度末", date(2028, 3, 31), date(2028, 3, 31)),
        ("毎週金曜日", date(2027, 4, 2), date(2028, 9, 29)),
        ("四半期ごと", None, None),
        ("Week 2-4", date(2027, 4, 8), date(2027, 4, 28)),
        ("契約後2か月目", date(2027, 5, 1), date(2027, 5, 31)),
        ("納入時", None, None),
        ("直ちに", None, None),
        ("契約締結後100年以内", date(2027, 4, 1), date(2127, 4, 1)),
    ],
)
def test_a_due_date_is_reckoned_where_its_event_is_known(written, earliest, latest):
    due = KINDS["due"].parse(written, DUE)
    assert (due.earliest_date(**CONTRACT), due.latest_date(**CONTRACT)) == (earliest, latest)


def test_a_relative_due_date_without_a_known_contract_is_open():
    due = KINDS["due"].parse("契約締結後1週間以内", DUE)
    assert due.latest_date() is None


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("10営業日以内", "「契約締結後10営業日以内」のように"),
        ("10営業日前まで", "「検収の10営業日前まで」のように"),
        ("8月31日まで", "何年かが読み取れません"),
        ("3月末", "何年かが読み取れません"),
        ("令和8年2月30日まで", "令和8年2月は28日まで"),
        ("令和 年 月 日まで", "まだ入っていない印"),
        ("契約後〇〇日以内", "まだ入っていない印"),
        ("後日", "契約締結後1週間以内"),
        ("よしなに", "毎月10営業日まで"),
        ("令和9年6月〜令和9年4月", "終わりが始まりより前"),
        ("会議後3日以内（休日を除く", "かっこの組が合いません"),
        ("契約締結後9999年以内", "100年を超えています"),
    ],
)
def test_an_unclear_due_date_is_asked_back_with_an_example(written, says):
    with pytest.raises(Unreadable) as refused:
        KINDS["due"].parse(written, DUE)
    assert says in str(refused.value)


def test_the_same_due_date_written_differently_means_the_same():
    pairs = [
        ("契約締結の日から10営業日以内", "契約締結日から１０開庁日以内"),
        ("令和10年8月31日", "2028/8/31まで"),
        ("検収の10日前まで", "検収日の10日前"),
    ]
    for one, other in pairs:
        assert KINDS["due"].parse(one, DUE).meaning == KINDS["due"].parse(other, DUE).meaning


PERIOD_FORMS = [
    (
        "契約締結日〜令和10年9月29日",
        "契約締結日から令和10年9月29日まで",
        "契約締結日",
        date(2028, 9, 29),
        None,
    ),
    ("契約締結の日から令和8年3月31日まで", "", "契約締結の日", date(2026, 3, 31), None),
    ("契約日から令和8年3月31日", "契約日から令和8年3月31日まで", "契約日", date(2026, 3, 31), None),
    (
        "契約締結日（令和8年4月中旬予定）〜2027-03-31",
        "契約締結日（令和8年4月中旬予定）から令和9年3月31日まで",
        "契約締結日",
        date(2027, 3, 31),
        None,
    ),
    ("令和9年10月〜令和10年8月", "令和9年10月から令和10年8月まで", Month(2027, 10), Month(2028, 8), 11),
    ("令和9年10月〜11月", "令和9年10月から令和9年11月まで", Month(2027, 10), Month(2027, 11), 2),
    (
        "令和8年4月1日～13年3月31日",
        "令和8年4月1日から令和13年3月31日まで",
        date(2026, 4, 1),
        date(2031, 3, 31),
        60,
    ),
    (
        "令和8年4月1日から令和13年3月31日まで(60か月)",
        "令和8年4月1日から令和13年3月31日まで（60か月）",
        date(2026, 4, 1),
        date(2031, 3, 31),
        60,
    ),
    (
        "令和2年11月1日〜令和7年10月31日",
        "令和2年11月1日から令和7年10月31日まで",
        date(2020, 11, 1),
        date(2025, 10, 31),
        60,
    ),
    ("R8.4.1-R9.3.31", "令和8年4月1日から令和9年3月31日まで", date(2026, 4, 1), date(2027, 3, 31), 12),
    ("2026/4/1 - 2027/3/31", "令和8年4月1日から令和9年3月31日まで", date(2026, 4, 1), date(2027, 3, 31), 12),
    ("令和8年度〜令和10年度", "令和8年度から令和10年度まで", FiscalYear(2026), FiscalYear(2028), 36),
    ("令和8〜10年度", "令和8年度から令和10年度まで", FiscalYear(2026), FiscalYear(2028), 36),
    ("令和8年度", "", FiscalYear(2026), FiscalYear(2026), 12),
    ("契約日から2か月", "契約日から2か月間", "契約日", None, 2),
    ("契約締結日から二ヶ月間", "契約締結日から2か月間", "契約締結日", None, 2),
    ("令和8年4月1日から60か月", "令和8年4月1日から60か月間", date(2026, 4, 1), None, 60),
    ("検収の翌日から1年間", "", "検収の翌日", None, 12),
    ("60か月間", "", None, None, 60),
    ("5年", "", None, None, 60),
    ("運用開始日から令和13年3月末まで", "", "運用開始日", date(2031, 3, 31), None),
    ("契約締結日から業務完了日まで", "", "契約締結日", "業務完了日", None),
]


@pytest.mark.parametrize(("written", "shown", "start", "end", "months"), PERIOD_FORMS)
def test_a_period_is_read_in_every_form_and_shown_from_until(written, shown, start, end, months):
    period = KINDS["period"].parse(written, PERIOD)
    assert KINDS["period"].show(period, PERIOD, PLAIN_STYLE) == (shown or written)
    assert (period.start, period.end, period.month_count) == (start, end, months)
    assert KINDS["period"].parse(KINDS["period"].dump(period, PERIOD), PERIOD) == period


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("令和10年9月1日〜令和9年3月31日", "始まりを令和10年9月1日、終わりを令和9年3月31日と読みました"),
        ("令和9年3月31日まで", "いつからかが"),
        ("契約締結日から", "いつまでかが"),
        ("令和 年 月 日から令和 年 月 日まで", "まだ入っていない印"),
        ("契約締結日から3月31日まで", "何年かが読み取れません"),
        ("2026年4月〜27年3月", "何年かが読み取れません"),
        ("契約締結日から令和8年2月30日まで", "令和8年2月は28日まで"),
        ("よろしく〜ね", "のように書きます"),
        ("令和8年4月1日から9999年", "100年を超えています"),
    ],
)
def test_an_unclear_period_is_asked_back_with_both_ends_as_read(written, says):
    with pytest.raises(Unreadable) as refused:
        KINDS["period"].parse(written, PERIOD)
    assert says in str(refused.value)


def test_months_fall_into_fiscal_years():
    period = KINDS["period"].parse("令和10年9月〜令和15年8月", PERIOD)
    assert period.months_by_fiscal_year() == {2028: 7, 2029: 12, 2030: 12, 2031: 12, 2032: 12, 2033: 5}


def test_a_length_from_a_date_counts_that_day_and_from_an_event_does_not():
    parse = KINDS["period"].parse
    assert parse("令和8年4月1日から60か月", PERIOD).last_day() == date(2031, 3, 31)
    assert parse("契約締結日から2か月間", PERIOD).last_day(contract_start=date(2026, 4, 1)) == date(
        2026, 6, 1
    )
    assert parse("契約締結日から業務完了日まで", PERIOD).last_day(contract_start=date(2026, 4, 1)) is None


def test_months_that_do_not_fit_the_dates_are_remarked():
    period = KINDS["period"].parse("令和8年4月1日から令和13年3月31日まで（48か月）", PERIOD)
    assert KINDS["period"].limits(period, PERIOD) == (
        "始まりと終わりからは60か月ですが、かっこの中は48か月です。",
    )


def test_the_same_period_written_differently_means_the_same():
    texts = ("契約締結日〜令和10年9月29日", "契約締結の日から2028-09-29まで")
    assert len({KINDS["period"].parse(text, PERIOD).meaning for text in texts}) == 1


def test_the_calendar_and_digits_of_the_house_reach_into_the_wording():
    house = HouseStyle(digits="full", era="western")
    due = KINDS["due"].parse("令和9年3月31日の10営業日前まで", DUE)
    assert KINDS["due"].show(due, DUE, house) == "２０２７年３月３１日の１０営業日前まで"
    period = KINDS["period"].parse("契約締結日〜令和10年9月29日", PERIOD)
    assert KINDS["period"].show(period, PERIOD, house) == "契約締結日から２０２８年９月２９日まで"
