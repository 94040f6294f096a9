"""Findings as Markdown, to be pasted into a paper or a ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.finding import LEVEL_LABELS, Finding, verdict_label
from ..wareki import show_date
from .show_check import PARTS, STAGES, by_level, counted, good, place

if TYPE_CHECKING:
    from ..jobs.check import CheckResult


def markdown(result: CheckResult) -> str:
    """The whole of a check, with a box to tick before each finding and question."""
    lines = [f"# {_escaped(result.label)}: {STAGES[result.stage]}", ""]
    lines += [f"案件 {_escaped(result.case)}、{show_date(result.as_of)}時点", "", "## できていること", ""]
    lines += [f"- {_escaped(line)}" for line in good(result)]
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
            lines.append(f"- {_escaped(named + '、'.join(one.titles))}")
    return "\n".join(lines).rstrip("\n")


def _markdown_item(finding: Finding) -> list[str]:
    mark = "" if finding.verdict == "finding" else f"【{verdict_label(finding)}】"
    lines = [f"- [ ] **{mark}{_escaped(finding.lead)}** `{finding.key}`"]
    lines.append(f"  - 場所: {_escaped(place(finding))}")
    if finding.question and finding.found:
        lines.append(f"  - 見たこと: {_escaped(finding.found)}")
    lines += [f"  - {label}: {_escaped(text)}" for label, name in PARTS if (text := getattr(finding, name))]
    return [*lines, ""]


def _escaped(text: str) -> str:
    """``text`` on one line, with no character that Markdown would take for its own."""
    one_line = " ".join(text.split("\n"))
    return "".join(f"\\{char}" if char in "\\`*_[]<>#|" else char for char in one_line)
