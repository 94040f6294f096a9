"""The settings of one case (case.yaml): id, type, packs, as_of, editions, owners."""

from __future__ import annotations

from typing import Literal

from ..content.gate import Entry


class DocumentEntry(Entry):
    """Edition, version and date of one document of the case."""

    edition: Literal["draft", "comment", "notice"] = "draft"
    version: str = "0.1"
    date: str = ""


class CaseEntry(Entry):
    """The whole of ``case.yaml``. ``id`` never changes and does not depend on the folder's name."""

    id: str
    type: Literal["development", "renewal", "operation", "saas", "lease", "study"]
    form: Literal["", "short"] = ""
    """``short`` asks a third of the questions and prints the shorter paper."""
    department: str = ""
    packs: dict[str, str] = {}
    checklists: str = ""
    as_of: str = ""
    owner: str = ""
    documents: dict[str, DocumentEntry] = {}
    owners: dict[str, str] = {}
