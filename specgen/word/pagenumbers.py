"""Puts page numbers into the entries of a contents list that stands without them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from .opened import Opened, W, main_part, related

if TYPE_CHECKING:
    from lxml.etree import _Element

_LINK, _ANCHOR, _TAB = W + "hyperlink", W + "anchor", W + "tab"
_P, _PPR, _RUN, _TEXT = W + "p", W + "pPr", W + "r", W + "t"
_CHAR, _TYPE, _CODE = W + "fldChar", W + "fldCharType", W + "instrText"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_BEFORE_TABS = frozenset(
    W + name
    for name in (
        "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr",
        "suppressLineNumbers", "pBdr", "shd",
    )
)  # fmt: skip


def with_page_numbers(parts: Mapping[str, bytes], pages: Mapping[str, int]) -> dict[str, bytes]:
    """The parts with ``pages`` (bookmark of a heading → page) behind the entries of the contents list.

    Each number is the shown result of a ``PAGEREF`` field behind a tab, as Word writes it. Entries that lead
    elsewhere, entries that end in a number already and files without a contents list stay as they are.
    """
    from lxml import etree

    package = Opened(parts)  # its own tree, for it is changed
    main = main_part(package)
    root = package.root(main)
    stops = _left_stops(package, main)
    entries = [link for link in _entries(root) if link.get(_ANCHOR) in pages]
    for link in entries:
        _number(link, pages[link.get(_ANCHOR, "")], stops)
    if not entries:
        return dict(parts)
    data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return {name: data if name == main else content for name, content in parts.items()}


def _entries(root: _Element) -> Iterator[_Element]:
    """The links inside TOC fields that hold no field of their own."""
    depth, contents, code = 0, 0, ""
    for element in root.iter(_CHAR, _CODE, _LINK):
        if element.tag == _LINK:
            if contents and element.find(f".//{_CHAR}") is None:
                yield element
        elif element.tag == _CODE:
            code += element.text or ""
        elif (kind := element.get(_TYPE)) == "begin":
            depth, code = depth + 1, ""
        elif kind == "separate":
            if not contents and code.split()[:1] == ["TOC"]:
                contents = depth
        elif kind == "end":
            depth -= 1
            contents = 0 if depth < contents else contents


def _number(link: _Element, page: int, stops: Mapping[str, tuple[str, ...]]) -> None:
    if link.find(f".//{_RUN}/{_TAB}") is None:
        _clear_left_stops(link, stops)
    _run(link, _TAB)
    _run(link, _CHAR, {_TYPE: "begin"})
    _run(link, _CODE, {_SPACE: "preserve"}, f" PAGEREF {link.get(_ANCHOR)} \\h ")
    _run(link, _CHAR, {_TYPE: "separate"})
    _run(link, _TEXT, {}, str(page))
    _run(link, _CHAR, {_TYPE: "end"})


def _run(
    link: _Element, tag: str, attributes: Mapping[str, str] | None = None, text: str | None = None
) -> None:
    run = link.makeelement(_RUN, None, None)
    inside = run.makeelement(tag, dict(attributes or {}), None)
    inside.text = text
    run.append(inside)
    link.append(run)


def _clear_left_stops(link: _Element, stops: Mapping[str, tuple[str, ...]]) -> None:
    """An entry without a number of its own: its one tab must not stop where the others have their text."""
    paragraph = next((p for p in link.iterancestors(_P)), None)
    properties = paragraph.find(_PPR) if paragraph is not None else None
    if properties is None or properties.find(W + "tabs") is not None:
        return
    style = properties.find(W + "pStyle")
    places = stops.get(style.get(W + "val") or "", ()) if style is not None else ()
    if not places:
        return
    tabs = properties.makeelement(W + "tabs", None, None)
    for place in places:
        tabs.append(tabs.makeelement(_TAB, {W + "val": "clear", W + "pos": place}, None))
    at = next((n for n, child in enumerate(properties) if child.tag not in _BEFORE_TABS), len(properties))
    properties.insert(at, tabs)


def _left_stops(package: Opened, main: str) -> dict[str, tuple[str, ...]]:
    """The left tab stops of each style by its id."""
    found: dict[str, tuple[str, ...]] = {}
    for name in related(package, main, "styles"):
        for style in package.root(name).iter(W + "style"):
            tabs = style.iterfind(f"{_PPR}/{W}tabs/{_TAB}")
            places = [tab.get(W + "pos") or "" for tab in tabs if tab.get(W + "val") in ("left", "start")]
            if places:
                found[style.get(W + "styleId") or ""] = tuple(places)
    return found
