"""期日: a date; before, at or after an event; again and again; in a certain week; at once."""

from __future__ import annotations

from ..spec import HouseStyle, Spec
from .due_reading import HINT, parse_due
from .due_value import Cycle, Due, Form
from .wording import plain, show_words

__all__ = ["KIND", "Cycle", "Due", "DueKind", "Form", "parse_due"]


class DueKind:
    """A due date."""

    name = "due"
    label = "期日"
    sort = "due"
    uses: tuple[str, ...] = ()

    def parse(self, text: str, spec: Spec) -> Due:
        """Every form of ``parse_due``."""
        return parse_due(text)

    def show(self, value: Due, spec: Spec, style: HouseStyle) -> str:
        """The person's own wording, its dates and digits in the style of the house."""
        return show_words(value.words, style)

    def dump(self, value: Due, spec: Spec) -> str:
        """The same words in 和暦."""
        return plain(value.words)

    def limits(self, value: Due, spec: Spec) -> tuple[str, ...]:
        """No limits."""
        return ()

    def hint(self, spec: Spec) -> str:
        """Examples."""
        return HINT


KIND = DueKind()
