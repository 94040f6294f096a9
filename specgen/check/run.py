"""Run the rules of a profile over a case and its printed text; the heaviest findings come first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from ..content.library import Content
from ..content.profile import Profile
from ..content.rulenames import CompiledRule, compile_rule
from ..errors import Faults
from ..model.finding import LEVELS, Finding
from .fact import check_fact
from .verdicts import Checked
from .words import check_words


@dataclass(frozen=True, slots=True)
class Report:
    """What the rules said: findings (heaviest first), and rules that cannot be decided yet."""

    findings: tuple[Finding, ...] = ()
    undecided: tuple[Finding, ...] = ()

    def at_least(self, level: str) -> tuple[Finding, ...]:
        """Findings of this level or above."""
        return tuple(f for f in self.findings if LEVELS.index(f.level) >= LEVELS.index(level))


def rules_of(content: Content, profile: Profile, stage: str) -> tuple[CompiledRule, ...]:
    """The rules that ``profile`` asks at ``stage``, compiled; raises ``ContentError`` with every fault."""
    faults = Faults()
    wanted = [id for id in content.rules if _asked(id, profile, stage)]
    compiled = tuple(compile_rule(id, content, faults) for id in wanted)
    faults.stop_if_any()
    return compiled


def run_rules(rules: Sequence[CompiledRule], checked: Checked) -> Report:
    """All verdicts of ``rules`` on ``checked``."""
    needs = {need for compiled in rules for need in compiled.rule.needs}
    covered = frozenset(needs | {need.partition("/*.")[0] for need in needs})
    found: list[Finding] = []
    for compiled in rules:
        if compiled.rule.kind == "fact":
            found.extend(check_fact(compiled, checked, covered))
        else:
            found.extend(check_words(compiled, checked))
    findings = [f for f in found if f.verdict == "finding"]
    order = {id: n for n, id in enumerate(checked.case.content.questions)}

    def weight(item: Finding) -> tuple[int, int, str, str]:
        return (
            -LEVELS.index(item.level),
            order.get(item.subject.partition("/")[0], len(order)),
            item.rule,
            item.subject,
        )

    return Report(tuple(sorted(findings, key=weight)), tuple(f for f in found if f.verdict == "undecided"))


def _asked(id: str, profile: Profile, stage: str) -> bool:
    if not any(fnmatchcase(id, pattern) for pattern in profile.rules):
        return False
    if any(fnmatchcase(id, pattern) for pattern in profile.without):
        return False
    wanted = next((s for pattern, s in profile.stage_from.items() if fnmatchcase(id, pattern)), "draft")
    return wanted == "draft" or stage == "submit"
