"""Needles: what a pattern finds always holds one of them, so that a text without any need not be searched."""

from __future__ import annotations

import re

import pytest

from specgen.content.load import load_content
from specgen.content.needles import needles_of


@pytest.mark.parametrize(
    ("pattern", "needles"),
    [
        ("速やかに", ("速やかに",)),
        ("必要に応じ(?:て|、)", ("必要に応じ",)),
        ("別途(?:協議|指示)", ("別途",)),
        ("[0-9]+か月以内", ("か月以内",)),
        ("(?:甲乙|乙丙)等", ("乙丙", "甲乙")),
        ("可能な限り?", ("可能な限",)),
        ("(?<!同)等(?=の)", ("等",)),
        ("[★☆]", ("★", "☆")),
        ("(?:ab|cd)+", ("ab", "cd")),
        ("(?P<word>AB|[0-9])", ()),
        ("[0-9]{4}", ()),
        ("(?:協議)?", ()),
        ("(?i)cloud", ()),
        ("[ァ-ヺ]+", ()),
        ("(?:x|)y?", ()),
        ("[^a]b", ("b",)),
    ],
)
def test_the_needles_of_a_pattern(pattern: str, needles: tuple[str, ...]):
    assert needles_of(pattern) == needles


def test_whatever_a_shipped_word_finds_in_shipped_texts_holds_a_needle():
    content = load_content()
    texts = [clause.body for clause in content.clauses.values()]
    texts += [
        text for rule in content.rules.values() for case in rule.cases for text in (case.text, case.yaml)
    ]
    texts += [f"{q.ask}{q.why}{q.good}{q.gap}" for q in content.questions.values()]
    whole = "\n".join(texts)
    words = [word for lexicon in content.lexicons.values() for word in lexicon if word.needles]
    found = {
        word.pattern or word.word: match[0] for word in words for match in re.finditer(word.searched, whole)
    }
    assert len(found) > 100
    for word in words:
        for match in word.searched.finditer(whole):
            assert word.may_stand_in(match[0]), (word.pattern, match[0])
