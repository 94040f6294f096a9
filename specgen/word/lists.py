"""Gives each list of a template a numbering of its own, so that every list begins anew at （１）."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..content.markup_ast import Item
from .numbering_xml import num_xml
from .parts import w

if TYPE_CHECKING:
    from lxml.etree import _Element

LEVELS = 3


class Lists:
    """Hands out ids of ``w:num`` above those that the base has."""

    def __init__(self, last: int) -> None:
        self._last = last
        self.made: list[int] = []

    def number(self, items: Sequence[Item]) -> list[int]:
        """The ``w:num`` of each item: 0 for bullets, which keep that of their style.

        Items of one level under the same item share a numbering. A change between numbers and bullets on the
        first level ends the list.
        """
        numbers: list[int] = []
        path: list[tuple[bool, int]] = []
        for item in items:
            sibling = path[item.level - 1] if len(path) >= item.level else None
            parent = path[item.level - 2] if item.level > 1 else None
            path = path[: item.level - 1]
            number = 0
            if item.ordered:
                if sibling and sibling[0]:
                    number = sibling[1]
                elif parent and parent[0]:
                    number = parent[1]
                else:
                    number = self._new()
            path.append((item.ordered, number))
            numbers.append(number)
        return numbers

    def _new(self) -> int:
        self._last += 1
        self.made.append(self._last)
        return self._last


def last_num(numbering: _Element) -> int:
    """The highest id of a ``w:num`` in the part."""
    return max((int(num.get(w("numId"), "0")) for num in numbering.iter(w("num"))), default=0)


def abstract_of(style: str, styles: _Element, numbering: _Element) -> str:
    """The id of the abstract numbering that a paragraph style uses; empty when it has none."""
    for element in styles.iter(w("style")):
        if element.get(w("styleId")) != style:
            continue
        num = element.find(f"{w('pPr')}/{w('numPr')}/{w('numId')}")
        for candidate in numbering.iter(w("num")):
            abstract = candidate.find(w("abstractNumId"))
            if num is not None and abstract is not None and candidate.get(w("numId")) == num.get(w("val")):
                return abstract.get(w("val"), "")
    return ""


def add_nums(numbering: _Element, made: Sequence[int], abstract: str) -> None:
    """Write the numberings that were handed out into the part; each begins anew on every level."""
    from lxml import etree

    last = list(numbering.iter(w("num")))[-1]
    for number in reversed(made):
        xml = num_xml(number, int(abstract), restart=LEVELS)
        last.addnext(etree.fromstring(xml.replace("<w:num ", f'<w:num xmlns:w="{last.nsmap["w"]}" ', 1)))
