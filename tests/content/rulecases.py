"""Run one case of a rule as its author wrote it: answers, settings, a text, headings, what two papers print."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from specgen import wareki
from specgen.capture.answersfile import read_answers
from specgen.case.case import Case, resolve
from specgen.case.casefile import CaseEntry
from specgen.case.printing import Copy
from specgen.check.leftovers import MARKS
from specgen.check.run import verdicts
from specgen.check.verdicts import Checked
from specgen.content.library import Content
from specgen.content.load import load_content
from specgen.content.parameters import with_parameters
from specgen.content.rule import FactRule, Rule, RuleCase, SectionsRule, WordsRule
from specgen.content.rulenames import CompiledRule, compile_rule
from specgen.content.templatecheck import concerns
from specgen.errors import Faults, InputError
from specgen.jobs.check import all_shown
from specgen.jobs.papers import Paper, pack_for, print_paper
from specgen.model.finding import Finding
from specgen.model.foreign import ForeignFile, Marked
from specgen.model.texttree import Block, Piece, TextTree
from specgen.word.read import read_tree
from specgen.yamledit import Value, set_value

TYPE, DAY = "study", date(2026, 12, 4)
PROSE = "procurement.background#1"
_NUMBERED = re.compile(r"(第[0-9]+章|[0-9]+(?:\.[0-9]+)+)\s*(.+)")


@cache
def content() -> Content:
    return load_content()


@cache
def compiled(rule: str) -> CompiledRule:
    faults = Faults()
    made = compile_rule(rule, content(), faults)
    assert not faults.found, "\n".join(map(str, faults.found))
    return made


def said_by(rule: str, told: RuleCase) -> list[Finding]:
    """What ``rule`` alone says of the case."""
    return run(compiled(rule), told)


def run(made: CompiledRule, told: RuleCase) -> list[Finding]:
    """What a compiled rule says of the case."""
    here = content_for(told)
    case = case_of(here, told)
    needs = made.rule.needs if isinstance(made.rule, FactRule) else ()
    return verdicts(made, checked(made, case, told), frozenset(needs))


def content_for(told: RuleCase) -> Content:
    """The content under the settings and values that the case names."""
    here = content()
    if not (told.org or told.params):
        return here
    settings = here.settings
    organisation = settings.organisation.model_validate({**settings.organisation.model_dump(), **told.org})
    settings = settings.model_copy(update={"organisation": organisation, "parameters": told.params})
    faults = Faults()
    entries = {name: one.entry for name, one in here.parameters.items()}
    here = with_parameters(replace(here, settings=settings), entries, faults)
    assert not faults.found, "\n".join(map(str, faults.found))
    return here


def case_of(here: Content, told: RuleCase) -> Case:
    text = told.yaml or answers_text(told.given)
    entry = CaseEntry(id="0", type=told.type or TYPE, form=told.form)
    day = wareki.parse_date(told.as_of) if told.as_of else DAY
    return resolve(here, entry, read_answers(text, "answers.yaml", here), day)


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


def checked(made: CompiledRule, case: Case, told: RuleCase) -> Checked:
    """The case with the paper that the rule would look at: the one of the case, else the one printed from it."""
    replies = {made.id: told.answered} if told.answered is not None else {}
    if told.printed:
        trees = {name: TextTree(values={id: (t,) for id, t in v.items()}) for name, v in told.printed.items()}
        (document, tree), *others = trees.items()
        return Checked(case, {}, document, tree, stage=told.stage, others=dict(others), replies=replies)
    paper = paper_of(case, made.id)
    pack, facts = paper.pack, paper.facts
    own = told.text or told.headings
    leftovers = made.rule.leftovers if isinstance(made.rule, SectionsRule) else ""
    tree = (
        tree_of(made.rule, told)
        if own
        else None
        if isinstance(made.rule, FactRule)
        else read_tree(paper.parts)
    )
    keys = frozenset(heading.key for heading in facts.headings if heading.key)
    return Checked(
        case,
        all_shown(case, paper),
        pack.entry.document,
        tree,
        concerns(case.content, pack, facts),
        told.stage,
        sections=keys,
        replies=replies,
        foreign=(isinstance(made.rule, WordsRule) and made.rule.look_in == ("foreign",)) or bool(leftovers),
        file=file_of(told),
    )


def paper_of(case: Case, rule: str) -> Paper:
    """The first document of the case whose profile asks the rule, else the specification."""
    asking = [
        pack.entry.document
        for pack in case.content.packs.values()
        if pack.serves(case.entry.type, case.entry.form)
        and case.content.profiles[pack.entry.profile].asks(rule, "submit")
    ]
    document = next(iter(asking), "spec")
    try:
        pack_for(case, document)
    except InputError as error:
        raise AssertionError(str(error)) from None
    return print_paper(case, document, Copy())


def file_of(told: RuleCase) -> ForeignFile:
    """Properties and marked pieces as the case gives them; a piece stands in the paragraph of the text."""
    marks = tuple(Marked(text, how, 1) for how, text in told.file.items() if how in MARKS)
    return ForeignFile({name: text for name, text in told.file.items() if name not in MARKS}, marks)


def tree_of(rule: Rule, told: RuleCase) -> TextTree:
    """The headings that the case names, and its text as a person's prose (or as the paper's own) under the last."""
    look_in = rule.look_in if isinstance(rule, WordsRule) else ()
    sections = rule.in_sections if isinstance(rule, WordsRule) else ()
    tag = PROSE if "prose" in look_in or not look_in else ""
    if told.headings:
        blocks = [heading(text, at) for at, text in enumerate(told.headings)]
    else:
        blocks = [Block("heading", "調達案件の概要", 1, "第1章", key=sections[0] if sections else "overview")]
    if told.text:
        blocks.append(Block("paragraph", told.text, pieces=(Piece(told.text, tag),), index=len(blocks)))
    return TextTree(tuple(blocks))


def heading(text: str, at: int) -> Block:
    numbered = _NUMBERED.fullmatch(text)
    number, title = numbered.groups() if numbered else ("", text)
    return Block("heading", title, 2 if "." in number else 1, number, pieces=(Piece(title),), index=at)
