"""Small Word templates for the tests: the text is written in the test, everything around it here."""

import io
import re
import zipfile

import docx
from docxtpl import DocxTemplate
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def template(*blocks, header="", footer="", title=""):
    """A docx made with python-docx: a text is a paragraph, (style, text) one in a style, a list of rows a table."""
    made = docx.Document()
    made.core_properties.title = title
    for block in blocks:
        if isinstance(block, list):
            table = made.add_table(len(block), max(map(len, block)))
            for cells, row in zip(block, table.rows, strict=True):
                for text, cell in zip(cells, row.cells, strict=False):
                    cell.text = text
        elif isinstance(block, tuple):
            made.add_paragraph(block[1], block[0])
        else:
            made.add_paragraph(block)
    if header:
        made.sections[0].header.paragraphs[0].text = header
    if footer:
        made.sections[0].footer.paragraphs[0].text = footer
    data = io.BytesIO()
    made.save(data)
    return data.getvalue()


def body(data, xml, part="word/document.xml"):
    """``data`` with ``xml`` put at the start of the body (or of another part's root)."""
    start = rb"<w:body>" if part == "word/document.xml" else rb"(?<!\?)>(?=<w:p[ >])"
    changed = re.sub(start, lambda m: m[0] + xml.encode(), open_parts(data)[part], count=1)
    return with_parts(data, **{part: changed})


def open_parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def with_parts(data, **parts):
    """``data`` with these parts put in or replaced."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, content in {**open_parts(data), **parts}.items():
            package.writestr(name, content)
    return made.getvalue()


def with_footnote(data, text):
    """``data`` with a part of footnotes that holds one note."""
    parts = open_parts(data)
    types = parts["[Content_Types].xml"].replace(
        b"</Types>",
        b'<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-officedocument'
        b'.wordprocessingml.footnotes+xml"/></Types>',
    )
    relations = parts["word/_rels/document.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships'
        b'/footnotes" Target="footnotes.xml"/></Relationships>',
    )
    note = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<w:footnotes xmlns:w="{W[1:-1]}"><w:footnote w:id="2"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote>'
        "</w:footnotes>"
    )
    changed = {"[Content_Types].xml": types, "word/_rels/document.xml.rels": relations}
    return with_parts(data, **changed, **{"word/footnotes.xml": note.encode()})


def plain_docxtpl(data, context):
    """What docxtpl itself makes of a template, escaping on."""
    made = DocxTemplate(io.BytesIO(data))
    made.render(context, autoescape=True)
    written = io.BytesIO()
    made.save(written)
    return open_parts(written.getvalue())


def lines(xml):
    """The text of every paragraph of a part, in order; breaks as line feeds, tabs as tabs."""
    return [_text(paragraph) for paragraph in etree.fromstring(xml).iter(f"{W}p")]


def _text(paragraph):
    signs = {f"{W}br": "\n", f"{W}tab": "\t"}
    runs = (e for e in paragraph.iter(f"{W}t", *signs) if e.getparent().tag == f"{W}r")
    return "".join(signs.get(e.tag, e.text or "") for e in runs)


def controls(xml):
    """(tag, text) of every content control of a part, in order."""
    found = etree.fromstring(xml).iter(f"{W}sdt")
    return [(s.find(f"{W}sdtPr/{W}tag").get(f"{W}val"), _text(s.find(f"{W}sdtContent"))) for s in found]


def styled(xml, style):
    """The texts of the runs of a part that are in a character style."""
    runs = etree.fromstring(xml).iter(f"{W}r")
    return ["".join(t.text or "" for t in r.iter(f"{W}t")) for r in runs if _style(r) == style]


def _style(run):
    style = run.find(f"{W}rPr/{W}rStyle")
    return "" if style is None else style.get(f"{W}val")
