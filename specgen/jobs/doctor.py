"""Says what this machine can do for specgen, what it cannot, and what to do about it. Changes nothing.

In a workspace it also lists what stands in the settings as it was shipped and waits for somebody to confirm it.

Every check is a function from the surroundings to one ``Point``; ``doctor`` puts them in a row.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from ..errors import SpecgenError
from ..workspace import read_settings, workspace_of
from .standards import standards

FONTS = ("游明朝", "BIZ UDPゴシック")
"""The fonts that the Word files ask for."""
FONT_FILES = {
    "游明朝": ("yumin.ttf", "yumindb.ttf"),
    "BIZ UDPゴシック": ("bizudpgothic-regular.ttf", "bizudgothic-regular.ttc"),
}
FONT_NAMES = {"游明朝": ("游明朝", "Yu Mincho"), "BIZ UDPゴシック": ("BIZ UDPゴシック", "BIZ UDPGothic")}
LIBRARIES = ("docxtpl", "python-docx", "jinja2", "lxml", "pydantic", "typer", "pyyaml", "jpholiday")
WINDOWS_LIMIT = 260
LONGEST_NAME = 90
"""What a draft's folder and file name need below the workspace: cases/<案件>/drafts/01/<文書>_<件名>.docx."""
OLDEST_OFFICE = 24
READER = 'python -m pip install ".[pdf]"'
"""How the library that reads PDFs is had, in the folder that specgen was installed from."""


@dataclass(frozen=True, slots=True)
class Point:
    """One thing looked at: ``good`` or not, what was seen, and what to do (Japanese; may be empty)."""

    key: str
    label: str
    good: bool
    seen: str
    remedy: str = ""
    needed: bool = False
    """Whether specgen cannot work without it."""


def doctor(folder: Path) -> tuple[Point, ...]:
    """Look at this machine for somebody who wants to work in ``folder``."""
    points = [_python(), _libraries(), _write(folder), _path_length(folder), _console()]
    return (*points, *_fonts(), _libreoffice(), _pdf_reader(), *_standards(folder))


def _python() -> Point:
    version = platform.python_version()
    good = sys.version_info >= (3, 11)
    return Point("python", "Python", good, version, "" if good else "3.11以降を入れてください。", needed=True)


def _libraries() -> Point:
    seen, missing = [], []
    for name in ("specgen", *LIBRARIES):
        try:
            seen.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            missing.append(name)
    if missing == ["specgen"]:
        from .. import __version__

        seen.insert(0, f"specgen {__version__}（インストールせずに使用）")
        missing = []
    remedy = "次の部品が見つかりません: " + "、".join(missing) if missing else ""
    return Point("libraries", "specgen と部品", not missing, "、".join(seen), remedy, needed=True)


def _write(folder: Path) -> Point:
    label = "書き込み"
    here = folder.absolute()
    nearest = next((place for place in (here, *here.parents) if _is_folder(place)), here)
    try:
        with tempfile.TemporaryFile(dir=nearest) as probe:
            probe.write("書けます".encode())
    except OSError:
        remedy = "書き込めるフォルダー（「ドキュメント」の下など）で作業してください。"
        return Point("write", label, False, f"「{nearest}」には書き込めません。", remedy, needed=True)
    free = shutil.disk_usage(nearest).free
    if free < 200 * 2**20:
        return Point(
            "write", label, False, f"空きが{free // 2**20}MiBです。", "200MiB以上の空きを作ってください。"
        )
    return Point("write", label, True, f"「{nearest}」に書き込めます。")


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _path_length(folder: Path) -> Point:
    length = len(str(folder.absolute()))
    room = WINDOWS_LIMIT - length - 1
    good = room >= LONGEST_NAME
    seen = f"フォルダーまで{length}文字（Windowsの上限{WINDOWS_LIMIT}文字まで、残り{max(room, 0)}文字）"
    remedy = (
        ""
        if good
        else f"下書きの名前に{LONGEST_NAME}文字ほど使います。もっと浅い所にフォルダーを移してください。"
    )
    return Point("path", "パスの長さ", good, seen, remedy)


def _console() -> Point:
    encoding = getattr(sys.stdout, "encoding", None) or "不明"
    try:
        "漢字かな".encode(encoding)
    except (UnicodeError, LookupError):
        remedy = "文字の設定をUTF-8にすると読めます（PowerShell: chcp 65001）。"
        return Point("console", "画面の文字", False, f"{encoding}（日本語を表示できません）", remedy)
    return Point("console", "画面の文字", True, f"{encoding}（日本語を表示できます）")


def _fonts() -> Iterable[Point]:
    found = _installed_fonts()
    for font in FONTS:
        if found is None:
            yield Point(
                "font",
                f"フォント {font}",
                True,
                "この機械では調べられません。",
                "Wordのある機械で見てください。",
            )
            continue
        good = any(name.lower() in found for name in (*FONT_NAMES[font], *FONT_FILES[font]))
        seen = "あります。" if good else "見当たりません。"
        remedy = "" if good else "Wordのファイルは作れます。この機械で開くと、別の字体で表示されます。"
        yield Point("font", f"フォント {font}", good, seen, remedy)


def _installed_fonts() -> set[str] | None:
    """Fonts in lower case (families, or files of the folders of Windows); None when nobody can tell."""
    if sys.platform == "win32":
        folders = [Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"]
        folders += [
            Path(local) / "Microsoft/Windows/Fonts" for local in [os.environ.get("LOCALAPPDATA")] if local
        ]
        return {entry.name.lower() for folder in folders if folder.is_dir() for entry in folder.iterdir()}
    output = _output_of("fc-list", ":", "family")
    if output is None:
        return None
    return {name.strip().lower() for line in output.splitlines() for name in line.split(",")}


def _libreoffice() -> Point:
    label = "LibreOffice"
    program = find_libreoffice()
    optional = "なくても下書きは作れます。PDFにするときだけ使います。"
    if program is None:
        return Point("libreoffice", label, False, "見当たりません。", optional)
    version = _output_of(program, "--version") or ""
    number = next((word for word in version.split() if word[:1].isdigit()), "")
    major = int(number.split(".")[0]) if number else 0
    if not number:
        return Point("libreoffice", label, False, "版を確かめられません。", optional)
    if major < OLDEST_OFFICE:
        remedy = f"{OLDEST_OFFICE}以降にしてください。古い版で保存すると、Wordのファイルの目印が失われます。"
        return Point("libreoffice", label, False, number, remedy)
    return Point("libreoffice", label, True, number)


def _pdf_reader() -> Point:
    label = "ページ番号の部品"
    if can_read():
        return Point("pypdf", label, True, "pypdf があります。")
    remedy = f"なくても下書きは作れます。draft --pages を使うときは、specgenのフォルダーで {READER} を実行してください。"
    return Point("pypdf", label, False, "pypdf が見当たりません。", remedy)


def _standards(folder: Path) -> Iterable[Point]:
    label = "条文に入る標準"
    try:
        workspace = workspace_of(folder)
    except OSError:  # what is wrong with the folder is said elsewhere
        return
    if workspace is None:
        return
    try:
        all_ = standards(read_settings(workspace))
    except SpecgenError as error:
        remedy = "この所を直してから、もう一度調べてください。"
        yield Point("standards", label, False, str(error.faults[0]), remedy)
        return
    open_ = [standard for standard in all_ if not standard.confirmed]
    if not open_:
        yield Point("standards", label, True, f"{len(all_)}の全てを、確かめた人と日が分かります。")
        return
    lines = [f"   ・{standard.label}: {standard.value}（{standard.name}）" for standard in open_]
    seen = f"{len(all_)}のうち{len(open_)}は、付属の値のまま、だれも確かめていません。"
    remedy = (
        "契約の担当者に確かめ、値を specgen.yaml の standards に書いて、"
        "同じ所に「確かめた: {on: 2026-05-12, by: 経理部契約課}」のように、確かめた日と人を書きます。"
    )
    yield Point("standards", label, False, "\n".join([seen, *lines]), remedy)


def find_libreoffice() -> str | None:
    """The program of LibreOffice on this machine, or None."""
    usual = [
        Path(os.environ.get("PROGRAMFILES", r"C:\Program Files")) / "LibreOffice/program/soffice.exe",
        Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),
    ]
    on_path = shutil.which("soffice") or shutil.which("libreoffice")
    return on_path or next((str(place) for place in usual if place.is_file()), None)


def can_read() -> bool:
    """Whether the library that reads PDFs is there."""
    return find_spec("pypdf") is not None


def _output_of(*command: str) -> str | None:
    try:
        done = subprocess.run(command, capture_output=True, timeout=20, check=False)
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.decode("utf-8", errors="replace") if done.returncode == 0 else None
