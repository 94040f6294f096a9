"""Every rule proves itself: the cases in its own file, each run as a test of that rule alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fnmatch import fnmatchcase
from typing import Any

import pytest

from specgen import wareki
from specgen.capture.answersfile import read_answers
from specgen.case.case import Case, resolve
from specgen.case.casefile import CaseEntry
from specgen.case.printing import Copy
from specgen.check.fact import check_fact
from specgen.check.verdicts import Checked
from specgen.check.words import check_words, find_words
from specgen.content.load import load_content
from specgen.content.rule import RuleCase
from specgen.content.rulenames import compile_rule
from specgen.content.templatecheck import concerns
from specgen.errors import Faults
from specgen.jobs.check import all_shown
from specgen.jobs.papers import Paper, print_paper
from specgen.model.finding import Finding
from specgen.model.texttree import Block, Piece, TextTree
from specgen.word.read import read_tree
from specgen.yamledit import Value, set_value

CONTENT = load_content()
TYPE, DAY = "study", date(2026, 12, 4)


def answers_text(given: Mapping[str, Any]) -> str:
    """``given`` as somebody would have written it into answers.yaml."""
    text = ""
    for id, value in given.items():
        text = set_value(text, (id,), plain(value))
    return text


def plain(value: Any) -> Value:
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    return [plain(item) for item in value] if isinstance(value, list | tuple) else str(value)


def case_of(told: RuleCase) -> Case:
    text = told.yaml or answers_text(told.given)
    entry = CaseEntry(id="0", type=told.type or TYPE)
    day = wareki.parse_date(told.as_of) if told.as_of else DAY
    return resolve(CONTENT, entry, read_answers(text, "answers.yaml", CONTENT), day)


def paper_of(case: Case, rule: str) -> Paper:
    """The first document of the case whose profile asks the rule, else the specification."""
    asking = (
        pack.entry.document
        for pack in CONTENT.packs.values()
        if pack.serves(case.entry.type)
        and any(fnmatchcase(rule, pattern) for pattern in CONTENT.profiles[pack.entry.profile].rules)
    )
    return print_paper(case, next(asking, "spec"), Copy())


def tree_of(text: str) -> TextTree:
    """``text`` as a person's prose under a heading."""
    return TextTree(
        (
            Block("heading", "調達案件の概要", level=1, number="第1章"),
            Block("paragraph", text, pieces=(Piece(text, "procurement.background#1"),)),
        )
    )


def found_by(rule: str, told: RuleCase) -> list[Finding]:
    """What ``rule`` alone says of the case."""
    faults = Faults()
    compiled = compile_rule(rule, CONTENT, faults)
    assert not faults.found, faults.found
    case = case_of(told)
    if compiled.rule.kind == "words":
        tree = tree_of(told.text) if told.text else read_tree(paper_of(case, rule).parts)
        return list(check_words(compiled, Checked(case, tree=tree, stage=told.stage)))
    paper = paper_of(case, rule)
    asked = concerns(CONTENT, paper.pack, paper.facts)
    checked = Checked(case, all_shown(case, paper), paper.pack.entry.document, None, asked, told.stage)
    return list(check_fact(compiled, checked, frozenset(compiled.rule.needs)))


CASES = [
    pytest.param(id, told, id=f"{id}：{told.name}")
    for id, rule in CONTENT.rules.items()
    for told in rule.cases
]


@pytest.mark.parametrize("rule, told", CASES)
def test_a_rule_says_what_its_own_case_expects(rule: str, told: RuleCase):
    every = found_by(rule, told)
    about = [f for f in every if not told.about or f.subject == told.about]
    seen = "\n".join(f"{f.verdict} {f.subject} {f.found}" for f in every)
    if told.expect == "silent":
        assert not about, seen
        return
    matching = [f for f in about if f.verdict == told.expect]
    assert matching, seen or "（何も言わない）"
    if told.says:
        assert any(told.says in f.found for f in matching), seen
    if told.hit:
        assert any(f"「{told.hit}」" in f.found for f in matching), seen
    if told.asks:
        assert any(set(told.asks) <= set(f.undecided) for f in matching), seen


@pytest.mark.parametrize("rule, told", [case for case in CASES if case.values[1].expect == "finding"])
def test_what_a_rule_says_has_no_field_left_open_and_offers_help(rule: str, told: RuleCase):
    for finding in found_by(rule, told):
        for said in (finding.found, finding.why, finding.fix, finding.example, finding.offer):
            assert "{{" not in said
        assert finding.found and finding.why and finding.fix and finding.offer


@pytest.mark.parametrize("id", CONTENT.rules)
def test_a_rule_shows_when_it_speaks_and_when_it_is_silent(id: str):
    expected = {told.expect for told in CONTENT.rules[id].cases}
    assert {"finding", "silent"} <= expected
    names = [told.name for told in CONTENT.rules[id].cases]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("lexicon", CONTENT.lexicons)
def test_every_word_of_a_lexicon_is_found_once_it_stands_alone_and_excused_where_it_says_so(lexicon: str):
    for word in CONTENT.lexicons[lexicon]:
        told = [hit for hit, _, _ in find_words([word], f"この作業は{word.word}行う。")]
        assert told == [word]
        for before in word.unless_after:
            assert not list(find_words([word], f"この作業は{before}{word.word}行う。"))
        for after in word.unless_before:
            assert not list(find_words([word], f"この作業は{word.word}{after}行う。"))
        for beside in word.unless_in:
            assert not list(find_words([word], f"この作業は{word.word}、1{beside}行う。"))


def test_every_rule_is_asked_by_a_profile():
    from specgen.check.run import rules_of

    asked = {c.id for profile in CONTENT.profiles.values() for c in rules_of(CONTENT, profile, "submit")}
    assert asked == set(CONTENT.rules)
