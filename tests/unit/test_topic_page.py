"""One topic on one page: all that two readers need to cross-read it, found by the name that people use."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from littlecontent import FILES

from specgen.cli.main import run_with
from specgen.content.find import data_root
from specgen.content.load import load_content
from specgen.jobs.papers import build_template

GOLDEN = Path(__file__).with_name("topic_page.txt")
RULES = {
    "EX-01": """\
kind: fact
title: 人数がある
level: {draft: confirm, submit: must}
needs: [data.people]
words: {found: "{{ label }}が{{ gap }}です。", why: 対策が決まりません。, fix: 人数を書きます。, offer: 数え方を示せます。}
basis:
  - {authority: internal, cite: "{{ org.security_rule }}", source: [L-1], confidence: partial, note: 要点だけ}
""",
    "EX-02": """\
kind: fact
title: 国外で扱うときの期限
level: advise
when: approve
find: last_day(plan.start) > last_day(plan.period)
words: {found: "開始日は{{ plan.start }}です。", why: 期間と合いません。, fix: 直します。}
""",
    "EX-03": """\
kind: fact
title: 空きが残っていない
level: must
state: blank
words: {found: 空きです。, why: 聞かれます。, fix: 書きます。}
""",
    "EX-04": "{kind: fact, title: 件名がある, level: must, needs: [plan.title], words: {found: 空き。, why: 理由。, fix: 書く。}}\n",
}


@pytest.fixture
def shipped(tmp_path: Path) -> Iterator[Path]:
    """The little library with rules and a clause of another topic, as if it were what specgen ships."""
    root = tmp_path / "shipped"
    files = {f"spec_templates/{name}": text for name, text in FILES.items()}
    files |= {f"checklists/rules/EX/{id}.yaml": text for id, text in RULES.items()}
    files["checklists/sources.yaml"] = "L-1: {title: 架空の規程, kind: internal, seen: part}\n"
    files["spec_templates/library/clauses/abroad/papers.md"] = (
        "---\ntitle: 書類\nversion: 2\nask_first: 契約担当\n---\n{{ data.people }}分の書類を、{§data}の後に納める。\n"
    )
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    for name in ("phrases.yaml", "base.docx"):
        shutil.copy(data_root() / "spec_templates" / "library" / name, root / "spec_templates" / "library")
    memo = root / "spec_templates" / "packs" / "memo"
    with (
        patch("specgen.content.load.data_root", lambda: root),
        patch("specgen.jobs.papers.data_root", lambda: root),
    ):
        content = load_content(None)
        (memo / "template.docx").write_bytes(build_template(content, content.packs["memo"]))
        yield root


class Reader:
    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capsys = folder, capsys

    def types(self, *words: str) -> tuple[int, str, str]:
        code = run_with(["template", "show", *words])
        said = self.capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        return code, said.out, said.err


@pytest.fixture
def reader(shipped: Path, tmp_path: Path, monkeypatch, capsys) -> Reader:
    (tmp_path / "desk").mkdir()
    monkeypatch.chdir(tmp_path / "desk")
    monkeypatch.setenv("COLUMNS", "81")
    return Reader(tmp_path / "desk", capsys)


def test_the_page_of_a_topic_is_this(reader):
    code, out, err = reader.types("--topic", "data")
    if os.environ.get("SPECGEN_WRITE_EXPECTED"):
        GOLDEN.write_text(out, encoding="utf-8")
    assert (code, err) == (0, "")
    assert out == GOLDEN.read_text(encoding="utf-8")


@pytest.mark.parametrize("called", ["data", "情報", "DATA", "ｄａｔａ", "報"])
def test_a_topic_is_found_by_its_id_its_label_or_a_part_of_it(reader, called):
    code, out, _ = reader.types("--topic", called)
    assert code == 0 and out.startswith("話題「情報」（data）")


def test_a_topic_that_has_clauses_alone_is_called_by_its_id(reader):
    code, out, _ = reader.types("--topic", "abroad")
    assert (
        code == 0 and "■ 質問 0" in out and "書類（abroad.papers）" in out and "『情報』の後に納める" in out
    )


@pytest.mark.parametrize(
    "called, says",
    [
        ("deliverabel", "「deliverable」のことではありませんか"),
        ("成果品", "「成果物」のことではありませんか"),
        ("魔法", "今ある話題: plan（計画）、data（情報）、work（作業）、deliverable（成果物）、abroad［"),
        ("a", "いくつかあります。該当箇所は「a」です。この中から選びます: plan（計画）、data（情報）、"),
    ],
)
def test_a_topic_that_nobody_knows_or_several_of_that_name_are_told(reader, called, says):
    code, out, err = reader.types("--topic", called)
    assert (code, out) == (2, "") and says in err


@pytest.mark.parametrize(
    "words", [(), ("memo", "--topic", "data"), ("memo", "--out", "紙.md"), ("--out", "紙.md")]
)
def test_one_thing_is_shown_at_a_time(reader, words):
    code, out, err = reader.types(*words)
    assert (code, out) == (2, "") and "--topic" in err and list(reader.folder.iterdir()) == []


def test_a_program_gets_the_same_page_as_json(reader):
    code, out, _ = reader.types("--topic", "data", "--json")
    page = json.loads(out)
    assert code == 0 and (page["id"], page["label"]) == ("data", "情報")
    assert [q["id"] for q in page["questions"]] == ["data.personal", "data.people", "data.abroad"]
    assert [part["id"] for part in page["clauses"][0]["parts"]] == ["forbid", "approve"]
    assert [rule["id"] for rule in page["rules"]] == ["EX-01", "EX-02"]
    assert page["printing"] == [["abroad.papers", "書類"]] and page["watching"] == [
        ["EX-03", "空きが残っていない"]
    ]


def test_a_table_is_told_column_by_column(reader):
    _, out, _ = reader.types("--topic", "deliverable")
    assert "列: 対応する作業（work）" in out and "列: 納品期限（due）\n      期日。" in out


def test_the_page_can_be_printed_and_nothing_is_overwritten(reader):
    assert reader.types("--topic", "data", "--out", "情報.md")[0] == 0
    path = reader.folder / "情報.md"
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# 情報（data）\n") and "\n| 尋ねること | 個人情報を扱いますか。 |\n" in text
    assert (
        "\n承認を得て扱う。  \n(1) 申請する。  \n(2) 〔「個人情報を扱うとき」〕個人情報については、" in text
    )
    code, out, _ = reader.types("--topic", "data", "--out", "情報.md")
    assert code == 0 and "もう最新です" in out
    path.write_text(text + "朱書き\n", encoding="utf-8")
    code, _, err = reader.types("--topic", "data", "--out", "情報.md")
    assert code == 5 and "上書きしません" in err and path.read_text(encoding="utf-8") == text + "朱書き\n"


def test_a_paper_whose_word_file_is_the_master_tells_its_questions(reader, shipped):
    (shipped / "spec_templates/packs/memo/template.md").unlink()
    _, out, _ = reader.types("--topic", "data")
    assert "載る所          覚書（memo）「人数」\n" in out and "覚書（memo）「国外」" in out


def edited_in_word(path: Path, *changes: tuple[str, str]) -> None:
    """The template as a person saved it in Word with these words changed; its text beside it stays as it was."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for before, after in changes:
        whole = parts["word/document.xml"].replace(before.encode(), after.encode())
        assert whole != parts["word/document.xml"]
        parts["word/document.xml"] = whole
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)


def test_where_the_template_was_edited_in_word_the_word_file_tells_where_things_stand(shipped, reader):
    path = shipped / "spec_templates" / "packs" / "memo" / "template.docx"
    before = reader.types("--topic", "data")[1]
    assert "覚書（memo）「人数」" in before and "覚書（memo）「国外」" in before
    edited_in_word(path, (">人数<", ">対象者の数<"), (">国外<", ">海外での取扱い<"))
    after = reader.types("--topic", "data")[1]
    assert "覚書（memo）「対象者の数」" in after and "覚書（memo）「人数」" not in after
    assert "覚書（memo）「海外での取扱い」" in after and "覚書（memo）「国外」" not in after
    other = reader.types("--topic", "abroad")[1]
    assert "『情報』の後に納める" in other


def test_what_was_taken_out_of_the_word_file_is_nowhere(shipped, reader):
    path = shipped / "spec_templates" / "packs" / "memo" / "template.docx"
    assert "覚書（memo）「概要」" in reader.types("--topic", "plan")[1]
    edited_in_word(path, ("{{ plan.start }}", "未定"))
    _, _, start = reader.types("--topic", "plan")[1].partition("開始日（plan.start）")
    start, _, period = start.partition("契約期間（plan.period）")
    assert "いつからですか。" in start and "載る所" not in start
    assert "覚書（memo）「概要」" in period
