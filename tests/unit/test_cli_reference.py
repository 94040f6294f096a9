"""The reference page is made from the table of verbs and says nothing that the commands do not."""

from __future__ import annotations

from pathlib import Path

from specgen.cli.reference import reference
from specgen.cli.verbs import VERBS

PAGE = Path(__file__).parents[2] / "docs" / "commands.md"


def test_the_page_in_the_repository_is_the_one_made_today():
    assert PAGE.read_text(encoding="utf-8") == reference(), (
        "run: python -m specgen.cli.reference > docs/commands.md"
    )


def test_every_verb_has_its_place_once():
    for verb in VERBS:
        assert reference().count(f"\n### {verb.name}\n") == 1
