"""YAML as text with line and column: a scalar stays the text that was written, faults are told in Japanese.

The tree comes from the events of PyYAML's C parser. There are no anchors, aliases, tags, second documents,
empty or doubled keys, and no nesting deeper than ``MOST_DEPTH``. Callers strip a byte order mark first
(libyaml's index does not count it). Line ends may be LF or CRLF. ``yamlfaults`` explains syntax faults.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml

from .errors import MOST_FAULTS, Fault, Faults, InputError, Place, SpecgenError
from .yamlfaults import braces, explain, line_of, shorten
from .yamlnodes import Mapping, Mark, Node, Scalar, Sequence

__all__ = ("MOST_DEPTH", "Mapping", "Mark", "Node", "Plain", "Scalar", "Sequence", "load", "place", "plain")

MOST_DEPTH = 40
"""Mappings and sequences nest at most this deep."""

Plain = str | dict[str, "Plain"] | list["Plain"]
"""What ``plain`` makes of a tree."""

_LOADER: Any = getattr(yaml, "CLoader", yaml.SafeLoader)
_RAW = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_COMMENT = re.compile(r"[ \t]+#([^\r\n]*)")
_BREAK = re.compile(r"\r\n|\r|\n")
_BLANKS = frozenset(" \t")
_REFUSED = "?"
"""Style of a scalar that stands for something refused, so that it is not told twice."""


def load(text: str, file: str, error: type[SpecgenError] = InputError) -> Node:
    """The tree of ``text``; an empty text is an empty mapping.

    Raises ``error``: raw characters that YAML cannot hold come together, so do all faults after scanning; a
    fault of the syntax comes alone. ``file`` is only the name that messages show.
    """
    _refuse_raw_characters(text, file, error)
    tree = _Tree(text, file)
    parser = _LOADER(text)
    try:
        root = tree.build(parser)
    except _TooDeep:
        raise error(tree.faults.found[-1:]) from None
    except yaml.YAMLError as trouble:
        flows = [opened.start for opened in tree.open if opened.flow]
        raise error(explain(trouble, text, file, flows, tree.faults.found)) from None
    finally:
        parser.dispose()
    tree.faults.stop_if_any(error)
    return root


def place(file: str, node: Node) -> Place:
    """The place of a node, for faults and findings."""
    return Place(file, node._start_line + 1, node._start_column + 1)


def plain(node: Node) -> Plain:
    """The tree without places: texts, dicts and lists, for pydantic."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Mapping):
        return {key.text: plain(value) for key, value in node.entries}
    return [plain(item) for item in node.items]


class _Open:
    """A collection without its end yet: ``key`` waits for its value; ``as_key`` stands where a key should."""

    __slots__ = ("as_key", "by_key", "entries", "flow", "items", "key", "mapping", "start")

    def __init__(self, event: Any, mapping: bool, as_key: bool) -> None:
        self.mapping = mapping
        self.flow: bool = bool(event.flow_style)
        self.start: Any = event.start_mark
        self.as_key = as_key
        self.key: Scalar | None = None
        self.by_key: dict[str, Node] = {}
        self.entries: list[tuple[Scalar, Node]] = []
        self.items: list[Node] = []

    def close(self, end: Any) -> Node:
        """The finished node. A block collection ends with its last child, not where the next token begins."""
        node: Mapping | Sequence
        if self.mapping:
            node = Mapping(tuple(self.entries), self.flow, self.start, end, self.by_key)
        else:
            node = Sequence(tuple(self.items), self.flow, self.start, end)
        if not self.flow:
            last = self.entries[-1][1] if self.entries else self.items[-1]
            node._end, node._end_line, node._end_column = last._end, last._end_line, last._end_column
        return node


class _TooDeep(yaml.YAMLError):
    """Stops the parser as soon as the nesting is too deep."""


@dataclass(slots=True)
class _Zero:
    index: int = 0
    line: int = 0
    column: int = 0


class _Tree:
    """Builds nodes from events with a stack of its own: nesting costs no recursion."""

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file
        self.faults = Faults()
        self.open: list[_Open] = []
        self.root: Node | None = None

    def build(self, parser: Any) -> Node:
        """The root node; faults are kept in ``faults``."""
        documents = 0
        next_event = parser.get_event
        put_scalar, scalar_event = self.scalar, yaml.ScalarEvent
        while True:
            event = next_event()
            kind = event.__class__
            if kind is scalar_event:
                put_scalar(event)
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                self.start(event, kind is yaml.MappingStartEvent)
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                done = self.open.pop()
                self.put(_stand_in(event) if done.as_key else done.close(event.end_mark))
            elif kind is yaml.AliasEvent:
                self.alias(event)
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    self.second_document(event)
                    break
            elif kind is yaml.StreamEndEvent:
                break
        root = self.root
        if root is None or (isinstance(root, Scalar) and not root.text and not root.style):
            return Mapping((), False, _Zero(), _Zero(), {})
        return root

    def scalar(self, event: Any) -> None:
        """Put one text, with the comment behind it when it is plain."""
        style: str = event.style or ""
        node = Scalar(event.value, style, event.start_mark, event.end_mark)
        if not style and self.text[node._end : node._end + 1] in _BLANKS:
            found = _COMMENT.match(self.text, node._end)
            node.comment = found.group(1).strip() if found else ""
        if event.anchor is not None or event.tag is not None:
            self.refuse_properties(event)
        top = self.open[-1] if self.open else None
        if top is None or top.key is None:
            self.put(node)
        else:  # a value, the usual case
            top.entries.append((top.key, node))
            top.by_key.setdefault(top.key.text, node)
            top.key = None

    def put(self, node: Node) -> None:
        """Hang a finished node where it belongs: root, item, key or value."""
        if not self.open:
            self.root = node
            return
        top = self.open[-1]
        if not top.mapping:
            top.items.append(node)
        elif top.key is None:
            assert isinstance(node, Scalar)
            top.key = node
            name = node.text
            if not name or name in top.by_key or name != name.strip():
                self.look_at_key(top, node)
        else:
            top.entries.append((top.key, node))
            top.by_key.setdefault(top.key.text, node)
            top.key = None

    def look_at_key(self, top: _Open, key: Scalar) -> None:
        """Empty and doubled keys, and full-width blanks that were meant as indentation."""
        name = key.text
        if key.style == _REFUSED:
            return
        if not name:
            self.fault(
                "Y04", "名前が空の項目があります。", key.start, remedy="「:」の前に名前を書いてください。"
            )
        elif name in top.by_key:
            first = next(k for k, _ in top.entries if k.text == name).start
            self.fault(
                "Y03",
                f"同じ名前「{shorten(name)}」が2か所にあります（1つ目は{first.line}行目の{first.column}文字目）。",
                key.start,
                remedy="どちらか一方を消すか、別の名前にしてください。",
            )
        elif not key.style and name.strip() != name:
            self.fault(
                "Y11",
                "名前の前か後に、全角の空白などの見えない文字があります。",
                key.start,
                quoted=name,
                remedy="字下げには半角の空白を使い、名前の後は「:」だけにしてください。",
            )

    def start(self, event: Any, mapping: bool) -> None:
        """Open a mapping or a sequence."""
        if len(self.open) >= MOST_DEPTH:
            self.fault(
                "Y08",
                f"入れ子が深すぎます（{MOST_DEPTH}段まで）。",
                _mark(event.start_mark),
                remedy="「[」や「{」の閉じ忘れがないかを確かめ、入れ子を浅くしてください。",
            )
            raise _TooDeep
        if event.anchor is not None or event.tag is not None:
            self.refuse_properties(event)
        as_key = bool(self.open) and self.open[-1].mapping and self.open[-1].key is None
        if as_key:
            self.refuse_collection_as_key(event)
        self.open.append(_Open(event, mapping, as_key))

    def refuse_collection_as_key(self, event: Any) -> None:
        """``{{ name }}`` without quotes is a mapping inside a mapping; say that rather than the grammar."""
        at = _mark(event.start_mark)
        if self.text[at.index - 1 : at.index + 1] == "{{":
            self.faults.add(braces(self.text, self.file, at.index - 1, at.line, at.column - 1))
            return
        self.fault(
            "Y09",
            "名前のあるべき所に「[」または「{」があります。",
            at,
            remedy='名前は文字だけで書いてください。記号で始まる値なら、全体を「"」で囲みます。',
        )

    def alias(self, event: Any) -> None:
        """``*name``."""
        self.refuse(
            "Y05", "「*」で始まる値は、YAMLでは別の場所の値を指す記号になります。ここでは使えません。", event
        )
        self.put(_stand_in(event))

    def refuse_properties(self, event: Any) -> None:
        """``&name`` and ``!tag``."""
        if event.anchor is not None:
            self.refuse(
                "Y05", "「&」で始まる値は、YAMLでは目印（アンカー）になります。ここでは使えません。", event
            )
        else:
            self.refuse(
                "Y06", "「!」で始まる値は、YAMLでは型の指定（タグ）になります。ここでは使えません。", event
            )

    def refuse(self, code: str, what: str, event: Any) -> None:
        """A sign that YAML takes for something else: say how to write it as text."""
        at = _mark(event.start_mark)
        line = line_of(self.text, at.index).strip()
        self.fault(code, what, at, quoted=line, remedy='文字として書くときは、全体を「"」で囲んでください。')

    def second_document(self, event: Any) -> None:
        """``---`` in the middle."""
        self.fault(
            "Y07",
            "「---」の行の後に、2つ目の文書が始まっています。1つのファイルに書ける文書は1つです。",
            _mark(event.start_mark),
            remedy="「---」の行を消すか、ファイルを分けてください。",
        )

    def fault(self, code: str, what: str, at: Mark, *, quoted: str = "", remedy: str) -> None:
        """Keep one fault at a mark."""
        where = Place(self.file, at.line, at.column)
        self.faults.add(Fault(code, what, where, quoted=shorten(quoted), remedy=remedy))


def _mark(raw: Any) -> Mark:
    return Mark(raw.index, raw.line + 1, raw.column + 1)


def _stand_in(event: Any) -> Scalar:
    """Stands for something that was refused, so that reading can go on."""
    return Scalar("", _REFUSED, event.start_mark, event.end_mark)


def _refuse_raw_characters(text: str, file: str, error: type[SpecgenError]) -> None:
    """Characters that break the scanner when they stand raw, each with its place."""
    faults = Faults()
    if text.startswith("\ufeff"):
        what = "ファイルの先頭に、余分な目印の文字（U+FEFF）があります。"
        remedy = "先頭の見えない文字を消して、UTF-8で保存し直してください。"
        faults.add(Fault("Y02", what, Place(file, 1, 1), remedy=remedy))
    for hit in _RAW.finditer(text):
        before = [m.end() for m in _BREAK.finditer(text, 0, hit.start())]
        column = hit.start() - (before[-1] if before else 0) + 1
        what = f"そのままでは置けない文字（U+{ord(hit.group()):04X}）があります。"
        remedy = "この見えない文字を消してください（改行のつもりであれば、改行し直します）。"
        faults.add(Fault("Y02", what, Place(file, len(before) + 1, column), remedy=remedy))
        if len(faults.found) >= MOST_FAULTS:
            break
    faults.stop_if_any(error)
