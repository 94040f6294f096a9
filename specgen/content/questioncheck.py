"""Check what one question says: its id, its kind, its columns, and what they point to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from .. import ids
from ..errors import Fault, Faults, Place, nearest
from ..model.kinds import KINDS
from ..model.kinds.base import read_bound
from .library import Content
from .question import CALC_NAMES, ColumnEntry, Limits, Question

_At = Callable[..., Place]
"""Where something inside an entry is written."""


def check_question(question: Question, topic: str, content: Content, faults: Faults) -> None:
    """Every fault of ``question``, which stands in the file of ``topic``, is added to ``faults``."""
    at = partial(content.place, f"question:{question.id}")
    if not ids.is_answer_id(question.id):
        faults.add(
            Fault(
                "C10",
                f"質問のidに使えません。{ids.why_not_an_answer_id(question.id)}",
                at("id"),
                question.id,
                remedy="「topic.name」の形で、半角の小文字・数字・_ だけを使い、60文字までにしてください。",
            )
        )
    elif ids.longest_address(question.id, prose=question.type == "prose") > ids.MOST_CHARS:
        faults.add(_too_long(question.id, at("id"), question.id))
    if topic and question.topic != topic and at.args[0] not in content.inserted:
        faults.add(
            Fault(
                "C11",
                f"id「{question.id}」は、このファイルの topic「{topic}」で始まりません。",
                at("id"),
                question.id,
                remedy=f"「{topic}.…」にするか、別のファイルに移してください。",
            )
        )
    _check_kind(question, question.id, at, content, faults)
    if question.type == "calc":
        remedy = "表の列に置くか、答えを書く種類にしてください。"
        what = f"{question.id}: 計算の欄は、表の列だけに置けます。"
        faults.add(Fault("C13", what, at("type"), question.type, remedy=remedy))
    if question.type == "table" and (not question.columns or question.row is None):
        faults.add(
            Fault(
                "C13",
                f"表の質問「{question.id}」に columns と row がありません。",
                at("type"),
                question.id,
                remedy="columns: に列を、row: に行の名前の頭文字（例: {prefix: D}）を書いてください。",
            )
        )
    for number, column in enumerate(question.columns):
        first = next(n for n, other in enumerate(question.columns) if other.id == column.id)
        _check_column(question, column, partial(at, "columns", number), content, faults, twice=first < number)


def _too_long(where: str, place: Place, id: str) -> Fault:
    what = f"{where}のidが長すぎます。行の名前や段落の番号を付けると、{ids.MOST_CHARS}文字を超えます。"
    return Fault("C10", what, place, id, remedy="Wordでの目印に収まるように、もっと短い名前にしてください。")


def _check_column(
    question: Question, column: ColumnEntry, at: _At, content: Content, faults: Faults, *, twice: bool
) -> None:
    where = f"{question.id}の列「{column.id}」"
    why = ids.why_not_a_name(column.id)
    if column.id == "key":
        why = "「key」は、行の名前のために決まっています。"
    if why:
        remedy = "半角の小文字・数字・_ だけを使った、別の名前にしてください。"
        faults.add(
            Fault("C10", f"{question.id}の列のidに使えません。{why}", at("id"), column.id, remedy=remedy)
        )
    elif ids.longest_address(question.id, column.id, prose=column.type == "prose") > ids.MOST_CHARS:
        faults.add(_too_long(where, at("id"), column.id))
    if twice:
        remedy = "片方を別のidにしてください。"
        faults.add(Fault("C04", f"{where}が2つあります。", at("id"), column.id, remedy=remedy))
    if column.type == "calc" and column.calc not in CALC_NAMES:
        remedy = f"使える計算: {'、'.join(CALC_NAMES)}。"
        what = f"{where}の計算「{column.calc}」はありません。"
        near = nearest(column.calc, CALC_NAMES)
        faults.add(Fault("C17", what, at("calc"), column.calc, near, remedy))
    if column.type == "calc":
        _check_read_column(column, where, at, content, faults)
    if column.type == "table":
        remedy = "別の表の質問に分け、reference の列でつないでください。"
        faults.add(Fault("C13", f"{where}に表は置けません。", at("type"), column.type, remedy=remedy))
    for other, code in column.needed_with.items():
        _check_needed_with(question, column, other, code, at, faults)
    _check_kind(column, where, at, content, faults)


def _check_read_column(column: ColumnEntry, where: str, at: _At, content: Content, faults: Faults) -> None:
    """The column that a calculation reads is one of another table that refers to this one."""
    known = [f"{q.id}/*.{c.id}" for q in content.questions.values() for c in q.columns if c.type != "calc"]
    if column.of not in known:
        what = f"{where}の of「{column.of}」という列はありません。"
        remedy = "ほかの表の列を「表の名前/*.列の名前」の形で書いてください。"
        faults.add(Fault("C17", what, at("of"), column.of, nearest(column.of, known), remedy))


def _check_needed_with(
    question: Question, column: ColumnEntry, other: str, code: str, at: _At, faults: Faults
) -> None:
    """``needed_with`` names a choice of the same row."""
    choices = {c.id: c.choices for c in question.columns if c.type == "choice" and c.id != column.id}
    if code in choices.get(other, ()):
        return
    known, quoted = (choices[other], code) if other in choices else (choices, other)
    faults.add(
        Fault(
            "C22",
            f"{question.id}の列「{column.id}」の needed_with に書ける{'符号' if other in choices else '列'}ではありません。",
            at("needed_with", other),
            quoted,
            nearest(quoted, known),
            f"使えるもの: {'、'.join(known)}。"
            if known
            else "選択肢のある列（type: choice）の名前を書きます。",
        )
    )


def _check_kind(entry: Question | ColumnEntry, where: str, at: _At, content: Content, faults: Faults) -> None:
    if entry.type not in KINDS:
        faults.add(
            Fault(
                "C12",
                f"{where}の種類「{entry.type}」はありません。",
                at("type"),
                entry.type,
                nearest(entry.type, KINDS),
                f"使える種類: {'、'.join(KINDS)}。",
            )
        )
    elif unused := [name for name in _said(entry) if name not in KINDS[entry.type].uses]:
        for name in unused:
            used = "、".join(KINDS[entry.type].uses)
            what = f"{where}の「{name}」は、種類「{entry.type}」では使われません。"
            remedy = (
                f"この行を消すか、種類を改めてください。{f'この種類で書けるもの: {used}。' if used else ''}"
            )
            spot = at("limits", name) if name in Limits.model_fields else at(name)
            faults.add(Fault("C23", what, spot, name, remedy=remedy))
    _check_bounds(entry, where, at, faults)
    if entry.type == "choice" and not entry.choices:
        remedy = "choices: に「符号: 表示名」の組を書いてください。"
        faults.add(Fault("C13", f"{where}に choices がありません。", at("type"), entry.id, remedy=remedy))
    for code, label in entry.choices.items():
        if code == label or not code.isascii():
            remedy = "例: {yes: あり, no: なし}"
            what = f"{where}の選択肢の符号「{code}」は、表示名と別の半角の符号にします。"
            faults.add(Fault("C13", what, at("choices", code), code, remedy=remedy))
    target = content.questions.get(entry.to)
    if entry.type == "reference" and (target is None or target.type != "table"):
        tables = [q.id for q in content.questions.values() if q.type == "table"]
        faults.add(
            Fault(
                "C14",
                f"{where}の参照先「{entry.to}」という表はありません。",
                at("to"),
                entry.to,
                nearest(entry.to, tables),
                "to: には、表の質問のidを書いてください。",
            )
        )


def _check_bounds(entry: Question | ColumnEntry, where: str, at: _At, faults: Faults) -> None:
    """A limit that is no number would bind nothing, and one above the other no value."""
    spec = entry.spec if isinstance(entry, Question) else entry.column().spec
    read = {name: read_bound(getattr(spec, name), spec) for name in ("least", "most") if getattr(spec, name)}
    for name in (name for name, bound in read.items() if bound is None):
        remedy = "例: {least: 1, most: 100}"
        what = f"{where}の「{name}」を数として読み取れません。"
        faults.add(Fault("C26", what, at("limits", name), getattr(spec, name), remedy=remedy))
    least, most = read.get("least"), read.get("most")
    if least is not None and most is not None and least > most:
        remedy = "小さいほうを least に、大きいほうを most に書いてください。"
        what = f"{where}の「least」が「most」を超えています。"
        faults.add(Fault("C26", what, at("limits", "least"), spec.least, remedy=remedy))


def _said(entry: Question | ColumnEntry) -> Iterator[str]:
    """What an entry says that only some kinds use."""
    yield from (name for name in Limits.model_fields if getattr(entry.limits, name))
    yield from (
        name
        for name in ("unit", "followed_by", "choices", "to", "columns", "row", "calc", "of")
        if getattr(entry, name, None)
    )
