"""Run the rules of a profile over a case and its printed text; the heaviest verdicts come first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..content.library import Content
from ..content.profile import Profile
from ..content.rule import FactRule
from ..content.rulenames import CompiledRule, compile_rule
from ..errors import Faults
from ..model.finding import LEVELS, Finding
from .ask import check_ask
from .cross import check_cross
from .fact import check_fact
from .sections import check_sections
from .verdicts import Checked, undecided
from .words import check_words

FAILED = "この確認は、今の答えでは計算できませんでした。ほかの確認には影響しません。"
"""What is said of a rule that could not be computed: it is never silent and stops nothing."""


@dataclass(frozen=True, slots=True)
class Report:
    """What the rules said, heaviest first: findings and questions together, and rules that cannot be decided yet."""

    findings: tuple[Finding, ...] = ()
    undecided: tuple[Finding, ...] = ()

    def at_least(self, level: str) -> tuple[Finding, ...]:
        """Findings of this level or above; questions to people are none."""
        return tuple(f for f in self.told if LEVELS.index(f.level) >= LEVELS.index(level))

    @property
    def told(self) -> tuple[Finding, ...]:
        """Findings without the questions (気付き)."""
        return tuple(f for f in self.findings if f.verdict == "finding")

    @property
    def questions(self) -> tuple[Finding, ...]:
        """Questions to people (お尋ね)."""
        return tuple(f for f in self.findings if f.verdict == "question")


def rules_of(content: Content, profile: Profile, stage: str) -> tuple[CompiledRule, ...]:
    """The rules that ``profile`` asks at ``stage``, compiled; raises ``ContentError`` with every fault."""
    faults = Faults()
    wanted = [id for id in content.rules if profile.asks(id, stage)]
    compiled = tuple(compile_rule(id, content, faults) for id in wanted)
    faults.stop_if_any()
    return compiled


def run_rules(rules: Sequence[CompiledRule], checked: Checked) -> Report:
    """All verdicts of ``rules`` on ``checked``."""
    covered = covered_by(rules)
    found = [verdict for compiled in rules for verdict in verdicts(compiled, checked, covered)]
    order = {id: n for n, id in enumerate(checked.case.content.questions)}

    def weight(item: Finding) -> tuple[int, int, int, bool, int, int, str, str]:
        return (
            -LEVELS.index(item.level),
            _rank(item, checked),
            item.authority,
            item.verdict == "question",
            _position(item, checked, order),
            item.paper.block,
            item.rule,
            item.subject,
        )

    spoken = sorted((f for f in found if f.verdict != "undecided"), key=weight)
    return Report(tuple(spoken), tuple(f for f in found if f.verdict == "undecided"))


def covered_by(rules: Sequence[CompiledRule]) -> frozenset[str]:
    """The addresses of which some rule's ``needs`` speak, so that the rule on blanks need not."""
    return frozenset().union(*(compiled.needs for compiled in rules if compiled.needs))


def verdicts(compiled: CompiledRule, checked: Checked, covered: frozenset[str]) -> list[Finding]:
    """The verdicts of one rule; where it cannot be computed that is a verdict too, never a crash or a silent pass."""
    rule, case = compiled.rule, checked.case
    if rule.types and case.entry.type not in rule.types:
        return []
    try:
        applies = case.deciding.when(rule.when)
        if applies is None:
            return [undecided(compiled, checked, case.deciding.open_questions(case.content.whens[rule.when]))]
        return list(_of_kind(compiled, checked, covered)) if applies else []
    except Exception:  # whatever a rule stumbles over, the others go on
        return [undecided(compiled, checked, (), FAILED)]


def _of_kind(compiled: CompiledRule, checked: Checked, covered: frozenset[str]) -> Iterator[Finding]:
    if isinstance(compiled.rule, FactRule):
        return check_fact(compiled, checked, covered)
    return _OF_TEXT[compiled.rule.kind](compiled, checked)


_OF_TEXT: Mapping[str, Callable[[CompiledRule, Checked], Iterator[Finding]]] = {
    "words": check_words,
    "sections": check_sections,
    "cross": check_cross,
    "ask": check_ask,
}


def _rank(item: Finding, checked: Checked) -> int:
    """How early the answer that it is about is told in this document."""
    id = item.subject.removeprefix("text:").partition("/")[0]
    return checked.profile.rank(id) if checked.profile is not None else 0


def _position(item: Finding, checked: Checked, order: dict[str, int]) -> int:
    """Reading order: that of the questions; the paper's own text follows what was printed last before it."""
    id = item.subject.removeprefix("text:").partition("/")[0]
    if id in order or checked.paper is None:
        return order.get(id, len(order))
    return len(order)
