"""Reads one part of a template: finds its tags, judges them and their places, and says what the template prints.

All faults of the part come together, each with heading, paragraph or cell, tag and remedy. A part that passes gives
well-formed XML for any answers: every block opens and closes at one spot of the tree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..errors import Fault, Faults, Place
from ..model.paper import TemplateField, TemplateHeading
from . import dialect
from .dialect import Reading, Refused, Scope, Tag
from .parts import W_P, W_PPR, W_R, W_T, W_TBL, W_TC, W_TR, Layout, ancestor, own, style_of, w

if TYPE_CHECKING:
    from jinja2.nodes import Expr
    from lxml.etree import _Element

MOST_TAGS = 20_000
MOST_PARAGRAPHS = 50_000
DEEPEST_BLOCKS = 12
LONGEST_ID = 60
LONGEST_CONTROL = 64
LONGEST_ROW_KEY = 16
GETA = "〓"
"""Stands for a value in the fixed texts of ``TemplateFacts``."""

_OPENER = re.compile(r"\{[{%#]")
_ATTRIBUTES = frozenset({w("anchor"), w("tooltip"), "descr", "title"})
_ALONE = frozenset(
    map(w, ("p", "r", "t", "proofErr", "bookmarkStart", "bookmarkEnd", "lastRenderedPageBreak"))
)
_CHANGES = tuple(map(w, ("ins", "del", "moveFrom", "moveTo", "commentReference")))
_BLOCKS = frozenset({W_P, W_TBL, w("sdt")})
_MUST_END_IN_PARAGRAPH = tuple(map(w, ("hdr", "ftr", "footnote", "txbxContent")))
_PART_NAMES = {"document.main": "", "header": "ヘッダー", "footer": "フッター", "footnotes": "脚注"}


@dataclass(slots=True)
class Slot:
    """One tag at its place in the tree, and what Jinja will be given for it."""

    number: int
    element: _Element
    """The ``w:t``, or the element whose attribute or field code holds the tag."""
    start: int
    end: int
    write: str
    """Jinja source, written anew from the checked tree."""
    form: str = ""
    attribute: str = ""
    value: str = ""
    """Of a printed value that gets a run of its own: the expression that is asked for its style."""
    control: str = ""
    """The tag of the content control, or empty for a value that is not traced."""
    prose: bool = False
    style: str = ""
    """The character style that the run has in the template."""


@dataclass(slots=True)
class PartReading:
    """What was learnt about one part."""

    slots: list[Slot] = field(default_factory=list)
    headings: list[TemplateHeading] = field(default_factory=list)
    fields: list[TemplateField] = field(default_factory=list)
    tables: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    texts: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    looped: list[_Element] = field(default_factory=list)
    """Paragraphs that are printed many times or not at all: they may not keep bookmarks."""
    cells_may_empty: bool = False
    columns_may_vary: bool = False


@dataclass(slots=True)
class _Block:
    word: str
    form: str
    anchor: _Element | None
    place: Place
    quoted: str
    tests: tuple[str, ...]
    scope: Scope
    closed: tuple[str, ...] = ()
    """The negated tests of the branches before this one."""


def read_part(
    root: _Element,
    kind: str,
    layout: Layout,
    faults: Faults,
    *,
    file: str = "",
    is_prose: Callable[[str], bool] = lambda _: False,
    restyle: Callable[[str], str] = str,
    first: int = 0,
) -> PartReading:
    """Everything about the part under ``root``; slots are numbered from ``first``. Faults go to ``faults``.

    The tree is changed in two ways: a tag that was split over runs stands whole in its first run, and fixed text has
    passed ``restyle`` (the house's commas).
    """
    reader = _PartReader(kind, layout, faults, file, is_prose, restyle, first)
    reader.read(root)
    return reader.reading


class _PartReader:
    def __init__(
        self,
        kind: str,
        layout: Layout,
        faults: Faults,
        file: str,
        is_prose: Callable[[str], bool],
        restyle: Callable[[str], str],
        first: int,
    ) -> None:
        self.kind, self.layout, self.faults, self.file = kind, layout, faults, file
        self.is_prose, self.restyle, self.first = is_prose, restyle, first
        self.reading = PartReading()
        self.blocks: list[_Block] = []
        self.scope = Scope()
        self.path: list[str] = []
        self.field_depth = 0
        self.fixed: list[str] = []
        self.row_loops: dict[_Element, list[tuple[str, tuple[str, ...]]]] = {}
        self.commands: dict[_Element, str] = {}

    # ------------------------------------------------------------------------------------------ places and faults
    @property
    def under(self) -> tuple[str, ...]:
        return tuple(test for block in self.blocks for test in block.tests)

    def place(self, paragraph: _Element) -> Place:
        words = [_PART_NAMES[self.kind]] if _PART_NAMES[self.kind] else []
        titles = [title for title in self.path if title]
        if titles:
            words.append("見出し「" + "」＞「".join(titles) + "」")
        cell = ancestor(paragraph, W_TC)
        row = ancestor(paragraph, W_TR)
        if cell is not None and row is not None and cell.getparent() is row:
            rows = [r for r in row.itersiblings(W_TR, preceding=True)]
            cells = [c for c in cell.itersiblings(W_TC, preceding=True)]
            words.append(f"表の{len(rows) + 1}行目・{len(cells) + 1}列目")
        elif ancestor(paragraph, w("txbxContent")) is not None:
            words.append("テキストボックス")
        else:
            words.append(f"段落「{_shortened(_all_text(paragraph))}」")
        return Place(self.file, where="、".join(words))

    def fault(self, paragraph: _Element, refused: Refused, quoted: str) -> None:
        self.add(self.place(paragraph), refused, quoted)

    def add(self, place: Place, refused: Refused, quoted: str) -> None:
        near = refused.near if refused.near and refused.near not in quoted and len(refused.near) < 30 else ""
        quoted = _shortened(quoted or refused.near, 80)
        nearest = near if not _OPENER.search(near) else ""
        self.faults.add(Fault(refused.code, refused.what, place, quoted, nearest, refused.remedy))

    # ------------------------------------------------------------------------------------------ the walk
    def read(self, root: _Element) -> None:
        paragraphs = list(root.iter(W_P))
        if len(paragraphs) > MOST_PARAGRAPHS:
            what = f"段落が多すぎます（{len(paragraphs):,}。{MOST_PARAGRAPHS:,}まで）。"
            self.faults.add(Fault("T02", what, Place(self.file), remedy="使っていない段落を消してください。"))
            return
        if next(root.iter(*_CHANGES), None) is not None:
            what = "変更履歴かコメントが残っています。"
            remedy = "Wordの「校閲」で、変更をすべて承諾し、コメントを削除してから保存してください。"
            self.faults.add(Fault("T18", what, Place(self.file, where=_PART_NAMES[self.kind]), remedy=remedy))
        for paragraph in paragraphs:
            self.read_paragraph(paragraph)
        for block in self.blocks:
            self.add(block.place, _not_closed(block), block.quoted)
        self.nothing_elsewhere(root)
        self.rows_remain()
        self.containers_end_well(root)

    def read_paragraph(self, paragraph: _Element) -> None:
        texts, codes, in_field, attributes = self.sort_out(paragraph)
        for element, name in attributes:
            self.read_attribute(paragraph, element, name)
        for code in codes:
            self.read_field_code(paragraph, code)
        tags = self.find_tags(paragraph, texts)
        self.note_heading(paragraph, texts, tags)
        depth = len(self.blocks)
        if texts:
            self.read_texts(paragraph, texts, tags, in_field)
        self.flush()
        if self.scope.rows:
            self.note_repeated(paragraph)
        for block in [b for b in self.blocks[depth:] if not b.form]:
            remedy = "同じ段落の中で閉じるか、「{%p … %}」の形で段落を分けてください。"
            self.fault(
                paragraph,
                Refused("T14", "段落の中で開いた命令が、その段落の中で閉じていません。", remedy),
                block.quoted,
            )
            self.blocks.remove(block)
            self.scope = block.scope

    def sort_out(
        self, paragraph: _Element
    ) -> tuple[list[_Element], list[_Element], set[_Element], list[tuple[_Element, str]]]:
        """The paragraph's own ``w:t``, field codes, those ``w:t`` that stand in a field, attributes with tags."""
        texts: list[_Element] = []
        codes: list[_Element] = []
        in_field: set[_Element] = set()
        attributes: list[tuple[_Element, str]] = []
        for element in own(paragraph):
            tag = element.tag
            if tag == W_T:
                texts.append(element)
                if self.field_depth > 0 or ancestor(element, w("fldSimple"), W_P).tag != W_P:  # type: ignore[union-attr]
                    in_field.add(element)
            elif tag == w("fldChar"):
                self.field_depth += {"begin": 1, "end": -1}.get(element.get(w("fldCharType"), ""), 0)
            elif tag == w("instrText"):
                codes.append(element)
            for name, text in element.attrib.items():
                if "{" in text and _OPENER.search(text):
                    attributes.append((element, str(name)))
        return texts, codes, in_field, attributes

    def note_heading(self, paragraph: _Element, texts: list[_Element], tags: list[Tag]) -> None:
        style = style_of(paragraph)
        level = self.layout.levels.get(style, 0) if self.kind == "document.main" else 0
        text = _restyled("".join(t.text or "" for t in texts), tags, self.restyle)
        bookmarks = [b.get(w("name"), "") for b in own(paragraph) if b.tag == w("bookmarkStart")]
        for name in bookmarks:
            if name.startswith("tbl_"):
                self.reading.tables.append((_key(name), self.under))
        if not level or not text.strip() or any(tag.form for tag in tags):
            return
        key = next((_key(name) for name in bookmarks if name.startswith("sec_")), "")
        toc = next((name for name in bookmarks if name.startswith("_Toc")), "")
        self.path = [*self.path[: level - 1], *[""] * (level - 1 - len(self.path)), _shortened(text)]
        if self.scope.rows:
            remedy = "見出しを、繰り返しの外に出してください。"
            self.fault(paragraph, Refused("T16", "見出しが、繰り返しの中にあります。", remedy), text)
        if key and any(h.key == key for h in self.reading.headings):
            what = f"見出しの名前「{key}」が、2か所にあります。"
            self.fault(paragraph, Refused("T21", what, "どちらかの名前を変えてください。"), text)
        numbered = style not in self.layout.plain
        self.reading.headings.append(TemplateHeading(level, text, key, toc, self.under, numbered))

    def note_repeated(self, paragraph: _Element) -> None:
        self.reading.looped.append(paragraph)
        if paragraph.find(f".//{w('drawing')}") is not None or paragraph.find(f".//{w('pict')}") is not None:
            remedy = "図を、繰り返しの外に出してください。"
            self.fault(
                paragraph, Refused("T16", "図が、繰り返しの中にあります。", remedy), _all_text(paragraph)
            )

    def flush(self) -> None:
        text = "".join(self.fixed)
        self.fixed = []
        if text.strip(GETA + " 　"):
            self.reading.texts.append((text, self.under))

    # ------------------------------------------------------------------------------------------ tags in text
    def find_tags(self, paragraph: _Element, texts: list[_Element]) -> list[Tag]:
        try:
            return dialect.scan("".join(t.text or "" for t in texts))
        except Refused as refused:
            self.fault(paragraph, refused, refused.near)
            return []

    def read_texts(
        self, paragraph: _Element, texts: list[_Element], tags: list[Tag], in_field: set[_Element]
    ) -> None:
        whole = "".join(t.text or "" for t in texts)
        at = 0
        for element, start, tag in _gathered(texts, tags, self.restyle):
            self.fixed.append(self.restyle(whole[at : tag.start]))
            at = tag.end
            try:
                self.read_tag(paragraph, element, start, tag, whole, element in in_field)
            except Refused as refused:
                self.fault(paragraph, refused, tag.quoted)
        inside = bool(in_field) and all(t in in_field for t in texts)
        self.fixed.append("" if inside else self.restyle(whole[at:]))

    def read_tag(
        self, paragraph: _Element, element: _Element, start: int, tag: Tag, whole: str, in_field: bool
    ) -> None:
        parent = element.getparent()
        if parent is None or parent.tag != W_R or ancestor(element, w("ruby")) is not None:
            raise Refused("T15", "ここには差し込みを書けません。", "ふつうの文字の中に書いてください。")
        slot = Slot(0, element, start, start + len(tag.quoted), "", tag.form)
        if tag.kind == "value":
            self.read_value(paragraph, slot, tag, whole, in_field)
        else:
            word, rest = dialect.read_word(tag.body) if tag.kind == "block" else ("comment", "")
            if tag.form:
                self.stands_alone(paragraph, tag, word)
            if tag.kind == "block":
                slot.write = self.read_block(paragraph, element, tag, word, rest)
        self.keep(slot)

    def keep(self, slot: Slot) -> None:
        slot.number = self.first + len(self.reading.slots)
        self.reading.slots.append(slot)
        if slot.number == MOST_TAGS:
            what = f"差し込みが多すぎます（{MOST_TAGS:,}まで）。"
            self.faults.add(Fault("T02", what, Place(self.file), remedy="テンプレートを分けてください。"))

    def read_value(self, paragraph: _Element, slot: Slot, tag: Tag, whole: str, in_field: bool) -> None:
        node = dialect.read_expression(tag.body)
        slot.write = "{{ " + dialect.show(node) + " }}"
        readings = self.look_up(node)
        self.fixed.append(GETA)
        steps = dialect.path(node)
        if not steps:
            if slot.write.endswith("|length }}"):
                return
            raise Refused(
                "T06",
                "「{{ }}」に、名前でないものが書かれています。",
                "「{{ 話題.名前 }}」の形で書いてください。",
            )
        reading = readings[0]
        if reading.kind in ("flag", "table"):
            remedy = (
                "「{% if … %}」の中で使ってください。"
                if reading.kind == "flag"
                else "「for」で1行ずつ出してください。"
            )
            raise Refused("T06", f"「{steps[0]}」は、そのままでは印刷できません。", remedy)
        if reading.kind in ("answer", "cell", "gap"):
            place = self.place(paragraph)
            self.reading.fields.append(TemplateField(reading.id, self.under, place, tag.quoted))
        if in_field or reading.kind == "plain":
            return
        slot.value = dialect.show(node)
        if reading.kind == "note":
            return
        self.control_fits(slot.element, reading)
        slot.control = reading.tag
        alone = whole.strip() == tag.quoted and reading.kind == "answer"
        slot.prose = alone and self.is_prose(reading.id) and self.may_repeat(paragraph)

    def control_fits(self, element: _Element, reading: Reading) -> None:
        long = len(reading.id) + LONGEST_ROW_KEY - 1 > LONGEST_CONTROL if reading.kind == "cell" else 0
        if long or len(reading.id) > LONGEST_ID:
            what = f"名前「{reading.id[:70]}」が長すぎます。"
            raise Refused(
                "T08", what, f"{LONGEST_ID}字まで（表は、行の名前の分を除いた長さ）にしてください。"
            )
        if ancestor(element, w("sdt")) is not None:
            remedy = "そのコンテンツ コントロールを削除し、文字だけを残してください。"
            raise Refused("T15", "答えの差し込みが、コンテンツ コントロールの中にあります。", remedy)

    def may_repeat(self, paragraph: _Element) -> bool:
        """Whether this paragraph can be printed once a line: in the body, unnumbered, nothing else in it."""
        parent = paragraph.getparent()
        if parent is None or parent.tag != w("body") or style_of(paragraph) in self.layout.numbered:
            return False
        if self.layout.levels.get(style_of(paragraph)) or paragraph.find(f"{W_PPR}/{w('numPr')}") is not None:
            return False
        if paragraph.find(f"{W_PPR}/{w('sectPr')}") is not None:
            return False
        return all(child.tag in (W_PPR, W_R, w("proofErr")) for child in paragraph) and _only_tag(paragraph)

    def look_up(self, node: Expr) -> list[Reading]:
        readings = []
        for steps in dialect.paths(node):
            readings.append(dialect.read_path(steps, self.scope))
            if not self.scope.of(steps[0])[0]:
                self.reading.names.add(steps[0])
        return readings

    # ------------------------------------------------------------------------------------------ blocks
    def stands_alone(self, paragraph: _Element, tag: Tag, word: str) -> None:
        around = {"p": paragraph, "tr": ancestor(paragraph, W_TR), "tc": ancestor(paragraph, W_TC)}[tag.form]
        what = {"p": "段落", "tr": "表の行", "tc": "表のセル"}[tag.form]
        if around is None:
            raise Refused(
                "T12", f"「{{%{tag.form} 」が、表の外にあります。", "段落なら「{%p 」と書いてください。"
            )
        if paragraph.find(f"{W_PPR}/{w('sectPr')}") is not None:
            raise Refused(
                "T20",
                "命令の段落に、セクション区切りがあります。",
                "区切りの前に、命令だけの段落を置いてください。",
            )
        if _all_text(around).strip() != tag.quoted or not all(map(_only_tag, around.iter(W_P))):
            remedy = f"1つの{what}には、命令1つだけを書いてください。ほかの文字や図は、前か後ろの{what}に移してください。"
            raise Refused("T12", f"命令の{what}に、ほかのものがあります。", remedy)
        if tag.form != "p" and around.find(f".//{W_TBL}") is not None:
            raise Refused("T12", f"命令の{what}の中に、表があります。", "表を別の行に移してください。")
        self.commands[around] = word
        self.reading.looped.append(paragraph)
        if tag.form == "tc":
            self.reading.columns_may_vary = True

    def anchor(self, paragraph: _Element, element: _Element, form: str) -> _Element | None:
        spot = {"": element.getparent(), "p": paragraph}.get(form)
        if spot is None:
            spot = ancestor(paragraph, W_TR if form == "tr" else W_TC)
        return None if spot is None else spot.getparent()

    def read_block(self, paragraph: _Element, element: _Element, tag: Tag, word: str, rest: str) -> str:
        anchor = self.anchor(paragraph, element, tag.form)
        if word in ("if", "for"):
            return self.open_block(paragraph, anchor, tag, word, rest)
        opened = self.blocks[-1] if self.blocks else None
        wanted = "for" if word == "endfor" else "if"
        if opened is None or opened.word != wanted or (not tag.form) != (not opened.form):
            if opened is not None and opened.form and not tag.form:
                raise self.elsewhere(tag, opened)
            raise Refused(
                "T13",
                f"「{word}」に対応する「{wanted}」がありません。",
                "始まりと終わりを1組にしてください。",
            )
        if opened.form != tag.form or opened.anchor is not anchor:
            if word.startswith("end"):
                self.close(opened)
            raise self.elsewhere(tag, opened)
        if not tag.form:
            self.flush()
        if word.startswith("end"):
            self.close(opened)
            return "{% " + word + " %}"
        return self.next_branch(opened, word, rest)

    def elsewhere(self, tag: Tag, opened: _Block) -> Refused:
        what = f"「{_shortened(opened.quoted, 40)}」と「{_shortened(tag.quoted, 40)}」の置き場所がそろっていません。"
        remedy = (
            "どちらも同じ形（段落なら {%p、行なら {%tr）で、同じ本文・同じ表・同じセルの中に書いてください。"
        )
        return Refused("T14", what, remedy)

    def open_block(self, paragraph: _Element, anchor: _Element | None, tag: Tag, word: str, rest: str) -> str:
        if len(self.blocks) >= DEEPEST_BLOCKS:
            raise Refused("T02", "命令の入れ子が深すぎます。", f"{DEEPEST_BLOCKS}段までにしてください。")
        block = _Block(word, tag.form, anchor, self.place(paragraph), tag.quoted, (), self.scope)
        if not tag.form:
            self.flush()
        self.blocks.append(block)  # kept even when the rest is refused, so that its end finds it
        if word == "if":
            node = dialect.read_expression(rest)
            self.look_up(node)
            block.tests = (dialect.show(node),)
            return "{% if " + block.tests[0] + " %}"
        return self.open_loop(paragraph, tag, rest)

    def open_loop(self, paragraph: _Element, tag: Tag, rest: str) -> str:
        variable, table, test = dialect.read_loop(rest)
        reading = self.look_up(table)[0] if dialect.path(table) else Reading("plain")
        if reading.kind not in ("answer", "table"):
            remedy = "「{%tr for row in 話題.名前 %}」のように、表の名前を書いてください。"
            raise Refused("T08", "繰り返すものが、表の名前ではありません。", remedy)
        self.scope = self.scope.within(variable, reading.id)
        condition = ""
        if test is not None:
            self.look_up(test)
            condition = " if " + dialect.show(test)
        if (
            tag.form == "tr"
            and (row := ancestor(paragraph, W_TR)) is not None
            and (around := row.getparent()) is not None
        ):
            self.row_loops.setdefault(around, []).append((dialect.show(table), self.under))
        _, key = self.scope.of(variable)
        keyed = "" if reading.id in dialect.LISTS else "{% set " + key + " = " + variable + ".key|key_ %}"
        return "{% for " + f"{variable} in {dialect.show(table)}{condition}" + " %}" + keyed

    def next_branch(self, opened: _Block, word: str, rest: str) -> str:
        last = opened.tests[-1:]
        opened.closed += tuple(dialect.negation(test) for test in last)
        opened.tests = opened.closed
        if word == "else":
            return "{% else %}"
        node = dialect.read_expression(rest)
        self.look_up(node)
        opened.tests = (*opened.closed, dialect.show(node))
        return "{% elif " + opened.tests[-1] + " %}"

    def close(self, block: _Block) -> None:
        self.blocks.remove(block)
        self.scope = block.scope

    # ------------------------------------------------------------------------------------------ attributes, codes
    def read_attribute(self, paragraph: _Element, element: _Element, name: str) -> None:
        text = element.get(name, "")
        try:
            tags = dialect.scan(text)
            if name not in _ATTRIBUTES:
                raise Refused("T15", "この設定には差し込みを書けません。", "本文の文字の中に書いてください。")
            for tag in tags:
                self.keep(self.plain_slot(element, tag, attribute=name))
        except Refused as refused:
            self.fault(paragraph, refused, text)

    def read_field_code(self, paragraph: _Element, code: _Element) -> None:
        text = code.text or ""
        if not _OPENER.search(text):
            return
        try:
            for tag in dialect.scan(text):
                slot = self.plain_slot(code, tag)
                base, _ = self.scope.of(dialect.path(dialect.read_expression(tag.body))[0])
                if base != "outline":
                    raise Refused(
                        "T15", "フィールドの中には差し込みを書けません。", "フィールドの外に書いてください。"
                    )
                self.keep(slot)
        except Refused as refused:
            self.fault(paragraph, refused, text)

    def plain_slot(self, element: _Element, tag: Tag, attribute: str = "") -> Slot:
        node = dialect.read_expression(tag.body) if tag.kind == "value" else None
        if node is None or not dialect.path(node):
            raise Refused(
                "T15", "ここには、名前の差し込みだけが書けます。", "「{{ 話題.名前 }}」の形で書いてください。"
            )
        if self.look_up(node)[0].kind in ("flag", "table"):
            raise Refused("T06", "条件や表は、そのままでは印刷できません。", "答えの名前を書いてください。")
        write = "{{ " + dialect.show(node) + "|attribute_ }}"
        return Slot(0, element, tag.start, tag.end, write, attribute=attribute)

    # ------------------------------------------------------------------------------------------ the whole part
    def nothing_elsewhere(self, root: _Element) -> None:
        """Text, tails and attributes that the walk did not visit hold no tags."""
        handled = {W_T, w("instrText")}
        for element in root.iter():
            strange = [element.tail or ""]
            outside = ancestor(element, W_P) is None and element.tag != W_P
            if element.tag not in handled or outside:
                strange.append(element.text or "")
            if outside:
                strange.extend(map(str, element.attrib.values()))
            for text in strange:
                if "{" in text and _OPENER.search(text):
                    refused = Refused(
                        "T15", "ここには差し込みを書けません。", "本文の文字の中に書いてください。"
                    )
                    self.add(Place(self.file, where=_PART_NAMES[self.kind]), refused, text)

    def rows_remain(self) -> None:
        """A table whose rows all stand in loops has to stand under a test of its list, or it might lose its last row."""
        for table, loops in self.row_loops.items():
            depth, remains = 0, False
            for row in table.iterchildren(W_TR):
                if row in self.commands:
                    depth += {"if": 1, "for": 1, "endif": -1, "endfor": -1}.get(self.commands[row], 0)
                elif depth == 0:
                    remains = True
            if not remains and not any(listed in under for listed, under in loops):
                remedy = (
                    "見出しの行を足すか、表の前後を「{%p if 表の名前 %}」「{%p endif %}」で囲んでください。"
                )
                refused = Refused("T17", "表の行が、1つも残らないことがあります。", remedy)
                self.add(self.place(next(table.iter(W_P))), refused, _all_text(table)[:60])

    def containers_end_well(self, root: _Element) -> None:
        """Cells, headers, notes and text boxes must end in a paragraph; cells are mended when rendered."""
        for paragraph in [p for p in self.commands if p.tag == W_P]:
            around = paragraph.getparent()
            if around is None or around.tag not in (W_TC, *_MUST_END_IN_PARAGRAPH):
                continue
            last = [child for child in around if child.tag in _BLOCKS][-1]
            if last.tag == W_P and last not in self.commands:
                continue
            if around.tag == W_TC:
                self.reading.cells_may_empty = True
                continue
            remedy = "最後に、命令のない空の段落を1つ置いてください。"
            self.fault(
                paragraph,
                Refused("T17", "最後の段落が残らないことがあります。", remedy),
                _all_text(paragraph),
            )


def _not_closed(block: _Block) -> Refused:
    end = "endfor" if block.word == "for" else "endif"
    form = block.form + " " if block.form else " "
    return Refused("T13", "命令が閉じていません。", f"「{{%{form}{end} %}}」で閉じてください。")


def _key(bookmark: str) -> str:
    """The key in a bookmark's name: ``sec_overview__title`` → ``overview.title``."""
    return bookmark[4:].replace("__", ".")


def _shortened(text: str, most: int = 20) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1] + "…"


def _all_text(element: _Element) -> str:
    return "".join(t.text or "" for t in element.iter(W_T))


def _only_tag(paragraph: _Element) -> bool:
    """Whether a paragraph holds text and nothing else that could be lost with it."""
    stack = [child for child in paragraph if child.tag != W_PPR]
    while stack:
        element = stack.pop()
        if element.tag not in _ALONE:
            return False
        stack.extend(child for child in element if child.tag != w("rPr"))
    return True


def _restyled(whole: str, tags: list[Tag], restyle: Callable[[str], str]) -> str:
    """``whole`` with its fixed text restyled and its tags as they are."""
    at, pieces = 0, []
    for tag in tags:
        pieces += [restyle(whole[at : tag.start]), tag.quoted]
        at = tag.end
    return "".join([*pieces, restyle(whole[at:])])


def _gathered(
    texts: list[_Element], tags: list[Tag], restyle: Callable[[str], str]
) -> Iterator[tuple[_Element, int, Tag]]:
    """Moves each tag that Word split over runs whole into the ``w:t`` where it starts; says where it now begins."""
    found: list[tuple[_Element, int, Tag]] = []
    waiting = iter(tags)
    tag = next(waiting, None)
    at = 0
    for element in texts:
        text = element.text or ""
        end, here, new = at + len(text), at, ""
        while here < end:
            if tag is None or tag.start >= end:
                new += restyle(text[here - at :])
                break
            if tag.start >= here:
                new += restyle(text[here - at : tag.start - at])
                found.append((element, len(new), tag))
                new += tag.quoted
            here = min(end, tag.end)
            if tag.end <= end:
                tag = next(waiting, None)
        if new != text:
            element.text = new
        at = end
    yield from found
