"""Makes ``examples/three-rounds``: what three rounds of a review leave behind, to open and to read.

Run ``python tests/tools/make_story.py`` after a change of what a round writes; a test refuses a story that is behind.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import story  # noqa: E402

from specgen.deliver.manifest import parts_digest  # noqa: E402
from specgen.word.screen import screen_package  # noqa: E402

STORY = ROOT / "examples" / "three-rounds"


def main() -> None:
    """Play the story and keep its records and files; a file that says the same stays as it is."""
    with tempfile.TemporaryDirectory() as folder:
        made = story.play(Path(folder)).case / "reviews"
        target = STORY / "reviews"
        fresh = {path.relative_to(made) for path in made.rglob("*") if path.is_file()}
        for old in [path for path in target.rglob("*") if path.is_file()]:
            if old.relative_to(target) not in fresh:
                old.unlink()
        for name in sorted(fresh):
            keep = target / name
            if keep.is_file() and same(keep, made / name):
                continue
            keep.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(made / name, keep)
            print(f"{name}, {keep.stat().st_size} bytes")


def same(one: Path, other: Path) -> bool:
    """Whether two files say the same: Word and Excel files by their parts, for zip bytes differ between machines."""
    if one.suffix == ".docx":
        return content(one) == content(other)
    if one.suffix == ".xlsx":
        return _entries(one) == _entries(other)
    return one.read_bytes() == other.read_bytes()


def content(path: Path) -> str:
    """A digest of the parts of a Word file."""
    return parts_digest(screen_package(path.read_bytes(), path.name, allow="paper"))


def _entries(path: Path) -> dict[str, bytes]:
    import zipfile

    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


if __name__ == "__main__":
    main()
