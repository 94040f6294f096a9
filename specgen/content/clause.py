"""Clauses: reviewed wording with variants, source, version, and whom to ask before changing it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import ConfigDict, Field

from .basis import BasisEntry
from .gate import Entry, Said, Whole, YesNo

SINGLE = "text"
"""Name of the only variant of a clause that has none."""


class VariantEntry(Entry):
    """One wording and the condition that chooses it."""

    label: Said
    when: Said


class ClauseHead(Entry):
    """The front matter of a clause."""

    model_config = ConfigDict(populate_by_name=True)

    title: Said
    version: Whole
    ask_first: Said
    variants: dict[str, VariantEntry] = {}
    locked: YesNo = False
    """A locked clause keeps its wordings: no overlay rewrites them, chooses among them or drops their section."""
    basis: tuple[BasisEntry, ...] = ()
    formerly: tuple[Said, ...] = ()
    in_force_from: str = Field("", alias="from")
    in_force_to: str = Field("", alias="to")


@dataclass(frozen=True, slots=True)
class OwnText:
    """A wording that an overlay brings, and where it begins."""

    text: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause: its head, and its body as text with the line where it begins (parsed only when it is built)."""

    id: str
    head: ClauseHead
    body: str
    file: str
    first_line: int
    own: Mapping[str, OwnText] = field(default_factory=dict)
    """The variants whose text an overlay wrote, in place of what ``body`` says."""

    @property
    def variants(self) -> tuple[str, ...]:
        """Names of the variants in order; ``("text",)`` when there is only one wording."""
        return tuple(self.head.variants) or (SINGLE,)
