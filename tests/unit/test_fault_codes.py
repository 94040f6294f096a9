"""A code of a fault means one thing: whoever hears it on the telephone finds the one place that says it."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "specgen"
SAID = re.compile(r'(?:Fault|_fault|Refused|refused|fault|refuse)\(\s*"([A-Z][0-9]{2})"')


def room_of(path: Path) -> str:
    """The folder, or the module of the kernel; what YAML's parser says is told by several modules."""
    first = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return "yaml" if first.startswith("yaml") else first


def test_a_code_is_said_in_one_room_only():
    rooms: dict[str, set[str]] = defaultdict(set)
    for path in sorted(PACKAGE.rglob("*.py")):
        for code in SAID.findall(path.read_text(encoding="utf-8")):
            rooms[code].add(room_of(path))
    assert len(rooms) > 100
    assert {code: sorted(found) for code, found in rooms.items() if len(found) > 1} == {}
