"""The bench of the template owner on screen: lists, what was built, faults with their places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .page import Page, pad, plain
from .show import relative

if TYPE_CHECKING:
    from ..jobs.schemas import Written
    from ..jobs.templates import Built, Linted, PackLine, Shown
    from .console import Console

AT_FAULT = 3
OUTCOMES = {
    "written": "組み立てました",
    "fresh": "もう最新です（何も変えていません）",
    "stale": "template.md と食い違っています",
}


def show_list(console: Console, packs: tuple[PackLine, ...], *, json: bool = False) -> int:
    """All packs, one after the other."""
    if json:
        console.json(plain(packs))
        return 0
    page = Page()
    for pack in packs:
        page.gap()
        _pack(page, pack)
    console.line(str(page) if packs else "使えるひな形はありません。")
    return 0


def _pack(page: Page, pack: PackLine) -> None:
    page.line(f"{pack.name}  {pack.label}  {pack.version}")
    page.labelled("調達の種類", "、".join(pack.types), column=14)
    page.labelled("見せる範囲", pack.audience, column=14)
    page.line(f"  {pad('場所', 14)}{pack.folder}")


def show_built(console: Console, results: tuple[Built, ...]) -> int:
    """What building did; 3 when ``--check`` found a template that is not the one its text makes."""
    page = Page()
    for result in results:
        page.line(f"{result.name}: {OUTCOMES[result.outcome]}")
        page.line(f"  {relative(result.path)}")
    stale = [result for result in results if result.outcome == "stale"]
    for result in stale:
        page.gap()
        page.text(f"「specgen template build {result.name}」で組み立て直してください。")
    console.line(str(page))
    return AT_FAULT if stale else 0


def show_schemas(console: Console, results: tuple[Written, ...]) -> int:
    """Which schemas were written; 3 when ``--check`` found some that are not those of today."""
    page = Page()
    stale = [result.name for result in results if result.outcome == "stale"]
    written = [result.name for result in results if result.outcome == "written"]
    if stale:
        page.text(f"質問や欄と食い違っています: {'、'.join(stale)}")
        page.text("「specgen template schema」で作り直してください。")
    elif written:
        page.text(f"作りました: {'、'.join(written)}")
        page.line(f"  {relative(results[0].path.parent)}")
    else:
        page.text("もう最新です（何も変えていません）。")
    console.line(str(page))
    return AT_FAULT if stale else 0


def show_lint(console: Console, results: tuple[Linted, ...], *, json: bool = False) -> int:
    """Every fault of every template; 3 when there is one."""
    if json:
        console.json(plain(results))
    else:
        page = Page()
        for result in results:
            if not result.faults:
                page.line(f"{result.name}: 見つかったことはありません。")
                page.text(f"見出し {result.headings}、答えの入る所 {result.fields} を見ました。", indent=2)
                continue
            page.line(f"{result.name}: 直すところが{len(result.faults)}件あります。")
            for fault in result.faults:
                page.item(" ".join(str(fault).split("\n")))
        console.line(str(page))
    return AT_FAULT if any(result.faults for result in results) else 0


def show_template(console: Console, result: Shown, *, json: bool = False) -> int:
    """Chapters with their conditions, the questions printed, the clauses used."""
    if json:
        console.json(plain(result))
        return 0
    page = Page()
    _pack(page, result.pack)
    page.heading("章と節（〔 〕は、出す条件）")
    for section in result.sections:
        under = "".join(f" 〔{test}〕" for test in dict.fromkeys(section.under) if test)
        page.text(section.text + under, indent=2 * section.level)
    page.heading(f"紙面に出る質問 {len(result.questions)}")
    for id, label in result.questions:
        page.text(label, indent=2, head=pad(id, 30))
    page.heading(f"使う条文 {len(result.clauses)}")
    for id, title in result.clauses:
        page.text(title, indent=2, head=pad(id, 30))
    console.line(str(page))
    return 0
