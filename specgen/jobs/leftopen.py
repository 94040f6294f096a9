"""What keeps a final copy from being written, by topic, each with what to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..case.case import Case
from ..case.casefile import DocumentEntry
from ..check.run import Report
from ..content.pack import EDITION_LABELS
from ..model.finding import LEVEL_LABELS
from ..model.paper import Gap, Unconfirmed
from ..model.texttree import TextTree
from .papers import Paper
from .remarks import nameless

WHOLE = "文書の全体"


@dataclass(frozen=True, slots=True)
class Left:
    """One thing to settle: in which document, in which topic (labels), and what it is."""

    document: str
    topic: str
    text: str


def left_open(case: Case, paper: Paper, tree: TextTree, report: Report) -> list[Left]:
    """Must-findings, printed gaps of any sort and unconfirmed values, topic by topic in reading order."""
    labels = {topic.id: topic.label for topic in case.content.topics}
    order = {label: place for place, label in enumerate([WHOLE, *labels.values()])}
    found = [
        Left(paper.pack.entry.label, labels.get(id.partition(".")[0], WHOLE), text)
        for id, text in _found(case, paper, tree, report)
    ]
    return sorted(found, key=lambda left: order[left.topic])


def _found(case: Case, paper: Paper, tree: TextTree, report: Report) -> Iterator[tuple[str, str]]:
    """What is left, with the answer that it is about (empty for the whole paper)."""
    if nameless(case.content):
        yield "", f"【{LEVEL_LABELS['must']}】法人の名前が、specgen.yaml に書かれていません。"
    must = report.at_least("must")
    yield from ((f.subject, f"【{LEVEL_LABELS[f.level]}】{f.found}") for f in must)
    document = paper.pack.entry.document
    if case.entry.documents.get(document, DocumentEntry()).edition == "draft":
        yield (
            "",
            f"版の種類が「{EDITION_LABELS['draft']}」のままです。case.yaml の documents の {document} に、"
            f"edition: notice（{EDITION_LABELS['notice']}）と書いてください。",
        )
    told = {f.subject for f in must}
    printed = paper.printable.facts_printed
    for id, text in printed.items():
        if id in told:
            continue
        if isinstance(text, Gap):
            yield (
                id,
                f"「{_called(case, id)}」が決まっていません（{text.strip('（）')}）。{_computed(case, id)}",
            )
        elif isinstance(text, Unconfirmed):
            yield id, f"「{_called(case, id)}」は写した値のままです。確かめて、値だけを残してください。"
    open_ = told | {id for id, text in printed.items() if isinstance(text, Gap)}
    for gap, ids in _undecided(paper, tree).items():
        if not open_ & set(ids):
            yield next(iter(ids), ""), gap.strip("（）")


def _undecided(paper: Paper, tree: TextTree) -> dict[str, tuple[str, ...]]:
    """The printed gaps that stand for a section, a clause or an item, with the answers that would decide them."""
    text = "\n".join(block.text for block in tree.walk())
    return {gap: ids for gap, ids in paper.printable.deciders.items() if gap in text}


def _called(case: Case, id: str) -> str:
    """How a person calls an answer or a cell."""
    table, slash, cell = id.partition("/")
    if not slash:
        return case.content.names.label(id)
    row, _, column = cell.rpartition(".")
    labels = case.content.names
    return f"{labels.label(table)}／{row}／{labels.label(f'{table}/*.{column}')}"


def _computed(case: Case, id: str) -> str:
    """For a cell that nobody writes: where the answer is written from which it is taken."""
    table, _, cell = id.partition("/")
    row, _, name = cell.rpartition(".")
    question = case.content.questions.get(table)
    column = question.column(name) if question is not None and row else None
    if column is None or column.spec.kind != "calc":
        return ""
    other = case.content.questions[column.spec.of.partition("/*.")[0]]
    pointing = [c.label for c in other.spec.columns if c.spec.kind == "reference" and c.spec.to == table]
    return (
        f"ほかの答えから入る欄です。「{other.label}」の「{'・'.join(pointing)}」に {row} と書いてください。"
    )
