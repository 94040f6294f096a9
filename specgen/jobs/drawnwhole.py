"""Draws papers and makes sure that no row of a table was lost on the way.

LibreOffice 25.2 sometimes leaves out the rest of a table at the end of a page when its rows must not be split. No
setting of the file was found that keeps it from that; so what was drawn is read again, and a table that lacks rows
is drawn once more with rows that may be split.
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
"""After so many turns the rows of all tables may be split."""


@dataclass(slots=True)
class _Paper:
    """One paper on its way: its parts as they are drawn now, and the tables whose rows may be split."""

    parts: dict[str, bytes]
    split: set[int] = field(default_factory=set)


def draw_whole(papers: Mapping[str, bytes]) -> dict[str, bytes]:
    """Word files by name → their PDFs, each row of their tables drawn; ``NoOffice`` when they cannot be drawn."""
    pdfs = draw(papers)
    if not can_read():
        return pdfs
    waiting = {name: _Paper(open_package(data)) for name, data in papers.items()}
    for turn in range(1, TURNS + 1):
        waiting = {name: paper for name, paper in waiting.items() if _free(paper, pdfs[name], turn)}
        if not waiting:
            break
        pdfs |= draw({name: to_bytes(paper.parts) for name, paper in waiting.items()})
    return pdfs


def _free(paper: _Paper, pdf: bytes, turn: int) -> bool:
    """Let rows be split where some were lost; whether the paper has to be drawn again."""
    rows, drawn = rows_of(paper.parts), text_of(pdf)
    lost = lost_tables(rows, drawn) - paper.split if drawn else set()
    if not lost:
        return False
    paper.split |= lost if turn < TURNS else set(range(len(rows)))
    paper.parts = with_splitting_rows(paper.parts, paper.split)
    return True


def lost_tables(rows: Sequence[Sequence[str]], drawn: str) -> set[int]:
    """The tables (counted from 0) that have a row which ``drawn`` shows less often than the tables say it."""
    wanted = Counter(row for table in rows for row in table)
    missing = {row for row, count in wanted.items() if drawn.count(row) < count}
    return {number for number, table in enumerate(rows) if missing.intersection(table)}


def text_of(pdf: bytes) -> str:
    """All words of a PDF in the order in which they were drawn, by ``plain``; empty when it cannot be read."""
    try:
        from pypdf import PdfReader

        return plain("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))
    except Exception:  # whatever a strange PDF makes of the library: nothing is known then
        return ""
