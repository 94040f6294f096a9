"""Names of a template that are no answers: a module of its own, for ids, printing and what judges templates need them."""

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
LISTS = frozenset({"outline", "glossary"})
"""Reserved names that hold computed lists: their fields are printed, never traced."""
RESERVED = frozenset({"org", "paper", "numbers", "tables", "gaps", "loop", *BOOLS, *NOTES, *LISTS})
NEVER = frozenset({"case", "self", "super", "caller", "varargs", "kwargs"})
"""Names that mean something else to us or to Jinja: no topic and no loop variable is called so."""
