"""What the interview does with answers.yaml: saved after every answer, told when it cannot be, never overwritten."""

from __future__ import annotations

import json
import os
import platform
import re
from pathlib import Path

import pytest

from specgen.errors import InputError
from specgen.jobs import interview


class Typist:
    """A console whose lines were typed beforehand; a function among them is called where a person would wait."""

    interactive = False

    def __init__(self, *lines) -> None:
        self.lines, self.shown = list(lines), []

    def line(self, text: str = "") -> None:
        self.shown.append(text)

    note = line

    def faults(self, error) -> None:
        self.shown += [str(fault) for fault in error.faults]

    def ask(self, prompt: str) -> str | None:
        while self.lines and callable(self.lines[0]):
            self.lines.pop(0)()
        return self.lines.pop(0) if self.lines else None

    @property
    def said(self) -> str:
        return "\n".join(self.shown)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = tmp_path / "cases" / "調査"
    folder.mkdir(parents=True)
    (tmp_path / "specgen.yaml").write_text("organisation: {name: 架空機構}\n", encoding="utf-8")
    (folder / "case.yaml").write_text("id: a1\ntype: study\nas_of: 2026-12-04\n", encoding="utf-8")
    return folder


def answers(case: Path) -> str:
    return (case / "answers.yaml").read_text(encoding="utf-8")


def test_the_greeting_tells_what_is_not_decided_apart_from_what_is_empty(case: Path):
    (case / "answers.yaml").write_text(
        "procurement.title: 調査の件\nprocurement.purpose: {未定: 令和9年1月20日}\n"
        "procurement.plan: {わからない: 照会中}\n"
        "work.list:\n  W1: {name: 計画, quality: {未定: 令和9年1月20日}}\n",
        encoding="utf-8",
    )
    person = Typist("やめる")
    interview.run(case, person)
    asked, empty = (int(n) for n in re.search(r"質問は(\d+)問で、このうち(\d+)問", person.said).groups())
    assert "決まっていない（未定・わからない）もの 3件" in person.said
    assert empty == asked - 3  # title, purpose, plan; the table has cells that are empty
    (case / "answers.yaml").write_text("procurement.title: 調査の件\n", encoding="utf-8")
    person = Typist("やめる")
    interview.run(case, person)
    assert "決まっていない" not in person.said.splitlines()[1]


def test_every_answer_is_in_the_file_before_the_next_question(case: Path):
    seen = []
    person = Typist("調査の件", lambda: seen.append(answers(case)), "目的", ".")
    assert interview.run(case, person, only="procurement.[tp]*") == 0
    assert "procurement.title: 調査の件" in seen[0]


def test_the_end_of_the_input_saves_and_leaves_with_zero(case: Path):
    person = Typist("未定", "令和9年1月20日")
    assert interview.run(case, person, only="procurement.title") == 0
    assert "未定: 令和9年1月20日" in answers(case)
    assert "specgen ask 調査" in person.said


def test_ctrl_c_leaves_with_130_and_keeps_what_was_typed(case: Path):
    def stop() -> None:
        raise KeyboardInterrupt

    person = Typist("一行目", "二行目", stop)
    assert interview.run(case, person, only="procurement.background") == 130
    assert "一行目\n  二行目" in answers(case)


def test_the_bytes_of_the_file_around_an_answer_stay(case: Path):
    before = b"\xef\xbb\xbf# \xe6\xb3\xa8\r\nprocurement.title:   # x\r\n\r\nwork.list: {W1: {name: a}}\r\n"
    (case / "answers.yaml").write_bytes(before)
    interview.run(case, Typist("調査"), only="procurement.title")
    after = (case / "answers.yaml").read_bytes()
    assert after == before.replace(b"title:   # x", "title: 調査   # x".encode())


def test_an_answer_that_somebody_else_gave_meanwhile_is_not_lost(case: Path):
    def meanwhile() -> None:
        (case / "answers.yaml").write_text("contact.name: 別の人\n", encoding="utf-8")

    person = Typist(meanwhile, "調査の件")
    assert interview.run(case, person, only="procurement.title") == 0
    assert "contact.name: 別の人" in answers(case)
    assert "procurement.title: 調査の件" in answers(case)
    assert "読み直しました" in person.said


def test_the_same_answer_changed_by_somebody_else_is_asked_again_and_not_overwritten(case: Path):
    def meanwhile() -> None:
        (case / "answers.yaml").write_text("procurement.title: 別の件名\n", encoding="utf-8")

    person = Typist(meanwhile, "調査の件", "")
    assert interview.run(case, person, only="procurement.title") == 0
    assert answers(case) == "procurement.title: 別の件名\n"
    assert "保存していない答え（procurement.title）: 調査の件" in person.said
    assert "今の答え: 別の件名" in person.said


def test_cells_of_one_table_filled_by_two_people_are_both_kept(case: Path):
    (case / "answers.yaml").write_text("work.list:\n  W1:\n    name: 計画\n", encoding="utf-8")

    def meanwhile() -> None:
        (case / "answers.yaml").write_text(
            "work.list:\n  W1:\n    name: 計画\n    accept_by: 契約課\n", encoding="utf-8"
        )

    person = Typist("W1", "", meanwhile, "計画書を作る")
    interview.run(case, person, only="work.list")
    assert "accept_by: 契約課" in answers(case)
    assert "content: 計画書を作る" in answers(case)


def test_a_file_that_became_unreadable_meanwhile_is_told_and_can_be_mended(case: Path):
    def broken() -> None:
        (case / "answers.yaml").write_text("procurement.plan: [\n", encoding="utf-8")

    def mended() -> None:
        (case / "answers.yaml").write_text("procurement.plan: 中期計画\n", encoding="utf-8")

    person = Typist(broken, "調査の件", mended, "")
    assert interview.run(case, person, only="procurement.title") == 0
    assert "answers.yaml" in person.said
    assert "procurement.title: 調査の件" in answers(case)


def test_a_case_that_somebody_holds_is_told_and_the_unsaved_answer_is_shown(case: Path, monkeypatch):
    monkeypatch.setattr(interview, "_LOCK_PATIENCE", (0.01,))
    holder = {"pid": os.getppid(), "host": platform.node(), "user": "担当", "since": "2026-12-04T10:00:00"}
    (case / ".specgen.lock").write_text(json.dumps(holder), encoding="utf-8")
    person = Typist("調査の件", "やめる")
    assert interview.run(case, person, only="procurement.title") == 5
    assert "「担当」さんの作業" in person.said
    assert "保存していない答え（procurement.title）: 調査の件" in person.said


def test_a_lock_that_goes_away_is_waited_for(case: Path, monkeypatch):
    holder = {"pid": os.getppid(), "host": platform.node(), "user": "担当", "since": "2026-12-04T10:00:00"}
    (case / ".specgen.lock").write_text(json.dumps(holder), encoding="utf-8")
    monkeypatch.setattr(interview.time, "sleep", lambda _wait: (case / ".specgen.lock").unlink())
    assert interview.run(case, Typist("調査の件"), only="procurement.title") == 0
    assert "procurement.title: 調査の件" in answers(case)


def test_a_pattern_that_names_nothing_is_told_with_the_nearest_name(case: Path):
    with pytest.raises(InputError, match=r"procurement\.title"):
        interview.run(case, Typist(), only="procurment.title")


def test_a_question_that_need_not_be_asked_says_so(case: Path):
    (case / "answers.yaml").write_text("data.personal: no\n", encoding="utf-8")
    person = Typist()
    assert interview.run(case, person, only="data.personal_kinds") == 0
    assert "尋ねなくてよい質問です" in person.said


def test_a_row_key_of_an_earlier_day_is_not_given_again(case: Path):
    (case / "history").mkdir()
    (case / "history" / "answers-0001.yaml").write_text(
        "work.list:\n  W9: {name: 消した行}\n", encoding="utf-8"
    )
    interview.run(case, Typist("計画"), only="work.list")
    assert "W10:\n    name: 計画" in answers(case)


def test_an_answers_file_that_is_no_list_of_names_is_told_before_anything_is_asked(case: Path):
    (case / "answers.yaml").write_text("- a\n", encoding="utf-8")
    person = Typist("x")
    with pytest.raises(InputError, match="A01"):
        interview.run(case, person)
    assert person.shown == []


def test_ctrl_c_in_the_middle_of_saving_still_saves_the_answer(case: Path, monkeypatch):
    save, calls = interview.save_answers, []

    def stopped_once(opened, text, **how):
        saved = save(opened, text, **how)
        calls.append(text)
        if len(calls) == 1:
            raise KeyboardInterrupt
        return saved

    monkeypatch.setattr(interview, "save_answers", stopped_once)
    assert interview.run(case, Typist("調査の件"), only="procurement.title") == 130
    assert "procurement.title: 調査の件" in answers(case)
    assert len(calls) == 1


def test_new_asks_what_the_file_has_no_place_for_and_writes_it_there(case: Path):
    (case / "answers.yaml").write_text("procurement.title:\ncontact.name:\n", encoding="utf-8")
    person = Typist("庶務課")
    assert interview.run(case, person, only="contact.*", new=True) == 0
    assert "「contact.*」に合う新しい質問" in person.said
    assert "procurement.title:\ncontact.name:\n" in answers(case)
    assert "庶務課" in answers(case) and "specgen ask 調査 --new" in person.said


def test_nothing_new_is_said_so_and_the_file_stays(case: Path):
    (case / "answers.yaml").write_text("procurement.title:\n", encoding="utf-8")
    person = Typist()
    assert interview.run(case, person, only="procurement.title", new=True) == 0
    assert "尋ねることはありません。" in person.said and "質問は以上です" not in person.said
    assert answers(case) == "procurement.title:\n"


def test_a_pattern_that_names_nothing_is_told_with_new_too(case: Path):
    with pytest.raises(InputError):
        interview.run(case, Typist(), only="contract.perod", new=True)


@pytest.mark.parametrize("name", ["answers-0001 - コピー.yaml", "answers-先週.yaml", "answers-.yaml"])
def test_a_copy_that_a_person_made_in_the_history_stays_and_stops_nothing(case: Path, name: str):
    (case / "answers.yaml").write_text("procurement.title: 前の件名\n", encoding="utf-8")
    history = case / "history"
    history.mkdir()
    (history / name).write_text("大切な控え", encoding="utf-8")
    assert interview.run(case, Typist("新しい件名"), only="procurement.title") == 0
    kept = {path.name: path.read_text(encoding="utf-8") for path in history.iterdir()}
    assert kept == {name: "大切な控え", "answers-0001.yaml": "procurement.title: 前の件名\n"}


def test_the_ten_latest_answers_files_are_kept_and_no_number_comes_twice(case: Path):
    history = case / "history"
    history.mkdir()
    for number in range(9990, 10000):
        (history / f"answers-{number}.yaml").write_text(f"plan: {number}\n", encoding="utf-8")
    for title in ("一", "二", "三"):
        (case / "answers.yaml").write_text(f"procurement.title: {title}\n", encoding="utf-8")
        assert interview.run(case, Typist(f"{title}改"), only="procurement.title") == 0
    names = {path.name for path in history.iterdir()}
    assert len(names) == 10 and names >= {"answers-9999.yaml", "answers-10000.yaml", "answers-10002.yaml"}


def test_a_file_called_history_is_told_and_nothing_is_overwritten(case: Path):
    (case / "answers.yaml").write_text("procurement.title: 前の件名\n", encoding="utf-8")
    (case / "history").write_text("", encoding="utf-8")
    person = Typist("新しい件名", "やめる")
    assert interview.run(case, person, only="procurement.title") == 5
    assert "history" in person.said and answers(case) == "procurement.title: 前の件名\n"
