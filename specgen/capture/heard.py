"""What a person typed into the interview: an answer, or one of the few words that steer it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from ..model.answer import State
from ..model.kinds.base import fold


class Word(Enum):
    """A word that steers the interview."""

    HELP = auto()
    BACK = auto()
    SKIP = auto()
    QUIT = auto()
    CLEAR = auto()
    CONFIRM = auto()


WORDS: Mapping[str, Word] = {
    "?": Word.HELP, "/?": Word.HELP,
    "/b": Word.BACK, "戻る": Word.BACK, "もどる": Word.BACK,
    "/s": Word.SKIP, "とばす": Word.SKIP, "飛ばす": Word.SKIP,
    "/q": Word.QUIT, "やめる": Word.QUIT,
    "空にする": Word.CLEAR,
    "このまま": Word.CONFIRM,
}  # fmt: skip
STATES: Mapping[str, State] = {
    "未定": State.UNDECIDED,
    "わからない": State.UNKNOWN, "分からない": State.UNKNOWN, "不明": State.UNKNOWN,
    "該当なし": State.NOT_APPLICABLE, "該当無し": State.NOT_APPLICABLE,
    "なし": State.NONE, "無し": State.NONE, "特になし": State.NONE,
}  # fmt: skip
END_OF_TEXT = frozenset({".", "．", "。"})
"""A line that holds only one of these ends a text of several lines."""
START_AGAIN, LEAVE, ASK_HELP = "/b", "/q", ("?", "/?")
"""The only words that steer inside a text of several lines: 戻る may be a line of it."""
_DETAILED = re.compile(r"\s*(未定|わからない|分からない|該当なし)\s*[:：]\s*(.+)")
"""As in the answers file: 未定: 令和9年1月末."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One line: a steering word, a state (``detail`` behind its colon), or the text of an answer."""

    text: str = ""
    word: Word | None = None
    state: State | None = None
    detail: str = ""

    @property
    def empty(self) -> bool:
        """Enter alone (blanks do not count)."""
        return not self.text.strip()


def hear(line: str) -> Heard:
    """What ``line`` says. Width, case and blanks play no part for words; an answer keeps every character."""
    plain = fold(line)
    if plain in WORDS:
        return Heard(line, word=WORDS[plain])
    if plain in STATES:
        return Heard(line, state=STATES[plain])
    if detailed := _DETAILED.fullmatch(line):
        return Heard(line, state=STATES[detailed[1]], detail=detailed[2].strip())
    return Heard(line)


def number(text: str) -> int:
    """The number that was typed (full width too), or 0."""
    plain = fold(text)
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) < 5 else 0
