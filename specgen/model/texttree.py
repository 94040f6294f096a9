"""A Word file read back as text: the one shape that rules on text, absorbing edits and reviews stand on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; ``tag`` is the id of the content control around it, or empty."""

    text: str
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph or one table.

    ``kind``: ``heading``, ``paragraph``, ``item`` (numbered or bulleted), ``caption``, ``contents`` (an entry of the
    contents list), ``table``. ``number`` is the printed number as computed from the numbering (``第3章``, ``3.6``,
    ``（１）``). ``text`` is the accepted text (insertions in, deletions out), line breaks as ``\\n``.
    Tables have ``rows``: rows of cells, each cell a tuple of blocks.
    """

    kind: str
    text: str = ""
    level: int = 0
    number: str = ""
    pieces: tuple[Piece, ...] = ()
    style: str = ""
    rows: tuple[tuple[tuple[Block, ...], ...], ...] = ()
    index: int = 0
    """Position among the body's block elements, so that an annotation finds the paragraph again."""
    key: str = ""
    """Key of a chapter or section, for a heading that carries our bookmark."""


@dataclass(frozen=True, slots=True)
class Comment:
    """A native Word comment with its thread: ``parent`` is the id it answers, or empty."""

    id: str
    author: str
    date: str
    text: str
    parent: str = ""
    done: bool = False
    anchor_tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TextTree:
    """A whole file: the body's blocks in order, headers and footers, comments, and values by control tag."""

    blocks: tuple[Block, ...] = ()
    margins: tuple[Block, ...] = ()
    """Paragraphs of headers and footers."""
    notes: tuple[Block, ...] = ()
    """Footnotes and endnotes."""
    comments: tuple[Comment, ...] = ()
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Control tag → accepted text at each place where it is printed (``id#n`` paragraphs joined into ``id``)."""
    application: str = ""
    tracked: bool = False
    """Whether the file holds tracked changes."""

    def walk(self) -> Iterator[Block]:
        """Every paragraph block of the body in reading order, those inside table cells included."""
        yield from _walk(self.blocks)


def _walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for block in blocks:
        if block.kind == "table":
            for row in block.rows:
                for cell in row:
                    yield from _walk(cell)
        else:
            yield block
