"""Each note becomes a Word comment on what it speaks of, put into the bytes of the finished file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from .commentparts import Comments
from .opened import main_part
from .xmltext import escape

_TAG = re.compile(rb'<w:tag w:val="([^"]*)"\s*/>')
_BOOKMARK = re.compile(rb'<w:bookmarkStart\b[^>]*?\bw:name="([^"]*)"')
_CONTROL = re.compile(rb"<(/?)w:sdt>")
_PARAGRAPH = re.compile(rb"<(/?)w:p(?:>|\s[^>]*?(/?)>)")
_BLOCK = re.compile(rb"<(/?)w:(?:p|tbl)(?:\s[^>]*?)?(/?)>")
_MARKS = re.compile(
    rb'<w:commentRange(?:Start|End) w:id="\d+"/>'
    rb'|<w:r>(?:<w:rPr><w:rStyle w:val="[^"]*"/></w:rPr>)?<w:commentReference w:id="\d+"/></w:r>'
)
_PROPERTIES_END = b"</w:pPr>"
_LONGEST_BOOKMARK = 40


@dataclass(frozen=True, slots=True)
class Reply:
    """What somebody said to a comment, and on which day (``2026-12-08``)."""

    author: str
    date: str
    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """One comment to be; ``subject``: an answer, cell, row or table id, ``section:key``, ``text:key/hash``.

    ``block`` is the ``Block.index`` of the text it speaks of, for subjects that no control or bookmark marks;
    ``paragraph`` is nearer: the number of the paragraph among all of the body, those in tables and boxes counted too.
    ``replies`` follow it in its thread, oldest first; ``done`` marks the thread as resolved.
    """

    key: str
    subject: str
    text: str
    author: str = "PMO"
    date: str = ""
    block: int = -1
    paragraph: int = -1
    replies: tuple[Reply, ...] = ()
    done: bool = False


@dataclass(frozen=True, slots=True)
class Annotated:
    """The parts with the comments, the keys placed on their subject, and those that fell back to a heading.

    ``lost`` are keys without any place: the body has no paragraph that could be found.
    """

    parts: dict[str, bytes]
    placed: tuple[str, ...] = ()
    fallen: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


def annotate(
    parts: Mapping[str, bytes], notes: Sequence[Note], *, fallback: Mapping[str, str] | None = None
) -> Annotated:
    """Put every note on the first place of the body where its subject is printed.

    An answer, cell or row anchors at its content control, prose at its first paragraph, a table at its
    first cell or its caption, ``section:key`` at the heading. What is not printed in the body (or only in a
    text box, where Word allows no comments) goes to the heading that ``fallback`` names for it, else to the
    first heading. Comments that are there already stay. Same notes, same bytes.
    """
    done = dict(parts)
    if not notes:
        return Annotated(done)
    main = main_part(parts)
    places = _Places(_as_utf8(parts[main]), fallback or {})
    comments = Comments(done, main)
    cuts: list[tuple[int, int, str]] = []
    keys: dict[str, list[str]] = {"placed": [], "fallen": [], "lost": []}
    for note in notes:
        span, how = places.of(note)
        keys[how].append(note.key)
        if span is None:
            continue
        cuts += _cuts(*span, *_marks(comments, _thread(comments, note)))
    if cuts:
        done[main] = _insert(places.data, cuts)
        comments.write()
    return Annotated(done, *(tuple(keys[how]) for how in ("placed", "fallen", "lost")))


def only_commented(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> bool:
    """Whether the body of ``after`` is that of ``before``, byte for byte, with comment marks put in.

    Then both say the same; who has read the one need not read the other.
    """
    main = main_part(before)
    return main in after and _MARKS.sub(b"", after[main]) == before[main]


def _as_utf8(data: bytes) -> bytes:
    """A body in UTF-16 (allowed, not written by Word) as UTF-8, so that places can be found in it."""
    if data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        return data
    from lxml import etree

    return bytes(etree.tostring(etree.fromstring(data), encoding="UTF-8", standalone=True))


def _said(note: Note) -> str:
    mark = f"[{note.key}]"
    return note.text if note.text.startswith(mark) else f"{mark} {note.text}"


def _thread(comments: Comments, note: Note) -> list[int]:
    """The comment and its replies, each a comment of its own."""
    first = comments.add(_said(note), note.author, note.date, done=note.done)
    return [first] + [
        comments.add(reply.text, reply.author, reply.date, answers=first, done=note.done)
        for reply in note.replies
    ]


def _marks(comments: Comments, thread: list[int]) -> tuple[str, str]:
    """What stands before and behind the text: one range each, every reply directly behind what it answers."""
    begin = "".join(f'<w:commentRangeStart w:id="{id}"/>' for id in thread)
    return begin, "".join(f'<w:commentRangeEnd w:id="{id}"/>{comments.reference(id)}' for id in thread)


def _cuts(start: int, end: int, begin: str, finish: str) -> list[tuple[int, int, str]]:
    """Where what goes in; in an empty paragraph both at once, or the end would come first."""
    return [(start, 1, begin + finish)] if start == end else [(start, 1, begin), (end, 0, finish)]


def _insert(data: bytes, cuts: list[tuple[int, int, str]]) -> bytes:
    """``data`` with every piece put in at its place; at one place what ends comes before what starts."""
    out: list[bytes] = []
    last = 0
    for at, _, piece in sorted(cuts, key=lambda cut: cut[:2]):
        out += (data[last:at], piece.encode())
        last = at
    out.append(data[last:])
    return b"".join(out)


@dataclass(slots=True)
class _Places:
    """Where subjects stand in the bytes of the body."""

    data: bytes
    fallback: Mapping[str, str]
    blocks: list[int] | None = None
    paragraphs: list[int] | None = None
    tags: dict[str, list[int]] = field(default_factory=dict)
    tables: dict[str, list[str]] = field(default_factory=dict)
    """The tags of the cells of each table, once a table was asked for."""
    bookmarks: dict[str, int] = field(default_factory=dict)
    has_boxes: bool = False

    def __post_init__(self) -> None:
        for match in _TAG.finditer(self.data):
            self.tags.setdefault(match[1].decode(), []).append(match.start())
        for match in _BOOKMARK.finditer(self.data):
            self.bookmarks.setdefault(match[1].decode(), match.start())
        self.has_boxes = b"<w:txbxContent" in self.data

    def of(self, note: Note) -> tuple[tuple[int, int] | None, str]:
        """Start and end of the range for a note, and how it was found: ``placed``, ``fallen`` or ``lost``."""
        span = self._own(note.subject) or self._nth(note.paragraph) or self._block(note.block)
        if span:
            return span, "placed"
        span = self._heading_for(note.subject)
        return span, "fallen" if span else "lost"

    def _own(self, subject: str) -> tuple[int, int] | None:
        if subject.startswith("section:"):
            return self._bookmarked("sec_", subject.removeprefix("section:").rpartition("/")[2])
        for tag in self._tags_of(subject):
            for at in self.tags[tag]:
                span = None if self._is_boxed(at) else self._control(at)
                if span:
                    return span
        return None if "/" in subject else self._bookmarked("tbl_", subject)

    def _tags_of(self, subject: str) -> Iterator[str]:
        """Tags that stand for a subject, nearest first: its own, its first paragraph, its row, its table."""
        yield from (tag for tag in (_escaped(subject), _escaped(f"{subject}#1")) if tag in self.tags)
        table, _, rest = subject.partition("/")
        row, _, column = rest.partition(".")
        cells = self._cells_of(_escaped(table))
        if row == "*" and column:
            yield from (tag for tag in cells if tag.partition("#")[0].endswith(_escaped(f".{column}")))
        elif row and row != "*":
            yield from (tag for tag in cells if tag.startswith(_escaped(f"{table}/{row}.")))
        yield from cells

    def _cells_of(self, table: str) -> list[str]:
        if table not in self.tables:
            self.tables[table] = [tag for tag in self.tags if tag.startswith(f"{table}/")]
        return self.tables[table]

    def _block(self, index: int) -> tuple[int, int] | None:
        """The paragraph that the reader counted as ``index``; of a table, its first paragraph."""
        if index < 0:
            return None
        if self.blocks is None:
            self.blocks = list(_block_starts(self.data))
        return self._paragraph_at(self.blocks[index]) if index < len(self.blocks) else None

    def _nth(self, number: int) -> tuple[int, int] | None:
        """The paragraph of that number, counted as a walk over all elements meets them; none in a text box."""
        if number < 0:
            return None
        if self.paragraphs is None:
            self.paragraphs = [m.start() for m in _PARAGRAPH.finditer(self.data) if not m[1]]
        at = self.paragraphs[number] if number < len(self.paragraphs) else -1
        return None if at < 0 or self._is_boxed(at) else self._paragraph_from(at)

    def _heading_for(self, subject: str) -> tuple[int, int] | None:
        """The heading that the caller or the subject names, the one before a boxed control, or the first."""
        named = subject.removeprefix("text:").partition("/")[0] if subject.startswith("text:") else ""
        key = self.fallback.get(subject, named).removeprefix("section:")
        span = self._bookmarked("sec_", key) if key else None
        if span is None and (own := next((self.tags[t][0] for t in self._tags_of(subject)), None)):
            before = [at for name, at in self.bookmarks.items() if name.startswith("sec_") and at < own]
            span = self._paragraph_at(before[-1]) if before else None
        return span or self._first()

    def _first(self) -> tuple[int, int] | None:
        at = next((at for name, at in self.bookmarks.items() if name.startswith("sec_")), -1)
        if at < 0:
            at = next((at for name, at in self.bookmarks.items() if name.startswith("_Toc")), -1)
        if at < 0:
            heading = re.search(rb'<w:pStyle w:val="(?:Heading)?1"\s*/>', self.data)
            at = heading.start() if heading else self.data.find(b"<w:p>")
        span = self._paragraph_at(at) if at >= 0 else None
        if span is None:
            span = next(
                filter(None, (self._paragraph_from(m.start()) for m in _PARAGRAPH.finditer(self.data))), None
            )
        return span

    # -------------------------------------------------------------- in the bytes
    def _is_boxed(self, at: int) -> bool:
        if not self.has_boxes:
            return False
        return self.data.rfind(b"<w:txbxContent", 0, at) > self.data.rfind(b"</w:txbxContent", 0, at)

    def _control(self, at: int) -> tuple[int, int] | None:
        """The range of the control whose tag is at ``at``: around it, or inside the paragraphs it holds."""
        start = self.data.rfind(b"<w:sdt>", 0, at)
        content = self.data.find(b"<w:sdtContent", at)
        end = self._end_of_control(at)
        if start < 0 or end < 0 or not at < content < end:
            return None
        content = self.data.index(b">", content) + 1
        if not self.data.startswith(
            (b"<w:p>", b"<w:p ", b"<w:tbl>", b"<w:tr>", b"<w:tr ", b"<w:tc>"), content
        ):
            return start, end
        first = _PARAGRAPH.search(self.data, content, end)
        span = self._paragraph_from(first.start()) if first else None
        last = self.data.rfind(b"</w:p>", content, end)
        return (span[0], max(last, span[1])) if span else None

    def _end_of_control(self, at: int) -> int:
        depth = 1
        for match in _CONTROL.finditer(self.data, at):
            depth += -1 if match[1] else 1
            if not depth:
                return match.end()
        return -1

    def _bookmarked(self, prefix: str, key: str) -> tuple[int, int] | None:
        for name in (key.replace(".", "__"), key.replace(".", "_"), key):
            at = self.bookmarks.get(f"{prefix}{_escaped(name)}"[:_LONGEST_BOOKMARK])
            if at is not None and not self._is_boxed(at):
                return self._paragraph_at(at)
        return None

    def _paragraph_at(self, at: int) -> tuple[int, int] | None:
        """The range of the paragraph around ``at``, or of the next one when ``at`` stands between two."""
        before = max(self.data.rfind(b"<w:p>", 0, at + 5), self.data.rfind(b"<w:p ", 0, at + 5))
        if before >= 0 and self.data.rfind(b"</w:p>", 0, at) < before:
            return self._paragraph_from(before)
        after = _PARAGRAPH.search(self.data, at)
        return self._paragraph_from(after.start()) if after else None

    def _paragraph_from(self, start: int) -> tuple[int, int] | None:
        """The inside of the paragraph that starts at ``start``, after its properties; none for a mere tag."""
        depth = 0
        for match in _PARAGRAPH.finditer(self.data, start):
            depth += -1 if match[1] else 0 if match[2] else 1
            if depth == 0:
                return (self._after_properties(start), match.start()) if match[1] else None
        return None

    def _after_properties(self, start: int) -> int:
        inside = self.data.index(b">", start) + 1
        if self.data.startswith((b"<w:pPr>", b"<w:pPr "), inside):
            return self.data.index(_PROPERTIES_END, inside) + len(_PROPERTIES_END)
        return inside + len(b"<w:pPr/>") if self.data.startswith(b"<w:pPr/>", inside) else inside


def _block_starts(data: bytes) -> Iterator[int]:
    """Where the paragraphs and tables of the body start that stand in no other paragraph or table."""
    depth = 0
    for match in _BLOCK.finditer(data):
        if match[1]:
            depth -= 1
            continue
        if depth == 0:
            yield match.start()
        depth += not match[2]


def _escaped(text: str) -> str:
    return escape(text).replace('"', "&quot;")
