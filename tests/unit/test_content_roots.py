"""What a workspace brings is laid over what is shipped: the same file may be there in both roots."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from specgen.case.derive import CALCS
from specgen.content.find import data_root
from specgen.content.load import load_content
from specgen.content.question import CALC_NAMES
from specgen.jobs.explain import explain

LIBRARY = "spec_templates/library"


def put(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_a_topic_rule_or_clause_of_the_workspace_replaces_the_shipped_one(tmp_path: Path):
    shipped = data_root()
    for name in (
        f"{LIBRARY}/questions/acceptance.yaml",
        f"{LIBRARY}/conditions.yaml",
        "checklists/sources.yaml",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(shipped / name, tmp_path / name)
    rule = next((shipped / "checklists" / "rules").rglob("*.yaml"))
    put(
        tmp_path,
        str(rule.relative_to(shipped)),
        rule.read_text(encoding="utf-8").replace("title: ", "title: 別の"),
    )
    content = load_content(tmp_path)
    assert content.rules[rule.stem].title.startswith("別の")
    assert content.questions.keys() == load_content().questions.keys()


@pytest.mark.parametrize("empty", ["cell_gap:\n", 'cell_gap: ""\n', ""])
def test_phrases_that_a_workspace_leaves_out_stay_as_shipped(tmp_path: Path, empty: str):
    put(tmp_path, f"{LIBRARY}/phrases.yaml", f"no_terms: 用語はない。\n{empty}")
    ours, shipped = load_content(tmp_path).phrases, load_content().phrases
    assert ours == shipped.model_copy(update={"no_terms": "用語はない。"})
    assert all(shipped.model_dump().values())


def test_dashes_inside_the_front_matter_of_a_clause_do_not_end_it(tmp_path: Path):
    shipped = data_root() / LIBRARY / "clauses" / "acceptance" / "payment.md"
    first = next(
        line for line in shipped.read_text(encoding="utf-8").split("\n") if line.startswith("title: ")
    )
    text = shipped.read_text(encoding="utf-8").replace(first, first + "---")
    put(tmp_path, f"{LIBRARY}/clauses/acceptance/payment.md", text)
    ours, before = (
        load_content(tmp_path).clauses["acceptance.payment"],
        load_content().clauses["acceptance.payment"],
    )
    assert ours.head.title == before.head.title + "---"
    assert (ours.body, ours.first_line) == (before.body, before.first_line)


def test_the_old_name_of_a_clause_takes_no_answer_from_a_question_that_had_the_same(tmp_path: Path):
    questions = (data_root() / LIBRARY / "questions" / "acceptance.yaml").read_text(encoding="utf-8")
    put(
        tmp_path,
        f"{LIBRARY}/questions/acceptance.yaml",
        questions.replace("    type:", "    formerly: [acceptance.old]\n    type:", 1),
    )
    clause = (data_root() / LIBRARY / "clauses" / "acceptance" / "payment.md").read_text(encoding="utf-8")
    put(
        tmp_path,
        f"{LIBRARY}/clauses/acceptance/payment.md",
        clause.replace("---\n", "---\nformerly: [acceptance.old]\n", 1),
    )
    put(tmp_path, "specgen.yaml", "")
    former = load_content(tmp_path).former
    assert former == {
        "acceptance.old": "acceptance.days",
        "clause:acceptance.old": "clause:acceptance.payment",
    }
    assert explain("acceptance.old", tmp_path).id == "acceptance.days"
    assert explain("clause:acceptance.old", tmp_path).id == "acceptance.payment"


def test_what_is_explained_is_found_by_its_old_name_with_or_without_its_kind(tmp_path: Path):
    rule = data_root() / "checklists" / "rules" / "SCH" / "SCH-09.yaml"
    put(
        tmp_path,
        "checklists/rules/SCH/SCH-09.yaml",
        f"formerly: [SCH-99]\n{rule.read_text(encoding='utf-8')}",
    )
    clause = (data_root() / LIBRARY / "clauses" / "acceptance" / "payment.md").read_text(encoding="utf-8")
    named = clause.replace("---\n", "---\nformerly: [acceptance.paid]\n", 1)
    put(tmp_path, f"{LIBRARY}/clauses/acceptance/payment.md", named)
    put(tmp_path, "specgen.yaml", "")
    for old in ("SCH-99", "rule:SCH-99"):
        assert explain(old, tmp_path).id == "SCH-09"
    for old in ("acceptance.paid", "clause:acceptance.paid"):
        assert explain(old, tmp_path).id == "acceptance.payment"


def test_every_calculation_that_a_column_may_name_has_its_function():
    assert set(CALCS) == set(CALC_NAMES)
