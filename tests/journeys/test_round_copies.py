"""Returns in another order, copies of two people, and who may take what."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from story import CONTRACT, DEPARTMENT, DUE, LISTS, PMO, SPLIT, begin, fill_list, write
from wordreply import WordFile

from specgen.errors import InputError
from specgen.jobs.draft import draft
from specgen.jobs.review import OpenedRound, close_round, open_round, show, waive
from specgen.jobs.reviewreturn import return_round

DAY = date(2026, 6, 17)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    made = begin(tmp_path)
    draft(made, ["spec"])
    return made


@pytest.fixture
def first(case: Path) -> OpenedRound:
    return open_round(case, "spec", "draft", by=PMO, as_of=date(2026, 6, 15))


def word_of(r: OpenedRound) -> Path:
    return next(p for p in r.files if "指摘つき" in p.name)


def states(case: Path) -> dict[str, str]:
    return {one.key: one.state for one in show(case, "spec", None).looked.moved}


def test_a_copy_of_somebody_else_takes_no_mark_back(case: Path, first: OpenedRound, tmp_path: Path) -> None:
    mine = WordFile(word_of(first))
    mine.answer(LISTS, "要りません。", author=DEPARTMENT, date="2026-06-16")
    mine.resolve(LISTS)
    theirs = WordFile(word_of(first))
    theirs.answer(DUE, "聞いています。", author="別の係", date="2026-06-16")
    return_round(case, [mine.save(tmp_path / "a.docx")], on=DAY, by=DEPARTMENT)
    second = return_round(case, [theirs.save(tmp_path / "b.docx")], on=DAY, by="別の係")
    assert [line.does for line in second.added] == ["reply"]
    assert states(case)[LISTS] == "acknowledged"


def test_the_excel_list_first_and_the_word_file_after_it(
    case: Path, first: OpenedRound, tmp_path: Path
) -> None:
    filled = tmp_path / "f.xlsx"
    fill_list(
        next(p for p in first.files if p.suffix == ".xlsx"),
        filled,
        CONTRACT,
        {"回答": "突き合わせました。", "担当": DEPARTMENT, "解決": "解決"},
    )
    return_round(case, [filled], on=DAY, by=DEPARTMENT)
    word = WordFile(word_of(first))
    word.answer(DUE, "聞いています。", author=DEPARTMENT, date="2026-06-16")
    back = return_round(case, [word.save(tmp_path / "a.docx")], on=DAY, by=DEPARTMENT)
    assert [line.does for line in back.added] == ["reply"]
    assert states(case)[CONTRACT] == "acknowledged"


def test_a_late_copy_of_the_round_before_takes_no_mark_back(
    case: Path, first: OpenedRound, tmp_path: Path
) -> None:
    late = WordFile(word_of(first))
    late.answer(DUE, "聞いています。", author=DEPARTMENT, date="2026-06-16")
    late_path = late.save(tmp_path / "late.docx")
    waive(case, SPLIT, "費用が増える", on=DAY, by=PMO)
    write(case, "deliverable.list", {"未定": "令和8年6月22日"}, "D6", "due")
    draft(case, ["spec"], as_of=date(2026, 6, 18))
    open_round(case, "spec", "draft", by=PMO, as_of=date(2026, 6, 18))
    assert states(case)[SPLIT] == "acknowledged"
    back = return_round(case, [late_path], on=date(2026, 6, 19), by=DEPARTMENT)
    assert [line.does for line in back.added] == ["reply"]
    assert states(case)[SPLIT] == "acknowledged"


def test_the_same_words_renew_an_acknowledgement_that_lapsed(
    case: Path, first: OpenedRound, tmp_path: Path
) -> None:
    words = "了承：契約担当が決める"
    word = WordFile(word_of(first))
    word.answer(DUE, words, author=PMO, date="2026-06-16")
    return_round(case, [word.save(tmp_path / "a.docx")], on=DAY, by=PMO)
    write(case, "deliverable.list", {"未定": "令和8年6月22日"}, "D6", "due")
    draft(case, ["spec"], as_of=date(2026, 6, 18))
    second = open_round(case, "spec", "draft", by=PMO, as_of=date(2026, 6, 18))
    assert {m.key: m.state for m in second.looked.moved}[DUE] == "changed"
    word = WordFile(word_of(second))
    word.answer(DUE, words, author=PMO, date="2026-06-19")
    return_round(case, [word.save(tmp_path / "b.docx")], on=date(2026, 6, 19), by=PMO)
    assert states(case)[DUE] == "acknowledged"


def test_an_approval_does_not_cover_text_that_was_typed_in_after_the_review(
    case: Path, first: OpenedRound
) -> None:
    word = WordFile(word_of(first))
    word.retype("故障には適切に対応する", "故障には何もしない")
    word.save()
    try:
        close_round(case, "spec", on=DAY, by=PMO, approve=True)
    except Exception as error:
        assert "変" in str(error)
        return
    assert show(case, "spec", None).lapsed == ()  # what the draft says is what was reviewed


def test_a_department_does_not_take_a_must_finding_by_itself_in_word(case: Path, tmp_path: Path) -> None:
    opened = open_round(case, "spec", "submit", by=PMO, as_of=date(2026, 6, 15))
    must = [
        m
        for m in opened.looked.moved
        if m.finding and m.finding.level == "must" and m.finding.verdict == "finding"
    ]
    if not must:
        pytest.skip("no must finding here")
    key = must[0].key
    word = WordFile(word_of(opened))
    word.answer(key, "了承：急ぐため", author=DEPARTMENT, date="2026-06-16")
    return_round(case, [word.save(tmp_path / "a.docx")], on=DAY, by=DEPARTMENT)
    assert states(case)[key] != "acknowledged"


def test_a_second_document_under_review_does_not_swallow_replies_to_the_first(tmp_path: Path) -> None:
    case = begin(tmp_path)
    file = case / "case.yaml"
    lines = [line for line in file.read_text("utf-8").split("\n") if not line.startswith("form:")]
    file.write_text("\n".join(lines), "utf-8")
    draft(case, ["spec"])
    first = open_round(case, "spec", "draft", by=PMO, as_of=date(2026, 6, 15))
    draft(case, ["spec", "requirements"], anyway=True)
    open_round(case, "requirements", "draft", by=PMO, as_of=date(2026, 6, 15))
    word = WordFile(word_of(first))
    word.answer(DUE, "聞いています。", author=DEPARTMENT, date="2026-06-16")
    back = return_round(case, [word.save(tmp_path / "a.docx")], on=DAY, by=DEPARTMENT)
    assert [line.key for line in back.added] == [DUE]


def test_what_only_the_later_stage_asks_is_not_settled_by_looking_at_the_earlier(case: Path) -> None:
    before = open_round(case, "spec", "submit", by=PMO, as_of=date(2026, 6, 15))
    later = [m.key for m in before.looked.moved if m.key.startswith(("NEU-03@", "BID-07@"))]
    assert later
    after = open_round(case, "spec", "draft", by=PMO, as_of=date(2026, 6, 16))
    now = {m.key: m.state for m in after.looked.moved}
    assert not [key for key in later if now.get(key) == "settled"]


def test_the_same_list_saved_again_sets_no_mark_again(case: Path, first: OpenedRound, tmp_path: Path) -> None:
    filled, again = tmp_path / "f.xlsx", tmp_path / "again.xlsx"
    cells = {"回答": "突き合わせました。", "担当": DEPARTMENT, "解決": "解決"}
    fill_list(next(p for p in first.files if p.suffix == ".xlsx"), filled, CONTRACT, cells)
    fill_list(filled, again, CONTRACT, cells)
    assert [line.does for line in return_round(case, [filled], on=DAY, by=DEPARTMENT).added] == [
        "reply",
        "resolve",
    ]
    later = date(2026, 6, 18)
    assert return_round(case, [again], on=later, by=DEPARTMENT).added == ()
    assert return_round(case, [filled], on=later, by=DEPARTMENT).added == ()


def test_two_documents_in_one_return_are_told_apart_kindly(tmp_path: Path) -> None:
    case = begin(tmp_path)
    file = case / "case.yaml"
    lines = [line for line in file.read_text("utf-8").split("\n") if not line.startswith("form:")]
    file.write_text("\n".join(lines), "utf-8")
    draft(case, ["spec", "requirements"])
    one = open_round(case, "spec", "draft", by=PMO, as_of=date(2026, 6, 15))
    two = open_round(case, "requirements", "draft", by=PMO, as_of=date(2026, 6, 15))
    before = {path.name: path.read_bytes() for path in (one.path, two.path)}
    with pytest.raises(InputError, match="文書ごとに分けて"):
        return_round(case, [word_of(one), word_of(two)], on=DAY, by=DEPARTMENT)
    assert {path.name: path.read_bytes() for path in (one.path, two.path)} == before
