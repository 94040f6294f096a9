"""Conditions: compiled once to closures, evaluated to yes, no or unknown (Kleene), explained in Japanese."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Protocol

from .syntax import FUNCTIONS, ExpressionError, Parsed, parse, unknown_word

Verdict = bool | None
"""Yes, no, or None for unknown."""


class _Unknown:
    """The value of an answer that is not there yet."""


UNKNOWN = _Unknown()


class _Absent:
    """The value of an answer that does not apply: every comparison with it is no."""


ABSENT = _Absent()


class Vocabulary(Protocol):
    """What names mean while an expression is compiled."""

    def sort(self, id: str) -> str | None:
        """The sort of an answer's values (``choice``, ``number`` …), or None when there is no such answer."""

    def choices(self, id: str) -> Iterable[str]:
        """The codes of a choice question."""

    def label(self, id: str) -> str:
        """The Japanese label of an answer."""

    def condition(self, name: str) -> bool:
        """Whether a condition of this name exists."""

    def names(self) -> frozenset[str]:
        """All ids and condition names, for suggestions."""


class Lookup(Protocol):
    """What a condition reads while it is evaluated."""

    def value(self, id: str) -> Any:
        """The value, ``UNKNOWN`` when it is not there yet, ``ABSENT`` when the question does not apply."""

    def condition(self, name: str) -> Verdict:
        """The verdict of a named condition."""

    def answered(self, id: str) -> Any:
        """Whether there is a value: total in a case; who knows only a part of it may say ``UNKNOWN``."""

    def last_day(self, id: str) -> Any:
        """The last day that a date, due date or period means; ``UNKNOWN`` where it cannot be told."""


_Eval = Callable[[Lookup], Any]
_DATED = frozenset({"date", "month", "period", "due", "fiscal_year"})
_ORDERED = frozenset({"number", "date", "month", "fiscal_year"})
"""Sorts whose values can be smaller or greater than each other."""
_COMPARE: Mapping[type[ast.cmpop], tuple[Callable[[Any, Any], bool], str]] = {
    ast.Eq: (operator.eq, "が{}である"),
    ast.NotEq: (operator.ne, "が{}でない"),
    ast.Lt: (operator.lt, "が{}より小さい"),
    ast.LtE: (operator.le, "が{}以下である"),
    ast.Gt: (operator.gt, "が{}より大きい"),
    ast.GtE: (operator.ge, "が{}以上である"),
}
_ARITHMETIC: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
}


@dataclass(frozen=True, slots=True)
class Condition:
    """A compiled condition. ``reads`` are the answers and ``uses`` the named conditions it stands on."""

    text: str
    reads: frozenset[str]
    uses: frozenset[str]
    explained: str
    _run: _Eval

    def evaluate(self, lookup: Lookup) -> Any:
        """The verdict: True, False, or None when an answer that would decide it is not there yet."""
        value = self._run(lookup)
        if value is ABSENT:
            return False
        return None if value is UNKNOWN else value


def compile_condition(text: str, vocabulary: Vocabulary, *, names_only: bool = False) -> Condition:
    """Compile ``text``; raises ``ExpressionError`` for unknown names, codes and wrong types.

    ``names_only``: only condition names joined by and / or / not are allowed (everywhere but in ``is:``).
    """
    return _Compiler(text, parse(text), vocabulary, names_only).condition()


@dataclass(slots=True)
class _Piece:
    run: _Eval
    sort: str
    said: str
    id: str = ""
    constant: Any = None
    is_constant: bool = False


class _Compiler:
    """Turns one parsed expression into closures, checking names, sorts and codes on the way."""

    def __init__(self, text: str, parsed: Parsed, vocabulary: Vocabulary, names_only: bool) -> None:
        self.text, self.parsed, self.vocabulary, self.names_only = text, parsed, vocabulary, names_only
        self.reads: set[str] = set()
        self.uses: set[str] = set()

    def condition(self) -> Condition:
        piece = self._truth(self.parsed.tree)
        return Condition(self.text, frozenset(self.reads), frozenset(self.uses), piece.said, piece.run)

    # -- truth ---------------------------------------------------------------------------------------------
    def _truth(self, node: ast.expr) -> _Piece:
        if isinstance(node, ast.BoolOp):
            return self._joined(node)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            inner = self._truth(node.operand)
            run = inner.run
            named = isinstance(node.operand, ast.Name) and self.vocabulary.condition(
                self.parsed.words[node.operand.id]
            )
            said = f"{inner.said}以外" if named else f"（{inner.said}）ではない"
            return _Piece(lambda look: _not(run(look)), "truth", said)
        if isinstance(node, ast.Name):
            return self._name_as_truth(self.parsed.words[node.id])
        if self.names_only:
            raise self._only_names()
        if isinstance(node, ast.Compare):
            return self._compare(node)
        if isinstance(node, ast.Call):
            piece = self._call(node)
            if piece.sort == "truth":
                return piece
        raise self._odd()

    def _joined(self, node: ast.BoolOp) -> _Piece:
        parts = [self._truth(value) for value in node.values]
        runs = tuple(part.run for part in parts)
        if isinstance(node.op, ast.And):
            return _Piece(lambda look: _all(runs, look), "truth", "、かつ".join(p.said for p in parts))
        said = "、又は".join(p.said for p in parts)
        return _Piece(lambda look: _any(runs, look), "truth", f"（{said}）")

    def _name_as_truth(self, word: str) -> _Piece:
        if word == "always":
            return _Piece(lambda look: True, "truth", "いつも")
        if self.vocabulary.condition(word):
            self.uses.add(word)
            return _Piece(lambda look: look.condition(word), "truth", f"「{self.vocabulary.label(word)}」")
        sort = self.vocabulary.sort(word)
        if sort is not None and self.names_only:
            raise self._only_names()
        if sort == "truth":
            self.reads.add(word)
            label = self.vocabulary.label(word)
            return _Piece(lambda look: look.value(word), "truth", f"「{label}」がはい")
        if sort is not None:
            raise ExpressionError(
                f"「{self.vocabulary.label(word)}」だけでは、条件になりません。",
                word,
                remedy="値と比べるか（例: == や in）、answered( ) で囲んでください。",
            )
        raise unknown_word(word, self.vocabulary.names(), "条件")

    def _only_names(self) -> ExpressionError:
        return ExpressionError(
            "ここには条件の名前だけを書けます。",
            self.text.strip(),
            remedy="比べる式は conditions.yaml に名前を付けて置き、ここではその名前を使ってください。",
        )

    def _compare(self, node: ast.Compare) -> _Piece:
        if len(node.ops) != 1:
            raise ExpressionError(
                "比べる記号は1つずつ書いてください。",
                self.text.strip(),
                remedy="「a < b and b < c」のように分けます。",
            )
        op, right_node = node.ops[0], node.comparators[0]
        left = self._value(node.left)
        if isinstance(op, ast.In | ast.NotIn):
            return self._membership(left, right_node, negated=isinstance(op, ast.NotIn))
        right = self._value(right_node, against=left if left.sort != "word" else None)
        if right.id and left.sort == "word":
            left = self._value(node.left, against=right)
        self._means_something(left)
        self._same_sort(left, right)
        if not isinstance(op, ast.Eq | ast.NotEq) and left.sort not in _ORDERED:
            raise ExpressionError(
                f"{left.said}の大小は比べられません。",
                self.text.strip(),
                remedy="== か != か in で比べてください。",
            )
        function, said = _COMPARE[type(op)]
        run_left, run_right = left.run, right.run
        return _Piece(
            lambda look: _compare(function, run_left(look), run_right(look)),
            "truth",
            f"{left.said}{said.format(right.said)}",
        )

    def _membership(self, left: _Piece, node: ast.expr, *, negated: bool) -> _Piece:
        if not isinstance(node, ast.List) or not node.elts:
            raise ExpressionError(
                "in の右には [ ] で囲んだ値を書きます。", self.text.strip(), remedy="例: in [yes, maybe]"
            )
        self._means_something(left)
        values = [self._value(item, against=left) for item in node.elts]
        for value in values:
            self._same_sort(left, value)
            if not value.is_constant:
                raise ExpressionError(
                    "[ ] の中に書けるのは、決まった値だけです。",
                    self.text.strip(),
                    remedy="ほかの欄と比べるときは == を使ってください。",
                )
        wanted = [value.constant for value in values]
        run = left.run
        said = (
            f"{left.said}が{'・'.join(v.said for v in values)}のどれか{'ではない' if negated else 'である'}"
        )
        return _Piece(lambda look: _within(run(look), wanted, negated), "truth", said)

    # -- values --------------------------------------------------------------------------------------------
    def _value(self, node: ast.expr, against: _Piece | None = None) -> _Piece:
        if isinstance(node, ast.Constant):
            return self._constant(node)
        if isinstance(node, ast.Name):
            return self._word(self.parsed.words[node.id], against)
        if isinstance(node, ast.Call):
            return self._call(node)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            inner = self._value(node.operand)
            run = inner.run
            return _Piece(lambda look: _arith(operator.sub, 0, run(look)), "number", f"−{inner.said}")
        if isinstance(node, ast.BinOp) and type(node.op) in _ARITHMETIC:
            return self._binary(node)
        raise self._odd()

    def _binary(self, node: ast.BinOp) -> _Piece:
        left, right = self._value(node.left), self._value(node.right)
        for piece in (left, right):
            if piece.sort != "number":
                raise ExpressionError(
                    "計算に使えるのは数だけです。",
                    self.text.strip(),
                    remedy="金額・数量の欄か、数を書いてください。",
                )
        function = _ARITHMETIC[type(node.op)]
        sign = {ast.Add: "＋", ast.Sub: "−", ast.Mult: "×"}[type(node.op)]
        run_left, run_right = left.run, right.run
        return _Piece(
            lambda look: _arith(function, run_left(look), run_right(look)),
            "number",
            f"{left.said}{sign}{right.said}",
        )

    def _constant(self, node: ast.Constant) -> _Piece:
        value = node.value
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise self._odd()
        if isinstance(value, str):
            return _Piece(lambda look: value, "text", f"「{value}」", constant=value, is_constant=True)
        number = Fraction(str(value))
        return _Piece(lambda look: number, "number", f"{value:,}", constant=number, is_constant=True)

    def _word(self, word: str, against: _Piece | None) -> _Piece:
        if against is not None and against.id:
            code = self._code(word, against)
            if code is not None:
                return code
        sort = self.vocabulary.sort(word)
        if sort is not None:
            self.reads.add(word)
            return _Piece(lambda look: look.value(word), sort, f"「{self.vocabulary.label(word)}」", id=word)
        if against is None and "." not in word and "/" not in word:
            return _Piece(lambda look: word, "word", word, constant=word, is_constant=True)
        if against is not None and against.id and self.vocabulary.sort(against.id) == "choice":
            raise unknown_word(
                word,
                frozenset(self.vocabulary.choices(against.id)),
                f"選択肢（{self.vocabulary.label(against.id)}）",
            )
        raise unknown_word(word, self.vocabulary.names(), "欄")

    def _code(self, word: str, against: _Piece) -> _Piece | None:
        sort = self.vocabulary.sort(against.id)
        if sort == "truth" and word in ("yes", "no"):
            value = word == "yes"
            return _Piece(
                lambda look: value,
                "truth",
                "「はい」" if value else "「いいえ」",
                constant=value,
                is_constant=True,
            )
        if sort == "choice" and word in set(self.vocabulary.choices(against.id)):
            return _Piece(
                lambda look: word,
                "choice",
                f"「{self.vocabulary.label(f'{against.id}={word}')}」",
                constant=word,
                is_constant=True,
            )
        return None

    def _call(self, node: ast.Call) -> _Piece:
        name = self.parsed.words.get(node.func.id, "") if isinstance(node.func, ast.Name) else ""
        if name not in FUNCTIONS:
            raise unknown_word(name or self.text.strip(), FUNCTIONS, "関数")
        words = [self.parsed.words[a.id] for a in node.args if isinstance(a, ast.Name)]
        if node.keywords or len(words) != len(node.args) or len(words) != 1:
            raise ExpressionError(f"{name} の( )には、欄のidを1つだけ書きます。", self.text.strip())
        word = words[0]
        sort = self.vocabulary.sort(word)
        if sort is None:
            raise unknown_word(word, self.vocabulary.names(), "欄")
        self.reads.add(word)
        label = self.vocabulary.label(word)
        if name == "answered":
            return _Piece(lambda look: look.answered(word), "truth", f"「{label}」に答えがある")
        if name == "last_day":
            if sort not in _DATED:
                raise ExpressionError("last_day は日付・期限・期間の欄にだけ使えます。", word)
            return _Piece(lambda look: look.last_day(word), "date", f"「{label}」の最後の日")
        if sort != "rows":
            raise ExpressionError("count は表の欄にだけ使えます。", word)
        return _Piece(lambda look: _count(look.value(word)), "number", f"「{label}」の行数")

    def _means_something(self, piece: _Piece) -> None:
        """A bare word that no question owns as a code names nothing."""
        if piece.sort == "word":
            raise unknown_word(piece.constant, self.vocabulary.names(), "欄")

    def _same_sort(self, left: _Piece, right: _Piece) -> None:
        if left.sort != right.sort:
            raise ExpressionError(
                f"{left.said}と{right.said}は種類が違うので比べられません。",
                self.text.strip(),
                remedy="選択肢は選択肢の符号と、数は数と、日付は日付の欄と比べてください。",
            )

    def _odd(self) -> ExpressionError:
        return ExpressionError(
            "条件に使えない書き方があります。",
            self.text.strip(),
            remedy="使えるのは、欄のid、値、比較、and / or / not、in、+ - *、answered( )、count( )、last_day( )です。",
        )


def _not(value: Any) -> Any:
    return UNKNOWN if value is UNKNOWN or value is None else (True if value is ABSENT else not value)


def _all(runs: Iterable[_Eval], look: Lookup) -> Any:
    doubt = False
    for run in runs:
        value = run(look)
        if value is UNKNOWN or value is None:
            doubt = True
        elif value is ABSENT or not value:
            return False
    return UNKNOWN if doubt else True


def _any(runs: Iterable[_Eval], look: Lookup) -> Any:
    doubt = False
    for run in runs:
        value = run(look)
        if value is UNKNOWN or value is None:
            doubt = True
        elif value is not ABSENT and value:
            return True
    return UNKNOWN if doubt else False


def _compare(function: Callable[[Any, Any], bool], left: Any, right: Any) -> Any:
    if left is ABSENT or right is ABSENT:
        return False
    if left is UNKNOWN or right is UNKNOWN or left is None or right is None:
        return UNKNOWN
    return function(left, right)


def _within(value: Any, wanted: list[Any], negated: bool) -> Any:
    if value is ABSENT:
        return False
    if value is UNKNOWN or value is None:
        return UNKNOWN
    return (value in wanted) != negated


def _arith(function: Callable[[Any, Any], Any], left: Any, right: Any) -> Any:
    for value in (left, right):
        if value is ABSENT or value is UNKNOWN or value is None:
            return UNKNOWN if value is not ABSENT else ABSENT
    return function(left, right)


def _count(value: Any) -> Any:
    return value if value is UNKNOWN or value is ABSENT else Fraction(len(value))
