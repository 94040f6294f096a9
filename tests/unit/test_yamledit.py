"""One value put into a person's file; every other byte stays."""

from __future__ import annotations

import pytest

from specgen import yamledit
from specgen.yamledit import EditFailed, remove, rename_key, set_value
from specgen.yamltext import load, plain

ANSWERS = """\
# 文書管理システムの更改
procurement.title: 文書管理システムの更改
procurement.background: |
  現行のシステムは、導入から7年が過ぎた。

  監査で指摘された。

# ── 契約 ──
contract.form: work                     # 請負
contract.multi_year:   # 承認
  未定: 令和9年1月20日
  だれが: 経理部契約課
procurement.related: 'なし'
users.staff:
deliverable.list:
  D1: {name: 業務実施計画書,   work: W1, quantity: 1式}
  D2: {name: 月次報告書,       work: W1, quantity: 毎月1式}

# ── 経費 ──
cost.lines:
  C1:
    item: A2                            # 整備経費
    price: 1,150,000円
# おわり
"""


def changed(after: str, before: str = ANSWERS) -> tuple[list[str], list[str]]:
    """The lines that went and the lines that came, in order."""
    old, new = before.split("\n"), after.split("\n")
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return old[head : len(old) - tail], new[head : len(new) - tail]


def test_a_plain_value_is_replaced_and_nothing_else():
    assert changed(set_value(ANSWERS, ("procurement.title",), "別の件名")) == (
        ["procurement.title: 文書管理システムの更改"],
        ["procurement.title: 別の件名"],
    )


def test_the_comment_behind_a_value_stays():
    _, came = changed(set_value(ANSWERS, ("contract.form",), "mandate"))
    assert came == ["contract.form: mandate                     # 請負"]


def test_a_new_comment_takes_the_place_of_the_old_one():
    _, came = changed(set_value(ANSWERS, ("contract.form",), "mandate", comment="準委任"))
    assert came == ["contract.form: mandate                     # 準委任"]


def test_a_comment_is_added_where_there_was_none():
    _, came = changed(set_value(ANSWERS, ("procurement.title",), "件名", comment="仮の\n名前"))
    assert came == ["procurement.title: 件名  # 仮の 名前"]


def test_only_the_comment_changes_when_the_value_is_there_already():
    _, came = changed(set_value(ANSWERS, ("contract.form",), "work", comment="請負契約"))
    assert came == ["contract.form: work                     # 請負契約"]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("contract.form",), "work"),
        (("procurement.background",), "現行のシステムは、導入から7年が過ぎた。\n\n監査で指摘された。\n"),
        (("contract.multi_year",), {"未定": "令和9年1月20日", "だれが": "経理部契約課"}),
        (("deliverable.list", "D1", "work"), "W1"),
        (("users.staff",), ""),
    ],
)
def test_a_value_that_is_there_already_changes_not_a_byte(path, value):
    assert set_value(ANSWERS, path, value) == ANSWERS


def test_a_cell_of_a_flow_row_is_replaced_in_its_row():
    went, came = changed(set_value(ANSWERS, ("deliverable.list", "D2", "quantity"), "1,000式"))
    assert went == ["  D2: {name: 月次報告書,       work: W1, quantity: 毎月1式}"]
    assert came == ['  D2: {name: 月次報告書,       work: W1, quantity: "1,000式"}']


def test_a_cell_of_a_block_row_is_replaced():
    _, came = changed(set_value(ANSWERS, ("cost.lines", "C1", "price"), "1,200,000円"))
    assert came == ["    price: 1,200,000円"]


def test_a_missing_column_is_added_to_its_row():
    _, came = changed(
        set_value(ANSWERS, ("deliverable.list", "D1", "due"), "検収の10営業日前まで", after="work")
    )
    assert came == ["  D1: {name: 業務実施計画書,   work: W1, due: 検収の10営業日前まで, quantity: 1式}"]


def test_a_new_row_looks_like_its_neighbours():
    _, came = changed(set_value(ANSWERS, ("deliverable.list", "D3"), {"name": "手順書", "due": {"未定": ""}}))
    assert came == ['  D3: {name: 手順書, due: {未定: ""}}']
    _, came = changed(set_value(ANSWERS, ("cost.lines", "C2"), {"item": "B3", "price": "385,000円"}))
    assert came == ["  C2:", "    item: B3", "    price: 385,000円"]


def test_a_new_key_comes_after_its_neighbour():
    after = set_value(ANSWERS, ("contract.period",), "契約締結日〜令和10年9月29日", after="contract.form")
    assert changed(after) == ([], ["contract.period: 契約締結日〜令和10年9月29日"])
    assert list(plain(load(after, "f"))).index("contract.period") == 3


def test_without_a_neighbour_a_new_key_comes_last_before_the_closing_comments():
    after = set_value(ANSWERS, ("risk.note",), "なし")
    assert after.endswith("    price: 1,150,000円\nrisk.note: なし\n# おわり\n")


def test_a_table_that_was_empty_gets_its_first_row():
    after = set_value("work.list:  # 作業\nother: x\n", ("work.list", "W1", "name"), "移行")
    assert after == "work.list:  # 作業\n  W1:\n    name: 移行\nother: x\n"


def test_an_empty_answer_is_filled_behind_its_colon():
    _, came = changed(set_value(ANSWERS, ("users.staff",), "1,240人"))
    assert came == ["users.staff: 1,240人"]


def test_a_state_takes_the_place_of_a_text_and_back():
    undecided = set_value(ANSWERS, ("procurement.title",), {"未定": "令和9年1月"})
    assert changed(undecided)[1] == ["procurement.title:", "  未定: 令和9年1月"]
    assert set_value(undecided, ("procurement.title",), "文書管理システムの更改") == ANSWERS


def test_a_text_takes_the_place_of_a_state():
    went, came = changed(set_value(ANSWERS, ("contract.multi_year",), "yes"))
    assert went == ["contract.multi_year:   # 承認", "  未定: 令和9年1月20日", "  だれが: 経理部契約課"]
    assert came == ["contract.multi_year: yes   # 承認"]


def test_several_lines_are_written_as_a_block():
    _, came = changed(set_value(ANSWERS, ("procurement.title",), "一行目\n\n- 二行目: #3\n"))
    assert came == ["procurement.title: |", "  一行目", "", "  - 二行目: #3"]
    _, came = changed(set_value(ANSWERS, ("procurement.title",), "一行目\n二行目"))
    assert came == ["procurement.title: |-", "  一行目", "  二行目"]


def test_the_layout_behind_a_block_text_stays():
    after = set_value(ANSWERS, ("procurement.background",), "短い一文。")
    assert changed(after)[1] == ["procurement.background: |-", "  短い一文。"]
    assert "短い一文。\n\n# ── 契約 ──\n" in after


def test_a_block_that_would_swallow_a_comment_is_written_in_quotes():
    text = "a: x\n    # 字下げした注記\nb: y\n"
    assert set_value(text, ("a",), "一\n二\n") == 'a: "一\\n二\\n"\n    # 字下げした注記\nb: y\n'


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("平文", "平文"),
        ("12:30", "12:30"),
        ("0312345670", "0312345670"),
        ("NO", "NO"),
        ("1,150,000円", "1,150,000円"),
        ("-5人", "-5人"),
        ("見積 #1 を参照", '"見積 #1 を参照"'),
        ("注: 別紙", '"注: 別紙"'),
        ("末尾:", '"末尾:"'),
        ("- 箇条", '"- 箇条"'),
        ("{{ org.self }}", '"{{ org.self }}"'),
        ("*注", '"*注"'),
        ("", '""'),
        (" 前後 ", '" 前後 "'),
        ("　字下げ", '"　字下げ"'),
        ('"引用"', "'\"引用\"'"),
        ("C:\\data: x", "'C:\\data: x'"),
        ("a\tb", '"a\\tb"'),
        ("あ\u2028い\u0085", '"あ\\u2028い\\x85"'),
        ("a\n\n", '"a\\n\\n"'),
        (" 字下げ\nつづき", None),
        ("\t字下げ\nつづき\n", None),
        ("\n前に空行", None),
        ("行\r\n", None),
    ],
)
def test_a_text_is_written_in_the_most_readable_way_that_loads_back(value, written):
    after = set_value("a: x\nb: y\n", ("a",), value)
    assert plain(load(after, "f")) == {"a": value, "b": "y"}
    if written is not None:
        assert after == f"a: {written}\nb: y\n"


def test_quotes_stay_where_they_fit():
    _, came = changed(set_value(ANSWERS, ("procurement.related",), "It's"))
    assert came == ["procurement.related: 'It''s'"]


def test_the_indentation_of_the_file_is_kept():
    text = "a:\n    b: 1\n"
    assert set_value(text, ("a", "c"), {"d": "2"}) == "a:\n    b: 1\n    c:\n        d: 2\n"


def test_lists_are_written_too():
    after = set_value("a: 1\n", ("b",), ["x", {"y": "1", "z": []}, ["p: q"], "二行\nある"])
    assert after.startswith("a: 1\nb:\n  - x\n  - y: 1\n    z: []\n  - - ")


@pytest.mark.parametrize("text", ["", "# 注記だけ\n", "# 注記だけ", "---\n"])
def test_an_empty_file_gets_its_first_key(text):
    after = set_value(text, ("a.b",), "値")
    assert after.startswith(text) and after.endswith("a.b: 値\n")


def test_a_file_without_a_last_line_end_stays_so():
    assert set_value("a: 1", ("b",), "2") == "a: 1\nb: 2"


def test_crlf_stays_crlf():
    text = ANSWERS.replace("\n", "\r\n")
    after = set_value(text, ("procurement.background",), "一\n二\n")
    assert after.replace("\r\n", "\n") == set_value(ANSWERS, ("procurement.background",), "一\n二\n")
    assert after.count("\n") == after.count("\r\n")


def test_mixed_line_ends_are_the_callers_matter():
    with pytest.raises(ValueError, match="SourceText"):
        set_value("a: 1\r\nb: 2\n", ("a",), "3")


def test_a_path_through_a_text_is_refused():
    with pytest.raises(ValueError, match="項目を分けずに"):
        set_value(ANSWERS, ("procurement.title", "x"), "1")


def test_remove_takes_the_line_with_its_comment_and_nothing_else():
    assert changed(remove(ANSWERS, ("contract.form",))) == (
        ["contract.form: work                     # 請負"],
        [],
    )
    assert changed(remove(ANSWERS, ("contract.multi_year",)))[1] == []
    assert changed(remove(ANSWERS, ("deliverable.list", "D1")))[0] == [
        "  D1: {name: 業務実施計画書,   work: W1, quantity: 1式}"
    ]


def test_remove_leaves_the_comments_and_blank_lines_around():
    after = remove(ANSWERS, ("procurement.background",))
    assert "更改\n\n# ── 契約 ──\n" in after


@pytest.mark.parametrize(
    ("text", "key", "left"),
    [
        ("r: {a: 1, b: 2, c: 3}\n", "a", "r: {b: 2, c: 3}\n"),
        ("r: {a: 1, b: 2, c: 3}\n", "b", "r: {a: 1, c: 3}\n"),
        ("r: {a: 1, b: 2, c: 3}\n", "c", "r: {a: 1, b: 2}\n"),
        ("r: {a: 1}\n", "a", "r: {}\n"),
        ("r: {a: 1,}\n", "a", "r: {}\n"),
        ("r: {a, b: }\n", "b", "r: {a }\n"),
    ],
)
def test_remove_works_inside_braces(text, key, left):
    assert remove(text, ("r", key)) == left


def test_a_table_that_loses_its_last_row_stays_as_an_empty_one():
    assert remove("t:  # 表\n  R1:\n    a: 1\nb: 2\n", ("t", "R1")) == "t: {}  # 表\nb: 2\n"


def test_removing_what_is_not_there_is_told():
    with pytest.raises(KeyError):
        remove(ANSWERS, ("no.such",))


def test_rename_changes_the_key_alone():
    went, came = changed(rename_key(ANSWERS, ("contract.form",), "contract.kind"))
    assert came == [went[0].replace("contract.form", "contract.kind")]
    _, came = changed(rename_key(ANSWERS, ("deliverable.list", "D2"), "D-2"))
    assert came == ["  D-2: {name: 月次報告書,       work: W1, quantity: 毎月1式}"]


def test_rename_onto_a_name_that_is_taken_is_refused():
    with pytest.raises(KeyError):
        rename_key(ANSWERS, ("contract.form",), "procurement.title")


def test_a_wrong_result_is_never_returned(monkeypatch):
    monkeypatch.setattr(yamledit, "_replaced", lambda *_: "a: 違う\n")
    with pytest.raises(EditFailed):
        set_value("a: 1\n", ("a",), "2")
