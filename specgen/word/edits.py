"""Where a Word file was edited since it was written: short marks of its paragraphs are kept, and compared."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from zlib import crc32

from ..model.texttree import TextTree

_MARK = 4
"""Characters of a mark. Two paragraphs may share one: it only helps to name a place, ``text_digest`` decides."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A paragraph or cell that reads otherwise than it was written: its heading, its text (empty where it is gone)."""

    heading: str
    text: str


def paragraph_marks(tree: TextTree) -> str:
    """A mark of every paragraph and cell, one behind the other."""
    return "".join(_mark(edit.text) for edit in _paragraphs(tree))


def edits(tree: TextTree, marks: str) -> tuple[Edit, ...]:
    """What reads otherwise in ``tree`` than when its ``marks`` were taken, from top to bottom."""
    here = list(_paragraphs(tree))
    before = [marks[at : at + _MARK] for at in range(0, len(marks), _MARK)]
    matcher = difflib.SequenceMatcher(None, before, [_mark(edit.text) for edit in here], autojunk=False)
    found: list[Edit] = []
    for kind, _, _, start, end in matcher.get_opcodes():
        if kind == "delete":
            found.append(Edit(here[start - 1].heading if start else "", ""))
        elif kind != "equal":
            found += here[start:end]
    return tuple(found)


def _paragraphs(tree: TextTree) -> Iterator[Edit]:
    heading = ""
    for block in tree.walk():
        if block.kind == "heading":
            heading = f"{block.number} {block.text}".strip()
        if block.kind != "contents" and block.text:
            yield Edit(heading, block.text)


def _mark(text: str) -> str:
    return f"{crc32(text.encode('utf-8', 'surrogatepass')) & 0xFFFF:0{_MARK}x}"
