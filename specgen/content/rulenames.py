"""Check that what a rule reads exists, and compile its expressions once for a profile in use."""

from __future__ import annotations

from dataclasses import dataclass

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


def compile_rule(id: str, content: Content, faults: Faults) -> CompiledRule:
    """Compile one rule; names that mean nothing, and missing or surplus fields, are added to ``faults``."""
    rule = content.rules[id]
    place = content.places.get(f"rule:{id}", Place())
    if rule.kind == "fact" and sum(bool(x) for x in (rule.find, rule.needs, rule.state)) != 1:
        faults.add(Fault("R01", f"規則{id}には、find・needs・state のどれか1つだけを書きます。", place))
    if rule.kind == "words" and rule.lexicon not in content.lexicons:
        faults.add(Fault("R02", f"規則{id}の語の一覧「{rule.lexicon}」がありません。", place, rule.lexicon,
                         nearest(rule.lexicon, content.lexicons)))  # fmt: skip
    for need in rule.needs:
        if content.names.sort(need) is None:
            known = [
                *content.questions,
                *(f"{q.id}/*.{c.id}" for q in content.questions.values() for c in q.columns),
            ]
            faults.add(
                Fault(
                    "R03",
                    f"規則{id}の needs「{need}」という欄はありません。",
                    place,
                    need,
                    nearest(need, known),
                )
            )
    if rule.each and content.names.sort(rule.each) != "rows":
        faults.add(Fault("R03", f"規則{id}の each「{rule.each}」という表はありません。", place, rule.each))
    find = None
    if rule.find:
        names = Names(content.questions, content.condition_labels, row=rule.each)
        try:
            find = compile_condition(rule.find, names)
        except ExpressionError as error:
            faults.add(Fault("R04", f"規則{id}: {error.what}", place, error.quoted, error.near, error.remedy))
    return CompiledRule(id, rule, find)
