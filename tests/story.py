"""The story of three rounds, played on a copy of an example: what people did between them, step by step."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import openpyxl
from wordreply import WordFile

from specgen import yamledit
from specgen.jobs.draft import draft
from specgen.jobs.review import OpenedRound, close_round, open_round, waive
from specgen.jobs.reviewreturn import return_round
from specgen.yamlstyle import Value

EXAMPLES = Path(__file__).parents[1] / "examples"
CASE = "pc-lease"
DUE = "DLV-02@deliverable.list/D6.due"
LISTS = "SEC-06@schedule.list"
CONTRACT = "XDC-03@attachment.list"
SPLIT = "SOC-04@method.contract"
DEPARTMENT, PMO = "総務部管理課", "企画部情報戦略室"


@dataclass(frozen=True)
class Story:
    """The case after the last round, and what every round said when it was opened."""

    case: Path
    rounds: tuple[OpenedRound, ...]

    def states(self, number: int) -> dict[str, str]:
        """Key → state in one round."""
        return {one.key: one.state for one in self.rounds[number - 1].looked.moved}

    def key(self, rule: str) -> str:
        """The key of the only finding of a rule that the first round had."""
        (key,) = [one.key for one in self.rounds[0].looked.moved if one.key.startswith(f"{rule}@")]
        return key

    def file(self, number: int, kind: str, ending: str = ".docx") -> Path:
        """A file of one round: 指摘つき or 審査票."""
        return file_of(self.rounds[number - 1], kind, ending)


def file_of(round_: OpenedRound, kind: str, ending: str = ".docx") -> Path:
    """The commented Word file (指摘つき) or the review sheet (審査票) of a round."""
    (path,) = [path for path in round_.files if path.suffix == ending and kind in path.name]
    return path


def write(case: Path, id: str, value: Value, *path: str) -> None:
    """Change one answer, as a person would in answers.yaml."""
    file = case / "answers.yaml"
    text = file.read_text("utf-8")
    file.write_text(yamledit.set_value(text, (id, *path), value), "utf-8")


def begin(folder: Path) -> Path:
    """A workspace with the case as it is when it first comes to the PMO: three things are not settled."""
    shutil.copy(EXAMPLES / "specgen.yaml", folder / "specgen.yaml")
    case = folder / "cases" / CASE
    case.mkdir(parents=True)
    for name in ("case.yaml", "answers.yaml"):
        shutil.copy(EXAMPLES / CASE / name, case / name)
    write(case, "deliverable.list", "未定", "D6", "due")
    text = (case / "answers.yaml").read_text("utf-8")
    purpose = "ネットワークの機器及び複合機の更新は、目的に含めない。"
    assert purpose in text
    text = text.replace(purpose, purpose + "瑕疵担保責任の期間は、契約書による。故障には適切に対応する。")
    (case / "answers.yaml").write_text(text, "utf-8")
    return case


def play(folder: Path) -> Story:
    """The whole story."""
    case = begin(folder)
    draft(case, ["spec"])
    first = open_round(case, "spec", "draft", by=PMO, as_of=date(2026, 6, 15))
    _department_answers(case, first)
    _answers_change(case)
    second = open_round(case, "spec", "draft", by=PMO, as_of=date(2026, 6, 18))
    _pmo_decides(case, second)
    _edits_after_the_second(case)
    third = open_round(case, "spec", "submit", by=PMO, as_of=date(2026, 6, 23))
    close_round(case, "spec", on=date(2026, 6, 24), by=PMO, approve=True)
    return Story(case, (first, second, third))


def _department_answers(case: Path, round_: OpenedRound) -> None:
    """In Word to three comments, one of them with the mark; in the Excel list to another."""
    word = WordFile(file_of(round_, "指摘つき"))
    word.answer(DUE, "業者に聞いています。6月18日までに決めます。", author=DEPARTMENT, date="2026-06-16")
    word.answer(LISTS, "国の機関への提出は、当法人では要りません。", author=DEPARTMENT, date="2026-06-16")
    word.resolve(LISTS)
    word.answer(SPLIT, "了承：機器の賃貸借は、分けると費用が増える", author=PMO, date="2026-06-17")
    answered = word.save(case.parent / "返事_第1回.docx")
    book_path = file_of(round_, "審査票", ".xlsx")
    filled = case.parent / "返事_第1回.xlsx"
    fill_list(
        book_path,
        filled,
        CONTRACT,
        {"回答": "契約担当と突き合わせました。", "担当": DEPARTMENT, "解決": "解決"},
    )
    return_round(case, [answered, filled], on=date(2026, 6, 17), by=DEPARTMENT)
    answered.unlink()
    filled.unlink()


def fill_list(source: Path, target: Path, key: str, cells: dict[str, str]) -> None:
    """Fill in the row of ``key`` in the list, as a person would in Excel."""
    book = openpyxl.load_workbook(source)
    for page in book.worksheets:
        for row in page.iter_rows():
            if key not in [cell.value for cell in row]:
                continue
            heads = {
                cell.value: cell.column
                for above in page.iter_rows(max_row=row[0].row - 1)
                for cell in above
                if cell.value in cells
            }
            if len(heads) == len(cells):
                for label, text in cells.items():
                    page.cell(row[0].row, heads[label]).value = text
                book.save(target)
                return
    raise AssertionError(f"{key} stands in no row that can be filled in")


def _answers_change(case: Path) -> None:
    """The due date gets a day by which it is decided; the former name goes."""
    write(case, "deliverable.list", {"未定": "令和8年6月22日"}, "D6", "due")
    text = (case / "answers.yaml").read_text("utf-8")
    (case / "answers.yaml").write_text(text.replace("瑕疵担保責任の期間は、契約書による。", ""), "utf-8")
    draft(case, ["spec"], as_of=date(2026, 6, 18))


def _pmo_decides(case: Path, round_: OpenedRound) -> None:
    """The vague word may stay until the end of the year; then the round is closed."""
    vague = next(one.key for one in round_.looked.moved if one.key.startswith("WRD-01@"))
    waive(case, vague, "契約の別紙で件数を決めている", on=date(2026, 6, 19), by=PMO, until=date(2027, 3, 31))
    close_round(case, "spec", on=date(2026, 6, 19), by=PMO)


def _edits_after_the_second(case: Path) -> None:
    """The due date is there; the former name came back from an old text; the schedule was changed."""
    write(case, "deliverable.list", "引取り後20営業日以内", "D6", "due")
    text = (case / "answers.yaml").read_text("utf-8")
    text = text.replace(
        "故障には適切に対応する。", "瑕疵担保責任の期間は、契約書による。故障には適切に対応する。"
    )
    (case / "answers.yaml").write_text(text, "utf-8")
    write(case, "schedule.list", "拠点ごとの納入、設置及び今の機器の回収", "S2", "tasks")
    draft(case, ["spec"], as_of=date(2026, 6, 23))
