"""Compiled expressions: a condition is yes, no or unknown (Kleene); a let of a rule may have any value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from .compiler import Compiler
from .names import Lookup, Vocabulary
from .piece import Piece
from .values import ABSENT, UNKNOWN, Eval


@dataclass(frozen=True)
class Condition:
    """A compiled expression.

    ``reads`` are the answers, ``uses`` the named conditions and ``parameters`` the dated values it stands on.
    ``sort``, ``unit`` and ``id`` (where it is simply an answer) say how its value is shown. All of that can be pickled;
    one that was is compiled again when it is evaluated.
    """

    text: str
    reads: frozenset[str]
    uses: frozenset[str]
    explained: str
    _recipe: Recipe = field(repr=False, compare=False)
    parameters: frozenset[str] = frozenset()
    sort: str = "truth"
    unit: str = ""
    id: str = ""

    @cached_property
    def _run(self) -> Eval:
        return self._recipe.compiled(self.text)[1].run

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if name != "_run"}

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


@dataclass(frozen=True, slots=True)
class Recipe:
    """What an expression was compiled with."""

    vocabulary: Vocabulary
    lets: Mapping[str, Condition]
    names_only: bool = False
    basic: bool = False
    any_sort: bool = False

    def compiled(self, text: str) -> tuple[Compiler, Piece]:
        """The expression as closures; raises ``ExpressionError``."""
        lets = {name: condition.piece() for name, condition in self.lets.items()}
        compiler = Compiler(text, self.vocabulary, names_only=self.names_only, basic=self.basic, lets=lets)
        return compiler, compiler.whole() if self.any_sort else compiler.truth(compiler.parsed.tree)


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
    return _made(text, Recipe(vocabulary, lets or {}, names_only, basic))


def compile_value(
    text: str, vocabulary: Vocabulary, *, lets: Mapping[str, Condition] | None = None
) -> Condition:
    """Compile ``text`` of any sort, with all functions: a let of a rule."""
    return _made(text, Recipe(vocabulary, lets or {}, any_sort=True))


def _made(text: str, recipe: Recipe) -> Condition:
    compiler, piece = recipe.compiled(text)
    reads, uses, parameters = compiler.reads, compiler.uses, compiler.parameters
    lets = {name: recipe.lets[name] for name in sorted(compiler.used_lets)}
    for let in lets.values():
        reads, uses, parameters = reads | let.reads, uses | let.uses, parameters | let.parameters
    made = Condition(
        text,
        frozenset(reads),
        frozenset(uses),
        piece.said,
        replace(recipe, lets=lets),
        frozenset(parameters),
        piece.sort,
        piece.unit,
        piece.id,
    )
    vars(made)["_run"] = piece.run
    return made
