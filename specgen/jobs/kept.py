"""Keeps compiled templates in the user's cache folder, so that a fresh process need not compile them again.

They hold code that Python runs. So they are taken only from a folder and a file that belong to the user and that
nobody else can write; in every other case the template is compiled as if there were no cache, without a word.
"""

from __future__ import annotations

import os
from collections.abc import Callable

from .. import __version__, cachefolder, files, word
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
    name = files.digest(repr((about, __version__, _compiler())).encode())[:40] + ENDING
    found = _restored(cachefolder.kept(name))
    if found is not None:
        return found
    made = make()
    cachefolder.keep(name, store(made), most=KEPT)
    return made


def _restored(data: bytes | None) -> CompiledTemplate | None:
    try:
        return restore(data) if data is not None else None
    except (ValueError, TypeError, EOFError):
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
