"""Status tells per document and chapter what is answered, and who sees to it."""

from __future__ import annotations

import re

from journeying import Person, tree

CASE = "keihi-saas"


def test_the_chapters_are_those_of_the_paper_and_hold_every_printed_question_once(colleague: Person):
    data = colleague.types("status", CASE, "--json").data
    (spec,) = [d for d in data["documents"] if d["document"] == "spec"]
    assert colleague.types("draft", CASE).code == 0
    paper = tree(colleague.newest_word_file(CASE))
    printed = {f"{b.number} {b.text}".strip() for b in paper.walk() if b.kind == "heading" and b.level == 1}
    titles = [chapter["label"] for chapter in spec["chapters"]]
    assert set(titles) <= printed and len(titles) == len(set(titles)) > 8
    tagged = {tag.partition("/")[0] for tag in paper.values}
    assert sum(chapter["asked"] for chapter in spec["chapters"]) >= len(tagged)
    overview = next(c for c in spec["chapters"] if c["id"] == "overview")
    assert overview["settled"] < overview["asked"]
    with colleague.answers(CASE).open("a", encoding="utf-8") as file:
        file.write("procurement.plan: 第4期中期計画の業務運営の効率化に当たる。\n")
    after = colleague.types("status", CASE, "--json").data["documents"]
    now = next(c for d in after if d["document"] == "spec" for c in d["chapters"] if c["id"] == "overview")
    assert (now["asked"], now["settled"]) == (overview["asked"], overview["settled"] + 1)


def test_a_chapter_may_have_an_owner_and_its_open_points_name_them(colleague: Person):
    path = colleague.folder / "cases" / CASE / "case.yaml"
    text = re.sub(
        r"(?ms)^owners:.*\Z",
        "owners: {deliverable_terms: 総務部文書課, procurement: 経理課}\n",
        path.read_text("utf-8"),
    )
    path.write_text(text, encoding="utf-8")
    answers = colleague.answers(CASE)
    text = re.sub(r"(?m)^acceptance\.days:.*\n", "", answers.read_text("utf-8"))
    answers.write_text(f"{text}acceptance.days: 未定\n", encoding="utf-8")
    said = colleague.types("status", CASE)
    assert "担当: 総務部文書課" in said.out and "owners にある" not in said.out
    items = colleague.types("status", CASE, "--json").data["items"]
    assert {i["id"]: i["who"] for i in items}["acceptance.days"] == "総務部文書課"


def test_a_template_at_fault_does_not_stop_status(colleague: Person):
    pack = colleague.folder / "spec_templates" / "packs" / "spec"
    pack.mkdir(parents=True)
    from journeying import ROOT

    shipped = ROOT / "spec_templates" / "packs" / "spec"
    (pack / "pack.yaml").write_bytes((shipped / "pack.yaml").read_bytes())
    (pack / "template.docx").write_bytes(b"no Word file")
    said = colleague.types("status", CASE)
    assert said.code == 0 and "要件定義書の章ごと" in said.out and "調達仕様書の章ごと" not in said.out
