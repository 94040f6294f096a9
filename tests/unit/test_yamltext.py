"""YAML read as text, with places, and faults that a person can act on."""

from __future__ import annotations

import time

import pytest
import yaml

from specgen import yamltext
from specgen.errors import ContentError, Fault, InputError
from specgen.yamltext import Mapping, Scalar, load, place, plain


def faults_of(text: str) -> tuple[Fault, ...]:
    with pytest.raises(InputError) as caught:
        load(text, "answers.yaml")
    return caught.value.faults


def the_fault(text: str) -> Fault:
    (fault,) = faults_of(text)
    return fault


def at(fault: Fault) -> tuple[int, int]:
    return fault.place.line, fault.place.column


def mapping(text: str) -> Mapping:
    root = load(text, "answers.yaml")
    assert isinstance(root, Mapping)
    return root


def scalar(root: Mapping, *path: str) -> Scalar:
    node: yamltext.Node | None = root
    for key in path:
        assert isinstance(node, Mapping)
        node = node.get(key)
    assert isinstance(node, Scalar)
    return node


@pytest.mark.parametrize(
    "written",
    ["0312345670", "12:30", "NO", "yes", "1_000", "0x1F", "2026-04-01", "~", "null", "1e3", ".5", "はい"],
)
def test_a_scalar_stays_the_text_that_was_written(written):
    assert plain(load(f"a.b: {written}\n", "f")) == {"a.b": written}


def test_styles_and_places_are_kept():
    root = mapping("a: 平文\nb: '一重'\nc: \"二重\"\nd: |\n  一行目\n\n  二行目\ne: {x: 値}\n")
    assert [scalar(root, key).style for key in "abcd"] == ["", "'", '"', "|"]
    assert scalar(root, "d").text == "一行目\n\n二行目\n"
    found = scalar(root, "e", "x")
    assert (found.start.line, found.start.column, found.end.column) == (8, 8, 9)
    assert str(place("answers.yaml", found)) == "answers.yaml:8:8"


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_the_index_points_into_the_text_given(ends):
    text = ends.join(["# 𠮷野家", "a: 𠮷の値", "b: {c: 第二, d: '第三'}", ""])
    root = mapping(text)
    for path, written in ((("a",), "𠮷の値"), (("b", "c"), "第二"), (("b", "d"), "'第三'")):
        node = scalar(root, *path)
        assert text[node.start.index : node.end.index] == written


def test_a_block_mapping_ends_with_its_last_entry():
    text = "a:\n  b: 1\n  c: 末尾\n\n# 別の話\nd: 2\n"
    inner = mapping(text).get("a")
    assert inner is not None and text[: inner.end.index].endswith("末尾")


@pytest.mark.parametrize("text", ["", "\n", "# 注記だけ\n", "---\n", "---\n# 注記\n"])
def test_an_empty_text_is_an_empty_mapping(text):
    root = mapping(text)
    assert root.entries == () and root.keys() == []


def test_an_empty_value_is_an_empty_text():
    root = mapping("a:\nb: {x: , y}\n")
    assert plain(root) == {"a": "", "b": {"x": "", "y": ""}}


def test_a_comment_behind_a_plain_text_is_told():
    root = mapping("a: work   # 請負\nb: 見積 #1 を参照\nc: '引用' # 注記\nd: 値#続き\ne:  # 未記入\n")
    assert [scalar(root, key).comment for key in "abcde"] == ["請負", "1 を参照", "", "", "未記入"]
    assert scalar(root, "b").text == "見積"
    assert scalar(root, "d").text == "値#続き"


def test_a_plain_text_over_lines_is_folded():
    assert plain(load("a: 一行目\n  二行目\n", "f")) == {"a": "一行目 二行目"}


def test_lists_are_lists_of_texts():
    assert plain(load("- 1\n- [a, b]\n- x: 1\n", "f")) == ["1", ["a", "b"], {"x": "1"}]


# ── faults ──


def test_a_doubled_key_says_where_the_first_one_stands():
    fault = the_fault("a: 1\nb: 2\na: 3\n")
    assert fault.code == "Y03" and at(fault) == (3, 1)
    assert "「a」" in fault.what and "1行目" in fault.what


def test_all_faults_after_scanning_come_together():
    codes = [f.code for f in faults_of('a: 1\na: 2\nb: &x 1\nc: !!str 2\nd: *x\n"": 3\n? [k]\n: 4\n')]
    assert codes == ["Y03", "Y05", "Y06", "Y05", "Y04", "Y09"]


def test_at_most_fifty_faults_are_told():
    assert len(faults_of("a: 1\n" * 200)) == 50


def test_a_second_document_is_refused():
    fault = the_fault("a: 1\n---\nb: 2\n")
    assert fault.code == "Y07" and at(fault) == (2, 1)


@pytest.mark.parametrize(
    "text", ["[" * 500, "[" * 100_000, "{a: " * 5000, "- " * 500 + "x", "a: " + "[" * 41]
)
def test_deep_nesting_is_refused_at_once(text):
    started = time.perf_counter()
    assert the_fault(text).code == "Y08"
    assert time.perf_counter() - started < 2


def test_forty_levels_are_read():
    assert plain(load("[" * 40 + "]" * 40, "f"))


@pytest.mark.parametrize("sign", ["\u0085", "\u2028", "\u2029", "\x0b", "\x00", "\x7f", "\ud800", "\ufffe"])
def test_a_character_that_cannot_stand_raw_is_named_with_its_place(sign):
    fault = the_fault(f"a: 1\nb: あ{sign}い\n")
    assert fault.code == "Y02" and at(fault) == (2, 5)
    assert f"U+{ord(sign):04X}" in fault.what


def test_the_same_characters_are_welcome_as_escapes():
    assert plain(load('a: "\\u2028\\x0b"\n', "f")) == {"a": "\u2028\x0b"}


SLIPS = [
    ("tab", "a:\n\tb: 1\n", "Y12", (2, 1), "タブ"),
    ("tab before all", "\ta: 1\n", "Y12", (1, 1), "タブ"),
    ("full-width blank as indentation", "a:\n  b: 1\n 　c: 1\n", "Y11", (3, 2), "全角の空白"),
    ("full-width blank before a key", "a: 1\n　b: 1\n", "Y11", (2, 1), "全角の空白"),
    ("full-width colon", "a: 1\ntopic.name：x\nb: 2\n", "Y13", (2, 11), "全角"),
    ("full-width blank after colon", "topic.name:　x\nb: 2\n", "Y11", (1, 12), "全角"),
    ("no blank after colon", "topic.name:x\nb: 2\n", "Y14", (1, 11), "空白"),
    ("no blank after the first colon", "a.b:x\n\n# note\n\n# more\nc: 1\n", "Y14", (1, 4), "空白"),
    ("full-width blank after the first colon", "a.b:\u3000x\n# note\nc: 1\n", "Y11", (1, 5), "全角"),
    ("full-width first colon", "a.b：x\n\n# note\nc: 1\n", "Y13", (1, 4), "全角"),
    ("full-width braces", "a: ｛未定: 来週｝\nb: 1\n", "Y18", (1, 4), "｛"),
    ("full-width closing brace", "a: {未定: 来週｝\nb: 1\n", "Y18", (1, 11), "｝"),
    ("full-width closing brace at the end", "a: {未定: 来週｝\n", "Y18", (1, 11), "｝"),
    ("braces", "a: {{ org.self }}の件\nb: 1\n", "Y10", (1, 4), "{{"),
    ("braces alone", "a: {{ org.self }}\n", "Y10", (1, 4), "{{"),
    ("single quote open", "a: 'x\nb: 1\n", "Y15", (1, 4), "'"),
    ("double quote open", 'a: {x: "y}\n', "Y15", (1, 8), '"'),
    ("brace open", "a: {x: 1,\n", "Y16", (1, 4), "}"),
    ("bracket open", "a: [x\n", "Y16", (1, 4), "]"),
    ("text cut by a comment goes on", "a: 見積 #1 を\n  参照\n", "Y17", (1, 6), "#"),
    ("backslash", 'a: "C:\\qデータ"\n', "Y20", (1, 7), "\\"),
    ("list behind a key", "a: - b\n", "Y21", (1, 4), "- "),
    ("text behind a bar", "a: |文\n  x\n", "Y22", (1, 5), "|"),
    ("brace closed late", "a: {x: 1, y: 2\nb: 1\n", "Y23", (2, 2), "1行目"),
    ("at sign", "a: @x\n", "Y24", (1, 4), "@"),
    ("star", "a: * 注記\n", "Y24", (1, 5), "*"),
    ("exclamation", "a: !重要\n", "Y24", (1, 5), "!"),
    ("percent", "a: %x\n", "Y24", (1, 4), "%"),
    ("colon in a value", "a: 見積: 3件\n", "Y26", (1, 6), ": "),
    ("uneven indentation", "a: 1\n b: 2\n", "Y26", (2, 3), "字下げ"),
    (
        "full-width colon of the first name, value over two lines",
        "件名：あ\n  い\nb: 2\n",
        "Y13",
        (1, 3),
        "全角",
    ),
    ("full-width colon below a name", "a:\n  件名：あ\n    い\n\n  b: 2\n", "Y13", (2, 5), "全角"),
    (
        "first name without a colon, value over two lines",
        "# 注\n件名 あ\n  い\nb: 2\n",
        "Y27",
        (2, 1),
        "「:」",
    ),
    ("uneven indentation under two lines", "a: 1\n 2\n b: 2\n", "Y26", (3, 3), "字下げ"),
    ("a line without a colon", "a: |\n x\n続き\nb: 1\n", "Y27", (3, 1), "「:」"),
    ("bracket first", "a: ] x\n", "Y28", (1, 4), "記号"),
    ("text behind a quote", "a: 'It's x'\n", "Y29", (1, 8), "引用符"),
]


@pytest.mark.parametrize(("text", "code", "where", "word"), [s[1:] for s in SLIPS], ids=[s[0] for s in SLIPS])
def test_a_slip_of_the_syntax_is_told_with_cause_place_and_remedy(text, code, where, word):
    fault = the_fault(text)
    assert (fault.code, at(fault)) == (code, where)
    assert word in str(fault)
    assert fault.remedy


@pytest.mark.parametrize("loader", [yaml.SafeLoader, yaml.CLoader])
@pytest.mark.parametrize(
    "text", [s[1] for s in SLIPS] + ["%x\n", "a: b\n...\nc\n", "- a\nb: c\n", ": a\n", "`"]
)
def test_no_english_of_the_scanner_is_shown(text, loader, monkeypatch):
    monkeypatch.setattr(yamltext, "_LOADER", loader)
    fault = the_fault(text)
    for word in ("found", "expected", "while", "token", "block", "scalar", "Error"):
        assert word not in fault.what + fault.remedy
    assert fault.place.line


def test_without_the_c_parser_the_tree_is_the_same(monkeypatch):
    text = "a: x  # c\nb:\n  c: |\n    q\n\nd: {e: 'f', g: [1, 2]}\n"
    by_c = load(text, "f")
    monkeypatch.setattr(yamltext, "_LOADER", yaml.SafeLoader)
    by_python = load(text, "f")
    assert plain(by_c) == plain(by_python)
    assert scalar(by_python, "a").comment == "c"  # type: ignore[arg-type]
    assert by_c.end == by_python.end


def test_the_caller_chooses_the_kind_of_error():
    with pytest.raises(ContentError):
        load("a: [", "pack.yaml", ContentError)


def test_ten_thousand_lines_are_read_fast():
    text = "".join(f"topic.key{i}: 値その{i}の文章です   # 注記\n" for i in range(10_000))
    load(text, "f")
    best = min(_timed(text) for _ in range(3))
    assert best < 0.5  # about 0.05 s on an idle machine; this only catches a change of order


def _timed(text: str) -> float:
    started = time.process_time()
    load(text, "f")
    return time.process_time() - started
