"""The demonstration: a workspace with the example cases, the whole job run on each, and what to open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .. import files
from ..content.find import data_root, files_under
from ..errors import Fault, Place, WriteError
from ..workspace import ANSWERS_FILE, CASE_FILE, SETTINGS_FILE
from .draft import DraftResult, draft


@dataclass(frozen=True, slots=True)
class DemoCase:
    """One example case: its folder and what drafting it gave."""

    folder: Path
    result: DraftResult


@dataclass(frozen=True, slots=True)
class Demo:
    """The workspace of the demonstration and its cases."""

    folder: Path
    cases: tuple[DemoCase, ...]


def run_demo(folder: Path, *, progress: Callable[[str], None] = lambda _: None) -> Demo:
    """Copy the example cases into a workspace at ``folder`` and draft each of them.

    What is there already stays: files of a person are never overwritten, and a second run changes nothing. Raises
    ``WriteError`` when ``folder`` holds something that is not a workspace.
    """
    if folder.exists() and not (folder / SETTINGS_FILE).is_file() and not _is_empty_folder(folder):
        raise WriteError(
            Fault("N04", "ここには、ほかのものがあります。何も作りませんでした。", Place(str(folder)),
                  remedy="空のフォルダーか、新しい名前を指定してください（例: specgen demo ためし）。")
        )  # fmt: skip
    examples = data_root() / "examples"
    _copy(examples / SETTINGS_FILE, folder / SETTINGS_FILE)
    for source in files_under(examples / "spec_templates", ""):  # an example department with a few changes
        if source.is_file():
            _copy(source, folder / source.relative_to(examples))
    cases: list[DemoCase] = []
    for source in sorted(p for p in examples.iterdir() if (p / CASE_FILE).is_file()):
        target = folder / "cases" / source.name
        for name in (CASE_FILE, ANSWERS_FILE):
            _copy(source / name, target / name)
        progress(f"{source.name}: 下書きを作っています")
        cases.append(DemoCase(target, draft(target, ["all"], anyway=True, progress=progress)))
    return Demo(folder, tuple(cases))


def _is_empty_folder(folder: Path) -> bool:
    try:
        return not any(folder.iterdir())
    except OSError:
        return False


def _copy(source: Path, target: Path) -> None:
    if target.exists():
        return
    files.make_folder(target.parent)
    files.write_atomically(target, files.read_bytes(source))
