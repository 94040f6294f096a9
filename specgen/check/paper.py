"""One printed paper as rules look at it: where every text stands, and which chapters and sections there are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ..content.lexicon import LexiconWord
from ..model.finding import NOT_PRINTED, PaperPlace
from ..model.texttree import Block, TextTree
from .sentences import Sentence, Sentences, Spot, sentences_of

_NUMBER = re.compile(r"^(第?[0-9]+(\.[0-9]+)*[章節.]?|\([0-9]+\)|[ア-ン][.\s])+")
_LEAST_OF_ALIAS = 4
"""A title of fewer characters counts only when it is the whole heading."""


@dataclass(frozen=True)
class CheckedPaper:
    """A paper of a document.

    ``titles`` are the titles under which sections are known where no bookmark names them, ``is_free`` tells the
    controls that hold words a person wrote freely, ``foreign`` papers have no controls.
    """

    document: str
    tree: TextTree
    titles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    is_free: Callable[[str], bool] = bool
    foreign: bool = False

    @cached_property
    def spots(self) -> tuple[Spot, ...]:
        """Every paragraph of the body in reading order, with its place."""
        return tuple(_Walk(self).all())

    @cached_property
    def sections(self) -> Mapping[str, Spot]:
        """Key of each chapter and section that is there → its heading."""
        return {spot.keys[-1]: spot for spot in reversed(self.spots) if _is_keyed_heading(spot)}

    @cached_property
    def _sentences(self) -> tuple[Sentence, ...]:
        return tuple(sentences_of(self.spots, self.is_free, foreign=self.foreign))

    @cached_property
    def _looked_at(self) -> dict[tuple[str, ...], Sentences]:
        return {}

    def sentences(
        self,
        look_in: Iterable[str],
        in_sections: Iterable[str] = (),
        words: Sequence[LexiconWord] | None = None,
    ) -> Iterator[Sentence]:
        """The sentences that a rule looks at, in reading order; with ``words`` only those where one may stand."""
        sources, wanted = tuple(look_in), frozenset(in_sections)
        if sources not in self._looked_at:
            self._looked_at[sources] = Sentences(tuple(s for s in self._sentences if s.source in sources))
        found = self._looked_at[sources]
        for sentence in found.every if words is None else found.with_one_of(words):
            if not wanted or not wanted.isdisjoint(sentence.spot.keys):
                yield sentence

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
        """The key of a heading: by its bookmark, else by its title; foreign papers were matched before."""
        if self.foreign:
            return block.key
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
        self.chapter, self.heading, self.keys = "", "", tuple[str, ...]()

    def all(self) -> Iterator[Spot]:
        """Every paragraph with its place."""
        for block in self.paper.tree.blocks:
            if block.kind == "table":
                yield from self._table(block)
                self.caption = ""
                continue
            if block.kind == "heading":
                self._enter(block)
            yield self._spot(block, self._section(block))
            self.caption = block.text if block.kind == "caption" else ""

    def _enter(self, block: Block) -> None:
        self.headings = [one for one in self.headings if one[0] < block.level]
        self.heading = f"{block.number} {block.text}".strip()
        self.headings.append((block.level, self.heading, self.paper.key_of(block)))
        self.chapter = self.headings[0][1]
        self.keys = tuple(key for _, _, key in self.headings if key)

    def _section(self, block: Block) -> str:
        """The section in which a paragraph stands; a heading without a key names none."""
        if block.kind == "heading" and not self.headings[-1][2]:
            return ""
        return self.keys[-1] if self.keys else ""

    def _spot(self, block: Block, section: str) -> Spot:
        place = PaperPlace(self.paper.document, self.heading, section=section, block=block.index)
        return Spot(block, place, self.chapter, self.keys)

    def _table(self, table: Block) -> Iterator[Spot]:
        heads = [_text(cell) for cell in table.rows[0]] if table.rows else []
        section = self.keys[-1] if self.keys else ""
        caption = self.caption or "表"
        for number, row in enumerate(table.rows):
            first = _text(row[0]) if row and number else ""
            for at, cell in enumerate(row):
                head = heads[at] if number and at < len(heads) else ""
                for block in TextTree(cell).walk():
                    place = PaperPlace(
                        self.paper.document, self.heading, caption, first, head, section, block.index
                    )
                    yield Spot(block, place, self.chapter, self.keys, in_table=True)


def _text(cell: tuple[Block, ...]) -> str:
    return " ".join(block.text for block in TextTree(cell).walk()).strip()
