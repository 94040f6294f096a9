"""Sentences of a paper: whose text they are, where they stand, and an identity that survives what happens around."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..model.texttree import Block, Piece
from .paper import Spot
from .verdicts import Checked

_END = re.compile(r"[。！？\n]|．(?![0-9０-９])")
_SKIPPED = frozenset({"contents", "caption", "heading"})


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence. ``tag`` is the answer that a person wrote it in, empty for the paper's own text."""

    text: str
    tag: str
    spot: Spot

    def subject(self, word: str) -> str:
        """What a finding on ``word`` in this sentence is about.

        Only the sentence and the word count, so that edits nearby, moved paragraphs and renamed headings leave it.
        """
        plain = "".join(unicodedata.normalize("NFKC", f"{self.text}\0{word}").split())
        digest = hashlib.sha256(plain.encode()).hexdigest()[:8]
        return f"text:{self.tag.partition('#')[0] or 'own'}/{digest}"


def sentences(
    checked: Checked, look_in: Sequence[str], in_sections: Sequence[str] = ()
) -> Iterator[Sentence]:
    """The sentences of the paper that a rule looks at, in reading order."""
    if checked.paper is None:
        return
    wanted = set(in_sections)
    for spot in checked.paper.spots:
        if spot.block.kind in _SKIPPED or (wanted and not wanted & set(spot.keys)):
            continue
        for tag, text in _texts(spot.block, checked, look_in):
            for sentence in split(text):
                yield Sentence(sentence, tag, spot)


def split(text: str) -> Iterator[str]:
    """The sentences of a text, each with its end."""
    start = 0
    for end in _END.finditer(text):
        if sentence := text[start : end.end()].strip():
            yield sentence
        start = end.end()
    if rest := text[start:].strip():
        yield rest


def _texts(block: Block, checked: Checked, look_in: Sequence[str]) -> Iterator[tuple[str, str]]:
    """A person's values by tag (``prose``), the paper's own sentences without them, or all of a foreign paper."""
    if checked.foreign:
        if "foreign" in look_in and block.text:
            yield "", block.text
        return
    pieces: tuple[Piece, ...] = block.pieces or (Piece(block.text),)
    if "prose" in look_in:
        for piece in pieces:
            if piece.tag and is_text(piece.tag, checked):
                yield piece.tag, piece.text
    if "own_clauses" in look_in:
        own = "".join(piece.text if not piece.tag else "　" for piece in pieces)
        if own.strip("　 "):
            yield "", own


def is_text(tag: str, checked: Checked) -> bool:
    """Whether a control holds words that a person wrote freely."""
    id = tag.partition("#")[0]
    table, slash, cell = id.partition("/")
    question = checked.case.content.questions.get(table)
    if question is None:
        return False
    column = question.column(cell.rpartition(".")[2]) if slash else None
    return (column.spec.kind if column is not None else question.type) in ("text", "prose")
