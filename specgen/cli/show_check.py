"""Findings on screen, as JSON and as Markdown: what is good first, then the heaviest findings in full."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..deliver.filenames import as_typed
from ..model.finding import LEVEL_LABELS, LEVELS, Finding
from ..wareki import show_date
from .page import Page, in_markdown, plain, spot

if TYPE_CHECKING:
    from ..jobs.check import CheckResult
    from .console import Console

IN_FULL = 10
"""So many findings are shown, those that are mended in the same way together as one."""
STAGES = {"draft": "作成中の確認", "submit": "提出前の確認"}
PARTS = (("理由", "why"), ("直し方", "fix"), ("例", "example"), ("PMO", "offer"))


def show_check(
    console: Console, result: CheckResult, *, form: str, fail_on: str, everything: bool = False
) -> int:
    """Print the verdicts; 1 when there are findings at or above ``fail_on``, else 0."""
    if form == "json":
        console.json(as_json(result, fail_on))
    else:
        console.line(_markdown(result) if form == "markdown" else str(_text(result, everything=everything)))
    return 1 if result.report.at_least(fail_on) else 0


def show_checks(
    console: Console, results: Sequence[CheckResult], *, form: str, fail_on: str, everything: bool = False
) -> int:
    """Several documents one after the other, as JSON in one list; 1 when one of them fails."""
    if form == "json" and len(results) > 1:
        console.json([as_json(result, fail_on) for result in results])
        return int(any(result.report.at_least(fail_on) for result in results))
    code = 0
    for number, result in enumerate(results):
        if number:
            console.line()
        code = max(code, show_check(console, result, form=form, fail_on=fail_on, everything=everything))
    return code


def as_json(result: CheckResult, fail_on: str) -> dict[str, Any]:
    """What a program reads: counts by level, every finding with its key, every rule that cannot be decided yet."""
    return {
        "case": result.case,
        "document": result.document,
        "label": result.label,
        "stage": result.stage,
        "as_of": result.as_of.isoformat(),
        "answered": result.answered,
        "asked": result.asked,
        "chapters": list(result.chapters),
        "finished": list(result.finished),
        "silent": list(result.silent),
        "notes": list(result.notes),
        "counts": {level: len(findings) for level, findings in _by_level(result.report.findings)},
        "fail_on": fail_on,
        "failed": bool(result.report.at_least(fail_on)),
        "findings": [{"key": f.key, **plain(f)} for f in result.report.findings],
        "undecided": [{"key": f.key, **plain(f)} for f in result.report.undecided],
    }


# -- for people ---------------------------------------------------------------------------------------------------
def _text(result: CheckResult, *, everything: bool) -> Page:
    page = Page()
    page.text(f"{result.label}: {STAGES[result.stage]}（案件 {result.case}、{show_date(result.as_of)}時点）")
    page.heading("できていること")
    for line in _good(result):
        page.item(line)
    _findings(page, result, everything=everything)
    if result.report.undecided:
        page.heading(f"まだ判断できないもの {len(result.report.undecided)}件")
        page.text("気付きには数えていません。次の答えがあると、確かめられます。", indent=2)
        for item in result.report.undecided:
            page.item(f"{item.title}（{'、'.join(item.undecided) or item.subject}）")
    if result.notes:
        page.heading("このほかに")
        for note in result.notes:
            page.item(note)
    if everything and result.silent:
        page.heading("気付きの無かった確認")
        for title in result.silent:
            page.item(title)
    return page


def _findings(page: Page, result: CheckResult, *, everything: bool) -> None:
    findings = result.report.findings
    if not findings:
        page.gap()
        page.text("気付いたことはありません。")
        return
    page.heading(f"気付き {len(findings)}件（{_counts(findings)}）")
    groups = [group for _, of_level in _by_level(findings) for group in _alike(of_level)]
    shown = groups if everything else groups[:IN_FULL]
    for number, group in enumerate(shown, 1):
        page.gap()
        head = f"{number:>2}. 【{LEVEL_LABELS[group[0].level]}】"
        if len(group) == 1:
            page.lead(head + group[0].found, hang=4)
            _told(page, group[0], PARTS, indent=4)
        else:
            _told_together(page, head, group, result.topics)
    if len(shown) < len(groups):
        page.gap()
        doc = "" if result.document == "spec" else f" --doc {result.document}"
        rest = len(findings) - sum(map(len, shown))
        page.text(
            f"ほかに{rest}件あります。全部を読むには「specgen check {as_typed(result.case)}{doc} --all」。"
        )


def _alike(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Findings of one rule on one topic that are mended in the same way, together; each at its first one's place."""
    groups: dict[tuple[str, ...], list[Finding]] = {}
    for finding in findings:
        topic, dot, _ = finding.subject.partition(".")
        alone = not dot or finding.subject.startswith("text:")
        key = (finding.key,) if alone else (finding.rule, topic, finding.fix, finding.offer)
        groups.setdefault(key, []).append(finding)
    return list(groups.values())


def _told_together(page: Page, head: str, group: Sequence[Finding], topics: Mapping[str, str]) -> None:
    """Several findings with one remedy: what differs a line each, then what they share, once."""
    topic = group[0].subject.partition(".")[0]
    page.lead(f"{head}「{topics.get(topic, topic)}」の{len(group)}か所を、同じやり方で直せます。", hang=4)
    shared = [(label, name) for label, name in PARTS if len({getattr(f, name) for f in group}) == 1]
    for finding in group:
        page.item(finding.found, indent=4)
        _told(page, finding, [part for part in PARTS if part not in shared], indent=6)
    for label, name in shared:
        page.labelled(label, getattr(group[0], name), indent=4)


def _told(page: Page, finding: Finding, parts: Sequence[tuple[str, str]], *, indent: int) -> None:
    page.labelled("場所", place(finding), indent=indent)
    for label, name in parts:
        page.labelled(label, getattr(finding, name), indent=indent)


def _good(result: CheckResult) -> Iterable[str]:
    yield f"回答 {result.answered}/{result.asked}"
    if result.finished:
        yield f"空きの無い話題 {len(result.finished)}: {'、'.join(result.finished)}"
    if result.chapters:
        yield f"章立て {len(result.chapters)}章: {_chapter(result.chapters[0])}から{_chapter(result.chapters[-1])}まで"
    if result.silent:
        asked = len(result.silent) + len(
            {f.rule for f in (*result.report.findings, *result.report.undecided)}
        )
        yield f"確かめた{asked}項目のうち{len(result.silent)}項目は、気付きなし"


def _chapter(text: str) -> str:
    return f"「{text}」"


def place(finding: Finding) -> str:
    """Where a finding is: file and line, the heading in the paper, and the id to use with other verbs."""
    where = spot(finding.place)
    heading = f"見出し「{finding.heading}」" if finding.heading else ""
    if not where and not heading:
        where = "answers.yaml（まだ書かれていない欄）"
    subject = "" if finding.subject.startswith("text:") else f"欄の名前 {finding.subject}"
    return "、".join(part for part in (where, heading, subject) if part)


def _by_level(findings: Sequence[Finding]) -> list[tuple[str, list[Finding]]]:
    return [(level, [f for f in findings if f.level == level]) for level in reversed(LEVELS)]


def _counts(findings: Sequence[Finding]) -> str:
    return "、".join(f"{LEVEL_LABELS[level]} {len(group)}" for level, group in _by_level(findings) if group)


# -- Markdown -----------------------------------------------------------------------------------------------------
def _markdown(result: CheckResult) -> str:
    lines = [f"# {in_markdown(result.label)}: {STAGES[result.stage]}", ""]
    lines += [f"案件 {in_markdown(result.case)}、{show_date(result.as_of)}時点", "", "## できていること", ""]
    lines += [f"- {in_markdown(line)}" for line in _good(result)]
    findings = result.report.findings
    lines += ["", f"## 気付き {len(findings)}件" + (f"（{_counts(findings)}）" if findings else ""), ""]
    for level, group in _by_level(findings):
        if group:
            lines += [f"### {LEVEL_LABELS[level]} {len(group)}件", ""]
            for finding in group:
                lines += _markdown_item(finding)
    if result.report.undecided:
        lines += [f"## まだ判断できないもの {len(result.report.undecided)}件", ""]
        lines += [
            f"- {in_markdown(f.title)}（{'、'.join(f.undecided) or f.subject}）"
            for f in result.report.undecided
        ]
        lines.append("")
    if result.notes:
        lines += ["## このほかに", "", *(f"- {in_markdown(note)}" for note in result.notes)]
    return "\n".join(lines).rstrip("\n")


def _markdown_item(finding: Finding) -> list[str]:
    lines = [
        f"- [ ] **{in_markdown(finding.found)}** `{finding.key}`",
        f"  - 場所: {in_markdown(place(finding))}",
    ]
    lines += [
        f"  - {label}: {in_markdown(text)}" for label, name in PARTS if (text := getattr(finding, name))
    ]
    return [*lines, ""]
