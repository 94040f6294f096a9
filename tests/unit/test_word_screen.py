"""Files from outside: sound ones come in whole, each other kind is turned away by its name with a way out."""

import io
import zipfile

import pytest
from wordmaking import OFFICE, p, package, r, zipped

from specgen.errors import ContentError, InputError
from specgen.word.screen import screen_package


def refused(data, **options):
    with pytest.raises(InputError) as caught:
        screen_package(data, "提出.docx", **options)
    faults = caught.value.faults
    assert all(f.remedy and str(f).startswith("提出.docx: ") for f in faults)
    return {f.code: f.what for f in faults}


def changed(name, change, body=""):
    parts = package(body or p("本文"))
    parts[name] = change(parts[name])
    return zipped(parts)


def linked(kind, target, *, mode=' TargetMode="External"', part="word/_rels/document.xml.rels"):
    rel = f'<Relationship Id="rId99" Type="{OFFICE}{kind}" Target="{target}"{mode}/></Relationships>'
    return changed(part, lambda xml: xml.replace(b"</Relationships>", rel.encode()))


def test_a_sound_file_comes_in_whole():
    parts = package(p("本文"))
    assert screen_package(zipped(parts), "提出.docx") == parts


def test_python_docx_made_files_come_in():
    docx = pytest.importorskip("docx")
    out = io.BytesIO()
    docx.Document().save(out)
    assert "word/document.xml" in screen_package(out.getvalue(), "提出.docx")


@pytest.mark.parametrize(
    ("data", "code", "says"),
    [
        (b"", "W01", "空"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 99 + "EncryptedPackage".encode("utf-16-le"), "W03", "パスワード"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 99 + "WordDocument".encode("utf-16-le"), "W04", "古い形式の Word"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 99 + "Workbook".encode("utf-16-le"), "W06", "Excel"),
        (b"{\\rtf1\\ansi", "W05", "RTF"),
        (b"%PDF-1.7", "W05", "PDF"),
        (b"<!DOCTYPE html><html><body>", "W05", "HTML"),
        (b"\xef\xbb\xbf<html xmlns:w='x'>", "W05", "HTML"),
        (b"MIME-Version: 1.0\r\n", "W05", "MHTML"),
        (b'<?xml version="1.0"?><pkg:package xmlns:pkg="x">', "W05", "XML"),
        ("ただの文章です。".encode(), "W02", "Word 文書"),
    ],
)
def test_another_kind_of_file_is_called_by_its_name(data, code, says):
    assert says in refused(data)[code]


def test_a_file_that_was_cut_short_is_recognised():
    data = zipped(package(p("本文")))
    assert "途中で切れて" in refused(data[: len(data) // 2])["W07"]


def test_a_damaged_file_is_recognised():
    data = bytearray(zipped(package(p("本文" * 5000))))
    at = data.find(b"word/document.xml") + 30
    data[at : at + 20] = bytes(20)
    assert "壊れて" in refused(bytes(data))["W07"]


@pytest.mark.parametrize(
    ("types", "code", "says"),
    [
        (b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", "W06", "Excel"),
        (
            b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
            "W06",
            "PowerPoint",
        ),
    ],
)
def test_workbooks_and_slides_are_recognised(types, code, says):
    data = zipped(
        {"[Content_Types].xml": b"<Types>" + types + b"</Types>", "xl/workbook.xml": b"<workbook/>"}
    )
    assert says in refused(data)[code]


def test_an_odt_and_a_zip_around_the_document_are_recognised():
    assert "LibreOffice" in refused(zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}))["W05"]
    assert "ZIP" in refused(zipped({"送付/提出.docx": b"x"}))["W05"]


def test_a_strict_document_is_recognised():
    strict = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    usual = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    assert "完全 Open XML" in refused(changed("word/document.xml", lambda x: x.replace(usual, strict)))["W08"]


def test_a_word_template_is_let_in_only_as_a_template():
    data = changed("[Content_Types].xml", lambda x: x.replace(b"document.main+xml", b"template.main+xml"))
    assert "ひな形" in refused(data)["W09"]
    assert screen_package(data, "様式.dotx", allow="template")


def test_a_file_with_macros_is_refused():
    data = changed(
        "[Content_Types].xml",
        lambda x: x.replace(
            b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            b"application/vnd.ms-word.document.macroEnabled.main+xml",
        ),
    )
    assert "マクロ" in refused(data)["W20"]


def test_a_template_raises_what_authors_get():
    with pytest.raises(ContentError):
        screen_package(b"", "様式.docx", allow="template")
    with pytest.raises(InputError):
        screen_package(b"", "様式.docx", allow="template", error=InputError)


# ------------------------------------------------------------------ what must not be inside
@pytest.mark.parametrize(
    "declaration",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaa">]>',
        b'<!DOCTYPE x SYSTEM "file:///etc/passwd">',
    ],
)
def test_document_types_and_entities_are_refused(declaration):
    assert (
        "DTD"
        in refused(changed("word/styles.xml", lambda x: x.replace(b"<w:styles", declaration + b"<w:styles")))[
            "W12"
        ]
    )


def test_a_document_type_hidden_in_utf_16_is_refused():
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "b">]><x/>'
    assert "W12" in refused(changed("word/styles.xml", lambda _: text.encode("utf-16")))
    assert "W12" in refused(changed("word/styles.xml", lambda _: text.encode("utf-16-le")))


@pytest.mark.parametrize(
    "name", ["../evil.xml", "/etc/x.xml", "word\\x.xml", "C:/x.xml", "word//x.xml", "word/\x01.xml"]
)
def test_names_that_lead_out_of_the_package_are_refused(name):
    parts = package(p("本文"))
    assert "W11" in refused(zipped(parts | {name: b"<x/>"}))


def test_names_that_differ_only_in_case_are_refused():
    assert "W11" in refused(zipped(package(p("本文")) | {"word/DOCUMENT.xml": b"<x/>"}))


def test_a_bomb_is_stopped_while_it_grows():
    parts = package(p("本文")) | {"word/media/big.xml": b"\0" * (60 * 2**20)}
    assert "大きすぎ" in refused(zipped(parts))["W10"]


def test_a_body_of_millions_of_empty_tags_is_stopped():
    assert "長すぎ" in refused(zipped(package("<w:p/>" * 2_600_000)))["W10"]


def test_a_declared_size_is_not_believed():
    data = zipped(package(p("本文")) | {"word/big.xml": b" " * (50 * 2**20)})
    small = (1000).to_bytes(4, "little")
    at = data.rfind(b"PK\x01\x02", 0, data.rfind(b"word/big.xml"))
    assert refused(data[: at + 24] + small + data[at + 28 :]).keys() <= {"W07", "W10"}


def test_too_many_parts_are_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for n in range(3_100):
            archive.writestr(f"p{n}.bin", b"")
    assert "W10" in refused(out.getvalue())


@pytest.mark.parametrize(
    "target", ["https://example.jp/a", "http://example.jp", "mailto:a@example.jp", "#_Toc1"]
)
def test_links_to_the_web_and_to_mail_are_let_in(target):
    assert screen_package(linked("hyperlink", target), "提出.docx")


@pytest.mark.parametrize(
    "target", ["file:///C:/x.docx", "\\\\server\\share\\x.docx", "javascript:1", "別紙1.xlsx"]
)
def test_links_to_files_are_refused(target):
    assert "リンク" in refused(linked("hyperlink", target))["W22"]


@pytest.mark.parametrize(
    ("kind", "target", "code"),
    [
        ("image", "http://example.jp/a.png", "W21"),
        ("attachedTemplate", "file:///C:/x.dotm", "W26"),
        ("oleObject", "file:///C:/x.xls", "W23"),
    ],
)
def test_what_is_fetched_from_elsewhere_is_refused(kind, target, code):
    assert code in refused(linked(kind, target))


@pytest.mark.parametrize(
    ("kind", "code"), [("aFChunk", "W25"), ("control", "W24"), ("package", "W23"), ("vbaProject", "W20")]
)
def test_what_is_carried_inside_is_refused(kind, code):
    assert code in refused(linked(kind, "styles.xml", mode=""))


def test_a_relationship_to_nowhere_is_refused():
    assert "見当たりません" in refused(linked("image", "media/none.png", mode=""))["W13"]


def field(*codes):
    runs = "".join(f"<w:r><w:instrText xml:space='preserve'>{c}</w:instrText></w:r>" for c in codes)
    return p(
        f"<w:r><w:fldChar w:fldCharType='begin'/></w:r>{runs}<w:r><w:fldChar w:fldCharType='end'/></w:r>"
    )


@pytest.mark.parametrize(
    "body",
    [
        field("DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe"),
        field(" DD", "E excel "),
        field("&#73;NCLUDETEXT &quot;\\\\\\\\server\\\\x&quot;"),
        p(f"<w:fldSimple w:instr=' INCLUDEPICTURE \"http://example.jp/a.png\" '>{r('x')}</w:fldSimple>"),
        field("QUOTE 68 68 69 65"),
    ],
)
def test_fields_that_fetch_or_start_something_are_refused(body):
    assert "フィールド" in refused(zipped(package(body)))["W27"]


def test_ordinary_fields_are_let_in():
    body = (
        field(" TOC \\o &quot;1-2&quot; ")
        + field(" PAGEREF _Toc1 \\h ")
        + field(" IF 1=1 ", "DDE")
        + field("SEQ 表")
    )
    assert screen_package(zipped(package(body)), "提出.docx")


def test_an_answer_that_speaks_of_such_fields_is_let_in():
    assert screen_package(zipped(package(p("DDEAUTO &lt;!DOCTYPE altChunk instrText"))), "提出.docx")


def test_a_broken_part_is_named():
    faults = refused(changed("word/_rels/document.xml.rels", lambda x: x[:-20]))
    assert "word/_rels/document.xml.rels" in faults["W30"]


def test_all_that_is_inside_is_told_at_once():
    body = field("DDE excel")
    rel = f'<Relationship Id="rId99" Type="{OFFICE}attachedTemplate" Target="x" TargetMode="External"/></Relationships>'
    data = changed(
        "word/_rels/document.xml.rels", lambda xml: xml.replace(b"</Relationships>", rel.encode()), body
    )
    assert refused(data).keys() == {"W26", "W27"}
