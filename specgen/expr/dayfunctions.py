"""Functions on days: counting them, fiscal years, holidays."""

from __future__ import annotations

import ast
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from .. import wareki
from .. import workdays as calendar
from . import values
from .piece import DATED, Piece
from .syntax import ExpressionError

if TYPE_CHECKING:
    from .compiler import Compiler

_MOST_DAYS = 10_000


def today(compiler: Compiler, node: ast.Call) -> Piece:
    """The day of the case."""
    compiler.arguments(node, "today", 0)
    return Piece(lambda look: look.today(), "date", "基準日")


def days(compiler: Compiler, node: ast.Call) -> Piece:
    """Calendar days from the first day to the second."""
    return _between(compiler, node, "days", lambda a, b: Fraction((b - a).days), "{}から{}までの日数")


def workdays(compiler: Compiler, node: ast.Call) -> Piece:
    """Business days after the first day up to and including the second."""
    return _between(compiler, node, "workdays", _business_days, "{}の翌日から{}までの営業日数")


def _between(
    compiler: Compiler, node: ast.Call, name: str, count: Callable[[date, date], Fraction], said: str
) -> Piece:
    first, last = (_day(compiler, argument, name) for argument in compiler.arguments(node, name, 2))
    one, other = first.run, last.run
    return Piece(
        lambda look: values.computed(count, one(look), other(look)),
        "number",
        said.format(first.said, last.said),
        unit="日",
    )


def _business_days(first: date, last: date) -> Fraction:
    """Business days after ``first`` up to and including ``last``; negative when reversed."""
    if abs((last - first).days) > _MOST_DAYS:
        raise ValueError("too far apart")
    if last < first:
        return -_business_days(last, first)
    return Fraction(calendar.count(first + timedelta(days=1), last))


def holiday(compiler: Compiler, node: ast.Call) -> Piece:
    """Whether a day is a 行政機関の休日."""
    day = _day(compiler, compiler.arguments(node, "holiday", 1)[0], "holiday")
    run = day.run
    return Piece(
        lambda look: values.computed(calendar.is_holiday, run(look)),
        "truth",
        f"{day.said}が行政機関の休日である",
    )


def fiscal_year(compiler: Compiler, node: ast.Call) -> Piece:
    """The fiscal year of a day."""
    day = _day(compiler, compiler.arguments(node, "fiscal_year", 1)[0], "fiscal_year")
    run = day.run
    return Piece(
        lambda look: values.computed(lambda d: Fraction(wareki.fiscal_year(d)), run(look)),
        "fiscal_year",
        f"{day.said}の年度",
    )


def year_end(compiler: Compiler, node: ast.Call) -> Piece:
    """March 31 of the fiscal year of a day."""
    piece = compiler.value(compiler.arguments(node, "year_end", 1)[0])
    if piece.sort not in ("date", "fiscal_year"):
        raise _no_day(piece, "year_end")
    run = piece.run

    def end(of: Any) -> date:
        year = wareki.fiscal_year(of) if isinstance(of, date) else int(of)
        return date(year + 1, 3, 31)

    return Piece(lambda look: values.computed(end, run(look)), "date", f"{piece.said}の年度の末日")


def plus_days(compiler: Compiler, node: ast.Call) -> Piece:
    """A day so many days later."""
    from_, by = compiler.arguments(node, "plus_days", 2)
    day, number = _day(compiler, from_, "plus_days"), compiler.value(by)
    if number.sort != "number":
        raise ExpressionError("plus_days の2つ目には、日数を書きます。", compiler.text.strip())
    one, other = day.run, number.run
    return Piece(
        lambda look: values.computed(lambda d, n: d + timedelta(days=int(n)), one(look), other(look)),
        "date",
        f"{day.said}の{number.said}日後",
    )


def _day(compiler: Compiler, node: ast.expr, name: str) -> Piece:
    piece = compiler.value(node)
    if piece.sort != "date":
        raise _no_day(piece, name)
    return piece


def _no_day(piece: Piece, name: str) -> ExpressionError:
    inside = f"last_day({piece.id}) か first_day({piece.id}) で、1つの日にしてください。"
    return ExpressionError(
        f"{name} の( )には、日付を書きます。{piece.said}は日付ではありません。",
        piece.id,
        remedy=inside if piece.sort in DATED and piece.id else "日付の欄か、日付になる関数を書いてください。",
    )
