"""Derived columns: what is computed from other answers, never written by a person."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..content.question import Question
from ..model.answer import HAS_VALUE, Answer
from ..model.kinds import KINDS
from ..model.spec import HouseStyle

Calc = Callable[[Mapping[str, Question], Mapping[str, Answer], Answer, str, HouseStyle], str]
"""From questions and answers, the computed cell, the column that it reads, and the house style: the printed text."""


def referring(
    questions: Mapping[str, Question], answers: Mapping[str, Answer], cell: Answer, of: str, style: HouseStyle
) -> str:
    """What stands in the column ``of`` of another table, in the rows that refer to the row of ``cell``, each once."""
    table, _, place = cell.id.partition("/")
    other, _, name = of.partition("/*.")
    column = questions[other].column(name)
    pointing = [
        c.id for c in questions[other].spec.columns if c.spec.kind == "reference" and c.spec.to == table
    ]
    rows = answers[other].value
    if column is None or not isinstance(rows, tuple):
        return ""
    key = place.rpartition(".")[0]
    cells = [row.cells[name] for row in rows if any(row.cells[id].value == key for id in pointing)]
    kind, spec = KINDS[column.spec.kind], column.spec
    shown = (kind.show(found.value, spec, style) for found in cells if found.state in HAS_VALUE)
    return style.comma[0].join(dict.fromkeys(shown))


CALCS: Mapping[str, Calc] = {"referring": referring}
"""Every registered calculation by the name that ``calc:`` uses."""
