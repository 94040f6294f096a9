"""Keeps compiled templates in the user's cache folder, so that a fresh process need not compile them again.

They hold code that Python runs. So they are taken only from a folder and a file that belong to the user and that
nobody else can write; in every other case the template is compiled as if there were no cache, without a word.
"""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

from .. import __version__, files, word
from ..errors import SpecgenError
from ..word.compile import CompiledTemplate
from ..word.stored import restore, store

KEPT = 20
"""At most this many compiled templates are kept; the oldest go first."""
ENDING = ".compiled"


def kept_or_made(about: object, make: Callable[[], CompiledTemplate]) -> CompiledTemplate:
    """The template that was kept under ``about``, else the one that ``make`` gives, which is then kept.

    ``about`` says, as a value whose ``repr`` is the same in every process, all that the template was compiled from.
    Raises only what ``make`` raises.
    """
    folder = _folder()
    if folder is None:
        return make()
    path = folder / (files.digest(repr((about, __version__, _compiler())).encode())[:40] + ENDING)
    found = _read(path)
    if found is not None:
        return found
    made = make()
    with contextlib.suppress(OSError, SpecgenError):
        files.write_atomically(path, store(made))
        _forget_oldest(folder)
    return made


def cache_folder() -> Path:
    """Where this user's caches lie, by the customs of the system."""
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 -- Path.home() raises where there is no home
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "specgen" / "cache"
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "specgen"
    return Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "specgen"


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


def _read(path: Path) -> CompiledTemplate | None:
    try:
        if not _is_ours_alone(path.lstat(), stat.S_ISREG):
            return None
        return restore(path.read_bytes())
    except (OSError, ValueError, TypeError, EOFError):
        return None


def _compiler() -> list[tuple[str, int, int]]:
    """The sources of the compiler as they lie on disk: who changes them gets templates compiled by the change."""
    found = []
    for folder in word.__path__:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith(".py"):
                    about = entry.stat()
                    found.append((entry.name, about.st_size, about.st_mtime_ns))
    return sorted(found)


def _forget_oldest(folder: Path) -> None:
    kept = sorted(folder.glob(f"*{ENDING}"), key=lambda path: path.stat().st_mtime_ns)
    for old in kept[:-KEPT]:
        old.unlink(missing_ok=True)
