"""The organisation's settings (specgen.yaml): names, house style, rules' names, parameters, departments."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from .. import wareki
from ..model.spec import HouseStyle
from .gate import Entry, Said

SETTING_LABELS = {
    "name": "法人の名前",
    "self": "発注者の呼称",
    "contractor": "受注者の呼称",
    "kind": "法人の区分",
    "pipa_regime": "個人情報保護法での区分",
    "procurement_coverage": "政府調達の対象",
    "accounting_rule": "契約事務の規程",
    "target_period_end": "目標の期間の末日",
    "security_rule": "情報セキュリティの規程",
    "privacy_rule": "個人情報の規程",
}
"""What the settings of an organisation are called."""
SETTING_CODES = {
    "kind": {"mid_term": "中期目標管理法人", "nrd": "国立研究開発法人", "executive": "行政執行法人"},
    "pipa_regime": {
        "administrative": "行政機関等の規律",
        "private": "民間の規律",
        "mixed": "両方の規律",
    },
    "procurement_coverage": {
        "gpa": "政府調達協定の対象",
        "epa_added": "経済連携協定で加わった対象",
        "voluntary_computer_only": "計算機の自主的措置だけの対象",
        "none": "対象外",
    },
}
"""The codes of the settings that are chosen, with their labels."""
SETTING_SORTS = {
    **dict.fromkeys(SETTING_LABELS, "text"),
    **dict.fromkeys(SETTING_CODES, "choice"),
    "target_period_end": "date",
}
"""What sort of value rules see in each setting."""
UNNAMED = frozenset({"", "（法人名は未設定）", "（法人の名前）"})
"""What stands for a name while nobody has written one: our default, and that of the file that ``init`` makes."""


def _day(text: str) -> str:
    if text:
        wareki.parse_date(text)
    return text


class OrganisationEntry(Entry):
    """Who we are, how we and the contractor are called, and what our own rules are named."""

    name: Said = "（法人名は未設定）"
    self: Said = "当法人"
    contractor: Said = "受注者"
    kind: Literal["", "mid_term", "nrd", "executive"] = ""
    pipa_regime: Literal["", "administrative", "private", "mixed"] = ""
    procurement_coverage: Literal["", "gpa", "epa_added", "voluntary_computer_only", "none"] = ""
    target_period_end: Annotated[str, AfterValidator(_day)] = ""
    accounting_rule: Said = "当法人の契約事務に関する規程"
    security_rule: Said = "当法人の情報セキュリティに関する規程"
    privacy_rule: Said = "当法人の個人情報の取扱いに関する規程"


_Standard = Annotated[Said, StringConstraints(max_length=40)]


class ConfirmedEntry(Entry):
    """Who of the agency confirmed something, and on which day."""

    on: Annotated[Said, AfterValidator(_day)]
    by: Said


class StandardsEntry(Entry):
    """How long, how often and how much, where clauses say it and no case decides. None of it is law: the agency decides.

    Who confirmed them stands beside them, and holds for what is written there, not for what a newer version adds.
    """

    model_config = ConfigDict(populate_by_name=True)

    days_short: _Standard = "3営業日"
    days_usual: _Standard = "5営業日"
    days_long: _Standard = "10営業日"
    days_longest: _Standard = "20営業日"
    months_ahead: _Standard = "3か月"
    check_cycle: _Standard = "年1回"
    report_cycle: _Standard = "3か月に1回"
    progress_cycle: _Standard = "月1回"
    extra_meetings: _Standard = "月2回"
    volume_margin: _Standard = "2割"
    volume_months: _Standard = "3か月"
    price_margin: _Standard = "1割"
    alert_level: _Standard = "8割"
    minor_change: _Standard = "1人日"
    common_standard: _Standard = "令和7年度版"
    confirmed: ConfirmedEntry | None = Field(default=None, alias="確かめた")

    @property
    def values(self) -> dict[str, str]:
        """Each standard as it was written, or as it is shipped."""
        return {name: getattr(self, name) for name in type(self).model_fields if name != "confirmed"}

    @property
    def unconfirmed(self) -> tuple[str, ...]:
        """The standards that stand as they were shipped, and that nobody of the agency has confirmed."""
        written = self.model_fields_set if self.confirmed is not None else frozenset[str]()
        shipped = {name: field.default for name, field in type(self).model_fields.items()}
        return tuple(n for n, value in self.values.items() if value == shipped[n] and n not in written)


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

    label: Said


class Settings(Entry):
    """The whole of ``specgen.yaml``."""

    organisation: OrganisationEntry = OrganisationEntry()
    standards: StandardsEntry = StandardsEntry()
    house_style: HouseStyleEntry = HouseStyleEntry()
    parameters: dict[str, dict[str, Any] | list[dict[str, Any]]] = {}
    departments: dict[str, DepartmentEntry] = {}
    registers: str = ""
