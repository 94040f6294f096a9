"""What a comment says: the state since the last round, what was found, how to fix it, one line why."""

from __future__ import annotations

from specgen.check.commentwords import first_sentence, note_text
from specgen.model.finding import Finding
from specgen.model.round import Moved

FOUND = Finding(
    "DLV-02", "deliverable.list/D6.due", "finding", "must",
    found="納品期限が未定です。", why="事業者が作業を割り付けられません。検収も決められません。",
    fix="日付を書きます。", example="令和9年2月26日", offer="例を示せます。",
)  # fmt: skip
ASKED = Finding(
    "BID-05",
    "bid.excluded",
    "question",
    "confirm",
    question="参加できない者はいますか。",
    why="公平さのためです。",
    fix="役割を並べます。",
)


def test_a_finding_is_said_in_few_words():
    assert note_text(FOUND) == (
        "【必須】納品期限が未定です。\n直し方: 日付を書きます。\n例: 令和9年2月26日\n理由: 事業者が作業を割り付けられません。"
    )


def test_in_a_round_its_state_comes_first_and_what_changed_is_said():
    moved = Moved(FOUND.key, "changed", FOUND, note="読んだ内容が、前の回から変わりました。")
    lines = note_text(FOUND, moved).split("\n")
    assert lines[:2] == ["【変更あり・必須】納品期限が未定です。", "読んだ内容が、前の回から変わりました。"]
    for state, word in (
        ("new", "新規"),
        ("continuing", "継続"),
        ("back", "再び"),
        ("acknowledged", "了承済み"),
    ):
        assert note_text(FOUND, Moved(FOUND.key, state, FOUND)).startswith(f"【{word}・必須】")


def test_a_question_is_asked_once():
    assert note_text(ASKED).split("\n")[0] == "【お尋ね・要確認】参加できない者はいますか。"
    assert note_text(ASKED).count("参加できない者はいますか。") == 1


def test_the_first_sentence_ends_outside_of_brackets():
    assert first_sentence("「甲。」と書くと、乙になります。次です。") == "「甲。」と書くと、乙になります。"
    assert first_sentence("句点がない") == "句点がない"
    assert first_sentence("") == ""
