"""Finished files in folders: earlier files of ours are known again, and a manifest that was meddled with is no manifest."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from specgen import files
from specgen.deliver.manifest import NAME, read_manifest
from specgen.errors import WriteError
from specgen.filelocks import LOCK_NAME
from specgen.jobs.delivery import add_pdfs
from specgen.jobs.draft import draft


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("office")
    folder = root / "cases" / "調査"
    folder.mkdir(parents=True)
    (root / "specgen.yaml").write_text("", encoding="utf-8")
    (folder / "case.yaml").write_text("id: a1\ntype: study\nas_of: 2026-12-04\n", encoding="utf-8")
    (folder / "answers.yaml").write_text("procurement.title: 調査の件\n", encoding="utf-8")
    return folder


def test_a_working_draft_and_a_clean_copy_take_turns_in_one_folder(case: Path, tmp_path: Path):
    assert draft(case, ["spec"], out=tmp_path).written
    assert draft(case, ["spec"], clean=True, out=tmp_path).written
    assert not draft(case, ["spec"], out=tmp_path).written
    (case / "answers.yaml").write_text(
        "procurement.title: 調査の件\nprocurement.aim: 効率\n", encoding="utf-8"
    )
    assert draft(case, ["spec"], out=tmp_path).written
    assert len(list(tmp_path.glob("*.docx"))) == 2


def test_a_run_that_was_killed_before_its_manifest_is_finished_by_the_next(case: Path, tmp_path: Path):
    draft(case, ["spec"], out=tmp_path)
    (tmp_path / NAME).unlink()
    assert draft(case, ["spec"], out=tmp_path).written
    assert read_manifest(tmp_path) is not None


def test_a_file_of_somebody_else_is_not_overwritten(case: Path, tmp_path: Path):
    path = draft(case, ["spec"], out=tmp_path).documents[0].path
    (tmp_path / NAME).unlink()
    path.write_bytes(b"theirs")
    with pytest.raises(WriteError):
        draft(case, ["spec"], out=tmp_path)
    assert path.read_bytes() == b"theirs"


def another_case(beside: Path, id: str = "b2", title: str = "別の件") -> Path:
    folder = beside.parent / title
    folder.mkdir(exist_ok=True)
    (folder / "case.yaml").write_text(f"id: {id}\ntype: study\nas_of: 2026-12-04\n", encoding="utf-8")
    (folder / "answers.yaml").write_text(f"procurement.title: {title}\n", encoding="utf-8")
    return folder


def everything_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("title", ["別の件", "調査の件"])
def test_a_folder_that_holds_the_papers_of_another_case_is_left_as_it_is(
    case: Path, tmp_path: Path, title: str
):
    draft(case, ["spec"], out=tmp_path)
    before = everything_in(tmp_path)
    with pytest.raises(WriteError, match="ほかの案件") as refused:
        draft(another_case(case, title=title), ["spec"], out=tmp_path)
    assert refused.value.faults[0].code == "D05"
    assert "--out" in refused.value.faults[0].remedy
    assert everything_in(tmp_path) == before


def test_a_manifest_of_somebody_else_is_not_overwritten(case: Path, tmp_path: Path):
    (tmp_path / NAME).write_text('{"name": "another program"}', encoding="utf-8")
    before = everything_in(tmp_path)
    with pytest.raises(WriteError, match=NAME):
        draft(case, ["spec"], out=tmp_path)
    assert everything_in(tmp_path) == before


def test_a_folder_that_another_run_writes_into_is_waited_for(case: Path, tmp_path: Path):
    with files.lock(tmp_path), pytest.raises(WriteError, match="進んでいます"):
        draft(case, ["spec"], out=tmp_path)
    assert everything_in(tmp_path) == {}
    assert draft(case, ["spec"], out=tmp_path).written
    assert LOCK_NAME not in everything_in(tmp_path)


def test_pdfs_are_not_put_beside_papers_that_another_run_writes(case: Path, tmp_path: Path):
    made = draft(case, ["spec"], out=tmp_path)
    pdf = {made.documents[0].path.with_suffix(".pdf"): b"%PDF-"}
    with files.lock(tmp_path), pytest.raises(WriteError, match="進んでいます"):
        add_pdfs(case, tmp_path, pdf)
    add_pdfs(case, tmp_path, pdf)
    assert next(iter(pdf)).is_file()


def test_the_folder_of_the_case_itself_may_be_written_into(case: Path):
    assert draft(case, ["spec"], out=case).written
    assert not draft(case, ["spec"], out=case / ".").written


ENTRY = {
    "document": "spec",
    "copy": "draft",
    "file": "a.docx",
    "parts": "0",
    "text": "0",
}
WHOLE = {
    "case": "a1",
    "draft": 1,
    "as_of": "2026-12-04",
    "answers": "0",
    "versions": {},
    "documents": [ENTRY],
}


NO_MANIFESTS = {
    "empty": "",
    "a number": "5",
    "a text": '"x"',
    "a list": "[]",
    "null": "null",
    "no fields": "{}",
    "no documents": '{"documents": 5}',
    "odd documents": '{"documents": ["x"]}',
    "too deep": "[" * 100_000,
    "a name that is no text": json.dumps(WHOLE | {"documents": [ENTRY | {"file": 3}]}),
    "an unknown field": json.dumps(WHOLE | {"more": 1}),
}


@pytest.mark.parametrize("text", NO_MANIFESTS.values(), ids=NO_MANIFESTS)
def test_a_manifest_that_is_none_is_read_as_none(text: str, tmp_path: Path):
    (tmp_path / NAME).write_text(text, encoding="utf-8")
    assert read_manifest(tmp_path) is None


def test_a_manifest_is_read_back_as_it_was_written(tmp_path: Path):
    (tmp_path / NAME).write_text(json.dumps(WHOLE), encoding="utf-8")
    assert json.loads((read_manifest(tmp_path) or pytest.fail()).to_bytes()) == WHOLE
