"""Content that was loaded once without a fault is kept whole: the next run finds it ready, as long as nothing changed.

It is known by a digest of every file that loading may read, and of the program. It is pickled, which can hold code like the
compiled templates; so, like them, it is taken only from a folder and a file that nobody else can write.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import sys
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pydantic

from .. import __version__, cachefolder
from ..errors import Faults
from .library import Content
from .rulenames import compile_rule

KEPT = 20
"""At most so many are kept; the oldest go first."""
_READ = (".yaml", ".md")
_ONLY_THERE = "base.docx"
"""Of this file loading asks only whether it is there."""


def content_of(
    about: object, folders: Iterable[Path], files: Iterable[Path], load: Callable[[], Content]
) -> Content:
    """What was kept of the same ``about``, files and program, else what ``load`` gives, which is then kept.

    ``load`` reads nothing but what lies below ``folders``, and ``files``. Raises what it raises; then nothing is kept.
    """
    folders, files = tuple(folders), tuple(files)
    name = _name(about, folders, files)
    if (found := _restored(name)) is not None:
        return found
    content = load()
    if name == _name(about, folders, files):  # nobody wrote while it was read
        _keep(name, content)
    return content


def _restored(name: str) -> Content | None:
    data = cachefolder.kept(name)
    try:
        found: Any = pickle.loads(data) if data is not None else None
    except Exception:  # whatever is the matter with it, the files are still there
        return None
    return found if isinstance(found, Content) else None


def _keep(name: str, content: Content) -> None:
    for id in content.rules:
        compile_rule(id, content, Faults())  # its faults are told when somebody asks for the rule
    with contextlib.suppress(pickle.PicklingError, TypeError, AttributeError, RecursionError):
        cachefolder.keep(name, pickle.dumps(content, pickle.HIGHEST_PROTOCOL), most=KEPT)


def _name(about: object, folders: Iterable[Path], files: Iterable[Path]) -> str:
    mark = sha256(repr((about, __version__, sys.version, pydantic.VERSION, _program())).encode())
    for path in (*(path for folder in folders for path in _below(folder)), *map(str, files)):
        mark.update(f"\0{path}\0".encode("utf-8", "surrogatepass"))
        mark.update(sha256(_bytes(path)).digest())
    return f"{mark.hexdigest()[:40]}.content"


def _below(root: Path) -> Iterator[str]:
    """Every folder below ``root``, links followed, and every file in it that may be content, in a fixed order."""
    seen = set()
    for folder, inner, names in os.walk(root.absolute(), followlinks=True):
        about = os.stat(folder)  # noqa: PTH116 -- see _bytes
        inner[:] = sorted(inner) if (about.st_dev, about.st_ino) not in seen else ()  # links may lead round
        seen.add((about.st_dev, about.st_ino))
        yield folder
        for name in sorted(names):
            if name.lower().endswith(_READ) or name == _ONLY_THERE:
                yield f"{folder}{os.sep}{name}"


def _bytes(path: str) -> bytes:
    """What lies there; of a folder, and of what cannot be read, only that it is there."""
    if path.endswith(_ONLY_THERE):
        return b""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 -- a Path for each of five hundred costs half of it
            return file.read()
    except OSError:
        return b""


def _program() -> list[tuple[str, int, int]]:
    """The program as it lies on disk: who changes a module gets content that was loaded by the change."""
    found = []
    for folder, inner, names in os.walk(Path(__file__).parents[1]):
        inner[:] = sorted(set(inner) - {"_data", "__pycache__"})
        for name in sorted(names):
            about = os.stat(f"{folder}{os.sep}{name}")  # noqa: PTH116 -- see _bytes
            found.append((name, about.st_size, about.st_mtime_ns))
    return found
