"""Where a content file must say something, blanks are no words: told with file, line, column and remedy."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator

import pytest
from pydantic import StringConstraints
from pydantic.fields import FieldInfo

import specgen.case.casefile
import specgen.content.load  # noqa: F401 -- every content model is known once this is imported
from specgen import yamltext
from specgen.capture import roundfile
from specgen.content.gate import Entry, validated
from specgen.content.organisation import Settings
from specgen.content.question import TopicFile
from specgen.content.rule import FactRule
from specgen.errors import Faults, Place

MAY_BE_BLANK = {
    "RuleCase.org",  # a case may give a setting that nobody has filled in
    "RuleCase.printed",  # ... or a paper that prints nothing there
    "CaseEntry.owners",  # nobody has the chapter yet
}


def models(of: type[Entry] = Entry) -> Iterator[type[Entry]]:
    for model in of.__subclasses__():
        if model.__module__ == roundfile.__name__:
            continue  # what a round recorded is kept as it was said
        yield model
        yield from models(model)


def must_speak(field: FieldInfo) -> bool:
    """Whether one value is wanted here: no words are no answer, and there is no blank default."""
    return field.is_required() or (isinstance(field.default, str) and field.default != "")


def bare(annotation: object, *, words: bool) -> bool:
    """Whether a text inside ``annotation`` may be blank, looking into lists and mappings."""
    if annotation is str:
        return words
    origin, inside = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        said = [m for m in inside[1:] if isinstance(m, StringConstraints)]
        return not any(m.min_length for m in said) and bare(inside[0], words=words)
    if origin in (tuple, list):
        return any(bare(item, words=True) for item in inside)
    if origin is dict:
        return bare(inside[1], words=True)
    return origin in (typing.Union, types.UnionType) and any(bare(one, words=words) for one in inside)


FIELDS = [
    pytest.param(model, name, id=f"{model.__name__}.{name}")
    for model in {model.__name__: model for model in models()}.values()
    for name, field in model.model_fields.items()
]


def test_models_and_their_fields_were_found():
    assert len({p.values[0] for p in FIELDS}) > 25
    assert len(FIELDS) > 150


@pytest.mark.parametrize(("model", "name"), FIELDS)
def test_no_content_model_takes_blanks_where_words_are_needed(model: type[Entry], name: str):
    hints = typing.get_type_hints(model, include_extras=True)
    blank = bare(hints[name], words=must_speak(model.model_fields[name]))
    assert blank == (f"{model.__name__}.{name}" in MAY_BE_BLANK)


QUESTION = """\
topic: plan
label: 計画
order: 10
questions:
  - id: plan.title
    label: 件名
    ask: 件名は何ですか。
    why: 全てに入ります。
    type: choice
    choices: {a: 甲, b: 乙}
    none_text: なし
    needed_from: draft
    gap: （未定）
    next_year: keep
    audience: public
"""
RULE = """\
kind: fact
title: 件名がある
level: must
needs: [plan.title]
words: {found: 無い。, why: 聞かれる。, fix: 書く。}
basis: [{authority: law, cite: 例示法, confidence: unverified}]
"""
SETTINGS = """\
organisation: {name: 架空機構, self: 当機構}
standards: {days_usual: 5営業日}
departments: {kenkyu: {label: 研究推進部}}
"""


@pytest.mark.parametrize("blank", ['" "', '"　"', '""', '"\\t\\n"'])
@pytest.mark.parametrize(
    ("model", "text", "words"),
    [
        (TopicFile, QUESTION, "件名は何ですか。"),
        (TopicFile, QUESTION, "計画"),
        (TopicFile, QUESTION, "全てに入ります。"),
        (TopicFile, QUESTION, "乙"),
        (TopicFile, QUESTION, "なし"),
        (TopicFile, QUESTION, "（未定）"),
        (FactRule, RULE, "件名がある"),
        (FactRule, RULE, "聞かれる。"),
        (FactRule, RULE, "書く。"),
        (FactRule, RULE, "例示法"),
        (FactRule, RULE, "plan.title"),
        (Settings, SETTINGS, "架空機構"),
        (Settings, SETTINGS, "当機構"),
        (Settings, SETTINGS, "5営業日"),
        (Settings, SETTINGS, "研究推進部"),
    ],
)
def test_blanks_are_told_at_their_place_with_a_remedy(model: type[Entry], text: str, words: str, blank: str):
    before, _, after = text.partition(words)
    assert validated(model, yamltext.load(text, "a.yaml"), "a.yaml", Faults()) is not None
    faults = Faults()
    assert validated(model, yamltext.load(before + blank + after, "a.yaml"), "a.yaml", faults) is None
    [fault] = faults.found
    line = before.splitlines() if not before.endswith("\n") else [*before.splitlines(), ""]
    assert fault.place == Place("a.yaml", len(line), len(line[-1]) + 1)
    assert "空" in fault.what
    assert "言葉を書" in fault.remedy


def test_what_is_said_loses_the_blanks_around_it():
    faults = Faults()
    read = validated(TopicFile, yamltext.load(QUESTION.replace("計画", '" 計画　"'), "a"), "a", faults)
    assert read is not None
    assert read.label == "計画"


def test_an_optional_word_that_is_blank_is_not_said():
    read = validated(
        TopicFile, yamltext.load(QUESTION.replace("none_text: なし", 'tip: " "'), "a"), "a", Faults()
    )
    assert read is not None
    assert read.questions[0].tip == ""
