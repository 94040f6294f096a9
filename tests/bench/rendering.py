"""P1 and P2: one warm document against docxtpl, and tables that grow."""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from specgen.case.printing import Copy, printable
from specgen.jobs.check import report_on
from specgen.jobs.papers import Paper, build_template, compiled_template, find_pack
from specgen.word.annotate import Note, annotate, only_commented
from specgen.word.compile import CompiledTemplate, compile_template
from specgen.word.inspect import check_package
from specgen.word.opened import Opened
from specgen.word.package import to_bytes
from specgen.word.read import read_tree, tree_to_text, with_comments
from specgen.word.render import render
from specgen.word.screen import screen_package
from specgen.workspace import OpenCase, open_case

from .documents import ROOT, Size, clean_environment, make_workspace
from .measuring import Row, in_turn, ratio, seen

NOTES = 20


def one_document(rounds: int, size: Size) -> list[Row]:
    """P1 and P1b in one alternating run; raises ``AssertionError`` when the two sides print different text."""
    with tempfile.TemporaryDirectory() as home:
        opened = open_case(make_workspace(Path(home) / "workspace", size))
        case, content = opened.case, opened.content
        pack = find_pack(content, "spec")
        template = build_template(content, pack)
        pack.template_docx.write_bytes(template)
        compiled, mark = compiled_template(content, pack)
    notes = _notes(compiled, opened)

    def printed() -> tuple[Paper, dict[str, bytes]]:
        values = printable(case, pack, compiled.facts, Copy())
        rendered = render(compiled, values.context, properties={"created": "2025-12-05"}).parts
        return Paper(pack, compiled.facts, values, rendered, mark), annotate(rendered, notes).parts

    def ours() -> bytes:
        return to_bytes(printed()[1])

    def ours_checked() -> bytes:
        paper, parts = printed()
        tree = read_tree(paper.parts)
        report_on(case, paper, tree, "draft")
        assert only_commented(paper.parts, parts)
        package = Opened(parts)
        written = with_comments(tree, package)
        troubles = check_package(package, expected=paper.printable.facts_printed, tree=written)
        assert not troubles, troubles
        return to_bytes(parts)

    context = printable(case, pack, compiled.facts, Copy()).context
    counted = _same_text(ours(), _docxtpl(template, context))
    sides = {
        "specgen": ours,
        "specgen with checks": ours_checked,
        "docxtpl": lambda: _docxtpl(template, context),
    }
    taken = in_turn(rounds, sides)
    return [
        Row("P1", f"docxtpl / one warm document ({counted})", f"{ratio(taken, 'docxtpl', 'specgen'):.1f} x", ">= 15, aim 20", seen(taken)),
        Row("P1b", "docxtpl / the same, read back, all rules, output check", f"{ratio(taken, 'docxtpl', 'specgen with checks'):.1f} x", ">= 5, aim 10"),
    ]  # fmt: skip


def _docxtpl(template: bytes, context: object) -> bytes:
    from docxtpl import DocxTemplate

    document = DocxTemplate(io.BytesIO(template))
    document.render(context, autoescape=True)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _notes(compiled: CompiledTemplate, opened: OpenCase) -> list[Note]:
    """Twenty notes spread over answers, cells and headings."""
    subjects = [
        q.id if q.type != "table" else f"{q.id}/R1.c1"
        for q in opened.content.questions.values()
        if q.topic.startswith("bench")
    ]
    subjects += [f"section:{heading.key}" for heading in compiled.facts.headings]
    step = max(1, len(subjects) // NOTES)
    return [
        Note(f"B-{n:02}", subject, "ここを確かめてください。\n理由: 測るため。")
        for n, subject in enumerate(subjects[::step][:NOTES])
    ]


def _same_text(ours: bytes, theirs: bytes) -> str:
    trees = [read_tree(screen_package(data, "bench.docx")) for data in (ours, theirs)]
    texts = [tree_to_text(replace(tree, comments=())) for tree in trees]
    assert texts[0] == texts[1], "specgen and docxtpl print different text"
    rows = sum(len(block.rows) - 1 for block in trees[0].blocks if block.kind == "table")
    return f"{rows} rows, {len(trees[0].values)} traced values"


# ------------------------------------------------------------------------------------------ P2
def growing_tables(rounds: int, counts: tuple[int, ...], most: int) -> list[Row]:
    """Time per row as a table grows, and the memory that rendering takes beside the context."""
    compiled = _one_table()
    contexts = {count: _rows(count) for count in counts}
    taken = in_turn(
        rounds,
        {str(count): lambda c=contexts[count]: to_bytes(render(compiled, c).parts) for count in counts},
    )
    rows = []
    for less, more in pairwise(counts):
        figure = f"{ratio(taken, str(more), str(less)):.1f} x"
        rows.append(
            Row(
                "P2",
                f"time of {more:,} rows / {less:,} rows in one table",
                figure,
                f"<= {1.2 * more / less:.0f}",
                seen({n: taken[n] for n in (str(less), str(more))}),
            )
        )
    if sys.platform == "win32":  # it does not tell the peak of a process that way
        return rows
    with tempfile.TemporaryDirectory() as home:
        command = [sys.executable, "-m", "tests.bench", "--memory-of-rows", str(most)]
        told = subprocess.run(
            command, cwd=ROOT, env=clean_environment(Path(home)), capture_output=True, text=True, check=True
        )
    rows.append(
        Row(
            "P2",
            f"peak memory of {most:,} rows over the context",
            f"{float(told.stdout):.0f} MiB",
            "<= 150 MiB",
        )
    )
    return rows


def memory_of_rows(count: int) -> float:
    """MiB by which the peak of this process grows while ``count`` rows are rendered and zipped."""
    import resource

    compiled, context = _one_table(), _rows(count)
    unit = 2**20 if sys.platform == "darwin" else 2**10
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    to_bytes(render(compiled, context).parts)
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / unit


def _one_table() -> CompiledTemplate:
    from specgen.content.markup import parse_template
    from specgen.word.base import make_base
    from specgen.word.build import build

    columns = range(1, 5)
    cells = " | ".join(f"{{{{ row.c{n} }}}}" for n in columns)
    heads = " | ".join(f"列{n}" for n in columns)
    text = f"# 一覧 {{#list}}\n\n表: 一覧 {{#table}}\n| {heads} |\n|:--25 |:--25 |:--25 |:--25 |\n| {cells} | {{rows bench.list}}\n"
    return compile_template(build(parse_template(text, "bench.md", {}), {}, make_base(), "計測"))


def _rows(count: int) -> dict[str, object]:
    rows = [
        {"key": f"R{row}", **{f"c{n}": f"作業{row}の{n}（一式）" for n in range(1, 5)}}
        for row in range(count)
    ]
    paper = dict.fromkeys(
        ("title", "label", "edition", "version", "date", "organisation", "department", "mark"), "計測"
    )
    return {
        "bench": {"list": rows},
        "gaps": {"bench.list": ""},
        "tables": {"table": "1"},
        "numbers": {"list": "1"},
        "paper": paper,
        "org": {},
    }
