"""Rules written in a test, run on a few answers of the little library and on a text of a few sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from littlecontent import case_of, little

from specgen import wareki, yamltext
from specgen.capture.answersfile import read_answers
from specgen.case.case import resolve
from specgen.case.printing import Copy, printable
from specgen.check.run import Report, rules_of, run_rules
from specgen.check.verdicts import Checked
from specgen.content.lexicon import LexiconWord
from specgen.content.library import Content
from specgen.content.parsed import Parsed
from specgen.content.profile import Profile
from specgen.content.rule import Rule, SectionsRule, read_rule
from specgen.content.rulenames import CompiledRule
from specgen.content.templatecheck import concerns
from specgen.errors import Faults
from specgen.expr import compile_condition
from specgen.jobs.check import all_shown
from specgen.jobs.papers import Paper
from specgen.model.texttree import Block, Piece, TextTree

CONTENT, FACTS = little()
CONCERNS = concerns(CONTENT, CONTENT.packs["memo"], FACTS)
PACK = CONTENT.packs["memo"]
WORDS = "words: {found: '「{{ label }}」が、{{ gap }}です。', why: 聞かれます。, fix: 書きます。}"
EVERYTHING = Profile(profile="p", label="例", rules=("*",))
HEAD = "title: 例\nlevel: {draft: confirm, submit: must}\n"
VAGUE = (LexiconWord(word="速やかに", instead="2日以内に", because="いつか分かりません。"),)


def rule(text: str) -> Rule:
    if "kind:" not in text:
        text = "kind: fact\n" + text
    faults = Faults()
    node = yamltext.load(HEAD + text, "rule.yaml")
    made = read_rule(Parsed("rule.yaml", yamltext.plain(node), lambda: node), faults)
    assert made is not None, faults.found
    return made


def content_with(*, headings: Mapping[str, tuple[str, ...]] | None = None, **rules: str) -> Content:
    """The little library with these rules, the lexicon ``vague`` and what its conditions need."""
    made = {id: rule(text) for id, text in rules.items()}
    wanted = {one.when for one in made.values()}
    wanted |= {w for one in made.values() if isinstance(one, SectionsRule) for w in one.expects.values()}
    names = wanted - set(CONTENT.whens)
    whens = {when: compile_condition(when, CONTENT.names, names_only=True) for when in names}
    return replace(
        CONTENT,
        rules=made,
        lexicons={"vague": VAGUE},
        whens={**CONTENT.whens, **whens},
        headings=headings or {},
    )


def compiled(
    content: Content, profile: Profile = EVERYTHING, stage: str = "submit"
) -> tuple[CompiledRule, ...]:
    return rules_of(content, profile, stage)


def report(answers: str, *, stage: str = "draft", tree: TextTree | None = None, **rules: str) -> Report:
    """What these rules say of the answers and of a text."""
    return report_on(content_with(**rules), answers, stage=stage, tree=tree)


def report_on(
    content: Content,
    answers: str,
    *,
    stage: str = "draft",
    tree: TextTree | None = None,
    profile: Profile = EVERYTHING,
    as_of: str = "",
    **more: Any,
) -> Report:
    """What the rules of ``content`` say; ``more`` are further fields of what is looked at."""
    case = case_of(answers)
    day = wareki.parse_date(as_of) if as_of else case.as_of
    case = resolve(content, case.entry, read_answers(answers, "answers.yaml", content), day)
    printed = printable(case, PACK, FACTS, Copy())
    shown = all_shown(case, Paper(PACK, FACTS, printed, {}, ""))
    checked = Checked(case, shown, "memo", tree, CONCERNS, stage, profile, **more)
    return run_rules(rules_of(content, profile, stage), checked)


def told(found: Report) -> list[tuple[str, str]]:
    return [(f.subject, f.found) for f in found.findings]


def tree(*texts: str, tag: str = "plan.aim") -> TextTree:
    blocks = [Block("heading", "概要", level=1, number="第1章")]
    blocks += [
        Block("paragraph", text, pieces=(Piece(text, f"{tag}#{n}" if tag else ""),))
        for n, text in enumerate(texts, 1)
    ]
    return TextTree(tuple(blocks))
