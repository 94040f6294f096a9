"""What the guide for staff shows can be typed as it stands, and the two README files name the same two commands."""

from __future__ import annotations

import re

import pytest
from journeying import ROOT

from specgen.cli.verbs import VERBS

GUIDE = (ROOT / "README.ja.md").read_text(encoding="utf-8")
ENGLISH = (ROOT / "README.md").read_text(encoding="utf-8")
TWO = ("python -m pip install . && specgen demo", 'python -m pip install -e ".[dev]" && python -m pytest')


def test_both_files_give_the_two_commands_each_on_a_line_of_its_own():
    for text in (GUIDE, ENGLISH):
        for command in TWO:
            assert f"```\n{command}\n```" in text


def test_every_answer_that_the_guide_shows_is_read_as_it_says(person):
    person.types("new", "文書管理", "--type", "saas")
    blocks = re.findall(r"```yaml\n(.*?)```", GUIDE, re.S)
    assert len(blocks) == 3
    person.answers("文書管理").write_text("".join(blocks), encoding="utf-8")
    findings = person.types("check", "文書管理", "--json").data["findings"]
    assert [f["words"]["found"] for f in findings if f["rule"].startswith("ANS-")] == []
    status = person.types("status", "文書管理", "--json").data
    states = {item["id"]: item["state"] for item in status["items"]}
    assert states == {
        "contract.before_budget": "undecided",
        "scope.restrictions": "unknown",
        "deliverable.list/D2.due": "undecided",
    }
    assert person.types("draft", "文書管理").code == 0


@pytest.mark.parametrize("line", re.findall(r"(?m)^specgen (?:init|new|draft).*$", GUIDE))
def test_the_first_steps_are_commands_that_exist(line):
    assert line.split()[1] in {verb.name for verb in VERBS}


def test_every_command_in_the_table_exists_with_its_options():
    from specgen.cli.reference import reference

    page = reference()
    for line in re.findall(r"`specgen ([a-z]+[^`]*)`", GUIDE):
        words = line.split()
        assert any(verb.name.split()[0] == words[0] for verb in VERBS), line
        for option in (w for w in words if w.startswith("--")):
            assert option in page or option == "--help", line
    for option in re.findall(r"`(--[a-z]+)", GUIDE):
        assert option in page, option


def test_the_exit_codes_in_the_guide_are_those_of_the_reference_page():
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    for text in (GUIDE, page):
        assert re.findall(r"(?m)^\| (\d+) \|", text) == ["0", "1", "2", "3", "4", "5", "130"]


def test_every_page_that_is_linked_to_is_there():
    for text in (GUIDE, ENGLISH):
        for target in re.findall(r"\]\(([^)#]+)\)", text):
            if not target.startswith("docs/images/"):
                assert (ROOT / target).exists(), target
