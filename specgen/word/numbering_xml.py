"""Numbering: 第1章 / 1.1 / （１） / ア for headings, （１） / ア / （ア） for lists, bullets."""

from __future__ import annotations

from dataclasses import dataclass

from .styles_xml import EM, GOTHIC, MINCHO, W_NS, fonts

HEADINGS, ITEMS, BULLETS = 1, 2, 3
"""Ids of the three numberings, of their abstract forms and of the ``w:num`` that the styles name."""

SPARE = 30
"""A number as wide as its room (（１０）, ・) must end before the tab, or the tab jumps to the next stop."""


@dataclass(frozen=True, slots=True)
class Level:
    """One level: how its number is written, where that stands (``at``) and where the text begins."""

    style: str
    format: str
    text: str
    at: int
    text_at: int
    font: str = ""

    def xml(self, index: int) -> str:
        """The element ``w:lvl``."""
        run = f"<w:rPr>{fonts(self.font)}</w:rPr>" if self.font else ""
        return (
            f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{self.format}"/>'
            f'<w:pStyle w:val="{self.style}"/><w:suff w:val="tab"/><w:lvlText w:val="{self.text}"/>'
            '<w:lvlJc w:val="left"/>'
            f'<w:pPr><w:tabs><w:tab w:val="num" w:pos="{self.text_at}"/></w:tabs>'
            f'<w:ind w:left="{self.text_at}" w:hanging="{self.text_at - self.at}"/></w:pPr>{run}</w:lvl>'
        )


LEVELS: dict[int, tuple[Level, ...]] = {
    HEADINGS: (
        Level("Heading1", "decimal", "第%1章", 0, 1080, GOTHIC),
        Level("Heading2", "decimal", "%1.%2", 0, 740, GOTHIC),
        Level("Heading3", "decimalFullWidth", "（%3）", 0, 770, GOTHIC),
        Level("Heading4", "aiueoFullWidth", "%4", EM, EM * 3, GOTHIC),
    ),
    ITEMS: (
        Level("Item1", "decimalFullWidth", "（%1）", EM, EM * 5 + SPARE, MINCHO),
        Level("Item2", "aiueoFullWidth", "%2", EM * 4, EM * 6 + SPARE, MINCHO),
        Level("Item3", "aiueoFullWidth", "（%3）", EM * 5, EM * 9 + SPARE, MINCHO),
    ),
    BULLETS: (
        Level("Bullet1", "bullet", "・", EM, EM * 2 + SPARE, MINCHO),
        Level("Bullet2", "bullet", "－", EM * 3, EM * 4 + SPARE, MINCHO),
        Level("Bullet3", "bullet", "・", EM * 5, EM * 6 + SPARE, MINCHO),
    ),
}


def abstract_xml(number: int) -> str:
    """The element ``w:abstractNum`` of one of the three numberings."""
    levels = "".join(level.xml(index) for index, level in enumerate(LEVELS[number]))
    return (
        f'<w:abstractNum w:abstractNumId="{number}"><w:nsid w:val="5EC6{number:04X}"/>'
        f'<w:multiLevelType w:val="multilevel"/><w:tmpl w:val="5EC7{number:04X}"/>{levels}</w:abstractNum>'
    )


def num_xml(number: int, abstract: int, *, restart: int = 0) -> str:
    """The element ``w:num``; with ``restart`` its first ``restart`` levels begin anew at 1."""
    overrides = "".join(
        f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="1"/></w:lvlOverride>'
        for level in range(restart)
    )
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{overrides}</w:num>'


def numbering_xml() -> str:
    """The part ``word/numbering.xml``."""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<w:numbering xmlns:w="{W_NS}">'
        + "".join(map(abstract_xml, LEVELS))
        + "".join(num_xml(number, number) for number in LEVELS)
        + "</w:numbering>"
    )
