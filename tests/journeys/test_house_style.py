"""One case printed in every style of the house: what is computed follows, what somebody wrote stays as it was written."""

from __future__ import annotations

import re
import unicodedata

import pytest
from journeying import parts, tree, words_of

from specgen.jobs.papers import compiled_template, pack_for
from specgen.model.answer import State
from specgen.workspace import open_case

STYLES = [
    ("、。", "half", "wareki"),
    ("、。", "full", "wareki"),
    ("、。", "half", "western"),
    ("，．", "half", "wareki"),
    ("，．", "full", "western"),
]
WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")


def styled(text: str, digits: str) -> str:
    return text.translate(WIDE) if digits == "full" else text


@pytest.fixture(params=STYLES, ids=" ".join)
def printed(request, colleague):
    comma, digits, era = request.param
    path = colleague.folder / "specgen.yaml"
    text, found = re.subn(
        r"house_style: .*",
        f"house_style: {{comma: {comma}, digits: {digits}, era: {era}}}",
        path.read_text(encoding="utf-8"),
    )
    assert found == 1
    path.write_text(text, encoding="utf-8")
    case = colleague.folder / "cases" / "chousa-kenkyu"
    settings = case / "case.yaml"
    settings.write_text(
        re.sub(r"(?m)^as_of: .*$", "as_of: 2026-12-04", settings.read_text(encoding="utf-8")),
        encoding="utf-8",
    )
    assert colleague.types("draft", "chousa-kenkyu", "--clean").code == 0
    return request.param, open_case(case), colleague.newest_word_file("chousa-kenkyu")


def test_the_cover_the_chapters_the_captions_and_the_references_follow(printed):
    (_, digits, era), opened, file = printed
    paper = tree(file)
    entry = opened.entry.documents["spec"]
    texts = [block.text for block in paper.walk()]
    assert f"第{styled(entry.version, digits)}版" in texts
    day = {"wareki": "令和8年12月4日", "western": "2026年12月4日"}[era]
    if not entry.date:
        assert styled(day, digits) in texts
    else:
        assert any(re.fullmatch(r"(令和.+|[2２].{3})年.+月.+日", text) for text in texts)
    chapters = [b for b in paper.blocks if b.kind == "heading" and b.level == 1 and b.number]
    assert [b.number for b in chapters] == [styled(f"第{n}章", digits) for n in range(1, len(chapters) + 1)]
    sections = [b.number for b in paper.blocks if b.kind == "heading" and b.level == 2 and b.number]
    assert styled("1.1", digits) in sections
    listed = "".join(b.text for b in paper.blocks if b.kind == "contents")
    assert all(number in listed for number in sections)
    captions = [b.text for b in paper.blocks if b.kind == "caption"]
    assert captions and all(
        text.startswith(f"表{styled(str(n), digits)}") for n, text in enumerate(captions, 1)
    )
    body = parts(file)["word/document.xml"].decode("utf-8")
    shown = re.findall(
        r"<w:instrText[^>]*> REF \w+ [^<]*</w:instrText></w:r><w:r><w:fldChar[^>]*/></w:r><w:r><w:t[^>]*>([^<]*)<",
        body,
    )
    numbered = {b.number for b in paper.blocks if b.number} | {
        text.partition("\u3000")[0] for text in captions
    }
    assert shown and all(any(number in text for number in numbered) for text in shown if "該当" not in text)
    if digits == "full":
        assert not any(
            re.search("[0-9]", text) for text in [*shown, *sections, *(b.number for b in chapters)]
        )


def test_what_a_person_wrote_stands_character_for_character(printed):
    _, opened, file = printed
    text = words_of(tree(file))
    written = [
        line
        for question in opened.content.questions.values()
        if question.type in ("text", "prose") and question.audience == "public"
        if (answer := opened.case.answers[question.id]).state is State.ANSWERED and answer.active
        for line in answer.value.split("\n")
        if re.search(r"[0-9、。]", line) and line in opened.source.text
    ]
    found = [line for line in written if line in text]
    assert len(found) > 10 and len(found) >= 0.8 * len(written)


def test_fixed_text_changes_its_marks_and_never_its_digits(printed):
    (comma, _, _), opened, file = printed
    compiled, _ = compiled_template(opened.content, pack_for(opened.case, "spec"), trace=False)
    text = words_of(tree(file))
    fixed = [sentence for sentence, _ in compiled.facts.texts if re.search(r"[0-9]", sentence)]
    here = [s for s in fixed if unicodedata.normalize("NFKC", s) in unicodedata.normalize("NFKC", text)]
    assert len(here) > 1
    assert [sentence for sentence in here if sentence not in text] == []
    if comma != "、。":
        assert not any(re.search("[、。]", sentence) for sentence, _ in compiled.facts.texts)


def test_gaps_and_phrases_take_the_marks_of_the_house(colleague):
    path = colleague.folder / "specgen.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("、。", "，．"), encoding="utf-8")
    colleague.types("draft", "keihi-saas", "--clean")
    colleague.types("draft", "keihi-saas")
    words = words_of(tree(colleague.newest_word_file("keihi-saas")))
    assert re.search(r"未定[^（）。]*．令和[^（）。]*までに決める予定）", words)
    assert not re.search(r"（[^（）]*未定。", words)
