"""Check that every name in the content means something, and compile every condition once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase
from functools import partial
from string import Formatter

from .. import ids
from ..errors import Fault, Faults, Place, nearest
from ..expr import Condition, ExpressionError, compile_condition
from ..model.kinds import KINDS
from .condition import ConditionEntry
from .library import Content
from .pack import TYPE_LABELS
from .question import CALC_NAMES, ColumnEntry, Question
from .rule import SectionsRule
from .small import FILLED
from .vocabulary import Names

_At = Callable[..., Place]
"""Where something inside an entry is written."""


def check_names(content: Content, entries: Mapping[str, ConditionEntry], faults: Faults) -> Content:
    """The content with its conditions compiled; every name that means nothing is added to ``faults``."""
    names = Names(content.questions, content.condition_labels)
    for question in content.questions.values():
        _check_question(question, content, faults)
    conditions = {
        name: condition
        for name, entry in entries.items()
        if (condition := _compiled(entry.expression, names, content.place(f"condition:{name}", "is"), faults))
        is not None
    }
    _check_cycles(conditions, content, faults)
    whens = _compile_whens(content, names, faults)
    _check_packs_apart(content, faults)
    for name, pack in content.packs.items():
        for number, type in enumerate(pack.entry.types):
            if type not in TYPE_LABELS:
                faults.add(
                    Fault(
                        "C15",
                        f"調達の種類「{type}」はありません。",
                        content.place(f"pack:{name}", "types", number),
                        type,
                        nearest(type, TYPE_LABELS),
                        f"使える種類: {'、'.join(TYPE_LABELS)}。",
                    )
                )
    _check_phrases(content, faults)
    _check_profiles(content, faults)
    return replace(content, conditions=conditions, whens=whens, names=names)


def _check_phrases(content: Content, faults: Faults) -> None:
    """In its braces a phrase names only what is put in."""
    for name, words in content.phrases.model_dump().items():
        known = FILLED.get(name, ())
        try:
            places = [part[1:] for part in Formatter().parse(words)]
        except ValueError:
            places = [("{", "", None)]
        for field, form, turn in places:
            if field is None or (field in known and not form and not turn):
                continue
            named = "、".join(f"{{{one}}}" for one in known)
            faults.add(
                Fault(
                    "C18",
                    f"言い回し「{name}」の波かっこの中身を読み取れません。",
                    content.place("phrases:", name),
                    words[:40],
                    nearest(field, known),
                    (f"ここで使えるのは {named} です。" if named else "")
                    + "文字としての波かっこは、全角の「｛」「｝」で書きます。",
                )
            )
            break


def _check_profiles(content: Content, faults: Faults) -> None:
    """A rule that a profile names must exist; a pattern must fit at least one."""
    for name, profile in content.profiles.items():
        lists = {"rules": profile.rules, "without": profile.without, "stage_from": tuple(profile.stage_from)}
        for field, number, pattern in (
            (f, n, p) for f, listed in lists.items() for n, p in enumerate(listed)
        ):
            if not any(fnmatchcase(id, pattern) for id in content.rules):
                place = content.place(f"profile:{name}", field, number)
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
    owner = next((t for t in content.topics if any(q is question for q in t.questions)), None)
    if owner is not None and question.topic != owner.id and at.args[0] not in content.inserted:
        faults.add(
            Fault(
                "C11",
                f"id「{question.id}」は、このファイルの topic「{owner.id}」で始まりません。",
                at("id"),
                question.id,
                remedy=f"「{owner.id}.…」にするか、別のファイルに移してください。",
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
    if twice:
        remedy = "片方を別のidにしてください。"
        faults.add(Fault("C04", f"{where}が2つあります。", at("id"), column.id, remedy=remedy))
    if column.type == "calc" and column.calc not in CALC_NAMES:
        remedy = f"使える計算: {'、'.join(CALC_NAMES)}。"
        what = f"{where}の計算「{column.calc}」はありません。"
        near = nearest(column.calc, CALC_NAMES)
        faults.add(Fault("C17", what, at("calc"), column.calc, near, remedy))
    if column.type == "table":
        remedy = "別の表の質問に分け、reference の列でつないでください。"
        faults.add(Fault("C13", f"{where}に表は置けません。", at("type"), column.type, remedy=remedy))
    _check_kind(column, where, at, content, faults)


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


def _check_packs_apart(content: Content, faults: Faults) -> None:
    """No two packs may make the same document for one type and form."""
    makers: dict[tuple[str, str, str], str] = {}
    for name, pack in content.packs.items():
        for type in pack.entry.types:
            made = (pack.entry.document, type, pack.entry.form)
            first = makers.setdefault(made, name)
            if first != name:
                faults.add(
                    Fault(
                        "C19",
                        f"ひな形「{first}」と「{name}」が、同じ種類「{type}」の同じ文書「{made[0]}」を作ろうとしています。",
                        content.place(f"pack:{name}", "types"),
                        type,
                        remedy="どちらかの types から外すか、form か document を別にしてください。",
                    )
                )


def _whens(content: Content) -> Iterator[tuple[str, Place]]:
    """Every ``when`` that is written anywhere, with its place."""
    for id, question in content.questions.items():
        yield question.when, content.place(f"question:{id}", "when")
    for id, clause in content.clauses.items():
        for name, variant in clause.head.variants.items():
            yield variant.when, content.place(f"clause:{id}", "variants", name, "when")
    for name, pack in content.packs.items():
        for key, when in pack.entry.sections.items():
            yield when, content.place(f"pack:{name}", "sections", key)
    for id, rule in content.rules.items():
        yield rule.when, content.place(f"rule:{id}", "when")
        for key, when in rule.expects.items() if isinstance(rule, SectionsRule) else ():
            yield when, content.place(f"rule:{id}", "expects", key)


def _compile_whens(content: Content, names: Names, faults: Faults) -> dict[str, Condition]:
    found: dict[str, Condition | None] = {}
    for text, place in _whens(content):
        if found.get(text) is None:  # the same slip is told wherever it stands
            found[text] = _compiled(text, names, place, faults, names_only=True)
    return {text: condition for text, condition in found.items() if condition is not None}


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
            named = [(part, "is" if part.startswith("condition:") else "when") for part in cycle]
            changed = [one for one in named if one in content.told_at or one[0] in content.inserted]
            faults.add(
                Fault(
                    "C21",
                    f"条件が一回りして自分に戻っています（{path}）。",
                    content.place(*(changed or named)[0]),
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
