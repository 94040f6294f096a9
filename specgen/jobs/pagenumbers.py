"""On which page each heading stands, read from a PDF; and whether its numbers are those that we computed."""

from __future__ import annotations

import difflib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..model.paper import OutlineEntry
from .office import NoOffice

MOST_TOLD = 3


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as it was drawn: number and text in one, and its page."""

    text: str
    page: int


@dataclass(frozen=True, slots=True)
class Placed:
    """``pages``: bookmark → page. ``strange``: headings drawn otherwise than computed (Japanese sentences)."""

    pages: dict[str, int]
    strange: tuple[str, ...]


def read_headings(pdf: bytes) -> tuple[Heading, ...]:
    """The headings of a PDF in reading order, from its bookmarks; ``NoOffice`` when it cannot be read."""
    try:
        from pypdf import PdfReader

        reader = PdfReader(io.BytesIO(pdf))
        pages = {page.indirect_reference.idnum: n for n, page in enumerate(reader.pages, 1)}  # type: ignore[union-attr]
        return tuple(_headings(reader.outline, pages))
    except Exception:  # whatever a strange PDF makes of the library: there are no page numbers then
        raise NoOffice("PDFから、見出しのページを読み取れませんでした。") from None


def _headings(outline: Sequence[Any], pages: dict[int, int]) -> Iterator[Heading]:
    for entry in outline:
        if isinstance(entry, list):
            yield from _headings(entry, pages)
        elif (page := pages.get(getattr(entry.page, "idnum", -1))) is not None:
            yield Heading(str(entry.title), page)


def place(outline: Sequence[OutlineEntry], drawn: Sequence[Heading]) -> Placed:
    """The page of each heading of ``outline``, and what was drawn otherwise than we numbered it."""
    ours = [_plain(entry.number + entry.text) for entry in outline]
    theirs = [_plain(heading.text) for heading in drawn]
    pages: dict[str, int] = {}
    strange: list[str] = []
    matcher = difflib.SequenceMatcher(None, ours, theirs, autojunk=False)
    for same, i1, i2, j1, j2 in matcher.get_opcodes():
        if i2 - i1 == j2 - j1:
            pages |= {e.bookmark: h.page for e, h in zip(outline[i1:i2], drawn[j1:j2], strict=True)}
        if same != "equal":
            strange.append(
                f"見出しの番号か並びが、割付けの結果と違います"
                f"（こちら: {_listed(_shown(e) for e in outline[i1:i2])}、"
                f"LibreOffice: {_listed(h.text for h in drawn[j1:j2])}）。"
            )
    return Placed(pages, tuple(strange[:MOST_TOLD]))


def _plain(text: str) -> str:
    return "".join(text.split())


def _shown(entry: OutlineEntry) -> str:
    return f"{entry.number} {entry.text}".strip()


def _listed(texts: Iterator[str]) -> str:
    named = [f"「{' '.join(text.split())}」" for text in texts]
    more = f"ほか{len(named) - MOST_TOLD}件" if len(named) > MOST_TOLD else ""
    return "".join(named[:MOST_TOLD]) + more or "なし"
