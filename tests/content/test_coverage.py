"""Every section, wording, condition and question is reached by an example or a generated case, and all of them print."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from specgen.case.case import resolve
from specgen.case.casefile import CaseEntry
from specgen.case.printing import Copy, printable
from specgen.content.library import Content
from specgen.content.load import load_content
from specgen.expr import compile_condition
from specgen.jobs.coverage import coverage, generate, goals_of
from specgen.jobs.papers import compiled_template

sys.path.insert(0, str(Path(__file__).parents[1] / "unit"))

from littlecontent import little


@pytest.fixture(scope="module")
def found():
    return {kind.kind: kind for kind in coverage(None).kinds}


@pytest.mark.parametrize("kind", ["type", "section", "clause", "condition", "question"])
def test_nothing_is_out_of_reach(found, kind):
    assert found[kind].total > 5
    assert list(found[kind].missing) == []


def test_only_conditions_on_the_type_alone_are_never_unknown():
    content = load_content()
    for name in coverage(None).impossible:
        assert content.conditions[name].reads == {"case.type"}, name


def test_every_generated_case_prints_every_document_of_its_type():
    content = load_content()
    cases = generate(content, list(goals_of(content)))
    assert len(cases) > 50
    for case in cases:
        entry = CaseEntry(id="0", type=case.setup.type, form=case.setup.form)
        opened = resolve(content, entry, case.written, date(2026, 12, 4))
        assert not opened.strays
        packs = [p for p in content.packs.values() if p.serves(case.setup.type, case.setup.form)]
        assert packs
        for pack in packs:
            paper = printable(opened, pack, compiled_template(content, pack)[0].facts, Copy())
            assert paper.outline


# What the generator finds is only worth something when it also finds what cannot be reached.


def missing_in(content: Content) -> set[tuple[str, str]]:
    goals = list(goals_of(content))
    generate(content, goals)
    return {(goal.kind, goal.called) for goal in goals if not goal.reached and not goal.impossible}


@pytest.fixture
def small(monkeypatch) -> Content:
    content, facts = little()
    template = type("Template", (), {"facts": facts})()
    monkeypatch.setattr("specgen.jobs.coverage.compiled_template", lambda content, pack: (template, ""))
    return content


def with_condition(content: Content, name: str, text: str) -> Content:
    condition = compile_condition(text, content.names)
    return replace(content, conditions={**content.conditions, name: condition})


def test_the_little_library_is_reached_as_a_whole(small: Content):
    assert missing_in(small) == set()


def test_a_condition_that_never_holds_is_named(small: Content):
    content = with_condition(small, "odd", "data.personal == yes and data.personal == no")
    assert missing_in(content) == {("condition", "odd（はい）")}


def test_a_section_that_its_neighbours_shut_out_is_named(small: Content):
    pack = small.packs["memo"]
    sections = {**pack.entry.sections, "data.people": "not personal"}
    pack = replace(pack, entry=pack.entry.model_copy(update={"sections": sections}))
    whens = {**small.whens, "not personal": compile_condition("not personal", small.names, names_only=True)}
    content = replace(small, packs={"memo": pack}, whens=whens)
    assert missing_in(content) == {("section", "memo/data.people")}


def test_a_wording_that_nothing_chooses_and_a_question_that_nothing_asks_are_named(small: Content):
    small = with_condition(small, "odd", "count(work.list) > 2 and count(work.list) < 2")
    odd = compile_condition("personal and not personal", small.names, names_only=True)
    clause = small.clauses["data.abroad"]
    variants = {**clause.head.variants}
    variants["approve"] = variants["approve"].model_copy(update={"when": "personal and not personal"})
    question = small.questions["data.people"].model_copy(update={"when": "personal and not personal"})
    content = replace(
        small,
        whens={**small.whens, odd.text: odd},
        clauses={"data.abroad": replace(clause, head=clause.head.model_copy(update={"variants": variants}))},
        questions={**small.questions, "data.people": question},
    )
    assert missing_in(content) == {
        ("clause", "data.abroad（approve）"),
        ("question", "data.people"),
        ("condition", "odd（はい）"),
    }


def test_a_count_and_a_comparison_of_numbers_are_reached(small: Content):
    content = with_condition(small, "many", "count(work.list) >= 3 and plan.share > 20")
    assert missing_in(content) == set()
