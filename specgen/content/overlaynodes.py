"""What is written, with one value of it replaced by what is written elsewhere; and values in one line for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .. import yamltext
from .gate import Entry

MOST_SAID = 2000


@dataclass(frozen=True, slots=True)
class _Mark:
    index: int
    line: int
    column: int


def with_value(
    node: yamltext.Node, path: tuple[str | int, ...], value: yamltext.Node
) -> yamltext.Node | None:
    """``node`` with ``value`` at ``path``; mappings that are missing are made. None where ``path`` ends in a text."""
    if not path:
        return value
    key = path[0]
    if isinstance(key, int):
        if not isinstance(node, yamltext.Sequence) or key >= len(node.items):
            return None
        inner = with_value(node.items[key], path[1:], value)
        items = tuple(inner if n == key and inner is not None else item for n, item in enumerate(node.items))
        return None if inner is None else yamltext.Sequence(items, node.flow, *_span(node))
    if not isinstance(node, yamltext.Mapping):
        return None
    inner = with_value(node.get(key) or mapping_of({}, value), path[1:], value)
    if inner is None:
        return None
    entries = {name.text: (name, held) for name, held in node.entries}
    entries[key] = (scalar(key, value), inner)
    held = {name: held for name, (_, held) in entries.items()}
    return yamltext.Mapping(tuple(entries.values()), node.flow, *_span(node), held)


def mapping_of(values: Mapping[str, yamltext.Node | str], at: yamltext.Node) -> yamltext.Mapping:
    """A mapping that was not written; its own texts stand where ``at`` stands."""
    nodes = {name: scalar(value, at) if isinstance(value, str) else value for name, value in values.items()}
    entries = tuple((scalar(name, nodes[name]), nodes[name]) for name in nodes)
    return yamltext.Mapping(entries, False, *_span(at), nodes)


def scalar(text: str, at: yamltext.Node) -> yamltext.Scalar:
    """A text that was not written; it stands where ``at`` stands."""
    return yamltext.Scalar(text, '"', *_span(at))


def _span(node: yamltext.Node) -> tuple[_Mark, _Mark]:
    """Marks as the parser makes them: lines and columns from 0."""
    start, end = node.start, node.end
    return _Mark(start.index, start.line - 1, start.column - 1), _Mark(
        end.index, end.line - 1, end.column - 1
    )


def said(node: yamltext.Node | None) -> str:
    """What is written at ``node``, in words that fit into a line or a paragraph."""
    return "" if node is None else _said(yamltext.plain(node))


def at_path(entry: Entry, field: str) -> str:
    """The value of a field (``words.fix``, ``limits.chars``) of an entry, said in the same way."""
    value: Any = entry.model_dump(mode="json", by_alias=True)
    for part in field.split("."):
        value = value.get(part, "") if isinstance(value, dict) else ""
    return _said(value)


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        whole = set(map(str, value.values())) if set(value) == {"draft", "submit"} else set()
        if len(whole) == 1:
            return whole.pop()
        return "、".join(f"{name}: {_said(held)}" for name, held in value.items() if held not in ("", [], {}))
    if isinstance(value, list | tuple):
        return "、".join(_said(held) for held in value)
    return str(value).strip()[:MOST_SAID]
