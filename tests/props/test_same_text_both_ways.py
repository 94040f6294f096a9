"""The shipped template says the same to plain docxtpl and to us, whatever was answered, and reads back what it said.

Answers of every kind and state are made for every question of the content, for both types of procurement. What docxtpl
itself alters in an answer is left out here; docs/analysis/compile-and-trace.md lists it.
"""

from __future__ import annotations

import random
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from specgen.case.case import resolve
from specgen.case.casefile import CaseEntry
from specgen.case.printing import Copy, printable
from specgen.content.load import load_content
from specgen.jobs.papers import compiled_template, find_pack, template_bytes
from specgen.model.answer import State, Written
from specgen.word.inspect import check_package
from specgen.word.read import read_tree
from specgen.word.render import render

sys.path.insert(0, str(Path(__file__).parents[1] / "unit"))

from templatemaking import lines, plain_docxtpl

CONTENT = load_content()
PACK = find_pack(CONTENT, "spec")
TEMPLATE = template_bytes(CONTENT, PACK)
TRACED, _ = compiled_template(CONTENT, PACK, trace=True)
PLAIN, _ = compiled_template(CONTENT, PACK, trace=False)
TYPES = PACK.entry.types
CHANGED_BY_DOCXTPL = ("{_{", "}_}", "{_%", "%_}")

HOSTILE = [
    "R&D", "A<B & C>D", "{{ x }}", "{% if %}", "{# #}", "\"'“”", "a\nb", "一\n\n二", "\t", "</w:t></w:r>", "&amp;",
    "👩‍💻", "𠮷野家", "葛󠄀城", "か\u3099", "〜～", "　・", "${x}", "{", "}}", "｛｛", "\u202eabc", "〓", "第1章", "表1",
]  # fmt: skip
words = st.text(
    st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), min_size=1, max_size=20
)
texts = (
    st.lists(st.one_of(words, st.sampled_from(HOSTILE)), min_size=1, max_size=4)
    .map("".join)
    .filter(lambda text: text.strip() and not any(sign in text for sign in CHANGED_BY_DOCXTPL))
)

FORMS = {
    "yes_no": ["yes", "no", "はい"],
    "integer": ["1,240", "0", "３"],
    "decimal": ["0.5", "12"],
    "percent": ["20%", "33.3%"],
    "quantity": ["1式", "3か月", "毎月1式", "2時間", "620ID"],
    "yen": ["1,150,000円", "250万円"],
    "date": ["令和9年4月1日", "2027-03-31"],
    "month": ["令和9年1月", "2027-01"],
    "fiscal_year": ["令和9年度", "2027年度"],
    "period": ["契約締結日〜令和10年3月31日", "令和9年4月〜令和10年3月"],
    "due": [
        "契約締結後1週間以内",
        "毎月10営業日まで",
        "検収の10営業日前まで",
        "令和9年3月19日",
        "契約満了日まで",
    ],
}
OPEN = [
    Written(State.UNANSWERED),
    Written(State.NONE),
    Written(State.UNDECIDED, by="令和9年1月20日", who="契約課", note="R&D"),
    Written(State.UNDECIDED, by="年明け<早く>"),
    Written(State.UNKNOWN, note="{{ 照会中 }}"),
    Written(State.NOT_APPLICABLE, note="扱わない"),
    Written(State.UNREADABLE, text="<読めない>", why="例"),
]


class Somebody:
    """Answers every question: mostly with a value, sometimes with a state."""

    def __init__(self, luck: random.Random, pool: list[str]) -> None:
        self.luck, self.pool = luck, pool

    def answers(self) -> dict[str, Written]:
        return {id: self.answer(q.spec) for id, q in CONTENT.questions.items()}

    def answer(self, spec) -> Written:
        if self.luck.random() < 0.15:
            return self.luck.choice(OPEN)
        if spec.kind == "table":
            state = self.luck.choice([State.ANSWERED] * 4 + [State.COPIED])
            rows = {f"{spec.prefix}{n}": self.row(spec) for n in range(1, self.luck.randint(1, 4))}
            return Written(state, rows=rows, origin="前回")
        state = self.luck.choice([State.ANSWERED] * 6 + [State.COPIED, State.PREFILLED])
        return Written(state, self.value(spec), origin="台帳")

    def row(self, spec) -> dict[str, Written]:
        columns = [c for c in spec.columns if c.spec.kind != "calc"]
        return {c.id: self.answer(c.spec) for c in columns if c.required or self.luck.random() < 0.5}

    def value(self, spec) -> str:
        if spec.kind in ("text", "prose"):
            return self.luck.choice(self.pool)
        if spec.kind == "choice":
            return self.luck.choice(list(spec.choices))
        if spec.kind == "reference":
            return f"W{self.luck.randint(1, 3)}"
        return self.luck.choice(FORMS[spec.kind])


def body_and_margins(parts) -> list[str]:
    return sorted(
        name
        for name in parts
        if name.startswith(("word/document", "word/header", "word/footer")) and name.endswith(".xml")
    )


def said(xml: bytes) -> list[str]:
    """The lines of a part; a blank line of prose parts two paragraphs with us and is an empty line with docxtpl."""
    return [line for line in "\n".join(lines(xml)).split("\n") if line]


@pytest.mark.parametrize("type", TYPES)
@settings(
    max_examples=5,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)
@given(pool=st.lists(texts, min_size=6, max_size=12), seed=st.integers(0, 2**32))
def test_docxtpl_and_we_print_the_same_and_read_back_what_was_printed(type, pool, seed):
    written = Somebody(random.Random(seed), pool).answers()
    case = resolve(CONTENT, CaseEntry(id="0", type=type), written, date(2026, 12, 4))
    printed = printable(case, PACK, TRACED.facts, Copy())
    traced = render(TRACED, printed.context).parts
    plain = render(PLAIN, printed.context).parts
    theirs = plain_docxtpl(TEMPLATE, dict(printed.context))
    for part in body_and_margins(theirs):
        assert said(traced[part]) == said(theirs[part]), part
        assert said(plain[part]) == said(theirs[part]), part

    tree = read_tree(traced)
    for id, text in printed.facts_printed.items():
        if text:
            back = {"\n".join(line for line in value.split("\n") if line) for value in tree.values[id]}
            assert back == {"\n".join(line for line in text.split("\n") if line)}, id
    assert check_package(traced, expected={i: t for i, t in printed.facts_printed.items() if t}) == ()


def test_the_kinds_of_all_questions_are_answered_here():
    kinds = {q.type for q in CONTENT.questions.values()} | {
        c.type for q in CONTENT.questions.values() for c in q.columns
    }
    assert kinds <= {*FORMS, "text", "prose", "choice", "reference", "table", "calc"}
