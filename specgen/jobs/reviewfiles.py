"""The files of a round: the commented Word file with its conversations, the 審査票 and the Excel list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from ..check.commentwords import note_text
from ..check.run import Report
from ..deliver.reviewbook import review_book
from ..model.round import LogLine, Moved, Round
from ..wareki import show_date
from ..word.annotate import Note, Reply, annotate
from ..word.bound import of_round
from ..word.package import to_bytes
from ..word.uncomment import without_notes
from .reviewlines import listed, review_of
from .reviewpaper import review_sheet

if TYPE_CHECKING:
    from .review import Looked

AUTHOR = "PMO"
MARK = "【内部検討用】"


def review_files(looked: Looked, told: Round) -> dict[str, bytes]:
    """File name → bytes of everything that a round hands to people."""
    stem = told.reviewed.file.removesuffix(".docx")
    sheet = review_of(looked.opened, told, looked.moved, looked.paper)
    return {
        f"{stem}_指摘つき_第{told.number}回.docx": commented(looked.parts, looked.report, looked.moved, told),
        f"審査票_{stem.removeprefix(MARK)}_第{told.number}回.docx": to_bytes(
            review_sheet(looked.opened, sheet)
        ),
        f"審査票_{stem.removeprefix(MARK)}_第{told.number}回.xlsx": review_book(sheet),
    }


def commented(parts: Mapping[str, bytes], report: Report, moved: Sequence[Moved], told: Round) -> bytes:
    """The Word file that was reviewed, with today's findings instead of the earlier ones; people's comments stay.

    What was said to a finding in earlier rounds follows it in its thread, and its mark 解決 is kept.
    """
    notes = list(_notes(moved, told))
    states = {one.key: one for one in moved} if told.number > 1 else None
    bare = of_round(without_notes(parts), told.number)
    return to_bytes(annotate(listed(bare, report, states), notes).parts)


def _notes(moved: Sequence[Moved], told: Round) -> Iterator[Note]:
    day = told.as_of.isoformat()
    first = told.number == 1
    for one in moved:
        finding = one.finding
        if finding is None:
            continue
        text = note_text(finding, None if first else one)
        place = finding.paper
        replies = tuple(_reply(line) for line in one.talk if line.does in ("reply", "acknowledge"))
        yield Note(
            finding.key,
            place.tag or finding.subject,
            text,
            AUTHOR,
            day,
            place.block,
            replies=replies,
            done=one.state == "acknowledged",
        )


def _reply(line: LogLine) -> Reply:
    """What was said, in the form in which it is read back as the same."""
    terms = "、".join(
        [
            *([f"承認：{line.approver}"] if line.approver else []),
            *([f"{show_date(line.until)}まで"] if line.until else []),
        ]
    )
    taken = f"了承{f'（{terms}）' if terms else ''}：" if line.does == "acknowledge" else ""
    return Reply(line.by, line.on.isoformat(), taken + line.says)
