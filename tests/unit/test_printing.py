"""What one paper prints of a case: values in the house's way, gaps with names, nothing hidden, nothing silently blank."""

from __future__ import annotations

from dataclasses import replace

import pytest
from littlecontent import case_of, little

from specgen.case.case import resolve
from specgen.case.printing import Copy, fill, printable
from specgen.content.organisation import HouseStyleEntry, Settings
from specgen.model.paper import Gap, TemplateField, Unconfirmed

CONTENT, FACTS = little()
PACK = CONTENT.packs["memo"]
WORK = "work.list:\n  W1: {name: 計画の作成, quality: 1件}\n  W2: {name: 調査}\n"


def context(answers: str, *, clean: bool = False, **entry):
    return printable(case_of(answers, **entry), PACK, FACTS, Copy(clean=clean)).context


def printed(answers: str, id: str, *, clean: bool = False):
    topic, _, name = id.partition(".")
    return context(answers, clean=clean)[topic][name]


# ── values and gaps ──


@pytest.mark.parametrize(
    "answers, id, text, kind",
    [
        ("plan.title: 文書の調査", "plan.title", "文書の調査", str),
        ("", "plan.title", "（件名は未定）", Gap),
        ("plan.title: 未定", "plan.title", "（件名は未定）", Gap),
        (
            "plan.title: {未定: 令和9年1月20日}",
            "plan.title",
            "（件名は未定。令和9年1月20日までに決める予定）",
            Gap,
        ),
        ("plan.title: {未定: R9.1.20}", "plan.title", "（件名は未定。令和9年1月20日までに決める予定）", Gap),
        ("plan.title: {未定: 年明け}", "plan.title", "（件名は未定。年明けまでに決める予定）", Gap),
        ("plan.title: {未定: 年明けまで}", "plan.title", "（件名は未定。年明けまでに決める予定）", Gap),
        ("plan.title: {わからない: 照会中}", "plan.title", "（件名は未定）", Gap),
        ("plan.start: そのうち", "plan.start", "（未定）", Gap),
        ("plan.title: なし", "plan.title", "なし", str),
        ("plan.title: {該当なし: 内部の話}", "plan.title", "なし", str),
        ("plan.title: {前回から: 前の件名, 元: R7}", "plan.title", "前の件名", Unconfirmed),
        ("plan.start: {台帳から: 2027-04-01}", "plan.start", "令和9年4月1日", Unconfirmed),
        ("data.personal: yes", "data.personal", "扱う", str),
        ("plan.share: 20%", "plan.share", "20%", str),
    ],
)
def test_an_answer_prints_its_value_or_names_its_gap(answers, id, text, kind):
    found = printed(answers, id)
    assert found == text
    assert type(found) is kind


def test_a_clean_copy_tells_no_dates_of_decision_and_marks_no_copied_values():
    assert printed("plan.title: {未定: 令和9年1月20日}", "plan.title", clean=True) == "（件名は未定）"
    assert type(printed("plan.title: {前回から: 前の件名}", "plan.title", clean=True)) is str


def test_no_notes_and_no_persons_of_an_open_answer_are_printed():
    whole = str(context("plan.title: {未定: 令和9年1月, だれが: 経理部契約課, メモ: もめている}"))
    assert "経理部契約課" not in whole and "もめている" not in whole


def test_a_hidden_answer_is_never_printed():
    hidden = context("data.personal: no\ndata.people: 300人")
    assert "300" not in str(hidden)
    assert hidden["data"]["people"] == "（該当なし）"


def test_the_house_style_applies_to_dates_and_never_to_a_persons_text():
    style = HouseStyleEntry(comma="，．", digits="full", era="western")
    content = replace(CONTENT, settings=Settings(house_style=style))
    from specgen.capture.answersfile import read_answers

    case = case_of("")
    written = read_answers("plan.title: 甲、乙。3件\nplan.start: 令和9年4月1日\n", "a.yaml", content)
    case = resolve(content, case.entry, written, case.as_of)
    found = printable(case, PACK, FACTS, Copy()).context
    assert found["plan"]["title"] == "甲、乙。3件"
    assert found["plan"]["start"] == "２０２７年４月１日"


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ("", "（未定）"),
        ("data.people: {未定: 令和9年1月20日}", "（未定。令和9年1月20日までに決める予定）"),
        ("data.people: {わからない: 照会中}", "（未定）"),
        ("data.people: 300人", "300人"),
    ],
)
def test_a_gap_does_not_repeat_the_subject_of_its_sentence(answers, said):
    question = CONTENT.questions["data.people"].model_copy(update={"gap": "（人数は未定）"})
    content = replace(CONTENT, questions=CONTENT.questions | {"data.people": question})
    case = replace(case_of(f"data.personal: yes\n{answers}"), content=content)
    named = TemplateField("data.people", named=True)
    for fields, short in (((named,), True), ((named, replace(named, named=False)), False)):
        found = printable(case, PACK, replace(FACTS, fields=fields), Copy()).context["data"]["people"]
        assert found == (said if short else said.replace("（", "（人数は"))


# ── tables ──


def test_a_table_prints_a_row_for_each_key_with_gaps_and_dashes_in_their_places():
    rows = printed(WORK, "work.list")
    assert rows == [
        {"key": "W1", "name": "計画の作成", "quality": "1件", "note": "－", "dues": "－"},
        {"key": "W2", "name": "調査", "quality": "（目安は未定）", "note": "－", "dues": "－"},
    ]
    assert type(rows[1]["quality"]) is Gap
    assert type(rows[0]["note"]) is str


@pytest.mark.parametrize(
    "answers, instead, kind",
    [
        ("", "（作業は未定）", Gap),
        ("work.list: なし", "作業はない。", str),
        ("work.list: {該当なし: 無い}", "作業はない。", str),
        ("work.list: {未定: 令和9年1月20日}", "（作業は未定。令和9年1月20日までに決める予定）", Gap),
        ("work.list: 計画と調査", "（作業は未定）", Gap),
    ],
)
def test_an_empty_table_prints_what_is_known_of_it(answers, instead, kind):
    found = context(answers)
    assert found["work"]["list"] == []
    assert found["gaps"]["work.list"] == instead
    assert type(found["gaps"]["work.list"]) is kind


@pytest.mark.parametrize(
    ("answers", "follows"),
    [
        ("", True),
        (WORK, True),
        ("work.list: {未定: 令和9年1月20日}", True),
        ("work.list: なし", False),
        ("work.list: {該当なし: 無い}", False),
    ],
)
def test_nothing_follows_where_it_was_said_that_there_is_none(answers, follows):
    assert context(answers)["follows"]["work.list"] is follows


def test_values_of_a_copied_table_are_marked_one_by_one_until_somebody_confirms_them():
    text = "work.list:\n  前回から:\n    W1: {name: 計画の作成}\n  元: R7\n"
    (row,) = printed(text, "work.list")
    assert type(row["name"]) is Unconfirmed
    assert type(row["quality"]) is Gap
    assert type(row["note"]) is str
    (clean,) = printed(text, "work.list", clean=True)
    assert type(clean["name"]) is str


def test_a_reference_prints_the_name_of_its_row_and_what_is_computed_prints_too():
    text = (
        WORK + "deliverable.list:\n"
        "  D1: {name: 計画書, work: W1, due: 契約締結後1週間以内}\n"
        "  D2: {name: 一覧, work: W1, due: 契約締結後1週間以内}\n"
        "  D3: {name: 報告書, work: W2, due: 令和9年3月19日}\n"
    )
    found = context(text)
    assert [row["work"] for row in found["deliverable"]["list"]] == ["計画の作成", "計画の作成", "調査"]
    assert [row["dues"] for row in found["work"]["list"]] == ["契約締結後1週間以内", "令和9年3月19日"]


# ── what is not decided yet ──


def test_a_section_under_an_unknown_condition_prints_and_names_what_would_decide_it():
    found = context("")
    assert found["sections"]["data"] is True
    gap = found["undecided"]["section:data"]
    assert type(gap) is Gap and "「個人情報の有無」" in gap
    assert context("data.personal: yes")["undecided"]["section:data"] == ""


def test_a_section_whose_condition_does_not_hold_is_left_out_without_a_word():
    found = context("data.personal: no")
    assert found["sections"]["data"] is False
    assert found["undecided"]["section:data"] == ""


def test_a_clause_with_no_wording_known_lists_the_wordings_and_what_decides():
    found = context("")
    assert found["clauses"]["data.abroad"] == {"forbid": False, "approve": False}
    gap = found["undecided"]["clause:data.abroad"]
    assert "「国外の取扱い」" in gap and "「認めない」、「承認を得て行う」" in gap


def test_a_clause_prints_the_one_wording_that_holds():
    found = context("data.abroad: approve")
    assert found["clauses"]["data.abroad"] == {"forbid": False, "approve": True}
    assert found["undecided"]["clause:data.abroad"] == ""


@pytest.mark.parametrize(
    "personal, single, joined", [("yes", True, False), ("maybe", False, True), ("no", False, False)]
)
def test_items_stand_under_one_condition_or_several_joined(personal, single, joined):
    found = context(f"data.personal: {personal}")
    assert found["conditions"]["personal_yes"] is single
    assert found["conditions"]["personal-and-not-personal_yes"] is joined
    assert found["unsure"]["personal_yes"] == found["unsure"]["personal-and-not-personal_yes"] == ""


def test_an_item_under_an_unknown_condition_is_printed_with_a_note():
    found = context("")
    assert found["conditions"]["personal_yes"] is True
    assert type(found["unsure"]["personal_yes"]) is Gap
    assert "個人情報を扱うとき" in found["unsure"]["personal_yes"]
    assert type(found["unsure"]["personal-and-not-personal_yes"]) is Gap


# ── the paper itself ──


def test_numbers_close_up_where_a_chapter_is_left_out():
    both = printable(case_of("data.personal: yes"), PACK, FACTS, Copy())
    left = printable(case_of("data.personal: no\ndeliverable.list: なし"), PACK, FACTS, Copy())
    assert [e.number for e in both.outline] == ["第1章", "1.1", "第2章", "2.1", "第3章", "第4章", "第5章"]
    assert [(e.number, e.text) for e in left.outline] == [
        ("第1章", "概要"),
        ("1.1", "用語"),
        ("第2章", "国外"),
        ("第3章", "おわりに"),
    ]
    assert left.context["numbers"]["abroad"] == "第2章"
    assert left.context["numbers"]["data"] == "（該当なし）"


def test_captions_are_numbered_among_those_that_are_printed():
    terms = "plan.aim: 成果物について\n"
    assert context(WORK + terms)["tables"]["works"] == "1"
    assert context(WORK + terms)["tables"]["terms"] == "2"
    assert context(terms)["tables"] == {"works": "（該当なし）", "terms": "1", "list": "（該当なし）"}


def test_the_contents_list_holds_the_first_two_levels_with_their_bookmarks():
    entries = context("data.personal: yes")["outline"]
    assert entries[0] == {"level": 1, "number": "第1章", "text": "概要", "bookmark": "_Toc00000001"}
    assert {entry["level"] for entry in entries} == {1, 2}


def test_the_glossary_has_the_terms_that_are_printed_and_no_others():
    def terms(answers):
        return [row["term"] for row in context(answers)["glossary"]]

    assert terms("data.personal: yes\nplan.aim: 成果物を集める。") == ["個人情報", "成果物"]
    assert terms("data.personal: no\ndata.abroad: forbid\nplan.aim: 集める。") == []
    assert context("data.personal: no\ndata.abroad: forbid")["gaps"]["glossary"].endswith("使っていない。")


def test_the_title_page_speaks_of_the_case():
    paper = context(
        "plan.title: 文書の調査",
        department="bunsho",
        documents={"memo": {"edition": "comment", "version": "0.2", "date": "2026-12-04"}},
    )["paper"]
    assert paper["title"] == "文書の調査の覚書"
    assert (paper["edition"], paper["version"], paper["date"]) == ("意見招請版", "0.2", "令和8年12月4日")
    assert (paper["department"], paper["mark"]) == ("bunsho", "内部検討用")
    assert context("")["paper"]["edition"] == "案"
    assert context("", clean=True)["paper"]["mark"] == ""


def test_a_title_is_filled_with_what_is_printed():
    assert fill("覚書_{{ plan.title }}_{{plan.nothing}}", {"plan": {"title": "調査"}}) == "覚書_調査_"


def test_what_must_be_found_in_the_file_is_told_by_address():
    facts = printable(
        case_of(WORK + "data.personal: no\ndata.people: 3人"), PACK, FACTS, Copy()
    ).facts_printed
    assert facts["plan.title"] == "（件名は未定）"
    assert facts["work.list/W2.name"] == "調査"
    assert "data.people" not in facts


@pytest.mark.parametrize("word", ["確認中", "未記入", "未定"])
@pytest.mark.parametrize(
    "written, printed_word",
    [("未定", "未定"), ("{未定: 令和9年1月20日}", "未定"), ("", ""), ("{わからない: 照会中}", "")],
)
def test_what_a_person_says_is_undecided_is_printed_so_and_any_other_gap_as_its_question_says(
    word, written, printed_word
):
    title = replace_gap(CONTENT.questions["plan.title"], f"（件名は{word}）")
    content = replace(CONTENT, questions={**CONTENT.questions, "plan.title": title})
    case = replace(case_of(f"plan.title: {written}"), content=content)
    shown = printable(case, PACK, FACTS, Copy(clean=True)).context["plan"]["title"]
    assert shown == f"（件名は{printed_word or word}）" and type(shown) is Gap


def replace_gap(question, gap):
    return question.model_copy(update={"gap": gap})
