"""Conditions in three values: what each says about answers that are there, not there yet, or do not apply."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from specgen.expr import ABSENT, UNKNOWN, Dated, ExpressionError, compile_condition, compile_value
from specgen.expr.syntax import MAX_DEPTH, MAX_LENGTH, parse

PLAN = {
    "data.personal": ("choice", "個人情報"),
    "cloud.register": ("choice", "登録の要否"),
    "case.type": ("choice", "調達の種類"),
    "security.audit": ("truth", "監査"),
    "method.amount": ("number", "予定額"),
    "users.staff": ("number", "利用者数"),
    "procurement.title": ("text", "調達件名"),
    "contract.period": ("period", "契約期間"),
    "contract.start": ("date", "利用開始日"),
    "loan.list": ("rows", "貸与品"),
    "deliverable.list": ("rows", "成果物の一覧"),
    "deliverable.list/*.name": ("text", "名称"),
    "deliverable.list/*.due": ("due", "納品期限"),
    "deliverable.list/*.fee": ("number", "金額"),
    "org.kind": ("choice", "法人の区分"),
    "plan.year": ("fiscal_year", "年度"),
    "plan.done": ("due", "完了期限"),
}
UNITS = {"method.amount": "円", "deliverable.list/*.fee": "円"}
DATED = {
    "contract.small": Dated("少額の基準額", "number", "円", "data.personal", frozenset({"yes", "no"})),
    "writing.length": Dated("文の長さ", "number", "文字"),
    "contract.usual": Dated("標準の言い方", "text", "言葉"),
}
CODES = {
    "data.personal": {"yes": "扱う", "maybe": "言い切れない", "no": "扱わない"},
    "cloud.register": {"only": "登録に限る", "is": "同等でもよい"},
    "org.kind": {"nrd": "国立研究開発法人", "mid_term": "中期目標管理法人"},
    "case.type": {"study": "調査研究・支援", "saas": "クラウドサービス利用"},
}
NAMED = {"personal": "個人情報を扱うとき", "cloud": "クラウドサービスを使うとき", "saas": "利用のとき"}


class Words:
    """A vocabulary of a few answers and named conditions; ``row`` is the table whose columns are ``row.…``."""

    def __init__(self, row=""):
        self.row = row

    def of(self, id):
        return f"{self.row}/*.{id[4:]}" if id.startswith("row.") and self.row else id

    def sort(self, id):
        id = self.of(id)
        return PLAN[id][0] if id in PLAN else None

    def choices(self, id):
        return CODES.get(id, {})

    def label(self, id):
        id, _, code = self.of(id).partition("=")
        return CODES[id][code] if code else NAMED.get(id) or PLAN[id][1]

    def condition(self, name):
        return name in NAMED

    def unit(self, id):
        return UNITS.get(id, "")

    def parameter(self, name):
        return DATED.get(name)

    def parameters(self):
        return DATED

    def of_row(self, table):
        return Words(table)

    def names(self):
        return frozenset((*PLAN, *NAMED))


@dataclass
class Known:
    """What is known: answers by id, verdicts of named conditions, last days."""

    values: Mapping[str, Any] = field(default_factory=dict)
    verdicts: Mapping[str, bool | None] = field(default_factory=dict)
    days: Mapping[str, Any] = field(default_factory=dict)

    def value(self, id):
        return self.values.get(id, UNKNOWN)

    def condition(self, name):
        return self.verdicts.get(name)

    def answered(self, id):
        return self.values.get(id, UNKNOWN) not in (UNKNOWN, ABSENT)

    def last_day(self, id):
        return self.days.get(id, UNKNOWN)


def says(text, values=None, *, names_only=False, **more):
    return compile_condition(text, Words(), names_only=names_only).evaluate(Known(values or {}, **more))


def refused(text, *, names_only=False) -> ExpressionError:
    with pytest.raises(ExpressionError) as caught:
        compile_condition(text, Words(), names_only=names_only)
    return caught.value


YES, NO, OPEN = True, False, None


# ── three values ──


@pytest.mark.parametrize(
    "left, right, both, either",
    [
        (YES, YES, YES, YES),
        (YES, OPEN, OPEN, YES),
        (YES, NO, NO, YES),
        (OPEN, YES, OPEN, YES),
        (OPEN, OPEN, OPEN, OPEN),
        (OPEN, NO, NO, OPEN),
        (NO, YES, NO, YES),
        (NO, OPEN, NO, OPEN),
        (NO, NO, NO, NO),
    ],
)
def test_and_and_or_say_no_or_yes_as_soon_as_one_side_decides(left, right, both, either):
    verdicts = {"personal": left, "cloud": right}
    assert says("personal and cloud", verdicts=verdicts) is both
    assert says("personal or cloud", verdicts=verdicts) is either


@pytest.mark.parametrize("verdict, turned", [(YES, NO), (OPEN, OPEN), (NO, YES)])
def test_not_turns_yes_and_no_and_leaves_unknown(verdict, turned):
    assert says("not personal", verdicts={"personal": verdict}) is turned


def test_and_binds_closer_than_or_and_brackets_bind_closest():
    verdicts = {"personal": YES, "cloud": NO, "saas": NO}
    assert says("personal or cloud and saas", verdicts=verdicts) is YES
    assert says("(personal or cloud) and saas", verdicts=verdicts) is NO


def test_always_is_always():
    assert says("always") is YES
    assert says("always", names_only=True) is YES


# ── values: there, not there yet, not applicable ──

THERE, NOT_YET, DOES_NOT_APPLY = "答えあり", "まだ無い", "当てはまらない"


@pytest.mark.parametrize(
    "text, when_yes, when_no",
    [
        ("data.personal == yes", "yes", "no"),
        ("data.personal != no", "yes", "no"),
        ("data.personal in [yes, maybe]", "maybe", "no"),
        ("data.personal not in [no]", "maybe", "no"),
        ("yes == data.personal", "yes", "no"),
        ("security.audit == yes", True, False),
        ("security.audit", True, False),
        ("method.amount > 2,500,000", Fraction(2_500_001), Fraction(2_500_000)),
        ("method.amount >= 2500000", Fraction(2_500_000), Fraction(2_499_999)),
        ("2500000 <= method.amount", Fraction(2_500_000), Fraction(2_499_999)),
        ("method.amount < 0.5", Fraction(1, 4), Fraction(1, 2)),
        ("method.amount * 2 - 1 < 10", Fraction(5), Fraction(6)),
        ("method.amount in [1,2,300]", Fraction(2), Fraction(12)),
        ("method.amount in [100,200]", Fraction(200), Fraction(100_200)),
        ("-method.amount < -3", Fraction(4), Fraction(3)),
        ('procurement.title == "文書管理"', "文書管理", "文書"),
        ("count(loan.list) > 0", ("一行",), ()),
        ("count(loan.list) == 2", ("一行", "二行"), ("一行",)),
    ],
)
def test_a_test_of_a_value_is_yes_or_no_when_the_value_is_there_unknown_before_and_no_when_it_does_not_apply(
    text, when_yes, when_no
):
    (id,) = compile_condition(text, Words()).reads
    assert says(text, {id: when_yes}) is YES
    assert says(text, {id: when_no}) is NO
    assert says(text, {}) is OPEN
    assert says(text, {id: ABSENT}) is NO


@pytest.mark.parametrize("value, verdict", [("yes", YES), (UNKNOWN, NO), (ABSENT, NO)])
def test_answered_is_never_unknown(value, verdict):
    assert says("answered(data.personal)", {"data.personal": value}) is verdict
    assert says("not answered(data.personal)", {"data.personal": value}) is (not verdict)


@pytest.mark.parametrize(
    "due, period, verdict",
    [
        (date(2027, 4, 9), date(2027, 3, 31), YES),
        (date(2027, 3, 31), date(2027, 3, 31), NO),
        (UNKNOWN, date(2027, 3, 31), OPEN),
        (date(2027, 4, 9), UNKNOWN, OPEN),
        (ABSENT, date(2027, 3, 31), NO),
    ],
)
def test_last_day_compares_the_days_that_dates_and_periods_mean(due, period, verdict):
    days = {"plan.done": due, "contract.period": period}
    assert says("last_day(plan.done) > last_day(contract.period)", days=days) is verdict


def test_two_answers_are_compared_with_each_other():
    assert says("method.amount > users.staff", {"method.amount": Fraction(3), "users.staff": Fraction(2)})
    assert says("method.amount > users.staff", {"method.amount": Fraction(3)}) is OPEN


def test_a_code_may_be_a_word_of_python():
    assert says("cloud.register == is", {"cloud.register": "is"}) is YES


def test_a_condition_tells_which_answers_and_which_conditions_it_stands_on():
    found = compile_condition("personal and count(loan.list) > 0 or case.type == saas", Words())
    assert found.reads == {"loan.list", "case.type"}
    assert found.uses == {"personal"}


# ── explained ──


@pytest.mark.parametrize(
    "text, explained",
    [
        ("data.personal == yes", "「個人情報」が「扱う」である"),
        ("data.personal in [yes, maybe]", "「個人情報」が「扱う」・「言い切れない」のどれかである"),
        ("data.personal not in [no]", "「個人情報」が「扱わない」のどれかではない"),
        ("security.audit == yes", "「監査」が「はい」である"),
        ("method.amount >= 2,500,000", "「予定額」が2,500,000以上である"),
        ("count(loan.list) > 0", "「貸与品」の行数が0より大きい"),
        ("answered(contract.period)", "「契約期間」に答えがある"),
        (
            "last_day(contract.start) <= last_day(contract.period)",
            "「利用開始日」の最後の日が「契約期間」の最後の日以前である",
        ),
        ("personal and not cloud", "「個人情報を扱うとき」、かつ「クラウドサービスを使うとき」以外"),
        ("not (data.personal == yes)", "（「個人情報」が「扱う」である）ではない"),
        ("personal or cloud", "（「個人情報を扱うとき」、又は「クラウドサービスを使うとき」）"),
        ("always", "いつも"),
    ],
)
def test_every_condition_can_be_read_in_japanese(text, explained):
    assert compile_condition(text, Words()).explained == explained


# ── what is refused ──


@pytest.mark.parametrize(
    "text, what, nearest",
    [
        ("data.personl == yes", "「data.personl」という欄はありません。", "data.personal"),
        ("yes == data.personl", "「data.personl」という欄はありません。", "data.personal"),
        ("persnal and cloud", "「persnal」という条件はありません。", "personal"),
        ("persnal == yes", "「persnal」という欄はありません。", "personal"),
        ("persnal in [yes, no]", "「persnal」という欄はありません。", "personal"),
        ("data.personal == mayby", "「mayby」という選択肢（個人情報）はありません。", "maybe"),
        ("data.personal in [yes, mayby]", "「mayby」という選択肢（個人情報）はありません。", "maybe"),
        ("case.type == sass", "「sass」という選択肢（調達の種類）はありません。", "saas"),
        ("cnt(loan.list) > 0", "「cnt」という関数はありません。", "count"),
        ("answered(contract.perod)", "「contract.perod」という欄はありません。", "contract.period"),
    ],
)
def test_a_name_that_means_nothing_is_told_with_the_nearest_one(text, what, nearest):
    error = refused(text)
    assert (error.what, error.near) == (what, nearest)
    assert error.remedy


@pytest.mark.parametrize(
    "text, part",
    [
        ("method.amount == yes", "「yes」という欄はありません"),
        ("data.personal > 3", "種類が違う"),
        ('method.amount == "100"', "種類が違う"),
        ("data.personal < yes", "大小は比べられません"),
        ("security.audit >= yes", "大小は比べられません"),
        ("procurement.title + 1 == 2", "計算に使えるのは数だけ"),
        ("count(data.personal) > 0", "表の欄にだけ"),
        ("last_day(method.amount) > last_day(contract.period)", "日付・期限・期間の欄にだけ"),
        ("count(loan.list, deliverable.list) > 0", "1つだけ"),
        ("count() > 0", "1つだけ"),
        ("1 < method.amount < 3", "1つずつ"),
        ("data.personal in yes", "[ ] で囲んだ値"),
        ("data.personal in []", "[ ] で囲んだ値"),
        ("data.personal in [cloud.register]", "決まった値"),
        ("method.amount", "「予定額」だけでは、条件になりません"),
        ("method.amount + 1", "使えない書き方"),
        ("method.amount ** 2 > 3", "使えない書き方"),
        ("[personal, cloud]", "使えない書き方"),
        ("personal &", "使えない文字「&」"),
        ("personal and ${x}", "使えない文字「$」"),
        ("__import__('os')", "「__import__」という関数はありません"),
        ("method.amount > １００", "使えない文字「１」"),
        ("personal and", "読み取れません"),
        ("", "読み取れません"),
        ("yes", "「yes」という条件はありません"),
        ("lambda: 1", "使えない文字「:」"),
    ],
)
def test_what_the_language_does_not_know_is_said_in_japanese(text, part):
    assert part in refused(text).what


@pytest.mark.parametrize(
    "text", ["data.personal == yes", "count(loan.list) > 0", "personal and answered(loan.list)"]
)
def test_where_only_names_may_stand_a_comparison_is_sent_to_the_file_of_conditions(text):
    error = refused(text, names_only=True)
    assert error.what == "ここには条件の名前だけを書けます。"
    assert "conditions.yaml" in error.remedy


def test_where_only_names_may_stand_a_truth_question_is_no_name_either():
    assert says("security.audit", {"security.audit": True}) is YES
    assert refused("security.audit", names_only=True).what == "ここには条件の名前だけを書けます。"


def test_a_condition_has_a_greatest_length():
    assert says("personal or " * 32 + "cloud", verdicts={"cloud": YES}) is YES
    assert f"上限は{MAX_LENGTH}文字" in refused("personal or " * 40 + "cloud").what


def test_a_condition_has_a_greatest_depth_and_no_nesting_breaks_the_reader():
    shallow = "not " * (MAX_DEPTH - 2) + "personal"
    assert says(shallow, verdicts={"personal": YES}) is YES
    assert "深すぎます" in refused("not " * MAX_DEPTH + "personal").what
    assert refused("(" * 199 + "personal" + ")" * 199)


@pytest.mark.parametrize("text", ['plan.title == "\\\\"', 'plan.title == "a\\nb"', "plan.title == 'a\nb'"])
def test_a_text_has_neither_backslashes_nor_line_ends(text):
    with pytest.raises(ExpressionError, match="使えない文字"):
        parse(text)


# ── functions of rules ──

YEAR_END, CHRISTMAS = date(2026, 12, 28), date(2026, 12, 25)


def worth(text, values=None, *, lets=None, **more):
    """What an expression of a rule is worth; ``lets`` are names of the rule, in their order."""
    made: dict[str, Any] = {}
    for name, written in (lets or {}).items():
        made[name] = compile_value(written, Words(), lets=made)
    return compile_value(text, Words(), lets=made).value(Case(values or {}, **more))


class Case(Known):
    """What rules look at beside: the day, rows, dated values."""

    def __init__(self, values, *, days=None, first=None, rows=None, dated=None, today=date(2026, 12, 4)):
        super().__init__(values, {}, days or {})
        self.first, self._rows, self.dated, self.day = first or {}, rows or {}, dated or {}, today

    def first_day(self, id):
        return self.first.get(id, UNKNOWN)

    def today(self):
        return self.day

    def rows(self, table):
        found = self._rows.get(table, UNKNOWN)
        return found if found in (UNKNOWN, ABSENT) else [ARow(self, row) for row in found]

    def parameter(self, name, key=""):
        return self.dated.get((name, key), UNKNOWN)

    def valid_until(self, name):
        return self.dated.get((name, "until"), UNKNOWN)

    def applies(self, id):
        return self.values.get(id) is not ABSENT

    @property
    def outer(self):
        return self


class ARow:
    def __init__(self, outer, cells):
        self.outer, self.cells = outer, cells

    def value(self, id):
        return self.cells[id[4:]] if id.startswith("row.") else self.outer.value(id)

    last_day = first_day = value

    def answered(self, id):
        return self.value(id) not in (UNKNOWN, ABSENT)

    def rows(self, table):
        return [ARow(self, row.cells) for row in self.outer.rows(table)]

    def __getattr__(self, name):
        return getattr(self.outer, name)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("days(contract.start, today())", Fraction(3)),
        ("days(today(), contract.start)", Fraction(-3)),
        ("days(contract.start, today()) - 1", Fraction(2)),
        ("workdays(contract.start, today())", Fraction(3)),
        ("workdays(today(), contract.start)", Fraction(-3)),
        ("fiscal_year(contract.start)", Fraction(2026)),
        ("fiscal_year(contract.start) + 1", Fraction(2027)),
        ("year_end(contract.start)", date(2027, 3, 31)),
        ("year_end(fiscal_year(contract.start) + 1)", date(2028, 3, 31)),
        ("plus_days(contract.start, 30)", date(2026, 12, 31)),
        ("plus_days(contract.start, 99999999)", UNKNOWN),
        ("holiday(contract.start)", False),
        ("first_day(contract.period)", date(2026, 10, 1)),
        ("last_day(contract.period)", date(2027, 3, 31)),
        ("method.amount / 12", Fraction(100)),
        ("length(procurement.title)", Fraction(7)),
        ('says(procurement.title, "システム|台帳")', True),
        ('says(procurement.title, "ｼｽﾃﾑ")', True),
        ('says(procurement.title, "台帳")', False),
        ('says_all(procurement.title, "文書|システム")', True),
        ('says_all(procurement.title, "文書|台帳")', False),
        ("says(procurement.title, param(contract.usual))", True),
        ("says_all(procurement.title, param(contract.usual))", False),
        ("param(writing.length)", Fraction(120)),
        ("param(contract.small, yes)", Fraction(200)),
        ("param(contract.small, data.personal)", Fraction(200)),
        ("valid_until(writing.length)", date(2027, 3, 31)),
        ("setting(org.kind) == nrd", True),
        ("first_of(plan.year, users.staff)", Fraction(2)),
        ("applies(users.staff)", True),
    ],
)
def test_what_a_function_gives(text, expected):
    values = {
        "contract.start": date(2026, 12, 1),
        "method.amount": Fraction(1200),
        "procurement.title": "文書の\nシステム",
        "data.personal": "yes",
        "org.kind": "nrd",
        "users.staff": Fraction(2),
    }
    dated = {
        ("writing.length", ""): Fraction(120),
        ("contract.usual", ""): "ｼｽﾃﾑ|台帳",
        ("writing.length", "until"): date(2027, 3, 31),
        ("contract.small", "yes"): Fraction(200),
    }
    days = {"contract.period": date(2027, 3, 31)}
    first = {"contract.period": date(2026, 10, 1)}
    assert worth(text, values, days=days, first=first, dated=dated) == expected


@pytest.mark.parametrize(
    "day, expected",
    [(date(2026, 12, 28), False), (date(2026, 12, 29), True), (date(2027, 1, 3), True), (date(2027, 1, 4), False),
     (date(2026, 12, 5), True), (date(2026, 11, 23), True)],
)  # fmt: skip
def test_a_holiday_is_one_of_the_government(day, expected):
    assert worth("holiday(contract.start)", {"contract.start": day}) is expected


def test_business_days_begin_on_the_day_after_and_end_with_the_last():
    dates = {"contract.start": date(2026, 12, 25)}  # Friday; Monday is the last business day of the year
    assert worth("workdays(contract.start, today())", dates, today=date(2026, 12, 25)) == 0
    assert worth("workdays(contract.start, today())", dates, today=date(2026, 12, 28)) == 1
    assert worth("workdays(contract.start, today())", dates, today=date(2027, 1, 4)) == 2


@pytest.mark.parametrize(
    "text",
    [
        "days(contract.start, today())",
        "workdays(contract.start, today())",
        "holiday(contract.start)",
        "fiscal_year(contract.start)",
        "year_end(contract.start)",
        "plus_days(contract.start, users.staff)",
        'says(procurement.title, "甲")',
        "says(procurement.title, param(contract.usual))",
        "length(procurement.title)",
        "first_day(contract.period)",
        "param(contract.small, data.personal)",
        "sum(deliverable.list/*.fee)",
        "largest(deliverable.list/*.due)",
        'some(deliverable.list, "row.fee > 3")',
        'count_if(deliverable.list, "row.fee > 3")',
        "first_of(users.staff, method.amount)",
    ],
)
def test_every_function_is_unknown_before_what_it_reads_is_there(text):
    assert worth(text) is UNKNOWN
    assert (
        says_in_a_rule(f"{text} == {text}" if "says" not in text and "holiday" not in text else text) is None
    )


def says_in_a_rule(text):
    return compile_condition(text, Words(), basic=False).evaluate(Case({}))


ROWS = [
    {"name": "計画書", "fee": Fraction(3), "due": date(2027, 1, 4)},
    {"name": "報告書", "fee": Fraction(5), "due": date(2026, 12, 4)},
]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("sum(deliverable.list/*.fee)", Fraction(8)),
        ("largest(deliverable.list/*.fee)", Fraction(5)),
        ("smallest(deliverable.list/*.fee)", Fraction(3)),
        ("largest(deliverable.list/*.due)", date(2027, 1, 4)),
        ("smallest(deliverable.list/*.due)", date(2026, 12, 4)),
        ('some(deliverable.list, "row.fee > 4")', True),
        ('some(deliverable.list, "row.fee > 5")', False),
        ("some(deliverable.list, \"row.name == '報告書'\")", True),
        ('count_if(deliverable.list, "row.fee >= 3")', Fraction(2)),
        ('count_if(deliverable.list, "last_day(row.due) > today()")', Fraction(1)),
        ('some(deliverable.list, "row.fee > limit")', True),
    ],
)
def test_rows_are_taken_together(text, expected):
    found = worth(
        text, {"users.staff": Fraction(4)}, rows={"deliverable.list": ROWS}, lets={"limit": "users.staff"}
    )
    assert found == expected


def test_no_rows_have_a_sum_of_nothing_and_no_largest():
    none = {"deliverable.list": []}
    assert worth("sum(deliverable.list/*.fee)", rows=none) == 0
    assert worth("largest(deliverable.list/*.due)", rows=none) is ABSENT
    assert worth('some(deliverable.list, "row.fee > 4")', rows=none) is False
    assert worth('count_if(deliverable.list, "row.fee > 4")', rows=none) == 0


def test_a_cell_that_is_open_leaves_open_only_what_it_could_change():
    rows = {"deliverable.list": [*ROWS, {"name": "手引", "fee": UNKNOWN, "due": UNKNOWN}]}
    assert worth('some(deliverable.list, "row.fee > 4")', rows=rows) is True
    assert worth('some(deliverable.list, "row.fee > 9")', rows=rows) is UNKNOWN
    assert worth("sum(deliverable.list/*.fee)", rows=rows) is UNKNOWN
    absent = {"deliverable.list": [*ROWS, {"name": "手引", "fee": ABSENT, "due": ABSENT}]}
    assert worth("sum(deliverable.list/*.fee)", rows=absent) == 8


def test_a_name_of_the_rule_means_in_a_row_of_another_table_what_it_means_outside():
    outer = ARow(Case({}, rows={"deliverable.list": ROWS}), {"name": "報告書", "fee": Fraction(5)})
    words = Words("deliverable.list")
    lets = {"own": compile_value("row.name", words)}
    test = compile_condition(
        'some(deliverable.list, "row.name == own and row.fee < 9")', words, basic=False, lets=lets
    )
    assert test.evaluate(outer) is True
    other = ARow(outer.outer, {"name": "手引", "fee": Fraction(5)})
    assert test.evaluate(other) is False
    assert test.reads == {"deliverable.list", "deliverable.list/*.name", "deliverable.list/*.fee", "row.name"}


def test_the_first_that_is_there_is_taken_and_what_may_still_come_keeps_it_open():
    text = "first_of(users.staff, method.amount)"
    assert worth(text, {"method.amount": Fraction(7)}) == 7
    assert worth(text, {"users.staff": ABSENT}) is UNKNOWN
    assert worth(text, {"users.staff": ABSENT, "method.amount": ABSENT}) is ABSENT


@pytest.mark.parametrize(
    "text, sort, unit",
    [
        ("method.amount", "number", "円"),
        ("method.amount * 2", "number", "円"),
        ("method.amount + param(contract.small, yes)", "number", "円"),
        ("method.amount + users.staff", "number", "円"),
        ("days(contract.start, today())", "number", "日"),
        ("fiscal_year(today())", "fiscal_year", ""),
        ("plus_days(today(), 3)", "date", ""),
        ("data.personal", "choice", ""),
        ("personal and not cloud", "truth", ""),
        ("sum(deliverable.list/*.fee)", "number", "円"),
    ],
)
def test_a_value_knows_its_sort_and_its_unit(text, sort, unit):
    made = compile_value(text, Words())
    assert (made.sort, made.unit) == (sort, unit)


@pytest.mark.parametrize(
    "text, explained",
    [
        ("days(contract.start, today()) < 10", "「利用開始日」から基準日までの日数が10より小さい"),
        ("workdays(contract.start, today()) < 10", "「利用開始日」の翌日から基準日までの営業日数が10より小さい"),
        ("holiday(contract.start)", "「利用開始日」が行政機関の休日である"),
        ("first_day(contract.period) > year_end(today())", "「契約期間」の最初の日が基準日の年度の末日より後である"),
        ('some(deliverable.list, "row.fee > 3")', "「成果物の一覧」に、「金額」が3より大きい行がある"),
        ('count_if(deliverable.list, "answered(row.due)") < 2', "「成果物の一覧」のうち、「納品期限」に答えがある行の数が2より小さい"),
        ("sum(deliverable.list/*.fee) > method.amount", "「成果物の一覧」の「金額」の合計が「予定額」より大きい"),
        ("largest(deliverable.list/*.due) > today()", "「成果物の一覧」の「納品期限」の最も遅い日が基準日より後である"),
        ('says(procurement.title, "甲|乙")', "「調達件名」に「甲」「乙」のどれかの語がある"),
        ("method.amount > param(contract.small, data.personal)", "「予定額」が「少額の基準額」（「個人情報」による）より大きい"),
        ("setting(org.kind) == nrd", "法人の設定「法人の区分」が「国立研究開発法人」である"),
        ("method.amount / 12 > 3", "「予定額」÷12が3より大きい"),
    ],
)  # fmt: skip
def test_every_function_can_be_read_in_japanese(text, explained):
    assert compile_condition(text, Words(), basic=False).explained == explained


@pytest.mark.parametrize(
    "text, part",
    [
        ("days(contract.period, today()) > 3", "「契約期間」は日付ではありません"),
        ("days(today()) > 3", "days の( )の中を読み取れません"),
        ("plus_days(today(), today()) > today()", "日数を書きます"),
        ("sum(deliverable.list/*.due) > 3", "数・金額・数量の列にだけ"),
        ("sum(deliverable.list) > 3", "「表/*.列」を書きます"),
        ("largest(deliverable.list/*.name) > 3", "日付・期限・数の列にだけ"),
        ("deliverable.list/*.fee > 3", "1つの値になりません"),
        ('some(method.amount, "row.fee > 3")', "という表はありません"),
        ("some(deliverable.list, method.amount)", "1行についての条件"),
        ('some(deliverable.list, "row.fe > 3")', "「row.fe」という欄はありません"),
        ('some(deliverable.list, "row.fee >")', "読み取れません"),
        ('says(method.amount, "甲")', "文字列か文章の欄にだけ"),
        ("says(procurement.title, cloud)", "探す語を"),
        ('says(procurement.title, "|")', "探す語を"),
        ("length(method.amount) > 3", "文字列か文章の欄にだけ"),
        ("param(contract.smal) > 3", "「contract.smal」という値の表はありません"),
        ("param(contract.small) > 3", "区分があります"),
        ("param(writing.length, yes) > 3", "区分はありません"),
        ("param(contract.small, maybee) > 3", "「maybee」という区分"),
        ("param(contract.small, case.type) > 3", "区分が決まりません"),
        ("setting(data.personal) == yes", "org. で始まる"),
        ("method.amount / users.staff > 3", "0でない決まった数"),
        ("method.amount / 0 > 3", "0でない決まった数"),
        ("contract.start + 3 > today()", "計算に使えるのは数だけ"),
        ("first_of(users.staff, contract.start) > 3", "種類が違う"),
        ("first_of(users.staff) > 3", "2つ以上"),
        ("days(contract.start, today())", "だけでは、条件になりません"),
    ],
)
def test_a_function_that_is_used_wrongly_is_told_in_japanese(text, part):
    with pytest.raises(ExpressionError) as caught:
        compile_condition(text, Words(), basic=False)
    assert part in caught.value.what


@pytest.mark.parametrize(
    "text", ["days(contract.start, today()) > 3", "param(writing.length) > 3", "holiday(today())"]
)
def test_a_condition_keeps_to_the_functions_that_answers_alone_decide(text):
    error = refused(text)
    assert "規則の中でだけ" in error.what and "last_day" in error.remedy
