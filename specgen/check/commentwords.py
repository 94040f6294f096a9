"""A finding in the few words that a margin holds; the whole of it stands in the appendix and in the review sheet."""

from __future__ import annotations

from ..model.finding import Finding, verdict_label
from ..model.round import MOVEMENT_LABELS, Moved


def note_text(finding: Finding, moved: Moved | None = None) -> str:
    """What a comment says behind its key: its state since the last round, what was found, how to fix it, why.

    Of the reasons it gives the first sentence. Without ``moved`` there is no round, and no word about it.
    """
    return "\n".join(line for line in _lines(finding, moved) if line)


def _lines(finding: Finding, moved: Moved | None) -> tuple[str, ...]:
    state = f"{MOVEMENT_LABELS[moved.state]}・" if moved is not None else ""
    found, question = finding.found, finding.question
    return (
        f"【{state}{verdict_label(finding)}】{found or question}",
        question if found else "",
        moved.note if moved is not None else "",
        f"直し方: {with_example(finding)}" if finding.fix or finding.example else "",
        f"理由: {first_sentence(finding.why)}" if finding.why else "",
    )


def with_example(finding: Finding) -> str:
    """How to fix it, with the example of the rule."""
    return "\n".join(part for part in (finding.fix, finding.example and f"例: {finding.example}") if part)


def first_sentence(text: str) -> str:
    """The text up to its first full stop that stands in no brackets."""
    depth = 0
    for at, sign in enumerate(text):
        depth += (sign in "「『（(") - (sign in "」』）)")
        if sign == "。" and depth <= 0:
            return text[: at + 1]
    return text
