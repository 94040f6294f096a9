"""Builds ``template.docx``, an ordinary docxtpl template, from the blocks of ``template.md`` and its clauses.

The same blocks, clauses and base give the same bytes. The file is stamped, so that a later build sees whether
somebody has changed it in Word since (``is_edited``) and whether it is out of date (``source_of``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from ..content.markup import check_template
from ..content.markup_ast import Blocks, ClauseBlock, ClauseSource, Table, walk
from ..errors import ContentError, Fault, Place
from .blocks import Writer, has_cover_page
from .lists import Lists, abstract_of, add_nums, last_num
from .package import to_bytes
from .pages import pages_of
from .stamp import PART, custom_part, digest_of_parts, digest_of_values, is_edited, is_same_build, source_of
from .styles_xml import STYLES

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["BUILDER", "build", "is_edited", "is_same_build", "source_digest", "source_of"]

BUILDER = "3"
"""Raised by hand when the same source is written differently; templates built before are then out of date."""

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_CUSTOM_RELATION = f"{_R}/custom-properties"
TABLE_STYLE = "SpecTable"
NEEDED = {style.id: style.called for style in STYLES} | {TABLE_STYLE: TABLE_STYLE}
"""Our ids of the styles that a base document must have, and the names by which they are found there."""


def build(blocks: Blocks, clauses: Mapping[str, ClauseSource], base: bytes, title: str) -> bytes:
    """The template as the bytes of a .docx file.

    ``base`` gives page, styles, numbering, header and footer; its text is left out. ContentError with all
    faults when a clause or a reference leads nowhere, or when the base lacks a style that is needed.
    """
    check_template(blocks, clauses)
    parts = _open_base(base)
    document, styles = _root(parts, "word/document.xml"), _root(parts, "word/styles.xml")
    numbering = _root(parts, "word/numbering.xml")
    ids = _style_ids(styles)
    _check_base(document, styles, numbering, ids)
    body = document[0]
    pages = pages_of(body[-1], with_cover=has_cover_page(blocks))
    lists = Lists(last_num(numbering))
    writer = Writer(pages, clauses, _table_keys(blocks, clauses), lists)
    _fill(body, writer.document(blocks), ids)
    add_nums(numbering, lists.made, abstract_of(ids["Item1"], styles, numbering))
    parts["word/document.xml"] = _bytes(document)
    parts["word/numbering.xml"] = _bytes(numbering)
    _set_title(parts, title)
    _register_stamp(parts)
    parts[PART] = custom_part(source_digest(blocks, clauses, base, title), digest_of_parts(parts))
    return to_bytes(parts)


def source_digest(blocks: Blocks, clauses: Mapping[str, ClauseSource], base: bytes, title: str) -> str:
    """A digest of all that the template depends on: its blocks, the clauses it uses, the base, the title."""
    used = {name: clauses[name] for name in sorted(_clause_names(blocks)) if name in clauses}
    return digest_of_values(BUILDER, blocks, used, digest_of_parts(_open_base(base)), title)


def _clause_names(blocks: Blocks) -> set[str]:
    return {block.name for block in walk(blocks) if isinstance(block, ClauseBlock)}


def _table_keys(blocks: Blocks, clauses: Mapping[str, ClauseSource]) -> frozenset[str]:
    def tables(body: Blocks) -> Iterator[str]:
        return (block.key for block in walk(body) if isinstance(block, Table) and block.key)

    bodies = [body for name in _clause_names(blocks) for body in clauses[name].variants.values()]
    return frozenset(key for body in (blocks, *bodies) for key in tables(body))


# ── the base document ──


def _open_base(base: bytes) -> dict[str, bytes]:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(base)) as package:
        return {name: package.read(name) for name in package.namelist() if not name.endswith("/")}


def _root(parts: Mapping[str, bytes], name: str) -> _Element:
    from lxml import etree

    if name not in parts:
        raise ContentError(_base_fault(f"部品 {name} がありません。"))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_blank_text=False)
    return etree.fromstring(parts[name], parser)


def _style_ids(styles: _Element) -> dict[str, str]:
    """Our ids of styles → the ids that the base has for them, found by name."""
    by_name = {}
    for style in styles.iter(f"{{{_W}}}style"):
        name = style.find(f"{{{_W}}}name")
        if name is not None:
            by_name[name.get(f"{{{_W}}}val", "").lower()] = style.get(f"{{{_W}}}styleId", "")
    return {id: by_name[name.lower()] for id, name in NEEDED.items() if name.lower() in by_name}


def _check_base(document: _Element, styles: _Element, numbering: _Element, ids: Mapping[str, str]) -> None:
    missing = sorted(name for id, name in NEEDED.items() if id not in ids)
    faults = [_base_fault(f"スタイル {name} がありません。") for name in missing]
    if "Item1" in ids and not abstract_of(ids["Item1"], styles, numbering):
        faults.append(_base_fault("スタイル Item1 に番号が付いていません。"))
    if document.find(f"{{{_W}}}body/{{{_W}}}sectPr") is None:
        faults.append(_base_fault("ページの設定がありません。"))
    if faults:
        raise ContentError(faults)


def _base_fault(what: str) -> Fault:
    remedy = "配られている base.docx を写して、そこから直してください。"
    return Fault("B01", f"元になる文書に、{what}", Place(where="base.docx"), remedy=remedy)


def _fill(body: _Element, inside: str, ids: Mapping[str, str]) -> None:
    """Put the written blocks in place of the base's own text, in the base's own styles."""
    from lxml import etree

    for child in list(body):
        body.remove(child)
    wrapped = etree.fromstring(f'<w:body xmlns:w="{_W}" xmlns:r="{_R}">{inside}</w:body>')
    for element in wrapped.iter(f"{{{_W}}}pStyle", f"{{{_W}}}rStyle", f"{{{_W}}}tblStyle"):
        own = element.get(f"{{{_W}}}val", "")
        element.set(f"{{{_W}}}val", ids.get(own, own))
    body.extend(list(wrapped))
    root = body.getroottree().getroot()
    etree.cleanup_namespaces(root, keep_ns_prefixes=[prefix for prefix in root.nsmap if prefix])


def _bytes(root: _Element) -> bytes:
    from lxml import etree

    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _set_title(parts: dict[str, bytes], title: str) -> None:
    core = _root(parts, "docProps/core.xml") if "docProps/core.xml" in parts else None
    if core is None:
        return
    element = core.find("{http://purl.org/dc/elements/1.1/}title")
    if element is not None:
        element.text = title
        parts["docProps/core.xml"] = _bytes(core)


def _register_stamp(parts: dict[str, bytes]) -> None:
    """Make the part of the stamp known to the package."""
    types, relations = _root(parts, "[Content_Types].xml"), _root(parts, "_rels/.rels")
    if not any(element.get("PartName") == f"/{PART}" for element in types):
        namespace = types.tag.removesuffix("Types")
        types.append(
            types.makeelement(f"{namespace}Override", {"PartName": f"/{PART}", "ContentType": _CUSTOM_TYPE})
        )
    if not any(element.get("Type") == _CUSTOM_RELATION for element in relations):
        namespace = relations.tag.removesuffix("Relationships")
        attributes = {"Id": "rIdStamp", "Type": _CUSTOM_RELATION, "Target": PART}
        relations.append(relations.makeelement(f"{namespace}Relationship", attributes))
    parts["[Content_Types].xml"], parts["_rels/.rels"] = _bytes(types), _bytes(relations)
