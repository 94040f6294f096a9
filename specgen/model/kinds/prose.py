"""文章: one or more paragraphs, kept character for character; a blank line separates paragraphs."""

from __future__ import annotations

from ..spec import HouseStyle, Spec
from .text import dump_text, keep_text, text_limits


def paragraphs(value: str) -> tuple[str, ...]:
    """The paragraphs of a prose value in order (``id#1``, ``id#2`` …), without the blank lines between them.

    Lines inside a paragraph stay separate lines; no character of a line that holds text is lost.
    """
    found: list[list[str]] = [[]]
    for line in value.split("\n"):
        if line.strip():
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return tuple("\n".join(lines) for lines in found if lines)


class ProseKind:
    """A text of several paragraphs."""

    name = "prose"
    label = "文章"
    sort = "text"
    uses = ("lines", "chars")

    def parse(self, text: str, spec: Spec) -> str:
        """Every character is kept."""
        return keep_text(text)

    def show(self, value: str, spec: Spec, style: HouseStyle) -> str:
        """As it was written; see ``paragraphs`` for its parts."""
        return value

    def dump(self, value: str, spec: Spec) -> str:
        """As it was written."""
        return dump_text(value)

    def limits(self, value: str, spec: Spec) -> tuple[str, ...]:
        """Lines and characters."""
        return text_limits(value, spec)

    def hint(self, spec: Spec) -> str:
        """Paragraphs, and the limit where there is one."""
        limit = f"{spec.chars}字までの" if spec.chars else ""
        return f"{limit}文章で書きます。段落の間は1行空けます。"


KIND = ProseKind()
