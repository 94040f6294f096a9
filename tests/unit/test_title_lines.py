"""A title on the cover: broken where a reader pauses, into lines alike in length, and nothing of it lost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specgen.case.titlelines import LINE, title_lines


@pytest.mark.parametrize(
    "lines",
    [
        ["業務用パソコンの賃貸借（令和8年度更新）"],
        ["文書管理システムの更改に係る", "設計・開発及び運用・保守業務"],
        ["人事給与システムの運用・保守業務", "（令和9年度〜令和11年度）"],
        ["設計文書の審査を助ける生成AIの", "設計・開発に係る調査研究"],
        [
            "令和9年度から令和13年度までの統合",
            "ネットワーク基盤システムの更改並びに",
            "運用・保守及びヘルプデスク業務の請負",
        ],
    ],
    ids=lambda lines: lines[0][:8],
)
def test_a_title_is_broken_where_a_reader_pauses(lines):
    assert title_lines("".join(lines)) == "\n".join(lines)


def test_a_title_without_a_pause_is_broken_all_the_same_and_marks_do_not_begin_a_line():
    assert title_lines("件" * 50).split("\n") == ["件" * 17, "件" * 16, "件" * 17]
    assert title_lines("件" * 21 + "。" + "名" * 20) == "件" * 21 + "。\n" + "名" * 20


def test_a_title_that_fits_and_one_with_its_own_line_breaks_stay_as_they_are():
    assert title_lines("件" * LINE) == "件" * LINE
    assert title_lines("") == ""
    assert title_lines("上\n" + "下" * 40) == "上\n" + "下" * 40


@settings(max_examples=150, deadline=None)
@given(st.text("更改のに係る及び・（）ー。システムA1 　業務", min_size=1, max_size=60))
def test_only_blanks_at_a_break_are_left_out_and_every_line_fits(title):
    broken = title_lines(title)
    assert "".join(broken.split()) == "".join(title.split())
    if broken != title:
        assert all(sum(0.5 if c.isascii() else 1 for c in line) <= LINE for line in broken.split("\n"))


def test_no_line_begins_with_a_mark_that_belongs_to_the_character_before_it():
    title = "あいうえおかきくけこさしすせそたちつてとな" + "か\u3099" * 12
    assert all(line[0] != "\u3099" for line in title_lines(title).split("\n"))


def test_a_text_that_is_no_title_is_left_to_word():
    title = "調達件名" * 250
    assert title_lines(title) == title
