"""A Word package as its parts: opened within limits, with what the compiler must know of types and styles."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import ContentError, Fault, Place

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_PARTS = 2_000
MOST_BYTES = 100 * 1024 * 1024
LONGEST_PART = 20 * 1024 * 1024
MOST_RENDERED = 10 * 1024 * 1024

CONTENT_TYPES = "[Content_Types].xml"
PACKAGE_RELS = "_rels/.rels"
CORE = "docProps/core.xml"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

_WORD_TYPE = re.compile(r"application/vnd\.openxmlformats-officedocument\.wordprocessingml\.([a-z.]+)\+xml")
_RENDERED = ("document.main", "header", "footer", "footnotes")
_STYLE_NAME = re.compile(r"(?:heading|見出し)\s*([1-9１-９])", re.I)


def w(name: str) -> str:
    """The qualified name of WordprocessingML's ``name``."""
    return f"{{{W}}}{name}"


W_P, W_R, W_T, W_TBL, W_TR, W_TC = map(w, ("p", "r", "t", "tbl", "tr", "tc"))
W_RPR, W_PPR, W_VAL = w("rPr"), w("pPr"), w("val")


def own(paragraph: _Element) -> Iterator[_Element]:
    """Every element of this paragraph in order, without those of paragraphs inside it (text boxes)."""
    stack = [paragraph]
    while stack:
        element = stack.pop()
        yield element
        stack.extend(child for child in reversed(element) if child.tag != W_P)


def ancestor(element: _Element, *tags: str) -> _Element | None:
    """The nearest element around ``element`` with one of ``tags``."""
    return next(element.iterancestors(*tags), None)


def parse(data: bytes, name: str, file: str = "") -> _Element:
    """The root of an XML part, without DTD, comments and network; ``ContentError`` if it is not sound."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        if b"<!DOCTYPE" in data[:4096] or len(data) > LONGEST_PART:
            raise ValueError(name)
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _broken(file, f"中の部品 {name} を読み取れません。") from error


def _broken(file: str, what: str) -> ContentError:
    remedy = "Wordで開き、「名前を付けて保存」で .docx として保存し直してください。"
    return ContentError(Fault("T19", what, Place(file), remedy=remedy))


def open_package(docx: bytes, file: str = "") -> dict[str, bytes]:
    """The parts of a docx by name; ``ContentError`` if it is none or goes over the limits."""
    parts: dict[str, bytes] = {}
    left = MOST_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(docx)) as package:
            entries = [e for e in package.infolist() if not e.is_dir()]
            if len(entries) > MOST_PARTS:
                raise _broken(file, "中の部品が多すぎます。")
            for entry in entries:
                with package.open(entry) as stream:
                    data = stream.read(left + 1)
                left -= len(data)
                if left < 0:
                    raise _broken(file, "展開すると大きすぎます。")
                parts[entry.filename] = data
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise _broken(file, "Wordファイル（.docx）として読み取れません。") from error
    return parts


@dataclass(frozen=True, slots=True)
class Layout:
    """Which parts of a template are what: ``rendered`` maps part names to ``document.main``, ``header`` …"""

    main: str
    rendered: Mapping[str, str]
    levels: Mapping[str, int]
    """Heading level by style id, counted from 1."""
    numbered: frozenset[str]
    """Style ids whose paragraphs carry a number or a bullet."""

    def is_numbered(self, paragraph: _Element) -> bool:
        """Whether a paragraph carries a number or a bullet, by its own properties or its style's."""
        own_number = paragraph.find(f"{W_PPR}/{w('numPr')}/{w('numId')}")
        return _value(own_number) != "0" if own_number is not None else style_of(paragraph) in self.numbered


def lay_out(parts: Mapping[str, bytes], file: str = "") -> Layout:
    """What the content types and the styles say; ``ContentError`` if this is no Word document."""
    if CONTENT_TYPES not in parts or PACKAGE_RELS not in parts:
        raise _broken(file, "Wordファイル（.docx）ではありません。")
    rendered: dict[str, str] = {}
    styles = ""
    for override in parse(parts[CONTENT_TYPES], CONTENT_TYPES, file).iter(f"{{{TYPES}}}Override"):
        name, kind = (
            override.get("PartName", "").lstrip("/"),
            _WORD_TYPE.fullmatch(override.get("ContentType", "")),
        )
        if kind and kind[1] in _RENDERED and name in parts:
            rendered[name] = kind[1]
        elif kind and kind[1] == "styles" and name in parts and "glossary" not in name:
            styles = name
    mains = [name for name, kind in rendered.items() if kind == "document.main"]
    if len(mains) != 1:
        raise _broken(file, "Wordの文書（.docx）ではありません。")
    levels, numbered = _styles(parse(parts[styles], styles, file)) if styles else ({}, frozenset())
    return Layout(mains[0], dict(sorted(rendered.items())), levels, numbered)


def _styles(root: _Element) -> tuple[dict[str, int], frozenset[str]]:
    """Heading levels and numbering of the paragraph styles, inherited ones included."""
    found = {s.get(w("styleId"), ""): s for s in root.iter(w("style")) if s.get(w("type"), "") == "paragraph"}
    levels: dict[str, int] = {}
    numbered: set[str] = set()
    for ident in found:
        chain = _chain(ident, found)
        outline = next((o for s in chain if (o := s.find(f"{W_PPR}/{w('outlineLvl')}")) is not None), None)
        names = (ident, _value(found[ident].find(w("name"))))
        heading = next((match for name in names if (match := _STYLE_NAME.fullmatch(name))), None)
        if heading:
            levels[ident] = int(heading[1])
        elif "HeadingPlain" in (name.replace(" ", "") for name in names):
            levels[ident] = 1
        elif _value(outline) in tuple("012345678"):
            levels[ident] = int(_value(outline)) + 1
        number = next(
            (n for s in chain if (n := s.find(f"{W_PPR}/{w('numPr')}/{w('numId')}")) is not None), None
        )
        if number is not None and _value(number) != "0":
            numbered.add(ident)
    return levels, frozenset(numbered)


def _chain(ident: str, found: Mapping[str, _Element]) -> list[_Element]:
    """A style and those it is based on, nearest first."""
    chain: list[_Element] = []
    while ident in found and found[ident] not in chain:
        chain.append(found[ident])
        ident = _value(found[ident].find(w("basedOn")))
    return chain


def _value(element: _Element | None) -> str:
    return "" if element is None else element.get(W_VAL, "")


def style_of(paragraph: _Element) -> str:
    """The style id of a paragraph, or an empty string."""
    return _value(paragraph.find(f"{W_PPR}/{w('pStyle')}"))
