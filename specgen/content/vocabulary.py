"""What names mean in expressions: ids of questions, columns, codes and conditions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..expr import Dated
from ..model.kinds import KINDS
from ..model.spec import Spec
from .organisation import SETTING_CODES, SETTING_LABELS, SETTING_SORTS
from .pack import TYPE_LABELS
from .parameter import Parameter
from .question import Question

_UNITS = {"yen": "円", "percent": "%"}


class Names:
    """The vocabulary of the loaded content; ``row`` adds the columns of one table as ``row.column``.

    ``parameters`` and ``org`` (settings of the organisation) are words of rules, not of conditions.
    """

    def __init__(
        self,
        questions: Mapping[str, Question],
        conditions: Mapping[str, str],
        row: str = "",
        extra: Mapping[str, str] | None = None,
        parameters: Mapping[str, Parameter] | None = None,
        *,
        org: bool = False,
    ) -> None:
        """``conditions`` maps a name to its label; ``extra`` maps further names to their sort."""
        self._questions, self._conditions, self._row = questions, conditions, row
        self._extra, self._parameters, self._org = extra or {}, parameters or {}, org

    def sort(self, id: str) -> str | None:
        """See ``expr.Vocabulary``."""
        if id in self._extra:
            return self._extra[id]
        if id == "case.type":
            return "choice"
        if self._org and id.startswith("org."):
            return SETTING_SORTS.get(id[4:])
        spec = self._spec(id)
        return KINDS[spec.kind].sort if spec is not None and spec.kind in KINDS else None

    def choices(self, id: str) -> Iterable[str]:
        """See ``expr.Vocabulary``."""
        return self._codes(id)

    def label(self, id: str) -> str:
        """See ``expr.Vocabulary``; ``id=code`` gives the label of a choice."""
        id, _, code = id.partition("=")
        if code:
            return self._codes(id).get(code, code)
        if id == "case.type":
            return "調達の種類"
        if id.startswith("org."):
            return SETTING_LABELS.get(id[4:], id)
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

    def unit(self, id: str) -> str:
        """See ``expr.Vocabulary``."""
        spec = self._spec(id)
        return "" if spec is None else _UNITS.get(spec.kind, spec.unit)

    def parameter(self, name: str) -> Dated | None:
        """See ``expr.Vocabulary``."""
        found = self._parameters.get(name)
        return found.dated if found is not None else None

    def parameters(self) -> Iterable[str]:
        """See ``expr.Vocabulary``."""
        return self._parameters

    def of_row(self, table: str) -> Names:
        """See ``expr.Vocabulary``."""
        return Names(self._questions, self._conditions, table, self._extra, self._parameters, org=self._org)

    def names(self) -> frozenset[str]:
        """See ``expr.Vocabulary``."""
        settings = tuple(f"org.{name}" for name in SETTING_LABELS) if self._org else ()
        table = self._questions.get(self._row)
        columns = tuple(f"row.{column.id}" for column in table.columns) if table is not None else ()
        return frozenset(
            (*self._questions, *self._conditions, *self._extra, *settings, *columns, "case.type", "always")
        )

    def _codes(self, id: str) -> Mapping[str, str]:
        if id == "case.type":
            return TYPE_LABELS
        if id.startswith("org."):
            return SETTING_CODES.get(id[4:], {})
        spec = self._spec(id)
        return spec.choices if spec is not None else {}

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
