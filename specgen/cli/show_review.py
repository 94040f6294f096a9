"""Rounds of review on screen and as JSON: what moved first, then what asks for something."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ..check.rounds import counted
from ..check.told import as_data
from ..deliver.filenames import as_typed
from ..model.finding import LEVEL_LABELS, LEVELS
from ..model.round import MOVEMENT_LABELS, VIA_LABELS, Moved
from ..wareki import show_date
from .page import Page, plain
from .show_check import STAGES, place

if TYPE_CHECKING:
    from ..capture.roundfile import StoredRound
    from ..jobs.review import Looked, OpenedRound, Shown
    from ..jobs.reviewreturn import Returned
    from .console import Console

IN_FULL = 10
_DOES = {
    "reply": "返事",
    "resolve": "解決の印",
    "reopen": "解決の印を外した",
    "acknowledge": "了承",
    "approve": "承認",
    "close": "閉じた",
}


def opened(console: Console, result: OpenedRound, *, json: bool) -> int:
    """What a new round holds and where its files lie."""
    if json:
        console.json(
            {"round": result.round.number, "written": result.written, **_looked(result.looked, result.files)}
        )
        return 0
    page = Page()
    number = result.round.number
    if not result.written:
        page.text(f"第{number}回から、文書も答えも変わっていません。新しい回は開きませんでした。")
    else:
        page.text(
            f"第{number}回の確認を開きました（{STAGES[result.round.stage]}、{show_date(result.round.as_of)}時点）。"
        )
    page.heading("できていること")
    for line in result.round.good:
        page.item(line)
    page.heading(_summary(result.looked.moved))
    _list(page, result.looked.moved, everything=False)
    _notes(page, result.looked.notes)
    page.heading("作ったファイル")
    for path in result.files:
        page.line(f"  {path.absolute()}")
    page.text("返事が入ったら「specgen review return」で受け取ります。", indent=2)
    console.line(str(page))
    return 0


def returned(console: Console, result: Returned, *, json: bool) -> int:
    """What was taken back, what could not be."""
    if json:
        console.json({"round": result.round.number, "added": [plain(line) for line in result.added],
                      "doubts": list(result.doubts), "loose": list(result.loose)})  # fmt: skip
        return 0
    page = Page()
    if result.added:
        page.text(f"第{result.round.number}回の記録に、{len(result.added)}件を足しました。")
    else:
        page.text("新しい返事はありませんでした。記録は変えていません。")
    for line in result.added:
        said = f"「{line.says}」" if line.says else ""
        page.item(f"[{line.key}] {_DOES[line.does]}（{line.by}、{VIA_LABELS[line.via]}）{said}")
    if result.doubts:
        page.heading("確かめたいこと")
        for doubt in result.doubts:
            page.item(doubt)
    if result.loose:
        page.heading("どの指摘への返事か分からないコメント（記録には足していません）")
        for text in result.loose:
            page.item(text)
    console.line(str(page))
    return 0


def closed(console: Console, stored: StoredRound, *, json: bool) -> int:
    """That a round is closed, and what was approved."""
    approved = next((line for line in stored.round.log if line.does == "approve"), None)
    if json:
        console.json({"round": stored.round.number, "approved": sorted(approved.covers) if approved else []})
        return 0
    page = Page()
    page.text(f"第{stored.round.number}回を閉じました。")
    if approved is not None:
        page.text(f"{len(approved.covers)}の章と節を承認しました。後で変わった所だけ、承認が外れます。")
    console.line(str(page))
    return 0


def waived(console: Console, stored: StoredRound, *, json: bool) -> int:
    """That a finding was taken as it is."""
    line = stored.round.log[-1]
    if json:
        console.json(plain(line))
        return 0
    page = Page()
    end = f"{show_date(line.until)}まで" if line.until else "期限なし"
    page.text(f"[{line.key}] を了承しました（{line.by}、{end}）。")
    page.text("読んだ内容が変わると、了承は外れて、また指摘に戻ります。")
    console.line(str(page))
    return 0


def shown(console: Console, result: Shown, *, fail_on: str, everything: bool, json: bool) -> int:
    """What moved since the last round; 1 when a finding at or above ``fail_on`` still asks for something."""
    moved = result.looked.moved
    waits = [m for m in moved if m.finding and m.finding.verdict == "finding" and m.state != "acknowledged"]
    failed = any(LEVELS.index(m.finding.level) >= LEVELS.index(fail_on) for m in waits if m.finding)
    if json:
        data = _looked(result.looked, ())
        console.json({**data, "lapsed": [plain(one) for one in result.lapsed], "failed": failed})
        return int(failed)
    page = Page()
    last = result.looked.rounds[-1].round
    page.text(f"第{last.number}回（{show_date(last.opened_on)}）からの動きです。")
    page.heading(_summary(moved))
    _list(page, moved, everything=everything)
    if result.lapsed:
        page.heading(f"承認が外れた章と節 {len(result.lapsed)}")
        for one in result.lapsed:
            page.item(f"{one.heading or one.address}: {one.how}")
    _notes(page, result.looked.notes)
    console.line(str(page))
    return int(failed)


def _summary(moved: Sequence[Moved]) -> str:
    counts = counted(moved)
    parts = [f"{MOVEMENT_LABELS[state]} {counts[state]}件" for state in MOVEMENT_LABELS if state in counts]
    return "・".join(parts) or "指摘はありません"


def _list(page: Page, moved: Sequence[Moved], *, everything: bool) -> None:
    """By state, the most urgent first; of each the heaviest, unless everything is asked for."""
    for state, label in MOVEMENT_LABELS.items():
        of_state = [one for one in moved if one.state == state]
        if not of_state:
            continue
        page.gap()
        page.text(f"{label} {len(of_state)}件")
        shown = of_state if everything else of_state[:IN_FULL]
        for one in shown:
            _one(page, one)
        if len(shown) < len(of_state):
            page.text(
                f"ほかに{len(of_state) - len(shown)}件あります（review show --all か、審査票で読めます）。",
                indent=2,
            )


def _one(page: Page, moved: Moved) -> None:
    finding, before = moved.finding, moved.before
    if finding is not None:
        head = "お尋ね・" if finding.verdict == "question" else ""
        page.item(f"【{head}{LEVEL_LABELS[finding.level]}】{finding.lead}")
        page.labelled("場所", place(finding), indent=4)
    elif before is not None:
        page.item(before.found)
    page.labelled("識別", moved.key, indent=4)
    if moved.note:
        page.labelled("動き", moved.note, indent=4)
    if (
        moved.state == "changed"
        and before is not None
        and finding is not None
        and before.found != finding.lead
    ):
        page.labelled("前の回", before.found, indent=4)
    for line in moved.talk[-2:]:
        if line.says:
            page.labelled(_DOES[line.does], f"{line.says}（{line.by}、{show_date(line.on)}）", indent=4)


def _notes(page: Page, notes: Sequence[str]) -> None:
    if notes:
        page.heading("このほかに")
        for note in notes:
            page.item(note)


def _looked(looked: Looked, files: Sequence[object]) -> dict[str, Any]:
    return {
        "case": as_typed(looked.opened.folder.absolute().name),
        "document": looked.paper.pack.entry.document,
        "counts": dict(counted(looked.moved)),
        "findings": [
            {
                "key": one.key,
                "state": one.state,
                "since_round": one.since,
                "note": one.note,
                "talk": [plain(line) for line in one.talk],
                **(as_data(one.finding, looked.opened.case.as_of) if one.finding else {}),
            }
            for one in looked.moved
        ],
        "notes": list(looked.notes),
        "files": [str(path) for path in files],
    }
