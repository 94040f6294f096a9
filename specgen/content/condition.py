"""Named conditions: the only names that questions, sections, clauses and rules may depend on."""

from __future__ import annotations

from pydantic import ConfigDict, Field

from .gate import Entry, Said


class ConditionEntry(Entry):
    """A named condition: its Japanese label and the expression it stands for."""

    model_config = ConfigDict(populate_by_name=True)

    label: Said
    expression: Said = Field(alias="is")
