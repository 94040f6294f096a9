"""Compiled expressions: a condition is yes, no or unknown (Kleene); a let of a rule may have any value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .compiler import Compiler
from .names import Lookup, Vocabulary
from .piece import Piece
from .values import ABSENT, UNKNOWN, Eval


@dataclass(frozen=True, slots=True)
class Condition:
    """A compiled expression.

    ``reads`` are the answers, ``uses`` the named conditions and ``parameters`` the dated values it stands on.
    ``sort``, ``unit`` and ``id`` (where it is simply an answer) say how its value is shown.
    """

    text: str
    reads: frozenset[str]
    uses: frozenset[str]
    explained: str
    _run: Eval
    parameters: frozenset[str] = frozenset()
    sort: str = "truth"
    unit: str = ""
    id: str = ""

    def evaluate(self, lookup: Lookup) -> Any:
        """The verdict: True, False, or None when an answer that would decide it is not there yet."""
        value = self._run(lookup)
        if value is ABSENT:
            return False
        return None if value is UNKNOWN else value

    def value(self, lookup: Lookup) -> Any:
        """The value as it is, ``UNKNOWN`` and ``ABSENT`` among them."""
        return self._run(lookup)

    def piece(self) -> Piece:
        """As a part of a larger expression."""
        return Piece(self._run, self.sort, self.explained, self.id, self.unit)


def compile_condition(
    text: str,
    vocabulary: Vocabulary,
    *,
    names_only: bool = False,
    basic: bool = True,
    lets: Mapping[str, Condition] | None = None,
) -> Condition:
    """Compile ``text``, which is yes or no; raises ``ExpressionError`` for unknown names, codes and wrong types.

    ``names_only``: only condition names joined by and / or / not are allowed (everywhere but in ``is:``).
    ``basic``: only the functions whose value answers alone decide. ``lets``: names of a rule itself.
    """
    compiler = Compiler(text, vocabulary, names_only=names_only, basic=basic, lets=_pieces(lets))
    return _made(compiler, compiler.truth(compiler.parsed.tree), lets)


def compile_value(
    text: str, vocabulary: Vocabulary, *, lets: Mapping[str, Condition] | None = None
) -> Condition:
    """Compile ``text`` of any sort, with all functions: a let of a rule."""
    compiler = Compiler(text, vocabulary, basic=False, lets=_pieces(lets))
    return _made(compiler, compiler.whole(), lets)


def _pieces(lets: Mapping[str, Condition] | None) -> dict[str, Piece]:
    return {name: condition.piece() for name, condition in (lets or {}).items()}


def _made(compiler: Compiler, piece: Piece, lets: Mapping[str, Condition] | None) -> Condition:
    reads, uses, parameters = compiler.reads, compiler.uses, compiler.parameters
    for name in compiler.used_lets:
        let = (lets or {})[name]
        reads, uses, parameters = reads | let.reads, uses | let.uses, parameters | let.parameters
    return Condition(
        compiler.text,
        frozenset(reads),
        frozenset(uses),
        piece.said,
        piece.run,
        frozenset(parameters),
        piece.sort,
        piece.unit,
        piece.id,
    )
