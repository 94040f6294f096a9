"""How far a case has come, on screen: topics with bars, phases, then what is open, with who decides and by when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from ..deliver.filenames import as_typed
from ..model.answer import State
from ..wareki import show_date
from .page import Page, bar, pad, plain, spot

if TYPE_CHECKING:
    from ..jobs.status import DocumentGroups, Group, OpenItem, Status, StrayName
    from .console import Console

OTHER = (State.UNDECIDED, State.UNKNOWN, State.UNREADABLE, State.COPIED, State.PREFILLED)
LISTS = (
    ((State.UNREADABLE,), "読み取れない", "書かれた文字のまま取ってあります。書き方を直すと紙面に載ります。"),
    ((State.UNDECIDED,), "未定", "早いものから並べています。"),
    ((State.UNKNOWN,), "わからない", ""),
    ((State.COPIED, State.PREFILLED), "確認待ち", "写した値です。合っていれば、値だけを残します。"),
)


def show_status(console: Console, result: Status, *, json: bool = False) -> int:
    """Print where a case stands; always 0: an open point is no fault."""
    if json:
        console.json(plain(result))
        return 0
    page = Page()
    _top(page, result)
    _topics(page, result.topics)
    for document in result.documents:
        _chapters(page, document)
    _phases(page, result.phases)
    for states, label, hint in LISTS:
        _list(page, [i for i in result.items if i.state in states], label, hint, result.as_of)
    _rest(page, result)
    console.line(str(page))
    return 0


def _top(page: Page, result: Status) -> None:
    page.text(result.title or "（件名は未定）")
    page.text(f"案件 {result.case}、{result.type}、{show_date(result.as_of)}時点")
    settled, asked = (sum(getattr(g, name) for g in result.topics) for name in ("settled", "asked"))
    page.gap()
    page.line(f"{bar(settled, asked)} 回答 {settled}/{asked}")


def _topics(page: Page, groups: Iterable[Group]) -> None:
    page.heading("話題ごと")
    for group in groups:
        _row(page, pad(group.label, 28), group)
        if group.owner:
            page.text(group.owner, indent=4, head="担当: ")


def _chapters(page: Page, document: DocumentGroups) -> None:
    page.heading(f"{document.label}の章ごと")
    for group in document.chapters:
        _row(page, pad(group.label, 36), group)
        if group.owner:
            page.text(group.owner, indent=4, head="担当: ")


def _phases(page: Page, groups: Iterable[Group]) -> None:
    page.heading("いつまでに要るか")
    for group in groups:
        if group.asked:
            _row(page, pad(f"{group.label}まで", 18), group)


def _row(page: Page, label: str, group: Group) -> None:
    page.text(_counts(group), indent=2, head=f"{label} {_progress(group)} ")


def _progress(group: Group) -> str:
    return f"{bar(group.settled, group.asked + (group.cells > 0))} {f'{group.settled}/{group.asked}':<6}"


def _counts(group: Group) -> str:
    blank = group.states.get(State.UNANSWERED, 0)
    others = {
        "未定": group.states.get(State.UNDECIDED, 0),
        "不明": group.states.get(State.UNKNOWN, 0),
        "読取": group.states.get(State.UNREADABLE, 0),
        "確認": group.states.get(State.COPIED, 0) + group.states.get(State.PREFILLED, 0),
    }
    words = [f"未回答{blank}"] if blank else []
    words += [f"{label}{count}" for label, count in others.items() if count]
    words += [f"表の空き{group.cells}"] if group.cells else []
    return " ".join(words)


def _list(page: Page, items: list[OpenItem], label: str, hint: str, today: date) -> None:
    if not items:
        return
    page.heading(f"{label} {len(items)}件")
    if hint:
        page.text(hint, indent=2)
    if items[0].state in (State.COPIED, State.PREFILLED):
        _by_origin(page, items)
        return
    for item in sorted(items, key=lambda i: (i.by_date is None, i.by_date or date.max)):
        page.item(f"{item.label}")
        facts = [f"{item.by}まで" if item.by else "", item.who]
        if item.by_date is not None and item.by_date < today:
            facts[0] = f"{facts[0]}（期日を過ぎています）"
        when_who = "、".join(fact for fact in facts if fact)
        if when_who or item.state is State.UNDECIDED:
            page.text(when_who or "いつ・だれが決めるかも、まだ書かれていません", indent=4)
        if item.note:
            page.text(item.note, indent=4)
        page.line(f"    {spot(item.place) or 'answers.yaml'}（{item.id}）")


def _by_origin(page: Page, items: list[OpenItem]) -> None:
    for origin in dict.fromkeys(item.note for item in items):
        page.text(f"{origin or '写し'} から", indent=2)
        for item in items:
            if item.note == origin:
                page.item(f"{item.label}（{item.id}） {spot(item.place)}", indent=4)


def _rest(page: Page, result: Status) -> None:
    if result.strays:
        page.heading(f"名前の合わない欄 {len(result.strays)}件")
        page.text("消さずに取ってあります。名前を直すと紙面に載ります。", indent=2)
        _strays(page, result.strays)
    if result.inactive:
        page.heading(f"いまは当てはまらない答え {len(result.inactive)}件")
        page.text(
            "取ってあります。紙面には出さず、確かめもしません。調達の種類や、もとになる答えを戻すと、また使います。",
            indent=2,
        )
        for item in result.inactive:
            page.item(f"{item.label}（{item.id}） {spot(item.place)}")
    if result.unknown_owners:
        page.heading("owners にある、話題の名前でないもの")
        page.text("話題の名前（procurement、work など）に直すと、担当として示せます。", indent=2)
        _strays(page, result.unknown_owners)
    if result.blanks:
        page.heading(f"未回答 {len(result.blanks)}件")
        page.text(
            f"specgen ask {as_typed(result.case)} で、空いている欄だけを順に尋ねます。分からないものは飛ばせます。",
            indent=2,
        )
    elif not result.items:
        page.gap()
        page.text("決まっていないところはありません。")


def _strays(page: Page, strays: Iterable[StrayName]) -> None:
    for stray in strays:
        near = f"（「{stray.nearest}」のことではありませんか）" if stray.nearest else ""
        page.item(f"{stray.name}{near} {spot(stray.place)}".rstrip())
