"""Breaks a title into lines for the cover, where a reader would pause: Word itself breaks it anywhere."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LINE = 22
"""Full-width characters that one line of the cover holds (20 points on a page of 451)."""

_TOO_LONG = 8
"""A title of more lines than this is no title: Word breaks it as it likes, and nobody waits for the best breaks."""
_NOT_FIRST = "、。，．・：；？！）」』】〕〉》〜ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々ヵヶ"
_NOT_LAST = "（「『【〔〈《"
_AFTER_WORDS = re.compile(
    r"(?:に係る|に関する|における|に伴う|による|のための|に向けた|を行う|[、。　 ）」』])$"
)
_AFTER_PARTICLE = re.compile(r"[のをにはがと]$")
_AFTER_AND = re.compile(r"(?:及び|並びに|又は|若しくは|・)$")
_FREE, _PARTICLE, _AND, _SCRIPT, _WORD = 0, 3, 6, 12, 200
"""What a break costs, counted in squares of the unevenness that it may save."""


def title_lines(title: str, most: int = LINE) -> str:
    """``title`` with line feeds where it is broken; a blank at a break is left out, all else stays.

    It takes as few lines as it needs. Of the possible breaks those at a pause of speech, and those that make the
    lines alike in length, are preferred.
    """
    if _width(title) <= most or "\n" in title or _width(title) > _TOO_LONG * most:
        return title
    fewest = int(-(-_width(title) // most))
    for count in range(fewest, len(title) + 1):
        even = _width(title) / count
        _, ends = _best(title, 0, count, most, even)
        if ends:
            starts = (0, *ends[:-1])
            return "\n".join(title[start:end].strip(" 　") for start, end in zip(starts, ends, strict=True))
    return title


@lru_cache(maxsize=8192)
def _best(title: str, start: int, count: int, most: int, even: float) -> tuple[float, tuple[int, ...]]:
    """The cost and the ends of the best ``count`` lines from ``start``; no ends when there is no way."""
    if count == 1:
        width = _width(title[start:])
        return ((width - even) ** 2, (len(title),)) if width <= most else (0, ())
    best: tuple[float, tuple[int, ...]] = (0, ())
    for end in range(start + 1, len(title)):
        width = _width(title[start:end].strip(" 　"))
        if width > most:
            break
        rest, ends = _best(title, end, count - 1, most, even)
        cost = rest + (width - even) ** 2 + _cost(title[:end], title[end:])
        if ends and (not best[1] or cost < best[0]):
            best = (cost, (end, *ends))
    return best


def _cost(before: str, after: str) -> float:
    """What it costs the reader when a line ends between ``before`` and ``after``."""
    last, first = before[-1], after[0]
    in_word = last.isascii() and first.isascii() and first != " "
    marks = unicodedata.category(first).startswith("M")
    if first in _NOT_FIRST or marks or last in _NOT_LAST or in_word:
        return _WORD * 5
    if first in _NOT_LAST or first in " 　" or _AFTER_WORDS.search(before):
        return _FREE
    if _AFTER_AND.search(before):
        return _AND
    if _script(last) == "hiragana" and _script(first) != "hiragana":
        return _PARTICLE if _AFTER_PARTICLE.search(before) else _SCRIPT
    return _SCRIPT if {_script(last), _script(first)} == {"katakana", "kanji"} else _WORD


def _script(character: str) -> str:
    name = unicodedata.name(character, "")
    for script, start in (("hiragana", "HIRAGANA"), ("katakana", "KATAKANA"), ("kanji", "CJK")):
        if name.startswith(start):
            return script
    return "other"


def _width(text: str) -> float:
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text)
