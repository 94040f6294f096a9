"""Whatever somebody answers, every rule comes to a verdict: never a crash, never two findings under one key."""

from __future__ import annotations

from datetime import date
from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from specgen.capture.answersfile import read_answers
from specgen.case.case import resolve
from specgen.case.casefile import CaseEntry
from specgen.check.run import FAILED, covered_by, rules_of, verdicts
from specgen.check.verdicts import Checked
from specgen.content.library import Content
from specgen.content.load import load_content
from specgen.content.pack import TYPE_LABELS
from specgen.content.profile import Profile
from specgen.content.question import Question
from specgen.content.rulenames import CompiledRule
from specgen.expr import UNKNOWN
from specgen.model.finding import LEVELS
from specgen.model.texttree import Block, Piece, TextTree
from specgen.yamledit import Value, set_value

STATES = (
    "未定",
    "なし",
    "わからない",
    "該当なし",
    "{未定: 令和9年1月20日, だれが: 契約課}",
    "速やかに",
    "0",
    "-1",
    "",
)
BY_KIND: dict[str, tuple[str, ...]] = {
    "yen": ("0円", "1円", "2,000,000円", "9999億円", "百万円くらい"),
    "integer": ("0", "1", "999999999999"),
    "decimal": ("0.1", "99.9"),
    "percent": ("0%", "20%", "100%", "250%"),
    "quantity": ("1式", "24人月", "300〜400件", "若干"),
    "date": ("令和8年12月29日", "R9.1.3", "1950-01-01", "2199-12-31"),
    "month": ("令和9年4月", "2028-12"),
    "fiscal_year": ("令和9年度", "1990年度"),
    "period": ("契約締結日〜令和9年3月31日", "契約締結日から2か月間", "令和9年4月〜令和14年3月", "1950年1月〜2190年12月"),
    "due": ("契約締結後1週間以内", "毎月10営業日まで", "令和9年4月9日", "検収の10営業日前まで", "直ちに"),
    "yes_no": ("はい", "いいえ"),
    "text": ("甲", "適切に、速やかに行う。", "3.7に示す。"),
    "prose": ("一つ目の話。\n\n適宜、二つ目を行う。",),
    "reference": ("W1", "Z9"),
}  # fmt: skip


@cache
def content() -> Content:
    return load_content()


@cache
def compiled() -> tuple[CompiledRule, ...]:
    return rules_of(content(), Profile(profile="all", label="全て", rules=("*",)), "submit")


def scalar(kind: str, choices: tuple[str, ...]) -> st.SearchStrategy[str]:
    likely = choices or BY_KIND.get(kind, ())
    return st.sampled_from((*likely, *likely, *STATES))


def answer(question: Question) -> st.SearchStrategy[Value]:
    if question.type != "table":
        return scalar(question.type, tuple(question.choices))
    row = st.fixed_dictionaries(
        {}, optional={c.id: scalar(c.type, tuple(c.choices)) for c in question.columns if c.type != "calc"}
    )
    rows = st.dictionaries(
        st.sampled_from([f"{question.row.prefix}{n}" for n in range(1, 4)]), row, max_size=3
    )  # type: ignore[union-attr]
    return st.one_of(rows, st.sampled_from(STATES))


@st.composite
def answers(draw: st.DrawFn) -> dict[str, Value]:
    questions = content().questions
    wanted = draw(st.lists(st.sampled_from(sorted(questions)), unique=True, max_size=40))
    return {id: draw(answer(questions[id])) for id in wanted}


def written(given_: dict[str, Value]) -> str:
    text = ""
    for id, value in given_.items():
        if value != {}:
            text = set_value(text, (id,), value)
    return text


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(answers(), st.sampled_from(sorted(TYPE_LABELS)), st.sampled_from(("", "short")),
       st.dates(date(2024, 1, 1), date(2031, 12, 31)), st.sampled_from(("draft", "submit")))  # fmt: skip
def test_every_rule_comes_to_a_verdict(given_, type_, form, as_of, stage):
    entry = CaseEntry(id="0", type=type_, form=form)
    case = resolve(content(), entry, read_answers(written(given_), "answers.yaml", content()), as_of)
    blocks = [Block("heading", "調達案件の概要", 1, "第1章", key="overview")]
    blocks += [
        Block("paragraph", answer_.written, pieces=(Piece(answer_.written, id),), index=n)
        for n, (id, answer_) in enumerate(case.answers.items(), 1)
        if answer_.written
    ]
    checked = Checked(case, {}, "spec", TextTree(tuple(blocks)), stage=stage)
    covered = covered_by(compiled())
    keys: list[str] = []
    for rule in compiled():
        said = verdicts(rule, checked, covered)
        assert all(f.found != FAILED for f in said), rule.id
        assert all(f.verdict in ("finding", "question", "undecided") and f.level in LEVELS for f in said)
        assert sum(f.verdict == "undecided" for f in said) <= 1
        keys += [f.key for f in said if f.verdict != "undecided"]
        if rule.find is not None and not rule.rule.model_dump().get("each"):
            _speaks_only_where_it_is_true(rule, checked, said)
    assert len(keys) == len(set(keys))


def _speaks_only_where_it_is_true(rule: CompiledRule, checked: Checked, said: list) -> None:
    """A rule about the whole case is silent only where its expression is false or it does not apply."""
    case = checked.case
    if rule.rule.types and case.entry.type not in rule.rule.types:
        assert not said
        return
    applies = case.deciding.when(rule.rule.when)
    assert rule.find is not None
    value = rule.find.value(case.deciding) if applies else False
    verdict = {True: "found", False: "silent"}.get(value, "open" if value is UNKNOWN else "silent")
    if applies is None:
        verdict = "open"
    told = (
        {"finding": "found", "question": "found", "undecided": "open"}[said[0].verdict] if said else "silent"
    )
    assert told == verdict, rule.id
