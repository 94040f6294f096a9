"""The stamp of a built template: from what it was built, and what it looked like then.

It stands in ``docProps/custom.xml`` as ``specgen-source`` and ``specgen-build``, and tells whether somebody
has changed the file since. Parts are compared by their contents, never by the bytes of the zip file.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

PART = "docProps/custom.xml"
_VOLATILE = re.compile(r"docProps/|\[Content_Types\]\.xml$|_rels/")
_VALUE = re.compile(r'name="specgen-(source|build)"[^>]*>\s*<vt:lpwstr>([0-9a-f]{64})</vt:lpwstr>')
_NAMESPACE = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


def digest_of_values(*values: object) -> str:
    """One digest for values of dataclasses, mappings, sequences and strings; places take no part."""
    return hashlib.sha256("\n".join(map(_canonical, values)).encode("utf-8", "surrogatepass")).hexdigest()


def digest_of_parts(parts: Mapping[str, bytes]) -> str:
    """One digest for the parts that make up what a person sees; properties and relations take no part."""
    total = hashlib.sha256()
    for name in sorted(parts):
        if not _VOLATILE.match(name) and "/_rels/" not in name:
            total.update(name.encode() + b"\0" + hashlib.sha256(parts[name]).digest())
    return total.hexdigest()


def custom_part(source: str, build: str) -> bytes:
    """The part that holds the stamp."""
    properties = "".join(
        f'<property fmtid="{_FORMAT}" pid="{pid}" name="specgen-{name}">'
        f"<vt:lpwstr>{text}</vt:lpwstr></property>"
        for pid, (name, text) in enumerate((("source", source), ("build", build)), start=2)
    )
    xml = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<Properties xmlns="{_NAMESPACE}" xmlns:vt="{_TYPES}">{properties}</Properties>'
    )
    return xml.encode()


def source_of(docx: bytes) -> str:
    """The digest of what this template was built from; empty for a file that carries no stamp."""
    return _stamps(_parts(docx)).get("source", "")


def is_same_build(one: bytes, other: bytes) -> bool:
    """Whether two built templates were alike when they were built, whatever the source and the builder."""
    stamps = [_stamps(_parts(docx)).get("build", "") for docx in (one, other)]
    return stamps[0] == stamps[1] != ""


def is_edited(docx: bytes) -> bool:
    """Whether the file is other than it was built. True too for a file that was never built by us."""
    parts = _parts(docx)
    return _stamps(parts).get("build") != digest_of_parts(parts)


def _stamps(parts: Mapping[str, bytes]) -> dict[str, str]:
    return dict(_VALUE.findall(parts.get(PART, b"").decode("utf-8", "replace")))


def _parts(docx: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(docx)) as package:
            return {name: package.read(name) for name in package.namelist() if not name.endswith("/")}
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError):
        return {}


def _canonical(value: Any) -> str:
    if is_dataclass(value):
        inside = ",".join(_canonical(getattr(value, f.name)) for f in fields(value) if f.name != "place")
        return f"{type(value).__name__}({inside})"
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{_canonical(k)}:{_canonical(v)}" for k, v in value.items()) + "}"
    if isinstance(value, tuple | list):
        return "[" + ",".join(map(_canonical, value)) + "]"
    return repr(value)
