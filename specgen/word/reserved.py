"""Names of a template that are no answers: a module of its own, for printing needs them and none that judges templates."""

from __future__ import annotations

PAPER = frozenset(
    {
        "title",
        "title_lines",
        "edition",
        "version",
        "date",
        "organisation",
        "department",
        "mark",
        "label",
        "spec",
        "requirements",
    }
)
"""What is printed about the paper itself, and how the other documents of the case are named."""
LOOP = frozenset({"index", "index0", "first", "last", "length", "revindex", "revindex0"})
BOOLS = frozenset({"sections", "conditions", "clauses"})
"""Reserved names that hold yes or no: they are tested, never printed."""
NOTES = frozenset({"undecided", "unsure"})
"""Reserved names that hold gap sentences: printed in the gap style, never traced."""
REVIEW = frozenset({"document", "round", "as_of", "by", "department", "counts", "moved", "decisions"})
"""What is printed about a round of review; only papers of a round have it."""
REVIEW_LISTS = frozenset({"good", "findings", "questions", "settled", "waiting"})
LISTS = frozenset({"outline", "glossary", *(f"review.{name}" for name in REVIEW_LISTS)})
"""Reserved names that hold computed lists: their fields are printed, never traced."""
RESERVED = frozenset({"org", "paper", "review", "numbers", "tables", "gaps", "loop", *BOOLS, *NOTES, *LISTS})
NEVER = frozenset({"case", "self", "super", "caller", "varargs", "kwargs"})
"""Names that mean something else to us or to Jinja: no topic and no loop variable is called so."""
