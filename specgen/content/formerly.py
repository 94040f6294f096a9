"""Old names (``formerly``): what each is called today, which of two names counts, and names that mean two things."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple, Protocol

from .clause import Clause
from .question import Question
from .rule import Rule


class _Named(Protocol):
    """The parts of ``Content`` that can have old names."""

    @property
    def questions(self) -> Mapping[str, Question]: ...
    @property
    def clauses(self) -> Mapping[str, Clause]: ...
    @property
    def rules(self) -> Mapping[str, Rule]: ...


class Renamed(NamedTuple):
    """One old name: of what it is, and where in its entry it is written (key and path)."""

    old: str
    now: str
    key: str
    path: tuple[str | int, ...]


def renamed(content: _Named) -> Iterator[Renamed]:
    """Every old name in the content. Names of questions and columns stand bare, the others behind their kind."""
    for id, question in content.questions.items():
        for n, old in enumerate(question.formerly):
            yield Renamed(old, id, f"question:{id}", ("formerly", n))
        for number, column in enumerate(question.columns):
            for n, old in enumerate(column.formerly):
                path = ("columns", number, "formerly", n)
                yield Renamed(f"{id}/*.{old}", f"{id}/*.{column.id}", f"question:{id}", path)
    heads = {f"clause:{id}": clause.head.formerly for id, clause in content.clauses.items()}
    rules = {f"rule:{id}": rule.formerly for id, rule in content.rules.items()}
    for key, olds in (heads | rules).items():
        kind = key.partition(":")[0]
        yield from (Renamed(f"{kind}:{old}", key, key, ("formerly", n)) for n, old in enumerate(olds))


def counting(names: Iterable[str], today: Callable[[str], str]) -> dict[str, str]:
    """Name of today → the one of ``names`` that counts for it: the name of today, else the first that is written."""
    found: dict[str, str] = {}
    for name in names:
        id = today(name)
        if id == name or id not in found:
            found[id] = name
    return found
