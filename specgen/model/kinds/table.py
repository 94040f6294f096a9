"""表: rows with stable keys. The case reads rows and cells; this kind only shows them."""

from __future__ import annotations

from ..answer import HAS_VALUE, STATE_LABELS, Answer, Row
from ..spec import PLAIN_STYLE, HouseStyle, Spec
from .base import Unreadable


class TableKind:
    """Rows of cells."""

    name = "table"
    label = "表"
    sort = "rows"
    uses = ("columns", "row")

    def parse(self, text: str, spec: Spec) -> tuple[Row, ...]:
        """A table is never one text."""
        raise Unreadable(f"ここは表です。{self.hint(spec)}")

    def show(self, value: tuple[Row, ...], spec: Spec, style: HouseStyle) -> str:
        """A line a row, for lists and comparisons; a document prints the table itself."""
        return "\n".join(_line(row, spec, style) for row in value)

    def dump(self, value: tuple[Row, ...], spec: Spec) -> str:
        """The same lines in plain style: for people and comparisons, not for reading back."""
        return self.show(value, spec, PLAIN_STYLE)

    def limits(self, value: tuple[Row, ...], spec: Spec) -> tuple[str, ...]:
        """Cells have their own limits."""
        return ()

    def hint(self, spec: Spec) -> str:
        """The shape of a row."""
        columns = "、".join(column.label for column in spec.columns)
        prefix = spec.prefix or "A"
        return f"行の名前（{prefix}1、{prefix}2…）ごとに、{columns or '各欄'}を書きます。"


def _line(row: Row, spec: Spec, style: HouseStyle) -> str:
    cells = []
    for column in spec.columns:
        cell = row.cells.get(column.id)
        if cell is not None and cell.active:
            cells.append(f"{column.label} {_cell(cell, column.spec, style)}")
    return f"{row.key}: {'、'.join(cells)}"


def _cell(cell: Answer, spec: Spec, style: HouseStyle) -> str:
    from . import KINDS

    if cell.state in HAS_VALUE and spec.kind in KINDS:
        return KINDS[spec.kind].show(cell.value, spec, style)
    return cell.written or STATE_LABELS[cell.state]


KIND = TableKind()
