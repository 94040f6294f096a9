"""Headings of a paper that somebody else made, told apart by our keys: surely, perhaps, or not at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import zip_longest

from ..model.texttree import Block, TextTree
from .paper import plain

LEAST = 0.6
"""From this likeness on a heading counts as perhaps the one."""
_OF_THE_CHAPTER = 0.1
"""So much is added for a section of the chapter in which the heading stands."""
_LEAST_INSIDE = 3
"""Titles and headings of fewer characters count only when they are the same."""
_TAIL = re.compile(r"(に関する(事項|こと|要件)|に係る事項|に当たっての事項|について|の事項|等)$")
_ANNEX = re.compile(r"^(別[紙添表]|様式|付録|参考|付属書)")


@dataclass(frozen=True, slots=True)
class Match:
    """One heading of the paper and what it is taken for; ``key`` is empty where nothing is like it."""

    heading: str
    level: int
    block: int
    key: str = ""
    title: str = ""
    """Our own title of that chapter or section."""
    likeness: float = 0.0

    @property
    def sure(self) -> bool:
        """Whether the words are the same."""
        return self.likeness >= 1.0


@dataclass(frozen=True, slots=True)
class Where:
    """Where a heading stands: the keys around it, its level, and whether it has headings below."""

    around: tuple[str, ...] = ()
    level: int = 1
    has_sections: bool = False


@dataclass(frozen=True)
class Titles:
    """Titles under which chapters and sections are known."""

    of: Mapping[str, tuple[str, ...]]

    @cached_property
    def exact(self) -> Mapping[str, tuple[str, ...]]:
        """Title → the keys that go by it."""
        return self._by(plain)

    @cached_property
    def keys(self) -> Mapping[str, tuple[str, ...]]:
        """Bare title → the keys that go by it."""
        return self._by(bare)

    def _by(self, made: Callable[[str], str]) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, dict[str, None]] = {}
        for key, titles in self.of.items():
            for title in titles:
                found.setdefault(made(title), {})[key] = None
        return {title: tuple(keys) for title, keys in found.items() if title}

    @cached_property
    def pairs(self) -> Mapping[str, frozenset[str]]:
        """Bare title → its pairs of neighbouring letters."""
        return {title: _pairs(title) for title in self.keys}

    def match(self, heading: str, where: Where) -> tuple[str, float]:
        """The key that a heading stands for, and how like it is (1: the same words)."""
        text = bare(heading)
        if not text or _ANNEX.match(text):
            return "", 0.0
        same = self.exact.get(plain(heading)) or self.keys.get(text)
        if same:
            return _nearest(same, where), 1.0
        alike = self._likenesses(text, where) if len(text) >= _LEAST_INSIDE else ()
        best = max(alike, default=(0.0, ""))
        return (best[1], min(best[0], 0.99)) if best[0] >= LEAST else ("", 0.0)

    def _likenesses(self, text: str, where: Where) -> Iterator[tuple[float, str]]:
        own = _pairs(text)
        for title, keys in self.keys.items():
            alike = _dice(own, self.pairs[title])
            if min(len(title), len(text)) >= _LEAST_INSIDE and (title in text or text in title):
                alike = max(alike, 0.4 + 0.5 * min(len(title), len(text)) / max(len(title), len(text)))
            if alike >= LEAST - _OF_THE_CHAPTER:
                key = _nearest(keys, where)
                fits = _is_inside(key, where.around) - (where.has_sections and "." in key)
                yield alike + _OF_THE_CHAPTER * fits, key


def matched(tree: TextTree, titles: Mapping[str, tuple[str, ...]]) -> tuple[TextTree, tuple[Match, ...]]:
    """The tree with a key on every heading that is surely or perhaps one of ours, and all headings in order.

    Of several headings that are like one title the likest has the key.
    """
    known = Titles(titles)
    found = list(_matches(tree, known))
    best: dict[str, Match] = {}
    for match in found:
        if match.key and (match.key not in best or match.likeness > best[match.key].likeness):
            best[match.key] = match
    keys = {(m.block, m.heading): m.key for m in best.values()}
    blocks = tuple(
        replace(b, key=keys.get((b.index, printed(b)), "")) if b.kind == "heading" else b for b in tree.blocks
    )
    return replace(tree, blocks=blocks), tuple(found)


def _matches(tree: TextTree, titles: Titles) -> Iterator[Match]:
    headings = [b for b in tree.blocks if b.kind == "heading" and b.text.strip()]
    above: list[tuple[int, str]] = []
    for block, after in zip_longest(headings, headings[1:]):
        above = [one for one in above if one[0] < block.level]
        around = tuple(key for _, key in above if key)
        where = Where(around, len(above) + 1, after is not None and after.level > block.level)
        key, alike = titles.match(block.text, where)
        above.append((block.level, key))
        title = next(iter(titles.of.get(key, ())), "")
        yield Match(printed(block), block.level, block.index, key, title, alike)


def printed(block: Block) -> str:
    """A heading as it stands on the page."""
    return f"{block.number} {block.text}".strip()


def bare(title: str) -> str:
    """A title for comparing: without number, marks, spaces, differences of width, and what says nothing."""
    text = plain(title).replace("および", "").replace("ならびに", "").replace("又は", "")
    while (shorter := _TAIL.sub("", text)) != text and len(shorter) >= 2:
        text = shorter
    return text


def likeness(one: str, other: str) -> float:
    """How many of their pairs of neighbouring letters two texts have in common (Dice: 0 to 1)."""
    return _dice(_pairs(one), _pairs(other))


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[n : n + 2] for n in range(len(text) - 1))


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    whole = len(one) + len(other)
    return 2 * len(one & other) / whole if whole else 0.0


def _is_inside(key: str, around: Sequence[str]) -> bool:
    return any(key.startswith(f"{above}.") for above in around)


def _nearest(keys: Sequence[str], where: Where) -> str:
    """Of keys with one title: the one inside the chapter, else a chapter where it has sections or is at the top."""
    inside = [key for key in keys if _is_inside(key, where.around)]
    if inside:
        return inside[0]
    wanted = [key for key in keys if ("." in key) == (where.level > 1)]
    return (wanted or list(keys))[0]
