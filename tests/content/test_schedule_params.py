"""The days of the schedule: each as the notes have it, and none where the provision was another."""

from __future__ import annotations

from datetime import date

import pytest
from rulecases import content

PARAMETERS = content().parameters
DAY = date(2026, 12, 4)


@pytest.mark.parametrize(
    "name, days",
    [
        ("notice_days", {"usual": 10, "urgent": 5, "again": 5}),
        ("notice_counting", {"value": 0}),
        (
            "specific_notice_days",
            {
                "none": 40,
                "treaty": 40,
                "one": 35,
                "two": 30,
                "three": 25,
                "prior": 10,
                "urgent": 10,
                "goods": 13,
                "goods_all": 10,
            },
        ),
        ("voluntary_notice_days", {"value": 50}),
        ("comment_days", {"ahead": 30, "receive": 20, "reflect": 20}),
        ("inspection_days", {"construction": 14, "other": 10, "unwritten": 10}),
        ("payment_days", {"construction": 40, "other": 30, "unwritten": 15}),
        ("award_notice_days", {"value": 72}),
        ("qualification_end", {"r4": date(2025, 3, 31), "r7": date(2028, 3, 31)}),
    ],
)
def test_days_are_those_of_the_notes(name: str, days: dict[str, object]):
    now = PARAMETERS[f"schedule.{name}"].current(DAY)
    assert {key: valid.value for key, valid in now.items()} == days


def test_the_days_of_specific_procurement_are_known_from_the_day_of_the_amendment():
    days = PARAMETERS["schedule.specific_notice_days"]
    assert days.at(date(2025, 1, 28), "goods") is None
    assert days.at(date(2025, 1, 29), "goods") == 13


def test_an_assumed_value_is_never_called_confirmed_and_says_what_is_open():
    assumed = [
        p
        for name, p in PARAMETERS.items()
        if name.startswith(("schedule.", "writing."))
        and any("仮の値" in part for v in p.valid for part in (v.basis.cite, v.basis.note, p.entry.note))
    ]
    assert len(assumed) >= 7
    for parameter in assumed:
        assert all(valid.basis.confidence != "confirmed" for valid in parameter.valid), parameter.name
        assert parameter.entry.unconfirmed and parameter.entry.ask_organisation, parameter.name
