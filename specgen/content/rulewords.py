"""What the words of a rule may name, by what the rule looks for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .library import Content
from .rule import CrossRule, FactRule, Rule, SectionsRule, WordsRule

FIELD = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")

_OF_LEXICON = frozenset({"hit", "instead", "because", "kind", "sentence", "sentence_fixed"})
_OF_LENGTH = frozenset({"sentence", "length", "limit"})
_OF_LEFTOVERS = frozenset({"hit", "other", "sentence", "other_place", "what"})
_OF_NEEDS = frozenset({"label", "gap", "missing", "row.name"})
_OF_ORDER = frozenset({"before", "before.label", "after", "after.label"})
_OF_IT = frozenset({"it", "label", "row.name"})
_OF_STATES = {
    "blank": frozenset({"label", "gap", "why", "good"}),
    "unreadable": frozenset({"label", "written", "reason"}),
    "unconfirmed": frozenset({"label", "written", "origin"}),
    "needless": frozenset({"label", "written", "choice", "expected"}),
    "remark": frozenset({"label", "reason"}),
    "stray": frozenset({"written", "near"}),
}
_OF_SIDES = frozenset(f"{side}.{what}" for side in ("left", "right") for what in ("document", "text"))


def names_in(words: str) -> Iterator[str]:
    """The names that stand in ``{{ }}``."""
    yield from FIELD.findall(words)


def names_of(rule: Rule, content: Content) -> frozenset[str]:
    """What ``rule`` itself fills in, beside its lets, its row, answers and settings."""
    if isinstance(rule, FactRule):
        if rule.needs:
            return _OF_NEEDS
        if rule.in_order:
            return _OF_ORDER
        return _OF_IT if rule.listed else _OF_STATES.get(rule.state, frozenset())
    if isinstance(rule, WordsRule):
        if rule.longer_than:
            return _OF_LENGTH
        if rule.absent:
            return frozenset({"section", "listed"})
        groups = {name for word in content.lexicons.get(rule.lexicon, ()) for name in word.groups}
        return _OF_LEXICON | groups
    if isinstance(rule, SectionsRule):
        if rule.references:
            return frozenset({"reference", "sentence", "nearest"})
        if rule.leftovers:
            return _OF_LEFTOVERS
        return frozenset({"section", "condition"} if rule.expects else {"section", "before"})
    if isinstance(rule, CrossRule):
        return frozenset({"label"}) | _OF_SIDES
    return frozenset()


def texts_of(rule: Rule) -> tuple[str, ...]:
    """All expressions and lists of a rule: whatever it looks at is named in them."""
    own = rule.find if isinstance(rule, FactRule) else rule.longer_than if isinstance(rule, WordsRule) else ""
    return (*rule.let.values(), rule.about, *listed_in(rule), own, rule.when, *whens_of(rule))


def listed_in(rule: Rule) -> tuple[str, ...]:
    """The answers, columns and tables that a rule lists."""
    if isinstance(rule, FactRule):
        return (*rule.needs, *rule.in_order, *rule.listed, *([rule.table] if rule.table else ()))
    return rule.same if isinstance(rule, CrossRule) else ()


def whens_of(rule: Rule) -> tuple[str, ...]:
    """The conditions under which a rule expects something, beside its own ``when``."""
    return tuple(rule.expects.values()) if isinstance(rule, SectionsRule) else ()


def with_settings(words: str, content: Content) -> str:
    """``words`` with ``{{ org.name }}`` replaced by the settings of the organisation."""
    return FIELD.sub(lambda m: str(content.org().get(m[1].removeprefix("org."), m[0])), words)
