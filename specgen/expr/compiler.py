"""Turns one parsed expression into closures, checking names, sorts and codes on the way."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from . import values
from .functions import BASIC, FUNCTIONS
from .names import Vocabulary
from .piece import NUMERIC, ORDERED, Piece, constant
from .syntax import ExpressionError, Parsed, parse, unknown_word

_COMPARE: Mapping[type[ast.cmpop], tuple[Callable[[Any, Any], bool], str, str]] = {
    ast.Eq: (operator.eq, "が{}である", "が{}である"),
    ast.NotEq: (operator.ne, "が{}でない", "が{}でない"),
    ast.Lt: (operator.lt, "が{}より小さい", "が{}より前である"),
    ast.LtE: (operator.le, "が{}以下である", "が{}以前である"),
    ast.Gt: (operator.gt, "が{}より大きい", "が{}より後である"),
    ast.GtE: (operator.ge, "が{}以上である", "が{}以後である"),
}
"""Each comparison, how it is said of numbers, and how of days."""
_ARITHMETIC: Mapping[type[ast.operator], tuple[Callable[[Any, Any], Any], str]] = {
    ast.Add: (operator.add, "＋"),
    ast.Sub: (operator.sub, "−"),
    ast.Mult: (operator.mul, "×"),
    ast.Div: (operator.truediv, "÷"),
}


class Compiler:
    """Compiles one expression. ``lets`` are names of its own, already compiled; ``basic`` allows few functions."""

    def __init__(
        self,
        text: str,
        vocabulary: Vocabulary,
        *,
        names_only: bool = False,
        basic: bool = True,
        lets: Mapping[str, Piece] | None = None,
        in_row: bool = False,
    ) -> None:
        self.text, self.vocabulary, self.names_only, self.basic = text, vocabulary, names_only, basic
        self.parsed: Parsed = parse(text)
        self.lets: Mapping[str, Piece] = lets or {}
        self.reads: set[str] = set()
        self.uses: set[str] = set()
        self.parameters: set[str] = set()
        self.used_lets: set[str] = set()
        self._in_row = in_row

    # -- truth ---------------------------------------------------------------------------------------------
    def whole(self) -> Piece:
        """The expression, of whatever sort."""
        node = self.parsed.tree
        if isinstance(node, ast.BoolOp | ast.Compare) or (
            isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)
        ):
            return self.truth(node)
        if isinstance(node, ast.Name):
            word = self.parsed.words[node.id]
            if word == "always" or self.vocabulary.condition(word):
                return self.truth(node)
        piece = self.value(node)
        self._means_something(piece)
        return piece

    def truth(self, node: ast.expr) -> Piece:
        """A part that is yes or no."""
        if isinstance(node, ast.BoolOp):
            return self._joined(node)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            inner = self.truth(node.operand)
            run = inner.run
            named = isinstance(node.operand, ast.Name) and self.vocabulary.condition(
                self.parsed.words[node.operand.id]
            )
            said = f"{inner.said}以外" if named else f"（{inner.said}）ではない"
            return Piece(lambda look: values.negated(run(look)), "truth", said)
        if isinstance(node, ast.Name):
            return self._name_as_truth(self.parsed.words[node.id])
        if self.names_only:
            raise self._only_names()
        if isinstance(node, ast.Compare):
            return self._compare(node)
        if isinstance(node, ast.Call):
            piece = self.call(node)
            if piece.sort == "truth":
                return piece
            raise ExpressionError(
                f"{piece.said}だけでは、条件になりません。", self.text.strip(), remedy="値と比べてください。"
            )
        raise self._odd()

    def _joined(self, node: ast.BoolOp) -> Piece:
        parts = [self.truth(value) for value in node.values]
        runs = tuple(part.run for part in parts)
        if isinstance(node.op, ast.And):
            said = "、かつ".join(p.said for p in parts)
            return Piece(lambda look: values.every(runs, look), "truth", said)
        said = "、又は".join(p.said for p in parts)
        return Piece(lambda look: values.some(runs, look), "truth", f"（{said}）")

    def _name_as_truth(self, word: str) -> Piece:
        if word == "always":
            return Piece(lambda look: True, "truth", "いつも")
        if word in self.lets and self.lets[word].sort == "truth":
            return self._let(word)
        if self.vocabulary.condition(word):
            self.uses.add(word)
            return Piece(lambda look: look.condition(word), "truth", f"「{self.vocabulary.label(word)}」")
        sort = self.lets[word].sort if word in self.lets else self.vocabulary.sort(word)
        if sort is not None and self.names_only:
            raise self._only_names()
        if sort == "truth":
            self.reads.add(word)
            label = self.vocabulary.label(word)
            return Piece(lambda look: look.value(word), "truth", f"「{label}」がはい")
        if sort is not None:
            raise ExpressionError(
                f"「{self.vocabulary.label(word)}」だけでは、条件になりません。",
                word,
                remedy="値と比べるか（例: == や in）、answered( ) で囲んでください。",
            )
        raise unknown_word(word, self.vocabulary.names() | frozenset(self.lets), "条件")

    def _only_names(self) -> ExpressionError:
        return ExpressionError(
            "ここには条件の名前だけを書けます。",
            self.text.strip(),
            remedy="比べる式は conditions.yaml に名前を付けて置き、ここではその名前を使ってください。",
        )

    def _compare(self, node: ast.Compare) -> Piece:
        if len(node.ops) != 1:
            raise ExpressionError(
                "比べる記号は1つずつ書いてください。",
                self.text.strip(),
                remedy="「a < b and b < c」のように分けます。",
            )
        op, right_node = node.ops[0], node.comparators[0]
        left = self.value(node.left)
        if isinstance(op, ast.In | ast.NotIn):
            return self._membership(left, right_node, negated=isinstance(op, ast.NotIn))
        right = self.value(right_node, against=left if left.sort != "word" else None)
        if right.id and left.sort == "word":
            left = self.value(node.left, against=right)
        self._means_something(left)
        self.same_sort(left, right)
        if not isinstance(op, ast.Eq | ast.NotEq) and left.sort not in ORDERED:
            raise ExpressionError(
                f"{left.said}の大小は比べられません。",
                self.text.strip(),
                remedy="== か != か in で比べてください。",
            )
        function, of_numbers, of_days = _COMPARE[type(op)]
        said = of_numbers if left.sort in NUMERIC else of_days
        run_left, run_right = left.run, right.run
        return Piece(
            lambda look: values.compared(function, run_left(look), run_right(look)),
            "truth",
            f"{left.said}{said.format(right.said)}",
        )

    def _membership(self, left: Piece, node: ast.expr, *, negated: bool) -> Piece:
        if not isinstance(node, ast.List) or not node.elts:
            raise ExpressionError(
                "in の右には [ ] で囲んだ値を書きます。", self.text.strip(), remedy="例: in [yes, maybe]"
            )
        self._means_something(left)
        listed = [self.value(item, against=left) for item in node.elts]
        for piece in listed:
            self.same_sort(left, piece)
            if not piece.is_constant:
                raise ExpressionError(
                    "[ ] の中に書けるのは、決まった値だけです。",
                    self.text.strip(),
                    remedy="ほかの欄と比べるときは == を使ってください。",
                )
        wanted = [piece.constant for piece in listed]
        run = left.run
        said = (
            f"{left.said}が{'・'.join(v.said for v in listed)}のどれか{'ではない' if negated else 'である'}"
        )
        return Piece(lambda look: values.within(run(look), wanted, negated), "truth", said)

    # -- values --------------------------------------------------------------------------------------------
    def value(self, node: ast.expr, against: Piece | None = None) -> Piece:
        """A part that has a value; ``against`` is what it is compared with, whose codes it may name."""
        if isinstance(node, ast.Constant):
            return self._constant(node)
        if isinstance(node, ast.Name):
            return self._word(self.parsed.words[node.id], against)
        if isinstance(node, ast.Call):
            return self.call(node)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            inner = self.value(node.operand)
            run = inner.run
            return Piece(
                lambda look: values.computed(operator.neg, run(look)),
                "number",
                f"−{inner.said}",
                unit=inner.unit,
            )
        if isinstance(node, ast.BinOp) and type(node.op) in _ARITHMETIC:
            return self._binary(node)
        raise self._odd()

    def _binary(self, node: ast.BinOp) -> Piece:
        left, right = self.value(node.left), self.value(node.right)
        for piece in (left, right):
            if piece.sort not in NUMERIC:
                raise ExpressionError(
                    "計算に使えるのは数だけです。",
                    self.text.strip(),
                    remedy="金額・数量の欄か、数を書いてください。日付は days( ) や plus_days( ) で数えます。",
                )
        if isinstance(node.op, ast.Div) and not (right.is_constant and right.constant):
            raise ExpressionError(
                "割る数には、0でない決まった数だけを書けます。", self.text.strip(), remedy="例: 金額の欄 / 12"
            )
        function, sign = _ARITHMETIC[type(node.op)]
        run_left, run_right = left.run, right.run
        both = {left.unit, right.unit}
        unit = left.unit or right.unit if len(both) == 1 or "" in both else ""
        years = [piece.sort for piece in (left, right)].count("fiscal_year")
        return Piece(
            lambda look: values.computed(function, run_left(look), run_right(look)),
            "fiscal_year" if years == 1 else "number",
            f"{left.said}{sign}{right.said}",
            unit=unit,
        )

    def _constant(self, node: ast.Constant) -> Piece:
        value = node.value
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise self._odd()
        if isinstance(value, str):
            return constant(value, "text", f"「{value}」")
        return constant(Fraction(str(value)), "number", f"{value:,}")

    def _word(self, word: str, against: Piece | None) -> Piece:
        if against is not None and against.id:
            code = self._code(word, against)
            if code is not None:
                return code
        if word in self.lets:
            return self._let(word)
        sort = self.vocabulary.sort(word)
        if sort is not None and "/*." in word:
            raise ExpressionError(
                f"「{word}」は列の全ての行です。1つの値になりません。",
                word,
                remedy="sum( )・largest( )・smallest( )・some( ) で1つの値にしてください。",
            )
        if sort is not None:
            self.reads.add(word)
            label, unit = self.vocabulary.label(word), self.vocabulary.unit(word)
            return Piece(lambda look: look.value(word), sort, f"「{label}」", id=word, unit=unit)
        if against is None and "." not in word and "/" not in word:
            return constant(word, "word", word)
        if against is not None and against.id and self.vocabulary.sort(against.id) == "choice":
            raise unknown_word(
                word,
                frozenset(self.vocabulary.choices(against.id)),
                f"選択肢（{self.vocabulary.label(against.id)}）",
            )
        raise unknown_word(word, self.vocabulary.names() | frozenset(self.lets), "欄")

    def _let(self, word: str) -> Piece:
        """A name of the rule itself; inside a row of another table it still means what it meant outside."""
        piece = self.lets[word]
        self.used_lets.add(word)
        if not self._in_row or piece.is_constant:
            return piece
        run = piece.run
        return Piece(lambda look: run(look.outer), piece.sort, piece.said, piece.id, piece.unit)

    def _code(self, word: str, against: Piece) -> Piece | None:
        sort = self.vocabulary.sort(against.id)
        if sort == "truth" and word in ("yes", "no"):
            return constant(word == "yes", "truth", "「はい」" if word == "yes" else "「いいえ」")
        if sort == "choice" and word in set(self.vocabulary.choices(against.id)):
            return constant(word, "choice", f"「{self.vocabulary.label(f'{against.id}={word}')}」")
        return None

    # -- functions -----------------------------------------------------------------------------------------
    def call(self, node: ast.Call) -> Piece:
        """A call of a function."""
        name = self.parsed.words.get(node.func.id, "") if isinstance(node.func, ast.Name) else ""
        allowed = BASIC if self.basic else frozenset(FUNCTIONS)
        if name not in allowed:
            if name in FUNCTIONS:
                raise ExpressionError(
                    f"関数「{name}」は、規則の中でだけ使えます。",
                    name,
                    remedy="conditions.yaml では " + "、".join(sorted(BASIC)) + " を使えます。",
                )
            raise unknown_word(name or self.text.strip(), allowed, "関数")
        if node.keywords:
            raise self._usage(name)
        return FUNCTIONS[name].build(self, node)

    def arguments(self, node: ast.Call, name: str, number: int) -> list[ast.expr]:
        """The arguments of a call that must have just so many."""
        if len(node.args) != number:
            raise self._usage(name)
        return node.args

    def one_id(self, node: ast.Call, name: str) -> str:
        """The one id that a call has for its argument (or that a let stands for)."""
        words = [self.parsed.words[a.id] for a in node.args if isinstance(a, ast.Name)]
        if len(words) != len(node.args) or len(words) != 1:
            raise ExpressionError(f"{name} の( )には、欄のidを1つだけ書きます。", self.text.strip())
        word = words[0]
        if word in self.lets and self.lets[word].id and not self._in_row:
            self.used_lets.add(word)
            word = self.lets[word].id
        if self.vocabulary.sort(word) is None:
            raise unknown_word(word, self.vocabulary.names(), "欄")
        if "/*." in word:
            raise ExpressionError(
                f"「{word}」は列の全ての行です。{name} には使えません。",
                word,
                remedy='1行ずつ見るときは、each か some(表, "…") を使ってください。',
            )
        self.reads.add(word)
        return word

    def column(self, node: ast.Call, name: str) -> tuple[str, str, str]:
        """Table, column and sort of the one ``table/*.column`` that a call has for its argument."""
        (argument,) = self.arguments(node, name, 1)
        word = self.parsed.words.get(argument.id, "") if isinstance(argument, ast.Name) else ""
        table, star, column = word.partition("/*.")
        if not star:
            raise ExpressionError(
                f"{name} の( )には、「表/*.列」を書きます。",
                word or self.text.strip(),
                remedy=f"例: {name}(deliverable.list/*.due)",
            )
        sort = self.vocabulary.sort(word)
        if sort is None:
            raise unknown_word(word, self.vocabulary.names(), "列")
        self.reads |= {table, word}
        return table, column, sort

    def row_test(self, node: ast.Call, name: str) -> tuple[str, Piece]:
        """The table of a call, and the test of one row that stands in its second argument as a text."""
        table_node, test = self.arguments(node, name, 2)
        table = self.parsed.words.get(table_node.id, "") if isinstance(table_node, ast.Name) else ""
        if self.vocabulary.sort(table) != "rows":
            raise unknown_word(table or self.text.strip(), self.vocabulary.names(), "表")
        if not (isinstance(test, ast.Constant) and isinstance(test.value, str)):
            raise ExpressionError(
                f'{name} の2つ目には、1行についての条件を「"」で囲んで書きます。',
                self.text.strip(),
                remedy=f'例: {name}({table}, "not answered(row.name)")',
            )
        inner = Compiler(test.value, self.vocabulary.of_row(table), basic=False, lets=self.lets, in_row=True)
        piece = inner.truth(inner.parsed.tree)
        self.reads.add(table)
        self.reads |= {f"{table}/*.{id[4:]}" if id.startswith("row.") else id for id in inner.reads}
        self.uses |= inner.uses
        self.parameters |= inner.parameters
        self.used_lets |= inner.used_lets
        return table, piece

    def parameter_call(self, node: ast.Call) -> tuple[str, ast.expr | None]:
        """The name of a dated value, and the key that follows it."""
        if not 1 <= len(node.args) <= 2 or not isinstance(node.args[0], ast.Name):
            raise self._usage("param")
        return self.parsed.words[node.args[0].id], node.args[1] if len(node.args) == 2 else None

    # -- what is refused -----------------------------------------------------------------------------------
    def _usage(self, name: str) -> ExpressionError:
        return ExpressionError(
            f"{name} の( )の中を読み取れません。",
            self.text.strip(),
            remedy=f"{FUNCTIONS[name].usage} のように書きます。",
        )

    def _means_something(self, piece: Piece) -> None:
        """A bare word that no question owns as a code names nothing."""
        if piece.sort == "word":
            raise unknown_word(piece.constant, self.vocabulary.names() | frozenset(self.lets), "欄")

    def same_sort(self, left: Piece, right: Piece) -> None:
        """Refuses to compare what cannot be compared."""
        if left.sort != right.sort and not {left.sort, right.sort} <= NUMERIC:
            raise ExpressionError(
                f"{left.said}と{right.said}は種類が違うので比べられません。",
                self.text.strip(),
                remedy="選択肢は選択肢の符号と、数は数と、日付は日付の欄と比べてください。",
            )

    def _odd(self) -> ExpressionError:
        allowed = BASIC if self.basic else FUNCTIONS
        functions = "、".join(f"{name}( )" for name in FUNCTIONS if name in allowed)
        return ExpressionError(
            "条件に使えない書き方があります。",
            self.text.strip(),
            remedy=f"使えるのは、欄のid、値、比較、and / or / not、in、+ - * /、{functions}です。",
        )
