"""Standards of the agency (days, rounds, shares) stand in clauses as the agency wrote them, never blank."""

from __future__ import annotations

from dataclasses import replace

import pytest
from littlecontent import little

from specgen.content.organisation import HouseStyleEntry, Settings, StandardsEntry

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


@pytest.mark.parametrize("name", sorted(StandardsEntry.model_fields))
def test_a_standard_is_never_blank(name):
    with pytest.raises(ValueError, match=name):
        StandardsEntry(**{name: ""})
