"""What goes wrong around a review is told with what to do, and nothing is changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from story import CASE, DUE, EXAMPLES, begin, fill_list
from wordreply import WordFile

from specgen.capture.roundfile import round_path
from specgen.cli.main import run_with
from specgen.jobs.draft import draft
from specgen.jobs.review import open_round


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("opened")
    case = begin(folder)
    draft(case, ["spec"])
    open_round(case, "spec", "draft")
    return folder


@pytest.fixture
def case(opened: Path, tmp_path: Path) -> Path:
    shutil.copytree(opened, tmp_path, dirs_exist_ok=True)
    return tmp_path / "cases" / CASE


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = run_with(list(arguments))
    said = capsys.readouterr()
    assert "Traceback" not in said.out + said.err
    return code, said.out + said.err


def record(case: Path) -> bytes:
    return round_path(case, 1).read_bytes()


def commented(case: Path) -> Path:
    return next((case / "reviews" / "round-1").glob("*指摘つき*.docx"))


def test_nothing_can_come_back_before_a_round_is_open(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = begin(tmp_path)
    code, said = told(capsys, "review", "return", str(case), "x.docx")
    assert (code, "specgen review open" in said) == (2, True)


def test_the_file_of_another_case_is_refused(
    case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "cases" / "other"
    other.mkdir()
    for name in ("case.yaml", "answers.yaml"):
        shutil.copy(EXAMPLES / "keihi-saas" / name, other / name)
    made = draft(other, ["spec"]).documents[0].path
    before = record(case)
    code, said = told(capsys, "review", "return", str(case), str(made))
    assert (code, "別の案件" in said) == (2, True)
    assert record(case) == before


@pytest.mark.parametrize("name", ["返事.docx", "返事.xlsx"])
def test_a_damaged_file_changes_nothing(
    case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(commented(case).read_bytes()[:4000])
    before = record(case)
    code, said = told(capsys, "review", "return", str(case), str(path))
    assert (code, name in said) == (2, True)
    assert record(case) == before


def test_one_bad_file_among_good_ones_changes_nothing(
    case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    word = WordFile(commented(case))
    word.answer(DUE, "決めました。", author="総務部", date="2026-06-16")
    good = word.save(tmp_path / "よい返事.docx")
    before = record(case)
    code, _ = told(capsys, "review", "return", str(case), str(good), str(tmp_path / "無い.docx"))
    assert code == 2
    assert record(case) == before


def test_a_bare_acknowledgement_is_kept_as_a_reply_and_asked_for_its_reason(
    case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    word = WordFile(commented(case))
    word.answer(DUE, "了承しました。", author="総務部", date="2026-06-16")
    code, said = told(capsys, "review", "return", str(case), str(word.save(tmp_path / "返事.docx")))
    assert code == 0
    assert "理由も書いてください" in said
    assert b"does: reply" in record(case)


def test_a_comment_on_nothing_of_ours_is_shown(
    case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    word = WordFile(commented(case))
    for comment in word.trees["word/comments.xml"]:
        texts = list(comment.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"))
        if texts[0].text.startswith(f"[{DUE}]"):
            texts[0].text = "ここは相談したいです。"
    code, said = told(capsys, "review", "return", str(case), str(word.save(tmp_path / "返事.docx")))
    assert code == 0
    assert "ここは相談したいです。" in said


def test_an_unknown_key_names_the_nearest(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = told(capsys, "waive", str(case), DUE.replace("D6", "D8"), "--reason", "年度内に決める")
    assert (code, DUE in said) == (2, True)


def test_an_empty_reason_is_no_reason(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = told(capsys, "waive", str(case), DUE, "--reason", " ")
    assert (code, "理由" in said) == (2, True)


def test_an_end_before_today_is_told(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _ = told(
        capsys,
        "waive",
        str(case),
        DUE,
        "--reason",
        "次に直す",
        "--until",
        "令和8年6月1日",
        "--on",
        "令和8年6月15日",
    )
    assert code == 2


def test_a_locked_rule_is_taken_only_with_an_approver_and_an_end(
    case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules = tmp_path / "checklists" / "rules" / "DLV"
    rules.mkdir(parents=True)
    shipped = Path(EXAMPLES.parent / "checklists" / "rules" / "DLV" / "DLV-02.yaml").read_text("utf-8")
    (rules / "DLV-02.yaml").write_text(shipped.replace("kind: fact", "kind: fact\nlocked: yes", 1), "utf-8")
    code, said = told(capsys, "waive", str(case), DUE, "--reason", "次に直す")
    assert (code, "--approver" in said) == (2, True)
    more = ("--approver", "情報化統括責任者", "--until", "令和9年3月31日", "--on", "令和8年6月15日")
    code, said = told(capsys, "waive", str(case), DUE, "--reason", "次に直す", *more)
    assert code == 0, said


def test_a_closed_round_takes_nothing_more(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, "review", "close", str(case))[0] == 0
    code, said = told(capsys, "waive", str(case), DUE, "--reason", "次に直す")
    assert (code, "閉じています" in said) == (2, True)


def test_a_broken_record_names_its_line(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = round_path(case, 1)
    path.write_text(path.read_text("utf-8").replace("stage: draft", "stage: 下書き"), "utf-8")
    code, said = told(capsys, "review", "show", str(case))
    assert (code, "round-1.yaml" in said) == (2, True)


def test_a_list_with_a_formula_in_an_answer_names_the_cell(
    case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = next((case / "reviews" / "round-1").glob("*.xlsx"))
    fill_list(book, tmp_path / "一覧.xlsx", DUE, {"回答": '="決め"&"た"'})
    before = record(case)
    code, said = told(capsys, "review", "return", str(case), str(tmp_path / "一覧.xlsx"))
    assert (code, "計算式" in said) == (2, True)
    assert record(case) == before


def test_a_draft_that_nobody_commented_on_says_so(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = next((case / "drafts").glob("*/*.docx"))
    before = record(case)
    code, said = told(capsys, "review", "return", str(case), str(made))
    assert (code, "新しい返事はありません" in said) == (0, True)
    assert record(case) == before


def test_a_round_is_opened_again_only_when_something_happened(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = told(capsys, "review", "open", str(case))
    assert (code, "新しい回は開きませんでした" in said) == (0, True)
    assert not round_path(case, 2).exists()


def test_words_typed_into_the_draft_are_what_is_reviewed(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = next((case / "drafts").glob("*/*.docx"))
    file = WordFile(path)
    file.retype("瑕疵担保責任の期間は、契約書による。", "期間は、契約書による。")
    file.save()
    before = path.read_bytes()
    code, said = told(capsys, "review", "open", str(case), "--json")
    assert code == 0
    assert '"settled": 1' in said
    assert path.read_bytes() == before  # the draft itself is never touched


def test_words_typed_into_our_own_comment_are_read_as_a_reply(
    case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    word = WordFile(commented(case))
    word.type_into(DUE, "6月末までに決めます。")
    back = word.save(tmp_path / "返事.docx")
    code, said = told(capsys, "review", "return", str(case), str(back), "--by", "総務部管理課")
    assert code == 0, said
    assert "says: 6月末までに決めます。" in record(case).decode()
    assert record(case).decode().count("does: reply") == 1
