"""What does not belong to a paper: titles, bodies, properties and marks of other cases; figures that disagree."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from ..content.rule import SectionsRule
from ..content.rulenames import CompiledRule
from ..model.finding import Finding, PaperPlace
from ..model.foreign import ForeignFile
from .figures import disagreements
from .headings import likeness
from .paper import CheckedPaper
from .sentences import Spot
from .verdicts import Checked, finding

UNLIKE = 0.35
"""Two titles less like each other than this are titles of two procurements."""
MOST_MARKS = 5
_SELF = re.compile(
    r"当(?:機構|センター|研究所|財団|協会|基金|事業団|省|庁|市|県|府|都|区|町|村|大学|学会|館|院|公社)(?![者々内外])"
    r"|本(?:市|県|機構|学|協会|財団)(?![者々内外会科校部務])"
)
"""How a body that orders calls itself; 当法人 may be any of them, 本庁 and 本町 are other words."""
_TITLE = re.compile(
    r"(?:(?:本|この)(?:調達|業務|契約|案件|委託)の?|^|[。\s])(?:調達)?(?:件名|業務名|調達名|案件名|事業名)は、?「([^」]{4,80})」"
)
_TITLE_LIKE = re.compile(
    r"(?:業務|一式|調達|委託|賃貸借|借入れ?|構築|研究|導入|支援|更改|更新|開発|利用|保守|購入)$"
)
_FILE_WORDS = re.compile(
    r"(?:調達|業務)?(?:仕様書|要求書|要件定義書|説明書)|[（(].{0,6}案.{0,3}[）)]|^Microsoft Word - |\.docx?$|案$|^別紙[0-9]*"
)
_COMPANY = re.compile(r"株式会社|\(株\)|㈱|有限会社|合同会社|Corporation|Inc\.|Co\., ?Ltd|Ltd\.")
_BODY = re.compile(r"[一-龠ァ-ヶー]{2,12}(?:省|庁|市役所|県庁|市|県|機構|大学)$")
MARKS = {"highlight": "蛍光ペンの付いた文章", "red": "赤字の文章", "blue": "青字の文章"}


@dataclass(frozen=True, slots=True)
class Leftover:
    """One thing that does not belong: what fills the rule's words, where it is told, and what it is known by."""

    values: Mapping[str, str]
    mark: str
    place: PaperPlace
    text: str = ""


def check_leftovers(compiled: CompiledRule, checked: Checked, paper: CheckedPaper) -> Iterator[Finding]:
    """Verdicts of one rule on leftovers."""
    rule = compiled.rule
    assert isinstance(rule, SectionsRule)
    if rule.leftovers == "figures":
        found: Iterator[Leftover] = _figures(rule, checked, paper)
    else:
        found = _OF[rule.leftovers](paper, checked.file or ForeignFile())
    for left in found:
        plain = "".join(unicodedata.normalize("NFKC", left.mark).split())
        subject = f"text:own/{hashlib.sha256(plain.encode()).hexdigest()[:8]}"
        yield finding(compiled, checked, subject, left.values, paper=left.place, text=left.text or left.mark)


# -- figures ----------------------------------------------------------------------------------------------------------
def _figures(rule: SectionsRule, checked: Checked, paper: CheckedPaper) -> Iterator[Leftover]:
    for one, other in disagreements(paper, checked.case.content.lexicons.get(rule.lexicon, ())):
        values = {
            "what": one.what,
            "hit": one.text,
            "other": other.text,
            "sentence": one.sentence,
            "other_place": _said_at(other.spot),
        }
        yield Leftover(values, f"{one.what}\0{one.text}\0{other.text}", other.spot.place, other.sentence)


def _said_at(spot: Spot) -> str:
    return f"見出し「{spot.place.heading}」" if spot.place.heading else "文書の初め"


# -- titles -----------------------------------------------------------------------------------------------------------
def _titles(paper: CheckedPaper, file: ForeignFile) -> Iterator[Leftover]:
    """Titles that are not like the first one that the paper says of itself."""
    said = list(_said_titles(paper))
    if not said:
        return
    first, seen = said[0][0], set[str]()
    for title, spot in (*said[1:], *_in_margins(paper, said[0][1])):
        if _is_another(title, first) and title not in seen:
            seen.add(title)
            values = {
                "hit": title,
                "other": first,
                "sentence": spot.block.text,
                "what": "件名",
                "other_place": "",
            }
            yield Leftover(values, f"title\0{title}", spot.place)


def _said_titles(paper: CheckedPaper) -> Iterator[tuple[str, Spot]]:
    """What the paper calls its procurement: under the heading 件名, or in a sentence or row that says so."""
    for spot in paper.spots:
        text = spot.block.text.strip()
        if spot.block.kind == "heading" or not text:
            continue
        yield from ((named[1], spot) for named in _TITLE.finditer(text))
        if _is_title_of_its_own(spot, text):
            yield text, spot


def _is_title_of_its_own(spot: Spot, text: str) -> bool:
    """Whether a paragraph is nothing but the title: below the heading, or in the row of a table, that says so."""
    if spot.in_table:
        return spot.place.row in ("件名", "調達件名", "業務名") and text != spot.place.row
    return spot.keys[-1:] == ("overview.title",) and _TITLE_LIKE.search(text) is not None and len(text) < 80


def _in_margins(paper: CheckedPaper, beside: Spot) -> Iterator[tuple[str, Spot]]:
    """Titles in headers and footers; a comment cannot stand there, so they are told where the title is."""
    for block in paper.tree.margins:
        text = _FILE_WORDS.sub("", block.text.strip()).strip(" 　")
        if _TITLE_LIKE.search(text) and 8 <= len(text) < 80:
            yield text, beside


def _is_another(title: str, first: str) -> bool:
    one, other = (_bare_title(text) for text in (title, first))
    return bool(one and other) and one not in other and other not in one and likeness(one, other) < UNLIKE


def _bare_title(text: str) -> str:
    return "".join(_FILE_WORDS.sub("", unicodedata.normalize("NFKC", text)).split()).strip("「」")


# -- bodies -----------------------------------------------------------------------------------------------------------
def _bodies(paper: CheckedPaper, file: ForeignFile) -> Iterator[Leftover]:
    """Words by which another body calls itself: the rarer ones, each at its first place."""
    places: dict[str, Spot] = {}
    counts: Counter[str] = Counter()
    for spot in paper.spots:
        for match in _SELF.finditer(spot.block.text):
            counts[match[0]] += 1
            places.setdefault(match[0], spot)
    kinds = {word[1:] for word in counts}
    if len(kinds) < 2:
        return
    usual = counts.most_common(1)[0][0]
    for word, spot in places.items():
        if word[1:] != usual[1:]:
            text = spot.block.text
            values = {"hit": word, "other": usual, "sentence": text, "what": "呼び方", "other_place": ""}
            yield Leftover(values, f"body\0{word}", spot.place, text)


# -- the file itself --------------------------------------------------------------------------------------------------
def _properties(paper: CheckedPaper, file: ForeignFile) -> Iterator[Leftover]:
    """A company's name in the properties of the file, a title or a body that the paper does not speak of."""
    first = next((spot for spot in paper.spots if spot.block.text.strip()), None)
    place = first.place if first is not None else PaperPlace(paper.document)
    margins = "\n".join(block.text for block in paper.tree.margins)
    text = "".join(unicodedata.normalize("NFKC", f"{paper.text}\n{margins}").split())
    labels = {"title": "題名", "subject": "件名", "creator": "作成者", "lastmodifiedby": "最終更新者",
              "company": "会社", "manager": "管理者"}  # fmt: skip
    for name, label in labels.items():
        value = file.properties.get(name, "").strip()
        plain = "".join(unicodedata.normalize("NFKC", value).split())
        if not plain or plain in text:
            continue
        strange = _is_strange_title(value, text) if name in ("title", "subject") else False
        if strange or _COMPANY.search(value) or (name in ("company", "manager") and _BODY.search(plain)):
            values = {"hit": value, "what": label, "other": "", "sentence": "", "other_place": ""}
            yield Leftover(values, f"property\0{name}\0{value}", place)


def _is_strange_title(value: str, text: str) -> bool:
    """Whether a title is a title of a procurement of which the paper says nothing."""
    bare = _bare_title(value)
    if len(bare) < 8 or not _TITLE_LIKE.search(bare):
        return False
    pairs = {bare[n : n + 2] for n in range(len(bare) - 1)}
    return sum(pair in text for pair in pairs) < 0.6 * len(pairs)


def _marks(paper: CheckedPaper, file: ForeignFile) -> Iterator[Leftover]:
    """Coloured pieces, a few of each kind; none where colour is the look of the whole paper."""
    headings = {spot.block.index for spot in paper.spots if spot.block.kind == "heading"}
    pieces = [mark for mark in file.marked if mark.block not in headings or mark.how == "highlight"]
    whole = sum(len(spot.block.text) for spot in paper.spots) or 1
    for how, label in MARKS.items():
        own = [mark for mark in pieces if mark.how == how and len(mark.text) > 1]
        if not own or sum(len(mark.text) for mark in own) > 0.3 * whole:
            continue
        for mark in own[:MOST_MARKS]:
            spot = next(
                (s for s in paper.spots if s.block.index == mark.block and mark.text in s.block.text), None
            )
            spot = spot or next((s for s in paper.spots if s.block.index == mark.block), None)
            place = spot.place if spot is not None else PaperPlace(paper.document, block=mark.block)
            rest = (
                f"（ほかに{len(own) - MOST_MARKS}か所）" if mark is own[0] and len(own) > MOST_MARKS else ""
            )
            shown = mark.text if len(mark.text) <= 60 else f"{mark.text[:58]}……"
            values = {"hit": shown + rest, "what": label, "other": "", "sentence": shown, "other_place": ""}
            yield Leftover(
                values, f"{how}\0{mark.text}", place, spot.block.text if spot is not None else mark.text
            )


_OF: Mapping[str, Callable[[CheckedPaper, ForeignFile], Iterator[Leftover]]] = {
    "titles": _titles,
    "bodies": _bodies,
    "properties": _properties,
    "marks": _marks,
}
