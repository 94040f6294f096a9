"""The functions of the language: what each takes, what it gives, and how it is said in Japanese."""

from __future__ import annotations

import ast
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from .. import wareki, workdays
from . import values
from .piece import DATED, Piece
from .syntax import ExpressionError, unknown_word
from .values import ABSENT, UNKNOWN

if TYPE_CHECKING:
    from .compiler import Compiler

_MOST_DAYS = 10_000
_Build = Callable[["Compiler", "ast.Call"], Piece]


@dataclass(frozen=True, slots=True)
class Function:
    """A function: how a call is compiled, and how it is written. ``basic`` ones may stand in conditions.yaml."""

    build: _Build
    usage: str
    basic: bool = False


# -- answers ------------------------------------------------------------------------------------------------------
def _answered(compiler: Compiler, node: ast.Call) -> Piece:
    id = compiler.one_id(node, "answered")
    return Piece(
        lambda look: look.answered(id), "truth", f"「{compiler.vocabulary.label(id)}」に答えがある", id=""
    )


def _applies(compiler: Compiler, node: ast.Call) -> Piece:
    id = compiler.one_id(node, "applies")
    label = compiler.vocabulary.label(id)
    return Piece(lambda look: look.applies(id) is not False, "truth", f"「{label}」がこの案件に当てはまる")


def _first_of(compiler: Compiler, node: ast.Call) -> Piece:
    if len(node.args) < 2:
        raise ExpressionError("first_of の( )には、2つ以上の欄を書きます。", compiler.text.strip())
    pieces = [compiler.value(argument) for argument in node.args]
    for piece in pieces[1:]:
        compiler.same_sort(pieces[0], piece)
    runs = [piece.run for piece in pieces]

    def run(look: Any) -> Any:
        found = [run(look) for run in runs]
        there = [value for value in found if not values.is_unknown(value) and value is not ABSENT]
        return there[0] if there else UNKNOWN if any(map(values.is_unknown, found)) else ABSENT

    said = "、".join(piece.said for piece in pieces)
    units = {piece.unit for piece in pieces}
    return Piece(
        run,
        pieces[0].sort,
        f"（{said}のうち、先に書かれている値）",
        unit=units.pop() if len(units) == 1 else "",
    )


def _count(compiler: Compiler, node: ast.Call) -> Piece:
    id = compiler.one_id(node, "count")
    _only(compiler, id, frozenset({"rows"}), "count は表の欄にだけ使えます。")

    def run(look: Any) -> Any:
        value = look.value(id)
        return value if value is UNKNOWN or value is ABSENT else Fraction(len(value))

    return Piece(run, "number", f"「{compiler.vocabulary.label(id)}」の行数", unit="行")


def _last_day(compiler: Compiler, node: ast.Call) -> Piece:
    id = compiler.one_id(node, "last_day")
    _only(compiler, id, DATED, "last_day は日付・期限・期間の欄にだけ使えます。")
    return Piece(lambda look: look.last_day(id), "date", f"「{compiler.vocabulary.label(id)}」の最後の日")


def _first_day(compiler: Compiler, node: ast.Call) -> Piece:
    id = compiler.one_id(node, "first_day")
    _only(compiler, id, DATED, "first_day は日付・期限・期間の欄にだけ使えます。")
    return Piece(lambda look: look.first_day(id), "date", f"「{compiler.vocabulary.label(id)}」の最初の日")


def _only(compiler: Compiler, id: str, sorts: frozenset[str], what: str) -> None:
    if compiler.vocabulary.sort(id) not in sorts:
        raise ExpressionError(what, id, remedy="欄の種類を「specgen explain 欄のid」で確かめてください。")


# -- days ---------------------------------------------------------------------------------------------------------
def _today(compiler: Compiler, node: ast.Call) -> Piece:
    compiler.arguments(node, "today", 0)
    return Piece(lambda look: look.today(), "date", "基準日")


def _days(compiler: Compiler, node: ast.Call) -> Piece:
    return _between(compiler, node, "days", lambda a, b: Fraction((b - a).days), "{}から{}までの日数")


def _workdays(compiler: Compiler, node: ast.Call) -> Piece:
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
    return Fraction(workdays.count(first + timedelta(days=1), last))


def _holiday(compiler: Compiler, node: ast.Call) -> Piece:
    day = _day(compiler, compiler.arguments(node, "holiday", 1)[0], "holiday")
    run = day.run
    return Piece(
        lambda look: values.computed(workdays.is_holiday, run(look)),
        "truth",
        f"{day.said}が行政機関の休日である",
    )


def _fiscal_year(compiler: Compiler, node: ast.Call) -> Piece:
    day = _day(compiler, compiler.arguments(node, "fiscal_year", 1)[0], "fiscal_year")
    run = day.run
    return Piece(
        lambda look: values.computed(lambda d: Fraction(wareki.fiscal_year(d)), run(look)),
        "fiscal_year",
        f"{day.said}の年度",
    )


def _year_end(compiler: Compiler, node: ast.Call) -> Piece:
    piece = compiler.value(compiler.arguments(node, "year_end", 1)[0])
    if piece.sort not in ("date", "fiscal_year"):
        raise _no_day(piece, "year_end")
    run = piece.run

    def end(of: Any) -> date:
        year = wareki.fiscal_year(of) if isinstance(of, date) else int(of)
        return date(year + 1, 3, 31)

    return Piece(lambda look: values.computed(end, run(look)), "date", f"{piece.said}の年度の末日")


def _plus_days(compiler: Compiler, node: ast.Call) -> Piece:
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


# -- rows ---------------------------------------------------------------------------------------------------------
def _over_rows(look: Any, table: str, take: Callable[[list[Any]], Any]) -> Any:
    rows = look.rows(table)
    return rows if rows is UNKNOWN or rows is ABSENT else take(rows)


def _some(compiler: Compiler, node: ast.Call) -> Piece:
    table, inner = compiler.row_test(node, "some")
    run, label = inner.run, compiler.vocabulary.label(table)

    def found(look: Any) -> Any:
        return _over_rows(look, table, lambda rows: values.some(run(row) for row in rows))

    return Piece(found, "truth", f"「{label}」に、{inner.said}行がある")


def _count_if(compiler: Compiler, node: ast.Call) -> Piece:
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


def _sum(compiler: Compiler, node: ast.Call) -> Piece:
    table, column, sort = compiler.column(node, "sum")
    id = f"{table}/*.{column}"
    if sort != "number":
        raise ExpressionError("sum は、数・金額・数量の列にだけ使えます。", id)

    def summed(rows: list[Any]) -> Any:
        cells = [row.value(f"row.{column}") for row in rows]
        if any(map(values.is_unknown, cells)):
            return UNKNOWN
        return sum((cell for cell in cells if cell is not ABSENT), Fraction(0))

    return Piece(
        lambda look: _over_rows(look, table, summed),
        "number",
        f"{_named(compiler, table, id)}の合計",
        unit=compiler.vocabulary.unit(id),
    )


def _largest(compiler: Compiler, node: ast.Call) -> Piece:
    return _extreme(compiler, node, "largest", max, "last_day", ("最も遅い日", "最大"))


def _smallest(compiler: Compiler, node: ast.Call) -> Piece:
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


# -- texts --------------------------------------------------------------------------------------------------------
def _says(compiler: Compiler, node: ast.Call) -> Piece:
    return _of_words(compiler, node, "says", any, "のどれかの語がある")


def _says_all(compiler: Compiler, node: ast.Call) -> Piece:
    return _of_words(compiler, node, "says_all", all, "の語がすべてある")


def _of_words(
    compiler: Compiler, node: ast.Call, name: str, join: Callable[[Iterable[bool]], bool], said: str
) -> Piece:
    first, second = compiler.arguments(node, name, 2)
    text = compiler.value(first)
    _only_text(text, name)
    if not (isinstance(second, ast.Constant) and isinstance(second.value, str) and second.value.strip("|")):
        raise ExpressionError(
            f'{name} の2つ目には、探す語を「"」で囲み、「|」で区切って書きます。',
            compiler.text.strip(),
            remedy=f'例: {name}(procurement.background, "課題|困りごと")',
        )
    words = [word for word in second.value.split("|") if word]
    wanted = [folded(word) for word in words]
    run = text.run

    def found(value: str) -> bool:
        there = folded(value)
        return join(word in there for word in wanted)

    listed = "".join(f"「{word}」" for word in words)
    return Piece(
        lambda look: values.computed(found, run(look)),
        "truth",
        f"{text.said}に{listed}{said}",
    )


def folded(text: str) -> str:
    """``text`` for finding words in it: widths, case and white space play no part."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _length(compiler: Compiler, node: ast.Call) -> Piece:
    text = compiler.value(compiler.arguments(node, "length", 1)[0])
    _only_text(text, "length")
    run = text.run
    return Piece(
        lambda look: values.computed(lambda value: Fraction(len("".join(value.split()))), run(look)),
        "number",
        f"{text.said}の文字数",
        unit="文字",
    )


def _only_text(piece: Piece, name: str) -> None:
    if piece.sort != "text":
        raise ExpressionError(f"{name} は、文字列か文章の欄にだけ使えます。", piece.id)


# -- dated values and settings ------------------------------------------------------------------------------------
def _param(compiler: Compiler, node: ast.Call) -> Piece:
    name, key = compiler.parameter_call(node)
    known = compiler.vocabulary.parameter(name)
    if known is None:
        raise unknown_word(name, frozenset(compiler.vocabulary.parameters()), "値の表")
    compiler.parameters.add(name)
    said = f"「{known.label}」"
    if not known.keys:
        if key is not None:
            raise ExpressionError(
                f"値の表「{known.label}」に、区分はありません。",
                name,
                remedy=f"param({name}) と書いてください。",
            )
        return Piece(lambda look: look.parameter(name), known.sort, said, unit=known.unit)
    if key is None:
        raise ExpressionError(
            f"値の表「{known.label}」には、区分があります。",
            name,
            remedy=f"param({name}, {known.by or sorted(known.keys)[0]}) のように、区分を書いてください。",
        )
    return _keyed(compiler, name, said, key)


def _valid_until(compiler: Compiler, node: ast.Call) -> Piece:
    (argument,) = compiler.arguments(node, "valid_until", 1)
    name = compiler.parsed.words.get(argument.id, "") if isinstance(argument, ast.Name) else ""
    known = compiler.vocabulary.parameter(name)
    if known is None:
        raise unknown_word(name, frozenset(compiler.vocabulary.parameters()), "値の表")
    compiler.parameters.add(name)
    return Piece(lambda look: look.valid_until(name), "date", f"「{known.label}」の今の値の終わりの日")


def _keyed(compiler: Compiler, name: str, said: str, key: ast.expr) -> Piece:
    known = compiler.vocabulary.parameter(name)
    assert known is not None
    word = compiler.parsed.words.get(key.id, "") if isinstance(key, ast.Name) else ""
    if word in known.keys:
        label = compiler.vocabulary.label(f"{known.by}={word}") if known.by else word
        return Piece(
            lambda look: look.parameter(name, word), known.sort, f"{said}（{label}）", unit=known.unit
        )
    if word and "." not in word and word not in compiler.lets:
        raise unknown_word(word, known.keys, f"区分（{known.label}）")
    by = compiler.value(key)
    codes = frozenset(compiler.vocabulary.choices(by.id)) if by.id else frozenset[str]()
    if by.sort != "choice" or not (codes & known.keys):
        raise ExpressionError(
            f"{by.said}では、値の表「{known.label}」の区分が決まりません。",
            by.id or word,
            known.by,
            "区分を決める選択の欄か、区分の符号を書いてください。",
        )
    run = by.run

    def dated(look: Any) -> Any:
        code = run(look)
        return code if code is UNKNOWN or code is ABSENT else look.parameter(name, code)

    return Piece(dated, known.sort, f"{said}（{by.said}による）", unit=known.unit)


def _setting(compiler: Compiler, node: ast.Call) -> Piece:
    id = compiler.one_id(node, "setting")
    if not id.startswith("org."):
        raise ExpressionError(
            "setting の( )には、org. で始まる法人の設定を書きます。",
            id,
            remedy="例: setting(org.kind) == nrd",
        )
    return Piece(
        lambda look: look.value(id),
        compiler.vocabulary.sort(id) or "text",
        f"法人の設定「{compiler.vocabulary.label(id)}」",
        id=id,
    )


FUNCTIONS: Mapping[str, Function] = {
    "answered": Function(_answered, "answered(欄)", basic=True),
    "count": Function(_count, "count(表)", basic=True),
    "last_day": Function(_last_day, "last_day(欄)", basic=True),
    "applies": Function(_applies, "applies(欄)"),
    "first_of": Function(_first_of, "first_of(欄, 欄, …)"),
    "first_day": Function(_first_day, "first_day(欄)"),
    "today": Function(_today, "today()"),
    "days": Function(_days, "days(日, 日)"),
    "workdays": Function(_workdays, "workdays(日, 日)"),
    "holiday": Function(_holiday, "holiday(日)"),
    "fiscal_year": Function(_fiscal_year, "fiscal_year(日)"),
    "year_end": Function(_year_end, "year_end(日)"),
    "plus_days": Function(_plus_days, "plus_days(日, 日数)"),
    "sum": Function(_sum, "sum(表/*.列)"),
    "largest": Function(_largest, "largest(表/*.列)"),
    "smallest": Function(_smallest, "smallest(表/*.列)"),
    "some": Function(_some, 'some(表, "row.列 の条件")'),
    "count_if": Function(_count_if, 'count_if(表, "row.列 の条件")'),
    "says": Function(_says, 'says(欄, "語|語")'),
    "says_all": Function(_says_all, 'says_all(欄, "語|語")'),
    "length": Function(_length, "length(欄)"),
    "param": Function(_param, "param(値の表) か param(値の表, 区分)"),
    "valid_until": Function(_valid_until, "valid_until(値の表)"),
    "setting": Function(_setting, "setting(org.設定)"),
}
BASIC = frozenset(name for name, function in FUNCTIONS.items() if function.basic)
"""What conditions.yaml may use: answers alone decide a condition."""
