"""A template is judged whole, and what it prints is known before anything is printed."""

import subprocess
import sys
from pathlib import Path

import pytest
from templatemaking import body, lines, open_parts, plain_docxtpl, template, with_footnote, with_parts

from specgen.errors import ContentError, InputError
from specgen.model.paper import Gap
from specgen.word.compile import compile_template
from specgen.word.package import to_bytes
from specgen.word.render import render

ROOT = Path(__file__).parents[2]
ROWS = {"deliverable": {"list": [{"key": "D1", "name": "計画書"}, {"key": "D2", "name": "報告書"}]}}


def printed(data, context, part="word/document.xml", **options):
    return lines(render(compile_template(data, **options), context).parts[part])


def faults(*blocks, **options):
    with pytest.raises(ContentError) as caught:
        compile_template(template(*blocks, **options), file="様式.docx")
    return caught.value.faults


def codes(*blocks, **options):
    return [fault.code for fault in faults(*blocks, **options)]


# ------------------------------------------------------------------ what is printed
def test_values_are_printed_in_body_table_header_footer_and_footnote():
    data = with_footnote(
        template(
            "件名は、{{ a.title }}とする。",
            [["名称"], ["{%tr for row in deliverable.list %}"], ["{{ row.name }}"], ["{%tr endfor %}"]],
            header="{{ a.title }}（{{ paper.edition }}）",
            footer="{{ org.self }}",
        ),
        "注 {{ a.title }}",
    )
    context = {"a": {"title": "更改"}, "paper": {"edition": "案"}, "org": {"self": "当機構"}, **ROWS}
    assert printed(data, context) == ["件名は、更改とする。", "名称", "計画書", "報告書"]
    assert printed(data, context, "word/header1.xml") == ["更改（案）"]
    assert printed(data, context, "word/footer1.xml") == ["当機構"]
    assert printed(data, context, "word/footnotes.xml") == ["注 更改"]


def test_blocks_choose_paragraphs():
    data = template(
        '{%p if sections["cloud"] %}',
        "ある",
        "{%p elif a.b == 'はい' and not conditions[\"c\"] %}",
        "べつ",
        "{%p else %}",
        "ない",
        "{%p endif %}",
    )
    context = {"sections": {"cloud": False}, "conditions": {"c": False}, "a": {"b": "はい"}}
    assert printed(data, {**context, "sections": {"cloud": True}}) == ["ある"]
    assert printed(data, context) == ["べつ"]
    assert printed(data, {**context, "conditions": {"c": True}}) == ["ない"]


def test_a_tag_that_word_split_over_runs_is_one_tag():
    pieces = ("件名は{", "{ procure", "ment.title }", "}です")
    runs = "".join(f"<w:r><w:rPr><w:b/></w:rPr><w:t>{piece}</w:t></w:r>" for piece in pieces)
    data = body(template("末尾"), f"<w:p>{runs}</w:p>")
    assert printed(data, {"procurement": {"title": "更改"}}) == ["件名は更改です", "末尾"]


def test_quotes_that_word_made_curly_are_read_as_docxtpl_reads_them():
    data = template("{{ tables[“利用計画”] }}")
    assert printed(data, {"tables": {"利用計画": "1"}}) == ["1"]


def test_braces_and_percent_signs_of_the_text_itself_stay():
    text = ["集合{a, b}と{", "%増{x}、税率10%}", "#1 {x} ｛全角｝"]
    assert printed(template(*text, "{{ a.b }}"), {"a": {"b": "値"}}) == [*text, "値"]


def test_comments_print_nothing():
    assert printed(template("前{# 覚え書き #}後", "{#p 段落ごと #}"), {}) == ["前後"]


def test_columns_can_be_chosen_and_the_grid_follows():
    row = ["{%tc if a.wide %}", "{{ a.b }}", "{%tc endif %}", "右"]
    data = template([row])
    for wide, cells in ((True, ["値", "右"]), (False, ["右"])):
        parts = render(compile_template(data), {"a": {"wide": wide, "b": "値"}}).parts
        assert lines(parts["word/document.xml"]) == cells
        assert parts["word/document.xml"].count(b"<w:gridCol ") == len(cells)


def test_a_cell_that_lost_all_its_paragraphs_gets_an_empty_one():
    data = body(
        template("末尾"),
        "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:tcPr/>"
        + "".join(f"<w:p><w:r><w:t>{t}</w:t></w:r></w:p>" for t in ("{%p if a.b %}", "値", "{%p endif %}"))
        + "</w:tc></w:tr></w:tbl>",
    )
    assert printed(data, {"a": {"b": "x"}}) == ["値", "末尾"]
    assert printed(data, {"a": {"b": ""}}) == ["", "末尾"]


def test_the_house_comma_changes_fixed_text_and_nothing_else():
    data = template("前、{{ a.b }}。", header="柱、{{ a.b }}")
    assert printed(data, {"a": {"b": "値、値。"}}, comma="，．") == ["前，値、値。．"]
    assert printed(data, {"a": {"b": "、"}}, "word/header1.xml", comma="，．") == ["柱，、"]


def test_a_link_in_the_contents_list_leads_to_its_bookmark():
    data = body(
        template("末尾"),
        "<w:p><w:r><w:t>{%p for entry in outline %}</w:t></w:r></w:p>"
        '<w:p><w:hyperlink w:anchor="{{ entry.bookmark }}"><w:r><w:t>{{ entry.text }}</w:t></w:r></w:hyperlink>'
        "<w:r><w:instrText> PAGEREF {{ entry.bookmark }} \\h </w:instrText></w:r></w:p>"
        "<w:p><w:r><w:t>{%p endfor %}</w:t></w:r></w:p>",
    )
    entry = {"level": 1, "number": "第1章", "text": "A&B", "bookmark": '_Toc"<1'}
    xml = render(compile_template(data), {"outline": [entry]}).parts["word/document.xml"].decode()
    assert 'w:anchor="_Toc&quot;&lt;1"' in xml
    assert "PAGEREF _Toc&quot;&lt;1 \\h" in xml
    assert "A&amp;B" in xml


def test_properties_come_from_the_template_and_from_the_case():
    data = template("本文", title="仕様書 {{ a.title }} & <案>")
    compiled = compile_template(data)
    context = {"a": {"title": "R&D\nの更改"}}
    core = render(compiled, context, properties={"created": "2026-12-04"}).parts["docProps/core.xml"].decode()
    assert "<dc:title>仕様書 R&amp;D の更改 &amp; &lt;案&gt;</dc:title>" in core
    assert core.count("2026-12-04T00:00:00Z") == 2
    assert "python-docx" not in core  # who made the template is nobody's business
    over = render(compiled, context, properties={"title": "<別>"}).parts["docProps/core.xml"].decode()
    assert "<dc:title>&lt;別&gt;</dc:title>" in over


def test_extra_parts_are_added_and_related():
    compiled = compile_template(template("本文"))
    parts = render(compiled, {}, extra_parts={"customXml/item1.xml": b"<a/>", "other.bin": b"x"}).parts
    assert parts["customXml/item1.xml"] == b"<a/>"
    assert parts["other.bin"] == b"x"
    assert b'Target="/customXml/item1.xml"' in parts["word/_rels/document.xml.rels"]
    assert b'Target="/customXml/itemProps1.xml"' in parts["customXml/_rels/item1.xml.rels"]
    assert b"/customXml/itemProps1.xml" in parts["[Content_Types].xml"]


def test_a_template_without_core_properties_gets_them():
    data = template("本文")
    parts = {n: d for n, d in open_parts(data).items() if n != "docProps/core.xml"}
    types = parts["[Content_Types].xml"]
    start = types.index(b'<Override PartName="/docProps/core.xml"')
    parts["[Content_Types].xml"] = types[:start] + types[types.index(b">", start) + 1 :]
    rels = parts["_rels/.rels"]
    at = rels.index(b"metadata/core-properties")
    start = rels.rindex(b"<Relationship ", 0, at)
    parts["_rels/.rels"] = rels[:start] + rels[rels.index(b">", at) + 1 :]
    made = render(compile_template(parts), {}, properties={"title": "題"}).parts
    assert b"/docProps/core.xml" in made["[Content_Types].xml"]
    assert b"docProps/core.xml" in made["_rels/.rels"]
    assert "題".encode() in made["docProps/core.xml"]


# ------------------------------------------------------------------ what is known of it
def heading(level, text, *bookmarks):
    marks = "".join(f'<w:bookmarkStart w:id="{n}" w:name="{name}"/>' for n, name in enumerate(bookmarks))
    return (
        f'<w:p><w:pPr><w:pStyle w:val="Heading{level}"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
        f"</w:pPr>{marks}<w:r><w:t>{text}</w:t></w:r></w:p>"
    )


def para(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("契約期間は、{{ plan.period }}とする。", True),
        ("件名は，「{{ plan.period }}」とし，…", True),
        ("終わる日は、{{ plan.period }}である。", True),
        ("テストは、{{ plan.period }}が行う。", False),
        ("資格は、高いもので{{ plan.period }}とする。", False),
        ("{{ plan.period }}", False),
    ],
)
def test_facts_tell_whether_a_sentence_names_its_value(text, named):
    (field,) = compile_template(template(para(text))).facts.fields
    assert field.named is named


def test_facts_tell_headings_fields_tables_and_texts_with_their_tests():
    data = body(
        template(),
        heading(1, "概要", "_Toc00000001", "sec_overview")
        + para('{%p if sections["overview.users"] %}')
        + heading(2, "利用者、人数", "_Toc00000002", "sec_overview__planned_users")
        + para('{%p if not conditions["c"] or a.n &gt; 3 %}')
        + '<w:p><w:bookmarkStart w:id="9" w:name="tbl_users__plan"/><w:r><w:t>表{{ tables["users.plan"] }}　利用計画</w:t></w:r></w:p>'
        + para("{%p else %}")
        + para("{%p if not paper.mark %}")
        + para("{%p else %}")
        + para("内部検討用の覚え書き")
        + para("{%p endif %}")
        + para("人数は{{ users.staff }}。{% if conditions['x'] %}別紙{{ users.x }}による。{% endif %}")
        + para("{%p endif %}")
        + para("{%p endif %}")
        + para('{{ gaps["users.plan"] }}'),
    )
    facts = compile_template(data, file="様式.docx", comma="，．").facts
    users = 'sections["overview.users"]'
    other = 'not (not conditions["c"] or a.n > 3)'
    assert [(h.level, h.text, h.key, h.bookmark, h.under, h.numbered) for h in facts.headings] == [
        (1, "概要", "overview", "_Toc00000001", (), True),
        (2, "利用者，人数", "overview.planned_users", "_Toc00000002", (users,), True),
    ]
    assert facts.tables == (("users.plan", (users, 'not conditions["c"] or a.n > 3')),)
    assert [(f.id, f.under) for f in facts.fields] == [
        ("users.staff", (users, other)),
        ("users.x", (users, other, 'conditions["x"]')),
        ("users.plan", ()),
    ]
    assert facts.fields[0].place.where == "見出し「概要」＞「利用者，人数」、段落「人数は{{ users.staff }…」"
    assert ("人数は〓．", (users, other)) in facts.texts
    assert ("内部検討用の覚え書き", (users, other, "paper.mark")) in facts.texts
    assert ("別紙〓による．", (users, other, 'conditions["x"]')) in facts.texts


def test_names_are_the_roots_that_are_read():
    data = template(
        "{{ a.b }}",
        "{%p for row in t.list %}",
        "{{ row.x }}{{ loop.index }}",
        "{%p endfor %}",
        header="{{ org.self }}",
    )
    assert compile_template(data).names == {"a", "t", "loop", "org"}


def test_cells_of_a_row_loop_are_columns_of_the_table():
    data = template(
        [["頭"], ["{%tr for d in deliverable.list %}"], ["{{ d.key }} {{ d.name }}"], ["{%tr endfor %}"]]
    )
    assert [f.id for f in compile_template(data).facts.fields] == ["deliverable.list/*.name"]
    where = compile_template(data).facts.fields[0].place.where
    assert where == "表の3行目・1列目"


def test_unnumbered_headings_are_known_as_such():
    facts = compile_template(template(("Heading 1", "附則"))).facts
    assert [(h.text, h.numbered) for h in facts.headings] == [("附則", False)]


# ------------------------------------------------------------------ faults
def test_all_faults_of_a_template_come_together_each_with_place_tag_and_remedy():
    found = faults(
        ("Heading 1", "概要"),
        "{{ title }}",
        ("Heading 2", "期間"),
        "{{ a.b|upper }}",
        [["見出し"], ["{{ a.b + 1 }}"]],
        "{%p if a.b %}",
        header="{{ paper.titel }}",
    )
    assert [(f.code, f.place.where, f.quoted) for f in found] == [
        ("T08", "見出し「概要」、段落「{{ title }}」", "{{ title }}"),
        ("T07", "見出し「概要」＞「期間」、段落「{{ a.b|upper }}」", "{{ a.b|upper }}"),
        ("T06", "見出し「概要」＞「期間」、表の2行目・1列目", "{{ a.b + 1 }}"),
        ("T13", "見出し「概要」＞「期間」、段落「{%p if a.b %}」", "{%p if a.b %}"),
        ("T08", "ヘッダー、段落「{{ paper.titel }}」", "{{ paper.titel }}"),
    ]
    assert all(f.remedy.endswith("。") and f.place.file == "様式.docx" for f in found)
    assert found[-1].nearest == "title"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{{ a.b", "T01"),
        ("a.b }}", "T01"),
        ("{{ a.b {{ c.d }}", "T01"),
        ("{{{ a.b }}}", "T01"),
        ("{% if a.b", "T01"),
        ("{_{ a.b }_}", "T01"),
        ("{{ a." + "b" * 600 + " }}", "T02"),
        ("{{ " + "(" * 30 + "a.b" + ")" * 30 + " }}", "T02"),
        ("{% if " + "not " * 60 + "a.b %}x{% endif %}", "T02"),
        ("｛｛ a.b ｝｝", "T03"),
        ("{｛ a.b }}", "T03"),
        ("｛% if a.b %}", "T03"),
        ("{{ tables[「x」] }}", "T03"),
        ("{{ a b }}", "T04"),
        ("{{ }}", "T04"),
        ("{% if %}x{% endif %}", "T04"),
        ("{% if a.b %}x{% endif a %}", "T04"),
        ("{{ a.b if c.d else e.f }}", "T06"),
        ("{{ a.b ~ c.d }}", "T06"),
        ("{{ a.b[0] }}", "T06"),
        ("{{ a.b[1:2] }}", "T06"),
        ("{{ a.b == 'x' }}", "T06"),
        ("{{ 'x' }}", "T06"),
        ("{{ 1.5 }}", "T06"),
        ("{{ none }}", "T06"),
        ("{{ sections['x'] }}", "T06"),
        ("{{ outline }}", "T06"),
        ("{{ a.b|length|upper }}", "T07"),
        ("{{ a.b|default('x') }}", "T07"),
        ("{% if a.b is defined %}x{% endif %}", "T07"),
        ("{{ title }}", "T08"),
        ("{{ a.b.c }}", "T08"),
        ("{{ case.type }}", "T08"),
        ("{{ row.name }}", "T08"),
        ("{{ loop.index }}", "T08"),
        ("{{ paper.colour }}", "T08"),
        ("{{ clauses['x'] }}", "T08"),
        ("{{ a." + "b" * 70 + " }}", "T08"),
        ("{% for x in 'abc' %}{% endfor %}", "T08"),
        ("{% for org in a.b %}{% endfor %}", "T08"),
        ("{% for a, b in c.d %}{% endfor %}", "T06"),
        ("{%- if a.b %}x{% endif %}", "T09"),
        ("{{ a.b -}}", "T09"),
        ("{{r a.b }}", "T10"),
        ("{{p a.b }}", "T10"),
        ("{%r if a.b %}", "T10"),
        ("{%p　if a.b %}", "T10"),
        ("{% colspan a.b %}", "T11"),
        ("{% vm %}", "T11"),
        ("{% set x = a.b %}", "T05"),
        ("{% raw %}", "T05"),
        ("{% endif %}", "T13"),
        ("{% else %}", "T13"),
        ("{% if a.b %}x", "T14"),
        ("{%p if a.b %} 後ろ", "T12"),
        ("{%tr if a.b %}", "T12"),
    ],
)
def test_what_a_template_may_not_hold_is_told_with_the_tag(text, code):
    found = faults(text)
    assert code in [f.code for f in found]
    assert all(f.quoted and f.remedy for f in found)


def test_blocks_must_close_where_they_opened():
    assert codes("{%p if a.b %}", [["x"], ["{%p endif %}"]]) == ["T14"]
    assert codes([["{%p if a.b %}"], ["{%p endif %}"]]) == ["T14"]
    assert codes("{%p if a.b %}", "{% endif %}") == ["T14"]
    assert codes([["頭"], ["{%tr for row in a.b %}"]], [["{%tr endfor %}"]]) == ["T14"]
    assert codes("{%p for row in a.b %}", "{%p else %}", "{%p endfor %}") == ["T13"]


def test_one_row_holds_one_command_and_nothing_else():
    assert "T12" in codes([["頭", ""], ["{%tr for row in a.b %}", "消える文字"], ["{%tr endfor %}", ""]])
    assert "T12" in codes([["頭"], ["{%tr if a.b %}{%tr endif %}"]])


def test_a_table_may_not_lose_its_last_row_unless_it_stands_under_a_test():
    loop = [["{%tr for row in a.list %}"], ["{{ row.x }}"], ["{%tr endfor %}"]]
    assert codes(loop) == ["T17"]
    guarded = template("{%p if a.list %}", loop, "{%p endif %}")
    assert printed(guarded, {"a": {"list": [{"key": "A", "x": "値"}]}}) == ["値"]


def test_a_header_must_keep_a_paragraph():
    header = "<w:p><w:r><w:t>{%p if a.b %}</w:t></w:r></w:p>" + para("x") + para("{%p endif %}")
    data = body(template("x", header="x"), header, "word/header1.xml")
    compile_template(data)  # one more paragraph follows
    xml = open_parts(data)["word/header1.xml"]
    cut = (
        xml[: xml.rindex(b"<w:p>") if b"<w:p>" in xml[xml.rindex(b"endif") :] else xml.rindex(b"<w:p ")]
        + b"</w:hdr>"
    )
    with pytest.raises(ContentError, match="T17"):
        compile_template(with_parts(data, **{"word/header1.xml": cut}))


def test_headings_and_pictures_do_not_stand_in_loops():
    assert "T16" in codes("{%p for row in a.b %}", ("Heading 1", "見出し"), "{%p endfor %}")


def test_two_headings_with_one_key_are_told():
    with pytest.raises(ContentError, match="T21"):
        compile_template(body(template(), heading(1, "甲", "sec_a") + heading(1, "乙", "sec_a")))


def test_tracked_changes_and_comments_are_told():
    ins = '<w:p><w:ins w:id="1" w:author="x"><w:r><w:t>x</w:t></w:r></w:ins></w:p>'
    with pytest.raises(ContentError, match="T18"):
        compile_template(body(template(), ins))


def test_a_command_paragraph_with_a_section_break_is_told():
    p = "<w:p><w:pPr><w:sectPr/></w:pPr><w:r><w:t>{%p if a.b %}</w:t></w:r></w:p>" + para("{%p endif %}")
    with pytest.raises(ContentError, match="T20"):
        compile_template(body(template(), p))


def test_fields_that_do_not_close_are_told():
    p = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:t>{{ a.b }}</w:t></w:r></w:p>'
    with pytest.raises(ContentError, match="T23"):
        compile_template(body(template(), p))


@pytest.mark.parametrize(
    "xml",
    [
        '<w:p><w:pPr><w:pStyle w:val="{{ a.b }}"/></w:pPr></w:p>',
        "<w:p><w:r><w:instrText> INCLUDETEXT {{ a.b }} </w:instrText></w:r></w:p>",
        '<w:p><m:oMath xmlns:m="http://x"><m:r><m:t>{{ a.b }}</m:t></m:r></m:oMath></w:p>',
        '<w:tbl><w:tblPr><w:tblCaption w:val="{{ a.b }}"/></w:tblPr><w:tblGrid/><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>',
        "<w:p><w:sdt><w:sdtContent><w:r><w:t>{{ a.b }}</w:t></w:r></w:sdtContent></w:sdt></w:p>",
        "<w:p><w:r><w:ruby><w:rubyBase><w:r><w:t>{{ a.b }}</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>",
    ],
)
def test_tags_in_places_that_cannot_hold_them_are_told(xml):
    with pytest.raises(ContentError, match="T15"):
        compile_template(body(template(), xml))


def test_tags_in_parts_that_are_never_filled_in_are_told():
    endnotes = b'<w:endnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:r><w:t>{</w:t><w:t>{ a.b }}</w:t></w:r></w:p></w:endnotes>'
    with pytest.raises(ContentError, match="T15"):
        compile_template(with_parts(template("x"), **{"word/endnotes.xml": endnotes}))


def test_a_file_that_is_no_word_file_is_told():
    for data in (b"", b"PK\x03\x04", b"x" * 100):
        with pytest.raises(ContentError, match="T19"):
            compile_template(data)
    with pytest.raises(ContentError, match="T19"):
        compile_template(with_parts(template("x"), **{"word/document.xml": b"<broken"}))
    with pytest.raises(ContentError, match="T19"):
        compile_template(
            with_parts(template("x"), **{"word/document.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'})
        )


# ------------------------------------------------------------------ rendering refuses what it cannot print
def test_a_missing_value_is_named():
    compiled = compile_template(
        template("{{ a.b }}", "{%p for g in glossary %}", "{{ g.term }}", "{%p endfor %}")
    )
    for context, name in (({"a": {}, "glossary": []}, "b"), ({}, "a.b"), ({"a": {"b": ""}}, "glossary")):
        with pytest.raises(ContentError, match=rf"「{name}」.*T30"):
            render(compiled, context)


def test_a_table_is_not_printed_as_a_value():
    with pytest.raises(ContentError, match="T31"):
        render(compile_template(template("{{ deliverable.list }}")), ROWS)


@pytest.mark.parametrize(
    "character", ["\x00", "\x0b", "\x0c", "\r", "\x7f", "\x85", "\ud800", "\ufffe", "\uffff"]
)
def test_a_character_that_word_cannot_hold_is_refused_with_its_position(character):
    compiled = compile_template(template("{{ a.b }}"))
    with pytest.raises(InputError, match=r"3文字目.*T32"):
        render(compiled, {"a": {"b": f"前後{character}"}})


def test_a_row_key_that_could_leave_its_tag_is_refused():
    compiled = compile_template(
        template([["頭"], ["{%tr for r in a.b %}"], ["{{ r.x }}"], ["{%tr endfor %}"]])
    )
    for key in ('"/><w:x', "あ", "a" * 17, "", 3):
        with pytest.raises(InputError, match="T33"):
            render(compiled, {"a": {"b": [{"key": key, "x": ""}]}})


# ------------------------------------------------------------------ the same and fast
def test_the_same_input_gives_the_same_bytes_under_any_hash_seed(tmp_path):
    path = tmp_path / "t.docx"
    path.write_bytes(
        template("{{ a.b }}", '{%p if sections["x"] %}', "{{ org.self }}", "{%p endif %}", header="{{ a.b }}")
    )
    code = (
        "import sys,hashlib;from pathlib import Path;from specgen.word.compile import compile_template;"
        "from specgen.word.render import render;from specgen.word.package import to_bytes;"
        "c=compile_template(Path(sys.argv[1]).read_bytes());"
        "r=render(c,{'a':{'b':'x'},'sections':{'x':True},'org':{'self':'y'}},properties={'title':'t','created':'2026-12-04'},"
        "extra_parts={'customXml/item2.xml':b'<a/>','customXml/item1.xml':b'<b/>'});"
        "print(hashlib.sha256(to_bytes(r.parts)).hexdigest(), c.facts)"
    )
    env = {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    runs = [
        subprocess.run(
            [sys.executable, "-c", code, str(path)],
            env={**env, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        )
        for seed in ("0", "1", "4242")
    ]
    assert len({run.stdout for run in runs}) == 1


def test_templates_made_to_take_long_do_not():
    many = "<w:p/>" * 29_000
    compile_template(body(template("{{ a.b }}"), many))
    with pytest.raises(ContentError, match="T01"):
        compile_template(template("{" * 40_000))
    with pytest.raises(ContentError, match="T02"):
        compile_template(body(template(), "<w:p/>" * 30_001))
    for blocks in (["{{ a.b }}" * 10_001], ["{{ a.b }}" * 299] * 40, ["{%p if a.b %}"] * 13):
        with pytest.raises(ContentError, match="T02"):
            compile_template(template(*blocks))


def test_gap_texts_are_ordinary_texts_to_tests():
    data = template("{% if a.b == '未定' %}はい{% endif %}{% if a.c %}{{ a.c|length }}{% endif %}")
    assert printed(data, {"a": {"b": Gap("未定"), "c": [{}, {}]}}) == ["はい2"]


def test_what_docxtpl_changes_in_an_answer_we_leave():
    data = template("{{ a.b }}")
    context = {"a": {"b": "{_{ x }_} {_% %_}"}}
    assert lines(plain_docxtpl(data, context)["word/document.xml"]) == ["{{ x }} {% %}"]
    assert printed(data, context) == ["{_{ x }_} {_% %_}"]


def test_a_rendered_file_opens_in_python_docx():
    import io

    import docx

    made = to_bytes(render(compile_template(template("{{ a.b }}")), {"a": {"b": "x"}}).parts)
    assert docx.Document(io.BytesIO(made)).core_properties.title == ""
