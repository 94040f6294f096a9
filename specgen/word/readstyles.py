"""What a paragraph style says about its paragraphs: heading level, list, and the name people know it by."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .opened import W

if TYPE_CHECKING:
    from lxml.etree import _Element

_HEADING = re.compile(r"(?:heading|見出し)\s*([1-9１-９])", re.I)
_CONTENTS = re.compile(r"(?:toc|目次)\s*[1-9１-９]|table of figures|図表目次", re.I)
_DEEPEST = 30
_CAPTION = re.compile(r"caption|図表番号|表番号", re.I)


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style with what it inherits; ``level`` from 1 (0: no heading), ``number``: its list."""

    id: str = ""
    name: str = ""
    level: int = 0
    number: str = ""
    list_level: int | None = None
    is_contents: bool = False
    is_caption: bool = False


@dataclass(slots=True)
class StyleSheet:
    """The paragraph styles of a file by id; unknown ids give a style of that name that says nothing."""

    elements: dict[str, _Element] = field(default_factory=dict)
    default: str = ""
    known: dict[str, Style] = field(default_factory=dict)

    def of(self, style: str) -> Style:
        """The style with this id; with an empty id, the default one."""
        found = self.known.get(style)
        if found is None:
            found = self.known[style] = self._make(style or self.default)
        return found

    def _make(self, style: str) -> Style:
        own = self.elements.get(style)
        if own is None:
            return _named(style, style, None, "", None)
        level: int | None = None
        number, list_level = "", None
        at, seen = style, set[str]()
        while at in self.elements and at not in seen and len(seen) < _DEEPEST:
            seen.add(at)
            element = self.elements[at]
            props = element.find(W + "pPr")
            if level is None:
                level = _outline(props) if _outline(props) is not None else _by_name(_val(element, "name"))
            if props is not None and not number and (numbers := props.find(W + "numPr")) is not None:
                number = _val(numbers, "numId")
                depth = _val(numbers, "ilvl")
                list_level = int(depth) if depth in "012345678" and depth else list_level
            at = _val(element, "basedOn")
        return _named(style, _val(own, "name") or style, level, number, list_level)


def _named(style: str, name: str, level: int | None, number: str, list_level: int | None) -> Style:
    by_name = _by_name(name)
    level = by_name if level is None else level
    return Style(
        style,
        name,
        level or 0,
        "" if number == "0" else number,
        list_level,
        bool(_CONTENTS.match(name)),
        bool(_CAPTION.match(name)),
    )


def outline_level(value: str) -> int:
    """A ``w:outlineLvl`` as a heading level from 1; 0 for body text."""
    return int(value) + 1 if value in tuple("012345678") else 0


def _outline(props: _Element | None) -> int | None:
    value = _val(props, "outlineLvl") if props is not None else ""
    return outline_level(value) if value else None


def _by_name(name: str) -> int | None:
    found = _HEADING.fullmatch(name.strip())
    return int(found[1]) if found else None


def _val(parent: _Element, name: str) -> str:
    found = parent.find(W + name)
    return (found.get(W + "val") or "") if found is not None else ""


def read_styles(root: _Element | None) -> StyleSheet:
    """The paragraph styles of a styles part; an empty sheet without one."""
    sheet = StyleSheet()
    if root is None:
        return sheet
    for style in root.iterchildren(W + "style"):
        if style.get(W + "type") == "paragraph":
            key = style.get(W + "styleId") or ""
            sheet.elements[key] = style
            if style.get(W + "default") in ("1", "true", "on"):
                sheet.default = key
    return sheet
