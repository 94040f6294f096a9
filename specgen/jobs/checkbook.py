"""The verdicts of a check as an Excel list beside the case; a list that somebody filled in is never overwritten."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from pathlib import Path

from .. import files
from ..content.basis import AUTHORITY_LABELS, CONFIDENCE_LABELS
from ..deliver.filenames import clean_file_name
from ..deliver.findingbook import Sheet, workbook
from ..model.finding import LEVEL_LABELS, VERDICT_LABELS, Finding
from ..wareki import show_date
from .check import CheckResult

_COLUMNS = (
    ("番号", 5), ("種別", 8), ("重さ", 7), ("気付いたこと・お尋ね", 38), ("理由", 30), ("直し方と例", 36),
    ("PMOにできること", 24), ("場所", 24), ("根拠", 28), ("識別", 22), ("担当の返事", 28), ("決めたこと", 20),
)  # fmt: skip
_OPEN_COLUMNS = (("まだ無い答え", 40), ("それが決まると確かめられること", 90))


def write_list(result: CheckResult, folder: Path, out: Path | None = None) -> Path:
    """Write the list into ``out`` or, under a name that is still free, into ``folder``; returns where it lies.

    What lies there with the same content stays; raises ``WriteError`` where the file cannot be written.
    """
    data = book(result)
    path = out or _free(folder, clean_file_name(f"確認一覧_{result.label}"), data)
    if not (path.is_file() and files.read_bytes(path) == data):
        files.write_atomically(path, data)
    return path


def book(result: CheckResult) -> bytes:
    """The list as the bytes of an Excel file."""
    report = result.report
    above = (
        f"{result.label}の確認一覧（案件 {result.case}）",
        f"{show_date(result.as_of)}時点。気付き {len(report.told)}件、お尋ね {len(report.questions)}件。",
    )
    rows = tuple(_row(number, finding) for number, finding in enumerate(report.findings, 1))
    waiting = tuple(
        (f"{w.label}（{w.id}）" if w.label else w.id, "、".join(w.titles)) for w in result.waiting
    )
    sheets = [Sheet("確認一覧", above, _COLUMNS, rows, to_fill=2)]
    if waiting:
        sheets.append(Sheet("まだ判断できないもの", (above[0],), _OPEN_COLUMNS, waiting))
    return workbook(sheets, above[0], datetime.combine(result.as_of, time()))


def _row(number: int, finding: Finding) -> tuple[str, ...]:
    paper, place = finding.paper, finding.place
    written = f"{place.file}:{place.line}" if place.line else ""
    return (
        str(number),
        VERDICT_LABELS[finding.verdict],
        LEVEL_LABELS[finding.level],
        _lines(dict.fromkeys((finding.found, finding.question))),
        finding.why,
        _lines((finding.fix, f"例: {finding.example}" if finding.example else "")),
        finding.offer,
        _lines((paper.heading, paper.table, paper.row, paper.column, written)),
        _lines(
            f"{AUTHORITY_LABELS[b.authority]}・{CONFIDENCE_LABELS[b.confidence]}: {b.cite}"
            for b in finding.basis
        ),
        finding.key,
    )


def _lines(parts: Iterable[str]) -> str:
    return "\n".join(part for part in parts if part)


def _free(folder: Path, name: str, data: bytes) -> Path:
    """The first of ``name``, ``name（2）`` … that is not there or holds this very content."""
    number = 1
    while True:
        path = folder / (f"{name}.xlsx" if number == 1 else f"{name}（{number}）.xlsx")
        if not path.exists() or (path.is_file() and files.read_bytes(path) == data):
            return path
        number += 1
