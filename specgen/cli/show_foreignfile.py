"""The review of a file that others made, on screen and as JSON: what is there first, then the heaviest findings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from ..check.told import as_data
from ..deliver.filenames import as_typed
from ..model.finding import Finding, verdict_label
from ..wareki import show_date
from .page import Page, plain
from .show_check import IN_FULL, PARTS, by_level, counted, tell

if TYPE_CHECKING:
    from ..jobs.foreignfile import FileReview
    from .console import Console


def show_file(console: Console, result: FileReview, *, fail_on: str, everything: bool, json: bool) -> int:
    """Print the review; 1 when there are findings at or above ``fail_on``, else 0."""
    if json:
        console.json(_as_json(result, fail_on))
    else:
        console.line(str(_text(result, everything=everything)))
    return 1 if result.report.at_least(fail_on) else 0


def _as_json(result: FileReview, fail_on: str) -> dict[str, Any]:
    report = result.report
    return {
        "file": str(result.file.absolute()),
        "as_of": result.as_of.isoformat(),
        "copy": str(result.copy.absolute()) if result.copy is not None else "",
        "written": result.written,
        "chapters": plain(result.chapters),
        "headings": plain(result.headings),
        "silent": list(result.silent),
        "unasked": list(result.unasked),
        "notes": list(result.notes),
        "counts": {level: len(found) for level, found in by_level(report.told)},
        "questions": {level: len(found) for level, found in by_level(report.questions)},
        "fail_on": fail_on,
        "failed": bool(report.at_least(fail_on)),
        "findings": [as_data(f, result.as_of) for f in report.findings],
    }


def _text(result: FileReview, *, everything: bool) -> Page:
    page = Page()
    page.text(
        f"{result.file.name} を確かめました（{show_date(result.as_of)}時点）。元のファイルは変えていません。"
    )
    page.heading("できていること")
    for line in _good(result):
        page.item(line)
    _findings(page, result, everything=everything)
    page.heading("このほかに")
    for note in (*_about_headings(result), *result.notes):
        page.item(note)
    page.item(
        f"答えがないと確かめられないことが、ほかに{len(result.unasked)}項目あります。"
        "案件の答えと一緒に確かめるには「specgen check 案件」を使います。"
    )
    if everything:
        _everything(page, result)
    page.gap()
    _copy(page, result)
    return page


def _good(result: FileReview) -> Iterable[str]:
    there = [chapter for chapter in result.chapters if chapter.heading]
    yield f"{result.form}のひな形の{len(result.chapters)}章のうち、{len(there)}章に当たる見出しがあります"
    if result.silent:
        asked = len(result.silent) + len({f.rule for f in result.report.findings})
        yield f"確かめた{asked}項目のうち{len(result.silent)}項目は、気付きなし"


def _findings(page: Page, result: FileReview, *, everything: bool) -> None:
    findings = result.report.findings
    if not findings:
        page.gap()
        page.text("気付いたことはありません。")
        return
    page.heading(counted(result.report))
    groups = _alike(findings)
    shown = groups if everything else groups[:IN_FULL]
    for number, group in enumerate(shown, 1):
        page.gap()
        head = f"{number:>2}. 【{verdict_label(group[0])}】"
        if len(group) == 1:
            page.lead(head + group[0].lead, hang=4)
            tell(page, group[0], PARTS, indent=4)
        else:
            _told_together(page, head, group)
    if rest := len(findings) - sum(map(len, shown)):
        page.gap()
        page.text(f"ほかに{rest}件あります。全部を読むには、--all を付けます。")
        page.line(f"  specgen review file {as_typed(result.file.name)} --all")


def _alike(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Findings of one rule that are mended in the same way, together; each at its first one's place."""
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.rule, finding.fix, finding.offer), []).append(finding)
    return list(groups.values())


def _told_together(page: Page, head: str, group: Sequence[Finding]) -> None:
    """Several findings with one remedy: a line and a place each, then what they share, once."""
    page.lead(f"{head}同じやり方で直せる所が{len(group)}か所あります。", hang=4)
    shared = [(label, name) for label, name in PARTS if len({getattr(f, name) for f in group}) == 1]
    for finding in group:
        page.item(finding.lead, indent=4)
        tell(page, finding, [part for part in PARTS if part not in shared], indent=6)
    for label, name in shared:
        page.labelled(label, getattr(group[0], name), indent=4)


def _about_headings(result: FileReview) -> Iterable[str]:
    """Chapters that were taken for one of ours without being called so, and those that were not seen."""
    perhaps = [c for c in result.chapters if c.heading and not c.sure]
    if perhaps:
        named = "、".join(f"「{c.heading}」は「{c.title}」" for c in perhaps)
        yield f"たぶん同じ章とみた見出し: {named}"
    missing = [c.title for c in result.chapters if not c.heading]
    if missing:
        yield f"当たる見出しが見当たらない章: {'、'.join(missing)}"


def _everything(page: Page, result: FileReview) -> None:
    if result.headings:
        page.heading("見出しと、ひな形の章・節")
        for match in result.headings:
            taken = (
                f"{'' if match.sure else 'たぶん'}「{match.title}」" if match.key else "（当たるものなし）"
            )
            page.item(f"{match.heading}: {taken}", indent=2 * match.level)
    for heading, titles in (
        ("気付きの無かった確認", result.silent),
        ("答えがないと確かめられないこと", result.unasked),
    ):
        if titles:
            page.heading(heading)
            for title in titles:
                page.item(title)


def _copy(page: Page, result: FileReview) -> None:
    if result.copy is None:
        return
    page.text(
        "コメントを付けた写しを書きました。"
        if result.written
        else "コメントを付けた写しは、前に書いたものから変わっていません。"
    )
    page.line(f"  {result.copy.absolute()}")
