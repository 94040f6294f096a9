"""Type what was written: each field is read by its kind; what cannot be read stays as text, with the reason."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from .. import wareki
from ..content.formerly import counting
from ..content.library import Content
from ..content.question import Question
from ..errors import Place, nearest
from ..model.answer import HAS_VALUE, Answer, Row, State, Written
from ..model.kinds import KINDS, Unreadable
from ..model.kinds.base import fold
from ..model.kinds.following import read_value
from ..model.spec import Column, Spec
from ..textrules import doubtful, forbidden

MOST_CHARACTERS = 200_000
_ROW = re.compile(r"([A-Z]+)[0-9]+")
_LIKE_STATE = re.compile(r"\s*[｛{]?\s*(?:未定|わからない|該当なし|前回から|台帳から)\s*[:：]")
_STATE_AS_TEXT = (
    "決まっていないことなどの書き方のようですが、文章として書かれています。引用符を外し、半角の記号を使って、"
    "{未定: 令和9年1月20日, だれが: 契約課} のように書きます。"
)


@dataclass(frozen=True, slots=True)
class Stray:
    """Something written under a name that no question has: kept, told, never lost."""

    name: str
    place: Place
    nearest: str
    cut: bool = False
    """Whether it looks like the rest of a value that a comma in ``{ }`` cut off."""
    row_of: str = ""
    """The table that it looks like a row of, left at the margin."""


def type_answers(
    content: Content, written: Mapping[str, Written]
) -> tuple[dict[str, Answer], tuple[Stray, ...]]:
    """Every question's answer (UNANSWERED where nothing was written), and what belongs to no question.

    Old names of questions and columns (``formerly``) are read under their name of today.
    """
    strays: list[Stray] = []
    names = counting(written, content.today)
    for name, field in written.items():
        if (id := content.today(name)) not in content.questions or names[id] != name:
            labels = {id: question.label for id, question in content.questions.items()}
            strays.append(Stray(name, field.place, _meant(name, labels), row_of=_row_of(name, content)))
    answers: dict[str, Answer] = {}
    for id, question in content.questions.items():
        if id not in names:
            answers[id] = Answer(id, State.UNANSWERED)
        elif question.type == "table":
            answers[id] = _table(question, written[names[id]], content, strays)
        else:
            answers[id] = _read(id, question.spec, written[names[id]])
    return _with_references(content, answers), tuple(strays)


def _meant(written: str, labels: Mapping[str, str]) -> str:
    """The name that somebody meant who wrote its label, or nearly the name or the label."""
    called = {fold(label): name for name, label in reversed(list(labels.items()))}
    near = called.get(fold(written)) or nearest(written, labels)
    return near or called.get(nearest(fold(written), called), "")


def _row_of(name: str, content: Content) -> str:
    """The table whose rows are called like ``name``."""
    if not (found := _ROW.fullmatch(name)):
        return ""
    return next(
        (q.id for q in content.questions.values() if q.type == "table" and q.spec.prefix == found[1]), ""
    )


def _table(question: Question, field: Written, content: Content, strays: list[Stray]) -> Answer:
    if field.rows is None:
        return _read(question.id, question.spec, field)
    rows = tuple(
        Row(key, _cells(question, key, cells, content, strays, field.place))
        for key, cells in field.rows.items()
    )
    return Answer(question.id, field.state, rows, origin=field.origin, as_of=field.as_of, place=field.place)


def _cells(
    question: Question,
    key: str,
    cells: Mapping[str, Written],
    content: Content,
    strays: list[Stray],
    place: Place,
) -> dict[str, Answer]:
    names = counting(cells, partial(content.column_today, question.id))
    columns = {c.id: c.label for c in question.spec.columns if c.spec.kind != "calc"}
    for name, cell in cells.items():
        today = content.column_today(question.id, name)
        blank = cell.state is State.UNANSWERED
        if today not in columns:
            cut = blank and question.column(today) is None
            strays.append(Stray(f"{question.id}/{key}.{name}", cell.place, _meant(name, columns), cut))
        elif names[today] != name and not blank:
            strays.append(Stray(f"{question.id}/{key}.{name}", cell.place, ""))
    read = {
        column.id: _read(f"{question.id}/{key}.{column.id}", column.spec, cells[names[column.id]])
        if column.id in names and column.id in columns
        else Answer(f"{question.id}/{key}.{column.id}", State.UNANSWERED, place=_first_place(cells, place))
        for column in question.spec.columns
    }
    for column in question.spec.columns:
        blank = read[column.id].state is State.UNANSWERED
        if blank and (column.spec.kind == "calc" or not column.needed(read)):
            read[column.id] = replace(read[column.id], active=False)
    return read


def _first_place(cells: Mapping[str, Written], otherwise: Place) -> Place:
    return next((cell.place for cell in cells.values()), otherwise)


def _read(id: str, spec: Spec, field: Written) -> Answer:
    answer = Answer(
        id, field.state, None, field.text, field.note, field.who, field.by, _date_or_none(field.by),
        field.origin, field.as_of, field.why, place=field.place,
    )  # fmt: skip
    if field.state not in HAS_VALUE:
        return answer
    why = _unprintable(field.text) or (_STATE_AS_TEXT if _LIKE_STATE.match(field.text) else "")
    if why:
        return replace(answer, state=State.UNREADABLE, why=why)
    kind = KINDS[spec.kind]
    try:
        value = read_value(kind, field.text, spec)
    except Unreadable as reason:
        return replace(answer, state=State.UNREADABLE, why=str(reason))
    return replace(answer, value=value, remarks=_remarks(spec, field, kind.limits(value, spec)))


def _unprintable(text: str) -> str:
    if len(text) > MOST_CHARACTERS:
        return f"長すぎます（{len(text):,}文字。上限は{MOST_CHARACTERS:,}文字です）。別紙に分けてください。"
    found = forbidden(text)
    if not found:
        return ""
    first = found[0]
    spot = f"最初は{first.position + 1}文字目の{first.code_point}。{first.why}"
    return f"Wordに入れられない文字が{len(found)}個あります（{spot}）"


def _remarks(spec: Spec, field: Written, limits: tuple[str, ...]) -> tuple[str, ...]:
    remarks = list(limits)
    remarks += [
        f"{d.position + 1}文字目に{d.code_point}があります。{d.why}" for d in doubtful(field.text)[:3]
    ]
    if field.cut_by_comment and spec.kind in ("text", "prose"):
        remarks.append(
            f"「{field.text}」の後の「#{field.cut_by_comment}」は、覚え書きとして読み飛ばしました。"
            '本文の一部なら、全体を「"」で囲んでください。'
        )
    return tuple(remarks)


def _date_or_none(text: str) -> date | None:
    for read in (wareki.parse_date, lambda t: wareki.last_day(wareki.parse_month(t))):
        try:
            return read(text)
        except ValueError:
            continue
    return None


def _with_references(content: Content, answers: dict[str, Answer]) -> dict[str, Answer]:
    """References must point to a row that exists; a row's own words are understood as well as its key."""
    for id, question in content.questions.items():
        answer = answers[id]
        columns = [c for c in question.spec.columns if c.spec.kind == "reference"]
        if columns and isinstance(answer.value, tuple):
            rows = tuple(
                replace(
                    row, cells={**row.cells, **{c.id: _point(row.cells[c.id], c, answers) for c in columns}}
                )
                for row in answer.value
            )
            answers[id] = replace(answer, value=rows)
        elif question.type == "reference":
            answers[id] = _point(answer, Column(id, question.label, question.spec), answers)
    return answers


def _point(cell: Answer, column: Column, answers: Mapping[str, Answer]) -> Answer:
    if not cell.written or cell.state not in HAS_VALUE | {State.UNREADABLE}:
        return cell
    table = answers.get(column.spec.to)
    rows = table.value if table is not None and isinstance(table.value, tuple) else ()
    keys = {row.key: row_name(row) for row in rows}
    wanted = cell.value if isinstance(cell.value, str) else cell.written.strip()
    if wanted in keys:
        return replace(cell, state=cell.state if cell.value else State.ANSWERED, value=wanted, why="")
    for key, name in keys.items():
        if name and fold(name) == fold(cell.written):
            return replace(cell, state=State.ANSWERED, value=key, why="")
    known = "、".join(f"{key}（{name}）" if name else key for key, name in list(keys.items())[:6])
    why = f"「{cell.written}」という行が、参照先の表にありません。" + (
        f"今ある行: {known}。" if known else "参照先の表が空です。"
    )
    return replace(cell, state=State.UNREADABLE, value=None, why=why)


def row_name(row: Row) -> str:
    """What a row is called: its cell ``name``, or its first cell that has text."""
    named = row.cells.get("name")
    for cell in (named, *row.cells.values()):
        if cell is not None and cell.state in HAS_VALUE and isinstance(cell.value, str):
            return cell.value
    return ""
