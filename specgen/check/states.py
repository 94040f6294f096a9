"""States that answers should not be in: blank, unreadable, not confirmed, doubtful; and names that mean nothing."""

from __future__ import annotations

from collections.abc import Iterator

from ..case.case import Case
from ..case.typing import row_name
from ..content.question import PHASES
from ..content.rulenames import CompiledRule
from ..model.answer import GAPS, HAS_VALUE, Answer, State
from ..model.finding import Finding
from ..model.spec import Column
from .verdicts import Checked, finding, gap_words

BLANKS = GAPS - {State.UNREADABLE}
"""What cannot be read has a rule of its own, and is told once."""
_CUT = '「{ }」の中では、「,」で値が終わります。「,」を含む値なら、値の全体を「"」で囲んでください。'


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
        open_ = answer.state in BLANKS
        needed = question.needed_from in due and (checked.concerns is None or question.id in checked.concerns)
        if open_ and needed and not optional and address not in covered:
            values = {"label": label, "gap": gap_words(answer), "why": question.why, "good": question.good}
            if column is not None:
                values["good"] = column.good
            yield finding(compiled, checked, id, values, place=answer.place, read=[id])


def _unreadable(compiled: CompiledRule, checked: Checked, covered: frozenset[str]) -> Iterator[Finding]:
    for id, label, answer, _ in each_field(checked.case):
        if answer.state is State.UNREADABLE:
            values = {"label": label, "written": answer.written[:60].replace("\n", " "), "reason": answer.why}
            yield finding(compiled, checked, id, values, place=answer.place, read=[id])


def _unconfirmed(compiled: CompiledRule, checked: Checked, covered: frozenset[str]) -> Iterator[Finding]:
    for id, label, answer, _ in each_field(checked.case):
        if answer.state in HAS_VALUE and answer.state is not State.ANSWERED:
            origin = "、".join(part for part in (answer.origin, answer.as_of) if part)
            written = checked.shown.get(id, answer.written)
            values = {"label": label, "written": written, "origin": origin or "写し"}
            yield finding(compiled, checked, id, values, place=answer.place, read=[id])


def _remark(compiled: CompiledRule, checked: Checked, covered: frozenset[str]) -> Iterator[Finding]:
    for id, label, answer, _ in each_field(checked.case):
        if answer.remarks:
            values = {"label": label, "reason": "".join(answer.remarks)}
            yield finding(compiled, checked, id, values, place=answer.place, read=[id])


def _stray(compiled: CompiledRule, checked: Checked, covered: frozenset[str]) -> Iterator[Finding]:
    for stray in checked.case.strays:
        near = f"「{stray.nearest}」のことではありませんか。" if stray.nearest else _CUT if stray.cut else ""
        if stray.row_of:
            near = f"表の行なら、「{stray.row_of}:」の下に、行の頭に半角の空白を2つ置いて書きます。"
        yield finding(compiled, checked, stray.name, {"written": stray.name, "near": near}, place=stray.place)


STATES = {
    "blank": _blank,
    "unreadable": _unreadable,
    "unconfirmed": _unconfirmed,
    "remark": _remark,
    "stray": _stray,
}
"""What each ``state`` of a rule looks for."""
