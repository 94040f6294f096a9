"""Whatever lines a person types, the interview goes on, and the file says what the session says."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from smallcontent import case_of, small_content

from specgen.capture import interview
from specgen.capture.answersfile import read_answers
from specgen.capture.session import names_of_today
from specgen.capture.writing import as_read, put
from specgen.model.answer import State

CONTENT = small_content()
FILE = """\
plan.name: 古い名前
deal.form: 請負   # 注
work.list:
  W1: {name: 甲, kind: plan}
  W3:
    name: 乙
    note:
work.outputs:
  前回から:
    D1: {title: 計画書, work: W1}
  元: R7
"""
lines = st.one_of(
    st.sampled_from(
        ["", "", "", "1", "1", "2", "3", "4", "W1", "W3", "D1", ".", "?", "戻る", "/b", "とばす", "未定", "わからない",
         "該当なし: 理由", "なし", "空にする", "このまま", "はい", "来年", "令和8年4月1日", "12人", "計画", "件名: #1", "\x07"]
    ),
    st.text(max_size=8),
)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(["", FILE]),
    st.sampled_from(["", "*", "work.*"]),
    st.lists(lines, max_size=40),
    st.booleans(),
)
def test_any_lines_leave_a_file_that_says_what_was_said(file, only, typed, interrupted):
    text = file
    written = read_answers(text, "answers.yaml", CONTENT)
    session = interview.start(case_of(CONTENT, written), written, only=only)
    for line in [*typed, None]:
        interview.screen(session)
        if line is None:
            reply = interview.finish(session, interrupted=interrupted)
        else:
            reply = interview.interpret(session, line)
        if reply.change is not None:
            id = reply.change.field.id
            text = put(text, CONTENT.questions[id], reply.session.written[id], CONTENT)
        session = reply.session
        if reply.over:
            break
    found = names_of_today(read_answers(text, "answers.yaml", CONTENT), CONTENT)
    for id, answer in session.written.items():
        question = CONTENT.questions[id]
        here = found.get(id)
        assert (as_read(question, here) if here else answer.state is State.UNANSWERED) == (
            as_read(question, answer) if here else True
        )
