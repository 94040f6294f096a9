"""A round is written once; afterwards lines are only added, and what was changed above them is told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specgen import files
from specgen.capture.roundfile import append, read_rounds, round_path, round_text, with_lines
from specgen.errors import InputError
from specgen.model.round import LogLine, Reviewed, Round, RoundFinding

DAY = date(2026, 12, 4)
OPENED = LogLine(DAY, "情報戦略室", "open")
ROUND = Round(
    number=1,
    document="spec",
    opened_on=DAY,
    opened_by="情報戦略室",
    reviewed=Reviewed(2, "調達仕様書_文書管理.docx", "9f3c51d0a77e", "41ab77e2c903"),
    profile="spec",
    stage="draft",
    as_of=DAY,
    checklists="1.0.0",
    good=("背景に、業務の困りごとが数字で書かれています。",),
    findings=(
        RoundFinding(
            "DLV-02@deliverable.list/D6.due",
            "finding",
            "confirm",
            "new",
            "0d92f1b3",
            "納品期限が、未定です。",
            1,
        ),
        RoundFinding(
            "PRV-06@data.personal", "question", "confirm", "new", "", "どちらの規律ですか。\n二行目", 1
        ),
    ),
    undecided={"SCH-08": ("contract.multi_year",)},
    log=(OPENED,),
)
REPLY = LogLine(
    DAY, "総務部文書課", "reply", "word", "DLV-02@deliverable.list/D6.due", "20営業日前までとします。"
)
WORDS = st.text(max_size=60).filter(lambda text: not any("\ud800" <= c <= "\udfff" for c in text))


def on_disk(tmp_path: Path, told: Round = ROUND) -> Path:
    path = round_path(tmp_path, told.number)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(round_text(told).encode())
    return path


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    on_disk(tmp_path)
    (stored,) = read_rounds(tmp_path)
    assert stored.round == ROUND
    assert stored.notes == ()


def test_a_reply_is_added_below_and_nothing_above_changes(tmp_path: Path) -> None:
    path = on_disk(tmp_path)
    before = path.read_bytes()
    (stored,) = read_rounds(tmp_path)
    after = append(stored, [REPLY])
    assert path.read_bytes().startswith(before)
    assert after.round.log == (OPENED, REPLY)
    assert after.notes == ()


def test_the_same_reply_read_twice_is_written_once(tmp_path: Path) -> None:
    path = on_disk(tmp_path)
    (stored,) = read_rounds(tmp_path)
    append(stored, [REPLY])
    once = path.read_bytes()
    append(stored, [REPLY, REPLY])
    assert path.read_bytes() == once


def test_what_somebody_else_added_meanwhile_stays(tmp_path: Path) -> None:
    on_disk(tmp_path)
    (seen_before,) = read_rounds(tmp_path)
    append(seen_before, [REPLY])
    other = LogLine(DAY, "経理部契約課", "reply", "excel", REPLY.key, "確かめます。")
    assert append(seen_before, [other]).round.log == (OPENED, REPLY, other)


def test_a_line_changed_afterwards_is_told(tmp_path: Path) -> None:
    path = on_disk(tmp_path)
    (stored,) = read_rounds(tmp_path)
    append(stored, [REPLY])
    path.write_text(
        path.read_text("utf-8").replace("納品期限が、未定です。", "納品期限が、空です。"), "utf-8"
    )
    (stored,) = read_rounds(tmp_path)
    assert len(stored.notes) == 1
    assert "書いた後に変わっています" in stored.notes[0]


def test_line_ends_of_another_system_are_no_change(tmp_path: Path) -> None:
    path = on_disk(tmp_path)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    (stored,) = read_rounds(tmp_path)
    assert stored.notes == ()
    assert append(stored, [REPLY]).notes == ()
    assert b"\r\n" in path.read_bytes() and path.read_bytes().count(b"\n") == path.read_bytes().count(b"\r\n")


@given(WORDS.filter(str.strip), WORDS, WORDS)
def test_any_words_come_back_as_they_were(found: str, says: str, by: str) -> None:
    from dataclasses import replace

    from specgen.capture import roundfile

    finding = replace(ROUND.findings[0], found=found)
    told = replace(ROUND, findings=(finding,), log=(OPENED, replace(REPLY, says=says, by=by)))
    text = with_lines(round_text(replace(told, log=(OPENED,))), told.log[1:])
    faults = roundfile.Faults()
    entry = roundfile.validated(roundfile._RoundEntry, roundfile.read_mapping(text, "x", faults), "x", faults)
    assert not faults.found
    assert entry is not None and roundfile._round(entry) == told
    assert list(roundfile._altered(text, "x")) == []


def test_a_record_under_another_number_is_refused(tmp_path: Path) -> None:
    path = on_disk(tmp_path)
    path.rename(round_path(tmp_path, 3))
    with pytest.raises(InputError, match="第1回"):
        read_rounds(tmp_path)


def test_a_record_that_is_no_yaml_names_the_line(tmp_path: Path) -> None:
    path = on_disk(tmp_path)
    path.write_text(path.read_text("utf-8") + "  - {on: 2026\n", "utf-8")
    with pytest.raises(InputError) as caught:
        read_rounds(tmp_path)
    assert caught.value.faults[0].place.file == "reviews/round-1.yaml"
    assert files.read_text(path)
