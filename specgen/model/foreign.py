"""What a Word file that we did not make tells beside its text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Marked:
    """A piece of the body in another colour or with a marker pen: as a rule a note to be settled."""

    text: str
    how: str
    """``highlight``, ``red`` or ``blue``."""
    block: int
    """``Block.index`` of its paragraph."""


@dataclass(frozen=True, slots=True)
class ForeignFile:
    """Properties of the file by name (``title``, ``subject``, ``creator``, ``company`` …) and what is marked in it."""

    properties: Mapping[str, str] = field(default_factory=dict)
    marked: tuple[Marked, ...] = ()
