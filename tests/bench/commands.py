"""P3 and P4: commands in a fresh process, against the script that people write without specgen, and bare Python."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path

from specgen.case.printing import Copy, printable
from specgen.jobs.papers import compiled_template, find_pack, template_bytes
from specgen.workspace import open_case

from .documents import ROOT, clean_environment
from .measuring import Row, processes_in_turn, ratio, seen

CASE = "chousa-kenkyu"
AS_INSTALLED = "from specgen.cli.main import run; run()"
"""What the installed command ``specgen`` runs."""
ORDINARY = """\
import json
from docxtpl import DocxTemplate
document = DocxTemplate("template.docx")
document.render(json.loads(open("values.json", encoding="utf-8").read()), autoescape=True)
document.save("ordinary.docx")
"""


def fresh_processes(rounds: int) -> list[Row]:
    """P3 and P4 on the shipped example case."""
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        shutil.copytree(ROOT / "examples", folder / "examples")
        case = folder / "examples" / CASE
        script = _ordinary(folder, case)
        env = clean_environment(folder)
        python, specgen = [sys.executable], [sys.executable, "-c", AS_INSTALLED]
        sides = {
            "bare": [*python, "-c", "pass"],
            "help": [*specgen, "--help"],
            "check": [*specgen, "check", str(case)],
            "draft": [*specgen, "draft", str(case)],
            "first draft": [*specgen, "draft", str(case)],
            "ordinary": [*python, str(script)],
        }

        def before(side: str) -> None:
            shutil.rmtree(case / "drafts", ignore_errors=True)
            if side == "first draft":
                shutil.rmtree(folder / "cache", ignore_errors=True)

        taken = processes_in_turn(rounds, sides, env, before)
    return [
        Row("P3", "specgen draft / import docxtpl, render, save", f"{ratio(taken, 'draft', 'ordinary'):.2f} x", "<= 0.9, aim 0.4", seen(taken)),
        Row("", "the first draft ever (template not compiled yet)", f"{ratio(taken, 'first draft', 'ordinary'):.2f} x", ""),
        Row("P4", "specgen --help / python -c pass", f"{ratio(taken, 'help', 'bare'):.1f} x", "<= 8, aim 5"),
        Row("P4", "specgen check / python -c pass", f"{ratio(taken, 'check', 'bare'):.1f} x", "<= 20, aim 12"),
    ]  # fmt: skip


def _ordinary(folder: Path, case: Path) -> Path:
    """The ordinary script with the same template and the same values, laid ready as JSON."""
    opened = open_case(case)
    pack = find_pack(opened.content, "spec")
    compiled, _ = compiled_template(opened.content, pack)
    values = printable(opened.case, pack, compiled.facts, Copy()).context
    (folder / "template.docx").write_bytes(template_bytes(opened.content, pack))
    (folder / "values.json").write_text(json.dumps(values, ensure_ascii=False), "utf-8")
    script = folder / "ordinary.py"
    script.write_text(ORDINARY.replace('"template.docx"', repr(str(folder / "template.docx")))
                      .replace('"values.json"', repr(str(folder / "values.json")))
                      .replace('"ordinary.docx"', repr(str(folder / "ordinary.docx"))), "utf-8")  # fmt: skip
    return script
