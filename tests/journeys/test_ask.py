"""A person at a real terminal answers questions, makes slips, leaves, comes back, and finds everything there."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo terminal for pexpect", allow_module_level=True)
pexpect = pytest.importorskip("pexpect")

ROOT = Path(__file__).parents[2]


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = tmp_path / "cases" / "経費精算"
    folder.mkdir(parents=True)
    (tmp_path / "specgen.yaml").write_text("organisation: {name: 架空機構}\n", encoding="utf-8")
    (folder / "case.yaml").write_text("id: a1\ntype: saas\nas_of: 2026-12-04\n", encoding="utf-8")
    (folder / "answers.yaml").write_text("document.revisions: なし\ndocument.memo: なし\n", encoding="utf-8")
    return folder


def answers(case: Path) -> str:
    return (case / "answers.yaml").read_text(encoding="utf-8")


class Terminal:
    """``specgen ask`` in a terminal of its own."""

    def __init__(self, case: Path, *options: str, **env: str) -> None:
        self.child = pexpect.spawn(
            sys.executable,
            ["-m", "specgen", "ask", case.name, *options],
            cwd=str(case.parents[1]),
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "TERM": "dumb", **env},
            encoding="utf-8",
            timeout=60,
            dimensions=(40, 200),
        )
        self.child.delaybeforesend = None

    def sees(self, *texts: str) -> Terminal:
        for text in texts:
            self.child.expect_exact(text)
        return self

    def types(self, *lines: str) -> Terminal:
        for line in lines:
            self.child.expect_exact("> ")
            self.child.sendline(line)
        return self

    def code(self) -> int:
        self.child.expect(pexpect.EOF)
        self.child.close()
        return self.child.exitstatus


def test_a_person_answers_leaves_and_goes_on_at_the_first_open_question(case: Path):
    first = Terminal(case).sees("経費精算（クラウドサービス利用）", "【調達件名】")
    first.types("経費精算クラウドサービスの利用").sees("保存しました", "【調達の背景】")
    first.types("紙の申請書で行っている。", "", "年間約9,600件ある。", ".").sees("保存しました").types(
        "やめる"
    )
    first.sees("ここまでの答えは", "specgen ask 経費精算")
    assert first.code() == 0
    assert "procurement.title: 経費精算クラウドサービスの利用\n" in answers(case)
    assert "procurement.background: |\n  紙の申請書で行っている。\n\n  年間約9,600件ある。\n" in answers(case)

    second = (
        Terminal(case)
        .sees("【法人の計画との関係】")
        .types("戻る")
        .sees("今の答え:", "紙の申請書で行っている。")
    )
    second.types("/q")
    assert second.code() == 0


def test_ctrl_c_leaves_with_130_and_every_answer_is_there(case: Path):
    person = Terminal(case).types("未定", "令和9年1月20日").sees("だれが決めますか")
    person.child.sendintr()
    person.sees("保存してあります")
    assert person.code() == 130
    assert "procurement.title:\n  未定: 令和9年1月20日\n" in answers(case)


def test_ctrl_d_leaves_with_zero_and_every_answer_is_there(case: Path):
    person = Terminal(case).types("件名").sees("【調達の背景】")
    person.child.sendeof()
    assert person.code() == 0
    assert "procurement.title: 件名\n" in answers(case)


def test_a_table_is_filled_row_by_row_and_mended(case: Path):
    person = Terminal(case, "--only", "users.plan").sees("表です", "【U1の年度】")
    person.types("令和9年").sees("読み取れません").types("令和9年度").types("申請者", "620人").sees(
        "【U2の年度】"
    )
    person.types("", "2", "", "承認者", "").sees("U1  令和9年度／承認者／620人").types("")
    assert person.code() == 0
    assert "  U1:\n    year: 令和9年度\n    group: 承認者\n    ids: 620人\n" in answers(case)


def test_help_and_numbers_lead_a_person_who_does_not_know_the_words(case: Path):
    person = Terminal(case, "--only", "contract.form").sees("1 請負", "2 準委任").types("？")
    person.sees("なぜ聞くか", "入力できる言葉").types("どれだろう").sees("次の中から選びます").types(
        "２"
    ).sees("「準委任」を選びました")
    assert person.code() == 0
    assert "contract.form: mandate  # 準委任\n" in answers(case)


def test_answers_that_come_through_a_pipe_are_taken_as_well(specgen, case: Path):
    told = specgen("ask", "経費精算", "--only", "procurement.title", cwd=case.parents[1], typed="件名です\n")
    assert told.returncode == 0
    assert "質問は以上です" in told.stdout
    assert "procurement.title: 件名です\n" in answers(case)


def test_a_console_without_japanese_still_saves_what_is_typed(specgen, case: Path):
    told = specgen(
        "ask",
        "経費精算",
        "--only",
        "contract.form",
        cwd=case.parents[1],
        typed="1\n",
        PYTHONUTF8="0",
        PYTHONIOENCODING="ascii",
    )
    assert told.returncode == 0
    assert "contract.form: work" in answers(case)
