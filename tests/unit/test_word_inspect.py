"""The output check says nothing about sound files and names what is wrong with others."""

import pytest
from wordmaking import HEAD, NS, OFFICE, heading, p, package, r, sdt, table

from specgen.word.annotate import Note, annotate
from specgen.word.inspect import check_package
from specgen.word.opened import Opened
from specgen.word.private import clean_copy
from specgen.word.read import read_tree

BODY = (
    heading("概要", "overview")
    + p(r("件名は") + sdt("procurement.title", "文書管理") + r("とする。"))
    + table(["名称"], [sdt("deliverable.list/D1.name", "計画書")])
)
EXPECTED = {"procurement.title": "文書管理", "deliverable.list/D1.name": "計画書"}
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{}</dc:creator><cp:lastModifiedBy>{}</cp:lastModifiedBy></cp:coreProperties>'
)


def told(body=BODY, expected=None, **options):
    parts = body if isinstance(body, dict) else package(body)
    return check_package(parts, expected=expected or {}, **options)


def with_part(name, xml, body=BODY):
    return package(body) | {name: (HEAD + xml).encode()}


def test_a_sound_file_is_passed_in_silence():
    assert told(expected=EXPECTED) == ()


def test_a_commented_file_is_passed_in_silence():
    notes = [
        Note("A@procurement.title", "procurement.title", "一"),
        Note("B@section:overview", "section:overview", "二"),
    ]
    assert told(annotate(package(BODY), notes).parts, EXPECTED) == ()


def test_a_tree_that_was_read_already_is_used():
    parts = Opened(package(BODY))
    assert check_package(parts, expected=EXPECTED, tree=read_tree(parts)) == ()
    assert check_package(parts, expected={"a.b": "値"}, tree=read_tree(parts)) != ()


# ------------------------------------------------------------------ the package
def test_a_broken_part_is_named():
    (sentence,) = told(package(BODY) | {"word/styles.xml": b"<w:styles>"})
    assert "word/styles.xml" in sentence


def test_missing_targets_and_types_are_named():
    parts = package(BODY)
    del parts["word/numbering.xml"]
    assert told(parts) == (
        "「word/_rels/document.xml.rels」が参照する部品「numbering.xml」がありません。",
        "部品の一覧にある「word/numbering.xml」がありません。",
    )
    assert told(package(BODY) | {"word/media/a.emf": b"x"}) == (
        "部品「word/media/a.emf」の種類が書かれていません。",
    )
    assert (
        "word/document.xml" in told({k: v for k, v in package(BODY).items() if k != "word/document.xml"})[0]
    )


def test_relationships_that_share_an_id_are_named():
    parts = package(BODY)
    parts["word/_rels/document.xml.rels"] = parts["word/_rels/document.xml.rels"].replace(
        b'"rId2"', b'"rId1"'
    )
    assert "rId1" in told(parts)[0]


# ------------------------------------------------------------------ Word's rules
@pytest.mark.parametrize(
    ("body", "says"),
    [
        (sdt("a.b", "x", '<w:id w:val="7"/>') + sdt("a.c", "y", '<w:id w:val="7"/>'), "入力欄の番号「7」"),
        (
            '<w:bookmarkStart w:id="1" w:name="a"/><w:bookmarkStart w:id="1" w:name="b"/>',
            "ブックマークの番号「1」",
        ),
        (
            '<w:bookmarkStart w:id="1" w:name="a"/><w:bookmarkStart w:id="2" w:name="A"/>',
            "ブックマークの名前「a」",
        ),
        ('<w:r><w:commentReference w:id="3"/></w:r>', "コメント「3」がありません"),
        ("<w:r><w:fldChar w:fldCharType='begin'/></w:r>", "フィールド"),
    ],
)
def test_ids_that_clash_or_lead_nowhere_are_named(body, says):
    assert any(says in sentence for sentence in told(p(body)))


def test_a_comment_without_its_mark_or_end_is_named():
    parts = annotate(package(BODY), [Note("A@procurement.title", "procurement.title", "一")]).parts
    for taken, says in (
        (b'<w:commentRangeEnd w:id="0"/>', "始まりと終わり"),
        (b'<w:commentReference w:id="0"/>', "0か所"),
    ):
        less = parts | {"word/document.xml": parts["word/document.xml"].replace(taken, b"")}
        assert any(says in sentence for sentence in told(less))


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("<w:tbl><w:tr><w:tc><w:tcPr/></w:tc></w:tr></w:tbl>", "セルが、段落で終わっていません"),
        (
            f"<w:tbl><w:tr><w:tc>{p('x')}{table(['y'])}</w:tc></w:tr></w:tbl>",
            "セルが、段落で終わっていません",
        ),
        ("<w:tbl><w:tr><w:trPr/></w:tr></w:tbl>", "セルがありません"),
        ("<w:tbl><w:tblPr/></w:tbl>", "行がありません"),
    ],
)
def test_tables_that_word_would_not_open_are_named(body, says):
    assert any(says in sentence for sentence in told(body))


def test_a_cell_may_end_in_a_control_around_a_paragraph():
    cell = f'<w:sdt><w:sdtPr><w:id w:val="5"/></w:sdtPr><w:sdtContent>{p("x")}</w:sdtContent></w:sdt>'
    assert told(f"<w:tbl><w:tr><w:tc>{cell}<w:bookmarkEnd w:id='1'/></w:tc></w:tr></w:tbl>") == ()


def test_the_same_text_box_for_old_and_new_word_is_no_clash():
    box = '<w:bookmarkStart w:id="1" w:name="a"/>'
    body = f"<mc:AlternateContent><mc:Choice Requires='wps'><w:r/>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    assert told(p(body)) == ()


# ------------------------------------------------------------------ text
def test_tags_that_were_left_are_named_with_their_heading():
    (sentence,) = told(BODY + p("期限は{{ contract.due }}とする。"))
    assert sentence == "「第1章 概要」に、差し込みの印が残っています（期限は{{ contract.due }}とする。）。"
    assert "{%p" in told(p("{%p if x %}"))[0]


def test_an_answer_may_hold_what_looks_like_a_tag():
    assert told(p(sdt("a.b", "書式は {{ 名前 }} とする")), {"a.b": "書式は {{ 名前 }} とする"}) == ()
    assert told(p("題名は {{ 名前 }} です"), {"a.b": "{{ 名前 }}"}, clean=True) == ()
    assert told(p("題名は {{ 名前 }} と {{ 外 }} です"), {"a.b": "{{ 名前 }}"}, clean=True) != ()


def test_private_marks_and_tags_in_settings_are_named():
    assert "作成中の印" in told(p("<?specgen o 1?>"))[0]
    assert "設定" in told(p(f"<w:hyperlink w:anchor='x' w:tooltip=\"{{{{ a }}}}\">{r('x')}</w:hyperlink>"))[0]


def test_an_empty_heading_is_named_by_its_number():
    assert told(heading("概要", "a") + p("", "Heading2")) == ("見出し「1.1」に、文字がありません。",)


def test_a_missing_answer_is_named():
    assert told(expected=EXPECTED | {"contract.period": "契約締結日から"}) == (
        "「contract.period」に入るはずの「契約締結日から」が、見当たりません。",
    )
    assert told(expected={"procurement.title": "文書管理システム"}) != ()


def test_paragraphs_of_prose_are_compared_as_one_text():
    prose = p(sdt("a.b#1", "一")) + p(sdt("a.b#2", "二"))
    assert told(prose, {"a.b": "一\n二"}) == ()
    assert told(p("一") + p("二"), {"a.b": "一\n二"}, clean=True) == ()


def test_blank_lines_of_prose_are_not_looked_for():
    prose = p(sdt("a.b#1", "一")) + p(sdt("a.b#3", "三"))
    assert told(prose, {"a.b": "一\n\n三\n"}) == ()
    assert told(p("一") + p("三"), {"a.b": "一\n\n三\n"}, clean=True) == ()


def test_not_more_is_told_than_a_person_reads():
    sentences = told(expected={f"a.b{n}": "値" for n in range(100)})
    assert (len(sentences), sentences[-1]) == (20, "ほかに81件あります。")


# ------------------------------------------------------------------ clean copies
def private_file():
    body = (
        BODY
        + p(f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>内緒</w:t></w:r>{r('外')}")
        + p(sdt("x.y", "入力", "<w:showingPlcHdr/>"))
    )
    more = [
        (
            "word/people.xml",
            "http://schemas.microsoft.com/office/2011/relationships/people",
            "people+xml",
            f"<w15:people {NS}/>",
        ),
        (
            "docProps/core.xml",
            "x:y",
            "application/vnd.openxmlformats-package.core-properties+xml",
            CORE.format("山", "川"),
        ),
    ]
    parts = package(body, more=more, settings='<w:rsids><w:rsid w:val="00A1"/></w:rsids>')
    parts["word/_rels/document.xml.rels"] = parts["word/_rels/document.xml.rels"].replace(
        b"docProps/", b"/docProps/"
    )
    parts["customXml/item1.xml"] = b"<answers/>"
    parts["customXml/_rels/item1.xml.rels"] = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
    )
    rel = (
        f'<Relationship Id="rId77" Type="{OFFICE}customXml" Target="../customXml/item1.xml"/></Relationships>'
    )
    parts["word/_rels/document.xml.rels"] = parts["word/_rels/document.xml.rels"].replace(
        b"</Relationships>", rel.encode()
    )
    return annotate(parts, [Note("A@procurement.title", "procurement.title", "一")]).parts


def test_what_must_not_leave_the_house_is_named():
    sentences = " ".join(told(private_file(), clean=True))
    for word in (
        "コメント又は",
        "customXml",
        "コメントの印",
        "入力欄",
        "隠し文字",
        "作成者",
        "最終更新者",
        "rsid",
    ):
        assert word in sentences
    assert told(private_file()) == ()


def test_tracked_changes_must_not_leave_the_house():
    body = p(f"<w:ins w:id='1' w:author='a'>{r('足した')}</w:ins>")
    assert told(body, clean=True) == ("変更履歴が残っています。",)


def test_a_clean_copy_holds_the_same_text_and_nothing_private():
    parts = private_file()
    copy = clean_copy(parts)
    assert told(copy, EXPECTED, clean=True) == ()
    assert told(copy) == ()
    texts = [b.text for b in read_tree(copy).walk()]
    assert texts == ["概要", "件名は文書管理とする。", "名称", "計画書", "外", ""]
    assert not any(name.startswith("customXml/") or "comment" in name or "people" in name for name in copy)


def test_the_frame_of_a_contents_list_may_stay():
    frame = f'<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr><w:sdtContent>{p("概要", "TOC1")}</w:sdtContent></w:sdt>'
    assert told(frame, clean=True) == ()
