"""Reading Word files back: text, numbers, controls, tables and comments, also after people edited them."""

import pytest
from wordmaking import NS, heading, level, p, package, r, sdt, table

from specgen.errors import InputError
from specgen.word.read import lost_controls, read_tree, table_rows, text_digest, tree_to_text


def tree(body, **options):
    return read_tree(package(body, **options))


def texts(body):
    return [block.text for block in tree(body).walk()]


def one(body, tag):
    (value,) = tree(body).values[tag]
    return value


# ------------------------------------------------------------------ text
def test_insertions_are_read_and_deletions_are_not():
    body = p(
        f"{r('期限は')}<w:del w:id='1' w:author='a'><w:r><w:delText>３月</w:delText></w:r></w:del>"
        f"<w:ins w:id='2' w:author='a'>{r('４月')}</w:ins>{r('とする。')}"
    )
    read = tree(body)
    assert read.blocks[0].text == "期限は４月とする。"
    assert read.tracked


def test_moved_text_is_read_where_it_went():
    body = p(f"<w:moveFrom w:id='1' w:author='a'>{r('移した文')}</w:moveFrom>") + p(
        f"<w:moveTo w:id='2' w:author='a'>{r('移した文')}</w:moveTo>"
    )
    assert texts(body) == ["", "移した文"]


def test_a_paragraph_whose_end_was_deleted_runs_into_the_next():
    gone = '<w:rPr><w:del w:id="1" w:author="a"/></w:rPr>'
    assert texts(p(r("前の行"), props=gone) + p("次の行")) == ["前の行次の行"]


def test_a_last_paragraph_whose_end_was_deleted_is_not_lost():
    assert texts(p(r("最後の行"), props='<w:rPr><w:del w:id="1" w:author="a"/></w:rPr>')) == ["最後の行"]


def test_text_is_found_inside_controls_links_smart_tags_and_formulas():
    body = p(
        f"{sdt('a.b', '件名')}<w:hyperlink w:anchor='x'>{r('リンク')}</w:hyperlink>"
        f"<w:smartTag w:element='x'>{r('札')}</w:smartTag>"
        "<m:oMath xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math'><m:r><m:t>x+1</m:t></m:r></m:oMath>"
    )
    assert texts(body) == ["件名リンク札x+1"]


def test_a_field_gives_its_result_and_not_its_code():
    body = p(
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> REF _Ref1 </w:instrText></w:r>"
        f"<w:r><w:fldChar w:fldCharType='separate'/></w:r>{r('3.6')}<w:r><w:fldChar w:fldCharType='end'/></w:r>{r('に示す。')}"
    )
    assert texts(body) == ["3.6に示す。"]


def test_a_page_number_is_layout_and_no_text():
    footer = (
        f'<w:ftr {NS}><w:p><w:fldSimple w:instr=" PAGE ">{r("7")}</w:fldSimple>{r("ページ")}</w:p></w:ftr>'
    )
    read = tree(p("本文"), more=[("word/footer1.xml", "footer", "footer+xml", footer)])
    assert [block.text for block in read.margins] == ["ページ"]


def test_a_field_that_was_never_closed_hides_nothing_after_its_paragraph():
    body = p("<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>REF x</w:instrText></w:r>") + p(
        "次の段落"
    )
    assert texts(body) == ["", "次の段落"]


def test_a_text_box_is_read_once():
    box = f"<w:txbxContent>{p('枠の中')}</w:txbxContent>"
    body = p(
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>{r('本文')}"
    )
    assert texts(body) == ["本文", "枠の中"]


def test_ruby_gives_the_base_text_only():
    ruby = f"<w:r><w:ruby><w:rt>{r('ちょうたつ')}</w:rt><w:rubyBase>{r('調達')}</w:rubyBase></w:ruby></w:r>"
    assert texts(p(ruby + r("件名"))) == ["調達件名"]


def test_breaks_tabs_and_hyphens_are_text_and_page_breaks_are_not():
    body = p(
        "<w:r><w:t>一</w:t><w:br/><w:t>二</w:t><w:tab/><w:t>三</w:t><w:noBreakHyphen/><w:br w:type='page'/></w:r>"
    )
    assert texts(body) == ["一\n二\t三-"]


def test_footnotes_are_notes_without_their_separators():
    notes = (
        f"<w:footnotes {NS}><w:footnote w:type='separator' w:id='-1'>{p('線')}</w:footnote>"
        f"<w:footnote w:id='1'>{p('注の文')}</w:footnote></w:footnotes>"
    )
    read = tree(p("本文"), more=[("word/footnotes.xml", "footnotes", "footnotes+xml", notes)])
    assert [block.text for block in read.notes] == ["注の文"]


def test_deep_nesting_ends_in_text_or_a_message_and_never_in_a_traceback():
    body = p("底")
    for _ in range(1500):
        body = f"<w:sdt><w:sdtContent>{body}</w:sdtContent></w:sdt>"
    with pytest.raises(InputError, match="崩れていて読めません"):
        tree(body)
    body = p("底")
    for _ in range(110):
        body = f"<w:sdt><w:sdtContent>{body}</w:sdtContent></w:sdt>"
    assert texts(body) == ["底"]


# ------------------------------------------------------------------ headings and numbers
def test_headings_carry_the_numbers_that_word_prints():
    body = (
        heading("概要", "a")
        + heading("件名", "a.b", 2)
        + heading("目的", "a.c", 2)
        + p("細目", "Heading3")
        + p("ア項", "Heading4")
        + heading("作業", "d")
        + heading("範囲", "d.e", 2)
        + p("細目", "Heading3")
    )
    got = [(b.kind, b.level, b.number) for b in tree(body).walk()]
    assert got == [
        ("heading", 1, "第1章"),
        ("heading", 2, "1.1"),
        ("heading", 2, "1.2"),
        ("heading", 3, "（１）"),
        ("heading", 4, "ア"),
        ("heading", 1, "第2章"),
        ("heading", 2, "2.1"),
        ("heading", 3, "（１）"),
    ]


def test_an_unnumbered_heading_has_a_level_and_no_number():
    (block,) = tree(p("改版履歴", "HeadingPlain")).walk()
    assert (block.kind, block.level, block.number) == ("heading", 1, "")


def test_a_japanese_style_name_or_an_outline_level_makes_a_heading():
    styles = '<w:style w:type="paragraph" w:styleId="12"><w:name w:val="見出し 2"/></w:style>'
    body = p("名前で", "12") + p("段落の設定で", props='<w:outlineLvl w:val="2"/>')
    assert [(b.kind, b.level) for b in tree(body, styles=styles).walk()] == [("heading", 2), ("heading", 3)]


def test_items_count_by_level_and_a_list_of_its_own_starts_anew():
    own = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>'
    body = (
        p("a", "Item1")
        + p("b", "Item2")
        + p("c", "Item2")
        + p("d", "Item3")
        + p("e", "Item1")
        + p("f", "Item1", own)
    )
    got = [(b.kind, b.level, b.number) for b in tree(body).walk()]
    assert got == [
        ("item", 1, "（１）"),
        ("item", 2, "ア"),
        ("item", 2, "イ"),
        ("item", 3, "（ア）"),
        ("item", 1, "（２）"),
        ("item", 1, "（１）"),
    ]


@pytest.mark.parametrize(
    ("form", "count", "shown"),
    [
        ("decimal", 12, "12"),
        ("decimalFullWidth", 12, "１２"),
        ("aiueo", 3, "ｳ"),
        ("aiueoFullWidth", 46, "ン"),
        ("irohaFullWidth", 2, "ロ"),
        ("japaneseCounting", 21, "二十一"),
        ("decimalEnclosedCircle", 3, "③"),
        ("upperRoman", 14, "XIV"),
        ("lowerLetter", 28, "bb"),
        ("none", 2, ""),
    ],
)
def test_number_formats_are_those_of_word(form, count, shown):
    numbering = f'<w:abstractNum w:abstractNumId="7">{level(0, form, "%1")}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    item = p("x", props='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    assert list(tree(item * count, numbering=numbering).walk())[-1].number == shown


def numbered(numbering, *levels):
    body = "".join(
        p("x", props=f'<w:numPr><w:ilvl w:val="{n}"/><w:numId w:val="1"/></w:numPr>') for n in levels
    )
    return [
        b.number
        for b in tree(
            body, numbering=numbering + '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        ).walk()
    ]


def test_legal_numbering_turns_the_levels_above_into_digits():
    levels = level(0, "japaneseCounting", "第%1章") + level(1, "decimal", "%1.%2", extra="<w:isLgl/>")
    assert numbered(f'<w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>', 0, 1) == ["第一章", "1.1"]


def test_a_level_that_never_restarts_counts_on():
    levels = level(0, "decimal", "%1") + level(1, "decimal", "%2", extra='<w:lvlRestart w:val="0"/>')
    got = numbered(f'<w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>', 0, 1, 1, 0, 1)
    assert got == ["1", "1", "2", "2", "3"]


def test_a_bullet_of_a_symbol_font_is_a_middle_dot():
    assert numbered(
        f'<w:abstractNum w:abstractNumId="7">{level(0, "bullet", chr(0xF0B7))}</w:abstractNum>', 0
    ) == ["・"]


def test_entries_of_the_contents_list_are_no_headings():
    entry = p(f"<w:hyperlink w:anchor='_Toc00000001'>{r('第1章 概要')}</w:hyperlink>", "TOC1")
    assert [b.kind for b in tree(entry + heading("概要", "a")).walk()] == ["contents", "heading"]


def test_a_contents_field_makes_contents_of_any_style():
    begin = "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> TOC \\o </w:instrText></w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r>"
    body = p(begin + r("概要")) + p("作業") + p("<w:r><w:fldChar w:fldCharType='end'/></w:r>") + p("本文")
    assert [b.kind for b in tree(body).walk()] == ["contents", "contents", "contents", "paragraph"]


# ------------------------------------------------------------------ controls
def test_values_are_read_by_tag_at_every_place():
    body = p(r("件名は") + sdt("procurement.title", "文書管理") + r("とする。")) + p(
        sdt("procurement.title", "別の件名")
    )
    read = tree(body)
    assert read.values == {"procurement.title": ("文書管理", "別の件名")}
    assert [(q.text, q.tag) for q in read.blocks[0].pieces] == [
        ("件名は", ""),
        ("文書管理", "procurement.title"),
        ("とする。", ""),
    ]


def test_what_word_does_to_runs_while_editing_changes_no_value():
    inside = (
        "<w:proofErr w:type='spellStart'/><w:r w:rsidR='00A1'><w:t>文書</w:t></w:r><w:proofErr w:type='spellEnd'/>"
        f"<w:del w:id='1' w:author='a'><w:r><w:delText>管</w:delText></w:r></w:del><w:ins w:id='2' w:author='a'>{r('整')}</w:ins>{r('理')}"
    )
    assert one(p(sdt("procurement.title", inside)), "procurement.title") == "文書整理"


def test_a_control_that_shows_its_placeholder_is_empty():
    body = p(r("件名は") + sdt("a.b", "ここをクリック", "<w:showingPlcHdr/>"))
    read = tree(body)
    assert read.values == {"a.b": ("",)}
    assert read.blocks[0].text == "件名は"


def test_a_control_that_was_removed_leaves_its_text_and_no_value():
    read = tree(p(r("件名は") + r("文書管理")))
    assert (read.blocks[0].text, read.values) == ("件名は文書管理", {})


def test_a_control_around_paragraphs_joins_them():
    body = f'<w:sdt><w:sdtPr><w:tag w:val="a.b"/></w:sdtPr><w:sdtContent>{p("一")}{p("二")}</w:sdtContent></w:sdt>'
    assert one(body, "a.b") == "一\n二"


def test_paragraphs_of_prose_come_back_as_one_text():
    body = (
        p(sdt("project.background", "前"))
        + p(sdt("a.b#1", "一行目"))
        + p(sdt("a.b#2", ""))
        + p(sdt("a.b#3", "三行目"))
        + p("後")
    )
    assert one(body, "a.b") == "一行目\n\n三行目"


def test_a_paragraph_typed_between_those_of_prose_belongs_to_it():
    body = p("前の文") + p(sdt("a.b#1", "一")) + p("間に書き足した文") + p(sdt("a.b#2", "二")) + p("後の文")
    assert one(body, "a.b") == "一\n間に書き足した文\n二"


def test_what_was_typed_beside_a_paragraph_of_prose_belongs_to_it():
    assert (
        one(p(sdt("a.b#1", "一") + r("と書き足した。")) + p(sdt("a.b#2", "二")), "a.b")
        == "一と書き足した。\n二"
    )


def test_a_copied_paragraph_of_prose_is_read_in_its_place():
    body = p(sdt("a.b#1", "一")) + p(sdt("a.b#2", "二")) + p(sdt("a.b#2", "二の続き")) + p(sdt("a.b#3", "三"))
    assert one(body, "a.b") == "一\n二\n二の続き\n三"


def test_a_number_left_out_stands_for_a_blank_line():
    assert one(p(sdt("a.b#1", "一")) + p(sdt("a.b#3", "三")), "a.b") == "一\n\n三"


def test_two_paragraphs_of_prose_that_were_joined_are_one_line():
    gone = '<w:rPr><w:del w:id="1" w:author="a"/></w:rPr>'
    assert one(p(sdt("a.b#1", "一"), props=gone) + p(sdt("a.b#2", "二")), "a.b") == "一二"


def test_prose_printed_twice_has_two_values():
    prose = p(sdt("a.b#1", "一")) + p(sdt("a.b#2", "二"))
    assert tree(prose + p("間") + heading("別の章", "z") + prose).values == {"a.b": ("一\n二", "一\n二")}


def test_a_heading_between_two_paragraphs_of_prose_is_no_part_of_it():
    body = p(sdt("a.b#1", "一")) + heading("次", "z") + p("別の文") + p(sdt("a.b#2", "二"))
    assert one(body, "a.b") == "一\n二"


def test_a_value_in_a_header_is_read_too():
    header = f"<w:hdr {NS}>{p(sdt('procurement.title', '文書管理'))}</w:hdr>"
    read = tree(
        p(sdt("procurement.title", "文書管理")), more=[("word/header1.xml", "header", "header+xml", header)]
    )
    assert read.values["procurement.title"] == ("文書管理", "文書管理")


@pytest.mark.parametrize(
    ("application", "lost"),
    [
        ("LibreOffice/7.4.7.2$Linux_X86_64", True),
        ("OpenOffice.org/3.4", True),
        ("LibreOffice/25.2.3.2$Windows", False),
        ("Microsoft Office Word", False),
        ("", False),
    ],
)
def test_a_file_saved_by_an_old_libreoffice_is_known(application, lost):
    assert lost_controls(tree(p("x"), application=application)) is lost


# ------------------------------------------------------------------ tables
def deliverables(*rows):
    return table([p("名称", "TableHead"), p("期限", "TableHead")], *rows)


def row(key, name, due):
    return [sdt(f"deliverable.list/{key}.name", name), sdt(f"deliverable.list/{key}.due", due)]


def test_rows_are_read_by_key():
    rows = table_rows(
        tree(deliverables(row("D1", "計画書", "１週間"), row("D2", "設計書", "未定"))), "deliverable.list"
    )
    assert [(x.key, dict(x.cells), x.copied) for x in rows] == [
        ("D1", {"name": "計画書", "due": "１週間"}, False),
        ("D2", {"name": "設計書", "due": "未定"}, False),
    ]


def test_copied_rows_and_rows_typed_by_hand_are_read_by_position():
    body = deliverables(
        row("D1", "計画書", "１週間"), row("D1", "写した行", "２週間"), ["手で書いた行", "３週間"], ["", ""]
    )
    got = [
        (x.key, x.cells["name"], x.cells["due"], x.copied) for x in table_rows(tree(body), "deliverable.list")
    ]
    assert got == [
        ("D1", "計画書", "１週間", False),
        ("D1", "写した行", "２週間", True),
        ("", "手で書いた行", "３週間", False),
    ]


def test_a_cell_that_lost_its_control_is_read_by_position():
    body = deliverables(
        [sdt("deliverable.list/D1.name", "計画書"), "手で直した期限"], row("D2", "設計書", "未定")
    )
    assert table_rows(tree(body), "deliverable.list")[0].cells == {"name": "計画書", "due": "手で直した期限"}


def test_an_emptied_cell_is_empty():
    empty = [
        sdt("deliverable.list/D1.name", "計画書"),
        sdt("deliverable.list/D1.due", "入力", "<w:showingPlcHdr/>"),
    ]
    assert table_rows(tree(deliverables(empty)), "deliverable.list")[0].cells == {"name": "計画書", "due": ""}


def test_a_row_deleted_with_tracking_is_gone():
    body = deliverables(row("D1", "計画書", "１週間"), row("D2", "設計書", "未定"))
    body = body.replace("<w:tr><w:tc>", "<w:tr><w:trPr><w:del w:id='1' w:author='a'/></w:trPr><w:tc>")
    keep = body.replace("<w:tr><w:trPr><w:del w:id='1' w:author='a'/></w:trPr>", "<w:tr>", 2)
    assert [x.key for x in table_rows(tree(keep), "deliverable.list")] == ["D1"]


def test_a_row_typed_above_the_first_is_no_head():
    body = deliverables([p("上に足した", "TableText"), p("１日", "TableText")], row("D1", "計画書", "１週間"))
    assert [x.cells["name"] for x in table_rows(tree(body), "deliverable.list")] == ["上に足した", "計画書"]


def test_a_line_of_totals_with_answers_of_its_own_is_no_row():
    body = deliverables(row("D1", "計画書", "１週間"), ["合計", sdt("deliverable.count", "1")])
    assert [x.key for x in table_rows(tree(body), "deliverable.list")] == ["D1"]


# ------------------------------------------------------------------ comments
COMMENTS = f"""<w:comments {NS}><w:comment w:id="4" w:author="PMO" w:date="2026-12-04T00:00:00Z"><w:p w14:paraId="0000000A"><w:r><w:annotationRef/></w:r>{r("期限を書いてください。")}</w:p></w:comment>
<w:comment w:id="5" w:author="担当" w:date="2026-12-05T00:00:00Z">{p("一段落目")}<w:p w14:paraId="0000000B">{r("書きました。")}</w:p></w:comment></w:comments>"""
THREADS = f'<w15:commentsEx {NS}><w15:commentEx w15:paraId="0000000A" w15:done="1"/><w15:commentEx w15:paraId="0000000B" w15:paraIdParent="0000000A" w15:done="0"/></w15:commentsEx>'
EXTENDED = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"


def commented(body):
    more = [
        ("word/comments.xml", "comments", "comments+xml", COMMENTS),
        ("word/commentsExtended.xml", EXTENDED, "commentsExtended+xml", THREADS),
    ]
    return tree(body, more=more)


def ranged(content, key=4):
    return f'<w:commentRangeStart w:id="{key}"/>{content}<w:commentRangeEnd w:id="{key}"/><w:r><w:commentReference w:id="{key}"/></w:r>'


def test_comments_come_with_thread_and_resolved_mark():
    first, second = commented(p(ranged(sdt("a.b", "未定")) + ranged("", 5))).comments
    assert (first.author, first.text, first.done, first.parent) == ("PMO", "期限を書いてください。", True, "")
    assert (second.text, second.done, second.parent) == ("一段落目\n書きました。", False, "4")


def test_a_comment_knows_the_controls_in_and_around_it_and_its_heading():
    inside = commented(heading("概要", "a.b") + p(ranged(sdt("x.y", "未定") + sdt("x.z", "空"))))
    assert inside.comments[0].anchor_tags == ("x.y", "x.z", "section:a.b")
    around = commented(p(sdt("x.y", r("前") + ranged(r("未定")))))
    assert around.comments[0].anchor_tags == ("x.y",)


def test_a_comment_on_a_heading_belongs_to_that_section():
    title = heading("概要", "a.b").replace(
        "<w:bookmarkStart", '<w:commentRangeStart w:id="4"/><w:bookmarkStart'
    )
    assert commented(heading("前の章", "z") + title).comments[0].anchor_tags == ("section:a.b",)


def test_a_comment_under_a_foreign_heading_names_its_text():
    body = p("作業の範囲", "Heading1") + p(ranged(r("文")))
    assert commented(body).comments[0].anchor_tags == ("heading:第1章 作業の範囲",)


# ------------------------------------------------------------------ views
def test_the_view_can_be_read_by_a_person():
    body = (
        heading("概要", "a")
        + p(r("件名は") + sdt("a.b", "（件名は未定）") + r("とする。"))
        + p("一つ目", "Item1")
        + p("細目", "Item2")
        + p("表1　成果物", "Caption")
        + deliverables(row("D1", "計画書", "縦|棒"))
        + p(ranged(r("後の文")))
    )
    assert tree_to_text(commented(body)) == (
        "# 第1章 概要\n"
        "\n"
        "件名は（件名は未定）とする。\n"
        "\n"
        "（１） 一つ目\n"
        "   ア 細目\n"
        "\n"
        "表1　成果物\n"
        "| 名称 | 期限 |\n"
        "| 計画書 | 縦\\|棒 |\n"
        "\n"
        "後の文\n"
        "\n"
        "[コメント]\n"
        "- PMO (section:a)［解決済み］: 期限を書いてください。\n"
        "   └ 担当: 一段落目 ⏎ 書きました。\n"
    )


def test_the_digest_knows_an_edit_from_saving_again():
    plain = tree(heading("概要", "a") + p(r("期限は") + sdt("a.b", "４月")))
    saved = tree(
        heading("概要", "a").replace("<w:r>", '<w:r w:rsidR="00A1">')
        + p(r("期") + r("限は") + sdt("a.b", "４月"))
        + p()
    )
    edited = tree(heading("概要", "a") + p(r("期限は") + sdt("a.b", "５月")))
    assert text_digest(plain) == text_digest(saved)
    assert text_digest(plain) != text_digest(edited)


def test_a_new_comment_is_an_edit():
    assert text_digest(commented(p("文"))) != text_digest(tree(p("文")))


def test_a_header_that_was_only_doubled_is_no_edit():
    def headed(*texts):
        headers = [
            (f"word/header{n}.xml", "header", "header+xml", f"<w:hdr {NS}>{p(text)}</w:hdr>")
            for n, text in enumerate(texts, 1)
        ]
        return text_digest(tree(p("文"), more=headers))

    assert headed("案") == headed("案", "案") != headed("案", "公告版")


def test_a_refreshed_contents_list_is_no_edit():
    before, after = p("概要", "TOC1") + p("文"), p("概要　３", "TOC1") + p("文")
    assert text_digest(tree(before)) == text_digest(tree(after))
