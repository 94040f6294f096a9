"""The template owner's bench: list, build, lint and show what is in the packs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from ..content.library import Content
from ..content.load import load_content
from ..content.pack import TYPE_LABELS, Pack
from ..content.packcheck import check_complete
from ..content.question import AUDIENCE_LABELS
from ..content.templatecheck import check_template_against
from ..errors import Fault, Faults, SpecgenError, WriteError
from ..files import read_bytes, write_atomically
from ..model.paper import TemplateFacts
from .papers import build_template, clause_sources, compiled_template, find_pack
from .whereabouts import whereabouts


@dataclass(frozen=True, slots=True)
class PackLine:
    """One pack in a list."""

    name: str
    label: str
    version: str
    types: tuple[str, ...]
    audience: str
    folder: Path


@dataclass(frozen=True, slots=True)
class Built:
    """What building did: ``written``, ``fresh`` (nothing to do) or ``stale`` (with ``--check``)."""

    name: str
    path: Path
    outcome: str


@dataclass(frozen=True, slots=True)
class Linted:
    """The faults of one pack, and how much was looked at."""

    name: str
    faults: tuple[Fault, ...]
    headings: int
    fields: int


@dataclass(frozen=True, slots=True)
class Section:
    """One heading of a template with the conditions it stands under, in Japanese."""

    level: int
    text: str
    key: str
    under: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A template at a glance."""

    pack: PackLine
    sections: tuple[Section, ...]
    questions: tuple[tuple[str, str], ...]
    clauses: tuple[tuple[str, str], ...]


def list_(workspace: Path | None) -> tuple[PackLine, ...]:
    """All packs, shipped and the workspace's own."""
    content = load_content(workspace, checklists=False)
    return tuple(_line(pack) for pack in content.packs.values())


def build(pack: str, workspace: Path | None, *, check: bool = False) -> tuple[Built, ...]:
    """Build ``template.docx`` of one pack (all when empty), or with ``check`` only say whether it is fresh.

    Raises ``WriteError`` when a template was edited in Word since it was built: nothing is overwritten.
    """
    content = load_content(workspace, checklists=False)
    return tuple(_build(content, chosen, check=check) for chosen in _chosen(content, pack))


def _build(content: Content, pack: Pack, *, check: bool) -> Built:
    from ..word.build import is_edited, is_same_build

    path = pack.template_docx
    data = build_template(content, pack)
    old = read_bytes(path) if path.is_file() else b""
    if old and is_same_build(old, data) and not is_edited(old):
        return Built(pack.name, path, "fresh")
    if check:
        return Built(pack.name, path, "stale")
    if old and is_edited(old):
        what = f"{path.name} は、組み立てた後にWordで直されています。上書きしません。"
        remedy = "直した内容を template.md に移すか、直したファイルを別の名前で残してから、もう一度組み立ててください。"
        raise WriteError(Fault("P04", what, remedy=remedy))
    write_atomically(path, data)
    return Built(pack.name, path, "written")


def lint(pack: str, workspace: Path | None) -> tuple[Linted, ...]:
    """Every fault of one pack's template (all packs when empty) against the content, in one run.

    What no template prints is told with the last pack, for it can be mended in any of them.
    """
    return lint_content(load_content(workspace), pack)


def lint_content(content: Content, pack: str) -> tuple[Linted, ...]:
    """The same for content that is loaded already, under overlays or not."""
    facts: dict[str, TemplateFacts] = {}
    linted = [_lint(content, chosen, facts) for chosen in _chosen(content, pack)]
    for other in content.packs.values():
        if other.name not in facts:
            _lint(content, other, facts)
    if len(facts) == len(content.packs):  # a template that cannot be compiled prints nothing: say that alone
        last = linted[-1]
        linted[-1] = replace(last, faults=(*last.faults, *check_complete(content, facts)))
    return tuple(linted)


def _lint(content: Content, pack: Pack, facts: dict[str, TemplateFacts]) -> Linted:
    """The faults of one pack; what its template prints is kept in ``facts`` under the pack's name."""
    faults = Faults()
    try:
        compiled, _ = compiled_template(content, pack)
    except SpecgenError as error:
        return Linted(pack.name, error.faults, 0, 0)
    facts[pack.name] = compiled.facts
    check_template_against(content, pack, compiled.facts, faults, whole=True)
    return Linted(pack.name, tuple(faults.found), len(compiled.facts.headings), len(compiled.facts.fields))


def show(pack: str, workspace: Path | None) -> Shown:
    """What a template holds: headings with their conditions, the questions it prints, the clauses it uses."""
    content = load_content(workspace, checklists=False)
    chosen = find_pack(content, pack)
    compiled, _ = compiled_template(content, chosen)
    facts = compiled.facts
    sections = tuple(
        Section(h.level, h.text, h.key, tuple(under_in_words(content, chosen, test) for test in h.under))
        for h in facts.headings
    )
    ids = dict.fromkeys(field.id.partition("/*.")[0] for field in facts.fields)
    questions = tuple((id, content.questions[id].label) for id in ids if id in content.questions)
    clauses = tuple((id, content.clauses[id].head.title) for id in _clauses_of(content, chosen))
    return Shown(_line(chosen), sections, questions, clauses)


def _clauses_of(content: Content, pack: Pack) -> list[str]:
    """The clauses that stand in a template, in the order of the library."""
    spots = whereabouts(content, clause_sources(content)).clauses
    return [id for id in content.clauses if any(spot.pack == pack.name for spot in spots.get(id, ()))]


def under_in_words(content: Content, pack: Pack, test: str) -> str:
    """A test of a template in Japanese words."""
    kind, _, rest = test.partition("[")
    name = rest.strip('"]').split('"]["')[0]
    if kind == "sections":
        when = pack.entry.sections.get(name, "")
        condition = content.whens.get(when)
        return condition.explained if condition is not None else when
    if kind == "conditions":
        return content.condition_labels.get(name, name)
    return test


def _chosen(content: Content, pack: str) -> list[Pack]:
    return [find_pack(content, pack)] if pack else list(content.packs.values())


def _line(pack: Pack) -> PackLine:
    entry = pack.entry
    types = tuple(TYPE_LABELS[type] for type in entry.types)
    return PackLine(
        pack.name, entry.label, entry.version, types, AUDIENCE_LABELS[entry.audience], pack.folder
    )
