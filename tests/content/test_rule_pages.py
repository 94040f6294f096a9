"""The pages of the rules in docs/rules are those of today, and pages that somebody edited are left alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from specgen.content.load import load_content
from specgen.errors import WriteError
from specgen.jobs.rulepages import INDEX, pages, write_pages

FOLDER = Path(__file__).parents[2] / "docs" / "rules"
CONTENT = load_content()
MEASURED = "lexicons.md"
"""Written by hand: what each word of a lexicon hit, and how often wrongly."""


def test_the_pages_in_the_repository_are_those_made_today():
    made = pages(CONTENT)
    there = {
        path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md") if path.name != MEASURED
    }
    stale = sorted(name for name in made.keys() | there.keys() if made.get(name) != there.get(name))
    assert stale == [], "specgen template rules --out docs/rules"


def test_every_rule_stands_on_a_page_with_its_bases_and_how_sure_they_are():
    text = "\n".join(pages(CONTENT).values())
    for id, rule in CONTENT.rules.items():
        assert f"## {id} {rule.title}" in text
    assert text.count("- 根拠の確かさ: ") == len([rule for rule in CONTENT.rules.values() if rule.basis])


def test_every_category_has_a_name_and_every_name_a_rule_or_a_row():
    assert {id.partition("-")[0] for id in CONTENT.rules} <= set(CONTENT.categories)


def test_pages_are_written_once_removed_with_their_category_and_never_over_an_edit(tmp_path: Path):
    assert {page.outcome for page in write_pages(None, tmp_path)} == {"written"}
    assert {page.outcome for page in write_pages(None, tmp_path)} == {"fresh"}
    gone = tmp_path / "GONE.md"
    gone.write_text((tmp_path / "SCH.md").read_text(encoding="utf-8"), encoding="utf-8")
    other = tmp_path / "notes.md"
    other.write_text("覚え書き\n", encoding="utf-8")
    assert [page.outcome for page in write_pages(None, tmp_path, check=True) if page.path == gone] == [
        "stale"
    ]
    write_pages(None, tmp_path)
    assert not gone.exists() and other.exists()
    index = tmp_path / INDEX
    index.write_text(index.read_text(encoding="utf-8") + "\n手で足した行\n", encoding="utf-8")
    with pytest.raises(WriteError):
        write_pages(None, tmp_path)
    assert "手で足した行" in index.read_text(encoding="utf-8")


def test_a_rule_that_changes_makes_its_page_stale():
    rules = {id: rule.model_copy(update={"title": "別の題"}) for id, rule in CONTENT.rules.items()}
    changed, now = pages(replace(CONTENT, rules=rules)), pages(CONTENT)
    assert changed.keys() == now.keys() and changed["SCH.md"] != now["SCH.md"]
