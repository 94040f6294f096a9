"""Rules on words: a lexicon over the printed text told sentence by sentence, words that are absent, long sentences."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from .. import wareki
from ..content.lexicon import LexiconWord
from ..content.rule import WordsRule
from ..content.rulenames import CompiledRule
from ..expr import ABSENT, UNKNOWN
from ..model.finding import Finding
from .paper import CheckedPaper
from .sentences import Sentence, split
from .verdicts import Checked, finding, place_of, undecided


@dataclass(frozen=True, slots=True)
class Hit:
    """One place in a sentence where a word of the lexicon stands."""

    word: LexiconWord
    sentence: str
    start: int
    end: int
    groups: Mapping[str, str]

    @property
    def text(self) -> str:
        """What stands there."""
        return self.sentence[self.start : self.end]


def check_words(compiled: CompiledRule, checked: Checked) -> Iterator[Finding]:
    """Verdicts of one rule of kind ``words`` on the text of the document; silent when there is no text yet."""
    rule = compiled.rule
    assert isinstance(rule, WordsRule)
    if checked.paper is None:
        return
    if rule.longer_than:
        yield from _too_long(compiled, rule, checked, checked.paper)
    elif rule.absent:
        yield from _absent(compiled, rule, checked, checked.paper)
    else:
        yield from _present(compiled, rule, checked, checked.paper)


def find_words(
    lexicon: Sequence[LexiconWord], text: str, settings: Mapping[str, str] | None = None
) -> Iterator[Hit]:
    """Words of the lexicon in ``text`` that nothing excuses; of two at one place the longer one.

    ``settings`` are the organisation's; a word that one of them holds may be the house's own.
    """
    for sentence in split(text):
        yield from find_in(lexicon, sentence, settings or {})


def find_in(lexicon: Sequence[LexiconWord], sentence: str, settings: Mapping[str, str]) -> Iterator[Hit]:
    """The same for one sentence."""
    hits = [
        Hit(word, sentence, match.start(), match.end(), word.said(match))
        for word in lexicon
        if word.may_stand_in(sentence)
        for match in word.searched.finditer(sentence)
        if not _excused(word, match, sentence, settings)
    ]
    hits.sort(key=lambda hit: (hit.start, hit.start - hit.end))
    end = 0
    for hit in hits:
        if hit.end > end:
            yield hit
            end = hit.end


def _excused(word: LexiconWord, match: re.Match[str], sentence: str, settings: Mapping[str, str]) -> bool:
    before, after = sentence[: match.start()], sentence[match.end() :]
    own = settings.get(word.unless_setting.removeprefix("org."), "") if word.unless_setting else ""
    return (
        any(before.endswith(part) for part in word.unless_after)
        or any(after.startswith(part) for part in word.unless_before)
        or any(part in sentence for part in word.unless_in)
        or (word.excusing is not None and word.excusing.search(sentence) is not None)
        or (bool(own) and match[0] in own)
    )


def _present(
    compiled: CompiledRule, rule: WordsRule, checked: Checked, paper: CheckedPaper
) -> Iterator[Finding]:
    lexicon = checked.case.content.lexicons[rule.lexicon]
    settings = checked.case.content.org()
    few = _Few(0 if checked.every else rule.at_most)
    first: set[LexiconWord] = set()
    for sentence in paper.sentences(rule.look_in, rule.in_sections, lexicon):
        for hit in find_in(lexicon, sentence.text, settings):
            if hit.word in first or not _counts(hit, checked):
                continue
            subject = sentence.subject(hit.text)
            if rule.first_only:
                first.add(hit.word)
            if few.may(sentence, subject):
                yield _about(compiled, checked, sentence, subject, _values(hit))


def _counts(hit: Hit, checked: Checked) -> bool:
    """Whether nothing beyond its sentence excuses a hit: what the paper says elsewhere, a year that is not old."""
    assert checked.paper is not None
    word = hit.word
    if any(pattern.search(checked.paper.text) for pattern in word.said_elsewhere):
        return False
    return not word.older_years or _is_old(hit, word.older_years, checked.case.as_of)


def _is_old(hit: Hit, years: int, as_of: date) -> bool:
    try:
        return wareki.parse_fiscal_year(hit.text) <= wareki.fiscal_year(as_of) - years
    except ValueError:
        return False


def _values(hit: Hit) -> dict[str, str]:
    word = hit.word
    fixed = (
        hit.sentence[: hit.start] + word.instead + hit.sentence[hit.end :] if word.instead else hit.sentence
    )
    return {
        **hit.groups,
        "hit": hit.text,
        "instead": word.instead or "数・期限・条件",
        "because": word.because,
        "kind": word.kind,
        "sentence": hit.sentence,
        "sentence_fixed": fixed,
    }


class _Few:
    """Tells what one subject is about once, and only so much in one chapter."""

    def __init__(self, at_most: int) -> None:
        self.at_most = at_most
        self.seen: set[str] = set()
        self.told: dict[str, int] = {}

    def may(self, sentence: Sentence, subject: str) -> bool:
        """Whether one more may be told."""
        chapter, mark = sentence.spot.chapter, subject.rpartition("/")[2]
        if mark in self.seen or (self.at_most and self.told.get(chapter, 0) >= self.at_most):
            return False
        self.seen.add(mark)
        self.told[chapter] = self.told.get(chapter, 0) + 1
        return True


def _about(
    compiled: CompiledRule, checked: Checked, sentence: Sentence, subject: str, values: Mapping[str, str]
) -> Finding:
    id = sentence.tag.partition("#")[0]
    return finding(
        compiled,
        checked,
        subject,
        values,
        place=place_of(checked.case, id),
        paper=replace(sentence.spot.place, tag=sentence.tag),
        text=sentence.text,
    )


# -- words that are absent ------------------------------------------------------------------------------------------
def _absent(
    compiled: CompiledRule, rule: WordsRule, checked: Checked, paper: CheckedPaper
) -> Iterator[Finding]:
    """One verdict when the sections that are there say none of the words; silent when none of them is there.

    In a foreign paper the words may stand anywhere: others put the same thing into another chapter.
    """
    there = [key for key in rule.in_sections if key in paper.sections and key not in checked.perhaps]
    if not there:
        return
    lexicon = checked.case.content.lexicons[rule.lexicon]
    looked_in = () if checked.foreign else there
    for sentence in paper.sentences(("prose", "own_clauses", "foreign"), looked_in):
        text = unicodedata.normalize("NFKC", sentence.text)
        if any(word.may_stand_in(text) and word.searched.search(text) for word in lexicon):
            return
    heading = paper.sections[there[0]]
    listed = "".join(f"「{word.word or word.instead}」" for word in lexicon if word.word or word.instead)
    values = {"section": heading.place.heading, "listed": listed}
    yield finding(compiled, checked, f"section:{there[0]}", values, paper=heading.place)


# -- long sentences -------------------------------------------------------------------------------------------------
def _too_long(
    compiled: CompiledRule, rule: WordsRule, checked: Checked, paper: CheckedPaper
) -> Iterator[Finding]:
    assert compiled.limit is not None
    limit = compiled.limit.value(checked.case.deciding)
    if limit is UNKNOWN or limit is ABSENT:
        yield undecided(compiled, checked, (f"param:{name}" for name in sorted(compiled.parameters)))
        return
    few, most = _Few(0 if checked.every else rule.at_most), int(limit)
    for sentence in paper.sentences(rule.look_in, rule.in_sections):
        length = len("".join(sentence.text.split()))
        if length > most and few.may(sentence, subject := sentence.subject("")):
            values = {
                "sentence": _short(sentence.text),
                "length": f"{length}文字",
                "limit": f"{int(limit)}文字",
            }
            yield _about(compiled, checked, sentence, subject, values)


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= 40 else sentence[:38] + "……"
