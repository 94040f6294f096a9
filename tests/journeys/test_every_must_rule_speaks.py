"""One workspace with everything wrong in it: every rule of level 必須 speaks on it, told as a person would be told.

``tests/content/troubled`` holds five cases. Most rules speak on one of them, a renewal whose clauses were emptied by
its own overlay; the others are what a renewal cannot be at the same time (a lease, a negotiated contract …).
"""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from journeying import ROOT, Person

from specgen.content.load import load_content

TROUBLED = ROOT / "tests" / "content" / "troubled"
CASES = sorted(path.name for path in (TROUBLED / "cases").iterdir())
MOST = "koushin"
SILENT = {
    "OVR-01": "both papers print the same answer, so that only a Word file edited by hand can differ",
    "XDC-04": "both papers print the same answers, so that only a Word file edited by hand can differ",
}
"""Rules of level 必須 that no answers and no wording can make speak, and why; their own cases prove them."""


def must_rules() -> set[str]:
    return {id for id, rule in load_content().rules.items() if rule.level.submit == "must"}


@cache
def spoken(case: str) -> frozenset[str]:
    """The rules that find or ask something in any paper of the case before it is submitted."""
    with TemporaryDirectory() as folder:
        workspace = Path(folder) / "workspace"
        shutil.copytree(TROUBLED, workspace)
        said = Person(workspace).types("check", case, "--doc", "all", "--stage", "submit", "--json")
    papers = said.data if isinstance(said.data, list) else [said.data]
    return frozenset(finding["rule"] for paper in papers for finding in paper["findings"])


def test_every_must_rule_speaks_but_for_those_that_are_named_with_their_reason():
    heard = frozenset[str]().union(*map(spoken, CASES))
    assert sorted(must_rules() - heard - set(SILENT)) == [], (
        "let a case of tests/content/troubled make it speak"
    )
    assert sorted(set(SILENT) & heard) == [], "it speaks now: take it out of SILENT"
    assert sorted(set(SILENT) - must_rules()) == [], "no such rule of level must"


def test_one_case_alone_makes_most_of_them_speak():
    assert len(spoken(MOST) & must_rules()) >= len(must_rules()) * 0.75


@pytest.mark.parametrize("case", [case for case in CASES if case != MOST])
def test_each_other_case_is_there_for_a_rule_that_speaks_nowhere_else(case: str):
    elsewhere = frozenset[str]().union(*(spoken(other) for other in CASES if other != case))
    assert (spoken(case) & must_rules()) - elsewhere
