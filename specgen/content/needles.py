"""What a text must hold before a regular expression can find anything in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from re import _parser  # type: ignore[attr-defined]
from typing import Any

_MOST = 40
"""More than so many strings are no quick look any more."""


@cache
def needles_of(pattern: str) -> tuple[str, ...]:
    """Strings of which at least one stands in whatever ``pattern`` finds; empty where nothing of the kind can be told."""
    parsed = _parser.parse(pattern)
    if parsed.state.flags & re.IGNORECASE:
        return ()
    return tuple(sorted(_best(_of_row(list(parsed)))))


def _of_row(parts: list[Any]) -> Iterator[frozenset[str]]:
    """Each thing that must stand there, for parts that follow each other."""
    run = ""
    for part in parts:
        operation, argument = str(part[0]), part[1]
        if operation == "LITERAL":
            run += chr(argument)
            continue
        if run:
            yield frozenset({run})
            run = ""
        if (found := _of(operation, argument)) is not None:
            yield found
    if run:
        yield frozenset({run})


def _of(operation: str, argument: Any) -> frozenset[str] | None:
    """What one part needs; None where it may be nearly anything, or nothing at all."""
    if operation == "SUBPATTERN":
        return _best(_of_row(list(argument[-1]))) or None
    if operation == "BRANCH":
        found = [_best(_of_row(list(branch))) for branch in argument[1]]
        return frozenset().union(*found) if all(found) else None
    if operation.endswith("_REPEAT") and argument[0] > 0:
        return _best(_of_row(list(argument[2]))) or None
    if operation == "IN" and all(str(item[0]) == "LITERAL" for item in argument):
        return frozenset(chr(item[1]) for item in argument)
    return None


def _best(choices: Iterable[frozenset[str]]) -> frozenset[str]:
    """Of the sets of which each must be met the one that is met least: long strings, few of them."""
    fit = [one for one in choices if len(one) <= _MOST]
    return max(fit, key=lambda one: (min(map(len, one)), -len(one)), default=frozenset())
