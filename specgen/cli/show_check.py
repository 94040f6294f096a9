"""Findings on screen and as JSON: what is good first, then the heaviest findings in full."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..check.gathered import Group, gathered
from ..check.told import as_data
from ..deliver.filenames import as_typed
from ..model.finding import LEVEL_LABELS, LEVELS, Finding, verdict_label
from ..wareki import show_date
from .page import Page, plain, spot

if TYPE_CHECKING:
    from ..check.run import Report
    from ..jobs.check import CheckResult
    from ..jobs.whatif import OnCase
    from .console import Console

IN_FULL = 10
"""So many findings are shown, those that are told together as one."""
NAMED = 5
"""So many blanks of a topic are named in its headline."""
STAGES = {"draft": "作成中の確認", "submit": "提出前の確認"}
PARTS = (("理由", "why"), ("直し方", "fix"), ("例", "example"), ("PMO", "offer"))


def show_check(
    console: Console, result: CheckResult, *, form: str, fail_on: str, everything: bool = False
) -> int:
    """Print the verdicts; 1 when there are findings at or above ``fail_on``, else 0."""
    if form == "json":
        console.json(as_json(result, fail_on))
    elif form == "markdown":
        from .check_markdown import markdown

        console.line(markdown(result))
    else:
        console.line(str(_text(result, everything=everything)))
    return exit_code(result, fail_on)


def show_list(console: Console, result: CheckResult, path: Path, *, fail_on: str) -> int:
    """Say where the Excel list lies and how much it holds."""
    page = Page()
    page.text(f"{result.label}の確認一覧を書きました。{counted(result.report)}")
    page.line(f"  {path.absolute()}")
    console.line(str(page))
    return exit_code(result, fail_on)


def show_on_case(console: Console, title: str, result: OnCase, *, json: bool = False) -> int:
    """What one rule says of one case, what it read, and which answers would change that."""
    if json:
        console.json(plain(result))
        return 0
    page = Page()
    page.text(f"規則「{title}」は、案件 {result.case} では{result.says}。")
    for heading, lines in (
        ("言うこと", result.told),
        ("読んだ答え", result.read),
        ("答えが変わると", result.changes),
    ):
        if lines:
            page.heading(heading)
            for line in lines:
                page.item(line)
    console.line(str(page))
    return 0


def exit_code(result: CheckResult, fail_on: str) -> int:
    """1 when there are findings at or above ``fail_on``; questions to people do not count."""
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
        "counts": {level: len(findings) for level, findings in by_level(result.report.told)},
        "questions": {level: len(findings) for level, findings in by_level(result.report.questions)},
        "fail_on": fail_on,
        "failed": bool(result.report.at_least(fail_on)),
        "findings": [as_data(f, result.as_of) for f in result.report.findings],
        "undecided": [as_data(f, result.as_of) for f in result.report.undecided],
        "waiting": [plain(waiting) for waiting in result.waiting],
    }


# -- for people ---------------------------------------------------------------------------------------------------
def _text(result: CheckResult, *, everything: bool) -> Page:
    page = Page()
    page.text(f"{result.label}: {STAGES[result.stage]}（案件 {result.case}、{show_date(result.as_of)}時点）")
    page.heading("できていること")
    for line in good(result):
        page.item(line)
    _findings(page, result, everything=everything)
    _waiting(page, result, everything=everything)
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
    page.heading(counted(result.report))
    groups = gathered(findings)
    shown = groups if everything else groups[:IN_FULL]
    said: set[str] | None = None if everything else set()
    for number, group in enumerate(shown, 1):
        page.gap()
        page.lead(f"{number:>2}. 【{_label(group)}】{headline(group, result)}", hang=4)
        if len(group.findings) == 1:
            tell(page, group.first, _not_yet_said(group.first, said), indent=4)
        elif group.blanks and not everything:
            _blanks(page, group, _not_yet_said(group.first, said))
        else:
            _told_together(page, group)
    if len(shown) < len(groups):
        page.gap()
        doc = "" if result.document == "spec" else f" --doc {result.document}"
        rest = len(findings) - sum(len(group.findings) for group in shown)
        page.text(
            f"ほかに{rest}件あります。全部を読むには「specgen check {as_typed(result.case)}{doc} --all」。"
        )


def headline(group: Group, result: CheckResult) -> str:
    """What is said of a group in one line: the one finding, the blanks by name, or how many places are alike."""
    if len(group.findings) == 1:
        return group.first.lead
    topic = result.topics.get(group.topic, group.topic)
    if not group.blanks:
        return f"「{topic}」の{len(group.findings)}か所を、同じやり方で直せます。"
    named = [result.names.get(finding.subject) or finding.subject for finding in group.findings]
    names = list(dict.fromkeys(named))
    listed = "、".join(names[:NAMED]) + (f"、ほか{len(names) - NAMED}つ" if len(names) > NAMED else "")
    return f"「{topic}」に、空きが{len(names)}つあります（{listed}）。"


def _label(group: Group) -> str:
    """The level of a group, as a question where all of it are questions."""
    told = next((finding for finding in group.findings if finding.verdict == "finding"), group.first)
    return verdict_label(told)


def _not_yet_said(finding: Finding, said: set[str] | None) -> Sequence[tuple[str, str]]:
    """The parts to tell: a remedy or an offer that an earlier one made in the same words is not made again."""
    if said is None:
        return PARTS
    parts = [part for part in PARTS if getattr(finding, part[1]) not in said]
    said.update((finding.fix, finding.offer))
    return parts


def _blanks(page: Page, group: Group, parts: Sequence[tuple[str, str]]) -> None:
    """The blanks of a topic, a line each; behind the first why it is needed and how to fill it."""
    for finding in group.findings:
        page.item(f"{(finding.found or finding.lead).removesuffix('。')}（{finding.subject}）", indent=4)
        if finding is group.first:
            for label, name in parts:
                page.labelled(label, getattr(finding, name), indent=6)


def _told_together(page: Page, group: Group) -> None:
    """Several findings of one kind: what differs a line each, then what they share, once."""
    findings = group.findings
    shared = [(label, name) for label, name in PARTS if len({getattr(f, name) for f in findings}) == 1]
    for finding in findings:
        page.item(finding.lead, indent=4)
        tell(page, finding, [part for part in PARTS if part not in shared], indent=6)
    for label, name in shared:
        page.labelled(label, getattr(group.first, name), indent=4)


def tell(page: Page, finding: Finding, parts: Sequence[tuple[str, str]], *, indent: int) -> None:
    """The place of a finding and its parts, a labelled line each."""
    page.labelled("場所", place(finding), indent=indent)
    if finding.question and finding.found:
        page.labelled("見たこと", finding.found, indent=indent)
    for label, name in parts:
        page.labelled(label, getattr(finding, name), indent=indent)


def _waiting(page: Page, result: CheckResult, *, everything: bool) -> None:
    """What would decide the rules that cannot be decided yet: a few answers decide most of them."""
    undecided = result.report.undecided
    if not undecided:
        return
    page.heading(f"まだ判断できないもの {len(undecided)}件")
    page.text("気付きには数えていません。次の答えがあると、確かめられます。", indent=2)
    waiting = result.waiting if everything else result.waiting[:IN_FULL]
    for one in waiting:
        page.item(f"{one.label}（{one.id}）: {_titles(one.titles)}" if one.label else _titles(one.titles))
    if len(waiting) < len(result.waiting):
        page.item(f"このほか{len(result.waiting) - len(waiting)}の答え（--all で読めます）")
    for item in undecided:
        if item.found:
            page.item(f"{item.title}: {item.found}")


def _titles(titles: Sequence[str]) -> str:
    rest = f"ほか{len(titles) - 1}件" if len(titles) > 1 else ""
    return f"「{titles[0]}」{rest}"


def counted(report: Report) -> str:
    """気付き n件（…）・お尋ね m件（…）, each counted apart."""
    told, asked = report.told, report.questions
    parts = [f"気付き {len(told)}件" + (f"（{_counts(told)}）" if told else "")]
    if asked:
        parts.append(f"お尋ね {len(asked)}件（{_counts(asked)}）")
    return "・".join(parts)


def good(result: CheckResult) -> Iterable[str]:
    """What is done already, in a few lines."""
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
    """Where a finding is: file and line, where in the paper, and the id to use with other verbs."""
    where, paper = spot(finding.place), finding.paper
    row = f"の「{paper.row}」" if paper.row else ""
    column = f"の「{paper.column}」" if paper.column else ""
    heading = f"見出し「{paper.heading}」" if paper.heading else ""
    table = f"{paper.table}{row}{column}" if paper.table else ""
    named = finding.subject.startswith(("text:", "section:", "rule:"))
    if not where and not heading and not named:
        where = "answers.yaml（まだ書かれていない欄）"
    subject = "" if named else f"欄の名前 {finding.subject}"
    return "、".join(part for part in (where, heading, table, subject) if part)


def by_level(findings: Sequence[Finding]) -> list[tuple[str, list[Finding]]]:
    """Findings of each level, the heaviest first."""
    return [(level, [f for f in findings if f.level == level]) for level in reversed(LEVELS)]


def _counts(findings: Sequence[Finding]) -> str:
    return "、".join(f"{LEVEL_LABELS[level]} {len(group)}" for level, group in by_level(findings) if group)
