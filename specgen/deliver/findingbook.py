"""Findings and questions as an Excel list: one a row, with room for an answer and for what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, what stands above, the heads of its columns with their widths, its rows."""

    name: str
    above: tuple[str, ...]
    columns: tuple[tuple[str, int], ...]
    rows: tuple[tuple[str, ...], ...]
    to_fill: int = 0
    """So many columns at the end are for people to fill in."""


def workbook(sheets: Sequence[Sheet], title: str, made: datetime) -> bytes:
    """The bytes of an Excel file with these sheets; same sheets, same bytes."""
    import xlsxwriter

    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_urls": False}) as book:
        book.set_properties({"title": title, "created": made})
        look = {"font_name": "BIZ UDPゴシック", "font_size": 10, "valign": "top"}
        formats = _Formats(
            book.add_format({**look, "bold": True, "font_size": 12}),
            book.add_format({**look, "bold": True, "bg_color": "#D9E2EC", "border": 1, "text_wrap": True}),
            book.add_format({**look, "border": 1, "text_wrap": True}),
            book.add_format({**look, "border": 1, "text_wrap": True, "bg_color": "#FFF8E1"}),
            book.add_format(look),
        )
        for sheet in sheets:
            _write(book.add_worksheet(sheet.name), sheet, formats)
    return buffer.getvalue()


@dataclass(frozen=True, slots=True)
class _Formats:
    title: Format
    head: Format
    cell: Format
    fill: Format
    plain: Format


def _write(page: Worksheet, sheet: Sheet, formats: _Formats) -> None:
    for number, text in enumerate(sheet.above):
        page.write_string(number, 0, text, formats.plain if number else formats.title)
    top = len(sheet.above) + 1
    for at, (label, width) in enumerate(sheet.columns):
        page.set_column(at, at, width)
        page.write_string(top, at, label, formats.head)
    first_to_fill = len(sheet.columns) - sheet.to_fill
    for down, row in enumerate(sheet.rows, top + 1):
        for at in range(len(sheet.columns)):
            text = row[at] if at < len(row) else ""
            page.write_string(down, at, text, formats.fill if at >= first_to_fill else formats.cell)
    page.freeze_panes(top + 1, 1)
    if sheet.rows:
        page.autofilter(top, 0, top + len(sheet.rows), len(sheet.columns) - 1)
    page.set_landscape()
    page.set_paper(8)  # A3
    page.fit_to_pages(1, 0)
    page.repeat_rows(top)
    page.set_footer("&C&P / &N")
