"""Requirements that nobody could check, or whose condition is not said, are named on the screen and in Word."""

from __future__ import annotations

import pytest
from journeying import Person, parts

ANSWERS = """\
procurement.title: 経費精算の開発
function.list:
  F1: {name: 旅費の申請, group: 申請, content: 旅費を申請できる, who: 申請者, frequency: 月2回, level: 条件付き, test: 10件を照らす}
  F2: {name: 旅費の承認, group: 承認, content: 旅費を承認できる, who: 承認者, frequency: 月2回, level: must}
nonfunctional.neutrality:
  N8-1: {subject: データの取出し, want: 全て取り出せる, level: conditional, condition: 契約が終わるとき}
"""


@pytest.fixture
def office(person: Person) -> Person:
    """A workspace with one case of a development, its requirements half written."""
    assert person.types("new", "案件", "--type", "development").code == 0
    person.answers("案件").write_text(ANSWERS, encoding="utf-8")
    return person


def comments(office: Person) -> str:
    assert office.types("draft", "案件", "--doc", "requirements").code == 0
    return parts(office.newest_word_file("案件"))["word/comments.xml"].decode()


def test_a_requirement_without_a_test_is_named_with_its_place_and_remedy(office: Person):
    data = office.types("check", "案件", "--doc", "requirements", "--json").data
    found = {finding["subject"]: finding for finding in data["findings"]}
    assert "function.list/F1.test" not in found
    told, neutral = found["function.list/F2.test"], found["nonfunctional.neutrality/N8-1.test"]
    assert (
        told["words"]["found"] == "「旅費の承認」の確かめ方が、未回答です。"
        and told["place"]["answers"]["line"] == 4
    )
    assert neutral["place"]["answers"]["line"] == 6 and all(
        f["words"]["fix"] and f["words"]["why"] for f in (told, neutral)
    )
    written = comments(office)
    assert "REQ-03@function.list/F2.test" in written
    assert "REQ-04@nonfunctional.neutrality/N8-1.test" in written


def test_a_conditional_requirement_needs_its_condition(office: Person):
    said = office.types("check", "案件", "--doc", "requirements", "--json")
    found = {f["subject"]: f for f in said.data["findings"]}
    assert "「旅費の申請」の条件」が、未回答です。" in found["function.list/F1.condition"]["words"]["found"]
    assert found["function.list/F1.condition"]["place"]["answers"]["line"] == 3
    assert "function.list/F2.condition" not in found
    assert "nonfunctional.neutrality/N8-1.condition" not in found
    assert "function.list/F1.condition" in comments(office)
    assert "表の空き" in office.types("status", "案件").out


def test_a_column_that_some_rows_need_says_so_where_it_is_filled_in(office: Person):
    assert office.types("new", "別件", "--type", "development").code == 0
    assert "区分が「条件付き」のときに書きます" in office.answers("別件").read_text(encoding="utf-8")


def test_the_documents_to_check_are_named_as_those_to_draft(office: Person):
    spec, requirements = (office.types("check", "案件", "--doc", doc).out for doc in ("spec", "requirements"))
    for words in (
        ("--doc", "requirements,spec"),
        ("--doc", "requirements", "--doc", "spec"),
        ("--doc", "all"),
    ):
        assert office.types("check", "案件", *words).out == f"{requirements}\n{spec}"
    assert "check 案件 --doc requirements --all」" in requirements and "--doc" not in spec
    both = office.types("check", "案件", "--doc", "all", "--format", "json")
    assert [one["document"] for one in both.data] == ["requirements", "spec"] and both.code == 1
    assert office.types("check", "案件", "--doc", "requirement").code == 2


def test_the_hint_after_a_draft_names_its_documents(office: Person):
    assert (
        "specgen check 案件 --doc requirements" in office.types("draft", "案件", "--doc", "requirements").flat
    )
    assert "specgen check 案件 --doc requirements,spec" in office.types("draft", "案件", "--doc", "all").flat
    assert "--doc" not in office.types("draft", "案件").flat


def test_what_keeps_a_final_copy_from_being_written_is_told_by_topic(office: Person):
    path = office.answers("案件")
    rows = "work.list:\n  W3: {name: 教育, content: 教える}\ndeliverable.list:\n  D1: {name: 手順書}\n"
    path.write_text(ANSWERS + rows, encoding="utf-8")
    said = office.types("draft", "案件", "--final")
    headings = [line for line in said.out.splitlines() if line.startswith("■ ")]
    assert said.code == 1 and headings[0].startswith("■ 文書の全体 ") and len(headings) > 5
    assert len(headings) == len({line.rpartition(" ")[0] for line in headings})
    assert "「成果物の一覧」の「対応する作業」に W3 と書いてください。" in said.flat, said.flat
    counted = sum(int(line.rpartition(" ")[2].removesuffix("件")) for line in headings)
    assert f"先に決めることが{counted}件" in said.flat
    assert len(office.types("draft", "案件", "--final", "--json").data["refused"]) == counted
