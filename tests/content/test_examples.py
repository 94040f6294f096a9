"""The example cases are drafted as the expectations beside them show: the golden text that a person has read."""

from __future__ import annotations

import difflib
import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))

from make_expected import EXAMPLES, Expected, cases, drafted, expected

HELP = "Read the difference; if it is meant, run: python tests/tools/make_expected.py"


@pytest.fixture(scope="module", params=cases())
def example(request, tmp_path_factory) -> tuple[str, list[Expected]]:
    return request.param, drafted(request.param, tmp_path_factory.mktemp(request.param))


def test_the_text_is_the_one_that_was_read(example):
    case, documents = example
    for made in documents:
        path = (EXAMPLES / case / "expected" / made.name).with_suffix(".txt")
        golden = path.read_text(encoding="utf-8").splitlines()
        now = made.text.splitlines()
        changes = list(difflib.unified_diff(golden, now, "expected", "now", lineterm="", n=1))
        assert not changes, "\n".join([HELP, *changes[:60]])


def test_the_word_files_are_the_same_part_by_part_and_no_other_is_kept(example):
    case, documents = example
    folder = EXAMPLES / case / "expected"
    assert {path.name for path in folder.glob("*.docx")} == {made.name for made in documents}, HELP
    for made in documents:
        assert expected(folder / made.name).parts == made.parts, HELP


def test_a_second_draft_of_the_same_case_is_the_same_byte_by_byte(example, tmp_path):
    case, documents = example
    assert [made.data for made in drafted(case, tmp_path)] == [made.data for made in documents]


def test_nothing_is_left_of_the_template_and_no_line_is_silently_blank(example):
    for made in example[1]:
        assert not re.search(r"\{\{|\{%|\{§|〓", made.text)
        headings = re.findall(r"^#+ .*$", made.text, re.MULTILINE)
        assert headings and all(re.search(r"[ぁ-んァ-ヶ一-龠]", heading) for heading in headings)
        rows = [line for line in made.text.splitlines() if line.startswith("| ")]
        assert rows and not [row for row in rows if re.search(r"\|\s*\|", row)]


def test_what_is_internal_is_not_in_the_text(example):
    """The memo of a case is for its own people."""
    case, documents = example
    answers = (EXAMPLES / case / "answers.yaml").read_text(encoding="utf-8")
    memo = re.search(r"document\.memo: \|\n  (.+)", answers)
    assert all(memo is None or memo[1] not in made.text for made in documents)
