"""What moved between rounds: new, continuing, changed, back, acknowledged, waiting, settled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specgen.capture.saidreply import read_reply
from specgen.check.rounds import compare, recorded, under_todays_names
from specgen.check.run import Report
from specgen.model.finding import Finding
from specgen.model.round import LogLine, Moved, Reviewed, Round

DAY = date(2026, 12, 4)
DUE = Finding(
    "DLV-02",
    "deliverable.list/D6.due",
    "finding",
    "confirm",
    found="納品期限が、空です。",
    reads={"due": "空"},
)
REGIME = Finding(
    "PRV-06", "data.personal", "question", "confirm", question="どちらの規律ですか。", reads={"data": "yes"}
)
LAW = Finding(
    "MTD-01", "method.contract", "finding", "must", found="基準額を超えます。", reads={"amount": "250万円"}
)


def report(*findings: Finding, undecided: Sequence[str] = ()) -> Report:
    waiting = tuple(Finding(rule, "x.y", "undecided", "confirm") for rule in undecided)
    return Report(findings, waiting)


def round_of(number: int, moved: Sequence[Moved], *log: LogLine) -> Round:
    reviewed = Reviewed(number, "調達仕様書.docx", "", "")
    opened = LogLine(DAY, "PMO", "open")
    found = recorded(moved, number)
    return Round(
        number, "spec", DAY, "PMO", reviewed, "spec", "draft", DAY, findings=found, log=(opened, *log)
    )


def states(moved: Sequence[Moved]) -> dict[str, str]:
    return {one.key: one.state for one in moved}


def after(*log: LogLine, first: Sequence[Finding] = (DUE, REGIME, LAW)) -> list[Round]:
    return [round_of(1, compare([], report(*first), DAY), *log)]


def acknowledged(finding: Finding, **more: object) -> LogLine:
    line = LogLine(
        DAY, "情報戦略室", "acknowledge", key=finding.key, says="次の改定で直す", reads=finding.reads_digest
    )
    return replace(line, **more)  # type: ignore[arg-type]


def test_in_the_first_round_everything_is_new() -> None:
    moved = compare([], report(DUE, REGIME), DAY)
    assert states(moved) == {DUE.key: "new", REGIME.key: "new"}
    assert {one.since for one in moved} == {1}


def test_what_is_found_again_as_it_was_continues() -> None:
    (moved,) = compare(after(first=[DUE]), report(DUE), DAY)
    assert (moved.state, moved.since) == ("continuing", 1)


def test_what_read_something_else_changed() -> None:
    changed = replace(DUE, reads={"due": "未定"}, found="納品期限が、未定です。")
    (moved,) = compare(after(first=[DUE]), report(changed), DAY)
    assert moved.state == "changed"
    assert moved.before is not None and moved.before.found == "納品期限が、空です。"


def test_what_is_not_found_any_more_is_settled_once() -> None:
    first = after(first=[DUE])
    moved = compare(first, report(), DAY)
    assert states(moved) == {DUE.key: "settled"}
    assert compare([*first, round_of(2, moved)], report(), DAY) == ()


def test_what_settled_and_is_found_again_is_back() -> None:
    first = after(first=[DUE])
    second = round_of(2, compare(first, report(), DAY))
    (moved,) = compare([*first, second], report(DUE), DAY)
    assert (moved.state, moved.since) == ("back", 3)
    assert "第2回" in moved.note


def test_a_rule_that_cannot_be_decided_settles_nothing() -> None:
    first = after(first=[DUE])
    moved = compare(first, report(undecided=["DLV-02"]), DAY)
    assert states(moved) == {DUE.key: "waiting"}
    (again,) = compare([*first, round_of(2, moved)], report(DUE), DAY)
    assert (again.state, again.since) == ("continuing", 1)


def test_an_acknowledgement_holds_while_nothing_changes() -> None:
    rounds = after(acknowledged(DUE), first=[DUE])
    assert states(compare(rounds, report(DUE), DAY)) == {DUE.key: "acknowledged"}


def test_an_acknowledgement_lapses_when_what_was_read_changes() -> None:
    rounds = after(acknowledged(DUE), first=[DUE])
    (moved,) = compare(rounds, report(replace(DUE, reads={"due": "未定"})), DAY)
    assert moved.state == "changed"
    assert "了承した後に" in moved.note


def test_an_acknowledgement_lapses_after_its_last_day() -> None:
    rounds = after(acknowledged(DUE, until=date(2027, 3, 31)), first=[DUE])
    assert states(compare(rounds, report(DUE), date(2027, 3, 31))) == {DUE.key: "acknowledged"}
    (moved,) = compare(rounds, report(DUE), date(2027, 4, 1))
    assert moved.state == "continuing"
    assert "令和9年3月31日" in moved.note


@pytest.mark.parametrize(
    ("more", "state"),
    [
        ({}, "continuing"),
        ({"until": date(2027, 3, 31)}, "continuing"),
        ({"approver": "理事"}, "continuing"),
        ({"approver": "理事", "until": date(2027, 3, 31)}, "acknowledged"),
    ],
)
def test_a_locked_rule_needs_an_approver_and_an_end(more: dict[str, object], state: str) -> None:
    rounds = after(acknowledged(LAW, **more), first=[LAW])
    assert states(compare(rounds, report(LAW), DAY, locked=["MTD-01"])) == {LAW.key: state}


def test_a_thread_that_is_opened_again_takes_the_acknowledgement_back() -> None:
    rounds = after(acknowledged(DUE), LogLine(DAY, "PMO", "reopen", key=DUE.key), first=[DUE])
    assert states(compare(rounds, report(DUE), DAY)) == {DUE.key: "continuing"}


def test_a_question_is_answered_by_a_reply_and_the_mark_together() -> None:
    reply = LogLine(DAY, "総務部", "reply", "word", REGIME.key, "行政機関の規律です。")
    mark = LogLine(DAY, "PMO", "resolve", "word", REGIME.key, reads=REGIME.reads_digest)
    assert states(compare(after(reply, first=[REGIME]), report(REGIME), DAY)) == {REGIME.key: "continuing"}
    assert states(compare(after(mark, first=[REGIME]), report(REGIME), DAY)) == {REGIME.key: "continuing"}
    assert states(compare(after(reply, mark, first=[REGIME]), report(REGIME), DAY)) == {
        REGIME.key: "acknowledged"
    }


def test_a_rule_that_was_renamed_keeps_its_findings_and_what_was_said() -> None:
    rounds = under_todays_names(after(acknowledged(DUE), first=[DUE]), {"DLV-02": "DLV-20"})
    now = replace(DUE, rule="DLV-20")
    assert states(compare(rounds, report(now), DAY)) == {now.key: "acknowledged"}


def test_the_mark_alone_settles_no_finding() -> None:
    reply = LogLine(DAY, "総務部", "reply", "word", DUE.key, "直しました。")
    mark = LogLine(DAY, "総務部", "resolve", "word", DUE.key, reads=DUE.reads_digest)
    assert states(compare(after(reply, mark, first=[DUE]), report(DUE), DAY)) == {DUE.key: "continuing"}


ALL = {finding.key: finding for finding in (DUE, REGIME, LAW)}
SOME = st.sets(st.sampled_from(sorted(ALL)))
ROUNDS = st.lists(st.tuples(SOME, SOME), min_size=1, max_size=6)


@given(ROUNDS)
def test_no_finding_is_ever_lost_or_told_twice(story: list[tuple[set[str], set[str]]]) -> None:
    rounds: list[Round] = []
    open_: set[str] = set()
    ever: set[str] = set()
    for number, (found, unsure) in enumerate(story, 1):
        undecided = [ALL[key].rule for key in unsure - found]
        moved = compare(rounds, report(*(ALL[key] for key in sorted(found)), undecided=undecided), DAY)
        keys = [one.key for one in moved]
        assert len(keys) == len(set(keys))
        assert {one.key for one in moved if one.finding} == found
        assert open_ <= set(keys)  # whatever was open is told: found, waiting or settled
        open_ = {one.key for one in moved if one.state != "settled"}
        ever |= set(keys)
        rounds.append(round_of(number, moved))
    assert ever == set().union(*(found for found, _ in story))


@pytest.mark.parametrize(
    ("text", "does", "says", "until", "approver"),
    [
        ("検収の20営業日前までとします。", "reply", "検収の20営業日前までとします。", None, ""),
        ("了承：次の改定で直す", "acknowledge", "次の改定で直す", None, ""),
        ("了承します: 様式の定めによる", "acknowledge", "様式の定めによる", None, ""),
        (
            "了承（承認：情報化統括責任者、令和9年3月31日まで）：移行の後に直す",
            "acknowledge",
            "移行の後に直す",
            date(2027, 3, 31),
            "情報化統括責任者",
        ),
        ("了承（令和8年度末まで）：年度内に直す", "acknowledge", "年度内に直す", date(2027, 3, 31), ""),
        ("了承しました。", "reply", "了承しました。", None, ""),
        ("了承（そのうち）：直す", "reply", "了承（そのうち）：直す", None, ""),
    ],
)
def test_a_reply_is_read(text: str, does: str, says: str, until: date | None, approver: str) -> None:
    said = read_reply(text)
    assert (said.does, said.says, said.until, said.approver) == (does, says, until, approver)


@pytest.mark.parametrize("text", ["了承", "了承します。", "了承（そのうち）：直す"])
def test_what_was_nearly_an_acknowledgement_says_what_is_missing(text: str) -> None:
    assert read_reply(text).doubt
