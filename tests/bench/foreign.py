"""P7: a file that others made, of about 300 pages, from its bytes to the commented copy."""

from __future__ import annotations

import sys
import tempfile
from datetime import date
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

from foreignmaking import long_paper

from specgen.jobs.foreignfile import review_file
from specgen.word.read import read_tree
from specgen.word.screen import screen_package

from .measuring import Row, in_turn, ratio, seen

DAY = date(2026, 12, 4)


def one_review(rounds: int, sections: int) -> list[Row]:
    """The review of a file in 標準 style with ``sections`` sections of about a page each, beside merely reading it."""
    with tempfile.TemporaryDirectory() as folder:
        path = long_paper(sections).saved(Path(folder) / "長い仕様書.docx")
        data = path.read_bytes()

        def review() -> None:
            review_file(path, None, DAY)
            path.with_name("長い仕様書_確認.docx").unlink()

        taken = in_turn(
            min(rounds, 5),
            {"review": review, "read": lambda: read_tree(screen_package(data, path.name, allow="foreign"))},
        )
    what = f"review of {sections} pages of others ({len(data) // 1024} KB), with the copy"
    return [
        Row("P7", what, f"{median(taken['review']):.1f} s", "a few seconds"),
        Row("P7", "the same / reading the file", f"{ratio(taken, 'review', 'read'):.1f} x", "", seen(taken)),
    ]
