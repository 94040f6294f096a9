"""Headings and values of published specifications come back out of answers, at the place that ``real/fit.csv`` names."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))
sys.path.insert(0, str(Path(__file__).parents[1] / "journeys"))

from journeying import EXAMPLES, Person, tree
from real_specifications import FITS, KINDS, PAGE, REAL, Row, headings_of, pack_of, page, published, rows

from specgen.content.load import load_content
from specgen.model.texttree import Block, TextTree

CONTENT = load_content()
ROWS = rows()
PUBLISHED = [each.id for each in published()]
HEADINGS = {name: headings_of(CONTENT, pack) for name, pack in CONTENT.packs.items()}
ANSWERS = sorted({row.answers for row in ROWS if row.answers})


@dataclass(frozen=True)
class Part:
    """What stands under a heading, down to the next heading that is not below it."""

    texts: tuple[str, ...]
    tags: frozenset[str]

    def shows(self, text: str) -> bool:
        """Whether the text stands in it; one or two characters must be a paragraph or a cell by themselves."""
        return any(text in own if len(text) > 2 else text == own for own in self.texts)

    def prints(self, question: str) -> bool:
        return any(re.split(r"[/#]", tag)[0] == question for tag in self.tags)


Parts = dict[tuple[str, ...], Part]


def parts_of(paper: TextTree) -> Parts:
    """The words of each heading, those above it first → what stands under it; the cover comes as ``表紙``."""
    under: dict[tuple[str, ...], list[Block]] = {("表紙",): []}
    path: tuple[str, ...] = ()
    for block in paper.blocks:
        if block.kind == "heading":
            path = (*path[: block.level - 1], block.text)
        for depth in range(1, len(path) + 1):
            under.setdefault(path[:depth], []).append(block)
        if not path:
            under["表紙",].append(block)
    return {path: part_of(TextTree(tuple(blocks))) for path, blocks in under.items()}


def part_of(blocks: TextTree) -> Part:
    walked = list(blocks.walk())
    tags = {piece.tag for block in walked for piece in block.pieces if piece.tag}
    return Part(tuple(block.text for block in walked), frozenset(tags))


@pytest.fixture(scope="module")
def drafted(tmp_path_factory) -> dict[tuple[str, str], tuple[TextTree, Parts]]:
    """Answers and document → the Word file that the command line drafts from them, and its parts."""
    folder = tmp_path_factory.mktemp("real")
    person = Person(folder)
    assert person.types("init").code == 0
    shutil.copy(EXAMPLES / "specgen.yaml", folder)
    shutil.copytree(REAL, folder / "cases", dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.csv"))
    found = {}
    for answers in ANSWERS:
        wanted = {document for row in ROWS if row.answers == answers for document, _ in row.places}
        said = person.types("draft", answers, "--doc", ",".join(wanted), "--json")
        assert said.code == 0, said.err
        for made in said.data["documents"]:
            paper = tree(folder / made["path"])
            found[answers, made["document"]] = paper, parts_of(paper)
    return found


def parts(drafted, row: Row) -> Iterator[tuple[str, Part | None]]:
    for document, key in row.places:
        path = HEADINGS[pack_of(CONTENT, row.answers, document).name][key]
        yield f"{document}:{key}", drafted[row.answers, document][1].get(path)


@pytest.mark.parametrize("id", PUBLISHED)
def test_every_heading_that_is_named_stands_in_the_draft(drafted, id):
    missing = [
        f"{row.theirs}: {place}"
        for row in ROWS
        if row.published == id
        for place, part in parts(drafted, row)
        if part is None
    ]
    assert missing == []


@pytest.mark.parametrize("id", PUBLISHED)
def test_every_text_that_is_named_stands_under_its_heading(drafted, id):
    missing = [
        f"{row.theirs}: {text}"
        for row in ROWS
        if row.published == id
        for text in row.shows
        if not any(part is not None and part.shows(text) for _, part in parts(drafted, row))
    ]
    assert missing == []


@pytest.mark.parametrize("id", PUBLISHED)
def test_every_question_that_is_named_is_answered_and_printed_there_or_left_out_with_a_reason(drafted, id):
    missing = []
    for row in (row for row in ROWS if row.published == id and row.answers):
        given = (REAL / row.answers / "answers.yaml").read_text(encoding="utf-8")
        left_out = {q for d, _ in row.places for q in pack_of(CONTENT, row.answers, d).entry.leaves_out}
        for question in row.questions:
            printed = any(part is not None and part.prints(question) for _, part in parts(drafted, row))
            if not re.search(rf"(?m)^{re.escape(question)}:", given) or not (
                printed or question in left_out or re.search(rf"(?m)^{re.escape(question)}: なし", given)
            ):
                missing.append(f"{row.theirs}: {question}")
    assert missing == []


def test_every_answer_is_one_that_its_question_reads(drafted):
    """A draft carries what was found about its answers as comments that begin with the rule."""
    remarks = [(at, comment.text) for at, (paper, _) in drafted.items() for comment in paper.comments]
    assert len(remarks) > 100
    assert [remark for remark in remarks if "[ANS-" in remark[1]] == []


def test_the_rows_say_all_that_the_page_needs():
    assert [row.theirs for row in ROWS if row.kind not in KINDS or row.fit not in FITS] == []
    assert [row.theirs for row in ROWS if row.published not in PUBLISHED] == []
    assert [row.theirs for row in ROWS if row.fit != "fits" and not row.why] == []
    placed = [row for row in ROWS if row.fit != "no"]
    assert [row.theirs for row in placed if not (row.answers and row.where)] == []
    assert [row.theirs for row in placed if row.kind == "value" and not row.shows] == []
    assert [id for row in ROWS for id in row.questions if id not in CONTENT.questions] == []
    assert {path.name for path in REAL.iterdir() if path.is_dir()} == set(ANSWERS)
    same = [(row.published, row.kind, row.theirs) for row in ROWS]
    assert len(same) == len(set(same))


def test_the_page_is_the_one_that_the_rows_make():
    text = PAGE.read_text(encoding="utf-8")
    assert page(text) == text, "run: python tests/tools/real_specifications.py"
    assert all(f"<!-- made: {id} -->" in text for id in (*PUBLISHED, "summary", "misfits"))
