"""The organisation's settings (specgen.yaml): names, house style, rules' names, parameters, departments."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import StringConstraints

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


_Said = Annotated[str, StringConstraints(min_length=1, max_length=40)]


class StandardsEntry(Entry):
    """How long, how often and how much, where clauses say it and no case decides. None of it is law: the agency decides."""

    days_short: _Said = "3営業日"
    days_usual: _Said = "5営業日"
    days_long: _Said = "10営業日"
    days_longest: _Said = "20営業日"
    months_ahead: _Said = "3か月"
    check_cycle: _Said = "年1回"
    report_cycle: _Said = "3か月に1回"
    progress_cycle: _Said = "月1回"
    extra_meetings: _Said = "月2回"
    volume_margin: _Said = "2割"
    volume_months: _Said = "3か月"
    price_margin: _Said = "1割"
    alert_level: _Said = "8割"
    minor_change: _Said = "1人日"
    common_standard: _Said = "令和7年度版"


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
    standards: StandardsEntry = StandardsEntry()
    house_style: HouseStyleEntry = HouseStyleEntry()
    parameters: dict[str, dict[str, Any]] = {}
    departments: dict[str, DepartmentEntry] = {}
    registers: str = ""
