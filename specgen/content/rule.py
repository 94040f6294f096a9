"""Rules of a checklist as data: condition, words, bases and their own cases, which are tests. One class a kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from ..errors import Fault, Faults, nearest
from .basis import BasisEntry
from .gate import Entry, Said, Verbatim, Whole, YesNo, read_as
from .parsed import Parsed

Level = Literal["must", "confirm", "advise"]
Look = Literal["prose", "own_clauses", "foreign"]
State = Literal["", "blank", "unreadable", "unconfirmed", "remark", "stray", "needless"]

Leftovers = Literal["", "titles", "bodies", "properties", "marks", "figures"]


class StagedLevel(Entry):
    """A level that differs by stage."""

    draft: Level
    submit: Level


def _staged(value: object) -> object:
    return {"draft": value, "submit": value} if isinstance(value, str) else value


AnyLevel = Annotated[StagedLevel, BeforeValidator(_staged)]


class RuleWords(Entry):
    """What is said: what was found or what is asked, why, how to fix it, an example, what the PMO can do.

    Those with ``elsewhere`` are said of papers that others made, which know no answers and no template of ours.
    """

    found: str = ""
    question: str = ""
    why: Said
    fix: Said
    example: str = ""
    offer: str = ""
    found_elsewhere: str = ""
    fix_elsewhere: str = ""
    offer_elsewhere: str = ""

    def on(self, name: str, *, foreign: bool) -> str:
        """The words called ``name``, for a paper of ours or of others."""
        elsewhere = getattr(self, f"{name}_elsewhere", "") if foreign else ""
        return str(elsewhere or getattr(self, name))


class Reply(Entry):
    """The answer to what a rule of kind ``ask`` asks: a choice or words, by whom and when."""

    choice: str = ""
    says: str = ""
    by: str = ""
    on: str = ""


class RuleCase(Entry):
    """One case of a rule, which is a test: what is given (answers, a text, headings …) and the expected verdict."""

    name: Said
    given: dict[str, Any] = {}
    yaml: Verbatim = ""
    type: str = ""
    form: str = ""
    as_of: str = ""
    stage: Literal["draft", "submit"] = "draft"
    org: dict[str, str] = {}
    params: dict[str, Any] = {}
    text: Verbatim = ""
    headings: tuple[Said, ...] = ()
    file: dict[str, Said] = {}
    """Properties of a Word file (title, company …), and a text under ``highlight``, ``red`` or ``blue``."""
    printed: dict[str, dict[str, str]] = {}
    answered: Reply | None = None
    expect: Literal["finding", "question", "silent", "undecided"]
    about: str = ""
    says: str = ""
    hit: str = ""
    asks: tuple[Said, ...] = ()


class Rule(Entry):
    """What every rule says, whatever its kind."""

    kind: Said
    title: Said
    level: AnyLevel
    words: RuleWords
    basis: tuple[BasisEntry, ...] = ()
    cases: tuple[RuleCase, ...] = ()
    when: Said = "always"
    types: tuple[Said, ...] = ()
    judge: Literal["", "person"] = ""
    formerly: tuple[Said, ...] = ()
    locked: YesNo = False
    about: str = ""
    let: dict[str, Said] = {}

    @property
    def asks_a_person(self) -> bool:
        """Whether its verdict is a question to a person, not a finding."""
        return self.judge == "person"


class FactRule(Rule):
    """Exactly one of ``find``, ``needs``, ``in_order`` and ``state``.

    ``find`` is an expression that is true where something is found; with ``each`` once for each row of a table
    (``row.column``), or for each answer and column of a list (``it``). ``needs`` are answers and cells that must not
    be gaps, ``in_order`` dates that must follow each other, ``state`` a state that answers should not be in.
    """

    kind: Literal["fact"]
    find: str = ""
    each: str | tuple[Said, ...] = ""
    needs: tuple[Said, ...] = ()
    in_order: tuple[Said, ...] = ()
    state: State = ""

    @property
    def table(self) -> str:
        """The table whose rows it looks at one by one, if it does."""
        return self.each if isinstance(self.each, str) else ""

    @property
    def listed(self) -> tuple[str, ...]:
        """The answers and columns that it looks at one by one as ``it``, if it does."""
        return () if isinstance(self.each, str) else self.each


class WordsRule(Rule):
    """Looks for words of a lexicon (with ``absent`` for places where none stands), or for sentences too long."""

    kind: Literal["words"]
    lexicon: str = ""
    longer_than: str = ""
    look_in: tuple[Look, ...] = ("prose", "own_clauses", "foreign")
    in_sections: tuple[Said, ...] = ()
    absent: YesNo = False
    first_only: YesNo = False
    at_most: Whole = 0


class SectionsRule(Rule):
    """Exactly one of: sections that answers expect, references that lead somewhere, the order of the chapters, leftovers.

    ``leftovers`` are what does not belong to this paper: ``titles`` of other procurements, other ``bodies`` that order,
    ``properties`` of the file, coloured ``marks``, ``figures`` that disagree (with a ``lexicon`` of what is counted).
    """

    kind: Literal["sections"]
    expects: dict[str, Said] = {}
    references: YesNo = False
    order: tuple[Said, ...] = ()
    leftovers: Leftovers = ""
    lexicon: str = ""


class CrossRule(Rule):
    """Values that must be printed alike in several documents."""

    kind: Literal["cross"]
    same: tuple[Said, ...]
    across: tuple[Said, ...]


class AskRule(Rule):
    """What only a person can tell; the answer is kept, for the case or for the whole organisation."""

    kind: Literal["ask"]
    once_per: Literal["case", "organisation"] = "case"

    @property
    def asks_a_person(self) -> bool:
        """Always."""
        return True


AnyRule = Annotated[FactRule | WordsRule | SectionsRule | CrossRule | AskRule, Field(discriminator="kind")]
RULES: Mapping[str, type[Rule]] = {
    "fact": FactRule,
    "words": WordsRule,
    "sections": SectionsRule,
    "cross": CrossRule,
    "ask": AskRule,
}


def read_rule(written: Parsed, faults: Faults) -> Rule | None:
    """The rule that is written, of the class of its kind; faults are added with their place, and None returned."""
    kind = written.plain.get("kind")
    if not isinstance(kind, str):
        what, remedy = "「kind」がありません。", "「kind: fact」のように、規則の種類を書き足してください。"
        faults.add(Fault("C02", what, written.place, remedy=remedy))
        return None
    model = RULES.get(kind)
    if model is None:
        faults.add(
            Fault(
                "C02",
                f"「kind」の値「{kind}」は使えません。",
                written.at("kind").place,
                kind,
                nearest(kind, RULES),
                f"使える値: {'、'.join(RULES)}。",
            )
        )
        return None
    return read_as(model, written, faults)
