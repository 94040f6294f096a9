"""A verdict as plain data, in the shape that JSON, the rounds of a review and other programs share."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from ..model.finding import Finding


def as_data(finding: Finding, as_of: date) -> dict[str, Any]:
    """One verdict; what is empty is left out."""
    told: dict[str, Any] = {
        "key": finding.key,
        "rule": finding.rule,
        "title": finding.title,
        "subject": finding.subject,
        "verdict": finding.verdict,
        "level": finding.level,
        "level_from": finding.level_from,
        "place": _place(finding),
        "words": _words(finding),
        "basis": [_without_empty(asdict(basis)) for basis in finding.basis],
        "undecided": list(finding.undecided),
        "reads": dict(finding.reads),
        "reads_digest": finding.reads_digest if finding.reads else "",
        "as_of": as_of.isoformat(),
    }
    return _without_empty(told)


def _place(finding: Finding) -> dict[str, Any]:
    place, paper = finding.place, finding.paper
    answers = {"file": place.file, "line": place.line, "column": place.column} if place.line else {}
    printed = {name: getattr(paper, name) for name in ("document", "heading", "table", "row", "column")}
    return _without_empty({"answers": answers, **printed})


def _words(finding: Finding) -> dict[str, str]:
    names = ("found", "question", "why", "fix", "example", "offer")
    return _without_empty({name: getattr(finding, name) for name in names})


def _without_empty(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value not in ("", (), [], {}, None)}
