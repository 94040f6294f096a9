"""A clause as it is read aloud: numbered as on paper, with the names of the answers in the places where they go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..content.library import Content
from ..content.markup_ast import Blocks, Field, Inline, Inlines, Item, Paragraph, Table, Text
from ..expr import ExpressionError, compile_condition
from .standards import UNCONFIRMED

_KANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
_STEP = "  "


@dataclass(frozen=True, slots=True)
class Wording:
    """The lines of one wording, indented by the level of their items, and the questions whose answers go in."""

    lines: tuple[str, ...]
    put_in: tuple[str, ...]


def wording(content: Content, blocks: Blocks, names: Mapping[str, str]) -> Wording:
    """The wording that ``blocks`` hold; ``names`` says what the keys of headings and tables are called."""
    speaker = _Speaker(content, names)
    return Wording(tuple(speaker.lines(blocks)), tuple(speaker.put_in))


class _Speaker:
    def __init__(self, content: Content, names: Mapping[str, str]) -> None:
        self.content, self.names = content, names
        self.put_in: dict[str, None] = {}
        self._org = content.org()
        self._unconfirmed = content.settings.standards.unconfirmed
        self._papers = {f"paper.{p.entry.document}": p.entry.label for p in content.packs.values()}

    def lines(self, blocks: Blocks) -> Iterator[str]:
        counts = [0, 0, 0]
        for block in blocks:
            match block:
                case Item():
                    counts[block.level - 1] += 1
                    counts[block.level :] = [0] * (3 - block.level)
                    number = _number(block.level, counts[block.level - 1]) if block.ordered else "・"
                    yield (
                        _STEP * (block.level - 1)
                        + f"{number} {self._when(block.when)}{self._said(block.inlines)}"
                    )
                case Paragraph():
                    counts = [0, 0, 0]
                    yield self._said(block.inlines)
                case Table():
                    counts = [0, 0, 0]
                    yield from self._table(block)
                case _:
                    continue

    def _table(self, table: Table) -> Iterator[str]:
        if table.caption:
            yield f"表: {self._said(table.caption)}"
        for cells in (table.header, *table.rows, *([table.row] if table.row else [])):
            yield _STEP + " | ".join(self._said(cell, table.rows_of) for cell in cells)
        if table.rows_of in self.content.questions:
            self.put_in[table.rows_of] = None

    def _when(self, when: str) -> str:
        if not when:
            return ""
        try:
            explained = compile_condition(when, self.content.names, names_only=True).explained
        except ExpressionError:
            explained = when  # lint tells it with its place
        return f"〔{explained.removeprefix('（').removesuffix('）')}〕"

    def _said(self, inlines: Inlines, rows_of: str = "") -> str:
        return "".join(self._word(inline, rows_of) for inline in inlines)

    def _word(self, inline: Inline, rows_of: str) -> str:
        if isinstance(inline, Text):
            return inline.text
        if not isinstance(inline, Field):
            return f"『{self.names.get(inline.key, inline.key)}』"
        first, _, rest = inline.path.partition(".")
        if first == "org":
            return str(self._org.get(rest, inline.path)) + (UNCONFIRMED if rest in self._unconfirmed else "")
        if inline.path in self.content.questions:
            self.put_in[inline.path] = None
        column = f"{rows_of}/*.{rest}" if first == "row" else inline.path
        return f"【{self._papers.get(column) or self.content.names.label(column)}】"


def _number(level: int, count: int) -> str:
    if level == 1:
        return f"({count})"
    kana = _KANA[(count - 1) % len(_KANA)]
    return kana if level == 2 else f"({kana})"
