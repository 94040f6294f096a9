"""What overlays make of the content: each change with its reason, the flattened template, and whether it still holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ..content.library import Content
from ..content.load import load_content
from ..content.markup_ast import Field, SectionRef, Table, inlines_of, walk
from ..content.overlay import NEVER, Changed, departments, overlays_of
from ..content.overlaywording import blocks_of, extent
from ..content.pack import Pack
from ..errors import Fault, Faults, InputError, nearest
from ..workspace import read_case_entry
from .papers import find_pack
from .templates import Linted, lint_content

KINDS = ("question", "condition", "clause", "section", "rule")


@dataclass(frozen=True, slots=True)
class FlatSection:
    """One section of a pack as it is now: its condition, in words too, and whether an overlay changed it."""

    key: str
    when: str
    explained: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Resolved:
    """The content as a department's case sees it, at a glance."""

    department: str
    label: str
    case: str
    files: tuple[str, ...]
    changes: tuple[Changed, ...]
    counts: Mapping[str, tuple[int, int]]
    """Questions, clauses, sections, rules: how many that apply before any overlay, and now."""
    verbs: Mapping[str, int]
    own: Mapping[str, int]
    """How many entries of each kind the organisation's own files bring or replace."""
    sections: tuple[FlatSection, ...]
    notes: tuple[str, ...]
    faults: tuple[Fault, ...]


def resolve(pack: str, workspace: Path | None, department: str = "", case: Path | None = None) -> Resolved:
    """Flatten content under the overlays of a department and of a case, and check the result as lint does.

    ``pack`` adds the sections of one pack as they are now. Raises ``InputError`` for a department that has no folder,
    ``ContentError`` when an overlay cannot be applied.
    """
    entry = read_case_entry(case) if case is not None else None
    known = departments(workspace)
    if department and department not in known:
        remedy = (
            f"今ある部署: {'、'.join(known)}。"
            if known
            else "spec_templates/departments の下に、部署のフォルダーがありません。"
        )
        what = f"部署「{department}」の変更（overlay.yaml）が見当たりません。"
        raise InputError(
            Fault("O30", what, quoted=department, nearest=nearest(department, known), remedy=remedy)
        )
    written = department or (entry.department if entry is not None else "")
    base = load_content(workspace)
    content = load_content(workspace, department=written, case=case)
    whose, label = content.department
    chosen = find_pack(content, pack) if pack else None
    overlays = overlays_of(workspace, whose, case, Faults())
    linted = lint_content(content, "")
    return Resolved(
        department=whose,
        label=label if label != whose else "",
        case=case.absolute().name if case is not None else "",
        files=tuple(overlay.file for overlay in overlays),
        changes=tuple(_in_words(change, base, content) for change in content.changes),
        counts={kind: (_count(base, kind), _count(content, kind)) for kind in KINDS if kind != "condition"},
        verbs=dict(Counter(change.verb for change in content.changes)),
        own=dict(Counter(key.partition(":")[0] for key in sorted(content.own))),
        sections=tuple(_sections(content, chosen)) if chosen is not None else (),
        notes=tuple(_notes(content, {o.file: o.overlay.on for o in overlays})),
        faults=_faults(linted),
    )


def _faults(linted: tuple[Linted, ...]) -> tuple[Fault, ...]:
    return tuple(dict.fromkeys(fault for one in linted for fault in one.faults))


def _count(content: Content, kind: str) -> int:
    """How many there are that can ever apply."""
    if kind == "question":
        return sum(q.when != NEVER for q in content.questions.values())
    if kind == "section":
        return sum(when != NEVER for p in content.packs.values() for when in p.entry.sections.values())
    return len(content.clauses if kind == "clause" else content.rules)


def _sections(content: Content, pack: Pack) -> Iterator[FlatSection]:
    for key, when in pack.entry.sections.items():
        condition = content.whens.get(when)
        explained = "載せない" if when == NEVER else condition.explained if condition is not None else when
        yield FlatSection(key, when, explained, key in pack.reworked)


def _notes(content: Content, written_for: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """What is no fault, but should be known: older versions, changes that change nothing, what is left behind."""
    for file, versions in written_for.items():
        for name, version in versions.items():
            pack = content.packs.get(name)
            if pack is not None and not f"{pack.entry.version}.".startswith(f"{version}."):
                yield (
                    f"{file} は、ひな形「{name}」の第{version}版に合わせて書かれています。"
                    f"今は第{pack.entry.version}版です。変更がまだ合うかを確かめ、on を直してください。"
                )
    for key in content.over_locked:
        yield (
            f"{key} は、付属のものでは固定されていますが、法人のファイル（{content.place(key).file}）が置き換えています。"
            "法人として決めたことかを確かめてください。"
        )
    yield from _notes_of_names(content)
    yield from _said_anew(content)
    for change in content.changes:
        if change.verb == "set" and change.before == change.after:
            yield f"{change.address} の {change.field} は、もとから同じ値です。この変更（{change.place}）は要りません。"
    for change in content.changes:
        if change.verb == "drop" and change.address.startswith("section:"):
            yield from _left_behind(content, change)


def _notes_of_names(content: Content) -> Iterator[str]:
    for change in content.changes:
        if change.written:
            yield (
                f"{change.written} の今の名前は、{change.address} です。変更はそのまま効いています。"
                f"次に直すときに、{change.place} を今の名前に書き換えてください。"
            )


def _said_anew(content: Content) -> Iterator[str]:
    """What a case says in place of its department: the later holds."""
    first: dict[tuple[str, str, str], Changed] = {}
    for change in content.changes:
        before = first.setdefault((change.verb, change.address, change.field), change)
        if before is not change:
            field = f" の {change.field}" if change.field else ""
            yield (
                f"{change.address}{field} は、{before.place} と {change.place} の両方が変えています。"
                "後のもの（案件の変更）が効きます。"
            )


def _left_behind(content: Content, change: Changed) -> Iterator[str]:
    """References to a dropped section, and questions that only it prints."""
    name, _, key = change.address.partition(":")[2].partition("/")
    blocks = blocks_of(content.packs[name])
    inside = list(walk(extent(blocks, key)))
    keys = {getattr(block, "key", "") for block in inside} - {""}
    outside = [block for block in walk(blocks) if not any(block is one for one in inside)]
    refs = {
        i.key for block in outside for i in inlines_of(block) if isinstance(i, SectionRef) and i.key in keys
    }
    if refs:
        told = "、".join(sorted(refs))
        yield f"外した節 {change.address} を、ほかの文が参照しています（{told}）。その文の言い回しを確かめてください。"

    def printed(blocks: list[object]) -> set[str]:
        found = {b.rows_of for b in blocks if isinstance(b, Table)}
        return found | {i.path for b in blocks for i in inlines_of(b) if isinstance(i, Field)}  # type: ignore[arg-type]

    only = printed([*inside]) - printed([*outside])
    asked = [id for id in content.questions if id in only and content.questions[id].when != NEVER]
    if asked:
        labels = "、".join(f"「{content.questions[id].label}」（{id}）" for id in asked)
        yield (
            f"外した節 {change.address} にだけ載る質問は、今までどおり尋ねます: {labels}。"
            "尋ねないときは、drop: question:… を加えます。"
        )


def _in_words(change: Changed, base: Content, content: Content) -> Changed:
    """The same change, its conditions said in words."""
    if change.verb != "drop" and change.field.rpartition(".")[2] != "when":
        return change
    before = base.whens.get(change.before) or content.whens.get(change.before)
    after = content.whens.get(change.after)
    gone = "載せない" if change.address.startswith("section:") else "尋ねない"
    return replace(
        change,
        before=f"{before.explained}（{change.before}）" if before is not None else change.before,
        after=gone
        if change.after == NEVER
        else f"{after.explained}（{change.after}）"
        if after
        else change.after,
    )
