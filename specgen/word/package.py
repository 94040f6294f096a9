"""Writes a Word package: the same parts give the same bytes; parts that never change are deflated once."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping

from ..errors import Fault, Place, WriteError

LEVEL = 6
FIRST = ("[Content_Types].xml", "_rels/.rels")
"""Readers may expect these at the start of the file, in this order."""

_STORED, _DEFLATED = 0, 8
_UTF8_NAME = 0x800
_DATE_1980_01_01 = (0 << 9) | (1 << 5) | 1
_MOST = 0xFFFFFFFF


class Packed(bytes):
    """A part that keeps its deflated form beside its bytes, to go into many packages unchanged."""

    method: int
    body: bytes
    crc: int

    def __new__(cls, data: bytes) -> Packed:
        """Deflate ``data`` now."""
        made = super().__new__(cls, data)
        made.method, made.body, made.crc = _pack(data)
        return made

    @classmethod
    def restored(cls, data: bytes, method: int, body: bytes, crc: int) -> Packed:
        """A part whose deflated form is known."""
        made = super().__new__(cls, data)
        made.method, made.body, made.crc = method, body, crc
        return made


def _pack(data: bytes) -> tuple[int, bytes, int]:
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -15)
    body = packer.compress(data) + packer.flush()
    crc = zlib.crc32(data)
    return (_DEFLATED, body, crc) if len(body) < len(data) else (_STORED, data, crc)


def to_bytes(parts: Mapping[str, bytes]) -> bytes:
    """The package as a zip file: fixed order and dates; ``WriteError`` over 4 GiB."""
    written: list[bytes] = []
    index: list[bytes] = []
    at = 0
    for name in (*(n for n in FIRST if n in parts), *sorted(n for n in parts if n not in FIRST)):
        data = parts[name]
        method, body, crc = (data.method, data.body, data.crc) if isinstance(data, Packed) else _pack(data)
        _must_fit(at + len(body) + len(data))
        encoded = name.encode()
        flag = 0 if name.isascii() else _UTF8_NAME
        common = struct.pack(
            "<HHHHHIIIHH", 20, flag, method, 0, _DATE_1980_01_01, crc, len(body), len(data), len(encoded), 0
        )
        written += [b"PK\x03\x04", common, encoded, body]
        index += [
            b"PK\x01\x02",
            struct.pack("<H", 20),
            common,
            struct.pack("<HHHII", 0, 0, 0, 0, at),
            encoded,
        ]
        at += 30 + len(encoded) + len(body)
    directory = b"".join(index)
    end = struct.pack("<HHHHIIH", 0, 0, len(parts), len(parts), len(directory), at, 0)
    return b"".join([*written, directory, b"PK\x05\x06", end])


def _must_fit(size: int) -> None:
    if size > _MOST:
        what = "文書が大きすぎて、書き出せません。"
        raise WriteError(Fault("T40", what, Place(), remedy="図や表を減らすか、文書を分けてください。"))
