"""``use``: one wording of a clause always, the others never, and what the wording prints is asked along with it."""

from __future__ import annotations

from dataclasses import replace

from .clause import Clause
from .library import Content
from .overlay import NEVER
from .overlaystanding import names_in, printed_by, questions_of
from .question import Question


def forced(content: Content, clause: Clause, variant: str) -> tuple[Content, tuple[Question, ...]]:
    """The content in which ``variant`` always holds, and the questions that are asked in more cases for its sake.

    Those hang on the very choice that is no longer open: they are asked wherever the choice would be.
    """
    variants = {
        name: held.model_copy(update={"when": "always" if name == variant else NEVER})
        for name, held in clause.head.variants.items()
    }
    open_ = {name for held in clause.head.variants.values() for name in names_in(held.when)}
    deciding = {content.questions[id].when for id in questions_of(content, sorted(open_))}
    asked_where = deciding - {NEVER}
    widened: dict[str, Question] = {}
    for id in dict.fromkeys(printed_by(clause, variant)):
        question = content.questions.get(id)
        if question is not None and asked_where and set(names_in(question.when)) & open_:
            when = "always" if "always" in asked_where else " or ".join([question.when, *sorted(asked_where)])
            widened[id] = question.model_copy(update={"when": when})
    head = clause.head.model_copy(update={"variants": variants})
    content = replace(content, clauses={**content.clauses, clause.id: replace(clause, head=head)})
    return with_questions(content, widened), tuple(widened.values())


def with_questions(content: Content, changed: dict[str, Question]) -> Content:
    """The content with these questions in place of those of the same id."""
    topics = tuple(
        replace(t, questions=tuple(changed.get(q.id, q) for q in t.questions)) for t in content.topics
    )
    questions = {id: changed.get(id, question) for id, question in content.questions.items()}
    return replace(content, topics=topics, questions=questions)
