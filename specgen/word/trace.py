"""Makes printed answers traceable: pins in the tree before docxtpl's rules, controls in the text after them.

``pin`` puts a numbered placeholder for every tag and brackets those that get a run of their own. docxtpl's
``patch_xml`` then sees placeholders only. ``unpin`` writes controls and Jinja source in their stead and
proves that every placeholder came through exactly once.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..errors import ContentError, Fault, Place
from .parts import MC, W15, W_P, W_PPR, W_R, W_RPR, W_T, W_VAL, XML_SPACE, w
from .templatelint import Slot
from .xmltext import quoteattr

if TYPE_CHECKING:
    from lxml.etree import _Element

OPEN, CLOSE = "\ufdd0", "\ufdd1"
"""Noncharacters that stand for braces of fixed text, so that no rule of docxtpl takes them for a tag's."""

_BRACES = str.maketrans({"{": OPEN, "}": CLOSE})
_TEXT = '<w:t xml:space="preserve">'
_PLACEHOLDER = re.compile(rf"<\?specgen (\w) (\d+)\?>|(?:{_TEXT})?\{{\{{ T(\d+)_ \}}\}}|\{{% T(\d+)_ %\}}")
_AFTER_INDENT = frozenset(
    map(
        w,
        (
            *(
                "contextualSpacing",
                "mirrorIndents",
                "suppressOverlap",
                "jc",
                "textDirection",
                "textAlignment",
            ),
            *("textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange"),
        ),
    )
)
"""What may follow the indent among a paragraph's properties."""
_VOLATILE = tuple(
    f"{{http://schemas.microsoft.com/office/word/2010/wordml}}{name}" for name in ("paraId", "textId")
)
_EVERY_CONTROL = (
    '<w:sdt><w:sdtPr><w:tag w:val="{tag}"/><{w15}:appearance {w15}:val="hidden"/></w:sdtPr><w:sdtContent>'
)


# ------------------------------------------------------------------------------------------ before patch_xml
def pin(root: _Element, slots: Sequence[Slot], looped: Sequence[_Element]) -> None:
    """Put placeholders for the tags of ``slots`` into the tree; drop what could not be printed many times."""
    _drop_identities(root, looped)
    by_element: dict[_Element, list[Slot]] = {}
    for slot in slots:
        by_element.setdefault(slot.element, []).append(slot)
    _protect_braces(root, by_element)
    runs: dict[_Element, None] = {}
    for element, here in by_element.items():
        attribute = here[0].attribute
        if attribute:
            for name in dict.fromkeys(slot.attribute for slot in here):
                mine = [slot for slot in here if slot.attribute == name]
                element.set(name, "".join(map(_plain, _pieces(element.get(name, ""), mine))))
        elif element.tag == W_T and (run := element.getparent()) is not None:
            runs[run] = None
        else:
            element.text = "".join(map(_plain, _pieces(element.text or "", here)))
    for run in runs:
        _split_run(run, by_element)


def _drop_identities(root: _Element, looped: Sequence[_Element]) -> None:
    """What must be unique cannot stand in a loop: paragraph ids go, and bookmarks in loops go whole."""
    for element in root.iter(W_P, w("tr")):
        for name in _VOLATILE:
            if element.get(name) is not None:
                del element.attrib[name]
    marks = (w("bookmarkStart"), w("bookmarkEnd"))
    ids = {mark.get(w("id")) for paragraph in looped for mark in paragraph.iter(*marks)}
    ids |= {mark.get(w("id")) for mark in root.iter(marks[0]) if mark.get(w("name")) == "_GoBack"}
    for mark in [mark for mark in root.iter(*marks) if mark.get(w("id")) in ids]:
        _remove(mark)


def _remove(element: _Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _protect_braces(root: _Element, tagged: dict[_Element, list[Slot]]) -> None:
    for element in root.iter():
        text, tail = element.text, element.tail
        if text and ("{" in text or "}" in text) and element not in tagged:
            element.text = text.translate(_BRACES)
        if tail and ("{" in tail or "}" in tail):
            element.tail = tail.translate(_BRACES)


def _pieces(text: str, slots: Sequence[Slot]) -> list[str | Slot]:
    """``text`` cut at its tags: fixed text with its braces protected, and the slots between."""
    pieces: list[str | Slot] = []
    at = 0
    for slot in slots:
        pieces += [text[at : slot.start].translate(_BRACES), slot]
        at = slot.end
    return [piece for piece in [*pieces, text[at:].translate(_BRACES)] if piece]


def _plain(piece: str | Slot) -> str:
    if isinstance(piece, str):
        return piece
    if piece.write.startswith("{{"):
        return f"{{{{ T{piece.number}_ }}}}"
    return f"{{%{piece.form} T{piece.number}_ %}}"


def _split_run(run: _Element, tagged: dict[_Element, list[Slot]]) -> None:
    """Give each value that is traced or styled a run of its own; all else stays in runs like the first."""
    parent = run.getparent()
    if parent is None:
        raise AssertionError("a run stands in a paragraph")
    waiting: list[_Element] = []
    made: list[_Element] = []
    for child in [child for child in run if child.tag != W_RPR]:
        for piece in _pieces(child.text or "", tagged[child]) if child in tagged else [child]:
            if isinstance(piece, Slot) and piece.value:
                made += [_run_like(run, waiting)] if waiting else []
                made += _pinned(run, piece)
                waiting = []
            else:
                waiting.append(_text_element(_plain(piece)) if isinstance(piece, str | Slot) else piece)
    made += [_run_like(run, waiting)] if waiting else []
    place = parent.index(run)
    parent[place : place + 1] = made


def _pinned(run: _Element, slot: Slot) -> list[_Element]:
    own_run = _run_like(run, [_text_element(_plain(slot))])
    properties = own_run.find(W_RPR)
    slot.bare = properties is None
    if properties is not None:
        style = properties.find(w("rStyle"))
        if style is not None:
            slot.style = style.get(W_VAL, "")
            properties.remove(style)
        properties.insert(0, _mark("s", slot))
    if slot.prose:
        _prepare_prose(run, slot)
    return [_mark("o", slot), own_run, _mark("c", slot)]


def _prepare_prose(run: _Element, slot: Slot) -> None:
    """Bracket the whole paragraph, and mark where a line that leads with ``・`` gets its own indent."""
    paragraph = next(run.iterancestors(W_P))
    parent = paragraph.getparent()
    if parent is None:
        raise AssertionError("prose stands in the body")
    paragraph.tail = None
    at = parent.index(paragraph)
    parent.insert(at + 1, _mark("E", slot))
    parent.insert(at, _mark("B", slot))
    properties = paragraph.find(W_PPR)
    if properties is None:
        paragraph.insert(0, _mark("Q", slot))
        return
    indent = properties.find(w("ind"))
    if indent is not None:
        properties.insert(properties.index(indent) + 1, _mark("j", slot))
        properties.insert(properties.index(indent), _mark("i", slot))
        return
    after = next((child for child in properties if child.tag in _AFTER_INDENT), None)
    properties.insert(len(properties) if after is None else properties.index(after), _mark("n", slot))


def _mark(letter: str, slot: Slot) -> _Element:
    from lxml import etree

    return etree.ProcessingInstruction("specgen", f"{letter} {slot.number}")


def _run_like(run: _Element, children: Sequence[_Element]) -> _Element:
    from lxml import etree

    made = etree.Element(W_R)
    for name, value in run.attrib.items():
        made.set(name, value)
    properties = run.find(W_RPR)
    if properties is not None:
        made.append(copy.deepcopy(properties))
    made.extend(children)
    return made


def _text_element(text: str) -> _Element:
    from lxml import etree

    made = etree.Element(W_T)
    made.set(XML_SPACE, "preserve")
    made.text = text
    return made


# ------------------------------------------------------------------------------------------ after patch_xml
def unpin(source: str, slots: Sequence[Slot], *, first: int, trace: bool, w15: str, file: str = "") -> str:
    """``source`` as a Jinja template: controls, styles and checked expressions instead of placeholders."""
    _all_came_through(source, slots, first, file)

    def expand(match: re.Match[str]) -> str:
        letter, number = match[1], int(match[2] or match[3] or match[4])
        slot = slots[number - first]
        if letter is None:
            return _write(match[0], slot, trace)
        return _expand(letter, slot, trace, w15)

    return _PLACEHOLDER.sub(expand, source).replace(OPEN, "{").replace(CLOSE, "}")


def _write(placeholder: str, slot: Slot, trace: bool) -> str:
    if slot.bare:  # the filter writes run properties and text at once
        return "{{ " + ("line_" if slot.prose else slot.value) + "|run_ }}"
    before = _TEXT if placeholder.startswith(_TEXT) else ""
    if slot.prose:
        return before + "{{ line_|text_ }}"
    return before + slot.write + (slot.key if trace else "")


def _expand(letter: str, slot: Slot, trace: bool, w15: str) -> str:
    value = "line_" if slot.prose else slot.value
    tag = slot.control + ("#{{ loop.index }}" if slot.prose else "")
    traced = trace and bool(slot.control)
    match letter:
        case "o":
            return _EVERY_CONTROL.format(tag=tag, w15=w15) if traced else ""
        case "c":
            return "</w:sdtContent></w:sdt>" if traced else ""
        case "s":
            otherwise = "{% else %}<w:rStyle w:val=" + quoteattr(slot.style) + "/>" if slot.style else ""
            return "{% if " + value + " is marked_ %}{{ " + value + "|style_ }}" + otherwise + "{% endif %}"
        case "B":
            # A blank line only parts two paragraphs; the number in the tags still counts it.
            return "{% for line_ in " + slot.value + "|lines_ %}{% if line_ or loop.first %}"
        case "E":
            return "{% endif %}{% endfor %}"
        case "Q":
            return "{% if line_ is led_ %}<w:pPr>{{ line_|lead_ }}</w:pPr>{% endif %}"
        case "n":
            return "{% if line_ is led_ %}{{ line_|lead_ }}{% endif %}"
        case "i":
            return "{% if line_ is led_ %}{{ line_|lead_ }}{% else %}"
        case "j":
            return "{% endif %}"
    raise AssertionError(letter)


def _all_came_through(source: str, slots: Sequence[Slot], first: int, file: str) -> None:
    """docxtpl's rules neither lost nor doubled a placeholder, and no other tag stands in the source."""
    counts = [0] * len(slots)
    for match in _PLACEHOLDER.finditer(source):
        number = match[3] or match[4]
        if number:
            counts[int(number) - first] += 1
    lost = [slot.write for slot, count in zip(slots, counts, strict=True) if count != 1]
    if lost or source.count("{{") + source.count("{%") + source.count("{#") != sum(counts):
        remedy = "その段落を、書式のない新しい段落に書き直してください。"
        what = "差し込みの1つを、置き場所のために使えません。"
        raise ContentError(Fault("T22", what, Place(file), "、".join(lost[:3]), remedy=remedy))


def declare(root: _Element) -> tuple[str, str]:
    """Make ``w15`` known and ignorable: attributes to add to the root's start tag, and the prefix to use."""
    prefixes = {uri: prefix for prefix, uri in root.nsmap.items() if prefix}
    w15, mc = prefixes.get(W15, "w15"), prefixes.get(MC, "mc")
    added = "" if W15 in prefixes else f' xmlns:{w15}="{W15}"'
    ignorable = root.get(f"{{{MC}}}Ignorable", "").split()
    if w15 not in ignorable:
        if MC in prefixes:
            root.set(f"{{{MC}}}Ignorable", " ".join([*ignorable, w15]))
        else:
            added += f' xmlns:{mc}="{MC}" {mc}:Ignorable="{w15}"'
    return added, w15
