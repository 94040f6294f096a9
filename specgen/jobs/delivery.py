"""Put finished files into numbered folders of drafts; what a person edited is never overwritten."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from .. import files
from ..deliver.manifest import NAME, Entry, Manifest, read_manifest
from ..errors import Fault, Place, SpecgenError, WriteError
from ..word.read import read_tree
from ..word.screen import screen_package
from ..word.treetext import text_digest


@dataclass(frozen=True, slots=True)
class Delivered:
    """Where the files lie; ``written`` is False when the same content lay there already."""

    folder: Path
    number: int
    written: bool


def deliver(
    case: Path, manifest: Manifest, contents: Mapping[str, bytes], *, out: Path | None = None
) -> Delivered:
    """Write the files and their manifest into a new number under ``drafts``, or into ``out``.

    In ``out`` the manifest goes on listing what earlier runs put beside them.

    Nothing is written when the latest folder that holds the same documents has the same content, unedited. Raises
    ``WriteError`` when a target is edited, locked or not ours.
    """
    with files.lock(case):
        if out is not None:
            return _deliver_out(out, manifest, contents)
        drafts = case / "drafts"
        numbers = _numbers(drafts)
        for number in reversed(numbers):
            folder = drafts / f"{number:02}"
            last = read_manifest(folder)
            if last is not None and _kinds(last) == _kinds(manifest):
                if _same(last, manifest) and all(_is_as_written(folder / e.file, e) for e in last.documents):
                    return Delivered(folder, number, False)
                break
        number = (numbers[-1] if numbers else 0) + 1
        folder = drafts / f"{number:02}"
        _make_folder(folder)
        try:
            _write(folder, replace(manifest, draft=number), contents)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)  # a number of its own: nothing of a person is in it
            raise
        return Delivered(folder, number, True)


def refuse_if_edited(case: Path) -> None:
    """Raise ``WriteError`` when the latest working draft holds edits that were not taken over.

    Text and comments count, bytes alone do not. A draft that cannot be read as a Word file counts as edited.
    """
    found = edited_draft(case)
    if found is not None:
        name = found.folder.name
        what = f"前の下書き（{name}）が、Wordで直されています。上書きせずに止めました。"
        remedy = (
            "直した内容を answers.yaml に移すか、このまま新しい番号で作るときは --anyway を付けてください。"
        )
        raise WriteError(Fault("D01", what, Place(f"drafts/{name}"), "、".join(found.files), remedy=remedy))


@dataclass(frozen=True, slots=True)
class EditedDraft:
    """A working draft that a person changed in Word, and the files of it that were changed."""

    folder: Path
    files: tuple[str, ...]


def edited_draft(case: Path) -> EditedDraft | None:
    """The latest working draft, when it holds edits; None when it is as we wrote it, or there is none."""
    drafts = case / "drafts"
    for number in reversed(_numbers(drafts)):
        folder = drafts / f"{number:02}"
        manifest = read_manifest(folder)
        if manifest is None or all(e.copy != "draft" for e in manifest.documents):
            continue
        edited = tuple(e.file for e in manifest.documents if is_edited(folder / e.file, e))
        return EditedDraft(folder, edited) if edited else None
    return None


def is_edited(path: Path, entry: Entry) -> bool:
    """Whether the text or the comments of a written file differ from what was written (a missing file does not)."""
    if not path.is_file():
        return False
    try:
        parts = screen_package(files.read_bytes(path), path.name, allow="paper")
    except SpecgenError:
        return True
    return text_digest(read_tree(parts)) != entry.text


def _is_as_written(path: Path, entry: Entry) -> bool:
    return path.is_file() and not is_edited(path, entry)


def _deliver_out(out: Path, manifest: Manifest, contents: Mapping[str, bytes]) -> Delivered:
    _make_folder(out)
    last = read_manifest(out)
    ours = {entry.file: entry for entry in (last.documents if last is not None else ())}
    if all(ours.get(e.file) == e and _is_as_written(out / e.file, e) for e in manifest.documents):
        return Delivered(out, 0, False)
    for entry in manifest.documents:
        name, path = entry.file, out / entry.file
        known = (
            entry,
            ours.get(name, entry),
        )  # a killed run may have left the file of today without its manifest
        if path.exists() and not any(_is_as_written(path, as_written) for as_written in known):
            raise WriteError(
                Fault("D02", f"{name} は、specgenが書いたままのファイルではありません。上書きしません。", Place(out.name),
                      remedy="別のフォルダーを --out に指定するか、そのファイルを別の名前で残してください。")
            )  # fmt: skip
    beside = tuple(entry for name, entry in ours.items() if name not in contents)
    _write(out, replace(manifest, documents=(*manifest.documents, *beside)), contents)
    return Delivered(out, 0, True)


def _write(folder: Path, manifest: Manifest, contents: Mapping[str, bytes]) -> None:
    for name, data in contents.items():
        files.write_atomically(folder / name, data)
    files.write_atomically(folder / NAME, manifest.to_bytes())


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise WriteError(
            Fault("D03", f"フォルダー「{folder.name}」を作れません。", Place(str(folder)),
                  remedy="書き込みのできる場所か、ディスクの空き、同じ名前のファイルが無いかを確かめてください。")
        ) from None  # fmt: skip


def _numbers(drafts: Path) -> list[int]:
    if not drafts.is_dir():
        return []
    return sorted(
        int(p.name) for p in drafts.iterdir() if p.is_dir() and p.name.isascii() and p.name.isdigit()
    )


def _kinds(manifest: Manifest) -> set[tuple[str, str]]:
    return {(entry.document, entry.copy) for entry in manifest.documents}


def _same(last: Manifest, new: Manifest) -> bool:
    return {(e.document, e.copy, e.file, e.parts) for e in last.documents} == {
        (e.document, e.copy, e.file, e.parts) for e in new.documents
    }
