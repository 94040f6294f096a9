"""The review sheet of a round as an Excel file: a page to print, and lists whose answer columns are open to people."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from io import BytesIO
from typing import TYPE_CHECKING, Any

from ..model.reviewsheet import ANSWER_COLUMNS, DECISIONS, HANDLINGS, SOLVED, ReviewLine, ReviewSheet
from ..wareki import show_date

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

FORM = "specgen-review-list 1"
"""What the hidden sheet says this file is; whoever reads it back looks for it."""
META = "_meta"
PAGE, FINDINGS, QUESTIONS, WAITING = "審査票", "指摘一覧", "お尋ね", "判断待ち"
KEY_LABEL = "識別"
_PRINTED = (
    ("番号", 5), ("状態・重さ", 11), ("箇所", 20), ("気付いたこと", 36), ("直し方の例", 36), ("根拠", 26),
    ("部署の回答", 24), ("PMOの判断", 18),
)  # fmt: skip
_LISTED = (("番号", 5), ("状態・重さ", 10), ("箇所", 17), ("気付いたこと", 31), ("直し方の例", 30))
_ANSWERS = dict(zip(ANSWER_COLUMNS, (11, 28, 12, 13, 7), strict=True))
_KEY_WIDTH = 12
_WAITING_COLUMNS = (("まだ無い答え", 50), ("それが決まると確かめられること", 90))
_DAY = '[$-411]ggge"年"m"月"d"日";@'
_LINE = 15.0
"""Height of one line of text in points."""
_FREE = {"format_columns": True, "format_rows": True, "autofilter": True, "select_locked_cells": True}
"""What people may do on a protected sheet beside filling in."""


def review_book(sheet: ReviewSheet) -> bytes:
    """The bytes of the Excel file; the same sheet gives the same bytes.

    Locked is all but the answer columns of 指摘一覧 and お尋ね and the decision of the PMO on 審査票. A hidden sheet
    says of which case and round the file is.
    """
    import xlsxwriter

    buffer = BytesIO()
    title = f"審査票（{sheet.label} 第{sheet.round}回）"
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_urls": False}) as book:
        book.set_properties({"title": title, "created": datetime.combine(sheet.as_of, time())})
        looks = _looks(book)
        _page(book.add_worksheet(PAGE), sheet, looks, title)
        _list(book.add_worksheet(FINDINGS), sheet, tuple(sheet.lines), looks, f"{title}の指摘一覧")
        _list(book.add_worksheet(QUESTIONS), sheet, sheet.questions, looks, f"{title}のお尋ね")
        _waiting(book.add_worksheet(WAITING), sheet, looks, f"{title}の判断待ち")
        _meta(book.add_worksheet(META), sheet)
    return buffer.getvalue()


@dataclass(frozen=True, slots=True)
class _Looks:
    title: Format
    plain: Format
    head: Format
    band: Format
    cell: Format
    fill: Format
    day: Format
    key: Format


def _looks(book: Workbook) -> _Looks:
    font = {"font_name": "BIZ UDPゴシック", "font_size": 10, "valign": "top"}
    boxed = {**font, "border": 1, "border_color": "#8A94A0", "text_wrap": True}
    open_ = {**boxed, "bg_color": "#FFF8E1", "locked": False}

    def made(**look: Any) -> Format:
        return book.add_format(look)

    return _Looks(
        title=made(**{**font, "font_size": 14, "bold": True}),
        plain=made(**font),
        head=made(**boxed, bold=True, bg_color="#D9E2EC"),
        band=made(**{**font, "bold": True, "bg_color": "#EEF2F6", "border": 1, "border_color": "#8A94A0"}),
        cell=made(**boxed),
        fill=made(**open_),
        day=made(**open_, num_format=_DAY),
        key=made(**{**boxed, "font_size": 8, "font_color": "#5A6570"}),
    )


# ------------------------------------------------------------------ the page to print
def _page(page: Worksheet, sheet: ReviewSheet, looks: _Looks, title: str) -> None:
    last = len(_PRINTED) - 1
    for at, (_, width) in enumerate(_PRINTED):
        page.set_column(at, at, width)
    page.write_string(0, 0, title, looks.title)
    down = 2
    for label, text in head_of(sheet):
        page.merge_range(down, 0, down, 1, label, looks.head)
        page.merge_range(down, 2, down, last, text, looks.cell)
        down += 1
    down = _good(page, sheet, looks, down + 1)
    for at, (label, _) in enumerate(_PRINTED):
        page.write_string(down, at, label, looks.head)
    top = down
    down += 1
    groups = [
        *((c.title, c.lines) for c in sheet.chapters),
        *([("お尋ね", sheet.questions)] if sheet.questions else []),
    ]
    for name, lines in groups:
        page.merge_range(down, 0, down, last, name, looks.band)
        down += 1
        for line in lines:
            for at, text in enumerate(_printed(line)):
                page.write_string(down, at, text, looks.cell)
            down += 1
    if not groups:
        page.merge_range(down, 0, down, last, "気付いたことは、ありません。", looks.cell)
        down += 1
    down = _settled(page, sheet, looks, down)
    _decision(page, looks, down + 1)
    _as_paper(page, top)


def head_of(sheet: ReviewSheet) -> tuple[tuple[str, str], ...]:
    """The head of the sheet: label and text."""
    return (
        ("件名", sheet.title),
        ("担当部署", sheet.department),
        ("文書・版", f"{sheet.label}（{sheet.edition}、第{sheet.version}版）"),
        ("回・確認した人", f"第{sheet.round}回・{sheet.opened_by}"),
        ("基準日", show_date(sheet.as_of)),
        ("件数", sheet.counted),
        ("前の回からの動き", sheet.moved),
    )


def _good(page: Worksheet, sheet: ReviewSheet, looks: _Looks, down: int) -> int:
    last = len(_PRINTED) - 1
    page.merge_range(down, 0, down, last, "よい点", looks.band)
    for text in sheet.good or ("（この回では、特に挙げていません。）",):
        down += 1
        page.merge_range(down, 0, down, last, text, looks.cell)
        page.set_row(down, _height(text, sum(width for _, width in _PRINTED)))
    return down + 2


def _printed(line: ReviewLine) -> tuple[str, ...]:
    found = line.found if not line.why else f"{line.found}\n（理由）{line.why}"
    state = f"{line.state}\n{line.level}"
    return str(line.number), state, line.place, found, line.fix, line.basis, line.answer, line.decision


def _settled(page: Worksheet, sheet: ReviewSheet, looks: _Looks, down: int) -> int:
    last = len(_PRINTED) - 1
    if sheet.settled:
        page.merge_range(down, 0, down, last, "前の回から解決した気付き", looks.band)
        for found, since in sheet.settled:
            down += 1
            page.merge_range(down, 0, down, last, f"{found}（{since}）", looks.cell)
            page.set_row(down, _height(found, sum(width for _, width in _PRINTED)))
        down += 1
    return down


def _decision(page: Worksheet, looks: _Looks, down: int) -> None:
    """Open cells in which the PMO writes what it decided of the whole round."""
    last = len(_PRINTED) - 1
    page.merge_range(down, 0, down, last, "PMOの判断", looks.band)
    for label, look in (
        ("判断", looks.fill), ("条件・伝えたいこと", looks.fill), ("判断した人", looks.fill), ("判断した日", looks.day),
    ):  # fmt: skip
        down += 1
        page.merge_range(down, 0, down, 1, label, looks.head)
        page.merge_range(down, 2, down, last, "", look)
        if label == "判断":
            page.data_validation(down, 2, down, 2, {"validate": "list", "source": list(DECISIONS)})
        elif label == "条件・伝えたいこと":
            page.set_row(down, 3 * _LINE)


# ------------------------------------------------------------------ the lists to fill in
def _list(
    page: Worksheet, sheet: ReviewSheet, lines: Sequence[ReviewLine], looks: _Looks, title: str
) -> None:
    page.write_string(0, 0, title, looks.title)
    page.write_string(1, 0, f"{sheet.title}（{sheet.department}）", looks.plain)
    page.write_string(2, 0, _HOW, looks.plain)
    columns = (*_LISTED, *_ANSWERS.items(), (KEY_LABEL, _KEY_WIDTH))
    top = 4
    for at, (label, width) in enumerate(columns):
        page.set_column(at, at, width)
        page.write_string(top, at, label, looks.head)
    first = len(_LISTED)
    for down, line in enumerate(lines, top + 1):
        for at, text in enumerate(_printed(line)[: len(_LISTED)]):
            page.write_string(down, at, text, looks.cell)
        for at, label in enumerate(_ANSWERS, first):
            page.write_blank(down, at, None, looks.day if label == "予定日" else looks.fill)
        page.write_string(down, len(columns) - 1, line.key, looks.key)
    if lines:
        last = top + len(lines)
        _choices(page, top + 1, last, first)
        page.autofilter(top, 0, last, len(columns) - 1)
    else:
        page.write_string(top + 1, 0, "ありません。", looks.plain)
    page.freeze_panes(top + 1, 2)
    _as_paper(page, top)


_HOW = "色の付いた欄に書いてください。ほかの欄は動かしません。了承を求めるときは、回答を「了承：理由」の形で書きます。"


def _choices(page: Worksheet, first: int, last: int, at: int) -> None:
    """Drop-downs and hints of the answer columns."""
    columns = {label: at + n for n, label in enumerate(_ANSWERS)}
    hint = {"ignore_blank": True, "error_type": "information"}
    handling, solved, day = columns["対応"], columns["解決"], columns["予定日"]
    page.data_validation(
        first, handling, last, handling, {"validate": "list", "source": list(HANDLINGS), **hint}
    )
    page.data_validation(first, solved, last, solved, {"validate": "list", "source": [SOLVED], **hint})
    page.data_validation(
        first, day, last, day,
        {"validate": "any", "input_title": "予定日", "input_message": "例: 2026/12/20、令和8年12月20日"},
    )  # fmt: skip


def _waiting(page: Worksheet, sheet: ReviewSheet, looks: _Looks, title: str) -> None:
    page.write_string(0, 0, title, looks.title)
    for at, (label, width) in enumerate(_WAITING_COLUMNS):
        page.set_column(at, at, width)
        page.write_string(2, at, label, looks.head)
    for down, row in enumerate(sheet.waiting or (("ありません。", ""),), 3):
        for at, text in enumerate(row):
            page.write_string(down, at, text, looks.cell)
    page.freeze_panes(3, 0)
    _as_paper(page, 2)


# ------------------------------------------------------------------ all sheets
def _as_paper(page: Worksheet, top: int) -> None:
    """A4 landscape, one page wide, the heads on every page, locked."""
    page.set_landscape()
    page.set_paper(9)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.fit_to_pages(1, 0)
    page.repeat_rows(top)
    page.set_footer("&L&A&C&P / &N")
    page.protect("", _FREE)


def _meta(page: Worksheet, sheet: ReviewSheet) -> None:
    told = (("form", FORM), ("case", sheet.case), ("document", sheet.document), ("round", str(sheet.round)))
    for down, pair in enumerate(told):
        for at, text in enumerate(pair):
            page.write_string(down, at, text)
    page.protect()
    page.very_hidden()


def _height(text: str, width: int) -> float:
    """Height of a merged cell: Excel does not find it by itself."""
    lines = sum(1 + _columns(line) // max(width - 2, 1) for line in text.split("\n"))
    return lines * _LINE


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)
