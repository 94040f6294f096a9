"""What leaves the identity of a finding alone, and what makes it another: a table of edits with the expected keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import story
from story import DUE, begin, write
from wordreply import WordFile

from specgen.jobs.draft import draft
from specgen.jobs.review import look

VAGUE = "故障には適切に対応する。"
FORMER = "瑕疵担保責任の期間は、契約書による。"
BACKGROUND = "procurement.background"


def keys(case: Path) -> dict[str, str]:
    """Rule → key, of the three findings that the story begins with."""
    found = look(case, "spec", "draft", None).report.findings
    wanted = [f for f in found if f.key == DUE or f.rule in ("WRD-01", "WAR-03")]
    assert len(wanted) == len({f.rule for f in wanted}), [f.key for f in wanted]
    return {f.rule: f.key for f in wanted}


def replaced(old: str, new: str) -> Callable[[Path], None]:
    """An edit of answers.yaml."""

    def edit(case: Path) -> None:
        path = case / "answers.yaml"
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")
        draft(case, ["spec"])

    return edit


def in_word(old: str, new: str) -> Callable[[Path], None]:
    """An edit of the draft in Word."""

    def edit(case: Path) -> None:
        file = WordFile(next((case / "drafts").glob("*/*.docx")))
        file.retype(old, new)
        file.save()

    return edit


def rows_sorted(case: Path) -> None:
    """The rows of the list of deliverables the other way round, with a new one on top."""
    path = case / "answers.yaml"
    lines = path.read_text("utf-8").split("\n")
    start = lines.index("deliverable.list:") + 1
    end = next(n for n in range(start, len(lines)) if not lines[n].startswith("  "))
    entries: list[list[str]] = []
    for line in lines[start:end]:
        entries = [*entries, [line]] if not line.startswith("   ") else [*entries[:-1], [*entries[-1], line]]
    new = ["  D9: {name: 議事録, work: W1, due: 会議の後5営業日以内, form: editable, quantity: 1式}"]
    turned = [line for entry in [new, *reversed(entries)] for line in entry]
    path.write_text("\n".join([*lines[:start], *turned, *lines[end:]]), "utf-8")
    draft(case, ["spec"])


def one_chapter_less(case: Path) -> None:
    """The lease is now a purchase: the chapter on the lease goes, and later chapters move up."""
    write(case, "lease.kind", "buy")
    draft(case, ["spec"])


def paragraphs_turned(case: Path) -> None:
    """The sentences move into the first paragraph of another order."""
    path = case / "answers.yaml"
    text = path.read_text("utf-8")
    text = text.replace(FORMER + VAGUE, "").replace(
        "procurement.purpose: ", f"procurement.purpose: |\n  {VAGUE}\n\n  {FORMER}\n\n  "
    )
    path.write_text(text, "utf-8")
    draft(case, ["spec"])


SAME = {
    "an edited sentence nearby": replaced(
        "全ての職員が支障なく業務を行えるようにする", "全ての職員が業務を行えるようにする"
    ),
    "paragraphs in another order": paragraphs_turned,
    "a renamed heading": in_word("背景及び目的", "この調達の目的"),
    "rows sorted and one inserted": rows_sorted,
    "a chapter less": one_chapter_less,
    "another answer": replaced("equipment.same_model: yes", "equipment.same_model: no"),
}


@pytest.fixture
def case(tmp_path: Path) -> Path:
    made = begin(tmp_path)
    draft(made, ["spec"])
    return made


@pytest.mark.parametrize("name", SAME)
def test_these_edits_leave_every_key(case: Path, name: str) -> None:
    before = keys(case)
    assert set(before) == {"DLV-02", "WRD-01", "WAR-03"}
    SAME[name](case)
    assert keys(case) == before


def test_another_sentence_is_another_finding(case: Path) -> None:
    before = keys(case)
    replaced(VAGUE, "故障の受付には適切に対応する。")(case)
    after = keys(case)
    assert after["WRD-01"] != before["WRD-01"]
    assert (after["WAR-03"], after["DLV-02"]) == (before["WAR-03"], before["DLV-02"])


def test_a_sentence_typed_over_in_word_is_another_finding_too(case: Path) -> None:
    before = keys(case)
    in_word("故障には適切に対応する", "故障には適切な方法で対応する")(case)
    assert keys(case)["WRD-01"] != before["WRD-01"]


def test_two_words_in_one_sentence_are_two_findings(case: Path) -> None:
    replaced(VAGUE, "故障には適切に、かつ速やかに対応する。")(case)
    found = [f.key for f in look(case, "spec", "draft", None).report.findings if f.rule == "WRD-01"]
    assert len(found) == len(set(found)) == 2


def test_a_round_tells_more_than_a_chapter_shows(case: Path) -> None:
    """Else one more before the third would make another look settled."""
    many = "".join(f"{n}番目の故障には適切に対応する。" for n in "一二三四五")
    replaced(VAGUE, many)(case)
    found = [f.key for f in look(case, "spec", "draft", None).report.findings if f.rule == "WRD-01"]
    assert len(found) == 5


def test_no_two_findings_of_an_example_share_a_key(tmp_path: Path) -> None:
    case = begin(tmp_path)
    for id in ("method.reason", "notes.premise"):
        write(case, id, "必要に応じて、適切に、必要に応じて、速やかに対応する。")
    draft(case, ["spec"])
    found = [f.key for f in look(case, "spec", "submit", None).report.findings]
    assert len(found) > 3
    assert len(found) == len(set(found))
    assert story.CASE in str(case)
