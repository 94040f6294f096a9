"""What stands inside one paragraph of a Word file: text, fields, content controls, marks, comment ranges."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .opened import MC, W

if TYPE_CHECKING:
    from lxml.etree import _Element

P, R, T, TBL, TR, TC, SDT = (W + n for n in ("p", "r", "t", "tbl", "tr", "tc", "sdt"))
PPR, RPR, SDT_PR, CONTENT, TAG, VAL, ID = (
    W + n for n in ("pPr", "rPr", "sdtPr", "sdtContent", "tag", "val", "id")
)
THROUGH = {W + n for n in ("hyperlink", "smartTag", "customXml", "dir", "bdo", "sdtContent")}
ADDED = {W + "ins", W + "moveTo"}
GONE = {W + "del", W + "moveFrom"}
BOXED = {W + "drawing", W + "pict", W + "object"}
CHOICES, CHOICE = MC + "AlternateContent", MC + "Choice"
BOX, RUBY, RUBY_BASE = W + "txbxContent", W + "ruby", W + "rubyBase"
FIELD, CODE, SIMPLE = W + "fldChar", W + "instrText", W + "fldSimple"
RANGE, RANGE_END, REFERENCE = W + "commentRangeStart", W + "commentRangeEnd", W + "commentReference"
BOOKMARK = W + "bookmarkStart"
BREAK, BREAK_TYPE, FIELD_TYPE, SYMBOL = W + "br", W + "type", W + "fldCharType", W + "sym"
PLACEHOLDER = W + "showingPlcHdr"
MATHS = {"{http://schemas.openxmlformats.org/officeDocument/2006/math}" + n for n in ("oMath", "oMathPara")}
MATHS_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
SIGNS = {W + "tab": "\t", W + "ptab": "\t", W + "cr": "\n", W + "noBreakHyphen": "-"}
PAGE_NUMBERS = {"PAGE", "NUMPAGES", "SECTIONPAGES"}
OFF = ("0", "false", "off")
MOST_NESTED, MOST_OPEN_RANGES = 50, 200
"""Deeper fields and more overlapping comments come from no editor, only from files made to keep us busy."""


@dataclass(slots=True)
class Control:
    """One content control with a tag: the text inside, and the paragraph where it begins."""

    tag: str
    line: int
    empty: bool
    texts: list[str] = field(default_factory=list)
    paragraphs: int = 0

    @property
    def text(self) -> str:
        """The accepted text; nothing when only the placeholder shows."""
        return "" if self.empty else "".join(self.texts)


@dataclass(slots=True)
class Line:
    """One paragraph as the gathering of prose needs it: where it stands, and whose controls are in it."""

    container: int
    text: str = ""
    kind: str = ""
    tags: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Anchor:
    inside: list[str] = field(default_factory=list)
    around: tuple[str, ...] = ()
    heading: str = ""


@dataclass(slots=True)
class _Field:
    code: str = ""
    shows: bool = False

    @property
    def name(self) -> str:
        return self.code.split()[0].upper() if self.code.strip() else ""


@dataclass(slots=True)
class Inline:
    """Reads the content of paragraphs in order; what it met on the way stays in its fields."""

    has_deleted: bool = True
    """Whether deleted rows or cells may be met (told by whoever knows the bytes)."""
    has_placeholders: bool = True
    """Whether empty controls may be met."""
    controls: list[Control] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    tracked: bool = False
    _anchors: dict[str, _Anchor] = field(default_factory=dict)
    _ranges: dict[str, _Anchor] = field(default_factory=dict)
    _fresh: list[_Anchor] = field(default_factory=list)
    _open: list[Control] = field(default_factory=list)
    _hidden: int = 0
    _fields: list[_Field] = field(default_factory=list)
    _quiet: bool = False
    _pieces: list[tuple[str, list[str]]] = field(default_factory=list)
    _marks: list[str] = field(default_factory=list)
    _boxes: list[_Element] = field(default_factory=list)
    _in_contents: bool = False
    _counted: bool = False
    _heading: str = ""
    _keyed: str = ""
    _line: int = 0
    _in_paragraph: bool = False

    def anchored(self, comment: str) -> tuple[str, ...]:
        """Tags of the controls in a comment's range, then of those around it, then the heading before it."""
        anchor = self._anchors.get(comment)
        if anchor is None:
            return ()
        found = (*anchor.inside, *anchor.around, anchor.heading)
        return tuple(dict.fromkeys(tag for tag in found if tag))

    # -------------------------------------------------------------- inside a paragraph
    def _inlines(self, parent: _Element) -> None:
        for child in parent:
            tag = child.tag
            if tag == R:
                self._run(child)
            elif tag == SDT:
                self._control(child, self._inlines)
            elif tag in THROUGH:
                self._inlines(child)
            elif tag in ADDED:
                self.tracked = True
                self._inlines(child)
            elif tag == SIMPLE:
                self._simple(child)
            elif tag == CHOICES:
                self._inlines(choice(child))
            elif tag in MATHS:
                self._say("".join(t.text or "" for t in child.iter(MATHS_TEXT)))
            elif tag != PPR:
                self._mark(child, tag)

    def _run(self, run: _Element) -> None:
        for child in run:
            tag = child.tag
            if tag == T:
                if child.text:
                    self._say(child.text)
            elif tag == RPR:
                continue
            elif tag in SIGNS:
                self._say(SIGNS[tag])
            elif tag == BREAK:
                if child.get(BREAK_TYPE) in (None, "textWrapping"):
                    self._say("\n")
            elif tag == FIELD:
                self._field(child.get(FIELD_TYPE) or "")
            elif tag == CODE:
                if self._fields and not self._fields[-1].shows:
                    self._fields[-1].code += child.text or ""
            elif tag == RUBY:
                for base in child.iterchildren(RUBY_BASE):
                    self._inlines(base)
            elif tag in BOXED:
                self._find_boxes(child)
            elif tag == CHOICES:
                self._run(choice(child))
            elif tag == SYMBOL:
                self._say(_symbol(child))
            else:
                self._mark(child, tag)

    def _say(self, text: str) -> None:
        if self._quiet or self._hidden:
            return
        tag = ""
        for control in self._open:
            control.texts.append(text)
            tag = control.tag
        if self._pieces and self._pieces[-1][0] == tag:
            self._pieces[-1][1].append(text)
        else:
            self._pieces.append((tag, [text]))

    def _find_boxes(self, parent: _Element) -> None:
        for child in parent:
            if child.tag == BOX:
                self._boxes.append(child)
            elif child.tag == CHOICES:
                self._find_boxes(choice(child))
            else:
                self._find_boxes(child)

    # -------------------------------------------------------------- fields, controls, marks
    def _field(self, kind: str) -> None:
        if kind == "begin":
            if len(self._fields) < MOST_NESTED:
                self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].shows = True
            self._in_contents |= self._fields[-1].name == "TOC"
            self._counted |= self._fields[-1].name == "SEQ"
        elif kind == "end" and self._fields:
            self._fields.pop()
        self._quiet = is_quiet(self._fields)

    def _simple(self, element: _Element) -> None:
        made = _Field(element.get(W + "instr") or "", True)
        self._counted |= made.name == "SEQ"
        self._fields.append(made)
        self._quiet = is_quiet(self._fields)
        self._inlines(element)
        self._fields.pop()
        self._quiet = is_quiet(self._fields)

    def _control(self, element: _Element, inside: Callable[[_Element], None]) -> None:
        tag, empty, content = "", False, None
        for child in element:
            if child.tag == CONTENT:
                content = child
            elif child.tag == SDT_PR:
                for prop in child:
                    if prop.tag == TAG:
                        tag = prop.get(VAL) or ""
                        if not self.has_placeholders:
                            break
                    elif prop.tag == PLACEHOLDER:
                        empty = prop.get(VAL) not in OFF
        if content is None:
            return
        if tag:
            control = Control(tag, self._line if self._in_paragraph else len(self.lines), empty)
            self.controls.append(control)
            if self._ranges:
                for anchor in self._ranges.values():
                    anchor.inside.append(tag)
            if empty and self._in_paragraph:
                self._pieces.append((tag, []))
            self._open.append(control)
        self._hidden += empty
        inside(content)
        self._hidden -= empty
        if tag:
            self._open.pop()

    def _mark(self, element: _Element, tag: str) -> None:
        """Bookmarks and comment ranges, wherever they stand; what was deleted is only noticed."""
        if tag == BOOKMARK:
            self._marks.append(element.get(W + "name") or "")
        elif tag == RANGE:
            anchor = self._anchor(element)
            if len(self._ranges) < MOST_OPEN_RANGES:
                self._ranges[element.get(ID) or ""] = anchor
        elif tag == RANGE_END:
            self._ranges.pop(element.get(ID) or "", None)
        elif tag == REFERENCE:
            if (element.get(ID) or "") not in self._anchors:
                self._anchor(element)
        elif tag in GONE:
            self.tracked = True

    def _anchor(self, element: _Element) -> _Anchor:
        around = tuple(control.tag for control in reversed(self._open))
        anchor = _Anchor(around=around, heading=self._keyed or self._heading)
        self._anchors[element.get(ID) or ""] = anchor
        self._fresh.append(anchor)
        return anchor


def is_quiet(fields: list[_Field]) -> bool:
    """Whether what follows is a field's code or a page number, and so no text."""
    return any(not f.shows or f.name in PAGE_NUMBERS for f in fields)


def choice(alternatives: _Element) -> _Element:
    """The first choice of an ``mc:AlternateContent``, else its fallback: the same text only once."""
    for child in alternatives:
        if child.tag == CHOICE:
            return child
    return alternatives[0] if len(alternatives) else alternatives


def _symbol(element: _Element) -> str:
    """A sign of a symbol font, as Word stores it (most often a private-use character)."""
    code = element.get(W + "char") or ""
    try:
        sign = chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
    return sign if sign.isprintable() or "\ue000" <= sign <= "\uf8ff" else ""
