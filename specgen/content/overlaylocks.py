"""What a department or a case may not loosen: locked rules, locked wordings, and who may see an answer.

A locked entry holds with all that it stands on: the answers it reads, the conditions that choose it, its sections.
"""

from __future__ import annotations

from .. import yamltext
from ..model.finding import LEVELS
from .clause import Clause
from .library import Content
from .overlay import Asked
from .overlaystanding import locked_in, locked_readers
from .pack import Pack
from .question import AUDIENCE_LABELS, AUDIENCE_RANK, ColumnEntry, Question
from .rule import FactRule, Rule

Why = tuple[str, str]
"""What cannot be done, and what can."""
_WORDS_OF_RULE = frozenset({"title", "words", "basis", "cases"})
"""Fields of a rule that change what it says, not when it speaks."""
_WORDS_OF_CLAUSE = frozenset({"title", "ask_first", "basis", "label"})
_DECIDING = frozenset({"when", "choices", "unit", "followed_by", "required", "needed_with"})
"""Fields of a question or column that change what is answered, not how it is asked; with drop, the roads to an answer."""
_DECIDING_STATE = {
    "blank": ("needed_from", "required", "needed_with"),
    "remark": ("limits",),
    "needless": ("needed_with",),
}
"""State that a rule looks for in all answers → fields that decide where it finds any."""


def loosens_rule(asked: Asked, rule: Rule) -> Why | None:
    """Why this change of a rule cannot be made; None when it can."""
    field = asked.change.field.partition(".")[0]
    if not rule.locked or field in _WORDS_OF_RULE or _locks(asked):
        return None
    if field == "level":
        before = (rule.level.draft, rule.level.submit)
        after = _levels(asked.change.to, asked.change.field, before)
        if after is None or all(map(_not_lower, before, after)):
            return None
        return (
            "この規則の重さは固定されています。下げることはできません。",
            f"今の重さは {_both(before)} です。同じか、それより重くするか、この変更を消してください。",
        )
    return (
        "この規則は固定されています。当てはまる範囲は変えられません。",
        "変えられるのは、重さを上げること（level）と、言葉（title・words）です。",
    )


def _locks(asked: Asked) -> bool:
    return asked.verb == "set" and asked.change.field == "locked" and asked.change.to == "yes"


def _levels(to: object, field: str, before: tuple[str, str]) -> tuple[str, str] | None:
    """The levels that are asked for (draft, submit); None when they cannot be read (told by the rule's own gate)."""
    if field in ("level.draft", "level.submit"):
        to = {"draft": before[0], "submit": before[1], field.partition(".")[2]: to}
    after = (to.get("draft"), to.get("submit")) if isinstance(to, dict) else (to, to)
    return (str(after[0]), str(after[1])) if all(level in LEVELS for level in after) else None


def _not_lower(before: str, after: str) -> bool:
    return LEVELS.index(after) >= LEVELS.index(before)


def _both(levels: tuple[str, str]) -> str:
    return levels[0] if levels[0] == levels[1] else f"{{draft: {levels[0]}, submit: {levels[1]}}}"


def loosens_clause(asked: Asked, clause: Clause) -> Why | None:
    """Why the wording of this clause stays; None when the change is free."""
    words = asked.verb == "set" and asked.change.field in _WORDS_OF_CLAUSE
    if not clause.head.locked or words or _locks(asked):
        return None
    return (
        f"条文「{clause.head.title}」の文言は固定されています。",
        f"変えたいときは、{clause.head.ask_first}に相談してください。この変更を消すと進められます。",
    )


def loosens_section(content: Content, asked: Asked, pack: Pack, key: str) -> Why | None:
    """Why this section stays where it is printed: a locked wording stands in it; None when it may go."""
    widens = asked.verb == "set" and asked.change.to == "always"
    titles = () if widens else locked_in(content, pack, key)
    if not titles:
        return None
    return (
        f"節「{key}」には、文言の固定された条文{'、'.join(f'「{title}」' for title in titles)}があります。",
        "この節を外したり、出す場合を狭めたりはできません。この変更を消してください。",
    )


def loosens_question(content: Content, asked: Asked, id: str) -> Why | None:
    """Why a question, and its columns, must be answered as before: something locked stands on it."""
    field = asked.change.field.partition(".")[0] if asked.verb == "set" else "when"
    states = [
        f"規則{name}"
        for name, rule in content.rules.items()
        if rule.locked and isinstance(rule, FactRule) and field in _DECIDING_STATE.get(rule.state, ())
    ]
    free = field not in _DECIDING or (asked.verb == "set" and field == "when" and asked.change.to == "always")
    readers = states or (() if free else locked_readers(content).get(id, ()))
    if not readers:
        return None
    return (
        f"この質問の答えは、固定された{'・'.join(readers)}が使っています。",
        "外したり、尋ねる場合や選べる答えを変えたりはできません。言葉（label・ask・tip）は変えられます。",
    )


def widens_audience(asked: Asked, entry: Question | ColumnEntry, table: Question) -> Why | None:
    """Why an answer stays with its readers; None when it is shown to the same people or to fewer."""
    to = asked.node.get("to")
    if asked.change.field != "audience" or not isinstance(to, yamltext.Scalar):
        return None
    before, after = entry.audience or table.audience, to.text or table.audience
    if after not in AUDIENCE_RANK or AUDIENCE_RANK[after] >= AUDIENCE_RANK[before]:
        return None
    return (
        f"「{entry.label}」を見せる範囲（{AUDIENCE_LABELS[before]}）は、広げられません。",
        "狭くすることだけができます。広げるときは、質問の台帳（library/questions）の持ち主に相談してください。",
    )
