"""Overlays: changes by id, each with its reason, laid over content by a department or a case; their shape only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field

from .. import files, yamltext
from ..errors import ContentError, Fault, Faults, Place, nearest
from .gate import Entry, Said, read_mapping, validated
from .overlayfields import VERBS

OVERLAY_FILE = "overlay.yaml"
NEVER = "not always"
"""The ``when`` of what an overlay dropped."""


class Change(Entry):
    """One change: exactly one of set, insert, use, drop names the address."""

    model_config = ConfigDict(populate_by_name=True)

    set_: str = Field("", alias="set")
    insert: str = ""
    use: str = ""
    drop: str = ""
    field: str = ""
    to: Any = ""
    after: str = ""
    value: dict[str, Any] = {}
    variant: str = ""
    because: Said


class Overlay(Entry):
    """A file of changes."""

    department: str = ""
    label: str = ""
    on: dict[str, Said] = {}
    changes: Annotated[tuple[Change, ...], BeforeValidator(lambda written: written or ())] = ()
    """A bare ``changes:`` has none."""


@dataclass(frozen=True, slots=True)
class OverlayFile:
    """An overlay as it lies on disk: whose it is (``department:kenkyu`` or ``case``), what it says and where."""

    source: str
    file: str
    overlay: Overlay
    node: yamltext.Mapping


@dataclass(frozen=True, slots=True)
class Asked:
    """One change that is sound in its shape: the verb, its address, the entry and where it is written.

    ``address`` is the address of today; ``written`` is how the change says it, perhaps by an old name.
    """

    verb: str
    address: str
    written: str
    change: Change
    node: yamltext.Mapping
    file: str
    source: str

    def at(self, key: str) -> Place:
        """Where the value of ``key`` is written."""
        return yamltext.place(self.file, self.node.get(key) or self.node)

    @property
    def place(self) -> Place:
        """Where the change is written: at its address."""
        return self.at(self.verb)

    @property
    def path(self) -> tuple[str, ...]:
        """What it changes in the entry at its address; ``*`` stands for every name."""
        field = tuple(self.change.field.split("."))
        if self.verb == "set":
            return ("variants", self.change.variant, *field) if self.change.variant else field
        return {"use": ("variants", "*", "when"), "drop": ("when",), "insert": ("id",)}[self.verb]


@dataclass(frozen=True, slots=True)
class Changed:
    """What one change did: the value before and after, why, and from which file.

    ``written`` is the address as the change says it, where that is an old name of what ``address`` names today.
    """

    verb: str
    address: str
    field: str
    before: str
    after: str
    because: str
    place: Place
    source: str
    written: str = ""


def done(asked: Asked, before: str, after: str) -> Changed:
    """The record of a change that was applied."""
    variant = asked.change.variant if asked.verb == "set" else ""
    return Changed(
        asked.verb,
        asked.address,
        ".".join(part for part in (variant, asked.change.field) if part),
        before,
        after,
        asked.change.because,
        asked.place,
        asked.source,
        asked.written if asked.written != asked.address else "",
    )


def overlays_of(
    workspace: Path | None, department: str, case: Path | None, faults: Faults
) -> tuple[OverlayFile, ...]:
    """The overlays that a case stands under, in their order; what cannot be read is added to ``faults``."""
    found = [department_overlay(workspace, department, faults)]
    if case is not None and (case / OVERLAY_FILE).is_file():
        found.append(_read(case / OVERLAY_FILE, OVERLAY_FILE, "case", faults))
    return tuple(file for file in found if file is not None)


def department_overlay(workspace: Path | None, department: str, faults: Faults) -> OverlayFile | None:
    """The overlay of a department, by the name of its folder; what cannot be read is added to ``faults``."""
    if workspace is None or not is_folder_name(department):
        return None
    folder = departments_folder(workspace) / department
    path = folder / OVERLAY_FILE
    shown = path.relative_to(workspace).as_posix()
    if path.is_file():
        return _read(path, shown, f"department:{department}", faults)
    if folder.is_dir():
        _tell_no_overlay(folder, shown, faults)
    return None


def departments_folder(workspace: Path) -> Path:
    """Where the departments of a workspace keep what differs."""
    return workspace / "spec_templates" / "departments"


def departments(workspace: Path | None) -> tuple[str, ...]:
    """The departments that have a folder of their own, sorted."""
    folder = departments_folder(workspace) if workspace is not None else None
    if folder is None or not folder.is_dir():
        return ()
    return tuple(sorted(entry.name for entry in folder.iterdir() if entry.is_dir()))


def is_folder_name(text: str) -> bool:
    """Whether ``text`` names a folder and leads nowhere else."""
    return bool(text) and text not in (".", "..") and not any(char in text for char in '/\\:*?"<>|\0')


def asked_of(file: OverlayFile, faults: Faults) -> Iterator[Asked]:
    """The changes of a file in order; those that are not sound in their shape are told and left out."""
    listed = file.node.get("changes")
    nodes = listed.items if isinstance(listed, yamltext.Sequence) else ()
    for change, node in zip(file.overlay.changes, nodes, strict=True):
        assert isinstance(node, yamltext.Mapping)
        verbs = [verb for verb in VERBS if node.get(verb) is not None]
        if len(verbs) != 1:
            faults.add(
                Fault(
                    "O01",
                    "1つの変更には、set・insert・use・drop のどれか1つだけを書きます。",
                    yamltext.place(file.file, node),
                    "、".join(verbs),
                    remedy="変更ごとに「- set: …」のように分け、それぞれに because を書いてください。",
                )
            )
            continue
        address = {"set": change.set_, "insert": change.insert, "use": change.use, "drop": change.drop}
        said = address[verbs[0]]
        asked = Asked(verbs[0], said, said, change, node, file.file, file.source)
        if _complete(asked, faults):
            yield asked


def _complete(asked: Asked, faults: Faults) -> bool:
    needed, may, _ = VERBS[asked.verb]
    written = [key for key in asked.node.keys() if key not in (asked.verb, "because")]  # noqa: SIM118 -- a tree
    missing = [key for key in needed if key not in written]
    surplus = [key for key in written if key not in (*needed, *may)]
    for key in missing:
        faults.add(
            Fault(
                "O02",
                f"{asked.verb} には「{key}」が要ります。",
                asked.place,
                asked.address,
                remedy=f"「{key}: …」を書き足してください。",
            )
        )
    for key in surplus:
        usable = "、".join((*needed, *may, "because"))
        faults.add(
            Fault(
                "O02",
                f"{asked.verb} では「{key}」を使いません。",
                asked.at(key),
                remedy=f"{asked.verb} とともに書けるもの: {usable}。",
            )
        )
    return not missing and not surplus


def _read(path: Path, shown: str, source: str, faults: Faults) -> OverlayFile | None:
    try:
        text = files.read_text(path, error=ContentError)
    except ContentError as error:
        faults.found.extend(
            Fault(f.code, f.what, Place(shown, f.place.line, f.place.column), f.quoted, f.nearest, f.remedy)
            for f in error.faults
        )
        return None
    node = read_mapping(text, shown, faults)
    overlay = validated(Overlay, node, shown, faults) if node is not None else None
    if node is None or overlay is None:
        return None
    owner = source.partition(":")[2]
    if owner and overlay.department and overlay.department != owner:
        faults.add(
            Fault(
                "O03",
                f"department「{overlay.department}」とフォルダー名「{owner}」が違います。",
                yamltext.place(shown, node.get("department") or node),
                overlay.department,
                owner,
                "departmentとフォルダー名を同じにしてください。",
            )
        )
    return OverlayFile(source, shown, overlay, node)


def _tell_no_overlay(folder: Path, shown: str, faults: Faults) -> None:
    there = sorted(entry.name for entry in folder.iterdir() if entry.is_file())
    faults.add(
        Fault(
            "O04",
            f"部署「{folder.name}」のフォルダーに {OVERLAY_FILE} がありません。",
            Place(shown),
            "、".join(there[:3]),
            nearest(OVERLAY_FILE, there),
            f"ファイルの名前を {OVERLAY_FILE} にするか、変えることが無ければフォルダーを消してください。",
        )
    )
