"""Sentences that announce what follows (次のとおりとする。): none stands where a person said that there is nothing."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..content.markup_ast import Block, Field, Inline, Inlines, Paragraph, Table, Text
from ..reserved import LISTS, RESERVED

_ANNOUNCES = re.compile(r"次のとおり(?:とする|である)。")
_END = re.compile(r"。(?![）」])")
_ROW = "row"


class Announcement(NamedTuple):
    """A paragraph cut at the one sentence of it that announces what follows."""

    before: Inlines
    sentence: Inlines
    after: Inlines


def announced(following: Block) -> str:
    """The answer that stands alone in ``following`` (a table of it, or its text), or nothing."""
    match following:
        case Table(rows_of=table) if table not in LISTS:
            return table
        case Paragraph(inlines=(Field(path=path),)) if path.partition(".")[0] not in {*RESERVED, _ROW}:
            return path
    return ""


def announcement(inlines: Inlines) -> Announcement | None:
    """``inlines`` cut at the sentence that announces; None where no sentence does."""
    for at, inline in enumerate(inlines):
        found = _ANNOUNCES.search(inline.text) if isinstance(inline, Text) else None
        if found and isinstance(inline, Text):
            head, tail = inline.text[: found.end()], inline.text[found.end() :]
            before, sentence = _last_sentence((*inlines[:at], Text(head)))
            return Announcement(before, sentence, _filled((Text(tail), *inlines[at + 1 :])))
    return None


def _last_sentence(inlines: Inlines) -> tuple[Inlines, Inlines]:
    """``inlines`` that end a sentence, cut where that sentence begins."""
    for at in range(len(inlines) - 1, -1, -1):
        inline = inlines[at]
        if not isinstance(inline, Text):
            continue
        own_end = 1 if at == len(inlines) - 1 else 0
        cut = max((end.end() for end in _END.finditer(inline.text, 0, len(inline.text) - own_end)), default=0)
        if cut:
            head, tail = Text(inline.text[:cut]), Text(inline.text[cut:])
            return (*inlines[:at], head), _filled((tail, *inlines[at + 1 :]))
    return (), inlines


def _filled(inlines: tuple[Inline, ...]) -> Inlines:
    return tuple(inline for inline in inlines if not isinstance(inline, Text) or inline.text)
