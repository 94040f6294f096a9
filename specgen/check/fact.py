"""Rules on facts: an expression over answers, answers that must be there, or states they should not be in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..case.deciding import RowLook, row_look
from ..case.typing import row_name
from ..content.question import Question
from ..content.rule import FactRule
from ..content.rulenames import CompiledRule
from ..model.answer import HAS_VALUE, Answer, Row, State
from ..model.finding import Finding
from ..model.spec import Column
from .states import BLANKS, STATES
from .tracing import deciders
from .verdicts import Checked, finding, gap_words, undecided

_SETTLED = (State.NONE, State.NOT_APPLICABLE, State.UNREADABLE)
"""Nothing is missing there; what cannot be read has a rule of its own."""


def check_fact(compiled: CompiledRule, checked: Checked, covered: frozenset[str]) -> Iterator[Finding]:
    """Verdicts of one rule of kind ``fact``; ``covered`` are addresses other rules' ``needs`` speak of."""
    rule = compiled.rule
    assert isinstance(rule, FactRule)
    if rule.needs:
        yield from _missing(compiled, rule, checked)
    elif rule.state:
        yield from STATES[rule.state](compiled, checked, covered)
    elif rule.in_order:
        yield from _in_order(compiled, rule, checked)
    elif rule.table:
        yield from _each_row(compiled, rule, checked)
    elif rule.listed:
        yield from _each_value(compiled, rule, checked)
    else:
        yield from _once(compiled, checked)


def _once(compiled: CompiledRule, checked: Checked) -> Iterator[Finding]:
    assert compiled.find is not None
    case = checked.case
    verdict = compiled.find.evaluate(case.deciding)
    if verdict is None:
        yield undecided(compiled, checked, deciders(compiled.find, case, case.deciding))
    elif verdict:
        yield finding(compiled, checked, _subject(compiled), {})


def _subject(compiled: CompiledRule) -> str:
    """What a rule speaks about: what it says, else the first answer that it reads."""
    assert compiled.find is not None
    answers = sorted(
        id for id in compiled.find.reads if "/" not in id and not id.startswith(("case.", "org."))
    )
    return compiled.rule.about or next(iter(answers), f"rule:{compiled.id}")


def _each_row(compiled: CompiledRule, rule: FactRule, checked: Checked) -> Iterator[Finding]:
    """Verdicts row by row; rows that cannot be decided yet are told together, once."""
    assert compiled.find is not None
    case, table = checked.case, rule.table
    answer = case.answers[table]
    asks: dict[str, None] = {}
    rows = answer.value if answer.active and isinstance(answer.value, tuple) else ()
    for row, look in zip(rows, case.deciding.looks(table) if rows else (), strict=True):
        verdict = compiled.find.evaluate(look)
        if verdict is None:
            asks.update(dict.fromkeys(deciders(compiled.find, case, look, rows_too=False)))
        elif verdict:
            cell = (
                row.cells[rule.about.removeprefix("row.")] if rule.about else next(iter(row.cells.values()))
            )
            values = row_values(checked, table, row)
            yield finding(compiled, checked, cell.id, values, look=look, place=cell.place)
    if asks:
        yield undecided(compiled, checked, asks)


def _each_value(compiled: CompiledRule, rule: FactRule, checked: Checked) -> Iterator[Finding]:
    """Verdicts for each answer and cell of a list; what is not there yet has rules of its own."""
    assert compiled.find is not None
    asks: dict[str, None] = {}
    for answer, question, column, row in _listed(rule.listed, checked):
        if not answer.active or answer.state not in HAS_VALUE:
            continue
        look = RowLook(checked.case.deciding, {"it": answer})
        verdict = compiled.find.evaluate(look)
        if verdict is None:
            asks.update(dict.fromkeys(deciders(compiled.find, checked.case, look, rows_too=False)))
        elif verdict:
            it = checked.shown.get(answer.id, answer.written)
            name = (row_name(row) or row.key) if row is not None else ""
            label = f"「{name}」の{column.label}" if column is not None else question.label
            values = {"label": label, "it": it, "row.name": name}
            yield finding(compiled, checked, answer.id, values, look=look, place=answer.place)
    if asks:
        yield undecided(compiled, checked, asks)


def _listed(
    ids: tuple[str, ...], checked: Checked
) -> Iterator[tuple[Answer, Question, Column | None, Row | None]]:
    """Each active answer, and each cell of the columns with its row."""
    for id in ids:
        table, star, column_id = id.partition("/*.")
        question, answer = checked.case.content.questions[table], checked.case.answers[table]
        if not answer.active:
            continue
        if not star:
            yield answer, question, None, None
            continue
        column = question.column(column_id)
        assert column is not None
        for row in answer.value if isinstance(answer.value, tuple) else ():
            yield row.cells[column_id], question, column, row


def _in_order(compiled: CompiledRule, rule: FactRule, checked: Checked) -> Iterator[Finding]:
    """Each date that lies before the one that should come first; what has no day yet is left out."""
    deciding = checked.case.deciding
    before = ""
    for after in rule.in_order:
        first, last = deciding.first_day(after), deciding.last_day(after)
        if not (isinstance(first, date) and isinstance(last, date)):
            continue
        if before and last < deciding.first_day(before):
            values = {
                "before": checked.shown.get(before, ""),
                "before.label": checked.case.content.questions[before].label,
                "after": checked.shown.get(after, ""),
                "after.label": checked.case.content.questions[after].label,
            }
            yield finding(compiled, checked, after, values, read=[before, after])
        before = after


def _missing(compiled: CompiledRule, rule: FactRule, checked: Checked) -> Iterator[Finding]:
    """Each answer and cell that the rule needs and that is a gap; an empty table is told once, as a whole."""
    told: set[str] = set()
    for need in rule.needs:
        id, star, column_id = need.partition("/*.")
        answer = checked.case.answers[id]
        if not answer.active or answer.state in _SETTLED or id in told:
            continue
        if answer.state in BLANKS or (star and not answer.value):
            told.add(id)
            label = checked.case.content.questions[id].label
            values = {"label": "行" if star else label, "gap": gap_words(answer), "row.name": label}
            values["missing"] = f"「{label}」"
            yield finding(compiled, checked, id, values, place=answer.place, read=[id])
        elif star:
            yield from _missing_cells(compiled, checked, id, column_id)


def _missing_cells(compiled: CompiledRule, checked: Checked, table: str, column_id: str) -> Iterator[Finding]:
    column = checked.case.content.questions[table].column(column_id)
    assert column is not None
    for row in checked.case.answers[table].value:
        cell = row.cells[column_id]
        if cell.active and cell.state in BLANKS:
            values = row_values(checked, table, row) | {"label": column.label, "gap": gap_words(cell)}
            values["missing"] = f"「{values['row.name']}」の{column.label}"
            look = row_look(checked.case.deciding, row)
            yield finding(compiled, checked, cell.id, values, look=look, place=cell.place, read=[cell.id])


def row_values(checked: Checked, table: str, row: Row) -> dict[str, str]:
    """What the words of a rule may say of a row: every cell as printed, and the row's name."""
    values = {
        f"row.{name}": checked.shown.get(f"{table}/{row.key}.{name}", cell.written)
        for name, cell in row.cells.items()
    }
    return values | {"row.name": row_name(row) or row.key}
