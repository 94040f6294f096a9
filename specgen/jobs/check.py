"""Run the checklist of one document on a case, with the text it would print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from ..case.case import Case
from ..case.printing import Copy
from ..check.gathered import is_blank
from ..check.reads import row_called
from ..check.run import Report, rules_of, run_rules
from ..check.verdicts import Checked
from ..content.organisation import SETTING_LABELS
from ..content.profile import Profile
from ..content.rule import CrossRule, Reply
from ..content.rulenames import CompiledRule
from ..content.templatecheck import concerns
from ..errors import ContentError, Fault, nearest
from ..model.texttree import TextTree
from ..word.read import read_tree
from ..workspace import OpenCase, open_case
from .papers import Paper, documents_of, print_paper
from .remarks import remarks_on
from .replies import read_replies
from .status import open_items


@dataclass(frozen=True, slots=True)
class Waiting:
    """An answer that is not there yet, and the titles of the rules that it would decide."""

    id: str
    label: str
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What the checklist said of one document of a case."""

    case: str
    document: str
    label: str
    stage: str
    as_of: date
    report: Report
    answered: int
    asked: int
    """How many of the questions that apply have an answer."""
    chapters: tuple[str, ...] = ()
    """The numbered chapters that the paper prints."""
    finished: tuple[str, ...] = ()
    """Labels of the topics in which nothing is open."""
    silent: tuple[str, ...] = ()
    """Titles of the rules that were asked and found nothing."""
    notes: tuple[str, ...] = ()
    """What no finding says."""
    topics: Mapping[str, str] = field(default_factory=dict)
    """Topic → how it is called."""
    names: Mapping[str, str] = field(default_factory=dict)
    """What a blank is about → how it is called."""
    waiting: tuple[Waiting, ...] = ()
    """What would decide the rules that cannot be decided yet; what decides most stands first."""


def check(case_dir: Path, doc: str, stage: str, as_of: date | None) -> CheckResult:
    """Check one document of the case in ``case_dir`` at ``stage`` (``draft`` or ``submit``)."""
    opened = open_case(case_dir, as_of=as_of)
    paper = print_paper(opened.case, doc, Copy())
    rules, profile = _rules(opened.case, paper, stage)
    replies = read_replies(opened.content, opened.folder, opened.workspace)
    checked = checked_paper(opened.case, paper, read_tree(paper.parts), stage, profile, replies)
    report = run_rules(rules, replace(checked, others=_others(opened.case, doc, rules)))
    answered, asked = progress(opened)
    spoke = {item.rule for item in (*report.findings, *report.undecided)}
    return CheckResult(
        case=opened.folder.absolute().name,
        document=doc,
        label=paper.pack.entry.label,
        stage=stage,
        as_of=opened.case.as_of,
        report=report,
        answered=answered,
        asked=asked,
        chapters=tuple(f"{e.number} {e.text}" for e in paper.printable.outline if e.level == 1 and e.number),
        finished=finished_topics(opened),
        silent=tuple(rule.rule.title for rule in rules if rule.id not in spoke),
        notes=tuple(remarks_on(opened)),
        topics={topic.id: topic.label for topic in opened.content.topics},
        names={f.subject: called(opened.case, f.subject) for f in report.findings if is_blank(f)},
        waiting=_waiting(opened.case, report),
    )


def documents_named(case_dir: Path, documents: Sequence[str]) -> tuple[str, ...]:
    """The documents to check; ``all`` stands for every one that serves the type of the case, as in ``draft``."""
    if "all" not in documents:
        return tuple(documents)
    return documents_of(open_case(case_dir, checklists=False).case)


def _waiting(case: Case, report: Report) -> tuple[Waiting, ...]:
    """Every answer that some undecided rule waits for, each once."""
    titles: dict[str, dict[str, None]] = {}
    for item in report.undecided:
        for id in item.undecided or (item.subject,):
            titles.setdefault(id, {})[item.title] = None
    found = [Waiting(id, called(case, id), tuple(rules)) for id, rules in titles.items()]
    return tuple(sorted(found, key=lambda one: -len(one.titles)))


def called(case: Case, id: str) -> str:
    """How an answer, a cell, a setting or a dated value is called; empty where it has no name."""
    kind, _, name = id.partition(":")
    if kind == "param":
        return f"値の表「{case.content.parameters[name].entry.label}」"
    if id.startswith("org."):
        return f"法人の設定「{SETTING_LABELS.get(id[4:], id)}」"
    table, slash, cell = id.partition("/")
    question = case.content.questions.get(table)
    if question is None or not slash:
        return question.label if question is not None else ""
    column = question.column(cell.rpartition(".")[2])
    return f"{question.label}の「{row_called(case, id)}」の{column.label if column is not None else cell}"


def report_on(
    case: Case,
    paper: Paper,
    tree: TextTree,
    stage: str,
    replies: Mapping[str, Reply] | None = None,
    *,
    every: bool = False,
) -> Report:
    """The verdicts of the document's profile on a printed paper; raises ``ContentError`` when a rule is at fault.

    With ``every`` rules tell everything they find, also what they would leave out of a chapter that has many.
    """
    rules, profile = _rules(case, paper, stage)
    checked = checked_paper(case, paper, tree, stage, profile, replies or {})
    others = _others(case, paper.pack.entry.document, rules) if every else {}
    return run_rules(rules, replace(checked, every=every, others=others))


def _others(case: Case, doc: str, rules: tuple[CompiledRule, ...]) -> Mapping[str, TextTree]:
    """The other documents with which some rule compares this one, as they would be printed."""
    named = {name for c in rules if isinstance(c.rule, CrossRule) for name in c.rule.across}
    wanted = [name for name in documents_of(case) if name in named - {doc}]
    return {name: read_tree(print_paper(case, name, Copy()).parts) for name in wanted}


def later_rules(case: Case, paper: Paper, stage: str) -> frozenset[str]:
    """The rules that the document's profile asks before submission but not yet at ``stage``."""
    profile = case.content.profiles[paper.pack.entry.profile]
    return frozenset(
        id for id in case.content.rules if profile.asks(id, "submit") and not profile.asks(id, stage)
    )


def _rules(case: Case, paper: Paper, stage: str) -> tuple[tuple[CompiledRule, ...], Profile]:
    entry = paper.pack.entry
    profile = case.content.profiles.get(entry.profile)
    if profile is None:
        what = f"ひな形「{entry.label}」の規則の一覧「{entry.profile}」がありません。"
        near = nearest(entry.profile, case.content.profiles)
        place = case.content.place(f"pack:{paper.pack.name}", "profile")
        known = "、".join(case.content.profiles)
        raise ContentError(Fault("R05", what, place, entry.profile, near, f"今ある一覧: {known}。"))
    return rules_of(case.content, profile, stage), profile


def checked_paper(
    case: Case, paper: Paper, tree: TextTree, stage: str, profile: Profile, replies: Mapping[str, Reply]
) -> Checked:
    """A printed paper of a case with all that rules look at."""
    return Checked(
        case,
        all_shown(case, paper),
        paper.pack.entry.document,
        tree,
        concerns(case.content, paper.pack, paper.facts),
        stage,
        profile,
        sections=frozenset(heading.key for heading in paper.facts.headings if heading.key),
        replies=replies,
    )


def finished_topics(opened: OpenCase) -> tuple[str, ...]:
    """Labels of the topics in which something is asked and nothing is open."""
    labels: list[str] = []
    for topic in opened.case.content.topics:
        asked = [q for q in topic.questions if opened.case.answers[q.id].active]
        if asked and not any(open_items(opened, q) for q in asked):
            labels.append(topic.label)
    return tuple(labels)


def all_shown(case: Case, paper: Paper) -> Mapping[str, str]:
    """Every answer as text, by id and by cell address, for the words of findings."""
    context = paper.printable.context
    shown: dict[str, str] = {}
    for id, question in case.content.questions.items():
        value = context[question.topic][id.partition(".")[2]]
        if isinstance(value, list):
            shown[id] = f"{len(value)}行"
            shown.update(
                {
                    f"{id}/{row['key']}.{name}": text
                    for row in value
                    for name, text in row.items()
                    if name != "key"
                }
            )
        else:
            shown[id] = str(value)
    return shown


def progress(opened: OpenCase) -> tuple[int, int]:
    """How many of the questions that apply are settled, and how many apply."""
    active = opened.case.active()
    return sum(not opened.case.is_open(q.id) for q in active), len(active)
