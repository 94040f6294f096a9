"""What people write in answers.yaml, and the state it is read as; nothing in an answer is ever an error."""

from __future__ import annotations

import pytest
from littlecontent import little

from specgen.capture.answersfile import read_answers
from specgen.errors import InputError
from specgen.model.answer import State, Written

CONTENT, _ = little()


def read(text: str) -> dict[str, Written]:
    return read_answers(text, "answers.yaml", CONTENT)


def field(text: str, name: str = "plan.title") -> Written:
    return read(text)[name]


@pytest.mark.parametrize(
    "written, state, text",
    [
        ("文書管理の調査", State.ANSWERED, "文書管理の調査"),
        ("", State.UNANSWERED, ""),
        ("~", State.ANSWERED, "~"),
        ("null", State.ANSWERED, "null"),
        ("未定", State.UNDECIDED, ""),
        ("わからない", State.UNKNOWN, ""),
        ("不明", State.UNKNOWN, ""),
        ("該当なし", State.NOT_APPLICABLE, ""),
        ("なし", State.NONE, ""),
        ("特になし", State.NONE, ""),
        ("'なし'", State.NONE, ""),
        ("なしとする", State.ANSWERED, "なしとする"),
        ("no", State.ANSWERED, "no"),
        ("0120", State.ANSWERED, "0120"),
        ("2026-04-01", State.ANSWERED, "2026-04-01"),
        ('" 前後の空白 "', State.ANSWERED, " 前後の空白 "),
        ('""', State.UNANSWERED, ""),
    ],
)
def test_a_value_a_bare_word_or_nothing(written, state, text):
    found = field(f"plan.title: {written}")
    assert (found.state, found.text) == (state, text)


@pytest.mark.parametrize(
    "details, expected",
    [
        ("未定: 令和9年1月20日", Written(State.UNDECIDED, by="令和9年1月20日")),
        (
            "{未定: 令和9年1月, だれが: 経理部, メモ: 確認中}",
            Written(State.UNDECIDED, by="令和9年1月", who="経理部", note="確認中"),
        ),
        ("未定:", Written(State.UNDECIDED)),
        ("わからない: 照会している", Written(State.UNKNOWN, note="照会している")),
        ("該当なし: 扱わない", Written(State.NOT_APPLICABLE, note="扱わない")),
        ("{前回から: 前の件名, 元: R7}", Written(State.COPIED, text="前の件名", origin="R7")),
        (
            "{台帳から: 件名, 元: 台帳, 時点: 令和8年4月1日}",
            Written(State.PREFILLED, text="件名", origin="台帳", as_of="令和8年4月1日"),
        ),
    ],
)
def test_a_state_with_its_details(details, expected):
    text = f"plan.title: {details}" if details.startswith("{") else f"plan.title:\n  {details}"
    found = field(text)
    assert (found.state, found.text, found.note, found.who, found.by, found.origin, found.as_of) == (
        expected.state,
        expected.text,
        expected.note,
        expected.who,
        expected.by,
        expected.origin,
        expected.as_of,
    )


def test_prose_keeps_its_paragraphs_and_its_last_line_break_is_the_files():
    assert field("plan.aim: |\n  一つ目\n\n  二つ目\n", "plan.aim").text == "一つ目\n\n二つ目"


def test_what_yaml_takes_for_a_comment_after_a_value_is_remembered():
    found = field("plan.title: 見積 #1 を参照")
    assert (found.text, found.cut_by_comment) == ("見積", "1 を参照")


def test_a_table_has_rows_by_key_and_cells_have_states_of_their_own():
    found = field(
        "work.list:\n  W1: {name: 計画, quality: 未定}\n  W2:\n    name: 調査\n  W3:\n", "work.list"
    )
    assert list(found.rows) == ["W1", "W2", "W3"]
    assert found.rows["W1"]["name"].text == "計画"
    assert found.rows["W1"]["quality"].state is State.UNDECIDED
    assert found.rows["W3"] == {}


def test_a_whole_table_may_be_none_undecided_or_copied():
    assert field("work.list: なし", "work.list").state is State.NONE
    assert field("work.list: {未定: 令和9年1月}", "work.list").by == "令和9年1月"
    copied = field("work.list:\n  前回から:\n    W1: {name: 計画}\n  元: R7\n", "work.list")
    assert (copied.state, copied.origin, list(copied.rows)) == (State.COPIED, "R7", ["W1"])


@pytest.mark.parametrize(
    "text, name, why",
    [
        ("plan.title: [一, 二]", "plan.title", "1つの値を書きます"),
        ("plan.title: {みてい: 令和9年}", "plan.title", "「みてい」という書き方は読み取れません"),
        ("plan.title: {未定: 令和9年, だれ: 経理部}", "plan.title", "「だれ」の書き方を読み取れません"),
        ("plan.title: {未定: 令和9年, わからない: はい}", "plan.title", "「未定、わからない」の書き方"),
        ("work.list:\n  W1: 計画\n", "work.list", "表の行「W1」には「列の名前: 値」の組を書きます"),
        ("work.list:\n  - {name: 計画}\n", "work.list", "並びにはできません"),
    ],
)
def test_what_cannot_be_read_is_kept_with_its_text_and_the_reason(text, name, why):
    found = field(text, name)
    assert found.state is State.UNREADABLE
    assert why in found.why
    assert found.text


def test_every_field_knows_its_line_and_column():
    found = read("plan.title: あ\nwork.list:\n  W1: {name: い, quality: う}\n")
    assert str(found["plan.title"].place) == "answers.yaml:1:13"
    assert str(found["work.list"].rows["W1"]["quality"].place) == "answers.yaml:3:26"


def test_names_of_no_question_are_handed_on_as_they_stand():
    assert field("plan.titel: あ", "plan.titel").text == "あ"


@pytest.mark.parametrize("text", ["", "# 覚え書きだけ\n", "\n\n"])
def test_a_file_without_answers_is_an_empty_one(text):
    assert read(text) == {}


@pytest.mark.parametrize("text", ["文書管理の更改を行う\n", "- plan.title: あ\n"])
def test_a_file_that_holds_no_answers_by_name_is_told_and_not_taken_for_empty(text):
    with pytest.raises(InputError) as caught:
        read(text)
    (fault,) = caught.value.faults
    assert fault.code == "A01"
    assert fault.place.line == 1 and fault.quoted and fault.remedy


def test_a_file_that_cannot_be_scanned_is_told_with_its_place():
    with pytest.raises(InputError) as caught:
        read("plan.title: あ\nplan.title: い\nplan.aim: &x う\n")
    assert [fault.place.line for fault in caught.value.faults] == [2, 3]


@pytest.mark.parametrize(
    "written, cause",
    [
        ("{該当なし: 端末は, 職員のものを使う}", "「,」で値が終わります"),
        ("{未定: 令和9年1月, だれが:契約課}", "「:」の後に、半角の空白"),
        ("{未定:令和9年1月, だれが:契約課}", "「:」の後に、半角の空白"),
    ],
)
def test_a_state_that_punctuation_broke_says_which(written, cause):
    found = field(f"plan.title: {written}")
    assert found.state is State.UNREADABLE
    assert cause in found.why


@pytest.mark.parametrize("key", ["件1", "a/b", "x.y", "D" * 17, '"D 1"', "D#1"])
def test_a_row_key_that_word_cannot_carry_makes_the_table_unreadable_with_its_place(key):
    found = field(f"work.list:\n  W1: {{name: 計画}}\n  {key}: {{name: 構築}}\n", "work.list")
    assert found.state is State.UNREADABLE and found.rows is None
    assert "行の名前" in found.why and found.place.line == 3 and "構築" in found.text
