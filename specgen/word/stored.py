"""A compiled template as bytes and back, so that a fresh process need not compile it again.

The bytes hold code that Python runs: keep them where only their owner can write, and never take them from
elsewhere. What does not fit this Python, Jinja, docxtpl or this format comes back as None and is compiled anew.
"""

from __future__ import annotations

import hashlib
import marshal
import sys
from importlib.metadata import version
from typing import Any

from ..errors import Place
from ..model.paper import TemplateFacts, TemplateField, TemplateHeading
from .compile import Compiled, CompiledPart, CompiledTemplate
from .package import Packed

FORMAT = 3
"""Raised by hand when the compiler writes something else for the same template."""
_SEAL = 32
_WITHOUT_REFERENCES = 2
"""Marshal's version 2: later ones write references that depend on what else the process holds."""


def store(compiled: CompiledTemplate) -> bytes:
    """``compiled`` as bytes; the same value gives the same bytes."""
    facts = compiled.facts
    payload = marshal.dumps(
        (
            tuple((h.level, h.text, h.key, h.bookmark, h.under, h.numbered) for h in facts.headings),
            tuple((f.id, f.under, _place(f.place), f.quoted, f.after, f.named) for f in facts.fields),
            facts.tables,
            facts.texts,
            tuple(sorted(compiled.names)),
            tuple((p.name, p.made.code, p.cells_may_empty, p.columns_may_vary) for p in compiled.parts),
            tuple((name, made.code) for name, made in sorted(compiled.properties.items())),
            (compiled.core, compiled.main),
            tuple((name, bytes(p), p.method, p.body, p.crc) for name, p in sorted(compiled.fixed.items())),
        ),
        _WITHOUT_REFERENCES,
    )
    return _seal(payload) + payload


def restore(data: bytes) -> CompiledTemplate | None:
    """The template that ``store`` wrote, or None when the bytes are damaged or from other versions."""
    payload = data[_SEAL:]
    if _seal(payload) != data[:_SEAL]:
        return None  # nothing of it is read before this
    return _made(*marshal.loads(payload))


def _made(
    headings: Any,
    fields: Any,
    tables: Any,
    texts: Any,
    names: Any,
    parts: Any,
    props: Any,
    where: Any,
    fixed: Any,
) -> CompiledTemplate:
    from .sandbox import environment

    env = environment()
    return CompiledTemplate(
        facts=TemplateFacts(
            tuple(TemplateHeading(*heading) for heading in headings),
            tuple(TemplateField(id, under, Place(*place), *rest) for id, under, place, *rest in fields),
            tables,
            texts,
        ),
        names=frozenset(names),
        parts=tuple(CompiledPart(name, Compiled.of(env, code), *marks) for name, code, *marks in parts),
        properties={name: Compiled.of(env, code) for name, code in props},
        core=where[0],
        main=where[1],
        fixed={name: Packed.restored(*packed) for name, *packed in fixed},
    )


def _seal(payload: bytes) -> bytes:
    """A digest of the bytes and of every version that they depend on."""
    versions = (str(FORMAT), sys.version, version("jinja2"), version("docxtpl"))
    return hashlib.sha256("\n".join(versions).encode() + payload).digest()


def _place(place: Place) -> tuple[str, int, int, str]:
    return (place.file, place.line, place.column, place.where)
