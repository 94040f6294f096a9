"""What names mean in expressions: ids of questions, columns, codes and conditions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..model.kinds import KINDS
from ..model.spec import Spec
from .pack import TYPE_LABELS
from .question import Question


class Names:
    """The vocabulary of the loaded content; ``row`` adds the columns of one table as ``row.column``."""

    def __init__(
        self,
        questions: Mapping[str, Question],
        conditions: Mapping[str, str],
        row: str = "",
        extra: Mapping[str, str] | None = None,
    ) -> None:
        """``conditions`` maps a name to its label; ``extra`` maps further names to their sort."""
        self._questions, self._conditions, self._row = questions, conditions, row
        self._extra = extra or {}
        self._all = frozenset((*questions, *conditions, "case.type", "always"))

    def sort(self, id: str) -> str | None:
        """See ``expr.Vocabulary``."""
        if id in self._extra:
            return self._extra[id]
        if id == "case.type":
            return "choice"
        spec = self._spec(id)
        return KINDS[spec.kind].sort if spec is not None and spec.kind in KINDS else None

    def choices(self, id: str) -> Iterable[str]:
        """See ``expr.Vocabulary``."""
        if id == "case.type":
            return TYPE_LABELS
        spec = self._spec(id)
        return spec.choices if spec is not None else ()

    def label(self, id: str) -> str:
        """See ``expr.Vocabulary``; ``id=code`` gives the label of a choice."""
        id, _, code = id.partition("=")
        if code:
            labels: Mapping[str, str] = (
                TYPE_LABELS if id == "case.type" else (self._spec(id) or Spec("text")).choices
            )
            return labels.get(code, code)
        if id == "case.type":
            return "調達の種類"
        if id in self._conditions:
            return self._conditions[id]
        question = self._questions.get(id)
        if question is not None:
            return question.label
        table, _, column = (self._row + "/*." + id[4:] if id.startswith("row.") else id).partition("/*.")
        owner = self._questions.get(table)
        found = owner.column(column) if owner is not None else None
        return found.label if found is not None else id

    def condition(self, name: str) -> bool:
        """See ``expr.Vocabulary``."""
        return name in self._conditions

    def names(self) -> frozenset[str]:
        """See ``expr.Vocabulary``."""
        return self._all

    def _spec(self, id: str) -> Spec | None:
        question = self._questions.get(id)
        if question is not None:
            return question.spec
        if id.startswith("row.") and self._row:
            id = f"{self._row}/*.{id[4:]}"
        table, star, column = id.partition("/*.")
        owner = self._questions.get(table) if star else None
        found = owner.column(column) if owner is not None else None
        return found.spec if found is not None else None
