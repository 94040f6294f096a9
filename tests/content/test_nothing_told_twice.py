"""Padding shows as sentences that say the same again: in what one paper prints, and in what one person is asked or told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations

import pytest
import test_shipped_content as shipped
from japanese import ALIKE, likeness, told_twice

from specgen.content.markup import parse_template
from specgen.content.markup_ast import Blocks, ClauseBlock, Item, Landscape, SectionBlock
from specgen.content.pack import TYPE_LABELS, Pack
from specgen.content.packcheck import may_apply
from specgen.expr import compile_condition

CONTENT = shipped.CONTENT


@dataclass(frozen=True)
class Spot:
    """Where a text stands, and the conditions under which a reader sees it; wordings of one clause are never together."""

    name: str
    clause: str = ""
    variant: str = ""
    whens: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.name}（{self.variant}）" if self.variant else self.name


ON_PURPOSE = {
    (
        "rights.liability",
        "rights.damages",
    ): "the exception of the civil code belongs to the liability and to the damages",
    ("scope.sharing", "notes.priority"): "two different decisions lead to the same procedure",
    ("lease.delivery", "work.meetings"): "the plan of delivery and the minutes are approved in the same way",
    (
        "lease.old",
        "lease.media",
    ): "old machines and broken disks: what a certificate holds is said once, elsewhere",
    (
        "lease.end",
        "lease.removal",
    ): "the rent ends before the removal, and before the erasure where that is ordered apart",
}
"""Pairs of clauses that say a sentence alike, and why each has to."""


# -- what can be seen together --------------------------------------------------------------------------------------
@cache
def possible(when: str, type: str) -> bool:
    """Whether ``when`` can hold in a case of ``type``, whatever the other answers are."""
    whens = {**CONTENT.whens, when: compile_condition(when, CONTENT.names, names_only=True)}
    probe = next(iter(CONTENT.questions.values())).model_copy(update={"when": when})
    return may_apply(replace(CONTENT, whens=whens), probe, type)


def together(one: Spot, other: Spot, types: tuple[str, ...] = tuple(TYPE_LABELS)) -> bool:
    if one.clause and one.clause == other.clause and one.variant != other.variant:
        return False
    return any(all(possible(when, type) for when in (*one.whens, *other.whens)) for type in types)


# -- papers ---------------------------------------------------------------------------------------------------------
def texts_of(pack: Pack) -> Iterator[tuple[Spot, str]]:
    blocks = parse_template(pack.template_md.read_text(encoding="utf-8"), "template.md")
    yield from spots(blocks, Spot(f"{pack.name}/template.md"), pack)


def spots(blocks: Blocks, at: Spot, pack: Pack) -> Iterator[tuple[Spot, str]]:
    for block in blocks:
        if isinstance(block, SectionBlock):
            when = pack.entry.sections[block.key]
            yield from spots(block.blocks, replace(at, whens=(*at.whens, when)), pack)
        elif isinstance(block, Landscape):
            yield from spots(block.blocks, at, pack)
        elif isinstance(block, ClauseBlock):
            heads = CONTENT.clauses[block.name].head.variants
            for name, body in shipped.SOURCES[block.name].variants.items():
                when = heads[name].when if heads else "always"
                inside = Spot(block.name, block.name, name, (*at.whens, when))
                yield from spots(body, inside, pack)
        else:
            when = (block.when,) if isinstance(block, Item) and block.when else ()
            here = replace(at, whens=(*at.whens, *when))
            yield from ((here, text) for text in shipped.block_texts((block,)))


@pytest.mark.parametrize("name", CONTENT.packs)
def test_no_paper_says_the_same_in_two_places(name):
    pack = CONTENT.packs[name]
    found = [
        f"{here} / {there}: {one} / {other}"
        for here, there, one, other in told_twice(
            texts_of(pack), lambda one, other: together(one, other, pack.entry.types)
        )
        if not {(here.clause, there.clause), (there.clause, here.clause)} & ON_PURPOSE.keys()
    ]
    assert found == []


def test_what_is_said_alike_on_purpose_is_still_there():
    """An excuse whose sentences have gone excuses the next ones unseen."""
    for pair in ON_PURPOSE:
        texts = [
            [text for body in shipped.SOURCES[name].variants.values() for text in shipped.block_texts(body)]
            for name in pair
        ]
        said = told_twice(
            [(name, text) for name, own in zip(pair, texts, strict=True) for text in own], lambda a, b: a != b
        )
        assert list(said), pair


# -- questions and rules --------------------------------------------------------------------------------------------
def test_no_two_questions_that_one_person_is_asked_say_the_same():
    told = [
        (Spot(f"{question.id}.{field}", whens=(question.when,)), getattr(question, field))
        for question in CONTENT.questions.values()
        for field in ("ask", "why", "tip")
    ]
    assert [f"{a} / {b}: {one} / {other}" for a, b, one, other in told_twice(told, together)] == []


def test_no_two_rules_say_the_same():
    told = [
        (Spot(f"{id}.{field}"), getattr(rule.words, field))
        for id, rule in CONTENT.rules.items()
        for field in ("why", "fix", "offer")
    ]
    assert [f"{a} / {b}: {one} / {other}" for a, b, one, other in told_twice(told, together)] == []


TAIL = re.compile(r"(?:を、?|も)?(?:PMO(?:から|が|も))?(?:一緒に|そのまま)?[ぁ-ん]*(?:でき|せ|れ)ます。")
"""What every offer ends with."""
SAME_OFFER = 0.65


def test_every_rule_offers_a_help_of_its_own():
    """「〜の様式をお渡しできます」 for every rule helps nobody: what stands before the ending must differ."""
    offers = [(id, TAIL.sub("", rule.words.offer)) for id, rule in CONTENT.rules.items() if rule.words.offer]
    alike = [
        f"{one} / {other}: {here} / {there}"
        for (one, here), (other, there) in combinations(offers, 2)
        if likeness(here, there) >= SAME_OFFER
    ]
    assert alike == []


# -- the measure itself ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "one, other, same",
    [
        ("受注者は、消去した日から10営業日以内に証明書を提出する。", "受注者は、消去の日から10営業日以内に証明書を提出する。", True),
        ("受注者は、消去した日から10営業日以内に証明書を提出する。", "受注者は、復旧した日から5営業日以内に報告書を提出する。", False),
        ("契約不適合の期間は、検収から1年とする。", "契約不適合の期間は、検収から1年とする。", True),
    ],
)  # fmt: skip
def test_sentences_are_alike_when_little_but_an_ending_differs(one, other, same):
    assert (likeness(one, other) >= ALIKE) is same


def test_what_excludes_each_other_is_not_together_and_the_rest_is():
    assert not together(Spot("a", whens=("type_saas",)), Spot("b", whens=("builds",)))
    assert not together(Spot("a", "c", "here"), Spot("b", "c", "there"))
    assert together(Spot("a", whens=("type_saas",)), Spot("b", whens=("monthly", "personal")))
    assert not together(Spot("a", whens=("type_lease",)), Spot("b"), ("saas", "study"))
