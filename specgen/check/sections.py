"""Rules on the build of a paper: chapters that answers expect, references that lead somewhere, the usual order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cached_property

from ..content.rule import SectionsRule
from ..content.rulenames import CompiledRule
from ..errors import nearest
from ..model.finding import Finding
from .leftovers import check_leftovers
from .paper import CheckedPaper
from .verdicts import Checked, finding, undecided


def check_sections(compiled: CompiledRule, checked: Checked) -> Iterator[Finding]:
    """Verdicts of one rule of kind ``sections``; silent when there is no text yet."""
    rule = compiled.rule
    assert isinstance(rule, SectionsRule)
    if checked.paper is None:
        return
    if rule.expects:
        yield from _expected(compiled, rule, checked, checked.paper)
    elif rule.references:
        yield from _references(compiled, checked, checked.paper)
    elif rule.leftovers:
        yield from check_leftovers(compiled, checked, checked.paper)
    else:
        yield from _order(compiled, rule, checked, checked.paper)


# -- chapters that should be there ------------------------------------------------------------------------------------
def _expected(
    compiled: CompiledRule, rule: SectionsRule, checked: Checked, paper: CheckedPaper
) -> Iterator[Finding]:
    """A section that this paper could have, whose condition holds, and that is not there."""
    case = checked.case
    asks: dict[str, None] = {}
    for key, when in rule.expects.items():
        if paper.has(key) or (checked.sections is not None and key not in checked.sections):
            continue
        if _is_spared(key, checked):
            continue
        if checked.foreign and when == "always" and _is_spoken_of(key, checked, paper):
            continue
        holds = case.deciding.when(when)
        if holds is None:
            asks.update(dict.fromkeys(case.deciding.open_questions(case.content.whens[when])))
        elif holds:
            condition = case.content.whens[when]
            values = {"section": _title(checked, key), "condition": condition.explained.strip("「」")}
            read = [f"condition:{name}" for name in condition.uses]
            yield finding(compiled, checked, f"section:{key}", values, read=read)
    if asks:
        yield undecided(compiled, checked, asks)


def _is_spared(key: str, checked: Checked) -> bool:
    return checked.profile is not None and key in checked.profile.spares


def _is_spoken_of(key: str, checked: Checked, paper: CheckedPaper) -> bool:
    """Whether a foreign paper names the matter anywhere: it may stand under a heading that we do not know."""
    titles = (title for title in checked.case.content.titles.get(key, ()) if len(title) >= _LEAST_NAMED)
    return any(title in paper.text for title in titles)


_LEAST_NAMED = 3
"""A shorter title stands in too many sentences to name anything."""


def _title(checked: Checked, key: str) -> str:
    """What a section is called in our own template."""
    return next(iter(checked.case.content.titles.get(key, ())), key)


# -- references -------------------------------------------------------------------------------------------------------
_POINTS = r"(?:に(?:示す|定める|記載|掲げる|よる|従|規定|基づ)|のとおり|を参照|参照|で(?:示す|定める)|の規定)"
_REFERENCE = re.compile(
    rf"(?P<chapter>第[0-9]+章)|(?P<section>[0-9]+(?:\.[0-9]+)+(?:\([0-9]+\))?)(?=「[^」]*」{_POINTS}|{_POINTS})"
    r"|(?P<caption>[表図][0-9]+)(?![0-9.]|章|割|者|以上)|(?P<annex>別[紙添表][0-9]+)"
)
_OF_ANOTHER = re.compile(
    r"(?:[書程則準領令法典]|ガイドライン|別[紙添][0-9]*)」?の?(?:うち)?$|[A-Za-z][\w.+-]*[ ]?$|(?:第|版|バージョン)[ ]?$"
)
"""What stands before a number that is one of another paper (要件定義書の3.6) or a version (SAML 2.0)."""


def _references(compiled: CompiledRule, checked: Checked, paper: CheckedPaper) -> Iterator[Finding]:
    there = _Targets(paper)
    seen: set[str] = set()
    for sentence in paper.sentences(("prose", "own_clauses", "foreign")):
        text = unicodedata.normalize("NFKC", sentence.text)
        for match in _REFERENCE.finditer(text):
            subject = sentence.subject(match[0])
            leads = there.has(match[0]) or _OF_ANOTHER.search(text[: match.start()])
            if leads or subject in seen or (paper.foreign and there.is_elsewhere(match)):
                continue
            seen.add(subject)
            values = {
                "reference": match[0],
                "sentence": sentence.text,
                "nearest": nearest(match[0], there.named) or "（近いものはありません）",
            }
            yield finding(compiled, checked, subject, values, paper=sentence.spot.place, text=sentence.text)


class _Targets:
    """What a reference can lead to: numbers of headings and captions, names of annexes."""

    def __init__(self, paper: CheckedPaper) -> None:
        self._paper = paper

    def has(self, reference: str) -> bool:
        """Whether it leads somewhere."""
        return reference in self.named

    def is_elsewhere(self, reference: re.Match[str]) -> bool:
        """Whether a file that others made may lead out of itself: to annexes, captions or chapters it has none of."""
        signs = {
            "annex": ("別",),
            "caption": ("表", "図"),
            "chapter": ("第",),
            "section": tuple("0123456789"),
        }
        return not any(name.startswith(signs[str(reference.lastgroup)]) for name in self.named)

    @cached_property
    def named(self) -> frozenset[str]:
        return frozenset(map(_narrow, self._all()))

    def _all(self) -> Iterable[str]:
        above: list[str] = []
        for spot in self._paper.spots:
            block = spot.block
            if block.kind == "heading":
                above = [*above[: block.level - 1], *[""] * (block.level - 1 - len(above)), block.number]
                yield block.number
                yield "".join(above[1:])
                yield from _annexes(block.text)
                if self._paper.foreign:
                    yield from _ways_to_say(block.number)
            elif block.kind == "caption" or (
                self._paper.foreign and _TYPED_CAPTION.match(_narrow(block.text))
            ):
                yield from re.findall(r"[表図][0-9]+", _narrow(block.text))
                yield from _annexes(block.text)
            elif spot.in_table or block.kind == "item" or self._paper.foreign:
                yield from _annexes(block.text)
        for margin in self._paper.tree.margins:
            yield from _annexes(margin.text)


_TYPED_CAPTION = re.compile(r"[<〈【\[]?[表図][0-9]+(?![^。]*。)")
"""A caption that was typed: it begins with its number, and is no sentence."""


def _ways_to_say(number: str) -> Iterable[str]:
    """``３．`` is referred to as 第3章, 3 and 3章; ``3.6.`` as 3.6."""
    digits = _narrow(number).strip("第章節項()．. 、:")
    return (digits, f"第{digits}章", f"第{digits}") if digits else ()


def _annexes(text: str) -> list[str]:
    """別紙1 at the beginning of a heading, an item or a cell names an annex."""
    return re.findall(r"^[「（(]?(別[紙添表][0-9]+)", _narrow(text))


def _narrow(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


# -- order ------------------------------------------------------------------------------------------------------------
def _order(
    compiled: CompiledRule, rule: SectionsRule, checked: Checked, paper: CheckedPaper
) -> Iterator[Finding]:
    """The first chapter that stands before one which usually comes earlier."""
    there = [key for key in paper.sections if key in rule.order]
    printed = sorted(there, key=lambda key: paper.sections[key].place.block)
    usual = [key for key in rule.order if key in there]
    for is_, should in zip(printed, usual, strict=True):
        if is_ != should:
            values = {
                "section": paper.sections[is_].place.heading,
                "before": paper.sections[should].place.heading,
            }
            yield finding(compiled, checked, f"section:{is_}", values)
            return
