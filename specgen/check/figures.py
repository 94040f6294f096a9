"""Figures of one paper that disagree: the same thing with two different numbers. Doubt is silence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .. import wareki
from ..content.lexicon import LexiconWord
from .paper import CheckedPaper
from .sentences import Spot, split

_NUMBER = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")
_DEFINES = re.compile(r"(?:とする|である|です|を想定する|を見込む|を予定する|であること|とすること)。?$")
_NO_AMOUNT = re.compile(
    r"第[0-9]|[0-9](?:章|節|条|項|号|版|つ目|番|次|-|/|:)|[表図別紙添様式][0-9]|令和|平成|年度|[A-Za-z][0-9]|[0-9]\.[0-9]+\.[0-9]"
)
_CHANGES = re.compile(
    r"から[^。]{0,20}(?:に|へ)(?:増|減|変|拡|引|移)|のうち|内訳|及び|又は|ずつ|ごと|以降|増(?:加|やす|員)|減(?:少|らす)|例えば|例："
)
_LEAST_OF_SENTENCE = 8
_MODIFIER = re.compile(r"[^。、\n「」（）()：:・　 はがをにでへ]{0,12}$")
_GAP = 12


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: what is counted, the number as it is printed, the sentence or row, and where it stands."""

    what: str
    text: str
    value: str
    sentence: str
    spot: Spot


def disagreements(paper: CheckedPaper, labels: Sequence[LexiconWord]) -> Iterator[tuple[Figure, Figure]]:
    """Pairs of figures of one thing that differ, each thing once: the first place, and the first that differs.

    What has more than two different figures is a list of quantities, not a slip.
    """
    told: set[tuple[str, str]] = set()
    for found in (_alike_sentences(paper), _labelled(paper, labels)):
        groups: dict[str, list[Figure]] = {}
        for key, figure in found:
            groups.setdefault(key, []).append(figure)
        for figures in groups.values():
            values = list(dict.fromkeys(figure.value for figure in figures))
            if len(values) != 2:
                continue
            other = next(f for f in figures if f.value == values[1])
            pair = (figures[0].sentence, other.sentence)
            if pair not in told:
                told.add(pair)
                yield figures[0], other


# -- sentences that differ in their number only -----------------------------------------------------------------------
def _alike_sentences(paper: CheckedPaper) -> Iterator[tuple[str, Figure]]:
    for spot in paper.spots:
        if spot.in_table or spot.block.kind in ("contents", "caption", "heading"):
            continue
        for sentence in split(spot.block.text):
            text = _narrow(sentence)
            numbers = _NUMBER.findall(_LIST_MARK.sub("", text))
            if (
                len(numbers) != 1
                or not _DEFINES.search(text)
                or _NO_AMOUNT.search(text)
                or _CHANGES.search(text)
            ):
                continue
            text = _LIST_MARK.sub("", text)
            bones = _NUMBER.sub("#", text)
            what = bones.partition("は")[0] if "は" in bones.partition("#")[0] else ""
            if len(bones) >= _LEAST_OF_SENTENCE and len(what) >= 2:
                printed = re.search(rf"{re.escape(numbers[0])}[^0-9はがをに、。]{{0,4}}", text)
                shown = printed[0] if printed else numbers[0]
                yield bones, Figure(what, _short_unit(shown), numbers[0].replace(",", ""), sentence, spot)


_LIST_MARK = re.compile(r"^(?:\([0-9]+\)|[0-9]+[.)、]|[ア-ン][.)、]?\s|[①-⑳]|・)\s*")
_UNIT = re.compile(
    r"^([0-9][0-9,.]*(?:か月|営業日|日|人|名|件|台|回|円|部|年|時間|分|秒|%|GB|TB|MB|週間|社|校|拠点|か所|文書|本|点|項目)?)"
)


def _short_unit(text: str) -> str:
    found = _UNIT.match(text)
    return found[1] if found else text


# -- things that have a name ------------------------------------------------------------------------------------------
def _labelled(paper: CheckedPaper, labels: Sequence[LexiconWord]) -> Iterator[tuple[str, Figure]]:
    for spot in paper.spots:
        if spot.block.kind in ("contents", "caption", "heading"):
            continue
        for sentence in split(spot.block.text):
            if not _CHANGES.search(sentence):
                yield from _in_sentence(_narrow(sentence), sentence, spot, labels)


def _in_sentence(
    text: str, sentence: str, spot: Spot, labels: Sequence[LexiconWord]
) -> Iterator[tuple[str, Figure]]:
    """Figures behind their label in a sentence, or in the row of a table or section that is called so."""
    where = _narrow(spot.place.row) if spot.in_table else _narrow(_bare_heading(spot))
    for label in labels:
        name = label.word or label.instead
        values = list(re.finditer(label.kind, text))
        if len(values) != 1:
            continue
        if label.searched.fullmatch(where) and values[0].start() <= _GAP:
            column = spot.place.column if spot.in_table else ""
            yield f"{name}\0\0{column}", _figure(name, values[0][0], sentence, spot)
            continue
        for match in label.searched.finditer(text):
            between = text[match.end() : values[0].start()]
            if 0 <= values[0].start() - match.end() <= _GAP and not re.search(
                r"[0-9。、「」]", between.lstrip("は、")
            ):
                modifier = _MODIFIER.search(text[: match.start()])
                own = modifier[0] if modifier else ""
                cell = f"{spot.place.table}{spot.place.row}" if spot.in_table else ""
                yield f"{name}\0{own}\0{cell}", _figure(name, values[0][0], sentence, spot)
                break


def _figure(what: str, text: str, sentence: str, spot: Spot) -> Figure:
    value = text.replace(",", "")
    for day in re.findall(r"(?:令和|平成)?[0-9元]+年[0-9]+月[0-9]+日", value):
        try:
            value = value.replace(day, wareki.parse_date(day).isoformat())
        except ValueError:
            continue
    return Figure(what, text, value, sentence, spot)


def _bare_heading(spot: Spot) -> str:
    return re.sub(r"^[第0-9０-９.．（()）章節]+[\s　]*", "", spot.place.heading)


def _narrow(text: str) -> str:
    return re.sub(r"[\s　]", "", unicodedata.normalize("NFKC", text))
