"""The output check: a package gets its name only when Word can open it and every answer stands in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..errors import InputError
from ..model.texttree import Block, TextTree
from .opened import (
    CONTENT_TYPES,
    MC,
    Opened,
    W,
    main_part,
    opened,
    related,
    relationships,
    resolve,
    source_of,
)
from .private import private_traces
from .read import read_tree

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST = 20
"""At most this many sentences are told; the last one says how many more there are."""

_P, _TC, _TR, _TBL, _SDT, _CONTENT = (W + n for n in ("p", "tc", "tr", "tbl", "sdt", "sdtContent"))
_ID, _VAL, _NAME, _CONTROL_ID = W + "id", W + "val", W + "name", W + "id"
_BOOKMARK, _FIELD, _FALLBACK = W + "bookmarkStart", W + "fldChar", MC + "Fallback"
_RANGE, _RANGE_END, _REFERENCE = (W + n for n in ("commentRangeStart", "commentRangeEnd", "commentReference"))
_LOOKED_AT = (_TC, _TR, _TBL, _CONTROL_ID, _BOOKMARK, _FIELD, _RANGE, _RANGE_END, _REFERENCE)
_MAY_FOLLOW = {
    W + n for n in ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "proofErr")
}
_MARK = re.compile("\\{\\{|\\{%|\\{#|[\ufdd0\ufdd1]")
_MARK_STARTS = ("{", "\ufdd0", "\ufdd1")
_MARK_BYTES = b"<?specgen"
_MARKED_ATTRIBUTE = re.compile(rb'[\w:]+="[^"<>]*(?:\{\{|\{%)[^"<>]*"')


def check_package(
    parts: Mapping[str, bytes],
    *,
    expected: Mapping[str, str] | None = None,
    said: Sequence[str] = (),
    clean: bool = False,
    tree: TextTree | None = None,
) -> tuple[str, ...]:
    """What speaks against handing this file out, as sentences; nothing when it is sound.

    ``expected``: answer id → the text that must stand in its content control (``clean``: anywhere).
    ``said`` are texts of a person that stand without a control (the title in lines, on the cover).
    ``clean`` also looks for what must not leave the house: comments, controls, hidden text, embedded data,
    names of persons. Pass the ``tree`` of the same parts (and an ``Opened``) to spare reading a second time.
    """
    package = opened(parts)
    check = _Check(package, dict(expected or {}), clean, tuple(said))
    check.parts_are_sound()
    if check.told:
        return check.sentences()
    check.tree = tree or read_tree(package)
    check.structure_is_sound()
    check.nothing_is_left_over()
    check.every_answer_is_there()
    if clean:
        check.told += private_traces(package)
    return check.sentences()


@dataclass(slots=True)
class _Check:
    package: Opened
    expected: Mapping[str, str]
    clean: bool
    said: tuple[str, ...] = ()
    told: list[str] = field(default_factory=list)
    tree: TextTree = field(default_factory=TextTree)

    def sentences(self) -> tuple[str, ...]:
        told = list(dict.fromkeys(self.told))
        if len(told) > MOST:
            told = [*told[: MOST - 1], f"ほかに{len(told) - MOST + 1}件あります。"]
        return tuple(told)

    # -------------------------------------------------------------- the package
    def parts_are_sound(self) -> None:
        for name in self.package:
            if name.lower().endswith((".xml", ".rels")):
                try:
                    self.package.root(name)
                except InputError as broken:
                    self.told += [fault.what for fault in broken.faults]
        if self.told:
            return
        for name in (CONTENT_TYPES, "_rels/.rels", main_part(self.package)):
            if name not in self.package:
                self.told.append(f"ファイルに要る部品「{name}」がありません。")
        doubled = [n for n, count in Counter(name.lower() for name in self.package).items() if count > 1]
        self.told += [f"部品「{name}」が二つあります。" for name in doubled]
        if not self.told:
            self._targets()
            self._types()

    def _targets(self) -> None:
        for name in self.package:
            if not name.endswith(".rels"):
                continue
            source = source_of(name)
            rels = relationships(self.package, source)
            for rel in rels:
                inside = not rel.external and not rel.target.startswith("#")
                if inside and resolve(source, rel.target) not in self.package:
                    self.told.append(f"「{name}」が参照する部品「{rel.target}」がありません。")
            doubled = [key for key, count in Counter(rel.id for rel in rels).items() if count > 1]
            self.told += [f"「{name}」に、同じ番号「{key}」が二つあります。" for key in doubled]

    def _types(self) -> None:
        root = self.package.root(CONTENT_TYPES)
        endings = {(e.get("Extension") or "").lower() for e in root if e.get("Extension")}
        names = [(e.get("PartName") or "").lstrip("/") for e in root if e.get("PartName")]
        self.told += [
            f"部品の一覧にある「{name}」がありません。" for name in names if name not in self.package
        ]
        self.told += [
            f"部品の一覧に「{n}」が二つあります。" for n, count in Counter(names).items() if count > 1
        ]
        for name in self.package:
            if name not in names and name.rpartition(".")[2].lower() not in endings and name != CONTENT_TYPES:
                self.told.append(f"部品「{name}」の種類が書かれていません。")

    # -------------------------------------------------------------- Word's own rules
    def _stories(self) -> list[str]:
        main = main_part(self.package)
        return [main, *related(self.package, main, "header", "footer", "footnotes", "endnotes")]

    def structure_is_sound(self) -> None:
        found: dict[str, list[str]] = {
            tag: [] for tag in (_CONTROL_ID, _BOOKMARK, _RANGE, _RANGE_END, _REFERENCE)
        }
        names: list[str] = []
        for story in self._stories():
            depth = 0
            twice = b":Fallback" in self.package[story]
            for element in self.package.root(story).iter(*_LOOKED_AT):
                tag = element.tag
                if tag == _TC and len(element) and element[-1].tag == _P:
                    continue
                if twice and next(element.iterancestors(_FALLBACK), None) is not None:
                    continue
                if tag == _FIELD:
                    depth += {"begin": 1, "end": -1}.get(element.get(W + "fldCharType") or "", 0)
                elif tag in found:
                    found[tag].append(element.get(_VAL if tag == _CONTROL_ID else _ID) or "")
                    if tag == _BOOKMARK:
                        names.append((element.get(_NAME) or "").lower())
                else:
                    self.told += _table_faults(element, tag)
            if depth:
                self.told.append(f"「{story}」のフィールドが、閉じられていません。")
        self._unique("入力欄の番号", found[_CONTROL_ID])
        self._unique("ブックマークの番号", found[_BOOKMARK])
        self._unique("ブックマークの名前", names)
        self._comments(found)

    def _unique(self, what: str, ids: list[str]) -> None:
        self.told += [
            f"{what}「{key}」が重なっています。" for key, count in Counter(ids).items() if count > 1
        ]

    def _comments(self, found: Mapping[str, list[str]]) -> None:
        made = [
            comment.get(_ID) or ""
            for name in related(self.package, main_part(self.package), "comments")
            for comment in self.package.root(name).iterchildren(W + "comment")
        ]
        self._unique("コメントの番号", made)
        marks = {tag: Counter(found[tag]) for tag in (_REFERENCE, _RANGE, _RANGE_END)}
        for key in made:
            if marks[_REFERENCE][key] != 1:
                self.told.append(f"コメント「{key}」の印が、本文に{marks[_REFERENCE][key]}か所あります。")
            if marks[_RANGE][key] != marks[_RANGE_END][key] or marks[_RANGE][key] > 1:
                self.told.append(f"コメント「{key}」の範囲の、始まりと終わりが合いません。")
        strangers = set().union(*marks.values()) - set(made)
        self.told += [f"本文が指すコメント「{key}」がありません。" for key in sorted(strangers)]

    # -------------------------------------------------------------- text
    def nothing_is_left_over(self) -> None:
        values = (*self.expected.values(), *self.said)
        answers = {line for v in values if _MARK.search(v) for line in (v, *v.splitlines())}
        known = sorted(filter(_MARK.search, answers), key=len, reverse=True)
        heading = ""
        for block in self._blocks():
            if block.kind == "heading":
                heading = " ".join(x for x in (block.number, block.text) if x)
                if not block.text.strip():
                    self.told.append(
                        f"見出し「{block.number or f'{block.level}段目'}」に、文字がありません。"
                    )
            if not any(start in block.text for start in _MARK_STARTS):
                continue
            for piece in block.pieces:
                text = "" if piece.tag else _without(piece.text, known)
                if text and (left := _MARK.search(text)):
                    around = text[max(0, left.start() - 10) : left.end() + 20].strip()
                    self.told.append(f"「{heading or '冒頭'}」に、差し込みの印が残っています（{around}）。")
        for name, data in self.package.items():
            if name.startswith("word/") and name.endswith(".xml"):
                self._marks_in_bytes(name, data, known)

    def _marks_in_bytes(self, name: str, data: bytes, known: Sequence[str]) -> None:
        if _MARK_BYTES in data:
            self.told.append(f"「{name}」に、作成中の印が残っています。")
        if b"{" in data:
            for found in _MARKED_ATTRIBUTE.finditer(data):
                if _MARK.search(_without(found[0].decode("utf-8", "replace"), known)):
                    self.told.append(f"「{name}」の設定に、差し込みの印が残っています。")

    def _blocks(self) -> Iterator[Block]:
        for blocks in (self.tree.blocks, self.tree.margins, self.tree.notes):
            yield from TextTree(blocks).walk()

    def every_answer_is_there(self) -> None:
        """Blank lines do not count: in prose they only part two paragraphs, and nothing is printed for them."""
        looked_for = {key: _without_blanks(text) for key, text in self.expected.items() if text.strip()}
        if self.clean:
            whole, single = self._whole_text()
            missing = [key for key, text in looked_for.items() if text not in single and text not in whole]
        else:
            values = self.tree.values
            missing = [
                key
                for key, text in looked_for.items()
                if text not in map(_without_blanks, values.get(key, ()))
            ]
        for key in missing:
            short = self.expected[key][:30].replace("\n", " ")
            self.told.append(f"「{key}」に入るはずの「{short}」が、見当たりません。")

    def _whole_text(self) -> tuple[str, set[str]]:
        """All text, a line a paragraph; and each paragraph for itself, where most answers are found."""
        texts = [_without_blanks(block.text) for block in self._blocks() if block.text]
        return "\n".join(texts), set(texts)


def _without_blanks(text: str) -> str:
    return "\n".join(filter(None, text.split("\n"))) if "\n" in text else text


def _without(text: str, known: Sequence[str]) -> str:
    for value in known if _MARK.search(text) else ():
        text = text.replace(value, "")
    return text


def _table_faults(element: _Element, tag: str) -> list[str]:
    """What Word refuses to open: cells that end in no paragraph, rows without cells, tables without rows."""
    if tag == _TC:
        return [] if _ends_in_paragraph(element) else ["表のセルが、段落で終わっていません。"]
    wanted = _TC if tag == _TR else _TBL if tag == _TBL else ""
    inside = {_TC if wanted == _TC else _TR, _SDT, W + "customXml", W + "ins", W + "del"}
    if any(child.tag in inside for child in element):
        return []
    return ["表の行に、セルがありません。" if tag == _TR else "表に、行がありません。"]


def _ends_in_paragraph(cell: _Element) -> bool:
    last = next((child for child in reversed(cell) if child.tag not in _MAY_FOLLOW), None)
    if last is None:
        return False
    if last.tag == _SDT:
        content = last.find(_CONTENT)
        return content is not None and _ends_in_paragraph(content)
    return last.tag == _P
