"""``Content``: all that was loaded, checked for names, ready to be asked, decided and printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import wareki, yamltext
from ..errors import Place
from ..expr import Condition
from .clause import Clause
from .department import Department
from .formerly import renamed
from .headings import titles_of
from .lexicon import LexiconWord
from .organisation import SETTING_SORTS, Settings
from .overlay import Changed
from .pack import Pack
from .parameter import Parameter
from .parsed import Later
from .profile import Profile
from .question import Question
from .rule import Rule
from .small import Category, Phrases, Sign, Source, Term
from .vocabulary import Names

if TYPE_CHECKING:
    from .rulenames import CompiledRule


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic and its questions in reading order."""

    id: str
    label: str
    order: int
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Content:
    """What may be asked, printed and checked."""

    topics: tuple[Topic, ...] = ()
    questions: Mapping[str, Question] = field(default_factory=dict)
    conditions: Mapping[str, Condition] = field(default_factory=dict)
    condition_labels: Mapping[str, str] = field(default_factory=dict)
    whens: Mapping[str, Condition] = field(default_factory=dict)
    """Every ``when`` text used anywhere, compiled once."""
    clauses: Mapping[str, Clause] = field(default_factory=dict)
    packs: Mapping[str, Pack] = field(default_factory=dict)
    replaced: tuple[Pack, ...] = ()
    """Shipped packs that the workspace brings its own for: shipped rules go on naming their chapters and sections."""
    rules: Mapping[str, Rule] = field(default_factory=dict)
    lexicons: Mapping[str, tuple[LexiconWord, ...]] = field(default_factory=dict)
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    profiles: Mapping[str, Profile] = field(default_factory=dict)
    categories: Mapping[str, Category] = field(default_factory=dict)
    """What stands before the number of a rule (STR) → how that is called, in reading order."""
    glossary: tuple[Term, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)
    phrases: Phrases = field(default_factory=Phrases)
    headings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Key of a chapter or section → other titles under which papers have it."""
    signs: Mapping[str, Sign] = field(default_factory=dict)
    """Condition → the words by which a paper without answers shows it."""
    settings: Settings = field(default_factory=Settings)
    department: Department = field(default_factory=Department)
    """The department whose case is looked at."""
    places: Later[Place] = field(default_factory=Later)
    """``question:ID``, ``condition:NAME``, ``clause:ID``, ``pack:NAME``, ``rule:ID``, ``profile:NAME`` → place."""
    nodes: Later[yamltext.Node] = field(default_factory=Later)
    """What is written at each of those places."""
    base: Path = Path()
    """The base document (page, styles, numbering) that templates are built on: the agency's own, else as shipped."""
    own_wording: bool = False
    """Whether the workspace brings clauses or a base of its own, so that shipped templates must be built anew."""
    names: Names = field(default_factory=lambda: Names({}, {}))
    own: frozenset[str] = frozenset()
    """Keys of the entries that the workspace's own files bring or replace."""
    over_locked: tuple[str, ...] = ()
    """Those of them that replace something locked: the organisation may, a department may not."""
    changes: tuple[Changed, ...] = ()
    """What overlays changed, in order."""
    inserted: frozenset[str] = frozenset()
    """Keys of the entries that overlays brought."""
    told_at: Mapping[tuple[str | int, ...], tuple[str, yamltext.Node]] = field(default_factory=dict)
    """Key and path of a value that an overlay wrote → the overlay's file, and what is written there."""

    compiled: dict[str, CompiledRule] = field(init=False, default_factory=dict, compare=False)
    """The rules that were compiled so far without a fault. Content with something replaced begins anew."""

    def place(self, key: str, *path: str | int) -> Place:
        """Where the value at ``path`` inside an entry is written, as near as can be told."""
        for end in range(len(path), -1, -1) if self.told_at else ():
            if (told := self.told_at.get((key, *path[:end]))) is not None:
                return yamltext.place(told[0], _deepest(told[1], path[end:]))
        start = self.places.get(key, Place())
        node = self.nodes.get(key)
        return yamltext.place(start.file, _deepest(node, path)) if node is not None and path else start

    def today(self, name: str) -> str:
        """What is called ``name`` now: a question, a column (``table/*.column``), ``clause:ID`` or ``rule:ID``.

        What is alive is called by its own name, whatever was called so before; an unknown name stays as it is.
        """
        table, star, column = name.partition("/*.")
        if star:
            name = f"{self.today(table)}/*.{column}"
        return name if self.is_alive(name) else self.former.get(name, name)

    def address_today(self, address: str) -> str:
        """The same for addresses that always begin with their kind (``question:ID``)."""
        kind, _, name = address.partition(":")
        return f"question:{self.today(name)}" if kind == "question" else self.today(address)

    def column_today(self, table: str, column: str) -> str:
        """What a column of the question ``table`` is called now."""
        return self.today(f"{table}/*.{column}").rpartition(".")[2]

    @cached_property
    def former(self) -> Mapping[str, str]:
        """Old names that nothing else bears today → the name of today."""
        return {one.old: one.now for one in renamed(self) if not self.is_alive(one.old)}

    def is_alive(self, name: str) -> bool:
        """Whether something is called so today: see ``today``."""
        kind, colon, id = name.partition(":")
        if colon:
            return id in (self.clauses if kind == "clause" else self.rules if kind == "rule" else ())
        table, star, column = name.partition("/*.")
        question = self.questions.get(table)
        return question is not None and (not star or question.column(column) is not None)

    @property
    def title_id(self) -> str:
        """The question whose answer the case is called by; empty where none is."""
        return next((id for id, question in self.questions.items() if question.is_title), "")

    @cached_property
    def titles(self) -> Mapping[str, tuple[str, ...]]:
        """The keys of all chapters and sections, with the titles under which they stand: ours, then other names."""
        return titles_of((*self.packs.values(), *self.replaced), self.headings)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns of all tables (``table/*.column``)."""
        return tuple(f"{q.id}/*.{column.id}" for q in self.questions.values() for column in q.columns)

    def setting(self, name: str) -> Any:
        """A setting of the organisation as rules compare it; empty where nobody has set it."""
        written = self.org().get(name, "")
        return wareki.parse_date(written) if written and SETTING_SORTS.get(name) == "date" else written

    def org(self) -> dict[str, Any]:
        """The organisation's names and standards as the ``org`` namespace of templates, as they were written."""
        return dict(self._named)

    @cached_property
    def _named(self) -> Mapping[str, str]:
        said = self.settings.organisation.model_dump() | self.settings.standards.values
        return {key: str(value) for key, value in said.items()}


def _deepest(node: yamltext.Node, path: tuple[str | int, ...]) -> yamltext.Node:
    for part in path:
        inner = _inside(node, part)
        if inner is None:
            break
        node = inner
    return node


def _inside(node: yamltext.Node, part: str | int) -> yamltext.Node | None:
    if isinstance(node, yamltext.Mapping):
        return node.get(str(part))
    if isinstance(node, yamltext.Sequence) and isinstance(part, int) and part < len(node.items):
        return node.items[part]
    return None
