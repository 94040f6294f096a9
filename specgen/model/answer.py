"""Answers: what a person wrote (``Written``), and what it was read as (``Answer``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from ..errors import NOWHERE, Place


class State(StrEnum):
    """What is known of an answer. "Not known yet" is always a legal answer."""

    UNANSWERED = "unanswered"
    ANSWERED = "answered"
    NONE = "none"
    """なし, 特になし: a statement, not a gap."""
    UNDECIDED = "undecided"
    """未定: by when, who."""
    UNKNOWN = "unknown"
    """わからない: with a note."""
    NOT_APPLICABLE = "not_applicable"
    """該当なし: with the reason."""
    COPIED = "copied"
    """前回から: not yet confirmed."""
    PREFILLED = "prefilled"
    """台帳から: not yet confirmed."""
    UNREADABLE = "unreadable"
    """The kind could not read it; kept as text, with the reason."""


HAS_VALUE = frozenset({State.ANSWERED, State.COPIED, State.PREFILLED})
"""States that carry a value which is printed."""
GAPS = frozenset({State.UNANSWERED, State.UNDECIDED, State.UNKNOWN, State.UNREADABLE})
"""States that print a gap."""
STATE_LABELS: Mapping[State, str] = {
    State.UNANSWERED: "未回答",
    State.ANSWERED: "回答済み",
    State.NONE: "なし",
    State.UNDECIDED: "未定",
    State.UNKNOWN: "わからない",
    State.NOT_APPLICABLE: "該当なし",
    State.COPIED: "前回から（確認待ち）",
    State.PREFILLED: "台帳から（確認待ち）",
    State.UNREADABLE: "読み取れない",
}


@dataclass(frozen=True, slots=True)
class Written:
    """One field as a person wrote it, before its kind reads it.

    ``text`` is the value text of ANSWERED, COPIED and PREFILLED. Tables have ``rows`` instead (row key → column →
    Written) and ``text`` stays empty. ``cut_by_comment`` holds what YAML took for a comment after a plain text.
    """

    state: State
    text: str = ""
    note: str = ""
    who: str = ""
    by: str = ""
    origin: str = ""
    as_of: str = ""
    rows: Mapping[str, Mapping[str, Written]] | None = None
    place: Place = NOWHERE
    cut_by_comment: str = ""
    why: str = ""
    """Why it cannot be read, when the reader of the file already knows (state UNREADABLE)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One field as read. ``value`` is the kind's own type where the state has one, else None.

    For a table ``value`` is a tuple of ``Row``. ``active`` is False when the question does not apply: such an answer
    is kept, never printed or checked. So is a cell that is empty and may be.
    """

    id: str
    state: State
    value: Any = None
    written: str = ""
    note: str = ""
    who: str = ""
    by: str = ""
    by_date: date | None = None
    origin: str = ""
    as_of: str = ""
    why: str = ""
    active: bool = True
    place: Place = NOWHERE
    remarks: tuple[str, ...] = ()
    """Limits exceeded, doubtful characters, text cut by a comment: Japanese sentences, not faults."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: a stable key and a cell for every column of the question."""

    key: str
    cells: Mapping[str, Answer] = field(default_factory=dict)
