"""What is printed can be read: it fits the screen, a program gets the same as a person, names are found as people say them."""

from __future__ import annotations

import pytest
from journeying import JAPANESE

from specgen.cli.helptext import width

VERBS = (
    "status keihi-saas",
    "status chousa-kenkyu",
    "check keihi-saas --all",
    "draft keihi-saas",
    "draft keihi-saas --final",
    "explain procurement.title",
    "explain clause:rights.ownership",
    "explain condition:personal",
    "explain rule:STR-03",
    "template list",
    "template lint",
    "template show spec",
    "template show --topic 成果物",
    "template show --topic nonfunctional",
    "new 調査 --type study --from chousa-kenkyu",
    "init",
)


@pytest.mark.parametrize("line", VERBS)
def test_every_line_fits_eighty_columns_but_those_that_are_a_path(colleague, monkeypatch, line):
    monkeypatch.setenv("COLUMNS", "80")
    said = colleague.types(*line.split())
    assert JAPANESE.search(said.out)
    wide = [
        row for row in said.out.splitlines() if width(row) > 82 and not row.strip().startswith(("/", "場所"))
    ]
    assert wide == []
    assert not any(
        word in said.out for word in ("None", "Place(", "State.", "PosixPath", "不備", "違反", "差戻し", "NG")
    )


@pytest.mark.parametrize(
    "line",
    [
        "status keihi-saas",
        "check keihi-saas",
        "draft keihi-saas",
        "explain procurement.title",
        "template list",
        "template lint",
        "template show spec",
        "template show --topic 権利",
        "doctor",
    ],
)
def test_a_program_reads_the_same_as_json(colleague, line):
    said = colleague.types(*line.split(), "--json")
    assert said.code == 0 and said.data


def test_status_says_who_decides_what_by_when_the_earliest_first(colleague):
    out = colleague.types("status", "keihi-saas").out
    undecided = out.split("■ 未定")[1].split("■")[0]
    assert undecided.index("令和8年12月18日まで、総務部経理課") < undecided.index(
        "令和9年1月29日まで、総務部人事課"
    )
    assert "answers.yaml:" in undecided
    assert "総務部契約課" in out.split("■ いつまでに要るか")[0], "the owner of a topic"
    for heading in ("わからない", "確認待ち", "未回答"):
        assert f"■ {heading}" in out


def test_a_date_that_has_passed_is_pointed_out(colleague):
    path = colleague.folder / "cases" / "keihi-saas" / "case.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("as_of: 2026-11-20", "as_of: 2027-01-20"), encoding="utf-8"
    )
    assert "令和8年12月18日まで（期日を過ぎています）" in colleague.types("status", "keihi-saas").out


def test_a_topic_with_an_open_cell_in_its_table_is_not_called_complete(colleague):
    good = colleague.types("check", "keihi-saas").out.split("■ 気付き")[0]
    assert "利用者と利用の計画" not in good and "作業スケジュール" in good


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("procurement.title", "procurement.title"),
        ("調達件名", "procurement.title"),
        ("deliverable.list/D1.due", "deliverable.list"),
        ("clause:rights.ownership", "rights.ownership"),
        ("知的財産権の帰属", "rights.ownership"),
        ("DLV-02", "DLV-02"),
        ("condition:pilot", "pilot"),
    ],
)
def test_a_thing_is_found_by_its_id_and_by_the_name_that_people_use(newcomer, said, found):
    assert newcomer.types("explain", said, "--json").data["id"] == found


def test_an_explanation_names_the_papers_that_print_it_and_no_others(newcomer):
    question = newcomer.types("explain", "deliverable.place", "--json").data["used_in"]
    assert [use for use in question if use.startswith("文書")] == ["文書 調達仕様書（spec）「納品の方法」"]
    left_out = newcomer.types("explain", "rights.ownership").flat
    assert "調達仕様書（spec）には載せません: 知的財産権の条項の文を決める" in left_out
    assert "要件定義書" not in left_out
    clause = newcomer.types("explain", "clause:deliverable.delivery", "--json").data["used_in"]
    assert clause == ["文書 調達仕様書（spec）「納品の方法」"]


def test_a_basis_calls_the_rules_of_the_organisation_by_their_names(newcomer):
    said = newcomer.types("explain", "clause:short.bid").out.split("■ 根拠")[1]
    assert "{{" not in said and "当法人" in said


def test_a_template_shows_its_clauses_also_those_with_a_single_wording(newcomer):
    clauses = newcomer.types("template", "show", "spec", "--json").data["clauses"]
    assert ["deliverable.delivery", "納品の方法"] in clauses and [
        "rights.ownership",
        "知的財産権の帰属",
    ] in clauses
    assert not any(id.startswith(("lease.", "short.")) for id, _ in clauses)


def test_several_things_of_a_like_name_are_listed(newcomer):
    said = newcomer.types("explain", "期間")
    assert said.code == 2 and "contract.period（契約期間）" in said.err


def test_a_name_with_a_blank_is_shown_as_it_must_be_typed(person):
    said = person.types("new", "資料 管理", "--type", "saas")
    assert 'specgen draft "資料 管理"' in said.flat
    assert person.types("draft", "資料 管理").code == 0


def test_making_a_workspace_twice_changes_nothing_and_says_so(person):
    settings = (person.folder / "specgen.yaml").read_bytes()
    said = person.types("init")
    assert said.code == 0 and "もう作業フォルダーです" in said.out
    assert (person.folder / "specgen.yaml").read_bytes() == settings


def test_schemas_for_editors_are_made_once_and_said_to_be_fresh(person):
    assert "もう最新" in person.types("template", "schema").out
    stale = person.folder / ".specgen" / "schema" / "case.schema.json"
    stale.write_text("{}", encoding="utf-8")
    said = person.types("template", "schema", "--check")
    assert said.code == 3 and "case" in said.out and stale.read_text(encoding="utf-8") == "{}"
    assert "作りました: case" in person.types("template", "schema").out
    assert person.types("template", "schema", "--check").code == 0
