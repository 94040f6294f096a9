"""What passes between the template, the case and the printed paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..errors import NOWHERE, Place


class Gap(str):
    """A text that stands for a missing answer; printed in the gap style. Otherwise an ordinary string."""

    __slots__ = ()


class Unconfirmed(str):
    """A copied or prefilled value nobody has confirmed; printed in the unconfirmed style."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class TemplateHeading:
    """A heading of a template. ``key`` is empty for headings that have none; ``level`` counts from 1.

    ``under`` are the tests it stands in, outermost first, written as in the template: ``sections["cloud"]``,
    ``conditions["personal"]``, ``clauses["rights.ownership"]["transfer"]``.
    """

    level: int
    text: str
    key: str
    bookmark: str
    under: tuple[str, ...] = ()
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class TemplateField:
    """An answer that a template prints: ``id`` is an answer id, ``table/*.column`` for a cell in a row loop.

    ``after`` counts the headings of the template that stand before it. ``named``: its sentence says what it is and
    that it is so (契約期間は、…とする), and a gap in its place need not say it again.
    """

    id: str
    under: tuple[str, ...] = ()
    place: Place = NOWHERE
    quoted: str = ""
    after: int = 0
    named: bool = False


@dataclass(frozen=True, slots=True)
class TemplateFacts:
    """What the compiler learnt about a template; the case numbers the outline from it.

    ``tables`` lists keys of captions with the tests they stand in, in document order; ``texts`` the fixed sentences
    with the tests they stand in (for the glossary and for rules on wording).
    """

    headings: tuple[TemplateHeading, ...] = ()
    fields: tuple[TemplateField, ...] = ()
    tables: tuple[tuple[str, tuple[str, ...]], ...] = ()
    texts: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """One printed heading with its computed number (``第3章``, ``3.6``, ``（１）``; empty if unnumbered)."""

    level: int
    number: str
    text: str
    key: str
    bookmark: str


@dataclass(frozen=True, slots=True)
class Printable:
    """All that one document prints: pure data (dict, list, str, bool, int) under the reserved names and topics.

    ``context`` is what docxtpl would be given. ``facts_printed`` maps each traced id to the text that must be found
    in the finished file (used by the output check). ``deciders`` maps a gap that stands for a section, a
    clause or an item to the answers that would decide it.
    """

    context: Mapping[str, Any]
    outline: tuple[OutlineEntry, ...] = ()
    title: str = ""
    facts_printed: Mapping[str, str] = field(default_factory=dict)
    deciders: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
