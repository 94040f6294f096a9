"""The state of an interview as values: the case, what is being asked, and what a person's line led to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ..case.case import Case, resolve
from ..content.formerly import counting
from ..content.library import Content
from ..content.question import Question
from ..model.answer import Answer, Row, State, Written
from ..model.spec import Column, Spec
from .fieldtext import bare
from .writing import todays_names

NOTHING = Written(State.UNANSWERED)


@dataclass(frozen=True, slots=True)
class Field:
    """What one answer goes into: a question, or a cell of its table. ``fresh``: a row that is being added."""

    id: str
    row: str = ""
    column: str = ""
    fresh: bool = False


# What is awaited next. ``Done``: nothing more is to be asked.


@dataclass(frozen=True, slots=True)
class AskField:
    """An answer. ``kept`` is what was typed before and could not be read."""

    field: Field
    kept: str = ""


@dataclass(frozen=True, slots=True)
class Lines:
    """The next line of a text; one dot ends it."""

    field: Field
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Details:
    """What belongs to a state: by when, who, a note, the reason."""

    field: Field
    state: State
    given: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeepText:
    """Whether a text that cannot be read is to be kept as it is."""

    field: Field
    text: str


@dataclass(frozen=True, slots=True)
class Menu:
    """What is to be done with a table that has an answer."""

    id: str


@dataclass(frozen=True, slots=True)
class PickRow:
    """Which row is to be changed, or taken away."""

    id: str
    remove: bool = False


@dataclass(frozen=True, slots=True)
class ConfirmRemoval:
    """Whether a row is really to be taken away."""

    id: str
    row: str


@dataclass(frozen=True, slots=True)
class Done:
    """Every question has been asked."""


Step = AskField | Lines | Details | KeepText | Menu | PickRow | ConfirmRemoval | Done


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a person said: an answer, a cell, or (``new`` None) a row taken away.

    ``old`` is what stood there when it was said; if something else stands there by now, somebody else wrote it.
    """

    field: Field
    new: Written | None
    old: Written

    def on(self, answer: Written | None) -> Written:
        """The whole answer to the question after the change."""
        if not self.field.row:
            return self.new or NOTHING
        base = answer if answer is not None and answer.rows is not None else Written(State.ANSWERED, rows={})
        rows = {key: dict(cells) for key, cells in (base.rows or {}).items()}
        if self.new is None:
            rows.pop(self.field.row, None)
        else:
            rows.setdefault(self.field.row, {})[self.field.column] = self.new
        return replace(base, rows=rows) if rows else NOTHING

    def disturbed(self, answer: Written | None) -> bool:
        """Whether something else stands there now than when the change was said."""
        return settled(standing(answer, self.field)) != settled(self.old)


@dataclass(frozen=True, slots=True)
class Session:
    """An interview at one moment. ``written`` has every name as of today; ``used`` row keys that are gone.

    ``only`` and ``among`` (where it is not None) say which questions the interview is about. ``trail`` are the
    questions that were left behind, in order; ``passed`` those not to be asked again.
    """

    case: Case
    written: Mapping[str, Written]
    only: str = ""
    among: frozenset[str] | None = None
    step: Step = Done()
    trail: tuple[str, ...] = ()
    passed: frozenset[str] = frozenset()
    used: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def content(self) -> Content:
        """The content that is asked."""
        return self.case.content

    def question(self, id: str) -> Question:
        """The question ``id``."""
        return self.content.questions[id]

    def column(self, at: Field) -> Column | None:
        """The column of a cell; None for a whole answer."""
        return self.question(at.id).column(at.column) if at.column else None

    def spec(self, at: Field) -> Spec:
        """What the kind of the field needs to know."""
        column = self.column(at)
        return column.spec if column is not None else self.question(at.id).spec

    def current(self, at: Field) -> Written:
        """What stands in the field now."""
        return standing(self.written.get(at.id), at)

    def answer(self, at: Field) -> Answer:
        """What the field is read as."""
        whole = self.case.answers[at.id]
        if not at.row:
            return whole
        row = next((row for row in self.rows(at.id) if row.key == at.row), None)
        cell = row.cells.get(at.column) if row is not None else None
        return cell if cell is not None else Answer(at.id, State.UNANSWERED)

    def rows(self, id: str) -> tuple[Row, ...]:
        """The rows of a table; empty when it has none."""
        value = self.case.answers[id].value if id in self.case.answers else None
        return value if isinstance(value, tuple) else ()

    def after(self, change: Change) -> Session:
        """The session once ``change`` is made; what applies is decided again."""
        id = change.field.id
        written = {**self.written, id: change.on(self.written.get(id))}
        used = self.used
        if change.new is None and change.field.row:
            used = {**used, id: used.get(id, frozenset()) | {change.field.row}}
        case = resolve(self.content, self.case.entry, written, self.case.as_of)
        return replace(self, written=written, case=case, used=used)

    def refreshed(self, written: Mapping[str, Written], case: Case) -> Session:
        """The session with the answers as they are in the file now."""
        return replace(self, written=names_of_today(written, case.content), case=case)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a line led to. ``change`` is to be saved before anything else is asked.

    ``again``: the same thing is asked once more, its screen need not be shown again. ``over``: the person leaves.
    """

    session: Session
    say: tuple[str, ...] = ()
    change: Change | None = None
    again: bool = False
    over: bool = False


def standing(answer: Written | None, at: Field) -> Written:
    """What stands in a field of ``answer``; for a row without a column, the whole answer."""
    if answer is None:
        return NOTHING
    if not at.row or answer.rows is None:
        return NOTHING if at.column else answer
    return answer.rows.get(at.row, {}).get(at.column, NOTHING) if at.column else answer


def settled(found: Written) -> Written:
    """``found`` without places, for comparing."""
    if found.rows is None:
        return bare(found)
    rows = {key: {name: bare(cell) for name, cell in cells.items()} for key, cells in found.rows.items()}
    return replace(bare(found), rows=rows)


def names_of_today(written: Mapping[str, Written], content: Content) -> dict[str, Written]:
    """What is written, under the names of today."""
    found: dict[str, Written] = {}
    for id, name in counting(written, content.today).items():
        question = content.questions.get(id)
        found[id] = todays_names(question, written[name], content) if question is not None else written[name]
    return found
