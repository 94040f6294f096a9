"""Find answers that make conditions hold, fail or stay unknown: a small search over the answers that decide them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ..content.library import Content
from ..content.question import Question
from ..expr import Condition, Verdict
from ..model.answer import Answer, State, Written
from .deciding import Deciding
from .typing import type_answers

MOST_TRIES = 4_000
"""So many sets of answers are tried for one wish before it counts as out of reach."""
_NUMBER = re.compile(r"(?<![\w.])[0-9][0-9,]*(?:\.[0-9]+)?(?![\w.])")


@dataclass(frozen=True, slots=True)
class Setup:
    """A type of procurement in one of its forms."""

    type: str
    form: str = ""


@dataclass(frozen=True, slots=True)
class Reached:
    """Answers that were found: what to write, under which type and form."""

    setup: Setup
    written: Mapping[str, Written]


ANY_DAY = date(2026, 4, 1)
"""Conditions do not depend on the day."""


@dataclass(slots=True)
class Reaching:
    """Searches answers for the conditions of one content; what was typed once is kept."""

    content: Content
    empty: dict[str, Answer] = field(init=False)
    candidates: dict[str, tuple[tuple[Written, Answer], ...]] = field(default_factory=dict)
    numbers: dict[str, tuple[str, ...]] = field(init=False)

    def __post_init__(self) -> None:
        self.empty = {id: Answer(id, State.UNANSWERED) for id in self.content.questions}
        self.numbers = {}
        for condition in self.content.conditions.values():
            found = tuple(n.replace(",", "") for n in _NUMBER.findall(condition.text))
            for id in condition.reads:
                self.numbers[id] = (*self.numbers.get(id, ()), *found)

    def deciding(self, setup: Setup, written: Mapping[str, Written]) -> Deciding:
        """What these answers decide."""
        answers = dict(self.empty)
        for id, field_ in written.items():
            known = [answer for written_, answer in self.candidates_of(id) if written_ == field_]
            answers[id] = known[0] if known else self._typed(id, field_)
        return Deciding(self.content, setup.type, answers, as_of=ANY_DAY, short=setup.form == "short")

    def find(
        self, conditions: Sequence[Condition], wanted: Verdict, setups: Sequence[Setup]
    ) -> Reached | None:
        """Answers under which all ``conditions`` together come out as ``wanted``; None when none were found."""
        for setup in setups:
            written = self._decided(conditions, wanted, setup)
            if written is not None:
                return Reached(setup, written)
        for setup in setups:
            written = self._tried(conditions, wanted, setup)
            if written is not None:
                return Reached(setup, written)
        return None

    def never(self, conditions: Sequence[Condition], wanted: Verdict, setups: Sequence[Setup]) -> bool:
        """Whether no answers at all lead to ``wanted``: proven by trying every one, where that can be done."""
        ids = self._closure(conditions)
        count = len(setups)
        for id in ids:
            count *= len(self.candidates_of(id)) + 1
        return count <= MOST_TRIES and self.find(conditions, wanted, setups) is None

    # -- the search ----------------------------------------------------------------------------------------
    def _decided(
        self, conditions: Sequence[Condition], wanted: Verdict, setup: Setup
    ) -> dict[str, Written] | None:
        """Answer the open questions one by one; a branch ends where the verdict is settled otherwise."""
        tries = itertools.count()

        def go(written: dict[str, Written]) -> dict[str, Written] | None:
            deciding = self.deciding(setup, written)
            verdict = together(conditions, deciding)
            if verdict is wanted:
                return written
            if verdict is not None or next(tries) > MOST_TRIES:
                return None
            open_ = [id for c in conditions for id in deciding.open_questions(c) if id not in written]
            for id in open_[:1]:
                for candidate, _ in self.candidates_of(id):
                    if (found := go({**written, id: candidate})) is not None:
                        return found
            return None

        return go({})

    def _tried(
        self, conditions: Sequence[Condition], wanted: Verdict, setup: Setup
    ) -> dict[str, Written] | None:
        """Try the answers that could matter together: few first, then more, up to a limit."""
        ids = self._closure(conditions)
        tries = itertools.count()
        for size in range(1, len(ids) + 1):
            for some in itertools.combinations(ids, size):
                for values in itertools.product(*(self.candidates_of(id) for id in some)):
                    if next(tries) > MOST_TRIES:
                        return None
                    written = {id: value for id, (value, _) in zip(some, values, strict=True)}
                    if together(conditions, self.deciding(setup, written)) is wanted:
                        return written
        return None

    def _closure(self, conditions: Sequence[Condition]) -> tuple[str, ...]:
        """The answers that ``conditions`` hang on, those that decide whether they are asked too."""
        found: dict[str, None] = {}
        waiting, seen = list(conditions), set[str]()
        while waiting:
            condition = waiting.pop(0)
            for name in sorted(condition.uses - seen):
                seen.add(name)
                waiting.append(self.content.conditions[name])
            for id in sorted(condition.reads):
                question = self.content.questions.get(id.partition("/")[0])
                if question is not None and question.id not in found:
                    found[question.id] = None
                    waiting.append(self.content.whens[question.when])
        return tuple(found)

    # -- values --------------------------------------------------------------------------------------------
    def candidates_of(self, id: str) -> tuple[tuple[Written, Answer], ...]:
        """What could be written in answer to a question so that something else is decided."""
        if id not in self.candidates:
            question = self.content.questions[id]
            written = [w for w in _candidates(question, self.numbers.get(id, ())) if w is not None]
            typed = ((w, self._typed(id, w)) for w in written)
            self.candidates[id] = tuple((w, a) for w, a in typed if a.state is not State.UNREADABLE)
        return self.candidates[id]

    def _typed(self, id: str, written: Written) -> Answer:
        return type_answers(self.content, {id: written})[0][id]


def together(conditions: Sequence[Condition], deciding: Deciding) -> Verdict:
    """The verdict of several conditions joined by and."""
    verdicts = [condition.evaluate(deciding) for condition in conditions]
    if any(verdict is not None and not verdict for verdict in verdicts):
        return False
    return None if None in verdicts else True


def _candidates(question: Question, numbers: Sequence[str]) -> Iterator[Written | None]:
    if question.type == "choice":
        yield from (Written(State.ANSWERED, code) for code in question.choices)
    elif question.type == "yes_no":
        yield from (Written(State.ANSWERED, text) for text in ("はい", "いいえ"))
    elif question.type == "table":
        most = max((int(float(n)) for n in numbers), default=0) + 1
        yield from (_table(question, rows) for rows in sorted({0, 1, most}))
    else:
        near = {str(int(float(n)) + step) for n in numbers for step in (-1, 0, 1)}
        yield from (Written(State.ANSWERED, text + question.unit) for text in sorted(near))
        yield Written(State.ANSWERED, question.good or "例")
    yield Written(State.NONE)


def _table(question: Question, rows: int) -> Written:
    cells = {
        column.id: Written(State.ANSWERED, next(iter(column.choices), "") or column.good or "例")
        for column in question.columns
        if column.type not in ("calc", "reference")
    }
    prefix = question.row.prefix if question.row is not None else "R"
    return Written(State.ANSWERED, rows={f"{prefix}{n}": cells for n in range(1, rows + 1)})
