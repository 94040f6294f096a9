"""Word files that others made: whose they are, and what they tell beside their text."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..model.foreign import ForeignFile, Marked
from .opened import Opened, W, main_part, opened, related, relationships, source_of
from .readinline import ADDED, CHOICES, CONTENT, PPR, RPR, SDT, TBL, THROUGH, VAL, P, R, T, choice

if TYPE_CHECKING:
    from lxml.etree import _Element

_OURS = re.compile(rb'<draft xmlns="urn:specgen:draft"[^>]*?\scase="([^"]*)"')
_PROPERTY = re.compile(
    rb"<(?:\w+:)?(title|subject|creator|lastModifiedBy|keywords|category|Company|Manager)\b[^>]*>([^<]+)</"
)
_WEB = ("http://", "https://", "mailto:", "#")
_BOLD, _OFF = W + "b", ("0", "false", "off")
_GOTHIC = re.compile("ゴシック|Gothic|ｺﾞｼｯｸ|メイリオ|Meiryo", re.I)
_HIGHLIGHT, _COLOUR, _FONTS, _SHADE = W + "highlight", W + "color", W + "rFonts", W + "shd"
_RED = re.compile("(?:FF0000|C00000|EE0000|E00000|FF3300)", re.I)
_BLUE = re.compile("(?:0000FF|0070C0|00B0F0|0066FF|3333FF|002060)", re.I)


def case_of(parts: Mapping[str, bytes]) -> str:
    """The id of the case that a draft of ours was made from; empty for every other file."""
    for name, data in parts.items():
        if name.startswith("customXml/") and (found := _OURS.search(data)):
            return html.unescape(found[1].decode("utf-8", "replace"))
    return ""


def foreign_file(parts: Mapping[str, bytes]) -> ForeignFile:
    """Properties and marked pieces of a package whose parts were screened."""
    package = opened(parts)
    told = {
        found[1].decode().lower(): html.unescape(found[2].decode("utf-8", "replace")).strip()
        for name in ("docProps/core.xml", "docProps/app.xml")
        for found in _PROPERTY.finditer(package.get(name, b""))
    }
    return ForeignFile(told, tuple(_marked(package)))


def carried(parts: Mapping[str, bytes]) -> tuple[str, ...]:
    """What the file carries beside its text and is not looked into, in the words of people."""
    package = opened(parts)
    every = [
        rel for name in package if name.endswith(".rels") for rel in relationships(package, source_of(name))
    ]
    kinds = {rel.kind.lower() for rel in every}
    found = {
        "埋め込まれたExcelの表やほかのソフトのファイル": bool(kinds & {"oleobject", "package"}),
        "ほかの場所にある図やファイルへの結び付き": any(
            rel.external and rel.kind not in ("hyperlink", "attachedTemplate") for rel in every
        ),
        "共有フォルダーへのリンク": any(
            rel.external and rel.kind == "hyperlink" and not rel.target.lower().startswith(_WEB)
            for rel in every
        ),
        "ほかの場所にあるひな形への結び付き": "attachedtemplate" in kinds,
    }
    return tuple(words for words, there in found.items() if there)


# ------------------------------------------------------------------ looks
@dataclass(frozen=True, slots=True)
class Look:
    """How a whole paragraph looks."""

    bold: bool = False


def looks(parts: Mapping[str, bytes]) -> Mapping[int, Look]:
    """``Block.index`` → how a paragraph of the body looks that stands in no table."""
    package = opened(parts)
    bold_styles = _bold_styles(package)
    return {
        index: Look(_is_bold(paragraph, bold_styles))
        for index, paragraph in _paragraphs(package)
        if paragraph.tag == P
    }


def _paragraphs(package: Opened) -> Iterator[tuple[int, _Element]]:
    """Paragraphs and tables of the body with the index that the reader gives them."""
    body = package.root(main_part(package)).find(W + "body")
    yield from enumerate(_blocks(body)) if body is not None else ()


def _blocks(parent: _Element) -> Iterator[_Element]:
    for child in parent:
        if child.tag in (P, TBL):
            yield child
        elif child.tag == SDT:
            content = child.find(CONTENT)
            yield from _blocks(content) if content is not None else ()
        elif child.tag in ADDED or child.tag in THROUGH:
            yield from _blocks(child)
        elif child.tag == CHOICES:
            yield from _blocks(choice(child))


def _is_bold(paragraph: _Element, bold_styles: frozenset[str]) -> bool:
    """Whether all of its text is bold or in a gothic face, by its runs or by its style."""
    style = paragraph.find(f"{PPR}/{W}pStyle")
    by_style = style is not None and (style.get(VAL) or "") in bold_styles
    runs = [run for run in paragraph.iter(R) if any((t.text or "").strip() for t in run.iter(T))]
    return bool(runs) and all(_bold_of(run.find(RPR), by_style) for run in runs)


def _bold_of(properties: _Element | None, inherited: bool) -> bool:
    if properties is None:
        return inherited
    bold, fonts = properties.find(_BOLD), properties.find(_FONTS)
    if fonts is not None and _GOTHIC.search(fonts.get(W + "eastAsia") or ""):
        return True
    return inherited if bold is None else bold.get(VAL) not in _OFF


def _bold_styles(package: Opened) -> frozenset[str]:
    """Ids of the paragraph styles that are bold or gothic by themselves; not the default one, which tells nothing."""
    found = set()
    for name in related(package, main_part(package), "styles")[:1]:
        for style in package.root(name).iterchildren(W + "style"):
            if style.get(W + "default") not in ("1", "true") and _bold_of(style.find(RPR), False):
                found.add(style.get(W + "styleId") or "")
    return frozenset(found)


# ------------------------------------------------------------------ paragraphs in tables
def table_paragraphs(parts: Mapping[str, bytes]) -> Mapping[int, Sequence[tuple[int, str]]]:
    """``Block.index`` of each table → its paragraphs: their number in the body, and their text without spaces."""
    package = opened(parts)
    body = package.root(main_part(package)).find(W + "body")
    numbers = {p: n for n, p in enumerate(body.iter(P))} if body is not None else {}
    return {
        index: [
            (numbers[p], "".join("".join(t.text or "" for t in p.iter(T)).split())) for p in table.iter(P)
        ]
        for index, table in _paragraphs(package)
        if table.tag == TBL
    }


# ------------------------------------------------------------------ marked pieces
def _marked(package: Opened) -> Iterator[Marked]:
    for index, block in _paragraphs(package):
        for paragraph in block.iter(P):
            pieces: list[list[str]] = []
            for run in paragraph.iter(R):
                text = "".join(t.text or "" for t in run.iter(T))
                how = _how(run.find(RPR)) if text.strip() else ""
                if how and pieces and pieces[-1][0] == how:
                    pieces[-1][1] += text
                elif text:
                    pieces.append([how, text])
            yield from (Marked(text.strip(), how, index) for how, text in pieces if how)


def _how(properties: _Element | None) -> str:
    if properties is None:
        return ""
    pen = properties.find(_HIGHLIGHT)
    if pen is not None and pen.get(VAL) not in (None, "none", "white"):
        return "highlight"
    shade = properties.find(_SHADE)
    if shade is not None and (shade.get(W + "fill") or "").upper() in ("FFFF00", "FFFF99", "00FF00"):
        return "highlight"
    colour = properties.find(_COLOUR)
    value = (colour.get(VAL) or "") if colour is not None else ""
    return "red" if _RED.fullmatch(value) else "blue" if _BLUE.fullmatch(value) else ""
