"""The JSON Schemas for completion in editors: which there are, where they lie, whether they are fresh."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from .. import files
from ..capture.answersschema import answers_schema
from ..case.casefile import CaseEntry
from ..content.condition import ConditionEntry
from ..content.find import data_root
from ..content.library import Content
from ..content.load import load_content
from ..content.organisation import Settings
from ..content.overlay import Overlay
from ..content.pack import PackEntry
from ..content.question import TopicFile
from ..content.rule import RULES, Rule
from ..errors import ContentError
from .modelschema import Words, schema_of, schema_of_kinds

ENDING = ".schema.json"
IN_WORKSPACE = Path(".specgen") / "schema"
"""Where a workspace keeps them: what is below is ours alone."""


@dataclass(frozen=True, slots=True)
class Written:
    """One schema file: ``written``, ``fresh`` (nothing to do) or ``stale`` (with ``--check``)."""

    name: str
    path: Path
    outcome: str


def schema(workspace: Path | None, *, check: bool = False) -> tuple[Written, ...]:
    """Write the schemas of a workspace (without one: those that are shipped), or only say whether they are fresh."""
    content = load_content(workspace, checklists=False)
    folder = workspace / IN_WORKSPACE if workspace is not None else data_root() / "spec_templates" / "schema"
    return _write(content, folder, check=check)


def write_for(workspace: Path, content: Content) -> None:
    """Bring the schemas of a workspace up to date; where that cannot be, editors only complete less."""
    _write(content, workspace / IN_WORKSPACE, check=False)


def first_line(name: str, file: Path, workspace: Path) -> str:
    """The comment by which an editor finds the schema ``name`` for ``file``, by a way relative to it."""
    up = "../" * len(file.relative_to(workspace).parent.parts)
    return f"# yaml-language-server: $schema={up}{IN_WORKSPACE.as_posix()}/{name}{ENDING}\n"


def schemas(content: Content) -> dict[str, bytes]:
    """Every schema by its file name; ``ContentError`` when a field has no Japanese words."""
    path = data_root() / "spec_templates" / "schema" / "words.yaml"
    words = Words(files.read_text(path, error=ContentError), "spec_templates/schema/words.yaml")
    made = {
        "answers": answers_schema(content),
        "case": schema_of(CaseEntry, words),
        "specgen": schema_of(Settings, words),
        "questions": schema_of(TopicFile, words),
        "conditions": schema_of(ConditionEntry, words, by_name=True),
        "pack": schema_of(PackEntry, words),
        "rule": schema_of_kinds(RULES, Rule, words),
        "overlay": schema_of(Overlay, words),
    }
    words.stop_unless_complete()
    return {
        f"{name}{ENDING}": (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
        for name, value in made.items()
    }


def _write(content: Content, folder: Path, *, check: bool) -> tuple[Written, ...]:
    done = []
    for name, data in schemas(content).items():
        path = folder / name
        if path.is_file() and files.read_bytes(path) == data:
            outcome = "fresh"
        elif check:
            outcome = "stale"
        else:
            files.make_folder(folder)
            files.write_atomically(path, data)
            outcome = "written"
        done.append(Written(name.removesuffix(ENDING), path, outcome))
    return tuple(done)
