"""Where a question and a clause come to paper: read from the templates' text, or from Word where that is the master."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

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
from ..model.paper import TemplateFacts
from .papers import compiled_template, word_master

_IN_CLAUSE = re.compile(r'clauses\["([^"]+)"\]')
"""A test that chooses a wording of a clause."""


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


@dataclass(slots=True)
class _Found:
    """What was seen so far, each spot once and in its order."""

    clauses: dict[str, dict[Spot, None]] = field(default_factory=dict)
    questions: dict[str, dict[Spot, None]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def clause(self, id: str, spot: Spot) -> None:
        self.clauses.setdefault(id, {})[spot] = None

    def question(self, id: str, spot: Spot) -> None:
        self.questions.setdefault(id, {})[spot] = None


def whereabouts(content: Content, sources: Mapping[str, ClauseSource]) -> Whereabouts:
    """Of every pack: from its text, which need not be built for this, or from its Word file where that is the master.

    A Word file tells a clause by the choice among its wordings, so one that has a single wording is not told from there.
    """
    found = _Found()
    for pack in content.packs.values():
        if word_master(pack) is not None:
            _look_into_word(compiled_template(content, pack)[0].facts, pack, found)
        else:
            _look_into_text(pack, sources, found)
    return Whereabouts(_frozen(found.clauses), _frozen(found.questions), found.names)


def left_out(content: Content, id: str) -> tuple[str, ...]:
    """The papers that leave the answer of a question out on purpose, each with its reason."""
    return tuple(
        f"{pack.entry.label}（{pack.name}）には載せません: {reason}"
        for pack in content.packs.values()
        if (reason := pack.entry.leaves_out.get(id))
    )


# -- a template in Word ---------------------------------------------------------------------------------------------
def _look_into_word(facts: TemplateFacts, pack: Pack, found: _Found) -> None:
    titles = ["", *(heading.text for heading in facts.headings)]
    found.names |= {heading.key: heading.text for heading in facts.headings if heading.key}
    told: set[str] = set()
    for printed in facts.fields:
        spot = Spot(pack.name, pack.entry.label, titles[printed.after])
        found.question(printed.id.partition("/")[0], spot)
        for id in _clauses_in(printed.under):
            told.add(id)
            found.clause(id, spot)
    for _, under in facts.texts:
        for id in _clauses_in(under) - told:
            found.clause(id, Spot(pack.name, pack.entry.label, ""))


def _clauses_in(tests: tuple[str, ...]) -> set[str]:
    return {id for test in tests for id in _IN_CLAUSE.findall(test)}


# -- a template as text ---------------------------------------------------------------------------------------------
def _look_into_text(pack: Pack, sources: Mapping[str, ClauseSource], found: _Found) -> None:
    text = read_text(pack.template_md, error=ContentError)
    blocks = parse_template(text, f"{pack.file[:-9]}template.md")
    found.names |= _names(blocks)
    for spot, id, ids in _spots(pack, blocks, sources):
        if id:
            found.clause(id, spot)
        for asked in ids:
            found.question(asked, spot)


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
