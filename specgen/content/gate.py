"""Where a file's text becomes a typed value: pydantic inside, Japanese faults with line and column outside."""

from __future__ import annotations

import re
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationError

from .. import yamltext
from ..errors import ContentError, Fault, Faults, Place, SpecgenError, nearest
from .parsed import Parsed

_Model = TypeVar("_Model", bound="Entry")


class Entry(BaseModel):
    """A value that people write in a content file: unknown keys are faults, nothing changes after loading.

    Blanks around words are dropped, so that a field of blanks says as little as an empty one.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


Said = Annotated[str, StringConstraints(min_length=1)]
"""Words that must be there: neither empty nor blanks. What no reader could do without is of this type."""
Verbatim = Annotated[str, StringConstraints(strip_whitespace=False)]
"""A text in which blanks mean something: a pattern, a file in a test."""


_WHOLE = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+")


def _whole(value: object) -> object:
    if isinstance(value, str):
        if not _WHOLE.fullmatch(value.strip()):
            raise ValueError("whole")
        return int(value.replace(",", ""))
    return value


def _yes_no(value: object) -> object:
    if isinstance(value, str):
        if value not in ("yes", "no"):
            raise ValueError("yes_no")
        return value == "yes"
    return value


Whole = Annotated[int, BeforeValidator(_whole)]
"""A whole number written with half-width digits (commas allowed)."""
YesNo = Annotated[bool, BeforeValidator(_yes_no)]
"""``yes`` or ``no``."""

_MESSAGES = {
    "extra_forbidden": "「{key}」という項目はありません。",
    "missing": "「{key}」がありません。",
    "string_type": "「{key}」には文字を書きます。",
    "dict_type": "「{key}」には「名前: 値」の組を書きます。",
    "mapping_type": "「{key}」には「名前: 値」の組を書きます。",
    "model_type": "「{key}」には「名前: 値」の組を書きます。",
    "model_attributes_type": "「{key}」には「名前: 値」の組を書きます。",
    "list_type": "「{key}」には「- 」で始まる並びを書きます。",
    "tuple_type": "「{key}」には「- 」で始まる並びを書きます。",
    "literal_error": "「{key}」の値「{value}」は使えません。",
    "string_too_long": "「{key}」が長すぎます。",
    "string_too_short": "「{key}」が空です。",
    "item_too_short": "「{key}」の並びに、空のものがあります。",
}
_REMEDIES = {
    "extra_forbidden": "使える項目: {fields}。",
    "missing": "「{key}: …」を書き足してください。",
    "literal_error": "使える値: {expected}。",
    "list_type": "1件ごとに、行の頭に「- 」を置いてください。",
    "tuple_type": "1件ごとに、行の頭に「- 」を置いてください。",
    "dict_type": "「{key}:」の下の行に、字下げして書いてください。",
    "mapping_type": "「{key}:」の下の行に、字下げして書いてください。",
    "model_type": "「{key}:」の下の行に、字下げして「項目: 値」と書いてください。書ける項目: {fields}。",
    "model_attributes_type": "「{key}:」の下の行に、字下げして「項目: 値」と書いてください。書ける項目: {fields}。",
    "string_type": "1つの値だけを書いてください。",
    "string_too_short": "「{key}: …」の後に、言葉を書いてください。",
    "item_too_short": "言葉を書くか、この1件を消してください。",
}
_FOR_FIELDS = ("model_type", "model_attributes_type")
"""Messages that tell what may be written inside the value, not beside it."""
_OWN = {
    "whole": ("「{key}」には半角の整数を書きます。", "例: 60"),
    "word_or_pattern": (
        "word か pattern の、どちらか1つを書きます。",
        "決まった語なら word、形で探すなら pattern に書いてください。",
    ),
    "yes_no": ("「{key}」には yes か no を書きます。", "例: yes"),
}


def validated(model: type[_Model], node: yamltext.Node, file: str, faults: Faults) -> _Model | None:
    """The value of ``node`` as ``model``; every fault is added to ``faults`` with its place, and None returned."""
    return read_as(model, Parsed(file, yamltext.plain(node), lambda: node), faults)


def read_as(model: type[_Model], parsed: Parsed, faults: Faults) -> _Model | None:
    """What is written as ``model``; every fault is added to ``faults`` with its place, and None returned."""
    try:
        return model.model_validate(parsed.plain)
    except ValidationError as error:
        node, file = parsed.node, parsed.file
        told = [_fault(dict(detail), model, node, file) for detail in error.errors(include_url=False)]
        faults.found.extend(dict.fromkeys(told))
        return None


def read_mapping(text: str, file: str, faults: Faults) -> yamltext.Mapping | None:
    """Parse a file that must hold a mapping; faults are collected, None is returned when it cannot be used."""
    try:
        node = yamltext.load(text, file, ContentError)
    except SpecgenError as error:
        faults.found.extend(error.faults)
        return None
    if isinstance(node, yamltext.Mapping):
        return node
    faults.add(no_mapping(yamltext.place(file, node)))
    return None


def no_mapping(place: Place) -> Fault:
    """A file that holds something else than a mapping."""
    remedy = "先頭の「- 」を外してください。"
    return Fault("C01", "このファイルには「名前: 値」の組を書きます。", place, remedy=remedy)


def _fault(detail: dict[str, Any], model: type[Entry], node: yamltext.Node, file: str) -> Fault:
    path = [part for part in detail["loc"] if not (isinstance(part, str) and part.startswith("function-"))]
    kind = detail["type"]
    if kind == "string_too_short" and path and isinstance(path[-1], int):
        kind = "item_too_short"
    found, key = _walk(node, path, at_key=kind == "extra_forbidden")
    value = detail.get("input")
    shown = {
        "key": key,
        "value": value if isinstance(value, str) else "",
        "fields": "、".join(_fields(model, path if kind in _FOR_FIELDS else path[:-1])),
        "expected": str(detail.get("ctx", {}).get("expected", ""))
        .removeprefix("'', ")
        .replace("' or '", "、")
        .replace("', '", "、")
        .strip("'"),
    }
    if kind == "value_error":
        reason = str(detail.get("ctx", {}).get("error", ""))
        what, remedy = _OWN.get(reason, (reason, "付属のファイルの同じ項目を手本にしてください。"))
    else:
        what = _MESSAGES.get(kind, "「{key}」の書き方を読み取れません。")
        remedy = _REMEDIES.get(
            kind, "付属のファイルの同じ項目を手本にしてください。" if kind not in _MESSAGES else ""
        )
    near = ""
    if kind == "extra_forbidden":
        near = nearest(key, _fields(model, path[:-1]))
        if value == "":
            remedy = '{ } の中では、カンマが値の終わりになります。カンマを含む値は「"」で囲んでください。'
    elif kind == "literal_error":
        near = nearest(shown["value"], shown["expected"].split("、"))
    return Fault(
        "C02",
        _filled(what, shown),
        yamltext.place(file, found),
        "" if kind == "extra_forbidden" or not shown["value"].strip() else shown["value"][:40],
        near,
        _filled(remedy, shown),
    )


def _filled(template: str, shown: dict[str, str]) -> str:
    for name, value in shown.items():
        template = template.replace("{" + name + "}", value)
    return template


def _walk(node: yamltext.Node, path: list[Any], *, at_key: bool) -> tuple[yamltext.Node, str]:
    """The deepest node on ``path`` (with ``at_key`` the key that leads to it) and the last name on it."""
    name = ""
    for at, part in enumerate(path):
        if isinstance(part, int):
            if isinstance(node, yamltext.Sequence) and part < len(node.items):
                node = node.items[part]
            continue
        if isinstance(node, yamltext.Scalar):
            break  # what follows is our own reading of one written value
        name = str(part)
        if isinstance(node, yamltext.Mapping):
            for key, value in node.entries:
                if key.text == name:
                    node = key if at_key and at == len(path) - 1 else value
                    break
    return node, name


def _fields(model: type[Entry], path: list[Any]) -> list[str]:
    """Names of the fields of the model that stands at ``path`` (best effort: the outermost one otherwise)."""
    current: type[BaseModel] = model
    for part in path:
        if isinstance(part, str) and part in current.model_fields:
            inner = _inner_model(current.model_fields[part].annotation)
            if inner is not None:
                current = inner
    return sorted(info.alias or name for name, info in current.model_fields.items())


def _inner_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        found = _inner_model(argument)
        if found is not None:
            return found
    return None
