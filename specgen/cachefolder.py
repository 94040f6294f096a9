"""The user's cache folder: what is kept there belongs to the user alone, can be deleted at any time, and is never needed."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

from . import files
from .errors import SpecgenError


def cache_folder() -> Path:
    """Where this user's caches lie, by the customs of the system."""
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 -- Path.home() raises where there is no home
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "specgen" / "cache"
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "specgen"
    return Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "specgen"


def kept(name: str) -> bytes | None:
    """What was kept under ``name``; None where there is nothing, or where others could have written it."""
    folder = _folder()
    try:
        path = folder / name if folder is not None else None
        return path.read_bytes() if path is not None and _is_ours_alone(path.lstat(), stat.S_ISREG) else None
    except OSError:
        return None


def keep(name: str, data: bytes, *, most: int) -> None:
    """Keep ``data`` under ``name``, and at most ``most`` files of its ending: the oldest go. Silent where it cannot."""
    folder = _folder()
    if folder is None:
        return
    with contextlib.suppress(OSError, SpecgenError):
        files.write_atomically(folder / name, data)
        alike = folder.glob(f"*{Path(name).suffix}")
        for old in sorted(alike, key=lambda path: path.stat().st_mtime_ns)[:-most]:
            old.unlink(missing_ok=True)


def _folder() -> Path | None:
    """The folder, made if need be; None when it cannot be made or others can write in it."""
    folder = cache_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return folder if _is_ours_alone(folder.lstat(), stat.S_ISDIR) else None
    except OSError:
        return None


def _is_ours_alone(found: os.stat_result, is_kind: Callable[[int], bool]) -> bool:
    if not is_kind(found.st_mode):
        return False
    if sys.platform == "win32":  # %LOCALAPPDATA% belongs to its user; modes say nothing there
        return True
    return found.st_uid == os.getuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
