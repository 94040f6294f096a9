"""What the journeys share: the command line called in this process, and Word files looked at as a reader would."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from specgen.cli.main import run_with
from specgen.model.texttree import Block, TextTree
from specgen.word.read import read_tree

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")


@dataclass(frozen=True)
class Said:
    """What one command line printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def flat(self) -> str:
        """Everything on one line: the screen's line breaks are no part of a sentence."""
        return re.sub(r"\n *", "", self.out + self.err)

    @property
    def data(self):
        return json.loads(self.out)


class Person:
    """Somebody at a keyboard, standing in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def types(self, *words: str) -> Said:
        """Run ``specgen`` with these words; nothing that looks like a traceback may come back."""
        out, err = io.StringIO(), io.StringIO()
        with contextlib.chdir(self.folder), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run_with(list(words))
        said = Said(code, out.getvalue(), err.getvalue())
        assert "Traceback" not in said.out + said.err and "申し訳" not in said.err, said.err
        return said

    def answers(self, case: str) -> Path:
        return self.folder / "cases" / case / "answers.yaml"

    def writes(self, case: str, **replaced: str) -> None:
        """Fill in answers as with an editor: ``topic__name="text"`` puts the text behind that key."""
        path = self.answers(case)
        text = path.read_text(encoding="utf-8")
        for name, value in replaced.items():
            key = name.replace("__", ".")
            text, found = re.subn(rf"(?m)^{re.escape(key)}:.*$", lambda _, k=key, v=value: f"{k}: {v}", text)
            assert found == 1, key
        path.write_text(text, encoding="utf-8")

    def newest_word_file(self, case: str) -> Path:
        drafts = self.folder / "cases" / case / "drafts"
        return next(sorted(drafts.iterdir())[-1].glob("*.docx"))


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def tree(path: Path) -> TextTree:
    return read_tree(parts(path))


def everything_below(folder: Path) -> dict[str, str]:
    """Every file with its digest: two calls that agree prove that nothing was touched."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def words_of(paper: TextTree) -> str:
    return "\n".join(block.text for block in (*paper.walk(), *paper.margins, *paper.notes))


def empty_headings(paper: TextTree) -> list[str]:
    """Headings behind which nothing is said before the next heading of the same or a higher level."""
    found: list[str] = []
    open_: list[Block] = []
    for block in (*paper.blocks, Block("heading", "", 1)):
        if block.kind == "heading":
            found += [f"{h.number} {h.text}" for h in open_ if h.level >= block.level]
            open_ = [block] if (open_ and open_[-1].level >= block.level) or not open_ else [*open_, block]
        elif block.kind == "table" or block.text.strip():
            open_ = []
    return found


def silent_blanks(paper: TextTree) -> list[str]:
    """Places where an answer is missing and nothing says so: empty quotes, sentences without their subject."""
    holes = re.compile(r"「」|（）|は、とする|は、である|、、|。。|^とする|undecided|unanswered|\bNone\b")
    found = [block.text for block in paper.walk() if holes.search(block.text)]
    for block in paper.blocks:
        if block.kind == "table":
            head = " ".join(cell_text(cell) for cell in block.rows[0])
            found += [f"empty table: {head}"] if len(block.rows) < 2 else []
            found += [
                f"blank row: {head}" for row in block.rows[1:] if not any(cell_text(c).strip() for c in row)
            ]
    return found


def cell_text(cell: tuple[Block, ...]) -> str:
    return "".join(block.text for block in cell)


def leftovers(path: Path) -> list[str]:
    """Marks of the template that must not reach a reader, in any part."""
    return [
        f"{name}: {mark.decode()}"
        for name, data in parts(path).items()
        for mark in (b"{{", b"{%", b"}}", b"%}")
        if mark in data
    ]
