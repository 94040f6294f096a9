"""Reads a pipe table: header row, widths that add to 100, and either fixed rows or one repeated row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .markup_ast import Align, Field, Inlines, Table, TableColumn
from .markup_inline import Piece, Scope, read_inlines

_WIDTH = re.compile(r"(:?)-+(:?)(\d{1,3})?(:?)")
_ROWS = re.compile(r"\{rows\s+([^{}]*)\}")
_TABLE_ID = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*|glossary")
_BAND = "{band}"
_WIDTH_HELP = "見出しの行のすぐ下に、幅の割合と寄せ方を書きます（例 |:--30|:--50|--:20|。合わせて100）。"


@dataclass(frozen=True, slots=True)
class _Line:
    """One row as written: its cells, and what ``{rows …}`` names (empty if it has none)."""

    cells: tuple[Piece, ...]
    rows_of: str
    start: Piece
    closed: bool
    band: bool = False
    """One cell over the whole width, printed above a row that begins something new."""


def read_table(lines: Sequence[Piece], caption: Inlines, key: str, scope: Scope) -> Table | None:
    """The table that these lines make; None when it cannot be made out (the faults are kept in ``scope``)."""
    rows = [_split(line, scope) for line in lines]
    first = rows[0].start
    if len(rows) < 2 or not _looks_like_widths(rows[1]):
        scope.fault(
            "M30",
            "表に幅の行がありません。",
            first,
            quoted=first.text,
            remedy=_WIDTH_HELP,
        )
        return None
    columns = _read_widths(rows[1], scope)
    for row in (rows[0], *rows[2:]):
        _check_count(row, 1 if row.band else len(rows[1].cells), scope)
    band, body = _read_band(rows[2:], scope)
    if not body:
        scope.fault(
            "M33",
            "表に、見出しの下の行がありません。",
            first,
            remedy="行を書くか、繰り返す行を書いて終わりに {rows 表の名前} を付けます。",
        )
    repeated = [row for row in body if row.rows_of]
    if repeated and len(body) > 1:
        spot = repeated[0].start
        scope.fault(
            "M34",
            "繰り返す行と、ほかの行が、同じ表にあります。",
            spot,
            quoted=spot.text,
            remedy="繰り返す行だけの表と、決まった行だけの表に分けます。",
        )
    header = _read_cells(rows[0], scope)
    cells = [_read_cells(row, scope) for row in body]
    rows_of = repeated[0].rows_of if repeated else ""
    return Table(
        columns=columns,
        header=header,
        rows=() if rows_of else tuple(cells),
        row=cells[0] if rows_of and cells else (),
        rows_of=rows_of,
        band=band if rows_of else None,
        caption=caption,
        key=key,
        place=scope.place(first.line, first.column),
    )


def _split(line: Piece, scope: Scope) -> _Line:
    line = line.stripped()
    end = line.text.rfind("|")
    tail = line.after(end + 1).stripped()
    closed = end > 0 and (not tail.text or tail.text.startswith("{"))
    if not closed:
        remedy = "行の終わりに「|」を書きます。"
        scope.fault("M36", "表の行が「|」で終わっていません。", line, quoted=line.text, remedy=remedy)
    cells, start = [], 1
    for cell in line.text[1 : end if closed else None].split("|"):
        cells.append(Piece(cell, line.line, line.column + start).stripped())
        start += len(cell) + 1
    if closed and tail.text == _BAND:
        return _Line(tuple(cells), "", line, closed, band=True)
    return _Line(tuple(cells), _read_rows_of(tail, scope) if closed and tail.text else "", line, closed)


def _read_band(body: list[_Line], scope: Scope) -> tuple[Field | None, list[_Line]]:
    """The field of the band above a repeated row, and the other rows."""
    bands = [row for row in body if row.band]
    rest = [row for row in body if not row.band]
    if not bands:
        return None, rest
    before, scope.in_row = scope.in_row, True
    cells = read_inlines([bands[0].cells[0]], scope) if bands[0].cells else ()
    scope.in_row = before
    if (
        len(bands) == 1
        and len(cells) == 1
        and isinstance(cells[0], Field)
        and any(row.rows_of for row in rest)
    ):
        return cells[0], rest
    spot = bands[0].start
    remedy = "繰り返す行のすぐ上に「| {{ row.列の名前 }} | {band}」と、1行だけ書きます。"
    scope.fault("M38", "束ねる行として読めません。", spot, quoted=spot.text, remedy=remedy)
    return None, rest


def _read_rows_of(tail: Piece, scope: Scope) -> str:
    match = _ROWS.fullmatch(tail.text)
    if match and _TABLE_ID.fullmatch(name := match.group(1).strip()):
        return name
    remedy = "「|」で終えるか、その後に {rows 分類.名前}を書きます（用語は {rows glossary}）。"
    scope.fault("M35", "行の終わりの「|」の後が読めません。", tail, quoted=tail.text, remedy=remedy)
    return ""


def _looks_like_widths(row: _Line) -> bool:
    return any(_WIDTH.fullmatch(cell.text) for cell in row.cells)


def _read_widths(row: _Line, scope: Scope) -> tuple[TableColumn, ...]:
    columns: list[TableColumn] = []
    sound = True
    for cell in row.cells:
        match = _WIDTH.fullmatch(cell.text)
        if match is None or not match.group(3) or not int(match.group(3)):
            scope.fault("M31", "幅が読めません。", cell, quoted=cell.text, remedy=_WIDTH_HELP)
            sound = False
            continue
        left, right = bool(match.group(1)), bool(match.group(2) or match.group(4))
        align: Align = "center" if left and right else "right" if right else "left"
        columns.append(TableColumn(int(match.group(3)), align))
    total = sum(column.width for column in columns)
    if sound and total != 100:
        scope.fault(
            "M32",
            f"幅を合わせると{total}です。",
            row.start,
            quoted=row.start.text,
            remedy="100になるように直します。",
        )
    return tuple(columns)


def _check_count(row: _Line, count: int, scope: Scope) -> None:
    if row.closed and len(row.cells) != count:
        scope.fault(
            "M37",
            f"欄の数が合いません（幅の行は{count}、この行は{len(row.cells)}）。",
            row.start,
            quoted=row.start.text,
            remedy="「|」の数をそろえます。",
        )


def _read_cells(row: _Line, scope: Scope) -> tuple[Inlines, ...]:
    before = scope.in_row
    scope.in_row = bool(row.rows_of)
    cells = tuple(read_inlines([cell], scope) for cell in row.cells)
    scope.in_row = before
    return cells
