"""What ``new`` and ``demo`` write: nothing of a person is overwritten, old names are followed, comments stay comments."""

from __future__ import annotations

from pathlib import Path

import pytest

from specgen import yamltext
from specgen.errors import WriteError
from specgen.jobs.demo import run_demo
from specgen.jobs.workspaces import Made, new_case

QUESTION = """\
topic: mine
label: 自前
order: 900
questions:
  - id: mine.note
    label: 覚え
    ask: |
      一行目です。
      二行目: です。
    why: なぜ
    good: |
      例の一行目
      二: 行目
    type: text
    formerly: [mine.old_note]
    needed_from: draft
    gap: （未定）
    next_year: keep
    audience: internal
  - id: mine.list
    label: |
      一覧
      です: か
    ask: 何ですか。
    why: なぜ
    type: table
    row: {prefix: R}
    columns:
      - {id: name, label: 名称, type: text, formerly: [title], good: "一\\n二: 三"}
    needed_from: draft
    gap: （未定）
    next_year: keep
    audience: internal
  - id: mine.cloud
    label: 雲
    ask: 何ですか。
    why: なぜ
    type: text
    when: type_saas
    needed_from: draft
    gap: （未定）
    next_year: keep
    audience: internal
  - id: mine.year
    label: 今年
    ask: いつですか。
    why: なぜ
    type: date
    needed_from: draft
    gap: （未定）
    next_year: drop
    audience: internal
"""


@pytest.fixture
def office(tmp_path: Path) -> Path:
    (tmp_path / "specgen.yaml").write_text("", encoding="utf-8")
    folder = tmp_path / "spec_templates" / "library" / "questions"
    folder.mkdir(parents=True)
    (folder / "mine.yaml").write_text(QUESTION, encoding="utf-8")
    return tmp_path


def answers(office: Path, case: str) -> yamltext.Mapping:
    node = yamltext.load(
        (office / "cases" / case / "answers.yaml").read_text(encoding="utf-8"), "answers.yaml"
    )
    assert isinstance(node, yamltext.Mapping)
    return node


def test_answers_that_lie_there_already_are_not_overwritten(office: Path):
    there = office / "cases" / "旧" / "answers.yaml"
    there.parent.mkdir(parents=True)
    there.write_text("procurement.title: 大切な答え\n", encoding="utf-8")
    with pytest.raises(WriteError, match="がもうあります"):
        new_case(office, "旧", "study")
    assert there.read_text(encoding="utf-8") == "procurement.title: 大切な答え\n"
    assert not (there.parent / "case.yaml").exists()


def test_a_run_that_was_killed_between_its_two_files_is_finished_by_the_next(office: Path):
    new_case(office, "案件", "study")
    (office / "cases" / "案件" / "case.yaml").unlink()
    assert new_case(office, "案件", "study").paths[0].is_file()


def test_a_question_of_several_lines_stays_inside_its_comment(office: Path):
    new_case(office, "案件", "study")
    written = answers(office, "案件")
    assert all("." in key.text for key, _ in written.entries)
    assert not [value for _, value in written.entries if yamltext.plain(value)]


def test_answers_under_old_names_are_copied_too(office: Path):
    new_case(office, "前", "study")
    text = "mine.old_note: 昔の覚え\nmine.list:\n  R1: {title: 昔の名称}\n"
    (office / "cases" / "前" / "answers.yaml").write_text(text, encoding="utf-8")
    new_case(office, "後", "study", from_case=office / "cases" / "前")
    copied = yamltext.plain(answers(office, "後"))
    assert copied["mine.note"] == {"前回から": "昔の覚え", "元": "前"}
    assert copied["mine.list"] == {"前回から": {"R1": {"name": "昔の名称"}}, "元": "前"}


def test_the_demonstration_does_not_take_a_file_for_a_folder(tmp_path: Path):
    there = tmp_path / "memo.txt"
    there.write_text("覚え", encoding="utf-8")
    with pytest.raises(WriteError, match="ほかのものがあります"):
        run_demo(there)
    assert there.read_text(encoding="utf-8") == "覚え"


def of_another_type(office: Path, text: str, type: str = "saas") -> Made:
    """A new case of ``type`` from a study in which ``text`` is written."""
    new_case(office, "前", "study")
    (office / "cases" / "前" / "answers.yaml").write_text(text, encoding="utf-8")
    return new_case(office, "後", type, from_case=office / "cases" / "前")


def test_an_answer_that_only_the_new_type_asks_is_copied(office: Path):
    of_another_type(office, "mine.cloud: 雲の上\n")
    assert yamltext.plain(answers(office, "後"))["mine.cloud"] == {"前回から": "雲の上", "元": "前"}


LEFT = """\
mine.note: {未定: 10月末}
mine.list:
  R1: {name: {未定: 来週}}
mine.year: 令和8年4月1日
mine.cloud: 雲の上
procurement.background: [並び]
"""


def test_what_stays_behind_is_named_with_the_reason(office: Path):
    told = of_another_type(office, LEFT, "lease").notes
    assert told[0].startswith("1問の答えを")
    whys = {note.partition("件（")[2].partition("）: ")[0]: note.partition("）: ")[2] for note in told[1:]}
    assert whys["年ごとに改める質問（日付や金額など）"] == "今年"
    assert whys["まだ決まっていなかった答え（未定、わからない）"] == "覚え"
    assert whys["新しい案件では尋ねない質問"] == "雲"
    assert [one for one in whys.values() if "R1" in one and "名称" in one]
    assert any(why.startswith("読み取れなかった") for why in whys)
    assert len(told) == 6


def test_a_new_case_from_nothing_tells_of_nothing_left(office: Path):
    assert new_case(office, "案件", "study").notes == ()
