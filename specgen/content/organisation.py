"""The organisation's settings (specgen.yaml): names, house style, rules' names, parameters, departments."""

from __future__ import annotations

from typing import Any, Literal

from ..model.spec import HouseStyle
from .gate import Entry

UNNAMED = frozenset({"", "（法人名は未設定）", "（法人の名前）"})
"""What stands for a name while nobody has written one: our default, and that of the file that ``init`` makes."""


class OrganisationEntry(Entry):
    """Who we are, how we and the contractor are called, and what our own rules are named."""

    name: str = "（法人名は未設定）"
    self: str = "当法人"
    contractor: str = "受注者"
    kind: Literal["", "mid_term", "nrd", "executive"] = ""
    pipa_regime: Literal["", "administrative", "private", "mixed"] = ""
    procurement_coverage: Literal["", "gpa", "epa_added", "voluntary_computer_only", "none"] = ""
    accounting_rule: str = "当法人の契約事務に関する規程"
    security_rule: str = "当法人の情報セキュリティに関する規程"
    privacy_rule: str = "当法人の個人情報の取扱いに関する規程"


class HouseStyleEntry(Entry):
    """The way of writing."""

    comma: Literal["、。", "，．"] = "、。"
    digits: Literal["half", "full"] = "half"
    era: Literal["wareki", "western"] = "wareki"

    def value(self) -> HouseStyle:
        """The frozen value that kinds use."""
        return HouseStyle(self.comma, self.digits, self.era)


class DepartmentEntry(Entry):
    """A department."""

    label: str


class Settings(Entry):
    """The whole of ``specgen.yaml``."""

    organisation: OrganisationEntry = OrganisationEntry()
    house_style: HouseStyleEntry = HouseStyleEntry()
    parameters: dict[str, dict[str, Any]] = {}
    departments: dict[str, DepartmentEntry] = {}
    registers: str = ""
