"""Other names of chapters, and words that show a condition: held against the packs and conditions that there are."""

from __future__ import annotations

from collections import defaultdict

import pytest

from specgen.check.headings import bare
from specgen.content.headings import titles_of
from specgen.content.load import load_content

CONTENT = load_content()
OURS = {name: titles_of([pack], {}) for name, pack in CONTENT.packs.items()}


def test_every_key_is_one_of_a_specification():
    known = {
        key for name, keys in OURS.items() if CONTENT.packs[name].entry.document == "spec" for key in keys
    }
    assert sorted(set(CONTENT.headings) - known) == []


@pytest.mark.parametrize("key", CONTENT.headings)
def test_names_are_short_and_stand_once(key):
    names = CONTENT.headings[key]
    assert len(names) == len(set(names))
    assert [name for name in names if not 2 <= len(name) <= 40 or name.endswith("。")] == []


@pytest.mark.parametrize("pack", [n for n, p in CONTENT.packs.items() if p.entry.document == "spec"])
def test_a_name_means_one_chapter_or_section_of_a_form(pack):
    """Two keys may share a name only as a chapter and its own section, or where the level tells them apart."""
    meant: dict[str, set[str]] = defaultdict(set)
    for key, titles in OURS[pack].items():
        for title in (*titles, *CONTENT.headings.get(key, ())):
            meant[bare(title)].add(key)
    shared = {name: keys for name, keys in meant.items() if len(keys) > 1}
    unclear = {
        name: sorted(keys)
        for name, keys in shared.items()
        if len({"." in key for key in keys}) == 1 and len({key.partition(".")[0] for key in keys}) == 1
    }
    assert unclear == {}, "two sections of one chapter go by one name"


def test_every_sign_shows_a_condition_that_there_is():
    assert sorted(set(CONTENT.signs) - set(CONTENT.conditions)) == []


@pytest.mark.parametrize(
    ("name", "text", "shown"),
    [
        ("personal", "受注者は、個人情報を他の情報と分けて保管する。", True),
        ("personal", "この業務では、個人情報は取り扱わない。", False),
        ("personal", "受注者は、個人情報の保護に関する法律を守る。", False),
        ("cloud", "クラウドサービスの選定は、次による。", True),
        ("cloud", "クラウドサービスは利用しない。SaaSも使わない。", False),
        ("my_number", "特定個人情報を扱う。", True),
        ("my_number", "マイナンバーカードで本人を確かめる。", False),
        ("subcontract", "再委託する場合は、承認を受ける。", True),
        ("subcontract", "再委託は認めない。", False),
        ("announced", "入札参加資格は、次のとおりとする。", True),
        ("announced", "契約は、随意契約による。入札参加資格は定めない。", False),
    ],
)
def test_a_sign_is_seen_and_excused(name, text, shown):
    assert CONTENT.signs[name].shown_in(text) is shown
