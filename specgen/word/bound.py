"""Which case a Word file was made from: the item that a working draft carries, without any of the answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape

from .xmltext import quoteattr

PART = "customXml/item1.xml"
_DRAFT = re.compile(rb'<draft\s[^>]*xmlns="urn:specgen:draft"[^>]*>')
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Bound:
    """The case, document, digest of the answers, date and version of specgen that a working draft was made with."""

    case: str
    document: str
    answers: str
    as_of: str
    version: str


def binding(bound: Bound) -> bytes:
    """The item as XML."""
    values = {
        "case": bound.case,
        "document": bound.document,
        "answers": bound.answers,
        "asOf": bound.as_of,
        "version": bound.version,
    }
    attributes = " ".join(f"{name}={quoteattr(value)}" for name, value in values.items())
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<draft xmlns="urn:specgen:draft" {attributes}/>'.encode()


def bound_to(parts: Mapping[str, bytes]) -> Bound | None:
    """What a file is bound to, under whatever name an editor keeps the item; None for a file of other making."""
    for name, data in parts.items():
        found = _DRAFT.search(data) if name.lower().startswith("customxml/") else None
        if found:
            told = {k: unescape(v) for k, v in _ATTRIBUTE.findall(found[0].decode("utf-8", "replace"))}
            get = told.get
            return Bound(
                get("case", ""), get("document", ""), get("answers", ""), get("asOf", ""), get("version", "")
            )
    return None
