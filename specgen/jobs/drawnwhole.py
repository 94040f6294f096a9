"""Draws papers and makes sure that no row of a table was lost on the way.

LibreOffice 25.2 sometimes leaves out the rest of a table at the end of a page when its rows must not be split. No
setting of the file was found that keeps it from that; so what was drawn is read again, and a table that lacks rows
is drawn once more with rows that may be split. The last drawing is read too: a PDF that lacks a row is not handed on.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..word.package import to_bytes
from ..word.parts import open_package
from ..word.tablerows import plain, rows_of, with_splitting_rows
from .doctor import can_read
from .office import draw

TURNS = 3
"""So often a paper is drawn anew at most; the last time the rows of all its tables may be split."""
_PIECE = 4
"""So many letters in a row stand together even where a row is split."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """The PDFs in which each row is drawn, by name; and of the others a row that is not."""

    pdfs: dict[str, bytes]
    lost: dict[str, str]


@dataclass(slots=True)
class _Paper:
    """One paper on its way: its parts as they are drawn now, and the tables whose rows may be split."""

    parts: dict[str, bytes]
    rows: tuple[tuple[str, ...], ...]
    split: set[int] = field(default_factory=set)


def draw_whole(papers: Mapping[str, bytes]) -> Drawn:
    """Word files by name → their PDFs, each row of their tables drawn; ``NoOffice`` when they cannot be drawn."""
    pdfs = draw(papers)
    if not can_read():
        return Drawn(pdfs, {})
    opened = {name: open_package(data) for name, data in papers.items()}
    waiting = redrawn = {name: _Paper(parts, rows_of(parts)) for name, parts in opened.items()}
    for turn in range(1, TURNS + 1):
        waiting = {name: paper for name, paper in waiting.items() if _free(paper, pdfs[name], turn)}
        if not waiting:
            break
        pdfs |= draw({name: to_bytes(paper.parts) for name, paper in waiting.items()})
    lost = {
        name: rows[0]
        for name, paper in redrawn.items()
        if paper.split and (drawn := text_of(pdfs[name])) and (rows := lost_rows(paper.rows, drawn))
    }
    return Drawn({name: pdf for name, pdf in pdfs.items() if name not in lost}, lost)


def _free(paper: _Paper, pdf: bytes, turn: int) -> bool:
    """Let rows be split where some were lost; whether the paper has to be drawn again."""
    drawn = text_of(pdf)
    lost = lost_tables(paper.rows, drawn) - paper.split if drawn else set()
    if not lost:
        return False
    paper.split |= lost if turn < TURNS else set(range(len(paper.rows)))
    paper.parts = with_splitting_rows(paper.parts, paper.split)
    return True


def lost_tables(rows: Sequence[Sequence[str]], drawn: str) -> set[int]:
    """The tables (counted from 0) that have a row which ``drawn`` shows less often than the tables say it."""
    wanted = Counter(row for table in rows for row in table)
    missing = {row for row, count in wanted.items() if drawn.count(row) < count}
    return {number for number, table in enumerate(rows) if missing.intersection(table)}


def lost_rows(rows: Sequence[Sequence[str]], drawn: str) -> tuple[str, ...]:
    """The rows of which less than half is in ``drawn``; of a row that was split the pieces are there.

    A row is known by the pieces that no other row has.
    """
    pieces = {row: _pieces(row) for table in rows for row in table}
    known = Counter(piece for table in rows for row in table for piece in pieces[row])
    own = {row: [piece for piece in held if known[piece] == 1] for row, held in pieces.items()}
    return tuple(
        row for row, held in own.items() if sum(piece not in drawn for piece in held) * 2 > len(held)
    )


def _pieces(row: str) -> frozenset[str]:
    return frozenset(row[at : at + _PIECE] for at in range(max(1, len(row) - _PIECE + 1)))


def text_of(pdf: bytes) -> str:
    """All words of a PDF in the order in which they were drawn, by ``plain``; empty when it cannot be read."""
    try:
        from pypdf import PdfReader

        return plain("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))
    except Exception:  # whatever a strange PDF makes of the library: nothing is known then
        return ""
