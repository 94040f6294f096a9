"""What examples and generated answers reach: conditions, sections, wordings of clauses, questions; and what nothing does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..case.deciding import Deciding
from ..case.reaching import Reached, Reaching, Setup, together
from ..content.find import data_root
from ..content.library import Content
from ..content.load import load_content
from ..content.overlay import NEVER
from ..content.pack import TYPE_LABELS, Pack
from ..expr import Condition, ExpressionError, Verdict, compile_condition
from ..model.paper import TemplateFacts
from ..workspace import CASE_FILE, open_case
from .papers import compiled_template

LABELS = {
    "type": "種類と様式",
    "condition": "条件",
    "section": "節",
    "clause": "条文の書き方",
    "question": "質問",
}
VERDICTS: Mapping[Verdict, str] = {True: "はい", False: "いいえ", None: "分からない"}
_TEST = re.compile(r"""^(sections|conditions|clauses)\[["']([^"']+)["']\](?:\[["']([^"']+)["']\])?$""")

Way = tuple[tuple[Setup, ...], tuple[Condition, ...]]
"""Types and forms under which, and conditions that must hold together so that a goal is reached."""


@dataclass(slots=True)
class Goal:
    """Something that some case should show: its kind and name, what is wanted of it, and the ways to it."""

    kind: str
    name: str
    wanted: Verdict
    ways: list[Way] = field(default_factory=list)
    by_example: bool = False
    by_generated: bool = False
    impossible: bool = False
    """Proven to be impossible, and nobody would expect it: a condition on the type alone is never unknown."""

    @property
    def reached(self) -> bool:
        """Whether any case shows it."""
        return self.by_example or self.by_generated

    @property
    def called(self) -> str:
        """Its name for people: ``personal（分からない）``."""
        if self.kind == "section":
            return f"{self.name}（載らない場合）" if self.wanted is False else self.name
        return f"{self.name}（{VERDICTS[self.wanted]}）" if self.kind == "condition" else self.name


@dataclass(frozen=True, slots=True)
class Generated:
    """One generated case: type, form, and its answers as they would be written (tables by their number of rows)."""

    type: str
    form: str
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Kind:
    """How much of one kind is reached."""

    kind: str
    label: str
    total: int
    by_examples: int
    reached: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The whole report."""

    examples: tuple[str, ...]
    kinds: tuple[Kind, ...]
    impossible: tuple[str, ...]
    """Conditions that cannot be unknown, whatever is answered."""
    generated: tuple[Generated, ...]


def coverage(workspace: Path | None) -> Coverage:
    """Which sections, wordings, conditions and questions the examples reach, and a set of generated answers beside them.

    Raises ``ContentError`` when content is at fault.
    """
    content = load_content(workspace)
    goals = list(goals_of(content))
    examples: list[str] = []
    for folder in _example_folders():
        opened = open_case(folder, checklists=False)
        setup = Setup(opened.entry.type, opened.entry.form)
        _mark(goals, setup, opened.case.deciding, by_example=True)
        examples.append(folder.name)
    found = generate(content, goals)
    return Coverage(
        tuple(examples),
        tuple(_kind(kind, goals) for kind in LABELS),
        tuple(goal.name for goal in goals if goal.impossible),
        tuple(_shown(one) for one in found),
    )


def generate(content: Content, goals: Sequence[Goal]) -> tuple[Reached, ...]:
    """Answer sets that together reach every goal that can be reached; what they reach is marked in ``goals``."""
    reaching = Reaching(content)
    found: list[Reached] = []
    for goal in goals:
        if goal.by_generated:
            continue
        ways = ((reaching.find(conditions, goal.wanted, setups)) for setups, conditions in goal.ways)
        one = next((way for way in ways if way is not None), None)
        if one is None:
            goal.impossible = (
                goal.kind == "condition"
                and goal.wanted is None
                and all(reaching.never(conditions, None, setups) for setups, conditions in goal.ways)
            )
            continue
        found.append(one)
        _mark(goals, one.setup, reaching.deciding(one.setup, one.written), by_example=False)
    return tuple(found)


def goals_of(content: Content) -> Iterator[Goal]:
    """Everything that some case should show."""
    setups = _setups(content.packs.values())
    for setup in setups:
        label = TYPE_LABELS[setup.type] + ("（短い様式）" if setup.form else "")
        yield Goal("type", label, True, [((setup,), ())])
    for name, condition in content.conditions.items():
        for wanted in VERDICTS:
            yield Goal("condition", name, wanted, [(setups, (condition,))])
    goals: dict[tuple[str, str, Verdict], Goal] = {}

    def way(kind: str, name: str, wanted: Verdict, of: Way) -> None:
        goals.setdefault((kind, name, wanted), Goal(kind, name, wanted)).ways.append(of)

    for pack in content.packs.values():
        served = _setups((pack,))
        for key, when in pack.entry.sections.items():
            if when not in ("always", NEVER):
                way("section", f"{pack.name}/{key}", False, (served, (content.whens[when],)))
        for test, conditions in _printed(content, pack, compiled_template(content, pack)[0].facts):
            if test[0] == "sections":
                way("section", f"{pack.name}/{test[1]}", True, (served, conditions))
            elif test[0] == "clauses":
                way("clause", f"{test[1]}（{test[2]}）", True, (served, conditions))
    for id, clause in content.clauses.items():
        for name, variant in clause.head.variants.items():
            if variant.when != NEVER:
                goals.setdefault(("clause", f"{id}（{name}）", True), Goal("clause", f"{id}（{name}）", True))
    yield from goals.values()
    for id, question in content.questions.items():
        if question.when != NEVER:
            asked = tuple(s for s in setups if not s.form or question.short)
            yield Goal("question", id, True, [(asked, (content.whens[question.when],))])


def _printed(
    content: Content, pack: Pack, facts: TemplateFacts
) -> Iterator[tuple[tuple[str, str, str], tuple[Condition, ...]]]:
    """Each test of a template with the conditions that all must hold where it is printed."""
    stacks = [h.under for h in facts.headings] + [f.under for f in facts.fields]
    stacks += [under for _, under in (*facts.texts, *facts.tables)]
    for under in dict.fromkeys(stacks):
        tests = [m.groups("") for test in under if (m := _TEST.match(test))]
        read = [_condition(content, pack, *test) for test in tests]
        for end, (kind, name, variant) in enumerate(tests, 1):
            if None not in read[:end]:
                yield (kind, name, variant), tuple(c for c in read[:end] if c is not None)
    for heading in facts.headings:  # sections that no test surrounds
        if heading.key in pack.entry.sections and not heading.under:
            yield ("sections", heading.key, ""), ()


def _condition(content: Content, pack: Pack, kind: str, name: str, variant: str) -> Condition | None:
    if kind == "sections":
        text = pack.entry.sections.get(name, "")
    elif kind == "clauses":
        clause = content.clauses.get(name)
        held = clause.head.variants.get(variant) if clause is not None else None
        text = held.when if held is not None else ""
    else:
        text = name.replace("-", " ")
    try:
        return content.whens.get(text) or compile_condition(text, content.names, names_only=True)
    except ExpressionError:  # told by lint
        return None


def _setups(packs: Iterable[Pack]) -> tuple[Setup, ...]:
    found = {
        Setup(type, pack.entry.form): None
        for pack in packs
        for type in TYPE_LABELS
        if type in pack.entry.types
    }
    return tuple(found)


def _mark(goals: Sequence[Goal], setup: Setup, deciding: Deciding, *, by_example: bool) -> None:
    """Mark every goal that this case shows."""
    for goal in goals:
        if goal.by_example if by_example else goal.by_generated:
            continue
        if any(
            setup in setups and together(conditions, deciding) is goal.wanted
            for setups, conditions in goal.ways
        ):
            if by_example:
                goal.by_example = True
            else:
                goal.by_generated = True


def _example_folders() -> list[Path]:
    folder = data_root() / "examples"
    return sorted(path.parent for path in folder.glob(f"*/{CASE_FILE}"))


def _kind(kind: str, goals: Sequence[Goal]) -> Kind:
    mine = [goal for goal in goals if goal.kind == kind and not goal.impossible]
    return Kind(
        kind,
        LABELS[kind],
        len(mine),
        sum(goal.by_example for goal in mine),
        sum(goal.reached for goal in mine),
        tuple(goal.called for goal in mine if not goal.reached),
    )


def _shown(one: Reached) -> Generated:
    answers = {
        id: f"{len(written.rows)}行" if written.rows is not None else written.text or "なし"
        for id, written in one.written.items()
    }
    return Generated(one.setup.type, one.setup.form, answers)
