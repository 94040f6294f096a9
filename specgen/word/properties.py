"""The document's properties (title, subject, dates): what a template says, and the part that is written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..errors import Fault, Faults, InputError, Place
from .parts import CONTENT_TYPES, CORE, PACKAGE_RELS, RELS, TYPES, parse
from .xmltext import escape

if TYPE_CHECKING:
    from lxml.etree import _Element

CORE_RELATION = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
ELEMENTS: Mapping[str, str] = {
    "category": "cp:category",
    "contentStatus": "cp:contentStatus",
    "created": "dcterms:created",
    "creator": "dc:creator",
    "description": "dc:description",
    "identifier": "dc:identifier",
    "keywords": "cp:keywords",
    "language": "dc:language",
    "lastModifiedBy": "cp:lastModifiedBy",
    "modified": "dcterms:modified",
    "revision": "cp:revision",
    "subject": "dc:subject",
    "title": "dc:title",
    "version": "cp:version",
}
FROM_TEMPLATE = frozenset({"title", "subject", "description", "category", "keywords", "identifier"})
"""Properties that a template may set by a tag; what is typed without one is about the template itself."""

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties'
    ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:dcmitype="http://purl.org/dc/dcmitype/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")


def core_part(parts: Mapping[str, bytes], file: str = "") -> str:
    """The name of the part that holds the properties, whether it is there or not."""
    for relation in parse(parts[PACKAGE_RELS], PACKAGE_RELS, file).iter(f"{{{RELS}}}Relationship"):
        if relation.get("Type") == CORE_RELATION:
            return relation.get("Target", CORE).lstrip("/")
    return CORE


def sources(data: bytes | None, name: str, file: str, faults: Faults) -> dict[str, str]:
    """Jinja source of each property that the template sets, judged like the body. Faults go to ``faults``."""
    from .dialect import Refused

    found: dict[str, str] = {}
    for element in parse(data, name, file) if data is not None else ():
        text, local = element.text or "", str(element.tag).rpartition("}")[2]
        try:
            source = _source(text)
        except Refused as refused:
            place = Place(file, where=f"文書のプロパティ（{local}）")
            faults.add(Fault(refused.code, refused.what, place, text[:80], remedy=refused.remedy))
            continue
        if source and (local == "language" or (local in FROM_TEMPLATE and "{{" in source)):
            found[local] = source
    return found


def _source(text: str) -> str:
    from . import dialect
    from .names import Scope, path, read_path

    pieces: list[str] = []
    at = 0
    for tag in dialect.scan(text):
        node = dialect.read_expression(tag.body) if tag.kind == "value" else None
        if node is None or not path(node) or not read_path(path(node), Scope()).printable:
            remedy = "「{{ 話題.名前 }}」の形で書いてください。"
            raise dialect.Refused("T15", "プロパティには、名前の差し込みだけが書けます。", remedy)
        pieces += [escape(text[at : tag.start]), "{{ ", dialect.show(node), "|attribute_ }}"]
        at = tag.end
    return "".join([*pieces, escape(text[at:])])


def core_xml(values: Mapping[str, str]) -> bytes:
    """The part for ``values``: property name → text already escaped; empty ones are left out."""
    pieces = [_HEAD]
    for name in sorted(values):
        element = ELEMENTS.get(name)
        if element is None:
            raise ValueError(f"no such property: {name}")
        text = values[name]
        if text and element.startswith("dcterms:"):
            pieces.append(f'<{element} xsi:type="dcterms:W3CDTF">{_moment(text)}</{element}>')
        elif text:
            pieces.append(f"<{element}>{text}</{element}>")
    return "".join([*pieces, "</cp:coreProperties>"]).encode()


def _moment(text: str) -> str:
    if _DAY.fullmatch(text):
        return f"{text}T00:00:00Z"
    if _MOMENT.fullmatch(text):
        return text
    raise InputError(
        Fault(
            "T34",
            "文書の日付を読み取れません。",
            quoted=text[:40],
            remedy="2026-04-01 の形で書いてください。",
        )
    )


def with_core(parts: Mapping[str, bytes], core: str, file: str = "") -> dict[str, bytes]:
    """``parts`` with the properties' part declared in content types and relations, if it was not yet."""
    done = dict(parts)
    types = parse(parts[CONTENT_TYPES], CONTENT_TYPES, file)
    if not any(e.get("PartName", "").lstrip("/") == core for e in types.iter(f"{{{TYPES}}}Override")):
        _add(types, f"{{{TYPES}}}Override", PartName=f"/{core}", ContentType=CORE_TYPE)
        done[CONTENT_TYPES] = _bytes(types)
    relations = parse(parts[PACKAGE_RELS], PACKAGE_RELS, file)
    if not any(e.get("Type") == CORE_RELATION for e in relations):
        _add(relations, f"{{{RELS}}}Relationship", Id=free_id(relations), Type=CORE_RELATION, Target=core)
        done[PACKAGE_RELS] = _bytes(relations)
    return done


def free_id(relations: _Element) -> str:
    """A relation id that ``relations`` does not use yet; the same for the same relations."""
    used = {relation.get("Id") for relation in relations}
    return next(f"rIdSpecgen{n}" for n in range(1, len(used) + 2) if f"rIdSpecgen{n}" not in used)


def add_relation(data: bytes, kind: str, target: str) -> bytes:
    """A relations part with one more relation of type ``kind``."""
    relations = parse(data, "rels")
    _add(relations, f"{{{RELS}}}Relationship", Id=free_id(relations), Type=kind, Target=target)
    return _bytes(relations)


NO_RELATIONS = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="{RELS}"/>'.encode()
)


def declare_part(data: bytes, name: str, kind: str) -> bytes:
    """Content types that say of the part ``/name`` that it is of ``kind``."""
    types = parse(data, CONTENT_TYPES)
    _add(types, f"{{{TYPES}}}Override", PartName=name, ContentType=kind)
    return _bytes(types)


def declare_xml(data: bytes) -> bytes:
    """Content types that know the extension ``xml``."""
    types = parse(data, CONTENT_TYPES)
    if any(e.get("Extension", "").lower() == "xml" for e in types.iter(f"{{{TYPES}}}Default")):
        return data
    _add(types, f"{{{TYPES}}}Default", Extension="xml", ContentType="application/xml")
    return _bytes(types)


def _add(parent: _Element, tag: str, **attributes: str) -> None:
    from lxml import etree

    made = etree.SubElement(parent, tag)
    for name, value in attributes.items():
        made.set(name, value)


def _bytes(root: _Element) -> bytes:
    from lxml import etree

    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
