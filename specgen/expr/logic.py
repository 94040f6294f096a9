"""Proofs about conditions that are joined only from names: is there a case for which they hold."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping

Formula = Callable[[Mapping[str, bool]], bool]
"""A truth function over the atoms it was made from."""

MOST_ATOMS = 14
"""Above this many atoms a proof is not attempted (2^14 cases take some milliseconds)."""


class _TooMany(dict[str, bool]):
    """Marks a search that was not attempted."""


TOO_MANY = _TooMany()


def counterexample(
    wanted: Formula, atoms: Iterable[str], rules: Iterable[Formula] = ()
) -> Mapping[str, bool] | None:
    """An assignment for which ``wanted`` and all ``rules`` hold; None when there is none; ``TOO_MANY`` if unproven."""
    names = sorted(set(atoms))
    if len(names) > MOST_ATOMS:
        return TOO_MANY
    kept = tuple(rules)
    for values in itertools.product((False, True), repeat=len(names)):
        case = dict(zip(names, values, strict=True))
        if all(rule(case) for rule in kept) and wanted(case):
            return case
    return None
