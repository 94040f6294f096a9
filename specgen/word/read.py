"""Any Word file, ours, edited or foreign, comes back as one text tree: what a reader of it would see."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from ..model.texttree import Block, Comment, TextTree
from .appendix import appendix_of, may_hold_appendix
from .opened import W14, W15, Opened, W, main_part, opened, related
from .readblocks import Walk
from .readnumbers import read_numbering
from .readstyles import read_styles
from .readvalues import gather
from .treetext import TableRow, table_rows, text_digest, tree_to_text

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = [
    "TableRow",
    "lost_controls",
    "read_tree",
    "table_rows",
    "text_digest",
    "tree_to_text",
    "with_comments",
]

_APPLICATION = re.compile(rb"<(?:\w+:)?Application>([^<]*)<")
_LIBREOFFICE = re.compile(r"(LibreOffice|OpenOffice)\D*(\d+)")


def read_tree(parts: Mapping[str, bytes]) -> TextTree:
    """The text of a package whose parts were screened.

    Text is what Word would show with every tracked change accepted; hidden text is text. Left out on purpose:
    field codes, page numbers (``PAGE``, ``NUMPAGES``), ruby, placeholders of empty controls, and our own list of
    findings at the end of a working draft (``appendix``). Raises
    ``InputError`` when a part is not well-formed. An ``Opened`` shares what it parsed with the output check.
    """
    package = opened(parts)
    main = main_part(package)
    styles = read_styles(_first_root(package, main, "styles"))
    numbering = read_numbering(_first_root(package, main, "numbering"))
    root = _child(package.root(main), "body")
    body = Walk(
        has_deleted=_may_hold(package[main], b"del", b"cellDel"),
        has_placeholders=_may_hold(package[main], b"showingPlcHdr"),
        styles=styles,
        numbering=numbering,
        passed_over=frozenset(appendix_of(root)) if may_hold_appendix(package[main]) else (),
    )
    blocks = body.story(root)
    margins, notes = Walk(styles=styles, numbering=numbering), Walk(styles=styles, numbering=numbering)
    margin_blocks: list[Block] = []
    for name in sorted(related(package, main, "header", "footer")):
        margins.numbering = numbering.fresh()
        margin_blocks += margins.story(package.root(name))
    note_blocks: list[Block] = []
    for name in related(package, main, "footnotes", "endnotes"):
        for note in package.root(name):
            if note.get(W + "type") in (None, "normal"):
                note_blocks += notes.story(note)
    return TextTree(
        tuple(blocks),
        tuple(margin_blocks),
        tuple(note_blocks),
        _comments(package, main, body),
        gather((body, margins, notes)),
        _application(package),
        body.tracked or margins.tracked or notes.tracked,
    )


def with_comments(tree: TextTree, parts: Mapping[str, bytes]) -> TextTree:
    """``tree`` with the comments of ``parts``, whose text is known to be that of ``tree``.

    It stands for ``read_tree(parts)`` wherever nobody asks where the comments hang.
    """
    package = opened(parts)
    return replace(tree, comments=_comments(package, main_part(package), Walk()))


def lost_controls(tree: TextTree) -> bool:
    """Whether LibreOffice 7.x or older saved the file last: it drops the controls and repeats their text.

    Such a file cannot be read back; LibreOffice 24 and later keep the controls.
    """
    found = _LIBREOFFICE.search(tree.application)
    return bool(found) and (found[1] == "OpenOffice" or int(found[2]) < 24) if found else False


def _first_root(package: Opened, main: str, kind: str) -> _Element | None:
    names = related(package, main, kind)
    return package.root(names[0]) if names else None


def _may_hold(data: bytes, *names: bytes) -> bool:
    return any(b":" + name in data or b"<" + name in data for name in names)


def _child(root: _Element, name: str) -> _Element:
    found = root.find(W + name)
    return root if found is None else found


def _application(parts: Mapping[str, bytes]) -> str:
    found = _APPLICATION.search(parts.get("docProps/app.xml", b""))
    return found[1].decode("utf-8", "replace").strip() if found else ""


# ------------------------------------------------------------------ comments
def _comments(package: Opened, main: str, body: Walk) -> tuple[Comment, ...]:
    names = related(package, main, "comments")
    if not names:
        return ()
    threads = _threads(package, main)
    raw = [(c, _last_paragraph(c)) for c in package.root(names[0]).iterchildren(W + "comment")]
    by_paragraph = {para: c.get(W + "id") or "" for c, para in raw if para}
    made = []
    for element, para in raw:
        key = element.get(W + "id") or ""
        parent, done = threads.get(para, ("", False))
        made.append(
            Comment(
                key,
                element.get(W + "author") or "",
                element.get(W + "date") or "",
                "\n".join(block.text for block in TextTree(tuple(body.aside(element))).walk()),
                by_paragraph.get(parent, ""),
                done,
                body.anchored(key),
            )
        )
    return tuple(made)


def _last_paragraph(comment: _Element) -> str:
    """The paragraph id by which a comment is known to its thread."""
    ids = [p.get(W14 + "paraId") for p in comment.iter(W + "p")]
    return (ids[-1] or "").upper() if ids else ""


def _threads(package: Opened, main: str) -> dict[str, tuple[str, bool]]:
    """Paragraph id → (paragraph id it answers, resolved)."""
    return {
        (entry.get(W15 + "paraId") or "").upper(): (
            (entry.get(W15 + "paraIdParent") or "").upper(),
            entry.get(W15 + "done") in ("1", "true", "on"),
        )
        for name in related(package, main, "commentsExtended")
        for entry in package.root(name).iter(W15 + "commentEx")
    }
