"""Which characters a text may hold: what cannot be carried faithfully is named with its position.

Everything else stays as it is: variation selectors (IVS), 𠮷, NFD, emoji, half-width kana, both wave dashes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

MOST_CHARS = 200_000
"""A single answer is at most this long."""
MOST_DOUBTS = 50
"""At most this many places of one text are named."""

_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_DOUBTFUL = re.compile(
    "[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidi controls
    "\u00ad\u180e\u200b-\u200d\u2060-\u2064\ufeff"  # zero width
    "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"  # private use
    "\ufffd]"
)
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_JOINER = "\u200d"


@dataclass(frozen=True, slots=True)
class Doubt:
    """One character in question: its position (from 0), its code point (``U+000B``), and why (Japanese)."""

    position: int
    code_point: str
    why: str


def forbidden(text: str) -> tuple[Doubt, ...]:
    """Characters that no file of ours can carry, in order; an answer that holds one is unreadable.

    C0 and C1 controls except tab and line feed, U+007F, surrogates, U+FFFE, U+FFFF, and what stands beyond
    ``MOST_CHARS``. Line ends are line feeds by the time a text gets here. At most ``MOST_DOUBTS`` are named.
    """
    doubts = _doubts(_FORBIDDEN, text, _why_forbidden)
    if len(text) > MOST_CHARS:
        why = f"文字数が多すぎます（{len(text):,}文字。{MOST_CHARS:,}文字まで）。"
        doubts.append(Doubt(MOST_CHARS, _code_point(text[MOST_CHARS]), why))
    return tuple(doubts)


def doubtful(text: str) -> tuple[Doubt, ...]:
    """Characters that are kept but deserve a second look, in order, at most ``MOST_DOUBTS``.

    Bidi controls, zero-width characters (the joiner inside an emoji is fine), private use (外字), U+FFFD.
    """
    return tuple(_doubts(_DOUBTFUL, text, _why_doubtful))


def _doubts(pattern: re.Pattern[str], text: str, why: Callable[[str], str]) -> list[Doubt]:
    found: list[Doubt] = []
    for hit in pattern.finditer(text):
        sign = hit.group()
        if sign == _JOINER and _joins_emoji(text, hit.start()):
            continue
        found.append(Doubt(hit.start(), _code_point(sign), why(sign)))
        if len(found) >= MOST_DOUBTS:
            break
    return found


def _code_point(sign: str) -> str:
    return f"U+{ord(sign):04X}"


def _joins_emoji(text: str, position: int) -> bool:
    """Whether the joiner stands between two parts of one emoji."""
    before, after = text[position - 1 : position], text[position + 1 : position + 2]
    return _is_pictorial(before) and _is_pictorial(after)


def _is_pictorial(sign: str) -> bool:
    return bool(sign) and (sign >= "\U0001f000" or "\u2190" <= sign <= "\u2bff" or sign == "\ufe0f")


def _why_forbidden(sign: str) -> str:
    if "\ud800" <= sign <= "\udfff":
        return "文字の片割れです。元の文字が壊れているので、入力し直してください。"
    if sign == "\r":
        return "改行のための古い文字です。改行し直してください。"
    if sign in "\x0b\x0c\x85":
        return "見えない改行の文字です。Enterキーで改行し直してください。"
    if sign >= "\ufffe":
        return "文字として定められていない番号です。消してください。"
    return "見えない制御文字です。消してください。"


def _why_doubtful(sign: str) -> str:
    if sign in _BIDI:
        return "文字の並ぶ向きを変える、見えない文字です。要らなければ消してください。"
    if sign == "\ufffd":
        return "読み取れなかった文字の代わりに入る記号です。元の文字を確かめてください。"
    if "\ue000" <= sign <= "\uf8ff" or sign >= "\U000f0000":
        return "外字（私用の文字）です。ほかのパソコンでは違う字に見えることがあります。"
    return "幅のない、見えない文字です。要らなければ消してください。"
