"""What may be written in a template and in a clause, and how every slip in one file is told in one run."""

from __future__ import annotations

import pytest

from specgen.content.markup import (
    ClauseBlock,
    ClauseSource,
    Contents,
    Cover,
    Field,
    Heading,
    Item,
    Landscape,
    PageBreak,
    Paragraph,
    SectionBlock,
    SectionRef,
    Table,
    TableColumn,
    Text,
    check_template,
    condition_key,
    parse_clause_body,
    parse_template,
)
from specgen.errors import ContentError, Fault


def template_faults(text, clauses=None):
    with pytest.raises(ContentError) as caught:
        parse_template(text, "template.md", clauses)
    return caught.value.faults


def only_fault(text, clauses=None) -> Fault:
    faults = template_faults(text, clauses)
    assert len(faults) == 1, "\n".join(map(str, faults))
    return faults[0]


def clause_faults(text, first_line=1):
    with pytest.raises(ContentError) as caught:
        parse_clause_body(text, "clause.md", first_line)
    return caught.value.faults


def clause(text, *, single=True):
    return ClauseSource("題", parse_clause_body(text, "clause.md"), single=single)


# ── what is read ──


def test_a_heading_carries_its_level_its_words_and_its_key():
    assert parse_template("# 概要 {#overview}\n## 件名 {#overview.title}", "t.md") == (
        Heading(1, (Text("概要"),), "overview"),
        Heading(2, (Text("件名"),), "overview.title"),
    )


def test_a_plain_heading_is_not_numbered_and_a_heading_may_have_no_key():
    assert parse_template("# 改版履歴 {#revisions .plain}\n# 別紙", "t.md") == (
        Heading(1, (Text("改版履歴"),), "revisions", numbered=False),
        Heading(1, (Text("別紙"),)),
    )


def test_lines_of_one_paragraph_are_joined_without_a_space_and_a_blank_line_parts_paragraphs():
    assert parse_template("受注者は、\n作業を行う。\n\n次の段落", "t.md") == (
        Paragraph((Text("受注者は、作業を行う。"),)),
        Paragraph((Text("次の段落"),)),
    )


def test_words_of_latin_script_stay_apart_when_lines_are_joined():
    assert parse_template("Microsoft\nWordを使う。", "t.md") == (
        Paragraph((Text("Microsoft Wordを使う。"),)),
    )


def test_fields_and_references_stand_between_words_with_their_places():
    (paragraph,) = parse_template("# 一 {#a}\n期間は{{ contract.period }}、\n{§a}に示す。", "t.md")[1:]
    assert paragraph.inlines == (
        Text("期間は"),
        Field("contract.period"),
        Text("、"),
        SectionRef("a"),
        Text("に示す。"),
    )
    assert (paragraph.inlines[1].place.line, paragraph.inlines[1].place.column) == (2, 4)
    assert (paragraph.inlines[3].place.line, paragraph.inlines[3].place.column) == (3, 1)


def test_items_have_three_levels_two_kinds_and_may_stand_under_a_condition():
    assert parse_template("1. 一\n   1. [subcontract] 二\n      - 三\n- 四", "t.md") == (
        Item(1, True, (Text("一"),)),
        Item(2, True, (Text("二"),), "subcontract"),
        Item(3, False, (Text("三"),)),
        Item(1, False, (Text("四"),)),
    )


def test_an_item_goes_on_in_indented_lines():
    assert parse_template("1. 要件を確かめ、\n   設計書にまとめる。", "t.md") == (
        Item(1, True, (Text("要件を確かめ、設計書にまとめる。"),)),
    )


def test_a_condition_may_join_names_and_has_one_key():
    (item,) = parse_template("- [not  cloud and personal] 文", "t.md")
    assert item.when == "not cloud and personal"
    assert condition_key(item.when) == "not-cloud-and-personal"


def test_a_table_repeats_one_row_for_each_row_of_an_answer():
    text = """\
表: 利用計画数 {#planned_users}
| 年度 | 区分 | 数 |
|:--20 |:-:50 |--:30 |
| {{ row.year }} | {{ row.group }}の者 | {{ row.ids }} |    {rows users.plan}
"""
    assert parse_template(text, "t.md") == (
        Table(
            columns=(TableColumn(20), TableColumn(50, "center"), TableColumn(30, "right")),
            header=((Text("年度"),), (Text("区分"),), (Text("数"),)),
            row=((Field("row.year"),), (Field("row.group"), Text("の者")), (Field("row.ids"),)),
            rows_of="users.plan",
            caption=(Text("利用計画数"),),
            key="planned_users",
        ),
    )


def test_a_table_of_fixed_rows_needs_no_caption_and_may_have_empty_cells():
    (table,) = parse_template("| 区分 | 頻度 |\n|:--60|--40|\n| 定例 | 毎月 |\n| 臨時 | |", "t.md")
    assert table.rows == (((Text("定例"),), (Text("毎月"),)), ((Text("臨時"),), ()))
    assert (table.key, table.rows_of, table.row) == ("", "", ())


def test_the_glossary_is_a_table_too():
    (table,) = parse_template(
        "| 語 | 意味 |\n|:--30|:--70|\n| {{ row.term }} | {{ row.means }} | {rows glossary}", "t.md"
    )
    assert table.rows_of == "glossary"


def test_sections_nest_and_hold_landscape_pages():
    text = "# 一 {#a}\n::: section a\n文\n::: section a.b\n内\n:::\n::: landscape\n横\n:::\n:::"
    assert parse_template(text, "t.md")[1:] == (
        SectionBlock(
            "a",
            (
                Paragraph((Text("文"),)),
                SectionBlock("a.b", (Paragraph((Text("内"),)),)),
                Landscape((Paragraph((Text("横"),)),)),
            ),
        ),
    )


def test_cover_contents_clauses_and_page_breaks_stand_in_lines_of_their_own():
    text = "{cover}\n\n{contents}\n---pagebreak---\n{clause rights.ownership}"
    assert parse_template(text, "t.md") == (Cover(), Contents(), PageBreak(), ClauseBlock("rights.ownership"))


def test_a_clause_has_its_variants_in_order():
    assert parse_clause_body("\n## transfer\n移転する。\n\n## license\n残す。\n", "c.md") == {
        "transfer": (Paragraph((Text("移転する。"),)),),
        "license": (Paragraph((Text("残す。"),)),),
    }


def test_a_clause_without_variants_is_the_one_text():
    assert list(parse_clause_body("契約書による。", "c.md")) == ["text"]


def test_full_width_braces_are_ordinary_words():
    assert parse_template("｛例｝", "t.md") == (Paragraph((Text("｛例｝"),)),)


# ── what is told ──


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        pytest.param("# 一\n::: section a\n文", "M01", 2, 1, id="a region is not closed"),
        pytest.param("# 一\n:::", "M02", 2, 1, id="a close without an opening"),
        pytest.param("::: sektion a\n文\n:::", "M03", 1, 1, id="an unknown region"),
        pytest.param("::: section\n文\n:::", "M03", 1, 1, id="a section without a key"),
        pytest.param("{covr}", "M04", 1, 1, id="an unknown line"),
        pytest.param("#概要", "M06", 1, 1, id="no blank after the mark of a heading"),
        pytest.param("# ", "M06", 1, 1, id="a heading without words"),
        pytest.param("# 一\n## 二 {#a .plain}", "M07", 2, 1, id="a plain heading below a chapter"),
        pytest.param("# 一 {#a .bold}", "M08", 1, 5, id="an unknown mark"),
        pytest.param("表: 題\n| 一 |\n|:--100|\n| 二 |", "M09", 1, 1, id="a caption without a key"),
        pytest.param("表: 題 {#t}\n文", "M10", 1, 1, id="a caption without a table"),
        pytest.param("{clause Rights}", "M11", 1, 1, id="the name of a clause"),
        pytest.param("# 一 {#a__b}", "M12", 1, 5, id="two underscores in a key"),
        pytest.param("# 一 {#Aa}", "M12", 1, 5, id="a capital in a key"),
        pytest.param("# 一 {#" + "a" * 37 + "}", "M12", 1, 5, id="a key over 36 characters"),
        pytest.param("# 一 {#" + "a." * 12 + "a}", "M12", 1, 5, id="a key over 36 characters as a bookmark"),
        pytest.param("1. 一\n  2. 二", "M13", 2, 3, id="an indent that is no multiple of three"),
        pytest.param("1. 一\n\t2. 二", "M13", 2, 2, id="an indent by a tab"),
        pytest.param("1. [参考] 文", "M14", 1, 4, id="a condition that is no name"),
        pytest.param("1. 一\n続き", "M16", 2, 1, id="a line right under an item"),
        pytest.param("・点", "M17", 1, 1, id="a bullet of Japanese typing"),
        pytest.param("1.一", "M17", 1, 1, id="no blank after a number"),
        pytest.param("{contents}\n{contents}", "M18", 2, 1, id="contents twice"),
        pytest.param("# 一\n{cover}", "M19", 2, 1, id="a cover that is not first"),
        pytest.param("件名は{{ a.b", "M20", 1, 4, id="a field that is not closed"),
        pytest.param("{% if a %}", "M21", 1, 1, id="a tag of Jinja"),
        pytest.param("語{a}", "M22", 1, 2, id="an unknown brace"),
        pytest.param("語 } 語", "M22", 1, 3, id="a stray brace"),
        pytest.param("{{ title }}", "M23", 1, 1, id="a field without a topic"),
        pytest.param("{{ a.b|upper }}", "M23", 1, 1, id="a filter"),
        pytest.param("{{ row.a }}", "M24", 1, 1, id="a cell outside a repeated row"),
        pytest.param("文\x0b字", "M25", 1, 2, id="a control character"),
        pytest.param("# 一\n### 二", "M26", 2, 1, id="a level of headings is left out"),
        pytest.param("## 一", "M26", 1, 1, id="no chapter first"),
        pytest.param("# 一 {#a .plain}\n## 二", "M27", 2, 1, id="numbers below a plain chapter"),
        pytest.param("1. 一\n      1. 二", "M28", 2, 7, id="a level of items is left out"),
        pytest.param("   1. 一", "M28", 1, 4, id="a list that begins below"),
        pytest.param("| 一 | 二 |", "M30", 1, 1, id="no widths"),
        pytest.param("| 一 |\n|:---|\n| 二 |", "M31", 2, 2, id="a width without a number"),
        pytest.param("| 一 | 二 |\n|:--50|:--40|\n| 三 | 四 |", "M32", 2, 1, id="widths that add to 90"),
        pytest.param("| 一 |\n|:--100|", "M33", 1, 1, id="a table without rows"),
        pytest.param(
            "| 一 |\n|:--100|\n| {{ row.a }} | {rows b.c}\n| 計 |", "M34", 3, 1, id="fixed and repeated"
        ),
        pytest.param("| 一 |\n|:--100|\n| 二 | {row a.b}", "M35", 3, 7, id="an unknown word behind a row"),
        pytest.param("| 一 |\n|:--100|\n| 二", "M36", 3, 1, id="a row that is not closed"),
        pytest.param("| 一 | 二 |\n|:--50|:--50|\n| 三 |", "M37", 3, 1, id="a cell is missing"),
        pytest.param("# 一 {#a}\n# 二 {#a}", "M54", 2, 1, id="a key twice"),
    ],
)
def test_each_slip_is_told_with_its_place_and_a_remedy(text, code, line, column):
    fault = only_fault(text)
    assert (fault.code, fault.place.line, fault.place.column) == (code, line, column), str(fault)
    assert fault.place.file == "template.md"
    assert fault.remedy


def test_all_slips_of_a_file_come_together_in_the_order_of_its_lines():
    faults = template_faults("## 一 {#a__b}\n{covr}\n語{{ a\n\n| 一 |\n|:--90|\n| 二 |")
    assert [fault.code for fault in faults] == ["M26", "M12", "M04", "M20", "M32"]


def test_a_field_must_close_on_its_own_line():
    assert template_faults("{{ a.b\n}}")[0].code == "M20"


def test_the_nearest_name_is_offered_for_a_slip_of_the_pen():
    assert only_fault("{contens}").nearest == "contents"
    assert only_fault("::: sction a\n:::").nearest == "section"


def test_long_quotations_are_cut():
    assert len(only_fault("{{ " + "あ" * 500).quoted) == 40


@pytest.mark.parametrize(
    "line", ["# 見出し", "::: section a", "{cover}", "{contents}", "{clause a.b}", "---pagebreak---"]
)
def test_a_clause_holds_only_paragraphs_items_and_tables(line):
    assert "M05" in {fault.code for fault in clause_faults(f"文\n\n{line}\n")}


def test_faults_of_a_clause_count_lines_from_the_front_matter_on():
    (fault,) = clause_faults("## a\n{{ b", first_line=12)
    assert (fault.code, fault.place.line) == ("M20", 13)


def test_variants_are_named_once_and_have_a_text():
    codes = [fault.code for fault in clause_faults("前の文\n## 一つ目\n文\n## b\n文\n## b\n文")]
    assert codes == ["M42", "M40", "M41"]
    assert [fault.code for fault in clause_faults("## a\n\n## b\n文")] == ["M43"]


def test_items_of_a_clause_go_down_one_level_at_a_time_too():
    assert [fault.code for fault in clause_faults("1. 一\n      1. 三")] == ["M28"]


# ── the template as a whole ──


def test_a_reference_may_lead_to_a_caption_inside_a_clause():
    listed = clause("表: 一覧 {#listed}\n| 一 |\n|:--100|\n| 二 |")
    parse_template("# 一 {#a}\n{§listed}と{§a}\n\n{clause x.y}", "t.md", {"x.y": listed})


def test_a_reference_that_leads_nowhere_is_told_with_the_nearest_key():
    fault = only_fault("# 一 {#overview}\n{§overviw}に示す。", {})
    assert (fault.code, fault.nearest, fault.place.line) == ("M50", "overview", 2)


def test_a_reference_inside_a_clause_is_looked_up_in_the_template_that_uses_it():
    body = clause("{§nowhere}による。")
    fault = only_fault("# 一 {#a}\n{clause x.y}", {"x.y": body})
    assert (fault.code, fault.place.file) == ("M50", "clause.md")


def test_a_clause_that_does_not_exist_or_stands_twice_is_told():
    faults = template_faults("# 一 {#a}\n{clause x.z}\n{clause x.y}\n{clause x.y}", {"x.y": clause("文")})
    assert [(fault.code, fault.nearest) for fault in faults] == [("M51", "x.y"), ("M52", "")]


def test_a_heading_without_a_number_cannot_be_referred_to():
    assert only_fault("# 一 {#a .plain}\n{§a}", {}).code == "M53"


def test_two_keys_that_would_make_one_bookmark_are_told_across_clauses():
    table = "表: 一覧 {#a.b}\n| 一 |\n|:--100|\n| 二 |"
    assert only_fault("# 一 {#a}\n## 二 {#a.b}\n{clause x.y}", {"x.y": clause(table)}).code == "M54"


def test_a_template_read_alone_is_checked_against_its_clauses_later():
    blocks = parse_template("# 一 {#a}\n{clause x.y}\n{§gone}", "t.md")
    with pytest.raises(ContentError, match="M50"):
        check_template(blocks, {"x.y": clause("文")})


BANDED = "| 章 | 文 |\n|:--50 |:--50 |\n{band}| {{ row.place }} | {{ row.found }} | {rows review.findings}\n"


def test_a_repeated_row_may_have_a_band_above_it():
    (table,) = parse_template(BANDED.replace("{band}", "| {{ row.chapter }} | {band}\n"), "t.md", {})
    assert (table.band.path, table.rows_of) == ("row.chapter", "review.findings")


@pytest.mark.parametrize(
    "band",
    [
        "| 第1章 | {band}\n",
        "| {{ row.chapter }} | {band}\n| {{ row.chapter }} | {band}\n",
        "| {{ row.chapter }} | x | {band}\n",
    ],
)
def test_a_band_is_one_field_and_stands_once(band):
    with pytest.raises(ContentError) as told:
        parse_template(BANDED.replace("{band}", band), "t.md", {})
    assert {fault.code for fault in told.value.faults} <= {"M37", "M38"}
