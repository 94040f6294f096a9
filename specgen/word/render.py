"""Renders a compiled template with pure data: the parts of a Word file, before they are zipped."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Any

from ..errors import ContentError, Fault, Place
from . import properties as props
from .compile import CompiledPart, CompiledTemplate
from .parts import CONTENT_TYPES

if TYPE_CHECKING:
    from jinja2 import Template

CUSTOM_XML = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"
CUSTOM_XML_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXmlProps"
CUSTOM_XML_PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_PIECES_AT_ONCE = 4_096
_CUSTOM_ITEM = re.compile(r"customXml/item(\d{1,12})\.xml")
_ITEM_PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
    '<ds:datastoreItem ds:itemID="{{00000000-0000-4000-8000-{:012d}}}"'
    ' xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"/>'
)


@dataclass(frozen=True, slots=True)
class Rendered:
    """The parts of one document by name; ``package.to_bytes`` zips them."""

    parts: dict[str, bytes]


def render(
    compiled: CompiledTemplate,
    context: Mapping[str, Any],
    *,
    properties: Mapping[str, str] | None = None,
    extra_parts: Mapping[str, bytes] | None = None,
) -> Rendered:
    """Print ``context`` (pure data: dict, list, str, bool, int) into the template.

    ``properties`` are the document's own: title, subject, creator, keywords, description, category, language,
    version, lastModifiedBy, and the days ``created`` and ``modified`` (``2026-04-01``); they go over what the
    template says. ``extra_parts`` are added as they are; ``customXml/itemN.xml`` is also related to the
    document. The same input gives the same bytes. ``ContentError`` names a value that the template reads and
    the context lacks, ``InputError`` a character that Word cannot hold.
    """
    parts: dict[str, bytes] = dict(compiled.fixed)
    for part in compiled.parts:
        parts[part.name] = _mended(part, _printed(part.made.template, context))
    parts[compiled.core] = props.core_xml(_properties(compiled, context, properties or {}))
    for name in sorted(extra_parts or ()):
        _add_part(parts, compiled.main, name, (extra_parts or {})[name])
    return Rendered(parts)


def _printed(template: Template, context: Mapping[str, Any]) -> bytes:
    """What ``template`` prints, encoded as it comes: long tables never stand in memory as text."""
    from jinja2 import UndefinedError

    written = BytesIO()
    try:
        pieces = template.root_render_func(template.new_context(dict(context)))
        while some := list(islice(pieces, _PIECES_AT_ONCE)):
            written.write("".join(some).encode())
    except UndefinedError as error:
        name = re.search(r"'([^']*)'", str(error))
        what = f"テンプレートが使う「{name[1] if name else ''}」の値がありません。"
        remedy = "テンプレートの名前と、質問の名前とを見比べてください。"
        raise ContentError(Fault("T30", what, remedy=remedy)) from error
    except TypeError as error:
        what, remedy = (
            "テンプレートの比べ方が、値の種類と合いません。",
            "同じ種類の値（文字と文字、数と数）を比べてください。",
        )
        raise ContentError(Fault("T35", what, Place(), remedy=remedy)) from error
    return written.getvalue()


def _mended(part: CompiledPart, data: bytes) -> bytes:
    """The two repairs that some templates need. Answers cannot imitate the marks: their ``<`` is escaped."""
    if part.columns_may_vary:
        data = _with_grids(data.decode()).encode()
    if part.cells_may_empty:
        for before in (b"<w:tc>", b"</w:tcPr>", b"<w:tcPr/>", b"</w:tbl>"):
            data = data.replace(before + b"</w:tc>", before + b"<w:p/></w:tc>")
    return data


def _with_grids(text: str) -> str:
    """docxtpl's repair of table grids, on XML that is known to be sound."""
    from docxtpl import DocxTemplate
    from lxml import etree

    declaration, _, body = text.partition("\n")
    tree = DocxTemplate.fix_tables(None, body)
    return declaration + "\n" + etree.tostring(tree, encoding="unicode")


def _properties(
    compiled: CompiledTemplate, context: Mapping[str, Any], given: Mapping[str, str]
) -> dict[str, str]:
    from .sandbox import in_attribute

    values = {name: _printed(made.template, context).decode() for name, made in compiled.properties.items()}
    values.update((name, in_attribute(text)) for name, text in given.items())
    if values.get("created"):
        values.setdefault("modified", values["created"])
    return values


def _add_part(parts: dict[str, bytes], main: str, name: str, data: bytes) -> None:
    parts[name] = data
    item = _CUSTOM_ITEM.fullmatch(name)
    if not item:
        return
    folder, _, leaf = main.rpartition("/")
    relations = f"{folder}/_rels/{leaf}.rels"
    parts[relations] = props.add_relation(parts.get(relations, props.NO_RELATIONS), CUSTOM_XML, f"/{name}")
    # Word expects every item of custom data to have a part that names it.
    own = f"customXml/itemProps{item[1]}.xml"
    parts[own] = _ITEM_PROPERTIES.format(int(item[1])).encode()
    parts[f"customXml/_rels/item{item[1]}.xml.rels"] = props.add_relation(
        props.NO_RELATIONS, CUSTOM_XML_PROPERTIES, f"/{own}"
    )
    types = props.declare_xml(parts[CONTENT_TYPES])
    parts[CONTENT_TYPES] = props.declare_part(types, f"/{own}", CUSTOM_XML_PROPERTIES_TYPE)
