"""A Word file without the comments that we wrote into it; what people wrote beside them stays."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from .opened import W14, W15, Opened, W, main_part, related

if TYPE_CHECKING:
    from lxml.etree import _Element

OURS = re.compile(r"\s*\[[A-Z]{2,5}-[0-9]{1,3}[a-z]?@[^\]]+\]")
"""How a comment of ours begins: its key in brackets."""
_MARKS = (W + "commentRangeStart", W + "commentRangeEnd", W + "commentReference")


def without_notes(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """``parts`` without our comments and the replies to them; the text of the body is as it was.

    What was said in the threads is to be read first (``read_tree``): here it goes.
    """
    from lxml import etree

    package = Opened(parts)  # its own trees, for they are changed
    main = main_part(package)
    done = dict(parts)
    changed: dict[str, _Element] = {}
    dropped: set[str] = set()
    paragraphs = _threads_of_ours(package, main)
    for name in related(package, main, "comments"):
        root = package.root(name)
        for comment in list(root.iterchildren(W + "comment")):
            if _paragraph(comment) in paragraphs or OURS.match(_text(comment)):
                dropped.add(comment.get(W + "id", ""))
                root.remove(comment)
                changed[name] = root
    for name in related(package, main, "commentsExtended"):
        root = package.root(name)
        for entry in list(root.iterchildren(W15 + "commentEx")):
            if entry.get(W15 + "paraId", "").upper() in paragraphs:
                root.remove(entry)
                changed[name] = root
    if not dropped:
        return done
    body = package.root(main)
    for mark in [m for m in body.iter(*_MARKS) if m.get(W + "id", "") in dropped]:
        run = mark.getparent()
        if run is None:
            continue
        alone = mark.tag == _MARKS[2] and run.tag == W + "r" and run.getparent() is not None
        target = run if alone else mark
        parent = target.getparent()
        if parent is not None:
            parent.remove(target)
    changed[main] = body
    for name, root in changed.items():
        done[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return done


def _threads_of_ours(package: Opened, main: str) -> frozenset[str]:
    """The paragraph ids of our comments and of all that answer them."""
    ours = {
        _paragraph(comment)
        for name in related(package, main, "comments")
        for comment in package.root(name).iterchildren(W + "comment")
        if OURS.match(_text(comment))
    }
    parents = {
        entry.get(W15 + "paraId", "").upper(): entry.get(W15 + "paraIdParent", "").upper()
        for name in related(package, main, "commentsExtended")
        for entry in package.root(name).iterchildren(W15 + "commentEx")
    }
    found = set(ours - {""})
    while more := {id for id, parent in parents.items() if parent in found} - found:
        found |= more
    return frozenset(found)


def _paragraph(comment: _Element) -> str:
    ids = [p.get(W14 + "paraId", "") for p in comment.iter(W + "p")]
    return ids[-1].upper() if ids else ""


def _text(comment: _Element) -> str:
    return "".join(t.text or "" for t in comment.iter(W + "t"))
