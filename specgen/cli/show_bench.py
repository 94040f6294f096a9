"""Overlays and coverage on screen: what each change did and why; what is reached, and what nothing reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..deliver.filenames import as_typed
from .page import Page, bar, pad, plain, spot

if TYPE_CHECKING:
    from pathlib import Path

    from ..content.overlay import Changed
    from ..jobs.coverage import Coverage
    from ..jobs.resolving import Resolved
    from ..jobs.rulepages import Page as RulePage
    from .console import Console

AT_FAULT = 3
VERBS = {"set": "改める", "insert": "加える", "use": "書き方を決める", "drop": "外す"}
KINDS = {
    "question": "質問",
    "clause": "条文",
    "section": "節",
    "rule": "規則",
    "condition": "条件",
    "pack": "ひな形",
    "profile": "規則の一覧",
    "lexicon": "語の一覧",
    "parameter": "値",
    "source": "出典",
    "category": "規則の分類",
    "phrases": "言い回し",
}


def show_pages(console: Console, pages: tuple[RulePage, ...], folder: Path) -> int:
    """Which pages of the rules were written; 3 when ``--check`` found some that are not those of today."""
    page = Page()
    stale = [one.path.name for one in pages if one.outcome == "stale"]
    changed = [one.path.name for one in pages if one.outcome in ("written", "removed")]
    if stale:
        page.text(f"規則と食い違っているページ: {'、'.join(stale)}")
        page.text(f"「specgen template rules --out {as_typed(folder.name)}」で作り直してください。")
    elif changed:
        page.text(f"規則のページ {len(pages)}枚のうち、{len(changed)}枚を書きました。")
        page.line(f"  {folder}")
    else:
        page.text("もう最新です（何も変えていません）。")
    console.line(str(page))
    return AT_FAULT if stale else 0


def show_resolved(console: Console, result: Resolved, *, json: bool = False) -> int:
    """Each change with before, after and reason; counts; the sections of a pack; 3 when something has to be mended."""
    if json:
        console.json(plain(result))
        return AT_FAULT if result.faults else 0
    page = Page()
    whose = f"{result.label}（{result.department}）" if result.label else result.department
    for label, text in (("部署", whose), ("案件", result.case), ("重ねたファイル", "、".join(result.files))):
        page.labelled(label, text, indent=0, column=16)
    if not result.files:
        page.text("重ねる変更（overlay.yaml）はありません。")
    if result.changes:
        page.heading(f"変更 {len(result.changes)}件")
    for number, change in enumerate(result.changes, 1):
        _change(page, number, change)
    _counts(page, result)
    if result.sections:
        page.heading("章と節（〔 〕は、出す条件。＊は、変えたもの）")
        for section in result.sections:
            page.text(
                f"{section.key} 〔{section.explained}〕",
                indent=2 + 2 * section.key.count("."),
                head="＊" if section.changed else "  ",
            )
    if result.notes:
        page.heading("知っておくこと")
        for note in result.notes:
            page.item(note)
    if result.faults:
        page.heading(f"直すところ {len(result.faults)}件")
        for fault in result.faults:
            page.item(" ".join(str(fault).split("\n")))
    else:
        page.gap()
        page.text("重ねた後のひな形を調べました。直すところはありません。")
    console.line(str(page))
    return AT_FAULT if result.faults else 0


def _change(page: Page, number: int, change: Changed) -> None:
    page.gap()
    field = f" の {change.field}" if change.field else ""
    page.text(f"{VERBS[change.verb]}: {change.address}{field}", head=f"{number:>2}. ")
    if change.before:
        page.labelled("前", change.before, indent=4, column=6)
    page.labelled("後", change.after or "（空）", indent=4, column=6)
    page.labelled("理由", change.because, indent=4, column=6)
    page.line(f"    {pad('場所', 6)}{spot(change.place)}")


def _counts(page: Page, result: Resolved) -> None:
    page.heading("数")
    done = "、".join(f"{VERBS[verb]} {count}" for verb, count in result.verbs.items())
    page.labelled("変更", done or "なし", column=14)
    own = "、".join(f"{KINDS.get(kind, kind)} {count}" for kind, count in result.own.items())
    page.labelled("法人のファイル", own or "なし", column=16)
    for kind, (before, now) in result.counts.items():
        page.labelled(KINDS[kind], f"{before} → {now}" if before != now else str(now), column=14)


def show_coverage(console: Console, result: Coverage, *, json: bool = False) -> int:
    """How much of each kind is reached, and by name what nothing reaches; 3 when there is such."""
    missing = any(kind.missing for kind in result.kinds)
    if json:
        console.json(plain(result))
        return AT_FAULT if missing else 0
    page = Page()
    page.text(
        f"例の案件 {len(result.examples)}件と、条件から作った答え {len(result.generated)}組で調べました。"
    )
    page.gap()
    for kind in result.kinds:
        page.line(
            f"{pad(kind.label, 14)}{bar(kind.reached, kind.total)} {kind.reached:>4}/{kind.total:<4}"
            f"（例だけでは {kind.by_examples}）"
        )
    for kind in result.kinds:
        if kind.missing:
            page.heading(f"どこからも届かない{kind.label} {len(kind.missing)}")
            for name in kind.missing:
                page.item(name)
    if not missing:
        page.gap()
        page.text("届かないものはありません。")
    if result.impossible:
        page.gap()
        page.text("種類だけで決まるので「分からない」が起こらない条件: " + "、".join(result.impossible))
    console.line(str(page))
    return AT_FAULT if missing else 0
