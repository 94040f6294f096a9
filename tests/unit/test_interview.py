"""The interview, line by line as a person types: what is asked, what is understood, what is kept."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from smallcontent import case_of, small_content

from specgen.capture import interview
from specgen.capture.interview import Done, Session
from specgen.capture.session import AskField, Menu, settled
from specgen.model.answer import State, Written

CONTENT = small_content()


def answered(text: str) -> Written:
    return Written(State.ANSWERED, text)


def table(**rows: dict[str, str | Written]) -> Written:
    return Written(
        State.ANSWERED,
        rows={
            key: {name: cell if isinstance(cell, Written) else answered(cell) for name, cell in cells.items()}
            for key, cells in rows.items()
        },
    )


@dataclass
class Talk:
    """A person at the interview: types lines, sees screens and replies."""

    session: Session
    seen: list[str] = field(default_factory=list)
    changes: int = 0
    over: bool = False

    def type(self, *lines: str) -> Talk:
        for line in lines:
            self._take(interview.interpret(self.session, line))
        return self

    def leave(self, *, interrupted: bool = False) -> Talk:
        self._take(interview.finish(self.session, interrupted=interrupted))
        return self

    def _take(self, reply) -> None:
        self.seen = list(reply.say)
        self.session, self.over = reply.session, reply.over
        self.changes += reply.change is not None

    @property
    def asks(self) -> str:
        step = self.session.step
        if isinstance(step, Done):
            return "end"
        if isinstance(step, Menu):
            return f"{step.id} menu"
        if isinstance(step, AskField):
            at = step.field
            return f"{at.id}/{at.row}.{at.column}" if at.row else at.id
        return type(step).__name__

    @property
    def screen(self) -> str:
        return "\n".join(interview.screen(self.session).lines)

    @property
    def said(self) -> str:
        return "\n".join(self.seen)

    def written(self, id: str) -> Written:
        return settled(self.session.written.get(id, Written(State.UNANSWERED)))


def talk(only: str = "", used=None, **written: Written) -> Talk:
    given = {name.replace("__", "."): value for name, value in written.items()}
    return Talk(interview.start(case_of(CONTENT, given), given, only=only, used=used))


# ── what is asked ──


def test_it_begins_with_the_first_question_that_has_no_answer():
    assert talk(plan__title=answered("更改")).asks == "plan.aim"


def test_a_question_is_shown_with_its_topic_its_progress_an_example_and_its_gap():
    screen = talk().screen
    assert "計画（3問中1問目）" in screen
    assert "件名は何ですか。" in screen
    assert "例: 文書管理の更改" in screen
    assert "20字までの文" in screen
    assert "紙面には「（未定）」と入ります" in screen


def test_an_internal_question_says_that_it_stays_inside():
    person = talk(plan__title=answered("更改"), plan__aim=answered("削減"))
    assert "（内部。紙面には出ません）" in person.screen
    assert "紙面には「" not in person.screen


def test_what_does_not_apply_is_never_asked():
    person = talk(only="deal.*").type("1", "2")
    assert person.asks == "deal.start"


def test_an_unknown_condition_counts_as_asked_and_is_decided_again_after_each_answer():
    person = talk(only="deal.*").type("1")
    assert "5問中" in person.screen
    assert "1問は尋ねなくてよくなりました" in person.type("2").said
    assert "4問中" in person.screen


def test_a_question_that_an_answer_brings_in_is_asked():
    person = talk(deal__personal=answered("no"), only="deal.*").type("", "1")
    assert "質問が1問加わりました" in person.said
    assert person.asks == "deal.people"


def test_only_names_questions_by_a_pattern_or_by_their_topic():
    assert talk(only="deal.start").asks == "deal.start"
    assert talk(only="work").asks == "work.list/W1.name"
    assert talk(only="契約").asks == "deal.form"


def test_only_asks_answered_questions_again_and_enter_keeps_their_answers():
    person = talk(only="plan.title", plan__title=answered("更改"))
    assert "今の答え: 更改" in person.screen
    assert person.type("").asks == "end"
    assert person.changes == 0


def test_undecided_and_unknown_are_answers_and_are_not_asked_again():
    person = talk(plan__title=Written(State.UNDECIDED), plan__aim=Written(State.UNKNOWN))
    assert person.asks == "plan.memo"


def test_a_copied_value_is_asked_until_somebody_confirms_it():
    person = talk(plan__title=Written(State.COPIED, "更改", origin="R7-更改"))
    assert "更改（前回からの写し。R7-更改）" in person.screen
    assert "「このまま」" in person.screen
    assert person.type("このまま").written("plan.title") == answered("更改")


def test_enter_leaves_a_copied_value_as_it_is():
    person = talk(plan__title=Written(State.PREFILLED, "更改"))
    assert person.type("").written("plan.title") == Written(State.PREFILLED, "更改")


# ── what is understood ──


def test_a_text_keeps_every_character():
    assert talk().type("　更改 #1: 「甲」 ").written("plan.title") == answered("　更改 #1: 「甲」 ")


@pytest.mark.parametrize("typed", ["1", "１", "請負", "work", " 請 負 "])
def test_a_choice_is_made_by_number_label_or_code(typed: str):
    person = talk(only="deal.form").type(typed)
    assert person.written("deal.form") == answered("work")
    assert "「請負」を選びました" in person.said


@pytest.mark.parametrize(("typed", "code"), [("1", "yes"), ("2", "no"), ("はい", "yes"), ("いいえ", "no")])
def test_yes_and_no_are_one_and_two(typed: str, code: str):
    assert talk(only="deal.personal").type(typed).written("deal.personal") == answered(code)


def test_it_says_how_a_date_was_read_when_it_was_written_another_way():
    assert "「令和8年4月1日」と読み取りました" in talk(only="deal.start").type("2026/4/1").said
    assert talk(only="deal.start").type("令和8年4月1日").said == ""


def test_a_text_over_its_limit_is_kept_and_pointed_out():
    person = talk().type("あ" * 21)
    assert person.written("plan.title").text == "あ" * 21
    assert "20字まで" in person.said


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["なし"], Written(State.NONE)),
        (["特になし"], Written(State.NONE)),
        (["未定", "令和9年1月20日", "契約課"], Written(State.UNDECIDED, by="令和9年1月20日", who="契約課")),
        (["未定", "", ""], Written(State.UNDECIDED)),
        (["未定: 令和9年1月", "契約課"], Written(State.UNDECIDED, by="令和9年1月", who="契約課")),
        (["未定", "わからない", "契約課"], Written(State.UNDECIDED, who="契約課")),
        (["わからない", "照会している"], Written(State.UNKNOWN, note="照会している")),
        (["分からない", ""], Written(State.UNKNOWN)),
        (["該当なし", "対象の業務がない"], Written(State.NOT_APPLICABLE, note="対象の業務がない")),
        (["該当なし：対象の業務がない"], Written(State.NOT_APPLICABLE, note="対象の業務がない")),
    ],
)
def test_not_yet_known_is_always_a_legal_answer(lines: list[str], expected: Written):
    person = talk(only="deal.start").type(*lines)
    assert person.written("deal.start") == expected
    assert person.asks == "end"


def test_a_day_of_decision_that_is_no_date_is_kept_and_pointed_out():
    assert "書いたまま残します" in talk().type("未定", "来月", "").said


def test_what_was_known_of_an_undecided_answer_stays_on_enter():
    before = Written(State.UNDECIDED, by="令和9年1月20日", who="契約課", note="確認中")
    person = talk(only="plan.title", plan__title=before).type("未定")
    assert "今は「令和9年1月20日」" in person.screen
    assert person.type("", "経理課").written("plan.title") == Written(
        State.UNDECIDED, by="令和9年1月20日", who="経理課", note="確認中"
    )


def test_an_answer_can_be_emptied():
    person = talk(only="plan.title", plan__title=answered("更改")).type("空にする")
    assert person.written("plan.title").state is State.UNANSWERED


# ── what cannot be read ──


def test_an_unreadable_answer_is_told_with_a_hint_and_asked_again_once():
    person = talk(only="deal.start").type("来年")
    assert "「来年」は日付として読み取れません" in person.said
    assert "令和8年4月1日" in person.said
    assert person.changes == 0
    assert person.type("令和9年4月1日").written("deal.start") == answered("令和9年4月1日")


def test_an_unreadable_answer_may_be_kept_as_it_is_written():
    person = talk(only="deal.start").type("来年", "来年の春")
    assert "1 書いたまま残す" in person.screen
    assert person.type("1").written("deal.start") == answered("来年の春")
    assert person.session.case.answers["deal.start"].state is State.UNREADABLE


def test_enter_keeps_the_unreadable_answer_that_was_just_typed():
    assert talk(only="deal.start").type("来年", "").written("deal.start") == answered("来年")


def test_a_slip_of_the_hand_never_takes_the_place_of_an_answer_unasked():
    before = answered("令和9年4月1日")
    person = talk(only="deal.start", deal__start=before).type("aaa")
    assert "前の答えのままにします" in person.said
    assert person.type("").written("deal.start") == before
    assert person.changes == 0
    assert talk(only="deal.start", deal__start=before).type("aaa").leave().changes == 0
    assert talk(only="deal.start", deal__start=before).type("aaa", "bbb").leave().changes == 0


def test_an_unreadable_answer_may_be_written_anew():
    assert talk(only="deal.start").type("来年", "再来年", "2", "R9.4.1").written("deal.start") == answered(
        "R9.4.1"
    )


def test_an_unreadable_answer_is_asked_again_another_day_with_the_reason():
    person = talk(
        plan__title=answered("甲"),
        plan__aim=answered("乙"),
        plan__memo=answered("丙"),
        deal__form=answered("たぶん請負"),
    )
    assert person.asks == "deal.form"
    assert "たぶん請負" in person.screen


def test_a_character_that_no_document_can_hold_is_told_with_its_position():
    person = talk().type("更改\x07の件")
    assert "3文字目に、使えない文字（U+0007）" in person.said
    assert person.asks == "plan.title"
    assert person.changes == 0


def test_half_a_character_from_a_broken_paste_is_told_too():
    assert "2文字目" in talk().type("更\udce3改").said


# ── texts of several lines ──


def test_a_text_of_several_lines_ends_with_a_dot_and_keeps_its_blank_lines():
    person = talk(only="plan.aim").type("一行目", "", "三行目", "", ".")
    assert person.written("plan.aim") == answered("一行目\n\n三行目")


@pytest.mark.parametrize("dot", [".", "．", "。"])
def test_the_dot_may_be_typed_in_japanese(dot: str):
    assert talk(only="plan.aim").type("文", dot).written("plan.aim") == answered("文")


def test_words_that_steer_are_text_inside_a_text_and_the_person_is_told():
    person = talk(only="plan.aim").type("ボタンの名前", "戻る")
    assert "文に入れました" in person.said
    assert person.type(".").written("plan.aim") == answered("ボタンの名前\n戻る")


def test_a_text_may_be_started_again():
    assert talk(only="plan.aim").type("間違い", "/b", "正しい", ".").written("plan.aim") == answered("正しい")


def test_a_line_with_a_forbidden_character_is_asked_again_alone():
    person = talk(only="plan.aim").type("一行目", "二\x00行目", "二行目", ".")
    assert person.written("plan.aim") == answered("一行目\n二行目")


# ── tables ──


def test_a_table_is_asked_row_by_row_and_an_empty_name_ends_it():
    person = talk(only="work.list").type("計画", "1", "", "構築", "構築", "備考", ".", "")
    assert person.written("work.list") == table(
        W1={"name": "計画", "kind": "plan"}, W2={"name": "構築", "kind": "build", "note": "備考"}
    )
    assert person.asks == "work.list menu"
    assert person.type("").asks == "end"


def test_every_cell_is_saved_at_once():
    assert talk(only="work.list").type("計画", "1").changes == 2


def test_a_computed_column_is_never_asked():
    person = talk(only="work.list").type("計画", "1", "")
    assert person.asks == "work.list/W2.name"


def test_the_first_row_of_a_table_tells_what_the_table_is_about():
    screen = talk(only="work.list").screen
    assert "作業を挙げてください。" in screen
    assert "名称、区分、備考の順に" in screen


def test_an_empty_table_can_be_undecided_or_none_as_a_whole():
    assert talk(only="work.list").type("なし").written("work.list") == Written(State.NONE)
    assert talk(only="work.list").type("未定", "来月", "").written("work.list") == Written(
        State.UNDECIDED, by="来月"
    )


def test_a_cell_can_be_undecided():
    person = talk(only="work.list").type("計画", "未定", "令和9年1月", "情報室")
    assert person.written("work.list") == table(
        W1={"name": "計画", "kind": Written(State.UNDECIDED, by="令和9年1月", who="情報室")}
    )


def test_rows_that_are_there_are_listed_with_what_is_empty_in_them():
    person = talk(
        only="work.list", work__list=table(W1={"name": "計画"}, W3={"name": "構築", "kind": "build"})
    )
    assert "W1  計画　※空いている欄: 区分" in person.screen
    assert "W3  構築／構築" in person.screen


def test_a_table_with_an_empty_cell_is_asked_again_another_day():
    filled = {"name": "計画", "kind": "plan"}
    others = {q.replace(".", "__"): Written(State.NONE) for q in CONTENT.questions if q != "work.list"}
    assert talk(**others, work__list=table(W1=filled)).asks == "end"
    assert talk(**others, work__list=table(W1={"name": "計画"})).asks == "work.list menu"


def test_a_row_is_changed_cell_by_cell_and_enter_keeps_what_is_there():
    person = talk(
        only="work.list", work__list=table(W1={"name": "計画", "kind": "plan"}, W2={"name": "構築"})
    )
    person.type("2", "w1", "", "2", "")
    assert person.written("work.list") == table(W1={"name": "計画", "kind": "build"}, W2={"name": "構築"})
    assert person.asks == "work.list menu"


def test_the_key_of_a_row_leads_straight_to_it():
    person = talk(only="work.list", work__list=table(W1={"name": "計画"}, W2={"name": "構築"}))
    assert person.type("W2").asks == "work.list/W2.name"


def test_a_row_is_taken_away_only_after_a_second_word():
    person = talk(only="work.list", work__list=table(W1={"name": "計画"}, W2={"name": "構築"}))
    person.type("3", "W1")
    assert "W1「計画」を消しますか" in person.screen
    assert person.type("2").written("work.list").rows.keys() == {"W1", "W2"}
    assert person.type("3", "W1", "1").written("work.list") == table(W2={"name": "構築"})


def test_rows_that_point_to_a_row_are_told_before_it_goes():
    person = talk(
        only="work.list",
        work__list=table(W1={"name": "計画"}, W2={"name": "構築"}),
        work__outputs=table(D1={"name": "計画書", "work": "W1"}),
    )
    assert "「成果物の一覧」のD1から選ばれています" in person.type("3", "W1").screen


def test_the_key_of_a_row_that_is_gone_is_never_given_again():
    person = talk(only="work.list", work__list=table(W1={"name": "計画"}, W2={"name": "構築"}))
    assert person.type("3", "W2", "1", "1").asks == "work.list/W3.name"
    earlier = talk(only="work.list", used={"work.list": frozenset({"W7"})})
    assert earlier.asks == "work.list/W8.name"


def test_the_last_row_taken_away_leaves_no_statement_that_there_is_nothing():
    person = talk(only="work.list", work__list=table(W1={"name": "計画"})).type("3", "1")
    assert person.written("work.list").state is State.UNANSWERED


def test_a_reference_is_chosen_from_the_rows_of_the_other_table():
    person = talk(only="work.outputs", work__list=table(W1={"name": "計画"}, W2={"name": "構築"})).type(
        "計画書"
    )
    assert "2 W2 構築" in person.screen
    assert person.type("2").written("work.outputs") == table(D1={"name": "計画書", "work": "W2"})


def test_rows_are_not_overwritten_by_a_word_for_the_whole_table():
    person = talk(only="work.list", work__list=table(W1={"name": "計画"})).type("なし")
    assert "先に 3 で行を消してください" in person.said
    assert person.written("work.list") == table(W1={"name": "計画"})


def test_a_copied_table_is_confirmed_as_a_whole():
    copied = Written(State.COPIED, origin="R7", rows=table(W1={"name": "計画", "kind": "plan"}).rows)
    person = talk(only="work.list", work__list=copied)
    assert "4 このままでよい" in person.screen
    assert person.type("4").written("work.list") == table(W1={"name": "計画", "kind": "plan"})


def test_a_table_that_the_file_holds_in_a_strange_way_is_not_touched():
    strange = Written(State.UNREADABLE, "甲、乙", why="並びは書けません。")
    person = talk(only="work.list", work__list=strange).type("1")
    assert "ファイルを直してから" in person.said
    assert person.written("work.list") == strange


# ── back, help, leaving ──


def test_back_leads_to_the_question_before_with_its_answer():
    person = talk().type("更改", "/b")
    assert person.asks == "plan.title"
    assert "今の答え: 更改" in person.screen


def test_after_going_back_the_way_leads_on_from_where_the_person_was():
    assert talk().type("更改", "目的", ".", "戻る", "戻る", "").asks == "plan.memo"


def test_back_from_the_first_open_question_leads_to_the_answered_one_before_it():
    person = talk(plan__title=answered("甲"), plan__aim=answered("乙"))
    assert person.type("戻る").asks == "plan.aim"
    assert person.type("戻る").asks == "plan.title"
    assert "最初の質問です" in person.type("戻る").said


def test_back_inside_a_row_leads_to_the_column_before():
    person = talk(only="work.list").type("計画", "/b")
    assert person.asks == "work.list/W1.name"
    assert "今の答え: 計画" in person.screen


def test_help_tells_why_the_condition_and_the_basis_and_asks_on():
    person = talk().type("？")
    assert "なぜ聞くか: どの文書にも入ります。" in person.said
    assert "こつ: 「一式」を避けます。" in person.said
    assert "根拠: 例示法第1条（法令・未確認）" in person.said
    assert person.asks == "plan.title"
    assert "尋ねる場合: 個人情報を扱うとき" in talk(only="deal.people").type("?").said


def test_skipped_questions_are_not_asked_twice_in_one_go_but_come_first_the_next_time():
    person = talk(only="").type("", "とばす")
    assert person.asks == "plan.memo"
    assert talk().asks == "plan.title"


def test_leaving_in_the_middle_of_a_text_keeps_what_was_typed():
    assert talk(only="plan.aim").type("一行目", "二行目").leave().written("plan.aim") == answered(
        "一行目\n二行目"
    )


def test_ctrl_c_in_the_middle_of_a_new_wording_keeps_the_old_one():
    person = talk(only="plan.aim", plan__aim=answered("前の文")).type("新しい").leave(interrupted=True)
    assert person.written("plan.aim") == answered("前の文")
    assert "前の答えがそのまま" in person.said


def test_leaving_before_the_details_of_a_state_keeps_the_state():
    assert talk().type("未定", "来月").leave().written("plan.title") == Written(State.UNDECIDED, by="来月")


def test_leaving_after_an_unreadable_answer_keeps_it_as_it_was_written():
    assert talk(only="deal.start").type("来年").leave().written("deal.start") == answered("来年")


def test_the_word_for_leaving_ends_the_interview():
    assert talk().type("やめる").over
    assert talk().type("/q").over


@pytest.mark.parametrize(
    "step", [[], ["未定"], ["更改", "文"], ["更改", "文", ".", "", "", "", "", "", "来年", "来年"]]
)
@pytest.mark.parametrize(
    "line",
    ["", " ", "?", "/b", "/q", "1", "99", "-1", ".", "\x00", "未定", "なし", "W1", "空にする", "このまま"],
)
def test_no_line_breaks_it_anywhere(step: list[str], line: str):
    person = talk().type(*step, line, line, line)
    assert isinstance(person.screen, str)


# ── only what is new ──


def new_only(only: str = "", **written: Written) -> Talk:
    given = {name.replace("__", "."): value for name, value in written.items()}
    return Talk(interview.start(case_of(CONTENT, given), given, only=only, new=True))


EMPTY = Written(State.UNANSWERED)


def test_new_questions_are_those_without_any_place_in_the_file_and_no_others():
    person = new_only(plan__title=answered("更改"), plan__aim=EMPTY, deal__form=EMPTY, work__list=EMPTY)
    assert person.asks == "plan.memo"
    seen = []
    while person.asks != "end":
        seen.append(person.asks)
        person.type("")
        if person.asks.startswith("work.outputs"):
            break
    assert seen == ["plan.memo", "deal.personal", "deal.people", "deal.start", "deal.price"]


def test_a_question_under_its_old_name_is_not_new():
    assert new_only(plan__name=answered("更改")).asks == "plan.aim"


def test_new_and_a_pattern_ask_for_what_is_both():
    person = new_only("deal.*", deal__form=answered("work"), deal__personal=EMPTY)
    assert person.asks == "deal.people"
    assert "3問中" in person.screen


def test_what_was_new_stays_in_the_interview_once_it_is_answered():
    person = new_only("plan.*", plan__title=EMPTY).type("削減する", ".")
    assert person.asks == "plan.memo"
    assert person.type("戻る").asks == "plan.aim"
