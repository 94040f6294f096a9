"""What is locked holds with all that it stands on: each road by which it could be loosened is closed, and none other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from littlecontent import FILES
from overlaying import DEPARTMENT, RULE, Overlaid, overlaid_in, put, workspace_in

from specgen.content.load import load_content
from specgen.errors import ContentError
from specgen.jobs import resolving

NEEDS = RULE.replace("{kind", "{locked: yes, kind").replace(
    "level: confirm", "level: confirm, when: personal"
)
ON_ANSWERS = NEEDS.replace("[plan.title]", "[data.people, deliverable.list/*.due]")
ON_REMARKS = NEEDS.replace("needs: [plan.title]", "state: remark")
CLAUSE = FILES["library/clauses/data/abroad.md"].replace("---\n", "---\nlocked: yes\n", 1)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Path]:
    with workspace_in(tmp_path) as home:
        yield home


@pytest.fixture
def overlaid(workspace: Path) -> Overlaid:
    return overlaid_in(workspace)


def set_(address: str, field: str, to: str, variant: str = "") -> str:
    of = f"    variant: {variant}\n" if variant else ""
    return f"  - set: {address}\n{of}    field: {field}\n    to: {to}\n    because: 例\n"


def drop(address: str) -> str:
    return f"  - drop: {address}\n    because: 例\n"


def lock(workspace: Path, rule: str = ON_ANSWERS, clause: str = CLAUSE) -> None:
    """The organisation locks a rule and a wording; the wording's chapter is printed where there are deliverables."""
    put(workspace / "checklists/rules/EX/EX-01.yaml", rule)
    put(workspace / "spec_templates/library/clauses/data/abroad.md", clause)
    for name in ("pack.yaml", "template.md"):
        text = FILES[f"packs/memo/{name}"].replace("  abroad: always", "  abroad: listed")
        put(workspace / "spec_templates/packs/memo" / name, text)


QUESTIONS = ("data.people", "data.personal", "data.abroad", "deliverable.list")
"""Read by the rule; read by its condition and by the items of the wording; chooses the wording; decides its chapter."""
CLOSED = {
    "its level": set_("rule:EX-01", "level", "advise"),
    "its level at one stage": set_("rule:EX-01", "level.draft", "advise"),
    "when it speaks": set_("rule:EX-01", "when", "personal_yes"),
    "for which types": set_("rule:EX-01", "types", "[saas]"),
    "what it looks at": set_("rule:EX-01", "needs", "[plan.title]"),
    "who judges": set_("rule:EX-01", "judge", "person"),
    "the lock of the rule": set_("rule:EX-01", "locked", "no"),
    "the rule itself": drop("rule:EX-01"),
    **{f"dropped {id}": drop(f"question:{id}") for id in QUESTIONS},
    **{f"when {id} is asked": set_(f"question:{id}", "when", "forbid") for id in QUESTIONS if id != "data.abroad"},
    "when the choice is asked": set_("question:data.abroad", "when", "personal"),
    "other choices": set_("question:data.personal", "choices", "{yes: 扱う, maybe: 言い切れない, no: 扱わない, else: 別}"),
    "labels exchanged": set_("question:data.personal", "choices", "{yes: 扱わない, maybe: 言い切れない, no: 扱う}"),
    "choices of the wording": set_("question:data.abroad", "choices", "{forbid: 承認制, approve: 認めない}"),
    "one choice of the wording": set_("question:data.abroad", "choices.forbid", "承認制"),
    "the unit that is printed": set_("question:data.people", "unit", "千人"),
    "a column that is needed": set_("question:deliverable.list/*.due", "required", "no"),
    "a column that is needed in some rows": set_("question:deliverable.list/*.due", "needed_with", "{a: b}"),
    "what a condition means": set_("condition:personal", "is", "data.personal == yes"),
    "a condition": drop("condition:personal"),
    "another question in place of one": (
        "  - insert: question:kenkyu.people\n    after: question:data.people\n    because: 例\n    value: {formerly: "
        "[data.people], label: 人数, ask: 何人ですか。, type: integer, needed_from: draft, gap: （未定）, "
        "next_year: keep, audience: public}\n"
    ),
    "another wording": "  - use: clause:data.abroad\n    variant: approve\n    because: 例\n",
    "the wording itself": set_("clause:data.abroad", "text", "扱う。", "forbid"),
    "what chooses the wording": set_("clause:data.abroad", "when", "always", "approve"),
    "the lock of the wording": set_("clause:data.abroad", "locked", "no"),
    "the chapter of the wording": drop("section:memo/abroad"),
    "when the chapter is printed": set_("section:memo/abroad", "when", "personal"),
}  # fmt: skip
CODES = {"the rule itself": "O11", "a condition": "O11", "what a condition means": "O13"}
CODES |= {"another question in place of one": "C25"}


@pytest.mark.parametrize("layer", ["department", "case"])
@pytest.mark.parametrize("road", CLOSED)
def test_no_road_of_an_overlay_leads_around_a_lock(
    workspace: Path, overlaid: Overlaid, road: str, layer: str
):
    lock(workspace)
    with pytest.raises(ContentError) as raised:
        overlaid(**{"changes" if layer == "department" else "case": CLOSED[road]})
    (fault,) = raised.value.faults
    assert fault.code == CODES.get(road, "O20") and fault.remedy
    assert fault.place.file == (DEPARTMENT if layer == "department" else "overlay.yaml")


OPEN = {
    "raised": set_("rule:EX-01", "level", "must"),
    "raised at one stage": set_("rule:EX-01", "level.submit", "must"),
    "its words": set_("rule:EX-01", "words.fix", "表に書きます。"),
    "how it is asked": set_("question:data.people", "ask", "何人ですか。"),
    "a shorter answer": set_("question:plan.title", "limits.chars", "10"),
    "asked always": set_("question:data.people", "when", "always"),
    "the chapter always": set_("section:memo/abroad", "when", "always"),
    "the heading": set_("section:memo/abroad", "title", "国外での扱い"),
    "how the wording is called": set_("clause:data.abroad", "title", "国外"),
    "what nothing locked stands on": drop("question:plan.fee"),
}


@pytest.mark.parametrize("road", OPEN)
def test_what_loosens_nothing_is_free(workspace: Path, overlaid: Overlaid, road: str):
    lock(workspace)
    assert len(overlaid(OPEN[road]).changes) == 1


@pytest.mark.parametrize("road", [key for key in CLOSED if CODES.get(key, "") == "" and "lock" not in key])
def test_without_a_lock_each_of_these_is_a_change_like_any_other(
    workspace: Path, overlaid: Overlaid, road: str
):
    """So the tests above close what would otherwise be open."""
    lock(workspace, ON_ANSWERS.replace("locked: yes, ", ""), CLAUSE.replace("locked: yes\n", ""))
    try:
        assert len(overlaid(CLOSED[road]).changes) == 1
    except ContentError as error:
        assert "O20" not in {fault.code for fault in error.faults}


def test_a_department_that_locks_binds_its_cases(overlaid: Overlaid):
    with pytest.raises(ContentError) as raised:
        overlaid(set_("rule:EX-01", "locked", "yes"), drop("question:plan.title"))
    (fault,) = raised.value.faults
    assert (fault.code, fault.place.file) == ("O20", "overlay.yaml") and "規則EX-01" in fault.what


def test_limits_stay_where_a_locked_rule_tells_what_is_beyond_them(workspace: Path, overlaid: Overlaid):
    lock(workspace, ON_REMARKS)
    with pytest.raises(ContentError, match="規則EX-01"):
        overlaid(set_("question:plan.title", "limits.chars", "400"))


def test_an_organisation_may_replace_what_is_locked_as_shipped_and_is_told_so(workspace: Path):
    """The lock binds departments and cases; the file is the organisation's own word, and is seen as such."""
    put(workspace.parent / "shipped/checklists/rules/EX/EX-01.yaml", ON_ANSWERS)
    put(workspace / "checklists/rules/EX/EX-01.yaml", RULE)
    assert load_content(workspace).over_locked == ("rule:EX-01",)
    (note,) = resolving.resolve("", workspace).notes
    assert "rule:EX-01" in note and "checklists/rules/EX/EX-01.yaml" in note


def test_a_file_of_a_department_beside_its_overlay_replaces_nothing(workspace: Path, overlaid: Overlaid):
    lock(workspace)
    put(workspace / "spec_templates/departments/kenkyu/checklists/rules/EX/EX-01.yaml", RULE)
    put(workspace / "spec_templates/departments/kenkyu/library/clauses/data/abroad.md", "---\n---\n")
    content = overlaid(set_("question:plan.aim", "tip", "短く。"))
    assert content.rules["EX-01"].locked and content.clauses["data.abroad"].head.locked
