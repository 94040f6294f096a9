"""Any answer put into an answers file is read back as it was given, and every other byte stays."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from smallcontent import small_content

from specgen.capture.answersfile import read_answers
from specgen.capture.fieldtext import without_last_break
from specgen.capture.writing import as_read, put, todays_names
from specgen.errors import NOWHERE
from specgen.model.answer import State, Written

CONTENT = small_content()
FILES = (
    "",
    "# まだ何も無い\n",
    """\
# 表題
plan.name: 古い名前の欄   # 手で書いた注

# ── 契約 ──
deal.form: work                         # 請負
deal.personal:   # 後で
deal.people: "12"
deal.start: {未定: 来月, だれが: 契約課}
deal.price:
  前回から: 1,150,000円
  元: R2
# 作業
work.list:
  W1: {name: 甲, kind: plan}   # 一行目
  # 二行目の前
  W3:
    name: 乙
    kind: build   # 構築
    note: |
      上
      下

  W4:
work.outputs:
  D2:
    title: 古い列
    strange: 余分
    due: 令和8年4月1日
# 末尾の注
""",
    "plan.aim: |+\n  残す\n\nwork.list: {}\nunknown.name: [a, b]\ndeal.start: >-\n  たたむ\n  行",
)

signs = st.characters(exclude_categories=["Cs"])
words = st.one_of(
    st.text(signs, max_size=12),
    st.sampled_from(
        ["未定", "なし", " 特になし ", "件名: #1", "1,150,000円", "- a", "一行\n\n三行", "終わり\n", "\n", "\t字",
         "請負", "work", "yes", "いいえ", "a\nb\n\n", " 先頭", "'", '"', "{{ x }}", "|", "#", "\x85", "𠮷", "yes\n"]
    ),
    st.lists(st.sampled_from(["甲", "", " ", "# 乙", "丙: 丁", "\t"]), max_size=4).map("\n".join),
)  # fmt: skip


@st.composite
def fields(draw):
    state = draw(st.sampled_from(State))
    return Written(
        state,
        draw(words),
        note=draw(st.one_of(st.just(""), words)),
        who=draw(st.one_of(st.just(""), words)),
        by=draw(words),
        origin=draw(st.one_of(st.just(""), words)),
        as_of=draw(st.one_of(st.just(""), words)),
    )


keys = st.sampled_from(["W1", "W2", "W3", "W4", "D1", "D2", "D10"])
cells = st.dictionaries(
    st.sampled_from(["name", "kind", "note", "work", "due", "strange"]), fields(), max_size=4
)


@st.composite
def tables(draw):
    state = draw(st.sampled_from([State.ANSWERED, State.COPIED, State.PREFILLED]))
    return replace(draw(fields()), state=state, text="", rows=draw(st.dictionaries(keys, cells, max_size=4)))


def bare(found: Written) -> Written:
    rows = found.rows
    if rows is not None:
        rows = {key: {name: bare(cell) for name, cell in row.items()} for key, row in rows.items()}
    return replace(found, place=NOWHERE, cut_by_comment="", rows=rows)


def standing(text: str, id: str) -> Written:
    read = {CONTENT.today(name): value for name, value in reversed(read_answers(text, "", CONTENT).items())}
    return bare(todays_names(CONTENT.questions[id], read.get(id, Written(State.UNANSWERED)), CONTENT))


def said_by(text: str, id: str) -> Written:
    """What the file says, empty cells left out. A final line break may be there or not: no kind keeps it."""
    found = standing(text, id)
    if found.rows is None:
        return without_break(found)
    rows = {
        key: {name: without_break(cell) for name, cell in row.items() if cell.state is not State.UNANSWERED}
        for key, row in found.rows.items()
    }
    return without_break(replace(found, rows=rows))


def without_break(found: Written) -> Written:
    names = ("text", "note", "who", "by", "origin", "as_of")
    return replace(found, **{name: without_last_break(getattr(found, name)) for name in names})


def others(text: str, id: str) -> dict[str, Written]:
    read = read_answers(text, "", CONTENT)
    return {name: bare(value) for name, value in read.items() if CONTENT.today(name) != id}


@settings(deadline=None)
@given(st.sampled_from(FILES), st.sampled_from(list(CONTENT.questions)), st.data())
def test_an_answer_is_read_back_as_it_was_given(file, id, data):
    question = CONTENT.questions[id]
    given_ = data.draw(tables() | fields() if question.type == "table" else fields())

    result = put(file, question, given_, CONTENT)

    assert said_by(result, id) == as_read(question, given_)
    assert others(result, id) == others(file, id)


@settings(deadline=None)
@given(
    st.sampled_from(FILES),
    st.sampled_from([q.id for q in CONTENT.questions.values() if q.type != "table"]),
    fields(),
)
def test_every_line_of_another_answer_stays(file, id, given_):
    result = put(file, CONTENT.questions[id], given_, CONTENT)

    old, new = file.split("\n"), result.split("\n")
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    changed = [line for line in old[start : len(old) - end] if line]
    block = standing_lines(file, id)
    assert all(line in block for line in changed), "only the lines of the answer itself were touched"


def standing_lines(text: str, id: str) -> list[str]:
    """The lines from the answer's key to the next key at the margin."""
    lines, inside, found = text.split("\n"), False, []
    for line in lines:
        if line and line[0] not in " #":
            inside = CONTENT.today(line.split(":")[0]) == id
        if inside and line:
            found.append(line)
    return found


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.sampled_from(list(CONTENT.questions)), fields()), max_size=6))
def test_answers_given_one_after_another_do_not_disturb_each_other(given_):
    text, meant = "", {}
    for id, field in given_:
        text = put(text, CONTENT.questions[id], field, CONTENT)
        meant[id] = as_read(CONTENT.questions[id], field)
    for id, field in meant.items():
        assert said_by(text, id) == field


@settings(deadline=None)
@given(st.sampled_from(FILES), st.sampled_from(list(CONTENT.questions)), st.data())
def test_the_same_answer_a_second_time_changes_nothing(file, id, data):
    question = CONTENT.questions[id]
    given_ = data.draw(tables() | fields() if question.type == "table" else fields())
    once = put(file, question, given_, CONTENT)
    assert put(once, question, given_, CONTENT) == once
