"""Numbers of headings and captions, computed from the tests that hold."""

from __future__ import annotations

import pytest

from specgen.case.outline import caption_numbers, heading_number, holds, outline
from specgen.model.paper import TemplateFacts, TemplateHeading

CONTEXT = {
    "sections": {"cloud": True, "data": False},
    "conditions": {"not-cloud": False},
    "clauses": {"rights.ownership": {"transfer": True}},
    "work": {"list": [{"key": "W1"}], "none": []},
    "loans": "",
}


@pytest.mark.parametrize(
    "test, verdict",
    [
        ('sections["cloud"]', True),
        ("sections['data']", False),
        ('not sections["data"]', True),
        ('conditions["not-cloud"]', False),
        ('clauses["rights.ownership"]["transfer"]', True),
        ('clauses["rights.ownership"]["license"]', False),
        ("work.list", True),
        ("work.none", False),
        ("not work.none", True),
        ("nothing.here", False),
        ("work.list|length > 3", True),
    ],
)
def test_a_test_of_a_template_holds_or_not_and_an_unknown_form_counts_as_holding(test, verdict):
    assert holds(test, CONTEXT) is verdict


@pytest.mark.parametrize(
    "counts, level, number",
    [
        ([3, 0, 0, 0], 1, "第3章"),
        ([3, 6, 0, 0], 2, "3.6"),
        ([3, 6, 12, 0], 3, "（１２）"),
        ([3, 6, 1, 2], 4, "イ"),
    ],
)
def test_each_level_has_its_own_form(counts, level, number):
    assert heading_number(counts, level) == number


def heading(level, text, *under, numbered=True):
    return TemplateHeading(level, text, text, f"_Toc{text}", under, numbered)


def test_deeper_levels_start_anew_under_each_chapter_and_plain_headings_take_no_number():
    facts = TemplateFacts(
        headings=(
            heading(1, "版", numbered=False),
            heading(1, "甲"),
            heading(2, "一"),
            heading(3, "い"),
            heading(2, "二"),
            heading(1, "情報", 'sections["data"]'),
            heading(2, "三", 'sections["data"]'),
            heading(1, "乙", 'sections["cloud"]'),
            heading(2, "四"),
            heading(3, "ろ"),
        )
    )
    assert [(entry.number, entry.text) for entry in outline(facts, CONTEXT)] == [
        ("", "版"),
        ("第1章", "甲"),
        ("1.1", "一"),
        ("（１）", "い"),
        ("1.2", "二"),
        ("第2章", "乙"),
        ("2.1", "四"),
        ("（１）", "ろ"),
    ]


def test_captions_count_only_tables_that_are_printed():
    facts = TemplateFacts(tables=(("a", ("work.list",)), ("b", ("work.none",)), ("c", ())))
    assert caption_numbers(facts, CONTEXT) == {"a": "1", "c": "2"}
