"""Which characters a text may hold."""

from __future__ import annotations

import pytest

from specgen.textrules import MOST_CHARS, MOST_DOUBTS, doubtful, forbidden


@pytest.mark.parametrize(
    "sign",
    [
        "\x00",
        "\x07",
        "\x0b",
        "\x0c",
        "\r",
        "\x1b",
        "\x7f",
        "\x80",
        "\x85",
        "\x9f",
        "\ud800",
        "\udfff",
        "\ufffe",
        "\uffff",
    ],
)
def test_a_forbidden_character_is_named_with_its_position(sign):
    (doubt,) = forbidden(f"性能{sign}要件")
    assert doubt.position == 2
    assert doubt.code_point == f"U+{ord(sign):04X}"
    assert doubt.why.endswith("。")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "一行目\n\t二行目",
        "葛\U000e0100飾区",  # IVS
        "𠮷野家",
        "か\u3099",  # NFD
        "👨‍👩‍👧と🏳️‍🌈",
        "ﾊﾝｶｸ",
        "〜～",
        "\u00a0\u3000",
        "A<B & C>D",
    ],
)
def test_ordinary_text_is_left_alone(text):
    assert forbidden(text) == ()
    assert doubtful(text) == ()


def test_the_separators_of_unicode_are_not_forbidden():
    assert forbidden("あ\u2028い\u2029") == ()


def test_a_text_that_is_too_long_is_told_once():
    assert forbidden("あ" * MOST_CHARS) == ()
    (doubt,) = forbidden("あ" * (MOST_CHARS + 7))
    assert doubt.position == MOST_CHARS
    assert "200,007文字" in doubt.why


@pytest.mark.parametrize(
    ("sign", "word"),
    [
        ("\u202e", "向き"),
        ("\u200f", "向き"),
        ("\u200b", "幅のない"),
        ("\u2060", "幅のない"),
        ("\ufeff", "幅のない"),
        ("\ue000", "外字"),
        ("\U000f0001", "外字"),
        ("\ufffd", "読み取れなかった"),
    ],
)
def test_a_doubtful_character_says_what_it_is(sign, word):
    (doubt,) = doubtful(f"あ{sign}")
    assert doubt.position == 1 and word in doubt.why


def test_a_joiner_outside_an_emoji_is_doubtful():
    assert [d.code_point for d in doubtful("あ\u200dい")] == ["U+200D"]


def test_places_come_in_order_and_not_without_end():
    assert [d.position for d in forbidden("\x00あ\x01")] == [0, 2]
    assert len(forbidden("\x00" * 1000)) == MOST_DOUBTS
