"""Sentences of a paper: whose text they are, where they stand, and an identity that survives what happens around."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from ..content.lexicon import LexiconWord
from ..model.finding import PaperPlace
from ..model.texttree import Block, Piece

_END = re.compile(r"[。！？\n]|．(?![0-9０-９])")
_SKIPPED = frozenset({"contents", "caption", "heading"})
_BLANK = "　"
"""Stands in the paper's own text where a value of a person is printed."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One paragraph and where it stands: its chapter, and the keys of the sections around it."""

    block: Block
    place: PaperPlace
    chapter: str = ""
    keys: tuple[str, ...] = ()
    in_table: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence. ``source`` says whose it is: ``prose``, ``own_clauses`` or ``foreign``.

    ``tag`` is the answer that a person wrote it in, empty for the paper's own text.
    """

    text: str
    source: str
    tag: str
    spot: Spot

    def subject(self, word: str) -> str:
        """What a finding on ``word`` in this sentence is about.

        Only the sentence and the word count, so that edits nearby, moved paragraphs and renamed headings leave it.
        """
        plain = "".join(unicodedata.normalize("NFKC", f"{self.text}\0{word}").split())
        digest = hashlib.sha256(plain.encode()).hexdigest()[:8]
        return f"text:{self.tag.partition('#')[0] or 'own'}/{digest}"


class Sentences:
    """Sentences that are searched together: a word that stands nowhere is not tried on each of them."""

    def __init__(self, every: tuple[Sentence, ...]) -> None:
        self.every = every
        self._text = "\n".join(sentence.text for sentence in every)
        self._starts = list(accumulate((len(s.text) + 1 for s in every), initial=0))[:-1]

    def with_one_of(self, words: Sequence[LexiconWord]) -> Iterator[Sentence]:
        """Those in which one of the words may stand, in order; never one too few."""
        found: set[int] = set()
        for word in words:
            if not word.may_stand_in(self._text):
                continue
            if word.looks_around:
                found.update(at for at, s in enumerate(self.every) if word.searched.search(s.text))
                continue
            for start, end in self._spans(word):
                first, last = bisect_right(self._starts, start), bisect_right(self._starts, end - 1)
                found.update(range(first - 1, last))
        yield from (self.every[at] for at in sorted(found))

    def _spans(self, word: LexiconWord) -> Iterator[tuple[int, int]]:
        """Where it stands in all of the text; a pattern may run over several sentences, each of which counts."""
        if word.pattern:
            yield from (match.span() for match in word.searched.finditer(self._text))
            return
        at = self._text.find(word.word)
        while at >= 0:
            yield at, at + len(word.word)
            at = self._text.find(word.word, at + 1)


def sentences_of(
    spots: Iterable[Spot], is_free: Callable[[str], bool], *, foreign: bool
) -> Iterator[Sentence]:
    """Every sentence in reading order; ``is_free`` tells the controls that hold words a person wrote freely."""
    for spot in spots:
        if spot.block.kind not in _SKIPPED:
            for source, tag, text in _texts(spot.block, is_free, foreign=foreign):
                for sentence in split(text):
                    yield Sentence(sentence, source, tag, spot)


def split(text: str) -> Iterator[str]:
    """The sentences of a text, each with its end."""
    start = 0
    for end in _END.finditer(text):
        if sentence := text[start : end.end()].strip():
            yield sentence
        start = end.end()
    if rest := text[start:].strip():
        yield rest


def _texts(block: Block, is_free: Callable[[str], bool], *, foreign: bool) -> Iterator[tuple[str, str, str]]:
    """A person's values by tag, and the paper's own sentences without them; or all of a foreign paper."""
    if foreign:
        yield "foreign", "", block.text
        return
    pieces: tuple[Piece, ...] = block.pieces or (Piece(block.text),)
    for piece in pieces:
        if piece.tag and is_free(piece.tag):
            yield "prose", piece.tag, piece.text
    own = "".join(piece.text if not piece.tag else _BLANK for piece in pieces)
    if own.strip(_BLANK + " "):
        yield "own_clauses", "", own
