"""Tables of the shipped packs: a header that can stand on one line does, and what is a number is not squeezed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from specgen.content.markup import Blocks, Field, Landscape, SectionBlock, Table, Text, parse_template
from specgen.word.styles_xml import TEXT_WIDTH

PACKS = sorted((Path(__file__).parents[2] / "spec_templates/packs").glob("*/template.md"))
LETTER, MARGINS = 9.5 * 20, 200
"""A letter of a cell and the margins of the cell, in twips."""
WIDE = 13962
LONG = 10
"""A header of more letters may take two lines."""


def tables(blocks: Blocks, width: int = TEXT_WIDTH) -> Iterator[tuple[Table, int]]:
    for block in blocks:
        match block:
            case Table():
                yield block, width
            case Landscape():
                yield from tables(block.blocks, WIDE)
            case SectionBlock():
                yield from tables(block.blocks, width)


def letters(text: str) -> float:
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text)


def words(cell) -> str:
    return "".join(inline.text for inline in cell if isinstance(inline, Text))


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.parent.name)
def test_a_short_header_stands_on_one_line(path):
    found = list(tables(parse_template(path.read_text(encoding="utf-8"), path.name)))
    assert found
    wrapped = [
        f"{words(cell)}（{column.width}）"
        for table, width in found
        for column, cell in zip(table.columns, table.header, strict=True)
        if letters(words(cell)) < LONG
        and letters(words(cell)) * LETTER > width * column.width / 100 - MARGINS
    ]
    assert wrapped == []


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.parent.name)
def test_a_due_date_written_in_full_stands_on_one_line(path):
    whole = letters("令和10年12月28日")
    narrow = [
        words(cell)
        for table, width in tables(parse_template(path.read_text(encoding="utf-8"), path.name))
        for column, cell in zip(table.columns, table.header, strict=True)
        if words(cell) in ("納品期限", "改めた日", "返却の期限")
        and whole * LETTER > width * column.width / 100 - MARGINS
    ]
    assert narrow == []


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.parent.name)
def test_a_cell_that_is_not_decided_says_so_on_one_line(path):
    gap = letters("（未定）") * LETTER + MARGINS
    narrow = [
        f"{words(head)}（{column.width}）"
        for table, width in tables(parse_template(path.read_text(encoding="utf-8"), path.name))
        for column, head, cell in zip(table.columns, table.header, table.row, strict=False)
        if not table.rows_of.startswith("review.")  # what a round found holds no answers, and no gaps
        and gap > width * column.width / 100
        and [i.path for i in cell if isinstance(i, Field)] != ["row.key"]
    ]
    assert narrow == []
