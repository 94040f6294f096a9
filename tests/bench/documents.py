"""The 30-page document of the benchmarks: content, template and answers made by rule, in a workspace of their own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROSE = "受注者は、業務の目的を踏まえ、関係者と協議のうえ、期日までに次の作業を行い、その結果を書面で報告するものとする。"
VALUE = "第{n}号の業務の作業計画書（{m}部）"


@dataclass(frozen=True)
class Size:
    """How large a document is. The ordinary one prints 468 rows and 3,096 traced values on about 30 pages."""

    chapters: int = 12
    sections: int = 3
    fields: int = 8
    rows: int = 13
    columns: int = 6


SMALL = Size(2, 1, 2, 2, 3)


def make_workspace(folder: Path, size: Size) -> Path:
    """A workspace with a pack ``spec`` of its own and one case; returns the folder of the case."""
    library, pack, case = (
        folder / name
        for name in ("spec_templates/library/questions", "spec_templates/packs/spec", "cases/bench")
    )
    for made in (library, pack, case):
        made.mkdir(parents=True)
    shutil.copy(ROOT / "examples/specgen.yaml", folder / "specgen.yaml")
    for chapter in range(1, size.chapters + 1):
        (library / f"bench{chapter:02}.yaml").write_text("\n".join(_topic(chapter, size)), "utf-8")
    (pack / "pack.yaml").write_text(_pack(size), "utf-8")
    (pack / "template.md").write_text("\n".join(_template(size)), "utf-8")
    (case / "case.yaml").write_text(
        "id: 0be9c400\ntype: study\ndepartment: joho\npacks: {spec: 1.0.0}\nchecklists: 1.0.0\nas_of: 2025-12-05\n",
        "utf-8",
    )
    (case / "answers.yaml").write_text("\n".join(_answers(size)), "utf-8")
    return case


def clean_environment(home: Path) -> dict[str, str]:
    """The environment of child processes: bytecode is kept, caches and logs go to ``home``."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    kept = {"PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(home / "pyc"), "PYTHONUTF8": "1"}
    return env | kept | {"XDG_STATE_HOME": str(home / "state"), "XDG_CACHE_HOME": str(home / "cache")}


def _parts(size: Size) -> Iterator[tuple[int, int]]:
    return ((c, s) for c in range(1, size.chapters + 1) for s in range(1, size.sections + 1))


def _topic(chapter: int, size: Size) -> Iterator[str]:
    yield f"topic: bench{chapter:02}\nlabel: 第{chapter}の業務\norder: {1000 + chapter}\nquestions:"
    common = "    needed_from: draft\n    gap: （未定）\n    next_year: drop\n    audience: public"
    for section in range(1, size.sections + 1):
        for n in range(1, size.fields + 1):
            yield f"  - id: bench{chapter:02}.s{section}_f{n}\n    label: 項目{n}\n    ask: 何ですか。\n    why: 測るため。\n    type: text\n{common}"
        yield f"  - id: bench{chapter:02}.s{section}_list\n    label: 一覧\n    ask: 何ですか。\n    why: 測るため。\n    type: table\n    row: {{prefix: R}}\n    columns:"
        for n in range(1, size.columns + 1):
            yield f"      - {{id: c{n}, label: 列{n}, type: text}}"
        yield common


def _pack(size: Size) -> str:
    sections = "".join(f"  ch{c}.s{s}: always\n" for c, s in _parts(size))
    return (
        "document: spec\nlabel: 調達仕様書\nversion: 1.0.0\naudience: public\ntypes: [study]\nfile_name: 計測\ntitle: 計測用の文書\n"
        f"profile: spec\nsections:\n{sections}"
    )


def _template(size: Size) -> Iterator[str]:
    yield "{cover}\n\n{contents}\n"
    for chapter, section in _parts(size):
        name = f"bench{chapter:02}.s{section}"
        if section == 1:
            yield f"# 業務{chapter}の内容 {{#ch{chapter}}}\n"
        yield f"::: section ch{chapter}.s{section}\n## 作業{section}の範囲 {{#ch{chapter}.s{section}}}\n\n{PROSE}\n"
        for n in range(1, size.fields, 2):
            yield f"{n}番目は{{{{ {name}_f{n} }}}}とし、次は{{{{ {name}_f{n + 1} }}}}とする。\n"
        columns = range(1, size.columns + 1)
        yield f"表: 作業の一覧{chapter}-{section} {{#t{chapter}_{section}}}"
        yield "| " + " | ".join(f"列{n}" for n in columns) + " |"
        shares = [100 // size.columns] * size.columns
        shares[0] += 100 - sum(shares)
        yield "|" + "|".join(f":--{share} " for share in shares) + "|"
        yield "| " + " | ".join(f"{{{{ row.c{n} }}}}" for n in columns) + f" | {{rows {name}_list}}"
        yield ":::\n"


def _answers(size: Size) -> Iterator[str]:
    for chapter, section in _parts(size):
        name = f"bench{chapter:02}.s{section}"
        for n in range(1, size.fields + 1):
            yield f"{name}_f{n}: {VALUE.format(n=chapter, m=n)}"
        yield f"{name}_list:"
        for row in range(1, size.rows + 1):
            cells = ", ".join(f"c{n}: 作業{chapter}-{section}-{row}の{n}" for n in range(1, size.columns + 1))
            yield f"  R{row}: {{{cells}}}"
