"""Notes become Word comments on what they speak of, and nothing else in the file moves."""

import re
import time

import pytest
from lxml import etree
from wordmaking import NS, heading, p, package, r, sdt, table, zipped

from specgen.word.annotate import Note, annotate, only_commented
from specgen.word.read import read_tree, text_digest, with_comments

BODY = (
    heading("調達案件の概要", "overview")
    + p(r("件名は") + sdt("procurement.title", "文書管理") + r("とする。"))
    + p(sdt("project.background#1", "一行目"))
    + p(sdt("project.background#2", "二行目"))
    + heading("成果物", "work.deliverables", 2)
    + p(
        f'<w:bookmarkStart w:id="900" w:name="tbl_schedule__list"/>{r("表1")}<w:bookmarkEnd w:id="900"/>{r("　日程")}',
        "Caption",
    )
    + table(
        ["名称", "期限"],
        [sdt("deliverable.list/D1.name", "計画書"), sdt("deliverable.list/D1.due", "未定")],
        [sdt("deliverable.list/D6.name", "移行用プログラム"), sdt("deliverable.list/D6.due", "未定")],
    )
    + p("最後の段落")
)


def note(subject, rule="DLV-02", text="期限を書いてください。", **more):
    return Note(f"{rule}@{subject}", subject, text, "PMO", "2026-12-04", **more)


def anchors(parts):
    """Comment text → the text it is anchored to, by walking the finished XML."""
    root = etree.fromstring(parts["word/document.xml"])
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    spans, open_ = {}, {}
    for element in root.iter():
        key = element.get(w + "id")
        if element.tag == w + "commentRangeStart":
            open_[key] = spans[key] = []
        elif element.tag == w + "commentRangeEnd":
            open_.pop(key)
        elif element.tag == w + "t":
            for texts in open_.values():
                texts.append(element.text or "")
    assert not open_
    said = {c.id: c.text for c in read_tree(parts).comments}
    return {said[key]: "".join(texts) for key, texts in spans.items()}


def anchor_of(subject, body=BODY, **options):
    done = annotate(package(body), [note(subject)], **options)
    ((_, text),) = anchors(done.parts).items()
    return text


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("procurement.title", "文書管理"),
        ("deliverable.list/D6.due", "未定"),
        ("deliverable.list/D6", "移行用プログラム"),
        ("deliverable.list/D6.form", "移行用プログラム"),
        ("deliverable.list/*.due", "未定"),
        ("deliverable.list", "計画書"),
        ("schedule.list", "表1　日程"),
        ("project.background", "一行目"),
        ("project.background#2", "二行目"),
        ("section:work.deliverables", "成果物"),
        ("section:spec/work.deliverables", "成果物"),
    ],
)
def test_a_note_is_anchored_at_what_it_speaks_of(subject, text):
    done = annotate(package(BODY), [note(subject)])
    assert (done.placed, done.fallen, done.lost) == ((f"DLV-02@{subject}",), (), ())
    assert anchor_of(subject) == text


def test_what_is_not_printed_goes_to_the_heading_that_the_caller_names():
    done = annotate(package(BODY), [note("cost.total")], fallback={"cost.total": "work.deliverables"})
    assert done.fallen == ("DLV-02@cost.total",)
    assert list(anchors(done.parts).values()) == ["成果物"]


def test_what_is_not_printed_and_not_named_goes_to_the_first_heading():
    assert anchor_of("cost.total") == "調達案件の概要"
    assert anchor_of("cost.total", p("見出しのない文書")) == "見出しのない文書"
    assert anchor_of("cost.total", p() + p("章", "Heading1") + p("文")) == "章"


def test_free_text_goes_to_its_section_or_to_its_paragraph():
    assert anchor_of("text:work.deliverables/ab12cd34") == "成果物"
    body = BODY + p("瑕疵担保責任の期間は")
    (index,) = (b.index for b in read_tree(package(body)).walk() if b.text.startswith("瑕疵"))
    done = annotate(package(body), [note("text:work.deliverables/ab12cd34", block=index)])
    assert list(anchors(done.parts).values()) == ["瑕疵担保責任の期間は"]


def test_the_reader_counts_blocks_as_the_annotator_does():
    nested = f"<w:sdt><w:sdtPr><w:id w:val='5'/></w:sdtPr><w:sdtContent>{p('節')}{table(['ア', 'イ'])}</w:sdtContent></w:sdt>"
    parts = package(p("一") + "<w:p/>" + nested + table(["a", "b"]) + p("終"))
    by_text = {b.text: b.index for b in read_tree(parts).walk() if b.text}
    for text in ("一", "節", "終"):
        done = annotate(parts, [note("text:x/00000000", block=by_text[text])])
        assert list(anchors(done.parts).values()) == [text]


def test_a_control_in_a_text_box_falls_back_to_the_heading_before_it():
    box = f"<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{p(sdt('x.y', '枠'))}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    body = heading("前", "a") + heading("直前", "b") + p(box) + heading("後", "c")
    assert anchor_of("x.y", body) == "直前"


def test_a_second_place_is_taken_when_the_first_stands_in_a_text_box():
    box = f"<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{p(sdt('x.y', '枠'))}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    assert anchor_of("x.y", heading("前", "a") + p(box) + p(sdt("x.y", "本文の値"))) == "本文の値"


def test_a_control_around_paragraphs_or_cells_takes_its_anchor_inside():
    block = f'<w:sdt><w:sdtPr><w:tag w:val="x.y"/></w:sdtPr><w:sdtContent>{p("一", "Item1")}{p("二")}</w:sdtContent></w:sdt>'
    assert anchor_of("x.y", block) == "一二"


def test_a_nested_control_ends_where_it_ends():
    assert anchor_of("x.y", p(sdt("x.y", r("前") + sdt("x.z", "中") + r("後")) + r("外"))) == "前中後"


def test_a_bookmark_that_word_moved_out_of_the_heading_still_leads_there():
    body = p("前の段落") + '<w:bookmarkStart w:id="1" w:name="sec_a__b"/>' + p("見出し", "Heading1")
    assert anchor_of("section:a.b", body) == "見出し"


def test_an_empty_heading_takes_a_comment_too():
    done = annotate(package(p('<w:bookmarkStart w:id="1" w:name="sec_a"/>', "Heading1")), [note("section:a")])
    assert list(anchors(done.parts).values()) == [""]


def test_the_text_begins_with_the_key_once():
    texts = [c.text for c in read_tree(annotate(package(BODY), [note("procurement.title")]).parts).comments]
    assert texts == ["[DLV-02@procurement.title] 期限を書いてください。"]
    again = note("procurement.title", text="[DLV-02@procurement.title] 期限。")
    assert (
        read_tree(annotate(package(BODY), [again]).parts).comments[0].text
        == "[DLV-02@procurement.title] 期限。"
    )


def test_lines_of_a_note_are_paragraphs_and_hostile_text_stays_text():
    hostile = 'A<B & C>D "x"\n</w:t><w:tag w:val="procurement.title"/>\x0b'
    done = annotate(package(BODY), [note("procurement.title", text=hostile)])
    assert read_tree(done.parts).comments[0].text == "[DLV-02@procurement.title] " + hostile.replace(
        "\x0b", "\ufffd"
    )


def test_an_answer_that_imitates_the_markup_moves_no_anchor():
    body = p(r("&lt;w:tag w:val=&quot;x.y&quot;/&gt;&lt;w:sdt&gt;")) + p(sdt("x.y", "本物"))
    assert anchor_of("x.y", body) == "本物"


def test_several_notes_on_one_place_stand_in_the_order_given():
    done = annotate(package(BODY), [note("procurement.title", f"R-{n}") for n in range(3)])
    xml = done.parts["word/document.xml"].decode()
    assert re.findall(r'comment(?:RangeStart|Reference) w:id="(\d)"', xml) == ["0", "1", "2", "0", "1", "2"]
    assert [c.id for c in read_tree(done.parts).comments] == ["0", "1", "2"]


def test_nothing_but_comments_is_added():
    parts = package(BODY)
    done = annotate(parts, [note("procurement.title"), note("section:overview")])
    left = re.sub(
        rb'<w:commentRange(?:Start|End) w:id="\d+"/>|<w:r>(?:<w:rPr>[^/]*/></w:rPr>)?<w:commentReference w:id="\d+"/></w:r>',
        b"",
        done.parts["word/document.xml"],
    )
    assert left == parts["word/document.xml"]
    assert read_tree(done.parts).values == read_tree(parts).values


def test_who_has_read_the_file_before_need_only_read_the_comments():
    before = package(BODY)
    after = annotate(before, [note("procurement.title"), note("deliverable.list/D1.due")]).parts
    assert only_commented(before, after)
    told, read = with_comments(read_tree(before), after), read_tree(after)
    assert (told.blocks, told.values) == (read.blocks, read.values)
    assert [c.text for c in told.comments] == [c.text for c in read.comments]
    assert text_digest(told) == text_digest(read)


@pytest.mark.parametrize(
    "change", [(b"\xe6", b"\xe5"), (b"</w:p>", b"</w:p><w:p/>"), (b"</w:r>", b"</w:r >")]
)
def test_whoever_changes_more_than_comments_must_be_read_again(change):
    before = package(BODY)
    after = dict(annotate(before, [note("procurement.title")]).parts)
    after["word/document.xml"] = after["word/document.xml"].replace(*change, 1)
    assert not only_commented(before, after)


def test_without_notes_the_parts_stay_as_they_are():
    parts = package(BODY)
    assert annotate(parts, []).parts == parts


def test_same_notes_give_the_same_bytes():
    notes = [note("procurement.title"), note("deliverable.list/D6.due")]
    assert annotate(package(BODY), notes).parts == annotate(package(BODY), notes).parts


def test_comments_that_are_there_already_stay():
    first = annotate(package(BODY), [note("procurement.title", "R-1")]).parts
    second = annotate(first, [note("procurement.title", "R-2"), note("section:overview", "R-3")])
    read = read_tree(second.parts)
    assert [(c.id, c.text[:5], c.date) for c in read.comments] == [
        ("0", "[R-1@", "2026-12-04T00:00:00Z"),
        ("1", "[R-2@", "2026-12-04T00:00:00Z"),
        ("2", "[R-3@", "2026-12-04T00:00:00Z"),
    ]
    ids = re.findall(rb'paraId="(\w+)"', second.parts["word/commentsExtended.xml"])
    assert len(set(ids)) == len(ids) == 3
    assert second.parts["word/_rels/document.xml.rels"] == first["word/_rels/document.xml.rels"]


def test_an_empty_comments_part_is_filled():
    parts = package(BODY, more=[("word/comments.xml", "comments", "comments+xml", f"<w:comments {NS}/>")])
    assert [c.id for c in read_tree(annotate(parts, [note("procurement.title")]).parts).comments] == ["0"]


def test_the_styles_of_a_japanese_word_are_used():
    styles = (
        '<w:style w:type="character" w:styleId="a5"><w:name w:val="annotation reference"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="a6"><w:name w:val="annotation text"/></w:style>'
    )
    done = annotate(package(BODY, styles=styles), [note("procurement.title")]).parts
    assert b'<w:rStyle w:val="a5"/></w:rPr><w:commentReference' in done["word/document.xml"]
    assert b'<w:pStyle w:val="a6"/>' in done["word/comments.xml"]


def test_a_style_that_is_not_there_is_not_named():
    done = annotate(package(BODY, styles=""), [note("procurement.title")]).parts
    assert b"rStyle" not in done["word/document.xml"] and b"pStyle" not in done["word/comments.xml"]


def test_a_body_without_any_paragraph_loses_the_note_and_says_so():
    done = annotate(package(""), [note("procurement.title")])
    assert (done.lost, "word/comments.xml" in done.parts) == (("DLV-02@procurement.title",), False)


def test_comments_are_anchored_where_the_reader_finds_them():
    done = annotate(package(BODY), [note("deliverable.list/D6.due"), note("section:overview")])
    assert [c.anchor_tags for c in read_tree(done.parts).comments] == [
        ("deliverable.list/D6.due", "section:work.deliverables"),
        ("section:overview",),
    ]


def faults(parts, folder):
    audit = pytest.importorskip("openxml_audit")
    file = folder / "paper.docx"
    file.write_bytes(zipped(parts))
    return [str(e) for e in audit.OpenXmlValidator().validate(str(file)).errors if "is missing" not in str(e)]


def test_the_validator_finds_nothing(tmp_path):
    notes = [note(s) for s in ("procurement.title", "deliverable.list/D6.due", "section:overview")]
    once = annotate(package(BODY), notes).parts
    assert faults(once, tmp_path) == []
    assert faults(annotate(once, [note("project.background")]).parts, tmp_path) == []


def test_fifty_comments_on_a_long_file_take_no_time():
    rows = [[sdt(f"t.l/R{i}.c{c}", "値の文字列です") for c in range(7)] for i in range(400)]
    parts = package(heading("章", "a") + table(*rows))
    notes = [note(f"t.l/R{i * 7}.c3") for i in range(50)]
    best = min(_timed(parts, notes) for _ in range(3))
    assert best < 0.5  # a guard against walking the file once a note, no claim about speed


def _timed(parts, notes):
    began = time.perf_counter()
    annotate(parts, notes)
    return time.perf_counter() - began
