"""An Excel file from outside is let in only when it is whole, of modest size, and carries nothing that runs."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import TYPE_CHECKING

from ..errors import Fault, InputError, Place

if TYPE_CHECKING:
    from openpyxl import Workbook

MOST_BYTES = 20 * 2**20
MOST_PARTS = 500
MOST_INFLATED = 48 * 2**20
"""What all parts together may hold; a list of some thousand lines needs a twentieth of it."""
MOST_CELLS_AT_ONCE = 500_000
"""What merged cells and links may cover together: openpyxl makes every single cell of them."""
_RANGE = re.compile(
    rb"<(?:\w+:)?(?:mergeCell|hyperlink)\b[^>]*?\bref=[\"']\$?([A-Za-z]{1,3})\$?(\d{1,7}):\$?([A-Za-z]{1,3})\$?(\d{1,7})"
)
_RESAVE = "Excelで開き、「名前を付けて保存」で種類を「Excel ブック（*.xlsx）」にして保存してください。"
_AGAIN = "元のファイルを、もう一度コピーするか、送り直してもらってください。"


def open_book(data: bytes, file: str) -> Workbook:
    """The workbook with its formulas as they were written; raises ``InputError`` that says what the file is instead."""
    refuse_if_strange(data, file)
    from openpyxl import load_workbook

    try:
        return load_workbook(io.BytesIO(data))
    except Exception as error:  # openpyxl raises whatever the damaged part happens to cause
        raise _refused(file, "H04", "Excelのファイルの中身が壊れています。", _AGAIN) from error


def refuse_if_strange(data: bytes, file: str) -> None:
    """Raise ``InputError`` for what is no plain Excel workbook, by its true name."""
    if not data:
        raise _refused(file, "H01", "ファイルが空です（0バイト）。", _AGAIN)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise _old_office(data, file)
    if not data.startswith(b"PK"):
        raise _refused(file, "H01", "Excelのファイル（*.xlsx）の形をしていません。", _RESAVE)
    try:
        names = _screened(data, file)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OverflowError):
        raise _refused(file, "H04", "ファイルが壊れているか、途中で切れています。", _AGAIN) from None
    if any(name.casefold().endswith("vbaproject.bin") for name in names):
        what = "マクロの付いたExcelのファイル（*.xlsm）です。"
        raise _refused(file, "H03", what, _RESAVE)
    if "xl/workbook.xml" not in names:
        known = "Wordの文書です。" if "word/document.xml" in names else "Excelのファイルではありません。"
        raise _refused(file, "H01", known, "specgenが書き出したExcelのファイルを選んでください。")


def _old_office(data: bytes, file: str) -> InputError:
    if "EncryptedPackage".encode("utf-16-le") in data:
        remedy = (
            "Excelで開き、「ファイル」→「情報」→「ブックの保護」のパスワードを空にして、保存してください。"
        )
        return _refused(file, "H02", "パスワードで保護されているため、読めません。", remedy)
    return _refused(file, "H02", "古い形式（*.xls など）のファイルです。", _RESAVE)


def _screened(data: bytes, file: str) -> set[str]:
    """The names of the parts, once each was inflated under a running limit and seen to define no entities."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos = archive.infolist()
        if len(data) > MOST_BYTES or len(infos) > MOST_PARTS:
            raise _too_large(file)
        left = MOST_INFLATED
        for info in infos:
            with archive.open(info) as opened:
                part = opened.read(left + 1)
            left -= len(part)
            if left < 0:
                raise _too_large(file)
            if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
                raise _refused(file, "H05", "Excelが書かない宣言（DOCTYPE）が、中にあります。", _RESAVE)
            if sum(map(_cells, _RANGE.findall(part))) > MOST_CELLS_AT_ONCE:
                raise _too_large(file)
        return {info.filename for info in infos}


def _cells(found: tuple[bytes, bytes, bytes, bytes]) -> int:
    """How many cells a range covers."""
    left, top, right, bottom = found
    return (abs(_column(right) - _column(left)) + 1) * (abs(int(bottom) - int(top)) + 1)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _too_large(file: str) -> InputError:
    what = "ファイルが大きすぎます（広げた大きさ、又は部品の数）。"
    return _refused(file, "H06", what, "書き出した一覧に、図や別のシートを足していないか見てください。")


def _refused(file: str, code: str, what: str, remedy: str) -> InputError:
    return InputError(Fault(code, what, Place(file), remedy=remedy))
