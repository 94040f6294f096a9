"""One value put into a person's YAML file: every other byte stays, comments and order included.

Text in, text out. The text has LF line ends (``files.SourceText``); one with CRLF throughout works too and
keeps them. The result is parsed again and compared with the tree that was meant before it is returned;
``EditFailed`` (our own fault) is raised rather than a wrong text returned. Paths go through mappings only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec, cast

from . import yamlstyle
from .errors import SpecgenError
from .yamlstyle import Value, Written
from .yamltext import Mapping, Node, Scalar, Sequence, load, plain

__all__ = ["EditFailed", "Value", "remove", "rename_key", "set_value"]

Path = tuple[str, ...]
_P = ParamSpec("_P")
_COLON = re.compile(r"[ \t]*:")
_COMMA = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*,")
_COMMENT = re.compile(r"([ \t]+)#[^\n]*|[ \t]*(?=\n|\Z)")
_HEADER = re.compile(r"[|>][0-9+-]*")
_BLANK_LINES = re.compile(r"\A(?:[ ]*\n)+")
_STEP = 2


class EditFailed(AssertionError):
    """The edited text would not load as the tree that was meant: our own fault; nothing was changed."""


def _keeping_crlf(edit: Callable[Concatenate[str, _P], str]) -> Callable[Concatenate[str, _P], str]:
    """Lets an edit that knows LF only work on a text with CRLF throughout."""

    @wraps(edit)
    def wrapped(text: str, *args: _P.args, **kwargs: _P.kwargs) -> str:
        if "\r" not in text:
            return edit(text, *args, **kwargs)
        if not text.count("\r") == text.count("\n") == text.count("\r\n"):
            raise ValueError("mixed line ends: give the text of files.SourceText")
        return edit(text.replace("\r\n", "\n"), *args, **kwargs).replace("\n", "\r\n")

    return cast(Callable[Concatenate[str, _P], str], wrapped)


@_keeping_crlf
def set_value(text: str, path: Path, value: Value, *, after: str = "", comment: str = "") -> str:
    """The text with ``value`` at ``path``; where the key is missing it is inserted.

    A new key comes after its neighbour ``after``, else at the end of its mapping; missing levels are made. A
    comment on the value's line stays, unless ``comment`` replaces it (not inside ``{…}``). A value that is
    there already changes nothing. ValueError when the path leads through a text or list that is not empty.
    """
    root = _root(text)
    parent, name, rest = _descend(root, path)
    old = parent.get(name)
    for step in reversed(rest):
        value = {step: value}
    expected = _with(plain(root), (*path[: len(path) - len(rest)],), value, after)
    if old is not None and plain(old) == value and (not comment or parent.flow):
        return text
    attempts = (
        _replaced(text, root, parent, name, value, comment, careful)
        if old is not None
        else _inserted(text, root, parent, name, value, after, comment, careful)
        for careful in (False, True)
    )
    return _first_that_holds(attempts, expected)


@_keeping_crlf
def remove(text: str, path: Path) -> str:
    """The text without the entry at ``path``: its own lines and the comment behind it, nothing else.

    A mapping that loses its last entry stays as ``{}``. KeyError when there is no such entry.
    """
    root = _root(text)
    parent, name, rest = _descend(root, path)
    if rest or parent.get(name) is None:
        raise KeyError(".".join(path))
    expected = _without(plain(root), path)
    if len(parent.entries) == 1 and len(path) > 1 and not parent.flow:
        return set_value(text, path[:-1], {})
    cuts = [_cut_from_flow(text, parent, name)] if parent.flow else _cuts_from_block(text, parent, name)
    return _first_that_holds(iter(cuts), expected)


@_keeping_crlf
def rename_key(text: str, path: Path, new: str) -> str:
    """The text with the last key of ``path`` called ``new``; KeyError: it is missing or ``new`` is taken."""
    root = _root(text)
    parent, name, rest = _descend(root, path)
    if rest or parent.get(name) is None or (new != name and parent.get(new) is not None):
        raise KeyError(".".join(path))
    key, _ = _entry(parent, name)
    style = key.style if key.style in ("'", '"') else ""
    written = yamlstyle.key(new, style=style, flow=parent.flow)
    result = text[: key.start.index] + written + text[key.end.index :]
    return _first_that_holds(iter([result]), _renamed(plain(root), path, new))


# ── finding the spot ──


@lru_cache(maxsize=4)
def _root(text: str) -> Mapping:
    """The tree; cached because the text that one edit returns is the next edit's input."""
    root = load(text, "")
    if not isinstance(root, Mapping):
        raise ValueError("「名前: 値」の形のファイルではありません。")
    return root


def _descend(root: Mapping, path: Path) -> tuple[Mapping, str, Path]:
    """The deepest mapping on ``path``, the key to write in it, and the part of the path missing below."""
    if not path:
        raise ValueError("an empty path has no value")
    parent = root
    for depth, name in enumerate(path[:-1]):
        child = parent.get(name)
        if isinstance(child, Mapping):
            parent = child
        elif child is None or plain(child) in ("", []):
            return parent, name, path[depth + 1 :]
        else:
            raise ValueError(f"「{name}」には、項目を分けずに値が書かれています。")
    return parent, path[-1], ()


def _entry(parent: Mapping, name: str) -> tuple[Scalar, Node]:
    return next(entry for entry in parent.entries if entry[0].text == name)


def _behind_colon(text: str, key: Scalar) -> int:
    """Just behind the colon of a key; of a key without one (inside ``{…}``) just behind the key."""
    found = _COLON.match(text, key.end.index)
    return found.end() if found else key.end.index


def _is_empty(node: Node) -> bool:
    return isinstance(node, Scalar) and not node.style and not node.text


def _tail(text: str, key: Scalar | None, node: Node) -> int:
    """Behind the last character of a value, without the comment and the blank lines that follow."""
    while not isinstance(node, Scalar) and not node.flow:
        if isinstance(node, Mapping):
            key, node = node.entries[-1]
        else:
            key, node = None, node.items[-1]
    if key is not None and _is_empty(node):
        return _behind_colon(text, key)
    if isinstance(node, Scalar) and node.style in ("|", ">"):
        return _tail_of_block_scalar(text, node)
    return node.end.index


def _tail_of_block_scalar(text: str, node: Scalar) -> int:
    """Behind the last line of the text; empty lines after it are the file's layout, except for ``+``."""
    start, end = node.start.index, node.end.index
    header = _HEADER.match(text, start)
    if header and "+" in header.group():
        return end - 1 if text[end - 1 : end] == "\n" else end
    return start + len(text[start:end].rstrip("\n"))


def _line_end(text: str, index: int) -> int:
    found = text.find("\n", index)
    return found if found >= 0 else len(text)


def _line_start(text: str, index: int) -> int:
    return text.rfind("\n", 0, index) + 1


def _column(parent: Mapping) -> int:
    return parent.entries[0][0].start.column - 1 if parent.entries else 0


def _step(root: Mapping) -> int:
    """By how many blanks this file indents."""
    for key, value in root.entries:
        if isinstance(value, Mapping) and not value.flow:
            return max(1, _column(value) - (key.start.column - 1))
    return _STEP


# ── writing ──


def _replaced(
    text: str, root: Mapping, parent: Mapping, name: str, value: Value, comment: str, careful: bool
) -> str:
    key, old = _entry(parent, name)
    style = old.style if isinstance(old, Scalar) else ""
    if parent.flow:
        return _replaced_in_flow(text, key, old, yamlstyle.inline(value, style=style, careful=careful))
    flow = not isinstance(old, Scalar) and old.flow
    new = yamlstyle.block(value, _column(parent), _step(root), style=style, flow=flow, careful=careful)
    if plain(old) == value:
        return _recommented(text, key, old, comment)
    colon, tail = _behind_colon(text, key), _tail(text, key, old)
    alone = _line_end(text, colon) < old.start.index
    if (not isinstance(old, Scalar) and not old.flow) or (alone and new.body and not new.head):
        first = _line_start(text, old.start.index)
        between = text[_line_end(text, colon) : first - 1]
        head = text[:colon] + _head(" ", new.head, text, colon, comment)
        return head + _body(new) + between + text[_line_end(text, tail) :]
    if _is_empty(old):
        return (
            text[:colon]
            + _head(" ", new.head, text, colon, comment)
            + _body(new)
            + text[_line_end(text, colon) :]
        )
    start = old.start.index
    if new.body and not new.head:  # a mapping or list starts on a line of its own
        start = colon
    if style in ("|", ">"):
        header = _HEADER.match(text, old.start.index)
        behind = header.end() if header else tail
        return text[:start] + _head("", new.head, text, behind, comment) + _body(new) + text[tail:]
    return (
        text[:start] + _head("", new.head, text, tail, comment) + _body(new) + text[_line_end(text, tail) :]
    )


def _head(gap: str, head: str, text: str, behind: int, comment: str) -> str:
    """What stands on the value's line: the value and the comment that was there, or the new one."""
    return (gap + head if head else "") + _commented(text[behind : _line_end(text, behind)], comment)


def _commented(rest: str, comment: str) -> str:
    """The rest of a line with ``comment`` in place of the comment that was there."""
    if not comment:
        return rest
    seen = _COMMENT.match(rest)
    gap = seen.group(1) if seen and seen.group(1) else "  "
    return f"{gap}# {_one_line(comment)}"


def _recommented(text: str, key: Scalar, old: Node, comment: str) -> str:
    """The value stays; only the comment behind it is new."""
    behind = old.end.index
    if _is_empty(old) or (not isinstance(old, Scalar) and not old.flow):
        behind = _behind_colon(text, key)
    elif (
        isinstance(old, Scalar)
        and old.style in ("|", ">")
        and (header := _HEADER.match(text, old.start.index))
    ):
        behind = header.end()
    end = _line_end(text, behind)
    return text[:behind] + _commented(text[behind:end], comment) + text[end:]


def _body(written: Written) -> str:
    return "".join(f"\n{line}" for line in written.body)


def _one_line(comment: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in comment).split())


def _replaced_in_flow(text: str, key: Scalar, old: Node, new: str) -> str:
    if not _is_empty(old):
        return text[: old.start.index] + new + text[old.end.index :]
    spot = _behind_colon(text, key)
    sign = " " if spot > key.end.index else ": "
    rest = text[spot:]
    if rest[:2] in (" ,", " }", " ]"):
        rest = rest[1:]
    return text[:spot] + sign + new + rest


def _inserted(
    text: str,
    root: Mapping,
    parent: Mapping,
    name: str,
    value: Value,
    after: str,
    comment: str,
    careful: bool,
) -> str:
    neighbour = _entry(parent, after) if parent.get(after) else parent.entries[-1] if parent.entries else None
    if parent.flow:
        pair = f"{yamlstyle.key(name, flow=True)}: {yamlstyle.inline(value, careful=careful)}"
        if neighbour is None:
            spot = parent.start.index + 1
            return text[:spot] + pair + text[spot:]
        spot = _tail(text, *neighbour)
        gap = " " if _is_empty(neighbour[1]) else ""  # "a: , b: 1": a comma must not touch the colon
        return text[:spot] + gap + ", " + pair + text[spot:]
    column = _column(parent)
    flow = neighbour is not None and isinstance(neighbour[1], Mapping | Sequence) and neighbour[1].flow
    written = yamlstyle.block(value, column, _step(root), flow=flow, careful=careful)
    head = f" {written.head}" if written.head else ""
    remark = f"  # {_one_line(comment)}" if comment else ""
    lines = f"{' ' * column}{yamlstyle.key(name)}:{head}{remark}{_body(written)}"
    if neighbour is None:
        return text + ("\n" if text and not text.endswith("\n") else "") + lines + "\n"
    spot = _line_end(text, _tail(text, *neighbour))
    return text[:spot] + "\n" + lines + (text[spot:] or "\n" * text.endswith("\n"))


def _cuts_from_block(text: str, parent: Mapping, name: str) -> list[str]:
    """Without the entry's lines; if need be without the blank lines after it (behind a ``|+`` text above)."""
    key, value = _entry(parent, name)
    start = _line_start(text, key.start.index)
    end = _line_end(text, _tail(text, key, value))
    rest = text[end + 1 :]
    return [text[:start] + rest, text[:start] + _BLANK_LINES.sub("", rest, count=1)]


def _cut_from_flow(text: str, parent: Mapping, name: str) -> str:
    names = parent.keys()
    at = names.index(name)
    key, value = parent.entries[at]
    start, end = key.start.index, _tail(text, key, value)
    if at + 1 < len(names):
        following = parent.entries[at + 1][0].start.index
        if "\n" not in text[end:following]:
            return text[:start] + text[following:]
    if at and at + 1 == len(names):
        before = _tail(text, *parent.entries[at - 1])
        comma = _COMMA.match(text, before)
        if comma and "#" not in text[before:start]:
            return text[:before] + text[end:]
        return (
            text[: comma.end() - 1] + text[comma.end() : start] + text[end:]
            if comma
            else text[:start] + text[end:]
        )
    comma = _COMMA.match(text, end)
    return text[:start] + text[comma.end() if comma else end :]


# ── what was meant, and whether it holds ──


def _with(tree: Value, path: Path, value: Value, after: str) -> Value:
    assert isinstance(tree, dict)
    name, rest = path[0], path[1:]
    new = _with(tree[name], rest, value, after) if rest else value
    if name in tree:
        return {key: new if key == name else item for key, item in tree.items()}
    grown: dict[str, Value] = {}
    for key, item in tree.items():
        grown[key] = item
        if key == after:
            grown[name] = new
    grown.setdefault(name, new)
    return grown


def _without(tree: Value, path: Path) -> Value:
    assert isinstance(tree, dict)
    if len(path) == 1:
        return {key: item for key, item in tree.items() if key != path[0]}
    return {key: _without(item, path[1:]) if key == path[0] else item for key, item in tree.items()}


def _renamed(tree: Value, path: Path, new: str) -> Value:
    assert isinstance(tree, dict)
    if len(path) == 1:
        return {new if key == path[0] else key: item for key, item in tree.items()}
    return {key: _renamed(item, path[1:], new) if key == path[0] else item for key, item in tree.items()}


def _first_that_holds(attempts: Iterator[str], expected: Value) -> str:
    """The first text that loads as ``expected``, order included."""
    for attempt in attempts:
        try:
            if _same(plain(_root(attempt)), expected):
                return attempt
        except (SpecgenError, ValueError):
            continue
    raise EditFailed("the edited text does not load as the tree that was meant")


def _same(one: Value, other: Value) -> bool:
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(_same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    return one == other
