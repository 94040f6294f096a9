"""Makes the base document from nothing: page, styles, numbering, header and footer, and no text of its own.

``make_base()`` always gives the same bytes. The shipped ``library/base.docx`` is made by ``python -m
specgen.word.base FILE``; an agency may change that file in Word and build its templates upon it.
"""

from __future__ import annotations

from .fields import complex_field, paragraph
from .numbering_xml import numbering_xml
from .package import to_bytes
from .styles_xml import GOTHIC, MINCHO, TEXT_WIDTH, W_NS, styles_xml
from .theme_xml import theme_xml

R_NS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PAGE_WIDTH, PAGE_HEIGHT = 11906, 16838
SIDE = (PAGE_WIDTH - TEXT_WIDTH) // 2
TOP, BOTTOM = 1720, 1438
"""38 lines of 18 points fit between them."""

_OFFICE = "application/vnd.openxmlformats-officedocument"
_WORD = f"{_OFFICE}.wordprocessingml"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = (
    ("styles", "styles", "rIdStyles"),
    ("numbering", "numbering", "rIdNumbering"),
    ("settings", "settings", "rIdSettings"),
    ("fontTable", "fontTable", "rIdFonts"),
    ("theme", "theme/theme1", "rIdTheme"),
    ("header", "header1", "rIdHeader"),
    ("header", "header2", "rIdHeaderFirst"),
    ("footer", "footer1", "rIdFooter"),
    ("footer", "footer2", "rIdFooterFirst"),
)


def make_base() -> bytes:
    """The base document as the bytes of a .docx file."""
    texts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _package_relations(),
        "docProps/app.xml": _app(),
        "docProps/core.xml": _core(),
        "word/_rels/document.xml.rels": _document_relations(),
        "word/document.xml": _document(),
        "word/fontTable.xml": _font_table(),
        "word/footer1.xml": _footer(page_numbers=True),
        "word/footer2.xml": _footer(page_numbers=False),
        "word/header1.xml": _header(title=True),
        "word/header2.xml": _header(title=False),
        "word/numbering.xml": numbering_xml(),
        "word/settings.xml": _settings(),
        "word/styles.xml": styles_xml(),
        "word/theme/theme1.xml": theme_xml(),
    }
    return to_bytes({name: text.encode("utf-8") for name, text in texts.items()})


def _content_types() -> str:
    overrides = [("/word/document.xml", f"{_WORD}.document.main+xml")]
    overrides += [
        (f"/word/{name}.xml", f"{_OFFICE if kind == 'theme' else _WORD}.{kind}+xml")
        for kind, name, _ in _PARTS
    ]
    overrides += [
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
        ("/docProps/app.xml", f"{_OFFICE}.extended-properties+xml"),
    ]
    return (
        XML
        + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        + '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        + '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in overrides)
        + "</Types>"
    )


def _relations(rows: list[tuple[str, str, str]]) -> str:
    return (
        XML
        + '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        + "".join(f'<Relationship Id="{i}" Type="{kind}" Target="{target}"/>' for i, kind, target in rows)
        + "</Relationships>"
    )


def _package_relations() -> str:
    core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    return _relations(
        [
            ("rId1", f"{_REL}/officeDocument", "word/document.xml"),
            ("rId2", core, "docProps/core.xml"),
            ("rId3", f"{_REL}/extended-properties", "docProps/app.xml"),
        ]
    )


def _document_relations() -> str:
    return _relations([(rel, f"{_REL}/{kind}", f"{name}.xml") for kind, name, rel in _PARTS])


def _app() -> str:
    namespace = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    return f'{XML}<Properties xmlns="{namespace}"><Application>specgen</Application></Properties>'


def _core() -> str:
    return (
        XML
        + '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title/><dc:creator/>'
        "<dc:language>ja-JP</dc:language></cp:coreProperties>"
    )


def _document() -> str:
    references = "".join(
        f'<w:{part}Reference w:type="{kind}" r:id="rId{part.title()}{"First" if kind == "first" else ""}"/>'
        for part in ("header", "footer")
        for kind in ("default", "first")
    )
    return (
        f'{XML}<w:document xmlns:w="{W_NS}" xmlns:r="{R_NS}"><w:body><w:p/><w:sectPr>{references}'
        f'<w:pgSz w:w="{PAGE_WIDTH}" w:h="{PAGE_HEIGHT}"/>'
        f'<w:pgMar w:top="{TOP}" w:right="{SIDE}" w:bottom="{BOTTOM}" w:left="{SIDE}"'
        ' w:header="851" w:footer="680" w:gutter="0"/><w:cols w:space="425"/><w:titlePg/>'
        '<w:docGrid w:linePitch="360"/></w:sectPr></w:body></w:document>'
    )


def _header(*, title: bool) -> str:
    mark = '<w:r><w:rPr><w:rStyle w:val="HeaderMark"/></w:rPr><w:t>{{ paper.mark }}</w:t></w:r>'
    words = (
        '<w:r><w:t xml:space="preserve">　{{ paper.title }}　{{ paper.label }}</w:t></w:r>' if title else ""
    )
    content = paragraph("Header", mark + words)
    return f'{XML}<w:hdr xmlns:w="{W_NS}">{content}</w:hdr>'


def _footer(*, page_numbers: bool) -> str:
    separator = '<w:r><w:t xml:space="preserve"> / </w:t></w:r>'
    runs = complex_field("PAGE", "1") + separator + complex_field("NUMPAGES", "1") if page_numbers else ""
    return f'{XML}<w:ftr xmlns:w="{W_NS}">{paragraph("Footer", runs)}</w:ftr>'


def _font_table() -> str:
    def font(name: str, other: str, family: str) -> str:
        return (
            f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="80"/>'
            f'<w:family w:val="{family}"/><w:pitch w:val="variable"/></w:font>'
        )

    return (
        f'{XML}<w:fonts xmlns:w="{W_NS}">'
        + font(MINCHO, "Yu Mincho", "roman")
        + font(GOTHIC, "BIZ UDPGothic", "modern")
        + "</w:fonts>"
    )


def _settings() -> str:
    switches = "".join(
        f"<w:{name}/>"
        for name in (
            "spaceForUL",
            "balanceSingleByteDoubleByteWidth",
            "doNotLeaveBackslashAlone",
            "ulTrailSpace",
            "doNotExpandShiftReturn",
        )
    )
    modes = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word" w:val="{value}"/>'
        for name, value in (
            ("compatibilityMode", "15"),
            ("overrideTableStyleFontSizeAndJustification", "1"),
            ("enableOpenTypeFeatures", "1"),
            ("doNotFlipMirrorIndents", "1"),
            ("differentiateMultirowTableHeaders", "1"),
            ("useWord2013TrackBottomHyphenation", "0"),
        )
    )
    return (
        f'{XML}<w:settings xmlns:w="{W_NS}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="840"/>'
        '<w:drawingGridVerticalSpacing w:val="360"/><w:displayHorizontalDrawingGridEvery w:val="0"/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/>'
        f"<w:compat>{switches}{modes}</w:compat>"
        '<w:themeFontLang w:val="en-US" w:eastAsia="ja-JP"/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def _main() -> None:
    import sys
    from pathlib import Path

    Path(sys.argv[1]).write_bytes(make_base())


if __name__ == "__main__":
    _main()
