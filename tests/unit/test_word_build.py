"""The built template: an ordinary docxtpl template with tests, loops, numbers, fields and bookmarks in their places."""

from __future__ import annotations

import io
import re

import pytest
from docxtpl import DocxTemplate
from jinja2 import Environment, StrictUndefined
from lxml import etree
from templatemaking import open_parts, with_parts
from validators import valid_by_openxml_audit

from specgen.content.markup import ClauseSource, parse_clause_body, parse_template
from specgen.errors import ContentError
from specgen.word.base import make_base
from specgen.word.build import build, is_edited, is_same_build, source_digest, source_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BASE = make_base()
OWNERSHIP = """\
## transfer
{{ org.contractor }}から移転する。

1. 一
2. [subcontract] 再委託先にも約束させる。
   1. 一覧を{{ rights.list_due }}に提出する。

## license
残す。
"""


def clause(text):
    variants = parse_clause_body(text, "clause.md")
    return ClauseSource("題", variants, single=list(variants) == ["text"])


def built(text, **clauses):
    sources = {name.replace("__", "."): clause(body) for name, body in clauses.items()}
    return build(parse_template(text, "template.md", sources), sources, BASE, "調達仕様書")


def body(data):
    return etree.fromstring(open_parts(data)["word/document.xml"])[0]


def lines(data):
    """The paragraphs of the body in order, as ``style: text``; a tag for blocks stands alone."""
    found = []
    for paragraph in body(data).iter(W + "p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        text = "".join(paragraph.itertext(W + "t"))
        found.append(f"{style.get(W + 'val')}: {text}" if style is not None else text)
    return found


def filled(data, context):
    """What docxtpl itself makes of the template, as the bytes of a file."""
    template = DocxTemplate(io.BytesIO(data))
    template.render(context, Environment(undefined=StrictUndefined), autoescape=True)
    made = io.BytesIO()
    template.save(made)
    return made.getvalue()


PAPER = dict.fromkeys(
    ["title", "title_lines", "edition", "version", "date", "organisation", "department", "mark", "label"], ""
)
CONTEXT = {
    "paper": {
        **PAPER,
        "title": "件名 <A&B>",
        "title_lines": "件名 <A&B>",
        "edition": "案",
        "mark": "内部検討用",
        "label": "調達仕様書",
        "date": "令和8年12月4日",
        "version": "0.3",
        "organisation": "架空機構",
    },
    "org": {"contractor": "受注者"},
    "rights": {"list_due": "1か月以内"},
    "users": {
        "plan": [
            {"key": "U1", "year": "令和9年度", "ids": "10"},
            {"key": "U2", "year": "令和10年度", "ids": "20"},
        ]
    },
    "sections": {"cloud": True},
    "conditions": {"subcontract": True},
    "unsure": {"subcontract": "（未定）"},
    "undecided": {"section:cloud": "", "clause:rights.ownership": ""},
    "clauses": {"rights.ownership": {"transfer": True, "license": False}},
    "gaps": {"users.plan": "なし"},
    "numbers": {"a": "第1章", "a.b": "1.1"},
    "tables": {"plan": "1"},
    "outline": [
        {"level": 1, "number": "", "text": "改版履歴", "bookmark": "_Toc00000001"},
        {"level": 1, "number": "第1章", "text": "概要", "bookmark": "_Toc00000002"},
        {"level": 2, "number": "1.1", "text": "計画", "bookmark": "_Toc00000003"},
    ],
}
WHOLE = """\
{cover}

# 改版履歴 {#revisions .plain}

文

{contents}

# 概要 {#a}

{§a.b}の{§plan}に示す。

## 計画 {#a.b}

表: 計画 {#plan}
| 年度 | 数 |
|:--60 |--:40 |
| {{ row.year }} | {{ row.ids }} | {rows users.plan}

::: section cloud
# クラウド {#cloud}

{clause rights.ownership}
:::

::: landscape
# 予定
| 一 |
|:--100 |
| 二 |
:::
"""


# ── what a template holds ──


def test_headings_carry_two_bookmarks_and_their_style_gives_the_number():
    document = body(built("# 概要 {#overview}\n## 件名 {#overview.title}\n# 別紙\n# 改版履歴 {#r .plain}"))
    names = [mark.get(W + "name") for mark in document.iter(W + "bookmarkStart")]
    assert names == [
        "_Toc00000001",
        "sec_overview",
        "_Toc00000002",
        "sec_overview__title",
        "_Toc00000003",
        "_Toc00000004",
        "sec_r",
    ]
    styles = [style.get(W + "val") for style in document.iter(W + "pStyle")]
    assert styles == ["Heading1", "Heading2", "Heading1", "HeadingPlain"]


def test_a_field_alone_in_its_paragraph_is_the_only_text_of_it():
    assert lines(built("{{ procurement.background }}")) == ["BodyText: {{ procurement.background }}"]


def test_words_and_fields_of_a_paragraph_share_one_run():
    document = body(built("期間は、{{ contract.period }}とする。"))
    assert [t.text for t in document.iter(W + "t")] == ["期間は、{{ contract.period }}とする。"]


def test_a_section_prints_its_heading_then_the_gap_that_would_decide_it():
    assert lines(built("::: section cloud\n# クラウド {#cloud}\n文\n:::")) == [
        '{%p if sections["cloud"] %}',
        "Heading1: クラウド",
        '{%p if undecided["section:cloud"] %}',
        'BodyText: {{ undecided["section:cloud"] }}',
        "{%p endif %}",
        "BodyText: 文",
        "{%p endif %}",
    ]


def test_a_clause_prints_the_variant_that_holds_and_a_gap_when_none_is_decided():
    assert lines(built("{clause rights.ownership}", rights__ownership="## a\n甲\n## b\n乙")) == [
        '{%p if clauses["rights.ownership"]["a"] %}',
        "BodyText: 甲",
        "{%p endif %}",
        '{%p if clauses["rights.ownership"]["b"] %}',
        "BodyText: 乙",
        "{%p endif %}",
        '{%p if undecided["clause:rights.ownership"] %}',
        'BodyText: {{ undecided["clause:rights.ownership"] }}',
        "{%p endif %}",
    ]


def test_a_clause_with_one_text_is_printed_without_a_test():
    assert lines(built("{clause x.y}", x__y="契約書による。")) == ["BodyText: 契約書による。"]


def test_the_condition_of_an_item_holds_for_the_items_below_it():
    assert lines(built("1. 一\n2. [sub] 二\n   1. 子\n3. [not sub and a] 三")) == [
        "Item1: 一",
        '{%p if conditions["sub"] %}',
        'Item1: {{ unsure["sub"] }}二',
        "Item2: 子",
        "{%p endif %}",
        '{%p if conditions["not-sub-and-a"] %}',
        'Item1: {{ unsure["not-sub-and-a"] }}三',
        "{%p endif %}",
    ]


def test_an_empty_table_prints_its_gap_in_place_of_caption_and_table():
    text = "表: 計画 {#plan}\n| 年度 |\n|:--100|\n| {{ row.year }} | {rows users.plan}"
    assert lines(built(text)) == [
        "{%p if users.plan %}",
        'Caption: 表{{ tables["plan"] }}　計画',
        "TableHead: 年度",
        "TableText: {%tr for row in users.plan %}",
        "TableText: {{ row.year }}",
        "TableText: {%tr endfor %}",
        "TableGap: ",
        "{%p else %}",
        'BodyText: {{ gaps["users.plan"] }}',
        "{%p endif %}",
    ]


def test_references_are_fields_with_our_own_numbers_as_their_shown_result():
    document = body(built("# 一 {#a.b}\n{§a.b}と{§t}\n\n表: 題 {#t}\n| 一 |\n|:--100|\n| 二 |"))
    codes = [code.text.strip() for code in document.iter(W + "instrText")]
    assert codes == ["REF sec_a__b \\r \\h", "REF tbl_t \\h", "SEQ 表 \\* ARABIC"]
    assert '{{ numbers["a.b"] }}と表{{ tables["t"] }}' in "".join(document.itertext(W + "t"))


def test_every_list_begins_anew_and_sub_lists_go_with_their_parent():
    document = body(built("1. 一\n   1. 子\n2. 二\n   - 点\n\n文\n\n1. 一\n\n- 点\n   1. 子\n- 点\n   1. 子"))
    numbers = [
        (paragraph.find(f".//{W}pStyle").get(W + "val"), num.get(W + "val") if num is not None else "")
        for paragraph in document.iter(W + "p")
        for num in [paragraph.find(f"{W}pPr/{W}numPr/{W}numId")]
    ]
    assert numbers == [
        ("Item1", "4"),
        ("Item2", "4"),
        ("Item1", "4"),
        ("Bullet2", ""),
        ("BodyText", ""),
        ("Item1", "5"),
        ("Bullet1", ""),
        ("Item2", "6"),
        ("Bullet1", ""),
        ("Item2", "7"),
    ]


def test_below_a_heading_numbered_in_brackets_a_list_begins_one_step_lower():
    text = "# 章\n## 節\n1. 一\n   1. 子\n\n### 項\n1. 一\n   1. 子\n\n{clause x.y}\n\n- 点\n\n## 節\n1. 一"
    found = lines(built(text, x__y="文は次のとおり。\n\n1. [sub] 一\n   1. 子"))
    assert [line for line in found if line.startswith(("Item", "Bullet"))] == [
        "Item1: 一",
        "Item2: 子",
        "Item2: 一",
        "Item3: 子",
        'Item2: {{ unsure["sub"] }}一',
        "Item3: 子",
        "Bullet1: 点",
        "Item1: 一",
    ]


def test_a_list_of_three_steps_stays_where_it_is_for_there_is_no_fourth():
    found = lines(built("# 章\n## 節\n### 項\n1. 一\n   1. 二\n      1. 三"))
    assert found[3:] == ["Item1: 一", "Item2: 二", "Item3: 三"]


def test_no_page_ends_between_a_sentence_and_what_it_announces():
    table = "| 一 |\n|:--100|\n| 二 |"
    document = body(
        built(
            f"前の文\n\n{table}\n\n次のとおり行う。\n\n1. 上\n   1. 下\n2. 上\n\n次のとおりとする。\n\n"
            "{{ a.b }}\n\n次の文\n\n終わり"
        )
    )
    kept = [
        "".join(p.itertext(W + "t"))
        for p in document.iterchildren(W + "p")
        if p.find(f"{W}pPr/{W}keepNext") is not None
    ]
    assert kept == ["前の文", "", "次のとおり行う。", "上", "次のとおりとする。"]


def test_a_sentence_that_announces_goes_where_it_was_said_that_nothing_follows():
    table = "| 年度 |\n|:--100|\n| {{ row.year }} | {rows users.plan}"
    assert lines(built(f"計画は、次のとおりとする。\n\n{table}"))[:3] == [
        '{%p if follows["users.plan"] %}',
        "BodyText: 計画は、次のとおりとする。",
        "{%p endif %}",
    ]
    assert lines(built("日は、次のとおりである。\n\n{{ plan.day }}"))[0] == '{%p if follows["plan.day"] %}'


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("計画（案を含む。）は、次のとおりとする。数は、見込みである。", "数は、見込みである。"),
        (
            "甲が使う。{{ org.self }}の計画は、次のとおりとする。期限は、{§a}による。",
            "甲が使う。期限は、第1章による。",
        ),
    ],
)
def test_the_other_sentences_of_a_paragraph_that_announces_stay(text, printed):
    data = built(f"# 章 {{#a}}\n\n{text}\n\n{{{{ plan.day }}}}")
    context = {"org": {"self": "当機構"}, "plan": {"day": "なし"}, "numbers": {"a": "第1章"}, "paper": PAPER}
    assert lines(filled(data, context | {"follows": {"plan.day": False}}))[1] == f"BodyText: {printed}"
    told = lines(filled(data, context | {"follows": {"plan.day": True}}))[1]
    assert "計画" in told and "次のとおりとする。" in told


def test_a_sentence_before_fixed_text_or_computed_lists_has_no_test():
    text = "次のとおりとする。\n\n| 用語 |\n|:--100|\n| {{ row.term }} | {rows glossary}"
    assert lines(built(text))[0] == "BodyText: 次のとおりとする。"
    assert lines(built("次のとおりとする。\n\n1. 一"))[0] == "BodyText: 次のとおりとする。"


def test_each_numbering_that_was_made_restarts_on_all_levels_of_the_items():
    numbering = etree.fromstring(open_parts(built("1. 一\n\n文\n\n1. 一"))["word/numbering.xml"])
    made = [num for num in numbering.iter(W + "num") if int(num.get(W + "numId")) > 3]
    assert [num.get(W + "numId") for num in made] == ["4", "5"]
    for num in made:
        assert num.find(W + "abstractNumId").get(W + "val") == "2"
        assert [o.get(W + "ilvl") for o in num.iter(W + "lvlOverride")] == ["0", "1", "2"]


def test_columns_fill_the_page_exactly_upright_and_sideways():
    table = "| 一 | 二 | 三 |\n|:--33|:--33|:--34|\n| a | b | c |"
    for text, width in ((table, 9030), (f"::: landscape\n{table}\n:::", 13962)):
        columns = [int(column.get(W + "w")) for column in body(built(text)).iter(W + "gridCol")]
        assert (len(columns), sum(columns)) == (3, width)


def test_the_header_row_repeats_and_no_row_is_split():
    rows = list(body(built("| 一 |\n|:--100|\n| 二 |")).iter(W + "tr"))
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True, False]
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


def test_a_landscape_region_is_a_section_of_its_own_and_neighbours_share_it():
    document = body(built("文\n\n::: landscape\n横\n:::\n::: landscape\n横\n:::\n\n文"))
    turns = [size.get(W + "orient") for size in document.iter(W + "pgSz")]
    assert turns == [None, "landscape", None]


def test_a_landscape_region_at_the_end_leaves_no_empty_page():
    document = body(built("文\n\n::: landscape\n横\n:::"))
    assert [size.get(W + "orient") for size in document.iter(W + "pgSz")] == [None, "landscape"]
    assert document[-1].tag == W + "sectPr"


def test_header_and_footer_are_named_once_when_there_is_a_cover():
    sections = list(body(built("{cover}\n\n文\n\n::: landscape\n横\n:::\n\n文")).iter(W + "sectPr"))
    assert [len(section.findall(W + "headerReference")) for section in sections] == [2, 0, 0, 0]
    assert [section.find(W + "titlePg") is not None for section in sections] == [True, False, False, False]


def test_a_short_paper_has_its_title_at_the_head_of_the_first_page():
    data = built("{title}\n\n# 概要\n\n---pagebreak---\n\n# 二")
    document = body(data)
    sections = list(document.iter(W + "sectPr"))
    assert len(sections) == 1 and len(sections[0].findall(W + "headerReference")) == 2
    assert sections[0].find(W + "titlePg") is None, "the first page has its number and its header"
    printed = [line for line in lines(filled(data, CONTEXT)) if line]
    assert printed == [
        "CoverEdition: 案",
        "Title: 件名 <A&B>",
        "CoverLabel: 調達仕様書",
        "CoverLine: 令和8年12月4日　第0.3版",
        "CoverLine: 架空機構",
        "Heading1: 概要",
        "Heading1: 二",
    ]
    assert len(list(document.iter(W + "pageBreakBefore"))) == 1


def test_a_page_break_goes_into_the_heading_that_follows():
    document = body(built("文\n\n---pagebreak---\n\n# 一\n\n---pagebreak---\n\n文"))
    assert len(list(document.iter(W + "pageBreakBefore"))) == 1
    assert [br.get(W + "type") for br in document.iter(W + "br")] == ["page"]


def test_words_that_look_like_markup_stay_words():
    assert lines(built("A<B & C>D \"E\" 'F'")) == ["BodyText: A<B & C>D \"E\" 'F'"]


# ── the paper that docxtpl makes of it ──


@pytest.fixture(scope="module")
def whole():
    return built(WHOLE, rights__ownership=OWNERSHIP)


def test_docxtpl_fills_it_and_nothing_of_the_template_is_left(whole):
    found = lines(filled(whole, CONTEXT))
    assert not [line for line in found if re.search(r"[{}]", line)]
    assert found[:3] == ["CoverEdition: 案", "", "Title: 件名 <A&B>"]
    assert "Item1: （未定）再委託先にも約束させる。" in found
    assert "BodyText: 1.1の表1に示す。" in found
    assert [line for line in found if line.startswith("TableText")] == [
        "TableText: 令和9年度",
        "TableText: 10",
        "TableText: 令和10年度",
        "TableText: 20",
        "TableText: 二",
    ]


def test_the_contents_list_has_linked_entries_without_page_numbers(whole):
    document = body(filled(whole, CONTEXT))
    links = [link.get(W + "anchor") for link in document.iter(W + "hyperlink")]
    assert links == ["_Toc00000001", "_Toc00000002", "_Toc00000003"]
    entries = [line for line in lines(filled(whole, CONTEXT)) if line.startswith("TOC")]
    assert entries == ["TOC1: ", "TOC1: 改版履歴", "TOC1: 第1章概要", "TOC2: 1.1計画"]
    assert "PAGEREF" not in "".join(document.itertext())


def test_the_end_of_the_contents_list_takes_no_room_so_that_no_empty_page_follows_a_full_one(whole):
    ends = [
        paragraph.find(f"{W}pPr/{W}pStyle").get(W + "val")
        for paragraph in body(whole).iterchildren(W + "p")
        if (mark := paragraph.find(f".//{W}fldChar")) is not None and mark.get(W + "fldCharType") == "end"
    ]
    assert ends == ["SectionEnd"]


def test_fields_begin_and_end_in_pairs(whole):
    depth = 0
    for mark in body(filled(whole, CONTEXT)).iter(W + "fldChar"):
        depth += {"begin": 1, "separate": 0, "end": -1}[mark.get(W + "fldCharType")]
        assert depth in (0, 1)
    assert depth == 0


@pytest.mark.parametrize("printed", [True, False])
def test_the_template_and_the_filled_paper_are_valid(whole, tmp_path, printed):
    context = CONTEXT if printed else {**CONTEXT, "sections": {"cloud": False}, "users": {"plan": []}}
    for name, data in (("template", whole), ("paper", filled(whole, context))):
        path = tmp_path / f"{name}.docx"
        path.write_bytes(data)
        assert valid_by_openxml_audit(path) == []


def test_marks_are_unique_and_every_cell_ends_in_a_paragraph(whole):
    document = body(filled(whole, CONTEXT))
    ids = [mark.get(W + "id") for mark in document.iter(W + "bookmarkStart")]
    assert len(ids) == len(set(ids))
    assert all(cell[-1].tag == W + "p" for cell in document.iter(W + "tc"))


# ── the stamp ──


def test_the_same_source_gives_the_same_bytes(whole):
    assert built(WHOLE, rights__ownership=OWNERSHIP) == whole


def test_a_built_template_is_not_edited_until_a_part_changes(whole):
    assert not is_edited(whole)
    repacked = with_parts(whole)
    assert repacked != whole
    assert not is_edited(repacked)
    changed = open_parts(whole)["word/document.xml"].replace("概要".encode(), "概略".encode())
    assert is_edited(with_parts(whole, **{"word/document.xml": changed}))


def test_a_file_without_a_stamp_counts_as_edited():
    assert is_edited(BASE)
    assert is_edited(b"no zip at all")
    assert source_of(BASE) == source_of(b"no zip at all") == ""


def test_the_stamp_tells_whether_the_source_has_changed():
    def digest(text, body="文", base=BASE):
        sources = {"x.y": clause(body), "not.used": clause("他")}
        blocks = parse_template(text, "template.md", sources)
        return source_digest(blocks, sources, base, "題")

    first = digest("# 一 {#a}\n{clause x.y}")
    assert first == digest("# 一 {#a}\n\n\n{clause x.y}\n"), "blank lines do not count"
    assert first != digest("# 二 {#a}\n{clause x.y}")
    assert first != digest("# 一 {#a}\n{clause x.y}", "別の文")
    assert first == digest("# 一 {#a}\n{clause x.y}", base=with_parts(BASE))
    sources = {"x.y": clause("文")}
    data = build(parse_template("# 一 {#a}\n{clause x.y}", "t.md", sources), sources, BASE, "題")
    assert source_of(data) == first


def test_two_builds_are_the_same_when_their_parts_are(whole):
    assert is_same_build(whole, with_parts(whole))
    assert not is_same_build(whole, built("文"))
    assert not is_same_build(BASE, BASE)


# ── the base of an agency ──


def test_a_base_without_the_needed_styles_is_refused_with_all_of_them():
    styles = open_parts(BASE)["word/styles.xml"]
    for name in (b"Item1", b"Gap"):
        styles = styles.replace(b'<w:name w:val="' + name + b'"/>', b'<w:name w:val="x"/>')
    with pytest.raises(ContentError) as caught:
        build((), {}, with_parts(BASE, **{"word/styles.xml": styles}), "題")
    assert [fault.what for fault in caught.value.faults] == [
        "元になる文書に、スタイル Gap がありません。",
        "元になる文書に、スタイル Item1 がありません。",
    ]


def test_styles_are_found_by_name_in_a_base_that_japanese_word_has_saved():
    styles = open_parts(BASE)["word/styles.xml"].replace(b'w:styleId="Heading1"', b'w:styleId="1"')
    styles = styles.replace(b'<w:basedOn w:val="Heading1"/>', b'<w:basedOn w:val="1"/>')
    base = with_parts(BASE, **{"word/styles.xml": styles})
    data = build(parse_template("# 一\n## 二", "t.md"), {}, base, "題")
    assert lines(data) == ["1: 一", "Heading2: 二"]


def test_the_page_and_the_numberings_of_an_agencys_base_are_kept():
    parts = open_parts(BASE)
    document = parts["word/document.xml"].replace(b'w:left="1438"', b'w:left="2000"')
    numbering = parts["word/numbering.xml"].replace(b"</w:numbering>", b"")
    numbering += b'<w:num w:numId="40"><w:abstractNumId w:val="3"/></w:num></w:numbering>'
    base = with_parts(BASE, **{"word/document.xml": document, "word/numbering.xml": numbering})
    data = build(parse_template("1. 一\n\n| 一 |\n|:--100|\n| 二 |", "t.md"), {}, base, "題")
    assert [column.get(W + "w") for column in body(data).iter(W + "gridCol")] == [str(9030 - (2000 - 1438))]
    assert [num.get(W + "val") for num in body(data).iter(W + "numId")] == ["41"]
