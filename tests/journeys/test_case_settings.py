"""What stands in case.yaml and specgen.yaml and means nothing, or is missing, is told where people look."""

from __future__ import annotations

import pytest
from journeying import Person


@pytest.fixture
def office(person: Person) -> Person:
    """A workspace with one case, called ``案件``; nobody wrote the organisation's name yet."""
    assert person.types("new", "案件", "--type", "study").code == 0
    return person


def edit(office: Person, name: str, old: str, new: str) -> int:
    """Replace ``old`` as with an editor; the line it stands on."""
    path = office.folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return text.partition(old)[0].count("\n") + 1


def test_an_owner_of_no_topic_is_told_with_its_line_and_the_topic_that_was_meant(office: Person):
    line = edit(office, "cases/案件/case.yaml", "owners: {}", "owners: {worc: 総務部, bid: 契約課}")
    said = office.types("status", "案件")
    assert said.code == 0
    assert f"worc（「work」のことではありませんか） case.yaml:{line}" in said.flat
    assert (
        f"case.yaml:{line} の owners の「worc」という話題はありません。" in office.types("check", "案件").flat
    )
    known = office.types("status", "案件", "--json").data["unknown_owners"]
    assert [(one["name"], one["nearest"], one["place"]["line"]) for one in known] == [("worc", "work", line)]


def test_check_says_that_the_name_of_the_organisation_is_missing(office: Person):
    missing = "法人の名前が specgen.yaml に書かれていません"
    assert missing in office.types("check", "案件").flat
    assert missing in "".join(office.types("check", "案件", "--json").data["notes"])
    assert missing in office.types("check", "案件", "--format", "markdown").flat
    edit(office, "specgen.yaml", "name: （法人の名前）", "name: 架空機構")
    assert missing not in office.types("check", "案件").flat


def test_check_says_how_many_answers_do_not_apply_and_where_they_are_listed(office: Person):
    office.answers("案件").write_text("service.trial: 百人で試す。\n", encoding="utf-8")
    said = office.types("check", "案件").flat
    assert "いまは当てはまらない答えが1件あります" in said and "specgen status 案件" in said


def test_a_date_that_cannot_be_read_is_told_with_its_line(office: Person):
    line = edit(office, "cases/案件/case.yaml", "as_of: ", "as_of: きのう ")
    said = office.types("check", "案件")
    assert said.code == 2 and f"case.yaml:{line}:" in said.flat
