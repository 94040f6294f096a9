"""Keeps templates, as built and as compiled, in the user's cache folder: a fresh process need not make them again.

Compiled ones hold code that Python runs. So they are taken only from a folder and a file that belong to the user and that
nobody else can write; in every other case the template is compiled as if there were no cache, without a word.
"""

from __future__ import annotations

import os
from collections.abc import Callable

from .. import __version__, cachefolder, content, files, word
from ..word.compile import CompiledTemplate
from ..word.stored import restore, store

KEPT = 20
"""At most this many of each sort are kept; the oldest go first."""


def kept_or_made(about: object, make: Callable[[], CompiledTemplate]) -> CompiledTemplate:
    """The template that was kept under ``about``, else the one that ``make`` gives, which is then kept.

    ``about`` says, as a value whose ``repr`` is the same in every process, all that the template was compiled from.
    Raises only what ``make`` raises.
    """
    name = _name(about, "compiled")
    found = _restored(cachefolder.kept(name))
    if found is not None:
        return found
    made = make()
    cachefolder.keep(name, store(made), most=KEPT)
    return made


def kept_or_built(about: object, build: Callable[[], bytes]) -> bytes:
    """The same for a template as it was built, a Word file."""
    name = _name(about, "template")
    found = cachefolder.kept(name)
    if found is not None:
        return found
    built = build()
    cachefolder.keep(name, built, most=KEPT)
    return built


def _name(about: object, kind: str) -> str:
    return f"{files.digest(repr((about, __version__, _makers())).encode())[:40]}.{kind}"


def _restored(data: bytes | None) -> CompiledTemplate | None:
    try:
        return restore(data) if data is not None else None
    except (ValueError, TypeError, EOFError):
        return None


def _makers() -> list[tuple[str, int, int]]:
    """The sources of builder and compiler as they lie on disk: who changes them gets templates made by the change."""
    found = []
    for folder in (*word.__path__, *content.__path__):
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith(".py"):
                    about = entry.stat()
                    found.append((entry.name, about.st_size, about.st_mtime_ns))
    return sorted(found)
