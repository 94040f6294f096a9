"""One printed paper as rules look at it: where every text stands, and which chapters and sections there are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ..model.finding import NOT_PRINTED, PaperPlace
from ..model.texttree import Block, TextTree

_NUMBER = re.compile(r"^(第?[0-9]+(\.[0-9]+)*[章節.]?|\([0-9]+\)|[ア-ン][.\s])+")
_LEAST_OF_ALIAS = 4
"""A title of fewer characters counts only when it is the whole heading."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One paragraph and where it stands: its chapter, and the keys of the sections around it."""

    block: Block
    place: PaperPlace
    chapter: str = ""
    keys: tuple[str, ...] = ()
    in_table: bool = False


@dataclass(frozen=True)
class CheckedPaper:
    """A paper of a document. ``titles`` are the titles under which sections are known where no bookmark names them."""

    document: str
    tree: TextTree
    titles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def spots(self) -> tuple[Spot, ...]:
        """Every paragraph of the body in reading order, with its place."""
        return tuple(_Walk(self).all())

    @cached_property
    def sections(self) -> Mapping[str, Spot]:
        """Key of each chapter and section that is there → its heading."""
        return {spot.keys[-1]: spot for spot in reversed(self.spots) if _is_keyed_heading(spot)}

    @cached_property
    def text(self) -> str:
        """All that it says, paragraph by paragraph."""
        return "\n".join(spot.block.text for spot in self.spots)

    def has(self, key: str) -> bool:
        """Whether the section is there, or one inside it."""
        return key in self.sections or any(there.startswith(f"{key}.") for there in self.sections)

    @cached_property
    def tagged(self) -> Mapping[str, PaperPlace]:
        """Answer, cell or paragraph (``id#n``; the first also as ``id``) → where it is printed first."""
        found: dict[str, PaperPlace] = {}
        for spot in self.spots:
            for piece in spot.block.pieces:
                if piece.tag:
                    found.setdefault(piece.tag, spot.place)
                    found.setdefault(piece.tag.partition("#")[0], spot.place)
                    found.setdefault(piece.tag.partition("/")[0], spot.place)
        return found

    def place_of(self, subject: str) -> PaperPlace:
        """Where a subject is printed."""
        if subject.startswith("section:"):
            spot = self.sections.get(subject.removeprefix("section:"))
            return spot.place if spot is not None else NOT_PRINTED
        return self.tagged.get(subject, NOT_PRINTED)

    def key_of(self, block: Block) -> str:
        """The key of a heading: by its bookmark, else by its title."""
        return block.key or self._by_title.get(plain(block.text), "") or self._inside(plain(block.text))

    @cached_property
    def _by_title(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for key, titles in self.titles.items():
            for title in titles:
                found.setdefault(plain(title), key)
        return found

    def _inside(self, heading: str) -> str:
        """The key whose title is the longest that stands inside the heading."""
        inside = [t for t in self._by_title if len(t) >= _LEAST_OF_ALIAS and t in heading]
        return self._by_title[max(inside, key=len)] if inside else ""


def plain(title: str) -> str:
    """A title for comparing: without number, marks, spaces and differences of width."""
    text = "".join(unicodedata.normalize("NFKC", title).casefold().split())
    return re.sub(r"[、。・,.「」『』()【】]|及び|並びに|と", "", _NUMBER.sub("", text))


def _is_keyed_heading(spot: Spot) -> bool:
    return spot.block.kind == "heading" and bool(spot.keys) and spot.place.section == spot.keys[-1]


class _Walk:
    """Goes through a tree once, remembering headings, captions and table heads."""

    def __init__(self, paper: CheckedPaper) -> None:
        self.paper = paper
        self.headings: list[tuple[int, str, str]] = []  # level, as printed, key
        self.caption = ""

    def all(self) -> Iterator[Spot]:
        """Every paragraph with its place."""
        for block in self.paper.tree.blocks:
            if block.kind == "table":
                yield from self._table(block)
                self.caption = ""
                continue
            if block.kind == "heading":
                self._enter(block)
            yield self._spot(block)
            self.caption = block.text if block.kind == "caption" else ""

    def _enter(self, block: Block) -> None:
        self.headings = [one for one in self.headings if one[0] < block.level]
        printed = f"{block.number} {block.text}".strip()
        self.headings.append((block.level, printed, self.paper.key_of(block)))

    def _spot(self, block: Block, *, table: str = "", row: str = "", column: str = "") -> Spot:
        keys = tuple(key for _, _, key in self.headings if key)
        heading = self.headings[-1][1] if self.headings else ""
        place = PaperPlace(
            self.paper.document, heading, table, row, column, keys[-1] if keys else "", block.index
        )
        if block.kind == "heading" and not self.headings[-1][2]:
            place = PaperPlace(self.paper.document, heading, block=block.index)
        chapter = self.headings[0][1] if self.headings else ""
        return Spot(block, place, chapter, keys, in_table=bool(table or row or column))

    def _table(self, table: Block) -> Iterator[Spot]:
        heads = [_text(cell) for cell in table.rows[0]] if table.rows else []
        for number, row in enumerate(table.rows):
            first = _text(row[0]) if row else ""
            for at, cell in enumerate(row):
                head = heads[at] if number and at < len(heads) else ""
                for block in TextTree(cell).walk():
                    yield self._spot(
                        block, table=self.caption or "表", row=first if number else "", column=head
                    )


def _text(cell: tuple[Block, ...]) -> str:
    return " ".join(block.text for block in TextTree(cell).walk()).strip()
