"""Content is parsed once: the next run finds plain values, and places only when somebody asks for them."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from specgen import cachefolder, yamltext
from specgen.content.load import load_content
from specgen.errors import ContentError

posix = pytest.mark.skipif(sys.platform == "win32", reason="modes of files say nothing there")
QUESTIONS = """\
topic: extra
label: そのほか
order: 990
questions:
  - {id: extra.note, label: 備考, ask: 備考はありますか。, why: 役に立ちます。, type: text, needed_from: draft, gap: （未定）, next_year: keep, audience: public}
"""


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(cachefolder, "cache_folder", lambda: tmp_path / "cache")
    return tmp_path / "cache"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "office"
    questions = folder / "spec_templates" / "library" / "questions" / "extra.yaml"
    questions.parent.mkdir(parents=True)
    questions.write_text(QUESTIONS, encoding="utf-8")
    (folder / "specgen.yaml").write_text("organisation: {name: 架空機構}\n", encoding="utf-8")
    return folder


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that were parsed."""
    files: list[str] = []
    load = yamltext.load

    def counted(text, file, *more):
        files.append(file)
        return load(text, file, *more)

    monkeypatch.setattr(yamltext, "load", counted)
    return files


def test_the_second_run_parses_nothing_and_has_the_same_content(parsed: list[str]):
    first = load_content()
    assert len(parsed) > 100
    parsed.clear()
    second = load_content()
    assert parsed == []
    for name in ("questions", "clauses", "packs", "rules", "lexicons", "parameters", "profiles", "phrases"):
        assert getattr(second, name) == getattr(first, name)


def test_places_are_the_same_and_cost_the_parsing_of_one_file(parsed: list[str]):
    asked = [
        ("question:procurement.title", "label"),
        ("condition:cloud", "is"),
        ("pack:spec", "sections", "cloud"),
    ]
    before = [str(load_content().place(*each)) for each in asked]
    again = load_content()
    parsed.clear()
    assert [str(again.place(*each)) for each in asked] == before
    assert len(parsed) == len(asked) and all(place.count(":") == 2 for place in before)


def test_a_changed_file_is_parsed_anew_and_its_faults_have_their_line(workspace: Path, parsed: list[str]):
    assert "extra.note" in load_content(workspace).questions
    path = workspace / "spec_templates" / "library" / "questions" / "extra.yaml"
    path.write_text(QUESTIONS.replace("gap:", "gaap:"), encoding="utf-8")
    for _ in range(2):  # a file with a slip is found in the cache as well
        parsed.clear()
        with pytest.raises(ContentError) as told:
            load_content(workspace)
        assert [(fault.place.line, fault.nearest) for fault in told.value.faults if fault.nearest] == [
            (5, "gap")
        ]
        assert "spec_templates/library/questions/extra.yaml" in parsed
    path.write_text(QUESTIONS, encoding="utf-8")
    assert load_content(workspace).questions["extra.note"].gap == "（未定）"


@pytest.mark.parametrize("data", [b"", b"{", b"[1]", b"\xff\xfe", b"[" * 100_000])
def test_a_damaged_file_only_costs_time(cache: Path, data: bytes):
    first = load_content()
    for file in cache.iterdir():
        file.write_bytes(data)
    assert load_content().questions == first.questions


def test_a_file_whose_content_was_altered_is_not_believed(cache: Path):
    """A whole file with other values inside would blame sound content, and would be believed for ever."""
    first = load_content()
    for file in cache.iterdir():
        file.write_bytes(file.read_bytes().replace("調達件名".encode(), b"null"))
    assert load_content().questions == first.questions


@posix
def test_it_works_for_users_whose_files_a_group_may_write(cache: Path, parsed: list[str]):
    before = os.umask(0o002)
    try:
        load_content()
        parsed.clear()
        load_content()
    finally:
        os.umask(before)
    assert parsed == []


def test_without_a_home_nothing_is_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(cachefolder, "cache_folder", lambda: Path("~") / ".cache" / "specgen")
    monkeypatch.chdir(tmp_path)
    cachefolder.keep("a.parsed", b"1", most=2)
    assert cachefolder.kept("a.parsed") is None and list(tmp_path.iterdir()) == []


@posix
def test_what_others_could_have_written_is_not_believed(cache: Path, parsed: list[str]):
    load_content()
    for file in cache.iterdir():
        file.chmod(0o666)
    parsed.clear()
    load_content()
    assert len(parsed) > 100
