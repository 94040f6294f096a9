"""Why something is there: authority, citation, sources and how sure we are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from ..model.finding import Basis
from .gate import Entry, Said

Confidence = Literal["confirmed", "partial", "unverified"]
CONFIDENCE_LABELS = {"confirmed": "確認済み", "partial": "一部確認", "unverified": "未確認"}
AUTHORITY_LABELS = {
    "law": "法令",
    "normative": "順守文書",
    "informative": "参考文書",
    "internal": "法人の規程",
    "practice": "実務",
    "example": "実例",
    "logic": "整合",
}


class BasisEntry(Entry):
    """One basis as written in a content file."""

    authority: Literal["law", "normative", "informative", "internal", "practice", "example", "logic"]
    cite: Said
    source: tuple[Said, ...] = ()
    version: str = ""
    confidence: Confidence
    note: str = ""

    def value(self, said: Callable[[str], str] = str) -> Basis:
        """The frozen value that findings carry; ``said`` puts the organisation's own names into its words."""
        return Basis(
            self.authority, said(self.cite), self.source, self.version, self.confidence, said(self.note)
        )
