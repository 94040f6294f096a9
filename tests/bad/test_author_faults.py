"""One broken folder for each fault an author can make, and beside it the words that are said about it.

Each folder of ``load``, ``lint``, ``check`` and ``overlay`` is a workspace with one thing wrong; it is laid over a small sound
library and opened by the same door a person would use. ``SPECGEN_WRITE_EXPECTED=1`` writes the expected texts anew.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from unittest.mock import patch

import pytest

from specgen.content.find import data_root
from specgen.content.load import load_content
from specgen.errors import Fault, SpecgenError
from specgen.jobs.check import check
from specgen.jobs.resolving import resolve
from specgen.jobs.templates import lint

sys.path.insert(0, str(Path(__file__).parents[1] / "unit"))

from littlecontent import FILES

HERE = Path(__file__).parent
EXPECTED = "expected.txt"
DEPARTMENTS = "spec_templates/departments"
SOUND_CASE = "id: 0a\ntype: study\nas_of: 2026-12-04\n"
SOUND_RULE = """\
kind: fact
title: 件名がある
level: must
needs: [plan.title]
words: {found: 件名がありません。, why: 聞かれます。, fix: 書きます。}
"""


def open_content(workspace: Path) -> None:
    load_content(workspace)


def lint_template(workspace: Path) -> list[Fault]:
    return [fault for linted in lint("memo", workspace) for fault in linted.faults]


def check_case(workspace: Path) -> None:
    check(workspace / "cases" / "rei", "memo", "draft", None)


def lay_over(workspace: Path) -> tuple[Fault, ...]:
    return resolve("", workspace, department="kenkyu" if (workspace / DEPARTMENTS).is_dir() else "").faults


DOORS: dict[str, Callable[[Path], Sequence[Fault] | None]] = {
    "load": open_content,
    "lint": lint_template,
    "check": check_case,
    "overlay": lay_over,
}
BROKEN = [
    pytest.param(door, folder, id=f"{door}/{folder.name}")
    for door in DOORS
    for folder in sorted((HERE / door).iterdir())
]


def put(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def sound(tmp_path: Path) -> Iterator[Path]:
    """A workspace with nothing wrong, over a small library that stands where the shipped one would."""
    shipped, workspace = tmp_path / "shipped", tmp_path / "workspace"
    library = shipped / "spec_templates"
    for name, text in FILES.items():
        put(library, name, text)
    for name in ("phrases.yaml", "base.docx"):
        shutil.copy(data_root() / "spec_templates" / "library" / name, library / "library")
    put(shipped, "checklists/profiles/memo.yaml", "profile: memo\nlabel: 覚書の確認\nrules: [EX-*]\n")
    put(shipped, "checklists/rules/EX/EX-02.yaml", SOUND_RULE)
    shutil.copytree(library / "packs", workspace / "spec_templates" / "packs")
    put(workspace, "specgen.yaml", "organisation: {self: 当機構}\n")
    put(workspace, "cases/rei/case.yaml", SOUND_CASE)
    put(workspace, "cases/rei/answers.yaml", "plan.title: 文書の調査\n")
    with (
        patch("specgen.content.load.data_root", lambda: shipped),
        patch("specgen.jobs.papers.data_root", lambda: shipped),
    ):
        yield workspace


def told(door: str, workspace: Path) -> tuple[int, tuple[Fault, ...]]:
    """The exit code and the faults that going through ``door`` ends with."""
    try:
        found = DOORS[door](workspace)
    except SpecgenError as error:
        return error.exit_code, error.faults
    return 3, tuple(found or ())


@pytest.mark.parametrize("door", DOORS)
def test_the_sound_workspace_has_no_fault(door: str, sound: Path):
    assert told(door, sound)[1] == ()


@pytest.mark.parametrize("door, folder", BROKEN)
def test_a_fault_is_told_as_written_beside_it(door: str, folder: Path, sound: Path):
    shutil.copytree(folder, sound, dirs_exist_ok=True, ignore=shutil.ignore_patterns(EXPECTED))
    code, faults = told(door, sound)
    said = f"終了コード {code}\n" + "".join(f"{fault}\n" for fault in faults).replace(f"{sound}/", "")
    assert faults, "nothing was told"
    if os.environ.get("SPECGEN_WRITE_EXPECTED"):
        (folder / EXPECTED).write_text(said, encoding="utf-8")
    assert said == (folder / EXPECTED).read_text(encoding="utf-8")


# Words of parsers, of Python and of libraries that no person should have to read.
FOREIGN = re.compile(
    r"Error|Exception|Traceback|[Ee]xpected|[Ff]ound |[Ii]nvalid|token|mapping|scalar|\bNone\b|pydantic|jinja|"
    r"undefined|line \d"
)
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")


@pytest.mark.parametrize("door, folder", BROKEN)
def test_what_is_told_has_a_place_and_a_remedy_in_japanese(door: str, folder: Path, sound: Path):
    shutil.copytree(folder, sound, dirs_exist_ok=True, ignore=shutil.ignore_patterns(EXPECTED))
    for fault in told(door, sound)[1]:
        own_words = f"{fault.what}{fault.remedy}"
        assert JAPANESE.search(fault.what), fault
        assert not FOREIGN.search(own_words), fault
        assert str(fault.place), fault
        assert fault.remedy or fault.nearest, fault
        assert door == "check" or str(sound) not in str(fault), "content files are named from their root"


def test_a_base_document_that_lacks_a_style_is_told_by_the_name_of_the_style(sound: Path):
    import io
    import zipfile

    whole = zipfile.ZipFile(data_root() / "spec_templates" / "library" / "base.docx")
    made = io.BytesIO()
    with whole, zipfile.ZipFile(made, "w") as poorer:
        for name in whole.namelist():
            data = whole.read(name)
            if name == "word/styles.xml":
                data = re.sub(
                    rb'<w:style [^>]*w:styleId="(Gap|Item2)".*?</w:style>', b"", data, flags=re.DOTALL
                )
            poorer.writestr(name, data)
    path = sound / "spec_templates" / "library" / "base.docx"
    path.parent.mkdir(parents=True)
    path.write_bytes(made.getvalue())
    code, faults = told("lint", sound)
    assert code == 3
    assert [fault.code for fault in faults] == ["B01", "B01"]
    assert "スタイル Gap がありません" in faults[0].what and "スタイル Item2 がありません" in faults[1].what
    assert all(fault.remedy and "base.docx" in str(fault.place) for fault in faults)
