"""Edited places of a Word file are named by their heading and text, in the order in which they stand."""

from __future__ import annotations

from specgen.model.texttree import Block, TextTree
from specgen.word.edits import Edit, edits, paragraph_marks

PAPER = (
    Block("paragraph", "表紙"),
    Block("contents", "第1章 概要 … 1"),
    Block("heading", "概要", 1, "第1章"),
    Block("paragraph", "背景を述べる。"),
    Block("paragraph", "目的を述べる。"),
    Block("heading", "成果物", 1, "第2章"),
    Block("table", rows=(((Block("paragraph", "計画書"),), (Block("paragraph", "1式"),)),)),
)


def changed(at: int, *blocks: Block) -> TextTree:
    return TextTree((*PAPER[:at], *blocks, *PAPER[at + 1 :]))


MARKS = paragraph_marks(TextTree(PAPER))


def test_what_reads_as_before_has_no_edits():
    assert edits(TextTree(PAPER), MARKS) == ()
    refreshed = changed(1, Block("contents", "第1章 概要 … 2"))
    assert edits(refreshed, MARKS) == ()


def test_an_edited_paragraph_an_added_one_and_one_that_is_gone_are_named():
    assert edits(changed(3, Block("paragraph", "経緯を述べる。")), MARKS) == (
        Edit("第1章 概要", "経緯を述べる。"),
    )
    added = changed(4, PAPER[4], Block("paragraph", "効果を述べる。"))
    assert edits(added, MARKS) == (Edit("第1章 概要", "効果を述べる。"),)
    assert edits(changed(4), MARKS) == (Edit("第1章 概要", ""),)
    assert edits(changed(0), MARKS) == (Edit("", ""),)


def test_a_cell_stands_under_its_heading():
    table = Block("table", rows=(((Block("paragraph", "計画書"),), (Block("paragraph", "2式"),)),))
    assert edits(changed(6, table), MARKS) == (Edit("第2章 成果物", "2式"),)
