"""The user's cache folder: what is kept there belongs to the user alone, can be deleted at any time, and is never needed."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from . import files
from .errors import SpecgenError

_MARK = 32
"""Bytes of the digest in front of what is kept."""


def cache_folder() -> Path:
    """Where this user's caches lie, by the customs of the system."""
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 -- Path.home() raises where there is no home
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "specgen" / "cache"
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "specgen"
    return Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "specgen"


def kept(name: str) -> bytes | None:
    """What was kept under ``name``; None where there is nothing, where it is damaged, or where others could write."""
    folder = _folder()
    try:
        path = folder / name if folder is not None else None
        found = path.read_bytes() if path is not None and _is_ours_alone(path.lstat(), stat.S_ISREG) else b""
    except OSError:
        return None
    data = found[_MARK:]
    return data if sha256(data).digest() == found[:_MARK] else None


def keep(name: str, data: bytes, *, most: int) -> None:
    """Keep ``data`` under ``name``, and at most ``most`` files of its ending: the oldest go. Silent where it cannot."""
    folder = _folder()
    if folder is None:
        return
    with contextlib.suppress(OSError, SpecgenError):
        files.write_atomically(folder / name, sha256(data).digest() + data)
        (folder / name).chmod(0o600)  # what a group may write, by the user's umask, is not believed
        alike = folder.glob(f"*{Path(name).suffix}")
        for old in sorted(alike, key=lambda path: path.stat().st_mtime_ns)[:-most]:
            old.unlink(missing_ok=True)


def _folder() -> Path | None:
    """The folder, made if need be; None when it cannot be made or others can write in it."""
    folder = cache_folder()
    if not folder.is_absolute():  # no home, or a setting that would mean another place in every folder
        return None
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
