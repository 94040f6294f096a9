"""Every answer and cell of a case with its address and how it is called."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..case.case import Case
from ..case.typing import row_name
from ..content.question import Question
from ..model.answer import Answer
from ..model.spec import Column


class Field(NamedTuple):
    """One answer, or one cell (then ``column`` is its column and ``row`` the name of its row)."""

    id: str
    question: Question
    answer: Answer
    column: Column | None = None
    row: str = ""

    @property
    def label(self) -> str:
        """How it is called."""
        if self.column is None:
            return self.question.label
        return f"{self.question.label}の「{self.row}」の{self.column.label}"


def each_field(case: Case) -> Iterator[Field]:
    """Every active answer, then every active cell of its table."""
    for question in case.active():
        answer = case.answers[question.id]
        yield Field(question.id, question, answer)
        if question.type == "table" and isinstance(answer.value, tuple):
            for row in answer.value:
                name = row_name(row) or row.key
                for column in question.spec.columns:
                    cell = row.cells[column.id]
                    if cell.active:
                        yield Field(cell.id, question, cell, column, name)
