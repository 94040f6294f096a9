"""The review sheet of a round in Word: by chapter, questions apart, what waits apart, with room for a decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import validators

from specgen.case.printing import Copy
from specgen.errors import InputError
from specgen.jobs.check import report_on
from specgen.jobs.draft import draft
from specgen.jobs.papers import documents_of, print_paper
from specgen.jobs.reviewlines import appendix_rows, basis_of, review_of
from specgen.jobs.reviewpaper import review_sheet
from specgen.model.finding import Basis, Finding
from specgen.model.reviewsheet import DECISIONS, ReviewSheet
from specgen.model.round import LogLine, Moved, Reviewed, Round, RoundFinding
from specgen.model.texttree import Block, TextTree
from specgen.word.package import to_bytes
from specgen.word.read import read_tree
from specgen.workspace import OpenCase, open_case

DAY = date(2026, 12, 4)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> OpenCase:
    root = tmp_path_factory.mktemp("office")
    folder = root / "cases" / "調査"
    folder.mkdir(parents=True)
    (root / "specgen.yaml").write_text("", encoding="utf-8")
    (folder / "case.yaml").write_text(
        "id: a1\ntype: study\nform: short\nas_of: 2026-12-04\ndepartment: 総務部文書課\n", encoding="utf-8"
    )
    (folder / "answers.yaml").write_text("procurement.title: 利用者の調査\n", encoding="utf-8")
    return open_case(folder)


@pytest.fixture(scope="module")
def sheet(opened: OpenCase) -> ReviewSheet:
    paper = print_paper(opened.case, "spec", Copy())
    report = report_on(opened.case, paper, read_tree(paper.parts), "draft")
    told, asked = report.told[0], report.questions[0]
    talk = (
        LogLine(date(2026, 12, 8), "総務部文書課", "reply", "word", told.key, "書き足します。"),
        LogLine(date(2026, 12, 9), "情報戦略室", "reply", "word", told.key, "お待ちします。"),
        LogLine(date(2026, 12, 10), "情報戦略室", "acknowledge", "command", told.key, "次の改定で直す", date(2027, 3, 31), "統括責任者"),
    )  # fmt: skip
    gone = RoundFinding("X-1@x.y", "finding", "must", "new", "r", "契約期間がありません。", 1)
    moved = [Moved(f.key, "continuing", f, since=1, talk=talk if f is told else ()) for f in report.findings]
    moved += [
        Moved("X-1@x.y", "settled", None, gone, 1),
        Moved("X-2@x.y", "waiting", None, replace(gone, found="単価の根拠がありません。"), 1),
    ]
    round_ = Round(
        2, "spec", DAY, "情報戦略室", Reviewed(2, "a.docx", "x", "y"), "spec", "draft", DAY,
        good=("件名が決まっています。",), undecided={f.rule: f.undecided for f in report.undecided if f.undecided},
    )  # fmt: skip
    made = review_of(opened, round_, moved, paper)
    assert told.key in {line.key for line in made.lines} and asked.key in {
        line.key for line in made.questions
    }
    return made


@pytest.fixture(scope="module")
def tree(opened: OpenCase, sheet: ReviewSheet) -> TextTree:
    return read_tree(review_sheet(opened, sheet))


def cells(table: Block) -> list[list[str]]:
    return [["\n".join(block.text for block in cell) for cell in row] for row in table.rows]


def tables(tree: TextTree) -> dict[str, list[list[str]]]:
    """Heading → the cells of the table under it."""
    found, heading = {}, ""
    for block in tree.blocks:
        heading = block.text if block.kind == "heading" else heading
        if block.kind == "table":
            found[heading] = cells(block)
    return found


def test_its_head_says_what_was_looked_at(tree: TextTree):
    head = dict(tables(tree)[""])
    assert head["件名"] == "利用者の調査" and head["担当部署"] == "総務部文書課"
    assert head["回・確認した人"] == "第2回・情報戦略室" and head["基準日"] == "令和8年12月4日"
    assert head["文書・版"].startswith("調達仕様書（案、第")
    assert "解決 1件" in head["前の回からの動き"] and "必須 " in head["件数"]


def test_findings_stand_under_their_chapters_in_the_order_of_the_paper(sheet: ReviewSheet, tree: TextTree):
    rows = tables(tree)["気付いたこと"][1:]
    bands = [row[0] for row in rows if len(row) == 1]
    assert bands == [chapter.title for chapter in sheet.chapters] and len(bands) > 1
    assert [row[0] for row in rows if len(row) > 1] == [str(n) for n, _ in enumerate(sheet.lines, 1)]
    printed = [title for title in bands if title.startswith("第")]
    assert printed == sorted(printed, key=lambda title: int(title[1 : title.index("章")]))


def test_what_was_said_stands_with_whoever_said_it(tree: TextTree):
    (row,) = (row for row in tables(tree)["気付いたこと"] if len(row) > 1 and "書き足します。" in row[6])
    assert row[6] == "令和8年12月8日 総務部文書課: 書き足します。"
    assert row[7].split("\n") == [
        "令和8年12月9日 情報戦略室: お待ちします。",
        "令和8年12月10日 情報戦略室: 了承: 次の改定で直す（承認: 統括責任者）（令和9年3月31日まで）",
    ]


def test_a_basis_that_nobody_confirmed_says_so():
    bases = tuple(Basis("law", f"{c}の根拠", confidence=c) for c in ("confirmed", "partial", "unverified"))
    told = basis_of(Finding("X-1", "a.b", "finding", "must", basis=bases)).split("\n")
    assert told == ["confirmedの根拠", "partialの根拠（一部確認）", "unverifiedの根拠（未確認）"]


def test_every_finding_says_on_what_it_stands(sheet: ReviewSheet):
    assert all(line.basis for line in (*sheet.lines, *sheet.questions))


def test_questions_what_waits_and_what_was_settled_stand_apart(sheet: ReviewSheet, tree: TextTree):
    asked = tables(tree)["お尋ね"][1:]
    assert [row[0] for row in asked] == [str(line.number) for line in sheet.questions]
    waiting = tables(tree)["まだ判断できないもの"][1:]
    assert ["前の回の気付き", "単価の根拠がありません。"] in waiting and len(waiting) > 1
    assert tables(tree)["前の回から解決したもの"][1:] == [["契約期間がありません。", "第1回から"]]


def test_the_decision_is_in_kind_words(tree: TextTree):
    decision = dict(tables(tree)["PMOの判断"])["判断"]
    assert all(word in decision for word in DECISIONS)
    assert not any(word in decision for word in ("差戻し", "不備", "NG"))


def test_where_there_is_nothing_that_is_said(opened: OpenCase, sheet: ReviewSheet):
    empty = replace(sheet, good=(), chapters=(), questions=(), waiting=(), settled=())
    said = [
        block.text for block in read_tree(review_sheet(opened, empty)).blocks if block.kind == "paragraph"
    ]
    assert said.count("ありません。") == 5


def test_it_is_marked_as_internal_and_traces_nothing(opened: OpenCase, sheet: ReviewSheet, tree: TextTree):
    assert "内部検討用" in "".join(block.text for block in tree.margins)
    assert not tree.values


def test_both_validators_find_nothing_and_the_bytes_are_the_same(
    opened: OpenCase, sheet: ReviewSheet, tmp_path: Path
):
    data = to_bytes(review_sheet(opened, sheet))
    assert data == to_bytes(review_sheet(opened, sheet))
    path = tmp_path / "sheet.docx"
    path.write_bytes(data)
    assert validators.valid_by_openxml_audit(path) == []
    assert validators.valid_by_open_xml_sdk(path) == []


def test_it_is_no_document_of_the_case(opened: OpenCase):
    assert "review" not in documents_of(opened.case)
    with pytest.raises(InputError, match="specgen review open"):
        draft(opened.folder, ["review"])


def test_the_appendix_says_what_the_comment_leaves_out(opened: OpenCase):
    paper = print_paper(opened.case, "spec", Copy())
    report = report_on(opened.case, paper, read_tree(paper.parts), "draft")
    rows = appendix_rows(report.findings)
    assert [row[0] for row in rows] == [str(n) for n in range(1, len(report.findings) + 1)]
    for finding, row in zip(report.findings, rows, strict=True):
        _holds(row, finding.key, finding.lead, finding.why, finding.fix, finding.example, finding.offer)


def _holds(row: Sequence[str], *words: str) -> None:
    whole = "\n".join(row)
    assert not [word for word in words if word not in whole]


def test_chapters_without_anything_to_say_are_among_the_good_points(opened: OpenCase):
    paper = print_paper(opened.case, "spec", Copy())
    report = report_on(opened.case, paper, read_tree(paper.parts), "draft")
    first = next(f for f in report.told if f.paper.section)
    round_ = Round(1, "spec", DAY, "PMO", Reviewed(1, "a", "x", "y"), "spec", "draft", DAY, good=("一つめ",))
    made = review_of(opened, round_, [Moved(first.key, "new", first, since=1)], paper)
    chapters = [f"{e.number} {e.text}" for e in paper.printable.outline if e.level == 1 and e.number]
    (chapter,) = made.chapters
    assert made.good[0] == "一つめ" and made.movements == ()
    assert [title for title in chapters if f"「{title}」" not in made.good[1]] == [chapter.title]
