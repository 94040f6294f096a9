"""One rule on one case: what it says there, what it read, and which answers would make it say something else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from ..case.case import Case, resolve
from ..case.printing import Copy
from ..case.reaching import Reaching
from ..check.reads import as_read
from ..check.run import covered_by, verdicts
from ..check.verdicts import Checked, gap_words
from ..content.library import Content
from ..content.question import Question
from ..content.rule import FactRule
from ..content.rulenames import CompiledRule
from ..errors import Fault, InputError, nearest
from ..model.answer import GAPS, State, Written
from ..model.finding import Finding
from ..word.read import read_tree
from ..workspace import OpenCase, open_case
from .check import all_shown, called, checked_paper
from .papers import documents_of, pack_for, print_paper
from .replies import read_replies
from .telling import compiled_rule, rule_reads

MOST_QUESTIONS, MOST_CHANGES = 20, 3
SAYS = {
    "finding": "気付きになります",
    "question": "お尋ねになります",
    "undecided": "まだ判断できません",
    "silent": "黙ります",
}
_NUMBER = re.compile(r"(?<![\w.])[0-9][0-9,]*(?![\w.])")
NUMBERS = ("yen", "integer", "decimal", "percent", "quantity")


@dataclass(frozen=True, slots=True)
class OnCase:
    """What a rule says of a case, what it read, and answers under which it would say something else."""

    case: str
    says: str
    told: tuple[str, ...]
    """What is found or asked, or what would decide it."""
    read: tuple[str, ...]
    changes: tuple[str, ...]


def on_case(id: str, case_dir: Path) -> OnCase:
    """One rule on the case in ``case_dir``; raises ``InputError`` when there is no such rule."""
    opened = open_case(case_dir)
    content = opened.content
    if id not in content.rules:
        near = nearest(id, content.rules)
        what, remedy = (
            f"規則「{id}」はありません。",
            "--case は、規則の番号と一緒に使います。例: specgen explain OVR-05",
        )
        raise InputError(Fault("E01", what, quoted=id, nearest=near, remedy=remedy))
    compiled = compiled_rule(content, id)
    reads = sorted(rule_reads(content, id), key=list(content.questions).index)
    checked = _checked(opened, compiled)
    found = _verdicts(compiled, checked)
    now = _summary(found)
    return OnCase(
        case=opened.folder.absolute().name,
        says=SAYS[now]
        if opened.case.deciding.when(compiled.rule.when) is not False
        else "当てはまらないので、黙ります",
        told=tuple(_told(opened.case, item) for item in found),
        read=tuple(_read(opened.case, content.questions[id]) for id in reads),
        changes=tuple(_changes(opened, compiled, checked, reads, now)),
    )


def _checked(opened: OpenCase, compiled: CompiledRule) -> Checked:
    """The case with the first of its papers whose profile asks the rule; facts need no text."""
    case = opened.case
    profiles = case.content.profiles
    asking = [
        document
        for document in documents_of(case)
        if (profile := profiles.get(pack_for(case, document).entry.profile)) is not None
        and profile.asks(compiled.id, "submit")
    ]
    paper = print_paper(case, next(iter(asking), documents_of(case)[0]), Copy())
    replies = read_replies(case.content, opened.folder, opened.workspace)
    if isinstance(compiled.rule, FactRule):
        return Checked(case, all_shown(case, paper), paper.pack.entry.document, replies=replies)
    profile = profiles[paper.pack.entry.profile]
    return checked_paper(case, paper, read_tree(paper.parts), "draft", profile, replies)


def _verdicts(compiled: CompiledRule, checked: Checked) -> list[Finding]:
    return verdicts(compiled, checked, covered_by([compiled]))


def _summary(found: list[Finding]) -> str:
    kinds = {item.verdict for item in found}
    return next((kind for kind in ("finding", "question", "undecided") if kind in kinds), "silent")


def _told(case: Case, item: Finding) -> str:
    if item.verdict != "undecided":
        return item.lead
    asks = "、".join(f"{called(case, id)}（{id}）" for id in item.undecided)
    return item.found or f"これが決まると判断できます: {asks}"


def _read(case: Case, question: Question) -> str:
    """An answer that the rule read: as it was written, or how it is open."""
    answer = case.answers[question.id]
    if not answer.active:
        value = "この案件では尋ねません"
    elif answer.state in GAPS:
        value = gap_words(answer)
    else:
        told = as_read(answer)
        rows = told.get("rows")
        value = f"{len(rows)}行" if rows is not None else str(told.get("value", "なし"))
    return f"{question.label}（{question.id}）: {value}"


# -- what would change it -------------------------------------------------------------------------------------------
def _changes(
    opened: OpenCase, compiled: CompiledRule, checked: Checked, reads: list[str], now: str
) -> Iterator[str]:
    """For each answer that was read, values under which the verdict would be another."""
    if not isinstance(compiled.rule, FactRule):
        return  # what is printed would have to be printed anew
    content = opened.content
    reaching = Reaching(content)
    near = _numbers_of(content, compiled, opened.case)
    for id in reads[:MOST_QUESTIONS]:
        question = content.questions[id]
        if question.type in NUMBERS:
            reaching.numbers[id] = (*reaching.numbers.get(id, ()), *near)
        told: dict[str, list[str]] = {}
        for written, _ in reaching.candidates_of(id):
            if written.rows is not None:
                continue  # rows that we make up say nothing about a real table
            says = _under(opened, compiled, checked, id, written)
            if says != now:
                told.setdefault(says, []).append(_said(content, question, written))
        for says, values in told.items():
            listed = "・".join(f"「{value}」" for value in values[:MOST_CHANGES])
            more = "など" if len(values) > MOST_CHANGES else ""
            yield f"「{question.label}」が{listed}{more}なら、{SAYS[says]}。"


def _under(opened: OpenCase, compiled: CompiledRule, checked: Checked, id: str, written: Written) -> str:
    """What the rule would say if ``id`` were answered so."""
    answers = {**opened.written, id: written}
    case = resolve(opened.content, opened.entry, answers, opened.case.as_of)
    return _summary(
        _verdicts(compiled, Checked(case, checked.shown, checked.document, replies=checked.replies))
    )


def _numbers_of(content: Content, compiled: CompiledRule, case: Case) -> tuple[str, ...]:
    """The figures that the rule compares with: values near them are worth trying."""
    current = [content.parameters[name].current(case.as_of) for name in sorted(compiled.parameters)]
    figures = [valid.value for values in current for valid in values.values()]
    written = [
        number for one in compiled.expressions for number in _NUMBER.findall(one.text.replace(",", ""))
    ]
    return (*written, *(str(int(value)) for value in figures if isinstance(value, Fraction)))


def _said(content: Content, question: Question, written: Written) -> str:
    if written.state is State.NONE:
        return "なし"
    return question.choices.get(written.text, written.text)
