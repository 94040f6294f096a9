"""The functions of the language: what each takes, what it gives, and how it is said in Japanese."""

from __future__ import annotations

import ast
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from . import dayfunctions, rowfunctions, values
from .piece import DATED, Piece
from .syntax import ExpressionError, unknown_word
from .values import ABSENT, UNKNOWN

if TYPE_CHECKING:
    from .compiler import Compiler

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
    words, listed = _words(compiler, second, name)
    run = text.run

    def found(value: str, wanted: str) -> bool:
        there = folded(value)
        return join(word in there for word in wanted.split("|") if word)

    return Piece(
        lambda look: values.computed(found, run(look), words(look)),
        "truth",
        f"{text.said}に{listed}{said}",
    )


def _words(compiler: Compiler, node: ast.expr, name: str) -> tuple[Callable[[Any], Any], str]:
    """The words to find, folded and parted by ``|``, and how they are listed: written there, or a dated text."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.strip("|"):
        wanted = folded(node.value)
        return lambda look: wanted, "".join(f"「{word}」" for word in node.value.split("|") if word)
    dated = compiler.value(node) if isinstance(node, ast.Call) else None
    if dated is None or dated.sort != "text":
        raise ExpressionError(
            f'{name} の2つ目には、探す語を「"」で囲んで「|」で区切るか、語の並ぶ値の表を書きます。',
            compiler.text.strip(),
            remedy=f'例: {name}(procurement.background, "課題|困りごと")',
        )
    run = dated.run
    return lambda look: values.computed(folded, run(look)), dated.said


@lru_cache(maxsize=4096)
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
    "today": Function(dayfunctions.today, "today()"),
    "days": Function(dayfunctions.days, "days(日, 日)"),
    "workdays": Function(dayfunctions.workdays, "workdays(日, 日)"),
    "holiday": Function(dayfunctions.holiday, "holiday(日)"),
    "fiscal_year": Function(dayfunctions.fiscal_year, "fiscal_year(日)"),
    "year_end": Function(dayfunctions.year_end, "year_end(日)"),
    "plus_days": Function(dayfunctions.plus_days, "plus_days(日, 日数)"),
    "sum": Function(rowfunctions.summed, "sum(表/*.列)"),
    "largest": Function(rowfunctions.largest, "largest(表/*.列)"),
    "smallest": Function(rowfunctions.smallest, "smallest(表/*.列)"),
    "some": Function(rowfunctions.some, 'some(表, "row.列 の条件")'),
    "count_if": Function(rowfunctions.count_if, 'count_if(表, "row.列 の条件")'),
    "says": Function(_says, 'says(欄, "語|語")'),
    "says_all": Function(_says_all, 'says_all(欄, "語|語")'),
    "length": Function(_length, "length(欄)"),
    "param": Function(_param, "param(値の表) か param(値の表, 区分)"),
    "valid_until": Function(_valid_until, "valid_until(値の表)"),
    "setting": Function(_setting, "setting(org.設定)"),
}
BASIC = frozenset(name for name, function in FUNCTIONS.items() if function.basic)
"""What conditions.yaml may use: answers alone decide a condition."""
