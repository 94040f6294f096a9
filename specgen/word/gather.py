"""Tags that Word split over runs come together; fixed text is put into the house style on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from .dialect import Tag

if TYPE_CHECKING:
    from lxml.etree import _Element


def restyled(whole: str, tags: list[Tag], restyle: Callable[[str], str]) -> str:
    """``whole`` with its fixed text restyled and its tags as they are."""
    at, pieces = 0, []
    for tag in tags:
        pieces += [restyle(whole[at : tag.start]), tag.quoted]
        at = tag.end
    return "".join([*pieces, restyle(whole[at:])])


def gathered(
    texts: list[_Element], tags: list[Tag], restyle: Callable[[str], str]
) -> Iterator[tuple[_Element, int, Tag]]:
    """Moves each tag that Word split over runs into the ``w:t`` where it starts; says where it begins."""
    found: list[tuple[_Element, int, Tag]] = []
    waiting = iter(tags)
    tag = next(waiting, None)
    at = 0
    for element in texts:
        text = element.text or ""
        end, here, new = at + len(text), at, ""
        while here < end:
            if tag is None or tag.start >= end:
                new += restyle(text[here - at :])
                break
            if tag.start >= here:
                new += restyle(text[here - at : tag.start - at])
                found.append((element, len(new), tag))
                new += tag.quoted
            here = min(end, tag.end)
            if tag.end <= end:
                tag = next(waiting, None)
        if new != text:
            element.text = new
        at = end
    yield from found
