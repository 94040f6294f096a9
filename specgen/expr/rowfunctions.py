"""Functions that take the rows of a table together: sums, extremes, tests of one row."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from . import values
from .piece import DATED, Piece
from .syntax import ExpressionError
from .values import ABSENT, UNKNOWN

if TYPE_CHECKING:
    from .compiler import Compiler


def _over_rows(look: Any, table: str, take: Callable[[list[Any]], Any]) -> Any:
    rows = look.rows(table)
    return rows if rows is UNKNOWN or rows is ABSENT else take(rows)


def some(compiler: Compiler, node: ast.Call) -> Piece:
    """Whether the test holds for at least one row."""
    table, inner = compiler.row_test(node, "some")
    run, label = inner.run, compiler.vocabulary.label(table)

    def found(look: Any) -> Any:
        return _over_rows(look, table, lambda rows: values.some_of(run, rows))

    return Piece(found, "truth", f"「{label}」に、{inner.said}行がある")


def count_if(compiler: Compiler, node: ast.Call) -> Piece:
    """For how many rows the test holds."""
    table, inner = compiler.row_test(node, "count_if")
    run, label = inner.run, compiler.vocabulary.label(table)

    def counted(rows: list[Any]) -> Any:
        verdicts = [run(row) for row in rows]
        if any(map(values.is_unknown, verdicts)):
            return UNKNOWN
        return Fraction(sum(verdict is True for verdict in verdicts))

    return Piece(
        lambda look: _over_rows(look, table, counted),
        "number",
        f"「{label}」のうち、{inner.said}行の数",
        unit="行",
    )


def summed(compiler: Compiler, node: ast.Call) -> Piece:
    """The sum of a column."""
    table, column, sort = compiler.column(node, "sum")
    id = f"{table}/*.{column}"
    if sort != "number":
        raise ExpressionError("sum は、数・金額・数量の列にだけ使えます。", id)

    def added(rows: list[Any]) -> Any:
        cells = [row.value(f"row.{column}") for row in rows]
        if any(map(values.is_unknown, cells)):
            return UNKNOWN
        return sum((cell for cell in cells if cell is not ABSENT), Fraction(0))

    return Piece(
        lambda look: _over_rows(look, table, added),
        "number",
        f"{_named(compiler, table, id)}の合計",
        unit=compiler.vocabulary.unit(id),
    )


def largest(compiler: Compiler, node: ast.Call) -> Piece:
    """The largest number or the latest day of a column."""
    return _extreme(compiler, node, "largest", max, "last_day", ("最も遅い日", "最大"))


def smallest(compiler: Compiler, node: ast.Call) -> Piece:
    """The smallest number or the earliest day of a column."""
    return _extreme(compiler, node, "smallest", min, "first_day", ("最も早い日", "最小"))


def _extreme(
    compiler: Compiler,
    node: ast.Call,
    name: str,
    pick: Callable[[Iterable[Any]], Any],
    day: str,
    said: tuple[str, str],
) -> Piece:
    table, column, sort = compiler.column(node, name)
    id, cell = f"{table}/*.{column}", f"row.{column}"
    if sort not in DATED and sort != "number":
        raise ExpressionError(f"{name} は、日付・期限・数の列にだけ使えます。", id)
    dated = sort in DATED

    def picked(rows: list[Any]) -> Any:
        cells = [getattr(row, day)(cell) if dated else row.value(cell) for row in rows]
        if any(map(values.is_unknown, cells)):
            return UNKNOWN
        there = [value for value in cells if value is not ABSENT]
        return pick(there) if there else ABSENT

    label = _named(compiler, table, id)
    return Piece(
        lambda look: _over_rows(look, table, picked),
        "date" if dated else "number",
        f"{label}の{said[0] if dated else said[1]}",
        unit="" if dated else compiler.vocabulary.unit(id),
    )


def _named(compiler: Compiler, table: str, column: str) -> str:
    return f"「{compiler.vocabulary.label(table)}」の「{compiler.vocabulary.label(column)}」"
