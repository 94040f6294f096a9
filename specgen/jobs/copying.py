"""Take over the answers of an earlier case into a new one, and say which stay behind and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..capture.session import names_of_today
from ..content.question import Question
from ..model.answer import HAS_VALUE, Answer, Row, State, Written
from ..workspace import open_case

YEARLY = "年ごとに改める質問（日付や金額など）"
UNASKED = "新しい案件では尋ねない質問"
WHY: Mapping[State, str] = {
    State.UNDECIDED: "まだ決まっていなかった答え（未定、わからない）",
    State.UNKNOWN: "まだ決まっていなかった答え（未定、わからない）",
    State.UNREADABLE: "読み取れなかった答え",
    State.NONE: "「なし」又は「該当なし」とした答え",
    State.NOT_APPLICABLE: "「なし」又は「該当なし」とした答え",
}
"""Why an answer without a value is not copied."""
CELLS = "表の中の、値のない欄（未定、該当なし、読み取れないものなど）"
NAMED = 5
"""So many answers of a group are named, the others counted."""


@dataclass(frozen=True, slots=True)
class Copied:
    """Answers of another case as 前回から, by id, and the labels of those that stay behind, by the reason."""

    answers: Mapping[str, Written] = field(default_factory=dict)
    left: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)

    def told(self, asked: Collection[str]) -> tuple[str, ...]:
        """What was copied and what was not, a line a reason, when the new case asks for ``asked``."""
        unasked = [self.labels[id] for id in self.answers if id not in asked]
        groups = {**self.left, UNASKED: tuple(unasked)}
        copied = len(self.answers) - len(unasked)
        return (
            f"{copied}問の答えを「前回から」として写しました。確かめて、値だけを残してください。",
            *(f"写さなかったもの {_group(why, labels)}" for why, labels in groups.items() if labels),
        )


def _group(why: str, labels: tuple[str, ...]) -> str:
    rest = f"、ほか{len(labels) - NAMED}件" if len(labels) > NAMED else ""
    return f"{len(labels)}件（{why}）: {'、'.join(labels[:NAMED])}{rest}"


def copied_from(folder: Path) -> Copied:
    """The answers of the case in ``folder``, by each question's policy for the next year.

    Answers to questions that did not apply there are taken too: the new case may ask them.
    """
    opened = open_case(folder, checklists=False)
    standing = names_of_today(opened.written, opened.content)
    kept: dict[str, Written] = {}
    left: dict[str, list[str]] = {}
    for id, written in standing.items():
        question = opened.content.questions.get(id)
        if question is None or (answer := opened.case.answers[id]).state is State.UNANSWERED:
            continue
        if question.next_year == "drop":
            left.setdefault(YEARLY, []).append(question.label)
        elif answer.state not in HAS_VALUE:
            left.setdefault(WHY[answer.state], []).append(question.label)
        else:
            kept[id] = Written(State.COPIED, written.text, origin=folder.name, rows=written.rows)
            left.setdefault(CELLS, []).extend(_cells_left(question, answer))
    labels = {id: opened.content.questions[id].label for id in kept}
    return Copied(kept, {why: tuple(those) for why, those in left.items()}, labels)


def _cells_left(question: Question, answer: Answer) -> Iterable[str]:
    if question.type != "table":
        return
    columns = {column.id: column.label for column in question.spec.columns}
    for row in answer.value:
        assert isinstance(row, Row)
        for name, cell in row.cells.items():
            if cell.state in WHY:
                yield f"{question.label}／{row.key}／{columns[name]}"
