"""What we ship holds together: questions, conditions, clauses, the template, bases and our own Japanese."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, pairwise

import pytest
from japanese import blaming, remarks, unmeasured, without_names

from specgen.check.words import find_words
from specgen.content.find import data_root
from specgen.content.load import load_content
from specgen.content.markup import parse_template, walk
from specgen.content.markup_ast import ClauseBlock, Field, Table, Text, inlines_of
from specgen.content.organisation import StandardsEntry
from specgen.content.packcheck import check_complete
from specgen.content.question import AUDIENCE_RANK
from specgen.content.rule import FactRule
from specgen.expr.logic import counterexample
from specgen.jobs import templates
from specgen.jobs.papers import clause_sources, compiled_template
from specgen.model.kinds import KINDS
from specgen.yamltext import Mapping, Scalar, Sequence, load

CONTENT = load_content()
SOURCES = clause_sources(CONTENT)
ROOT = data_root()
PACKS = list(CONTENT.packs)


# ── questions ──


@pytest.mark.parametrize("id", [q.id for q in CONTENT.questions.values() if q.type != "table" and q.good])
def test_the_good_example_of_a_question_is_an_answer_its_kind_reads(id):
    question = CONTENT.questions[id]
    kind = KINDS[question.type]
    value = kind.parse(question.good, question.spec)
    assert not kind.limits(value, question.spec)


COLUMNS = [
    (q.id, c.id) for q in CONTENT.questions.values() for c in q.columns if c.good and c.type != "reference"
]


@pytest.mark.parametrize("id, name", COLUMNS)
def test_the_good_example_of_a_column_is_a_cell_its_kind_reads(id, name):
    column = CONTENT.questions[id].column(name)
    kind = KINDS[column.spec.kind]
    value = kind.parse(column.good, column.spec)
    assert not kind.limits(value, column.spec)


@pytest.mark.parametrize("id", CONTENT.questions)
def test_every_question_says_what_it_asks_why_and_what_a_gap_looks_like(id):
    question = CONTENT.questions[id]
    assert question.label and question.ask and question.why and question.basis
    assert question.ask.endswith("。") and question.why.endswith("。")
    assert question.gap.startswith("（") and question.gap.endswith("）")
    assert question.good or question.type == "table"
    for column in question.columns:
        assert column.label and (column.good or column.type in ("choice", "calc", "reference"))


@pytest.mark.parametrize("id", [q.id for q in CONTENT.questions.values() if q.column("test")])
def test_a_requirement_has_a_way_to_test_it_and_its_condition_where_it_is_conditional(id):
    question = CONTENT.questions[id]
    needs = {need for rule in CONTENT.rules.values() if isinstance(rule, FactRule) for need in rule.needs}
    assert f"{id}/*.test" in needs and question.column("test").required
    assert question.column("condition").needed_with == {"level": "conditional"}


def test_labels_of_questions_are_told_apart():
    labels = [q.label for q in CONTENT.questions.values()]
    assert sorted(labels) == sorted(set(labels))


@pytest.mark.parametrize("id", [q.id for q in CONTENT.questions.values() if q.type == "choice"])
def test_labels_of_choices_are_told_apart(id):
    labels = list(CONTENT.questions[id].choices.values())
    assert sorted(labels) == sorted(set(labels))


BOUND = re.compile(r"以|まで|前|後|内|未満|超|を超|を下回|の間")


def printed_fields():
    """Every field of every clause and template with the words that are printed right behind it."""
    bodies = [body for source in SOURCES.values() for body in source.variants.values()]
    for pack in CONTENT.packs.values():
        bodies.append(parse_template(pack.template_md.read_text(encoding="utf-8"), "template.md", SOURCES))
    for block in chain.from_iterable(map(walk, bodies)):
        for inlines in runs_of(block):
            for field, behind in pairwise((*inlines, Text(""))):
                if isinstance(field, Field):
                    path, rows = field.path, getattr(block, "rows_of", "")
                    entry = CONTENT.questions.get(path)
                    if path.startswith("row.") and rows in CONTENT.questions:
                        entry = CONTENT.questions[rows].column(path.removeprefix("row."))
                    spec = entry.spec if entry is not None else None
                    yield path, spec, behind.text if isinstance(behind, Text) else ""


def runs_of(block):
    if isinstance(block, Table):
        return [block.caption, *block.header, *chain(*block.rows), *block.row]
    return [getattr(block, "inlines", ())]


def test_a_bound_behind_a_field_is_known_to_its_question():
    """Else 10日以内 would be printed as 10日以内以内."""
    unknown = [
        (path, behind[:10])
        for path, spec, behind in printed_fields()
        if spec is not None
        and BOUND.match(behind)
        and not (spec.followed_by and behind.startswith(spec.followed_by))
    ]
    assert not unknown


def test_the_words_that_are_taken_off_an_answer_are_printed_wherever_it_is():
    fields = list(printed_fields())
    lost = [(p, b[:10]) for p, spec, b in fields if spec is not None and not b.startswith(spec.followed_by)]
    assert not lost
    said = {q.id for q in CONTENT.questions.values() if q.followed_by}
    assert said == {path for path, spec, _ in fields if spec is not None and spec.followed_by}


# ── conditions ──


def names_in(text):
    return set(re.findall(r"[a-z_][a-z0-9_]*", text)) - {"and", "or", "not", "always"}


def test_every_condition_is_used():
    used = {name for text in CONTENT.whens for name in names_in(text)}
    used |= {name for condition in CONTENT.conditions.values() for name in condition.uses}
    for source in SOURCES.values():
        for body in source.variants.values():
            used |= {name for block in walk(body) for name in names_in(getattr(block, "when", ""))}
    for pack in CONTENT.packs.values():
        blocks = parse_template(pack.template_md.read_text(encoding="utf-8"), "template.md")
        used |= {name for block in walk(blocks) for name in names_in(getattr(block, "when", ""))}
    assert sorted(CONTENT.conditions) == sorted(used)


def test_labels_of_conditions_are_told_apart():
    labels = list(CONTENT.condition_labels.values())
    assert sorted(labels) == sorted(set(labels))


# ── clauses and packs ──


def test_every_clause_has_the_text_of_each_of_its_variants_and_no_other():
    for id, clause in CONTENT.clauses.items():
        assert set(SOURCES[id].variants) == set(clause.variants), id


def test_days_in_a_clause_come_from_an_answer_or_a_standard_of_the_agency():
    for id in CONTENT.clauses:
        text = _body(id)
        assert re.findall(r"[0-9]+営業日", text) == [], id


def test_every_standard_of_the_agency_is_said_by_a_clause():
    said = set(re.findall(r"org\.([a-z_]+)", "".join(map(_body, CONTENT.clauses))))
    assert set(StandardsEntry().values) <= said


def _body(clause: str) -> str:
    file = data_root() / "spec_templates" / "library" / "clauses" / f"{clause.replace('.', '/')}.md"
    return file.read_text(encoding="utf-8").split("\n---\n", 1)[1]


def test_every_clause_is_used_by_a_pack():
    used: set[str] = set()
    for pack in CONTENT.packs.values():
        blocks = parse_template(pack.template_md.read_text(encoding="utf-8"), "template.md", SOURCES)
        used |= {block.name for block in walk(blocks) if isinstance(block, ClauseBlock)}
    assert sorted(CONTENT.clauses) == sorted(used)


def test_no_pack_has_a_fault():
    for linted in templates.lint("", None):
        assert [str(fault) for fault in linted.faults] == [], linted.name
        assert linted.headings and linted.fields


def test_every_template_is_fresh():
    assert {b.name: b.outcome for b in templates.build("", None, check=True)} == dict.fromkeys(PACKS, "fresh")


FACTS = {name: compiled_template(CONTENT, pack)[0].facts for name, pack in CONTENT.packs.items()}


@pytest.mark.parametrize("name", PACKS)
def test_no_answer_is_printed_for_readers_it_is_not_for(name):
    pack = CONTENT.packs[name]
    printed = {field.id.partition("/*.")[0] for field in FACTS[name].fields}
    for id, question in CONTENT.questions.items():
        seen = AUDIENCE_RANK[question.audience] <= AUDIENCE_RANK[pack.entry.audience]
        assert seen or id not in printed, f"{id} is not for the readers of {name}"
        assert not (id in printed and id in pack.entry.leaves_out), id
    assert all(reason.strip() for reason in pack.entry.leaves_out.values())


def test_every_question_is_printed_for_each_type_that_asks_it_or_left_out_with_a_reason():
    assert [str(fault) for fault in check_complete(CONTENT, FACTS)] == []


def test_every_column_of_a_printed_table_is_printed_in_some_document():
    printed = {field.id for facts in FACTS.values() for field in facts.fields}
    tables = {id.partition("/*.")[0] for id in printed if "/*." in id}
    for id in tables & set(CONTENT.questions):
        for column in CONTENT.questions[id].columns:
            assert f"{id}/*.{column.id}" in printed


def test_the_proof_that_nothing_hidden_is_printed_was_made_for_every_question():
    """No question hangs on so many conditions that lint would pass it unproven."""
    from specgen.content.templatecheck import _closure, _of_test
    from specgen.expr.logic import MOST_ATOMS

    for pack in CONTENT.packs.values():
        for field in compiled_template(CONTENT, pack)[0].facts.fields:
            question = CONTENT.questions.get(field.id.partition("/*.")[0])
            if question is not None and question.when != "always":
                tests = [t for test in field.under if (t := _of_test(CONTENT, pack, test))]
                atoms = _closure(CONTENT, [CONTENT.whens[question.when], *tests])
                assert len(atoms) <= MOST_ATOMS, field.id
    assert counterexample(lambda case: True, []) == {}


# ── bases and sources ──


def bases() -> Iterator[tuple[str, object]]:
    for id, question in CONTENT.questions.items():
        yield from ((f"question:{id}", basis) for basis in question.basis)
    for id, clause in CONTENT.clauses.items():
        yield from ((f"clause:{id}", basis) for basis in clause.head.basis)
    for id, rule in CONTENT.rules.items():
        yield from ((f"rule:{id}", basis) for basis in rule.basis)
    for lexicon, words in CONTENT.lexicons.items():
        yield from ((f"words:{lexicon}/{word.word}", word) for word in words)
    for name, parameter in CONTENT.parameters.items():
        yield from ((f"param:{name}", valid.basis) for valid in parameter.valid)


def test_every_source_that_is_cited_is_registered():
    unknown = {(owner, id) for owner, basis in bases() for id in basis.source if id not in CONTENT.sources}
    assert not unknown


def test_every_registered_source_is_cited_and_says_how_it_was_seen():
    cited = {id for _, basis in bases() for id in basis.source}
    assert sorted(set(CONTENT.sources) - cited) == []
    known = {"whole", "text", "part", "contents", "head", "table", "secondary"}
    assert {source.seen for source in CONTENT.sources.values()} <= known


def test_every_clause_and_every_rule_has_a_basis():
    assert not [id for id, clause in CONTENT.clauses.items() if not clause.head.basis]
    assert not [id for id, rule in CONTENT.rules.items() if not rule.basis]


def test_nothing_is_called_confirmed_that_was_seen_only_at_second_hand():
    loose = [
        (owner, basis.cite)
        for owner, basis in bases()
        if basis.confidence == "confirmed"
        and basis.source
        and all(CONTENT.sources[id].seen == "secondary" for id in basis.source if id in CONTENT.sources)
    ]
    assert loose == []


def test_a_law_is_called_confirmed_only_with_a_source():
    loose = [
        (owner, basis.cite)
        for owner, basis in bases()
        if getattr(basis, "authority", "") == "law" and basis.confidence == "confirmed" and not basis.source
    ]
    assert loose == []


# ── our own Japanese ──

NOT_FOR_READERS = {"version", "from", "to", "source", "on", "id", "type", "when", "is", "unit", "prefix"}


def strings(node, key="") -> Iterator[str]:
    if isinstance(node, Mapping):
        for name, value in node.entries:
            if name.text not in NOT_FOR_READERS:
                yield from strings(value, name.text)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from strings(item, key)
    elif isinstance(node, Scalar):
        yield node.text


def yaml_texts(pattern: str) -> list[tuple[str, str]]:
    found = []
    for path in sorted(ROOT.glob(pattern)):
        name = path.relative_to(ROOT).as_posix()
        found += [(name, text) for text in strings(load(path.read_text(encoding="utf-8"), name))]
    return found


def body_texts() -> list[tuple[str, str]]:
    found = []
    for id, source in SOURCES.items():
        for name, body in source.variants.items():
            found += [(f"{id}（{name}）", text) for text in block_texts(body)]
    for pack in CONTENT.packs.values():
        blocks = parse_template(pack.template_md.read_text(encoding="utf-8"), "template.md")
        found += [(f"{pack.name}/template.md", text) for text in block_texts(blocks)]
    return found


def block_texts(blocks) -> Iterator[str]:
    for block in walk(blocks):
        for inlines in parts_of(block):
            text = "".join(i.text if isinstance(i, Text) else "{{ x }}" for i in inlines)
            if text:
                yield text


def parts_of(block) -> list:
    """What is read at one go: a paragraph; of a table, each cell by itself."""
    if isinstance(block, Table):
        return [block.caption, *block.header, *chain.from_iterable(block.rows), *block.row]
    return [inlines_of(block)]


ASKED = yaml_texts("spec_templates/library/questions/*.yaml") + yaml_texts(
    "spec_templates/library/conditions.yaml"
)
SAID = [
    (id, text)
    for id, rule in CONTENT.rules.items()
    for text in (rule.title, *rule.words.model_dump().values(), *(told.name for told in rule.cases))
]
SMALL = yaml_texts("spec_templates/library/[gp]*.yaml") + yaml_texts("spec_templates/packs/*/pack.yaml")
BODIES = body_texts()


def test_our_own_japanese_keeps_to_our_way_of_writing():
    found = [
        f"{name}: {remark}" for name, text in (*ASKED, *SAID, *SMALL, *BODIES) for remark in remarks(text)
    ]
    assert found == []


def test_no_word_to_staff_blames_them():
    assert [f"{name}: {word}" for name, text in (*ASKED, *SAID, *SMALL) for word in blaming(text)] == []


def test_nothing_of_ours_uses_the_vague_words_we_ask_others_about():
    """Rules may name them; clauses, templates, questions with their examples, and the small files do not."""
    lexicon = CONTENT.lexicons["vague"]
    found = [
        f"{name}: 「{hit.text}」 {hit.sentence}"
        for name, text in (*BODIES, *ASKED, *SMALL)
        for hit in find_words(lexicon, text)
    ]
    assert found == []


def test_no_vague_word_in_a_clause_of_ours_is_excused():
    """What excuses a word in a person's text (a period named beside it) is no excuse for us: we name the period alone."""
    found = [
        f"{name}: 「{hit[0]}」 {text}"
        for name, text in BODIES
        for word in CONTENT.lexicons["vague"]
        if (hit := word.searched.search(without_names(text)))
    ]
    assert found == []


def test_no_clause_of_ours_leaves_open_how_much_how_soon_or_what_else():
    assert [f"{name}: {word}" for name, text in BODIES for word in unmeasured(text)] == []


@pytest.mark.parametrize(
    "text, words",
    [
        ("受注者は、不具合等を報告する。", 1),
        ("受注者は、十分な要員を置き、円滑に引き継ぐ。", 2),
        ("同等と認めるものを含む。", 0),
        ("不正アクセス行為の禁止等に関する法律", 0),
        ("受注者は、その他の業務を再委託するときは、届け出る。", 0),
    ],
)
def test_words_without_a_measure_are_noticed_in_our_own_clauses(text, words):
    assert len(list(unmeasured(text))) == words


@pytest.mark.parametrize(
    "text, found",
    [
        ("切り替えの日を決める。", "切替え（名詞）"),
        ("受注者は、切り替える日を決める。", ""),
        ("受注者は、機器を引き取り、消去する。", ""),
        ("引き取りの期限", "引取り（名詞）"),
        ("サーバの更新", "語の終わりの長音"),
        ("仕様に合わせる。", ""),
        ("次のように書く(例)。", "和文の中の「(」"),
        ("10〜20件,翌日", "和文の中の「,」"),
        ("1～3日", "和文の中の「～」"),
        ("ｱｲｳ", "和文の中の「ｱ」"),
        (f"{'あ' * 91}。", "92字の文"),
        ("ISO/IEC 27001:2022、JIS X 8341-3", ""),
    ],
)
def test_our_way_of_writing_is_noticed_where_it_is_left(text, found):
    said = list(remarks(text))
    assert (said == []) if not found else any(found in remark for remark in said), said


def test_columns_of_a_table_are_told_apart():
    """In the questions by their labels, on paper by their headings."""
    for id, question in CONTENT.questions.items():
        labels = [column.label for column in question.columns]
        assert sorted(labels) == sorted(set(labels)), id
    for pack in CONTENT.packs.values():
        for block in walk(parse_template(pack.template_md.read_text(encoding="utf-8"), "template.md")):
            if isinstance(block, Table):
                heads = ["".join(i.text for i in cell if isinstance(i, Text)) for cell in block.header]
                assert sorted(heads) == sorted(set(heads)), (pack.name, heads)


def test_no_clause_of_ours_uses_a_former_name():
    lexicon = CONTENT.lexicons["former_names"]
    found = [f"{name}: {hit.text}" for name, text in BODIES for hit in find_words(lexicon, text)]
    assert found == []
