"""What locked rules and locked wordings stand on: answers, through conditions, sections and other questions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from .. import yamltext
from .clause import Clause
from .library import Content
from .markup_ast import ClauseBlock, Field, Item, Table, inlines_of, walk
from .overlaywording import blocks_of, extent, wording_of
from .pack import Pack
from .rulewords import texts_of

_NAME = re.compile(r"[a-z_][a-z0-9_]*(?:\.[a-z0-9_]+)*")
_JOINING = frozenset({"and", "or", "not", "always", "in"})


def locked_readers(content: Content) -> Mapping[str, tuple[str, ...]]:
    """Question → the locked entries that another answer to it, or none, would loosen (``規則SCH-09``)."""
    texts = {f"規則{id}": texts_of(rule) for id, rule in content.rules.items() if rule.locked}
    texts |= {
        f"条文「{clause.head.title}」": tuple(_texts_of_clause(content, clause))
        for clause in content.clauses.values()
        if clause.head.locked
    }
    found: dict[str, tuple[str, ...]] = {}
    for reader, written in texts.items():
        for id in questions_of(content, (name for text in written for name in names_in(text)), through=True):
            found[id] = (*found.get(id, ()), reader)
    return found


def locked_in(content: Content, pack: Pack, key: str) -> tuple[str, ...]:
    """The titles of the locked clauses that stand in a section."""
    locked = {id for id, clause in content.clauses.items() if clause.head.locked}
    inside = locked & set(_clauses_in(pack, key)) if locked else ()
    return tuple(content.clauses[id].head.title for id in sorted(inside))


def questions_of(content: Content, names: Iterable[str], *, through: bool = False) -> tuple[str, ...]:
    """The questions among ``names`` and in the conditions among them; ``through`` adds what those are asked under."""
    found: dict[str, None] = {}
    seen: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop(0)
        if name in seen:
            continue
        seen.add(name)
        if (question := content.questions.get(name)) is not None:
            found[name] = None
            waiting += names_in(question.when) if through else ()
        else:
            waiting += names_in(_meaning(content, name))
    return tuple(found)


def names_in(text: str) -> list[str]:
    """The names of conditions and answers in an expression; conditions are not compiled yet while overlays are laid."""
    return [name for name in _NAME.findall(text) if name not in _JOINING]


def printed_by(clause: Clause, variant: str) -> Iterator[str]:
    """The answers that one wording prints."""
    for block in walk(wording_of(clause, variant)):
        if isinstance(block, Table) and block.rows_of:
            yield block.rows_of
        yield from (inline.path for inline in inlines_of(block) if isinstance(inline, Field))


def _meaning(content: Content, name: str) -> str:
    """What a named condition says."""
    node = content.nodes.get(f"condition:{name}")
    written = node.get("is") if isinstance(node, yamltext.Mapping) else None
    return written.text if isinstance(written, yamltext.Scalar) else ""


def _texts_of_clause(content: Content, clause: Clause) -> Iterator[str]:
    """Whatever decides whether and how a clause is printed."""
    for name in clause.variants:
        yield from printed_by(clause, name)
        yield from (b.when for b in walk(wording_of(clause, name)) if isinstance(b, Item))
    yield from (variant.when for variant in clause.head.variants.values())
    for pack in content.packs.values():
        for key, when in pack.entry.sections.items():
            if when != "always" and clause.id in _clauses_in(pack, key):
                yield when


def _clauses_in(pack: Pack, key: str) -> Iterator[str]:
    inside = walk(extent(blocks_of(pack), key))
    yield from (block.name for block in inside if isinstance(block, ClauseBlock))
