"""Every kind through KINDS: what it reads, prints, writes back, and how it asks when it cannot read."""

from datetime import date
from decimal import Decimal

import pytest

from specgen.model.answer import Answer, Row, State
from specgen.model.kinds import KINDS, Unreadable
from specgen.model.kinds.base import SORTS
from specgen.model.kinds.prose import paragraphs
from specgen.model.spec import PLAIN_STYLE, Column, HouseStyle, Spec
from specgen.wareki import Month

FULL = HouseStyle(digits="full")
WESTERN = HouseStyle(era="western")
FORM = Spec("choice", choices={"work": "請負", "quasi": "準委任", "lease": "賃貸借"})


def parse(text, spec):
    return KINDS[spec.kind].parse(text, spec)


def show(value, spec, style=PLAIN_STYLE):
    return KINDS[spec.kind].show(value, spec, style)


def refusal(text, spec):
    with pytest.raises(Unreadable) as refused:
        parse(text, spec)
    return str(refused.value)


def test_the_table_names_every_kind_by_its_name():
    expected = "text prose choice yes_no integer decimal percent quantity yen date month fiscal_year period due table reference calc"
    assert set(KINDS) == set(expected.split())
    for name, kind in KINDS.items():
        assert kind.name == name
        assert kind.label
        assert kind.sort in SORTS
        assert kind.hint(Spec(name)).endswith("。")


@pytest.mark.parametrize("name", sorted(set(KINDS) - {"text", "prose"}))
@pytest.mark.parametrize("text", ["", "   ", "？？？", "二行\nにわたる", "あ" * 500])
def test_what_no_kind_can_read_is_asked_back_in_japanese(name, text):
    said = refusal(text, Spec(name, choices={"a": "甲"}))
    assert said.endswith("。")
    assert not any(word in said for word in ("エラー", "不備", "違反", "NG", "差戻し"))
    assert len(said) < 300


def test_a_text_arrives_character_for_character():
    written = "　字下げの文 R&D <b>‮  \tＡ①㈱𠮷葛\U000e0100が  \n 次の行 "
    for name in ("text", "prose"):
        assert parse(written, Spec(name)) == written
        assert show(written, Spec(name), FULL) == written


def test_only_the_line_break_that_yaml_adds_is_taken_away():
    assert parse("一行\n", Spec("text")) == "一行"
    assert parse("一行\n\n", Spec("text")) == "一行\n"


def test_lines_and_characters_are_limited_as_a_person_counts_them():
    spec = Spec("text", lines=1, chars=5)
    assert KINDS["text"].limits("葛\U000e0100飾区が", spec) == ()
    assert KINDS["text"].limits("が" * 5, spec) == ()
    assert KINDS["text"].limits("一二三\n四五六", spec) == (
        "1行までで書きます（今は2行です）。",
        "5字までで書きます（今は6字です）。",
    )


def test_prose_falls_into_paragraphs_and_keeps_its_lines():
    value = parse("一つ目の\n段落です。\n\n　二つ目です。\n \n\n三つ目\n", Spec("prose"))
    assert paragraphs(value) == ("一つ目の\n段落です。", "　二つ目です。", "三つ目")


@pytest.mark.parametrize("written", ["work", "請負", " 請 負 ", "ＷＯＲＫ"])
def test_a_choice_is_read_by_code_or_label(written):
    assert parse(written, FORM) == "work"
    assert show("work", FORM) == "請負"


def test_a_choice_that_is_not_there_names_the_nearest_and_all():
    said = refusal("請け負い", FORM)
    assert "「請負」のことではありませんか" in said
    assert "請負、準委任、賃貸借" in said


def test_a_long_list_of_choices_is_cut():
    spec = Spec("choice", choices={f"c{n}": f"選択{n}" for n in range(40)})
    assert "ほか28件" in refusal("なにか", spec)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("はい", True),
        ("yes", True),
        ("あり", True),
        ("○", True),
        ("はい。", True),
        ("いいえ", False),
        ("無", False),
        ("ＮＯ", False),
    ],
)
def test_yes_and_no_are_read_in_many_words(written, value):
    assert parse(written, Spec("yes_no")) is value


def test_a_question_may_name_its_yes_and_no():
    spec = Spec("yes_no", choices={"yes": "認める", "no": "認めない"})
    assert parse("認めない", spec) is False
    assert show(True, spec) == "認める"
    assert "「認める」か「認めない」" in refusal("どちらとも", spec)


@pytest.mark.parametrize("written", ["1,240人", "1240", "１２４０人", "千二百四十人", "1,240 人"])
def test_a_whole_number_is_read_with_or_without_its_unit(written):
    spec = Spec("integer", unit="人")
    assert parse(written, spec) == 1240
    assert show(1240, spec) == "1,240人"
    assert show(1240, spec, FULL) == "１，２４０人"


def test_another_unit_or_a_fraction_is_asked_back():
    spec = Spec("integer", unit="人")
    assert "「1,240人」のように" in refusal("1,240台", spec)
    assert "小数があります" in refusal("3.5人", spec)


def test_numbers_have_a_least_and_a_most():
    spec = Spec("integer", unit="人", least="1", most="1,000")
    assert KINDS["integer"].limits(1240, spec) == ("1,000人以下で書きます（今は1,240人です）。",)
    assert KINDS["integer"].limits(0, spec) == ("1人以上で書きます（今は0人です）。",)
    assert KINDS["yen"].limits(500, Spec("yen", least="1000")) == (
        "1,000円以上で書きます（今は500円です）。",
    )


def test_a_decimal_keeps_the_digits_of_its_fraction():
    spec = Spec("decimal", unit="時間")
    assert str(parse("1,240.50時間", spec)) == "1240.50"
    assert show(Decimal("1240.50"), spec) == "1,240.50時間"
    assert parse("-0", spec) == 0
    assert parse("▲2.5時間", spec) == Decimal("-2.5")


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("20%", 20),
        ("２０％", 20),
        ("20パーセント", 20),
        ("20", 20),
        ("99.95%", Decimal("99.95")),
        ("2割5分", 25),
        ("十割", 100),
        ("0.5%", Decimal("0.5")),
    ],
)
def test_a_percentage_is_the_number_before_its_sign(written, value):
    assert parse(written, Spec("percent")) == value


def test_a_bare_fraction_is_no_percentage():
    assert "0.2%とも20%とも読めます" in refusal("0.2", Spec("percent"))
    assert show(Decimal(20), Spec("percent"), FULL) == "２０％"


def test_yen_are_read_by_money_and_printed_with_commas():
    assert parse("115万円", Spec("yen")) == 1_150_000
    assert show(-1_150_000, Spec("yen")) == "△1,150,000円"
    assert KINDS["yen"].dump(1_150_000, Spec("yen")) == "1,150,000円"


def test_dates_follow_the_calendar_and_digits_of_the_house():
    day = parse("2026-04-01", Spec("date"))
    assert day == date(2026, 4, 1)
    assert show(day, Spec("date")) == "令和8年4月1日"
    assert show(day, Spec("date"), WESTERN) == "2026年4月1日"
    assert show(day, Spec("date"), FULL) == "令和８年４月１日"
    assert show(parse("2028-09", Spec("month")), Spec("month")) == "令和10年9月"
    assert show(parse("FY2026", Spec("fiscal_year")), Spec("fiscal_year")) == "令和8年度"


@pytest.mark.parametrize(
    ("written", "shown", "number", "unit"),
    [
        ("24人月", "24人月", 24, "人月"),
        ("一式", "1式", 1, "式"),
        ("毎月1式", "毎月1式", 1, "式"),
        ("1,240人", "1,240人", 1240, "人"),
        ("7000台", "7,000台", 7000, "台"),
        ("約300件", "約300件", 300, "件"),
        ("約千件", "約1,000件", 1000, "件"),
        ("300万件", "300万件", 3_000_000, "件"),
        ("1,200,000件", "1,200,000件", 1_200_000, "件"),
        ("約4.5万件", "約4.5万件", 45_000, "件"),
        ("1千万件", "1,000万件", 10_000_000, "件"),
        ("十二万人", "12万人", 120_000, "人"),
        ("3億円相当", "3億円相当", 300_000_000, "円相当"),
        ("一億二千万件", "120,000,000件", 120_000_000, "件"),
        ("80〜120万件", "80〜120万件", None, "件"),
        ("1.5人月", "1.5人月", Decimal("1.5"), "人月"),
        ("各１部", "各1部", 1, "部"),
        ("1人当たり2台", "1人当たり2台", 2, "台"),
        ("2部（正副各1）", "2部（正副各1）", 2, "部"),
        ("月10回程度", "月10回程度", 10, "回程度"),
        ("100GB", "100GB", 100, "GB"),
        ("300〜400件", "300〜400件", None, "件"),
        ("300件～400件", "300〜400件", None, "件"),
        ("〇-十件", "0〜10件", None, "件"),
        ("正1部、副2部", "正1部、副2部", None, "部"),
    ],
)
def test_a_quantity_is_numbers_units_and_the_words_around_them(written, shown, number, unit):
    value = parse(written, Spec("quantity"))
    assert (show(value, Spec("quantity")), value.number, value.unit) == (shown, number, unit)


def test_a_quantity_without_unit_takes_the_unit_of_its_question_or_is_asked_back():
    assert show(parse("24", Spec("quantity", unit="人月")), Spec("quantity")) == "24人月"
    assert "単位がありません" in refusal("24", Spec("quantity"))
    assert "数がありません" in refusal("必要部数", Spec("quantity"))
    assert "小さいほうを先に" in refusal("400〜300件", Spec("quantity"))
    assert "まだ入っていない" in refusal("〇〇件", Spec("quantity"))


def test_the_same_quantity_written_differently_means_the_same():
    quantities = [parse(text, Spec("quantity")) for text in ("1,240人", "1240人", "１２４０人（見込み）")]
    assert len({q.meaning for q in quantities}) == 1


def test_a_quantity_in_ten_thousands_keeps_them_in_the_digits_of_the_house_and_in_the_file():
    spec = Spec("quantity")
    value = parse("年12万枚（画像）", spec)
    assert (show(value, spec), show(value, spec, FULL)) == ("年12万枚（画像）", "年１２万枚（画像）")
    assert KINDS["quantity"].dump(value, spec) == "年12万枚（画像）"
    assert value.meaning == parse("年120,000枚", spec).meaning


def test_a_reference_is_the_key_of_a_row():
    spec = Spec("reference", to="work.list", prefix="W")
    assert parse("Ｗ１", spec) == "W1"
    assert parse("SYS-014", spec) == "SYS-014"
    assert "「work.list」の表の行の名前（W1など）" in refusal("データ移行", spec)


def test_a_table_is_read_by_the_case_and_shown_a_line_a_row():
    spec = Spec(
        "table",
        prefix="D",
        columns=(Column("name", "名称", Spec("text")), Column("due", "納品期限", Spec("due"))),
    )
    row = Row(
        "D6",
        {
            "name": Answer("t/D6.name", State.ANSWERED, "移行用プログラム"),
            "due": Answer("t/D6.due", State.UNDECIDED),
        },
    )
    assert show((row,), spec) == "D6: 名称 移行用プログラム、納品期限 未定"
    assert "行の名前（D1、D2…）ごとに、名称、納品期限を書きます" in refusal("なにか", spec)


def test_a_computed_value_is_shown_after_what_it_is_and_never_read():
    assert show(23_100_000, Spec("calc", unit="円")) == "23,100,000円"
    assert show(-5, Spec("calc", unit="円")) == "△5円"
    assert show(Decimal("60"), Spec("calc", unit="か月"), FULL) == "６０か月"
    assert show(Month(2028, 9), Spec("calc")) == "令和10年9月"
    assert show("第1回", Spec("calc")) == "第1回"
    assert "計算で求める欄" in refusal("5", Spec("calc"))
