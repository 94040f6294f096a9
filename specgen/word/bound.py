"""Which case and round a Word file was made from: the item that a working draft carries, without any answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from html import unescape

from .xmltext import quoteattr

PART = "customXml/item1.xml"
_DRAFT = re.compile(rb'<draft\s[^>]*xmlns="urn:specgen:draft"[^>]*>')
_CUSTOM = re.compile(r"customxml/", re.I)
_NUMBER = re.compile(r"[0-9]{1,4}")
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Bound:
    """The case, document, digest of the answers, date and version of specgen that a working draft was made with.

    The commented copy of a round says which one, too: replies that come late belong to what their round found.
    """

    case: str
    document: str
    answers: str
    as_of: str
    version: str
    round: int = 0


def binding(bound: Bound) -> bytes:
    """The item as XML."""
    values = {
        "case": bound.case,
        "document": bound.document,
        "answers": bound.answers,
        "asOf": bound.as_of,
        "version": bound.version,
        **({"round": str(bound.round)} if bound.round else {}),
    }
    attributes = " ".join(f"{name}={quoteattr(value)}" for name, value in values.items())
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<draft xmlns="urn:specgen:draft" {attributes}/>'.encode()


def bound_to(parts: Mapping[str, bytes]) -> Bound | None:
    """What a file is bound to, under whatever name an editor keeps the item; None for a file of other making."""
    for _, found in _items(parts):
        told = {k: unescape(v) for k, v in _ATTRIBUTE.findall(found[0].decode("utf-8", "replace"))}
        get, round_ = told.get, told.get("round", "")
        return Bound(
            get("case", ""), get("document", ""), get("answers", ""), get("asOf", ""), get("version", ""),
            int(round_) if _NUMBER.fullmatch(round_) else 0,
        )  # fmt: skip
    return None


def of_round(parts: Mapping[str, bytes], number: int) -> dict[str, bytes]:
    """``parts`` of a working draft, bound to round ``number`` too; a file that is bound to nothing stays so."""
    bound = bound_to(parts)
    told = dict(parts)
    for name, _ in _items(parts):
        if bound is not None:
            told[name] = binding(replace(bound, round=number))
    return told


def _items(parts: Mapping[str, bytes]) -> list[tuple[str, re.Match[bytes]]]:
    places = ((name, _DRAFT.search(data)) for name, data in parts.items() if _CUSTOM.match(name))
    return [(name, found) for name, found in places if found]
