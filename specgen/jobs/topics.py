"""One topic on one page: its questions, its clauses in full, and the rules that read its answers, to be cross-read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..content.basis import BasisEntry
from ..content.clause import SINGLE
from ..content.library import Content
from ..content.load import load_content
from ..content.markup_ast import ClauseSource
from ..content.question import AUDIENCE_LABELS, Question
from ..errors import Fault, InputError, WriteError, nearest
from ..files import read_bytes, write_atomically
from ..model.kinds import KINDS
from ..model.kinds.base import fold
from ..model.spec import Column
from .clausetext import wording
from .papers import clause_sources
from .ruletelling import looks_through_all, rule_lines
from .standards import standards_in
from .telling import (
    Line,
    asking,
    basis_in_words,
    bounds,
    clause_head,
    handling,
    named,
    rule_reads,
    when_in_words,
)
from .whereabouts import Whereabouts, left_out, questions_in, whereabouts


@dataclass(frozen=True, slots=True)
class Part:
    """A column of a table, or one wording of a clause with the condition that chooses it."""

    id: str
    label: str
    when: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """One question, clause or rule in full: labelled lines, its parts, its bases."""

    id: str
    title: str
    lines: tuple[Line, ...]
    parts: tuple[Part, ...]
    bases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TopicPage:
    """A topic; ``printing`` are clauses of other topics that print its answers, ``watching`` rules on every answer."""

    id: str
    label: str
    questions: tuple[Told, ...]
    clauses: tuple[Told, ...]
    rules: tuple[Told, ...]
    printing: tuple[tuple[str, str], ...]
    watching: tuple[tuple[str, str], ...]


def topic_page(words: str, workspace: Path | None) -> TopicPage:
    """The page of the topic called ``words``, by its id or its label.

    Raises ``InputError`` with the nearest name, or with all names where several topics fit.
    """
    content = load_content(workspace)
    labels = _topics(content)
    id = _find(words, labels)
    sources = clause_sources(content)
    where = whereabouts(content, sources)
    asked = {
        question.id: question for topic in content.topics if topic.id == id for question in topic.questions
    }
    clauses = [name for name in content.clauses if name.partition(".")[0] == id]
    return TopicPage(
        id=id,
        label=labels[id],
        questions=tuple(_question(content, where, question) for question in asked.values()),
        clauses=tuple(_clause(content, sources, where, name) for name in clauses),
        rules=tuple(_rule(content, name) for name in content.rules if rule_reads(content, name) & asked.keys()),
        printing=tuple(
            (name, content.clauses[name].head.title)
            for name, source in sources.items()
            if name not in clauses
            and any(questions_in(body) & asked.keys() for body in source.variants.values())
        ),
        watching=tuple(
            (name, rule.title) for name, rule in content.rules.items() if looks_through_all(rule)
        ),
    )  # fmt: skip


def keep(path: Path, text: str) -> str:
    """Write a page: ``written``, or ``fresh`` when the file holds it already; a file that holds another is kept."""
    data = text.encode()
    if path.is_file():
        if read_bytes(path) == data:
            return "fresh"
        what = f"{path.name} は、もうあります。上書きしません。"
        raise WriteError(
            Fault("E05", what, remedy="別の名前にするか、今あるファイルを移してから、もう一度実行します。")
        )
    write_atomically(path, data)
    return "written"


# -- which topic ----------------------------------------------------------------------------------------------------
def _topics(content: Content) -> dict[str, str]:
    """Ids and labels; topics that have clauses alone are called by their id."""
    labels = {topic.id: topic.label for topic in content.topics}
    return labels | {id: id for name in content.clauses if (id := name.partition(".")[0]) not in labels}


def _find(words: str, labels: Mapping[str, str]) -> str:
    wanted = fold(words)
    names = {id: (fold(id), fold(label)) for id, label in labels.items()}
    alike = [id for id, known in names.items() if wanted in known] or [
        id for id, known in names.items() if wanted and any(wanted in name for name in known)
    ]
    if len(alike) == 1:
        return alike[0]
    if alike:
        what = "その名前に当てはまる話題が、いくつかあります。"
        remedy = "この中から選びます: " + "、".join(_called(id, labels) for id in alike)
        raise InputError(Fault("E04", what, quoted=words, remedy=remedy))
    near = nearest(words, [*labels, *labels.values()])
    remedy = "" if near else "今ある話題: " + "、".join(_called(id, labels) for id in labels)
    raise InputError(Fault("E03", "その名前の話題はありません。", quoted=words, nearest=near, remedy=remedy))


def _called(id: str, labels: Mapping[str, str]) -> str:
    return id if labels[id] == id else f"{id}（{labels[id]}）"


# -- what is told ---------------------------------------------------------------------------------------------------
def _question(content: Content, where: Whereabouts, question: Question) -> Told:
    rows = question.row.expected if question.row else ""
    spots = where.questions.get(question.id, ())
    lines = [
        *asking(question),
        ("行の数の目安", rows),
        *handling(content, question),
        ("載る所", "\n".join([*map(str, spots), *left_out(content, question.id)])),
    ]
    columns = tuple(Part(c.id, c.label, "", _column(c)) for c in question.spec.columns)
    return _told(content, question.id, question.label, lines, question.basis, columns)


def _column(column: Column) -> tuple[str, ...]:
    kind = KINDS[column.spec.kind]
    facts = (
        f"{kind.label}。{kind.hint(column.spec)}",
        f"数の範囲は{limit}。" if (limit := bounds(column.spec)) else "",
        "" if column.required else "空いていてもかまいません。",
        f"空きには「{column.gap}」と入ります。" if column.gap else "",
        f"見せる範囲は{AUDIENCE_LABELS[column.audience]}。" if column.audience else "",
        f"例: {column.good}" if column.good else "",
    )
    return ("".join(facts),)


def _clause(content: Content, sources: Mapping[str, ClauseSource], where: Whereabouts, id: str) -> Told:
    clause, variants = content.clauses[id], content.clauses[id].head.variants
    texts = {name: wording(content, body, where.names) for name, body in sources[id].variants.items()}
    put_in = dict.fromkeys(name for text in texts.values() for name in text.put_in)
    lines = [
        *clause_head(clause),
        ("載る所", "\n".join(map(str, where.clauses.get(id, ())))),
        ("入る答え", named(content, put_in)),
        ("入る標準", standards_in(content, clause)),
    ]
    parts = (
        tuple(
            Part(name, variant.label, when_in_words(content, variant.when), texts[name].lines)
            for name, variant in variants.items()
        )
        if variants
        else (Part(SINGLE, "本文", "", texts[SINGLE].lines),)
    )
    return _told(content, id, clause.head.title, lines, clause.head.basis, parts)


def _rule(content: Content, id: str) -> Told:
    rule = content.rules[id]
    return _told(content, id, rule.title, rule_lines(content, id), rule.basis, ())


def _told(
    content: Content,
    id: str,
    title: str,
    lines: Iterable[Line],
    basis: tuple[BasisEntry, ...],
    parts: tuple[Part, ...],
) -> Told:
    kept = tuple((label, text) for label, text in lines if text)
    return Told(id, title, kept, parts, tuple(basis_in_words(content, entry) for entry in basis))
