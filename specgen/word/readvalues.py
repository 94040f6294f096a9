"""What the content controls of a file hold, answer by answer; paragraphs of prose come back as one text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from .readblocks import Walk
from .readinline import Control, Line

FARTHEST = 300
"""Paragraphs of one answer stand near each other, at most this many lines apart."""


@dataclass(slots=True)
class _Prose:
    """One place where the paragraphs of an answer stand."""

    container: int
    last: int
    number: int = 0
    """The number of the latest paragraph; numbers that are left out stand for blank lines."""
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.texts) if any(self.texts) else ""


def gather(walks: Iterable[Walk]) -> dict[str, tuple[str, ...]]:
    """Answer id → the text at each place where it is printed, in reading order.

    ``id#1``, ``id#2`` … become one text of ``id``; what was typed between two of them belongs to it.
    """
    found: dict[str, list[str | _Prose]] = {}
    for walk in walks:
        latest: dict[str, _Prose] = {}
        for control in walk.controls:
            answer, _, paragraph = control.tag.partition("#")
            places = found.setdefault(answer, [])
            if not paragraph.isdecimal():
                places.append(control.text)
                continue
            prose = latest.get(answer)
            if prose is None or _begins_again(prose, control, int(paragraph[:6]), walk.lines):
                prose = latest[answer] = _Prose(_container(control, walk.lines), control.line - 1)
                places.append(prose)
            _add(prose, answer, int(paragraph[:6]), control, walk.lines)
    return {
        answer: tuple(place if isinstance(place, str) else place.text for place in places)
        for answer, places in found.items()
    }


def _container(control: Control, lines: list[Line]) -> int:
    return lines[control.line].container if control.line < len(lines) else 0


def _begins_again(prose: _Prose, control: Control, paragraph: int, lines: list[Line]) -> bool:
    """Whether this is the answer printed a second time and not one more paragraph of it."""
    if _container(control, lines) != prose.container:
        return True
    return paragraph == 1 and control.line > prose.last + 1


def _add(prose: _Prose, answer: str, number: int, control: Control, lines: list[Line]) -> None:
    if control.line == prose.last and prose.texts:
        prose.number = max(number, prose.number)
        return  # two paragraphs that were joined: the line was taken whole
    if control.line - prose.last > FARTHEST:
        prose.last = control.line - 1  # moved far away: what stands between is other text
    if prose.number:
        prose.texts += [""] * min(number - prose.number - 1, FARTHEST)
    prose.number = max(number, prose.number)
    between = [x for x in lines[prose.last + 1 : control.line] if x.container == prose.container]
    if prose.texts and all(x.kind in ("paragraph", "item") for x in between):
        prose.texts += [x.text for x in between if x.text and not x.tags]
    prose.texts.append(_own_text(answer, control, lines))
    prose.last = control.line


def _own_text(answer: str, control: Control, lines: list[Line]) -> str:
    """Prose stands alone in its paragraph, so what was typed beside the control belongs to it too."""
    if control.line >= len(lines):
        return control.text
    line = lines[control.line]
    alone = all(tag.partition("#")[0] == answer for tag in line.tags)
    return line.text if alone and line.text and not control.empty else control.text
