"""Check that what a rule reads exists, and compile its expressions once for a profile in use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial

from ..errors import Fault, Faults, Place, nearest
from ..expr import Condition, ExpressionError, compile_condition
from .library import Content
from .rule import Rule
from .vocabulary import Names


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule with its expression compiled; ``find`` is None for rules that have none."""

    id: str
    rule: Rule
    find: Condition | None


_FIELD = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_OF_WORDS = frozenset({"hit", "instead", "because", "sentence", "sentence_fixed"})
_OF_NEEDS = frozenset({"label", "gap", "row.name"})
_OF_STATES = {
    "blank": frozenset({"label", "gap", "why", "good"}),
    "unreadable": frozenset({"label", "written", "reason"}),
    "unconfirmed": frozenset({"label", "written", "origin"}),
    "remark": frozenset({"label", "reason"}),
    "stray": frozenset({"written", "near"}),
}
"""What the words of a rule may name beside answers and settings, by what the rule looks for."""


def compile_rule(id: str, content: Content, faults: Faults) -> CompiledRule:
    """Compile one rule; names that mean nothing, and missing or surplus fields, are added to ``faults``."""
    rule = content.rules[id]
    checker = _Checker(id, rule, content, faults)
    checker.fields()
    checker.names()
    checker.words()
    return CompiledRule(id, rule, checker.find())


class _Checker:
    """Holds one rule against the content; every fault is told at the rule's own file."""

    def __init__(self, id: str, rule: Rule, content: Content, faults: Faults) -> None:
        self.id, self.rule, self.content, self.faults = id, rule, content, faults
        self.at = partial(content.place, f"rule:{id}")
        self.vocabulary = Names(content.questions, content.condition_labels, row=rule.each)
        self.columns = [f"{q.id}/*.{c.id}" for q in content.questions.values() for c in q.columns]

    def _fault(
        self, code: str, place: Place, what: str, quoted: str, near: str = "", remedy: str = ""
    ) -> None:
        self.faults.add(Fault(code, f"規則{self.id}{what}", place, quoted, near, remedy))

    def fields(self) -> None:
        """The fields that a rule of this kind needs, and no others of another kind."""
        rule = self.rule
        if rule.kind == "fact" and sum(bool(x) for x in (rule.find, rule.needs, rule.state)) != 1:
            self._fault(
                "R01",
                self.at(),
                "には、find・needs・state のどれか1つだけを書きます。",
                "",
                remedy="2つのことを見るときは、規則を2つに分けてください。",
            )
        if rule.kind == "words" and rule.lexicon not in self.content.lexicons:
            near = nearest(rule.lexicon, self.content.lexicons)
            known = "、".join(self.content.lexicons)
            self._fault(
                "R02",
                self.at("lexicon"),
                f"の語の一覧「{rule.lexicon}」がありません。",
                rule.lexicon,
                near,
                f"今ある一覧: {known}。",
            )

    def names(self) -> None:
        """What the rule reads and speaks about exists."""
        for number, need in enumerate(self.rule.needs):
            if need not in self.content.questions and need not in self.columns:
                near = nearest(need, [*self.content.questions, *self.columns])
                self._fault(
                    "R03",
                    self.at("needs", number),
                    f"の needs「{need}」という欄はありません。",
                    need,
                    near,
                    "欄のidを確かめてください。",
                )
        each, about = self.rule.each, self.rule.about
        if each and self.content.names.sort(each) != "rows":
            tables = [q.id for q in self.content.questions.values() if q.type == "table"]
            self._fault(
                "R03",
                self.at("each"),
                f"の each「{each}」という表はありません。",
                each,
                nearest(each, tables),
                "each: には、表の質問のidを書いてください。",
            )
        elif about and self.vocabulary.sort(about) is None:
            rows = [f"row.{c.partition('/*.')[2]}" for c in self.columns if c.startswith(f"{each}/*.")]
            self._fault(
                "R03",
                self.at("about"),
                f"の about「{about}」という欄はありません。",
                about,
                nearest(about, [*self.content.questions, *rows]),
                "欄のidか、each があれば row.列の名前を書いてください。",
            )

    def words(self) -> None:
        """Every name in the words is filled with something."""
        known = self._names_of_words()
        own = "、".join(sorted(name for name in known if not name.startswith("org.")))
        for field, words in self.rule.words.model_dump().items():
            for name in _FIELD.findall(words):
                if name not in known and self.content.names.sort(name) is None:
                    near = nearest(name, [*known, *self.content.questions])
                    self._fault(
                        "R06",
                        self.at("words", field),
                        f"の言葉の「{{{{ {name} }}}}」に入るものがありません。",
                        name,
                        near,
                        f"この規則で使える名前: {own}。ほかに、欄のidと org. の設定を書けます。",
                    )

    def _names_of_words(self) -> frozenset[str]:
        rule = self.rule
        own = (
            _OF_WORDS
            if rule.kind == "words"
            else _OF_NEEDS
            if rule.needs
            else _OF_STATES.get(rule.state, frozenset())
        )
        if rule.each:
            table = f"{rule.each}/*."
            own |= {
                "row.name",
                *(f"row.{c.removeprefix(table)}" for c in self.columns if c.startswith(table)),
            }
        return own | {f"org.{name}" for name in self.content.org()}

    def find(self) -> Condition | None:
        """The compiled ``find``, if the rule has one."""
        if not self.rule.find:
            return None
        try:
            return compile_condition(self.rule.find, self.vocabulary)
        except ExpressionError as error:
            self._fault("R04", self.at("find"), f": {error.what}", error.quoted, error.near, error.remedy)
            return None
