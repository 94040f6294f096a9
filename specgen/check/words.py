"""Rules on words: a lexicon over the printed text, told sentence by sentence, few at a time."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..content.lexicon import LexiconWord
from ..content.rulenames import CompiledRule
from ..model.finding import Finding
from ..model.texttree import Block, Piece
from .verdicts import Checked, finding

_SENTENCE_END = re.compile(r"[。．！？\n]")


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where a word of the lexicon stands."""

    word: LexiconWord
    sentence: str
    start: int
    tag: str
    chapter: str
    heading: str


def check_words(compiled: CompiledRule, checked: Checked) -> Iterator[Finding]:
    """Findings of one rule of kind ``words`` on the text of the document; silent when there is no text yet."""
    if checked.tree is None:
        return
    lexicon = checked.case.content.lexicons[compiled.rule.lexicon]
    told: dict[str, int] = {}
    seen: set[tuple[str, str]] = set()
    for hit in _hits(lexicon, checked, compiled.rule.look_in):
        told[hit.chapter] = told.get(hit.chapter, 0) + 1
        if compiled.rule.at_most and told[hit.chapter] > compiled.rule.at_most:
            continue
        if (hit.sentence, hit.word.word) in seen:
            continue
        seen.add((hit.sentence, hit.word.word))
        values = {
            "hit": hit.word.word,
            "instead": hit.word.instead or "数・期限・条件",
            "because": hit.word.because,
            "sentence": hit.sentence,
            "sentence_fixed": hit.sentence.replace(hit.word.word, hit.word.instead)
            if hit.word.instead
            else hit.sentence,
        }
        yield finding(compiled, checked, _subject(hit), values, heading=hit.heading)


def find_words(lexicon: Sequence[LexiconWord], text: str) -> Iterator[tuple[LexiconWord, str, int]]:
    """Words of the lexicon in ``text`` that nothing excuses: the word, its sentence, its position."""
    for word in lexicon:
        at = text.find(word.word)
        while at >= 0:
            sentence = _sentence(text, at)
            if not _excused(word, text, at, sentence):
                yield word, sentence, at
            at = text.find(word.word, at + len(word.word))


def _hits(lexicon: Sequence[LexiconWord], checked: Checked, look_in: Sequence[str]) -> Iterator[Hit]:
    chapter = heading = ""
    assert checked.tree is not None
    for block in checked.tree.walk():
        if block.kind == "heading":
            heading = f"{block.number} {block.text}".strip()
            chapter = heading if block.level == 1 else chapter
        elif block.kind not in ("contents", "caption"):
            for tag, text in _texts(block, checked, look_in):
                for word, sentence, at in find_words(lexicon, text):
                    yield Hit(word, sentence, at, tag, chapter, heading)


def _texts(block: Block, checked: Checked, look_in: Sequence[str]) -> Iterator[tuple[str, str]]:
    """A person's values by tag (``prose``), and the paper's own sentences without them (``own_clauses``)."""
    pieces: tuple[Piece, ...] = block.pieces or (Piece(block.text),)
    if "prose" in look_in:
        for piece in pieces:
            if piece.tag and _is_text(piece.tag, checked):
                yield piece.tag, piece.text
    if "own_clauses" in look_in:
        own = "".join(piece.text if not piece.tag else "　" for piece in pieces)
        if own.strip("　 "):
            yield "", own


def _is_text(tag: str, checked: Checked) -> bool:
    id = tag.partition("#")[0]
    table, slash, cell = id.partition("/")
    question = checked.case.content.questions.get(table)
    if question is None:
        return False
    column = question.column(cell.rpartition(".")[2]) if slash else None
    return (column.spec.kind if column is not None else question.type) in ("text", "prose")


def _sentence(text: str, at: int) -> str:
    start = max((m.end() for m in _SENTENCE_END.finditer(text, 0, at)), default=0)
    end = _SENTENCE_END.search(text, at)
    return text[start : end.end() if end else len(text)].strip()


def _excused(word: LexiconWord, text: str, at: int, sentence: str) -> bool:
    before, after = text[:at], text[at + len(word.word) :]
    return (
        any(before.endswith(part) for part in word.unless_after)
        or any(after.startswith(part) for part in word.unless_before)
        or any(part in sentence for part in word.unless_in)
    )


def _subject(hit: Hit) -> str:
    if hit.tag:
        return hit.tag
    digest = hashlib.sha256(hit.sentence.encode()).hexdigest()[:8]
    return f"text:{hit.word.word}/{digest}" if hit.word.word.isascii() else f"text:own/{digest}"
