"""Conditions in three values: what each says about answers that are there, not there yet, or do not apply."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from specgen.expr import ABSENT, UNKNOWN, ExpressionError, compile_condition
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
    "deliverable.list/*.due": ("due", "納品期限"),
}
CODES = {
    "data.personal": {"yes": "扱う", "maybe": "言い切れない", "no": "扱わない"},
    "cloud.register": {"only": "登録に限る", "is": "同等でもよい"},
    "case.type": {"study": "調査研究・支援", "saas": "クラウドサービス利用"},
}
NAMED = {"personal": "個人情報を扱うとき", "cloud": "クラウドサービスを使うとき", "saas": "利用のとき"}


class Words:
    """A vocabulary of a few answers and named conditions."""

    def sort(self, id):
        return PLAN[id][0] if id in PLAN else None

    def choices(self, id):
        return CODES.get(id, {})

    def label(self, id):
        id, _, code = id.partition("=")
        return CODES[id][code] if code else NAMED.get(id) or PLAN[id][1]

    def condition(self, name):
        return name in NAMED

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
    days = {"deliverable.list/*.due": due, "contract.period": period}
    assert says("last_day(deliverable.list/*.due) > last_day(contract.period)", days=days) is verdict


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
            "「利用開始日」の最後の日が「契約期間」の最後の日以下である",
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
