"""One grammar of ids."""

from __future__ import annotations

import pytest

from specgen.ids import RESERVED_TOPICS, Address, is_answer_id, is_row_key, parse_address
from specgen.reserved import NEVER, RESERVED


@pytest.mark.parametrize("text", ["procurement.title", "cost.lines", "data.my_number", "x.y2"])
def test_an_answer_is_topic_and_name(text):
    assert is_answer_id(text)


@pytest.mark.parametrize(
    "text",
    [
        "title",
        "",
        ".",
        "a.",
        ".a",
        "a.b.c",
        "A.b",
        "a.B",
        "1a.b",
        "a.1b",
        "a-b.c",
        "件名.題",
        "a b.c",
        "a.b\n",
        "a/b.c",
    ],
)
def test_other_shapes_are_no_answers(text):
    assert not is_answer_id(text)


def test_no_name_that_a_template_reads_otherwise_is_a_topic():
    assert (
        {"org", "paper", "gaps", "loop", "case", "self", "row"}
        <= RESERVED | NEVER | {"row"}
        <= RESERVED_TOPICS
    )


@pytest.mark.parametrize("topic", sorted(RESERVED_TOPICS))
def test_a_reserved_topic_is_refused(topic):
    assert not is_answer_id(f"{topic}.name")


@pytest.mark.parametrize("name", ["items", "keys", "values", "get", "pop", "update", "copy", "clear"])
def test_a_method_of_dict_is_refused_everywhere(name):
    assert not is_answer_id(f"topic.{name}")
    assert not is_answer_id(f"{name}.name")
    with pytest.raises(ValueError, match="別の意味"):
        parse_address(f"a.b/D1.{name}")


def test_an_id_has_at_most_sixty_characters():
    assert is_answer_id("a." + "b" * 58)
    assert not is_answer_id("a." + "b" * 59)
    with pytest.raises(ValueError, match="長すぎます"):
        parse_address("a." + "b" * 50 + "/D1.columns")


@pytest.mark.parametrize(
    ("key", "fine"),
    [
        ("D1", True),
        ("R-10_a", True),
        ("1", True),
        ("", False),
        ("第1", False),
        ("D.1", False),
        ("D 1", False),
        ("D" * 16, True),
        ("D" * 17, False),
    ],
)
def test_a_row_key_is_short_and_plain(key, fine):
    assert is_row_key(key) is fine


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("procurement.title", Address("procurement.title")),
        ("cost.by_year/R10", Address("cost.by_year", "R10")),
        ("deliverable.list/D6.due", Address("deliverable.list", "D6", "due")),
        ("deliverable.list/*.due", Address("deliverable.list", "*", "due")),
        ("procurement.background#2", Address("procurement.background", paragraph=2)),
        ("work.list/W1.how#12", Address("work.list", "W1", "how", 12)),
    ],
)
def test_an_address_is_read_and_written_alike(text, address):
    assert parse_address(text) == address
    assert str(address) == text
    assert address.answer == text.split("/")[0].split("#")[0]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "話題.名前"),
        ("title", "話題.名前"),
        ("a.b/", "行の名前が空"),
        ("a.b/D1.", "名前が空"),
        ("a.b/*", "列の名前がありません"),
        ("a.b/成果", "半角の英数字"),
        ("a.b/D1.due.x", "半角の英小文字"),
        ("a.b#0", "段落の番号"),
        ("a.b#", "段落の番号"),
        ("a.b#01", "段落の番号"),
        ("a.b#２", "段落の番号"),
        ("a.b/*.c#1", "1つに決まりません"),
        ("a.b/D1#1", "1つに決まりません"),
        ("a.b#1/D1", "段落の番号"),
        ("org.self", "ほかの用途"),
    ],
)
def test_a_broken_address_says_why_in_japanese(text, reason):
    with pytest.raises(ValueError, match=reason):
        parse_address(text)
