"""A workspace over the little library, whose department and case change content by overlays."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from littlecontent import FILES

from specgen.content.find import data_root
from specgen.content.library import Content
from specgen.content.load import load_content
from specgen.jobs.papers import build_template

RULE = "{kind: fact, title: 件名がある, level: confirm, needs: [plan.title], words: {found: ありません。, why: 聞かれます。, fix: 書きます。}}\n"
DEPARTMENT = "spec_templates/departments/kenkyu/overlay.yaml"
Overlaid = Callable[..., Content]


def put(path: Path, text: str) -> None:
    """Write a file, its folders included."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@contextmanager
def workspace_in(folder: Path) -> Iterator[Path]:
    """A workspace over the little library, which stands where the shipped one would."""
    shipped = folder / "shipped"
    for name, text in FILES.items():
        put(shipped / "spec_templates" / name, text)
    for name in ("phrases.yaml", "base.docx"):
        shutil.copy(data_root() / "spec_templates" / "library" / name, shipped / "spec_templates" / "library")
    put(shipped / "checklists/rules/EX/EX-01.yaml", RULE)
    put(shipped / "checklists/profiles/memo.yaml", "profile: memo\nlabel: 覚書の確認\nrules: [EX-*]\n")
    home = folder / "workspace"
    put(home / "specgen.yaml", "departments: {kenkyu: {label: 研究推進部}}\n")
    put(home / "cases/rei/case.yaml", "id: 0a\ntype: study\nas_of: 2026-12-04\ndepartment: kenkyu\n")
    with (
        patch("specgen.content.load.data_root", lambda: shipped),
        patch("specgen.jobs.papers.data_root", lambda: shipped),
    ):
        template = build_template(content := load_content(None), content.packs["memo"])
        (shipped / "spec_templates/packs/memo/template.docx").write_bytes(template)
        yield home


def overlaid_in(workspace: Path) -> Overlaid:
    """Makes the content under these changes of the department, and under those of the case."""

    def make(changes: str = "", case: str = "", **how) -> Content:
        if changes:
            put(workspace / DEPARTMENT, f"department: kenkyu\nlabel: 研究推進部\nchanges:\n{changes}")
        folder = workspace / "cases" / "rei"
        if case:
            put(folder / "overlay.yaml", f"changes:\n{case}")
        return load_content(workspace, department="kenkyu", case=folder, **how)

    return make
