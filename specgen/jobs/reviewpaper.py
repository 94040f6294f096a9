"""The review sheet (審査票) of a round as a Word file, printed through the pack ``review`` like every document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..case.printing import Copy
from ..errors import Fault, SpecgenError
from ..model.reviewsheet import DECISIONS, ReviewLine, ReviewSheet
from ..wareki import show_date
from ..word.inspect import check_package
from ..word.opened import Opened
from ..word.read import read_tree
from ..workspace import OpenCase
from .papers import print_paper

DOCUMENT = "review"
NONE = "ありません。"
_LISTS = ("good", "findings", "questions", "waiting", "settled")


def review_sheet(opened: OpenCase, sheet: ReviewSheet) -> dict[str, bytes]:
    """The parts of the Word file that shows ``sheet``; raises ``SpecgenError`` when what was printed is not sound."""
    paper = print_paper(opened.case, DOCUMENT, Copy(), given=_given(sheet))
    parts = Opened(paper.parts)
    if troubles := check_package(parts, expected={}, said=[], clean=False, tree=read_tree(parts)):
        raise SpecgenError(
            [Fault("X02", f"審査票の検査で、おかしな所が見つかりました。{t}") for t in troubles[:10]]
        )
    return paper.parts


def _given(sheet: ReviewSheet) -> Mapping[str, Mapping[str, Any]]:
    """What the template finds under ``review``, and what it says of itself instead of the case's own edition."""
    told = {
        "document": f"{sheet.label}（{sheet.edition}、第{sheet.version}版）",
        "round": str(sheet.round),
        "as_of": show_date(sheet.as_of),
        "by": sheet.opened_by,
        "department": sheet.department or "（未記入）",
        "counts": sheet.counted,
        "moved": sheet.moved,
        "decisions": "　　".join(f"□ {decision}" for decision in DECISIONS),
        "good": _rows({"number": str(n), "text": text} for n, text in enumerate(sheet.good, 1)),
        "findings": _rows(
            {"chapter": "" if at else chapter.title, **_line(line)}
            for chapter in sheet.chapters
            for at, line in enumerate(chapter.lines)
        ),
        "questions": _rows(map(_line, sheet.questions)),
        "waiting": _rows({"answer": answer, "decides": decides} for answer, decides in sheet.waiting),
        "settled": _rows({"found": found, "since": since} for found, since in sheet.settled),
    }
    itself = {"edition": "", "version": "", "date": show_date(sheet.as_of), "department": sheet.opened_by}
    return {"review": told, "paper": itself, "gaps": {f"review.{name}": NONE for name in _LISTS}}


def _rows(rows: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    return [{"key": f"r{number}", **row} for number, row in enumerate(rows, 1)]


def _line(line: ReviewLine) -> dict[str, str]:
    return {
        "number": str(line.number),
        "state": f"{line.state}\n{line.level}",
        "place": f"{line.place}\n[{line.key}]",
        "found": f"{line.found}\n理由: {line.why}" if line.why else line.found,
        "fix": line.fix,
        "basis": line.basis,
        "answer": line.answer,
        "decision": line.decision,
    }
