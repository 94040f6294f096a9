"""Which chapter of which document prints which question: learnt from the templates, no paper is printed."""

from __future__ import annotations

from dataclasses import dataclass

from ..case.case import Case
from ..case.printing import Copy, printable
from ..errors import ContentError
from .papers import compiled_template, documents_of, pack_for


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter as it will be printed, and the questions that it prints first among the chapters."""

    key: str
    title: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """The chapters of one document."""

    document: str
    label: str
    chapters: tuple[Chapter, ...]


def contents_of(case: Case) -> tuple[Contents, ...]:
    """The chapters of every document that is made for the case; one whose template is at fault is left out."""
    found = []
    for document in documents_of(case):
        try:
            found.append(_contents(case, document))
        except ContentError:  # told by check and draft, with its place
            continue
    return tuple(found)


def _contents(case: Case, document: str) -> Contents:
    pack = pack_for(case, document)
    facts = compiled_template(case.content, pack)[0].facts
    printed = printable(case, pack, facts, Copy()).outline
    titles = {e.bookmark: f"{e.number} {e.text}".strip() for e in printed if e.level == 1}
    chapter_at = [0]  # after so many headings → the heading of the chapter, counted from 1
    for number, heading in enumerate(facts.headings, 1):
        chapter_at.append(number if heading.level == 1 else chapter_at[-1])
    first: dict[str, int] = {}
    for field in facts.fields:
        if (id := field.id.partition("/")[0]) in case.content.questions:
            first.setdefault(id, chapter_at[field.after])
    chapters = []
    for number, heading in enumerate(facts.headings, 1):
        if heading.level == 1 and heading.bookmark in titles:
            questions = tuple(id for id, at in first.items() if at == number)
            chapters.append(Chapter(heading.key, titles[heading.bookmark], questions))
    return Contents(document, pack.entry.label, tuple(chapters))
