"""What the specification asks of the contractor while the old and the new system run side by side."""

from __future__ import annotations

import re
import shutil

import pytest
from journeying import EXAMPLES, Person, tree, words_of

CASE = "bunsho-koushin"


def drafted(person: Person, answer: str) -> str:
    shutil.copytree(EXAMPLES / "spec_templates", person.folder / "spec_templates")
    shutil.copytree(EXAMPLES / CASE, person.folder / "cases" / CASE)
    path = person.answers(CASE)
    text = re.sub(r"(?m)^migration\.parallel:.*$", f"migration.parallel: {answer}", path.read_text("utf-8"))
    path.write_text(text, encoding="utf-8")
    assert person.types("draft", CASE).code == 0
    return words_of(tree(person.newest_word_file(CASE)))


@pytest.mark.parametrize("answer, there", [("なし", False), ("令和10年9月19日〜同月30日", True)])
def test_the_duties_of_a_parallel_run_stand_only_where_there_is_one(colleague: Person, answer, there):
    text = drafted(colleague, answer)
    for words in (
        "並行して動かす期間を、次のとおり支える",
        "切替を担当した者が質問に答える",
        "新旧の結果の差を毎日確かめ",
    ):
        assert (words in text) is there
