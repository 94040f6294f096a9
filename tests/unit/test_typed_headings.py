"""Lines that were typed as headings become headings; lists, amounts and contents lines do not."""

from __future__ import annotations

import pytest

from specgen.model.texttree import Block, TextTree
from specgen.word.foreign import Look
from specgen.word.typedheadings import split_label, with_typed_headings


def read(text: str) -> TextTree:
    """Lines as a file in 標準 style; ``*`` stands before a bold line, ``#`` before a heading by style."""
    blocks, looks = [], {}
    for at, line in enumerate(line for line in text.strip("\n").split("\n")):
        kind = "heading" if line.startswith("#") else "paragraph"
        looks[at] = Look(bold=line.startswith("*"))
        blocks.append(Block(kind, line.lstrip("*#"), level=int(kind == "heading"), index=at))
    return with_typed_headings(TextTree(tuple(blocks)), looks)


def headings(text: str) -> list[str]:
    return [
        f"{b.level} {b.number} {b.text}".replace("  ", " ") for b in read(text).blocks if b.kind == "heading"
    ]


SENTENCE = "受注者は、計画書を提出すること。"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("第１章　総則\n第１節　目的\n文である。\n第２章　業務の内容\n文である。",
         ["1 第１章 総則", "2 第１節 目的", "1 第２章 業務の内容"]),
        ("第1　概要\n文である。\n第2　業務内容\n文である。", ["1 第1 概要", "1 第2 業務内容"]),
        ("１．概要\n文である。\n２．業務内容\n文である。", ["1 １． 概要", "1 ２． 業務内容"]),
        ("1 概要\n1.1 目的\n文である。\n1.2 範囲\n文である。\n2 業務内容\n2.1 作業\n文である。",
         ["1 1 概要", "2 1.1 目的", "2 1.2 範囲", "1 2 業務内容", "2 2.1 作業"]),
        ("１　概要\n（１）目的\n文である。\n（２）範囲\n文である。\n２　業務\n（１）作業\n文である。",
         ["1 １ 概要", "2 （１） 目的", "2 （２） 範囲", "1 ２ 業務", "2 （１） 作業"]),
        ("一　概要\n文である。\n二　業務内容\n文である。", ["1 一 概要", "1 二 業務内容"]),
        ("Ⅰ　概要\n文である。\nⅡ　業務内容\n文である。", ["1 Ⅰ 概要", "1 Ⅱ 業務内容"]),
        ("第1条　目的\n文である。\n第2条　期間\n文である。", ["1 第1条 目的", "1 第2条 期間"]),
        ("１件名\n文である。\n２業務内容\n文である。", ["1 １ 件名", "1 ２ 業務内容"]),
        ("９　検査\n文である。\n10　支払\n文である。", []),
    ],
)  # fmt: skip
def test_rows_of_numbers_are_headings(text, found):
    assert headings(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "1　計画書\n2　議事録\n3　報告書",
        f"(1) {SENTENCE}\n(2) {SENTENCE}\n(3) {SENTENCE}",
        "1台を納める。\n文である。\n2台を予備とする。\n文である。",
        "１回の会議\n文である。\n２回の会議\n文である。",
        "3 途中の番号\n文である。\n7 離れた番号\n文である。",
        f"1　{SENTENCE}\n文である。\n2　{SENTENCE}\n文である。",
        "概要 ………… 1\n業務内容 ………… 3",
    ],
)
def test_lists_amounts_and_sentences_are_none(text):
    assert headings(text) == []


def test_a_list_inside_a_section_leaves_the_row_of_sections_alone():
    text = (
        "1　概要\n次のとおり。\n2　成果物\n次を納める。\n1　計画書\n2　議事録\n3　報告書\n3　検収\n文である。"
    )
    assert headings(text) == ["1 1 概要", "1 2 成果物", "1 3 検収"]


def test_items_stay_items_while_sections_of_the_same_look_are_headings():
    text = "１　作業\n（１）準備\n文である。\n（２）実施\n文である。\n２　成果物\n次のとおり。\n（１）計画書\n（２）報告書"
    assert headings(text) == ["1 １ 作業", "2 （１） 準備", "2 （２） 実施", "1 ２ 成果物"]


def test_a_contents_list_that_was_typed_is_no_row_of_headings():
    text = "１　概要\t1\n２　業務\t2\n１　概要\n文である。\n２　業務\n文である。"
    tree = read(text)
    assert [b.kind for b in tree.blocks][:2] == ["contents", "contents"]
    assert headings(text) == ["1 １ 概要", "1 ２ 業務"]


def test_heading_and_value_in_one_line_are_two_blocks_at_one_place():
    tree = read("１　件　名　　研修管理サービスの利用\n２　契約期間：令和9年3月31日まで")
    assert [(b.kind, b.text, b.index) for b in tree.blocks] == [
        ("heading", "件名", 0),
        ("paragraph", "研修管理サービスの利用", 0),
        ("heading", "契約期間", 1),
        ("paragraph", "令和9年3月31日まで", 1),
    ]


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("件　　名　　研修", ("件名", "研修")),
        ("契約期間　令和9年", ("契約期間", "令和9年")),
        ("納入場所: 庁舎", ("納入場所", "庁舎")),
        ("業務の内容", ("業務の内容", "")),
        ("支払\t毎月", ("支払", "毎月")),
    ],
)
def test_a_label_ends_at_a_gap(line, parts):
    assert split_label(line) == parts


def test_where_headings_have_styles_only_bold_lines_and_paths_are_added():
    styled = "#概要\n#範囲\n#業務\n#体制\n#検収\n"
    assert headings(f"{styled}1　計画書\n文である。\n2　報告書\n文である。")[5:] == []
    assert headings(f"{styled}*1　計画書\n文である。\n*2　報告書\n文である。")[5:] == [
        "2 1 計画書",
        "2 2 報告書",
    ]


def test_bold_lines_are_headings_only_where_nothing_else_is():
    assert headings("*目的\n文である。\n*業務内容\n文である。") == ["1 目的", "1 業務内容"]
    assert headings("■ 目的\n文である。") == ["1 目的"]
    assert headings("*目的\n文である。\n１　業務\n文である。\n２　体制\n文である。") == [
        "1 １ 業務",
        "1 ２ 体制",
    ]


def table(*rows: tuple[str, str]) -> Block:
    return Block(
        "table", rows=tuple(tuple((Block("paragraph", text),) for text in row) for row in rows), index=1
    )


def test_a_form_has_its_headings_in_the_left_column():
    rows = [
        (name, "受注者は、これを定めのとおりに行う。")
        for name in ("件名", "目的", "業務内容", "成果物", "その他")
    ]
    tree = with_typed_headings(TextTree((Block("paragraph", "仕様書", index=0), table(*rows))), {})
    assert [b.text for b in tree.blocks if b.kind == "heading"] == [name for name, _ in rows]
    assert {b.index for b in tree.blocks[1:]} == {1}


def test_a_table_of_quantities_is_no_form():
    rows = [(f"機器{n}", f"{n}台") for n in range(1, 8)]
    tree = TextTree((Block("paragraph", "次の機器を納める。", index=0), table(*rows)))
    assert with_typed_headings(tree, {}).blocks == tree.blocks
