"""What a YAML file holds, with places: scalars that stay the text that was written, mappings, sequences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Mark:
    """A spot in the text: character offset (from 0), line and column (from 1)."""

    index: int
    line: int
    column: int


class _Spanned:
    """A node knows its span as bare numbers (parsing stays fast); marks are made when somebody asks."""

    __slots__ = ("_end", "_end_column", "_end_line", "_start", "_start_column", "_start_line")

    def __init__(self, start: Any, end: Any) -> None:
        self._start: int = start.index
        self._start_line: int = start.line
        self._start_column: int = start.column
        self._end: int = end.index
        self._end_line: int = end.line
        self._end_column: int = end.column

    @property
    def start(self) -> Mark:
        """Where the node begins."""
        return Mark(self._start, self._start_line + 1, self._start_column + 1)

    @property
    def end(self) -> Mark:
        """Just behind the node's last character; behind the last entry for a block collection.

        A block scalar (``|``, ``>``) ends at the start of a later line, behind the blank lines after it.
        """
        return Mark(self._end, self._end_line + 1, self._end_column + 1)


class Scalar(_Spanned):
    """A text. ``style``: "" plain, "'", '"', "|", ">"; ``comment``: what follows ` #` behind a plain one."""

    __slots__ = ("comment", "style", "text")

    def __init__(self, text: str, style: str, start: Any, end: Any, comment: str = "") -> None:
        self.text = text
        self.style = style
        self.comment = comment
        self._start = start.index
        self._start_line = start.line
        self._start_column = start.column
        self._end = end.index
        self._end_line = end.line
        self._end_column = end.column

    def __repr__(self) -> str:
        return f"Scalar({self.text!r}, {self.style!r}, line {self._start_line + 1})"


class Mapping(_Spanned):
    """Keys and values in the order in which they were written; every key stands once."""

    __slots__ = ("_by_key", "entries", "flow")

    def __init__(
        self,
        entries: tuple[tuple[Scalar, Node], ...],
        flow: bool,
        start: Any,
        end: Any,
        by_key: dict[str, Node],
    ) -> None:
        super().__init__(start, end)
        self.entries = entries
        self.flow = flow
        self._by_key = by_key

    def get(self, key: str) -> Node | None:
        """The value of ``key``, or None when the key is not there."""
        return self._by_key.get(key)

    def keys(self) -> list[str]:
        """The keys in the order in which they were written."""
        return list(self._by_key)

    def __repr__(self) -> str:
        return f"Mapping({', '.join(self._by_key)})"


class Sequence(_Spanned):
    """Items in order."""

    __slots__ = ("flow", "items")

    def __init__(self, items: tuple[Node, ...], flow: bool, start: Any, end: Any) -> None:
        super().__init__(start, end)
        self.items = items
        self.flow = flow

    def __repr__(self) -> str:
        return f"Sequence({len(self.items)} items)"


Node = Scalar | Mapping | Sequence
