"""The settings of one case (case.yaml): id, type, packs, as_of, editions, owners."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator

from ..content.gate import Entry, Said
from ..content.pack import TYPE_LABELS
from ..model.kinds.base import fold


def _not_a_label(written: object) -> object:
    """A type by its Japanese name is told its code: a file that is kept says it in one way only."""
    wanted = fold(written) if isinstance(written, str) else ""
    near = next(
        (code for code, label in TYPE_LABELS.items() if wanted and fold(label).startswith(wanted)), ""
    )
    if near and wanted not in TYPE_LABELS:
        raise ValueError(f"「type」には、符号で書きます。「{near}」のことではありませんか。")
    return written


class DocumentEntry(Entry):
    """Edition, version and date of one document of the case."""

    edition: Literal["draft", "comment", "notice"] = "draft"
    version: Said = "0.1"
    date: str = ""


class CaseEntry(Entry):
    """The whole of ``case.yaml``. ``id`` never changes and does not depend on the folder's name."""

    id: Said
    type: Annotated[
        Literal["development", "renewal", "operation", "saas", "lease", "study"],
        BeforeValidator(_not_a_label),
    ]
    form: Literal["", "short"] = ""
    """``short`` asks a third of the questions and prints the shorter paper."""
    department: str = ""
    packs: dict[str, Said] = {}
    checklists: str = ""
    as_of: str = ""
    owner: str = ""
    documents: dict[str, DocumentEntry] = {}
    owners: dict[str, str] = {}
