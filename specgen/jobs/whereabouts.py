"""Where a question and a clause come to paper: read from the text of the templates, without building them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..content.library import Content
from ..content.markup import parse_template
from ..content.markup_ast import (
    Block,
    Blocks,
    ClauseBlock,
    ClauseSource,
    Field,
    Heading,
    Inlines,
    Table,
    Text,
    inlines_of,
    walk,
)
from ..content.pack import Pack
from ..errors import ContentError
from ..files import read_text
from .papers import compiled_template


@dataclass(frozen=True, slots=True)
class Spot:
    """The heading of a paper under which something stands."""

    pack: str
    paper: str
    heading: str

    def __str__(self) -> str:
        under = f"「{self.heading}」" if self.heading else ""
        return f"{self.paper}（{self.pack}）{under}"


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Spots of clauses and of questions by id, and what the keys of headings and tables are called."""

    clauses: Mapping[str, tuple[Spot, ...]]
    questions: Mapping[str, tuple[Spot, ...]]
    names: Mapping[str, str]


def whereabouts(content: Content, sources: Mapping[str, ClauseSource]) -> Whereabouts:
    """Of every pack whose text lies beside it; a pack that has only its Word file tells its questions alone."""
    clauses: dict[str, dict[Spot, None]] = {}
    questions: dict[str, dict[Spot, None]] = {}
    names: dict[str, str] = {}
    for pack in content.packs.values():
        if not pack.template_md.is_file():
            for id in _printed_by_word_file(content, pack):
                questions.setdefault(id, {})[Spot(pack.name, pack.entry.label, "")] = None
            continue
        text = read_text(pack.template_md, error=ContentError)
        blocks = parse_template(text, f"{pack.file[:-9]}template.md")
        names |= _names(blocks)
        for spot, id, ids in _spots(pack, blocks, sources):
            if id:
                clauses.setdefault(id, {})[spot] = None
            for asked in ids:
                questions.setdefault(asked, {})[spot] = None
    return Whereabouts(_frozen(clauses), _frozen(questions), names)


def left_out(content: Content, id: str) -> tuple[str, ...]:
    """The papers that leave the answer of a question out on purpose, each with its reason."""
    return tuple(
        f"{pack.entry.label}（{pack.name}）には載せません: {reason}"
        for pack in content.packs.values()
        if (reason := pack.entry.leaves_out.get(id))
    )


def _printed_by_word_file(content: Content, pack: Pack) -> set[str]:
    compiled, _ = compiled_template(content, pack)
    return {field.id.partition("/")[0] for field in compiled.facts.fields}


def _spots(
    pack: Pack, blocks: Blocks, sources: Mapping[str, ClauseSource]
) -> Iterator[tuple[Spot, str, set[str]]]:
    """Block by block: the spot, the clause that is put in there, the questions that are printed there."""
    spot = Spot(pack.name, pack.entry.label, "")
    for block in walk(blocks):
        if isinstance(block, Heading):
            spot = Spot(pack.name, pack.entry.label, plain_words(block.inlines))
        if isinstance(block, ClauseBlock):
            source = sources.get(block.name)
            bodies = source.variants.values() if source is not None else ()
            yield spot, block.name, {id for body in bodies for id in questions_in(body)}
        else:
            yield spot, "", _put_in(block)


def questions_in(blocks: Blocks) -> set[str]:
    """Names of what is put in by these blocks: single answers, and the tables whose rows are listed."""
    return {name for block in walk(blocks) for name in _put_in(block)}


def _put_in(block: Block) -> set[str]:
    rows_of = {block.rows_of} if isinstance(block, Table) and block.rows_of else set()
    return rows_of | {inline.path for inline in inlines_of(block) if isinstance(inline, Field)}


def _names(blocks: Blocks) -> dict[str, str]:
    names: dict[str, str] = {}
    for block in walk(blocks):
        if isinstance(block, Heading) and block.key:
            names[block.key] = plain_words(block.inlines)
        elif isinstance(block, Table) and block.key:
            names[block.key] = plain_words(block.caption)
    return names


def plain_words(inlines: Inlines) -> str:
    """The fixed words of a heading or caption."""
    return "".join(inline.text for inline in inlines if isinstance(inline, Text))


def _frozen(spots: dict[str, dict[Spot, None]]) -> dict[str, tuple[Spot, ...]]:
    return {id: tuple(found) for id, found in spots.items()}
