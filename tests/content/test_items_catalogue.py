"""Every item that a specification may hold is asked for, in the forms in which people write it; nothing else is asked.

``items-catalogue.csv`` has a row for each of the 90 items of the guidelines (``from`` is ``notes``) and the 97 fields
seen in published specifications (``cases``). ``asked_by`` names who asks: a question, a column ``table/*.column``,
a heading ``pack:NAME/key`` whose fixed text says it, a setting ``org:name`` or a field ``case.yaml:name``.
``values`` holds values as people write them, ``question = one | another ; question = …``.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from specgen.case.casefile import CaseEntry, DocumentEntry
from specgen.content.load import load_content
from specgen.content.organisation import OrganisationEntry
from specgen.content.pack import TYPE_LABELS
from specgen.content.packcheck import may_apply
from specgen.jobs.papers import compiled_template
from specgen.model.kinds import KINDS, Unreadable
from specgen.model.kinds.due_value import Due, Form
from specgen.model.spec import PLAIN_STYLE, Spec

HERE = Path(__file__).parent
CONTENT = load_content()
Row = dict[str, str]

ITEMS = {
    "spec.overview": "title background purpose expected_effects business_and_system_summary contract_period work_schedule planned_users",
    "spec.procurement_units": "scope related_procurements cross_bid_restrictions client_furnished_items method_and_timing",
    "spec.work_content": "implementation_plan project_control design_development migration operation_maintenance training_support"
    " study_tasks handover meetings data_handling it_asset_report deliverables delivery_method completion_report",
    "spec.requirements_reference": "requirements_document constraints",
    "spec.team_and_method": "roles staff_qualifications work_location management_rules language_loan",
    "spec.compliance": "confidentiality security supply_chain_assurance personal_data specific_personal_data laws"
    " standard_guidelines system_audit generative_ai",
    "spec.deliverable_terms": "ip_ownership nonconformity_liability acceptance",
    "spec.bid_qualification": "qualification certifications track_record joint_bidding bid_restrictions",
    "spec.subcontracting": "limits approval breach",
    "spec.special_notes": "change_procedure document_inspection cloud social_requirements contact",
    "spec.attachments": "attachment_list",
    "requirements.business_requirements": "procedures scale timing location indicators system_scope continuity_policy security_policy",
    "requirements.functional_requirements": "functions screens forms data external_interfaces",
    "requirements.nonfunctional_requirements": "usability_accessibility architecture volume performance reliability scalability"
    " forward_compatibility neutrality continuity security operating_environment testing migration handover training"
    " operation maintenance",
}  # fmt: skip
"""The 90 items of the guidelines, by document and chapter."""
SEEN = [f"{number:02}" for number in range(1, 98)]
"""The 97 fields seen in published specifications, by their number in the order of how often they were seen."""
SEEN_BY_HEADING_ALONE = {"23", "28", "44", "53", "80"}
"""Fields that are fixed text or a field of the case: there is no value to write."""


def table(name: str) -> list[Row]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ROWS = table("items-catalogue.csv")
BEYOND = table("items-beyond-catalogue.csv")


def names_of(row: Row) -> list[str]:
    return row["asked_by"].split()


def of_row(row: Row) -> str:
    return f"{row['from']}:{row['chapter'] or 'seen'}.{row['key']}"


# -- no row is lost -------------------------------------------------------------------------------------------------
def test_every_item_of_the_guidelines_has_its_row_once():
    rows = [f"{r['document']}.{r['chapter']}.{r['key']}" for r in ROWS if r["from"] == "notes"]
    assert sorted(rows) == sorted(
        f"{chapter}.{key}" for chapter, keys in ITEMS.items() for key in keys.split()
    )
    assert len(rows) == 90


def test_every_field_seen_in_a_published_specification_has_its_row_once():
    rows = [row for row in ROWS if row["from"] == "cases"]
    assert [row["key"] for row in rows] == SEEN
    assert len({row["label"] for row in rows}) == len(rows) == 97
    seen = [int(re.fullmatch(r"(\d+) of 23 real specifications", row["condition"])[1]) for row in rows]
    assert seen == sorted(seen, reverse=True) and sum(seen) == 613


def test_the_catalogue_holds_both_families_and_nothing_else():
    assert len(ROWS) == 187 and {row["from"] for row in ROWS} == {"notes", "cases"}
    assert all(row["label"] for row in ROWS)


# -- who asks -------------------------------------------------------------------------------------------------------
@cache
def headings(pack: str) -> frozenset[str]:
    return frozenset(h.key for h in compiled_template(CONTENT, CONTENT.packs[pack])[0].facts.headings)


def exists(name: str) -> bool:
    kind, colon, rest = name.partition(":")
    if not colon:
        question, slash, column = name.partition("/*.")
        owner = CONTENT.questions.get(question)
        return owner is not None and (not slash or owner.column(column) is not None)
    first, _, inner = rest.partition("/" if kind == "pack" else ".")
    if kind == "pack":
        return first in CONTENT.packs and inner in headings(first)
    if kind == "org":
        return first in OrganisationEntry.model_fields and not inner
    documents = {pack.entry.document for pack in CONTENT.packs.values()}
    return kind == "case.yaml" and first in CaseEntry.model_fields and (not inner or inner in documents)


@pytest.mark.parametrize("row", ROWS, ids=of_row)
def test_a_row_names_who_asks_for_it_and_each_name_exists(row):
    names = names_of(row)
    assert names and len(names) == len(set(names))
    assert [name for name in names if not exists(name)] == []


def test_a_name_that_does_not_exist_is_noticed():
    wrong = (
        "procurement.titel",
        "deliverable.list/*.duo",
        "pack:spec/overview.titel",
        "pack:spek/overview",
        "org:nam",
    )
    assert not any(map(exists, (*wrong, "case.yaml:edition", "case.yaml:documents.budget", "law:overview")))
    assert "edition" in DocumentEntry.model_fields


def askable(name: str) -> int:
    """How many columns an asker can fill: each column of a table, or one value."""
    question = CONTENT.questions.get(name.partition("/")[0])
    return max(1, len(question.columns)) if question is not None and "/*." not in name else 1


@pytest.mark.parametrize("row", [row for row in ROWS if "/" in row["columns"]], ids=of_row)
def test_where_the_catalogue_notes_columns_a_table_or_several_questions_ask(row):
    """Which column answers to which is judged by people; that nobody turned the table into one text is seen here."""
    assert sum(map(askable, names_of(row))) > 1


TYPES_NAMED = {
    "SaaS": "saas", "クラウド": "saas", "更改": "renewal", "設計・開発": "development", "新規導入": "development",
    "運用": "operation", "調査研究": "study", "機器": "lease",
}  # fmt: skip


def types_of(row: Row) -> list[str]:
    """The types of procurement whose specification holds the item."""
    named, _, excepted = re.sub(r"調査研究では.*", "", row["condition"]).replace("（", "(").partition("(")
    if named == "常":
        return [type for type in TYPE_LABELS if not (type == "lease" and re.search("不要|除く", excepted))]
    return [type for word, type in TYPES_NAMED.items() if word in named and "とき" not in named]


@pytest.mark.parametrize("row", [row for row in ROWS if types_of(row)], ids=of_row)
def test_an_item_is_asked_or_said_for_each_type_whose_specification_holds_it(row):
    assert [type for type in types_of(row) if not any(reaches(name, type) for name in names_of(row))] == []


def reaches(name: str, type: str) -> bool:
    question = CONTENT.questions.get(name.partition("/")[0])
    if question is not None:
        return may_apply(CONTENT, question, type)
    if not name.startswith("pack:"):
        return True
    pack, _, key = name.removeprefix("pack:").partition("/")
    served = {p for p, one in CONTENT.packs.items() if type in one.entry.types}
    return pack in served or any(key in headings(other) for other in served)


# -- in the forms in which people write it --------------------------------------------------------------------------
def values_of(row: Row) -> Iterator[tuple[str, str]]:
    """Each noted value with the address that it is an answer to."""
    for entry in filter(None, row["values"].split(" ; ")):
        address, _, texts = entry.partition(" = ")
        yield from ((address, text) for text in texts.split(" | "))


def spec_of(address: str) -> Spec:
    question, slash, column = address.partition("/*.")
    owner = CONTENT.questions[question]
    found = owner.column(column) if slash else None
    assert found is not None or not slash, address
    return found.spec if found is not None else owner.spec


VALUES = [(of_row(row), address, text) for row in ROWS for address, text in values_of(row)]


@pytest.mark.parametrize("row, address, text", VALUES)
def test_a_value_that_people_write_is_one_that_its_question_reads_and_prints(row, address, text):
    spec = spec_of(address)
    kind = KINDS[spec.kind]
    value = kind.parse(text, spec)
    assert not kind.limits(value, spec)
    assert kind.show(value, spec, PLAIN_STYLE) and kind.parse(kind.dump(value, spec), spec) == value


def test_a_value_that_no_question_reads_is_noticed():
    spec = spec_of("contract.form")
    with pytest.raises(Unreadable):
        KINDS[spec.kind].parse("未確定の形態", spec)


@pytest.mark.parametrize("row", ROWS, ids=of_row)
def test_values_are_noted_for_those_who_ask(row):
    """For every field seen in a published specification there is a value; what it answers is asked by this row."""
    askers = {name.partition("/")[0] for name in names_of(row)}
    assert {address.partition("/")[0] for address, _ in values_of(row)} <= askers
    if row["from"] == "cases":
        assert bool(row["values"]) != (row["key"] in SEEN_BY_HEADING_ALONE)


def test_every_form_of_a_due_date_is_among_the_values():
    read = [
        KINDS["due"].parse(text, spec_of(address))
        for _, address, text in VALUES
        if spec_of(address).kind == "due"
    ]
    assert {value.form for value in read if isinstance(value, Due)} == set(Form)


def test_every_choice_that_a_row_turns_on_can_be_made():
    """What cannot be reproduced without asking: contracts in two parts, "here or in the contract", three levels."""
    chosen = {(address, text) for _, address, text in VALUES}
    for address in (
        "contract.form", "contract.scheme", "contract.years", "rights.ownership", "rights.liability", "rights.damages",
        "scope.list/*.within", "function.list/*.level", "equipment.needs/*.level", "lease.end", "operate.unmet",
    ):  # fmt: skip
        assert {(address, label) for label in spec_of(address).choices.values()} <= chosen, address


# -- nothing is asked without a reason ------------------------------------------------------------------------------
TRACED = {name.partition("/")[0] for row in ROWS for name in names_of(row) if ":" not in name}


def test_every_question_that_is_printed_goes_back_to_a_row_or_to_a_reason():
    public = {id for id, question in CONTENT.questions.items() if question.audience != "internal"}
    assert sorted(public - TRACED) == sorted(row["question"] for row in BEYOND)


def test_the_questions_beyond_the_catalogue_are_few_and_each_says_why():
    assert all(re.fullmatch(r".{10,60}ため", row["why"]) for row in BEYOND)
    assert len(BEYOND) <= len(CONTENT.questions) // 20
