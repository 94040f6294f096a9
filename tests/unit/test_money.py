from decimal import Decimal
from fractions import Fraction

import pytest

from specgen import money, numerals


@pytest.mark.parametrize(
    ("written", "yen"),
    [
        ("1,150,000円", 1_150_000),
        ("1150000", 1_150_000),
        ("115万円", 1_150_000),
        ("1億2千万円", 120_000_000),
        ("1万2345円", 12_345),
        ("2.5千円", 2_500),
        ("1,150千円", 1_150_000),
        ("2,300百万円", 2_300_000_000),
        ("千円", 1_000),
        ("百万円", 1_000_000),
        ("１１５万円", 1_150_000),
        ("一千二百万円", 12_000_000),
        ("百五十万円", 1_500_000),
        ("壱百万円", 1_000_000),
        ("一五〇〇〇円", 15_000),
        ("￥1,150,000", 1_150_000),
        ("¥1,150,000-", 1_150_000),
        ("金1,150,000円也", 1_150_000),
        ("△1,000円", -1_000),
        ("▲1,000円", -1_000),
        ("-1,000円", -1_000),
        ("マイナス1,000円", -1_000),
        (" 1,150,000 円 ", 1_150_000),
        ("0円", 0),
    ],
)
def test_an_amount_is_read_as_people_write_it(written, yen):
    assert money.parse_yen(written) == yen


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("1,15,000円", "115,000円なら"),
        ("1.150.000円", "1,150,000円なら"),
        ("1.2億3千万円", "150,000,000円とも読めます"),
        ("1150千5百円", "1,150,500円とも読めます"),
        ("3百500円", "800円とも読めます"),
        ("△3百500円", "△800円とも読めます"),
        ("(1,000円)", "マイナス1,000円とも読めます"),
        ("約115万円", "1,150,000円でよければ"),
        ("115万円（税抜）", "1,150,000円でよければ"),
        ("0.5円", "1円に満たない端数"),
        ("〇〇円", "まだ入っていない数"),
        ("万円", "「万」の前に数を"),
        ("1e5円", "1億2千万円"),
        ("", "書かれていません"),
        ("9" * 30 + "円", "大きすぎます"),
        ("9" * 5000, "長すぎます"),
    ],
)
def test_a_doubtful_amount_is_asked_back_with_its_reading(written, says):
    with pytest.raises(ValueError, match=r"[ぁ-ん]") as refused:
        money.parse_yen(written)
    assert says in str(refused.value)


def test_an_amount_is_shown_in_larger_units_only_by_a_declared_rule():
    assert money.show_yen(1_150_000) == "1,150,000円"
    assert money.show_yen(1_150_000, "千円") == "1,150千円"
    assert money.show_yen(1_150_500, "千円", rounding="down") == "1,150千円"
    assert money.show_yen(1_150_500, "千円", rounding="half_up") == "1,151千円"
    assert money.show_yen(1_150_001, "千円", rounding="up") == "1,151千円"
    assert money.show_yen(123_456_789, "百万円", rounding="down", places=1) == "123.4百万円"
    with pytest.raises(ValueError, match="declared rounding"):
        money.show_yen(1_150_500, "千円")


def test_a_negative_amount_is_rounded_without_its_sign_and_shown_with_a_triangle():
    assert money.show_yen(-1_500, "千円", rounding="half_up") == "△2千円"
    assert money.show_yen(-1_500, "千円", rounding="down") == "△1千円"
    assert money.show_yen(-400, "千円", rounding="down") == "0千円"


def test_yen_are_rounded_exactly():
    assert money.round_yen(Fraction(5, 2), rounding="half_up") == 3
    assert money.round_yen(Decimal("-2.5"), rounding="half_up") == -3
    assert money.round_yen(Fraction(1, 10**30), rounding="up") == 1
    assert money.round_yen(Decimal("2.999999999999999999999"), rounding="down") == 2
    assert money.round_yen(7, rounding="up") == 7


def test_an_amount_is_shown_in_kanji():
    assert money.show_yen_kanji(12_000_000) == "一千二百万円"
    assert money.show_yen_kanji(1_111) == "千百十一円"
    assert money.show_yen_kanji(-1_500_000) == "△百五十万円"
    assert money.show_yen_kanji(0) == "零円"


def test_narrowing_keeps_every_character_in_its_place():
    text = "Ｗｅｅｋ　２㈱①"
    assert numerals.narrow(text) == "Week 2㈱①"
