"""A compiled template survives as bytes, and bytes that do not fit are left alone."""

import subprocess
import sys
from pathlib import Path

import pytest
from templatemaking import template

from specgen.model.paper import Gap
from specgen.word import stored
from specgen.word.compile import compile_template
from specgen.word.package import to_bytes
from specgen.word.render import render

ROOT = Path(__file__).parents[2]
TABLE = [["名称"], ["{%tr for row in t.list %}"], ["{{ row.name }}"], ["{%tr endfor %}"]]
CONTEXT = {
    "a": {"title": "更改", "why": Gap("（未定）\n二")},
    "t": {"list": [{"key": "D1", "name": "R&D\n"}]},
}


def compiled():
    data = template(
        ("Heading 1", "概要、{{ a.title }}"),
        "{{ a.why }}",
        TABLE,
        header="{{ a.title }}",
        title="{{ a.title }}",
    )
    return compile_template(data, is_prose=lambda name: name == "a.why", file="様式.docx")


def test_what_comes_back_knows_and_prints_the_same():
    before = compiled()
    after = stored.restore(stored.store(before))
    assert after is not None
    assert (after.facts, after.names) == (before.facts, before.names)
    assert stored.store(after) == stored.store(before)
    files = [
        to_bytes(render(c, CONTEXT, properties={"created": "2026-12-04"}).parts) for c in (before, after)
    ]
    assert files[0] == files[1]


@pytest.mark.parametrize(
    "damage", [lambda d: b"", lambda d: d[:-1], lambda d: d[:50] + b"x" + d[51:], lambda d: b"x" * 40]
)
def test_damaged_bytes_are_not_taken(damage):
    assert stored.restore(damage(stored.store(compiled()))) is None


def test_bytes_of_other_versions_are_not_taken(monkeypatch):
    data = stored.store(compiled())
    monkeypatch.setattr(stored, "version", lambda name: "0")
    assert stored.restore(data) is None


def test_a_stored_template_prints_without_docxtpl_python_docx_and_what_judges_templates(tmp_path):
    path = tmp_path / "compiled"
    path.write_bytes(stored.store(compile_template(template("{{ a.b }}"))))
    code = (
        "import sys;from pathlib import Path;from specgen.word.stored import restore;from specgen.word.render import render;"
        "render(restore(Path(sys.argv[1]).read_bytes()), {'a': {'b': 'x'}});"
        "judging = ('docx', 'docxtpl', 'lxml', 'specgen.word.dialect', 'specgen.word.templatelint');"
        "print([m for m in judging if m in sys.modules])"
    )
    env = {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], env=env, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
