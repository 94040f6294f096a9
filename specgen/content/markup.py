"""Turns the text of a template or of a clause into blocks, or tells every fault in it at once.

What may be written: headings with keys, paragraphs, items in three levels, tables with widths, captions,
sections under a condition, clauses, references, pages turned sideways, page breaks, cover, list of contents.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..errors import ContentError
from .clause import SINGLE
from .markup_ast import (
    Align,
    Block,
    Blocks,
    ClauseBlock,
    ClauseSource,
    Contents,
    Cover,
    Field,
    Heading,
    Inline,
    Inlines,
    Item,
    Landscape,
    PageBreak,
    Paragraph,
    SectionBlock,
    SectionRef,
    Table,
    TableColumn,
    Text,
    inlines_of,
    walk,
)
from .markup_blocks import BlockReader
from .markup_checks import check_items, check_keys, check_order, check_whole
from .markup_inline import Scope, bookmark_part, condition_key

__all__ = [
    "Align",
    "Block",
    "Blocks",
    "ClauseBlock",
    "ClauseSource",
    "Contents",
    "Cover",
    "Field",
    "Heading",
    "Inline",
    "Inlines",
    "Item",
    "Landscape",
    "PageBreak",
    "Paragraph",
    "SectionBlock",
    "SectionRef",
    "Table",
    "TableColumn",
    "Text",
    "bookmark_part",
    "check_template",
    "condition_key",
    "inlines_of",
    "parse_clause_body",
    "parse_template",
    "walk",
]

_VARIANT = re.compile(r"##[ \t\u3000]+(.*)")
_VARIANT_NAME = re.compile(r"[a-z][a-z0-9_]*")


def parse_template(text: str, file: str, clauses: Mapping[str, ClauseSource] | None = None) -> Blocks:
    """The blocks of ``template.md``; ContentError with every fault when there is one.

    With ``clauses`` it is also checked that every clause and every reference leads somewhere
    (the same as ``check_template``), and those faults come together with the others.
    """
    scope = Scope(file)
    blocks = BlockReader(text.split("\n"), scope).read()
    check_order(blocks, scope)
    if clauses is None:
        check_keys(blocks, {}, scope)
    else:
        check_whole(blocks, clauses, scope)
    _stop(scope)
    return blocks


def parse_clause_body(text: str, file: str, first_line: int = 1) -> dict[str, Blocks]:
    """The variants of a clause, in the order of the file; ContentError with every fault when there is one.

    ``text`` is what follows the front matter and ``first_line`` the line of the file at which it starts.
    Without any ``## variant`` the whole body is the one variant ``text``.
    """
    scope = Scope(file)
    lines = text.split("\n")
    starts = [n for n, line in enumerate(lines) if _VARIANT.fullmatch(line.strip())]
    variants: dict[str, Blocks] = {}
    if not starts:
        variants[SINGLE] = _read_variant(lines, first_line, scope)
    for at, start in enumerate(starts):
        name = _read_variant_name(lines[start].strip(), first_line + start, variants, scope)
        end = starts[at + 1] if at + 1 < len(starts) else len(lines)
        variants[name] = _read_variant(lines[start + 1 : end], first_line + start + 1, scope)
    if starts and (early := [n for n in range(starts[0]) if lines[n].strip()]):
        scope.fault(
            "M42",
            "最初の「##」より前に文があります。",
            scope.place(first_line + early[0]),
            quoted=lines[early[0]].strip(),
            remedy="どの場合の文かが分かるよう、「## 場合の名前」の下に移します。",
        )
    check_keys(tuple(block for blocks in variants.values() for block in blocks), {}, scope)
    _stop(scope)
    return variants


def check_template(blocks: Blocks, clauses: Mapping[str, ClauseSource]) -> None:
    """ContentError when, in the whole template, a clause or reference leads nowhere or two keys are alike."""
    scope = Scope("")
    check_whole(blocks, clauses, scope)
    _stop(scope)


def _stop(scope: Scope) -> None:
    scope.faults.found.sort(
        key=lambda fault: (fault.place.file, fault.place.line, fault.place.column, fault.code)
    )
    scope.faults.stop_if_any(ContentError)


def _read_variant_name(line: str, number: int, known: Mapping[str, Blocks], scope: Scope) -> str:
    name = line.removeprefix("##").strip()
    if not _VARIANT_NAME.fullmatch(name):
        scope.fault(
            "M40",
            "場合の名前として読めません。",
            scope.place(number),
            quoted=line,
            remedy="「## 名前」に、前書きの variants にある名前を書きます。条項の中に見出しは置けません。",
        )
    elif name in known:
        scope.fault(
            "M41", "同じ場合が二度あります。", scope.place(number), quoted=line, remedy="一つにまとめます。"
        )
    return name


def _read_variant(lines: list[str], first_line: int, scope: Scope) -> Blocks:
    blocks = BlockReader(lines, scope, first_line, in_clause=True).read()
    check_items(blocks, scope)
    if not blocks and not scope.faults.found:
        spot = max(1, first_line - 1)
        scope.fault(
            "M43",
            "本文がありません。",
            scope.place(spot),
            remedy="文を書きます。何も載せない場合は、ひな形の節の条件で分けます。",
        )
    return blocks
