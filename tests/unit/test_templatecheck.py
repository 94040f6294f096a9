"""A template held against the content: what stands in its tests is read by our own language and never run."""

from __future__ import annotations

import pytest
from littlecontent import little

from specgen.content.templatecheck import check_template_against
from specgen.errors import Fault, Faults
from specgen.model.paper import TemplateFacts, TemplateField


def faults(*under: str) -> list[Fault]:
    """What is told about a template that prints the number of people under these tests, and nothing else."""
    content, _ = little()
    field = TemplateField("data.people", under)
    told = Faults()
    check_template_against(content, content.packs["memo"], TemplateFacts(fields=(field,)), told, whole=True)
    return [fault for fault in told.found if fault.code in ("T42", "T48")]


@pytest.mark.parametrize(
    "key",
    [
        "personal_yes**9**9**9**9",
        "personal_yes personal_yes",
        "personal_yes or 9",
        "personal_yes()",
        "personal_yes.__class__",
        "[personal_yes for personal_yes in personal_yes]",
        "lambda",
        "not",
        "",
    ],
)
def test_what_is_no_condition_is_told_and_not_run(key: str):
    found = faults(f'conditions["{key}"]')
    assert {fault.code for fault in found} <= {"T42", "T48"} and found
    if key:
        assert [fault.code for fault in found] == ["T48"]


@pytest.mark.parametrize(
    ("tests", "hidden"),
    [
        (['conditions["personal_yes"]'], False),
        (['conditions["personal"]'], True),
        (['conditions["personal-and-personal_yes"]'], False),
        (['conditions["personal-and-not-personal_yes"]'], True),
        (['conditions["not-personal"]'], True),
        (['sections["data"]'], True),
        (['sections["data.people"]'], False),
        (['sections["data"]', 'conditions["personal_yes-or-forbid"]'], True),
        (['clauses["data.abroad"]["forbid"]'], True),
        ([], True),
    ],
)
def test_an_answer_is_printed_only_where_its_question_applies(tests: list[str], hidden: bool):
    assert [fault.code for fault in faults(*tests)] == ["T42"] * hidden
