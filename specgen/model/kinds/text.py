"""文字列: a short text, kept character for character."""

from __future__ import annotations

import unicodedata

from ..spec import HouseStyle, Spec
from .base import Unreadable


def keep_text(text: str) -> str:
    """A person's text as it arrived; only the final line break that YAML's ``|`` adds is taken away."""
    if not text.strip():
        raise Unreadable("何も書かれていません。決まっていないときは「未定」「わからない」と書けます。")
    return text.removesuffix("\n")


def dump_text(value: str) -> str:
    """The text, such that ``keep_text`` gives it back."""
    return f"{value}\n" if value.endswith("\n") else value


def count_characters(text: str) -> int:
    """Characters as a person sees them, without line breaks, combining marks, variation selectors."""
    return sum(c not in "\n\u200d" and not unicodedata.category(c).startswith("M") for c in text)


def text_limits(value: str, spec: Spec) -> tuple[str, ...]:
    """Sentences on too many lines or characters."""
    said = []
    lines, characters = value.count("\n") + 1, count_characters(value)
    if spec.lines and lines > spec.lines:
        said.append(f"{spec.lines}行までで書きます（今は{lines}行です）。")
    if spec.chars and characters > spec.chars:
        said.append(f"{spec.chars}字までで書きます（今は{characters}字です）。")
    return tuple(said)


class TextKind:
    """A short text."""

    name = "text"
    label = "文字列"
    sort = "text"
    uses = ("lines", "chars", "followed_by")

    def parse(self, text: str, spec: Spec) -> str:
        """Every character is kept."""
        return keep_text(text)

    def show(self, value: str, spec: Spec, style: HouseStyle) -> str:
        """As it was written: house style is never applied to a person's text."""
        return value

    def dump(self, value: str, spec: Spec) -> str:
        """As it was written."""
        return dump_text(value)

    def limits(self, value: str, spec: Spec) -> tuple[str, ...]:
        """Lines and characters."""
        return text_limits(value, spec)

    def hint(self, spec: Spec) -> str:
        """The limits, where there are any."""
        parts = [f"{spec.lines}行" if spec.lines else "", f"{spec.chars}字" if spec.chars else ""]
        limit = "・".join(p for p in parts if p)
        return f"{limit}までの文で書きます。" if limit else "短い文で書きます。"


KIND = TextKind()
