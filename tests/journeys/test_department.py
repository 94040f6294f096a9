"""A department changes four lines: its cases print its wording in Word, everybody else's stay as they were."""

from __future__ import annotations

import shutil

import pytest
from journeying import EXAMPLES, Person, everything_below, tree, words_of

CASE = "chousa-kenkyu"
OWN = """\
changes:
  - set: clause:notes.change
    field: text
    to: |
      仕様を変えるときは、{{ org.self }}の研究推進部と{{ org.contractor }}が、書面で合意する。
    because: 今回だけ、研究推進部が窓口になるため
"""


@pytest.fixture
def department(colleague: Person) -> Person:
    """A workspace with the department of the examples, and its study case given to it."""
    shutil.copytree(EXAMPLES / "spec_templates", colleague.folder / "spec_templates")
    path = colleague.folder / "cases" / CASE / "case.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("department: joho", "department: kenkyu"), encoding="utf-8"
    )
    return colleague


def drafted(person: Person, case: str = CASE) -> str:
    said = person.types("draft", case, "--anyway")
    assert said.code == 0, said.err
    return words_of(tree(person.newest_word_file(case)))


def test_the_wording_of_the_department_reaches_word(colleague: Person, department: Person):
    before = (EXAMPLES / CASE / "expected").glob("*.txt")
    assert "著作権は、受注者に残る" not in next(before).read_text(encoding="utf-8")
    words = drafted(department)
    assert "成果物に係る著作権は、受注者に残る。" in words
    assert "検収に合格した時に、受注者から当機構に移転する" not in words
    assert "研究推進部" in words


def test_the_cases_of_other_departments_print_what_they_printed(department: Person):
    other = drafted(department, "keihi-saas")
    expected = next((EXAMPLES / "keihi-saas" / "expected").glob("*調達仕様書*.docx"))
    assert other == words_of(tree(expected))


def test_the_new_question_of_the_department_is_asked_in_its_cases_only(department: Person):
    told = department.types("status", CASE, "--json").out
    assert "kenkyu.ethics_review" in told
    assert "kenkyu.ethics_review" not in department.types("status", "keihi-saas", "--json").out


def test_the_own_wording_of_one_case_reaches_word_and_says_where_it_comes_from(department: Person):
    (department.folder / "cases" / CASE / "overlay.yaml").write_text(OWN, encoding="utf-8")
    assert "仕様を変えるときは、当機構の研究推進部と受注者が、書面で合意する。" in drafted(department)
    said = department.types("template", "resolve", "spec", "--case", CASE)
    assert said.code == 0, said.flat
    assert "変更 6件" in said.out and "今回だけ、研究推進部が窓口になるため" in said.flat
    assert "overlay.yaml:2" in said.out and "＊" in said.out
    data = department.types("template", "resolve", "--case", CASE, "--json").data
    assert [change["source"] for change in data["changes"]] == ["department:kenkyu"] * 5 + ["case"]
    assert data["faults"] == []


def test_a_change_that_leads_nowhere_stops_the_draft_and_writes_nothing(department: Person):
    path = department.folder / "cases" / CASE / "overlay.yaml"
    path.write_text(OWN.replace("notes.change", "notes.chance"), encoding="utf-8")
    said = department.types("draft", CASE)
    assert said.code == 3
    assert "overlay.yaml:2" in said.flat and "「clause:notes.change」のことではありませんか" in said.flat
    assert not (department.folder / "cases" / CASE / "drafts").exists()


LOCKED = """\
kind: fact
title: 件名がある
level: confirm
locked: yes
needs: [procurement.title]
words: {found: 件名がありません。, why: 聞かれます。, fix: 書きます。}
"""
VALUE = (
    "{label: 審査, ask: 審査を受けていますか。, why: 聞かれます。, type: yes_no, needed_from: draft, "
    "gap: （確認中）, next_year: drop, audience: internal}"
)
BROKEN = {
    "addresses nothing": ("drop: section:spec/special_notes.grene", 6, "special_notes.green"),
    "loosens a lock": ("set: rule:ZZ-01\n    field: level\n    to: advise", 8, "下げることはできません"),
    "makes a cycle": ("set: question:cloud.use\n    field: when\n    to: cloud", 8, "一回りして"),
    "names a taken id": (
        f"insert: question:data.personal\n    after: question:cloud.use\n    value: {VALUE}",
        6,
        "もう使われています",
    ),
    "gives no reason": ("drop: section:spec/special_notes.green\n    becaus: 物品を含まない", 7, "because"),
}


@pytest.mark.parametrize("verb", ["check", "draft", "status"])
@pytest.mark.parametrize("fault", BROKEN)
def test_a_change_of_the_department_that_cannot_be_is_told_with_its_line(department: Person, fault, verb):
    rules = department.folder / "checklists" / "rules" / "ZZ"
    rules.mkdir(parents=True)
    (rules / "ZZ-01.yaml").write_text(LOCKED, encoding="utf-8")
    change, line, says = BROKEN[fault]
    because = "" if "becaus" in change else "    because: 例のため\n"
    text = f"# 部署の変更\ndepartment: kenkyu\nlabel: 研究推進部\non: {{spec: 1.0}}\nchanges:\n  - {change}\n{because}"
    overlay = department.folder / "spec_templates" / "departments" / "kenkyu" / "overlay.yaml"
    overlay.write_text(text, encoding="utf-8")
    before = everything_below(department.folder)
    if (fault, verb) == ("loosens a lock", "status"):  # status asks no rules
        assert department.types(verb, CASE).code == 0
        return
    said = department.types(verb, CASE)
    assert said.code == 3, said.out
    assert f"departments/kenkyu/overlay.yaml:{line}:" in said.flat and says in said.flat
    assert everything_below(department.folder) == before


@pytest.mark.parametrize("verb", ["check", "draft", "status", "ask"])
def test_a_department_file_in_an_old_encoding_is_named_and_nothing_is_guessed(department: Person, verb):
    overlay = department.folder / "spec_templates" / "departments" / "kenkyu" / "overlay.yaml"
    overlay.write_bytes(overlay.read_text(encoding="utf-8").encode("cp932"))
    before = everything_below(department.folder)
    said = department.types(verb, CASE)
    assert said.code == 3, said.out
    assert "departments/kenkyu/overlay.yaml:1:" in said.flat
    assert "CP932" in said.flat and "UTF-8にして保存し直してください" in said.flat
    assert everything_below(department.folder) == before


def test_coverage_says_that_nothing_is_out_of_reach(department: Person):
    said = department.types("template", "coverage")
    assert said.code == 0 and "届かないものはありません。" in said.out
    assert all(
        not kind["missing"] for kind in department.types("template", "coverage", "--json").data["kinds"]
    )


def test_the_demonstration_brings_the_department_along(newcomer: Person):
    from specgen.jobs.demo import run_demo

    run_demo(newcomer.folder / "demo")
    inside = Person(newcomer.folder / "demo")
    said = inside.types("template", "resolve", "--department", "kenkyu")
    assert said.code == 0 and "研究推進部（kenkyu）" in said.out


def cover(person: Person, said: str, settings: str = "departments: {}\n") -> str:
    """The words of a draft whose case names its department as ``said``."""
    path = person.folder / "cases" / CASE / "case.yaml"
    text = path.read_text(encoding="utf-8").replace("department: kenkyu", f"department: {said}")
    path.write_text(text, encoding="utf-8")
    file = person.folder / "specgen.yaml"
    before = file.read_text(encoding="utf-8").partition("departments:")[0]
    file.write_text(before + settings, encoding="utf-8")
    return drafted(person)


@pytest.mark.parametrize("said", ["kenkyu", "研究推進部", "研究推進部　"])
def test_a_department_is_found_by_its_name_and_by_the_label_of_its_overlay(department: Person, said):
    words = cover(department, said)
    assert "成果物に係る著作権は、受注者に残る。" in words
    assert "研究推進部" in words and "kenkyu" not in words


@pytest.mark.parametrize("said", ["kenkyu", "第二研究部", "研究推進部"])
def test_the_settings_say_how_a_department_is_called_on_the_cover(department: Person, said):
    words = cover(department, said, "departments: {kenkyu: {label: 第二研究部}}\n")
    assert "成果物に係る著作権は、受注者に残る。" in words and "第二研究部" in words


def test_a_bare_name_for_a_department_is_told_what_to_write(department: Person):
    file = department.folder / "specgen.yaml"
    before = file.read_text(encoding="utf-8").partition("departments:")[0]
    file.write_text(before + "departments: {kenkyu: 研究推進部}\n", encoding="utf-8")
    said = department.types("status", CASE)
    assert said.code == 3 and "書ける項目: label" in said.flat, said.flat


def test_the_settings_that_init_writes_show_how_a_department_is_written(newcomer: Person):
    assert newcomer.types("init", "ours").code == 0
    text = (newcomer.folder / "ours" / "specgen.yaml").read_text(encoding="utf-8")
    assert "departments: {keiri: {label: 総務部経理課}}" in text


def test_a_case_with_its_own_overlay_only_is_told_by_the_words_on_its_cover(department: Person):
    path = department.folder / "cases" / CASE / "case.yaml"
    text = path.read_text(encoding="utf-8").replace("department: kenkyu", "department: 総務部文書課")
    path.write_text(text, encoding="utf-8")
    (department.folder / "cases" / CASE / "overlay.yaml").write_text(
        OWN.replace("changes:", "label: 今回だけ\nchanges:"), encoding="utf-8"
    )
    said = department.types("template", "resolve", "--case", CASE)
    assert "部署            総務部文書課\n" in said.out, said.out


@pytest.mark.parametrize("said", ["研究推進", "研究推新部", "kenkyuu", "研究 推進"])
def test_a_department_that_is_nearly_called_so_is_told_with_the_right_name(department: Person, said: str):
    """Otherwise its changes would be missed, and the slip would stand on the cover."""
    path = department.folder / "cases" / CASE / "case.yaml"
    text = path.read_text(encoding="utf-8").replace("department: kenkyu", f"department: {said}")
    path.write_text(text, encoding="utf-8")
    told = department.types("draft", CASE)
    line = 1 + text[: text.index("department:")].count("\n")
    assert told.code == 2 and f"case.yaml:{line}:" in told.flat
    near = "kenkyu" if said.isascii() else "研究推進部"
    assert f"「{near}」のことではありませんか" in told.flat and "departments に書き足します" in told.flat


@pytest.mark.parametrize("said", ["総務部文書課", "第二研究部"])
def test_a_department_of_its_own_name_is_taken_as_it_is(department: Person, said: str):
    settings = "departments: {keiri: {label: 総務部経理課}, ichi: {label: 第一研究部}}\n"
    assert said in cover(department, said, settings)


def test_a_label_that_two_departments_share_is_told_with_both(department: Person):
    folder = department.folder / "spec_templates" / "departments"
    shutil.copytree(folder / "kenkyu", folder / "kenkyu2")
    path = folder / "kenkyu2" / "overlay.yaml"
    text = path.read_text(encoding="utf-8").replace("department: kenkyu", "department: kenkyu2")
    path.write_text(text, encoding="utf-8")
    case = department.folder / "cases" / CASE / "case.yaml"
    written = case.read_text(encoding="utf-8").replace("department: kenkyu", "department: 研究推進部")
    case.write_text(written, encoding="utf-8")
    said = department.types("status", CASE)
    assert said.code == 3 and "kenkyuとkenkyu2" in said.flat and "O07" in said.flat
