"""The blocks and inlines of a template: all that ``word.build`` needs to know about a text.

They are plain frozen values. ``place`` says where a block stands in its file and takes no part in comparing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from ..errors import NOWHERE, Place

Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Text:
    """Fixed words, as they are printed."""

    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """Put in when the paper is made: ``topic.name``, ``row.column``, ``org.self`` or ``paper.title``."""

    path: str
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class SectionRef:
    """A reference to a heading (printed as its number) or to a caption (printed as 表 with its number)."""

    key: str
    place: Place = field(default=NOWHERE, compare=False)


Inline = Text | Field | SectionRef
Inlines = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 4. ``key`` may be empty; ``.plain`` (level 1 only) is not ``numbered``."""

    level: int
    inlines: Inlines
    key: str = ""
    numbered: bool = True
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of text."""

    inlines: Inlines
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list, level 1 to 3. ``when`` is empty, or names of conditions joined by and / or / not."""

    level: int
    ordered: bool
    inlines: Inlines
    when: str = ""
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table: its share of the width in percent, and how its cells are aligned."""

    width: int
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Table:
    """A table: a header row, and either fixed ``rows`` or one ``row`` repeated for each row of ``rows_of``.

    ``rows_of`` is the id of a table question, ``glossary`` or a list of a review; it is empty for a table of fixed
    rows. ``band`` is printed over the whole width above each row in which it is not empty. A table
    without a caption has an empty ``caption`` and ``key``; with a caption it always has a key.
    """

    columns: tuple[TableColumn, ...]
    header: tuple[Inlines, ...]
    rows: tuple[tuple[Inlines, ...], ...] = ()
    row: tuple[Inlines, ...] = ()
    rows_of: str = ""
    band: Field | None = None
    caption: Inlines = ()
    key: str = ""
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class SectionBlock:
    """Blocks that are printed only when the pack's section ``key`` is printed."""

    key: str
    blocks: tuple[Block, ...]
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class ClauseBlock:
    """The place where the clause ``name`` (``topic.name``) is put in."""

    name: str
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Landscape:
    """Blocks on pages turned sideways."""

    blocks: tuple[Block, ...]
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""

    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Cover:
    """The cover: a ``page`` of its own, or the head of the first page (``{title}``), for a short paper."""

    page: bool = True
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Contents:
    """The list of contents."""

    place: Place = field(default=NOWHERE, compare=False)


Block = (
    Heading | Paragraph | Item | Table | SectionBlock | ClauseBlock | Landscape | PageBreak | Cover | Contents
)
Blocks = tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class ClauseSource:
    """A clause as the builder needs it. ``single``: it has one text, which is printed without a test."""

    title: str
    variants: Mapping[str, Blocks]
    single: bool = False


def walk(blocks: Blocks) -> Iterator[Block]:
    """Every block in reading order, those inside sections and landscape pages too; clauses stay closed."""
    for block in blocks:
        yield block
        if isinstance(block, SectionBlock | Landscape):
            yield from walk(block.blocks)


def inlines_of(block: Block) -> Iterator[Inline]:
    """Every inline that stands directly in this block (captions and cells of a table too)."""
    match block:
        case Heading() | Paragraph() | Item():
            yield from block.inlines
        case Table():
            yield from block.caption
            for cells in (block.header, *block.rows, block.row):
                for cell in cells:
                    yield from cell
            if block.band is not None:
                yield block.band
        case _:
            return
