"""The JSON Schema of an answers file, made from the questions: an editor completes names, choices and states.

It is made to help while typing. What it does not know is still read by ``answersfile``, and nothing is lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..content.library import Content
from ..content.question import PHASE_LABELS, Question
from ..ids import MOST_ROW_CHARS
from ..model.kinds import KINDS
from ..model.kinds.yes_no import NO_WORDS, YES_WORDS
from ..model.spec import Column, Spec
from .answersfile import (
    AS_OF,
    BARE_STATES,
    COPIED,
    DETAIL_KEYS,
    MEMO,
    NOT_APPLICABLE,
    ORIGIN,
    PREFILLED,
    UNDECIDED,
    UNKNOWN,
    WHO,
)

Schema = dict[str, Any]
_SCALAR: Schema = {"type": ["string", "number", "boolean", "null"]}
_STATE_WORDS = {
    UNDECIDED: "いつまでに決まるか（例 令和9年1月20日）",
    UNKNOWN: "分からない。何を調べているかなどのメモ",
    NOT_APPLICABLE: "当てはまらない。その理由",
    COPIED: "前の案件から写した値。確かめたら、値だけを残します。",
    PREFILLED: "台帳から写した値。確かめたら、値だけを残します。",
    WHO: "決める人",
    MEMO: "覚え書き。外に出せる写しには入りません。",
    ORIGIN: "どこから写したか",
    AS_OF: "いつの値か",
}
_STATES = {
    UNDECIDED: "undecided",
    UNKNOWN: "unknown",
    NOT_APPLICABLE: "notApplicable",
    COPIED: "copied",
    PREFILLED: "prefilled",
}
_ROW_KEY = f"^[A-Za-z0-9_-]{{1,{MOST_ROW_CHARS}}}$"


def answers_schema(content: Content) -> Schema:
    """The schema of ``answers.yaml`` for all questions of ``content``, whatever the type of procurement."""
    fields: dict[str, Schema] = {}
    tables: dict[str, Schema] = {}
    for question in content.questions.values():
        if question.type == "calc":
            continue
        if question.type == "table":
            tables[question.id] = _table(question)
        fields[question.id] = _question(question, content)
        for old in question.formerly:
            fields[old] = {"description": f"今の名前は {question.id} です。", "deprecated": True}
    states = [f"#/$defs/{name}" for name in ("bare", *_STATES.values())]
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "description": "案件についての答え（answers.yaml）",
        "type": "object",
        "properties": fields,
        "additionalProperties": False,
        "$defs": {
            "value": {"anyOf": [_SCALAR, {"$ref": "#/$defs/state"}]},
            "yesNo": {"anyOf": [_yes_no(Spec("yes_no")), {"$ref": "#/$defs/state"}]},
            "state": {"anyOf": [{"$ref": state} for state in states]},
            "bare": {"enum": list(BARE_STATES), "description": "まだ決まっていないこと、無いことを表す言葉"},
            **{name: _state(word, _SCALAR) for word, name in _STATES.items()},
            **tables,
        },
    }


def _state(word: str, value: Schema) -> Schema:
    """``未定: …`` and its like with the details that may stand beside."""
    details = {key: {"description": _STATE_WORDS[key], **_SCALAR} for key in DETAIL_KEYS}
    return {
        "description": f"「{word}」と、分かっていること",
        "type": "object",
        "properties": {word: {"description": _STATE_WORDS[word], **value}, **details},
        "required": [word],
        "additionalProperties": False,
    }


def _question(question: Question, content: Content) -> Schema:
    about = [question.ask, f"なぜ: {question.why}"]
    if question.when != "always":
        about.append(f"尋ねる場合: {content.whens[question.when].explained}")
    if question.type not in ("table", "prose", "text", "choice"):
        about.append(f"書き方: {KINDS[question.type].hint(question.spec)}")
    if question.good:
        about.append(f"例: {question.good.strip()}")
    if question.tip:
        about.append(question.tip)
    about.append(f"要る時期: {PHASE_LABELS[question.needed_from]}")
    value = _rows_or_state(question.id) if question.type == "table" else _value(question.spec)
    return {"title": question.label, "description": "\n".join(about), **value}


def _rows_or_state(table: str) -> Schema:
    rows = {"$ref": f"#/$defs/{table}"}
    plain = [{"$ref": f"#/$defs/{name}"} for name in ("bare", "undecided", "unknown", "notApplicable")]
    return {"anyOf": [rows, {"type": "null"}, *plain, *(_state(word, rows) for word in (COPIED, PREFILLED))]}


def _table(question: Question) -> Schema:
    fields: dict[str, Schema] = {}
    for column in question.spec.columns:
        if column.spec.kind != "calc":
            fields[column.id] = _column(question, column)
            for old in column.formerly:
                fields[old] = {"description": f"今の名前は {column.id} です。", "deprecated": True}
    label = question.spec.row_label or "行"
    row: Mapping[str, Any] = {
        "description": f"{label}（{question.spec.prefix}1、{question.spec.prefix}2 …）",
        "type": ["object", "null"],
        "properties": fields,
        "additionalProperties": False,
    }
    return {"type": "object", "patternProperties": {_ROW_KEY: row}, "additionalProperties": False}


def _column(question: Question, column: Column) -> Schema:
    when = question.when_needed(column)
    about = [f"{when}。"] if when else []
    if column.spec.kind not in ("prose", "text", "choice"):
        about.append(KINDS[column.spec.kind].hint(column.spec))
    if column.good:
        about.append(f"例: {column.good}")
    told = {"description": "\n".join(about)} if about else {}
    return {"title": column.label, **told, **_value(column.spec)}


def _value(spec: Spec) -> Schema:
    """A value by its kind, or a state: choices by code and by label, all else as any text."""
    if spec.kind == "choice":
        both = {**spec.choices, **{label: code for code, label in spec.choices.items()}}
        one = {"enum": [*both, None], "enumDescriptions": [*both.values(), "（まだ書かない）"]}
        return {"anyOf": [one, {"$ref": "#/$defs/state"}]}
    if spec.kind == "yes_no" and spec.choices:
        return {"anyOf": [_yes_no(spec), {"$ref": "#/$defs/state"}]}
    return {"$ref": "#/$defs/yesNo" if spec.kind == "yes_no" else "#/$defs/value"}


def _yes_no(spec: Spec) -> Schema:
    named = dict.fromkeys((spec.choices.get("yes", "はい"), spec.choices.get("no", "いいえ")))
    more = sorted((YES_WORDS | NO_WORDS) - named.keys() - BARE_STATES.keys())
    return {"enum": [*named, *more, True, False, None]}
