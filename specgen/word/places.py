"""Says where in a template something stands, and keeps the faults found there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..errors import Fault, Faults, Place
from .dialect import Refused
from .parts import W_PPR, W_T, W_TC, W_TR, ancestor, w

if TYPE_CHECKING:
    from lxml.etree import _Element

_PARTS = {"document.main": "", "header": "ヘッダー", "footer": "フッター", "footnotes": "脚注"}
_TEXT_ONLY = frozenset(
    map(w, ("p", "r", "t", "proofErr", "bookmarkStart", "bookmarkEnd", "lastRenderedPageBreak"))
)


@dataclass(slots=True)
class Teller:
    """Knows the file, the part and the headings passed so far; turns what was refused into faults."""

    file: str
    kind: str
    faults: Faults
    titles: list[str] = field(default_factory=list)
    _last: tuple[_Element, Place] | None = None

    def passed_heading(self, level: int, text: str) -> None:
        """From here on, places are under this heading."""
        above = self.titles[: level - 1]
        self.titles = [*above, *[""] * (level - 1 - len(above)), shortened(text)]
        self._last = None

    def place(self, paragraph: _Element) -> Place:
        """The place of a paragraph: part, headings, then the cell or the words it begins with."""
        if self._last is None or self._last[0] is not paragraph:
            self._last = (paragraph, self._find(paragraph))
        return self._last[1]

    def _find(self, paragraph: _Element) -> Place:
        words = [_PARTS[self.kind]] if _PARTS[self.kind] else []
        titles = [title for title in self.titles if title]
        if titles:
            words.append("見出し「" + "」＞「".join(titles) + "」")
        return Place(self.file, where="、".join([*words, _spot(paragraph)]))

    def part(self) -> Place:
        """The place of what belongs to no paragraph."""
        return Place(self.file, where=_PARTS[self.kind])

    def tell(self, place: Place, refused: Refused, quoted: str = "") -> None:
        """Keep one fault."""
        shown = shortened(refused.quoted or quoted, 80)
        self.faults.add(Fault(refused.code, refused.what, place, shown, refused.near, refused.remedy))


def _spot(paragraph: _Element) -> str:
    if ancestor(paragraph, w("txbxContent")) is not None:
        return f"テキストボックスの「{shortened(text_of(paragraph))}」"
    cell = ancestor(paragraph, W_TC)
    row = None if cell is None else ancestor(cell, W_TR)
    if cell is None or row is None:
        return f"段落「{shortened(text_of(paragraph))}」"
    return f"表の{_number(row, W_TR)}行目・{_number(cell, W_TC)}列目"


def _number(element: _Element, tag: str) -> int:
    """The place of an element among its like, counted from 1."""
    around = element.getparent()
    first = None if around is None else around.find(tag)
    return 1 if around is None or first is None else around.index(element) - around.index(first) + 1


def shortened(text: str, most: int = 20) -> str:
    """``text`` on one line, cut to ``most`` characters."""
    text = " ".join(text[: most * 4].split())
    return text if len(text) <= most else text[: most - 1] + "…"


def text_of(element: _Element) -> str:
    """All text under an element, text boxes and all."""
    return "".join(t.text or "" for t in element.iter(W_T))


def holds_only_text(paragraph: _Element) -> bool:
    """Whether a paragraph holds text and nothing else that could be lost with it or printed twice."""
    stack = [child for child in paragraph if child.tag != W_PPR]
    while stack:
        element = stack.pop()
        if element.tag not in _TEXT_ONLY:
            return False
        stack.extend(child for child in element if child.tag != w("rPr"))
    return True
