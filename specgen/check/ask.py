"""Rules that only a person can judge: the question, until somebody has answered it."""

from __future__ import annotations

from collections.abc import Iterator

from ..content.rulenames import CompiledRule
from ..model.finding import Finding
from .verdicts import Checked, finding


def check_ask(compiled: CompiledRule, checked: Checked) -> Iterator[Finding]:
    """The question of one rule of kind ``ask``; silent once it was answered."""
    reply = checked.replies.get(compiled.id)
    if reply is None or not (reply.choice or reply.says):
        yield finding(compiled, checked, compiled.rule.about or f"rule:{compiled.id}", {})
