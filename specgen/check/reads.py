"""What a verdict stood on: the answers, settings and dated values that a rule read, as they were."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..case.case import Case
from ..case.deciding import Deciding, RowLook
from ..case.typing import row_name
from ..content.rulenames import CompiledRule
from ..model.answer import Answer, State

Look = Deciding | RowLook


def reads_of(compiled: CompiledRule, case: Case, look: Look, more: Iterable[str] = ()) -> Mapping[str, Any]:
    """Everything that ``compiled`` read, by address; ``look`` may be a row."""
    found: dict[str, Any] = {}
    conditions = (f"condition:{name}" for name in compiled.uses)
    for id in sorted({*compiled.reads, *more, *conditions}):
        found.update(_one(id, case, look))
    for name in sorted(compiled.parameters):
        values = case.content.parameters[name].current(case.as_of)
        found[f"param:{name}"] = {key: valid.written for key, valid in sorted(values.items())}
    return found


def _one(id: str, case: Case, look: Look) -> Iterator[tuple[str, Any]]:
    if isinstance(look, RowLook) and (cell := look.cells.get(id)) is not None:
        yield cell.id, as_read(cell)
        return
    if id.startswith("condition:"):
        yield id, case.deciding.condition(id.removeprefix("condition:"))
    elif id == "case.type":
        yield id, case.entry.type
    elif id.startswith("org."):
        yield id, case.content.org().get(id[4:], "")
    elif id.startswith("section:"):
        return
    elif "/*." in id:
        yield from ((cell.id, as_read(cell)) for cell in _cells(id, case))
    elif "/" in id:
        if (found := cell_of(case, id)) is not None:
            yield id, as_read(found)
    elif (answer := case.answers.get(id)) is not None:
        yield id, as_read(answer)


def as_read(answer: Answer) -> Mapping[str, Any]:
    """An answer as a finding keeps it: its state, and what was written."""
    told: dict[str, Any] = {"state": str(answer.state) if answer.active else "inactive"}
    if isinstance(answer.value, tuple):
        told["rows"] = [row.key for row in answer.value]
    elif answer.written:
        told["value"] = answer.written
    for name, text in (("note", answer.note), ("by", answer.by), ("who", answer.who), ("why", answer.why)):
        if text and answer.state is not State.ANSWERED:
            told[name] = text
    return told


def cell_of(case: Case, address: str) -> Answer | None:
    """The cell at ``table/ROW.column``."""
    table, _, rest = address.partition("/")
    key, _, column = rest.rpartition(".")
    answer = case.answers.get(table)
    rows = answer.value if answer is not None and isinstance(answer.value, tuple) else ()
    return next((row.cells.get(column) for row in rows if row.key == key), None)


def row_called(case: Case, address: str) -> str:
    """What the row of a cell is called; its key where the answers have no such row."""
    table, _, rest = address.partition("/")
    key = rest.rpartition(".")[0]
    answer = case.answers.get(table)
    rows = answer.value if answer is not None and isinstance(answer.value, tuple) else ()
    return next((row_name(row) or key for row in rows if row.key == key), key)


def _cells(id: str, case: Case) -> Iterator[Answer]:
    table, _, column = id.partition("/*.")
    answer = case.answers.get(table)
    for row in answer.value if answer is not None and isinstance(answer.value, tuple) else ():
        if (cell := row.cells.get(column)) is not None:
            yield cell
