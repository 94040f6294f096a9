"""What the changes of an overlay may speak of: what each verb needs and addresses, the fields that ``set`` can change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ..errors import nearest
from .question import Limits
from .rule import RuleWords, StagedLevel


class Verb(NamedTuple):
    """What must stand beside a verb, what may, and the kinds of entries that it can address."""

    needs: tuple[str, ...]
    may: tuple[str, ...]
    kinds: tuple[str, ...]


VERBS: Mapping[str, Verb] = {
    "set": Verb(("field", "to"), ("variant",), ("question", "clause", "section", "rule", "condition")),
    "insert": Verb(("after", "value"), (), ("question", "rule")),
    "use": Verb(("variant",), (), ("clause",)),
    "drop": Verb((), (), ("section", "question")),
}
CALLED = {"question": "質問", "clause": "条文", "section": "節", "rule": "規則", "condition": "条件"}
FIELDS: Mapping[str, tuple[str, ...]] = {
    "question": (
        "label",
        "ask",
        "why",
        "good",
        "tip",
        "limits",
        "unit",
        "followed_by",
        "choices",
        "when",
        "needed_from",
        "gap",
        "next_year",
        "audience",
        "none_text",
        "short",
        "basis",
    ),
    "column": ("label", "limits", "choices", "unit", "followed_by", "good", "required", "needed_with", "gap", "audience"),
    "clause": ("title", "ask_first", "basis", "locked", "text"),
    "variant": ("label", "when", "text"),
    "section": ("when", "title"),
    "condition": ("label",),
    "rule": (
        "title", "level", "words", "basis", "cases", "when", "types", "judge", "locked", "about", "let", "find", "each",
        "needs", "in_order", "state", "lexicon", "longer_than", "look_in", "in_sections", "absent", "first_only", "at_most",
        "expects", "references", "order", "same", "across", "once_per",
    ),
}  # fmt: skip
"""What ``set`` can change of each: names, structures and kinds stay, for answers and templates stand on them."""
_INSIDE: Mapping[str, tuple[str, ...]] = {
    "limits": tuple(Limits.model_fields),
    "words": tuple(RuleWords.model_fields),
    "level": tuple(StagedLevel.model_fields),
}
"""What stands below a field, where its names are ours."""
_PAIRS = ("choices", "needed_with", "let", "expects")
"""Fields that hold pairs under names of their own."""


def can_set(kind: str, field: str) -> bool:
    """Whether ``set`` can change ``field`` (``words.fix``, ``choices.yes``) of what is of this kind."""
    name, dot, below = field.partition(".")
    if name not in FIELDS[kind]:
        return False
    return not dot or below in _INSIDE.get(name, ()) or (name in _PAIRS and bool(below) and "." not in below)


def instead_of(kind: str, field: str) -> tuple[str, tuple[str, ...]]:
    """What was meant by a ``field`` that ``set`` cannot change, and what it can: below its first name, if it holds any."""
    name, dot, _ = field.partition(".")
    if name not in FIELDS[kind]:
        return nearest(field, FIELDS[kind]), FIELDS[kind]
    if dot and name in _INSIDE:
        inside = tuple(f"{name}.{below}" for below in _INSIDE[name])
        return nearest(field, inside), inside
    return name, FIELDS[kind]
