"""Rules on facts: an expression over answers, answers that must be there, or states they should not be in."""

from __future__ import annotations

from collections.abc import Iterator

from ..case.case import Case
from ..case.rowlook import RowLook
from ..case.typing import row_name
from ..content.question import PHASES
from ..content.rulenames import CompiledRule
from ..errors import NOWHERE, Place
from ..model.answer import GAPS, HAS_VALUE, Answer, Row, State
from ..model.finding import Finding
from ..model.spec import Column
from .verdicts import Checked, finding, gap_words, undecided

_BLANKS = GAPS - {State.UNREADABLE}
"""What cannot be read has a rule of its own, and is told once."""


def check_fact(compiled: CompiledRule, checked: Checked, covered: frozenset[str]) -> Iterator[Finding]:
    """Findings of one rule of kind ``fact``; ``covered`` are addresses other rules' ``needs`` speak of."""
    rule, case = compiled.rule, checked.case
    applies = case.deciding.when(rule.when)
    if applies is False:
        return
    if applies is None:
        condition = case.content.whens[rule.when]
        yield undecided(
            compiled, checked, rule.about or f"rule:{compiled.id}", case.deciding.open_questions(condition)
        )
    elif rule.needs:
        yield from _missing(compiled, checked)
    elif rule.state:
        yield from _STATES[rule.state](compiled, checked, covered)
    elif rule.each:
        yield from _each_row(compiled, checked)
    else:
        yield from _once(compiled, checked)


def _once(compiled: CompiledRule, checked: Checked) -> Iterator[Finding]:
    assert compiled.find is not None
    case = checked.case
    verdict = compiled.find.evaluate(case.deciding)
    subject = compiled.rule.about or next(iter(sorted(compiled.find.reads)), f"rule:{compiled.id}")
    if verdict is None:
        yield undecided(compiled, checked, subject, case.deciding.open_questions(compiled.find))
    elif verdict:
        yield finding(compiled, checked, subject, {}, place=_place(case, subject))


def _each_row(compiled: CompiledRule, checked: Checked) -> Iterator[Finding]:
    assert compiled.find is not None
    rule, case = compiled.rule, checked.case
    table = case.answers[rule.each]
    for row in table.value if table.active and isinstance(table.value, tuple) else ():
        if compiled.find.evaluate(RowLook(case.deciding, row)) is True:
            column = (
                rule.about.removeprefix("row.") if rule.about.startswith("row.") else next(iter(row.cells))
            )
            subject = f"{rule.each}/{row.key}.{column}"
            yield finding(
                compiled,
                checked,
                subject,
                _row_values(checked, rule.each, row),
                place=row.cells[column].place,
            )


def _missing(compiled: CompiledRule, checked: Checked) -> Iterator[Finding]:
    """Each answer and cell that the rule needs and that is a gap; an empty table is told once, as a whole."""
    told: set[str] = set()
    for need in compiled.rule.needs:
        id, star, column_id = need.partition("/*.")
        answer = checked.case.answers[id]
        settled = (State.NONE, State.NOT_APPLICABLE, State.UNREADABLE)  # the last has a rule of its own
        if not answer.active or answer.state in settled or id in told:
            continue
        if answer.state in _BLANKS or (star and not answer.value):
            told.add(id)
            label = checked.case.content.questions[id].label
            values = {"label": "行" if star else label, "gap": gap_words(answer), "row.name": label}
            yield finding(compiled, checked, id, values, place=answer.place)
        elif star:
            yield from _missing_cells(compiled, checked, id, column_id)


def _missing_cells(compiled: CompiledRule, checked: Checked, table: str, column_id: str) -> Iterator[Finding]:
    column = checked.case.content.questions[table].column(column_id)
    assert column is not None
    for row in checked.case.answers[table].value:
        cell = row.cells[column_id]
        if cell.state in _BLANKS:
            values = _row_values(checked, table, row) | {"label": column.label, "gap": gap_words(cell)}
            yield finding(compiled, checked, cell.id, values, place=cell.place)


def _row_values(checked: Checked, table: str, row: Row) -> dict[str, str]:
    values = {
        f"row.{name}": checked.shown.get(f"{table}/{row.key}.{name}", cell.written)
        for name, cell in row.cells.items()
    }
    return values | {"row.name": row_name(row) or row.key}


def _place(case: Case, subject: str) -> Place:
    answer = case.answers.get(subject)
    return answer.place if answer is not None else NOWHERE


# -- states that answers should not be in -----------------------------------------------------------------------
def each_field(case: Case) -> Iterator[tuple[str, str, Answer, Column | None]]:
    """Every active answer, then every active cell of its table: address, how it is called, the answer, its column."""
    for question in case.active():
        answer = case.answers[question.id]
        yield question.id, question.label, answer, None
        if question.type == "table" and isinstance(answer.value, tuple):
            for row in answer.value:
                called = f"{question.label}の「{row_name(row) or row.key}」の"
                for column in question.spec.columns:
                    cell = row.cells[column.id]
                    if cell.active:
                        yield cell.id, f"{called}{column.label}", cell, column


def _blank(compiled: CompiledRule, checked: Checked, covered: frozenset[str]) -> Iterator[Finding]:
    """Blanks of this document among the questions needed by the drafting phase; optional columns are no blanks."""
    case = checked.case
    due = PHASES if checked.stage == "submit" else PHASES[: PHASES.index("draft") + 1]
    for id, label, answer, column in each_field(case):
        question = case.content.questions[id.partition("/")[0]]
        address = id if column is None else f"{question.id}/*.{column.id}"
        optional = column is not None and (not column.required or column.spec.kind == "calc")
        open_ = answer.state in _BLANKS
        needed = question.needed_from in due and (checked.concerns is None or question.id in checked.concerns)
        if open_ and needed and not optional and address not in covered:
            values = {"label": label, "gap": gap_words(answer), "why": question.why, "good": question.good}
            if column is not None:
                values["good"] = column.good
            yield finding(compiled, checked, id, values, place=answer.place)


def _unreadable(compiled: CompiledRule, checked: Checked, covered: frozenset[str]) -> Iterator[Finding]:
    for id, label, answer, _ in each_field(checked.case):
        if answer.state is State.UNREADABLE:
            values = {"label": label, "written": answer.written[:60].replace("\n", " "), "reason": answer.why}
            yield finding(compiled, checked, id, values, place=answer.place)


def _unconfirmed(compiled: CompiledRule, checked: Checked, covered: frozenset[str]) -> Iterator[Finding]:
    for id, label, answer, _ in each_field(checked.case):
        if answer.state in HAS_VALUE and answer.state is not State.ANSWERED:
            origin = "、".join(part for part in (answer.origin, answer.as_of) if part)
            values = {
                "label": label,
                "written": checked.shown.get(id, answer.written),
                "origin": origin or "写し",
            }
            yield finding(compiled, checked, id, values, place=answer.place)


def _remark(compiled: CompiledRule, checked: Checked, covered: frozenset[str]) -> Iterator[Finding]:
    for id, label, answer, _ in each_field(checked.case):
        if answer.remarks:
            yield finding(
                compiled, checked, id, {"label": label, "reason": "".join(answer.remarks)}, place=answer.place
            )


_CUT = '「{ }」の中では、「,」で値が終わります。「,」を含む値なら、値の全体を「"」で囲んでください。'


def _stray(compiled: CompiledRule, checked: Checked, covered: frozenset[str]) -> Iterator[Finding]:
    for stray in checked.case.strays:
        near = f"「{stray.nearest}」のことではありませんか。" if stray.nearest else _CUT if stray.cut else ""
        if stray.row_of:
            near = f"表の行なら、「{stray.row_of}:」の下に、行の頭に半角の空白を2つ置いて書きます。"
        yield finding(compiled, checked, stray.name, {"written": stray.name, "near": near}, place=stray.place)


_STATES = {
    "blank": _blank,
    "unreadable": _unreadable,
    "unconfirmed": _unconfirmed,
    "remark": _remark,
    "stray": _stray,
}
