"""The small files of the library: the glossary and the register of sources."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pydantic import model_validator

from .gate import Entry, Said
from .lexicon import why_not_a_pattern


class Term(Entry):
    """A term of the glossary; it is printed only in papers that use it."""

    term: Said
    reading: Said
    means: Said
    formerly: tuple[Said, ...] = ()


class Source(Entry):
    """A source that bases cite."""

    title: Said
    kind: Said
    seen: Said
    on: str = ""
    version: str = ""
    note: str = ""


class Category(Entry):
    """A category of rules: what stands before the number of a rule is called so."""

    label: Said


class Sign(Entry):
    """Words (regular expressions) by which a paper without answers shows that a condition holds.

    It does not where one of ``unless`` stands too.
    """

    words: tuple[Said, ...]
    unless: tuple[Said, ...] = ()

    @model_validator(mode="after")
    def _sound(self) -> Sign:
        for text in (*self.words, *self.unless):
            if why := why_not_a_pattern(text):
                raise ValueError(f"「{text[:40]}」は探す形として使えません。{why}")
        return self

    def shown_in(self, text: str) -> bool:
        """Whether a text shows it."""
        return any(re.search(w, text) for w in self.words) and not any(
            re.search(u, text) for u in self.unless
        )


FILLED: Mapping[str, tuple[str, ...]] = {
    "section_undecided": ("questions",),
    "clause_undecided": ("questions", "variants"),
    "item_unsure": ("condition",),
    "decided_by": ("gap", "by"),
}
"""The phrases that have values put in, and how the places for them are named."""


class Phrases(Entry):
    """Fixed wordings that specgen itself puts on a page."""

    section_undecided: str = ""
    clause_undecided: str = ""
    item_unsure: str = ""
    decided_by: str = ""
    cell_gap: str = ""
    empty_cell: str = ""
    none_cell: str = ""
    no_terms: str = ""
    not_printed: str = ""
