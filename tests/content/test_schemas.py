"""What editors complete from: fresh, valid, in Japanese, never against what we ship or what a person may write."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import ClassVar

import pytest
import yaml

from specgen.content.load import load_content
from specgen.errors import ContentError
from specgen.jobs import schemas
from specgen.jobs.modelschema import Words
from specgen.jobs.workspaces import init, new_case

jsonschema = pytest.importorskip("jsonschema")
ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "spec_templates" / "schema"
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")


class EditorYaml(yaml.SafeLoader):
    """YAML 1.2 as editors read it: ``yes`` and days are texts."""

    yaml_implicit_resolvers: ClassVar[dict] = {}


for tag, pattern, first in (
    ("bool", r"true|false", "tf"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?[0-9]+\.[0-9]+", "-+0123456789"),
    ("null", r"~|null|", ["~", "n", ""]),
):
    EditorYaml.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"^(?:{pattern})$"), list(first))


@cache
def validator(name: str):
    schema = json.loads((FOLDER / f"{name}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema)


def told(name: str, text: str) -> list[str]:
    """What an editor would underline."""
    return [
        "/".join(map(str, error.absolute_path)) or error.message
        for error in validator(name).iter_errors(yaml.load(text, EditorYaml) or {})
    ]


def test_the_schemas_in_the_repository_are_those_made_today():
    stale = [s.name for s in schemas.schema(None, check=True) if s.outcome != "fresh"]
    assert stale == [], "run: python -m specgen template schema"


SHIPPED = {
    "answers": "examples/*/answers.yaml",
    "case": "examples/*/case.yaml",
    "specgen": "examples/specgen.yaml",
    "questions": "spec_templates/library/questions/*.yaml",
    "conditions": "spec_templates/library/conditions.yaml",
    "pack": "spec_templates/packs/*/pack.yaml",
    "rule": "checklists/rules/*/*.yaml",
    "overlay": "examples/spec_templates/departments/*/overlay.yaml",
}


@pytest.mark.parametrize("name", SHIPPED)
def test_nothing_that_we_ship_is_underlined(name):
    found = {
        str(path.relative_to(ROOT)): lines
        for path in ROOT.glob(SHIPPED[name])
        if (lines := told(name, path.read_text(encoding="utf-8")))
    }
    assert found == {}


@pytest.mark.parametrize("type", ["study", "saas", "development", "renewal", "operation", "lease"])
def test_no_line_of_a_new_case_is_underlined_and_its_files_lead_to_the_schemas(tmp_path, type):
    init(tmp_path)
    new_case(tmp_path, "試し", type)
    folder = tmp_path / "cases" / "試し"
    for name, path in (
        ("answers", folder / "answers.yaml"),
        ("case", folder / "case.yaml"),
        ("specgen", tmp_path / "specgen.yaml"),
    ):
        text = path.read_text(encoding="utf-8")
        assert told(name, text) == []
        way = re.match(r"# yaml-language-server: \$schema=(\S+)\n", text)
        assert (
            path.parent / way[1]
        ).resolve() == tmp_path.resolve() / ".specgen" / "schema" / f"{name}.schema.json"
        assert (path.parent / way[1]).read_bytes() == (FOLDER / f"{name}.schema.json").read_bytes()


@pytest.mark.parametrize(
    "answers",
    [
        "procurement.title:",
        "procurement.title: 2026",
        "procurement.title: 未定",
        "procurement.title: {未定: 令和9年1月20日, だれが: 契約課, メモ: 確かめている}",
        "procurement.title: {わからない: 聞いている}",
        "procurement.title: {該当なし: 扱わない}",
        "procurement.title: {前回から: 前の件名, 元: R8}",
        "procurement.title: {台帳から: 件名, 元: 台帳, 時点: 2026-04-01}",
        "contract.form: service",
        "contract.form: サービスの利用契約",
        "contract.multi_year: はい",
        "contract.multi_year: yes",
        "contract.multi_year: true",
        "contract.multi_year: 有り",
        "deliverable.list: なし",
        "deliverable.list:",
        "deliverable.list: {D1: {name: 報告書, due: {未定: 令和9年1月}}, D-2:}",
        "deliverable.list: {前回から: {D1: {name: 報告書}}, 元: R8}",
        "deliverable.list: {未定: 令和9年1月}",
    ],
)
def test_every_way_of_answering_is_taken(answers):
    assert told("answers", answers) == []


@pytest.mark.parametrize(
    "name, text, where",
    [
        ("answers", "procurement.titel: 更改", "procurement.titel"),
        ("answers", "contract.form: sevice", "contract.form"),
        ("answers", "procurement.title: {未定: 1月, だれか: 契約課}", "procurement.title"),
        ("answers", "deliverable.list: {D1: {nam: 報告書}}", "deliverable.list"),
        ("answers", "deliverable.list: {成果物1: {name: 報告書}}", "deliverable.list"),
        ("case", "{id: a1, type: sas}", "type"),
        ("specgen", "house_style: {digits: wide}", "house_style/digits"),
        ("specgen", 'organisation: {name: " "}', "organisation/name"),
        ("specgen", "standards: {days_usual:}", "standards/days_usual"),
        ("rule", "{kind: fact, title: 題, level: musst, words: {found: a, why: b, fix: c}}", "level"),
        ("conditions", "personal: {label: 扱うとき}", "personal"),
    ],
)
def test_a_slip_is_underlined(name, text, where):
    assert any(where in line for line in told(name, text))


def test_every_question_is_there_with_its_label_what_it_asks_why_and_how_to_write_it():
    fields = validator("answers").schema["properties"]
    for question in load_content(None, checklists=False).questions.values():
        if question.type == "calc":
            assert question.id not in fields
            continue
        field = fields[question.id]
        assert field["title"] == question.label
        assert question.ask in field["description"] and question.why in field["description"]


def test_choices_stand_by_code_and_by_label_and_each_explains_the_other():
    first, _ = validator("answers").schema["properties"]["contract.form"]["anyOf"]
    labels = dict(zip(first["enum"], first["enumDescriptions"], strict=True))
    assert labels["service"] == "サービスの利用契約" and labels["サービスの利用契約"] == "service"


@pytest.mark.parametrize("name", SHIPPED)
def test_everything_that_is_said_is_said_in_japanese(name):
    schema = validator(name).schema
    models = [schema, *schema.get("$defs", {}).values()]
    for model in models:
        for field, part in model.get("properties", {}).items():
            assert JAPANESE.search(part.get("description", "")), field


def test_a_field_without_words_and_words_without_a_field_are_told():
    words = Words("Change: {about: 変更, gone: 無い}\n", "words.yaml")
    words.of("Change", "about")
    with pytest.raises(ContentError, match=r"Change\.gone"):
        words.stop_unless_complete()
    words.of("Change", "field")
    with pytest.raises(ContentError, match=r"Change\.field"):
        words.stop_unless_complete()


def test_questions_of_the_agency_are_completed_in_its_own_workspace(tmp_path):
    init(tmp_path)
    own = tmp_path / "spec_templates" / "library" / "questions"
    own.mkdir(parents=True)
    (own / "extra.yaml").write_text(
        "topic: extra\nlabel: 法人の質問\norder: 900\nquestions:\n"
        "  - {id: extra.room, label: 会議室, ask: どこですか。, why: 場所を取るためです。, type: text, when: type_study,"
        " needed_from: draft, gap: （会議室は未定）, next_year: keep, audience: internal}\n",
        encoding="utf-8",
    )
    assert {s.outcome for s in schemas.schema(tmp_path, check=True)} == {"fresh", "stale"}
    outcomes = {s.name: s.outcome for s in schemas.schema(tmp_path)}
    assert outcomes["answers"] == "written" and outcomes["case"] == "fresh"
    made = json.loads((tmp_path / ".specgen/schema/answers.schema.json").read_text(encoding="utf-8"))
    assert made["properties"]["extra.room"]["title"] == "会議室"
