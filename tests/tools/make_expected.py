"""Makes ``examples/<case>/expected``: the draft in Word that a person would open, and its text to read without Word.

Run ``python tests/tools/make_expected.py`` after a change of questions, clauses, template, rules or examples, and
read what changed in the text views before you commit them; a test refuses expectations that are behind.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from specgen.deliver.manifest import parts_digest
from specgen.jobs.draft import draft
from specgen.word.read import read_tree
from specgen.word.screen import screen_package
from specgen.word.treetext import tree_to_text
from specgen.workspace import ANSWERS_FILE, CASE_FILE, SETTINGS_FILE

EXAMPLES = Path(__file__).parents[2] / "examples"


@dataclass(frozen=True, slots=True)
class Expected:
    """One drafted document: its file's name and bytes, a digest of its parts, and its text view."""

    name: str
    data: bytes
    parts: str
    text: str


def cases() -> list[str]:
    """The example cases."""
    return sorted(path.parent.name for path in EXAMPLES.glob(f"*/{CASE_FILE}"))


def drafted(case: str, folder: Path) -> list[Expected]:
    """The documents of an example case as they are drafted today, in a workspace made at ``folder``."""
    target = folder / "cases" / case
    target.mkdir(parents=True)
    shutil.copy(EXAMPLES / SETTINGS_FILE, folder)
    for name in (CASE_FILE, ANSWERS_FILE):
        shutil.copy(EXAMPLES / case / name, target)
    return [expected(document.path) for document in draft(target, ["all"]).documents]


def expected(path: Path) -> Expected:
    """What a drafted file holds."""
    data = path.read_bytes()
    parts = screen_package(data, path.name)
    return Expected(path.name, data, parts_digest(parts), tree_to_text(read_tree(parts), with_margins=True))


def main() -> None:
    """Write the expectations of every example case; a Word file that says the same stays as it is."""
    for case in cases():
        with tempfile.TemporaryDirectory() as folder:
            documents = drafted(case, Path(folder))
        target = EXAMPLES / case / "expected"
        target.mkdir(exist_ok=True)
        names = {made.name for made in documents}
        for old in target.iterdir():
            if old.with_suffix(".docx").name not in names:
                old.unlink()
        for made in documents:
            keep = target / made.name
            if not keep.is_file() or expected(keep).parts != made.parts:
                keep.write_bytes(made.data)
            keep.with_suffix(".txt").write_text(made.text, encoding="utf-8", newline="\n")
            print(f"{case}: {made.name}, {len(made.text.splitlines())} lines of text")


if __name__ == "__main__":
    main()
