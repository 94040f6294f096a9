"""Finds the case that a person means: a folder, a file in it, or its name in the workspace they stand in."""

from __future__ import annotations

from pathlib import Path

from ..errors import Fault, InputError, Place, nearest

WORKSPACE_FILE = "specgen.yaml"
CASE_FILE = "case.yaml"
CASE_FILES = (CASE_FILE, "answers.yaml", "overlay.yaml")


def find_workspace(start: Path | None = None) -> Path | None:
    """The nearest folder at or above ``start`` (else the current folder) that holds ``specgen.yaml``."""
    here = (start or Path()).absolute()
    return next((folder for folder in (here, *here.parents) if _holds(folder, WORKSPACE_FILE)), None)


def need_workspace(start: Path | None = None) -> Path:
    """The workspace around ``start``; InputError where there is none."""
    found = find_workspace(start)
    if found is None:
        raise InputError(
            Fault(
                "U02",
                f"設定ファイル {WORKSPACE_FILE} のある作業フォルダーが見当たりません。",
                Place(where=str((start or Path()).absolute())),
                remedy="作業フォルダーに移ってから実行するか、「specgen init」で作ります。",
            )
        )
    return found


def find_case(text: str) -> Path:
    """The folder of the case ``text``: a path to it or to a file in it, or a name under ``cases``."""
    given = Path(text)
    if _holds(given, CASE_FILE):
        return given.absolute()
    if given.name in CASE_FILES and _holds(given.parent, CASE_FILE):
        return given.parent.absolute()
    workspace = find_workspace()
    cases = case_names(workspace)
    if workspace is not None and given.name == text.rstrip("/\\") and given.name in cases:
        return workspace / "cases" / given.name
    raise InputError(_unknown_case(text, workspace, cases))


def case_names(workspace: Path | None) -> list[str]:
    """Names of the cases of ``workspace``, sorted."""
    folder = workspace / "cases" if workspace else None
    if folder is None or not folder.is_dir():
        return []
    return sorted(entry.name for entry in folder.iterdir() if _holds(entry, CASE_FILE))


def _unknown_case(text: str, workspace: Path | None, cases: list[str]) -> Fault:
    if _is_folder(Path(text)):
        remedy = f"案件のフォルダーには {CASE_FILE} があります。"
    elif workspace is None:
        remedy = _way_in()
    elif cases:
        remedy = "ここにある案件: " + "、".join(cases[:10]) + ("…" if len(cases) > 10 else "")
    else:
        remedy = "「specgen new 案件名 --type 種類」で作ります。"
    return Fault("U01", "案件が見当たりません。", quoted=text, nearest=nearest(text, cases), remedy=remedy)


def _way_in() -> str:
    """How somebody gets from here into a workspace: into one that lies here, else in words."""
    here = Path().absolute()
    below = sorted(folder.name for folder in here.iterdir() if _holds(folder, WORKSPACE_FILE))
    if below:
        return f"ここは作業フォルダーではありません。「cd {below[0]}」で移ってから、もう一度実行します。"
    return (
        f"ここ（{here}）は作業フォルダーではありません。{WORKSPACE_FILE} のある所に移るか、"
        "案件のフォルダーを指定します。"
    )


def _holds(folder: Path, name: str) -> bool:
    try:
        return (folder / name).is_file()
    except OSError:
        return False


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False
