"""The demonstration: two cases drafted, the files named in full, sound for every judge, and the same on every run."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from journeying import (
    Person,
    empty_headings,
    everything_below,
    leftovers,
    parts,
    silent_blanks,
    tree,
    words_of,
)

sys.path.insert(0, str(Path(__file__).parents[1]))
from validators import valid_by_open_xml_sdk, valid_by_openxml_audit

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """What the demonstration printed, and the files that it named."""
    somebody = Person(tmp_path_factory.mktemp("demo"))
    said = somebody.types("demo", "ためし")
    assert said.code == 0
    named = [Path(line.strip()) for line in said.out.splitlines() if line.strip().endswith(".docx")]
    return somebody, said, named


def test_it_ends_by_naming_the_word_files_in_full_and_what_to_do_next(shown):
    somebody, said, named = shown
    assert {path.name for path in named} == {path.name for path in EXAMPLES.glob("*/expected/*.docx")}
    assert all(path.is_absolute() and path.is_file() for path in named)
    assert re.search(r"\d+か所の空き", said.flat) and re.search(r"気付き \d+件", said.flat)
    steps = re.findall(r"(?m)^  \d\. (specgen .*)$", said.out)
    assert len(steps) == 3
    inside = Person(somebody.folder / "ためし")
    for step in steps:
        assert inside.types(*step.split()[1:]).code == 0, step
    assert "F9" in said.out


def test_a_second_run_changes_no_part_of_any_file(shown):
    somebody, said, named = shown
    before, papers = everything_below(somebody.folder), {path: parts(path) for path in named}
    again = somebody.types("demo", "ためし")
    assert again.out == said.out
    assert {path: parts(path) for path in named} == papers
    assert everything_below(somebody.folder) == before


def test_the_same_demonstration_elsewhere_gives_the_same_bytes(shown, tmp_path):
    _, _, named = shown
    Person(tmp_path).types("demo", "ほか")
    for path in named:
        other = next(tmp_path.rglob(path.name))
        assert other.read_bytes() == path.read_bytes()


def test_the_papers_hold_no_mark_no_empty_heading_and_no_silent_blank(shown):
    _, _, named = shown
    for path in named:
        paper = tree(path)
        assert leftovers(path) == []
        assert empty_headings(paper) == []
        assert silent_blanks(paper) == []
        assert "表（該当なし）" not in words_of(paper), "a caption or reference without its number"


def test_the_finished_case_is_complete_and_the_other_half_open(shown):
    _, _, named = shown
    finished, half = (
        tree(next(path for path in named if case in path.parts and "調達仕様書" in path.name))
        for case in ("chousa-kenkyu", "keihi-saas")
    )
    assert not re.search(r"（[^（）]*(?:未定|未記入|確認中)[^（）]*）", words_of(finished))
    assert len(re.findall(r"（[^（）]*(?:未定|未記入|確認中)[^（）]*）", words_of(half))) > 20
    assert [c.text for c in finished.comments if "お尋ね" not in c.text] == [], (
        "a finding on the finished case"
    )
    assert len(half.comments) > 20
    assert {comment.author for comment in half.comments} == {"PMO"}


def test_the_captions_count_up_without_a_hole(shown):
    _, _, named = shown
    for path in named:
        captions = [b.text for b in tree(path).blocks if b.kind == "caption"]
        assert [re.match(r"表(\d+)", c)[1] for c in captions] == [str(n + 1) for n in range(len(captions))]


def test_every_file_is_sound_for_the_python_validator(shown):
    _, _, named = shown
    for path in named:
        assert valid_by_openxml_audit(path) == []


def test_every_file_is_sound_for_the_open_xml_sdk(shown):
    _, _, named = shown
    for path in named:
        assert valid_by_open_xml_sdk(path) == []


def test_a_folder_that_holds_other_things_is_left_alone(newcomer):
    folder = newcomer.folder / "書類"
    folder.mkdir()
    (folder / "大事な物.txt").write_text("さわらないでください")
    said = newcomer.types("demo", "書類")
    assert said.code == 5 and "ほかのもの" in said.err
    assert [p.name for p in folder.iterdir()] == ["大事な物.txt"]


def test_what_a_person_changed_in_the_demonstration_stays(newcomer):
    newcomer.types("demo")
    answers = newcomer.folder / "specgen-demo" / "cases" / "keihi-saas" / "answers.yaml"
    changed = answers.read_text(encoding="utf-8") + "\nacceptance.redo_days: 7日\n"
    answers.write_text(changed, encoding="utf-8")
    assert newcomer.types("demo").code == 0
    assert answers.read_text(encoding="utf-8") == changed
    assert sorted(p.name for p in (answers.parent / "drafts").iterdir()) == ["01", "02"]
