"""Whatever is handed over: a sentence in Japanese with the place, the right exit code, nothing lost, nothing half-written."""

from __future__ import annotations

import io
import os
import re
import shutil
import stat
import zipfile
from pathlib import Path

import pytest
from journeying import JAPANESE, ROOT, Person, everything_below, parts, tree, words_of

SHIPPED = ROOT / "spec_templates" / "packs" / "spec"


@pytest.fixture
def office(person: Person) -> Person:
    """A workspace with one case, called ``案件``."""
    assert person.types("new", "案件", "--type", "study").code == 0
    return person


def put(office: Person, text: str | bytes) -> None:
    data = text.encode() if isinstance(text, str) else text
    office.answers("案件").write_bytes(data)


# -- answers that cannot be scanned ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("procurement.title: 文書管理\nwork.plan_due: [1,\n", "answers.yaml:", ""),
        ("procurement.title: 甲\n\tprocurement.plan: 乙\n", "answers.yaml:2", "タブ"),
        ("procurement.title: 甲\nprocurement.title: 乙\n", "answers.yaml:2", "procurement.title"),
        ("procurement.title: &a 甲\nprocurement.plan: *a\n", "answers.yaml:1", ""),
        ("- 甲\n- 乙\n", "answers.yaml:1", ""),
        ("procurement.title: 甲\nprocurement.plan: \x07鈴\n", "answers.yaml:2", "U+0007"),
    ],
)
@pytest.mark.parametrize("verb", ["check", "draft", "status"])
def test_a_file_that_cannot_be_scanned_stops_with_its_line(office, verb, text, line, says):
    put(office, text)
    before = everything_below(office.folder)
    said = office.types(verb, "案件")
    assert said.code == 2, said.out
    assert line in said.err and says in said.err and JAPANESE.search(said.err)
    assert everything_below(office.folder) == before


@pytest.mark.parametrize(
    "data",
    [
        "procurement.title: 文書管理".encode("cp932"),
        b"\xff\xfe" + "a: b".encode("utf-16-le"),
        b"\x00\x01\x02PK",
    ],
)
def test_another_encoding_is_named_and_nothing_is_guessed(office, data):
    put(office, data)
    said = office.types("draft", "案件")
    assert said.code == 2 and "answers.yaml" in said.err and JAPANESE.search(said.err)


# -- answers that say something else than was asked -----------------------------------------------------------------
def findings(office: Person) -> dict[str, dict[str, str]]:
    found = office.types("check", "案件", "--json").data["findings"]
    return {f["subject"]: f for f in found} | {f["subject"]: f for f in found if f["rule"] == "ANS-01"}


@pytest.mark.parametrize(
    ("id", "text"),
    [
        ("contract.period", "なるべく早く始めて長めに"),
        ("contract.form", "口約束"),
        ("contract.multi_year", "たぶん"),
        ("method.ceiling", "いっぱい"),
        ("work.plan_due", "そのうち"),
        ("acceptance.days", "{甲: 乙}"),
        ("deliverable.list", "報告書ひとつ"),
        ("procurement.title", "[甲, 乙]"),
    ],
)
def test_an_answer_of_the_wrong_kind_is_a_finding_and_stops_nothing(office, id, text):
    put(office, f"{id}: {text}\n")
    found = findings(office)[id]
    assert found["rule"] == "ANS-01" and found["level"] == "must"
    assert found["place"]["line"] == 1 and "読み取れませんでした" in found["found"]
    assert office.types("check", "案件").code == 1
    assert office.types("draft", "案件").code == 0
    assert "読み取れない 1件" in office.types("status", "案件").out


def test_an_unknown_name_is_a_finding_with_the_nearest_one_and_stays_in_the_file(office):
    put(office, "procurement.titel: 文書管理の調査\n")
    found = findings(office)["procurement.titel"]
    assert "「procurement.title」のことではありませんか" in found["found"]
    assert office.types("draft", "案件").code == 0
    assert office.answers("案件").read_text(encoding="utf-8") == "procurement.titel: 文書管理の調査\n"
    assert "procurement.titel" in office.types("status", "案件").out


def test_an_answer_that_does_not_apply_is_kept_told_and_not_printed(office):
    put(office, "service.trial: 架空の試験導入を百人で行う。\n")
    assert office.types("draft", "案件").code == 0
    assert "架空の試験導入" not in words_of(tree(office.newest_word_file("案件")))
    assert re.search(r"いまは当てはまらない答え 1件.*試験導入の範囲", office.types("status", "案件").flat)


def test_dates_that_contradict_each_other_are_a_finding(office):
    put(
        office,
        "contract.period: 契約締結日〜令和9年3月31日\ndeliverable.list:\n  D1:\n    name: 報告書\n    due: 令和9年4月9日\n",
    )
    assert "契約期間" in findings(office)["deliverable.list/D1.due"]["found"]


HOSTILE = (
    "{{ 7*7 }} {% raw %} <w:p/> & \"引用\" '一重' ]]> &amp; {# 註 #} ${x} %s \\n 𠮷野家 葛󠄀城 が👩‍💻 ①㈱ ]] 終"
)


def test_hostile_text_arrives_in_the_paper_as_it_was_written(office):
    put(office, f"procurement.title: |-\n  {HOSTILE}\nprocurement.plan: |-\n  {HOSTILE}\n")
    assert office.types("draft", "案件").code == 0
    file = office.newest_word_file("案件")
    text = words_of(tree(file))
    assert text.count(HOSTILE) >= 3
    assert not re.search(r'[<>:"/\\|?*]', file.name)


def test_hostile_text_cannot_steer_the_screen(office):
    put(office, "procurement.titel\\e[2J: 甲\n")
    for verb in ("status", "check"):
        said = office.types(verb, "案件")
        assert "\x1b" not in said.out + said.err


# -- cases, folders, words on the command line ----------------------------------------------------------------------
@pytest.mark.parametrize("verb", ["status", "check", "draft", "ask"])
def test_a_case_that_is_not_there_is_answered_with_those_that_are(office, verb):
    said = office.types(verb, "案件ー")
    assert said.code == 2 and "案件が見当たりません" in said.err and "ここにある案件: 案件" in said.err


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("new ../外 --type study", "使えない文字"),
        ("new CON --type study", "使えない文字"),
        ("new 甲 --type studdy", "「study」のことではありませんか"),
        ("draft 案件 --doc budget", "今ある文書: "),
        ("draft 案件 --as-of きのう", "--as-of の日付"),
        ("draft 案件 --clean --final", "どちらか一方"),
        ("check 案件 --stage final", "draft、submit"),
        ("check 案件 --fail-on high", "must、confirm、advise"),
        ("check 案件 --format xml", "text、json、markdown"),
        ("explain procurement.titel", "「procurement.title」のことではありませんか"),
        ("template show spek", "「spec」のことではありませんか"),
        ("template show --topic delivrable", "「deliverable」のことではありませんか"),
        ("template show --topic 要件", "requirements（満たすべき要件）、business（業務要件）"),
        ("template show", "どちらか一つを書きます"),
    ],
)
def test_a_word_that_nobody_knows_is_answered_with_what_can_be_written(office, line, says):
    before = everything_below(office.folder)
    said = office.types(*line.split())
    assert said.code == 2 and says in said.flat
    assert everything_below(office.folder) == before


def test_a_second_case_of_the_same_name_is_not_made(office):
    before = everything_below(office.folder)
    assert office.types("new", "案件", "--type", "study").code == 5
    assert everything_below(office.folder) == before


def test_settings_with_a_slip_are_told_with_line_and_nearest_name(office):
    settings = office.folder / "specgen.yaml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("  self:", "  selff:"), encoding="utf-8")
    said = office.types("draft", "案件")
    assert said.code == 3
    assert re.search(r"specgen\.yaml:\d+", said.err) and "selff" in said.err and "self" in said.err


def test_a_case_file_with_a_slip_is_told_with_its_line(office):
    path = office.folder / "cases" / "案件" / "case.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("type: study", "type: studdy"), encoding="utf-8")
    said = office.types("draft", "案件")
    assert said.code == 2 and re.search(r"case\.yaml:\d+", said.err) and JAPANESE.search(said.err)


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


@pytest.mark.skipif(os.name == "nt" or _is_root(), reason="the folder would not be read-only for this user")
def test_a_folder_that_takes_no_file_is_said_and_nothing_is_left_behind(office):
    folder = office.folder / "cases" / "案件"
    folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        said = office.types("draft", "案件")
    finally:
        folder.chmod(stat.S_IRWXU)
    assert said.code == 5 and "書" in said.err
    assert not (folder / "drafts").exists()


def test_a_file_where_a_folder_should_be_is_said_and_nothing_is_left_behind(office):
    (office.folder / "cases" / "案件" / "drafts").write_text("ここにファイルがある")
    before = everything_below(office.folder)
    said = office.types("draft", "案件")
    assert (said.code == 5 and "drafts" in said.err) or "フォルダー" in said.err
    assert everything_below(office.folder) == before


def test_a_disk_that_is_full_leaves_no_half_written_file(office, monkeypatch):
    import errno

    def full(*_args, **_options):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    said = office.types("draft", "案件")
    assert said.code == 5 and JAPANESE.search(said.err)
    left = [
        p for p in (office.folder / "cases" / "案件").rglob("*") if p.suffix in (".docx", ".json", ".tmp")
    ]
    assert left == []


def test_a_file_that_somebody_holds_open_is_said_and_nothing_is_left_behind(office, monkeypatch):
    def held(*_args, **_options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("os.replace", held)
    before = everything_below(office.folder)
    said = office.types("draft", "案件")
    assert said.code == 5 and JAPANESE.search(said.err)
    assert everything_below(office.folder) == before
    monkeypatch.undo()
    assert "01番" in office.types("draft", "案件").out


# -- templates of the house -------------------------------------------------------------------------------------------
def own_pack(office: Person, data: bytes) -> None:
    """The shipped pack as the workspace's own, with another Word file beside its text."""
    folder = office.folder / "spec_templates" / "packs" / "spec"
    shutil.copytree(SHIPPED, folder)
    (folder / "template.docx").write_bytes(data)


def own_template(office: Person, data: bytes | None) -> None:
    folder = office.folder / "spec_templates" / "packs" / "spec"
    shutil.copytree(SHIPPED, folder)
    (folder / "template.md").unlink()  # the Word file is the master
    target = folder / "template.docx"
    target.unlink()
    if data is not None:
        target.write_bytes(data)


def changed(**new: bytes) -> bytes:
    """The shipped template with parts replaced or added (``word__x`` is ``word/x``)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        found = parts(SHIPPED / "template.docx") | new
        for name, data in found.items():
            package.writestr(name, data)
    return out.getvalue()


def with_text(old: bytes, text: bytes) -> bytes:
    document = parts(SHIPPED / "template.docx")["word/document.xml"]
    assert old in document
    return changed(**{"word/document.xml": document.replace(old, text, 1)})


def macro_bearing() -> bytes:
    types = parts(SHIPPED / "template.docx")["[Content_Types].xml"]
    types = types.replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    return changed(**{"[Content_Types].xml": types, "word/vbaProject.bin": b"\xd0\xcf\x11\xe0macro"})


def remote() -> bytes:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    rels = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{kind}" Target="http://example.invalid/x.dotm" TargetMode="External"/></Relationships>'
    )
    return changed(**{"word/_rels/settings.xml.rels": rels.encode()})


TITLE = b"{{ procurement.title }}"
TEMPLATES = {
    "missing": lambda: None,
    "empty": lambda: b"",
    "text": lambda: "ただの文章です。".encode(),
    "pdf": lambda: b"%PDF-1.7\n",
    "old Word": lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 99 + "WordDocument".encode("utf-16-le"),
    "spreadsheet": lambda: changed(**{"xl/workbook.xml": b"<workbook/>"})[:200],
    "cut short": lambda: (SHIPPED / "template.docx").read_bytes()[:5000],
    "macro": macro_bearing,
    "remote template": remote,
    "attack by attributes": lambda: with_text(TITLE, b"{{ procurement.title.__class__.__mro__ }}"),
    "attack by a call": lambda: with_text(TITLE, b"{{ cycler.__init__.__globals__.os.popen('id').read() }}"),
    "attack by a loop": lambda: with_text(TITLE, b"{% for a in range(999999999) %}x{% endfor %}"),
    "attack by entities": lambda: with_text(b"<w:document", b'<!DOCTYPE x [<!ENTITY a "b">]><w:document'),
    "unknown name": lambda: with_text(TITLE, b"{{ procurement.titel }}"),
    "broken tag": lambda: with_text(TITLE, b"{{ procurement.title "),
}


@pytest.mark.parametrize("which", TEMPLATES)
def test_a_template_that_is_none_or_means_harm_is_refused_with_what_is_the_matter(office, which):
    own_template(office, TEMPLATES[which]())
    before = everything_below(office.folder)
    said = office.types("draft", "案件")
    assert said.code == 3, said.out + said.err
    assert "template.docx" in said.err and JAPANESE.search(said.err)
    assert all(line.endswith("］") for line in said.err.splitlines() if line)
    assert everything_below(office.folder) == before
    linted = office.types("template", "lint", "spec")
    assert linted.code == 3 and "直すところ" in linted.out


def test_the_nearest_name_is_offered_for_a_slip_in_a_template(office):
    own_template(office, with_text(TITLE, b"{{ procurement.titel }}"))
    said = office.types("draft", "案件")
    assert "procurement.titel" in said.err and "procurement.title" in said.err


def test_an_own_template_that_is_sound_is_used(office):
    own_template(office, with_text("本調達の件名は".encode(), "この調達の名は".encode()))
    assert office.types("draft", "案件").code == 0
    assert "この調達の名は" in words_of(tree(office.newest_word_file("案件")))


def test_a_template_edited_in_word_is_not_built_over(office):
    own_pack(office, with_text("本調達の件名は".encode(), "この調達の名は".encode()))
    path = office.folder / "spec_templates" / "packs" / "spec" / "template.docx"
    before = path.read_bytes()
    said = office.types("template", "build", "spec")
    assert said.code == 5 and "Wordで直されています" in said.err
    assert path.read_bytes() == before


def test_a_template_that_is_no_longer_what_its_text_makes_is_told(office):
    own_pack(office, (SHIPPED / "template.docx").read_bytes())
    text = office.folder / "spec_templates" / "packs" / "spec" / "template.md"
    text.write_text(
        text.read_text(encoding="utf-8").replace("本調達の件名は", "この調達の名は"), encoding="utf-8"
    )
    said = office.types("template", "build", "spec", "--check")
    assert said.code == 3 and "食い違っています" in said.out
    assert office.types("template", "build", "spec").code == 0
    assert office.types("template", "build", "spec", "--check").code == 0
    assert office.types("draft", "案件").code == 0
    assert "この調達の名は" in words_of(tree(office.newest_word_file("案件")))


def test_a_missing_answers_file_counts_as_empty(office: Person):
    Path(office.answers("案件")).unlink()
    assert office.types("status", "案件").code == 0
    assert office.types("draft", "案件").code == 0


def test_a_table_that_cannot_be_read_is_told_once(office):
    put(office, "deliverable.list: 報告書を3部\n")
    found = office.types("check", "案件", "--all", "--json").data["findings"]
    assert [f["rule"] for f in found if f["subject"].startswith("deliverable.list")] == ["ANS-01"]


def test_a_row_whose_name_word_cannot_carry_stops_no_draft(office):
    put(office, "procurement.title: 甲\ndeliverable.list:\n  報告書: {name: 報告書}\n")
    assert office.types("draft", "案件").code == 0
    assert "行の名前" in findings(office)["deliverable.list"]["found"]
