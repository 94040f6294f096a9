"""What a department or a case may not loosen: locked rules, locked wordings, and who may see an answer."""

from __future__ import annotations

from collections.abc import Iterator

from .. import yamltext
from ..errors import ContentError
from ..files import read_text
from ..model.finding import LEVELS
from .clause import Clause
from .library import Content
from .overlay import NEVER, Asked
from .overlaywording import extent
from .pack import Pack
from .question import AUDIENCE_LABELS, AUDIENCE_RANK, ColumnEntry, Question
from .rule import Rule
from .rulewords import mentions

Why = tuple[str, str]
"""What cannot be done, and what can."""
_HARMLESS = frozenset({"title", "words", "basis", "cases"})
"""Fields of a rule that change what it says, not when it speaks."""


def loosens_rule(asked: Asked, rule: Rule) -> Why | None:
    """Why this change of a rule cannot be made; None when it can."""
    field = asked.change.field.partition(".")[0]
    if not rule.locked or field in _HARMLESS:
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
    if field == "locked" and asked.change.to == "yes":
        return None
    return (
        "この規則は固定されています。当てはまる範囲は変えられません。",
        "変えられるのは、重さを上げること（level）と、言葉（title・words）です。",
    )


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
    field = asked.change.field
    if not clause.head.locked or (asked.verb == "set" and field in ("title", "ask_first", "basis", "label")):
        return None
    if field == "locked" and asked.change.to == "yes":
        return None
    return (
        f"条文「{clause.head.title}」の文言は固定されています。",
        f"変えたいときは、{clause.head.ask_first}に相談してください。この変更を消すと進められます。",
    )


def loosens_section(content: Content, pack: Pack, key: str) -> Why | None:
    """Why this section stays: a locked wording stands in it; None when it may go."""
    locked = {id for id, clause in content.clauses.items() if clause.head.locked}
    inside = locked & set(_clauses_in(pack, key)) if locked else set()
    if not inside:
        return None
    titles = "、".join(f"「{content.clauses[id].head.title}」" for id in sorted(inside))
    return (
        f"節「{key}」には、文言の固定された条文{titles}があります。",
        "この節を外したり、出す場合を狭めたりはできません。この変更を消してください。",
    )


def _clauses_in(pack: Pack, key: str) -> Iterator[str]:
    from .markup import ClauseBlock, parse_template, walk

    if not pack.template_md.is_file():
        return
    try:
        blocks = parse_template(read_text(pack.template_md, error=ContentError), pack.file)
    except ContentError:  # told when the template is built
        return
    yield from (block.name for block in walk(extent(blocks, key)) if isinstance(block, ClauseBlock))


def loosens_question(content: Content, asked: Asked, id: str) -> Why | None:
    """Why a question must go on being asked: a locked rule looks at its answer; None when none does."""
    if asked.verb == "set" and (asked.change.field != "when" or asked.change.to == "always"):
        return None
    readers = [rule_id for rule_id, rule in content.rules.items() if rule.locked and mentions(rule, id)]
    if not readers:
        return None
    return (
        f"この質問の答えは、固定された規則{'・'.join(readers)}が見ています。",
        "尋ねる場合を狭めたり、外したりはできません。この変更を消してください。",
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


def is_dropped(when: str) -> bool:
    """Whether an overlay dropped what stands under this ``when``."""
    return when == NEVER
