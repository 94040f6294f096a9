"""The workspace folder: where settings, cases and drafts lie; with ``jobs`` the only code that touches it."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from . import files, wareki, yamltext
from .capture.answersfile import read_answers
from .case.case import Case, resolve
from .case.casefile import CaseEntry
from .content.department import nearly
from .content.gate import read_mapping, validated
from .content.library import Content
from .content.load import load_content
from .content.organisation import Settings
from .errors import Fault, Faults, InputError, Place, WriteError
from .model.answer import Written

SETTINGS_FILE, CASE_FILE, ANSWERS_FILE = "specgen.yaml", "case.yaml", "answers.yaml"
HISTORY_KEPT = 10
_KEPT = re.compile(r"answers-([0-9]{4,9})\.yaml")
"""An earlier answers file that we wrote; copies that a person made beside them are left alone."""


@dataclass(frozen=True, slots=True)
class OpenCase:
    """One case as it lies on disk: its folder and workspace, what was written, and what follows from it."""

    folder: Path
    workspace: Path | None
    content: Content
    entry: CaseEntry
    source: files.SourceText
    written: Mapping[str, Written]
    case: Case


def open_case(folder: Path, *, as_of: date | None = None, checklists: bool = True) -> OpenCase:
    """Load content, settings and answers of the case in ``folder``, under the overlays of its department and its own.

    Raises ``InputError`` when case.yaml or answers.yaml cannot be read as YAML, ``ContentError`` when content is at
    fault. ``as_of`` replaces the case's own date for one run. A missing answers.yaml counts as empty.
    """
    workspace = workspace_of(folder)
    entry = read_case_entry(folder)
    content = load_content(workspace, checklists=checklists, department=entry.department, case=folder)
    _check_department(folder, workspace, content)
    source = read_answers_source(folder)
    written = read_answers(source.text, ANSWERS_FILE, content)
    case = resolve(content, entry, written, as_of or case_date(entry))
    return OpenCase(folder, workspace, content, entry, source, written, case)


def workspace_of(folder: Path) -> Path | None:
    """The nearest folder at or above ``folder`` that holds specgen.yaml."""
    return next((f for f in (folder, *folder.absolute().parents) if (f / SETTINGS_FILE).is_file()), None)


def read_settings(workspace: Path) -> Settings:
    """The settings in specgen.yaml alone; raises ``InputError`` with every fault."""
    faults = Faults()
    node = read_mapping(files.read_text(workspace / SETTINGS_FILE), SETTINGS_FILE, faults)
    settings = validated(Settings, node, SETTINGS_FILE, faults) if node is not None else None
    faults.stop_if_any(InputError)
    assert settings is not None
    return settings


def read_case_entry(folder: Path) -> CaseEntry:
    """The settings in case.yaml; raises ``InputError`` with every fault."""
    faults = Faults()
    node = read_mapping(files.read_text(folder / CASE_FILE), CASE_FILE, faults)
    entry = validated(CaseEntry, node, CASE_FILE, faults) if node is not None else None
    if entry is not None and entry.as_of:
        _check_date(entry.as_of, case_place(folder, "as_of"), faults)
    faults.stop_if_any(InputError)
    assert entry is not None
    return entry


def case_place(folder: Path, *keys: str) -> Place:
    """Where case.yaml says what stands under ``keys``, one below the other; read anew, for messages only."""
    node: yamltext.Node | None = yamltext.load(files.read_text(folder / CASE_FILE), CASE_FILE)
    found = node
    for key in keys:
        node = node.get(key) if isinstance(node, yamltext.Mapping) else None
        found = node or found
    return yamltext.place(CASE_FILE, found) if found is not None else Place(CASE_FILE)


def read_answers_source(folder: Path) -> files.SourceText:
    """The text of answers.yaml with its BOM and line ends remembered; empty when there is no file yet."""
    path = folder / ANSWERS_FILE
    return files.read_text_keeping(path) if path.exists() else files.SourceText("", False, "\n")


def case_date(entry: CaseEntry) -> date:
    """The case's own as_of; today where it has none (the one place where the clock is read for a case)."""
    return wareki.parse_date(entry.as_of) if entry.as_of else date.today()


def save_answers(opened: OpenCase, text: str, *, keep_history: bool = True) -> OpenCase:
    """Write the answers file, keeping the last ten earlier ones in ``history/``; returns the case as it is now.

    ``keep_history=False`` for the later saves of one sitting, so that ten answers do not push out ten days.

    Raises ``WriteError`` when somebody changed the file since it was read: nothing is overwritten.
    """
    path = opened.folder / ANSWERS_FILE
    with files.lock(opened.folder):
        if read_answers_source(opened.folder) != opened.source:
            raise WriteError(
                Fault("S01", "answers.yaml が、読み込んだ後に、ほかで書き換えられました。", Place(ANSWERS_FILE),
                      remedy="何も書き込んでいません。もう一度実行すると、新しい内容から続けられます。")
            )  # fmt: skip
        if keep_history and path.exists():
            _keep_history(opened.folder, files.read_bytes(path))
        source = replace(opened.source, text=text)
        files.write_atomically(path, source.restore(text))
    written = read_answers(text, ANSWERS_FILE, opened.content)
    case = resolve(opened.content, opened.entry, written, opened.case.as_of)
    return replace(opened, source=source, written=written, case=case)


def _keep_history(folder: Path, data: bytes) -> None:
    history = folder / "history"
    files.make_folder(history)
    kept = sorted(
        (int(found[1]), path) for path in history.iterdir() if (found := _KEPT.fullmatch(path.name))
    )
    last, newest = kept[-1] if kept else (0, None)
    if newest is None or files.read_bytes(newest) != data:
        files.write_atomically(history / f"answers-{last + 1:04}.yaml", data)
        for _, old in kept[: max(0, len(kept) + 1 - HISTORY_KEPT)]:
            with contextlib.suppress(OSError):  # one too many is no reason to refuse an answer
                old.unlink()


def _check_department(folder: Path, workspace: Path | None, content: Content) -> None:
    """A department that is nearly called like a known one: its changes and its label must not be missed by a slip."""
    if near := nearly(workspace, content.department, content.settings):
        written = content.department.label
        what = f"部署「{written}」は、specgen.yaml にも部署のフォルダーにもありません。"
        remedy = (
            "department のつづりを直してください。別の部署なら、specgen.yaml の departments に書き足します。"
        )
        raise InputError(Fault("S03", what, case_place(folder, "department"), written, near, remedy))


def _check_date(text: str, place: Place, faults: Faults) -> None:
    try:
        wareki.parse_date(text)
    except ValueError as reason:
        faults.add(
            Fault(
                "S02",
                f"as_of の日付を読み取れません。{reason}",
                place,
                text,
                remedy="例: as_of: 2026-12-04",
            )
        )
