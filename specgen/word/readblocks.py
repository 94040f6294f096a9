"""One walk over a story of a Word file (body, header, notes): its blocks in reading order."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..errors import Fault, InputError
from ..model.texttree import Block, Piece
from .opened import W
from .readinline import (
    ADDED,
    CHOICES,
    GONE,
    PPR,
    RPR,
    SDT,
    TBL,
    TC,
    THROUGH,
    TR,
    VAL,
    Inline,
    Line,
    P,
    choice,
    is_quiet,
)
from .readnumbers import LEVELS, Numbering
from .readstyles import Style, StyleSheet, outline_level

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_PARAGRAPHS = 300_000
SECTION_BOOKMARK, CAPTION_BOOKMARK = "sec_", "tbl_"
TR_PR, TC_PR, ROW_GONE, CELL_GONE = (W + n for n in ("trPr", "tcPr", "del", "cellDel"))
STYLE, LIST, LIST_ID, LIST_LEVEL, OUTLINE = (
    W + n for n in ("pStyle", "numPr", "numId", "ilvl", "outlineLvl")
)


@dataclass(slots=True)
class Walk(Inline):
    """Reads stories one after the other; controls, lines and comment ranges stay in its fields."""

    styles: StyleSheet = field(default_factory=StyleSheet)
    numbering: Numbering = field(default_factory=Numbering)
    passed_over: Collection[_Element] = ()
    """Children of the body that are no part of the paper."""
    _carried: list[tuple[str, list[str]]] = field(default_factory=list)
    _keyed_level: int = 0
    _container: int = 0
    _containers: int = 0
    _index: int = -1
    _depth: int = 0

    # -------------------------------------------------------------- for the reader
    def story(self, element: _Element) -> list[Block]:
        """The blocks of a body, header, footer or note."""
        out: list[Block] = []
        self._container = self._containers = self._containers + 1
        self._blocks(element, out)
        self._flush(out)
        self._fields, self._quiet = [], False
        return out

    def aside(self, element: _Element) -> list[Block]:
        """The blocks of a comment; nothing of it counts for the story."""
        return Walk(styles=self.styles, numbering=self.numbering.fresh()).story(element)

    # -------------------------------------------------------------- blocks
    def _blocks(self, parent: _Element, out: list[Block]) -> None:
        for child in parent:
            tag = child.tag
            if self.passed_over and child in self.passed_over:
                self._index += not self._depth and tag in (P, TBL)
            elif tag == P:
                self._index += not self._depth
                self._paragraph(child, out)
            elif tag == TBL:
                self._flush(out)
                self._index += not self._depth
                out.append(self._table(child))
            elif tag == SDT:
                self._control(child, lambda content: self._blocks(content, out))
            elif tag in ADDED or tag in THROUGH:
                self.tracked |= tag in ADDED
                self._blocks(child, out)
            elif tag == CHOICES:
                self._blocks(choice(child), out)
            else:
                self._mark(child, tag)

    def _table(self, table: _Element) -> Block:
        rows: list[tuple[tuple[Block, ...], ...]] = []
        container, index = self._container, self._index
        self._depth += 1
        self._rows(table, rows)
        self._depth -= 1
        self._container = container
        return Block("table", rows=tuple(rows), index=index)

    def _rows(self, parent: _Element, rows: list[tuple[tuple[Block, ...], ...]]) -> None:
        for child in parent:
            tag = child.tag
            if tag == TR:
                if self.has_deleted and _marked_gone(child, TR_PR, ROW_GONE):
                    self.tracked = True
                    continue
                cells: list[tuple[Block, ...]] = []
                self._cells(child, cells)
                rows.append(tuple(cells))
            elif tag == SDT:
                self._control(child, lambda content: self._rows(content, rows))
            elif tag in THROUGH or tag in ADDED:
                self._rows(child, rows)
            else:
                self._mark(child, tag)

    def _cells(self, parent: _Element, cells: list[tuple[Block, ...]]) -> None:
        for child in parent:
            tag = child.tag
            if tag == TC:
                if self.has_deleted and _marked_gone(child, TC_PR, CELL_GONE):
                    self.tracked = True
                    continue
                blocks: list[Block] = []
                self._containers += 1
                self._container = self._containers
                self._blocks(child, blocks)
                self._flush(blocks)
                cells.append(tuple(blocks))
            elif tag == SDT:
                self._control(child, lambda content: self._cells(content, cells))
            elif tag in THROUGH:
                self._cells(child, cells)
            else:
                self._mark(child, tag)

    # -------------------------------------------------------------- a paragraph
    def _paragraph(self, element: _Element, out: list[Block]) -> None:
        continues = bool(self._carried)
        if not continues:
            self._line = len(self.lines)
            if self._line >= MOST_PARAGRAPHS:
                remedy = "文書を分けてからお試しください。"
                raise InputError(
                    Fault("W31", f"段落が{MOST_PARAGRAPHS // 10_000}万を超えています。", remedy=remedy)
                )
            self.lines.append(Line(self._container))
        line = self.lines[self._line]
        self._pieces, self._carried, self._boxes = self._carried, [], []
        self._in_contents = bool(self._fields) and any(f.shows and f.name == "TOC" for f in self._fields)
        self._counted = False
        for control in self._open:
            if control.paragraphs and not continues:
                control.texts.append("\n")
            control.paragraphs += 1
            if control.empty:
                self._pieces.append((control.tag, []))
        style, level, number, depth, gone = self._properties(element)
        self._in_paragraph = True
        self._inlines(element)
        self._in_paragraph = False
        boxes, pieces = self._boxes, self._pieces
        if self._fields and not self._fields[-1].shows:
            self._fields = [f for f in self._fields if f.shows]
            self._quiet = is_quiet(self._fields)
        if gone:
            self._carried = pieces
        else:
            out.append(self._block(line, pieces, style, level, number, depth))
            self._marks = []
        for box in boxes:
            self._box(box, out)

    def _flush(self, out: list[Block]) -> None:
        """A paragraph whose end was deleted but that has nothing to run into."""
        if self._carried:
            pieces, self._carried = self._carried, []
            out.append(self._block(self.lines[self._line], pieces, self.styles.of(""), 0, "", 0))

    def _block(
        self,
        line: Line,
        pieces: list[tuple[str, list[str]]],
        style: Style,
        level: int,
        number: str,
        depth: int,
    ) -> Block:
        made = tuple([Piece("".join(texts), tag) for tag, texts in pieces])
        text = made[0].text if len(made) == 1 else "".join([piece.text for piece in made])
        printed = ""
        if style.is_contents or (self._in_contents and not level):
            kind, level = "contents", level or _last_digit(style.name)
        else:
            printed = self.numbering.next(number, depth) if number else ""
            kind, level = self._kind(style, level, number, depth, text)
        key = self._enter(level, printed, text) if kind == "heading" else ""
        if self._fresh:
            for anchor in self._fresh:
                anchor.heading = self._keyed or self._heading
            self._fresh = []
        line.text, line.kind = text, kind
        line.tags = frozenset([piece.tag for piece in made if piece.tag])
        return Block(kind, text, level, printed, made, style.name, (), self._index, key)

    def _kind(self, style: Style, level: int, number: str, depth: int, text: str) -> tuple[str, int]:
        if level:
            return "heading", level
        captioned = bool(self._marks) and any(mark.startswith(CAPTION_BOOKMARK) for mark in self._marks)
        if style.is_caption or captioned or (self._counted and text.lstrip()[:1] in ("表", "図", "別")):
            return "caption", 0
        return ("item", depth + 1) if number else ("paragraph", 0)

    def _enter(self, level: int, printed: str, text: str) -> str:
        """Remember the heading under which the following paragraphs stand; returns its key."""
        keys = [m.removeprefix(SECTION_BOOKMARK) for m in self._marks if m.startswith(SECTION_BOOKMARK)]
        key = keys[0].replace("__", ".") if keys else ""
        if key:
            self._keyed, self._keyed_level = f"section:{key}", level
        elif level <= self._keyed_level:
            self._keyed, self._keyed_level = "", 0
        self._heading = "heading:" + " ".join(part for part in (printed, text) if part)
        if self._in_contents:  # a contents list holds no headings: its field was never closed
            self._fields, self._quiet = [], False
        return key

    def _properties(self, element: _Element) -> tuple[Style, int, str, int, bool]:
        """Style, heading level, list, list level, and whether the paragraph's end was deleted."""
        style_id, number, depth, outline, gone = "", "", "", "", False
        if len(element) and element[0].tag == PPR:
            for prop in element[0]:
                tag = prop.tag
                if tag == STYLE:
                    style_id = prop.get(VAL) or ""
                elif tag == LIST:
                    for part in prop:
                        if part.tag == LIST_ID:
                            number = part.get(VAL) or ""
                        elif part.tag == LIST_LEVEL:
                            depth = part.get(VAL) or ""
                elif tag == OUTLINE:
                    outline = prop.get(VAL) or ""
                elif tag == RPR:
                    for part in prop:
                        gone |= part.tag in GONE
                        self.tracked |= part.tag in GONE or part.tag in ADDED
        style = self.styles.of(style_id)
        level = outline_level(outline) if outline else style.level
        used = number or style.number
        used = used if used in self.numbering.lists else ""
        return style, level, used, self._depth_of(used, depth, style) if used else 0, gone

    def _depth_of(self, number: str, depth: str, style: Style) -> int:
        if depth.isdecimal():
            return min(int(depth[:2]), LEVELS - 1)
        linked = self.numbering.level_of(number, style.id)
        return linked if linked is not None else style.list_level or 0

    def _box(self, box: _Element, out: list[Block]) -> None:
        """A text box: its paragraphs follow the paragraph that it hangs on."""
        kept = self._open, self._fields, self._quiet, self._container, self._carried, self._line
        self._open, self._fields, self._quiet, self._carried = [], [], False, []
        self._containers += 1
        self._container = self._containers
        self._depth += 1
        self._blocks(box, out)
        self._flush(out)
        self._depth -= 1
        self._open, self._fields, self._quiet, self._container, self._carried, self._line = kept


def _marked_gone(element: _Element, properties: str, mark: str) -> bool:
    return any(c.tag == properties and c.find(mark) is not None for c in element)


def _last_digit(name: str) -> int:
    return int(name[-1]) if name[-1:].isdecimal() else 1
