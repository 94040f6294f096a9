"""文章: one or more paragraphs, kept character for character; a blank line separates paragraphs."""

from __future__ import annotations

from ..spec import Spec
from .text import TextKind


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


class ProseKind(TextKind):
    """A text of several paragraphs: read, printed and written as every text is; see ``paragraphs`` for its parts."""

    name = "prose"
    label = "文章"

    def hint(self, spec: Spec) -> str:
        """Paragraphs, and the limit where there is one."""
        limit = f"{spec.chars}字までの" if spec.chars else ""
        return f"{limit}文章で書きます。段落の間は1行空けます。"


KIND = ProseKind()
