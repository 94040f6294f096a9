"""Content files as plain values: what was parsed once is kept in the user's cache, and is not parsed again.

Parsing YAML is half of loading; most runs change no content. Places of values (line and column) are found by
parsing the one file anew, when somebody asks for them.
"""

from __future__ import annotations

import json
import pickle
import zlib
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from .. import __version__, cachefolder, files, yamltext
from ..errors import ContentError, Place

KEPT = 20
"""At most this many folders are kept; the oldest go first."""
_T = TypeVar("_T")


class Parsed:
    """What is written in a file, or below a key in it: ``plain`` at once, ``node`` with places when it is asked for.

    When it is pickled only the way to its places is kept.
    """

    __slots__ = ("_find", "_node", "file", "plain")

    def __init__(self, file: str, plain: Any, find: Callable[[], yamltext.Node]) -> None:
        self.file, self.plain, self._find = file, plain, find
        self._node: yamltext.Node | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        return Parsed, (self.file, None, self._find)

    @property
    def node(self) -> yamltext.Node:
        """The same with its places."""
        if self._node is None:
            self._node = self._find()
        return self._node

    @property
    def place(self) -> Place:
        """Where it begins."""
        return yamltext.place(self.file, self.node)

    @property
    def top(self) -> Place:
        """Where its file begins."""
        return Place(self.file, 1, 1)

    def at(self, part: str | int) -> Parsed:
        """What is written below a key, or the item of this number."""
        return Parsed(self.file, self.plain[part], partial(_below, self, part))

    def place_of(self, name: str) -> Place:
        """Where the key ``name`` stands."""
        node = self.node
        assert isinstance(node, yamltext.Mapping)
        return yamltext.place(self.file, next(key for key, _ in node.entries if key.text == name))


def _below(parsed: Parsed, part: str | int) -> yamltext.Node:
    node = parsed.node
    found = node.items[int(part)] if isinstance(node, yamltext.Sequence) else None
    if isinstance(node, yamltext.Mapping):
        found = node.get(str(part))
    assert found is not None
    return found


class Folder:
    """The YAML texts of one folder: those that were parsed in an earlier run, by their digests, are not parsed again."""

    def __init__(self, path: Path) -> None:
        self._name = (
            f"{files.digest(repr((str(path.absolute()), __version__, _parser())).encode())[:40]}.parsed"
        )
        self._before = _read(self._name)
        self._used: dict[str, Any] = {}

    def parse(self, text: str, file: str) -> Parsed:
        """What ``text`` says; raises ``ContentError`` with its faults. ``file`` is only the name that messages show."""
        find = partial(_load, text, file)
        mark = files.digest(text.encode("utf-8", "surrogatepass"))[:32]
        if mark in self._before:
            self._used[mark] = self._before[mark]
            return Parsed(file, self._before[mark], find)
        node = find()
        self._used[mark] = yamltext.plain(node)
        parsed = Parsed(file, self._used[mark], find)
        parsed._node = node
        return parsed

    def keep(self) -> None:
        """Keep what was parsed for the next run, when anything is new or gone."""
        if self._used.keys() != self._before.keys():
            data = json.dumps(self._used, ensure_ascii=False, separators=(",", ":"))
            cachefolder.keep(self._name, data.encode("utf-8", "surrogatepass"), most=KEPT)


def _load(text: str, file: str) -> yamltext.Node:
    return yamltext.load(text, file, ContentError)


def _read(name: str) -> dict[str, Any]:
    try:
        found = json.loads(cachefolder.kept(name) or b"{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _parser() -> tuple[int, int]:
    """The parser as it lies on disk: who changes it gets texts parsed by the change."""
    about = Path(yamltext.__file__).stat()
    return about.st_size, about.st_mtime_ns


class Later(Mapping[str, _T]):
    """Values that are made when somebody asks for them; pickled they stay unread until then."""

    __slots__ = ("_made", "_makers", "_packed")

    def __init__(self, makers: Mapping[str, Callable[[], _T]] | bytes = b"") -> None:
        """``makers`` may be what pickling made of them."""
        self._packed = makers if isinstance(makers, bytes) else b""
        self._makers: Mapping[str, Callable[[], _T]] = {} if isinstance(makers, bytes) else makers
        self._made: dict[str, _T] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        return Later, (zlib.compress(pickle.dumps(dict(self._all()), pickle.HIGHEST_PROTOCOL), 1),)

    def _all(self) -> Mapping[str, Callable[[], _T]]:
        if self._packed:
            self._makers, self._packed = pickle.loads(zlib.decompress(self._packed)), b""
        return self._makers

    def __getitem__(self, key: str) -> _T:
        if key not in self._made:
            self._made[key] = self._all()[key]()
        return self._made[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def plus(self, key: str, value: _T) -> Later[_T]:
        """The same with another value under ``key``."""
        return Later({**self._all(), key: partial(_same, value)})


def _same(value: _T) -> _T:
    return value
