"""The standards that clauses print: which of them an agency has confirmed, and what each is for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .. import files
from ..content.clause import Clause
from ..content.find import data_root
from ..content.library import Content
from ..content.organisation import Settings
from ..errors import ContentError
from .modelschema import Words

UNCONFIRMED = "（未確認）"
_PRINTED = re.compile(r"\{\{\s*org\.([a-z_]+)\s*\}\}")
_EXAMPLE = re.compile(r"（例 [^）]*）$")


@dataclass(frozen=True, slots=True)
class Standard:
    """One standard: its name in specgen.yaml, what it is for, its value, whether somebody stands by it."""

    name: str
    label: str
    value: str
    confirmed: bool


def standards(settings: Settings) -> tuple[Standard, ...]:
    """Every standard in the order of the settings."""
    path = data_root() / "spec_templates" / "schema" / "words.yaml"
    words = Words(files.read_text(path, error=ContentError), "spec_templates/schema/words.yaml")
    open_ = settings.standards.unconfirmed
    return tuple(
        Standard(name, _label(words.of("StandardsEntry", name)[0]), value, name not in open_)
        for name, value in settings.standards.values.items()
    )


def _label(words: str) -> str:
    """What is said about a setting, without what else is said and without an example."""
    return _EXAMPLE.sub("", words.partition("。")[0])


def standards_in(content: Content, clause: Clause) -> str:
    """The standards that a clause prints, each with its value and a mark while nobody has confirmed it."""
    entry = content.settings.standards
    names = dict.fromkeys(name for name in _PRINTED.findall(clause.body) if name in entry.values)
    marks = {name: UNCONFIRMED if name in entry.unconfirmed else "" for name in names}
    return "、".join(f"{name} {entry.values[name]}{mark}" for name, mark in marks.items())
