"""Somebody reviews Word files that specgen did not make: layouts of other offices, slips planted in them, bad files."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / "unit"))

from foreignmaking import LAYOUTS, Office, parts_of, research, retyped, rezipped
from journeying import EXAMPLES, everything_below, tree
from validators import _office, valid_by_open_xml_sdk, valid_by_openxml_audit
from wordmaking import p, package, r, zipped

from specgen.word.annotate import Note, annotate
from specgen.word.foreign import looks
from specgen.word.read import read_tree
from specgen.word.typedheadings import with_typed_headings

DAY = ("--as-of", "2026-12-04")


def review(person, name: str, *more: str):
    return person.types("review", "file", name, *DAY, "--json", *more)


@pytest.fixture
def reviewer(newcomer):
    """Has the files of all layouts before her."""
    for name, made in LAYOUTS.items():
        made().saved(newcomer.folder / f"{name}.docx")
    return newcomer


def rules_of(said) -> set[str]:
    return {finding["rule"] for finding in said.data["findings"]}


def test_what_was_planted_is_told_and_little_else(reviewer):
    said = review(reviewer, "research.docx")
    assert said.code == 1
    told = {f["rule"]: f["words"]["found"] for f in said.data["findings"]}
    assert "〇〇" in told["STR-03b"]
    assert "瑕疵担保責任" in told["WAR-03"]
    assert "速やかに" in told["WRD-01"]
    assert "20件" in told["FIL-05"] and "24件" in told["FIL-05"]
    # what a PMO member asks of this file besides: the clauses that its chapters lack
    missing = {"SEC-03b", "SEC-05", "SEC-09", "SEC-10", "BID-16", "BID-16b", "XDC-05", "DLV-15"}
    assert set(told) - {"STR-03b", "WAR-03", "WRD-01", "FIL-05"} <= missing


def test_typed_headings_are_known_for_the_chapters_that_they_are(reviewer):
    chapters = {c["key"]: c["heading"] for c in review(reviewer, "research.docx").data["chapters"]}
    assert chapters["overview"] == "第１ 調達の概要"
    assert chapters["team_and_method"] == "第４ 作業の体制と方法"
    assert chapters["subcontracting"] == "第８ 再委託"
    assert chapters["cloud"] == ""


@pytest.mark.parametrize(
    ("name", "form", "keys"),
    [
        ("lease", "調達仕様書（機器の賃貸借・購入）", {"overview.title", "terms_of_lease.lease", "machines"}),
        ("form", "調達仕様書", {"overview.title", "overview.period", "work_content", "subcontracting"}),
        ("bold_lines", "調達仕様書", {"overview.purpose", "work_content", "overview.period"}),
        (
            "styled",
            "調達仕様書",
            {"overview", "work_content", "compliance", "subcontracting", "special_notes"},
        ),
    ],
)
def test_each_layout_is_understood(reviewer, name, form, keys):
    said = review(reviewer, f"{name}.docx")
    found = {heading["key"] for heading in said.data["headings"]}
    assert keys <= found
    assert not {"STR-03b", "FIL-01", "FIL-02", "FIL-03", "FIL-04", "FIL-05"} & rules_of(said)
    page = reviewer.types("review", "file", f"{name}.docx", *DAY).out
    assert form in page


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_copy_is_sound_for_both_validators_and_the_file_is_not_touched(reviewer, name):
    path = reviewer.folder / f"{name}.docx"
    before = path.read_bytes()
    complaints = valid_by_openxml_audit(path)
    copy = Path(review(reviewer, path.name).data["copy"])
    assert copy.name == f"{name}_確認.docx"
    assert path.read_bytes() == before
    assert [c for c in valid_by_openxml_audit(copy) if c not in complaints] == []
    assert valid_by_open_xml_sdk(copy) == valid_by_open_xml_sdk(path) == []


def test_comments_stand_on_what_they_speak_of(reviewer):
    copy = Path(review(reviewer, "research.docx").data["copy"])
    anchored = {
        comment.text.partition("@")[0].strip("["): comment.anchor_tags for comment in tree(copy).comments
    }
    assert len(anchored) >= 10
    root = parts_of(copy)["word/document.xml"].decode()
    for rule, text in (("STR-03b", "〇〇会議室"), ("WRD-01", "速やかに"), ("FIL-05", "24件程度")):
        number = next(c.id for c in tree(copy).comments if c.text.startswith(f"[{rule}@"))
        inside = root.partition(f'<w:commentRangeStart w:id="{number}"/>')[2].partition("<w:commentRangeEnd")[
            0
        ]
        assert text in inside


def test_a_comment_on_a_cell_stands_in_the_cell(reviewer):
    copy = Path(review(reviewer, "form.docx").data["copy"])
    root = parts_of(copy)["word/document.xml"].decode()
    number = next(c.id for c in tree(copy).comments if c.text.startswith("[WRD-01@"))
    inside = root.partition(f'<w:commentRangeStart w:id="{number}"/>')[2].partition("<w:commentRangeEnd")[0]
    assert "適宜" in inside and "<w:tc>" not in inside


def test_a_second_run_changes_nothing_and_says_so(reviewer):
    first = review(reviewer, "research.docx")
    before = everything_below(reviewer.folder)
    second = review(reviewer, "research.docx")
    later = reviewer.types("review", "file", "research.docx", "--as-of", "2026-12-05")
    assert (first.data["written"], second.data["written"]) == (True, False)
    assert "変わっていません" in later.flat
    assert everything_below(reviewer.folder) == before


def test_a_copy_in_which_somebody_wrote_is_kept(reviewer):
    copy = Path(review(reviewer, "research.docx").data["copy"])
    parts = annotate(parts_of(copy), [Note("X", "", "直しました。", "担当", "2026-12-07", 5)]).parts
    copy.write_bytes(rezipped(parts))
    kept = copy.read_bytes()
    next_one = review(reviewer, "research.docx").data
    assert Path(next_one["copy"]).name == "research_確認（2）.docx"
    assert copy.read_bytes() == kept


def test_a_copy_that_is_reviewed_again_gets_no_comment_twice(reviewer):
    copy = Path(review(reviewer, "research.docx").data["copy"])
    again = review(reviewer, copy.name).data
    assert again["copy"] == ""
    assert any("元からのコメント" in note for note in again["notes"])


def test_out_names_the_copy_and_never_the_file_itself(reviewer):
    assert Path(review(reviewer, "lease.docx", "--out", "見た後.docx").data["copy"]).name == "見た後.docx"
    before = everything_below(reviewer.folder)
    for target in ("lease.docx", "research.docx"):
        said = reviewer.types("review", "file", "lease.docx", "--out", target)
        assert said.code == 2 and "［G02］" in said.err
    assert everything_below(reviewer.folder) == before


def test_nothing_is_written_when_no_copy_is_wanted(reviewer):
    before = everything_below(reviewer.folder)
    assert review(reviewer, "research.docx", "--no-copy").data["copy"] == ""
    assert everything_below(reviewer.folder) == before


def test_the_page_says_what_is_good_first_and_ten_findings(reviewer):
    out = reviewer.types("review", "file", "research.docx", *DAY).out
    assert out.index("できていること") < out.index("■ 気付き")
    assert "10. 【" in out and "11. 【" not in out and "--all" in out
    assert "11. 【" in reviewer.types("review", "file", "research.docx", *DAY, "--all").out
    assert not any(word in out for word in ("不備", "違反", "差戻し", "NG", "None"))


# -- files saved by other programs, and what may stand in them --------------------------------------------------------
def test_the_same_file_saved_by_libreoffice_says_the_same(reviewer):
    office = _office()
    folder = reviewer.folder / "lo"
    subprocess.run(
        [office, f"-env:UserInstallation={(reviewer.folder / 'profile').absolute().as_uri()}", "--headless",
         "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder), str(reviewer.folder / "research.docx")],
        capture_output=True, timeout=300, check=True,
    )  # fmt: skip
    shutil.move(folder / "research.docx", reviewer.folder / "別のソフト.docx")
    word, other = review(reviewer, "research.docx"), review(reviewer, "別のソフト.docx")
    assert rules_of(word) == rules_of(other)
    assert [h["key"] for h in word.data["headings"]] == [h["key"] for h in other.data["headings"]]
    assert valid_by_open_xml_sdk(Path(other.data["copy"])) == valid_by_open_xml_sdk(
        reviewer.folder / "別のソフト.docx"
    )


def tracked(kind: str, text: str) -> str:
    name = "delText" if kind == "del" else "t"
    return f'<w:{kind} w:id="7" w:author="担当" w:date="2026-12-01T00:00:00Z"><w:r><w:{name}>{text}</w:{name}></w:r></w:{kind}>'


def written(person, body: str, name: str = "届いた.docx", **more) -> str:
    (person.folder / name).write_bytes(zipped(package(body, **more)))
    return name


def test_tracked_changes_are_read_as_accepted_and_said(newcomer):
    body = p(
        r("納品の場所は、") + tracked("del", "〇〇センター") + tracked("ins", "本館１階") + r("とする。")
    )
    said = review(newcomer, written(newcomer, body))
    assert "STR-03b" not in rules_of(said)
    assert any("変更履歴" in note for note in said.data["notes"])
    body = p(
        r("納品の場所は、") + tracked("del", "本館１階") + tracked("ins", "〇〇センター") + r("とする。")
    )
    said = review(newcomer, written(newcomer, body, "別.docx"))
    assert "STR-03b" in rules_of(said)
    assert Path(said.data["copy"]).is_file()


def test_a_file_of_an_old_libreoffice_is_read_and_that_is_said(newcomer):
    said = review(newcomer, written(newcomer, p("納品する。"), application="LibreOffice/7.4.7.2$Linux"))
    assert any("古いLibreOffice" in note for note in said.data["notes"])


def test_what_a_file_carries_is_named_and_does_not_stop_the_review(newcomer):
    parts = package(p("納品の場所は、〇〇センターとする。"))
    relation = (
        '<Relationship Id="rId98" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"'
        ' Target="file:///S:/share/a.xlsx" TargetMode="External"/></Relationships>'
    )
    name = "word/_rels/document.xml.rels"
    parts[name] = parts[name].replace(b"</Relationships>", relation.encode())
    (newcomer.folder / "共有.docx").write_bytes(zipped(parts))
    said = review(newcomer, "共有.docx")
    assert any("共有フォルダーへのリンク" in note for note in said.data["notes"])
    assert "STR-03b" in rules_of(said)


def test_colours_and_properties_of_other_cases_are_asked_about(newcomer):
    office = Office()
    office.lines("１　件名　　研修管理サービスの利用\n２　業務の内容\n受講の記録を残す。当機構の職員が使う。")
    office.line("納品の期限は、要確認", pen=True)
    office.line("本市の担当課に連絡する。本市の規程に従う。本市が検査する。")
    office.named(title="庁内ネットワーク機器の賃貸借　仕様書", author="株式会社架空システム", comments="")
    office.saved(newcomer.folder / "写し.docx")
    said = review(newcomer, "写し.docx")
    assert {"FIL-02", "FIL-03", "FIL-04"} <= rules_of(said)
    told = "".join(f["words"]["found"] for f in said.data["findings"])
    assert "架空システム" in told and "庁内ネットワーク機器の賃貸借" in told and "当機構" in told


def test_what_the_text_shows_is_expected_to_have_its_chapter(newcomer):
    office = Office()
    office.lines(
        "１　件名\n研修管理サービスの利用\n２　業務内容\n受託者は、職員の個人情報を取り扱う。\n３　その他\n協議する。"
    )
    office.saved(newcomer.folder / "個人.docx")
    told = [
        f["words"]["found"] for f in review(newcomer, "個人.docx").data["findings"] if f["rule"] == "STR-02"
    ]
    assert ["個人情報" in words for words in told] == [True]
    office.lines("４　個人情報の取扱い\n受託者は、個人情報を他の情報と分けて保管する。")
    office.saved(newcomer.folder / "個人の章.docx")
    assert "STR-02" not in rules_of(review(newcomer, "個人の章.docx"))


# -- files that are turned away ---------------------------------------------------------------------------------------
def odt() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        made.writestr("content.xml", "<x/>")
    return out.getvalue()


def macro() -> bytes:
    parts = package(p("本文"))
    parts["[Content_Types].xml"] = (
        parts["[Content_Types].xml"]
        .replace(b"wordprocessingml.document.main+xml", b"x")
        .replace(
            b"</Types>",
            b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>',
        )
    )
    return zipped(parts)


def with_entities() -> bytes:
    parts = package(p("本文"))
    head = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    name = "word/document.xml"
    parts[name] = parts[name].replace(b"<w:document", head + b"<w:document", 1)
    return zipped(parts)


def bomb() -> bytes:
    parts = package(p("本文"))
    parts["word/media/a.xml"] = b"<a>" + b" " * (64 << 20) + b"</a>"
    return zipped(parts)


OLD = b"\xd0\xcf\x11\xe0" + b"\0" * 99
BAD = {
    "古い.doc": (OLD + "WordDocument".encode("utf-16-le"), "W04", "古い形式の Word"),
    "鍵.docx": (OLD + "EncryptedPackage".encode("utf-16-le"), "W03", "パスワード"),
    "印刷.pdf": (b"%PDF-1.7\n", "W05", "PDF"),
    "文書.odt": (odt(), "W05", "LibreOffice"),
    "マクロ.docm": (macro(), "W20", "マクロ"),
    "欠けた.docx": (zipped(package(p("本文" * 99)))[:900], "W07", "途中で切れて"),
    "実体.docx": (with_entities(), "W12", "文書型宣言"),
    "爆弾.docx": (bomb(), "W10", "大きすぎ"),
    "空.docx": (b"", "W01", "空"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_called_by_its_name_and_nothing_is_written(newcomer, name):
    data, code, says = BAD[name]
    (newcomer.folder / name).write_bytes(data)
    before = everything_below(newcomer.folder)
    said = newcomer.types("review", "file", name)
    assert said.code == 2
    assert f"［{code}］" in said.err and says in said.err and name in said.err
    assert name.endswith(".docx") or "名前は Word" not in said.err
    assert everything_below(newcomer.folder) == before


def test_a_file_that_is_not_there_is_told_with_a_near_name(reviewer):
    said = reviewer.types("review", "file", "reserch.docx")
    assert said.code == 2
    assert "research.docx" in said.flat


def drafts() -> list[Path]:
    return sorted(EXAMPLES.glob("*/expected/*.docx"))


def test_a_draft_of_a_case_is_sent_to_check(newcomer):
    shutil.copy(drafts()[0], newcomer.folder / "下書き.docx")
    before = everything_below(newcomer.folder)
    said = newcomer.types("review", "file", "下書き.docx")
    assert said.code == 2
    assert "［G01］" in said.err and "specgen check" in said.flat
    assert everything_below(newcomer.folder) == before


@pytest.mark.parametrize("path", drafts(), ids=lambda path: f"{path.parts[-3]} {path.name[7:12]}")
def test_our_own_papers_read_as_foreign_ones_raise_no_false_alarm(newcomer, path):
    """Written with care and checked already: what is told of them here would be a false alarm."""
    parts = parts_of(path)
    parts["customXml/item1.xml"] = b'<x xmlns="urn:other"/>'
    (newcomer.folder / "よその.docx").write_bytes(rezipped(parts))
    said = review(newcomer, "よその.docx", "--no-copy")
    assert [(f["rule"], f["words"]["found"]) for f in said.data["findings"]] == []


MANNERS = {
    "第1章 1.1": lambda n: f"第{n[0]}章" if len(n) == 1 else ".".join(map(str, n)),
    "第1 1 (1)": lambda n: (f"第{n[0]}", f"{n[-1]}", f"（{n[-1]}）")[len(n) - 1],
    "1. 1.1.": lambda n: ".".join(map(str, n)) + ".",
}


@pytest.mark.parametrize("manner", MANNERS)
@pytest.mark.parametrize("bold", [True, False])
@pytest.mark.parametrize(
    "path",
    [p for p in drafts() if p.parts[-3] in ("chousa-kenkyu", "keihi-saas")],
    ids=lambda p: f"{p.parts[-3]} {p.name[7:12]}",
)
def test_a_paper_typed_anew_without_styles_has_its_headings_and_no_others(tmp_path, path, manner, bold):
    """The lists, clauses and tables of a whole specification are there to be taken for headings, and are not."""
    office, wanted = retyped(tree(path), MANNERS[manner], bold=bold)
    typed = parts_of(office.saved(tmp_path / "x.docx"))
    found = with_typed_headings(read_tree(typed), looks(typed)).blocks
    headings = [(b.level, b.text) for b in found if b.kind == "heading"]
    assert [one for one in headings if one not in wanted] == []
    assert [one for one in wanted if one not in headings] == []


def test_an_organisation_that_the_file_lies_in_has_its_own_settings_asked(person):
    research().saved(person.folder / "research.docx")
    assert person.types("review", "file", "research.docx", *DAY).code == 1
