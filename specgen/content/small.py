"""The small files of the library: the glossary and the register of sources."""

from __future__ import annotations

from collections.abc import Mapping

from .gate import Entry, Said


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
