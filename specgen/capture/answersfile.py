"""Read ``answers.yaml`` as people write it: values, tables by row key, and the Japanese words for "not yet"."""

from __future__ import annotations

import re

from .. import ids, yamltext
from ..content.library import Content
from ..errors import Fault, InputError, Place, nearest
from ..model.answer import State, Written

UNDECIDED, UNKNOWN, NOT_APPLICABLE, COPIED, PREFILLED = (
    "未定",
    "わからない",
    "該当なし",
    "前回から",
    "台帳から",
)
STATE_KEYS = {
    UNDECIDED: State.UNDECIDED,
    UNKNOWN: State.UNKNOWN,
    NOT_APPLICABLE: State.NOT_APPLICABLE,
    COPIED: State.COPIED,
    PREFILLED: State.PREFILLED,
}
BARE_STATES = {
    "未定": State.UNDECIDED,
    "わからない": State.UNKNOWN,
    "不明": State.UNKNOWN,
    "該当なし": State.NOT_APPLICABLE,
    "なし": State.NONE,
    "特になし": State.NONE,
    "無し": State.NONE,
}
WHO, MEMO, ORIGIN, AS_OF = "だれが", "メモ", "元", "時点"
DETAIL_KEYS = (WHO, MEMO, ORIGIN, AS_OF)
_CUT = '「{ }」の中では、「,」で値が終わります。「,」を含む値なら、値の全体を「"」で囲んでください。'
_GLUED = re.compile(f"(?:{'|'.join((*STATE_KEYS, *DETAIL_KEYS))})[:：]")
"""A key and its value that no blank keeps apart: YAML reads both as one word."""


def read_answers(text: str, file: str, content: Content) -> dict[str, Written]:
    """What is written in an answers file, by the name it stands under (old and unknown names as they are).

    Raises ``InputError`` only when the file cannot be scanned as YAML or holds no answers by name; whatever is in an
    answer becomes a state.
    """
    node = yamltext.load(text, file)
    if not isinstance(node, yamltext.Mapping):
        raise InputError(
            Fault(
                "A01",
                "このファイルには「質問のid: 答え」の組を書きます。",
                yamltext.place(file, node),
                _text(node)[:40],
                remedy="例: procurement.title: 文書管理システムの更改",
            )
        )
    return {key.text: _field(key.text, value, file, content) for key, value in node.entries}


def _field(name: str, node: yamltext.Node, file: str, content: Content) -> Written:
    question = content.questions.get(content.today(name))
    is_table = question is not None and question.type == "table"
    if isinstance(node, yamltext.Mapping) and is_table:
        state = _state_key(node)
        if state is None:
            return _table(node, file)
        if isinstance(inner := node.get(state), yamltext.Mapping):
            return _with_details(STATE_KEYS[state], _table(inner, file), node, file)
    return written(node, file)


def written(node: yamltext.Node, file: str) -> Written:
    """One field that is not a table: a value, a bare word for a state, or a state with its details."""
    place = yamltext.place(file, node)
    if isinstance(node, yamltext.Scalar):
        return _scalar(node, place)
    if isinstance(node, yamltext.Sequence):
        return _unreadable(node, place, "ここには1つの値を書きます。「- 」や [ ] の並びにはできません。")
    state = _state_key(node)
    if state is None:
        keys = node.keys()
        near = next((n for key in keys if (n := nearest(key, STATE_KEYS))), "")
        hint = f"「{near}」のことではありませんか。" if near else ""
        if any(_GLUED.match(key) for key in keys):
            hint = "「:」の後に、半角の空白を1つ入れてください。"
        return _unreadable(
            node, place,
            f"「{'、'.join(keys[:4])}」という書き方は読み取れません。{hint}"
            "値をそのまま書くか、「未定: いつまでに」「わからない: メモ」「該当なし: 理由」のどれかを書いてください。",
        )  # fmt: skip
    return _with_details(STATE_KEYS[state], Written(STATE_KEYS[state], place=place), node, file)


def _scalar(node: yamltext.Scalar, place: Place) -> Written:
    plain = node.style == ""
    text = node.text.removesuffix("\n") if node.style in ("|", ">") else node.text
    if text.strip() == "" and plain:
        return Written(State.UNANSWERED, place=place)
    state = BARE_STATES.get(text.strip())
    if state is not None:
        return Written(state, place=place)
    if text == "":
        return Written(State.UNANSWERED, place=place)
    return Written(State.ANSWERED, text, place=place, cut_by_comment=node.comment)


def _state_key(node: yamltext.Mapping) -> str | None:
    return next((key.text for key, _ in node.entries if key.text in STATE_KEYS), None)


def _with_details(state: State, base: Written, node: yamltext.Mapping, file: str) -> Written:
    details = {key.text: _text(value) for key, value in node.entries}
    strange = [key for key in details if key not in STATE_KEYS and key not in DETAIL_KEYS]
    if strange or sum(key in STATE_KEYS for key in details) > 1:
        known = "、".join(DETAIL_KEYS)
        extra = strange[0] if strange else "、".join(key for key in details if key in STATE_KEYS)
        why = f"「{extra}」の書き方を読み取れません。{state_word(state)}と一緒に書けるのは、{known}です。"
        if _GLUED.match(extra):
            why += "「:」の後に、半角の空白を1つ入れてください。"
        elif strange and details[extra] == "":
            why += _CUT
        return _unreadable(node, base.place, why)
    main = details[state_word(state)]
    return Written(
        state=state,
        text=main if state in (State.COPIED, State.PREFILLED) and base.rows is None else "",
        note=main if state in (State.UNKNOWN, State.NOT_APPLICABLE) else details.get(MEMO, ""),
        who=details.get(WHO, ""),
        by=main if state is State.UNDECIDED else "",
        origin=details.get(ORIGIN, ""),
        as_of=details.get(AS_OF, ""),
        rows=base.rows,
        place=base.place,
    )


def state_word(state: State) -> str:
    """The Japanese key that stands for a state."""
    return next(word for word, known in STATE_KEYS.items() if known is state)


def _table(node: yamltext.Mapping, file: str) -> Written:
    rows: dict[str, dict[str, Written]] = {}
    place = yamltext.place(file, node)
    for key, value in node.entries:
        if why := ids.why_not_a_row_key(key.text):
            return _unreadable(node, yamltext.place(file, key), f"表の行: {why}")
        if isinstance(value, yamltext.Mapping):
            rows[key.text] = {name.text: written(cell, file) for name, cell in value.entries}
        elif isinstance(value, yamltext.Scalar) and value.text.strip() == "":
            rows[key.text] = {}
        else:
            return _unreadable(
                node, yamltext.place(file, value),
                f"表の行「{key.text}」には「列の名前: 値」の組を書きます。いまは「{_text(value)[:30]}」とだけあります。",
            )  # fmt: skip
    return Written(State.ANSWERED, rows=rows, place=place)


def _unreadable(node: yamltext.Node, place: Place, why: str) -> Written:
    return Written(State.UNREADABLE, text=_text(node), why=why, place=place)


def _text(node: yamltext.Node) -> str:
    if isinstance(node, yamltext.Scalar):
        return node.text.removesuffix("\n") if node.style in ("|", ">") else node.text
    if isinstance(node, yamltext.Sequence):
        return "、".join(_text(item) for item in node.items)
    return "、".join(f"{key.text}: {_text(value)}" for key, value in node.entries)
