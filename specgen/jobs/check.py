"""Run the checklist of one document on a case, with the text it would print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ..case.case import Case
from ..case.printing import Copy
from ..check.run import Report, rules_of, run_rules
from ..check.verdicts import Checked
from ..errors import ContentError, Fault, nearest
from ..model.texttree import TextTree
from ..word.read import read_tree
from ..workspace import OpenCase, open_case
from .papers import Paper, print_paper


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


def check(case_dir: Path, doc: str, stage: str, as_of: date | None) -> CheckResult:
    """Check one document of the case in ``case_dir`` at ``stage`` (``draft`` or ``submit``)."""
    opened = open_case(case_dir, as_of=as_of)
    paper = print_paper(opened.case, doc, Copy())
    report = report_on(opened.case, paper, read_tree(paper.parts), stage)
    answered, asked = progress(opened)
    return CheckResult(
        case_dir.name, doc, paper.pack.entry.label, stage, opened.case.as_of, report, answered, asked
    )


def report_on(case: Case, paper: Paper, tree: TextTree, stage: str) -> Report:
    """The verdicts of the document's profile on a printed paper; raises ``ContentError`` when a rule is at fault."""
    entry = paper.pack.entry
    profile = case.content.profiles.get(entry.profile)
    if profile is None:
        raise ContentError(
            Fault("R05", f"ひな形「{entry.label}」の規則の一覧「{entry.profile}」がありません。", case.content.places[f"pack:{entry.document}"],
                  entry.profile, nearest(entry.profile, case.content.profiles))
        )  # fmt: skip
    checked = Checked(case, all_shown(case, paper), entry.document, tree, paper.facts, stage)
    return run_rules(rules_of(case.content, profile, stage), checked)


def all_shown(case: Case, paper: Paper) -> Mapping[str, str]:
    """Every answer as text, by id and by cell address, for the words of findings."""
    context = paper.printable.context
    shown: dict[str, str] = {}
    for id, question in case.content.questions.items():
        value = context[question.topic][id.partition(".")[2]]
        if isinstance(value, list):
            shown[id] = f"{len(value)}行"
            shown.update({f"{id}/{row['key']}.{name}": text for row in value for name, text in row.items() if name != "key"})
        else:
            shown[id] = str(value)
    return shown


def progress(opened: OpenCase) -> tuple[int, int]:
    """How many of the questions that apply are settled, and how many apply."""
    active = opened.case.active()
    return sum(not opened.case.is_open(q.id) for q in active), len(active)


