"""Rules on facts: an expression over answers, answers that must be there, or states they should not be in."""

from __future__ import annotations

from collections.abc import Iterator

from ..case.deciding import RowLook
from ..case.typing import row_name
from ..content.rule import FactRule
from ..content.rulenames import CompiledRule
from ..model.answer import Row, State
from ..model.finding import Finding
from .reads import deciders
from .states import BLANKS, STATES
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
    elif rule.each:
        yield from _each_row(compiled, rule, checked)
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
    case = checked.case
    table = case.answers[rule.each]
    asks: dict[str, None] = {}
    for row in table.value if table.active and isinstance(table.value, tuple) else ():
        look = RowLook(case.deciding, row)
        verdict = compiled.find.evaluate(look)
        if verdict is None:
            asks.update(dict.fromkeys(deciders(compiled.find, case, look, rule.each)))
        elif verdict:
            column = (
                rule.about.removeprefix("row.") if rule.about.startswith("row.") else next(iter(row.cells))
            )
            yield finding(
                compiled,
                checked,
                f"{rule.each}/{row.key}.{column}",
                row_values(checked, rule.each, row),
                look=look,
                table=rule.each,
                place=row.cells[column].place,
            )
    if asks:
        yield undecided(compiled, checked, asks)


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
            yield finding(compiled, checked, id, values, place=answer.place, read=[id])
        elif star:
            yield from _missing_cells(compiled, checked, id, column_id)


def _missing_cells(compiled: CompiledRule, checked: Checked, table: str, column_id: str) -> Iterator[Finding]:
    column = checked.case.content.questions[table].column(column_id)
    assert column is not None
    for row in checked.case.answers[table].value:
        cell = row.cells[column_id]
        if cell.state in BLANKS:
            values = row_values(checked, table, row) | {"label": column.label, "gap": gap_words(cell)}
            look = RowLook(checked.case.deciding, row)
            yield finding(
                compiled, checked, cell.id, values, look=look, table=table, place=cell.place, read=[cell.id]
            )


def row_values(checked: Checked, table: str, row: Row) -> dict[str, str]:
    """What the words of a rule may say of a row: every cell as printed, and the row's name."""
    values = {
        f"row.{name}": checked.shown.get(f"{table}/{row.key}.{name}", cell.written)
        for name, cell in row.cells.items()
    }
    return values | {"row.name": row_name(row) or row.key}
