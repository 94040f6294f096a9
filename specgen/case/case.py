"""``Case``: typed answers with what applies, decided once; the value that every stage reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from ..content.library import Content
from ..content.pack import Pack
from ..content.question import Question
from ..expr import Verdict
from ..model.answer import GAPS, Answer, Written
from .casefile import CaseEntry
from .deciding import Deciding
from .typing import Stray, type_answers


@dataclass(frozen=True, slots=True)
class Case:
    """One case: its settings, all answers (inactive ones marked), and the verdicts of all conditions."""

    content: Content
    entry: CaseEntry
    as_of: date
    answers: Mapping[str, Answer]
    strays: tuple[Stray, ...]
    deciding: Deciding
    file: str = "answers.yaml"

    def active(self) -> list[Question]:
        """The questions that apply (or may apply), in reading order."""
        return [q for q in self.content.questions.values() if self.answers[q.id].active]

    def sections(self, pack: Pack) -> dict[str, Verdict]:
        """The verdict of each section's condition."""
        return {key: self.deciding.when(when) for key, when in pack.entry.sections.items()}

    def is_open(self, id: str) -> bool:
        """Whether the answer is a gap."""
        return self.answers[id].state in GAPS


def resolve(content: Content, entry: CaseEntry, written: Mapping[str, Written], as_of: date) -> Case:
    """Type the answers and decide what applies. Never raises for anything that a person wrote."""
    answers, strays = type_answers(content, written)
    deciding = Deciding(content, entry.type, answers, as_of=as_of, short=entry.form == "short")
    marked = {
        id: answer if deciding.applies(id) is not False else replace(answer, active=False)
        for id, answer in answers.items()
    }
    return Case(content, entry, as_of, marked, strays, deciding)
