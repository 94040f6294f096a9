"""Where a case has a specification and a requirements document, each names the other with its version and date."""

from __future__ import annotations

from datetime import date

import pytest

from specgen.case.case import resolve
from specgen.case.casefile import CaseEntry
from specgen.case.printing import Copy
from specgen.content.load import load_content
from specgen.content.pack import TYPE_LABELS
from specgen.jobs.papers import print_paper
from specgen.word.read import read_tree

DOCUMENTS = {
    "spec": {"version": "0.7", "date": "令和8年11月30日"},
    "requirements": {"version": "0.4", "date": "令和8年12月1日"},
}
NAMED = {
    "spec": "要件定義書（案、第0.4版、令和8年12月1日）",
    "requirements": "調達仕様書（案、第0.7版、令和8年11月30日）",
}
BOTH = [
    (type, form)
    for type in TYPE_LABELS
    for form in ("", "short")
    if any(p.entry.document == "requirements" and p.serves(type, form) for p in load_content().packs.values())
]


def test_five_types_have_both():
    assert len(BOTH) == 5 and ("lease", "") in BOTH


@pytest.mark.parametrize("type, form", BOTH)
def test_each_names_the_other(type: str, form: str):
    content = load_content()
    entry = CaseEntry.model_validate({"id": "0", "type": type, "form": form, "documents": DOCUMENTS})
    case = resolve(content, entry, {}, date(2026, 12, 4))
    for pack in content.packs.values():
        if pack.serves(type, form) and pack.entry.document in NAMED:
            paper = print_paper(case, pack.entry.document, Copy())
            assert NAMED[pack.entry.document] in "\n".join(b.text for b in read_tree(paper.parts).walk())
