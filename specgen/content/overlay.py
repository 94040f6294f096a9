"""Overlays: changes by id, each with its reason, laid over shipped content by a department or a case."""

from __future__ import annotations

from typing import Any

from pydantic import ConfigDict, Field

from .gate import Entry


class Change(Entry):
    """One change: exactly one of set, insert, use, drop names the address."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    set_: str = Field("", alias="set")
    insert: str = ""
    use: str = ""
    drop: str = ""
    field: str = ""
    to: Any = ""
    after: str = ""
    value: dict[str, Any] = {}
    variant: str = ""
    because: str


class Overlay(Entry):
    """A file of changes."""

    department: str = ""
    label: str = ""
    on: dict[str, str] = {}
    changes: tuple[Change, ...] = ()
