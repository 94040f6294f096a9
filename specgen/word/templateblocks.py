"""Blocks of a template (``if``, ``for``): each opens and closes at one spot of the tree.

This is what makes a rendered part well-formed whatever the answers say: a block holds a whole number of
paragraphs, rows, cells or runs with one parent.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..errors import Place
from ..reserved import LISTS
from . import dialect
from .dialect import Refused, Tag
from .names import Reading, Scope, path, paths, read_path
from .parts import W_P, W_PPR, W_TBL, W_TC, W_TR, ancestor, w
from .places import Teller, holds_only_text, shortened, text_of

if TYPE_CHECKING:
    from jinja2.nodes import Expr
    from lxml.etree import _Element

DEEPEST_BLOCKS = 12

_CONTENT = frozenset({W_P, W_TBL, w("sdt")})
_MUST_END_IN_PARAGRAPH = frozenset(map(w, ("hdr", "ftr", "footnote", "txbxContent")))
_FORM_NAMES = {"p": "段落", "tr": "表の行", "tc": "表のセル"}


@dataclass(slots=True)
class Block:
    """A block that was opened: ``tests`` of the branch being read, ``closed`` the earlier ones denied."""

    word: str
    form: str
    anchor: _Element | None
    place: Place
    quoted: str
    scope: Scope
    tests: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()


@dataclass(slots=True)
class Blocks:
    """The blocks open at the present tag, what their loop variables mean, and which names were read."""

    teller: Teller
    open: list[Block] = field(default_factory=list)
    scope: Scope = field(default_factory=Scope)
    names: set[str] = field(default_factory=set)
    commands: dict[_Element, str] = field(default_factory=dict)
    """Paragraphs, rows and cells that hold nothing but a command, and its word."""
    row_loops: dict[_Element, list[tuple[str, tuple[str, ...]]]] = field(default_factory=dict)
    """Tables with loops over rows: what each runs over, and the tests around it."""
    too_deep: int = 0
    columns_may_vary: bool = False
    cells_may_empty: bool = False

    @property
    def under(self) -> tuple[str, ...]:
        """The tests that the present tag stands under, outermost first."""
        return tuple(test for block in self.open for test in block.tests)

    def look_up(self, node: Expr) -> list[Reading]:
        """What every path in a checked tree reads; its root names are remembered."""
        readings = []
        for steps in paths(node):
            readings.append(read_path(steps, self.scope))
            if not self.scope.of(steps[0])[0]:
                self.names.add(steps[0])
        return readings

    # -------------------------------------------------------------------------------------- one command
    def read(self, paragraph: _Element, element: _Element, tag: Tag, word: str, rest: str) -> tuple[str, str]:
        """Jinja source for a block tag, and the statement that names a row's key (for loops over answers)."""
        anchor = self.anchor(paragraph, element, tag.form)
        if word == "if":
            return self.branch(self.begin(paragraph, anchor, tag, word), word, rest), ""
        if word == "for":
            return self.loop(self.begin(paragraph, anchor, tag, word), rest)
        if self.too_deep:
            self.too_deep -= word in ("endif", "endfor")
            return "", ""
        opened = self.open[-1] if self.open else None
        wanted = "for" if word == "endfor" else "if"
        if opened is None or opened.word != wanted:
            remedy = "始まりと終わりを1組にしてください。"
            raise Refused("T13", f"「{word}」に対応する「{wanted}」がありません。", remedy)
        aligned = opened.form == tag.form and opened.anchor is anchor
        if word in ("endif", "endfor"):
            self.close(opened)
        if not aligned:
            what = f"「{shortened(opened.quoted, 40)}」と終わりの置き場所が、そろっていません。"
            remedy = "同じ形（段落なら {%p、行なら {%tr）で、同じ本文・同じ表・同じセルの中に書いてください。"
            raise Refused("T14", what, remedy)
        if word in ("endif", "endfor"):
            return "{% " + word + " %}", ""
        opened.closed += tuple(dialect.negation(test) for test in opened.tests[len(opened.closed) :])
        return self.branch(opened, word, rest), ""

    def anchor(self, paragraph: _Element, element: _Element, form: str) -> _Element | None:
        """What both ends of a block must share: the parent of their paragraphs, rows, cells or runs."""
        spots = {"": element.getparent(), "p": paragraph}
        spot = spots[form] if form in spots else ancestor(paragraph, W_TR if form == "tr" else W_TC)
        return None if spot is None else spot.getparent()

    def begin(self, paragraph: _Element, anchor: _Element | None, tag: Tag, word: str) -> Block:
        """Open a block before its tag is judged, so that its end finds it even if the tag is refused."""
        if len(self.open) >= DEEPEST_BLOCKS:
            self.too_deep += 1
            raise Refused("T02", "命令の入れ子が深すぎます。", f"{DEEPEST_BLOCKS}段までにしてください。")
        block = Block(word, tag.form, anchor, self.teller.place(paragraph), tag.quoted, self.scope)
        self.open.append(block)
        return block

    def branch(self, block: Block, word: str, rest: str) -> str:
        """Enter a branch of an ``if``: its source, and from here on its tests."""
        block.tests = block.closed
        if word == "else":
            return "{% else %}"
        node = dialect.read_expression(rest)
        block.tests = (*block.closed, dialect.show(node))
        self.look_up(node)
        return "{% " + word + " " + dialect.show(node) + " %}"

    def loop(self, block: Block, rest: str) -> tuple[str, str]:
        """Enter a loop: its source, the statement that names a row's key, and the variable in sight."""
        variable, table, test = dialect.read_loop(rest)
        reading = self.look_up(table)[0] if path(table) else Reading("plain")
        if reading.kind not in ("answer", "table"):
            remedy = "「{%tr for row in 話題.名前 %}」のように、表の名前を書いてください。"
            raise Refused("T08", "繰り返すものが、表の名前ではありません。", remedy)
        listed = dialect.show(table)
        if block.form == "tr" and block.anchor is not None:
            self.row_loops.setdefault(block.anchor, []).append((listed, self.under))
        self.scope = self.scope.within(variable, reading.id)
        condition = ""
        if test is not None:
            self.look_up(test)
            condition = " if " + dialect.show(test)
        _, key = self.scope.of(variable)
        named = "" if reading.id in LISTS else "{% set " + key + " = " + variable + ".key|key_ %}"
        return "{% for " + f"{variable} in {listed}{condition}" + " %}", named

    def close(self, block: Block) -> None:
        """Take a block off, and its loop variable out of sight."""
        self.open.remove(block)
        self.scope = block.scope

    # -------------------------------------------------------------------------------------- places
    def stands_alone(self, paragraph: _Element, tag: Tag, word: str) -> None:
        """docxtpl drops the paragraph, row or cell around a command: nothing else may be lost with it."""
        around = {"p": paragraph, "tr": ancestor(paragraph, W_TR), "tc": ancestor(paragraph, W_TC)}[tag.form]
        name = _FORM_NAMES[tag.form]
        if around is None:
            remedy = "段落なら「{%p 」と書いてください。"
            raise Refused("T12", f"「{{%{tag.form} 」が、表の外にあります。", remedy)
        if around in self.commands:
            remedy = f"1つの{name}には、命令を1つだけ書いてください。"
            raise Refused("T12", f"命令の{name}に、命令が2つあります。", remedy)
        self.commands[around] = word
        if paragraph.find(f"{W_PPR}/{w('sectPr')}") is not None:
            remedy = "区切りの前に、命令だけの段落を置いてください。"
            raise Refused("T20", "命令の段落に、セクション区切りがあります。", remedy)
        only_text = all(map(holds_only_text, around.iter(W_P))) and around.find(f".//{W_TBL}") is None
        if text_of(around).strip() != tag.quoted or not only_text:
            what = f"命令の{name}に、ほかのものがあります。"
            remedy = f"1つの{name}には命令1つだけを書き、ほかは前か後ろの{name}に移してください。"
            raise Refused("T12", what, remedy)
        if tag.form == "tc":
            self.columns_may_vary = True

    def close_inline(self, paragraph: _Element, depth: int) -> None:
        """A block opened inside a paragraph ends with it, at the latest."""
        for block in [block for block in self.open[depth:] if not block.form]:
            what = "段落の中で始めた命令が、その段落の中で閉じていません。"
            remedy = "同じ段落の中で閉じるか、「{%p … %}」の形で段落を分けてください。"
            self.teller.tell(self.teller.place(paragraph), Refused("T14", what, remedy), block.quoted)
            self.close(block)

    def end_of_part(self) -> None:
        """Every block is closed, every table keeps a row, every cell, header and note a paragraph."""
        for block in self.open:
            end = "endfor" if block.word == "for" else "endif"
            remedy = f"「{{%{block.form} {end} %}}」で閉じてください。"
            self.teller.tell(block.place, Refused("T13", "命令が閉じていません。", remedy), block.quoted)
        for table, loops in self.row_loops.items():
            self._keeps_a_row(table, loops)
        for paragraph in [p for p in self.commands if p.tag == W_P]:
            self._ends_in_a_paragraph(paragraph)

    def _keeps_a_row(self, table: _Element, loops: list[tuple[str, tuple[str, ...]]]) -> None:
        depth = 0
        for row in table.iterchildren(W_TR):
            if depth == 0 and row not in self.commands:
                return
            depth += {"if": 1, "for": 1, "endif": -1, "endfor": -1}.get(self.commands.get(row, ""), 0)
        if not any(listed in under for listed, under in loops):
            what = "表の行が、1つも残らないことがあります。"
            remedy = "見出しの行を足すか、表を「{%p if 表の名前 %}」と「{%p endif %}」ではさんでください。"
            place = self.teller.place(next(table.iter(W_P)))
            self.teller.tell(place, Refused("T17", what, remedy), text_of(table))

    def _ends_in_a_paragraph(self, paragraph: _Element) -> None:
        around = paragraph.getparent()
        if around is None or around.tag not in {W_TC, *_MUST_END_IN_PARAGRAPH}:
            return
        last = [child for child in around if child.tag in _CONTENT][-1]
        if last.tag == W_P and last not in self.commands:
            return
        if around.tag == W_TC:
            self.cells_may_empty = True  # mended when rendered
            return
        what = "段落が1つも残らないことがあります。"
        remedy = "最後に、命令のない空の段落を1つ置いてください。"
        self.teller.tell(self.teller.place(paragraph), Refused("T17", what, remedy), text_of(paragraph))
