"""Page numbers behind the entries of a contents list, read from what was drawn; LibreOffice may fail in every way."""

from __future__ import annotations

import io
import os
import sys
import time
from pathlib import Path

import pytest
from lxml import etree

from specgen.content.markup import parse_template
from specgen.jobs import doctor, office
from specgen.jobs.office import NoOffice, draw
from specgen.jobs.pagenumbers import Heading, place, read_headings
from specgen.model.paper import OutlineEntry
from specgen.word.base import make_base
from specgen.word.build import build
from specgen.word.compile import compile_template
from specgen.word.pagenumbers import with_page_numbers
from specgen.word.read import read_tree
from specgen.word.render import render
from specgen.word.treetext import text_digest

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT = "{contents}\n\n# 改版履歴 {#history .plain}\n\nなし。\n\n# 概要 {#one}\n\n文。\n\n## 計画 {#one.plan}\n\n文。\n"
OUTLINE = (
    OutlineEntry(1, "", "改版履歴", "history", "_Toc00000001"),
    OutlineEntry(1, "第1章", "概要", "one", "_Toc00000002"),
    OutlineEntry(2, "1.1", "計画", "one.plan", "_Toc00000003"),
)


@pytest.fixture(scope="module")
def paper() -> dict[str, bytes]:
    built = build(parse_template(TEXT, "template.md", {}), {}, make_base(), "覚書")
    compiled = compile_template(built)
    names = {"sections": {}, "undecided": {}, "numbers": {e.key: e.number for e in OUTLINE}, "tables": {}}
    paper = dict.fromkeys(("title", "label", "mark", "edition", "version", "date", "organisation"), "")
    entries = [
        {"level": e.level, "number": e.number, "text": e.text, "bookmark": e.bookmark} for e in OUTLINE
    ]
    return dict(render(compiled, {**names, "paper": paper, "outline": entries}).parts)


def body(parts: dict[str, bytes]):
    return etree.fromstring(parts["word/document.xml"])


def entries(parts: dict[str, bytes]) -> list[str]:
    shown = []
    for link in body(parts).iter(W + "hyperlink"):
        signs = {W + "tab": "→", W + "t": None, W + "instrText": None}
        shown.append("".join(signs[e.tag] or e.text for e in link.iter(*signs)))
    return shown


def test_each_entry_ends_with_a_tab_and_a_field_that_shows_its_page(paper):
    done = with_page_numbers(paper, {"_Toc00000001": 2, "_Toc00000002": 3, "_Toc00000003": 10})
    assert entries(done) == [
        r"改版履歴→ PAGEREF _Toc00000001 \h 2",
        r"第1章→概要→ PAGEREF _Toc00000002 \h 3",
        r"1.1→計画→ PAGEREF _Toc00000003 \h 10",
    ]
    kinds = [e.get(W + "fldCharType") for e in body(done).iter(W + "fldChar")]
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end")


def test_the_tab_of_an_entry_without_a_number_leads_to_the_edge_like_the_others(paper):
    done = body(with_page_numbers(paper, {"_Toc00000001": 2, "_Toc00000002": 3}))
    cleared = [t.get(W + "pos") for t in done.iter(W + "tab") if t.get(W + "val") == "clear"]
    style = next(
        s
        for s in etree.fromstring(paper["word/styles.xml"]).iter(W + "style")
        if s.get(W + "styleId") == "TOC1"
    )
    assert cleared == [t.get(W + "pos") for t in style.iter(W + "tab") if t.get(W + "val") == "left"]


def test_numbers_are_the_same_bytes_each_time_and_no_edit_of_the_paper(paper):
    pages = {"_Toc00000001": 2, "_Toc00000002": 3, "_Toc00000003": 3}
    done = with_page_numbers(paper, pages)
    assert done == with_page_numbers(paper, pages)
    assert text_digest(read_tree(done)) == text_digest(read_tree(paper))


def test_a_second_time_nothing_is_added_and_without_pages_nothing_changes(paper):
    done = with_page_numbers(paper, {"_Toc00000002": 3})
    assert entries(with_page_numbers(done, {"_Toc00000002": 9})) == entries(done)
    assert with_page_numbers(paper, {}) == paper


def test_headings_that_were_drawn_as_computed_give_their_pages():
    drawn = (Heading("改版履歴", 2), Heading("第1章 概要", 4), Heading("1.1\u3000計画", 5))
    placed = place(OUTLINE, drawn)
    assert placed.pages == {"_Toc00000001": 2, "_Toc00000002": 4, "_Toc00000003": 5}
    assert placed.strange == ()


def test_a_heading_drawn_with_another_number_is_named_and_still_has_its_page():
    drawn = (Heading("改版履歴", 2), Heading("第1章 概要", 4), Heading("1.2 計画", 5))
    placed = place(OUTLINE, drawn)
    assert placed.pages["_Toc00000003"] == 5
    (told,) = placed.strange
    assert "「1.1 計画」" in told and "「1.2 計画」" in told


def test_a_heading_that_was_not_drawn_has_no_page_and_is_named():
    placed = place(OUTLINE, (Heading("改版履歴", 2), Heading("1.1 計画", 5)))
    assert placed.pages == {"_Toc00000001": 2, "_Toc00000003": 5}
    assert "「第1章 概要」" in placed.strange[0]


def test_headings_are_read_from_the_bookmarks_of_a_pdf_in_reading_order():
    pypdf = pytest.importorskip("pypdf")
    writer = pypdf.PdfWriter()
    for _ in range(3):
        writer.add_blank_page(100, 100)
    chapter = writer.add_outline_item(title="第1章 概要", page_number=1)
    writer.add_outline_item(title="1.1 計画", page_number=2, parent=chapter)
    pdf = io.BytesIO()
    writer.write(pdf)
    assert read_headings(pdf.getvalue()) == (Heading("第1章 概要", 2), Heading("1.1 計画", 3))


def test_a_pdf_that_cannot_be_read_is_told_kindly():
    with pytest.raises(NoOffice, match="読み取れませんでした"):
        read_headings(b"%PDF-1.7 broken")


# ── a LibreOffice that fails ──


@pytest.fixture
def program(tmp_path, monkeypatch):
    """Puts a program of our own where LibreOffice would be."""
    if sys.platform == "win32":
        pytest.skip("a shell script stands in for LibreOffice")

    def put(script: str) -> None:
        path = tmp_path / "soffice"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        monkeypatch.setattr(office, "find_libreoffice", lambda: str(path))

    return put


OUTDIR = 'while [ "$1" != --outdir ]; do shift; done; out=$2; shift 2'


def test_every_file_comes_back_as_pdf_under_its_own_name(program):
    program(f'{OUTDIR}; for f in "$@"; do echo "%PDF $(cat $f)" > "$out/$(basename $f .docx).pdf"; done')
    assert draw({"甲.docx": b"a", "乙.docx": b"b"}) == {"甲.docx": b"%PDF a\n", "乙.docx": b"%PDF b\n"}


@pytest.mark.parametrize(
    "script, told",
    [
        ("exit 77", "途中で止まりました"),
        ("exit 0", "PDFができませんでした"),
        (f'{OUTDIR}; echo nonsense > "$out/1.pdf"', "PDFができませんでした"),
    ],
)
def test_a_libreoffice_that_stops_or_gives_nothing_is_told_kindly(program, script, told):
    program(script)
    with pytest.raises(NoOffice, match=told):
        draw({"甲": b"a"})


def test_a_libreoffice_that_does_not_end_is_ended_with_its_children(program, tmp_path, monkeypatch):
    program(f"sleep 300 & echo $! > {tmp_path}/child; wait")
    monkeypatch.setattr(office, "PATIENCE", 1)
    with pytest.raises(NoOffice, match="待つのをやめました"):
        draw({"甲": b"a"})
    child = int((tmp_path / "child").read_text())
    for _ in range(50):
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            break
        if "State:\tZ" in _status(child):
            break
        time.sleep(0.1)
    else:
        pytest.fail("the child is still there")


def _status(process: int) -> str:
    try:
        return Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except OSError:
        return "State:\tZ"


def test_a_machine_without_libreoffice_is_told_so(monkeypatch):
    monkeypatch.setattr(office, "find_libreoffice", lambda: None)
    with pytest.raises(NoOffice, match="見当たりません"):
        draw({"甲": b"a"})


def test_whether_pdfs_can_be_read_is_known_beforehand(monkeypatch):
    monkeypatch.setitem(sys.modules, "pypdf", None)
    with pytest.raises(NoOffice):
        read_headings(b"%PDF")
    monkeypatch.setattr(doctor, "find_spec", lambda name: None)
    assert not doctor.can_read()
