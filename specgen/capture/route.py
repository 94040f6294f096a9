"""Which question comes next in an interview, and which column of a table: the way forward and the way back."""

from __future__ import annotations

from dataclasses import replace
from fnmatch import fnmatchcase

from ..content.question import Question
from ..model.answer import Answer, State
from ..model.spec import Column
from .session import AskField, Done, Field, Menu, Session
from .writing import next_row_key

_WANTING = frozenset({State.UNANSWERED, State.UNREADABLE, State.COPIED, State.PREFILLED})


def selected(session: Session) -> list[Question]:
    """The questions that this interview is about, in reading order: all, those that ``only`` names, new ones."""
    labels = {topic.id: topic.label for topic in session.content.topics}
    return [
        q
        for q in session.content.questions.values()
        if q.type != "calc"
        and (session.among is None or q.id in session.among)
        and (
            not session.only
            or any(fnmatchcase(name, session.only) for name in (q.id, q.topic, labels.get(q.topic, "")))
        )
    ]


def asked(session: Session) -> list[Question]:
    """Those of ``selected`` that apply or may apply."""
    return [q for q in selected(session) if session.case.answers[q.id].active]


def is_open(session: Session, id: str) -> bool:
    """Whether a person still has something to say: unanswered, unreadable, copied, or with such cells.

    未定 and わからない are answers.
    """
    answer = session.case.answers[id]
    return answer.state in _WANTING or bool(session.rows(id) and holes(session, id))


def holes(session: Session, id: str) -> list[tuple[str, Column]]:
    """Cells that must not stay empty and are, and those that cannot be read."""
    return [
        (row.key, column)
        for row in session.rows(id)
        for column in columns(session, id)
        if _is_hole(row.cells[column.id])
    ]


def _is_hole(cell: Answer) -> bool:
    return cell.state is State.UNREADABLE or (cell.state is State.UNANSWERED and cell.active)


def columns(session: Session, id: str) -> list[Column]:
    """The columns that a person fills in."""
    return [column for column in session.question(id).spec.columns if column.spec.kind != "calc"]


def arrive(session: Session, id: str) -> Session:
    """The session as it asks ``id``: a table with an answer by its menu, else field by field."""
    if session.question(id).type != "table":
        return replace(session, step=AskField(Field(id)))
    if session.case.answers[id].state is not State.UNANSWERED:
        return replace(session, step=Menu(id))
    return add_row(session, id)


def add_row(session: Session, id: str) -> Session:
    """The session as it asks the first column of a fresh row; its key was never used before."""
    taken = (
        {row.key for row in session.rows(id)} | session.used.get(id, frozenset()) | _pointed_to(session, id)
    )
    key = next_row_key(session.question(id).spec.prefix, taken)
    return replace(session, step=AskField(Field(id, key, columns(session, id)[0].id, fresh=True)))


def edit_row(session: Session, id: str, row: str) -> Session:
    """The session as it goes through a row that is there."""
    return replace(session, step=AskField(Field(id, row, columns(session, id)[0].id)))


def _pointed_to(session: Session, id: str) -> set[str]:
    """Row keys of this table that references elsewhere name, also when the row is gone."""
    return {cell.written.strip() for _, _, cell in references_to(session, id)}


def references_to(session: Session, id: str) -> list[tuple[Question, str, Answer]]:
    """Every reference into the table ``id``: its question, its row ("" for a whole answer), its answer."""
    found = []
    for question in session.content.questions.values():
        if question.type == "reference" and question.to == id:
            found.append((question, "", session.case.answers[question.id]))
        for column in question.spec.columns:
            if column.spec.kind == "reference" and column.spec.to == id:
                found += [(question, row.key, row.cells[column.id]) for row in session.rows(question.id)]
    return found


def first(session: Session) -> Session:
    """The session at its first open question (with ``only``: at the first one named)."""
    return _arrive_or_end(session, _next(session, ""))


def onward(session: Session, at: Field) -> Session:
    """The session after a field is settled or passed over: the next column, row or question."""
    if not at.row:
        return leave(session, at.id)
    order = [column.id for column in columns(session, at.id)]
    place = order.index(at.column) + 1
    if place < len(order):
        return replace(session, step=AskField(replace(at, column=order[place])))
    return add_row(session, at.id) if at.fresh else replace(session, step=Menu(at.id))


def end_of_rows(session: Session, id: str) -> Session:
    """The session after the person added the last row."""
    return replace(session, step=Menu(id)) if session.rows(id) else leave(session, id)


def leave(session: Session, id: str) -> Session:
    """The session at the next open question behind ``id``; earlier ones come when the end is reached."""
    session = replace(session, trail=(*session.trail, id), passed=session.passed | {id})
    return _arrive_or_end(session, _next(session, id))


def back(session: Session, at: Field) -> Session | None:
    """The session one step back: the column before, the table, the question before; None at the very first."""
    if at.row:
        order = [column.id for column in columns(session, at.id)]
        place = order.index(at.column)
        if place:
            return replace(session, step=AskField(replace(at, column=order[place - 1])))
        if session.rows(at.id):
            return replace(session, step=Menu(at.id))
    return back_from(session, at.id)


def back_from(session: Session, id: str) -> Session | None:
    """The session at the question before ``id``: the one last left behind, else the one before it in order."""
    trail = list(session.trail)
    while trail:
        before = trail.pop()
        if before != id and session.case.answers[before].active:
            return arrive(replace(session, trail=tuple(trail)), before)
    order = [q.id for q in asked(session)]
    place = order.index(id) if id in order else 0
    return arrive(replace(session, trail=()), order[place - 1]) if place else None


def _next(session: Session, behind: str) -> str:
    order = [q.id for q in asked(session)]
    everything = list(session.content.questions)
    start = everything.index(behind) if behind else -1
    waiting = [id for id in order if id not in session.passed and (session.only or is_open(session, id))]
    later = [id for id in waiting if everything.index(id) > start]
    return next(iter(later or waiting), "")


def _arrive_or_end(session: Session, id: str) -> Session:
    return arrive(session, id) if id else replace(session, step=Done())
