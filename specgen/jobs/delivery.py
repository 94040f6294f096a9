"""Put finished files into numbered folders of drafts; what a person edited is never overwritten."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from .. import files
from ..deliver.manifest import NAME, Entry, Manifest, read_manifest
from ..errors import Fault, Place, SpecgenError, WriteError
from ..word.edits import Edit, edits
from ..word.read import read_tree
from ..word.screen import screen_package
from ..word.treetext import text_digest

NAMED, MOST_SHOWN = 3, 24
"""So many edited places are named, with so many characters of their text."""


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

    In ``out`` the manifest goes on listing what earlier runs of this case put beside them; another case has its own
    folder.

    Nothing is written when the latest folder that holds the same documents has the same content, unedited. Raises
    ``WriteError`` when a target is edited, locked or not ours.
    """
    if out is not None:
        files.make_folder(out)
    with _alone_in(case, out):
        same = find_same(case, manifest, out=out)
        if same is not None:
            return same
        if out is not None:
            return _deliver_out(out, manifest, contents)
        drafts = case / "drafts"
        numbers = _numbers(drafts)
        number = (numbers[-1] if numbers else 0) + 1
        folder = drafts / f"{number:02}"
        files.make_folder(folder)
        try:
            _write(folder, replace(manifest, draft=number), contents)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)  # a number of its own: nothing of a person is in it
            raise
        return Delivered(folder, number, True)


@contextlib.contextmanager
def _alone_in(case: Path, folder: Path | None) -> Iterator[None]:
    """Hold the case, and the folder that is written into where that is another one; ``WriteError`` when it is held."""
    with files.lock(case):
        if folder is None or folder.resolve() == case.resolve():
            yield
        else:
            with files.lock(folder):
                yield


def find_same(case: Path, manifest: Manifest, *, out: Path | None = None) -> Delivered | None:
    """Where the same content lies already, as it was written; None when it has to be written."""
    if out is not None:
        last = read_manifest(out)
        if last is None or last.case != manifest.case:
            return None
        ours = {_told(entry): entry for entry in last.documents}
        lies = all(_told(e) in ours and _is_as_written(out / e.file, e) for e in manifest.documents)
        return Delivered(out, 0, False) if lies else None
    for number in reversed(_numbers(case / "drafts")):
        folder = case / "drafts" / f"{number:02}"
        last = read_manifest(folder)
        if last is not None and _kinds(last) == _kinds(manifest):
            same = set(map(_told, last.documents)) == set(map(_told, manifest.documents))
            lies = same and all(_is_as_written(folder / e.file, e) for e in last.documents)
            return Delivered(folder, number, False) if lies else None
    return None


def lacking_pdfs(folder: Path, names: Collection[str]) -> tuple[list[Path], list[Path]]:
    """PDFs of the Word files ``names`` that are still to be written, and those that lie there and are not ours."""
    manifest = read_manifest(folder)
    entries = [e for e in (manifest.documents if manifest is not None else ()) if e.file in names]
    paths = [(entry, _beside(folder, entry)) for entry in entries]
    return (
        [path for _, path in paths if not path.exists()],
        [path for entry, path in paths if path.exists() and not entry.pdf],
    )


def add_pdfs(case: Path, folder: Path, pdfs: Mapping[Path, bytes]) -> None:
    """Write PDFs beside their Word files and note them in the manifest; what lies there is not overwritten."""
    with _alone_in(case, folder):
        manifest = read_manifest(folder)
        if manifest is None:
            return
        entries = []
        for entry in manifest.documents:
            path = _beside(folder, entry)
            if path in pdfs and not path.exists():
                files.write_atomically(path, pdfs[path])
                entry = replace(entry, pdf=files.digest(pdfs[path]))
            entries.append(entry)
        files.write_atomically(folder / NAME, replace(manifest, documents=tuple(entries)).to_bytes())


def _beside(folder: Path, entry: Entry) -> Path:
    return (folder / entry.file).with_suffix(".pdf")


def refuse_if_edited(case: Path) -> None:
    """Raise ``WriteError`` when the latest working draft holds edits that were not taken over.

    Text and comments count, bytes alone do not. A draft that cannot be read as a Word file counts as edited.
    """
    found = edited_draft(case)
    if found is not None:
        name = found.folder.name
        what = f"前の下書き（{name}）が、Wordで直されています。上書きせずに止めました。{_where(found.edits)}"
        remedy = (
            "直した内容を answers.yaml に移すか、このまま新しい番号で作るときは --anyway を付けてください。"
        )
        if open_in_word(case):
            remedy = f"だれかがWordで開いています。保存して閉じるのを待ってから、もう一度実行してください。{remedy}"
        raise WriteError(Fault("D01", what, Place(f"drafts/{name}"), "、".join(found.files), remedy=remedy))


def _where(edits: tuple[Edit, ...]) -> str:
    """The first places that were edited, in a sentence."""
    if not edits:
        return ""
    shown = [
        f"「{edit.heading or '文書の初め'}」の"
        + (f"「{_short(edit.text)}」" if edit.text else "消された段落")
        for edit in edits[:NAMED]
    ]
    rest = f"のほか{len(edits) - NAMED}か所" if len(edits) > NAMED else ""
    return f"直された所は、{'、'.join(shown)}{rest}です。"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= MOST_SHOWN else line[: MOST_SHOWN - 1] + "…"


@dataclass(frozen=True, slots=True)
class EditedDraft:
    """A working draft that a person changed in Word, the files of it that were changed, and where their text was."""

    folder: Path
    files: tuple[str, ...]
    edits: tuple[Edit, ...]


def open_in_word(case: Path) -> tuple[str, ...]:
    """The files of the latest working draft that somebody has open in Word: its owner file lies beside them."""
    found = latest_working_draft(case)
    if found is None:
        return ()
    folder, manifest = found
    return tuple(e.file for e in manifest.documents if any(map(Path.exists, _owner_files(folder / e.file))))


def _owner_files(path: Path) -> tuple[Path, ...]:
    """``~$名前.docx``; Word leaves out up to two characters of the name, by how long it is."""
    return tuple(path.with_name(f"~${path.name[cut:]}") for cut in range(3))


def edited_draft(case: Path) -> EditedDraft | None:
    """The latest working draft, when it holds edits; None when it is as we wrote it, or there is none."""
    found = latest_working_draft(case)
    if found is None:
        return None
    folder, manifest = found
    edited = [e for e in manifest.documents if is_edited(folder / e.file, e)]
    places = tuple(edit for e in edited for edit in _edits(folder / e.file, e))
    return EditedDraft(folder, tuple(e.file for e in edited), places) if edited else None


def latest_working_draft(case: Path) -> tuple[Path, Manifest] | None:
    """The folder with the highest number that holds a working draft, and its manifest."""
    drafts = case / "drafts"
    for number in reversed(_numbers(drafts)):
        manifest = read_manifest(drafts / f"{number:02}")
        if manifest is not None and any(e.copy == "draft" for e in manifest.documents):
            return drafts / f"{number:02}", manifest
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


def _edits(path: Path, entry: Entry) -> tuple[Edit, ...]:
    if not entry.paragraphs:  # a draft of an earlier version
        return ()
    try:
        parts = screen_package(files.read_bytes(path), path.name, allow="paper")
    except SpecgenError:
        return ()
    return edits(read_tree(parts), entry.paragraphs)


def _is_as_written(path: Path, entry: Entry) -> bool:
    return path.is_file() and not is_edited(path, entry)


def _deliver_out(out: Path, manifest: Manifest, contents: Mapping[str, bytes]) -> Delivered:
    last = read_manifest(out)
    _refuse_what_others_wrote(out, last, manifest)
    ours = {entry.file: entry for entry in (last.documents if last is not None else ())}
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
    for name in contents:
        if name in ours:
            _drop_own_pdf(_beside(out, ours[name]), ours[name])
    _write(out, replace(manifest, documents=(*manifest.documents, *beside)), contents)
    return Delivered(out, 0, True)


def _refuse_what_others_wrote(out: Path, last: Manifest | None, manifest: Manifest) -> None:
    """A manifest tells of one case: that of another, or of another program, is not overwritten."""
    if last is not None and last.case != manifest.case:
        what = "このフォルダーには、ほかの案件の文書があります。何も書き込んでいません。"
    elif last is None and (out / NAME).exists():
        what = f"このフォルダーには、specgenの書いたものとは違う {NAME} があります。何も書き込んでいません。"
    else:
        return
    remedy = "案件ごとに別のフォルダーを --out に書いてください。"
    raise WriteError(Fault("D05", what, Place(out.name), remedy=remedy))


def _drop_own_pdf(path: Path, entry: Entry) -> None:
    """A PDF that we wrote shows what the Word file was, and goes with it. One that a person marked up stays."""
    if entry.pdf and path.is_file() and files.digest(files.read_bytes(path)) == entry.pdf:
        with contextlib.suppress(OSError):
            path.unlink()


def _write(folder: Path, manifest: Manifest, contents: Mapping[str, bytes]) -> None:
    for name, data in contents.items():
        files.write_atomically(folder / name, data)
    files.write_atomically(folder / NAME, manifest.to_bytes())


def _numbers(drafts: Path) -> list[int]:
    if not drafts.is_dir():
        return []
    return sorted(
        int(p.name) for p in drafts.iterdir() if p.is_dir() and p.name.isascii() and p.name.isdigit()
    )


def _kinds(manifest: Manifest) -> set[tuple[str, str, str]]:
    return {(entry.document, entry.copy, entry.pages) for entry in manifest.documents}


def _told(entry: Entry) -> tuple[str, ...]:
    """What makes two entries one and the same paper; a PDF beside it may come later."""
    return entry.document, entry.copy, entry.file, entry.parts, entry.pages
