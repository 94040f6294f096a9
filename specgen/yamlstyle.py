"""How a value is written in YAML so that it loads back as the same text, as readable as that allows.

Plain where nothing can be mistaken, ``|`` for several lines, quotes otherwise. Used by ``yamledit``; whoever
writes a whole file uses ``block``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

Value = str | dict[str, "Value"] | list["Value"]
"""What can be written: texts, mappings of names to values, lists."""

_ESCAPED = re.compile('["\\\\\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]')
_NOT_RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_SHORT_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0"}
_FIRST_SIGNS = frozenset(",[]{}#&*!|>'\"%@`")
_FLOW_SIGNS = frozenset(",[]{}:")


@dataclass(frozen=True, slots=True)
class Written:
    """A value as it is put behind ``key:`` — ``head`` on the same line, ``body`` on lines of its own."""

    head: str
    body: tuple[str, ...] = ()


def block(
    value: Value, indent: int, step: int, *, style: str = "", flow: bool = False, careful: bool = False
) -> Written:
    """``value`` behind a key at column ``indent`` (from 0) of a block mapping.

    ``style`` is the style to keep for a text where it fits, ``flow`` asks for ``{…}`` where that is readable,
    and ``careful`` writes every text in double quotes, which always loads back.
    """
    if isinstance(value, str):
        return _text(value, indent, step, style, careful)
    if not value or (flow and fits_flow(value)):
        return Written(inline(value, careful=careful))
    return Written("", tuple(_lines(value, indent + step, step, careful)))


def inline(value: Value, *, style: str = "", careful: bool = False) -> str:
    """``value`` on one line inside ``{…}`` or ``[…]``."""
    if isinstance(value, str):
        return scalar(value, style=style, flow=True, careful=careful)
    if isinstance(value, list):
        return f"[{', '.join(inline(item, careful=careful) for item in value)}]"
    pairs = (f"{key(name, flow=True)}: {inline(item, careful=careful)}" for name, item in value.items())
    return f"{{{', '.join(pairs)}}}"


def key(name: str, *, style: str = "", flow: bool = False) -> str:
    """``name`` as a key. ValueError when it is empty: no file may hold such a key."""
    if not name:
        raise ValueError("名前が空の項目は書けません。")
    return scalar(name, style=style, flow=flow)


def scalar(text: str, *, style: str = "", flow: bool = False, careful: bool = False) -> str:
    """``text`` on one line in ``style`` ("" plain, "'", '"') where it loads back, else in quotes."""
    if careful or style == '"':
        return _double(text)
    if style != "'" and _may_be_plain(text, flow):
        return text
    raw = "\n" not in text and not _NOT_RAW.search(text)
    if raw and (style == "'" or '"' in text or "\\" in text):
        return "'" + text.replace("'", "''") + "'"
    return _double(text)


def fits_flow(value: Value) -> bool:
    """Whether ``value`` is readable as ``{…}`` on one line: texts of one line, states among them."""
    if isinstance(value, str):
        return "\n" not in value
    items = value.values() if isinstance(value, Mapping) else value
    return all(fits_flow(item) for item in items)


def _text(text: str, indent: int, step: int, style: str, careful: bool) -> Written:
    if not careful and ("\n" in text or style in ("|", ">")) and (written := _literal(text, indent, step)):
        return written
    return Written(scalar(text, style=style if style in ("'", '"') else "", careful=careful))


def _literal(text: str, indent: int, step: int) -> Written | None:
    """``text`` as a ``|`` block; None where it would not load back."""
    body = text.removesuffix("\n")
    if not body.strip() or body.endswith("\n") or _NOT_RAW.search(text):
        return None
    first = next(line for line in body.split("\n") if line)
    indicator = str(step) if first[0] in " \t" else ""
    chomp = "" if text.endswith("\n") else "-"
    pad = " " * (indent + step)
    return Written(f"|{indicator}{chomp}", tuple(pad + line if line else "" for line in body.split("\n")))


def _lines(value: Value, indent: int, step: int, careful: bool) -> list[str]:
    """A block collection with its entries at column ``indent``."""
    pad = " " * indent
    lines: list[str] = []
    if isinstance(value, dict):
        for name, item in value.items():
            written = block(item, indent, step, careful=careful)
            lines += _entry(f"{pad}{key(name)}:", written)
    elif isinstance(value, list):
        for item in value:
            if isinstance(item, str):
                lines += _entry(f"{pad}-", _text(item, indent, step, "", careful))
            else:
                nested = _lines(item, indent + 2, step, careful) or [" " * (indent + 2) + inline(item)]
                lines += [f"{pad}- {nested[0][indent + 2 :]}", *nested[1:]]
    return lines


def _entry(start: str, written: Written) -> list[str]:
    return [f"{start} {written.head}" if written.head else start, *written.body]


def _may_be_plain(text: str, flow: bool) -> bool:
    """Whether ``text`` in plain style loads back as itself and no reader takes it for something else."""
    if not text or text != text.strip() or text in ("<<", "=") or text.startswith(("---", "...")):
        return False
    if text[0] in _FIRST_SIGNS or (text[0] in "-?:" and text[1:2] in ("", " ")):
        return False
    if "\n" in text or "\t" in text or _NOT_RAW.search(text):
        return False
    if ": " in text or " #" in text or text.endswith(":"):
        return False
    return not (flow and (text[0] in "-?" or not _FLOW_SIGNS.isdisjoint(text)))


def _double(text: str) -> str:
    return '"' + _ESCAPED.sub(_escape, text) + '"'


def _escape(hit: re.Match[str]) -> str:
    sign = hit.group()
    if short := _SHORT_ESCAPES.get(sign):
        return short
    number = ord(sign)
    if 0xD800 <= number <= 0xDFFF:
        raise ValueError("文字の片割れ（サロゲート）は書けません。")
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"
