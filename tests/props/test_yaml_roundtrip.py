"""Any value put into any file comes back, and every other byte stays."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from specgen.errors import SpecgenError
from specgen.yamledit import remove, rename_key, set_value
from specgen.yamltext import Mapping, load, plain

FILE = """\
# 表題
a.text: 平文のまま
a.comment: work          # 請負
a.quoted: '一重'
a.double: "二重"  # 注
a.empty:

# 見出し
a.block: |
  一行目

  三行目

a.folded: >-
  たたむ
  行
a.keep: |+
  残す

a.state:   # 状態
  # 内側の注記
  未定: 令和9年1月
  メモ: x
a.table:
  R1: {name: 甲,   due: {未定: 来月}, note: }
  R2:
    name: 乙
    how: |
      上
      下

a.list: [p, q]
a.next:
  次の行
a.last: 終わり
# 末尾
"""
calm = settings(deadline=None)
TREE = plain(load(FILE, "f"))

tricky = st.sampled_from(
    [
        ": ",
        " #",
        "#",
        "- ",
        "\n",
        "\n\n",
        " ",
        "　",
        "\t",
        "'",
        '"',
        "\\",
        "{{",
        "}",
        "[",
        "]",
        ",",
        "|",
        ">",
        *"&*!%@`?\u2028\u2029\u0085\x0b\x00\ufeff\r𠮷あ",
        "---",
        "...",
        "葛\U000e0100",
    ]
)
texts = st.lists(tricky | st.text(st.characters(exclude_categories=["Cs"]), max_size=8), max_size=6).map(
    "".join
)
keys = st.sampled_from(
    ["name", "D-1", "期日", "a: b", "#x", "- y", "'q", "{z}", "u\u2028v", "k:"]
) | texts.filter(bool)
values = st.recursive(
    texts, lambda inner: st.dictionaries(keys, inner, max_size=3) | st.lists(inner, max_size=3), max_leaves=6
)


def paths_of(tree, path=()):
    for key, value in tree.items():
        yield (*path, key)
        if isinstance(value, dict):
            yield from paths_of(value, (*path, key))


PATHS = sorted(paths_of(TREE))
paths = st.sampled_from(PATHS)


def at(tree, path):
    for key in path:
        tree = tree[key]
    return tree


def lines_of(text: str, path: tuple[str, ...]) -> tuple[str, str]:
    """What stands before the line of a top-level entry and what follows it."""
    root = load(text, "f")
    assert isinstance(root, Mapping)
    starts = [key.start.index for key, _ in root.entries]
    number = root.keys().index(path[0])
    follows = starts[number + 1] if number + 1 < len(starts) else text.rindex("# 末尾")
    return text[: starts[number]], text[follows:]


@calm
@given(paths, values)
def test_any_value_comes_back_and_the_rest_stays(path, value):
    after = set_value(FILE, path, value)
    assert at(plain(load(after, "f")), path) == value
    before_it, behind_it = lines_of(FILE, path)
    assert after.startswith(before_it) and after.endswith(behind_it)


@calm
@given(paths, texts)
def test_every_comment_of_a_file_survives_a_text(path, text):
    after = set_value(FILE, path, text)
    for line in ("# 表題", "# 見出し", "# 末尾"):
        assert f"\n{line}\n" in f"\n{after}"
    if path == ("a.comment",):
        assert after.count("# 請負") == 1 + text.count("# 請負")


@calm
@given(
    st.sampled_from([(), ("a.state",), ("a.table",), ("a.table", "R1"), ("a.table", "R2")]),
    keys,
    values,
    st.sampled_from(["", "a.block", "R1", "name", "未定"]),
)
def test_any_new_key_comes_in_after_its_neighbour(parent, key, value, after):
    held = at(TREE, parent)
    if key in held:
        return
    grown = at(plain(load(set_value(FILE, (*parent, key), value, after=after), "f")), parent)
    assert grown[key] == value
    names = list(grown)
    neighbour = after if after in held else list(held)[-1]
    assert names.index(key) == names.index(neighbour) + 1
    assert {name: grown[name] for name in held} == held


@calm
@given(texts)
def test_any_text_goes_into_an_empty_file(text):
    assert plain(load(set_value("", ("a.b",), text), "f")) == {"a.b": text}


simple = st.text(st.characters(categories=["Lo", "Lu", "Ll", "Nd"]), min_size=1, max_size=12)


@calm
@given(
    st.sampled_from(
        [
            ("a.text",),
            ("a.comment",),
            ("a.quoted",),
            ("a.double",),
            ("a.table", "R1", "name"),
            ("a.table", "R2", "name"),
        ]
    ),
    simple,
)
def test_set_then_set_back_is_the_identity_where_the_style_fits(path, text):
    assert set_value(set_value(FILE, path, text), path, at(TREE, path)) == FILE


@calm
@given(paths, values)
def test_the_same_value_again_changes_not_a_byte(path, value):
    once = set_value(FILE, path, value)
    assert set_value(once, path, value) == once
    assert set_value(FILE, path, at(TREE, path)) == FILE


@calm
@given(paths, texts, texts)
def test_a_comment_never_changes_a_value(path, text, comment):
    after = set_value(FILE, path, text, comment=comment)
    assert at(plain(load(after, "f")), path) == text


@calm
@given(keys, values)
def test_insert_then_remove_is_the_identity(key, value):
    if key not in TREE:
        assert remove(set_value(FILE, (key,), value, after="a.text"), (key,)) == FILE


@calm
@given(paths)
def test_remove_takes_that_entry_alone(path):
    after = remove(FILE, path)
    left = plain(load(after, "f"))
    assert list(paths_of(left)) == [p for p in paths_of(TREE) if p[: len(path)] != path]
    before_it, behind_it = lines_of(FILE, path)
    assert after.startswith(before_it) and after.endswith(behind_it)


@calm
@given(paths, keys)
def test_rename_and_back_is_the_identity(path, key):
    if key not in at(TREE, path[:-1]):
        there = rename_key(FILE, path, key)
        back = rename_key(there, (*path[:-1], key), path[-1])
        assert plain(load(back, "f")) == TREE
        assert list(at(plain(load(there, "f")), path[:-1])).index(key) == list(at(TREE, path[:-1])).index(
            path[-1]
        )


@calm
@given(st.text(st.sampled_from("ab:- \n\t#'\"{}[],|>&*!%@`?　：.\\\r0") | st.characters(), max_size=60))
def test_any_text_is_read_or_refused_with_a_place_in_japanese(text):
    try:
        load(text, "f.yaml")
    except SpecgenError as refused:
        for fault in refused.faults:
            assert fault.place.line and fault.remedy and fault.code
            assert "expected" not in fault.what and "found" not in fault.what
