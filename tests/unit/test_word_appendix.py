"""The list of findings behind a working draft: there for people, no part of the paper for whoever reads it back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import validators
from lxml import etree
from wordmaking import heading, p, package, sdt, table, zipped

from specgen.word.annotate import Note, annotate
from specgen.word.appendix import BOOKMARK, TITLE, Column, with_appendix, without_appendix
from specgen.word.edits import paragraph_marks
from specgen.word.read import read_tree, text_digest
from specgen.word.screen import screen_package

COLUMNS = (Column("番号", 10), Column("気付いたこと", 90))
ROWS = [("1", "期限が\n未定です。"), ("2", "<w:p>&「甲」</w:tbl>\x0b")]
BODY = heading("概要", "overview") + p(sdt("a.b", "値")) + table(["ア", "イ"]) + p("終わり")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def listed(parts: dict[str, bytes] | None = None, rows: list[tuple[str, ...]] = ROWS) -> dict[str, bytes]:
    return with_appendix(parts or package(BODY), "この付録は、内部用です。", COLUMNS, rows)


def words(parts: dict[str, bytes]) -> str:
    return "".join(etree.fromstring(parts["word/document.xml"]).itertext())


def test_it_is_there_for_people():
    said = words(listed())
    assert TITLE in said and "この付録は、内部用です。" in said and "期限が未定です。" in said
    assert "<w:p>&「甲」</w:tbl>\ufffd" in said


def test_whoever_reads_the_paper_does_not_see_it():
    before, after = read_tree(package(BODY)), read_tree(listed())
    assert (after.blocks, after.values) == (before.blocks, before.values)
    assert text_digest(after) == text_digest(before)
    assert paragraph_marks(after) == paragraph_marks(before)


def test_what_is_edited_in_it_is_no_edit_of_the_paper():
    parts = listed()
    parts["word/document.xml"] = parts["word/document.xml"].replace(
        "未定です".encode(), "決めました".encode()
    )
    assert text_digest(read_tree(parts)) == text_digest(read_tree(package(BODY)))


def test_what_is_typed_behind_it_is_read():
    parts = listed()
    at = parts["word/document.xml"].rindex(b"<w:sectPr")
    body = parts["word/document.xml"]
    parts["word/document.xml"] = body[:at] + p("付録の後に書いた文").encode() + body[at:]
    assert [b.text for b in read_tree(parts).walk()][-1] == "付録の後に書いた文"


def test_the_paper_keeps_its_pages_and_the_list_gets_a_page_of_its_own_turned_sideways():
    root = etree.fromstring(listed()["word/document.xml"])
    sizes = [size.attrib for size in root.iter(W + "pgSz")]
    assert [(s[W + "w"], s[W + "h"], s.get(W + "orient")) for s in sizes] == [
        ("11906", "16838", None),
        ("16838", "11906", "landscape"),
    ]


def test_no_heading_no_field_and_no_caption_is_added():
    before, after = package(BODY)["word/document.xml"], listed()["word/document.xml"]
    for mark in (b"fldChar", b"fldSimple", b"outlineLvl", b"Heading", b'w:val="Caption"', b"_Toc"):
        assert after.count(mark) == before.count(mark)


def test_made_again_it_stands_there_once_and_removed_it_is_gone():
    twice = listed(listed(), [("1", "第2回の気付き")])
    assert words(twice).count(TITLE) == 1 and "未定" not in words(twice) and "第2回の気付き" in words(twice)
    bare = without_appendix(twice)
    assert words(bare) == words(package(BODY))
    assert len(list(etree.fromstring(bare["word/document.xml"]).iter(W + "sectPr"))) == 1
    assert BOOKMARK.encode() not in bare["word/document.xml"]


def test_without_findings_there_is_none():
    assert listed(rows=[]) == package(BODY)
    assert words(listed(listed(), [])) == words(package(BODY))


def test_a_comment_that_somebody_hung_on_it_is_not_lost():
    parts = listed()
    at = max(b.index for b in read_tree(parts).blocks) + 3  # a paragraph of the list
    commented = annotate(
        parts, [Note("X-1@z.z", "z.z", "一覧に書いた言葉", "文書課", "2026-12-08", block=at)]
    ).parts
    moved = without_appendix(commented)
    said = [c.text for c in read_tree(moved).comments]
    assert said == ["[X-1@z.z] 一覧に書いた言葉"]
    body = moved["word/document.xml"]
    assert (
        body.count(b"commentRangeStart")
        == body.count(b"commentRangeEnd")
        == body.count(b"commentReference")
        == 1
    )


def test_bookmarks_have_numbers_of_their_own():
    numbers = re.findall(rb'<w:bookmarkStart[^>]*w:id="(\d+)"', listed()["word/document.xml"])
    assert len(set(numbers)) == len(numbers) == 3


@pytest.mark.parametrize(
    "lost", [rb'<w:bookmarkStart w:id="\d+" w:name="specgen_findings_end"/><w:bookmarkEnd w:id="\d+"/>']
)
def test_where_an_editor_lost_its_end_it_goes_on_to_the_end_of_its_table(lost: bytes):
    parts = listed()
    parts["word/document.xml"], count = re.subn(lost, b"", parts["word/document.xml"])
    assert count == 1
    assert text_digest(read_tree(parts)) == text_digest(read_tree(package(BODY)))


def test_a_file_without_page_settings_gets_a_list_too():
    parts = package(BODY)
    parts["word/document.xml"] = re.sub(rb"<w:sectPr>.*?</w:sectPr>", b"", parts["word/document.xml"])
    assert text_digest(read_tree(listed(parts))) == text_digest(read_tree(parts))


def test_both_validators_find_nothing(tmp_path: Path):
    path = tmp_path / "listed.docx"
    path.write_bytes(zipped(listed()))
    assert [c for c in validators.valid_by_openxml_audit(path) if "is missing" not in c] == []
    assert validators.valid_by_open_xml_sdk(path) == []


def test_libreoffice_leaves_it_recognisable(tmp_path: Path):
    path, folder = tmp_path / "listed.docx", tmp_path / "saved"
    folder.mkdir()
    path.write_bytes(zipped(listed()))
    saved = validators.libreoffice_saved(path, folder)
    parts = screen_package(saved.read_bytes(), saved.name)
    assert "未定です。" in words(parts)
    assert [b.text for b in read_tree(parts).walk() if b.text] == ["概要", "値", "ア", "イ", "終わり"]
    assert "未定です。" not in words(without_appendix(parts))
