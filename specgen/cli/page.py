"""Pieces of a page on screen: lines broken by width, labelled lines, bars, plain values for JSON."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

from ..errors import Place
from .helptext import screen_columns, width, wrap

BAR = 6
_INVISIBLE = str.maketrans({"\n": " ", "\r": " ", "\t": " "})


class Page:
    """Lines of one screen page, collected and then printed in one go."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.columns = screen_columns()

    def line(self, text: str = "") -> None:
        """One line as it is: for paths and commands that a person copies."""
        self.lines.append(text)

    def gap(self) -> None:
        """One empty line, never two in a row and none at the top."""
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def heading(self, text: str) -> None:
        """A heading, set apart by an empty line."""
        self.gap()
        self.lines.append(f"■ {text}")

    def text(self, text: str, *, indent: int = 0, head: str = "") -> None:
        """A paragraph broken at the width of the screen; ``head`` stands before it, later lines hang below."""
        hang = indent + width(head)
        room = max(20, self.columns - hang)
        for position, part in enumerate(wrap(text.translate(_INVISIBLE), room)):
            self.lines.append((" " * indent + head + part if position == 0 else " " * hang + part).rstrip())

    def lead(self, text: str, *, hang: int) -> None:
        """A paragraph whose later lines begin at ``hang``."""
        for position, part in enumerate(wrap(text.translate(_INVISIBLE), max(20, self.columns - hang))):
            self.lines.append(part if position == 0 else " " * hang + part)

    def labelled(self, label: str, text: str, *, indent: int = 2, column: int = 10) -> None:
        """``label`` and beside it a text that may have several lines; nothing when the text is empty."""
        head = pad(label, column)
        if width(label) >= column:
            self.text(label, indent=indent)
            head = " " * column
        for line in text.strip().splitlines():
            inner = line.lstrip(" ")
            self.text(inner, indent=indent, head=head + " " * (len(line) - len(inner)))
            head = " " * column

    def item(self, text: str, *, indent: int = 2, mark: str = "・") -> None:
        """One entry of a list."""
        self.text(text, indent=indent, head=mark)

    def __str__(self) -> str:
        return "\n".join(self.lines)


def pad(text: str, columns: int) -> str:
    """``text`` filled with spaces to ``columns`` on screen, cut with 「…」 where it is longer."""
    if width(text) <= columns:
        return text + " " * (columns - width(text))
    kept = ""
    for char in text:
        if width(kept + char) > columns - 2:
            break
        kept += char
    return kept + "…" + " " * (columns - width(kept) - width("…"))


def spot(place: Place) -> str:
    """A place for people: file and line."""
    return f"{place.file}:{place.line}" if place.line else str(place)


def bar(done: int, whole: int) -> str:
    """How much of ``whole`` is done, in a few squares; full only when all of it is."""
    filled = BAR if done >= whole else min(BAR - 1, done * BAR // whole)
    return "■" * filled + "□" * (BAR - filled)


def in_markdown(text: str) -> str:
    """``text`` on one line, with no character that Markdown would take for its own."""
    one_line = " ".join(text.split("\n"))
    return "".join(f"\\{char}" if char in "\\`*_[]<>#|" else char for char in one_line)


def plain(value: Any) -> Any:
    """Any result as what JSON can hold: the field names of the dataclass, codes of states, places as objects."""
    if isinstance(value, Place):
        return {"file": value.file, "line": value.line, "column": value.column, "where": value.where}
    if isinstance(value, Enum):
        return value.value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(entry) for key, entry in value.items()}
    if isinstance(value, tuple | list | set | frozenset):
        return [plain(entry) for entry in value]
    if isinstance(value, Path):
        return str(value.absolute())
    if isinstance(value, date):
        return value.isoformat()
    return value
