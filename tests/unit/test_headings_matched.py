"""Headings of others are taken for our chapters and sections: surely, perhaps, or not at all."""

from __future__ import annotations

import pytest

from specgen.check.headings import Titles, Where, bare, matched
from specgen.model.texttree import Block, TextTree

TITLES = Titles(
    {
        "overview": ("調達案件の概要", "業務の概要"),
        "overview.title": ("調達件名", "件名"),
        "work_content": ("作業の実施内容", "業務内容"),
        "work_content.deliverables": ("成果物",),
        "work_content.tests": ("テスト", "移行"),
        "deliverable_terms": ("成果物の取扱い", "成果物に関する事項"),
        "requirements.tests": ("テスト",),
        "subcontracting": ("再委託",),
        "compliance.personal": ("個人情報の取扱い", "個人情報の保護"),
    }
)


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("第１章　調達案件の概要", "overview"),
        ("業務内容", "work_content"),
        ("作業の実施内容に関する事項", "work_content"),
        ("再委託に関する事項", "subcontracting"),
        ("個人情報の保護について", "compliance.personal"),
        ("成果物", "work_content.deliverables"),
        ("成果物の取扱いに関する事項", "deliverable_terms"),
    ],
)
def test_the_same_words_are_sure(heading, key):
    assert TITLES.match(heading, Where(level=1)) == (key, 1.0)


@pytest.mark.parametrize(
    ("heading", "key"),
    [("個人情報の取扱い方法", "compliance.personal"), ("再委託の禁止", "subcontracting")],
)
def test_words_that_are_like_it_are_perhaps_the_same(heading, key):
    found, likeness = TITLES.match(heading, Where())
    assert found == key
    assert 0.6 <= likeness < 1.0


@pytest.mark.parametrize(
    "heading", ["環境への配慮", "別紙１　再委託承認申請書", "", "１", "件数の一覧", "委託"]
)
def test_other_words_are_nothing(heading):
    assert TITLES.match(heading, Where()) == ("", 0.0)


def test_of_two_sections_with_one_title_the_one_in_the_chapter_is_taken():
    assert TITLES.match("テスト", Where(("requirements",), 2))[0] == "requirements.tests"
    assert TITLES.match("テスト", Where(("work_content",), 2))[0] == "work_content.tests"


def test_the_likest_of_several_headings_has_the_key():
    blocks = [
        Block("heading", text, 1, index=at)
        for at, text in enumerate(("再委託の禁止", "再委託", "再委託の手続"))
    ]
    tree, found = matched(TextTree(tuple(blocks)), TITLES.of)
    assert [block.key for block in tree.blocks] == ["", "subcontracting", ""]
    assert [match.sure for match in found] == [False, True, False]


def test_what_says_nothing_is_taken_away():
    assert bare("（３）　成果物等に関する事項") == "成果物"
