"""Small Word files for the tests: the body is written in the test, everything around it here."""

import io
import zipfile
import zlib

NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" mc:Ignorable="w14 w15"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
PAGE = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'

STYLES = "".join(
    [
        '<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="en-US" w:eastAsia="ja-JP"/></w:rPr></w:rPrDefault></w:docDefaults>',
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>',
        *(
            f'<w:style w:type="paragraph" w:styleId="Heading{n}"><w:name w:val="heading {n}"/><w:basedOn w:val="Normal"/>'
            f'<w:pPr><w:numPr><w:ilvl w:val="{n - 1}"/><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="{n - 1}"/></w:pPr></w:style>'
            for n in (1, 2, 3, 4)
        ),
        '<w:style w:type="paragraph" w:styleId="HeadingPlain"><w:name w:val="HeadingPlain"/><w:basedOn w:val="Heading1"/>'
        '<w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>',
        *(
            f'<w:style w:type="paragraph" w:styleId="Item{n}"><w:name w:val="Item{n}"/><w:basedOn w:val="Normal"/>'
            f'<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
            for n in (1, 2, 3)
        ),
        '<w:style w:type="paragraph" w:styleId="TableHead"><w:name w:val="TableHead"/></w:style>',
        '<w:style w:type="paragraph" w:styleId="TableText"><w:name w:val="TableText"/></w:style>',
        '<w:style w:type="paragraph" w:styleId="Caption"><w:name w:val="caption"/></w:style>',
        '<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>',
        '<w:style w:type="paragraph" w:styleId="CommentText"><w:name w:val="annotation text"/></w:style>',
        '<w:style w:type="character" w:styleId="CommentReference"><w:name w:val="annotation reference"/></w:style>',
    ]
)


def level(n, form, text, style="", extra=""):
    link = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{link}{extra}<w:lvlText w:val="{text}"/></w:lvl>'


HEADINGS = '<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>' + "".join(
    [
        level(0, "decimal", "第%1章", "Heading1"),
        level(1, "decimal", "%1.%2", "Heading2"),
        level(2, "decimalFullWidth", "（%3）", "Heading3"),
        level(3, "aiueoFullWidth", "%4", "Heading4"),
        "</w:abstractNum>",
    ]
)
ITEMS = '<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="multilevel"/>' + "".join(
    [
        level(0, "decimalFullWidth", "（%1）", "Item1"),
        level(1, "aiueoFullWidth", "%2", "Item2"),
        level(2, "aiueoFullWidth", "（%3）", "Item3"),
        "</w:abstractNum>",
    ]
)
NUMS = (
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)
NUMBERING = HEADINGS + ITEMS + NUMS


def package(
    body, *, styles=STYLES, numbering=NUMBERING, more=(), settings="", application="Microsoft Office Word"
):
    """The parts of a Word file; ``more``: (name, relationship, content type ending or "", xml)."""
    parts = {
        "word/document.xml": f"{HEAD}<w:document {NS}><w:body>{body}{PAGE}</w:body></w:document>",
        "word/styles.xml": f"{HEAD}<w:styles {NS}>{styles}</w:styles>",
        "word/numbering.xml": f"{HEAD}<w:numbering {NS}>{numbering}</w:numbering>",
        "word/settings.xml": f"{HEAD}<w:settings {NS}>{settings}</w:settings>",
        "docProps/app.xml": f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>{application}</Application></Properties>',
    }
    types = {
        "word/document.xml": WORD + "document.main+xml",
        "word/styles.xml": WORD + "styles+xml",
        "word/numbering.xml": WORD + "numbering+xml",
        "word/settings.xml": WORD + "settings+xml",
        "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    }
    rels = [(OFFICE + n, f"{n}.xml") for n in ("styles", "numbering", "settings")]
    for name, kind, ending, xml in more:
        parts[name] = xml if isinstance(xml, bytes) else HEAD + xml
        types[name] = ending if "/" in ending else WORD + ending
        rels.append((kind if ":" in kind else OFFICE + kind, name.removeprefix("word/")))
    parts["word/_rels/document.xml.rels"] = _rels(rels)
    parts["_rels/.rels"] = _rels(
        [
            (OFFICE + "officeDocument", "word/document.xml"),
            (OFFICE + "extended-properties", "docProps/app.xml"),
        ]
    )
    parts["[Content_Types].xml"] = (
        f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        + "".join(f'<Override PartName="/{n}" ContentType="{t}"/>' for n, t in types.items())
        + "</Types>"
    )
    return {name: xml if isinstance(xml, bytes) else xml.encode() for name, xml in parts.items()}


def _rels(rels):
    return (
        f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        + "".join(
            f'<Relationship Id="rId{n}" Type="{t}" Target="{target}"/>'
            for n, (t, target) in enumerate(rels, 1)
        )
        + "</Relationships>"
    )


def zipped(parts, **options):
    """The bytes of a package."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def p(content="", style="", props=""):
    """A paragraph; plain text becomes a run."""
    content = content if content.startswith("<") or not content else r(content)
    link = f'<w:pStyle w:val="{style}"/>' if style else ""
    pr = f"<w:pPr>{link}{props}</w:pPr>" if link or props else ""
    return f"<w:p>{pr}{content}</w:p>"


def r(text):
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def sdt(tag, content, props=""):
    """A content control as the compiler writes it, around plain text or runs."""
    content = content if content.startswith("<") else r(content)
    return (
        f'<w:sdt><w:sdtPr>{props}<w:tag w:val="{tag}"/><w15:appearance w15:val="hidden"/></w:sdtPr>'
        f"<w:sdtContent>{content}</w:sdtContent></w:sdt>"
    )


def table(*rows):
    """Rows of cells; plain text becomes a paragraph."""
    grid = "".join('<w:gridCol w:w="2000"/>' for _ in rows[0])
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        + "".join("<w:tr>" + "".join(map(_cell, row)) + "</w:tr>" for row in rows)
        + "</w:tbl>"
    )


def _cell(content):
    content = content if content.startswith(("<w:p>", "<w:tbl>", "<w:sdt><w:sdtPr><w:id")) else p(content)
    return f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>{content}</w:tc>'


def heading(text, key, n=1):
    """A heading with its bookmarks as the compiler writes them."""
    name = "sec_" + key.replace(".", "__")
    number = zlib.crc32(key.encode()) % 10_000_000
    return p(
        f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{r(text)}<w:bookmarkEnd w:id="{number}"/>',
        f"Heading{n}",
    )
