"""Published specifications held against ours: the rows of ``tests/content/real/fit.csv``, and the page made from them.

Run ``python tests/tools/real_specifications.py`` after a change of those files, of headings or of questions; a test
refuses a page that is behind. The columns of ``fit.csv``:

- ``published``: the specification (``published.csv``); ``kind``: ``heading`` or ``value``; ``theirs``: what it has
- ``answers``: the folder whose answers reproduce it; ``where``: our sections, ``document:section`` (``cover`` too)
- ``questions``: the questions that hold it; ``shows``: texts that stand in those sections, parted by ``｜``
- ``fit``: ``fits``, ``elsewhere`` (another place or another form) or ``no``; ``why``: the reason, in Japanese
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from specgen.content.library import Content
from specgen.content.load import load_content
from specgen.content.pack import Pack
from specgen.jobs.papers import compiled_template
from specgen.workspace import read_case_entry

ROOT = Path(__file__).parents[2]
REAL = ROOT / "tests" / "content" / "real"
PAGE = ROOT / "docs" / "coverage-of-real-specifications.md"
FITS = {"fits": "合う", "elsewhere": "別の場所", "no": "合わない"}
KINDS = {"heading": "見出し", "value": "値"}


Headings = Mapping[str, Mapping[str, tuple[str, ...]]]
"""Pack → section → the words of its heading, those above it first."""


@dataclass(frozen=True, slots=True)
class Published:
    """A specification that somebody published, and how much of it was seen."""

    id: str
    title: str
    publisher: str
    date: str
    seen: str
    source: str


@dataclass(frozen=True, slots=True)
class Row:
    """A heading or a kind of value of a published specification, and where it stands in ours."""

    published: str
    kind: str
    theirs: str
    answers: str
    where: tuple[str, ...]
    questions: tuple[str, ...]
    shows: tuple[str, ...]
    fit: str
    why: str

    @property
    def places(self) -> list[tuple[str, str]]:
        """Document and section of each place."""
        return [(document, key) for document, _, key in (place.partition(":") for place in self.where)]


def published() -> list[Published]:
    """The published specifications in the order of the page."""
    with (REAL / "published.csv").open(encoding="utf-8", newline="") as file:
        return [Published(**row) for row in csv.DictReader(file)]


def rows() -> list[Row]:
    """Every heading and value, in the order of the published specifications."""
    with (REAL / "fit.csv").open(encoding="utf-8", newline="") as file:
        return [
            Row(
                **{
                    **row,
                    "where": tuple(row["where"].split()),
                    "questions": tuple(row["questions"].split()),
                    "shows": tuple(text for text in row["shows"].split("｜") if text),
                }
            )
            for row in csv.DictReader(file)
        ]


def pack_of(content: Content, answers: str, document: str) -> Pack:
    """The pack that prints ``document`` for the case of a folder of answers."""
    entry = read_case_entry(REAL / answers)
    return next(
        pack
        for pack in content.packs.values()
        if pack.entry.document == document and pack.serves(entry.type, entry.form)
    )


def headings_of(content: Content, pack: Pack) -> dict[str, tuple[str, ...]]:
    """Section key → the words of its heading, those above it first."""
    found: dict[str, tuple[str, ...]] = {"cover": ("表紙",)}
    path: list[str] = []
    for heading in compiled_template(content, pack)[0].facts.headings:
        path = [*path[: heading.level - 1], heading.text]
        found.setdefault(heading.key, tuple(path))
    return found


# ------------------------------------------------------------------ the page
def page(text: str) -> str:
    """``text`` with everything between its marks made anew."""
    made = dict(_parts())
    return re.sub(r"(?s)(<!-- made: (\w+) -->\n).*?(<!-- end -->)", lambda m: m[1] + made[m[2]] + m[3], text)


def _parts() -> Iterator[tuple[str, str]]:
    content, every = load_content(), rows()
    headings = {name: headings_of(content, pack) for name, pack in content.packs.items()}
    yield "summary", _said(every) + _table(_summary(every))
    yield "misfits", _table(_misfits(every))
    for each in published():
        own = [row for row in every if row.published == each.id]
        source = (
            f"{each.publisher}「{each.title}」{each.date}。見た範囲: {each.seen}。出典: {each.source}\n\n"
        )
        yield each.id, source + _table(_of_one(content, headings, own))


def _said(every: list[Row]) -> str:
    """The whole in one sentence."""
    told = []
    for kind, label in KINDS.items():
        own = [row.fit for row in every if row.kind == kind]
        told.append(f"{label}{len(own)}件のうち{len(own) - own.count('no')}件")
    return f"{'、'.join(told)}を、答えから文書に出せます。\n\n"


def _summary(every: list[Row]) -> Iterator[list[str]]:
    yield ["公表された文書", "見出し", "値"]
    yield ["**合計**", _count(every, "heading"), _count(every, "value")]
    for each in published():
        own = [row for row in every if row.published == each.id]
        yield [each.title, _count(own, "heading"), _count(own, "value")]


def _count(every: list[Row], kind: str) -> str:
    """``58件（合う 50、別の場所 8）``; a dash where there is none."""
    own = [row.fit for row in every if row.kind == kind]
    counts = {name: own.count(name) for name in FITS}
    if not own:
        return "－"
    told = [f"{FITS[name]} {count}" for name, count in counts.items() if count]
    return f"{len(own)}件（{'、'.join(told)}）"


def _misfits(every: list[Row]) -> Iterator[list[str]]:
    titles = {each.id: each.title for each in published()}
    yield ["公表された文書", "見出し・値", "合わない理由"]
    for row in every:
        if row.fit == "no":
            yield [titles[row.published], row.theirs, row.why]


def _of_one(content: Content, headings: Headings, own: list[Row]) -> Iterator[list[str]]:
    yield ["種別", "公表された見出し・値", "こちらの場所", "質問", "適合", "補足"]
    for row in own:
        packs = [(pack_of(content, row.answers, document), key) for document, key in row.places]
        places = [f"{p.entry.label}「{' ＞ '.join(headings[p.name][key])}」" for p, key in packs]
        questions = [f"{content.questions[id].label}（`{id}`）" for id in row.questions]
        yield [
            KINDS[row.kind],
            row.theirs,
            "<br>".join(places),
            "<br>".join(questions),
            FITS[row.fit],
            row.why,
        ]


def _table(lines: Iterable[list[str]]) -> str:
    head, *body = lines
    cells = [head, ["---"] * len(head), *body]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in cells)


def main() -> None:
    """Make the tables of the page anew."""
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    for line in _summary(rows()):
        print("  ".join(line))


if __name__ == "__main__":
    main()
