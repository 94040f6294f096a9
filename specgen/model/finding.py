"""What a rule found, said in words a colleague would use."""

from __future__ import annotations

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


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding; its identity is ``rule@subject``. ``verdict``: finding, question, undecided.

    ``subject`` follows the id grammar (answer, cell, ``section:key``, ``text:key/hash``). ``undecided`` names the
    answers that would decide it. ``reads`` are the answers the verdict stood on.
    """

    rule: str
    subject: str
    verdict: str
    level: str
    title: str = ""
    found: str = ""
    why: str = ""
    fix: str = ""
    example: str = ""
    offer: str = ""
    basis: tuple[Basis, ...] = ()
    reads: Mapping[str, Any] = field(default_factory=dict)
    place: Place = NOWHERE
    heading: str = ""
    undecided: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """``DLV-02@deliverable.list/D6.due``."""
        return f"{self.rule}@{self.subject}"
