"""What an approval covers: a fingerprint of every chapter and section; it lapses for exactly what changed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..model.round import LogLine, Round
from ..model.texttree import Block, TextTree

_MARK = 8
FRONT = "section:front"
"""What stands before the first chapter."""


@dataclass(frozen=True, slots=True)
class Lapsed:
    """A chapter or section that was approved and is another now: its address, its heading, and how it differs."""

    address: str
    heading: str
    how: str


def fingerprints(tree: TextTree) -> dict[str, str]:
    """``section:key`` → a digest of what stands under that heading up to the next one that has a key.

    Numbers of headings do not count: a chapter that moved up is the same chapter.
    """
    texts: dict[str, list[str]] = {FRONT: []}
    here = FRONT
    for block in tree.blocks:
        if block.kind == "contents":
            continue
        if block.kind == "heading" and block.key:
            here = f"section:{block.key}"
        texts.setdefault(here, []).extend(_said(block))
    return {
        key: hashlib.sha256("\n".join(said).encode()).hexdigest()[:_MARK]
        for key, said in texts.items()
        if said
    }


def lapsed(rounds: Sequence[Round], tree: TextTree) -> tuple[Lapsed, ...]:
    """What the last approval in ``rounds`` does not cover any more, in reading order; nothing where there is none."""
    approval = last_approval(rounds)
    if approval is None:
        return ()
    now, headings = fingerprints(tree), _headings(tree)
    found = [
        Lapsed(
            key,
            headings.get(key, ""),
            "承認の後に加わりました" if key not in approval.covers else "承認の後に変わりました",
        )
        for key, mark in now.items()
        if approval.covers.get(key) != mark
    ]
    gone = [
        Lapsed(key, key.removeprefix("section:"), "承認の後に無くなりました")
        for key in approval.covers
        if key not in now
    ]
    return (*found, *gone)


def last_approval(rounds: Sequence[Round]) -> LogLine | None:
    """The last line of any log that approves something."""
    lines = [line for round_ in rounds for line in round_.log if line.does == "approve"]
    return lines[-1] if lines else None


def _headings(tree: TextTree) -> Mapping[str, str]:
    return {
        f"section:{block.key}": f"{block.number} {block.text}".strip()
        for block in tree.blocks
        if block.kind == "heading" and block.key
    }


def _said(block: Block) -> list[str]:
    if block.kind != "table":
        return [block.text]
    return [inner.text for row in block.rows for cell in row for one in cell for inner in _inner(one)]


def _inner(block: Block) -> list[Block]:
    if block.kind != "table":
        return [block]
    return [inner for row in block.rows for cell in row for one in cell for inner in _inner(one)]
