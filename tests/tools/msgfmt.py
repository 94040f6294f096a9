"""Makes the binary message catalogue of the command line from its readable source.

Run ``python tests/tools/msgfmt.py`` after a change of ``messages.po``; a test refuses a catalogue that is behind.
"""

from __future__ import annotations

import ast
import struct
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "specgen/cli/locale/ja/LC_MESSAGES/messages.po"


def read_po(text: str) -> dict[str, str]:
    """Messages and their translations; a plural stands under both its forms, joined as gettext wants it."""
    found: dict[str, str] = {}
    fields: dict[str, str] = {}
    current = ""

    def keep() -> None:
        if "msgid" not in fields:
            return
        key = fields["msgid"]
        if "msgid_plural" in fields:
            key += "\0" + fields["msgid_plural"]
        if key in found:
            raise ValueError(f"twice in the source: {key!r}")
        found[key] = fields.get("msgstr", fields.get("msgstr[0]", ""))

    for line in text.splitlines():
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        if not line.startswith('"'):
            current, _, line = line.partition(" ")
            if current == "msgid":
                keep()
                fields = {}
            fields[current] = ""
        fields[current] += ast.literal_eval(line)
    keep()
    return found


def write_mo(messages: dict[str, str]) -> bytes:
    """The catalogue as gettext reads it: sorted, without a hash table, so the bytes are always the same."""
    pairs = sorted((key.encode(), value.encode()) for key, value in messages.items())
    start = 28
    offset = start + 16 * len(pairs)
    tables: list[list[int]] = [[], []]
    body = b""
    for side in (0, 1):
        for pair in pairs:
            tables[side] += [len(pair[side]), offset + len(body)]
            body += pair[side] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), start, start + 8 * len(pairs), 0, offset)
    return head + struct.pack(f"<{4 * len(pairs)}I", *tables[0], *tables[1]) + body


def main() -> None:
    messages = read_po(SOURCE.read_text(encoding="utf-8"))
    SOURCE.with_suffix(".mo").write_bytes(write_mo(messages))
    print(f"{len(messages)} messages")


if __name__ == "__main__":
    main()
