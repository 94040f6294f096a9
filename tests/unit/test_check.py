"""Verdicts of rules on a case: what is found, about what, how heavy, and what stays undecided."""

from __future__ import annotations

import pytest
from checking import WORDS, content_with, report, told, tree

from specgen.check.run import Report, rules_of
from specgen.check.words import find_words
from specgen.content.lexicon import LexiconWord
from specgen.content.profile import Profile
from specgen.content.rulenames import compile_rule
from specgen.errors import ContentError, Faults

# ── needs ──


def test_a_missing_answer_is_told_once_with_its_label_and_how_it_is_missing():
    found = report("", R1=f"needs: [plan.title]\n{WORDS}")
    assert told(found) == [("plan.title", "「件名」が、未回答です。")]


@pytest.mark.parametrize(
    "answer, gap",
    [
        ("未定", "未定"),
        ("{未定: 令和9年1月, だれが: 契約課}", "未定（令和9年1月まで、契約課）"),
        ("{わからない: 照会中}", "確認中（照会中）"),
    ],
)
def test_a_finding_says_until_when_and_who(answer, gap):
    found = report(f"plan.title: {answer}", R1=f"needs: [plan.title]\n{WORDS}")
    assert found.findings[0].found == f"「件名」が、{gap}です。"


def test_a_column_that_is_needed_is_told_cell_by_cell_and_an_empty_table_once():
    needs = "needs: [work.list/*.quality]\nwords: {found: '「{{ row.name }}」の{{ label }}が、{{ gap }}です。', why: w, fix: f}"
    rows = "work.list:\n  W1: {name: 計画}\n  W2: {name: 調査, quality: 3件}\n  W3: {name: 報告, quality: 未定}\n"
    assert told(report(rows, R1=needs)) == [
        ("work.list/W1.quality", "「計画」の目安が、未回答です。"),
        ("work.list/W3.quality", "「報告」の目安が、未定です。"),
    ]
    assert told(report("", R1=needs)) == [("work.list", "「作業の一覧」の行が、未回答です。")]
    assert told(report("work.list: なし", R1=needs)) == []


def test_an_answer_that_does_not_apply_is_not_missed():
    assert told(report("data.personal: no", R1=f"needs: [data.people]\n{WORDS}")) == []
    assert told(report("data.personal: yes", R1=f"needs: [data.people]\n{WORDS}"))


# ── find ──

LATE = (
    "each: deliverable.list\nfind: last_day(row.due) > last_day(plan.period)\nabout: row.due\n"
    "words: {found: '「{{ row.name }}」は{{ row.due }}、契約は{{ plan.period }}です。', why: w, fix: f}"
)


def test_a_row_is_told_at_its_cell_with_what_is_printed():
    text = "plan.period: 契約締結日〜令和9年3月31日\ndeliverable.list:\n  D1: {name: 報告書, due: R9.4.9}\n  D2: {name: 計画書, due: 令和9年3月1日}\n"
    (finding,) = report(text, R1=LATE).findings
    assert finding.subject == "deliverable.list/D1.due"
    assert finding.found == "「報告書」は令和9年4月9日、契約は契約締結日から令和9年3月31日までです。"
    assert finding.place.line == 3


def test_a_rule_about_the_whole_case_is_yes_no_or_undecided():
    rule_ = "find: plan.fee > 100\nabout: plan.fee\nwords: {found: '予定額{{ plan.fee }}', why: w, fix: f}"
    assert told(report("plan.fee: 101円", R1=rule_)) == [("plan.fee", "予定額101円")]
    assert told(report("plan.fee: 100円", R1=rule_)) == []
    undecided = report("plan.fee: 未定", R1=rule_)
    assert not undecided.findings
    assert [(u.subject, u.undecided) for u in undecided.undecided] == [("plan.fee", ("plan.fee",))]


def test_a_rule_under_an_unknown_condition_asks_for_what_decides_it():
    found = report("", R1=f"when: personal\nneeds: [data.people]\n{WORDS}")
    assert not found.findings
    assert [u.undecided for u in found.undecided] == [("data.personal",)]
    assert report("data.personal: no", R1=f"when: personal\nneeds: [data.people]\n{WORDS}") == Report()


# ── states ──


def test_blanks_of_the_phase_are_told_unless_a_need_speaks_of_them():
    state = f"state: blank\n{WORDS}"
    subjects = [
        f.subject
        for f in report("data.personal: no\nwork.list: なし\ndeliverable.list: なし", R1=state).findings
    ]
    assert subjects == ["plan.title", "plan.aim", "plan.start", "plan.period", "plan.share", "data.abroad"]
    covered = report("", R1=state, R2=f"needs: [plan.title]\n{WORDS}")
    assert [f.rule for f in covered.findings if f.subject == "plan.title"] == ["R2"]


def test_optional_cells_and_computed_ones_are_no_blanks():
    rows = "work.list:\n  W1: {name: 計画}\n"
    subjects = [f.subject for f in report(rows, R1=f"state: blank\n{WORDS}").findings]
    assert "work.list/W1.quality" in subjects
    assert "work.list/W1.note" not in subjects and "work.list/W1.dues" not in subjects


def test_unreadable_copied_doubtful_and_stray_answers_are_told_in_their_own_words():
    def found(state, fields, answers):
        return told(report(answers, R1=f"state: {state}\nwords: {{found: '{fields}', why: w, fix: f}}"))

    assert found("unreadable", "{{ label }}/{{ written }}", "plan.start: いつか") == [
        ("plan.start", "開始日/いつか")
    ]
    copied = "plan.title: {台帳から: 件名, 元: 台帳, 時点: 令和8年4月1日}"
    assert found("unconfirmed", "{{ written }}/{{ origin }}", copied) == [
        ("plan.title", "件名/台帳、令和8年4月1日")
    ]
    assert "20字まで" in found("remark", "{{ reason }}", f"plan.title: {'あ' * 30}")[0][1]
    assert found("stray", "{{ written }} {{ near }}", "plan.titel: あ") == [
        ("plan.titel", "plan.titel 「plan.title」のことではありませんか。")
    ]
    assert "「plan.title」のことではありませんか。" in found("stray", "{{ near }}", "件名: あ")[0][1]
    assert (
        "「name」のことではありませんか。"
        in found("stray", "{{ near }}", "work.list:\n  W1: {名称: 計画}")[0][1]
    )
    assert "「work.list:」の下に" in found("stray", "{{ near }}", "W1:\n  name: 計画")[0][1]
    cut = "work.list:\n  W1: {name: 計画, quality: 1,150件}\n"
    assert '「,」を含む値なら、値の全体を「"」で囲んでください' in found("stray", "{{ near }}", cut)[0][1]


def test_an_answer_that_is_hidden_is_not_checked():
    hidden = report(
        "data.personal: no\ndata.people: たくさん", R1=f"state: unreadable\n{WORDS}".replace("gap", "written")
    )
    assert told(hidden) == []


# ── levels and order ──


def test_the_level_follows_the_stage_and_the_heaviest_comes_first():
    both = {"R1": f"needs: [plan.aim]\n{WORDS}", "R2": f"needs: [plan.title]\n{WORDS}"}
    assert {f.level for f in report("", **both).findings} == {"confirm"}
    assert {f.level for f in report("", stage="submit", **both).findings} == {"must"}
    mixed = {"R1": f"needs: [plan.aim]\n{WORDS}", "R2": f"needs: [plan.title]\n{WORDS}"}
    assert [f.subject for f in report("", **mixed).findings] == ["plan.title", "plan.aim"]


def test_the_key_of_a_finding_is_its_rule_and_its_subject():
    assert report("", R1=f"needs: [plan.title]\n{WORDS}").findings[0].key == "R1@plan.title"


def test_a_profile_may_ask_a_rule_only_later_or_not_at_all():
    content = content_with(R1=f"needs: [plan.title]\n{WORDS}", R2=f"needs: [plan.aim]\n{WORDS}")
    profile = Profile(profile="p", label="例", rules=("R*",), without=("R2",), stage_from={"R1": "submit"})
    assert [c.id for c in rules_of(content, profile, "draft")] == []
    assert [c.id for c in rules_of(content, profile, "submit")] == ["R1"]


# ── words ──

WORDRULE = "kind: words\nlexicon: vague\nlook_in: [prose]\nat_most: 2\nwords: {found: '「{{ hit }}」（{{ sentence }}）', why: w, fix: '「{{ sentence_fixed }}」'}"


def test_a_word_is_told_with_its_sentence_and_what_to_write_instead():
    (finding,) = report("", R1=WORDRULE, tree=tree("はじめに。速やかに報告する。おわり。")).findings
    assert finding.subject.startswith("text:plan.aim/")
    assert finding.paper.tag == "plan.aim#1"
    assert finding.found == "「速やかに」（速やかに報告する。）"
    assert finding.fix == "「2日以内に報告する。」"
    assert finding.heading == "第1章 概要"


def test_a_chapter_is_told_only_so_often_and_the_same_sentence_once():
    many = report("", R1=WORDRULE, tree=tree(*(f"{n}を速やかに送る。" for n in "甲乙丙丁")))
    assert len(many.findings) == 2
    same = report("", R1=WORDRULE, tree=tree("速やかに送る。", "速やかに送る。"))
    assert len(same.findings) == 1


def test_a_persons_text_and_our_own_are_looked_at_apart():
    ours = tree("速やかに送る。", tag="")
    assert not report("", R1=WORDRULE, tree=ours).findings
    (finding,) = report("", R1=WORDRULE.replace("[prose]", "[own_clauses]"), tree=ours).findings
    assert finding.subject.startswith("text:own/")


def test_without_a_text_a_rule_on_words_is_silent():
    assert report("", R1=WORDRULE) == Report()


@pytest.mark.parametrize(
    "text, count",
    [
        ("適切に行う。", 1),
        ("不適切に行う。", 0),
        ("規程に従い、適切に行う。", 0),
        ("適切に行う。適切に終える。", 2),
        ("適切にな行い。", 0),
    ],
)
def test_what_stands_around_a_word_may_excuse_it(text, count):
    word = LexiconWord(word="適切に", unless_after=("不",), unless_before=("な",), unless_in=("に従い",))
    assert len(list(find_words([word], text))) == count


# ── rules at fault ──


@pytest.mark.parametrize(
    "text, code, near",
    [
        (f"needs: [plan.titel]\n{WORDS}", "R03", "plan.title"),
        (f"needs: [work.list/*.qualty]\n{WORDS}", "R03", "work.list/*.quality"),
        (f"each: work.lst\nfind: row.name == row.name\n{WORDS}", "R03", "work.list"),
        (f"needs: [plan.title]\nabout: plan.titel\n{WORDS}", "R03", "plan.title"),
        ("find: plan.fe > 1\nwords: {found: 'f', why: w, fix: f}", "R04", "plan.fee"),
        (f"needs: [plan.title]\nstate: blank\n{WORDS}", "R01", ""),
        ("needs: [plan.title]\nwords: {found: '{{ lable }}', why: w, fix: f}", "R06", "label"),
        ("kind: words\nlexicon: vage\nwords: {found: 'f', why: w, fix: f}", "R02", "vague"),
    ],
)
def test_a_rule_that_reads_what_is_not_there_is_a_fault_with_the_nearest_name(text, code, near):
    content = content_with(R1=text)
    faults = Faults()
    compile_rule("R1", content, faults)
    assert [f.code for f in faults.found][:1] == [code]
    assert faults.found[0].nearest == near
    assert faults.found[0].remedy
    with pytest.raises(ContentError):
        rules_of(content, Profile(profile="p", label="例", rules=("*",)), "draft")
