"""What must not leave the house in a Word file (comments, controls, hidden text), and a copy without it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from .opened import CONTENT_TYPES, Opened, W, main_part, opened, related, rels_name

if TYPE_CHECKING:
    from lxml.etree import _Element

_PERSONS = re.compile(rb"<((?:\w+:)?(?:creator|lastModifiedBy|Manager))\b[^>]*>([^<]+)</")
_PERSON_LABELS = {"creator": "作成者", "lastModifiedBy": "最終更新者", "Manager": "管理者"}
_EMBEDDED = ("customxml/", "docprops/custom.xml")
"""Data that no reader sees: items of custom XML, and own properties such as the stamp of the template."""
_SDT, _CONTENT, _SDT_PR = W + "sdt", W + "sdtContent", W + "sdtPr"
_COMMENT_MARKS = tuple(W + n for n in ("commentRangeStart", "commentRangeEnd", "commentReference"))
_TRACKED = tuple(W + n for n in ("ins", "del", "moveFrom", "moveTo"))
_HIDDEN = (W + "vanish", W + "specVanish")
_OFF = ("0", "false", "off")
_COMMENT_KINDS = ("comments", "commentsExtended", "commentsIds", "commentsExtensible", "people")


def private_traces(parts: Mapping[str, bytes]) -> list[str]:
    """What a clean copy must not hold, as sentences; nothing when there is nothing."""
    package = opened(parts)
    main = main_part(package)
    told = []
    if related(package, main, *_COMMENT_KINDS):
        told.append("コメント又はその書き手の情報が残っています。")
    if any(name.lower().startswith(_EMBEDDED) for name in package):
        told.append("埋め込みのデータ（customXml、独自のプロパティ）が残っています。")
    for story in _stories(package, main):
        told += _traces_of_story(package.root(story))
    for name, data in package.items():
        if name.startswith("docProps/"):
            told += [
                f"文書の情報に、{_PERSON_LABELS[found[1].decode().rpartition(':')[2]]}の名前が残っています。"
                for found in _PERSONS.finditer(data)
                if found[2].strip()
            ]
    if any(b"<w:rsids" in package[name] for name in related(package, main, "settings")):
        told.append("編集の履歴を示す番号（rsid）が残っています。")
    return list(dict.fromkeys(told))


def clean_copy(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The same text without comments, controls, hidden text, embedded data and names of persons.

    Tracked changes stay as they are (``private_traces`` tells of them): whether to accept them is a person's
    decision.
    """
    from lxml import etree

    package = Opened(parts)  # its own trees, for they are changed
    main = main_part(package)
    done = {name: data for name, data in parts.items() if not name.lower().startswith(_EMBEDDED)}
    for name in related(package, main, *_COMMENT_KINDS):
        done.pop(name, None)
    for story in _stories(package, main):
        root = package.root(story)
        if _strip_story(root):
            done[story] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    for name in related(package, main, "settings"):
        done[name] = re.sub(rb"<w:rsids>.*?</w:rsids>|<w:rsids/>", b"", done[name], flags=re.S)
    for name in [n for n in done if n.startswith("docProps/")]:
        done[name] = _PERSONS.sub(lambda found: b"<" + found[1] + b"></", done[name])
    _forget(done, parts)
    return done


def _stories(package: Opened, main: str) -> list[str]:
    return [main, *related(package, main, "header", "footer", "footnotes", "endnotes")]


def _traces_of_story(root: _Element) -> Iterator[str]:
    if next(root.iter(*_COMMENT_MARKS), None) is not None:
        yield "コメントの印が本文に残っています。"
    if next(_controls(root), None) is not None:
        yield "入力欄（コンテンツ コントロール）が残っています。"
    if next((e for e in root.iter(*_HIDDEN) if e.get(W + "val") not in _OFF), None) is not None:
        yield "隠し文字が残っています。"
    if next(root.iter(*_TRACKED), None) is not None:
        yield "変更履歴が残っています。"


def _controls(root: _Element) -> Iterator[_Element]:
    """Content controls, but not the frame that Word itself puts around a contents list."""
    for control in root.iter(_SDT):
        properties = control.find(_SDT_PR)
        if properties is None or properties.find(W + "docPartObj") is None:
            yield control


# ------------------------------------------------------------------ taking away
def _strip_story(root: _Element) -> bool:
    """Take away what is private; whether anything was."""
    changed = False
    for mark in list(root.iter(*_COMMENT_MARKS)):
        run = mark.getparent()
        _remove(run if run is not None and run.tag == W + "r" and mark.tag == _COMMENT_MARKS[2] else mark)
        changed = True
    for hidden in [e for e in root.iter(*_HIDDEN) if e.get(W + "val") not in _OFF]:
        run = next(hidden.iterancestors(W + "r"), None)
        _remove(run if run is not None else hidden)
        changed = True
    for control in reversed(list(_controls(root))):
        _unwrap(control)
        changed = True
    return changed


def _remove(element: _Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _unwrap(control: _Element) -> None:
    """Put the content of a control in its place; a placeholder shows nothing and goes."""
    parent, content = control.getparent(), control.find(_CONTENT)
    if parent is None:
        return
    properties = control.find(_SDT_PR)
    empty = properties is not None and properties.find(W + "showingPlcHdr") is not None
    inside = list(content) if content is not None else []
    if empty:
        for run in [r for child in inside for r in child.iter(W + "r")]:
            _remove(run)
        inside = [child for child in inside if child.tag != W + "r"]
    at = parent.index(control)
    parent.remove(control)
    for offset, child in enumerate(inside):
        parent.insert(at + offset, child)


def _forget(done: dict[str, bytes], parts: Mapping[str, bytes]) -> None:
    """Take parts that are gone out of the relationships and the content types."""
    gone = [name for name in parts if name not in done]
    for name in gone:
        done.pop(rels_name(name), None)
        done[CONTENT_TYPES] = re.sub(
            rb'<Override\b[^>]*PartName="/' + re.escape(name.encode()) + rb'"[^>]*/>',
            b"",
            done[CONTENT_TYPES],
        )
        last = re.escape(posixpath.basename(name).encode())
        for rels in [n for n in done if n.endswith(".rels")]:
            line = rb'<Relationship\b[^>]*Target="(?:[^"]*/)?' + last + rb'"[^>]*/>'
            done[rels] = re.sub(line, b"", done[rels])
