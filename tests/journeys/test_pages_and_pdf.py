"""Page numbers and PDFs of drafts: with LibreOffice they are there, without it the Word draft is, and it is said why."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from journeying import everything_below, parts, tree

sys.path.insert(0, str(Path(__file__).parents[1]))
from validators import _office, pdf_pages, pdf_text, valid_by_open_xml_sdk, valid_by_openxml_audit

from specgen.jobs import drawing, office
from specgen.jobs.drawnwhole import Drawn


@pytest.fixture
def libreoffice():
    pytest.importorskip("pypdf")
    return _office()


@pytest.fixture
def broken(monkeypatch):
    """A machine on which LibreOffice does not do its work."""

    def refuse(papers):
        raise office.NoOffice("LibreOfficeが途中で止まりました。")

    monkeypatch.setattr(drawing, "draw_whole", refuse)


def numbers(path: Path) -> list[int]:
    """The page numbers in the contents list of a Word file."""
    shown = re.findall(
        r"PAGEREF \w+ \\h .*?<w:t>(\d+)</w:t>", parts(path)["word/document.xml"].decode("utf-8")
    )
    return list(map(int, shown))


def test_page_numbers_are_those_on_which_the_headings_stand(colleague, libreoffice):
    said = colleague.types("draft", "chousa-kenkyu", "--pdf")
    assert said.code == 0 and "LibreOfficeでの割付けによる" in said.flat
    word = colleague.newest_word_file("chousa-kenkyu")
    pdf = word.with_suffix(".pdf")
    assert str(pdf) in said.out
    entries = [b for b in tree(word).blocks if b.kind == "contents" and b.text.strip()]
    pages = numbers(word)
    assert len(pages) == len(entries) > 20
    assert pages == sorted(pages) and pages[-1] <= pdf_pages(pdf)
    sheets = [re.sub(r"\s", "", sheet) for sheet in pdf_text(pdf).split("\f")]
    for entry, page in zip(entries, pages, strict=True):
        title = re.sub(r"\s", "", entry.text).removesuffix(str(page))
        assert title in sheets[page - 1], entry.text
    assert valid_by_openxml_audit(word) == []
    assert valid_by_open_xml_sdk(word) == []


def test_a_pdf_that_lacks_a_row_of_a_table_is_not_left_behind(colleague, monkeypatch):
    monkeypatch.setattr(
        drawing, "draw_whole", lambda papers: Drawn({}, dict.fromkeys(papers, "R001件数を示す"))
    )
    said = colleague.types("draft", "chousa-kenkyu", "--pdf")
    assert said.code == 0 and "「R001件数を示す」で始まる行" in said.flat and "Wordで開き" in said.flat
    word = colleague.newest_word_file("chousa-kenkyu")
    assert not word.with_suffix(".pdf").exists() and numbers(word) == []


def test_a_second_run_changes_nothing_and_a_draft_without_numbers_is_another_one(colleague, libreoffice):
    assert "01番" in colleague.types("draft", "chousa-kenkyu", "--pages").out
    before = everything_below(colleague.folder)
    said = colleague.types("draft", "chousa-kenkyu", "--pages")
    assert "変わっていません" in said.flat and everything_below(colleague.folder) == before
    assert "02番" in colleague.types("draft", "chousa-kenkyu").out
    assert numbers(colleague.newest_word_file("chousa-kenkyu")) == []
    before = everything_below(colleague.folder)
    for options, number in ((["--pages"], "01番"), ([], "02番")):
        said = colleague.types("draft", "chousa-kenkyu", *options)
        assert number in said.out and "変わっていません" in said.flat
    assert everything_below(colleague.folder) == before


def test_what_was_drawn_once_needs_no_libreoffice_the_second_time(colleague, libreoffice, monkeypatch):
    colleague.types("draft", "chousa-kenkyu", "--pdf")
    before = everything_below(colleague.folder)

    def never(papers):
        raise AssertionError("drawn in vain")

    monkeypatch.setattr(drawing, "draw_whole", never)
    said = colleague.types("draft", "chousa-kenkyu", "--pdf")
    assert said.code == 0 and "変わっていません" in said.flat and ".pdf" in said.out
    assert everything_below(colleague.folder) == before


def test_a_pdf_is_added_to_the_same_draft_and_a_pdf_of_somebody_else_stays(colleague, libreoffice):
    colleague.types("draft", "chousa-kenkyu", "--pages")
    word = colleague.newest_word_file("chousa-kenkyu")
    foreign = word.with_suffix(".pdf")
    foreign.write_bytes(b"%PDF of somebody else")
    said = colleague.types("draft", "chousa-kenkyu", "--pdf")
    assert said.code == 0 and "上書きしませんでした" in said.flat
    assert foreign.read_bytes() == b"%PDF of somebody else"
    foreign.unlink()
    said = colleague.types("draft", "chousa-kenkyu", "--pdf")
    assert "01番" in said.out and "PDFだけを加えました" in said.flat
    assert foreign.read_bytes().startswith(b"%PDF-")


def test_in_a_folder_of_ones_own_the_pdf_goes_with_the_word_file(colleague, libreoffice):
    out = colleague.folder / "渡す物"
    assert colleague.types("draft", "chousa-kenkyu", "--clean", "--pdf", "--out", "渡す物").code == 0
    (pdf,) = out.glob("*.pdf")
    assert "内部検討用" not in pdf_text(pdf)
    before = pdf.read_bytes()
    colleague.writes("chousa-kenkyu", acceptance__days="20日")
    said = colleague.types("draft", "chousa-kenkyu", "--clean", "--out", "渡す物")
    assert said.code == 0 and not pdf.exists(), "an old picture does not lie beside a new paper"
    assert colleague.types("draft", "chousa-kenkyu", "--clean", "--pdf", "--out", "渡す物").code == 0
    assert pdf.read_bytes() != before


@pytest.mark.parametrize("option", ["--pages", "--pdf"])
def test_where_libreoffice_fails_the_word_draft_is_written_and_it_is_said_why(colleague, broken, option):
    said = colleague.types("draft", "chousa-kenkyu", option)
    assert said.code == 0 and "LibreOfficeが途中で止まりました" in said.flat
    assert "Wordの下書きは、そのままできています" in said.flat and "F9" in said.out
    word = colleague.newest_word_file("chousa-kenkyu")
    assert numbers(word) == [] and list(word.parent.glob("*.pdf")) == []
    before = everything_below(colleague.folder)
    assert "変わっていません" in colleague.types("draft", "chousa-kenkyu", option).flat
    assert "変わっていません" in colleague.types("draft", "chousa-kenkyu").flat
    assert everything_below(colleague.folder) == before


def test_a_program_is_told_what_could_not_be_done(colleague, broken):
    told = colleague.types("draft", "chousa-kenkyu", "--pdf", "--json").data
    assert len(told["undone"]) == 2 and told["documents"][0]["pdf"] is None
    assert told["documents"][0]["pages"] is False


def test_without_the_library_that_reads_pdfs_there_is_a_pdf_without_numbers(
    colleague, monkeypatch, libreoffice
):
    monkeypatch.setattr(drawing, "can_read", lambda: False)
    said = colleague.types("draft", "chousa-kenkyu", "--pdf")
    assert said.code == 0 and 'python -m pip install".[pdf]"' in said.flat.replace(' "', '"')
    word = colleague.newest_word_file("chousa-kenkyu")
    assert numbers(word) == [] and word.with_suffix(".pdf").is_file()
