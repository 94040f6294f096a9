"""Number what will be printed: headings, references and captions, from the template's facts and the tests that hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from ..model.kinds.base import in_style
from ..model.paper import OutlineEntry, TemplateFacts
from ..model.spec import PLAIN_STYLE, HouseStyle

_TEST = re.compile(r"""^(not\s+)?([A-Za-z_][\w.]*)((?:\[["'][^"']+["']\])*)$""")
_KEYS = re.compile(r"""\[["']([^"']+)["']\]""")
_KANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
_FULL = str.maketrans("0123456789", "０１２３４５６７８９")


def holds(test: str, context: Mapping[str, Any]) -> bool:
    """Whether a test as written in a template holds in ``context``; an unknown form counts as holding."""
    path, denied = _read_test(test)
    if not path:
        return True
    value: Any = context
    for part in path:
        value = value.get(part) if isinstance(value, Mapping) else None
    return bool(value) != denied


@lru_cache(maxsize=4096)  # a template asks the same few hundred tests thousands of times
def _read_test(test: str) -> tuple[tuple[str, ...], bool]:
    """What a test looks up, and whether it denies that; no path for an unknown form."""
    match = _TEST.match(test.strip())
    if match is None:
        return (), False
    return (*match[2].split("."), *_KEYS.findall(match[3])), bool(match[1])


def outline(
    facts: TemplateFacts, context: Mapping[str, Any], style: HouseStyle = PLAIN_STYLE
) -> tuple[OutlineEntry, ...]:
    """The headings that are printed, with their numbers closed up, in the digits of the house."""
    counts = [0, 0, 0, 0]
    entries: list[OutlineEntry] = []
    for heading in facts.headings:
        if not all(holds(test, context) for test in heading.under):
            continue
        number = ""
        if heading.numbered:
            counts[heading.level - 1] += 1
            counts[heading.level :] = [0] * (4 - heading.level)
            number = in_style(heading_number(counts, heading.level), style)
        entries.append(OutlineEntry(heading.level, number, heading.text, heading.key, heading.bookmark))
    return tuple(entries)


def heading_number(counts: list[int], level: int) -> str:
    """第3章, 3.6, （１）, ア — as the multilevel list of the base document prints them."""
    if level == 1:
        return f"第{counts[0]}章"
    if level == 2:
        return f"{counts[0]}.{counts[1]}"
    if level == 3:
        return f"（{str(counts[2]).translate(_FULL)}）"
    return _KANA[(counts[3] - 1) % len(_KANA)]


def reference_numbers(entries: tuple[OutlineEntry, ...]) -> dict[str, str]:
    """Key of a heading → how a reference names it: 第3章, 3.6, and 3.6（１） for headings below the second level."""
    numbers: dict[str, str] = {}
    above: list[str] = []
    for entry in entries:
        above = [*above[: entry.level - 1], entry.number]
        numbers[entry.key] = entry.number if entry.level <= 2 else "".join(above[1:])
    return numbers


def caption_numbers(
    facts: TemplateFacts, context: Mapping[str, Any], style: HouseStyle = PLAIN_STYLE
) -> dict[str, str]:
    """Key of a caption → its number among the printed ones, in the digits of the house."""
    printed = [key for key, under in facts.tables if all(holds(test, context) for test in under)]
    return {key: in_style(str(number), style) for number, key in enumerate(printed, 1)}
