"""A case whose type was changed after it was filled: nothing is lost, what no longer applies is kept and listed."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from journeying import EXAMPLES, Person, everything_below, tree, words_of

from specgen.case.case import resolve
from specgen.content.load import load_content
from specgen.content.pack import TYPE_LABELS
from specgen.model.answer import State
from specgen.workspace import case_date, open_case, read_case_entry

CASES = sorted(path.parent.name for path in EXAMPLES.glob("*/case.yaml"))
CONTENT = load_content(None, checklists=False)
FORMS = sorted({(type, pack.entry.form) for pack in CONTENT.packs.values() for type in pack.entry.types})


def change(folder: Path, type: str, form: str = "") -> None:
    """What a person does in case.yaml."""
    path = folder / "case.yaml"
    text = re.sub(r"(?m)^(type: )\w+", rf"\g<1>{type}", path.read_text(encoding="utf-8"))
    text = re.sub(r"(?m)^form: .*\n", "", text)
    path.write_text(text + (f"form: {form}\n" if form else ""), encoding="utf-8")


def example(folder: Path, name: str) -> Person:
    """Somebody in a workspace with one example case."""
    shutil.copy(EXAMPLES / "specgen.yaml", folder)
    target = folder / "cases" / name
    target.mkdir(parents=True)
    for file in ("case.yaml", "answers.yaml"):
        shutil.copy(EXAMPLES / name / file, target)
    return Person(folder)


@pytest.mark.parametrize("name", CASES)
def test_whatever_the_type_every_answer_is_kept_as_it_was_written_and_read(name):
    opened = open_case(EXAMPLES / name, checklists=False)
    entry = read_case_entry(EXAMPLES / name)
    before = opened.case.answers
    for type, form in FORMS:
        other = entry.model_copy(update={"type": type, "form": form})
        case = resolve(opened.content, other, opened.written, case_date(entry))
        assert case.answers.keys() == before.keys() and case.strays == opened.case.strays
        for id, answer in case.answers.items():
            kept = before[id]
            assert (answer.state, answer.written, answer.value) == (kept.state, kept.written, kept.value), id
    again = resolve(opened.content, entry, opened.written, case_date(entry))
    assert again.answers == before


@pytest.mark.parametrize("name", CASES)
def test_status_lists_what_no_longer_applies_and_no_file_changes(tmp_path, name):
    person = example(tmp_path, name)
    folder = tmp_path / "cases" / name
    for type, form in (("study", ""), ("lease", "")):
        change(folder, type, form)
        case = open_case(folder, checklists=False).case
        gone = [
            (id, case.content.questions[id].label, answer.place.line)
            for id, answer in case.answers.items()
            if answer.state is not State.UNANSWERED and not answer.active
        ]
        before = everything_below(tmp_path)
        told = person.types("status", name, "--json")
        listed = [(one["id"], one["label"], one["place"]["line"]) for one in told.data["inactive"]]
        assert told.code == 0 and listed == gone
        assert told.data["type"].startswith(TYPE_LABELS[type])
        if gone:
            said = person.types("status", name)
            assert f"いまは当てはまらない答え {len(gone)}件" in said.flat and "取ってあります" in said.flat
            shown = said.flat.replace(" ", "")  # a line may break where a blank stands
            assert all(f"{label}（{id}）answers.yaml:{line}" in shown for id, label, line in gone)
        assert everything_below(tmp_path) == before


@pytest.mark.parametrize(
    "name, type, form",
    [
        ("keihi-saas", "study", ""),
        ("keihi-saas", "saas", "short"),
        ("chousa-kenkyu", "saas", ""),
        ("pc-lease", "renewal", ""),
    ],
)
def test_a_draft_of_the_new_type_shows_nothing_of_what_no_longer_applies(tmp_path, name, type, form):
    person = example(tmp_path, name)
    folder = tmp_path / "cases" / name
    written = (folder / "answers.yaml").read_bytes()
    change(folder, type, form)
    assert person.types("draft", name, "--doc", "all").code == 0
    assert person.types("check", name, "--fail-on", "must").code in (0, 1)
    case = open_case(folder, checklists=False).case
    shown = "\n".join(words_of(tree(path)) for path in (folder / "drafts").rglob("*.docx"))
    hidden = [
        line
        for id, answer in case.answers.items()
        if not answer.active and answer.state is State.ANSWERED
        if case.content.questions[id].type in ("text", "prose")
        for line in answer.value.splitlines()
        if len(line) > 15
    ]
    assert [line for line in hidden if line in shown] == []
    assert (folder / "answers.yaml").read_bytes() == written


def test_an_interview_after_the_change_leaves_what_no_longer_applies_where_it_stands(tmp_path):
    person = example(tmp_path, "keihi-saas")
    folder = tmp_path / "cases" / "keihi-saas"
    before = open_case(folder, checklists=False)
    change(folder, "study")
    from specgen.jobs import interview

    class Typist:
        interactive = False
        lines = ["経費精算の調査"]  # noqa: RUF012

        def line(self, text: str = "") -> None: ...

        note = line

        def faults(self, error) -> None: ...

        def ask(self, prompt: str) -> str | None:
            return self.lines.pop(0) if self.lines else None

    assert interview.run(folder, Typist(), only="procurement.title") == 0
    change(folder, "saas")
    after = open_case(folder, checklists=False)
    changed = [
        id
        for id, answer in after.case.answers.items()
        if (answer.state, answer.written) != (before.case.answers[id].state, before.case.answers[id].written)
    ]
    assert changed == ["procurement.title"]
    assert person.types("draft", "keihi-saas").code == 0
