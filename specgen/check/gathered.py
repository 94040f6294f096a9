"""Findings that are told together: blanks of one topic, and what one remedy mends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..model.answer import GAPS, State
from ..model.finding import Finding

_BLANK = frozenset(str(state) for state in GAPS - {State.UNREADABLE})


@dataclass(frozen=True, slots=True)
class Group:
    """Findings and questions that a reader takes as one: ``blanks`` of one topic, or places with the same remedy."""

    findings: tuple[Finding, ...]
    blanks: bool = False

    @property
    def first(self) -> Finding:
        """The heaviest of them, for which the others wait."""
        return self.findings[0]

    @property
    def topic(self) -> str:
        """The topic of the first, empty where it is about no answer."""
        return topic_of(self.first)


def is_blank(finding: Finding) -> bool:
    """Whether it is about an answer or a cell that is not there yet, whichever rule says so."""
    read = finding.reads.get(finding.subject)
    return isinstance(read, Mapping) and read.get("state") in _BLANK


def topic_of(finding: Finding) -> str:
    """The topic of the answer that a finding is about; empty for text, sections and whole papers."""
    topic, dot, _ = finding.subject.partition(".")
    return topic if dot and ":" not in topic else ""


def gathered(findings: Sequence[Finding]) -> list[Group]:
    """The findings in groups of one level each; every group stands where its first finding stood."""
    groups: dict[tuple[str, ...], list[Finding]] = {}
    for finding in findings:
        groups.setdefault(_key(finding), []).append(finding)
    return [Group(tuple(found), key[1] == "blanks") for key, found in groups.items()]


def _key(finding: Finding) -> tuple[str, ...]:
    topic = topic_of(finding)
    if not topic:
        return (finding.level, "alone", finding.key)
    if is_blank(finding):
        return (finding.level, "blanks", topic)
    return (finding.level, "alike", finding.rule, topic, finding.fix, finding.offer)
