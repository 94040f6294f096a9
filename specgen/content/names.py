"""Check that every name in the content means something, and compile every condition once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fnmatch import fnmatchcase

from .. import ids
from ..errors import Fault, Faults, Place, nearest
from ..expr import Condition, ExpressionError, compile_condition
from ..model.kinds import KINDS
from .condition import ConditionEntry
from .library import Content
from .pack import TYPE_LABELS
from .question import ColumnEntry, Question
from .vocabulary import Names

_TABLE_ROW_KINDS = frozenset({"table"})


def check_names(content: Content, entries: Mapping[str, ConditionEntry], faults: Faults) -> Content:
    """The content with its conditions compiled; every name that means nothing is added to ``faults``."""
    names = Names(content.questions, content.condition_labels)
    for question in content.questions.values():
        _check_question(question, content, faults)
    conditions = {
        name: condition
        for name, entry in entries.items()
        if (condition := _compiled(entry.expression, names, content.places[f"condition:{name}"], faults))
        is not None
    }
    _check_cycles(conditions, content, faults)
    whens = _compile_whens(content, names, faults)
    for document, pack in content.packs.items():
        for type in pack.entry.types:
            if type not in TYPE_LABELS:
                faults.add(
                    Fault(
                        "C15",
                        f"調達の種類「{type}」はありません。",
                        content.places[f"pack:{document}"],
                        type,
                        nearest(type, TYPE_LABELS),
                        f"使える種類: {'、'.join(TYPE_LABELS)}。",
                    )
                )
    _check_profiles(content, faults)
    return replace(content, conditions=conditions, whens=whens, names=names)


def _check_profiles(content: Content, faults: Faults) -> None:
    """A rule that a profile names must exist; a pattern must fit at least one."""
    for name, profile in content.profiles.items():
        for pattern in (*profile.rules, *profile.without, *profile.stage_from):
            if not any(fnmatchcase(id, pattern) for id in content.rules):
                place = content.places.get(f"profile:{name}", Place())
                faults.add(
                    Fault(
                        "C16",
                        f"規則の一覧「{profile.label}」の「{pattern}」に当てはまる規則がありません。",
                        place,
                        pattern,
                        nearest(pattern, content.rules),
                        "規則の番号のつづりを直すか、この行を消してください。",
                    )
                )


def _check_question(question: Question, content: Content, faults: Faults) -> None:
    place = content.places[f"question:{question.id}"]
    if not ids.is_answer_id(question.id):
        faults.add(
            Fault(
                "C10",
                f"質問のidに使えません。{ids.why_not_an_answer_id(question.id)}",
                place,
                question.id,
                remedy="「topic.name」の形で、半角の小文字・数字・_ だけを使い、60文字までにしてください。",
            )
        )
    owner = next((t for t in content.topics if question in t.questions), None)
    if owner is not None and question.topic != owner.id:
        faults.add(
            Fault(
                "C11",
                f"id「{question.id}」は、このファイルの topic「{owner.id}」で始まりません。",
                place,
                question.id,
                remedy=f"「{owner.id}.…」にするか、別のファイルに移してください。",
            )
        )
    _check_kind(question, question.id, place, content, faults)
    _check_columns(question, place, faults)
    for column in question.columns:
        _check_kind(column, f"{question.id}の列「{column.id}」", place, content, faults)
        if column.type == "table":
            faults.add(
                Fault(
                    "C13",
                    f"{question.id}の列「{column.id}」に表は置けません。",
                    place,
                    column.id,
                    remedy="別の表の質問に分け、reference の列でつないでください。",
                )
            )
    if question.type == "table" and (not question.columns or question.row is None):
        faults.add(
            Fault(
                "C13",
                f"表の質問「{question.id}」に columns と row がありません。",
                place,
                question.id,
                remedy="columns: に列を、row: に行の名前の頭文字（例: {prefix: D}）を書いてください。",
            )
        )


def _check_columns(question: Question, place: Place, faults: Faults) -> None:
    seen: set[str] = set()
    for column in question.columns:
        why = ids.why_not_a_name(column.id) or (
            "「key」は、行の名前のために決まっています。" if column.id == "key" else ""
        )
        if why:
            faults.add(
                Fault(
                    "C10",
                    f"{question.id}の列のidに使えません。{why}",
                    place,
                    column.id,
                    remedy="半角の小文字・数字・_ だけを使った、別の名前にしてください。",
                )
            )
        if column.id in seen:
            faults.add(
                Fault(
                    "C04",
                    f"{question.id}に、idが「{column.id}」の列が2つあります。",
                    place,
                    column.id,
                    remedy="片方を別のidにしてください。",
                )
            )
        seen.add(column.id)


def _check_kind(
    entry: Question | ColumnEntry, where: str, place: Place, content: Content, faults: Faults
) -> None:
    if entry.type not in KINDS:
        faults.add(
            Fault(
                "C12",
                f"{where}の種類「{entry.type}」はありません。",
                place,
                entry.type,
                nearest(entry.type, KINDS),
                f"使える種類: {'、'.join(KINDS)}。",
            )
        )
    if entry.type == "choice" and not entry.choices:
        faults.add(
            Fault(
                "C13",
                f"{where}に choices がありません。",
                place,
                entry.id,
                remedy="choices: に「符号: 表示名」の組を書いてください。",
            )
        )
    for code, label in entry.choices.items():
        if code == label or not code.isascii():
            faults.add(
                Fault(
                    "C13", f"{where}の選択肢の符号「{code}」は、表示名と別の半角の符号にします。", place, code
                )
            )
    if entry.type == "reference":
        target = content.questions.get(entry.to)
        if target is None or target.type != "table":
            tables = [q.id for q in content.questions.values() if q.type == "table"]
            faults.add(
                Fault(
                    "C14",
                    f"{where}の参照先「{entry.to}」という表はありません。",
                    place,
                    entry.to,
                    nearest(entry.to, tables),
                    "to: には、表の質問のidを書いてください。",
                )
            )


def _compile_whens(content: Content, names: Names, faults: Faults) -> dict[str, Condition]:
    wanted: dict[str, Place] = {}
    for question in content.questions.values():
        wanted.setdefault(question.when, content.places[f"question:{question.id}"])
    for clause in content.clauses.values():
        for variant in clause.head.variants.values():
            wanted.setdefault(variant.when, content.places[f"clause:{clause.id}"])
    for document, pack in content.packs.items():
        for when in pack.entry.sections.values():
            wanted.setdefault(when, content.places[f"pack:{document}"])
    for id, rule in content.rules.items():
        wanted.setdefault(rule.when, content.places[f"rule:{id}"])
    return {
        text: condition
        for text, place in wanted.items()
        if (condition := _compiled(text, names, place, faults, names_only=True)) is not None
    }


def _compiled(
    text: str, names: Names, place: Place, faults: Faults, *, names_only: bool = False
) -> Condition | None:
    try:
        return compile_condition(text, names, names_only=names_only)
    except ExpressionError as error:
        faults.add(Fault("C20", error.what, place, error.quoted, error.near, error.remedy))
        return None


def _check_cycles(conditions: Mapping[str, Condition], content: Content, faults: Faults) -> None:
    """A condition reads answers; a question hangs on conditions: neither may lead back to itself."""
    edges: dict[str, set[str]] = {}
    for name, condition in conditions.items():
        edges[f"condition:{name}"] = {f"condition:{used}" for used in condition.uses} | {
            f"question:{id.partition('/')[0]}" for id in condition.reads if id != "case.type"
        }
    simple = Names(content.questions, content.condition_labels)
    for question in content.questions.values():
        try:
            uses = compile_condition(question.when, simple, names_only=True).uses
        except ExpressionError:
            continue
        edges[f"question:{question.id}"] = {f"condition:{name}" for name in uses}
    done: set[str] = set()
    for start in sorted(edges):
        cycle = _cycle_from(start, edges, done)
        if cycle:
            path = " → ".join(part.partition(":")[2] for part in cycle)
            faults.add(
                Fault(
                    "C21",
                    f"条件が一回りして自分に戻っています（{path}）。",
                    content.places.get(cycle[0], Place()),
                    path,
                    remedy="どれか1つの条件を、ほかの欄で決まるように改めてください。",
                )
            )
            return


def _cycle_from(start: str, edges: Mapping[str, set[str]], done: set[str]) -> list[str]:
    path: list[str] = []
    on_path: set[str] = set()
    stack: list[tuple[str, bool]] = [(start, False)]
    while stack:
        node, leaving = stack.pop()
        if leaving:
            path.pop()
            on_path.discard(node)
            done.add(node)
            continue
        if node in on_path:
            return [*path[path.index(node) :], node]
        if node in done:
            continue
        path.append(node)
        on_path.add(node)
        stack.append((node, True))
        stack.extend((next_, False) for next_ in sorted(edges.get(node, ())))
    return []
