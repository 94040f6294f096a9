"""Why is this here: a question, a clause, a condition or a rule explained, with its bases and where it is used."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..content.basis import BasisEntry
from ..content.library import Content
from ..content.load import load_content
from ..content.question import Question
from ..errors import Fault, InputError, Place, nearest
from .papers import clause_sources
from .ruletelling import case_lines, rule_lines
from .standards import standards_in
from .telling import (
    Line,
    asking,
    basis_in_words,
    clause_head,
    handling,
    rule_reads,
    when_in_words,
)
from .whereabouts import Whereabouts, left_out, whereabouts

MOST_ALIKE = 8


@dataclass(frozen=True, slots=True)
class Explained:
    """What there is to say: a title, labelled lines, bases, and where it is used."""

    id: str
    kind: str
    title: str
    lines: tuple[Line, ...]
    bases: tuple[str, ...]
    used_in: tuple[str, ...]
    place: str


def explain(id: str, workspace: Path | None) -> Explained:
    """Explain a question (``procurement.title``), ``clause:ID``, ``condition:NAME`` or ``rule:ID`` (or a bare id).

    Raises ``InputError`` with the nearest id when there is no such thing.
    """
    content = load_content(workspace)
    kind, _, name = id.rpartition(":")
    for known, names, tell in _kinds(content):
        today = content.address_today(f"{known}:{name}").partition(":")[2]
        if kind in ("", known) and today in names:
            return tell(today)
    bare = name.partition("/")[0].partition("#")[0]
    if bare != name and (today := content.today(bare)) in content.questions:
        return _question(content, today)
    alike = _alike(content, id)
    if len(alike) == 1:
        return explain(next(iter(alike)), workspace)
    everything = [*content.questions, *content.clauses, *content.conditions, *content.rules]
    if alike:
        what = "その名前に当てはまるものが、いくつかあります。"
        raise InputError(
            Fault(
                "E02",
                what,
                quoted=id,
                remedy="この中から選びます: "
                + "、".join(f"{known}（{name}）" for known, name in list(alike.items())[:MOST_ALIKE]),
            )
        )
    raise InputError(
        Fault("E01", "その名前の質問・条文・条件・規則はありません。", quoted=id, nearest=nearest(name, everything),
              remedy="例: specgen explain procurement.title、specgen explain clause:rights.ownership")
    )  # fmt: skip


def _alike(content: Content, words: str) -> dict[str, str]:
    """What a person may mean who writes a Japanese name or the last part of an id: exact names before parts of names."""
    names: dict[str, str] = {id: question.label for id, question in content.questions.items()}
    names |= {f"clause:{id}": clause.head.title for id, clause in content.clauses.items()}
    names |= {
        f"condition:{name}": label
        for name, label in content.condition_labels.items()
        if name in content.conditions
    }
    names |= {f"rule:{id}": rule.title for id, rule in content.rules.items()}
    exact = {id: name for id, name in names.items() if name == words}
    return exact or {id: name for id, name in names.items() if words in name or id.endswith(f".{words}")}


def _kinds(content: Content) -> Iterator[tuple[str, Mapping[str, object], Callable[[str], Explained]]]:
    yield "question", content.questions, lambda id: _question(content, id)
    yield "clause", content.clauses, lambda id: _clause(content, id)
    yield "condition", content.conditions, lambda id: _condition(content, id)
    yield "rule", content.rules, lambda id: _rule(content, id)


def _question(content: Content, id: str) -> Explained:
    question = content.questions[id]
    columns = ("列", "、".join(column.label for column in question.columns))
    lines = [*asking(question), columns, *handling(content, question)]
    return _explained(
        content, "question", id, question.label, lines, question.basis, _uses_of_question(content, question)
    )


def _uses_of_question(content: Content, question: Question) -> list[str]:
    uses = [
        f"条件「{content.condition_labels[name]}」（condition:{name}）"
        for name, condition in content.conditions.items()
        if question.id in {read.partition("/")[0] for read in condition.reads}
    ]
    uses += [
        f"条文「{clause.head.title}」（clause:{id}）"
        for id, clause in content.clauses.items()
        if f"{{{{ {question.id} }}}}" in clause.body
    ]
    uses += [
        f"規則「{rule.title}」（rule:{id}）"
        for id, rule in content.rules.items()
        if question.id in rule_reads(content, id)
    ]
    uses += [f"文書 {spot}" for spot in _where(content).questions.get(question.id, ())]
    uses += [f"文書 {left}" for left in left_out(content, question.id)]
    return uses


def _where(content: Content) -> Whereabouts:
    return whereabouts(content, clause_sources(content))


def _clause(content: Content, id: str) -> Explained:
    clause = content.clauses[id]
    head = clause.head
    variants = "、".join(f"{v.label}（{when_in_words(content, v.when)}）" for v in head.variants.values())
    lines = [
        *clause_head(clause),
        ("書き方の種類", variants),
        ("本文", clause.body.strip()),
        ("入る標準", standards_in(content, clause)),
    ]
    spots = [f"文書 {spot}" for spot in _where(content).clauses.get(id, ())]
    return _explained(content, "clause", id, head.title, lines, head.basis, spots)


def _condition(content: Content, name: str) -> Explained:
    condition = content.conditions[name]
    lines = [("成り立つとき", condition.explained), ("式", condition.text)]
    uses = [f"質問「{q.label}」（{q.id}）" for q in content.questions.values() if _mentions(q.when, name)]
    for pack in content.packs.values():
        uses += [
            f"文書「{pack.entry.label}」の節 {key}"
            for key, when in pack.entry.sections.items()
            if _mentions(when, name)
        ]
    uses += [
        f"条文「{clause.head.title}」（clause:{id}）"
        for id, clause in content.clauses.items()
        if any(_mentions(v.when, name) for v in clause.head.variants.values()) or f"[{name}]" in clause.body
    ]
    return _explained(content, "condition", name, content.condition_labels[name], lines, (), uses)


def _rule(content: Content, id: str) -> Explained:
    rule = content.rules[id]
    lines = [*rule_lines(content, id), ("試し", "\n".join(case_lines(rule)))]
    asked = [profile.label for profile in content.profiles.values() if profile.asks(id, "submit")]
    return _explained(content, "rule", id, rule.title, lines, rule.basis, asked)


def _explained(
    content: Content,
    kind: str,
    id: str,
    title: str,
    lines: list[Line],
    basis: tuple[BasisEntry, ...],
    uses: list[str],
) -> Explained:
    return Explained(
        id=id,
        kind=kind,
        title=title,
        lines=tuple((label, text) for label, text in lines if text),
        bases=tuple(basis_in_words(content, entry) for entry in basis),
        used_in=tuple(uses),
        place=str(content.places.get(f"{kind}:{id}", Place())),
    )


def _mentions(when: str, name: str) -> bool:
    return name in when.replace("(", " ").replace(")", " ").split()
