"""Every rule is held against its row of the catalogue, so that nothing unconfirmed becomes confirmed by a slip.

``rules-catalogue.csv`` is our copy of the register of rules on the specification; ``subject`` are the words that a
title must contain, so that it is about the subject of its row. ``rules-missing.txt`` lists the rows without a rule.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from rulecases import content

from specgen.content.rule import AskRule, Rule
from specgen.model.finding import LEVELS

HERE = Path(__file__).parent
RULES = content().rules
with (HERE / "rules-catalogue.csv").open(encoding="utf-8", newline="") as file:
    ROWS = {row["id"]: row for row in csv.DictReader(file)}
MISSING = [line for line in (HERE / "rules-missing.txt").read_text("utf-8").splitlines() if line]
OUR_OWN = ("ANS-", "FIL-")
"""Rules on the file of answers itself and on Word files of others, of which the catalogue does not speak."""


def row_of(id: str) -> str:
    """The row of a rule: its own, or for a second rule on one row (STR-03b) the one without the letter."""
    return id if id in ROWS else id.rstrip("abcdefghijklmnopqrstuvwxyz")


def automation(rule: Rule) -> str:
    """Y: told by the machine. P: noticed by the machine, judged by a person. M: asked of a person."""
    return "M" if isinstance(rule, AskRule) else "P" if rule.asks_a_person else "Y"


LISTED = [id for id in RULES if not id.startswith(OUR_OWN)]


def test_the_catalogue_is_whole():
    assert len(ROWS) == 199
    assert {row["automation"] for row in ROWS.values()} == {"Y", "P", "M"}
    assert {row["level"] for row in ROWS.values()} <= set(LEVELS)


@pytest.mark.parametrize("id", LISTED)
def test_every_rule_has_a_row(id: str):
    assert row_of(id) in ROWS, "a rule of our own is named ANS-… or FIL-…"


def test_every_row_has_a_rule_but_for_those_that_are_listed_as_missing():
    missing = set(ROWS) - set(RULES)
    there_now = sorted(set(MISSING) & set(RULES))
    not_listed = sorted(missing - set(MISSING))
    unknown = sorted(set(MISSING) - set(ROWS))
    assert not there_now, "take these out of rules-missing.txt"
    assert not not_listed, "no rule, and not in rules-missing.txt"
    assert not unknown, "no such row"
    assert sorted(set(MISSING)) == sorted(MISSING)


@pytest.mark.parametrize("id", LISTED)
def test_a_title_is_about_the_subject_of_its_row(id: str):
    words = ROWS[row_of(id)]["subject"].split()
    assert words, "fill the column subject of the row: one or two words that the title must contain"
    title = RULES[id].title
    assert [word for word in words if word in title] == words if id in ROWS else True


@pytest.mark.parametrize("id", LISTED)
def test_what_the_machine_tells_and_what_a_person_judges_is_as_in_the_row(id: str):
    assert automation(RULES[id]) == ROWS[row_of(id)]["automation"]


@pytest.mark.parametrize("id", LISTED)
def test_the_level_before_submission_is_that_of_the_row(id: str):
    level, wanted = RULES[id].level.submit, ROWS[row_of(id)]["level"]
    if id in ROWS:
        assert level == wanted
    else:
        assert LEVELS.index(level) <= LEVELS.index(wanted)


@pytest.mark.parametrize("id", LISTED)
def test_a_rule_whose_row_has_a_condition_is_not_always_asked(id: str):
    rule = RULES[id]
    if ROWS[row_of(id)]["condition"]:
        assert rule.when != "always" or rule.types, ROWS[row_of(id)]["condition"]


@pytest.mark.parametrize("id", LISTED)
def test_its_bases_are_as_sure_as_the_row_says_and_no_surer(id: str):
    found = {basis.confidence for basis in RULES[id].basis}
    wanted = set(ROWS[row_of(id)]["confidence"].split(";"))
    assert found == wanted if id in ROWS else found and found <= wanted


@pytest.mark.parametrize("id", [id for id in RULES if id.startswith(OUR_OWN)])
def test_a_rule_of_our_own_rests_on_plain_consistency(id: str):
    assert {basis.authority for basis in RULES[id].basis} == {"logic"}
