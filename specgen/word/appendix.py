"""The list of findings at the end of a working draft: put in, taken out again, and left out by whoever reads the paper.

It stands between two bookmarks, in a section of its own on pages turned sideways. (One bookmark around it all comes back
from LibreOffice in three pieces.) No heading, no caption and no field of it counts: contents list, numbers of tables and
references of the paper stay what they are.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from .opened import Opened, W, main_part, related
from .styles_xml import BOLD, GOTHIC, SMALL_LINES, fonts, size, spacing
from .xmltext import escape, quoteattr, storable

if TYPE_CHECKING:
    from lxml.etree import _Element

BOOKMARK, END_BOOKMARK = "specgen_findings", "specgen_findings_end"
TITLE = "付録 確認結果の一覧"
_MARK = BOOKMARK.encode()
_START, _NAME = W + "bookmarkStart", W + "name"
_P, _TABLE, _SECTION, _TEXT = W + "p", W + "tbl", W + "sectPr", W + "t"
_COMMENT_MARKS = tuple(W + name for name in ("commentRangeStart", "commentRangeEnd", "commentReference"))
_NOT_TAKEN = re.compile(
    rb"<w:(?:titlePg|pgNumType|type)\b[^>]*?/>|<w:sectPrChange\b.*?</w:sectPrChange>", re.S
)
_SIZE = re.compile(rb"<w:pgSz\b[^>]*?/>")
_A4 = b'<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
_A4_SIDES = (11906, 16838)
_MARGIN = 1418
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="808080"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_SHADE = '<w:shd w:val="clear" w:color="auto" w:fill="E8E8E8"/>'


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the list: its head and its share of the width in percent."""

    label: str
    share: int


def with_appendix(
    parts: Mapping[str, bytes], lead: str, columns: Sequence[Column], rows: Sequence[Sequence[str]]
) -> dict[str, bytes]:
    """The parts with the list behind the paper, instead of one that is there; without rows there is none.

    ``lead`` is said above the table; line feeds in a cell are lines. Nothing else of the body changes.
    """
    made = without_appendix(parts)
    if not rows:
        return made
    main = main_part(made)
    body = made[main]
    at = body.rfind(b"<w:sectPr")
    end = body.rindex(b"</w:body>")
    last = body[at:end] if at >= 0 and b"</w:p>" not in body[at:end] else _A4
    at = at if last is not _A4 else end
    turned, width = _turned(last)
    number = (
        max((int(n) for n in re.findall(rb'<w:bookmarkStart\b[^>]*?w:id="(\d{1,9})"', body)), default=0) + 1
    )
    styles = _styles(made, main)
    pieces = (
        _paragraph("", properties=_style(styles, "SectionEnd") + last.decode()),
        _paragraph(
            _bookmark(number, BOOKMARK) + _run(TITLE, bold=True, points=12),
            properties=_style(styles, "BodyText") + _FLUSH,
        ),
        _paragraph(_run(lead, points=9), properties=_style(styles, "BodyText") + _FLUSH),
        _table(columns, rows, width, styles),
        _paragraph(_bookmark(number + 1, END_BOOKMARK), properties=_style(styles, "SectionEnd")),
    )
    made[main] = body[:at] + "".join(pieces).encode() + turned + body[end:]
    return made


def without_appendix(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts without the list; comments that people hung on it move to the end of the paper."""
    made = dict(parts)
    main = main_part(parts)
    if _MARK not in parts[main]:
        return made
    from lxml import etree

    package = Opened({main: parts[main]})  # its own tree, for it is changed
    root = package.root(main)
    body = root.find(W + "body")
    own = appendix_of(body) if body is not None else ()
    if body is None or not own:
        return made
    _keep_comments(own)
    before = own[0].getprevious()
    sections = [*own, *([before] if before is not None and before.tag == _P else [])]
    section = next((found for element in sections for found in element.iter(_SECTION)), None)
    final = body.find(_SECTION)
    for element in own:
        body.remove(element)
    if section is not None and final is not None:
        body.replace(final, section)
    made[main] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return made


def appendix_of(body: _Element) -> tuple[_Element, ...]:
    """The paragraphs and the table of the list among the children of the body; none where there is no list.

    The empty paragraph that ends the section before belongs to it. Where an editor lost its end, the list goes on to
    the end of its table.
    """
    children = [child for child in body if child.tag != _SECTION]
    named = [{mark.get(_NAME) for mark in child.iter(_START)} for child in children]
    start = next((at for at, names in enumerate(named) if BOOKMARK in names), -1)
    if start < 0:
        return ()
    ends = [at for at in range(start, len(named)) if END_BOOKMARK in named[at]]
    tables = [at for at in range(start, len(named)) if children[at].tag == _TABLE]
    end = ends[-1] if ends else tables[0] if tables else start
    before = children[start - 1] if start else None
    if (
        before is not None
        and before.find(f"{W}pPr/{_SECTION}") is not None
        and before.find(f".//{_TEXT}") is None
    ):
        start -= 1
    return tuple(children[start : end + 1])


def may_hold_appendix(data: bytes) -> bool:
    """Whether the bytes of a body speak of a list at all."""
    return _MARK in data


# ------------------------------------------------------------------ taking out
def _keep_comments(own: Collection[_Element]) -> None:
    """Move the anchors of comments out of the list, to the end of what stands before it."""
    marks = [mark for element in own for mark in element.iter(*_COMMENT_MARKS)]
    first = next(iter(own))
    before = first.getprevious()
    while before is not None and before.tag != _P:
        before = before.getprevious()
    if not marks or before is None:
        return
    for mark in marks:
        around = mark.getparent()
        is_run = around is not None and around.tag == W + "r"
        before.append(around if is_run and around is not None else mark)


# ------------------------------------------------------------------ putting in
_FLUSH = "<w:keepNext/>" + spacing(0, 80, 300) + '<w:ind w:left="0" w:firstLineChars="0" w:firstLine="0"/>'


def _turned(section: bytes) -> tuple[bytes, int]:
    """The section turned sideways, and the width of its text in twips."""
    size = _SIZE.search(section)
    sides = (_number(size[0], b"w", 11906), _number(size[0], b"h", 16838)) if size else _A4_SIDES
    wide, high = max(sides), min(sides)
    page = f'<w:pgSz w:w="{wide}" w:h="{high}" w:orient="landscape"/>'.encode()
    turned = _NOT_TAKEN.sub(b"", section)
    if size:
        turned = _SIZE.sub(page, turned, count=1)
    else:
        turned = turned.replace(b"</w:sectPr>", page + b"</w:sectPr>")
    margins = re.search(rb"<w:pgMar\b[^>]*?/>", section)
    left, right = (_number(margins[0], name, _MARGIN) if margins else _MARGIN for name in (b"left", b"right"))
    return turned, wide - left - right


def _number(element: bytes, name: bytes, otherwise: int) -> int:
    found = re.search(rb"\bw:" + name + rb'="(\d{1,6})', element)
    return int(found[1]) if found else otherwise


def _styles(parts: Mapping[str, bytes], main: str) -> frozenset[str]:
    """The ids of the styles that the file has."""
    ids = (re.findall(rb'w:styleId="([^"]*)"', parts[name]) for name in related(parts, main, "styles"))
    return frozenset(id.decode("utf-8", "replace") for found in ids for id in found)


def _style(styles: Collection[str], id: str) -> str:
    return f'<w:pStyle w:val="{id}"/>' if id in styles else ""


def _bookmark(number: int, name: str) -> str:
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/><w:bookmarkEnd w:id="{number}"/>'


def _paragraph(content: str, *, properties: str = "") -> str:
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{content}</w:p>"


def _run(text: str, *, bold: bool = False, points: float = 8) -> str:
    weight = fonts(GOTHIC) + BOLD if bold else ""
    look = f"<w:rPr>{weight}{size(points)}</w:rPr>"
    lines = '</w:t><w:br/><w:t xml:space="preserve">'.join(map(escape, storable(text).split("\n")))
    return f'<w:r>{look}<w:t xml:space="preserve">{lines}</w:t></w:r>'


def _table(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], width: int, styles: Collection[str]
) -> str:
    ends = [0, *(round(width * share / 100) for share in accumulate(column.share for column in columns))]
    widths = [right - left for left, right in pairwise(ends)]
    head = _row(zip(widths, (column.label for column in columns), strict=True), styles, head=True)
    body = "".join(_row(zip(widths, row, strict=True), styles) for row in rows)
    grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{_BORDERS}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/>'
        f"</w:tblCellMar><w:tblCaption w:val={quoteattr(TITLE)}/></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>{head}{body}</w:tbl>"
    )


def _row(cells: Iterator[tuple[int, str]], styles: Collection[str], *, head: bool = False) -> str:
    style = _style(styles, "TableHead" if head else "TableText")
    made = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{_SHADE if head else ""}</w:tcPr>'
        f"{_paragraph(_run(text, bold=head), properties=style + SMALL_LINES)}</w:tc>"
        for width, text in cells
    )
    mark = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{mark}</w:trPr>{made}</w:tr>"
