"""A paper without a case: nothing was answered, and conditions hold only where the paper itself shows it."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from ..content.library import Content
from ..expr import UNKNOWN, Verdict
from .case import Case
from .casefile import CaseEntry
from .deciding import Deciding

NO_CASE = "none"
"""The id of a case that there is not."""
ANY_TYPE: Final = "study"
"""A type must be named; rules and conditions on types are told by ``Unanswered``, never by this."""


class Unanswered(Deciding):
    """Knows the conditions that the text shows; every answer, and the type of procurement, is unknown."""

    def __init__(self, content: Content, text: str, *, as_of: date) -> None:
        super().__init__(content, ANY_TYPE, {}, as_of=as_of)
        self.shown = frozenset(name for name, sign in content.signs.items() if sign.shown_in(text))

    def condition(self, name: str) -> Verdict:
        """Yes where the text shows it, else unknown."""
        return True if name == "always" or name in self.shown else None

    def value(self, id: str) -> Any:
        """Unknown but for the settings of the organisation."""
        return super().value(id) if id.startswith("org.") else UNKNOWN

    def last_day(self, id: str) -> Any:
        """Unknown."""
        return UNKNOWN

    first_day = last_day


def unanswered_case(content: Content, text: str, as_of: date) -> Case:
    """A case in which nothing is known but what ``text`` shows."""
    return Case(
        content, CaseEntry(id=NO_CASE, type=ANY_TYPE), as_of, {}, (), Unanswered(content, text, as_of=as_of)
    )
