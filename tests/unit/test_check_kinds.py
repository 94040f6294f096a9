"""Each kind of rule at work: lets and dated values, rows and lists, words, sections, agreement, what people are asked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from checking import VAGUE, content_with, report, report_on, told, tree

from specgen.check.words import find_words
from specgen.content.lexicon import LexiconWord
from specgen.content.organisation import OrganisationEntry, Settings
from specgen.content.overlay import Changed
from specgen.content.parameter import ParameterEntry
from specgen.content.parameters import with_parameters
from specgen.content.profile import Profile
from specgen.content.rule import Reply, StagedLevel
from specgen.errors import NOWHERE, Faults
from specgen.model.texttree import Block, Piece, TextTree

ADVISE = StagedLevel(draft="advise", submit="advise")
SAID = "words: {found: '%s', why: w, fix: f}"
ASKED = "judge: person\nwords: {found: '%s', question: '%s', why: w, fix: f}"


def said(words: str) -> str:
    return SAID % words


# ── lets and dated values ──

BASIS = {"authority": "law", "cite": "例示の法律", "confidence": "confirmed"}
SMALL = ParameterEntry.model_validate(
    {
        "label": "少額の基準額",
        "unit": "円",
        "by": "data.personal",
        "values": [
            {"until": "2025-03-31", "yes": "1,000,000円", "no": "500,000円", "basis": BASIS},
            {
                "from": "2025-04-01",
                "until": "2027-03-31",
                "yes": "2,000,000円",
                "no": "1,000,000円",
                "basis": BASIS,
            },
        ],
    }
)
OVER = (
    "let: {limit: 'param(money.small, data.personal)', rest: plan.fee - limit}\n"
    "find: plan.fee > limit\nabout: plan.fee\n" + said("{{ plan.fee }}は{{ limit }}を{{ rest }}超えます。")
)


def dated(*, own: dict | None = None, ask: bool = False, **rules: str):
    """The little library with a dated value, which the organisation may have changed."""
    content = content_with(**rules)
    settings = content.settings.model_copy(update={"parameters": {"money.small": own} if own else {}})
    faults = Faults()
    entry = SMALL.model_copy(update={"ask_organisation": ask})
    made = with_parameters(replace(content, settings=settings), {"money.small": entry}, faults)
    assert not faults.found
    return made


def test_a_let_is_said_as_a_person_reads_it_and_later_ones_stand_on_it():
    found = report_on(dated(R1=OVER), "data.personal: yes\nplan.fee: 2,500,000円")
    assert [f.found for f in found.findings] == ["2,500,000円は2,000,000円を500,000円超えます。"]


@pytest.mark.parametrize(
    "as_of, fee, speaks",
    [
        ("2025-03-31", "1,000,001円", True),
        ("2025-03-31", "1,000,000円", False),
        ("2025-04-01", "1,000,001円", False),
        ("2025-04-01", "2,000,001円", True),
    ],
)
def test_the_day_of_the_case_chooses_the_value(as_of, fee, speaks):
    found = report_on(dated(R1=OVER), f"data.personal: yes\nplan.fee: {fee}", as_of=as_of)
    assert bool(found.findings) is speaks


def test_outside_the_dates_of_a_table_the_rule_is_undecided_and_says_that_the_table_needs_renewal():
    (item,) = report_on(
        dated(R1=OVER), "data.personal: yes\nplan.fee: 3,000,000円", as_of="2027-04-01"
    ).undecided
    assert item.undecided == ("param:money.small",)
    assert "「少額の基準額」" in item.found and "更新が要ります" in item.found


def test_what_the_organisation_says_comes_before_what_is_shipped_on_the_days_it_names():
    content = dated(own={"yes": "3,000,000円", "until": "2026-09-30"}, R1=OVER)
    answers = "data.personal: yes\nplan.fee: 2,500,000円"
    assert not report_on(content, answers, as_of="2026-09-30").findings
    assert report_on(content, answers, as_of="2026-10-01").findings


def test_a_figure_that_each_organisation_must_confirm_makes_no_must_before_it_is_confirmed():
    answers = "data.personal: yes\nplan.fee: 2,500,000円"
    (open_,) = report_on(dated(ask=True, R1=OVER), answers, stage="submit").findings
    assert (open_.level, open_.level_from) == ("confirm", "param:money.small")
    own = {"yes": "2,000,000円", "確かめた": {"on": "2026-05-12", "by": "契約課", "cite": " "}}
    (unsaid,) = report_on(dated(own=own, ask=True, R1=OVER), answers, stage="submit").findings
    assert unsaid.level == "confirm", "a citation of blanks confirms nothing"
    own = {"yes": "2,000,000円", "確かめた": {"on": "2026-05-12", "by": "契約課", "cite": "規程第21条"}}
    (sure,) = report_on(dated(own=own, ask=True, R1=OVER), answers, stage="submit").findings
    assert (sure.level, sure.level_from) == ("must", "rule:submit")


def test_a_value_that_hangs_on_a_setting_nobody_wrote_names_the_setting():
    table = {
        "label": "条文",
        "unit": "言葉",
        "by": "org.pipa_regime",
        "values": [{"private": "第23条", "basis": BASIS}],
    }
    article = "let: {article: 'param(money.small, org.pipa_regime)'}\nneeds: [plan.title]\n" + said(
        "{{ article }}"
    )
    content = with_parameters(
        content_with(R1=article), {"money.small": ParameterEntry.model_validate(table)}, Faults()
    )
    (unset,) = report_on(content, "").findings
    assert unset.found == "（未設定。specgen.yaml の pipa_regime（個人情報保護法での区分）で決まります）"
    named = Settings(organisation=OrganisationEntry(pipa_regime="private"))
    (known,) = report_on(replace(content, settings=named), "").findings
    assert known.found == "第23条"


def test_a_changed_figure_changes_what_was_read():
    answers = "data.personal: yes\nplan.fee: 9,000,000円"
    (before,) = report_on(dated(R1=OVER), answers).findings
    (after,) = report_on(dated(own={"yes": "3,000,000円"}, R1=OVER), answers).findings
    assert before.key == after.key and before.reads_digest != after.reads_digest
    assert before.reads["param:money.small"] == {"no": "1,000,000円", "yes": "2,000,000円"}
    assert before.reads["plan.fee"] == {"state": "answered", "value": "9,000,000円"}


# ── what a verdict stood on ──


def test_what_was_read_keeps_state_and_words_and_only_what_was_read_counts():
    gap = "needs: [plan.title]\n" + said("{{ gap }}")
    (first,) = report("plan.title: {未定: 令和9年1月20日, だれが: 契約課}", R1=gap).findings
    assert first.reads == {"plan.title": {"state": "undecided", "by": "令和9年1月20日", "who": "契約課"}}
    (same,) = report("plan.title: {未定: 令和9年1月20日, だれが: 契約課}\nplan.aim: 別の話", R1=gap).findings
    (moved,) = report("plan.title: {未定: 令和9年2月20日, だれが: 契約課}", R1=gap).findings
    assert first.reads_digest == same.reads_digest != moved.reads_digest
    assert len(first.reads_digest) == 8


# ── rows and lists ──

ROWS = "deliverable.list:\n  D1: {name: 報告書, due: %s}\n  D2: {name: 手引, due: %s}\n"
LATE = "each: deliverable.list\nfind: last_day(row.due) > last_day(plan.period)\nabout: row.due\n" + said(
    "{{ row.name }}"
)


def test_rows_that_cannot_be_decided_are_told_once_with_the_cells_that_would_decide_them():
    text = "plan.period: 契約締結日〜令和9年3月31日\n" + ROWS % ("未定", "{わからない: 照会中}")
    (item,) = report(text, R1=LATE).undecided
    assert item.undecided == ("deliverable.list/D1.due", "deliverable.list/D2.due")


def test_a_date_that_hangs_on_an_event_is_nobodys_to_decide():
    text = "plan.period: 契約締結日〜令和9年3月31日\n" + ROWS % ("契約締結後1週間以内", "令和9年3月1日")
    found = report(text, R1=LATE)
    assert not found.findings and not found.undecided


def test_where_the_end_of_the_contract_is_open_every_date_waits_for_it():
    (item,) = report("plan.period: 未定\n" + ROWS % ("令和9年3月1日", "令和9年3月2日"), R1=LATE).undecided
    assert item.undecided == ("plan.period",)


BARE = (
    "each: work.list\nfind: count(deliverable.list) > 0 and not answered(row.dues)\nabout: row.name\n"
    + said("{{ row.name }}")
)


def test_a_calculated_cell_is_answered_where_something_comes_out_of_it():
    works = "work.list:\n  W1: {name: 計画}\n  W2: {name: 教育}\n"
    rows = "deliverable.list:\n  D1: {name: 報告書, work: W1, due: 令和9年3月1日}\n"
    assert told(report(works + rows, R1=BARE)) == [("work.list/W2.name", "教育")]
    assert not report(works + "deliverable.list: なし\n", R1=BARE).findings


LISTED = "each: [plan.start, deliverable.list/*.due]\nfind: holiday(last_day(it))\n" + said(
    "{{ label }}は{{ it }}"
)


def test_answers_and_cells_of_a_list_are_looked_at_one_by_one():
    text = "plan.start: 令和8年12月5日\n" + ROWS % ("令和9年1月2日", "令和9年3月1日")
    assert told(report(text, R1=LISTED)) == [
        ("plan.start", "開始日は令和8年12月5日"),
        ("deliverable.list/D1.due", "「報告書」の納品期限は令和9年1月2日"),
    ]


ORDER = "in_order: [plan.start, plan.period]\n" + said(
    "{{ after.label }}（{{ after }}）が{{ before.label }}より前です。"
)


@pytest.mark.parametrize(
    "start, period, speaks",
    [
        ("令和9年4月1日", "令和8年10月〜令和9年3月", True),
        ("令和9年3月31日", "令和8年10月〜令和9年3月", False),
        ("未定", "令和8年10月〜令和9年3月", False),
    ],
)
def test_dates_come_in_their_order_and_gaps_are_left_out(start, period, speaks):
    found = report(f"plan.start: {start}\nplan.period: {period}", R1=ORDER).findings
    assert [f.subject for f in found] == (["plan.period"] if speaks else [])


# ── questions ──


def test_what_a_person_judges_is_a_question_and_no_finding_and_stops_nothing():
    rule = "find: answered(plan.aim)\nabout: plan.aim\n" + ASKED % ("目的があります。", "効果を測れますか。")
    found = report("plan.aim: 効率を高める。", stage="submit", R1=rule)
    (question,) = found.questions
    assert (question.verdict, question.lead, question.found) == (
        "question",
        "効果を測れますか。",
        "目的があります。",
    )
    assert not found.told and not found.at_least("advise")


ASK = (
    "kind: ask\nwhen: personal\nabout: data.personal\nwords: {question: 区分はどちらですか。, why: w, fix: f}"
)


def test_what_only_a_person_can_tell_is_asked_until_it_is_answered():
    content = content_with(R1=ASK)
    assert [f.subject for f in report_on(content, "data.personal: yes").questions] == ["data.personal"]
    replies = {"R1": Reply(choice="行政機関等の規律", by="法務課", on="2026-11-10")}
    assert not report_on(content, "data.personal: yes", replies=replies).findings
    assert not report_on(content, "data.personal: no").findings
    assert report_on(content, "").undecided[0].undecided == ("data.personal",)


# ── levels ──


def test_the_profile_of_a_document_may_set_another_level_and_an_overlay_comes_last():
    needs = "needs: [plan.title]\n" + said("{{ gap }}")
    profile = Profile(profile="p", label="例", rules=("*",), levels={"R*": "advise"})
    (item,) = report_on(content_with(R1=needs), "", profile=profile).findings
    assert (item.level, item.level_from) == ("advise", "profile:p")
    changed = Changed("set", "rule:R1", "level", "", "must", "例", NOWHERE, "department:kenkyu")
    content = replace(content_with(R1=needs), changes=(changed,))
    (item,) = report_on(content, "", profile=profile).findings
    assert (item.level, item.level_from) == ("confirm", "overlay:department:kenkyu")


def test_a_locked_rule_is_raised_by_a_profile_and_never_lowered():
    needs = "locked: yes\nneeds: [plan.title]\n" + said("{{ gap }}")
    for level, expected in (("advise", "confirm"), ("must", "must")):
        profile = Profile(profile="p", label="例", rules=("*",), levels={"R1": level})
        assert report_on(content_with(R1=needs), "", profile=profile).findings[0].level == expected


def test_law_comes_before_practice_and_findings_before_questions():
    law = "basis: [{authority: law, cite: 例, confidence: confirmed}]\n"
    practice = "basis: [{authority: practice, cite: 例, confidence: confirmed}]\n"
    needs = "needs: [plan.%s]\n"
    rules = {
        "R1": practice + needs % "title" + said("a"),
        "R2": law + needs % "start" + ASKED % ("b", "b"),
        "R3": law + needs % "period" + said("c"),
        "R4": law + needs % "aim" + said("d"),
    }
    assert [f.rule for f in report("", **rules).findings] == ["R4", "R3", "R2", "R1"]


def test_a_rule_for_other_types_of_procurement_is_silent():
    needs = "needs: [plan.title]\n" + said("a")
    assert report("", R1="types: [study]\n" + needs).findings
    assert report("", R1="types: [saas, lease]\n" + needs).findings == ()


# ── words ──

WORD = "kind: words\nlexicon: vague\n" + said("{{ hit }}")
TEXT = "はじめに計画を作る。速やかに報告する。適切に終える。"


def keys(found) -> list[str]:
    return [f.key for f in found.findings]


def paper(*blocks: Block) -> TextTree:
    return TextTree(tuple(replace(block, index=at) for at, block in enumerate(blocks)))


def own(text: str, tag: str = "") -> Block:
    return Block("paragraph", text, pieces=(Piece(text, tag),))


def chapter(title: str, number: str = "第1章", key: str = "") -> Block:
    return Block("heading", title, 1, number, key=key)


BEFORE = (chapter("概要"), own("計画を作る。速やかに報告する。"), own("終わりを告げる。"))
EDITS = {
    "a sentence nearby is edited": (chapter("概要"), own("計画を、甲と作る。速やかに報告する。"), own("終わりを告げる。")),
    "paragraphs are reordered": (chapter("概要"), own("終わりを告げる。"), own("計画を作る。速やかに報告する。")),
    "the heading is renamed": (chapter("あらまし"), own("計画を作る。速やかに報告する。"), own("終わりを告げる。")),
    "it is moved to another chapter": (chapter("概要"), own("終わりを告げる。"), chapter("次", "第2章"), own("速やかに報告する。")),
    "spaces and widths differ": (chapter("概要"), own("計画を作る。 速やかに　報告する。"), own("終わりを告げる。")),
    "a paragraph comes before": (chapter("概要"), own("前置き。"), *BEFORE[1:]),
}  # fmt: skip


@pytest.mark.parametrize("edit", EDITS)
def test_a_finding_on_free_text_keeps_its_key_when(edit):
    assert keys(report("", R1=WORD, tree=paper(*EDITS[edit]))) == keys(
        report("", R1=WORD, tree=paper(*BEFORE))
    )


def test_a_sentence_that_is_edited_itself_is_another_finding():
    edited = paper(chapter("概要"), own("速やかに、書面で報告する。"))
    assert keys(report("", R1=WORD, tree=edited)) != keys(report("", R1=WORD, tree=paper(*BEFORE)))


def test_prose_keeps_its_key_when_its_paragraphs_change_their_numbers():
    first = report("", R1=WORD, tree=paper(chapter("概要"), own("速やかに報告する。", "plan.aim#1")))
    second = report(
        "",
        R1=WORD,
        tree=paper(chapter("概要"), own("序。", "plan.aim#1"), own("速やかに報告する。", "plan.aim#2")),
    )
    assert keys(first) == keys(second)
    assert second.findings[0].paper.tag == "plan.aim#2"


def test_two_words_in_one_sentence_are_two_findings():
    words = (*VAGUE, LexiconWord(word="適宜"))
    content = replace(content_with(R1=WORD), lexicons={"vague": words})
    found = report_on(content, "", tree=paper(own("適宜、速やかに報告する。")))
    assert len(set(keys(found))) == len(keys(found)) == 2


@pytest.mark.parametrize(
    "entry, text, hits",
    [
        (
            {"pattern": "令和[0-9]+年度", "older_years": 2},
            "令和6年度に始める。令和7年度に続ける。",
            ["令和6年度"],
        ),
        ({"pattern": "(?P<who>甲|乙)が判断", "instead": "x"}, "乙が判断する。", ["乙が判断"]),
        ({"word": "甲機構", "unless_setting": "org.name"}, "甲機構が行う。", []),
        ({"word": "乙機構", "unless_setting": "org.name"}, "乙機構が行う。", ["乙機構"]),
        ({"word": "SLA", "unless_said": ["SLA（"]}, "SLAを守る。SLA（水準の合意）は別紙による。", []),
        ({"word": "SLA", "unless_said": ["SLA（"]}, "SLAを守る。", ["SLA"]),
        (
            {"word": "速やかに", "unless_match": "[0-9]+時間"},
            "速やかに、2時間までに報告する。速やかに終える。",
            ["速やかに"],
        ),
    ],
)
def test_what_excuses_a_word(entry, text, hits):
    content = content_with(R1=WORD)
    organisation = content.settings.organisation.model_copy(update={"name": "独立行政法人甲機構"})
    settings = content.settings.model_copy(update={"organisation": organisation})
    content = replace(content, lexicons={"vague": (LexiconWord.model_validate(entry),)}, settings=settings)
    assert [
        f.found for f in report_on(content, "", tree=paper(own(text)), as_of="2026-12-04").findings
    ] == hits


def test_a_group_of_a_pattern_can_be_said():
    rule = "kind: words\nlexicon: vague\n" + said("{{ who }}に聞きます。")
    words = (LexiconWord.model_validate({"pattern": "(?P<who>甲|乙)が判断", "instead": "x"}),)
    content = replace(content_with(R1=WORD), lexicons={"vague": words})
    content = replace(content, rules=content_with(R1=rule).rules)
    assert [f.found for f in report_on(content, "", tree=paper(own("乙が判断する。"))).findings] == [
        "乙に聞きます。"
    ]


def test_a_word_may_be_told_at_its_first_place_only():
    twice = paper(own("速やかに始める。"), own("速やかに終える。"))
    assert len(report("", R1=WORD, tree=twice).findings) == 2
    assert (
        len(report("", R1="kind: words\nlexicon: vague\nfirst_only: yes\n" + said("a"), tree=twice).findings)
        == 1
    )


ABSENT_WORD = "kind: words\nlexicon: vague\nabsent: yes\nin_sections: [data]\n" + said(
    "{{ section }}に{{ listed }}がありません。"
)


def test_a_section_that_says_none_of_the_words_is_told_and_a_paper_without_it_is_not():
    silent = paper(chapter("情報", key="data"), own("速やかに報告する。"))
    speaks = paper(chapter("情報", key="data"), own("報告する。"), chapter("次", "第2章"), own("速やかに。"))
    assert not report("", R1=ABSENT_WORD, tree=silent).findings
    assert told(report("", R1=ABSENT_WORD, tree=speaks)) == [
        ("section:data", "第1章 情報に「速やかに」がありません。")
    ]
    assert not report("", R1=ABSENT_WORD, tree=paper(chapter("次"), own("報告する。"))).findings


def test_a_sentence_is_measured_without_its_spaces():
    rule = "kind: words\nlonger_than: 10\n" + said("{{ length }}/{{ limit }}")
    assert told(report("", R1=rule, tree=paper(own("一二三四五 六七八九。")))) == []
    (item,) = report("", R1=rule, tree=paper(own("一二三四五六七八九十。"))).findings
    assert item.found == "11文字/10文字"


def test_in_a_foreign_paper_all_text_is_looked_at_and_only_by_rules_that_say_so():
    text = paper(own("速やかに報告する。"))
    assert report_on(content_with(R1=WORD), "", tree=text, foreign=True).findings
    ours = content_with(R1="kind: words\nlexicon: vague\nlook_in: [prose, own_clauses]\n" + said("a"))
    assert not report_on(ours, "", tree=text, foreign=True).findings


def test_a_finding_in_a_table_names_table_row_and_column():
    cell = (own("速やかに出す。", "work.list/W1.note"),)
    table = Block("table", rows=(((own("名称"),), (own("補足"),)), ((own("計画"),), cell)))
    (item,) = report("", R1=WORD, tree=paper(chapter("概要"), Block("caption", "表1　作業"), table)).findings
    place = item.paper
    assert (place.heading, place.table, place.row, place.column) == (
        "第1章 概要",
        "表1　作業",
        "計画",
        "補足",
    )
    assert item.subject.startswith("text:work.list/W1.note/") and place.tag == "work.list/W1.note"


# ── sections ──

EXPECTS = "kind: sections\nexpects: {data: personal, abroad: always}\n" + said(
    "{{ condition }}: {{ section }}"
)


@pytest.mark.parametrize(
    "answers, blocks, subjects, asks",
    [
        ("data.personal: yes", [chapter("国外", key="abroad")], ["section:data"], []),
        ("data.personal: yes", [chapter("国外", key="abroad"), chapter("情報", key="data")], [], []),
        ("data.personal: no", [chapter("国外", key="abroad")], [], []),
        ("data.personal: yes", [chapter("国外の取扱い"), chapter("3 個人情報の保護")], [], []),
        ("", [chapter("国外", key="abroad")], [], ["data.personal"]),
        (
            "data.personal: yes",
            [chapter("国外", key="abroad"), Block("heading", "人数", 2, key="data.people")],
            [],
            [],
        ),
    ],
)
def test_a_chapter_is_expected_where_its_condition_holds(answers, blocks, subjects, asks):
    names = {"data": ("個人情報の保護",), "abroad": ("国外の取扱い",)}
    found = report_on(content_with(headings=names, R1=EXPECTS), answers, tree=paper(*blocks))
    assert [f.subject for f in found.findings] == subjects
    assert [id for f in found.undecided for id in f.undecided] == asks


def test_a_section_that_the_template_does_not_have_is_not_expected():
    found = report_on(
        content_with(R1=EXPECTS),
        "data.personal: yes",
        tree=paper(chapter("x")),
        sections=frozenset({"abroad"}),
    )
    assert [f.subject for f in found.findings] == ["section:abroad"]


REFERENCES = "kind: sections\nreferences: yes\n" + said("{{ reference }}")
HEADS = (
    chapter("作業", "第3章"),
    Block("heading", "成果物", 2, "3.1"),
    Block("heading", "期限", 3, "（１）"),
)
ANNEX = Block("item", "別紙１ 様式", 1)


@pytest.mark.parametrize(
    "text, told_",
    [
        ("期限は3.7に示す。", ["3.7"]),
        ("期限は3.1に示す。", []),
        ("期限は3.1（１）に示す。", []),
        ("期限は３．１に示す。", []),
        ("第3章及び第5章を参照。", ["第5章"]),
        ("表1に示し、表3に示す。", ["表3"]),
        ("別紙1及び別紙2による。", ["別紙2"]),
        ("要件定義書の4.2に定める。", []),
        ("統一基準の3.2に示す対策を行う。", []),
        ("SAML 2.0による接続とする。", []),
        ("稼働率は99.9以上とする。", []),
        ("第2版に示す。", []),
        ("「4.2 会議」に示す。", []),
    ],
)
def test_a_reference_must_lead_somewhere_in_this_paper(text, told_):
    tree_ = paper(*HEADS, Block("caption", "表１　作業"), ANNEX, own(text))
    assert [f.found for f in report("", R1=REFERENCES, tree=tree_).findings] == told_


def test_the_usual_order_of_chapters_is_told_at_the_first_that_stands_too_early():
    rule = "kind: sections\norder: [overview, data, abroad]\n" + said("{{ section }}<{{ before }}")
    content = content_with(R1=rule)
    content = replace(content, rules={"R1": content.rules["R1"].model_copy(update={"level": ADVISE})})
    wrong = paper(
        chapter("概要", key="overview"), chapter("国外", "第2章", "abroad"), chapter("情報", "第3章", "data")
    )
    right = paper(chapter("概要", key="overview"), chapter("国外", "第2章", "abroad"))
    assert told(report_on(content, "", tree=wrong)) == [("section:abroad", "第2章 国外<第3章 情報")]
    assert not report_on(content, "", tree=right).findings


# ── agreement ──


def values(**printed: str) -> TextTree:
    return TextTree(values={name.replace("__", "."): (text,) for name, text in printed.items()})


CROSS = "kind: cross\nsame: [plan.period]\nacross: [memo, letter]\n" + said(
    "{{ left.text }}/{{ right.text }}"
)


@pytest.mark.parametrize(
    "one, other, speaks",
    [
        ("令和8年10月1日から令和9年3月31日まで", "2026年10月1日〜2027年3月31日", False),
        ("令和8年10月1日から令和9年3月31日まで", "令和8年10月1日から令和9年3月30日まで", True),
        ("（未定）", "（未定）", False),
        ("（未定）", "令和8年10月1日から令和9年3月31日まで", True),
    ],
)
def test_two_papers_agree_by_what_they_mean_not_by_how_it_is_written(one, other, speaks):
    content = content_with(R1="kind: fact\nneeds: [plan.title]\n" + said("a"))
    pack = content.packs["memo"]
    letter = replace(pack, entry=pack.entry.model_copy(update={"document": "letter", "types": ()}))
    content = replace(content_with(R1=CROSS), packs={**content.packs, "letter": letter})
    found = report_on(
        content, "", tree=values(plan__period=one), others={"letter": values(plan__period=other)}
    )
    assert [f.subject for f in found.findings] == (["plan.period"] if speaks else [])


def test_one_paper_that_prints_a_value_twice_must_print_it_alike():
    content = content_with(R1=CROSS)
    letter = replace(
        content.packs["memo"], entry=content.packs["memo"].entry.model_copy(update={"document": "letter"})
    )
    content = replace(content, packs={**content.packs, "letter": letter})
    twice = TextTree(values={"plan.period": ("令和8年10月〜令和9年3月", "令和8年10月〜令和9年4月")})
    assert len(report_on(content, "", tree=twice).findings) == 1


# ── whatever happens ──


def test_a_rule_that_stumbles_is_undecided_and_the_others_go_on(monkeypatch):
    from specgen.check import run

    def stumble(*_):
        raise ZeroDivisionError

    monkeypatch.setitem(run._OF_TEXT, "ask", stumble)
    found = report("data.personal: yes", R1=ASK, R2="needs: [plan.title]\n" + said("a"))
    assert [(u.rule, u.found) for u in found.undecided] == [("R1", run.FAILED)]
    assert [f.rule for f in found.findings] == ["R2"]


def test_a_text_of_one_paragraph_is_a_paper_too():
    assert report("", R1=WORD, tree=tree("速やかに。")).findings


@pytest.mark.parametrize(
    "entry",
    [
        {"word": "速やかに"},
        {"pattern": "速やか[にな]"},
        {"pattern": "[^甲]{1,20}に報告"},
        {"pattern": "^速やかに"},
        {"pattern": "終える。$"},
        {"pattern": "(?<!不)適切"},
        {"pattern": "報告(?![^す])"},
        {"pattern": "(?<![^に])速やか"},
        {"pattern": "[^甲]+速やか"},
        {"pattern": "報告する。|終える"},
    ],
)
def test_searching_all_sentences_at_once_finds_what_searching_each_finds(entry):
    """The shortcut that leaves sentences out must not leave out a hit."""
    word = LexiconWord.model_validate(entry | {"instead": "x"})
    texts = [
        "はじめる。",
        "速やかに報告する。乙に速やかに報告",
        "不適切に、適切に終える。",
        "甲に報告する",
        "すぐに報告する。終える。",
    ]
    content = replace(content_with(R1=WORD), lexicons={"vague": (word,)})
    found = [f.reads["text"] for f in report_on(content, "", tree=paper(*map(own, texts))).findings]
    each = [hit.sentence for text in texts for hit in find_words([word], text)]
    assert sorted(found) == sorted(set(each)) and each
