"""From the text of a condition to a checked tree: ids become placeholders before Python's parser sees them."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

from ..errors import nearest

MAX_LENGTH = 400
MAX_DEPTH = 12

_TOKEN = re.compile(
    r"""(?P<string>"[^"\\\n]*"|'[^'\\\n]*')
      | (?P<word>[A-Za-z_][A-Za-z0-9_]*(?:[./][A-Za-z0-9_*-]+)*)
      | (?P<number>[0-9][0-9,]*(?:\.[0-9]+)?)
      | (?P<other>==|!=|<=|>=|[<>()\[\],+\-*/])
      | (?P<space>\s+)""",
    re.VERBOSE,
)
_LISTED = re.compile(r"[0-9]+(?:\.[0-9]+)?")
"""Inside [ ] a comma parts values, so numbers have none."""
_KEYWORDS = frozenset({"and", "or", "not", "in"})


class ExpressionError(ValueError):
    """An expression that cannot be understood: a Japanese sentence, the offending part and the nearest name."""

    def __init__(self, what: str, quoted: str = "", near: str = "", remedy: str = "") -> None:
        super().__init__(what)
        self.what, self.quoted, self.near, self.remedy = what, quoted, near, remedy


@dataclass(frozen=True, slots=True)
class Parsed:
    """A Python syntax tree with placeholder names, and what each placeholder stands for."""

    tree: ast.expr
    words: dict[str, str]
    """Placeholder → word as written (an id, a condition name, a choice code, a function)."""


def parse(text: str) -> Parsed:
    """Parse ``text`` as an expression of the language; raises ``ExpressionError``.

    Words (ids with dots and slashes, codes that may be Python keywords) are replaced by placeholders first, so that
    neither ``/`` in an address nor a code such as ``is`` reaches Python's grammar.
    """
    if len(text) > MAX_LENGTH:
        raise ExpressionError(
            f"条件が長すぎます（{len(text)}文字。上限は{MAX_LENGTH}文字）。",
            text[:30],
            remedy="名前の付いた条件に分けてください。",
        )
    source, words = _with_placeholders(text)
    try:
        tree = ast.parse(source, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ExpressionError(
            "条件の書き方を読み取れません。",
            text.strip(),
            remedy="「data.personal in [yes, maybe]」のように、欄のidと値を == や in で比べてください。",
        ) from None
    _check_depth(tree, text)
    return Parsed(tree, words)


def _with_placeholders(text: str) -> tuple[str, dict[str, str]]:
    out: list[str] = []
    words: dict[str, str] = {}
    at = listed = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise ExpressionError(
                f"条件に使えない文字「{text[at]}」があります。",
                text.strip(),
                remedy="半角の記号 == != < <= > >= ( ) [ ] , + - * / と and or not in だけを使えます。",
            )
        listed += {"[": 1, "]": -1}.get(match[0], 0)
        if listed > 0 and match["number"] is not None:
            match = _LISTED.match(text, at) or match
            out.append(match[0])
            at = match.end()
            continue
        at = match.end()
        word = match["word"]
        if word is not None and word not in _KEYWORDS:
            name = f"w{len(words)}_"
            words[name] = word
            out.append(name)
        elif match["number"] is not None:
            out.append(match["number"].replace(",", ""))
        else:
            out.append(" " if match["space"] is not None else match[0])
    return "".join(out).strip(), words


def _check_depth(tree: ast.expr, text: str) -> None:
    deepest, stack = 0, [(tree, 1)]
    while stack:
        node, depth = stack.pop()
        deepest = max(deepest, depth)
        stack.extend(
            (child, depth + 1) for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)
        )
    if deepest > MAX_DEPTH:
        raise ExpressionError(
            "条件の入れ子が深すぎます。", text.strip(), remedy="名前の付いた条件に分けてください。"
        )


def unknown_word(word: str, names: frozenset[str], kind: str) -> ExpressionError:
    """The error for a word that names nothing, with the nearest name."""
    return ExpressionError(
        f"「{word}」という{kind}はありません。",
        word,
        nearest(word, names),
        "名前のつづりを確かめてください。",
    )
