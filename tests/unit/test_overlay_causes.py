"""Which of many changes brought a fault elsewhere is found in few looks at the content, and told at the change."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from overlaying import DEPARTMENT, Overlaid, overlaid_in, put, workspace_in

from specgen.content import overlaying
from specgen.errors import MOST_FAULTS, ContentError

MANY, FAULTS = 300, 50


@pytest.fixture
def overlaid(tmp_path: Path) -> Iterator[Overlaid]:
    """A library with fifty choices more, and with a condition on each."""
    with workspace_in(tmp_path) as home:
        asked = "ask: どちらですか。, why: 決めます。, type: choice, choices: {yes: はい, no: いいえ}"
        kept = "needed_from: draft, gap: （未定）, next_year: keep, audience: internal"
        questions = [f"  - {{id: many.q{n}, label: 問{n}, {asked}, {kept}}}\n" for n in range(FAULTS)]
        library = home / "spec_templates/library"
        put(
            library / "questions/many.yaml",
            "topic: many\nlabel: 多数\norder: 90\nquestions:\n" + "".join(questions),
        )
        conditions = "".join(f"c{n}: {{label: 問{n}のとき, is: many.q{n} == no}}\n" for n in range(FAULTS))
        put(library / "conditions.yaml", (library_conditions() + conditions))
        yield overlaid_in(home)


def library_conditions() -> str:
    from littlecontent import FILES

    return FILES["library/conditions.yaml"]


def change(question: str, field: str, to: str) -> str:
    return f"  - set: question:{question}\n    field: {field}\n    to: {to}\n    because: 例\n"


def harmless(number: int) -> str:
    fields = ("label", "ask", "why", "tip", "gap")
    return change(f"many.q{number % FAULTS}", fields[number // FAULTS % len(fields)], f"言葉{number}")


def harmful(number: int) -> str:
    return change(f"many.q{number}", "choices", "{yes: はい, nope: いいえ}")


def told_and_checks(overlaid: Overlaid, changes: str) -> tuple[list, int]:
    """The faults, and how often the content was checked to find them."""
    with patch.object(overlaying, "_checked", wraps=overlaying._checked) as checked:
        with pytest.raises(ContentError) as raised:
            overlaid(changes)
        return list(raised.value.faults), checked.call_count


@pytest.mark.parametrize("at", [0, 1, 149, 298, 299])
def test_one_fault_among_many_changes_is_told_at_the_very_change(overlaid: Overlaid, at: int):
    lines = [harmless(number) for number in range(MANY - 51)]
    lines.insert(at, harmful(7))
    (fault,), checks = told_and_checks(overlaid, "".join(lines))
    assert (fault.place.file, fault.place.line) == (DEPARTMENT, 4 + 4 * min(at, MANY - 51))
    assert "この変更をすると" in fault.what and "library/conditions.yaml" in fault.what
    assert checks <= 11


def test_fifty_faults_of_three_hundred_changes_are_told_after_a_bounded_number_of_checks(overlaid: Overlaid):
    lines = [harmful(n // 6) if n % 6 == 0 else harmless(n % 250) for n in range(MANY)]
    lines = [line for n, line in enumerate(lines) if line not in lines[:n]]
    faults, checks = told_and_checks(overlaid, "".join(lines))
    assert len(faults) == FAULTS == MOST_FAULTS
    assert checks <= overlaying.MOST_CHECKS + 2
    text = f"department: kenkyu\nlabel: 研究推進部\nchanges:\n{''.join(lines)}".splitlines()
    for fault in faults:
        quoted = text[fault.place.line - 1]
        last = fault.what.partition("overlay.yaml:")[2].partition(":")[0]
        between = "\n".join(text[fault.place.line - 1 : int(last) + 3 if last else fault.place.line + 2])
        assert quoted.startswith("  - set:") and "choices" in between, fault


def test_two_faults_of_two_changes_are_each_told_at_their_own(overlaid: Overlaid):
    faults, _ = told_and_checks(overlaid, harmless(1) + harmful(3) + harmless(2) + harmful(5) + harmless(4))
    assert [(fault.place.line, fault.quoted) for fault in faults] == [
        (8, "question:many.q3"),
        (16, "question:many.q5"),
    ]
