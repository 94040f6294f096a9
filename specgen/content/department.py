"""Which department a case means: by the name of its folder, or by how it is called in the settings or its overlay."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from ..errors import Faults
from .organisation import Settings
from .overlay import department_overlay, departments


class Department(NamedTuple):
    """A department: the name of its folder (else as written), and how it is called on paper."""

    id: str = ""
    label: str = ""


def department_of(workspace: Path | None, written: str, settings: Settings) -> Department:
    """What ``department:`` in case.yaml means. Words that are known nowhere are a label of their own."""
    own = departments(workspace)
    if written in settings.departments:
        return Department(written, settings.departments[written].label)
    if written in own:
        return Department(written, _label(workspace, written) or written)
    wanted = _folded(written)
    for id, entry in settings.departments.items() if wanted else ():
        if _folded(entry.label) == wanted:
            return Department(id, entry.label)
    for id in own if wanted else ():
        label = _label(workspace, id)
        if _folded(label) == wanted:
            known = settings.departments.get(id)
            return Department(id, known.label if known is not None else label)
    return Department(written, written)


def _label(workspace: Path | None, id: str) -> str:
    """What a department's overlay calls it; one that cannot be read is told where it is used."""
    file = department_overlay(workspace, id, Faults())
    return file.overlay.label if file is not None else ""


def _folded(label: str) -> str:
    """White space plays no part."""
    return "".join(label.split())
