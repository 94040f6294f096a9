"""Full-width numbers where Word counts itself: chapters, sections and captions; nothing that is written changes."""

from __future__ import annotations

import re

from templatemaking import open_parts

from specgen.content.markup import parse_template
from specgen.word.base import make_base
from specgen.word.build import build
from specgen.word.read import read_tree
from specgen.word.widenumbers import with_wide_numbers

TEXT = """\
{contents}

# 概要 {#one}

第3条及び1.2による。

## 計画 {#one.plan}

表: 一覧2 {#list}
| 名称1 | 数 |
|:--50 |:--50 |
| あ1 | 2.5 |

1. 項目10

### 細目 {#one.plan.more}

1. 項目10
"""


def made() -> dict[str, bytes]:
    return open_parts(build(parse_template(TEXT, "template.md", {}), {}, make_base(), "覚書"))


def test_chapters_and_sections_are_counted_in_wide_digits_and_the_rest_as_before():
    before, after = read_tree(made()), read_tree(with_wide_numbers(made()))
    numbers = [b.number for b in after.blocks if b.kind == "heading" and b.number]
    assert numbers == ["第１章", "１．１", "（１）"]
    assert [b.text for b in after.walk()] == [b.text for b in before.walk()]
    assert [b.number for b in after.blocks if b.kind == "item"] == ["（１）", "ア"]


def test_captions_are_counted_by_a_field_for_wide_digits():
    body = with_wide_numbers(made())["word/document.xml"].decode("utf-8")
    assert re.findall(r"SEQ 表 [^<]*", body) == ["SEQ 表 \\* DBCHAR "]


def test_sections_and_their_entries_get_room_for_the_wider_number():
    before, after = made(), with_wide_numbers(made())

    def left(parts: dict[str, bytes], part: str, of: str) -> int:
        text = parts[part].decode("utf-8")
        return int(re.search(rf'{of}.*?<w:ind w:left="(\d+)"', text, re.S)[1])

    for part, of in (("word/numbering.xml", 'w:val="Heading2"'), ("word/styles.xml", 'w:styleId="TOC2"')):
        assert left(after, part, of) > left(before, part, of)
    same = ("word/numbering.xml", 'w:val="Heading1"')
    assert left(after, *same) == left(before, *same)


def test_the_same_bytes_each_time():
    assert with_wide_numbers(made()) == with_wide_numbers(made())
