"""Three rounds of a review, from the first draft to the approval, answered in Word and in Excel."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import story
from story import CONTRACT, DUE, LISTS, SPLIT, Story
from tools import make_story
from validators import valid_by_open_xml_sdk, valid_by_openxml_audit
from wordreply import WordFile

from specgen.capture.roundfile import read_rounds
from specgen.jobs.draft import draft
from specgen.jobs.review import show
from specgen.jobs.reviewreturn import return_round


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return story.play(tmp_path_factory.mktemp("story"))


def test_the_first_round_finds_what_is_open(told: Story) -> None:
    states = told.states(1)
    assert {DUE, LISTS, CONTRACT, SPLIT, told.key("WAR-03"), told.key("WRD-01")} <= set(states)
    assert set(states.values()) == {"new"}


def test_the_second_round_shows_what_moved(told: Story) -> None:
    states = told.states(2)
    assert states[DUE] == "changed"  # 未定 has got a day
    assert states[told.key("WAR-03")] == "settled"
    assert states[told.key("WRD-01")] == "continuing"
    assert states[LISTS] == "acknowledged"  # answered in Word, and marked as solved
    assert states[CONTRACT] == "acknowledged"  # answered in the Excel list
    assert states[SPLIT] == "acknowledged"  # 了承 with a reason


def test_the_third_round_remembers_both(told: Story) -> None:
    states = told.states(3)
    assert states[DUE] == "settled"
    assert states[told.key("WAR-03")] == "back"
    assert states[told.key("WRD-01")] == "acknowledged"  # waived until a day
    assert states[LISTS] == "changed"  # the schedule that it read was edited: its answer lapsed
    assert states[SPLIT] == "acknowledged"


def test_the_second_word_file_carries_the_conversation(told: Story) -> None:
    said = WordFile(told.file(2, "指摘つき")).comments()
    (replies,) = [replies for text, replies in said.items() if text.startswith(f"[{DUE}]")]
    assert replies == ["業者に聞いています。6月18日までに決めます。"]
    (first_words,) = [text for text in said if text.startswith(f"[{DUE}]")]
    assert "変更あり" in first_words


def test_a_file_that_was_read_already_adds_nothing_in_the_next_round(told: Story, tmp_path: Path) -> None:
    case = tmp_path / "cases" / told.case.name
    shutil.copytree(told.case, case)
    shutil.copy(told.case.parents[1] / "specgen.yaml", tmp_path / "specgen.yaml")
    last = case / "reviews" / "round-3.yaml"
    text = last.read_text("utf-8")
    last.write_text(text[: text.index("  - {on: 2026-06-24")], "utf-8")  # before it was closed
    word = next((case / "reviews" / "round-3").glob("*指摘つき*.docx"))
    returned = return_round(case, [word], on=told.rounds[2].round.as_of, by="だれか")
    assert returned.added == ()


def test_no_record_was_changed_after_it_was_written(told: Story) -> None:
    rounds = read_rounds(told.case)
    assert [stored.round.number for stored in rounds] == [1, 2, 3]
    assert [note for stored in rounds for note in stored.notes] == []


def test_the_word_files_of_every_round_are_valid(told: Story) -> None:
    for number in (1, 2, 3):
        for kind in ("指摘つき", "審査票"):
            assert valid_by_openxml_audit(told.file(number, kind)) == []
            assert valid_by_open_xml_sdk(told.file(number, kind)) == []


def test_an_approval_lapses_for_exactly_what_changed(told: Story, tmp_path: Path) -> None:
    case = tmp_path / "cases" / told.case.name
    shutil.copytree(told.case, case)
    shutil.copy(told.case.parents[1] / "specgen.yaml", tmp_path / "specgen.yaml")
    assert show(case, "spec", None).lapsed == ()
    story.write(case, "equipment.existing", "本部及び拠点の複合機26台")
    draft(case, ["spec"])
    changed = [one.address for one in show(case, "spec", None).lapsed]
    assert len(changed) == 1


def test_the_story_that_a_person_can_open_is_this_one(told: Story) -> None:
    kept = make_story.STORY / "reviews"
    made = told.case / "reviews"
    names = {path.relative_to(made) for path in made.rglob("*") if path.is_file()}
    assert len(names) == 12
    assert names == {path.relative_to(kept) for path in kept.rglob("*") if path.is_file()}
    behind = [str(name) for name in sorted(names) if not make_story.same(kept / name, made / name)]
    assert behind == [], "run python tests/tools/make_story.py and read what changed"
