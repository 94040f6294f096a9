"""The findings list in Excel comes back: answers by key; what would be guessing is refused, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from .. import textrules, wareki
from ..errors import Fault, Faults, InputError, Place, nearest
from ..model.reviewsheet import ANSWER_COLUMNS, SOLVED
from ..model.round import LogLine, Round
from .bookgate import open_book

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

VIA = "excel"
FORM, META, KEY_LABEL = "specgen-review-list 1", "_meta", "識別"
_SOLVED = {SOLVED, "済", "済み", "○", "はい"}
_HEAD_WITHIN = 20
"""The heads of the columns stand within so many rows."""
_MOST_ROWS = 20_000
_WRITTEN_ANEW = "もう一度「specgen review open」が書き出した一覧に、回答を書き写してください。"


def read_list(
    data: bytes, round: Round, read_on: date, *, case: str = "", by: str = "", file: str = "指摘一覧"
) -> list[LogLine]:
    """The answers of a findings list of ``round``, in the order of its rows; a row without an answer says nothing.

    What was answered, how it will be handled and by when become one reply; 解決 becomes ``resolve``. A line is by
    the 担当 of its row, else ``by``. Raises ``InputError`` naming every cell: the list of another case or round, a
    changed or doubled key, a formula or an error in an answer, merged answer cells. ``.xls``, ``.xlsm``, encrypted,
    damaged and monstrous files are named as what they are.
    """
    book = open_book(data, file)
    _refuse_another(book, round, case, file)
    faults = Faults()
    keys = {finding.key for finding in round.findings}
    reading = _Reading(keys, read_on, by, file, faults)
    lines = [line for page in book.worksheets if page.title != META for line in reading.page(page)]
    if not reading.pages:
        what = f"「{KEY_LABEL}」と「回答」の列があるシートが、見つかりません。"
        faults.add(Fault("H10", what, Place(file), remedy=_WRITTEN_ANEW))
    faults.stop_if_any(InputError)
    return lines


def document_of(data: bytes, file: str) -> str:
    """The document whose findings a list has; empty for a workbook of other making."""
    return _meta(open_book(data, file)).get("document", "")


def _refuse_another(book: Workbook, round: Round, case: str, file: str) -> None:
    told = _meta(book)
    if told.get("form") != FORM:
        what = "specgenが書き出した指摘一覧ではありません（案件と回の控えが、中にありません）。"
        raise InputError(Fault("H11", what, Place(file), remedy=_WRITTEN_ANEW))
    if case and told.get("case") != case:
        what = "別の案件の指摘一覧です。"
        raise InputError(
            Fault("H12", what, Place(file), told.get("case", ""), remedy="案件を確かめてください。")
        )
    if told.get("document") != round.document or told.get("round") != str(round.number):
        what = f"第{told.get('round', '')}回の指摘一覧です。いま開いているのは、第{round.number}回です。"
        if told.get("document") != round.document:
            what = "別の文書の指摘一覧です。"
        raise InputError(Fault("H13", what, Place(file), remedy="この回の一覧に、回答を書き写してください。"))


def _meta(book: Workbook) -> Mapping[str, str]:
    if META not in book.sheetnames:
        return {}
    rows = book[META].iter_rows(max_row=_HEAD_WITHIN, max_col=2, values_only=True)
    return {str(row[0]): str(row[1]) for row in rows if len(row) == 2 and row[0] is not None}


@dataclass(slots=True)
class _Reading:
    """Reads the sheets of one list; what it cannot take it adds to ``faults``."""

    keys: set[str]
    read_on: date
    by: str
    file: str
    faults: Faults
    pages: int = 0
    seen: dict[str, str] = field(default_factory=dict)
    """Key → the cell where it stood first."""

    def page(self, page: Worksheet) -> Iterator[LogLine]:
        """The answers of one sheet, if it is one of those with answer columns."""
        top, columns = _head(page)
        if not columns:
            return
        self.pages += 1
        self._refuse_merged(page, top, columns)
        if page.max_row > _MOST_ROWS:
            what = f"シート「{page.title}」の行が多すぎます（{page.max_row:,}行）。"
            self.faults.add(Fault("H06", what, Place(self.file), remedy="下のほうの空の行を消してください。"))
            return
        for number in range(top + 1, page.max_row + 1):
            yield from self._row(page, number, columns)

    def _row(self, page: Worksheet, number: int, columns: Mapping[str, int]) -> Iterator[LogLine]:
        answers = {
            label: self._text(page, number, columns[label]) for label in ANSWER_COLUMNS if label in columns
        }
        key = str(page.cell(number, columns[KEY_LABEL]).value or "").strip()
        if not any(answers.values()) and not key:
            return
        if not self._is_known(key, page, number, columns[KEY_LABEL]):
            return
        if solved := answers.get("解決", "") in _SOLVED:
            answers["解決"] = ""
        who = answers.get("担当", "") or self.by
        if says := _said(answers):
            yield LogLine(self.read_on, who, "reply", VIA, key, says)
        if solved:
            yield LogLine(self.read_on, who, "resolve", VIA, key)

    def _is_known(self, key: str, page: Worksheet, number: int, column: int) -> bool:
        cell = _address(page, number, column)
        place = Place(self.file, where=cell)
        if key not in self.keys:
            what = (
                "この行の「識別」が、この回の気付きのどれでもありません。"
                if key
                else "この行の「識別」がありません。"
            )
            near = nearest(key, self.keys) if key else ""
            self.faults.add(
                Fault("H14", what, place, key, near, "「識別」の欄を、元の文字に戻してください。")
            )
            return False
        if key in self.seen:
            what = f"同じ「識別」の行が、{self.seen[key]}にもあります。"
            self.faults.add(
                Fault("H15", what, place, key, remedy="回答を1つの行にまとめ、ほかの行を消してください。")
            )
            return False
        self.seen[key] = cell
        return True

    def _text(self, page: Worksheet, number: int, column: int) -> str:
        """What stands in an answer cell; formulas, errors and characters that no file can carry are refused."""
        cell = page.cell(number, column)
        place = Place(self.file, where=_address(page, number, column))
        if cell.data_type == "f":
            what = "回答の欄に、計算式が入っています。"
            self.faults.add(Fault("H16", what, place, remedy="値だけを貼り付け直してください。"))
            return ""
        if cell.data_type == "e":
            what = "回答の欄が、Excelのエラーになっています。"
            self.faults.add(
                Fault("H16", what, place, str(cell.value), remedy="書きたい言葉に直してください。")
            )
            return ""
        text = _shown(cell.value)
        if doubts := textrules.forbidden(text):
            what = f"回答の欄に、扱えない文字（{doubts[0].code_point}）があります。"
            self.faults.add(Fault("H17", what, place, remedy="その文字を消してください。"))
            return ""
        return text

    def _refuse_merged(self, page: Worksheet, top: int, columns: Mapping[str, int]) -> None:
        answers = [columns[label] for label in (*ANSWER_COLUMNS, KEY_LABEL) if label in columns]
        for merged in page.merged_cells.ranges:
            if merged.max_row > top and any(merged.min_col <= at <= merged.max_col for at in answers):
                what = "回答の欄が、結合されています。どの行の回答かが分かりません。"
                place = Place(self.file, where=f"{page.title}!{merged.coord}")
                self.faults.add(
                    Fault("H18", what, place, remedy="セルの結合を解いて、行ごとに書いてください。")
                )


def _head(page: Worksheet) -> tuple[int, dict[str, int]]:
    """Row of the heads, and label → column (from 1); empty where the sheet has no answer columns."""
    for row in page.iter_rows(max_row=_HEAD_WITHIN, max_col=50):
        labels = {str(cell.value).strip(): cell.column for cell in row if cell.value is not None}
        if KEY_LABEL in labels and "回答" in labels:
            return row[0].row, labels
    return 0, {}


def _address(page: Worksheet, number: int, column: int) -> str:
    return f"{page.title}!{page.cell(number, column).coordinate}"


def _said(answers: Mapping[str, str]) -> str:
    """One reply of the answer cells; who is responsible stands with the line, not in it."""
    more = [f"{label}: {answers[label]}" for label in ("対応", "予定日", "解決") if answers.get(label)]
    told = "、".join(more)
    if answers.get("回答"):
        return f"{answers['回答']}（{told}）" if told else answers["回答"]
    return told


def _shown(value: Any) -> str:
    """A value as a person reads it in the cell."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return wareki.show_date(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "").strip()
