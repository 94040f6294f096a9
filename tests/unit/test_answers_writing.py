"""One answer is put into a person's answers file; their comments, order and style stay."""

from __future__ import annotations

import pytest
from smallcontent import case_of, small_content

from specgen.capture.answersfile import read_answers
from specgen.capture.writing import next_row_key, put
from specgen.errors import InputError
from specgen.model.answer import State, Written

CONTENT = small_content()


def written(text: str) -> Written:
    return Written(State.ANSWERED, text)


def rows(**given: dict[str, str | Written]) -> Written:
    return Written(
        State.ANSWERED,
        rows={
            key: {name: cell if isinstance(cell, Written) else written(cell) for name, cell in cells.items()}
            for key, cells in given.items()
        },
    )


def after(text: str, id: str, given: Written) -> str:
    return put(text, CONTENT.questions[id], given, CONTENT)


def test_a_choice_given_by_its_label_is_written_as_its_code_with_the_label_beside_it():
    assert after("deal.form:\n", "deal.form", written("請負")) == "deal.form: work  # 請負\n"


def test_a_new_choice_takes_the_place_of_the_old_label_and_keeps_its_column():
    text = "deal.form: work          # 請負\n"
    assert after(text, "deal.form", written("mandate")) == "deal.form: mandate          # 準委任\n"


def test_a_persons_own_comment_behind_a_choice_is_not_replaced():
    text = "deal.form: work  # 契約課に聞いた\n"
    assert after(text, "deal.form", written("mandate")) == "deal.form: mandate  # 契約課に聞いた\n"


def test_no_label_is_left_behind_when_a_choice_becomes_undecided():
    text = "deal.form: work  # 請負\ndeal.start:\n"
    result = after(text, "deal.form", Written(State.UNDECIDED, by="令和9年1月20日", who="契約課"))
    assert result == "deal.form:\n  未定: 令和9年1月20日\n  だれが: 契約課\ndeal.start:\n"


@pytest.mark.parametrize(
    ("given", "line"),
    [
        (written("yes"), "deal.personal: yes  # はい"),
        (Written(State.NONE), "deal.personal: なし"),
        (Written(State.UNKNOWN), "deal.personal: わからない"),
        (Written(State.UNDECIDED), "deal.personal: 未定"),
        (Written(State.NOT_APPLICABLE), "deal.personal: 該当なし"),
        (Written(State.UNKNOWN, note="照会中"), "deal.personal:\n  わからない: 照会中"),
        (Written(State.NOT_APPLICABLE, note="扱わない"), "deal.personal:\n  該当なし: 扱わない"),
        (Written(State.UNDECIDED, who="契約課"), 'deal.personal:\n  未定: ""\n  だれが: 契約課'),
        (Written(State.COPIED, "yes", origin="R7"), "deal.personal:\n  前回から: yes  # はい\n  元: R7"),
        (Written(State.PREFILLED, "yes", as_of="令和8年4月1日"), "deal.personal:\n  台帳から: yes  # はい\n  時点: 令和8年4月1日"),
        (Written(State.UNREADABLE, "たぶん", why="?"), "deal.personal: たぶん"),
        (Written(State.UNANSWERED), "deal.personal:"),
    ],
)  # fmt: skip
def test_every_state_has_its_japanese_word(given: Written, line: str):
    assert after("deal.personal: no  # いいえ\n", "deal.personal", given) == f"{line}\n"


def test_several_paragraphs_are_written_as_a_block_that_a_person_can_go_on_editing():
    assert (
        after("plan.aim:\n", "plan.aim", written("一行目\n\n三行目")) == "plan.aim: |\n  一行目\n\n  三行目\n"
    )


def test_a_text_that_yaml_would_cut_or_split_is_quoted():
    text = after("plan.title:\n", "plan.title", written("件名: 更改 #2"))
    assert text == 'plan.title: "件名: 更改 #2"\n'


def test_a_new_answer_comes_behind_the_earlier_one_of_its_topic():
    text = "plan.title: 甲\n\ndeal.form: work\n# 末尾\n"
    assert (
        after(text, "plan.aim", written("乙")) == "plan.title: 甲\nplan.aim: 乙\n\ndeal.form: work\n# 末尾\n"
    )


def test_the_first_answer_of_a_topic_gets_a_heading_at_the_end():
    text = after("plan.title: 甲\n", "deal.start", written("令和8年4月1日"))
    assert text == "plan.title: 甲\n\n# ── 契約 ──\ndeal.start: 令和8年4月1日\n"


def test_rows_are_blocks_of_their_own_by_row_key():
    text = after("work.list:\n", "work.list", rows(W1={"name": "計画", "kind": "plan"}, W2={"name": "構築"}))
    assert text == (
        "work.list:\n"
        "  W1:\n"
        "    name: 計画\n"
        "    kind: plan  # 計画\n"
        "  W2:\n"
        "    name: 構築\n"
    )  # fmt: skip


def test_one_changed_cell_touches_its_own_line_only():
    text = "work.list:\n  # 先に決める\n  W1: {name: 甲, kind: plan}  # 注\n  W2:\n    name: 乙   # 仮の名\n    kind: build\n"
    given = rows(W1={"name": "甲", "kind": "plan"}, W2={"name": "丙", "kind": "build"})
    assert after(text, "work.list", given) == text.replace("乙", "丙")


def test_a_missing_cell_comes_behind_the_column_before_it():
    text = "work.list:\n  W1:\n    name: 甲\n    note: 備考\n"
    given = rows(W1={"name": "甲", "kind": "plan", "note": "備考"})
    assert (
        after(text, "work.list", given)
        == "work.list:\n  W1:\n    name: 甲\n    kind: plan  # 計画\n    note: 備考\n"
    )


def test_a_row_that_is_taken_away_leaves_the_others_and_their_comments():
    text = "work.list:\n  # 一\n  W1:\n    name: 甲\n  # 二\n  W2:\n    name: 乙\n"
    assert (
        after(text, "work.list", rows(W1={"name": "甲"}))
        == "work.list:\n  # 一\n  W1:\n    name: 甲\n  # 二\n"
    )


def test_the_last_row_taken_away_leaves_an_empty_table():
    assert after("work.list:\n  W1:\n    name: 甲\n", "work.list", rows()) == "work.list: {}\n"


def test_an_answer_under_an_old_name_moves_to_the_name_of_today():
    assert after("plan.name: 古い  # 注\n", "plan.title", written("新しい")) == "plan.title: 新しい  # 注\n"


def test_a_column_under_its_old_name_is_written_where_it_stands():
    text = "work.outputs:\n  D1:\n    title: 古い\n"
    assert (
        after(text, "work.outputs", rows(D1={"name": "新しい"}))
        == "work.outputs:\n  D1:\n    title: 新しい\n"
    )


def test_cells_that_belong_to_no_column_stay():
    text = "work.list:\n  W1:\n    name: 甲\n    strange: [a, b]\n"
    found = read_answers(text, "", CONTENT)["work.list"]
    cells = {**found.rows["W1"], "name": written("乙")}
    assert after(text, "work.list", Written(State.ANSWERED, rows={"W1": cells})) == text.replace("甲", "乙")


def test_a_file_that_holds_no_names_is_refused_with_its_remedy():
    with pytest.raises(InputError, match="A01"):
        after("- a\n- b\n", "plan.title", written("甲"))


@pytest.mark.parametrize(
    ("taken", "key"), [([], "D1"), (["D1", "D2"], "D3"), (["D1", "D9", "X20"], "D10"), (["Dx", "D-1"], "D1")]
)
def test_a_fresh_row_key_follows_the_highest_that_was_ever_used(taken: list[str], key: str):
    assert next_row_key("D", taken) == key


@pytest.mark.parametrize("text", ["plan.name: 昔\nplan.title: 今\n", "plan.title: 今\nplan.name: 昔\n"])
def test_of_two_names_the_one_that_is_read_is_written(text: str):
    saved = after(text, "plan.title", written("新しい"))
    assert saved == text.replace("今", "新しい")
    assert case_of(CONTENT, read_answers(saved, "a.yaml", CONTENT)).answers["plan.title"].value == "新しい"
