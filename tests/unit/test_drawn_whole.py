"""No row of a table is lost when pages are drawn: what was drawn is read again, and drawn anew where it lacks rows."""

from __future__ import annotations

from pathlib import Path

import pytest
import wordmaking as w
from lxml import etree
from validators import _office

from specgen.content.markup import parse_template
from specgen.jobs import drawnwhole, office
from specgen.jobs.drawnwhole import Drawn, draw_whole, lost_rows, lost_tables, text_of
from specgen.word.base import make_base
from specgen.word.build import build
from specgen.word.package import to_bytes
from specgen.word.parts import open_package
from specgen.word.tablerows import plain, rows_of, with_splitting_rows

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FIELD = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'


def whole_rows(*rows):
    return w.table(*rows).replace("<w:tr>", "<w:tr><w:trPr><w:cantSplit/></w:trPr>")


PAPER = w.package(
    whole_rows(["番号", "要件"], ["N1", "Ａ　1 件"], [w.p(FIELD + w.r("3.6")), "参照"])
    + w.p("文")
    + whole_rows(["N2", "乙"])
)


def test_a_row_is_told_by_its_words_without_blanks_and_rows_with_fields_are_left_out():
    assert rows_of(PAPER) == (("番号要件", "N1A1件"), ("N2乙",))
    assert plain("⼀ 件\n（１）") == "一件(1)"


def test_only_the_tables_that_are_named_may_be_split_and_the_words_stay():
    made = with_splitting_rows(PAPER, {1})
    tables = etree.fromstring(made["word/document.xml"]).iter(W + "tbl")
    assert [len(list(table.iter(W + "cantSplit"))) for table in tables] == [3, 0]
    assert rows_of(made) == rows_of(PAPER)
    assert with_splitting_rows(made, set())["word/document.xml"].count(b"cantSplit") == 3


def test_a_table_is_lost_in_part_when_a_row_is_drawn_less_often_than_it_stands_there():
    rows = (("見出し", "甲一"), ("見出し", "乙二", "乙二"), ("丙三",))
    assert lost_tables(rows, "見出し甲一見出し見出し乙二乙二丙三") == set()
    assert lost_tables(rows, "見出し甲一見出し乙二丙三") == {1}
    assert lost_tables(rows, "見出し甲一見出し乙二乙二") == {2}


class Lossy:
    """A LibreOffice that leaves out the last row of each table that must not be split, ``stubborn`` times."""

    def __init__(self, stubborn=1):
        self.turns = 0
        self.stubborn = stubborn

    def draw(self, papers):
        self.turns += 1
        return {name: self._words(open_package(data)).encode() for name, data in papers.items()}

    def _words(self, parts):
        tables = etree.fromstring(parts["word/document.xml"]).iter(W + "tbl")
        whole = [any(True for _ in table.iter(W + "cantSplit")) for table in tables]
        lossy = [kept and (number == 0 or self.turns > self.stubborn) for number, kept in enumerate(whole)]
        return "".join(
            "".join(rows[:-1] if lose else rows) for rows, lose in zip(rows_of(parts), lossy, strict=True)
        )


@pytest.fixture
def fake(monkeypatch):
    def use(lossy):
        monkeypatch.setattr(drawnwhole, "draw", lossy.draw)
        monkeypatch.setattr(drawnwhole, "text_of", lambda pdf: pdf.decode())
        monkeypatch.setattr(drawnwhole, "can_read", lambda: True)
        return lossy

    return use


def test_what_lacks_rows_is_drawn_again_and_all_else_is_not(fake):
    lossy = fake(Lossy(stubborn=9))
    sound = w.package(w.p("表がない"))
    drawn = draw_whole({"甲": to_bytes(PAPER), "乙": to_bytes(sound)})
    assert drawn.lost == {} and set(drawn.pdfs) == {"甲", "乙"}
    assert drawn.pdfs["甲"].decode() == "番号要件N1A1件N2乙" and lossy.turns == 2


def test_a_loss_that_moves_on_to_another_table_is_followed(fake):
    lossy = fake(Lossy(stubborn=1))
    assert draw_whole({"甲": to_bytes(PAPER)}).pdfs["甲"].decode() == "番号要件N1A1件N2乙"
    assert lossy.turns == 3


def test_the_last_drawing_is_read_too_and_a_pdf_that_still_lacks_a_row_is_not_handed_on(fake):
    """Whatever is allowed to be split, this LibreOffice leaves out the last row of the first table."""

    class Worse(Lossy):
        def _words(self, parts):
            return "".join("".join(rows[:-1] if n == 0 else rows) for n, rows in enumerate(rows_of(parts)))

    worse = fake(Worse())
    drawn = draw_whole({"甲": to_bytes(PAPER), "乙": to_bytes(w.package(w.p("表がない")))})
    assert drawn.lost == {"甲": "N1A1件"} and set(drawn.pdfs) == {"乙"} and worse.turns == 2


def test_a_row_that_was_split_is_not_lost():
    row, other = (
        "R001件数と内容を照らした記録を確かめる。必須",
        "R002件数と内容を照らした記録を確かめる。必須",
    )
    split = f"{row[:12]}3番号要件区分{row[12:]}"
    assert lost_rows([(row, other)], f"番号要件区分{split}{other}") == ()
    assert lost_rows([(row, other)], f"番号要件区分{split}") == (other,)
    assert lost_rows([("計",), ("計",)], "計") == (), "rows that say the same are told by lost_tables"


def test_a_pdf_that_cannot_be_read_is_taken_as_it_is(monkeypatch):
    monkeypatch.setattr(drawnwhole, "draw", lambda papers: dict.fromkeys(papers, b"%PDF-strange"))
    assert draw_whole({"甲": to_bytes(PAPER)}) == Drawn({"甲": b"%PDF-strange"}, {})


def requirements(before: int) -> bytes:
    """A paper of sideways tables, with so many lines before them."""
    lines = ["::: landscape", "# 要件 {#a}", *["行\n"] * before]
    number = 0
    for table, rows in enumerate((4, 4, 2, 3, 3, 3, 4, 6, 5, 4, 4, 3, 4, 5, 4)):
        lines.append(
            f"## 節{table}\n\n表: 題{table} {{#t{table}}}\n| 番号 | 対象 | 要件 | 区分 | 確かめ方 |\n|:--6 |:--14 |:--40 |:--10 |:--30 |"
        )
        for _ in range(rows):
            number += 1
            want = "件数と内容を照らした記録を確かめる。" * (2 + number * 7 % 3)
            lines.append(
                f"| R{number:03} | 対象{number} | {want} | 必須 | {'記録で確かめる。' * (1 + number % 4)} |"
            )
    return build(parse_template("\n".join([*lines, ":::"]), "t.md"), {}, make_base(), "題")


def test_libreoffice_itself_draws_every_row(tmp_path: Path):
    pytest.importorskip("pypdf")
    _office()
    papers = {str(before): requirements(before) for before in range(8)}
    for name, pdf in draw_whole(papers).pdfs.items():
        drawn = text_of(pdf)
        missing = [n for n in range(1, 59) if f"R{n:03}" not in drawn]
        assert missing == [], f"{name} lines before the first table"


def test_what_libreoffice_draws_is_read_as_it_stands_so_that_nothing_is_drawn_twice(monkeypatch):
    pytest.importorskip("pypdf")
    _office()
    turns = []
    monkeypatch.setattr(drawnwhole, "draw", lambda papers: turns.append(1) or office.draw(papers))
    short = "# 章\n\n| 一 | 二 |\n|:--30 |:--70 |\n| 令和8年12月28日 | 1件（200Mbps）、PDF/A-2 |\n| 値 <A&B> | 〜①㎡ |"
    draw_whole({"短い": build(parse_template(short, "t.md"), {}, make_base(), "題")})
    assert turns == [1]
