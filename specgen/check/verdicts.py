"""What every kind of rule needs: the case with its papers, levels by stage, and words filled with values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ..case.case import Case
from ..content.rule import Rule
from ..content.rulenames import CompiledRule
from ..errors import NOWHERE, Place
from ..model.answer import STATE_LABELS, Answer, State
from ..model.finding import Finding
from ..model.texttree import TextTree

_FIELD = re.compile(r"\{\{\s*([\w.]+)\s*\}\}")


@dataclass(frozen=True, slots=True)
class Checked:
    """What rules look at: a case, the answers as they would be printed, and one document's text (or None)."""

    case: Case
    shown: Mapping[str, str] = field(default_factory=dict)
    """Answer id or cell address → printed text."""
    document: str = ""
    tree: TextTree | None = None
    concerns: frozenset[str] | None = None
    """The questions that the document prints or that decide what it prints; None where there is no document."""
    stage: str = "draft"


def finding(
    compiled: CompiledRule,
    checked: Checked,
    subject: str,
    values: Mapping[str, str],
    *,
    place: Place = NOWHERE,
    heading: str = "",
) -> Finding:
    """One finding of ``compiled`` about ``subject``, its words filled with ``values``."""
    rule = compiled.rule

    def said(words: str) -> str:
        return fill(words, values, checked)

    return Finding(
        rule=compiled.id,
        subject=subject,
        verdict="finding",
        level=level(rule, checked.stage),
        title=rule.title,
        found=said(rule.words.found),
        why=said(rule.words.why),
        fix=said(rule.words.fix),
        example=said(rule.words.example),
        offer=said(rule.words.offer),
        basis=tuple(b.value() for b in rule.basis),
        place=place,
        heading=heading,
    )


def undecided(compiled: CompiledRule, checked: Checked, subject: str, asks: tuple[str, ...]) -> Finding:
    """The third verdict: the answers ``asks`` would decide it."""
    rule = compiled.rule
    return Finding(
        compiled.id, subject, "undecided", level(rule, checked.stage), title=rule.title, undecided=asks
    )


def level(rule: Rule, stage: str) -> str:
    """The rule's level at ``stage``."""
    return rule.level.submit if stage == "submit" else rule.level.draft


def fill(words: str, values: Mapping[str, str], checked: Checked) -> str:
    """``words`` with ``{{ name }}`` replaced: values of the rule first, then answers as printed, then org settings."""

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if name in values:
            return values[name]
        if name.startswith("org."):
            return str(checked.case.content.org().get(name[4:], ""))
        return checked.shown.get(name, match[0])

    return _FIELD.sub(value, words)


def gap_words(answer: Answer) -> str:
    """How a gap is said in a finding, before です: 未回答, 確認中（覚え書き）, 未定（いつまで、だれ）."""
    if answer.state is State.UNKNOWN:
        return f"確認中（{answer.note}）" if answer.note else "確認中"
    label = STATE_LABELS[answer.state]
    if answer.state is not State.UNDECIDED:
        return label
    details = "、".join(part for part in (f"{answer.by}まで" if answer.by else "", answer.who) if part)
    return f"{label}（{details}）" if details else label
