"""``use``: one wording of a clause always, the others never, and what the wording prints is asked along with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from .. import yamltext
from ..errors import ContentError
from .clause import SINGLE, Clause
from .library import Content, Topic
from .markup_ast import Field, Table, inlines_of, walk
from .overlay import NEVER
from .question import Question

_NAME = re.compile(r"[a-z_][a-z0-9_]*(?:\.[a-z0-9_]+)*")
_JOINING = frozenset({"and", "or", "not", "always", "in"})


def forced(content: Content, clause: Clause, variant: str) -> tuple[Content, tuple[Question, ...]]:
    """The content in which ``variant`` always holds, and the questions that are asked in more cases for its sake.

    Those hang on the very choice that is no longer open: they are asked wherever the choice would be.
    """
    variants = {
        name: held.model_copy(update={"when": "always" if name == variant else NEVER})
        for name, held in clause.head.variants.items()
    }
    open_ = {name for held in clause.head.variants.values() for name in _names(held.when)}
    asked_where = {
        w for name in open_ for id in _reads(content, name, set()) if (w := _when(content, id)) != NEVER
    }
    widened: dict[str, Question] = {}
    for id in dict.fromkeys(_printed(clause, variant)):
        question = content.questions.get(id)
        if question is not None and asked_where and set(_names(question.when)) & open_:
            when = "always" if "always" in asked_where else " or ".join([question.when, *sorted(asked_where)])
            widened[id] = question.model_copy(update={"when": when})
    head = clause.head.model_copy(update={"variants": variants})
    content = replace(content, clauses={**content.clauses, clause.id: replace(clause, head=head)})
    return with_questions(content, widened), tuple(widened.values())


def with_questions(content: Content, changed: dict[str, Question]) -> Content:
    """The content with these questions in place of those of the same id."""
    topics = tuple(
        Topic(t.id, t.label, t.order, tuple(changed.get(q.id, q) for q in t.questions))
        for t in content.topics
    )
    questions = {id: changed.get(id, question) for id, question in content.questions.items()}
    return replace(content, topics=topics, questions=questions)


def _names(when: str) -> list[str]:
    return [name for name in _NAME.findall(when) if name not in _JOINING]


def _reads(content: Content, name: str, seen: set[str]) -> Iterator[str]:
    """The questions that a named condition reads, through other conditions too."""
    node = content.nodes.get(f"condition:{name}")
    if name in seen or not isinstance(node, yamltext.Mapping):
        return
    seen.add(name)
    written = node.get("is")
    for word in _NAME.findall(written.text) if isinstance(written, yamltext.Scalar) else ():
        if word in content.questions:
            yield word
        else:
            yield from _reads(content, word, seen)


def _when(content: Content, id: str) -> str:
    return content.questions[id].when


def _printed(clause: Clause, variant: str) -> Iterator[str]:
    """The questions that one wording prints."""
    from .markup import parse_clause_body

    try:
        if (own := clause.own.get(variant)) is not None:
            blocks = parse_clause_body(own.text, own.file, own.line)[SINGLE]
        else:
            blocks = parse_clause_body(clause.body, clause.file, clause.first_line).get(variant, ())
    except ContentError:  # told when the template is built
        return
    for block in walk(blocks):
        if isinstance(block, Table) and block.rows_of:
            yield block.rows_of
        yield from (inline.path for inline in inlines_of(block) if isinstance(inline, Field))
