"""Every printed answer can be followed into Word and home again, and gaps are seen."""

from pathlib import Path

import pytest
from templatemaking import body, controls, lines, styled, template
from validators import valid_by_openxml_audit

from specgen.errors import ContentError
from specgen.model.paper import Gap, Unconfirmed
from specgen.reserved import PAPER
from specgen.word.compile import compile_template
from specgen.word.package import to_bytes
from specgen.word.read import read_tree
from specgen.word.render import render

ROOT = Path(__file__).parents[2]

MAIN = "word/document.xml"
TABLE = [
    ["名称", "期限"],
    ["{%tr for row in deliverable.list %}", ""],
    ["{{ row.name }}", "{{ row.due }}"],
    ["{%tr endfor %}", ""],
]
ROWS = [
    {"key": "D1", "name": "計画書", "due": Gap("（未定）")},
    {"key": "D-2", "name": "報告書", "due": "毎月"},
]


def xml(data, context, part=MAIN, **options):
    return render(compile_template(data, **options), context).parts[part]


def prose(text, data=None, **options):
    data = data or template("{{ a.why }}", "次の段落")
    return xml(data, {"a": {"why": text}}, is_prose=lambda name: name == "a.why", **options)


# ------------------------------------------------------------------ controls
def test_an_answer_stands_in_a_control_with_its_id():
    data = template("件名は、{{ a.title }}とし、{{ a.title }}と{{ a.x }}。", header="{{ a.title }}")
    context = {"a": {"title": "更改", "x": "甲"}}
    assert controls(xml(data, context)) == [("a.title", "更改"), ("a.title", "更改"), ("a.x", "甲")]
    assert controls(xml(data, context, "word/header1.xml")) == [("a.title", "更改")]
    assert lines(xml(data, context)) == ["件名は、更改とし、更改と甲。"]


def test_a_cell_has_the_key_of_its_row_in_its_tag():
    made = xml(template(TABLE), {"deliverable": {"list": ROWS}})
    assert controls(made) == [
        ("deliverable.list/D1.name", "計画書"),
        ("deliverable.list/D1.due", "（未定）"),
        ("deliverable.list/D-2.name", "報告書"),
        ("deliverable.list/D-2.due", "毎月"),
    ]


def test_loops_within_loops_keep_their_keys_apart():
    data = template(
        "{%p for a in x.list %}",
        "{{ a.v }}{% for b in y.list %}、{{ b.v }}と{{ a.v }}{% endfor %}",
        "{%p endfor %}",
    )
    context = {
        "x": {"list": [{"key": "X1", "v": "甲"}]},
        "y": {"list": [{"key": "Y1", "v": "乙"}, {"key": "Y2", "v": "丙"}]},
    }
    assert [tag for tag, _ in controls(xml(data, context))] == [
        "x.list/X1.v",
        "y.list/Y1.v",
        "x.list/X1.v",
        "y.list/Y2.v",
        "x.list/X1.v",
    ]
    assert lines(xml(data, context)) == ["甲、乙と甲、丙と甲"]


def test_what_stands_for_an_empty_table_has_the_tables_id():
    made = xml(template('{{ gaps["deliverable.list"] }}'), {"gaps": {"deliverable.list": Gap("（未定）")}})
    assert controls(made) == [("deliverable.list", "（未定）")]
    assert styled(made, "Gap") == ["（未定）"]


def test_a_field_and_a_key_are_one_name():
    made = xml(template('{{ a["b"] }}', "{{ a.b }}"), {"a": {"b": "x"}})
    assert controls(made) == [("a.b", "x"), ("a.b", "x")]


def test_what_is_not_an_answer_has_no_control():
    data = template(
        '{{ org.self }}{{ paper.title }}{{ numbers["x"] }}{{ tables["x"] }}',
        '{{ undecided["section:x"] }}{{ unsure["x"] }}',
        "{%p for g in glossary %}",
        "{{ g.term }}{{ loop.index }}",
        "{%p endfor %}",
        "{%p for row in a.list %}",
        "{{ row.key }}",
        "{%p endfor %}",
        "{{ a.list|length }}",
    )
    context = {
        "org": {"self": "当機構"},
        "paper": {"title": "件名"},
        "numbers": {"x": "3.6"},
        "tables": {"x": "1"},
        "undecided": {"section:x": Gap("（未定）")},
        "unsure": {"x": ""},
        "glossary": [{"key": "g1", "term": "用語", "means": ""}],
        "a": {"list": [{"key": "A1"}]},
    }
    made = xml(data, context)
    assert lines(made) == ["当機構件名3.61", "（未定）", "用語1", "A1", "1"]
    assert controls(made) == []
    assert styled(made, "Gap") == ["（未定）"]


def test_a_value_in_a_field_is_left_to_the_field():
    field = "".join(f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate"))
    text = "<w:r><w:t>{{ a.b }}</w:t></w:r>"
    data = body(
        template("後{{ a.b }}"),
        f"<w:p>{field}{text}</w:p><w:p>{text}<w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>"
        f"<w:p><w:fldSimple w:instr='SEQ x'>{text}</w:fldSimple></w:p>",
    )
    made = xml(data, {"a": {"b": "値"}})
    assert lines(made) == ["値", "値", "値", "後値"]
    assert controls(made) == [("a.b", "値")]


def test_controls_stand_in_headings_links_and_text_boxes():
    link = '<w:p><w:hyperlink w:anchor="x"><w:r><w:t>{{ a.b }}へ</w:t></w:r></w:hyperlink></w:p>'
    box = (
        '<w:p><w:r><w:t>外{{ a.b }}</w:t></w:r><w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:shape><v:textbox>'
        "<w:txbxContent><w:p><w:r><w:t>中{{ a.c }}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    )
    made = xml(body(template(("Heading 1", "{{ a.b }}の概要")), link + box), {"a": {"b": "値", "c": "箱"}})
    assert controls(made) == [("a.b", "値"), ("a.b", "値"), ("a.c", "箱"), ("a.b", "値")]


def test_the_run_around_a_value_keeps_its_look():
    run = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>前</w:t><w:br/><w:t>{{ a.b }}後</w:t><w:tab/></w:r></w:p>"
    made = xml(body(template(), run), {"a": {"b": "値"}})
    assert lines(made) == ["前\n値後\t"]
    assert made.count(b"<w:b/>") == 3


def test_without_trace_there_is_no_control_and_the_same_text_and_style():
    data = template("{{ a.b }}、{{ a.c }}", TABLE, "{{ a.why }}")
    context = {
        "a": {"b": Gap("（未定）"), "c": Unconfirmed("写し"), "why": "一\n二"},
        "deliverable": {"list": ROWS},
    }
    with_trace, without = (
        xml(data, context, trace=trace, is_prose=lambda n: n == "a.why") for trace in (True, False)
    )
    assert lines(with_trace) == lines(without)
    assert b"<w:sdt>" not in without
    assert b"w15" not in without.replace(b"xmlns:w15", b"")
    for style in ("Gap", "Unconfirmed"):
        assert styled(with_trace, style) == styled(without, style) != []


# ------------------------------------------------------------------ gap and unconfirmed style
def test_gaps_and_unconfirmed_values_are_marked_whatever_the_run_looks_like():
    looks = ("", "<w:rPr><w:b/></w:rPr>", '<w:rPr><w:rStyle w:val="Strong"/></w:rPr>')
    data = body(
        template(), "".join(f"<w:p><w:r>{look}<w:t>{{{{ a.b }}}}</w:t></w:r></w:p>" for look in looks)
    )
    assert styled(xml(data, {"a": {"b": Gap("未")}}), "Gap") == ["未"] * 3
    assert styled(xml(data, {"a": {"b": Unconfirmed("写")}}), "Unconfirmed") == ["写"] * 3
    plain = xml(data, {"a": {"b": "値"}})
    assert styled(plain, "Gap") == styled(plain, "Unconfirmed") == []
    assert styled(plain, "Strong") == ["値"]


# ------------------------------------------------------------------ line breaks, tabs, prose
def test_line_breaks_and_tabs_are_words_own():
    made = xml(template("前{{ a.b }}後"), {"a": {"b": "一\n\t二"}})
    assert lines(made) == ["前一\n\t二後"]
    assert controls(made) == [("a.b", "一\n\t二")]


def test_prose_alone_prints_a_paragraph_a_line_and_blank_lines_only_part_them():
    made = prose("一行目\n\n三行目")
    assert lines(made) == ["一行目", "三行目", "次の段落"]
    assert controls(made) == [("a.why#1", "一行目"), ("a.why#3", "三行目")]


def test_prose_reads_back_as_one_answer():
    data = template("前", "{{ a.why }}", "後")
    parts = render(compile_template(data, is_prose=lambda _: True), {"a": {"why": "一\n\n・二\n　三"}}).parts
    assert read_tree(parts).values["a.why"] == ("一\n\n・二\n　三",)


def test_a_gap_of_prose_is_marked_line_by_line():
    assert styled(prose(Gap("（未定）\n（相談中）")), "Gap") == ["（未定）", "（相談中）"]


def test_lines_that_bring_their_own_indent_get_none_from_the_style():
    for properties in (
        "",
        "<w:pPr/>",
        '<w:pPr><w:ind w:firstLine="210"/><w:jc w:val="both"/></w:pPr>',
        '<w:pPr><w:jc w:val="both"/></w:pPr>',
    ):
        data = body(template(), f"<w:p>{properties}<w:r><w:t>{{{{ a.why }}}}</w:t></w:r></w:p>")
        made = prose("ふつう\n・点\n　字下げ", data).decode()
        first, second, third = (p.split("</w:p>")[0] for p in made.split("<w:body>")[1].split("<w:p>")[1:4])
        assert 'w:hanging="210"' in second and 'w:hanging="210"' not in first + third
        assert 'w:firstLineChars="0"' in third
        assert ('w:firstLine="210"' in first) == ("firstLine" in properties)
        assert second.count("<w:ind ") == 1
        assert "jc" not in properties or second.index("<w:ind ") < second.index("<w:jc ")


@pytest.mark.parametrize(
    "block",
    [
        "背景は{{ a.why }}である。",
        [["{{ a.why }}"]],
        ("List Number", "{{ a.why }}"),
        ("Heading 1", "{{ a.why }}"),
    ],
)
def test_prose_that_is_not_alone_keeps_its_paragraph(block):
    assert controls(prose("一\n二", template(block))) == [("a.why", "一\n二")]


# ------------------------------------------------------------------ what may not be printed twice
def test_bookmarks_and_paragraph_ids_do_not_repeat():
    w14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" w14:paraId="00000001" w14:textId="77777777"'
    data = body(
        template(),
        "<w:p><w:r><w:t>{%p for row in a.list %}</w:t></w:r></w:p>"
        f'<w:p {w14}><w:bookmarkStart w:id="1" w:name="_Hlk1"/><w:r><w:t>{{{{ row.v }}}}</w:t></w:r><w:bookmarkEnd w:id="1"/></w:p>'
        "<w:p><w:r><w:t>{%p endfor %}</w:t></w:r></w:p>"
        '<w:p><w:bookmarkStart w:id="2" w:name="_GoBack"/><w:bookmarkEnd w:id="2"/><w:bookmarkStart w:id="3" w:name="keep"/>'
        '<w:bookmarkEnd w:id="3"/></w:p>',
    )
    made = xml(data, {"a": {"list": [{"key": "A", "v": "1"}, {"key": "B", "v": "2"}]}})
    assert lines(made) == ["1", "2", ""]
    assert made.count(b"bookmarkStart") == made.count(b"bookmarkEnd") == 1
    assert b"paraId" not in made


def test_an_id_that_word_cannot_keep_in_a_control_is_told():
    fits, long = "a." + "b" * 58, "a." + "b" * 59
    compile_template(template("{{ " + fits + " }}"))
    with pytest.raises(ContentError, match="T08"):
        compile_template(template("{{ " + long + " }}"))
    row = [["頭"], ["{%tr for r in a.list %}"], ["{{ r." + "b" * 41 + " }}"], ["{%tr endfor %}"]]
    with pytest.raises(ContentError, match="T08"):
        compile_template(template(row))


# ------------------------------------------------------------------ soundness
def test_what_is_printed_is_sound_by_the_validator(tmp_path):
    import docx

    document = docx.Document(str(ROOT / "spec_templates" / "library" / "base.docx"))
    for text in (
        "件名は{{ a.title }}。",
        "{{ a.why }}",
        '{{ undecided["section:x"] }}',
        "{{ a.title }}{% if a.why %}\t{{ a.why }}{% endif %}",
    ):
        document.add_paragraph(text)
    table = document.add_table(3, 1)
    for row, text in zip(
        table.rows, ("{%tr for row in t.list %}", "{{ row.v }}", "{%tr endfor %}"), strict=True
    ):
        row.cells[0].text = text
    table.add_row().cells[0].text = "計"
    document.save(str(tmp_path / "template.docx"))
    compiled = compile_template(
        (tmp_path / "template.docx").read_bytes(), is_prose=lambda name: name == "a.why"
    )
    context = {
        "a": {"title": Gap("（未定）"), "why": Unconfirmed("一\n\n・二\n　三\t四")},
        "undecided": {"section:x": Gap("（未定）")},
        "paper": dict.fromkeys(PAPER, ""),
        "t": {"list": [{"key": "T1", "v": "<&>\n"}, {"key": "T2", "v": Gap("未")}]},
    }
    parts = render(
        compiled,
        context,
        properties={"title": "題", "created": "2026-12-04"},
        extra_parts={"customXml/item1.xml": b"<a/>"},
    ).parts
    (tmp_path / "made.docx").write_bytes(to_bytes(parts))
    assert valid_by_openxml_audit(tmp_path / "made.docx") == []
