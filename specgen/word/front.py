"""The cover, the head of a paper without one, and the list of contents of a template."""

from __future__ import annotations

from .fields import FIELD_END, field_start, paragraph, run, tag
from .styles_xml import jc, size, spacing


def cover() -> list[str]:
    """The paragraphs of the cover page; what the paper does not say leaves no empty line behind."""
    return [
        *_when("paper.edition", paragraph("CoverEdition", run("{{ paper.edition }}"))),
        _space(3000),
        paragraph("Title", run("{{ paper.title_lines }}")),
        *_when("paper.label", paragraph("CoverLabel", run("{{ paper.label }}"))),
        _space(3400),
        *_when("paper.date", paragraph("CoverLine", run("{{ paper.date }}"))),
        *_when("paper.version", paragraph("CoverLine", run("第{{ paper.version }}版"))),
        _space(480),
        *_when("paper.organisation", paragraph("CoverLine", run("{{ paper.organisation }}"))),
        *_when("paper.department", paragraph("CoverLine", run("{{ paper.department }}"))),
    ]


def title_block() -> list[str]:
    """The head of the first page, for a paper that is too short for a cover: the same words in less room."""

    def line(words: str) -> str:
        return paragraph("CoverLine", run(words, size(10.5)), spacing(0, 0, 280) + jc("right"))

    return [
        *_when("paper.edition", paragraph("CoverEdition", run("{{ paper.edition }}", size(10.5)))),
        paragraph("Title", run("{{ paper.title_lines }}", size(16)), spacing(240, 60, 300)),
        *_when(
            "paper.label", paragraph("CoverLabel", run("{{ paper.label }}", size(14)), spacing(0, 160, 300))
        ),
        line("{{ paper.date }}{% if paper.version %}　第{{ paper.version }}版{% endif %}"),
        line("{{ paper.organisation }}{% if paper.department %}　{{ paper.department }}{% endif %}"),
    ]


def _when(name: str, xml: str) -> list[str]:
    return [tag(f"{{%p if {name} %}}"), xml, tag("{%p endif %}")]


def _space(height: int) -> str:
    return (
        '<w:p><w:pPr><w:snapToGrid w:val="0"/>'
        f'<w:spacing w:before="0" w:after="0" w:line="{height}" w:lineRule="exact"/></w:pPr></w:p>'
    )


def contents(*, new_page: bool) -> list[str]:
    """The list of contents: a field for F9 in Word whose shown entries come from the computed outline.

    The entries carry no page number and no dots until somebody updates the field: the tab with the dots
    stands in the styles, where Word's own entries find it.
    """
    page_break = "<w:pageBreakBefore/>" if new_page else ""
    return [
        paragraph("TocHeading", run("目次"), page_break),
        paragraph("TOC1", field_start('TOC \\o "1-2" \\h \\z \\u')),
        tag("{%p for entry in outline %}"),
        tag("{%p if entry.level == 1 %}"),
        *_entry("TOC1"),
        tag("{%p else %}"),
        *_entry("TOC2"),
        tag("{%p endif %}"),
        tag("{%p endfor %}"),
        paragraph("SectionEnd", FIELD_END),  # so low that it never makes an empty page behind a full one
    ]


def _entry(style: str) -> list[str]:
    numbered = run("{{ entry.number }}") + "<w:r><w:tab/></w:r>" + run("{{ entry.text }}")
    return [
        tag("{%p if entry.number %}"),
        paragraph(style, _link(numbered)),
        tag("{%p else %}"),
        paragraph(style, _link(run("{{ entry.text }}")), '<w:ind w:left="0" w:firstLine="0"/>'),
        tag("{%p endif %}"),
    ]


def _link(content: str) -> str:
    return f'<w:hyperlink w:anchor="{{{{ entry.bookmark }}}}" w:history="1">{content}</w:hyperlink>'
