"""States that answers should not be in: blank, unreadable, not confirmed, doubtful; and names that mean nothing."""

from __future__ import annotations

from collections.abc import Iterator

from ..case.case import Case
from ..content.question import PHASES
from ..content.rulenames import CompiledRule
from ..model.answer import GAPS, HAS_VALUE, State
from ..model.finding import Finding
from .fields import Field
from .verdicts import Checked, finding, gap_words

BLANKS = GAPS - {State.UNREADABLE}
"""What cannot be read has a rule of its own, and is told once."""
_CUT = '「{ }」の中では、「,」で値が終わります。「,」を含む値なら、値の全体を「"」で囲んでください。'


def _blank(compiled: CompiledRule, checked: Checked, covered: frozenset[str]) -> Iterator[Finding]:
    """Blanks of this document among the questions needed by the drafting phase; optional columns are no blanks."""
    due = PHASES if checked.stage == "submit" else PHASES[: PHASES.index("draft") + 1]
    for field in checked.fields:
        question, column, answer = field.question, field.column, field.answer
        if answer.state not in BLANKS or question.needed_from not in due:
            continue
        if checked.concerns is not None and question.id not in checked.concerns:
            continue
        optional = column is not None and (not column.required or column.spec.kind == "calc")
        address = answer.id if column is None else f"{question.id}/*.{column.id}"
        if not optional and address not in covered:
            good = question.good if column is None else column.good
            values = {"label": field.label, "gap": gap_words(answer), "why": question.why, "good": good}
            yield finding(compiled, checked, answer.id, values, place=answer.place, read=[answer.id])


def _unreadable(compiled: CompiledRule, checked: Checked, covered: frozenset[str]) -> Iterator[Finding]:
    for field in checked.fields:
        answer = field.answer
        if answer.state is State.UNREADABLE:
            written = answer.written[:60].replace("\n", " ")
            values = {"label": field.label, "written": written, "reason": answer.why}
            yield finding(compiled, checked, answer.id, values, place=answer.place, read=[answer.id])


def _unconfirmed(compiled: CompiledRule, checked: Checked, covered: frozenset[str]) -> Iterator[Finding]:
    for field in checked.fields:
        answer = field.answer
        if answer.state in HAS_VALUE and answer.state is not State.ANSWERED:
            origin = "、".join(part for part in (answer.origin, answer.as_of) if part)
            written = checked.shown.get(answer.id, answer.written)
            values = {"label": field.label, "written": written, "origin": origin or "写し"}
            yield finding(compiled, checked, answer.id, values, place=answer.place, read=[answer.id])


def _remark(compiled: CompiledRule, checked: Checked, covered: frozenset[str]) -> Iterator[Finding]:
    for field in checked.fields:
        answer = field.answer
        if answer.remarks:
            values = {"label": field.label, "reason": "".join(answer.remarks)}
            yield finding(compiled, checked, answer.id, values, place=answer.place, read=[answer.id])


def _stray(compiled: CompiledRule, checked: Checked, covered: frozenset[str]) -> Iterator[Finding]:
    for stray in checked.case.strays:
        near = f"「{stray.nearest}」のことではありませんか。" if stray.nearest else _CUT if stray.cut else ""
        if stray.row_of:
            near = f"表の行なら、「{stray.row_of}:」の下に、行の頭に半角の空白を2つ置いて書きます。"
        yield finding(compiled, checked, stray.name, {"written": stray.name, "near": near}, place=stray.place)


def _needless(compiled: CompiledRule, checked: Checked, covered: frozenset[str]) -> Iterator[Finding]:
    """Cells that say something although the row chose what they do not go with (a condition, and 必須)."""
    for field in _tied(checked.case):
        assert field.column is not None and field.row is not None
        answer = field.answer
        for name, code in field.column.needed_with.items():
            other, column = field.row.cells[name], field.question.column(name)
            if column is None or other.state not in HAS_VALUE or other.value == code:
                continue
            choices = {said: f"{column.label}が「{label}」" for said, label in column.spec.choices.items()}
            values = {
                "label": field.label,
                "written": checked.shown.get(answer.id, answer.written),
                "choice": choices[other.value],
                "expected": choices[code],
            }
            yield finding(
                compiled, checked, answer.id, values, place=answer.place, read=[answer.id, other.id]
            )


def _tied(case: Case) -> Iterator[Field]:
    """Cells with a value in columns that are needed only with a choice of their row."""
    for question in case.active():
        table = case.answers[question.id]
        columns = [column for column in question.spec.columns if column.needed_with]
        for row in table.value if columns and isinstance(table.value, tuple) else ():
            for column in columns:
                if row.cells[column.id].state in HAS_VALUE:
                    yield Field(question, row.cells[column.id], column, row)


STATES = {
    "blank": _blank,
    "unreadable": _unreadable,
    "unconfirmed": _unconfirmed,
    "remark": _remark,
    "stray": _stray,
    "needless": _needless,
}
"""What each ``state`` of a rule looks for."""
