"""An opened Word package: parts as bytes, each parsed at most once, and how they refer to each other."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ..errors import Fault, InputError, Place

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
CONTENT_TYPES = "[Content_Types].xml"


@dataclass(frozen=True, slots=True)
class Relationship:
    """One line of a ``.rels`` part; ``kind`` is the last word of its type (``hyperlink``, ``comments``)."""

    id: str
    kind: str
    target: str
    external: bool = False


@dataclass(slots=True)
class Opened(Mapping[str, bytes]):
    """Parts that are parsed at most once each, however many readers look at them."""

    parts: Mapping[str, bytes]
    roots: dict[str, _Element] = field(default_factory=dict)

    def __getitem__(self, name: str) -> bytes:
        return self.parts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.parts)

    def __len__(self) -> int:
        return len(self.parts)

    def root(self, name: str) -> _Element:
        """The root element of an XML part; ``InputError`` when it is not well-formed."""
        found = self.roots.get(name)
        if found is None:
            found = self.roots[name] = _parse(self.parts[name], name)
        return found


def opened(parts: Mapping[str, bytes]) -> Opened:
    """``parts`` with a memory for what was parsed; what has one already is returned as it is."""
    return parts if isinstance(parts, Opened) else Opened(parts)


def _parse(data: bytes, name: str) -> _Element:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line = getattr(error, "lineno", 0) or 0
        raise InputError(
            Fault(
                "W30",
                f"ファイルの中の部品「{name}」が、途中で崩れていて読めません。",
                Place(where=f"{name} {line}行目" if line else name),
                remedy="Word で開いて、名前を付けて保存し直してからお試しください。",
            )
        ) from None


def rels_name(part: str) -> str:
    """Where the relationships of ``part`` stand; an empty name stands for the whole package."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def source_of(rels: str) -> str:
    """The part whose relationships stand in ``rels``; the reverse of ``rels_name``."""
    folder, name = posixpath.split(rels)
    return posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))


def relationships(parts: Mapping[str, bytes], part: str) -> tuple[Relationship, ...]:
    """The relationships of ``part`` in the order written; none when it has no ``.rels``."""
    name = rels_name(part)
    if name not in parts:
        return ()
    return tuple(
        Relationship(
            rel.get("Id") or "",
            (rel.get("Type") or "").rstrip("/").rpartition("/")[2],
            rel.get("Target") or "",
            rel.get("TargetMode") == "External",
        )
        for rel in opened(parts).root(name).iter(RELATIONSHIP)
    )


def resolve(part: str, target: str) -> str:
    """The name of the part that ``target`` means, as seen from ``part``."""
    path = unquote(target.partition("#")[0])
    if path.startswith("/"):
        return posixpath.normpath(path.lstrip("/"))
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), path))


def main_part(parts: Mapping[str, bytes]) -> str:
    """The name of the part that holds the body, ``word/document.xml`` as a rule."""
    for rel in relationships(parts, ""):
        if rel.kind == "officeDocument" and not rel.external:
            return resolve("", rel.target)
    return "word/document.xml"


def related(parts: Mapping[str, bytes], part: str, *kinds: str) -> tuple[str, ...]:
    """Names of the parts that ``part`` refers to with a relationship of one of ``kinds``, each once."""
    names = (
        resolve(part, r.target) for r in relationships(parts, part) if r.kind in kinds and not r.external
    )
    return tuple(dict.fromkeys(name for name in names if name in parts))
