"""The amounts of contracts by day: each figure on both sides of the day on which it changed, and none where we know none."""

from __future__ import annotations

from datetime import date

import pytest
from rulecases import content

PARAMETERS = content().parameters
LAST_OF_OLD, FIRST_OF_NEW = date(2025, 3, 31), date(2025, 4, 1)


@pytest.mark.parametrize(
    "name, key, before, after",
    [
        ("small_value", "construction", 2_500_000, 4_000_000),
        ("small_value", "purchase", 1_600_000, 3_000_000),
        ("small_value", "lease", 800_000, 1_500_000),
        ("small_value", "service", 1_000_000, 2_000_000),
        ("small_value_disposal", "sale", 500_000, 1_000_000),
        ("small_value_disposal", "lending", 300_000, 500_000),
        ("designated", "construction", 5_000_000, 8_000_000),
        ("designated", "purchase", 3_000_000, 5_000_000),
        ("designated", "lease", 1_600_000, 3_000_000),
        ("designated", "service", 2_000_000, 3_500_000),
        ("document_omitted", "", 1_500_000, 2_500_000),
    ],
)
def test_national_amounts_changed_on_the_first_of_april_2025(name: str, key: str, before: int, after: int):
    parameter = PARAMETERS[f"contract.{name}"]
    assert (parameter.at(LAST_OF_OLD, key), parameter.at(FIRST_OF_NEW, key)) == (before, after)


@pytest.mark.parametrize(
    "first, last, voluntary, agreement, technical, large",
    [
        (date(2018, 4, 1), date(2020, 3, 31), 15_000_000, 19_000_000, 68_000_000, 120_000_000),
        (date(2022, 4, 1), date(2024, 3, 31), 15_000_000, None, None, 120_000_000),
        (date(2024, 4, 1), date(2026, 3, 31), 18_000_000, 23_000_000, 81_000_000, 140_000_000),
        (date(2026, 4, 1), date(2028, 3, 31), 20_000_000, 26_000_000, 90_000_000, 160_000_000),
    ],
)
def test_amounts_of_specific_procurement_hold_for_two_years(
    first: date, last: date, voluntary: int, agreement: int | None, technical: int | None, large: int
):
    specific, big = PARAMETERS["contract.specific"], PARAMETERS["contract.specific_large"]
    for day in (first, last):
        found = [specific.at(day, key) for key in ("voluntary", "agreement", "technical")]
        assert [*found, big.at(day)] == [voluntary, agreement, technical, large]


@pytest.mark.parametrize("day", [date(2018, 3, 31), date(2020, 4, 1), date(2022, 3, 31), date(2028, 4, 1)])
def test_outside_the_tables_no_amount_of_specific_procurement_is_known(day: date):
    assert PARAMETERS["contract.specific"].current(day) == {}
    assert PARAMETERS["contract.specific_large"].current(day) == {}


def test_what_is_reckoned_from_another_row_is_not_called_confirmed():
    sure = {valid.first.year: valid.basis.confidence for valid in PARAMETERS["contract.specific_large"].valid}
    assert sure == {2018: "unverified", 2022: "unverified", 2024: "partial", 2026: "unverified"}


def test_the_limit_of_special_negotiated_contracts_and_the_number_of_quotations():
    assert PARAMETERS["contract.special_negotiated"].at(FIRST_OF_NEW) == 5_000_000
    assert PARAMETERS["contract.special_negotiated"].at(date(2021, 2, 25)) is None
    assert PARAMETERS["contract.quotes"].at(FIRST_OF_NEW) == 2
