"""A topic on one page, on screen and as Markdown for the printer: questions, clauses, rules, each in full."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from .page import Page, in_markdown, plain
from .show import relative

if TYPE_CHECKING:
    from ..jobs.topics import Part, Told, TopicPage
    from .console import Console

KEY = "〔 〕は条件、【 】は答えの入る所、『 』は節や表の名前です。条文の番号は、条件に当たらない項があると詰まります。"
_NUMBER = re.compile(r"( *)((?:\(\d+\)|[ア-ン]|\([ア-ン]\)|・) )?(.*)")


def show_topic(console: Console, page: TopicPage, *, json: bool = False) -> int:
    """The whole page; always 0."""
    if json:
        console.json(plain(page))
        return 0
    screen = Page()
    screen.text(f"話題「{page.label}」（{page.id}）")
    screen.text(KEY)
    for heading, entries, parted in _groups(page):
        screen.heading(f"{heading} {len(entries)}")
        for number, entry in enumerate(entries, 1):
            _entry(screen, number, entry, parted)
    for heading, names in _lists(page):
        screen.heading(heading)
        for id, title in names:
            screen.item(f"{title}（{id}）")
    console.line(str(screen))
    return 0


def show_kept(console: Console, path: Path, outcome: str) -> int:
    """Where the page was written; always 0."""
    console.line("書きました。" if outcome == "written" else "もう最新です（何も変えていません）。")
    console.line(f"  {relative(path)}")
    return 0


def _groups(page: TopicPage) -> tuple[tuple[str, tuple[Told, ...], str], ...]:
    """Each kind of entry with its heading, and how the parts of an entry are called."""
    return (
        ("質問", page.questions, "列"),
        ("条文", page.clauses, "文"),
        ("この話題の答えを読む規則", page.rules, ""),
    )


def _lists(page: TopicPage) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    for heading, names in (
        ("この話題の答えが入る、ほかの話題の条文", page.printing),
        ("どの話題の答えも見る規則", page.watching),
    ):
        if names:
            yield f"{heading} {len(names)}", names


def _entry(screen: Page, number: int, entry: Told, parted: str) -> None:
    screen.gap()
    screen.text(f"{entry.title}（{entry.id}）", head=f"{number:>2}. ")
    for label, text in entry.lines:
        screen.labelled(label, text, indent=4, column=16)
    for part in entry.parts:
        _part(screen, part, parted)
    for position, basis in enumerate(entry.bases):
        screen.labelled("根拠" if position == 0 else "", basis, indent=4, column=16)


def _part(screen: Page, part: Part, parted: str) -> None:
    screen.text(_head(part, parted), indent=4)
    for line in part.lines:
        found = _NUMBER.fullmatch(line)
        assert found is not None
        screen.text(found[3], indent=6 + len(found[1]), head=found[2] or "")


def _head(part: Part, parted: str) -> str:
    when = f" 〔{part.when}〕" if part.when else ""
    return f"{parted}: {part.label}（{part.id}）{when}"


# -- Markdown -------------------------------------------------------------------------------------------------------
def markdown(page: TopicPage) -> str:
    """The same page for the printer."""
    lines = [f"# {page.label}（{page.id}）", "", KEY, ""]
    for heading, entries, parted in _groups(page):
        lines += [f"## {heading} {len(entries)}", ""]
        for number, entry in enumerate(entries, 1):
            lines += _entry_in_markdown(number, entry, parted)
    for heading, names in _lists(page):
        lines += [f"## {heading}", "", *(f"- {in_markdown(title)} `{id}`" for id, title in names), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _entry_in_markdown(number: int, entry: Told, parted: str) -> Iterator[str]:
    yield from (f"### {number}. {in_markdown(entry.title)} `{entry.id}`", "")
    if entry.lines:
        yield from ("| | |", "|---|---|")
        yield from (f"| {label} | {_cell(text)} |" for label, text in entry.lines)
        yield ""
    for part in entry.parts:
        when = f" 〔{in_markdown(part.when)}〕" if part.when else ""
        yield from (f"**{parted}: {in_markdown(part.label)}** `{part.id}`{when}", "")
        yield from ("  \n".join(_indented(line) for line in part.lines), "")
    yield from (f"- 根拠: {in_markdown(basis)}" for basis in entry.bases)
    if entry.bases:
        yield ""


def _cell(text: str) -> str:
    return "<br>".join(in_markdown(line) for line in text.splitlines())


def _indented(line: str) -> str:
    """A line of a clause; blanks at its start would be lost, wide ones are kept."""
    bare = line.lstrip(" ")
    return "　" * ((len(line) - len(bare)) // 2) + in_markdown(bare)
