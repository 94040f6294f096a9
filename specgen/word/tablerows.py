"""Rows of tables: what each says, and a copy whose rows may be split over pages, for drawing."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

from .opened import Opened, W, main_part, opened

if TYPE_CHECKING:
    from lxml.etree import _Element

_DRAWN_OTHERWISE = tuple(W + name for name in ("fldChar", "fldSimple", "numPr", "vanish", "del", "moveFrom"))
"""What is drawn with other words than those that stand in the file: fields, numbers, hidden and deleted text."""


def rows_of(parts: Mapping[str, bytes]) -> tuple[tuple[str, ...], ...]:
    """What the rows of each table say, by ``plain``; rows that are drawn with other words are left out."""
    package = opened(parts)
    tables = _tables(package.root(main_part(package)))
    return tuple(tuple(text for row in table.iter(W + "tr") if (text := _text(row))) for table in tables)


def plain(text: str) -> str:
    """``text`` for finding it on a drawn page: without blanks, in the plainest form of each letter."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def with_splitting_rows(parts: Mapping[str, bytes], tables: Collection[int]) -> dict[str, bytes]:
    """A copy in which the rows of ``tables`` (counted from 0) may be split over two pages."""
    from lxml import etree

    package = Opened(parts)  # its own tree, for it is changed
    main = main_part(package)
    root = package.root(main)
    for number, table in enumerate(_tables(root)):
        for mark in list(table.iter(W + "cantSplit")) if number in tables else ():
            if (properties := mark.getparent()) is not None:
                properties.remove(mark)
    data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return {name: data if name == main else content for name, content in parts.items()}


def _tables(root: _Element) -> Iterator[_Element]:
    return (table for table in root.iter(W + "tbl") if next(table.iterancestors(W + "tbl"), None) is None)


def _text(row: _Element) -> str:
    if next(row.iter(*_DRAWN_OTHERWISE), None) is not None:
        return ""
    return plain("".join(text.text or "" for text in row.iter(W + "t")))
