"""A check in all its forms: on screen, as JSON, as Markdown, as an Excel list; what people are asked and answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from journeying import Person, everything_below

ASK = """\
kind: ask
title: 個人情報保護法での法人の区分を確かめた
level: confirm
about: data.personal
once_per: organisation
words: {question: 法人にはどちらの規律が当てはまりますか。, why: 条文が変わります。, fix: 法務に確かめます。, offer: 文案を用意します。}
"""
LIST = "確認一覧_調達仕様書.xlsx"


def own_rule(person: Person, id: str, text: str) -> None:
    path = person.folder / "checklists" / "rules" / id.partition("-")[0] / f"{id}.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    profile = person.folder / "checklists" / "profiles" / "spec.yaml"
    profile.parent.mkdir(parents=True)
    profile.write_text(
        "profile: spec\nlabel: 調達仕様書の確認\nrules: [ANS-*, STR-*, OVR-*, KEN-*]\n", encoding="utf-8"
    )


# ── forms ──


def test_the_excel_list_holds_every_finding_and_has_room_for_answers(colleague: Person):
    openpyxl = pytest.importorskip("openpyxl")
    said = colleague.types("check", "keihi-saas", "--format", "xlsx", "--fail-on", "must")
    path = colleague.folder / "cases" / "keihi-saas" / LIST
    findings = colleague.types("check", "keihi-saas", "--json").data["findings"]
    assert said.code == 0 and LIST in said.flat
    page = openpyxl.load_workbook(path).worksheets[0]
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    head = next(n for n, row in enumerate(rows) if row[0] == "番号")
    assert rows[head][-2:] == ["担当の返事", "決めたこと"]
    keys = [row[rows[head].index("識別")] for row in rows[head + 1 :]]
    assert keys == [finding["key"] for finding in findings]


def test_the_same_list_is_not_written_twice_and_a_filled_one_is_never_overwritten(colleague: Person):
    openpyxl = pytest.importorskip("openpyxl")
    colleague.types("check", "keihi-saas", "--format", "xlsx")
    before = everything_below(colleague.folder)
    colleague.types("check", "keihi-saas", "--format", "xlsx")
    assert everything_below(colleague.folder) == before
    path = colleague.folder / "cases" / "keihi-saas" / LIST
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["K8"] = "12月までに決めます。"
    book.save(path)
    filled = path.read_bytes()
    colleague.types("check", "keihi-saas", "--format", "xlsx")
    assert path.read_bytes() == filled
    assert path.with_name("確認一覧_調達仕様書（2）.xlsx").is_file()


def test_json_has_the_shape_of_the_rounds(colleague: Person):
    data = colleague.types("check", "keihi-saas", "--json").data
    finding = next(f for f in data["findings"] if f["key"] == "DLV-02@deliverable.list/D4.due")
    assert finding["verdict"] == "finding" and finding["level_from"] == "rule:draft"
    assert finding["place"]["answers"]["file"] == "answers.yaml"
    assert (finding["place"]["document"], finding["place"]["row"]) == ("spec", "操作の手引")
    assert finding["place"]["column"] == "納品期限" and "成果物" in finding["place"]["heading"]
    assert finding["reads"]["deliverable.list/D4.due"]["state"] == "undecided"
    assert len(finding["reads_digest"]) == 8 and finding["as_of"] == "2026-11-20"
    assert finding["words"]["found"] and finding["basis"][0]["confidence"] == "confirmed"


def test_what_would_decide_most_stands_first_and_only_ten_are_told(colleague: Person):
    data = colleague.types("check", "keihi-saas", "--doc", "requirements", "--json").data
    numbers = [len(one["titles"]) for one in data["waiting"]]
    assert numbers == sorted(numbers, reverse=True)
    assert {id for u in data["undecided"] for id in u["undecided"]} == {one["id"] for one in data["waiting"]}


def test_another_day_may_change_what_is_said(colleague: Person):
    early = colleague.types("check", "keihi-saas", "--as-of", "2025-03-31", "--json").data
    assert early["as_of"] == "2025-03-31" and all(f["as_of"] == "2025-03-31" for f in early["findings"])


# ── what people are asked ──


def questions(person: Person) -> list[str]:
    return [
        f["key"]
        for f in person.types("check", "keihi-saas", "--json").data["findings"]
        if f["verdict"] == "question"
    ]


def reply(folder: Path, text: str) -> None:
    (folder / "asked.yaml").write_text(text, encoding="utf-8")


def test_a_question_is_asked_until_it_is_answered_and_counted_apart(colleague: Person):
    own_rule(colleague, "KEN-01", ASK)
    assert questions(colleague) == ["KEN-01@data.personal"]
    out = colleague.types("check", "keihi-saas", "--all").out
    assert "・お尋ね 1件（要確認 1）" in out and "【お尋ね・要確認】法人にはどちらの規律が" in out
    assert (
        "**【お尋ね・要確認】法人には" in colleague.types("check", "keihi-saas", "--format", "markdown").out
    )
    reply(colleague.folder, "KEN-01: {choice: 行政機関等の規律, by: 法務課, on: 2026-11-10}\n")
    assert questions(colleague) == []


def test_questions_alone_never_fail_a_check(colleague: Person):
    own_rule(colleague, "KEN-01", ASK.replace("level: confirm", "level: must"))
    assert colleague.types("check", "keihi-saas").code == 0


@pytest.mark.parametrize(
    "text, code, says",
    [
        ("KEN-1: {says: 甲, by: 乙, on: 2026-11-10}\n", "K01", "「KEN-01」のことではありませんか"),
        ("KEN-01: {by: 乙, on: 2026-11-10}\n", "K03", "答えの中身がありません"),
        ("KEN-01: {says: 甲, on: 2026-11-10}\n", "K03", "だれが（by）"),
        ("KEN-01: {says: 甲, by: 乙, on: いつか}\n", "K03", "答えた日（on）"),
        ("KEN-01: {sais: 甲, by: 乙, on: 2026-11-10}\n", "C02", "「says」のことではありませんか"),
        ("- KEN-01\n", "C01", "「名前: 値」の組"),
    ],
)
def test_a_reply_that_cannot_be_read_is_told_with_its_line(colleague: Person, text, code, says):
    own_rule(colleague, "KEN-01", ASK)
    reply(colleague.folder, text)
    said = colleague.types("check", "keihi-saas")
    assert said.code == 2 and code in said.flat and says in said.flat and "asked.yaml:1" in said.flat


def test_what_the_organisation_answers_once_is_not_read_in_a_case(colleague: Person):
    own_rule(colleague, "KEN-01", ASK)
    reply(colleague.folder / "cases" / "keihi-saas", "KEN-01: {says: 甲, by: 乙, on: 2026-11-10}\n")
    said = colleague.types("check", "keihi-saas")
    assert said.code == 2 and "specgen.yaml のあるフォルダーの asked.yaml" in said.flat


# ── one rule on one case ──


def test_a_rule_is_explained_on_a_case_with_what_would_change_it(colleague: Person):
    data = colleague.types("explain", "REQ-11", "--case", "keihi-saas", "--json").data
    assert data["says"] == "まだ判断できません"
    assert any("nonfunctional.web" in line for line in data["told"])
    assert "「ウェブの画面の有無」が「はい」なら、気付きになります。" in data["changes"]
    assert colleague.types("explain", "REQ-11", "--case", "keihi-saas").code == 0


def test_only_rules_are_explained_on_a_case(colleague: Person):
    said = colleague.types("explain", "procurement.title", "--case", "keihi-saas")
    assert said.code == 2 and "規則の番号と一緒に使います" in said.flat


def test_explain_says_how_sure_the_bases_are_and_shows_the_cases_of_a_rule(colleague: Person):
    out = colleague.types("explain", "WRD-01").flat
    assert "未確認" in out and "原文で確かめた根拠は、まだありません" in out and "→ 気付きになる" in out


def test_several_papers_are_listed_each_in_a_workbook_of_its_own(colleague):
    said = colleague.types("check", "keihi-saas", "--doc", "spec,requirements", "--format", "xlsx")
    assert said.code == 1  # the requirements have findings that must be settled
    written = sorted(path.name for path in (colleague.folder / "cases" / "keihi-saas").glob("*.xlsx"))
    assert len(written) == 2 and all(name in said.flat for name in written)
    refused = colleague.types("check", "keihi-saas", "--doc", "all", "--format", "xlsx", "--out", "一覧.xlsx")
    assert refused.code == 2 and "文書を1つだけ" in refused.err
