"""Page numbers and PDFs of drafts, as LibreOffice lays them out; where it cannot, it is said why."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .. import files
from ..model.paper import OutlineEntry
from ..word.package import to_bytes
from ..word.pagenumbers import with_page_numbers
from .delivery import add_pdfs, lacking_pdfs
from .doctor import READER, can_read
from .drawnwhole import draw_whole
from .office import NoOffice
from .pagenumbers import place, read_headings

LIBREOFFICE = "libreoffice"
"""Who laid the pages out, as the manifest says it."""
WORD_STANDS = "Wordの下書きは、そのままできています。"
PLACEHOLDER = 88
"""Stands in the entries while pages are laid out, so that their lines break as they will."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """The papers with page numbers, in the order given; none when they could not be had (``undone`` says why).

    ``strange``: headings that were drawn with other numbers than ours.
    """

    papers: tuple[dict[str, bytes], ...] = ()
    strange: tuple[str, ...] = ()
    undone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pdfs:
    """The PDFs that were written, and what is to be said about those that were not."""

    written: tuple[Path, ...] = ()
    undone: tuple[str, ...] = ()


def number_pages(papers: Sequence[tuple[Mapping[str, bytes], tuple[OutlineEntry, ...]]]) -> Numbered:
    """Each paper (its parts, its computed outline) with page numbers in its contents list."""
    if not can_read():
        why = f"目次のページ番号を入れるには、部品 pypdf が要ります（{READER}）。"
        return Numbered(undone=(f"{why}{WORD_STANDS}",))
    given = {
        str(number): to_bytes(with_page_numbers(parts, {e.bookmark: PLACEHOLDER for e in outline}))
        for number, (parts, outline) in enumerate(papers)
    }
    done: list[dict[str, bytes]] = []
    strange: list[str] = []
    try:
        drawn = draw_whole(given)
        for row in drawn.lost.values():
            raise NoOffice(_lost(row))
        for number, (parts, outline) in enumerate(papers):
            placed = place(outline, read_headings(drawn.pdfs[str(number)]))
            done.append(with_page_numbers(parts, placed.pages))
            strange += placed.strange
    except NoOffice as reason:
        return Numbered(undone=(f"目次のページ番号は入れられませんでした。{reason}{WORD_STANDS}",))
    return Numbered(tuple(done), tuple(strange))


def add_missing_pdfs(
    case: Path, folder: Path, names: Collection[str], progress: Callable[[str], None]
) -> Pdfs:
    """A PDF beside each of the Word files ``names`` in ``folder`` that has none.

    A PDF that lies there is never overwritten.
    """
    wanted, foreign = lacking_pdfs(folder, names)
    undone = [
        f"{path.name} という別のPDFがもうあるので、上書きしませんでした。名前を変えるか移すと、作れます。"
        for path in foreign
    ]
    if wanted:
        progress("PDFにしています（LibreOffice）")
        try:
            drawn = draw_whole({path.name: files.read_bytes(path.with_suffix(".docx")) for path in wanted})
        except NoOffice as reason:
            return Pdfs((), (*undone, f"PDFは作れませんでした。{reason}{WORD_STANDS}"))
        undone += [
            f"{path.name} は作れませんでした。{_lost(drawn.lost[path.name])}{WORD_STANDS}"
            for path in wanted
            if path.name in drawn.lost
        ]
        wanted = [path for path in wanted if path.name in drawn.pdfs]
        add_pdfs(case, folder, {path: drawn.pdfs[path.name] for path in wanted})
    return Pdfs(tuple(wanted), tuple(undone))


def _lost(row: str) -> str:
    return (
        f"LibreOfficeが、表の行（「{row[:20]}」で始まる行）をページに載せきれませんでした。"
        "Wordで開き、「名前を付けて保存」でPDFを選ぶと作れます。"
    )
