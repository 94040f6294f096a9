"""What people answered in a commented Word file: replies, resolved marks, and comments that they hung beside ours."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from ..model.round import LogLine
from ..model.texttree import Comment, TextTree

VIA = "word"


def replies_in(
    tree: TextTree,
    known_keys: Collection[str],
    read_on: date,
    *,
    by: str = "",
    written: Mapping[str, str] | None = None,
    resolved: Collection[str] = (),
) -> list[LogLine]:
    """What a returned file says to the findings ``known_keys``, in the order of the file.

    A comment is ours when it begins with ``[KEY]``, whoever its author is. Said to a finding is: what answers our
    comment, what quotes its key, what hangs on the same control as ours and ours alone, and what was typed into our
    comment below the text that we had ``written`` (key → text). Any other comment comes with an empty key: nothing
    is lost, and ``loose_comments`` knows where it hangs. The mark of a thread gives ``resolve``, and ``reopen`` for
    keys that were ``resolved`` when the file was written.

    ``by`` is who returned the file: the mark and what is typed into our comment name nobody. A line has the day of
    its comment, or ``read_on`` where the file tells none. Replies that we had written into the thread come back as
    they were: ``LogLine.told`` knows them.
    """
    reading = _Reading(_threads(tree, known_keys), by, read_on, written or {}, frozenset(resolved))
    return list(reading.lines())


def loose_comments(tree: TextTree, known_keys: Collection[str]) -> tuple[Comment, ...]:
    """The comments of people that belong to no finding, with the places where they hang."""
    return tuple(c for key, c in _threads(tree, known_keys).said if not key)


@dataclass(slots=True)
class _Threads:
    """Our comment of each key, and all comments of people with the key they speak of (or none)."""

    ours: dict[str, Comment] = field(default_factory=dict)
    said: list[tuple[str, Comment]] = field(default_factory=list)


def _threads(tree: TextTree, known_keys: Collection[str]) -> _Threads:
    by_id = {comment.id: comment for comment in tree.comments}
    found = _Threads()
    key_of: dict[str, str] = {}
    for comment in tree.comments:
        key = _key_at_start(comment.text, known_keys)
        if key and key not in found.ours and not comment.parent:
            found.ours[key] = comment
            key_of[comment.id] = key
    beside = _by_control(found.ours)
    for comment in tree.comments:
        if comment.id not in key_of:
            key = key_of.get(_root(comment, by_id).id, "")
            found.said.append((key or _spoken_of(comment, known_keys, beside), comment))
    return found


def _root(comment: Comment, by_id: Mapping[str, Comment]) -> Comment:
    """The comment that opened the thread; a thread that bites its own tail ends where it closes."""
    seen = {comment.id}
    while comment.parent in by_id and comment.parent not in seen:
        comment = by_id[comment.parent]
        seen.add(comment.id)
    return comment


def _key_at_start(text: str, known_keys: Collection[str]) -> str:
    key = text.lstrip()[1:].partition("]")[0] if text.lstrip().startswith("[") else ""
    return key if key in known_keys else ""


def _by_control(ours: Mapping[str, Comment]) -> dict[str, set[str]]:
    """Control tag → keys of our comments that hang on it."""
    found: dict[str, set[str]] = {}
    for key, comment in ours.items():
        for tag in _controls(comment):
            found.setdefault(tag, set()).add(key)
    return found


def _controls(comment: Comment) -> Iterator[str]:
    return (tag for tag in comment.anchor_tags if not tag.startswith("section:"))


def _spoken_of(comment: Comment, known_keys: Collection[str], beside: Mapping[str, set[str]]) -> str:
    quoted = [key for key in known_keys if f"[{key}]" in comment.text]
    near = {key for tag in _controls(comment) for key in beside.get(tag, ())}
    for keys in (quoted, near):
        if len(keys) == 1:
            return next(iter(keys))
    return ""


@dataclass(slots=True)
class _Reading:
    """Makes lines of the log from threads."""

    threads: _Threads
    by: str
    read_on: date
    written: Mapping[str, str]
    resolved: frozenset[str]

    def lines(self) -> Iterator[LogLine]:
        for key, comment in self.threads.ours.items():
            yield from self._typed_inside(key, comment)
            yield from (self._reply(k, c) for k, c in self.threads.said if k == key)
            yield from self._mark_of_thread(key, comment)
        yield from (self._reply(k, c) for k, c in self.threads.said if k not in self.threads.ours)

    def _reply(self, key: str, comment: Comment) -> LogLine:
        says = _without_quotation(comment.text, key)
        return self._line("reply", key, comment.author or self.by, says, _day(comment.date, self.read_on))

    def _typed_inside(self, key: str, comment: Comment) -> Iterator[LogLine]:
        ours = {line.strip() for line in f"[{key}] {self.written.get(key, '')}".split("\n")}
        if key in self.written and (
            more := [line for line in comment.text.split("\n") if line.strip() not in ours and line.strip()]
        ):
            yield self._line("reply", key, self.by, "\n".join(more), self.read_on)

    def _mark_of_thread(self, key: str, comment: Comment) -> Iterator[LogLine]:
        if comment.done != (key in self.resolved):
            yield self._line("resolve" if comment.done else "reopen", key, self.by, "", self.read_on)

    def _line(self, does: str, key: str, by: str, says: str, on: date) -> LogLine:
        return LogLine(on, by, does, VIA, key, says)


def _without_quotation(text: str, key: str) -> str:
    """What was said, without the line that quotes our key (LibreOffice and mail habits repeat what they answer)."""
    lines = [line for line in text.split("\n") if not key or f"[{key}]" not in line]
    return "\n".join(lines).strip() or text.strip()


def _day(text: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return otherwise
