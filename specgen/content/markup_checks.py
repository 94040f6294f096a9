"""Checks over a whole template: order of headings and items, unique keys, references that lead somewhere.

Faults are kept in the ``Scope`` given, so that they are told together with those of single lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..errors import nearest
from .markup_ast import (
    Block,
    Blocks,
    ClauseBlock,
    ClauseSource,
    Contents,
    Cover,
    Heading,
    Inlines,
    Item,
    Landscape,
    SectionBlock,
    SectionRef,
    Table,
    Text,
    inlines_of,
    walk,
)
from .markup_inline import Scope, bookmark_part


def check_order(blocks: Blocks, scope: Scope) -> None:
    """Headings and items go down one level at a time; cover and contents stand once."""
    _check_headings(blocks, scope)
    check_items(blocks, scope)
    covers: list[Block] = [block for block in walk(blocks) if isinstance(block, Cover)]
    contents: list[Block] = [block for block in walk(blocks) if isinstance(block, Contents)]
    for found in (covers, contents):
        for block in found[1:]:
            scope.fault(
                "M18",
                f"{_command(block)} が二つあります。",
                block.place,
                remedy="一つにします。",
            )
    for block in covers:
        if block is not blocks[0]:
            scope.fault(
                "M19",
                f"{_command(block)} が先頭にありません。",
                block.place,
                remedy="ひな形の最初に移します。",
            )


def _command(block: Block) -> str:
    return ("{cover}" if block.page else "{title}") if isinstance(block, Cover) else "{contents}"


def _check_headings(blocks: Blocks, scope: Scope) -> None:
    last, under_plain = 0, False
    for block in walk(blocks):
        if not isinstance(block, Heading):
            continue
        mark = "#" * block.level
        if block.level > last + 1:
            scope.fault(
                "M26",
                "見出しの段が飛んでいます。" if last else "最初の見出しが章（#）ではありません。",
                block.place,
                quoted=f"{mark} {_words(block.inlines)}",
                remedy=f"「{'#' * (last + 1)}」にするか、間の見出しを足します。",
            )
        elif block.level > 1 and under_plain:
            scope.fault(
                "M27",
                "番号のない章の下に、番号の付く見出しがあります。",
                block.place,
                quoted=f"{mark} {_words(block.inlines)}",
                remedy="章の「.plain」を外すか、見出しを段落にします。",
            )
        if block.level == 1:
            under_plain = not block.numbered
        last = block.level


def check_items(blocks: Blocks, scope: Scope) -> None:
    """No item is two levels deeper than the one above it."""
    last = 0
    for block in blocks:
        if isinstance(block, SectionBlock | Landscape):
            check_items(block.blocks, scope)
        if not isinstance(block, Item):
            last = 0
            continue
        if block.level > last + 1:
            scope.fault(
                "M28",
                "項目の段が飛んでいます。",
                block.place,
                quoted=_words(block.inlines),
                remedy="字下げを減らすか、上の段の項目を先に書きます。",
            )
        last = block.level


def _words(inlines: Inlines) -> str:
    return "".join(inline.text for inline in inlines if isinstance(inline, Text))


def check_whole(blocks: Blocks, clauses: Mapping[str, ClauseSource], scope: Scope) -> None:
    """Every clause and every reference leads somewhere, in the template and in the clauses it uses."""
    known: dict[str, Block] = {}
    check_keys(blocks, known, scope)
    used: set[str] = set()
    for block in walk(blocks):
        if not isinstance(block, ClauseBlock):
            continue
        if block.name not in clauses:
            scope.fault(
                "M51",
                "この条項はありません。",
                block.place,
                quoted=f"{{clause {block.name}}}",
                near=nearest(block.name, clauses),
                remedy="名前を直すか、library/clauses に条項を作ります。",
            )
        elif block.name in used:
            scope.fault(
                "M52",
                "同じ条項が二度入っています。",
                block.place,
                quoted=f"{{clause {block.name}}}",
                remedy="一か所にし、ほかは {§鍵} で参照します。",
            )
        else:
            for body in clauses[block.name].variants.values():
                check_keys(body, known, scope)
        used.add(block.name)
    _check_references(blocks, clauses, used, known, scope)


def _check_references(
    blocks: Blocks,
    clauses: Mapping[str, ClauseSource],
    used: set[str],
    known: Mapping[str, Block],
    scope: Scope,
) -> None:
    bodies = [body for name in sorted(used & set(clauses)) for body in clauses[name].variants.values()]
    for ref in (ref for body in (blocks, *bodies) for ref in _references(body)):
        target = known.get(ref.key)
        if target is None:
            scope.fault(
                "M50",
                "参照先がありません。",
                ref.place,
                quoted=f"{{§{ref.key}}}",
                near=nearest(ref.key, known),
                remedy="見出しか表の題に付けた {#鍵} を書きます。",
            )
        elif isinstance(target, Heading) and not target.numbered:
            scope.fault(
                "M53",
                "参照先の見出しに番号がありません。",
                ref.place,
                quoted=f"{{§{ref.key}}}",
                remedy="見出しの「.plain」を外すか、見出しの名前を文に書きます。",
            )


def _references(blocks: Blocks) -> Iterator[SectionRef]:
    return (
        inline for block in walk(blocks) for inline in inlines_of(block) if isinstance(inline, SectionRef)
    )


def check_keys(blocks: Blocks, known: dict[str, Block], scope: Scope) -> None:
    """Keep a fault for every key that stands twice (or would make the same bookmark)."""
    marks = {bookmark_part(key) for key in known}
    for block in walk(blocks):
        if not isinstance(block, Heading | Table) or not block.key:
            continue
        if block.key in known or bookmark_part(block.key) in marks:
            first = known.get(block.key)
            at = f"初めは{first.place.line}行目です。" if first else ""
            scope.fault(
                "M54",
                f"同じ鍵が二度あります。{at}",
                block.place,
                quoted=f"{{#{block.key}}}",
                remedy="参照先が一つに決まるよう、片方を別の鍵にします。",
            )
            continue
        known[block.key] = block
        marks.add(bookmark_part(block.key))
