"""The house stands only if every room leans on the floors below it: reads all imports and keeps them so."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "specgen"

KERNEL = (
    "cachefolder", "errors", "filelocks", "files", "ids", "money", "numerals", "reserved",
    "textrules", "wareki", "workdays", "yamledit", "yamlfaults", "yamlnodes", "yamlstyle", "yamltext",
)  # fmt: skip
STAGES = ("capture", "word", "check", "deliver", "registers")
FLOORS = {
    **dict.fromkeys(KERNEL, 0),
    "expr": 1,
    "model": 2,
    "content": 3,
    "case": 4,
    **dict.fromkeys(STAGES, 5),
    "jobs": 6,
    "workspace": 6,
    "cli": 7,
    "web": 7,
    "__main__": 8,
    "__init__": 0,
}  # fmt: skip
ONLY_WORD_MAY = {"docx", "docxtpl"}
INSIDE_FUNCTIONS_ONLY = {"docx", "docxtpl", "openpyxl", "xlsxwriter", "sqlalchemy", "jpholiday"}
NOT_AT_THE_DOOR = {"pydantic", "yaml", "jinja2", "lxml"}
"""Not at the top of a module of ``cli``: the help must be there at once."""


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if "_data" not in path.parts)


def room_of(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imports(path: Path, *, top_only: bool = False) -> Iterator[tuple[int, str]]:
    """Line and absolute dotted name of every import of a module (those only for type checkers left out)."""
    here = ("specgen", *path.relative_to(PACKAGE).with_suffix("").parts)
    for node in walk(ast.parse(path.read_text(encoding="utf-8")), top_only=top_only):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(here[: -node.level]) if node.level else ""
            module = ".".join(part for part in (base, node.module or "") if part)
            yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)


def walk(node: ast.AST, *, top_only: bool) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test):
            continue
        if top_only and isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        yield child
        yield from walk(child, top_only=top_only)


def test_every_module_stands_on_a_known_floor():
    unknown = {room_of(path) for path in modules()} - FLOORS.keys()
    assert not unknown, f"give these rooms a floor in the plan and in this test: {sorted(unknown)}"


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_module_imports_only_from_floors_below(path: Path):
    room = room_of(path)
    wrong = []
    for line, name in imports(path):
        parts = name.split(".")
        if parts[0] != "specgen" or len(parts) < 2 or parts[1] not in FLOORS:
            continue
        other = parts[1]
        below = FLOORS[other] < FLOORS[room]
        same_kernel = FLOORS[other] == FLOORS[room] == 0
        jobs_and_workspace = {room, other} == {"jobs", "workspace"}
        if other != room and not (below or same_kernel or jobs_and_workspace):
            wrong.append(f"{path.relative_to(PACKAGE)}:{line} imports {name}")
    assert not wrong


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_heavy_libraries_are_imported_where_they_are_used(path: Path):
    room = room_of(path)
    wrong = []
    for line, name in imports(path):
        if name.split(".")[0] in ONLY_WORD_MAY and room != "word":
            wrong.append(f"line {line}: only the word room may import {name}")
    banned = INSIDE_FUNCTIONS_ONLY | (NOT_AT_THE_DOOR if room == "cli" else set())
    for line, name in imports(path, top_only=True):
        if name.split(".")[0] in banned:
            wrong.append(f"line {line}: import {name} inside the function that uses it")
    assert not wrong


def test_the_rooms_do_not_import_each_other_in_a_circle_through_the_package():
    """``specgen/__init__`` stays free of imports of rooms, so that one room never loads another by accident."""
    assert not [
        name for _, name in imports(PACKAGE / "__init__.py", top_only=True) if name.startswith("specgen.")
    ]
