"""The styles of the base document: Japanese fonts set outright, everything legible in black and white.

Measures are in twips (1/20 point). The body is 10.5 point, so one full-width character is 210 twips.
"""

from __future__ import annotations

from dataclasses import dataclass

MINCHO = "游明朝"
GOTHIC = "BIZ UDPゴシック"
EM = 210
TEXT_WIDTH = 43 * EM
"""Width of the text of an upright page."""
W_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def fonts(name: str) -> str:
    """``w:rFonts`` with one family for every script."""
    return f'<w:rFonts w:ascii="{name}" w:eastAsia="{name}" w:hAnsi="{name}" w:cs="{name}"/>'


def size(points: float) -> str:
    """Font size, for Latin and complex scripts alike."""
    half = round(points * 2)
    return f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'


def spacing(before: int, after: int, line: int, rule: str = "auto") -> str:
    """Space around and between lines, off the grid of the page; ``line`` in 240ths for the rule ``auto``."""
    return (
        f'<w:snapToGrid w:val="0"/><w:spacing w:before="{before}" w:after="{after}"'
        f' w:line="{line}" w:lineRule="{rule}"/>'
    )


def jc(value: str) -> str:
    """Alignment of a paragraph."""
    return f'<w:jc w:val="{value}"/>'


BOLD = "<w:b/><w:bCs/>"
TIGHT = '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
"""No quarter space between Japanese and digits: for headings, covers and narrow cells."""
SMALL_LINES = spacing(20, 20, 220, "exact")
"""Of paragraphs in 8 point letters."""
NO_INDENT = '<w:ind w:left="0" w:firstLine="0"/>'


@dataclass(frozen=True, slots=True)
class Style:
    """One style. ``paragraph`` and ``run`` are the contents of ``w:pPr`` and ``w:rPr`` in schema order.

    Word makes ids anew from names when it saves, and Japanese Word other ones than English Word. So a ``custom``
    style is called as its id, which then lasts, and its Japanese ``name`` stands beside it as an alias.
    """

    id: str
    name: str
    kind: str = "paragraph"
    based_on: str = "Normal"
    next: str = ""
    priority: int = 99
    shown: bool = False
    paragraph: str = ""
    run: str = ""
    custom: bool = False

    @property
    def called(self) -> str:
        """The name by which the style is found in a base that was saved in Word."""
        return self.id if self.custom else self.name

    def xml(self) -> str:
        """The element ``w:style``."""
        attributes = f'w:type="{self.kind}" w:styleId="{self.id}"'
        if self.custom:
            attributes = f'w:type="{self.kind}" w:customStyle="1" w:styleId="{self.id}"'
        inside = [f'<w:name w:val="{self.called}"/>']
        if self.custom:
            inside.append(f'<w:aliases w:val="{self.name}"/>')
        if self.based_on:
            inside.append(f'<w:basedOn w:val="{self.based_on}"/>')
        if self.next:
            inside.append(f'<w:next w:val="{self.next}"/>')
        inside.append(f'<w:uiPriority w:val="{self.priority}"/>')
        inside.append("<w:qFormat/>" if self.shown else "<w:unhideWhenUsed/>")
        if self.paragraph:
            inside.append(f"<w:pPr>{self.paragraph}</w:pPr>")
        if self.run:
            inside.append(f"<w:rPr>{self.run}</w:rPr>")
        return f"<w:style {attributes}>{''.join(inside)}</w:style>"


def _heading(level: int, points: float, before: int, after: int) -> Style:
    return Style(
        f"Heading{level}",
        f"heading {level}",
        next="BodyText",
        priority=9,
        shown=True,
        paragraph=(
            "<w:keepNext/><w:keepLines/>"
            f'<w:numPr><w:ilvl w:val="{level - 1}"/><w:numId w:val="1"/></w:numPr>'
            f"{TIGHT}{spacing(before, after, 300)}{jc('left')}"
            f'<w:outlineLvl w:val="{level - 1}"/>'
        ),
        run=fonts(GOTHIC) + (BOLD if level < 3 else "") + size(points),
    )


def _list_style(name: str, label: str, level: int, num: int) -> Style:
    return Style(
        f"{name}{level}",
        f"{label}{level}",
        priority=20 + level,
        shown=True,
        custom=True,
        paragraph=f'<w:numPr><w:ilvl w:val="{level - 1}"/><w:numId w:val="{num}"/></w:numPr>',
    )


def _contents(level: int, left: int, tab: int) -> Style:
    return Style(
        f"TOC{level}",
        f"toc {level}",
        next="Normal",
        priority=39,
        paragraph=(
            f'{"<w:keepNext/>" if level == 1 else ""}<w:tabs><w:tab w:val="left" w:pos="{tab}"/>'
            f'<w:tab w:val="right" w:leader="dot" w:pos="{TEXT_WIDTH}"/></w:tabs>'
            f"{TIGHT}{spacing(60 if level == 1 else 0, 0, 250, 'exact')}"
            f'<w:ind w:left="{tab}" w:right="{EM * 2}" w:hanging="{tab - left}"/><w:jc w:val="left"/>'
        ),
        run=(fonts(GOTHIC) if level == 1 else "") + size(10),
    )


_BOX = "".join(
    f'<w:{side} w:val="single" w:sz="8" w:space="4" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right")
)
_CELL = TIGHT + spacing(20, 20, 252)

STYLES: tuple[Style, ...] = (
    Style(
        "BodyText",
        "Body Text",
        priority=1,
        shown=True,
        paragraph=f'<w:ind w:firstLineChars="100" w:firstLine="{EM}"/>',
    ),
    _heading(1, 14, 480, 160),
    _heading(2, 12, 320, 100),
    _heading(3, 11, 220, 60),
    _heading(4, 10.5, 160, 40),
    Style(
        "HeadingPlain",
        "見出し（番号なし）",
        based_on="Heading1",
        next="BodyText",
        priority=10,
        shown=True,
        custom=True,
        paragraph='<w:numPr><w:numId w:val="0"/></w:numPr>' + NO_INDENT,
    ),
    *(_list_style("Item", "項目", level, 2) for level in (1, 2, 3)),
    *(_list_style("Bullet", "箇条", level, 3) for level in (1, 2, 3)),
    Style(
        "TableText",
        "表の文字",
        priority=30,
        shown=True,
        custom=True,
        paragraph=_CELL + '<w:jc w:val="left"/>',
        run=size(9.5),
    ),
    Style(
        "TableHead",
        "表の見出し",
        based_on="TableText",
        priority=31,
        shown=True,
        custom=True,
        paragraph='<w:keepNext/><w:jc w:val="center"/>',
        run=fonts(GOTHIC) + BOLD,
    ),
    Style(
        "TableGap",
        "表の前後のあき",
        priority=32,
        custom=True,
        # All but a point of it is space behind the line, which no page begins with: it makes no empty page.
        paragraph=spacing(0, 180, 20, "exact"),
        run=size(1),
    ),
    Style(
        "Caption",
        "caption",
        next="BodyText",
        priority=35,
        shown=True,
        paragraph=("<w:keepNext/><w:keepLines/>" + spacing(200, 80, 280) + '<w:jc w:val="center"/>'),
        run=fonts(GOTHIC) + size(10),
    ),
    _contents(1, 0, 1000),
    _contents(2, EM * 2, EM * 2 + 780),
    Style(
        "TocHeading",
        "TOC Heading",
        next="Normal",
        priority=39,
        shown=True,
        paragraph=("<w:keepNext/>" + spacing(0, 0, 300) + '<w:jc w:val="center"/>'),
        run=fonts(GOTHIC) + BOLD + '<w:spacing w:val="60"/>' + size(14),
    ),
    Style(
        "Title",
        "Title",
        next="CoverLine",
        priority=10,
        shown=True,
        paragraph=(TIGHT + spacing(0, 240, 360) + jc("center")),
        run=fonts(GOTHIC) + BOLD + size(20),
    ),
    Style(
        "CoverLabel",
        "表紙の文書名",
        priority=11,
        custom=True,
        paragraph=(TIGHT + spacing(240, 0, 360) + jc("center")),
        run=fonts(GOTHIC) + '<w:spacing w:val="80"/>' + size(18),
    ),
    Style(
        "CoverEdition",
        "表紙の版の印",
        priority=11,
        custom=True,
        paragraph=(
            f"<w:pBdr>{_BOX}</w:pBdr>" + spacing(0, 0, 300) + ""
            f'<w:ind w:left="{TEXT_WIDTH - 1800}" w:right="80"/><w:jc w:val="center"/>'
        ),
        run=fonts(GOTHIC) + BOLD + size(14),
    ),
    Style(
        "CoverLine",
        "表紙の行",
        priority=11,
        shown=True,
        custom=True,
        paragraph=(TIGHT + spacing(0, 60, 360) + jc("center")),
        run=fonts(GOTHIC) + size(14),
    ),
    Style(
        "SectionEnd",
        "ページの向きの区切り",
        priority=99,
        custom=True,
        paragraph=spacing(0, 0, 20, "exact"),
        run=size(1),
    ),
    Style(
        "Header",
        "header",
        paragraph=spacing(0, 0, 240) + jc("right"),
        run=fonts(GOTHIC) + '<w:color w:val="404040"/>' + size(8),
    ),
    Style(
        "Footer",
        "footer",
        paragraph=spacing(0, 0, 240) + jc("center"),
        run=fonts(GOTHIC) + size(9),
    ),
    Style(
        "CommentText",
        "annotation text",
        paragraph=spacing(0, 0, 240) + jc("left"),
        run=size(10),
    ),
    Style("CommentSubject", "annotation subject", based_on="CommentText", next="CommentText", run=BOLD),
    Style(
        "Gap",
        "未記入",
        kind="character",
        based_on="DefaultParagraphFont",
        priority=40,
        shown=True,
        custom=True,
        run=BOLD + '<w:color w:val="7B2C12"/><w:shd w:val="clear" w:color="auto" w:fill="FFF0B8"/>',
    ),
    Style(
        "Unconfirmed",
        "未確認",
        kind="character",
        based_on="DefaultParagraphFont",
        priority=41,
        shown=True,
        custom=True,
        run='<w:u w:val="dotted"/><w:shd w:val="clear" w:color="auto" w:fill="DCEBF7"/>',
    ),
    Style(
        "HeaderMark",
        "内部用の印",
        kind="character",
        based_on="DefaultParagraphFont",
        priority=42,
        custom=True,
        run=BOLD + '<w:color w:val="000000"/>' + size(10),
    ),
    Style(
        "CommentReference",
        "annotation reference",
        kind="character",
        based_on="DefaultParagraphFont",
        run=size(9),
    ),
    Style(
        "Hyperlink",
        "Hyperlink",
        kind="character",
        based_on="DefaultParagraphFont",
        run='<w:color w:val="0B4F8A"/><w:u w:val="single"/>',
    ),
)
"""Every style of a person's reach; the defaults of the four kinds are written by ``styles_xml``."""

_DEFAULTS = (
    "<w:docDefaults><w:rPrDefault><w:rPr>"
    + fonts(MINCHO)
    + '<w:kern w:val="2"/>'
    + size(10.5)
    + '<w:lang w:val="en-US" w:eastAsia="ja-JP" w:bidi="ar-SA"/>'
    + "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>"
    + '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
    + "</w:pPr></w:pPrDefault></w:docDefaults>"
)
_LATENT = (
    '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="0"'
    ' w:defUnhideWhenUsed="0" w:defQFormat="0" w:count="376"/>'
)
LINE = 360
"""A line of the body: 38 of them fill a page. 游明朝 needs almost as much, and no grid makes two of one."""
_NORMAL = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
    f'<w:pPr><w:widowControl/><w:spacing w:before="0" w:after="0" w:line="{LINE}" w:lineRule="atLeast"/>'
    '<w:jc w:val="both"/></w:pPr></w:style>'
)
_DEFAULT_FONT = (
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/><w:unhideWhenUsed/>'
    "</w:style>"
)
_NO_LIST = (
    '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/></w:style>'
)
_CELL_MARGINS = (
    '<w:tblCellMar><w:top w:w="{v}" w:type="dxa"/><w:left w:w="{h}" w:type="dxa"/>'
    '<w:bottom w:w="{v}" w:type="dxa"/><w:right w:w="{h}" w:type="dxa"/></w:tblCellMar>'
)
_TABLES = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
    + _CELL_MARGINS.format(v=0, h=108)
    + "</w:tblPr></w:style>"
    + '<w:style w:type="table" w:customStyle="1" w:styleId="SpecTable"><w:name w:val="SpecTable"/>'
    + '<w:aliases w:val="仕様書の表"/>'
    + '<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="33"/><w:qFormat/><w:tblPr><w:tblBorders>'
    + "".join(
        f'<w:{side} w:val="single" w:sz="{weight}" w:space="0" w:color="{colour}"/>'
        for side, weight, colour in (
            ("top", 6, "404040"),
            ("left", 4, "808080"),
            ("bottom", 6, "404040"),
            ("right", 4, "808080"),
            ("insideH", 4, "808080"),
            ("insideV", 4, "808080"),
        )
    )
    + "</w:tblBorders>"
    + _CELL_MARGINS.format(v=40, h=100)
    + "</w:tblPr></w:style>"
)


def styles_xml() -> str:
    """The part ``word/styles.xml``."""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<w:styles xmlns:w="{W_NS}">{_DEFAULTS}{_LATENT}{_NORMAL}{_DEFAULT_FONT}{_TABLES}{_NO_LIST}'
        + "".join(style.xml() for style in STYLES)
        + "</w:styles>"
    )
