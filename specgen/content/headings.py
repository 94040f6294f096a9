"""Titles of chapters and sections by their key, so that a heading in any paper is known for what it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ..errors import ContentError
from ..files import read_text
from .pack import Pack

_HEADING = re.compile(r"^#{1,4} +(.*?)\s*\{#([a-z][a-z0-9_.]*)[^}]*\}\s*$", re.MULTILINE)


def titles_of(packs: Iterable[Pack], others: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    """Every key that some pack's template has, with its titles there and those of ``others``."""
    found: dict[str, dict[str, None]] = {}
    for pack in packs:
        for key in pack.entry.sections:
            found.setdefault(key, {})
        for title, key in _written(pack):
            found.setdefault(key, {})[title] = None
    for key, titles in others.items():
        found.setdefault(key, {}).update(dict.fromkeys(titles))
    return {key: tuple(titles) for key, titles in found.items()}


def _written(pack: Pack) -> Iterable[tuple[str, str]]:
    if not pack.template_md.is_file():
        return ()
    try:
        return _HEADING.findall(read_text(pack.template_md, error=ContentError))
    except ContentError:  # told when the template is built
        return ()
