"""From an empty folder to a draft that says what it lacks, and on to a finished paper; nothing of a person is lost."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import docx
import pytest
from journeying import (
    ROOT,
    Person,
    empty_headings,
    everything_below,
    leftovers,
    parts,
    silent_blanks,
    tree,
    words_of,
)

from specgen import yamledit

TYPES = ("study", "saas")


@pytest.mark.parametrize("kind", TYPES)
def test_a_nearly_empty_case_gives_a_whole_paper_full_of_named_gaps(person, kind):
    assert person.types("new", "ためし", "--type", kind).code == 0
    said = person.types("draft", "ためし")
    assert said.code == 0 and "か所の空き" in said.flat
    file = person.newest_word_file("ためし")
    assert str(file) in said.out
    paper = tree(file)
    assert leftovers(file) == [] and empty_headings(paper) == [] and silent_blanks(paper) == []
    chapters = [b for b in paper.blocks if b.kind == "heading" and b.level == 1 and b.number]
    assert [b.number for b in chapters] == [f"第{n}章" for n in range(1, len(chapters) + 1)]
    assert len(chapters) >= 10
    text = words_of(paper)
    for gap in ("（件名は未定）", "契約期間は、（未定）とする", "（成果物の一覧は未定）"):
        assert gap in text
    assert len(re.findall(r"（[^（）]*(?:未定|未記入|確認中)[^（）]*）", text)) > 25


@pytest.mark.parametrize("kind", ["development", "renewal", "operation", "saas", "lease", "study"])
def test_both_papers_can_be_asked_for_with_every_type(person, kind):
    person.types("new", "ためし", "--type", kind)
    said = person.types("draft", "ためし", "--doc", "spec,requirements")
    assert said.code == 0
    made = {
        paper["document"]
        for paper in person.types("draft", "ためし", "--doc", "spec,requirements", "--json").data["documents"]
    }
    assert made == ({"spec"} if kind == "study" else {"spec", "requirements"})
    told = "「要件定義書」は、調達の種類「調査研究・支援」では作りません。ほかの文書だけを作りました。"
    assert (told in said.flat) is (kind == "study")


def test_a_paper_that_the_type_has_not_is_refused_when_it_is_the_only_one(person):
    person.types("new", "ためし", "--type", "study")
    assert person.types("draft", "ためし", "--doc", "requirements").code == 2
    assert person.types("draft", "ためし", "--doc", "spec,mistake").code == 2


@pytest.mark.parametrize("kind", TYPES)
def test_every_example_row_in_a_new_case_is_an_answer_once_its_signs_are_taken_away(person, kind):
    person.types("new", "ためし", "--type", kind)
    path = person.answers("ためし")
    path.write_text(
        re.sub(r"(?m)^#(  [A-Z][\w-]*:|    [a-z_]+:)", r"\1", path.read_text(encoding="utf-8")),
        encoding="utf-8",
    )
    result = person.types("check", "ためし", "--json").data
    troubled = [f["words"]["found"] for f in result["findings"] if f["rule"].startswith("ANS-")]
    assert troubled == []
    assert result["answered"] > 10


def test_answers_typed_into_the_file_stand_in_the_next_draft_under_the_next_number(person):
    person.types("new", "文書管理", "--type", "saas")
    person.types("draft", "文書管理")
    person.writes(
        "文書管理",
        procurement__title="文書管理クラウドサービスの利用",
        contract__period="契約締結日〜令和10年3月31日",
        contract__form="サービスの利用契約",
        method__contract="\n  未定: 令和9年1月20日\n  だれが: 契約課",
    )
    said = person.types("draft", "文書管理")
    assert said.code == 0 and "02番" in said.out
    text = words_of(tree(person.newest_word_file("文書管理")))
    assert "本調達の件名は、「文書管理クラウドサービスの利用」とする。" in text
    assert "契約締結日から令和10年3月31日まで" in text or "契約締結日〜令和10年3月31日" in text
    assert "令和9年1月20日" in text
    assert "文書管理クラウドサービスの利用" in person.newest_word_file("文書管理").name
    status = person.types("status", "文書管理")
    assert status.code == 0
    assert re.search(r"■ 未定 1件.*調達の方式.*令和9年1月20日まで、契約課", status.flat)


def test_drafting_again_without_a_change_changes_nothing(colleague):
    assert "01番" in colleague.types("draft", "keihi-saas").out
    before = everything_below(colleague.folder)
    said = colleague.types("draft", "keihi-saas")
    assert said.code == 0 and "変わっていません" in said.flat
    assert everything_below(colleague.folder) == before


def edit(path: Path, old: str, new: str) -> None:
    """Change a text as a person with Word would, here with python-docx."""
    document = docx.Document(str(path))
    runs = [
        run
        for p in document.element.body.iter(docx.oxml.ns.qn("w:t"))
        for run in [p]
        if old in (p.text or "")
    ]
    assert runs
    runs[0].text = runs[0].text.replace(old, new)
    document.save(str(path))


def test_a_draft_that_somebody_edited_is_never_written_over(colleague):
    colleague.types("draft", "keihi-saas")
    edit(colleague.newest_word_file("keihi-saas"), "本調達の件名は", "このたびの調達の件名は")
    before = everything_below(colleague.folder)
    said = colleague.types("draft", "keihi-saas")
    assert said.code == 5
    assert "Wordで直されています" in said.err and "--anyway" in said.err
    assert "直された所は、「1.1 調達件名」の「このたびの調達の件名は" in said.flat
    assert everything_below(colleague.folder) == before
    said = colleague.types("draft", "keihi-saas", "--anyway")
    assert said.code == 0
    kept = everything_below(colleague.folder)
    assert {name: kept[name] for name in before} == before
    assert "このたびの調達の件名は" not in words_of(tree(colleague.newest_word_file("keihi-saas")))


@pytest.mark.parametrize("cut", [0, 2])
def test_somebody_who_has_the_draft_open_in_word_is_thought_of(colleague, cut):
    assert "Wordで開いています" not in colleague.types("draft", "keihi-saas").flat
    path = colleague.newest_word_file("keihi-saas")
    owner = path.with_name(f"~${path.name[cut:]}")
    owner.write_bytes(b"\x06Kakuu ")
    colleague.writes("keihi-saas", acceptance__days="20日")
    assert "だれかがWordで開いています。その人がこの後に" in colleague.types("draft", "keihi-saas").flat
    newest = colleague.newest_word_file("keihi-saas")
    assert newest != path
    newest.with_name(f"~${newest.name[cut:]}").write_bytes(b"\x06Kakuu ")
    edit(newest, "本調達の件名は", "このたびの調達の件名は")
    said = colleague.types("draft", "keihi-saas")
    assert said.code == 5 and "だれかがWordで開いています。保存して閉じるのを待ってから" in said.flat


def test_a_draft_that_was_only_opened_and_saved_counts_as_unchanged(colleague):
    colleague.types("draft", "keihi-saas")
    path = colleague.newest_word_file("keihi-saas")
    document = docx.Document(str(path))
    document.save(str(path))
    assert colleague.types("draft", "keihi-saas").code == 0


def test_a_copy_elsewhere_lies_there_and_a_file_of_somebody_else_is_left_alone(colleague):
    out = colleague.folder / "渡す物"
    assert colleague.types("draft", "keihi-saas", "--clean", "--out", "渡す物").code == 0
    assert [p.suffix for p in out.iterdir() if p.name != "manifest.json"] == [".docx"]
    assert not (colleague.folder / "cases" / "keihi-saas" / "drafts").exists()
    file = next(out.glob("*.docx"))
    edit(file, "本調達の件名は", "このたびの件名は")
    before = everything_below(out)
    colleague.writes("keihi-saas", acceptance__days="20日")
    assert colleague.types("draft", "keihi-saas", "--clean", "--out", "渡す物").code == 5
    assert everything_below(out) == before


SECRETS = {
    "an internal answer": "ひみつの覚え書き七三九一",
    "the note of an open point": "内緒の事情四六二八",
    "the name of who decides": "架空花子係長",
    "a comment in the answers file": "後で消す書き置き五五一二",
    "where a copied value came from": "前の案件エックス九〇三",
}


def plant(colleague) -> None:
    path = colleague.answers("keihi-saas")
    text = path.read_text(encoding="utf-8")
    text = text.replace(
        "document.memo: |\n",
        f"# {SECRETS['a comment in the answers file']}\ndocument.memo: |\n  {SECRETS['an internal answer']}。\n",
    )
    text += (
        f"\nwork.plan_approver:\n  未定: 令和9年1月8日\n  だれが: {SECRETS['the name of who decides']}\n"
        f"  メモ: {SECRETS['the note of an open point']}\n"
        f"deliverable.place:\n  前回から: 本部の1階の受付\n  元: {SECRETS['where a copied value came from']}\n"
    )
    path.write_text(text, encoding="utf-8")


def found_in(path: Path, words: str) -> list[str]:
    """The parts in which ``words`` stand, in any of the encodings that a Word file may use."""
    spelled = (
        words.encode(),
        words.encode("utf-16-le"),
        words.encode("utf-16-be"),
        "".join(f"&#{ord(c)};" for c in words).encode(),
    )
    return [name for name, data in parts(path).items() if any(s in data for s in spelled) or words in name]


def test_nothing_of_the_house_is_in_a_clean_copy(colleague):
    plant(colleague)
    assert colleague.types("draft", "keihi-saas").code == 0
    working = colleague.newest_word_file("keihi-saas")
    assert found_in(working, SECRETS["the name of who decides"]), "the working draft tells who decides"
    assert found_in(working, "PMO") and found_in(working, "内部検討用")
    assert "word/comments.xml" in parts(working) and any(n.startswith("customXml/") for n in parts(working))
    assert b"<w:sdt>" in parts(working)["word/document.xml"]

    said = colleague.types("draft", "keihi-saas", "--clean")
    assert said.code == 0
    clean = colleague.newest_word_file("keihi-saas")
    assert "内部検討用" not in clean.name
    for what, words in SECRETS.items():
        assert found_in(clean, words) == [], what
    for mark in ("PMO", "内部検討用", "架空業務支援機構 職員", "specgen:draft"):
        assert found_in(clean, mark) == [], mark
    names = parts(clean)
    assert not [n for n in names if re.search(r"comments|customXml|people|custom\.xml", n)]
    body = names["word/document.xml"]
    for tag in (b"<w:sdt", b"commentRange", b"commentReference", b"<w:vanish", b"<w:ins ", b"<w:del "):
        assert tag not in body, tag
    assert not re.search(
        rb"<dc:creator>[^<]|<cp:lastModifiedBy>[^<]|<Company>[^<]|<Manager>[^<]", b"".join(names.values())
    )
    assert "（未定" in words_of(tree(clean))


def test_the_author_of_an_own_template_does_not_get_into_a_clean_copy(colleague):
    own = colleague.folder / "spec_templates" / "packs" / "spec"
    shutil.copytree(ROOT / "spec_templates" / "packs" / "spec", own)
    template = docx.Document(str(own / "template.docx"))
    template.core_properties.author = template.core_properties.last_modified_by = "架空次郎"
    template.save(str(own / "template.docx"))
    assert colleague.types("draft", "keihi-saas", "--clean").code == 0
    assert found_in(colleague.newest_word_file("keihi-saas"), "架空次郎") == []


def test_a_final_copy_is_refused_while_something_is_open_and_nothing_is_written(colleague):
    before = everything_below(colleague.folder)
    said = colleague.types("draft", "keihi-saas", "--final")
    assert said.code == 1
    assert "何も書き出していません" in said.flat and "「支払の方法」" in said.flat
    assert everything_below(colleague.folder) == before
    assert colleague.types("draft", "keihi-saas", "--final", "--json").data["refused"]


def announced(colleague, case="chousa-kenkyu"):
    """The case goes from 案 to 公告版."""
    path = colleague.folder / "cases" / case / "case.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("edition: draft", "edition: notice"), encoding="utf-8")


def test_a_final_copy_does_not_say_that_it_is_a_draft(colleague):
    said = colleague.types("draft", "chousa-kenkyu", "--final")
    assert said.code == 1 and "版の種類が「案」のままです" in said.flat
    assert "documentsのspecに、edition:notice（公告版）" in said.flat.replace(" ", "")
    assert not (colleague.folder / "cases" / "chousa-kenkyu" / "drafts").exists()
    announced(colleague)
    assert colleague.types("draft", "chousa-kenkyu", "--final").code == 0


def test_a_finished_case_gives_a_final_copy(colleague):
    announced(colleague)
    said = colleague.types("draft", "chousa-kenkyu", "--final")
    assert said.code == 0 and "最終版" in said.out
    file = colleague.newest_word_file("chousa-kenkyu")
    paper = tree(file)
    assert leftovers(file) == [] and empty_headings(paper) == [] and silent_blanks(paper) == []
    assert not re.search(r"未定|未記入|確認中", words_of(paper))
    assert "変わっていません" in colleague.types("draft", "chousa-kenkyu", "--final").flat


@pytest.mark.parametrize(
    "mark",
    [
        "〇〇件",
        "○○",
        "●●",
        "××",
        "XXX",
        "（要確認）XXX",
        "TBD",
        "？",
        "★",
        "300件（仮）",
        "要確認",
        "令和8年●月",
    ],
)
@pytest.mark.parametrize("place", ["answer", "cell"])
def test_a_mark_that_holds_a_place_keeps_a_final_copy_waiting(colleague, mark, place):
    announced(colleague)
    path = colleague.answers("chousa-kenkyu")
    line = r"(?m)^(deliverable\.place:).*$" if place == "answer" else r"(?m)^(    quality:).*$"
    text, found = re.subn(line, lambda match: f'{match[1]} "{mark}"', path.read_text("utf-8"), count=1)
    assert found == 1
    path.write_text(text, encoding="utf-8")
    said = colleague.types("draft", "chousa-kenkyu", "--final")
    assert said.code == 1 and "【必須】" in said.flat
    assert not (colleague.folder / "cases" / "chousa-kenkyu" / "drafts").exists()


@pytest.mark.parametrize(
    ("id", "says"),
    [
        ("data.personal", "ここを載せるかどうかは、「個人情報の取扱い」が決まると定まります"),
        ("rights.ownership", "ここに入る条文は、「著作権の帰属」が決まると定まります"),
        ("contract.multi_year", "契約期間が年度をまたぐときに限ります。該当するかどうかは確認中です"),
    ],
)
def test_a_final_copy_waits_for_what_decides_a_section_even_where_no_rule_asks(colleague, id, says):
    profile = colleague.folder / "checklists" / "profiles" / "spec.yaml"
    profile.parent.mkdir(parents=True)
    profile.write_text("profile: spec\nlabel: 少ない確認\nrules: [ANS-01]\n", encoding="utf-8")
    answers = colleague.answers("chousa-kenkyu")
    answers.write_text(yamledit.set_value(answers.read_text(encoding="utf-8"), (id,), ""), encoding="utf-8")
    said = colleague.types("draft", "chousa-kenkyu", "--final")
    assert said.code == 1 and says in said.flat


def test_without_a_name_of_the_organisation_there_is_no_final_copy_and_other_copies_say_so(colleague):
    settings = colleague.folder / "specgen.yaml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(re.sub(r"(?m)^  name: .*$", "  name: （法人の名前）", text), encoding="utf-8")
    assert (
        "法人の名前が specgen.yaml に書かれていません"
        in colleague.types("draft", "chousa-kenkyu", "--clean").flat
    )
    said = colleague.types("draft", "chousa-kenkyu", "--final")
    assert said.code == 1 and "【必須】法人の名前が" in said.flat


def test_a_clean_copy_says_that_edits_in_word_are_not_in_it(colleague):
    said = colleague.types("draft", "chousa-kenkyu", "--clean")
    assert "Wordで直した" not in said.flat
    file = _working_draft(colleague)
    word = docx.Document(str(file))
    word.add_paragraph("手で足した段落")
    word.save(str(file))
    assert "Wordで直した内容は、入っていません" in colleague.types("draft", "chousa-kenkyu", "--clean").flat


def _working_draft(colleague):
    colleague.types("draft", "chousa-kenkyu")
    (file,) = (colleague.folder / "cases" / "chousa-kenkyu" / "drafts").glob("*/【*.docx")
    return file


def test_a_copied_value_keeps_a_final_copy_waiting_until_somebody_confirms_it(colleague):
    path = colleague.answers("chousa-kenkyu")
    text = path.read_text(encoding="utf-8")
    line = re.search(r"(?m)^acceptance\.days: (.*)$", text)
    path.write_text(
        text.replace(line[0], f"acceptance.days:\n  前回から: {line[1]}\n  元: 前の案件"), encoding="utf-8"
    )
    said = colleague.types("draft", "chousa-kenkyu", "--final")
    assert said.code == 1 and "検査の日数" in said.flat and "前の案件" in said.flat


def test_a_case_started_from_another_keeps_its_answers_as_copies_under_a_new_id(colleague):
    assert colleague.types("new", "R9", "--type", "study", "--from", "chousa-kenkyu").code == 0
    old = (colleague.folder / "cases" / "chousa-kenkyu" / "case.yaml").read_text(encoding="utf-8")
    new = (colleague.folder / "cases" / "R9" / "case.yaml").read_text(encoding="utf-8")
    assert re.search(r"id: (\w+)", old)[1] != re.search(r"id: (\w+)", new)[1]
    status = colleague.types("status", "R9", "--json").data
    waiting = [item for item in status["items"] if item["state"] == "copied"]
    assert len(waiting) > 30 and {item["note"] for item in waiting} == {"chousa-kenkyu"}


def test_what_is_mended_in_the_same_way_is_said_once_a_topic(colleague):
    colleague.answers("keihi-saas").write_text("procurement.title: 例\n", encoding="utf-8")
    findings = colleague.types("check", "keihi-saas", "--json").data["findings"]
    blank = [f for f in findings if f["subject"].startswith("contract.") and f["rule"] == "STR-03"]
    assert len(blank) > 2 and len({f["words"]["fix"] for f in blank}) == 1
    said = re.sub(r"\s", "", colleague.types("check", "keihi-saas", "--all").out)
    head = f"【要確認】「契約」に、空きが{len(blank)}つあります（"
    assert said.count(head) == 1
    together = re.split(r"\d+\.【", said.partition(head)[2])[0]
    assert together.count(re.sub(r"\s", "", blank[0]["words"]["fix"])) == 1
    assert all(f["words"]["found"] in together and f["subject"] in together for f in blank)


def test_two_papers_that_would_have_one_name_are_not_written(colleague):
    packs = colleague.folder / "spec_templates" / "packs"
    for name in ("spec", "requirements"):
        shutil.copytree(ROOT / "spec_templates" / "packs" / name, packs / name)
        path = packs / name / "pack.yaml"
        text = path.read_text(encoding="utf-8")
        mark = "{{ procurement.title }}" if name == "spec" else "{{ procurement.title }}."
        path.write_text(re.sub(r"(?m)^file_name: .*$", f'file_name: "{mark}"', text), encoding="utf-8")
    said = colleague.types("draft", "keihi-saas", "--doc", "spec,requirements")
    assert said.code == 3 and "ファイルの名前が、同じになります" in said.flat and "pack.yaml" in said.flat
    assert not (colleague.folder / "cases" / "keihi-saas" / "drafts").exists()


def test_the_exit_code_of_a_check_follows_the_level_that_was_asked_for(colleague):
    assert colleague.types("check", "keihi-saas").code == 0
    assert colleague.types("check", "keihi-saas", "--fail-on", "confirm").code == 1
    assert colleague.types("check", "keihi-saas", "--stage", "submit").code == 1
    assert colleague.types("check", "chousa-kenkyu", "--stage", "submit", "--fail-on", "advise").code == 0


def test_a_check_says_first_what_is_good_then_the_heaviest_findings_in_full(colleague):
    colleague.writes("keihi-saas", contract__period="なるべく早く始めて長めに")
    said = colleague.types("check", "keihi-saas")
    assert said.code == 1
    assert (
        said.out.index("できていること")
        < said.out.index("■ 気付き")
        < said.out.index("【必須】")
        < said.out.index("【要確認】")
    )
    first = said.out.split("【要確認】")[0]
    for label in ("場所", "理由", "直し方", "answers.yaml:"):
        assert label in first
    assert "ほかに" in said.out and "--all" in said.out
    everything = colleague.types("check", "keihi-saas", "--all").out
    findings = colleague.types("check", "keihi-saas", "--json").data["findings"]
    flat = re.sub(r"\s", "", everything)
    said = [f["words"].get("question") or f["words"]["found"] for f in findings]
    assert len(findings) > 10 and all(re.sub(r"\s", "", words) in flat for words in said)
    markdown = colleague.types("check", "keihi-saas", "--format", "markdown").out
    assert markdown.count("- [ ] ") == len(findings)


def test_no_workspace_is_made_inside_another(colleague: Person):
    inside = Person(colleague.folder / "cases" / "chousa-kenkyu")
    before = everything_below(colleague.folder)
    said = inside.types("init")
    assert said.code == 2 and "もう作業フォルダーの中です" in said.flat, said.flat
    assert str(colleague.folder) in said.flat
    assert everything_below(colleague.folder) == before
    assert colleague.types("init").code == 0


def test_the_type_of_a_case_by_its_japanese_name_is_told_its_code(colleague: Person):
    path = colleague.folder / "cases" / "chousa-kenkyu" / "case.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"(?m)^type: \w+", "type: 更改", text), encoding="utf-8")
    said = colleague.types("status", "chousa-kenkyu")
    assert said.code == 2 and "「renewal」のことではありませんか" in said.flat, said.flat


def test_a_short_lease_is_told_of_the_ordinary_form(colleague: Person):
    said = colleague.types("new", "端末", "--type", "lease", "--form", "tiny")
    assert "--form に書けるのは short だけです。" in said.flat
    assert colleague.types("new", "端末", "--type", "lease", "--form", "short").code == 0
    said = colleague.types("draft", "端末", "--doc", "requirements")
    assert "ふつうの様式では作れます" in said.flat and "form の行を消してください" in said.flat, said.flat
