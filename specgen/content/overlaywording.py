"""Wordings and headings that an overlay brings: put into a clause's text, and into the blocks of a template."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from .. import yamltext
from ..errors import ContentError, Fault, Faults, Place, nearest
from ..expr import ExpressionError, compile_condition
from ..files import read_text
from .clause import SINGLE, Clause, OwnText
from .library import Content
from .markup_ast import (
    Block,
    Blocks,
    ClauseBlock,
    Field,
    Heading,
    Item,
    Landscape,
    SectionBlock,
    Text,
    inlines_of,
    walk,
)
from .overlay import Asked
from .pack import Pack

_VARIANT = re.compile(r"^##[ \t\u3000]+(.*?)[ \t]*$", re.MULTILINE)


def with_wording(clause: Clause, variant: str, asked: Asked, faults: Faults) -> tuple[str, Clause | None]:
    """The text of a variant before, and the clause with the text that is asked for; None when it cannot be read."""
    from .markup import parse_clause_body

    to = asked.node.get("to")
    if not isinstance(to, yamltext.Scalar) or not to.text.strip():
        remedy = "文言を書いてください。何も載せないときは、節を外します（drop: section:…）。"
        faults.add(Fault("O14", "条文の文言がありません。", asked.at("to"), remedy=remedy))
        return "", None
    text = to.text.rstrip("\n") + "\n"
    if _VARIANT.search(text):
        remedy = "variant: に書き方の名前を書き、to には本文だけを書いてください。"
        faults.add(Fault("O18", "条文の文言に見出しは書けません。", asked.at("to"), remedy=remedy))
        return "", None
    line = to.start.line + (1 if to.style in ("|", ">") else 0)
    try:
        parse_clause_body(text, asked.file, line)
    except ContentError as error:
        faults.found.extend(error.faults)
        return "", None
    name = variant or SINGLE
    own = {**clause.own, name: OwnText(text, asked.file, line)}
    return _text_of(clause, name).strip(), replace(clause, own=own)


def _text_of(clause: Clause, variant: str) -> str:
    """The text of a wording as it is now: an overlay's, else what stands in the body up to the next heading."""
    if variant in clause.own or not clause.head.variants:
        return clause.own[variant].text if variant in clause.own else clause.body
    _, *parts = _VARIANT.split(clause.body)
    return dict(zip(parts[::2], parts[1::2], strict=True)).get(variant, "")


def wording_of(clause: Clause, variant: str) -> Blocks:
    """The blocks of one wording; none where the clause cannot be read (told when the template is built)."""
    from .markup import parse_clause_body

    try:
        if (own := clause.own.get(variant)) is not None:
            return parse_clause_body(own.text, own.file, own.line)[SINGLE]
        return parse_clause_body(clause.body, clause.file, clause.first_line).get(variant, ())
    except ContentError:
        return ()


def check_wordings(content: Content, faults: Faults) -> None:
    """Every name in a wording that an overlay brought means something."""
    fields = [*(q.id for q in content.questions.values()), *(f"org.{name}" for name in content.org())]
    known = frozenset(fields)
    for clause in content.clauses.values():
        for variant in clause.own:
            for block in walk(wording_of(clause, variant)):
                for inline in inlines_of(block):
                    if not isinstance(inline, Field) or inline.path.startswith(("row.", "paper.")):
                        continue
                    if inline.path not in known:
                        faults.add(
                            Fault(
                                "O19",
                                f"文言の「{{{{ {inline.path} }}}}」に入るものがありません。",
                                inline.place,
                                inline.path,
                                nearest(inline.path, known),
                                "質問のidか、org. で始まる法人の設定の名前を書いてください。",
                            )
                        )
                if isinstance(block, Item) and block.when:
                    _check_when(content, block, faults)


def _check_when(content: Content, item: Item, faults: Faults) -> None:
    try:
        compile_condition(item.when, content.names, names_only=True)
    except ExpressionError as error:
        faults.add(Fault("C20", error.what, item.place, error.quoted, error.near, error.remedy))


def heading_of(pack: Pack, key: str) -> str | None:
    """The heading of a section as it is printed now; None where the template has none of this name."""
    if pack.reworked.get(key):
        return pack.reworked[key]
    for block in walk(blocks_of(pack)):
        if isinstance(block, Heading) and block.key == key:
            return "".join(inline.text for inline in block.inlines if isinstance(inline, Text))
    return None


def blocks_of(pack: Pack) -> Blocks:
    """The blocks of a pack's template; none where it has no text, or one that cannot be read (told when it is built)."""
    if not pack.template_md.is_file():
        return ()
    try:
        return _parsed(read_text(pack.template_md, error=ContentError), pack.file)
    except ContentError:
        return ()


@lru_cache(maxsize=16)
def _parsed(text: str, file: str) -> Blocks:
    """Each of many changes may look into the same template."""
    from .markup import parse_template

    return parse_template(text, file)


def reworked(blocks: Blocks, pack: Pack) -> Blocks:
    """The blocks of a template with the headings that overlays wrote, and a test around the sections they changed."""
    for key, title in pack.reworked.items():
        if title:
            blocks = _titled(blocks, key, title)
        tested = any(isinstance(block, SectionBlock) and block.key == key for block in walk(blocks))
        if pack.entry.sections[key] != "always" and not tested:
            blocks = _enclosed(blocks, key)
    return blocks


def extent(blocks: Blocks, key: str) -> Blocks:
    """What belongs to a section: the blocks under its test, or its heading and all up to the next of its level."""
    inside = [b for b in walk(blocks) if isinstance(b, SectionBlock) and b.key == key]
    if inside:
        return tuple(inside)
    found = next(
        (b for b in walk(_enclosed(blocks, key)) if isinstance(b, SectionBlock) and b.key == key), None
    )
    return (found,) if found is not None else ()


def _titled(blocks: Blocks, key: str, title: str) -> Blocks:
    return tuple(
        replace(block, inlines=(Text(title),))
        if isinstance(block, Heading) and block.key == key
        else replace(block, blocks=_titled(block.blocks, key, title))
        if isinstance(block, SectionBlock | Landscape)
        else block
        for block in blocks
    )


def _enclosed(blocks: Blocks, key: str) -> Blocks:
    """The heading ``key`` and what follows up to the next heading of its level, under a test of their own."""
    for at, block in enumerate(blocks):
        if isinstance(block, Heading) and block.key == key:
            end = next(
                (n for n in range(at + 1, len(blocks)) if _level(blocks[n]) <= block.level), len(blocks)
            )
            section = SectionBlock(key, blocks[at:end], block.place)
            return (*blocks[:at], section, *blocks[end:])
    return tuple(
        replace(block, blocks=_enclosed(block.blocks, key))
        if isinstance(block, SectionBlock | Landscape)
        else block
        for block in blocks
    )


def _level(block: Block) -> int:
    """The level of the first heading of a block; a number below all levels where it has none."""
    return next((b.level for b in walk((block,)) if isinstance(b, Heading)), 9)


def out_of_reach(content: Content, pack: Pack) -> Iterator[Fault]:
    """Faults of changes that cannot reach the page, for the Word template of this pack is no longer built from text."""
    remedy = "Wordのひな形のほうで同じ所を直し、この変更を消してください。"
    for key, title in pack.reworked.items():
        if title:
            what = f"ひな形「{pack.name}」はWordで直されているので、見出しの変更が載りません。"
            place = content.place(f"pack:{pack.name}", "sections", key, "title")
            yield Fault("O24", what, place, title[:40], remedy=remedy)
    rewritten = {id: clause for id, clause in content.clauses.items() if clause.own}
    blocks = walk(blocks_of(pack)) if rewritten else ()
    for name in sorted({block.name for block in blocks if isinstance(block, ClauseBlock)} & set(rewritten)):
        own = next(iter(rewritten[name].own.values()))
        what = f"ひな形「{pack.name}」はWordで直されているので、条文「{rewritten[name].head.title}」の変更が載りません。"
        yield Fault("O24", what, Place(own.file, own.line), f"clause:{name}", remedy=remedy)
