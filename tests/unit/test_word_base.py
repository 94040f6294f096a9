"""The base document: valid, Japanese, the same bytes each time, with every style that the house relies on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree
from templatemaking import open_parts
from validators import valid_by_openxml_audit

from specgen.word.base import make_base
from specgen.word.build import NEEDED
from specgen.word.numbering_xml import LEVELS

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def parts():
    return open_parts(make_base())


@pytest.fixture(scope="module")
def styles(parts):
    root = etree.fromstring(parts["word/styles.xml"])
    return {style.get(W + "styleId"): style for style in root.iter(W + "style")}


def values(style, path):
    return [
        element.get(W + "val") for element in style.iterfind("/".join(W + step for step in path.split("/")))
    ]


def test_it_is_the_same_file_each_time():
    assert make_base() == make_base()


def test_the_validator_has_nothing_to_say(tmp_path):
    path = tmp_path / "base.docx"
    path.write_bytes(make_base())
    assert valid_by_openxml_audit(path) == []


def test_every_style_that_is_relied_on_is_there_and_rests_on_one_that_exists(styles):
    assert set(styles) >= set(NEEDED)
    for style in styles.values():
        assert set(values(style, "basedOn") + values(style, "next")) <= set(styles)


def test_styles_of_our_own_are_called_as_their_id_because_word_makes_ids_from_names(styles):
    for id, style in styles.items():
        if style.get(W + "customStyle"):
            assert values(style, "name") == [id]
            assert values(style, "aliases")[0] != id


def test_no_style_takes_its_font_from_the_theme_and_each_font_is_set_for_japanese_too(parts):
    fonts = list(etree.fromstring(parts["word/styles.xml"]).iter(W + "rFonts"))
    assert fonts
    for font in fonts:
        assert {key.removeprefix(W) for key in font.attrib} == {"ascii", "eastAsia", "hAnsi", "cs"}
        assert len(set(font.attrib.values())) == 1


def test_the_body_is_mincho_in_japanese_and_headings_are_gothic(parts, styles):
    defaults = etree.fromstring(parts["word/styles.xml"]).find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    assert defaults.find(W + "rFonts").get(W + "eastAsia") == "游明朝"
    assert defaults.find(W + "lang").get(W + "eastAsia") == "ja-JP"
    assert defaults.find(W + "sz").get(W + "val") == "21"
    for level in range(1, 5):
        assert styles[f"Heading{level}"].find(f"{W}rPr/{W}rFonts").get(W + "eastAsia") == "BIZ UDPゴシック"


def test_headings_are_numbered_as_chapter_section_paragraph_and_item(styles):
    assert [(level.format, level.text) for level in LEVELS[1]] == [
        ("decimal", "第%1章"),
        ("decimal", "%1.%2"),
        ("decimalFullWidth", "（%3）"),
        ("aiueoFullWidth", "%4"),
    ]
    for level in range(1, 5):
        assert values(styles[f"Heading{level}"], "pPr/numPr/numId") == ["1"]
        assert values(styles[f"Heading{level}"], "pPr/outlineLvl") == [str(level - 1)]
    assert values(styles["HeadingPlain"], "pPr/numPr/numId") == ["0"]


def test_a_missing_answer_is_seen_without_colour(styles):
    assert styles["Gap"].find(f"{W}rPr/{W}b") is not None
    assert styles["Gap"].find(f"{W}rPr/{W}shd") is not None
    assert values(styles["Unconfirmed"], "rPr/u") == ["dotted"]


def test_word_is_not_asked_to_update_fields_and_lines_before_a_break_are_not_stretched(parts):
    settings = parts["word/settings.xml"].decode()
    assert "updateFields" not in settings
    assert "<w:doNotExpandShiftReturn/>" in settings
    assert 'w:name="compatibilityMode"' in settings


def test_the_page_is_a4_with_whole_characters_in_a_line_and_whole_lines_on_a_page(parts):
    section = etree.fromstring(parts["word/document.xml"]).find(f"{W}body/{W}sectPr")
    size, margin = section.find(W + "pgSz"), section.find(W + "pgMar")
    width = int(size.get(W + "w")) - int(margin.get(W + "left")) - int(margin.get(W + "right"))
    height = int(size.get(W + "h")) - int(margin.get(W + "top")) - int(margin.get(W + "bottom"))
    assert (size.get(W + "w"), size.get(W + "h")) == ("11906", "16838")
    assert width % 210 == 0
    assert height % int(section.find(W + "docGrid").get(W + "linePitch")) == 0


def test_lines_have_their_height_from_the_style_because_a_grid_makes_two_lines_of_a_larger_one(parts, styles):
    grid = etree.fromstring(parts["word/document.xml"]).find(f"{W}body/{W}sectPr/{W}docGrid")
    line = styles["Normal"].find(f"{W}pPr/{W}spacing")
    assert grid.get(W + "type") is None
    assert (line.get(W + "line"), line.get(W + "lineRule")) == (grid.get(W + "linePitch"), "atLeast")


def test_the_cover_shows_the_mark_but_no_title_and_no_page_number(parts):
    assert (
        "paper.mark" in parts["word/header1.xml"].decode()
        and "paper.title" in parts["word/header1.xml"].decode()
    )
    assert re.findall(r"\{\{ (.*?) \}\}", parts["word/header2.xml"].decode()) == ["paper.mark"]
    assert "PAGE" in parts["word/footer1.xml"].decode()
    assert "PAGE" not in parts["word/footer2.xml"].decode()


def test_nothing_of_a_person_or_a_machine_is_inside(parts):
    assert b"<dc:creator/>" in parts["docProps/core.xml"]
    assert not re.search(rb"dcterms:created|lastModifiedBy|Template>", b"".join(parts.values()))


def test_the_shipped_base_is_the_one_that_is_made():
    shipped = Path(__file__).parents[2] / "spec_templates" / "library" / "base.docx"
    remedy = "make it anew: python -m specgen.word.base spec_templates/library/base.docx"
    assert open_parts(shipped.read_bytes()) == open_parts(make_base()), remedy


def test_the_air_below_a_table_makes_no_page_of_its_own(styles):
    """At the end of a page only the line itself needs room; Word and LibreOffice drop the space behind it."""
    spacing = styles["TableGap"].find(f"{W}pPr/{W}spacing")
    assert (spacing.get(W + "lineRule"), spacing.get(W + "line"), spacing.get(W + "before")) == (
        "exact",
        "20",
        "0",
    )
    assert int(spacing.get(W + "after")) > 100


def test_a_hundred_sections_find_room_in_two_pages_of_the_contents_list(styles):
    first, second = (styles[f"TOC{level}"].find(f"{W}pPr/{W}spacing") for level in (1, 2))
    assert first.get(W + "lineRule") == second.get(W + "lineRule") == "exact"
    needed = 100 * int(second.get(W + "line")) + 12 * int(first.get(W + "before")) + 1200  # with its heading
    assert needed <= 2 * 38 * 360  # two pages of 38 lines, 18 points each
