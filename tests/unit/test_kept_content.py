"""Content is parsed once: the next run finds plain values, and places only when somebody asks for them."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from specgen import cachefolder, yamltext
from specgen.content.load import load_content
from specgen.content.rulenames import compile_rule
from specgen.errors import ContentError, Faults

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


def test_places_are_the_same_and_cost_the_parsing_of_their_own_file(parsed: list[str]):
    asked = [
        ("question:procurement.title", "label"),
        ("condition:cloud", "is"),
        ("pack:spec", "sections", "cloud"),
    ]
    before = [str(load_content().place(*each)) for each in asked]
    again = load_content()
    parsed.clear()
    assert [str(again.place(*each)) for each in asked] == before
    assert len(set(parsed)) == len(asked) and all(place.count(":") == 2 for place in before)


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


def test_expressions_and_rules_that_were_kept_are_what_they_were():
    first, kept = load_content(), load_content()
    assert kept.compiled and not vars(kept.whens["always"]).get("_run")
    assert kept.conditions == first.conditions and kept.whens == first.whens
    assert kept.compiled == {id: compile_rule(id, first, Faults()) for id in first.rules}
    assert all(kept.compiled[id].rule is rule for id, rule in kept.rules.items())


def test_content_with_something_replaced_compiles_its_rules_anew():
    content = load_content()
    assert content.compiled and not replace(content, questions={}).compiled


def test_what_is_kept_holds_no_pattern_that_reading_it_would_compile(cache: Path):
    load_content().lexicons["vague"][0].searched  # noqa: B018
    assert all(b"_compile" not in file.read_bytes() for file in cache.glob("*.content"))


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("spec_templates/library/questions/more.yaml", QUESTIONS.replace("extra", "more")),
        (
            "spec_templates/library/glossary.yaml",
            "- {term: 窓口, reading: まどぐち, means: 問い合わせを受ける所}\n",
        ),
        (
            "spec_templates/departments/kikaku/overlay.yaml",
            "department: kikaku\nlabel: 企画部\non: {library: '1'}\n",
        ),
        ("spec_templates/departments/kikaku/.keep", ""),
        ("checklists/words/own.yaml", "- {word: 見極める}\n"),
        ("specgen.yaml", "organisation: {name: 別の機構}\n"),
    ],
)
def test_whatever_is_written_in_the_workspace_is_seen(workspace: Path, place: str, text: str):
    def seen() -> str:
        try:
            content = load_content(workspace, department="kikaku")
        except ContentError as error:
            return str(error)
        told = (content.questions, content.glossary, content.lexicons, content.settings, content.department)
        return repr((told, content.changes))

    before = seen()
    assert seen() == before
    (workspace / place).parent.mkdir(parents=True, exist_ok=True)
    (workspace / place).write_text(text, encoding="utf-8")
    after = seen()
    assert after != before and seen() == after
    (workspace / place).unlink()
    assert seen() != after or not text


@posix
def test_what_a_link_leads_to_is_seen_and_links_may_lead_round(workspace: Path, tmp_path: Path):
    elsewhere = tmp_path / "shared"
    (workspace / "spec_templates" / "library").rename(elsewhere)
    (workspace / "spec_templates" / "library").symlink_to(elsewhere)
    (elsewhere / "round").symlink_to(workspace / "spec_templates")
    assert load_content(workspace).questions["extra.note"].label == "備考"
    path = elsewhere / "questions" / "extra.yaml"
    path.write_text(QUESTIONS.replace("備考,", "覚え書き,"), encoding="utf-8")
    assert load_content(workspace).questions["extra.note"].label == "覚え書き"
