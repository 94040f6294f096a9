"""Writes blocks of a template as paragraphs and tables of an ordinary docxtpl template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from ..content.markup_ast import (
    Block,
    Blocks,
    ClauseBlock,
    ClauseSource,
    Contents,
    Cover,
    Field,
    Heading,
    Inlines,
    Item,
    Landscape,
    PageBreak,
    Paragraph,
    SectionBlock,
    Table,
    Text,
)
from ..content.markup_inline import condition_key
from .fields import (
    Bookmarks,
    complex_field,
    paragraph,
    run,
    runs,
    section_bookmark,
    table_bookmark,
    tag,
    value,
)
from .front import contents, cover, title_block
from .lists import LEVELS, Lists
from .pages import Pages
from .styles_xml import SMALL_LINES, size
from .xmltext import quoteattr

_SHADE = '<w:shd w:val="clear" w:color="auto" w:fill="E8E8E8"/>'
_KEEP = "<w:keepNext/>"
_SMALL = size(8)
_LOOK = (
    '<w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0"'
    ' w:noHBand="0" w:noVBand="1"/>'
)


class Writer:
    """Holds what must be held while a document is written: counters, width of the page, keys of captions."""

    def __init__(
        self, pages: Pages, clauses: Mapping[str, ClauseSource], table_keys: frozenset[str], lists: Lists
    ) -> None:
        self._pages = pages
        self._clauses = clauses
        self._table_keys = table_keys
        self._lists = lists
        self._bookmarks = Bookmarks()
        self._headings = 0
        self._below = 0
        self._width = pages.width
        self.last_section = pages.upright

    def document(self, blocks: Blocks) -> str:
        """The inside of ``w:body``."""
        written: list[str] = []
        fresh = True
        if blocks and isinstance(first := blocks[0], Cover):
            written += [*cover(), _section_end(self._pages.cover)] if first.page else title_block()
            fresh, blocks = first.page, blocks[1:]
        if blocks and isinstance(blocks[-1], Landscape):
            written += self._blocks(blocks[:-1], fresh=fresh)
            written += [_section_end(self._pages.upright)] if len(blocks) > 1 else []
            written += self._turned(blocks[-1])
            self.last_section = self._pages.sideways
        else:
            written += self._blocks(blocks, fresh=fresh)
        return "".join(written) + self.last_section

    def _blocks(self, blocks: Blocks, *, fresh: bool = False) -> list[str]:
        """Blocks one after another. ``fresh``: they begin on a page that holds nothing yet."""
        written: list[str] = []
        at = 0
        turn_page = False
        while at < len(blocks):
            block = blocks[at]
            at += 1
            match block:
                case PageBreak():
                    turn_page = not fresh
                    continue
                case Contents():
                    written += contents(new_page=turn_page or not fresh)
                    turn_page, fresh = True, False
                    continue
                case Landscape():
                    while at < len(blocks) and isinstance(following := blocks[at], Landscape):
                        block = Landscape(block.blocks + following.blocks, block.place)
                        at += 1
                    written += self._sideways(block, fresh=fresh)
                    turn_page, fresh = False, True
                    continue
                case Item():
                    end = at
                    while end < len(blocks) and isinstance(blocks[end], Item):
                        end += 1
                    items = [item for item in blocks[at - 1 : end] if isinstance(item, Item)]
                    at = end
                    pieces = self._items(items)
                case Heading():
                    pieces = [self._heading(block, new_page=turn_page)]
                    turn_page = False
                case Paragraph() if at < len(blocks) and _leads_to(block, blocks[at]):
                    pieces = [paragraph("BodyText", self._runs(block.inlines), _KEEP)]
                case _:
                    pieces = self._block(block)
            if turn_page:
                written.append('<w:p><w:r><w:br w:type="page"/></w:r></w:p>')
            turn_page, fresh = False, False
            written += pieces
        return written

    def _block(self, block: Block) -> list[str]:
        match block:
            case Paragraph():
                return [paragraph("BodyText", self._runs(block.inlines))]
            case Table():
                return self._table(block)
            case SectionBlock():
                return self._section(block)
            case ClauseBlock():
                return self._clause(block)
            case _:
                raise AssertionError(f"{type(block).__name__} is written elsewhere")

    def _runs(self, inlines: Inlines, before: str = "") -> str:
        return runs(inlines, self._table_keys, before)

    # ── headings, sections, clauses ──

    def _heading(self, block: Heading, *, new_page: bool = False) -> str:
        self._headings += 1
        self._below = block.level
        names = [f"_Toc{self._headings:08d}", *([section_bookmark(block.key)] if block.key else [])]
        style = f"Heading{block.level}" if block.numbered else "HeadingPlain"
        content = self._bookmarks.around(names, self._runs(block.inlines))
        return paragraph(style, content, "<w:pageBreakBefore/>" if new_page else "")

    def _section(self, block: SectionBlock) -> list[str]:
        """A heading that opens the region comes first, then the gap that says what would decide it."""
        lead = 1 if block.blocks and isinstance(block.blocks[0], Heading) else 0
        return [
            tag(f'{{%p if sections["{block.key}"] %}}'),
            *self._blocks(block.blocks[:lead]),
            *self._undecided(f"section:{block.key}"),
            *self._blocks(block.blocks[lead:]),
            tag("{%p endif %}"),
        ]

    def _undecided(self, subject: str) -> list[str]:
        return [
            tag(f'{{%p if undecided["{subject}"] %}}'),
            paragraph("BodyText", run(value("undecided", subject))),
            tag("{%p endif %}"),
        ]

    def _clause(self, block: ClauseBlock) -> list[str]:
        clause = self._clauses[block.name]
        if clause.single:
            return [xml for body in clause.variants.values() for xml in self._blocks(body)]
        written: list[str] = []
        for name, body in clause.variants.items():
            written += [
                tag(f'{{%p if clauses["{block.name}"]["{name}"] %}}'),
                *self._blocks(body),
                tag("{%p endif %}"),
            ]
        return written + self._undecided(f"clause:{block.name}")

    # ── items ──

    def _items(self, items: Sequence[Item]) -> list[str]:
        numbers = self._lists.number(items)
        return self._item_tree(list(zip(self._lowered(items), numbers, strict=True)))

    def _lowered(self, items: Sequence[Item]) -> Sequence[Item]:
        """Below a heading that is numbered （１）, a list begins at ア, so that no number means two things."""
        if self._below < 3 or not items[0].ordered or any(item.level == LEVELS for item in items):
            return items
        return [replace(item, level=item.level + 1) for item in items]

    def _item_tree(self, items: list[tuple[Item, int]]) -> list[str]:
        """A condition on an item holds for the items below it too."""
        written: list[str] = []
        at = 0
        while at < len(items):
            item, number = items[at]
            end = at + 1
            while end < len(items) and items[end][0].level > item.level:
                end += 1
            below = self._item_tree(items[at + 1 : end])
            keep = _KEEP if below else ""
            if item.when:
                key = condition_key(item.when)
                written.append(tag(f'{{%p if conditions["{key}"] %}}'))
                written += [self._item(item, number, keep, value("unsure", key)), *below]
                written.append(tag("{%p endif %}"))
            else:
                written += [self._item(item, number, keep), *below]
            at = end
        return written

    def _item(self, item: Item, number: int, keep: str, before: str = "") -> str:
        style = f"{'Item' if item.ordered else 'Bullet'}{item.level}"
        own = f'<w:numPr><w:ilvl w:val="{item.level - 1}"/><w:numId w:val="{number}"/></w:numPr>'
        return paragraph(style, self._runs(item.inlines, before), keep + (own if number else ""))

    # ── tables ──

    def _table(self, table: Table) -> list[str]:
        written = [*self._caption(table), self._grid(table), paragraph("TableGap")]
        if not table.rows_of:
            return written
        return [
            tag(f"{{%p if {table.rows_of} %}}"),
            *written,
            tag("{%p else %}"),
            paragraph("BodyText", run(value("gaps", table.rows_of))),
            tag("{%p endif %}"),
        ]

    def _caption(self, table: Table) -> list[str]:
        if not table.caption:
            return [paragraph("TableGap", "", "<w:keepNext/>")]
        number = run("表") + complex_field("SEQ 表 \\* ARABIC", value("tables", table.key))
        label = self._bookmarks.around([table_bookmark(table.key)], number)
        return [paragraph("Caption", label + run("　") + self._runs(table.caption))]

    def _grid(self, table: Table) -> str:
        widths = self._widths(table)
        aligned = [
            "" if column.align == "left" else f'<w:jc w:val="{column.align}"/>' for column in table.columns
        ]
        head = _row(
            [
                _cell(width, paragraph("TableHead", self._runs(cell)), _SHADE)
                for width, cell in zip(widths, table.header, strict=True)
            ],
            header=True,
        )
        small = table.rows_of.startswith("review.")  # long sentences in narrow columns
        body = [
            _row(
                [
                    _cell(width, paragraph("TableText", self._runs(cell), align))
                    if not small
                    else _small_cell(width, self._runs(cell), align)
                    for width, cell, align in zip(widths, cells, aligned, strict=True)
                ]
            )
            for cells in (*table.rows, *([table.row] if table.rows_of else []))
        ]
        if table.rows_of:
            span = len(widths), sum(widths)
            start = _spanning(f"{{%tr for row in {table.rows_of} %}}", *span)
            body = [start, *_band(table.band, *span), *body, _spanning("{%tr endfor %}", *span)]
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="SpecTable"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
            f'<w:tblLayout w:type="fixed"/>{_LOOK}{_spoken_caption(table)}</w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{head}{''.join(body)}</w:tbl>"
        )

    def _widths(self, table: Table) -> list[int]:
        """Widths of the columns; they add up to the width of the page exactly."""
        shares = accumulate(column.width for column in table.columns)
        ends = [0, *(round(self._width * share / 100) for share in shares)]
        return [right - left for left, right in pairwise(ends)]

    # ── pages ──

    def _sideways(self, block: Landscape, *, fresh: bool) -> list[str]:
        before = [] if fresh else [_section_end(self._pages.upright)]
        return [*before, *self._turned(block), _section_end(self._pages.sideways)]

    def _turned(self, block: Landscape) -> list[str]:
        self._width = self._pages.wide
        written = self._blocks(block.blocks, fresh=True)
        self._width = self._pages.width
        return written


def _leads_to(block: Paragraph, following: Block) -> bool:
    """Whether a sentence announces what follows (次のとおりとする。), so that no page may end between them."""
    match following:
        case Table():
            return True
        case Item() | Paragraph(inlines=(Field(),)):
            return any("次" in inline.text for inline in block.inlines if isinstance(inline, Text))
    return False


def has_cover_page(blocks: Blocks) -> bool:
    """Whether the document begins with a cover on a page of its own."""
    return bool(blocks) and isinstance(first := blocks[0], Cover) and first.page


def _section_end(section: str) -> str:
    return paragraph("SectionEnd", "", section)


def _spoken_caption(table: Table) -> str:
    """What a screen reader says when it comes to the table; only fixed words, for no answer may hide here."""
    words = "".join(inline.text for inline in table.caption if isinstance(inline, Text))
    return f"<w:tblCaption w:val={quoteattr(words)}/>" if words else ""


def _row(cells: list[str], *, header: bool = False) -> str:
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if header else ''}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(width: int, content: str, shade: str = "") -> str:
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>{shade}<w:vAlign w:val="center"/>'
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def _small_cell(width: int, runs: str, align: str) -> str:
    """A cell in small letters on tight lines, read from its top."""
    words = runs.replace("<w:r><w:t", f"<w:r><w:rPr>{_SMALL}</w:rPr><w:t")
    inside = paragraph("TableText", words, SMALL_LINES + align)
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{inside}</w:tc>'


def _band(field: Field | None, columns: int, width: int) -> list[str]:
    """A shaded row over the whole table, where the field says something."""
    if field is None:
        return []
    words = paragraph("TableText", run(f"{{{{ {field.path} }}}}", "<w:b/><w:bCs/>"), _KEEP)
    cell = (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:gridSpan w:val="{columns}"/>{_SHADE}</w:tcPr>'
        f"{words}</w:tc>"
    )
    return [
        _spanning(f"{{%tr if {field.path} %}}", columns, width),
        _row([cell]),
        _spanning("{%tr endif %}", columns, width),
    ]


def _spanning(text: str, columns: int, width: int) -> str:
    """A row of one cell that holds a tag for rows; it is gone when the paper is made."""
    span = f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""
    return (
        f'<w:tr><w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}</w:tcPr>'
        f"{paragraph('TableText', run(text))}</w:tc></w:tr>"
    )
