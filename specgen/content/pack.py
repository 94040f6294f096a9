"""Packs: one document with its sections, their conditions, its audience and file name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from .gate import Entry, Said
from .question import Audience

EDITION_LABELS = {"draft": "案", "comment": "意見招請版", "notice": "公告版"}
TYPE_LABELS = {
    "development": "設計・開発",
    "renewal": "更改",
    "operation": "運用・保守",
    "saas": "クラウドサービス利用",
    "lease": "機器の賃貸借・購入",
    "study": "調査研究・支援",
}


class PackEntry(Entry):
    """What ``pack.yaml`` says."""

    document: Said
    label: Said
    version: Said
    audience: Audience
    types: tuple[Said, ...]
    file_name: Said
    profile: Said
    title: str = ""
    form: Literal["", "short"] = ""
    sections: dict[str, Said]
    leaves_out: dict[str, Said] = {}


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack and the folder it came from."""

    entry: PackEntry
    folder: Path
    file: str
    reworked: Mapping[str, str] = field(default_factory=dict)
    """Sections that an overlay changed, with their new heading (empty where it stays)."""

    @property
    def name(self) -> str:
        """The name of its folder, by which packs are told apart (several may make one document)."""
        return self.folder.name

    def serves(self, type: str, form: str = "") -> bool:
        """Whether it makes its document for this type of procurement in this form."""
        return type in self.entry.types and form == self.entry.form

    @property
    def template_md(self) -> Path:
        """The reviewable source of the template."""
        return self.folder / "template.md"

    @property
    def template_docx(self) -> Path:
        """The Word template that is compiled."""
        return self.folder / "template.docx"
