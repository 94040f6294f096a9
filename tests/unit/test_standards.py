"""Standards of the agency (days, rounds, shares) stand in clauses as the agency wrote them, never blank."""

from __future__ import annotations

from dataclasses import replace

import pytest
from littlecontent import little

from specgen import yamltext
from specgen.content.find import data_root
from specgen.content.gate import validated
from specgen.content.organisation import HouseStyleEntry, OrganisationEntry, Settings, StandardsEntry
from specgen.errors import Faults
from specgen.jobs.doctor import doctor
from specgen.jobs.explain import explain
from specgen.jobs.topics import topic_page

CONTENT, _ = little()


def org(settings: Settings) -> dict[str, str]:
    return replace(CONTENT, settings=settings).org()


def test_what_the_agency_set_stands_beside_its_names():
    names = org(Settings(standards=StandardsEntry(days_usual="7営業日")))
    assert names["days_usual"] == "7営業日"
    assert names["days_long"] == "10営業日"
    assert names["contractor"] == "受注者"


def test_what_the_agency_wrote_keeps_its_digits():
    written = Settings(
        house_style=HouseStyleEntry(digits="full"), standards=StandardsEntry(days_usual="７日")
    )
    assert org(written)["days_usual"] == "７日"
    assert org(written)["days_long"] == "10営業日"


@pytest.mark.parametrize("name", sorted(set(StandardsEntry.model_fields) - {"confirmed"}))
def test_a_standard_is_never_blank(name):
    with pytest.raises(ValueError, match=name):
        StandardsEntry(**{name: ""})


def settings_of(text: str) -> Settings:
    read = validated(Settings, yamltext.load(text, "specgen.yaml"), "specgen.yaml", faults := Faults())
    assert read is not None, faults.found
    return read


NAMES = tuple(name for name in StandardsEntry.model_fields if name != "confirmed")
CONFIRMED = "  確かめた: {on: 2026-05-12, by: 経理部契約課}\n"


@pytest.mark.parametrize(
    "text, open_",
    [
        ("organisation: {self: 当機構}", NAMES),
        ("standards:\n  days_usual: 5営業日\n", NAMES),
        ("standards:\n  days_usual: 7営業日\n", tuple(n for n in NAMES if n != "days_usual")),
        ("standards:\n  days_usual: 5営業日\n" + CONFIRMED, tuple(n for n in NAMES if n != "days_usual")),
        ("standards:\n" + CONFIRMED, NAMES),
    ],
)
def test_a_standard_is_confirmed_by_another_value_or_by_a_name_and_a_day(text, open_):
    assert len(NAMES) == 15
    assert settings_of(text).standards.unconfirmed == open_


def test_who_confirmed_the_standards_is_nothing_that_a_clause_can_print():
    names = org(settings_of("standards:\n" + CONFIRMED))
    assert set(names) == set(OrganisationEntry.model_fields) | set(NAMES)


@pytest.mark.parametrize(
    "written", ["{on: 5月, by: 契約課}", '{on: 2026-05-12, by: " "}', "{by: 契約課}", "済み"]
)
def test_a_confirmation_without_a_day_or_a_name_is_told(written):
    faults = Faults()
    text = f"standards:\n  確かめた: {written}\n"
    assert validated(Settings, yamltext.load(text, "specgen.yaml"), "specgen.yaml", faults) is None
    assert all(fault.place.line == 2 and fault.remedy for fault in faults.found) and faults.found


WORKSPACE = "standards:\n  days_usual: 5営業日\n  check_cycle: 年2回\n"


def test_unconfirmed_standards_are_marked_where_a_clause_is_read(tmp_path):
    (tmp_path / "specgen.yaml").write_text(WORKSPACE, encoding="utf-8")
    said = dict(explain("clause:lease.payment", tmp_path).lines)["入る標準"]
    assert said == "days_usual 5営業日（未確認）"
    page = topic_page("lease", tmp_path)
    payment = next(clause for clause in page.clauses if clause.id == "lease.payment")
    assert dict(payment.lines)["入る標準"] == said
    assert any("締結後5営業日（未確認）以内" in line for part in payment.parts for line in part.lines)
    (tmp_path / "specgen.yaml").write_text(WORKSPACE + CONFIRMED, encoding="utf-8")
    assert dict(explain("clause:lease.payment", tmp_path).lines)["入る標準"] == "days_usual 5営業日"
    assert not any(
        "days_usual" in str(c.lines) and "5営業日（未確認）" in str(c.parts)
        for c in topic_page("lease", tmp_path).clauses
    )


def test_doctor_lists_every_standard_that_nobody_confirmed(tmp_path):
    (tmp_path / "specgen.yaml").write_text(WORKSPACE, encoding="utf-8")
    found = next(point for point in doctor(tmp_path) if point.key == "standards")
    assert not found.good and not found.needed
    assert "15のうち14" in found.seen and "確かめた" in found.remedy
    for name in NAMES:
        assert (f"（{name}）" in found.seen) == (name != "check_cycle")
    assert "承認、回答、届出及び手直しの期限: 5営業日（days_usual）" in found.seen


def test_doctor_is_content_with_what_was_confirmed(tmp_path):
    lines = "".join(f"  {name}: {value}\n" for name, value in StandardsEntry().values.items())
    (tmp_path / "specgen.yaml").write_text(f"standards:\n{lines}{CONFIRMED}", encoding="utf-8")
    assert next(point for point in doctor(tmp_path) if point.key == "standards").good


def test_doctor_says_where_settings_cannot_be_read_and_goes_on(tmp_path):
    (tmp_path / "specgen.yaml").write_text("standards: {days: 3日}\n", encoding="utf-8")
    found = next(point for point in doctor(tmp_path) if point.key == "standards")
    assert not found.good and "specgen.yaml:1" in found.seen


def test_the_file_that_init_makes_holds_every_standard_with_its_value_and_how_to_confirm_it():
    text = (data_root() / "spec_templates" / "library" / "specgen.example.yaml").read_text(encoding="utf-8")
    written = settings_of(text).standards
    assert written.model_fields_set == set(NAMES)
    assert written.values == StandardsEntry().values
    assert settings_of(text.replace("  # 確かめた:", "  確かめた:")).standards.unconfirmed == ()
