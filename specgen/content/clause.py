"""Clauses: reviewed wording with variants, source, version, and whom to ask before changing it."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import ConfigDict, Field

from .basis import BasisEntry
from .gate import Entry, Whole

SINGLE = "text"
"""Name of the only variant of a clause that has none."""


class VariantEntry(Entry):
    """One wording and the condition that chooses it."""

    label: str
    when: str


class ClauseHead(Entry):
    """The front matter of a clause."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    title: str
    version: Whole
    ask_first: str
    variants: dict[str, VariantEntry] = {}
    basis: tuple[BasisEntry, ...] = ()
    formerly: tuple[str, ...] = ()
    in_force_from: str = Field("", alias="from")
    in_force_to: str = Field("", alias="to")


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause: its head, and its body as text with the line where it begins (parsed only when it is built)."""

    id: str
    head: ClauseHead
    body: str
    file: str
    first_line: int

    @property
    def variants(self) -> tuple[str, ...]:
        """Names of the variants in order; ``("text",)`` when there is only one wording."""
        return tuple(self.head.variants) or (SINGLE,)
