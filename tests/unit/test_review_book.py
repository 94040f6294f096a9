"""The findings list goes out in Excel and comes back by key; what would be guessing is refused with its cell."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import validators

from specgen.capture.listreplies import read_list
from specgen.deliver.reviewbook import review_book
from specgen.errors import InputError
from specgen.model.reviewsheet import ANSWER_COLUMNS, ReviewChapter, ReviewLine, ReviewSheet
from specgen.model.round import LogLine, Reviewed, Round, RoundFinding

DAY = date(2026, 12, 11)
DUE, COST, ASKED = "DLV-02@deliverable.list/D6.due", "CST-01@cost.lines", "BID-05@bid.excluded"


def line(number: int, key: str) -> ReviewLine:
    return ReviewLine(
        number, key, "新規", "要確認", "3.6 成果物", "納品期限が未定です。", "割付けができません。",
        "日付を書きます。\n例: 令和9年2月26日", "例を示せます。", "標準ガイドライン 第3編第6章\n実務の例（未確認）",
    )  # fmt: skip


SHEET = ReviewSheet(
    case="7f3c9b2e", title="文書管理システムの更改", department="総務部文書課", document="spec", label="調達仕様書",
    round=2, edition="案", version="0.2", as_of=date(2026, 12, 4), opened_by="情報戦略室",
    counts=(("必須", 0), ("要確認", 2), ("お尋ね", 1)), movements=(("新規", 2),), good=("背景が数字で書かれています。",),
    chapters=(ReviewChapter("第3章 作業の実施内容", (line(1, DUE),)), ReviewChapter("第7章 経費", (line(2, COST),))),
    questions=(line(3, ASKED),), waiting=(("複数年度の契約（contract.multi_year）", "国庫債務負担行為の手続"),),
    settled=(("契約期間がありません。", "第1回から"),),
)  # fmt: skip
ROUND = Round(
    2, "spec", date(2026, 12, 4), "情報戦略室", Reviewed(2, "a.docx", "x", "y"), "spec", "draft", date(2026, 12, 4),
    findings=tuple(RoundFinding(key, "finding", "must", "new", "r", "f") for key in (DUE, COST, ASKED)),
)  # fmt: skip
BOOK = review_book(SHEET)
ROWS = {DUE: ("指摘一覧", 6), COST: ("指摘一覧", 7), ASKED: ("お尋ね", 6)}


def columns(book: openpyxl.Workbook, sheet: str = "指摘一覧") -> dict[str, str]:
    return {cell.value: cell.column_letter for cell in book[sheet][5] if cell.value}


def filled(**more: object) -> bytes:
    """The list with answers: ``filled(対応_DUE="直した")``."""
    book = openpyxl.load_workbook(io.BytesIO(BOOK))
    for name, value in more.items():
        label, _, key = name.partition("_")
        sheet, row = ROWS[{"DUE": DUE, "COST": COST, "ASKED": ASKED}[key]]
        book[sheet][f"{columns(book, sheet)[label]}{row}"] = value
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(data: bytes, **more: object) -> list[LogLine]:
    return read_list(data, ROUND, DAY, case="7f3c9b2e", by="総務部", file="一覧.xlsx", **more)


def refused(data: bytes, **more: object) -> str:
    with pytest.raises(InputError) as told:
        read(data, **more)
    return str(told.value)


# ── the file ──
def test_the_sheets_say_what_is_to_be_done_with_them():
    book = openpyxl.load_workbook(io.BytesIO(BOOK))
    assert book.sheetnames == ["審査票", "指摘一覧", "お尋ね", "判断待ち", "_meta"]
    assert book["_meta"].sheet_state == "veryHidden"
    said = {str(cell.value) for row in book["審査票"] for cell in row if cell.value}
    for words in ("文書管理システムの更改", "総務部文書課", "調達仕様書（案、第0.2版）", "令和8年12月4日", "第3章 作業の実施内容",
                  "背景が数字で書かれています。", "契約期間がありません。（第1回から）", "必須 0件、要確認 2件、お尋ね 1件"):  # fmt: skip
        assert words in said
    assert "標準ガイドライン 第3編第6章\n実務の例（未確認）" in said
    assert book["判断待ち"]["A4"].value == "複数年度の契約（contract.multi_year）"


@pytest.mark.parametrize(("key", "place"), ROWS.items())
def test_only_the_answer_columns_are_open(key: str, place: tuple[str, int]):
    book = openpyxl.load_workbook(io.BytesIO(BOOK))
    page, row = book[place[0]], place[1]
    assert page.protection.sheet and page[f"{columns(book, place[0])['識別']}{row}"].value == key
    open_ = {
        label
        for label, column in columns(book, place[0]).items()
        if not page[f"{column}{row}"].protection.locked
    }
    assert open_ == set(ANSWER_COLUMNS)


def test_drop_downs_and_the_decision_of_the_pmo():
    book = openpyxl.load_workbook(io.BytesIO(BOOK))
    lists = {
        check.formula1
        for name in ("指摘一覧", "審査票")
        for check in book[name].data_validations.dataValidation
    }
    assert {
        '"直した,直す予定,対応しない,相談したい"',
        '"解決"',
        '"了承,条件を付けて了承,もう一度見る"',
    } <= lists


def test_it_is_set_up_for_a4_landscape():
    for page in openpyxl.load_workbook(io.BytesIO(BOOK)).worksheets[:4]:
        assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
        assert page.page_setup.fitToWidth in (None, 1)  # one page wide is the default
        assert (page.page_setup.fitToHeight, page.sheet_properties.pageSetUpPr.fitToPage) == (0, True)
        assert page.print_title_rows


def test_same_sheet_same_bytes_and_the_validators_find_nothing(tmp_path: Path):
    assert review_book(SHEET) == BOOK
    path = tmp_path / "book.xlsx"
    path.write_bytes(BOOK)
    assert validators.valid_by_openxml_audit(path) == []
    assert validators.valid_by_open_xml_sdk(path) == []


# ── answers ──
def test_a_list_without_answers_says_nothing():
    assert read(BOOK) == []


def test_answers_come_back_by_key():
    data = filled(
        対応_DUE="直す予定", 回答_DUE="20日前とします。", 担当_DUE="文書課", 予定日_DUE=datetime(2026, 12, 20),
        解決_COST="解決", 回答_ASKED="了承：次の改定で直す",
    )  # fmt: skip
    assert read(data) == [
        LogLine(
            DAY,
            "文書課",
            "reply",
            "excel",
            DUE,
            "20日前とします。（対応: 直す予定、予定日: 令和8年12月20日）",
        ),
        LogLine(DAY, "総務部", "resolve", "excel", COST),
        LogLine(DAY, "総務部", "reply", "excel", ASKED, "了承：次の改定で直す"),
    ]


def test_what_is_no_choice_is_kept_as_it_was_written():
    lines = read(filled(対応_DUE="半分だけ直した", 予定日_DUE="来週", 解決_DUE="たぶん"))
    assert [x.says for x in lines] == ["対応: 半分だけ直した、予定日: 来週、解決: たぶん"]


def test_rows_may_be_sorted_and_columns_moved():
    book = openpyxl.load_workbook(io.BytesIO(filled(回答_DUE="甲", 回答_COST="乙")))
    page = book["指摘一覧"]
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=6, max_row=7)]
    for at, values in enumerate(reversed(rows), 6):
        for column, value in enumerate(values, 1):
            page.cell(at, column).value = value
    assert {(x.key, x.says) for x in read(saved(book))} == {(DUE, "甲"), (COST, "乙")}


def test_libreoffice_keeps_key_case_and_answers(tmp_path: Path):
    path, folder = tmp_path / "list.xlsx", tmp_path / "saved"
    folder.mkdir()
    path.write_bytes(filled(回答_DUE="20日前\nとします。", 予定日_DUE=datetime(2026, 12, 20)))
    data = validators.libreoffice_saved(path, folder).read_bytes()
    assert [(x.key, x.says) for x in read(data)] == [(DUE, "20日前\nとします。（予定日: 令和8年12月20日）")]


# ── what is refused, and where ──
def test_the_list_of_another_case_round_or_document_is_refused():
    other = review_book(SHEET.__class__(**{**_fields(SHEET), "case": "00000000"}))
    assert "別の案件" in refused(other)
    earlier = review_book(SHEET.__class__(**{**_fields(SHEET), "round": 1}))
    assert "第1回" in refused(earlier) and "第2回" in refused(earlier)
    assert "別の文書" in refused(
        review_book(SHEET.__class__(**{**_fields(SHEET), "document": "requirements"}))
    )


def _fields(sheet: ReviewSheet) -> dict[str, object]:
    return {name: getattr(sheet, name) for name in ReviewSheet.__dataclass_fields__}


def test_a_changed_a_missing_and_a_doubled_key_are_named_with_their_cells():
    told = refused(filled(識別_DUE="DLV-02@deliverable.list/D7.due", 識別_COST=None, 回答_COST="x"))
    assert "指摘一覧!K6" in told and f"「{DUE}」のことではありませんか" in told
    assert "指摘一覧!K7" in told and "「識別」がありません" in told
    assert "指摘一覧!K7" in refused(filled(識別_COST=DUE)) and "指摘一覧!K6にもあります" in refused(
        filled(識別_COST=DUE)
    )


@pytest.mark.parametrize("formula", ["=1+1", '=HYPERLINK("x")'])
def test_a_formula_in_an_answer_is_refused(formula: str):
    told = refused(filled(回答_DUE=formula, 担当_COST=formula))
    assert "指摘一覧!G6" in told and "指摘一覧!H7" in told and "計算式" in told


def test_an_error_of_excel_in_an_answer_is_refused():
    book = openpyxl.load_workbook(io.BytesIO(BOOK))
    book["指摘一覧"]["G6"] = "#REF!"
    assert "指摘一覧!G6" in refused(saved(book))


def test_merged_answer_cells_are_refused_and_others_do_no_harm():
    book = openpyxl.load_workbook(io.BytesIO(BOOK))
    book["指摘一覧"].merge_cells("A1:D1")
    assert read(saved(book)) == []
    book["指摘一覧"].merge_cells("G6:G7")
    assert "指摘一覧!G6:G7" in refused(saved(book))


def test_a_workbook_that_is_no_list_of_ours_is_refused():
    assert "specgenが書き出した指摘一覧ではありません" in refused(saved(openpyxl.Workbook()))
    book = openpyxl.load_workbook(io.BytesIO(BOOK))
    del book["指摘一覧"], book["お尋ね"]
    assert "「識別」と「回答」の列" in refused(saved(book))


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


WORKBOOK = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空です"),
        (b"name,answer\n", "形をしていません"),
        (OLD + "Workbook".encode("utf-16-le"), "古い形式"),
        (OLD + "EncryptedPackage".encode("utf-16-le"), "パスワード"),
        (BOOK[: len(BOOK) // 2], "壊れているか、途中で切れています"),
        (zipped(**WORKBOOK), "中身が壊れています"),
        (zipped(**WORKBOOK, **{"xl/vbaProject.bin": b"x"}), "マクロ"),
        (zipped(**{"word/document.xml": b"<w/>"}), "Wordの文書です"),
        (zipped(**{"a.txt": b"x"}), "Excelのファイルではありません"),
        (zipped(**WORKBOOK, **{"xl/worksheets/sheet1.xml": bytes(60 * 2**20)}), "大きすぎます"),
        (zipped(**WORKBOOK, **{f"xl/{n}.xml": b"" for n in range(600)}), "大きすぎます"),
        (zipped(**WORKBOOK, **{"xl/a.xml": b'<!DOCTYPE a [<!ENTITY x "y">]><a/>'}), "DOCTYPE"),
    ],
)
def test_what_is_no_plain_workbook_is_called_by_its_name(data: bytes, words: str):
    told = refused(data)
    assert words in told and told.startswith("一覧.xlsx")
