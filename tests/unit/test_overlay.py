"""Overlays laid over the little library: each change does what it says, and leaves everything else as it was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from unittest.mock import patch

import pytest
from littlecontent import FILES
from overlaying import DEPARTMENT, RULE, Overlaid, overlaid_in, put, workspace_in

from specgen import cachefolder
from specgen.capture.answersfile import read_answers
from specgen.case.case import Case, resolve
from specgen.case.casefile import CaseEntry
from specgen.case.printing import Copy
from specgen.content.library import Content
from specgen.content.load import load_content
from specgen.content.overlay import NEVER
from specgen.errors import ContentError, InputError
from specgen.jobs import resolving
from specgen.jobs.papers import print_paper
from specgen.word.read import read_tree
from specgen.workspace import open_case


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Path]:
    with workspace_in(tmp_path) as home:
        yield home


@pytest.fixture
def overlaid(workspace: Path) -> Overlaid:
    return overlaid_in(workspace)


def case_of(content: Content, answers: str = "") -> Case:
    return resolve(
        content,
        CaseEntry(id="0", type="study"),
        read_answers(answers, "answers.yaml", content),
        date(2026, 12, 4),
    )


def printed(content: Content, answers: str = "") -> str:
    paper = print_paper(case_of(content, answers), "memo", Copy())
    return "\n".join(block.text for block in read_tree(paper.parts).walk())


TIP = """\
  - set: question:plan.title
    field: tip
    to: 研究課題名は書きません。
    because: 問合せが続いた
"""


@pytest.mark.parametrize("text", ["", "# まだ無い\n", "changes:\n", "changes: []\n"])
def test_an_overlay_without_changes_changes_nothing(workspace: Path, text: str):
    put(workspace / DEPARTMENT, text)
    assert load_content(workspace, department="kenkyu").changes == ()


# ── set ──


def test_without_an_overlay_nothing_is_changed(overlaid: Overlaid):
    content = overlaid()
    assert content.changes == () and not content.told_at
    assert content.questions["plan.title"].tip == ""


def test_a_field_of_a_question_is_set_and_everything_else_stays(overlaid: Overlaid):
    plain, content = overlaid(), overlaid(TIP)
    changed = content.questions["plan.title"]
    assert changed.tip == "研究課題名は書きません。"
    assert changed.model_copy(update={"tip": ""}) == plain.questions["plan.title"]
    others = [id for id in plain.questions if id != "plan.title"]
    assert [content.questions[id] for id in others] == [plain.questions[id] for id in others]
    assert list(content.questions) == list(plain.questions)


def test_the_record_says_what_was_there_what_is_there_why_and_where(overlaid: Overlaid):
    (change,) = overlaid(
        "  - set: question:plan.title\n    field: label\n    to: 名前\n    because: 呼び方\n"
    ).changes
    assert (change.verb, change.address, change.field) == ("set", "question:plan.title", "label")
    assert (change.before, change.after, change.because) == ("件名", "名前", "呼び方")
    assert (change.place.file, change.place.line, change.source) == (DEPARTMENT, 4, "department:kenkyu")


def test_a_value_inside_a_field_is_reached_with_a_point(overlaid: Overlaid):
    content = overlaid(
        "  - set: question:plan.title\n    field: limits.chars\n    to: 40\n    because: 長い\n"
    )
    assert (content.questions["plan.title"].limits.chars, content.questions["plan.title"].limits.lines) == (
        40,
        1,
    )
    assert content.changes[0].before == "20"


def test_a_column_is_addressed_like_all_its_cells(overlaid: Overlaid):
    content = overlaid(
        "  - set: question:deliverable.list/*.due\n    field: label\n    to: 期日\n    because: 呼び方\n"
    )
    assert [c.label for c in content.questions["deliverable.list"].columns] == [
        "名称",
        "対応する作業",
        "期日",
    ]


def test_an_old_id_leads_to_the_question_of_today(overlaid: Overlaid):
    content = overlaid("  - set: question:plan.name\n    field: tip\n    to: 短く。\n    because: 長い\n")
    assert content.questions["plan.title"].tip == "短く。"


def test_the_case_comes_after_the_department(overlaid: Overlaid):
    content = overlaid(TIP, TIP.replace("研究課題名は書きません。", "今回は課題名でよい。"))
    assert content.questions["plan.title"].tip == "今回は課題名でよい。"
    assert [(c.before, c.source) for c in content.changes] == [
        ("", "department:kenkyu"),
        ("研究課題名は書きません。", "case"),
    ]


def test_the_overlay_of_another_department_does_not_count(overlaid: Overlaid, workspace: Path):
    overlaid(TIP)
    assert load_content(workspace, department="keiri").changes == ()
    assert load_content(workspace).changes == ()


def test_the_label_of_a_condition_is_what_people_read_beside_a_question(overlaid: Overlaid):
    content = overlaid(
        "  - set: condition:personal_yes\n    field: label\n    to: 人の情報を扱うとき\n    because: 呼び方\n"
    )
    assert content.whens["personal_yes"].explained == "「人の情報を扱うとき」"


def test_the_level_of_a_rule_is_set(overlaid: Overlaid):
    change = "  - set: rule:EX-01\n    field: level\n    to: must\n    because: 差があった\n"
    content = overlaid(change)
    assert (content.rules["EX-01"].level.draft, content.changes[0].before) == ("must", "confirm")


def test_rules_are_passed_over_where_no_checklist_is_loaded(overlaid: Overlaid):
    change = "  - set: rule:EX-01\n    field: level\n    to: must\n    because: 差があった\n"
    content = overlaid(change + TIP, checklists=False)
    assert [c.address for c in content.changes] == ["question:plan.title"]


def test_a_locked_rule_may_be_raised_and_reworded(overlaid: Overlaid, workspace: Path):
    put(workspace / "checklists/rules/EX/EX-01.yaml", RULE.replace("level:", "locked: yes, level:"))
    content = overlaid(
        "  - set: rule:EX-01\n    field: level\n    to: {draft: confirm, submit: must}\n    because: 重い\n"
        "  - set: rule:EX-01\n    field: words.fix\n    to: 課題名と別に書きます。\n    because: 分かりやすく\n"
    )
    rule = content.rules["EX-01"]
    assert (rule.level.submit, rule.words.fix, rule.locked) == ("must", "課題名と別に書きます。", True)


def test_an_audience_may_become_smaller(overlaid: Overlaid):
    content = overlaid(
        "  - set: question:data.personal\n    field: audience\n    to: internal\n    because: 内部\n"
    )
    assert content.questions["data.personal"].audience == "internal"


TABLE = """\
topic: extra
label: 内訳
order: 900
questions:
  - id: extra.list
    label: 内訳
    ask: 何がありますか。
    why: 見積りの土台です。
    type: table
    row: {prefix: E, label: 行}
    columns:
      - {id: name, label: 名称, type: text}
      - {id: price, label: 単価, type: yen, audience: internal}
    needed_from: draft
    gap: （内訳は未定）
    next_year: keep
    audience: public
"""


def test_a_column_of_the_house_does_not_become_public_by_leaving_its_audience_to_the_table(
    workspace: Path, overlaid: Overlaid
):
    put(workspace / "spec_templates" / "library" / "questions" / "extra.yaml", TABLE)
    with pytest.raises(ContentError, match="広げられません"):
        overlaid('  - set: question:extra.list/*.price\n    field: audience\n    to: ""\n    because: 例示\n')


# ── insert ──

REVIEW = """\
  - insert: question:kenkyu.review
    after: question:data.personal
    value: {label: 倫理審査, ask: 受けましたか。, type: yes_no, when: personal, needed_from: draft, gap: （確認中）, next_year: drop, audience: internal}
    because: 人を対象とするため
"""


def test_a_new_question_stands_behind_its_neighbour_and_is_asked(overlaid: Overlaid):
    content = overlaid(REVIEW)
    ids = list(content.questions)
    assert ids[ids.index("data.personal") + 1] == "kenkyu.review"
    assert [q.id for t in content.topics if t.id == "data" for q in t.questions][1] == "kenkyu.review"
    asked = case_of(content, "data.personal: 扱う\nkenkyu.review: はい\n")
    assert asked.answers["kenkyu.review"].value is True and asked.answers["kenkyu.review"].active
    assert not case_of(content, "data.personal: 扱わない\n").answers["kenkyu.review"].active


def test_the_reason_of_the_change_is_the_reason_for_asking_unless_another_is_given(overlaid: Overlaid):
    assert overlaid(REVIEW).questions["kenkyu.review"].why == "人を対象とするため。"
    given = REVIEW.replace("{label: 倫理審査", "{why: 公告の前に要ります。, label: 倫理審査")
    assert overlaid(given).questions["kenkyu.review"].why == "公告の前に要ります。"


def test_what_was_inserted_can_be_changed_by_the_case(overlaid: Overlaid):
    content = overlaid(
        REVIEW, "  - set: question:kenkyu.review\n    field: label\n    to: 審査\n    because: 今回\n"
    )
    assert content.questions["kenkyu.review"].label == "審査"


def test_a_new_rule_is_asked_wherever_its_neighbour_is(overlaid: Overlaid):
    content = overlaid(
        f"  - insert: rule:KEN-01\n    after: rule:EX-01\n    value: {RULE.strip()}\n    because: 要る\n"
    )
    assert list(content.rules) == ["EX-01", "KEN-01"]
    assert "KEN-01" in content.profiles["memo"].rules


# ── use and drop, and what reaches the page ──

USE = "  - use: clause:data.abroad\n    variant: approve\n    because: 規程による\n"


def test_a_wording_that_is_used_holds_whatever_is_answered(overlaid: Overlaid):
    content = overlaid(USE)
    assert {n: v.when for n, v in content.clauses["data.abroad"].head.variants.items()} == {
        "forbid": NEVER,
        "approve": "always",
    }
    text = printed(content, "data.abroad: 認めない\n")
    assert "承認を得て扱う。" in text and "国外では扱わない。" not in text


def test_what_the_used_wording_prints_is_asked_where_the_choice_would_be(overlaid: Overlaid, workspace: Path):
    clause = FILES["library/clauses/data/abroad.md"].replace(
        "承認を得て扱う。", "{{ data.limit }}までに承認を得て扱う。"
    )
    put(workspace / "spec_templates/library/clauses/data/abroad.md", clause)
    limit = "  - {id: data.limit, label: 承認の期限, ask: いつですか。, why: 決めます。, type: date, when: approve, needed_from: draft, gap: （未定）, next_year: keep, audience: public}\n"
    put(
        workspace / "spec_templates/library/questions/data.yaml", FILES["library/questions/data.yaml"] + limit
    )
    assert not case_of(overlaid(), "data.abroad: 認めない\n").answers["data.limit"].active
    content = overlaid(USE)
    assert case_of(content, "data.abroad: 認めない\n").answers["data.limit"].active
    assert "「承認の期限」" in content.changes[0].after
    assert "（未定）までに承認を得て扱う。" in printed(content, "data.abroad: 認めない\n")


def test_a_use_and_a_drop_outlast_a_later_change_of_the_same_entry(overlaid: Overlaid):
    content = overlaid(
        USE,
        "  - set: clause:data.abroad\n    field: title\n    to: 国外\n    because: 今回\n",
    )
    assert content.clauses["data.abroad"].head.variants["forbid"].when == NEVER
    content = overlaid(
        "  - drop: question:data.people\n    because: 数えない\n  - drop: section:memo/data.people\n    because: 数えない\n",
        "  - set: question:data.people\n    field: tip\n    to: 数えません。\n    because: 今回\n",
    )
    assert content.questions["data.people"].when == NEVER


def test_the_text_of_a_wording_reaches_the_page_and_the_other_wording_stays(overlaid: Overlaid):
    content = overlaid(
        "  - set: clause:data.abroad\n    variant: forbid\n    field: text\n    because: 共同研究のため\n"
        "    to: |\n      国外では、共同研究の相手方を除き、扱わない。\n\n      1. 相手方の一覧を、{{ org.self }}に届け出る。\n"
    )
    text = printed(content, "data.abroad: 認めない\n")
    assert (
        "国外では、共同研究の相手方を除き、扱わない。" in text
        and "相手方の一覧を、当法人に届け出る。" in text
    )
    assert "国外では扱わない。" not in text
    assert "承認を得て扱う。" in printed(content, "data.abroad: 承認制\n")
    assert content.changes[0].before == "国外では扱わない。"


def test_a_dropped_section_is_not_printed_and_the_numbers_close_up(overlaid: Overlaid):
    answers = "data.personal: 扱う\ndata.people: 3人\n"
    before, after = (
        printed(overlaid(), answers),
        printed(overlaid("  - drop: section:memo/data\n    because: 別紙に書く\n"), answers),
    )
    assert "個人情報の扱いを定める。" in before and "個人情報の扱いを定める。" not in after
    assert "人数は" not in after, "what stands inside goes with it"


def test_a_section_without_a_test_of_its_own_can_be_dropped_too(overlaid: Overlaid):
    """``abroad`` is always printed and stands bare in the template: heading and all up to the next chapter go."""
    text = printed(
        overlaid("  - drop: section:memo/abroad\n    because: 国外に出ない\n"), "data.abroad: 認めない\n"
    )
    assert "国外では扱わない。" not in text and "おわりに" in text and "概要" in text


def test_a_section_with_another_heading_can_be_dropped_the_next_day(
    overlaid: Overlaid, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """The template that was kept for the new heading has no test around the section: it is not the one of today."""
    monkeypatch.setattr(cachefolder, "cache_folder", lambda: tmp_path / "cache")
    title = "  - set: section:memo/abroad\n    field: title\n    to: 国外での扱い\n    because: 呼び方\n"
    assert "国外での扱い" in printed(overlaid(title), "data.abroad: 認めない\n")
    drop = "  - drop: section:memo/abroad\n    because: 国外に出ない\n"
    assert "国外では扱わない。" not in printed(overlaid(title + drop), "data.abroad: 認めない\n")


def test_a_section_can_stand_under_another_condition_and_another_heading(overlaid: Overlaid):
    content = overlaid(
        "  - set: section:memo/abroad\n    field: when\n    to: personal_yes\n    because: 個人情報だけ\n"
        "  - set: section:memo/abroad\n    field: title\n    to: 国外での個人情報の扱い\n    because: 呼び方\n"
    )
    assert "国外での個人情報の扱い" in printed(content, "data.personal: 扱う\n")
    assert "国外での個人情報の扱い" not in printed(content, "data.personal: 扱わない\n")
    assert [c.before for c in content.changes] == ["always", "国外"]


def test_a_dropped_question_is_never_asked_its_answer_is_kept_and_conditions_on_it_are_no(overlaid: Overlaid):
    content = overlaid("  - drop: question:data.personal\n    because: 扱わない\n")
    case = case_of(content, "data.personal: 扱う\n")
    assert not case.answers["data.personal"].active and case.answers["data.personal"].value == "yes"
    assert case.deciding.condition("personal") is False


# ── by the doors that people use ──


def test_a_case_is_opened_under_its_department_and_its_own_wording(overlaid: Overlaid, workspace: Path):
    overlaid(TIP, USE)
    put(workspace / "cases/rei/answers.yaml", "data.abroad: 認めない\n")
    opened = open_case(workspace / "cases" / "rei")
    assert [c.source for c in opened.content.changes] == ["department:kenkyu", "case"]


def test_a_department_that_leads_out_of_its_folder_is_no_department(overlaid: Overlaid, workspace: Path):
    put(workspace.parent / "overlay.yaml", "changes: [oh]\n")
    for name in ("../../..", "..", ".", "a/b", "a\\b"):
        assert load_content(workspace, department=name).changes == ()


def test_every_fault_of_department_and_case_is_told_in_one_run(overlaid: Overlaid):
    with pytest.raises(ContentError) as raised:
        overlaid(TIP.replace("plan.title", "plan.titel"), USE.replace("approve", "aprove"))
    assert {f.place.file: f.nearest for f in raised.value.faults} == {
        DEPARTMENT: "question:plan.title",
        "overlay.yaml": "approve",
    }


def test_resolve_flattens_a_pack_and_says_what_to_know(overlaid: Overlaid, workspace: Path):
    overlaid(
        "  - drop: section:memo/deliverables\n    because: 納めない\n"
        "  - set: question:plan.title\n    field: label\n    to: 件名\n    because: 呼び方\n"
    )
    text = (workspace / DEPARTMENT).read_text(encoding="utf-8")
    put(workspace / DEPARTMENT, text.replace("changes:", "on: {memo: 2.0}\nchanges:"))
    found = resolving.resolve("memo", workspace, department="kenkyu")
    assert found.faults == () and found.label == "研究推進部"
    assert [(s.key, s.explained) for s in found.sections if s.changed] == [("deliverables", "載せない")]
    assert (
        found.changes[0].before == "「成果物があるとき」（listed）" and found.changes[0].after == "載せない"
    )
    assert found.counts["section"] == (6, 5)
    notes = "\n".join(found.notes)
    assert "第2.0版" in notes and "もとから同じ値" in notes
    assert "参照しています（list）" in notes and "deliverable.list" in notes


def test_resolve_names_the_nearest_department(overlaid: Overlaid, workspace: Path):
    overlaid(TIP)
    with pytest.raises(InputError) as raised:
        resolving.resolve("", workspace, department="kenkyuu")
    assert raised.value.faults[0].nearest == "kenkyu"


def test_a_template_edited_in_word_says_that_a_new_wording_cannot_reach_it(
    overlaid: Overlaid, workspace: Path
):
    content = overlaid(
        "  - set: clause:data.abroad\n    variant: forbid\n    field: text\n    to: 扱わない。\n    because: 短く\n"
    )
    with patch("specgen.jobs.papers.is_edited", lambda data: True), pytest.raises(ContentError) as raised:
        printed(content)
    (fault,) = raised.value.faults
    assert fault.code == "O24" and fault.place.file == DEPARTMENT and fault.place.line == 7


# ── old names ──


def test_a_new_question_cannot_take_the_answer_of_a_question_that_is_there(overlaid: Overlaid):
    with pytest.raises(ContentError) as raised:
        overlaid(REVIEW.replace("{label", "{formerly: [plan.aim], label"))
    (fault,) = raised.value.faults
    assert (fault.code, fault.quoted) == ("C25", "plan.aim")
    assert (fault.place.file, fault.place.line) == (DEPARTMENT, 6) and "formerly から" in fault.remedy


def test_a_new_question_cannot_take_the_old_name_of_another(overlaid: Overlaid):
    with pytest.raises(ContentError) as raised:
        overlaid(REVIEW.replace("{label", "{formerly: [plan.name], label"))
    (fault,) = raised.value.faults
    assert fault.code == "C25" and fault.place.file == DEPARTMENT
    assert "「plan.title」（library/questions/plan.yaml" in fault.remedy.replace("spec_templates/", "")


def test_a_new_question_brings_the_answer_of_its_old_name(overlaid: Overlaid):
    content = overlaid(REVIEW.replace("{label", "{formerly: [kenkyu.ethics], label"))
    case = case_of(content, "data.personal: 扱う\nkenkyu.ethics: はい\n")
    assert case.answers["kenkyu.review"].value is True and not case.strays


def test_old_names_of_clauses_and_columns_are_followed_and_the_name_of_today_is_told(
    overlaid: Overlaid, workspace: Path
):
    clause = FILES["library/clauses/data/abroad.md"].replace("---\n", "---\nformerly: [data.overseas]\n", 1)
    put(workspace / "spec_templates/library/clauses/data/abroad.md", clause)
    content = overlaid(
        USE.replace("data.abroad", "data.overseas")
        + "  - set: question:work.list/*.remark\n    field: label\n    to: 備考\n    because: 呼び方\n"
    )
    assert content.clauses["data.abroad"].head.variants["approve"].when == "always"
    assert [c.label for c in content.questions["work.list"].columns][2] == "備考"
    notes = resolving.resolve("", workspace, department="kenkyu").notes
    assert [(note.split(" ")[0], "今の名前は" in note) for note in notes] == [
        ("clause:data.overseas", True),
        ("question:work.list/*.remark", True),
    ]
    assert "clause:data.abroad" in notes[0] and f"{DEPARTMENT}:4" in notes[0]


def test_a_new_question_can_stand_behind_the_old_name_of_another(overlaid: Overlaid):
    ids = list(overlaid(REVIEW.replace("after: question:data.personal", "after: plan.name")).questions)
    assert ids.index("kenkyu.review") == ids.index("plan.title") + 1


# ── the same thing said twice ──

SET_RULE = "  - set: rule:EX-01\n    field: {field}\n    to: {to}\n    because: 例\n"
ABROAD = (
    "  - set: clause:data.abroad\n    variant: forbid\n    field: when\n    to: personal\n    because: 例\n"
)
PEOPLE = "  - set: question:data.people\n    field: when\n    to: personal\n    because: 例\n"
NO_PEOPLE = "  - drop: question:data.people\n    because: 例\n"
LEVEL, DRAFT = SET_RULE.format(field="level", to="must"), SET_RULE.format(field="level.draft", to="advise")
SUBMIT = SET_RULE.format(field="level.submit", to="must")


@pytest.mark.parametrize(
    "first, then",
    [
        (LEVEL, DRAFT),
        (DRAFT, LEVEL),
        (PEOPLE, NO_PEOPLE),
        (NO_PEOPLE, PEOPLE),
        (USE, ABROAD),
        (ABROAD, USE),
        (REVIEW, REVIEW),
        (TIP, TIP.replace("plan.title", "plan.name")),
    ],
)
def test_what_one_file_says_twice_is_told_with_both_places(overlaid: Overlaid, first: str, then: str):
    with pytest.raises(ContentError) as raised:
        overlaid(first + then)
    (fault,) = raised.value.faults
    assert fault.code == "O06" and fault.place.line == 4 + first.count("\n")
    assert f"{DEPARTMENT}:4:" in fault.remedy


@pytest.mark.parametrize(
    "first, then", [(PEOPLE, NO_PEOPLE), (NO_PEOPLE, PEOPLE), (USE, ABROAD), (REVIEW, REVIEW)]
)
def test_a_case_that_contradicts_its_department_in_another_way_is_told_with_both_places(
    overlaid: Overlaid, first: str, then: str
):
    with pytest.raises(ContentError) as raised:
        overlaid(first, then)
    (fault,) = raised.value.faults
    assert (fault.code, fault.place.file, fault.place.line) == ("O06", "overlay.yaml", 2)
    assert f"{DEPARTMENT}:4:" in fault.remedy


def test_what_only_stands_near_is_not_the_same(overlaid: Overlaid):
    other = TIP.replace("tip", "ask").replace("plan.title", "data.people")
    content = overlaid(DRAFT + SUBMIT + NO_PEOPLE + other)
    assert len(content.changes) == 4
    assert (content.rules["EX-01"].level.draft, content.rules["EX-01"].level.submit) == ("advise", "must")


def test_that_a_case_says_anew_what_its_department_says_is_noted_with_both_places(
    overlaid: Overlaid, workspace: Path
):
    overlaid(TIP, TIP.replace("研究課題名は書きません。", "今回は課題名でよい。"))
    (note,) = resolving.resolve("", workspace, case=workspace / "cases" / "rei").notes
    assert "question:plan.title の tip" in note and f"{DEPARTMENT}:4" in note and "overlay.yaml:2" in note
