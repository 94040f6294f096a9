"""Rules of a checklist as data: condition, words, bases and their own cases, which are tests."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from .basis import BasisEntry
from .gate import Entry, Whole, YesNo

Level = Literal["must", "confirm", "advise"]


class StagedLevel(Entry):
    """A level that differs by stage."""

    draft: Level
    submit: Level


def _staged(value: object) -> object:
    return {"draft": value, "submit": value} if isinstance(value, str) else value


AnyLevel = Annotated[StagedLevel, BeforeValidator(_staged)]


class RuleWords(Entry):
    """What a finding says: what was found, why someone will ask, how to fix it, an example, what the PMO can do."""

    found: str
    why: str
    fix: str
    example: str = ""
    offer: str = ""


class RuleCase(Entry):
    """One case of a rule, which is a test: given answers or a text, the expected verdict."""

    name: str
    given: dict[str, Any] = {}
    text: str = ""
    yaml: str = ""
    type: str = ""
    as_of: str = ""
    stage: Literal["draft", "submit"] = "draft"
    expect: Literal["finding", "silent", "undecided"]
    about: str = ""
    says: str = ""
    hit: str = ""
    asks: tuple[str, ...] = ()


class Rule(Entry):
    """One rule. Which of the later fields must be there depends on ``kind`` (checked when loading).

    ``fact`` says exactly one of ``find`` (an expression that is true where something is found; with ``each`` once a
    row), ``needs`` (answers and cells that must not be gaps) and ``state`` (a state that answers should not be in).
    ``words`` looks for the words of a lexicon in what is printed.
    """

    kind: Literal["fact", "words"]
    title: str
    level: AnyLevel
    words: RuleWords
    basis: tuple[BasisEntry, ...] = ()
    cases: tuple[RuleCase, ...] = ()
    when: str = "always"
    formerly: tuple[str, ...] = ()
    locked: YesNo = False
    about: str = ""
    # fact
    find: str = ""
    each: str = ""
    needs: tuple[str, ...] = ()
    state: Literal["", "blank", "unreadable", "unconfirmed", "remark", "stray"] = ""
    # words
    lexicon: str = ""
    look_in: tuple[Literal["prose", "own_clauses"], ...] = ()
    at_most: Whole = 0
