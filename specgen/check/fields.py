"""The answers and cells of a case of which something may be said: open, not readable, not confirmed, doubtful."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..case.case import Case
from ..case.typing import row_name
from ..content.question import Question
from ..model.answer import Answer, Row, State
from ..model.spec import Column

_SETTLED = frozenset({State.ANSWERED, State.NONE, State.NOT_APPLICABLE})


class Field(NamedTuple):
    """One answer, or one cell (then ``column`` and ``row`` are those in which it stands)."""

    question: Question
    answer: Answer
    column: Column | None = None
    row: Row | None = None

    @property
    def label(self) -> str:
        """How it is called."""
        if self.column is None or self.row is None:
            return self.question.label
        return f"{self.question.label}の「{row_name(self.row) or self.row.key}」の{self.column.label}"


def unsettled(case: Case) -> Iterator[Field]:
    """Every active answer that is not simply there, each followed by the active cells of its table that are not."""
    for question in case.active():
        answer = case.answers[question.id]
        if answer.state not in _SETTLED or answer.remarks:
            yield Field(question, answer)
        if question.type == "table" and isinstance(answer.value, tuple):
            columns = question.spec.columns
            for row in answer.value:
                cells = row.cells
                for column in columns:
                    cell = cells[column.id]
                    if (cell.state not in _SETTLED or cell.remarks) and cell.active:
                        yield Field(question, cell, column, row)
