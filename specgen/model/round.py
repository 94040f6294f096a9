"""A round of review: what was found in it, what people answered, and what moved since the round before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from .finding import Finding

MOVEMENT_LABELS = {
    "new": "新規",
    "continuing": "継続",
    "changed": "変更あり",
    "back": "再び",
    "acknowledged": "了承済み",
    "waiting": "判断待ち",
    "settled": "解決",
}
"""State of a finding against the rounds before → what a person reads; what asks for attention stands first."""

VIA_LABELS = {"word": "Word", "excel": "Excel", "command": "コマンド"}
"""By which road a line of the log came."""

DEEDS = ("open", "reply", "resolve", "reopen", "acknowledge", "approve", "return", "close")
"""What a line of the log records.

``open`` begins a round; ``reply`` says something to a finding; ``resolve`` and ``reopen`` set or take back the mark
解決 in Word or Excel; ``acknowledge`` takes a finding as it is (``says`` is the reason); ``approve`` approves what
``covers`` fingerprints; ``return`` and ``close`` concern the whole round.
"""


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of the log of a round; lines are only ever added.

    ``key`` is the finding spoken of (empty: the round), ``says`` a reply or a reason. ``until`` and ``approver``
    belong to an acknowledgement, ``reads`` too (what the finding stood on then); ``covers`` (address → fingerprint)
    to an approval. ``mark`` tells apart the same words said twice in one thread of a file.
    """

    on: date
    by: str
    does: str
    via: str = "command"
    key: str = ""
    says: str = ""
    until: date | None = None
    approver: str = ""
    covers: Mapping[str, str] = field(default_factory=dict)
    reads: str = ""
    mark: str = ""

    @property
    def told(self) -> tuple[object, ...]:
        """What makes two lines the same: a file that is read twice says nothing new."""
        return self.does, self.key, self.by, self.says, self.until, self.approver, self.mark


@dataclass(frozen=True, slots=True)
class RoundFinding:
    """A finding or a question as a round recorded it; ``reads`` is the digest of the answers it stood on."""

    key: str
    verdict: str
    level: str
    state: str
    reads: str
    found: str
    since: int = 0
    """The round in which its unbroken line began."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What a round looked at: number of the draft, name of its Word file, digests of its parts and of the answers."""

    draft: int
    file: str
    parts: str
    answers: str


@dataclass(frozen=True, slots=True)
class Round:
    """One round on one document of a case; ``undecided`` names per rule the answers that would decide it."""

    number: int
    document: str
    opened_on: date
    opened_by: str
    reviewed: Reviewed
    profile: str
    stage: str
    as_of: date
    checklists: str = ""
    good: tuple[str, ...] = ()
    findings: tuple[RoundFinding, ...] = ()
    undecided: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    log: tuple[LogLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """One finding seen against the rounds before.

    ``state`` is a key of ``MOVEMENT_LABELS``; ``finding`` is what was found now, None where nothing is found any more;
    ``before`` how the last round that had it recorded it; ``since`` the round in which its unbroken line began;
    ``talk`` are the lines of the log that speak of it, oldest first; ``note`` says in a sentence why it is in this
    state where that is not plain (what changed, why an acknowledgement lapsed).
    """

    key: str
    state: str
    finding: Finding | None = None
    before: RoundFinding | None = None
    since: int = 0
    talk: tuple[LogLine, ...] = ()
    note: str = ""
