"""Where a case stands: per topic and per phase what is answered, open, undecided, with owner and date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ..content.pack import TYPE_LABELS
from ..content.question import PHASE_LABELS, PHASES, Question
from ..errors import Place, nearest
from ..model.answer import GAPS, STATE_LABELS, Answer, State
from ..workspace import OpenCase, case_place, open_case

if TYPE_CHECKING:
    from .chapters import Chapter

_WAITING = frozenset({State.UNDECIDED, State.UNKNOWN, State.UNREADABLE, State.COPIED, State.PREFILLED})


@dataclass(frozen=True, slots=True)
class OpenItem:
    """Something that is not settled: an answer or a cell, its state, who decides it and by when."""

    id: str
    label: str
    state: State
    phase: str
    who: str
    by: str
    note: str
    place: Place
    by_date: date | None = None
    """``by`` as a day, where it was read as one."""

    @property
    def state_label(self) -> str:
        """The state in Japanese."""
        return STATE_LABELS[self.state]


@dataclass(frozen=True, slots=True)
class Group:
    """A topic or a phase with its counts: ``settled`` of ``asked``, and how many are in which open state."""

    id: str
    label: str
    asked: int
    settled: int
    states: dict[State, int]
    owner: str = ""
    cells: int = 0
    """Open cells in tables that have an answer."""


@dataclass(frozen=True, slots=True)
class DocumentGroups:
    """A document with the chapters that will be printed and print something that is asked."""

    document: str
    label: str
    chapters: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class StrayName:
    """An answer under a name that no question has: kept, never printed."""

    name: str
    nearest: str
    place: Place


@dataclass(frozen=True, slots=True)
class Status:
    """The whole of it. ``items`` are undecided, unknown, unreadable or unconfirmed; blanks are counted only."""

    case: str
    type: str
    title: str
    topics: tuple[Group, ...]
    phases: tuple[Group, ...]
    documents: tuple[DocumentGroups, ...]
    items: tuple[OpenItem, ...]
    blanks: tuple[OpenItem, ...]
    inactive: tuple[OpenItem, ...]
    """Answers that are kept but do not apply at the moment."""
    strays: tuple[StrayName, ...]
    as_of: date
    unknown_owners: tuple[StrayName, ...] = ()
    """Keys of ``owners`` in case.yaml that are no topic and no chapter."""


def status(case_dir: Path) -> Status:
    """Where the case in ``case_dir`` stands."""
    from .chapters import contents_of  # who only asks for open items loads nothing of Word

    opened = open_case(case_dir, checklists=False)
    case = opened.case
    active = case.active()
    contents = contents_of(case)
    chapters = {id: ch.key for doc in reversed(contents) for ch in doc.chapters for id in ch.questions}
    items = tuple(item for q in active for item in open_items(opened, q, chapters.get(q.id, "")))
    return Status(
        case=opened.folder.absolute().name,
        type=TYPE_LABELS[case.entry.type],
        title=case.answers[title].written if (title := case.content.title_id) else "",
        topics=tuple(
            group
            for topic in case.content.topics
            if (
                group := _group(opened, topic.id, topic.label, [q for q in topic.questions if q in active])
            ).asked
        ),
        phases=tuple(
            _group(opened, phase, PHASE_LABELS[phase], [q for q in active if q.needed_from == phase])
            for phase in PHASES
        ),
        documents=tuple(
            DocumentGroups(doc.document, doc.label, _chapters(opened, doc.chapters, active))
            for doc in contents
        ),
        items=tuple(item for item in items if item.state in _WAITING),
        blanks=tuple(item for item in items if item.state is State.UNANSWERED),
        inactive=resting(opened),
        strays=tuple(StrayName(stray.name, stray.nearest, stray.place) for stray in case.strays),
        as_of=case.as_of,
        unknown_owners=unknown_owners(opened),
    )


def resting(opened: OpenCase) -> tuple[OpenItem, ...]:
    """Answers that are kept but do not apply at the moment, in reading order."""
    return tuple(
        _item(answer, question.label, question, _owner(opened, question))
        for id, question in opened.content.questions.items()
        if not (answer := opened.case.answers[id]).active and answer.state is not State.UNANSWERED
    )


def unknown_owners(opened: OpenCase) -> tuple[StrayName, ...]:
    """Keys of ``owners`` in case.yaml that are no topic and no chapter, with what was meant."""
    topics = {topic.id: topic.label for topic in opened.content.topics}
    chapters = {
        key for pack in opened.content.packs.values() for key in pack.entry.sections if "." not in key
    }
    ids = {label: id for id, label in topics.items()}
    return tuple(
        StrayName(
            name,
            ids.get(name) or nearest(name, [*topics, *sorted(chapters)]) or ids.get(nearest(name, ids), ""),
            case_place(opened.folder, "owners", name),
        )
        for name in opened.entry.owners
        if name not in topics and name not in chapters
    )


def _chapters(opened: OpenCase, chapters: Sequence[Chapter], active: Sequence[Question]) -> tuple[Group, ...]:
    asked = {q.id: q for q in active}
    groups = (
        _group(opened, chapter.key, chapter.title, [asked[id] for id in chapter.questions if id in asked])
        for chapter in chapters
    )
    return tuple(group for group in groups if group.asked)


def _group(opened: OpenCase, id: str, label: str, questions: list[Question]) -> Group:
    states = Counter(opened.case.answers[q.id].state for q in questions)
    settled = sum(n for state, n in states.items() if state not in GAPS)
    owner = opened.case.entry.owners.get(id, "")
    cells = sum("/" in item.id and item.state in GAPS for q in questions for item in open_items(opened, q))
    return Group(
        id,
        label,
        len(questions),
        settled,
        {s: n for s, n in states.items() if s in GAPS | _WAITING},
        owner,
        cells,
    )


def open_items(opened: OpenCase, question: Question, chapter: str = "") -> list[OpenItem]:
    """What is open or unconfirmed in one question: the answer itself, or cells of its table.

    Its owner is that of its topic, else that of the ``chapter`` that prints it, else that of the case.
    """
    answer = opened.case.answers[question.id]
    owner = _owner(opened, question, chapter)
    if answer.state in GAPS | _WAITING and not isinstance(answer.value, tuple):
        return [_item(answer, question.label, question, owner)]
    found: list[OpenItem] = []
    for row in answer.value if isinstance(answer.value, tuple) else ():
        for column in question.spec.columns:
            cell = row.cells[column.id]
            if cell.state in GAPS | _WAITING and cell.active:
                found.append(_item(cell, f"{question.label}／{row.key}／{column.label}", question, owner))
    return found


def _owner(opened: OpenCase, question: Question, chapter: str = "") -> str:
    owners = opened.entry.owners
    return owners.get(question.topic) or owners.get(chapter) or opened.entry.owner


def _item(answer: Answer, label: str, question: Question, owner: str) -> OpenItem:
    note = answer.why or answer.note or ("、".join(x for x in (answer.origin, answer.as_of) if x))
    return OpenItem(
        answer.id, label, answer.state, PHASE_LABELS[question.needed_from], answer.who or owner, answer.by, note,
        answer.place, answer.by_date,
    )  # fmt: skip
