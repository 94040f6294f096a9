"""Reads one part of a template: finds its tags, judges them and their places, says what the template prints.

All faults of the part come together, each with heading, paragraph or cell, tag and remedy.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..errors import Fault, Faults
from ..model.paper import TemplateField, TemplateHeading
from . import dialect
from .dialect import Refused, Tag
from .gather import gathered, restyled
from .names import Reading, path
from .parts import W_P, W_PPR, W_R, W_T, Layout, ancestor, own, style_of, w
from .places import Teller, holds_only_text, shortened, text_of
from .templateblocks import Blocks

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_TAGS = 10_000
MOST_TAGS_IN_PARAGRAPH = 300
MOST_PARAGRAPHS = 30_000
LONGEST_ID = 60
LONGEST_CONTROL = 64
"""Word's own limit for the tag of a content control."""
LONGEST_ROW_KEY = 16
GETA = "〓"
"""Stands for a value in the fixed texts of ``TemplateFacts``."""

_OPENER = re.compile(r"\{[{%#]")
_NAMED, _SO = re.compile(r"は[、，]「?$"), re.compile(r"」?(?:と[すし]|である)")
"""What stands before and behind a value in a sentence that says what it is: 契約期間は、…とする."""
_ATTRIBUTES = frozenset({w("anchor"), w("tooltip"), "descr", "title"})
_CHANGES = tuple(map(w, ("ins", "del", "moveFrom", "moveTo", "commentReference")))
_PICTURES = (w("drawing"), w("pict"), w("object"))


@dataclass(slots=True)
class Slot:
    """One tag at its place in the tree, and what Jinja will be given for it."""

    number: int
    element: _Element
    """The ``w:t``, or the element whose attribute or field code holds the tag."""
    start: int
    end: int
    write: str = ""
    """Jinja source, written anew from the checked tree."""
    form: str = ""
    attribute: str = ""
    value: str = ""
    """Of a printed value that gets a run of its own: the expression that is asked for its style."""
    control: str = ""
    """The tag of the content control, or empty for a value that is not traced."""
    key: str = ""
    """Of a loop over answers: the statement that names the row's key."""
    prose: bool = False
    style: str = ""
    """The character style that the run has in the template."""
    bare: bool = False
    """Whether the run has no properties of its own."""


@dataclass(slots=True)
class PartReading:
    """What was learnt about one part."""

    slots: list[Slot] = field(default_factory=list)
    headings: list[TemplateHeading] = field(default_factory=list)
    fields: list[TemplateField] = field(default_factory=list)
    tables: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    texts: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    names: frozenset[str] = frozenset()
    looped: list[_Element] = field(default_factory=list)
    """Paragraphs that are printed many times or not at all: they may not keep bookmarks."""
    cells_may_empty: bool = False
    columns_may_vary: bool = False


@dataclass(frozen=True, slots=True)
class Reader:
    """How every part of one template is read.

    ``is_prose`` says which ids are prose, ``restyle`` puts fixed text into the house's style.
    """

    layout: Layout
    faults: Faults
    file: str
    is_prose: Callable[[str], bool]
    restyle: Callable[[str], str]

    def read(self, root: _Element, kind: str, first: int) -> PartReading:
        """Everything about the part under ``root``; its slots are numbered from ``first``.

        The tree changes in two ways: a tag that was split over runs stands whole in its first run, and fixed
        text has passed ``restyle``.
        """
        return _PartReader(self, kind, first).read(root)


class _PartReader:
    def __init__(self, reader: Reader, kind: str, first: int) -> None:
        self.layout, self.is_prose, self.restyle = reader.layout, reader.is_prose, reader.restyle
        self.kind, self.first = kind, first
        self.teller = Teller(reader.file, kind, reader.faults)
        self.blocks = Blocks(self.teller)
        self.reading = PartReading()
        self.field_depth = 0
        self.tags = 0
        self.keys: set[str] = set()
        self.fixed: list[str] = []

    def read(self, root: _Element) -> PartReading:
        paragraphs = list(root.iter(W_P))
        if len(paragraphs) > MOST_PARAGRAPHS:
            what = f"段落が多すぎます（{len(paragraphs):,}。{MOST_PARAGRAPHS:,}まで）。"
            self.tell_part("T02", what, "使っていない段落を消してください。")
            return self.reading
        if next(root.iter(*_CHANGES), None) is not None:
            remedy = "Wordの「校閲」で、変更をすべて承諾し、コメントを削除してから保存してください。"
            self.tell_part("T18", "変更履歴かコメントが残っています。", remedy)
        for paragraph in paragraphs:
            self.read_paragraph(paragraph)
        if self.field_depth:
            remedy = "目次などのフィールドを作り直してください。"
            self.tell_part("T23", "フィールドの始まりと終わりが合いません。", remedy)
        self.nothing_elsewhere(root)
        self.blocks.end_of_part()
        self.reading.names = frozenset(self.blocks.names)
        self.reading.cells_may_empty = self.blocks.cells_may_empty
        self.reading.columns_may_vary = self.blocks.columns_may_vary
        return self.reading

    def tell_part(self, code: str, what: str, remedy: str) -> None:
        self.teller.faults.add(Fault(code, what, self.teller.part(), remedy=remedy))

    def tell(self, paragraph: _Element, refused: Refused, quoted: str = "") -> None:
        self.teller.tell(self.teller.place(paragraph), refused, quoted)

    # -------------------------------------------------------------------------------------- one paragraph
    def read_paragraph(self, paragraph: _Element) -> None:
        texts: list[_Element] = []
        in_field: set[_Element] = set()
        for element in own(paragraph):
            if element.tag == W_T:
                texts.append(element)
                if self.field_depth > 0 or _in_simple_field(element):
                    in_field.add(element)
            elif element.tag == w("fldChar"):
                self.field_depth += {"begin": 1, "end": -1}.get(element.get(w("fldCharType"), ""), 0)
            elif element.tag == w("instrText") and _OPENER.search(element.text or ""):
                self.read_aside(paragraph, element, "")
            for name, text in element.attrib.items():
                if "{" in str(text) and _OPENER.search(str(text)):
                    self.read_aside(paragraph, element, str(name))
        whole = "".join(t.text or "" for t in texts)
        try:
            tags = dialect.scan(whole)
        except Refused as refused:
            self.tell(paragraph, refused)
            return
        if not self.few_enough(paragraph, tags):
            return
        self.note_marks(paragraph, restyled(whole, tags, self.restyle), tags)
        depth = len(self.blocks.open)
        self.read_texts(paragraph, texts, tags, in_field)
        if self.blocks.scope.rows:
            self.note_repeated(paragraph)
        self.blocks.close_inline(paragraph, depth)

    def few_enough(self, paragraph: _Element, tags: list[Tag]) -> bool:
        before, self.tags = self.tags, self.tags + len(tags)
        if len(tags) > MOST_TAGS_IN_PARAGRAPH:
            what = f"1つの段落に、差し込みが多すぎます（{MOST_TAGS_IN_PARAGRAPH}まで）。"
            self.tell(paragraph, Refused("T02", what, "段落を分けてください。"), tags[0].quoted)
        elif before <= MOST_TAGS < self.tags:
            what = f"差し込みが多すぎます（{MOST_TAGS:,}まで）。"
            self.tell_part("T02", what, "テンプレートを分けてください。")
        return len(tags) <= MOST_TAGS_IN_PARAGRAPH and self.tags <= MOST_TAGS

    def note_marks(self, paragraph: _Element, text: str, tags: list[Tag]) -> None:
        """Headings and captions with the keys in their bookmarks."""
        if self.kind != "document.main":
            return
        marks = [str(b.get(w("name"), "")) for b in own(paragraph) if b.tag == w("bookmarkStart")]
        for name in marks:
            if name.startswith("tbl_"):
                self.reading.tables.append((_key(name), self.blocks.under))
        level = self.layout.levels.get(style_of(paragraph), 0)
        if not level or not text.strip() or any(tag.form for tag in tags):
            return
        self.teller.passed_heading(level, text)
        key = next((_key(name) for name in marks if name.startswith("sec_")), "")
        toc = next((name for name in marks if name.startswith("_Toc")), "")
        if self.blocks.scope.rows:
            remedy = "見出しを、繰り返しの外に出してください。"
            self.tell(paragraph, Refused("T16", "見出しが、繰り返しの中にあります。", remedy), text)
        if key and key in self.keys:
            what = f"見出しの名前「{key}」が、2か所にあります。"
            self.tell(paragraph, Refused("T21", what, "どちらかの名前を変えてください。"), text)
        self.keys.add(key)
        numbered = self.layout.is_numbered(paragraph)
        self.reading.headings.append(TemplateHeading(level, text, key, toc, self.blocks.under, numbered))

    def note_repeated(self, paragraph: _Element) -> None:
        self.reading.looped.append(paragraph)
        if next(paragraph.iter(*_PICTURES), None) is not None:
            refused = Refused("T16", "図が、繰り返しの中にあります。", "図を、繰り返しの外に出してください。")
            self.tell(paragraph, refused, text_of(paragraph))

    def flush(self) -> None:
        """One fixed text is complete, with the tests it stands under."""
        text = "".join(self.fixed)
        self.fixed = []
        if text.strip(GETA + " 　"):
            self.reading.texts.append((text, self.blocks.under))

    # -------------------------------------------------------------------------------------- tags in text
    def read_texts(
        self, paragraph: _Element, texts: list[_Element], tags: list[Tag], in_field: set[_Element]
    ) -> None:
        whole = "".join(t.text or "" for t in texts)
        cached = bool(texts) and len(in_field) == len(texts)
        at = 0
        for element, start, tag in gathered(texts, tags, self.restyle):
            self.fixed.append(self.restyle(whole[at : tag.start]))
            at = tag.end
            slot = Slot(0, element, start, start + len(tag.quoted), form=tag.form)
            try:
                self.read_tag(paragraph, slot, tag, whole, in_field=element in in_field)
            except Refused as refused:
                self.tell(paragraph, refused, tag.quoted)
        self.fixed.append(self.restyle(whole[at:]))
        if cached:
            self.fixed = []
        self.flush()

    def read_tag(self, paragraph: _Element, slot: Slot, tag: Tag, whole: str, *, in_field: bool) -> None:
        run = slot.element.getparent()
        if run is None or run.tag != W_R or ancestor(slot.element, w("ruby")) is not None:
            raise Refused("T15", "ここには差し込みを書けません。", "ふつうの文字の中に書いてください。")
        if tag.kind == "value":
            self.read_value(paragraph, slot, tag, whole, in_field=in_field)
        else:
            word, rest = dialect.read_word(tag.body) if tag.kind == "block" else ("", "")
            if tag.form:
                self.blocks.stands_alone(paragraph, tag, word)
                self.reading.looped.append(paragraph)
            elif tag.kind == "block":
                self.flush()
            if tag.kind == "block":
                slot.write, slot.key = self.blocks.read(paragraph, slot.element, tag, word, rest)
        self.keep(slot)

    def keep(self, slot: Slot) -> None:
        slot.number = self.first + len(self.reading.slots)
        self.reading.slots.append(slot)

    def read_value(self, paragraph: _Element, slot: Slot, tag: Tag, whole: str, *, in_field: bool) -> None:
        self.fixed.append(GETA)
        node = dialect.read_expression(tag.body)
        slot.write = "{{ " + dialect.show(node) + "|text_ }}"
        readings = self.blocks.look_up(node)
        if not path(node):
            if slot.write.endswith("|length|text_ }}"):
                return
            remedy = "「{{ 話題.名前 }}」の形で書いてください。"
            raise Refused("T06", "「{{ }}」に、名前でないものがあります。", remedy)
        reading = _printable(readings[0])
        if reading.kind in ("answer", "cell", "gap"):
            place = self.teller.place(paragraph)
            after = len(self.reading.headings)
            named = bool(_NAMED.search(whole[: tag.start]) and _SO.match(whole[tag.end :]))
            made = TemplateField(reading.id, self.blocks.under, place, tag.quoted, after, named)
            self.reading.fields.append(made)
        if in_field or reading.kind == "plain":
            return
        slot.value = dialect.show(node)
        if reading.kind == "note":
            return
        _fits_a_control(slot.element, reading)
        slot.control = reading.tag
        alone = whole.strip() == tag.quoted and reading.kind == "answer"
        slot.prose = alone and self.is_prose(reading.id) and self.may_repeat(paragraph)

    def may_repeat(self, paragraph: _Element) -> bool:
        """Whether this paragraph can be printed once a line: in the body, unnumbered, nothing else in it."""
        parent = paragraph.getparent()
        if parent is None or parent.tag != w("body"):
            return False
        if self.layout.is_numbered(paragraph) or style_of(paragraph) in self.layout.levels:
            return False
        if paragraph.find(f"{W_PPR}/{w('sectPr')}") is not None:
            return False
        only_runs = all(child.tag in (W_PPR, W_R, w("proofErr")) for child in paragraph)
        return only_runs and holds_only_text(paragraph)

    # -------------------------------------------------------------------------------------- elsewhere
    def read_aside(self, paragraph: _Element, element: _Element, name: str) -> None:
        """Tags in an attribute or, without ``name``, in a field code: plain names only, never traced."""
        text = str(element.get(name, "")) if name else element.text or ""
        try:
            if name and name not in _ATTRIBUTES:
                raise Refused("T15", "この設定には差し込みを書けません。", "本文の文字の中に書いてください。")
            tags = dialect.scan(text)
            for tag in tags if self.few_enough(paragraph, tags) else ():
                node = dialect.read_expression(tag.body) if tag.kind == "value" else None
                if node is None or not path(node):
                    remedy = "「{{ 話題.名前 }}」の形で書いてください。"
                    raise Refused("T15", "ここには、名前の差し込みだけが書けます。", remedy)
                _printable(self.blocks.look_up(node)[0])
                if not name and self.blocks.scope.of(path(node)[0])[0] != "outline":
                    remedy = "フィールドの外に書いてください。"
                    raise Refused("T15", "フィールドの中には、答えの差し込みを書けません。", remedy)
                write = "{{ " + dialect.show(node) + "|attribute_ }}"
                self.keep(Slot(0, element, tag.start, tag.end, write, attribute=name))
        except Refused as refused:
            self.tell(paragraph, refused, text)

    def nothing_elsewhere(self, root: _Element) -> None:
        """Text, tails and attributes that the walk did not visit hold no tags."""
        handled = {W_T, w("instrText")}
        for element in root.iter():
            strange = [element.tail or ""]
            outside = element.tag != W_P and ancestor(element, W_P) is None
            if outside or element.tag not in handled:
                strange.append(element.text or "")
            if outside:
                strange.extend(map(str, element.attrib.values()))
            for text in strange:
                if "{" in text and _OPENER.search(text):
                    remedy = "本文の文字の中に書いてください。"
                    refused = Refused("T15", "ここには差し込みを書けません。", remedy)
                    self.teller.tell(self.teller.part(), refused, text)


def _in_simple_field(text: _Element) -> bool:
    around = ancestor(text, w("fldSimple"), W_P)
    return around is not None and around.tag != W_P


def _printable(reading: Reading) -> Reading:
    if reading.kind == "flag":
        remedy = "「{% if … %}」の中で使ってください。"
        raise Refused("T06", "条件の名前は、そのままでは印刷できません。", remedy)
    if reading.kind == "table":
        remedy = "「{%tr for … %}」で1行ずつ出してください。"
        raise Refused("T06", "表の名前は、そのままでは印刷できません。", remedy)
    return reading


def _fits_a_control(element: _Element, reading: Reading) -> None:
    row = LONGEST_ROW_KEY - 1 if reading.kind == "cell" else 0
    if len(reading.id) > LONGEST_ID or len(reading.id) + row > LONGEST_CONTROL:
        remedy = f"{LONGEST_ID}字まで（表では、行の名前の{LONGEST_ROW_KEY}字を合わせて）にしてください。"
        raise Refused("T08", f"名前「{shortened(reading.id, 70)}」が長すぎます。", remedy)
    if ancestor(element, w("sdt")) is not None:
        remedy = "そのコンテンツ コントロールを削除し、文字だけを残してください。"
        raise Refused("T15", "答えの差し込みが、コンテンツ コントロールの中にあります。", remedy)


def _key(bookmark: str) -> str:
    """The key in a bookmark's name: ``sec_overview__title`` → ``overview.title``."""
    return bookmark[4:].replace("__", ".")
