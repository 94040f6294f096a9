"""Numbers that Word computes itself, in the full-width digits of a house that writes so: chapters, sections, captions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from .opened import Opened, W, main_part, related

if TYPE_CHECKING:
    from lxml.etree import _Element

ROOM = 420
"""Two full-width characters of the body, in twips."""
_LEVEL, _FORMAT, _TEXT, _STYLE, _VAL = (W + n for n in ("lvl", "numFmt", "lvlText", "pStyle", "val"))
_SEQUENCE = re.compile(r"(\s*SEQ\s.*)\\\*\s*ARABIC\b(.*)", re.S)
_WIDE_POINT = re.compile(r"(?<=%[1-9])\.(?=%[1-9])")


def with_wide_numbers(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts with headings numbered 第１章, １．１ and captions 表１; all text that is written stays as it is."""
    from lxml import etree

    package = Opened(parts)  # its own trees, for they are changed
    main = main_part(package)
    changed = [name for name in related(package, main, "numbering") if _widen_levels(package.root(name))]
    changed += [
        name for name in related(package, main, "styles") if _make_room_in_contents(package.root(name))
    ]
    if main in package and _widen_sequences(package.root(main)):
        changed.append(main)
    done = dict(parts)
    for name in changed:
        root = package.root(name)
        done[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return done


def _widen_levels(root: _Element) -> bool:
    found = False
    for level in root.iter(_LEVEL):
        style, form, text = (level.find(tag) for tag in (_STYLE, _FORMAT, _TEXT))
        if style is None or form is None or form.get(_VAL) != "decimal":
            continue
        if not (style.get(_VAL) or "").lower().startswith("heading"):
            continue
        form.set(_VAL, "decimalFullWidth")
        if text is not None and (wide := _WIDE_POINT.sub("．", text.get(_VAL) or "")) != text.get(_VAL):
            text.set(_VAL, wide)
            _make_room(level)
        found = True
    return found


def _make_room_in_contents(root: _Element) -> bool:
    entry = next((s for s in root.iter(W + "style") if s.get(W + "styleId") == "TOC2"), None)
    return entry is not None and _make_room(entry)


def _make_room(owner: _Element) -> bool:
    """１．１０ takes two characters more than 1.10: the text behind it begins so much later."""
    properties = owner.find(W + "pPr")
    if properties is None:
        return False
    places = [(tab, W + "pos") for tab in properties.iterfind(f"{W}tabs/{W}tab") if tab.get(_VAL) != "right"]
    places += [(ind, W + side) for ind in properties.iterfind(W + "ind") for side in ("left", "hanging")]
    for element, name in places:
        if (element.get(name) or "").isdecimal():
            element.set(name, str(int(element.get(name) or 0) + ROOM))
    return bool(places)


def _widen_sequences(root: _Element) -> bool:
    found = False
    for code in root.iter(W + "instrText"):
        match = _SEQUENCE.fullmatch(code.text or "")
        if match is not None:
            code.text = f"{match[1]}\\* DBCHAR{match[2]}"
            found = True
    return found
