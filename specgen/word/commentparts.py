"""The parts that hold comments: their texts, their threads, and what has to be said about them elsewhere."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field

from .opened import CONTENT_TYPES, related, rels_name
from .xmltext import escape, quoteattr, storable

HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
W_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14_NS = "http://schemas.microsoft.com/office/word/2010/wordml"
W15_NS = "http://schemas.microsoft.com/office/word/2012/wordml"
MC_NS = "http://schemas.openxmlformats.org/markup-compatibility/2006"
REL_COMMENTS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
REL_EXTENDED = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
_EMPTY = HEAD + f'<w:comments xmlns:w="{W_NS}"></w:comments>'.encode()
_EMPTY_RELS = (
    HEAD
    + b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)
_EMPTY_EXTENDED = HEAD + f'<w15:commentsEx xmlns:w15="{W15_NS}"></w15:commentsEx>'.encode()
_PARA_ID = re.compile(rb'paraId="([0-9A-Fa-f]{8})"')


@dataclass(slots=True)
class Comments:
    """Adds comments to a package; ``write`` puts the parts back, with types and relationships."""

    parts: dict[str, bytes]
    main: str
    texts: list[str] = field(default_factory=list)
    threads: list[str] = field(default_factory=list)
    known_as: dict[int, str] = field(default_factory=dict)
    """Id of a comment → the paragraph id by which its thread knows it."""
    next_id: int = 0
    next_para: int = 0
    used: set[bytes] = field(default_factory=set)
    text_style: str = ""
    reference_style: str = ""

    def __post_init__(self) -> None:
        old = self.parts.get(self._part("comments"), b"")
        ids = [int(n) for n in re.findall(rb'<w:comment\b[^>]*?\bw:id="(\d{1,9})"', old)]
        self.next_id = max(ids, default=-1) + 1
        for data in (old, self.parts[self.main]):
            if b"paraId=" in data:
                self.used.update(found.upper() for found in _PARA_ID.findall(data))
        self.text_style = self._style("annotation text", "CommentText")
        self.reference_style = self._style("annotation reference", "CommentReference")

    def add(
        self, text: str, author: str, date: str, *, answers: int | None = None, done: bool = False
    ) -> int:
        """One more comment; its id. ``answers`` is the comment whose thread it goes on, ``done`` marks it resolved."""
        comment, self.next_id = self.next_id, self.next_id + 1
        para = self.known_as[comment] = self._paragraph_id()
        style = f'<w:pPr><w:pStyle w:val="{self.text_style}"/></w:pPr>' if self.text_style else ""
        mark = f"<w:r>{self._reference_look()}<w:annotationRef/></w:r>"
        lines = storable(text).split("\n")
        paragraphs = "".join(
            f"<w:p{f' w14:paraId={quoteattr(para)}' if n == len(lines) else ''}>"
            f"{style}{mark if n == 1 else ''}"
            f'<w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'
            for n, line in enumerate(lines, 1)
        )
        when = f" w:date={quoteattr(date if 'T' in date else f'{date}T00:00:00Z')}" if date else ""
        self.texts.append(
            f'<w:comment w:id="{comment}" w:author={quoteattr(author)}{when}'
            f" w:initials={quoteattr(author[:4])}>{paragraphs}</w:comment>"
        )
        parent = f' w15:paraIdParent="{self.known_as[answers]}"' if answers is not None else ""
        self.threads.append(f'<w15:commentEx w15:paraId="{para}"{parent} w15:done="{int(done)}"/>')
        return comment

    def reference(self, comment: int) -> str:
        """The run that shows where the comment hangs."""
        return f'<w:r>{self._reference_look()}<w:commentReference w:id="{comment}"/></w:r>'

    def write(self) -> None:
        """Put the comment parts into the package and announce them."""
        self._append("comments", _EMPTY, b"w:comments", self.texts, {"w14": W14_NS}, REL_COMMENTS)
        extended = b"w15:commentsEx"
        self._append(
            "commentsExtended", _EMPTY_EXTENDED, extended, self.threads, {"w15": W15_NS}, REL_EXTENDED
        )

    # -------------------------------------------------------------- inside
    def _reference_look(self) -> str:
        return f'<w:rPr><w:rStyle w:val="{self.reference_style}"/></w:rPr>' if self.reference_style else ""

    def _part(self, kind: str) -> str:
        found = related(self.parts, self.main, kind)
        return found[0] if found else posixpath.join(posixpath.dirname(self.main), f"{kind}.xml")

    def _paragraph_id(self) -> str:
        self.next_para += 1
        while b"%08X" % self.next_para in self.used:
            self.next_para += 1
        return f"{self.next_para:08X}"

    def _style(self, name: str, usual: str) -> str:
        """The id of the built-in style ``name``; Japanese Word gives it another one than English Word."""
        for part in related(self.parts, self.main, "styles"):
            data = self.parts[part]
            at = data.find(f'<w:name w:val="{name}"'.encode())
            start = data.rfind(b"<w:style ", 0, at) if at >= 0 else data.find(f'w:styleId="{usual}"'.encode())
            if at >= 0 and (found := re.search(rb'w:styleId="([^"]*)"', data[start:at])):
                return found[1].decode()
            if start >= 0:
                return usual
        return ""

    def _append(
        self, kind: str, empty: bytes, root: bytes, made: list[str], declare: dict[str, str], relation: str
    ) -> None:
        part = self._part(kind)
        data = self.parts.get(part, empty)
        for prefix, namespace in declare.items():
            data = _declared(data, root, prefix, namespace)
        self.parts[part] = _before_close(data, root, "".join(made))
        self._announce(part, kind, relation)

    def _announce(self, part: str, kind: str, relation: str) -> None:
        types = self.parts[CONTENT_TYPES]
        if f'PartName="/{part}"'.encode() not in types:
            override = f'<Override PartName="/{part}" ContentType="{_TYPE.format(kind)}"/>'
            self.parts[CONTENT_TYPES] = _before_close(types, b"Types", override)
        if related(self.parts, self.main, kind):
            return
        name = rels_name(self.main)
        rels = self.parts.get(name, _EMPTY_RELS)
        taken = [int(n) for n in re.findall(rb'Id="rId(\d{1,9})"', rels)]
        key = f"rId{max(taken, default=0) + 1}"
        line = f'<Relationship Id="{key}" Type="{relation}" Target="{posixpath.basename(part)}"/>'
        self.parts[name] = _before_close(rels, b"Relationships", line)


def _before_close(data: bytes, root: bytes, piece: str) -> bytes:
    """``data`` with ``piece`` as the last child of its root, also where the root was ``<root/>``."""
    close = b"</" + root + b">"
    if close not in data:
        data = re.sub(rb"(<" + root + rb"\b[^>]*?)\s*/>", lambda m: m[1] + b">" + close, data, count=1)
    at = data.rindex(close)
    return data[:at] + piece.encode() + data[at:]


def _declared(data: bytes, root: bytes, prefix: str, namespace: str) -> bytes:
    """``data`` with ``prefix`` declared on its root, and ignorable for readers that do not know it."""
    start = data.index(b"<" + root)
    end = data.index(b">", start)
    tag = data[start:end]
    added = b""
    if f"xmlns:{prefix}=".encode() not in tag:
        added += f' xmlns:{prefix}="{namespace}"'.encode()
    if b"xmlns:mc=" not in tag:
        added += f' xmlns:mc="{MC_NS}"'.encode()
    ignorable = re.search(rb'mc:Ignorable="([^"]*)"', tag)
    if ignorable is None:
        added += f' mc:Ignorable="{prefix}"'.encode()
    elif prefix.encode() not in ignorable[1].split():
        tag = tag.replace(ignorable[0], ignorable[0][:-1] + f' {prefix}"'.encode())
    after = start + 1 + len(root)
    return data[:start] + tag[: 1 + len(root)] + added + tag[after - start :] + data[end:]
