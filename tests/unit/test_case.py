"""From what was written to a case: kinds read it, old names find home, what does not apply is kept aside."""

from __future__ import annotations

from datetime import date

import pytest
from littlecontent import case_of, little

from specgen.case.derive import CALCS
from specgen.expr import ABSENT, UNKNOWN
from specgen.model.answer import State
from specgen.model.spec import PLAIN_STYLE

CONTENT, _ = little()


@pytest.mark.parametrize(
    "text, state, part",
    [
        ("plan.start: いつか", State.UNREADABLE, "読み取れません"),
        ("plan.fee: たくさん", State.UNREADABLE, ""),
        ("data.personal: たぶん", State.UNREADABLE, ""),
        ('plan.title: "あ\\x08い"', State.UNREADABLE, "2文字目のU+0008"),
        ("plan.title: なし", State.NONE, ""),
    ],
)
def test_what_a_kind_cannot_read_is_kept_as_text_with_the_reason(text, state, part):
    id = text.partition(":")[0]
    answer = case_of(text).answers[id]
    assert answer.state is state
    assert part in answer.why
    if state is State.UNREADABLE:
        assert answer.written and answer.why and answer.value is None


def test_every_question_has_an_answer_even_when_nothing_was_written():
    case = case_of("")
    assert set(case.answers) == set(CONTENT.questions)
    assert all(answer.state is State.UNANSWERED for answer in case.answers.values())
    assert case.is_open("plan.title")


def test_a_choice_is_read_by_code_and_by_label():
    for written in ("yes", "扱う"):
        assert case_of(f"data.personal: {written}").answers["data.personal"].value == "yes"


def test_old_names_of_questions_and_columns_are_read_under_their_names_of_today():
    case = case_of("plan.name: 件名\nwork.list:\n  W1: {name: 計画, remark: 補足}\n")
    assert case.answers["plan.title"].value == "件名"
    (row,) = case.answers["work.list"].value
    assert row.cells["note"].value == "補足"
    assert not case.strays


@pytest.mark.parametrize("text", ["plan.title: 今\nplan.name: 昔\n", "plan.name: 昔\nplan.title: 今\n"])
def test_the_name_of_today_wins_when_both_are_written_and_the_other_is_told(text):
    case = case_of(text)
    assert case.answers["plan.title"].value == "今"
    assert [stray.name for stray in case.strays] == ["plan.name"]


def test_names_that_no_question_has_are_kept_and_the_nearest_is_named():
    case = case_of("plan.titel: あ\nwork.list:\n  W1: {name: 計画, qualty: 1件, dues: いつか}\n")
    told = {stray.name: stray.nearest for stray in case.strays}
    assert told == {"plan.titel": "plan.title", "work.list/W1.qualty": "quality", "work.list/W1.dues": ""}
    assert str(case.strays[0].place) == "answers.yaml:1:13"


def test_the_rest_of_a_value_that_a_comma_cut_off_is_known_for_what_it_is():
    case = case_of("work.list:\n  W1: {name: 計画, quality: 1,150件}\n")
    (stray,) = case.strays
    assert stray.name == "work.list/W1.150件"
    assert stray.cut


def test_limits_and_hidden_signs_are_remarks_and_no_refusal():
    long = case_of(f"plan.title: {'あ' * 21}").answers["plan.title"]
    assert long.state is State.ANSWERED and "20字まで" in long.remarks[0]
    hidden = case_of('plan.title: "あ\\u200bい"').answers["plan.title"]
    assert hidden.value == "あ\u200bい" and "2文字目" in hidden.remarks[0]
    cut = case_of("plan.title: 見積 #1").answers["plan.title"]
    assert "「#1」は、覚え書きとして読み飛ばしました" in cut.remarks[0]


# ── what applies ──


@pytest.mark.parametrize(
    "personal, active",
    [("data.personal: yes", True), ("data.personal: no", False), ("", True), ("data.personal: 未定", True)],
)
def test_a_question_is_asked_unless_its_condition_is_known_not_to_hold(personal, active):
    case = case_of(f"data.people: 300人\n{personal}")
    answer = case.answers["data.people"]
    assert answer.active is active
    assert answer.value == 300, "a hidden answer is kept"
    assert ("data.people" in [q.id for q in case.active()]) is active


def test_a_hidden_answer_is_absent_for_conditions():
    hidden = case_of("data.personal: no\ndata.people: 300人").deciding
    assert hidden.value("data.people") is ABSENT
    assert hidden.answered("data.people") is False
    assert case_of("").deciding.value("data.people") is UNKNOWN


@pytest.mark.parametrize(
    "answers, condition, verdict",
    [
        ("data.personal: yes", "personal", True),
        ("data.personal: maybe", "personal_yes", False),
        ("", "personal", None),
        ("data.personal: {前回から: yes}", "personal", True),
        ("data.personal: 該当なし", "personal", False),
        ("data.personal: そのうち", "personal", None),
        ("deliverable.list: なし", "listed", False),
        ("deliverable.list:\n  D1: {name: 報告書}", "listed", True),
        ("", "listed", None),
    ],
)
def test_named_conditions_have_three_values(answers, condition, verdict):
    assert case_of(answers).deciding.condition(condition) is verdict


def test_an_open_condition_names_the_questions_that_would_decide_it():
    case = case_of("")
    assert case.deciding.open_questions(CONTENT.conditions["personal"]) == ("data.personal",)
    assert case.deciding.open_questions(CONTENT.whens["personal_yes"]) == ("data.personal",)
    assert case_of("data.personal: yes").deciding.open_questions(CONTENT.conditions["personal"]) == ()


@pytest.mark.parametrize(
    "id, written, day",
    [
        ("plan.start", "令和9年4月1日", date(2027, 4, 1)),
        ("plan.period", "契約締結日〜令和9年3月31日", date(2027, 3, 31)),
        ("plan.start", "未定", UNKNOWN),
        ("plan.start", "該当なし", ABSENT),
    ],
)
def test_the_last_day_of_a_date_or_period(id, written, day):
    assert case_of(f"{id}: {written}").deciding.last_day(id) == day


# ── references ──


@pytest.mark.parametrize("written", ["W1", "計画の作成", "計画の作成 "])
def test_a_reference_is_understood_by_the_key_and_by_the_name_of_a_row(written):
    case = case_of(
        f'work.list:\n  W1: {{name: 計画の作成}}\ndeliverable.list:\n  D1: {{name: 計画書, work: "{written}"}}\n'
    )
    (row,) = case.answers["deliverable.list"].value
    assert row.cells["work"].value == "W1"


def test_a_reference_to_no_row_is_kept_and_the_rows_that_exist_are_named():
    case = case_of("work.list:\n  W1: {name: 計画}\ndeliverable.list:\n  D1: {name: 計画書, work: W9}\n")
    cell = case.answers["deliverable.list"].value[0].cells["work"]
    assert cell.state is State.UNREADABLE
    assert "W1（計画）" in cell.why and cell.written == "W9"


def test_undecided_knows_its_day_where_it_can_be_read():
    assert case_of("plan.start: {未定: 令和9年1月20日}").answers["plan.start"].by_date == date(2027, 1, 20)
    assert case_of("plan.start: {未定: 令和9年1月}").answers["plan.start"].by_date == date(2027, 1, 31)
    assert case_of("plan.start: {未定: 年明け}").answers["plan.start"].by_date is None


@pytest.mark.parametrize(
    "written",
    [
        "｛未定：令和9年1月15日、だれが：契約課｝",
        "未定：令和9年1月",
        '"未定: 令和9年1月"',
        '"{未定: 令和9年1月}"',
    ],
)
def test_a_state_written_as_text_does_not_get_onto_paper(written):
    answer = case_of(f"plan.aim: {written}").answers["plan.aim"]
    assert answer.state is State.UNREADABLE and "のように書きます" in answer.why


def test_a_text_that_only_speaks_of_the_undecided_is_a_text():
    assert case_of("plan.aim: 未定の事項は、別に定める。").answers["plan.aim"].state is State.ANSWERED


def test_a_cell_under_an_old_name_beside_the_new_one_is_told():
    for cells in ("note: 新しい補足, remark: 古い補足", "remark: 古い補足, note: 新しい補足"):
        case = case_of(f"work.list:\n  W1: {{name: 計画, {cells}}}\n")
        assert [(stray.name, stray.place.line) for stray in case.strays] == [("work.list/W1.remark", 2)]
        assert case.answers["work.list"].value[0].cells["note"].value == "新しい補足"


def test_a_computed_cell_says_what_refers_to_its_row_each_once():
    case = case_of(
        "work.list:\n  W1: {name: 計画, quality: 1式}\n  W2: {name: 設計, quality: 1式}\n"
        "deliverable.list:\n"
        "  D1: {name: 計画書, work: W1, due: 令和9年1月20日}\n"
        "  D2: {name: 議事録, work: W1, due: 令和9年1月20日}\n"
        "  D3: {name: 記録, work: W1, due: 未定}\n"
    )
    dues = CALCS["referring"]
    shown = [
        dues(case.content.questions, case.answers, row.cells["dues"], "deliverable.list/*.due", PLAIN_STYLE)
        for row in case.answers["work.list"].value
    ]
    assert shown == ["令和9年1月20日", ""]
