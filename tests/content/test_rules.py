"""Every rule proves itself: the cases in its own file, each run as a test of that rule alone."""

from __future__ import annotations

import pytest
from rulecases import content, said_by

from specgen.check.run import FAILED, rules_of
from specgen.check.words import find_words
from specgen.content.rule import RuleCase

CONTENT = content()
CASES = [
    pytest.param(id, told, id=f"{id}：{told.name}")
    for id, rule in CONTENT.rules.items()
    for told in rule.cases
]
SPEAKING = [case for case in CASES if case.values[1].expect in ("finding", "question")]


@pytest.mark.parametrize("rule, told", CASES)
def test_a_rule_says_what_its_own_case_expects(rule: str, told: RuleCase):
    every = said_by(rule, told)
    about = [f for f in every if not told.about or f.subject == told.about]
    seen = "\n".join(f"{f.verdict} {f.subject} {f.lead} {f.undecided}" for f in every)
    assert FAILED not in {f.found for f in every}
    if told.expect == "silent":
        assert not about, seen
        return
    matching = [f for f in about if f.verdict == told.expect]
    assert matching, seen or "（何も言わない）"
    if told.says:
        assert any(told.says in f.found or told.says in f.question for f in matching), seen
    if told.hit:
        assert any(f"「{told.hit}」" in f.found for f in matching), seen
    if told.asks:
        assert any(set(told.asks) <= set(f.undecided) for f in matching), seen


@pytest.mark.parametrize("rule, told", SPEAKING)
def test_what_a_rule_says_has_no_field_left_open_and_offers_help(rule: str, told: RuleCase):
    for finding in said_by(rule, told):
        if finding.verdict == "undecided":
            continue
        assert finding.lead
        for said in (
            finding.found,
            finding.question,
            finding.why,
            finding.fix,
            finding.example,
            finding.offer,
        ):
            assert "{{" not in said
        assert finding.why and finding.fix and finding.offer


@pytest.mark.parametrize("id", CONTENT.rules)
def test_a_rule_shows_when_it_speaks_and_when_it_is_silent(id: str):
    rule = CONTENT.rules[id]
    expected = {told.expect for told in rule.cases}
    assert {"question" if rule.asks_a_person else "finding", "silent"} <= expected
    names = [told.name for told in rule.cases]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("id", CONTENT.rules)
def test_no_two_verdicts_of_a_rule_share_a_key(id: str):
    for told in CONTENT.rules[id].cases:
        keys = [f.key for f in said_by(id, told)]
        assert len(keys) == len(set(keys))


@pytest.mark.parametrize("lexicon", CONTENT.lexicons)
def test_every_word_of_a_lexicon_is_found_once_it_stands_alone_and_excused_where_it_says_so(lexicon: str):
    for word in CONTENT.lexicons[lexicon]:
        if not word.word:
            continue
        told = [hit.word for hit in find_words([word], f"この作業は{word.word}行う。")]
        assert told == [word]
        for before in word.unless_after:
            assert not list(find_words([word], f"この作業は{before}{word.word}行う。"))
        for after in word.unless_before:
            assert not list(find_words([word], f"この作業は{word.word}{after}行う。"))
        for beside in word.unless_in:
            assert not list(find_words([word], f"この作業は{word.word}、1{beside}行う。"))


def test_every_rule_is_asked_by_a_profile():
    asked = {c.id for profile in CONTENT.profiles.values() for c in rules_of(CONTENT, profile, "submit")}
    assert asked == set(CONTENT.rules)
