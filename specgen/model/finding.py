"""What a rule found, said in words a colleague would use."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..errors import NOWHERE, Place

LEVELS = ("advise", "confirm", "must")
LEVEL_LABELS = {"must": "必須", "confirm": "要確認", "advise": "助言"}


@dataclass(frozen=True, slots=True)
class Basis:
    """Why a rule, clause or question is there: authority, citation, source ids of ``sources.yaml``, confidence."""

    authority: str
    cite: str
    source: tuple[str, ...] = ()
    version: str = ""
    confidence: str = "unverified"
    note: str = ""


VERDICT_LABELS = {"finding": "気付き", "question": "お尋ね", "undecided": "まだ判断できないもの"}
AUTHORITIES = ("law", "normative", "internal", "logic", "informative", "practice", "example")
"""From what binds most to what merely shows how others do it."""


@dataclass(frozen=True, slots=True)
class PaperPlace:
    """Where something is printed: heading, caption of the table, first cell of the row, head of the column."""

    document: str = ""
    heading: str = ""
    table: str = ""
    row: str = ""
    column: str = ""
    section: str = ""
    """Key of the nearest chapter or section that has one."""
    block: int = -1
    """``Block.index`` of the text; -1 where it is not printed."""
    tag: str = ""
    """Tag of the control around it, where its subject is not a tag itself."""


NOT_PRINTED = PaperPlace()


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding, question or undecided rule; its identity is ``rule@subject``.

    ``subject`` follows the id grammar (answer, cell, ``section:key``, ``text:key/hash``). ``question`` is what a
    person is asked where ``verdict`` is question. ``undecided`` names the answers that would decide it. ``reads``
    are the inputs that the verdict stood on, as they were. ``level_from`` says who set the level.
    """

    rule: str
    subject: str
    verdict: str
    level: str
    title: str = ""
    found: str = ""
    question: str = ""
    why: str = ""
    fix: str = ""
    example: str = ""
    offer: str = ""
    basis: tuple[Basis, ...] = ()
    reads: Mapping[str, Any] = field(default_factory=dict)
    place: Place = NOWHERE
    paper: PaperPlace = NOT_PRINTED
    undecided: tuple[str, ...] = ()
    level_from: str = ""

    @property
    def key(self) -> str:
        """``DLV-02@deliverable.list/D6.due``."""
        return f"{self.rule}@{self.subject}"

    @property
    def lead(self) -> str:
        """What is said first: the question where there is one, else what was found."""
        return self.question or self.found

    @property
    def heading(self) -> str:
        """The heading under which it is printed."""
        return self.paper.heading

    @property
    def reads_digest(self) -> str:
        """Changes when one of the inputs changes, and only then."""
        told = json.dumps(self.reads, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(told.encode()).hexdigest()[:8]

    @property
    def authority(self) -> int:
        """How much it binds: the place of its strongest basis in ``AUTHORITIES``."""
        found = [AUTHORITIES.index(basis.authority) for basis in self.basis]
        return min(found, default=len(AUTHORITIES))


def verdict_label(finding: Finding) -> str:
    """必須, 要確認 or 助言 for a finding; the same behind お尋ね for a question."""
    level = LEVEL_LABELS[finding.level]
    return f"{VERDICT_LABELS['question']}・{level}" if finding.verdict == "question" else level
