"""What a question's kind needs to know to read, show and write an answer (``Spec``), and how to print it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .answer import Answer


@dataclass(frozen=True, slots=True)
class HouseStyle:
    """The organisation's way of writing. Applied to clauses, template text and shown values, never to free text."""

    comma: str = "、。"
    """``、。`` or ``，．``."""
    digits: str = "half"
    """``half`` or ``full``."""
    era: str = "wareki"
    """``wareki`` (令和8年4月1日) or ``western`` (2026年4月1日)."""


PLAIN_STYLE = HouseStyle()


@dataclass(frozen=True, slots=True)
class Spec:
    """The kind of a value with its limits. ``kind`` is a key of ``model.kinds.KINDS``.

    ``lines`` and ``chars`` limit text; ``least`` and ``most`` numbers (as written, exact); ``choices`` maps a code
    to its label; ``columns``, ``prefix`` belong to tables; ``to`` names the table a reference points into
    (``work.list``); ``calc`` names a registered function of ``case``, ``of`` the column that it
    reads (``deliverable.list/*.due``); ``followed_by`` are the words that documents print right behind the value.
    """

    kind: str
    choices: Mapping[str, str] = field(default_factory=dict)
    lines: int = 0
    chars: int = 0
    least: str = ""
    most: str = ""
    unit: str = ""
    columns: tuple[Column, ...] = ()
    prefix: str = ""
    row_label: str = ""
    to: str = ""
    calc: str = ""
    of: str = ""
    followed_by: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table question. Optional columns may stay empty without a gap.

    ``needed_with`` (column id → choice code) says in which rows a column must be filled: a requirement that is
    ``conditional`` needs its condition.
    """

    id: str
    label: str
    spec: Spec
    required: bool = True
    good: str = ""
    gap: str = ""
    audience: str = ""
    formerly: tuple[str, ...] = ()
    needed_with: Mapping[str, str] = field(default_factory=dict)

    def needed(self, cells: Mapping[str, Answer]) -> bool:
        """Whether this column must be filled in the row of ``cells``."""
        return self.required and all(cells[id].value == code for id, code in self.needed_with.items())
