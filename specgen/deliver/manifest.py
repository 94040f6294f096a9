"""The manifest of a folder of drafts: what was written, from what, with digests, so that edits are seen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from .. import files

NAME = "manifest.json"
_MAY_LACK = ("pages", "pdf", "paragraphs")


@dataclass(frozen=True, slots=True)
class Entry:
    """One written file: ``parts`` digests names and contents of its parts, ``text`` what a person can edit.

    ``pages`` says who laid out the page numbers of its contents list, if it has any (``parts`` is without them:
    they are the layout's, not the paper's). ``pdf`` digests the PDF beside it, where we wrote one. ``paragraphs`` holds
    short marks of the paragraphs of a working draft, so that an edited place can be named.
    """

    document: str
    copy: str
    file: str
    parts: str
    text: str
    pages: str = ""
    pdf: str = ""
    paragraphs: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one run wrote into one folder."""

    case: str
    draft: int
    as_of: str
    answers: str
    versions: Mapping[str, str]
    documents: tuple[Entry, ...]

    def to_bytes(self) -> bytes:
        """The manifest as a JSON file, the same bytes for the same content; what a file does not have is left out."""
        told = asdict(self)
        told["documents"] = [
            {name: text for name, text in entry.items() if text or name not in _MAY_LACK}
            for entry in told["documents"]
        ]
        return (json.dumps(told, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest in ``folder``, or None when there is none that can be read."""
    path = folder / NAME
    if not path.is_file():
        return None
    try:
        data = dict(json.loads(files.read_bytes(path)))
        documents = tuple(_entry(**entry) for entry in data.pop("documents"))
        return Manifest(documents=documents, **data)
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _entry(**told: object) -> Entry:
    """An entry whose every field is a text; ValueError where a file was meddled with."""
    words = {name: text for name, text in told.items() if isinstance(text, str)}
    if len(words) < len(told):
        raise ValueError("an entry of a manifest holds texts only")
    return Entry(**words)


def parts_digest(parts: Mapping[str, bytes]) -> str:
    """A digest over names and uncompressed contents of the parts: equal across machines and zlib builds."""
    whole = hashlib.sha256()
    for name in sorted(parts):
        whole.update(name.encode() + b"\0" + hashlib.sha256(parts[name]).digest())
    return whole.hexdigest()
