"""The compiled way prints the same text as docxtpl, whatever is written in the answers.

What docxtpl itself changes in an answer is left out here and listed in docs/analysis/compile-and-trace.md.
"""

import io
import sys
import zipfile
from pathlib import Path

import docx
from hypothesis import example, given, settings
from hypothesis import strategies as st

from specgen.model.paper import Gap, Unconfirmed
from specgen.word.compile import compile_template
from specgen.word.package import to_bytes
from specgen.word.render import render

sys.path.insert(0, str(Path(__file__).parents[1] / "unit"))

from templatemaking import lines, open_parts, plain_docxtpl

PRETTY = [
    "R&D",
    "A<B & C>D",
    "{{ x }}",
    "{% if %}",
    "\"'“”",
    "a\nb",
    "\t",
    "👩‍💻",
    "𠮷野家",
    "葛󠄀城",
    "か\u3099",
    "</w:t>",
    "&amp;",
    "〜～",
    "　・",
]
CHANGED_BY_DOCXTPL = ("{_{", "}_}", "{_%", "%_}")


def made():
    document = docx.Document()
    document.add_paragraph("件名は、{{ a.title }}とし、期間は{{ a.period }}とする。")
    document.add_paragraph("{{ a.why }}")
    split = document.add_paragraph("分かれた")
    for text, bold in (("{", True), ("{ a.ti", False), ("tle }", True), ("}名", False)):
        split.add_run(text).bold = bold
    document.add_paragraph("{%p if a.flag == 'yes' %}")
    document.add_paragraph("{{ a.period }}{% if a.title %}（{{ a.title }}）{% else %}なし{% endif %}")
    document.add_paragraph("{%p elif a.flag == 'no' and not a.title %}")
    document.add_paragraph("否 {{ a.why }}")
    document.add_paragraph("{%p else %}")
    document.add_paragraph("ほか")
    document.add_paragraph("{%p endif %}")
    table = document.add_table(4, 2)
    for (row, column), text in {
        (0, 0): "名称",
        (0, 1): "{{ a.title }}",
        (1, 0): "{%tr for row in t.list if row.name %}",
        (2, 0): "{{ loop.index }}：{{ row.name }}",
        (2, 1): "{{ row.due }}/{{ row.name }}",
        (3, 0): "{%tr endfor %}",
    }.items():
        table.cell(row, column).text = text
    document.add_paragraph("{% for row in t.list %}{{ row.name }}、{% endfor %}以上")
    document.sections[0].header.paragraphs[0].text = "{{ a.title }}（{{ org.self }}）"
    document.sections[0].footer.paragraphs[0].text = "{% if a.why %}{{ a.why }}{% endif %}"
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


TEMPLATE = made()
WAYS = [compile_template(TEMPLATE, trace=trace) for trace in (True, False)]
PROSE = compile_template(TEMPLATE, is_prose=lambda name: name == "a.why")
PARTS = ("word/document.xml", "word/header1.xml", "word/footer1.xml")

words = st.text(
    st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), max_size=20
)
pieces = st.one_of(words, st.sampled_from([*PRETTY, "\n"]))
texts = (
    st.lists(pieces, max_size=4).map("".join).filter(lambda t: not any(c in t for c in CHANGED_BY_DOCXTPL))
)
values = st.builds(lambda kind, text: kind(text), st.sampled_from([str, str, Gap, Unconfirmed]), texts)
keys = st.integers(1, 999).map("D{}".format)
rows = st.lists(st.fixed_dictionaries({"key": keys, "name": values, "due": values}), max_size=3)


def not_blank(texts):
    """Lines of all paragraphs but blank ones: a blank line of prose parts two paragraphs and prints none."""
    return [line for line in "\n".join(texts).split("\n") if line]


@settings(max_examples=60, deadline=None)
@given(
    title=values,
    period=values,
    why=values,
    flag=st.sampled_from(["yes", "no", "maybe"]),
    rows=rows,
    self_=texts,
)
@example(title="", period="a\n\tb", why="一\n\n二", flag="no", rows=[], self_="")
@example(
    title="".join(PRETTY),
    period="",
    why="\n",
    flag="yes",
    rows=[{"key": "D1", "name": "\t", "due": "\n\n"}],
    self_="&",
)
def test_the_text_is_the_same_in_body_table_header_and_footer(title, period, why, flag, rows, self_):
    context = {
        "a": {"title": title, "period": period, "why": why, "flag": flag},
        "t": {"list": rows},
        "org": {"self": self_},
    }
    theirs = plain_docxtpl(TEMPLATE, context)
    for compiled in WAYS:
        data = to_bytes(render(compiled, context).parts)
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            assert package.testzip() is None
        for part in PARTS:
            assert lines(open_parts(data)[part]) == lines(theirs[part])
    prose = lines(render(PROSE, context).parts["word/document.xml"])
    assert not_blank(prose) == not_blank(lines(theirs["word/document.xml"]))
