"""Page layouts of a template, taken from the base document: upright, sideways, and the cover's section."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .parts import w

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(frozen=True, slots=True)
class Pages:
    """The ``w:sectPr`` elements as text, and the widths of the text on upright and sideways pages."""

    cover: str
    upright: str
    sideways: str
    width: int
    wide: int


def pages_of(section: _Element, *, with_cover: bool) -> Pages:
    """The layouts that follow from the base's ``w:sectPr``.

    With a cover only its section names header and footer, and the later ones go on with them; without one
    every section names them, because the first may be left out when the paper is made.
    """
    size, margin = section.find(w("pgSz")), section.find(w("pgMar"))
    width, height = _number(size, "w", 11906), _number(size, "h", 16838)
    sides = _number(margin, "left", 1438) + _number(margin, "right", 1438)
    cover = copy.deepcopy(section)
    if cover.find(w("titlePg")) is None and (columns := cover.find(w("cols"))) is not None:
        columns.addnext(cover.makeelement(w("titlePg"), None, None))
    plain = copy.deepcopy(section)
    dropped = {w("titlePg")}
    if with_cover:
        dropped |= {w("headerReference"), w("footerReference")}
    for element in [child for child in plain if child.tag in dropped]:
        plain.remove(element)
    turned = copy.deepcopy(plain)
    turned_size = turned.find(w("pgSz"))
    if turned_size is not None:
        turned_size.set(w("w"), str(height))
        turned_size.set(w("h"), str(width))
        turned_size.set(w("orient"), "landscape")
    return Pages(_text(cover), _text(plain), _text(turned), width - sides, height - sides)


def _number(element: _Element | None, name: str, default: int) -> int:
    return int(element.get(w(name), default)) if element is not None else default


def _text(element: _Element) -> str:
    from lxml import etree

    return etree.tostring(element, encoding="unicode")
