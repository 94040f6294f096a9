"""Findings as Markdown, to be pasted into a paper or a ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.finding import LEVEL_LABELS, Finding, verdict_label
from ..wareki import show_date
from .page import in_markdown
from .show_check import PARTS, STAGES, by_level, counted, good, place

if TYPE_CHECKING:
    from ..jobs.check import CheckResult


def markdown(result: CheckResult) -> str:
    """The whole of a check, with a box to tick before each finding and question."""
    lines = [f"# {in_markdown(result.label)}: {STAGES[result.stage]}", ""]
    lines += [f"案件 {in_markdown(result.case)}、{show_date(result.as_of)}時点", "", "## できていること", ""]
    lines += [f"- {in_markdown(line)}" for line in good(result)]
    findings = result.report.findings
    lines += ["", f"## {counted(result.report)}", ""]
    for level, group in by_level(findings):
        if group:
            lines += [f"### {LEVEL_LABELS[level]} {len(group)}件", ""]
            for finding in group:
                lines += _markdown_item(finding)
    if result.report.undecided:
        lines += [f"## まだ判断できないもの {len(result.report.undecided)}件", ""]
        for one in result.waiting:
            named = f"{one.label}（{one.id}）: " if one.label else ""
            lines.append(f"- {in_markdown(named + '、'.join(one.titles))}")
        lines.append("")
    if result.notes:
        lines += ["## このほかに", "", *(f"- {in_markdown(note)}" for note in result.notes)]
    return "\n".join(lines).rstrip("\n")


def _markdown_item(finding: Finding) -> list[str]:
    mark = "" if finding.verdict == "finding" else f"【{verdict_label(finding)}】"
    lines = [f"- [ ] **{mark}{in_markdown(finding.lead)}** `{finding.key}`"]
    lines.append(f"  - 場所: {in_markdown(place(finding))}")
    if finding.question and finding.found:
        lines.append(f"  - 見たこと: {in_markdown(finding.found)}")
    lines += [
        f"  - {label}: {in_markdown(text)}" for label, name in PARTS if (text := getattr(finding, name))
    ]
    return [*lines, ""]
