"""Answers comments in a Word file the way Word does: a comment of its own in the thread, and the mark 解決."""

from __future__ import annotations

import zipfile
from pathlib import Path

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_BODY, _COMMENTS, _THREADS = "word/document.xml", "word/comments.xml", "word/commentsExtended.xml"


class WordFile:
    """An open Word file with comments; ``save`` writes it back."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with zipfile.ZipFile(path) as package:
            self.parts = {info.filename: package.read(info) for info in package.infolist()}
        self.trees = {name: etree.fromstring(self.parts[name]) for name in (_BODY, _COMMENTS, _THREADS)}

    def answer(self, key: str, says: str, *, author: str, date: str) -> None:
        """Reply to the comment that begins with ``[key]``."""
        asked = self._comment(key)
        comments, threads, body = (self.trees[name] for name in (_COMMENTS, _THREADS, _BODY))
        number = str(max(int(c.get(W + "id")) for c in comments) + 1)
        para = f"5A{int(number):06X}"
        reply = etree.SubElement(comments, W + "comment")
        for name, value in (
            ("id", number),
            ("author", author),
            ("date", f"{date}T09:00:00Z"),
            ("initials", "A"),
        ):
            reply.set(W + name, value)
        for position, line in enumerate(lines := says.split("\n"), 1):
            paragraph = etree.SubElement(reply, W + "p")
            if position == len(lines):
                paragraph.set(W14 + "paraId", para)
            etree.SubElement(etree.SubElement(paragraph, W + "r"), W + "t").text = line
        entry = etree.SubElement(threads, W15 + "commentEx")
        entry.set(W15 + "paraId", para)
        entry.set(W15 + "paraIdParent", _para_id(asked))
        entry.set(W15 + "done", "0")
        self._mark_beside(body, asked.get(W + "id"), number)

    def type_into(self, key: str, words: str) -> None:
        """Write below our own words, inside our comment, as people do who know no replies."""
        comment = self._comment(key)
        paragraph = etree.Element(W + "p")
        etree.SubElement(etree.SubElement(paragraph, W + "r"), W + "t").text = words
        comment.findall(W + "p")[-1].addprevious(paragraph)

    def resolve(self, key: str, *, done: bool = True) -> None:
        """Set or take back the mark of a thread."""
        para = _para_id(self._comment(key))
        (entry,) = [e for e in self.trees[_THREADS] if e.get(W15 + "paraId") == para]
        entry.set(W15 + "done", "1" if done else "0")

    def retype(self, old: str, new: str) -> None:
        """Change words of the body, as a person types over them; they must stand in one run."""
        found = [t for t in self.trees[_BODY].iter(W + "t") if old in (t.text or "")]
        assert found, f"{old} stands in no run"
        for text in found:
            text.text = text.text.replace(old, new)

    def comments(self) -> dict[str, list[str]]:
        """What is said: text of each opening comment → texts of its replies."""
        parents = {e.get(W15 + "paraId"): e.get(W15 + "paraIdParent") for e in self.trees[_THREADS]}
        by_para = {_para_id(c): _text(c) for c in self.trees[_COMMENTS]}
        said: dict[str, list[str]] = {text: [] for para, text in by_para.items() if not parents.get(para)}
        for para, text in by_para.items():
            if parent := parents.get(para):
                said[by_para[parent]].append(text)
        return said

    def save(self, path: Path | None = None) -> Path:
        """Write the file, here or under another name."""
        for name, tree in self.trees.items():
            self.parts[name] = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
        target = path or self.path
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
            for name, data in self.parts.items():
                package.writestr(name, data)
        return target

    def _comment(self, key: str) -> etree._Element:
        (found,) = [c for c in self.trees[_COMMENTS] if _text(c).startswith(f"[{key}]")]
        return found

    def _mark_beside(self, body: etree._Element, asked: str, reply: str) -> None:
        """Word lays the range of a reply around the same text."""
        for name in ("commentRangeStart", "commentRangeEnd"):
            (mark,) = [m for m in body.iter(W + name) if m.get(W + "id") == asked]
            beside = etree.Element(W + name)
            beside.set(W + "id", reply)
            mark.addnext(beside)
        (reference,) = [m for m in body.iter(W + "commentReference") if m.get(W + "id") == asked]
        run = etree.Element(W + "r")
        etree.SubElement(run, W + "commentReference").set(W + "id", reply)
        reference.getparent().addnext(run)


def _para_id(comment: etree._Element) -> str:
    return comment.findall(W + "p")[-1].get(W14 + "paraId") or ""


def _text(comment: etree._Element) -> str:
    return "\n".join("".join(t.text or "" for t in p.iter(W + "t")) for p in comment.iter(W + "p"))
