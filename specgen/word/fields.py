"""Small pieces of WordprocessingML as text: runs, paragraphs, fields, bookmarks; words are escaped."""

from __future__ import annotations

from ..content.markup_ast import Field, Inlines, SectionRef, Text
from ..content.markup_inline import bookmark_part
from .xmltext import escape, quoteattr


def run(text: str, properties: str = "") -> str:
    """A run of text; ``properties`` is the inside of ``w:rPr``."""
    inside = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inside}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(style: str, content: str = "", properties: str = "") -> str:
    """A paragraph in a style; ``properties`` is what stands in ``w:pPr`` after the style, in schema order."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{content}</w:p>'


def tag(text: str) -> str:
    """A paragraph with nothing but a tag for a block (``{%p … %}``); it is gone when the paper is made."""
    return f"<w:p>{run(text)}</w:p>"


def complex_field(code: str, cached: str) -> str:
    """A field whose ``cached`` result is shown until somebody updates it."""
    return field_start(code) + run(cached) + FIELD_END


def field_start(code: str) -> str:
    """The runs of a field up to where its result begins."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(code)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


FIELD_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def section_bookmark(key: str) -> str:
    """The name of the bookmark on the heading ``key``."""
    return f"sec_{bookmark_part(key)}"


def table_bookmark(key: str) -> str:
    """The name of the bookmark around 表 and the number in the caption ``key``."""
    return f"tbl_{bookmark_part(key)}"


def value(name: str, key: str) -> str:
    """A tag that prints the entry ``key`` of a reserved name: ``{{ numbers["overview.period"] }}``."""
    return f'{{{{ {name}["{key}"] }}}}'


def reference(key: str, *, to_table: bool) -> str:
    """A field that shows the number of a heading, or 表 with its number, and leads there."""
    if to_table:
        return complex_field(f"REF {table_bookmark(key)} \\h", f"表{value('tables', key)}")
    return complex_field(f"REF {section_bookmark(key)} \\r \\h", value("numbers", key))


def runs(inlines: Inlines, table_keys: frozenset[str], before: str = "") -> str:
    """The runs of a text; words and tags side by side share one run. ``before`` is put in front."""
    written: list[str] = []
    words = before
    for inline in inlines:
        match inline:
            case Text():
                words += inline.text
            case Field():
                words += f"{{{{ {inline.path} }}}}"
            case SectionRef():
                written += [run(words)] if words else []
                written.append(reference(inline.key, to_table=inline.key in table_keys))
                words = ""
    return "".join([*written, run(words)] if words else written)


class Bookmarks:
    """Hands out bookmarks with numbers of their own, so that none is given twice in a document."""

    def __init__(self) -> None:
        self._last = 0

    def around(self, names: list[str], content: str) -> str:
        """``content`` inside bookmarks of these names, the first outermost."""
        for name in reversed(names):
            self._last += 1
            start = f'<w:bookmarkStart w:id="{self._last}" w:name={quoteattr(name)}/>'
            content = f'{start}{content}<w:bookmarkEnd w:id="{self._last}"/>'
        return content
