"""Which department a case means: by the name of its folder, or by how it is called in the settings or its overlay."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from .. import yamltext
from ..errors import Fault, Faults, Place, nearest
from .organisation import Settings
from .overlay import department_overlay, departments

_NEARLY = 0.8
"""Labels that are alike to this degree may be one: 研究推進課 for 研究推進部, but not 経理課 for 総務部経理課."""

_NUMBER = re.compile("[0-9一二三四五六七八九十]+")
"""第一研究部 and 第二研究部 are two."""


class Department(NamedTuple):
    """A department: the name of its folder (else as written), and how it is called on paper."""

    id: str = ""
    label: str = ""


def department_of(workspace: Path | None, written: str, settings: Settings, faults: Faults) -> Department:
    """What ``department:`` in case.yaml means. Words that are known nowhere are a label of their own.

    A label that two departments share is added to ``faults``.
    """
    if written in settings.departments:
        return Department(written, settings.departments[written].label)
    labels = _labels(workspace, settings)
    if written in labels:
        return Department(written, next(iter(labels[written]), written))
    meant = [id for id, told in labels.items() if _folded(written) in map(_folded, told)]
    if len(meant) > 1:
        faults.add(_shared(written, meant, labels[meant[-1]]))
    return Department(meant[0], next(iter(labels[meant[0]]))) if meant else Department(written, written)


def nearly(workspace: Path | None, department: Department, settings: Settings) -> str:
    """The department, by name or label, that is nearly called so; empty for one that is known, or like none."""
    if not department.id or department.id in {*settings.departments, *departments(workspace)}:
        return ""
    labels = _labels(workspace, settings)
    told = {_folded(label): label for names in labels.values() for label in names}
    wanted = _folded(department.id)
    near = nearest(wanted, told, cutoff=_NEARLY)
    if near and _NUMBER.sub("", near) != _NUMBER.sub("", wanted):
        return told[near]
    return nearest(department.id, labels)


def _labels(workspace: Path | None, settings: Settings) -> Mapping[str, Mapping[str, Place]]:
    """Department → how the settings and its overlay call it, and where; the settings' label comes first."""
    found = {
        id: {entry.label: Place("specgen.yaml")} if entry.label else {}
        for id, entry in settings.departments.items()
    }
    for id in departments(workspace):
        file = department_overlay(workspace, id, Faults())  # one that cannot be read is told where it is used
        label = file.overlay.label if file is not None else ""
        if file is not None and label:
            place = yamltext.place(file.file, file.node.get("label") or file.node)
            found[id] = {**found.get(id, {}), label: place}
        else:
            found.setdefault(id, {})
    return found


def _shared(label: str, ids: list[str], told: Mapping[str, Place]) -> Fault:
    return Fault(
        "O07",
        f"部署「{label}」は、{'と'.join(ids)} の両方の呼び方です。",
        next(iter(told.values())),
        label,
        remedy=f"呼び方（label）を分けるか、case.yaml の department に {'か '.join(ids)} と書いてください。",
    )


def _folded(label: str) -> str:
    """White space, and full or half width, play no part."""
    return "".join(unicodedata.normalize("NFKC", label).split())
