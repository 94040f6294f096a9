"""Rounds of review: open one on the latest draft, take back what was answered, close it, see what moved."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from .. import __version__, files
from ..capture.roundfile import FOLDER, StoredRound, append, read_rounds, round_path, round_text
from ..case.printing import Copy
from ..check.approval import Lapsed, fingerprints, lapsed
from ..check.rounds import compare, recorded, under_todays_names
from ..check.run import Report
from ..deliver.manifest import parts_digest
from ..errors import Fault, InputError, Place, nearest
from ..model.round import LogLine, Moved, Reviewed, Round
from ..model.texttree import TextTree
from ..word.read import read_tree
from ..word.screen import screen_package
from ..workspace import OpenCase, open_case
from .check import finished_topics, later_rules, progress, report_on
from .delivery import latest_working_draft
from .draft import draft
from .papers import Paper, print_paper
from .replies import read_replies
from .reviewfiles import review_files
from .reviewreturn import is_closed, latest_of_each, no_round, open_one

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Looked:
    """What a review looked at: the case, the paper as its answers print it, the Word file as it lies, what was found."""

    opened: OpenCase
    paper: Paper
    reviewed: Reviewed
    parts: Mapping[str, bytes]
    tree: TextTree
    report: Report
    rounds: tuple[StoredRound, ...]
    moved: tuple[Moved, ...]
    edited: bool
    """Whether the Word file says something else than the answers would print today."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What nobody asked for but should know: records that were changed by hand, a file that differs."""
        differs = "下書きのWordファイルと今の答えとで、文面が違います。文面の確認はWordファイル、値の確認は答えを見ました。"
        return (*(note for r in self.rounds for note in r.notes), *((differs,) if self.edited else ()))


@dataclass(frozen=True, slots=True)
class OpenedRound:
    """A round that was opened; ``written`` is False when nothing had happened since the last one."""

    looked: Looked
    round: Round
    path: Path
    files: tuple[Path, ...]
    written: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """Where a review stands: what moved since the last round, and what of an approval lapsed."""

    looked: Looked
    lapsed: tuple[Lapsed, ...]


def look(
    case_dir: Path, document: str, stage: str, as_of: date | None, report_progress: Progress = lambda _: None
) -> Looked:
    """Check the latest draft of ``document`` as it lies; makes a draft where there is none.

    Rules on text look at the Word file, rules on answers at answers.yaml.
    """
    report_progress("答えと、前の回の記録を読んでいます")
    opened = open_case(case_dir, as_of=as_of)
    path, number = _draft_of(opened, document, as_of, report_progress)
    parts = screen_package(files.read_bytes(path), path.name, allow="paper")
    report_progress("文書を確かめています")
    paper = print_paper(opened.case, document, Copy())
    tree = read_tree(parts)
    replies = read_replies(opened.content, opened.folder, opened.workspace)
    report = report_on(opened.case, paper, tree, stage, replies, every=True)
    rounds = tuple(r for r in read_rounds(opened.folder) if r.round.document == document)
    locked = [id for id, rule in opened.content.rules.items() if rule.locked]
    later = later_rules(opened.case, paper, stage)
    renamed = {old: id for id, rule in opened.content.rules.items() for old in rule.formerly}
    before = under_todays_names([r.round for r in rounds], renamed)
    moved = compare(before, report, opened.case.as_of, locked=locked, later=later)
    answers = files.digest(opened.source.text.encode())[:12]
    reviewed = Reviewed(number, path.name, parts_digest(parts)[:12], answers)
    edited = fingerprints(tree) != fingerprints(read_tree(paper.parts))
    return Looked(opened, paper, reviewed, parts, tree, report, rounds, moved, edited)


def open_round(
    case_dir: Path,
    document: str,
    stage: str,
    *,
    as_of: date | None = None,
    by: str = "PMO",
    progress: Progress = lambda _: None,
) -> OpenedRound:
    """Open the next round: record what was found, and write the commented Word file, the 審査票 and the Excel list."""
    looked = look(case_dir, document, stage, as_of, progress)
    last = looked.rounds[-1] if looked.rounds else None
    if last is not None and _is_as_it_was(looked, last.round, stage):
        return OpenedRound(looked, last.round, last.path, _files_of(last), False)
    opened, day = looked.opened, looked.opened.case.as_of
    every = read_rounds(opened.folder)
    number = every[-1].round.number + 1 if every else 1
    moved = tuple(replace(m, since=number) if m.state in ("new", "back") else m for m in looked.moved)
    looked = replace(looked, moved=moved)
    told = Round(
        number=number,
        document=document,
        opened_on=day,
        opened_by=by,
        reviewed=looked.reviewed,
        profile=looked.paper.pack.entry.profile,
        stage=stage,
        as_of=day,
        checklists=__version__,
        good=tuple(good_points(looked)),
        findings=recorded(moved, number),
        undecided={f.rule: f.undecided for f in looked.report.undecided if f.undecided},
        log=(LogLine(day, by, "open", covers=fingerprints(looked.tree)),),
    )
    progress("指摘を書き込んだWordファイルと審査票を作っています")
    made = review_files(looked, told)
    path = round_path(opened.folder, number)
    folder = path.with_suffix("")
    with files.lock(opened.folder):
        if path.exists():
            what = f"第{number}回は、たった今ほかの人が開きました。何も書いていません。"
            raise InputError(
                Fault("V10", what, Place(f"{FOLDER}/{path.name}"), remedy="もう一度実行してください。")
            )
        files.make_folder(folder)
        for name, data in made.items():
            files.write_atomically(folder / name, data)
        files.write_atomically(path, round_text(told).encode())
    return OpenedRound(looked, told, path, tuple(folder / name for name in made), True)


def close_round(case_dir: Path, document: str, *, on: date, by: str, approve: bool = False) -> StoredRound:
    """Close the latest round of ``document``; with ``approve`` what that round reviewed is approved."""
    opened = open_case(case_dir, checklists=False)
    stored = open_one(read_rounds(opened.folder), document)
    lines = [LogLine(on, by, "close")]
    if approve:
        lines.insert(0, LogLine(on, by, "approve", covers=_reviewed_text(stored)))
    with files.lock(opened.folder):
        return append(stored, lines)


def show(case_dir: Path, document: str, stage: str | None, *, as_of: date | None = None) -> Shown:
    """What moved since the last round, computed from the draft and the answers as they are now; writes nothing new."""
    rounds = [r for r in read_rounds(case_dir) if r.round.document == document]
    if not rounds:
        raise InputError(no_round(case_dir.name))
    looked = look(case_dir, document, stage or rounds[-1].round.stage, as_of)
    return Shown(looked, lapsed([r.round for r in rounds], looked.tree))


def waive(
    case_dir: Path, key: str, reason: str, *, on: date, by: str, until: date | None = None, approver: str = ""
) -> StoredRound:
    """Take a finding of the latest round as it is; raises ``InputError`` when that needs more than was said."""
    opened = open_case(case_dir)
    stored = _round_that_has(key, read_rounds(opened.folder))
    found = {f.key: f for f in stored.round.findings if f.state != "settled"}
    if key not in found:
        known = f"第{stored.round.number}回の指摘の識別は「specgen review show」で見られます。"
        what = "この識別の指摘は、いま開いている回にありません。"
        raise InputError(Fault("V11", what, quoted=key, nearest=nearest(key, found), remedy=known))
    rule = opened.content.rules.get(key.partition("@")[0])
    if rule is not None and rule.locked and not (approver and until):
        what = "法令による確認なので、了承するには、承認した人（--approver）と期限（--until）が要ります。"
        raise InputError(
            Fault("V12", what, quoted=key, remedy="例: --approver 情報化統括責任者 --until 令和9年3月31日")
        )
    if until is not None and until < on:
        raise InputError(Fault("V13", "了承の期限が、今日より前になっています。", quoted=until.isoformat()))
    line = LogLine(
        on, by, "acknowledge", key=key, says=reason, until=until, approver=approver, reads=found[key].reads
    )
    with files.lock(opened.folder):
        return append(stored, [line])


def good_points(looked: Looked) -> list[str]:
    """What is done already, said first."""
    answered, asked = progress(looked.opened)
    points = [f"質問{asked}件のうち{answered}件に答えがあります。"]
    if topics := finished_topics(looked.opened):
        points.append(
            f"「{'」「'.join(topics[:6])}」{'など' if len(topics) > 6 else ''}は、空きがありません。"
        )
    settled = sum(one.state == "settled" for one in looked.moved)
    if settled:
        points.append(f"前の回の指摘のうち{settled}件が解決しました。")
    return points


# -- inside -----------------------------------------------------------------------------------------------------------
def _draft_of(opened: OpenCase, document: str, as_of: date | None, progress: Progress) -> tuple[Path, int]:
    found = latest_working_draft(opened.folder)
    entry = (
        next((e for e in found[1].documents if e.document == document and e.copy == "draft"), None)
        if found
        else None
    )
    if found is None or entry is None or not (found[0] / entry.file).is_file():
        made = draft(opened.folder, [document], as_of=as_of, anyway=True, progress=progress)
        return made.documents[0].path, made.number
    return found[0] / entry.file, found[1].draft


def _is_as_it_was(looked: Looked, last: Round, stage: str) -> bool:
    untouched = all(line.does in ("open", "return") for line in last.log)
    same = (last.reviewed.parts, last.reviewed.answers) == (looked.reviewed.parts, looked.reviewed.answers)
    return untouched and same and last.stage == stage and last.as_of == looked.opened.case.as_of


def _files_of(stored: StoredRound) -> tuple[Path, ...]:
    folder = stored.path.with_suffix("")
    return tuple(sorted(folder.iterdir())) if folder.is_dir() else ()


def _round_that_has(key: str, rounds: Sequence[StoredRound]) -> StoredRound:
    """The open round that has the finding; where none has it, the one that a message may speak of."""
    for stored in reversed(latest_of_each(rounds)):
        if not is_closed(stored) and any(finding.key == key for finding in stored.round.findings):
            return stored
    return open_one(rounds)


def _reviewed_text(stored: StoredRound) -> Mapping[str, str]:
    """The fingerprints of what the round reviewed, as they were when it was opened.

    The Word file beside the record is people's to write in: an approval of it would cover what nobody reviewed.
    """
    covers = next((line.covers for line in stored.round.log if line.does == "open"), {})
    if not covers:
        what = f"第{stored.round.number}回の記録に、確認した文面の指紋がありません。承認は書いていません。"
        remedy = "「specgen review open」で、次の回を開いてください。"
        raise InputError(Fault("V17", what, Place(f"{FOLDER}/{stored.path.name}"), remedy=remedy))
    return covers
