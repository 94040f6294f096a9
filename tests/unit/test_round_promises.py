"""What is over stays over; a record with lines that we did not write says so; marks are set as often as people set them."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from test_round_file import OPENED, REPLY, on_disk
from test_rounds import DAY, DUE, acknowledged, after, report, round_of, states

from specgen.capture.roundfile import append, read_rounds
from specgen.check.rounds import compare
from specgen.model.round import LogLine


def test_an_acknowledgement_that_went_with_its_finding_does_not_come_back_with_it() -> None:
    rounds = after(acknowledged(DUE), first=[DUE])
    rounds.append(round_of(2, compare(rounds, report(), DAY)))
    rounds.append(round_of(3, compare(rounds, report(DUE), DAY)))
    assert rounds[-1].findings[0].state == "back"
    assert states(compare(rounds, report(DUE), DAY)) == {DUE.key: "continuing"}


def test_an_acknowledgement_that_lapsed_does_not_come_back_when_the_answer_does() -> None:
    rounds = after(acknowledged(DUE), first=[DUE])
    other = replace(DUE, reads={"due": "未定"})
    rounds.append(round_of(2, compare(rounds, report(other), DAY)))
    assert rounds[-1].findings[0].state == "changed"
    assert states(compare(rounds, report(DUE), DAY)) == {DUE.key: "changed"}


def test_a_mark_set_taken_back_and_set_again_is_three_lines(tmp_path: Path) -> None:
    on_disk(tmp_path)
    (stored,) = read_rounds(tmp_path)
    for does in ("resolve", "reopen", "resolve"):
        stored = append(stored, [LogLine(DAY, "総務部", does, "word", REPLY.key)])
    assert [line.does for line in stored.round.log] == ["open", "resolve", "reopen", "resolve"]


def test_a_record_whose_seals_were_taken_off_is_told(tmp_path: Path) -> None:
    path = on_disk(tmp_path)
    (stored,) = read_rounds(tmp_path)
    append(stored, [REPLY])
    text = path.read_text("utf-8").replace("納品期限が、未定です。", "納品期限が、空です。")
    path.write_text(re.sub(r", seal: [0-9a-f]+\}", "}", text), "utf-8")
    (stored,) = read_rounds(tmp_path)
    assert stored.round.log == (OPENED, REPLY)
    assert len(stored.notes) == 1


def test_a_line_written_in_by_hand_is_told(tmp_path: Path) -> None:
    path = on_disk(tmp_path)
    text = path.read_text("utf-8")
    path.write_text(
        text
        + f"  - {{on: 2026-12-05, by: だれか, via: command, does: acknowledge, key: {REPLY.key}, says: よい}}\n",
        "utf-8",
    )
    (stored,) = read_rounds(tmp_path)
    assert len(stored.notes) == 1
