"""Views of a text tree: a page to read, a digest of what people can edit, the rows of a table."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ..model.texttree import Block, Comment, TextTree

Row = tuple[tuple[Block, ...], ...]


# ------------------------------------------------------------------ for people
def tree_to_text(tree: TextTree, *, with_margins: bool = False) -> str:
    """The file as plain text: headings and items with numbers, tables as pipe rows, comments at the end."""
    lines: list[str] = []
    if with_margins:
        lines += [f"[ヘッダー・フッター] {text}" for text in _plain(tree.margins) if text.strip()] + [""]
    lines += _view(tree.blocks)
    if tree.notes:
        lines += ["", "[脚注]", *(f"- {text}" for text in _plain(tree.notes))]
    if tree.comments:
        lines += ["", "[コメント]", *map(_comment_line, tree.comments)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n"


def _view(blocks: tuple[Block, ...]) -> Iterator[str]:
    before = ""
    for block in blocks:
        if block.kind == "table":
            yield from ("| " + " | ".join(map(_cell_view, row)) + " |" for row in block.rows)
            yield ""
        elif block.text or block.number or block.kind == "heading":
            if block.kind == "heading" or before not in ("", block.kind):
                yield ""
            yield _paragraph_view(block)
            if block.kind == "heading":
                yield ""
        before = block.kind if block.kind in ("item", "contents") else ""
        if not before and block.kind not in ("table", "heading", "caption"):
            yield ""


def _paragraph_view(block: Block) -> str:
    text = " ".join(part for part in (block.number, block.text.replace("\n", "\n  ")) if part)
    if block.kind == "heading":
        return f"{'#' * block.level} {text}".rstrip()
    if block.kind in ("item", "contents"):
        return (
            "   " * (block.level - 1)
            + ("- " if not block.number else "")
            + text.replace("\t", " … ").rstrip(" …")
        )
    return text


def _cell_view(cell: tuple[Block, ...]) -> str:
    return _cell_text(cell).replace("|", "\\|").replace("\n", " ⏎ ")


def _comment_line(comment: Comment) -> str:
    about = f" ({'、'.join(comment.anchor_tags)})" if comment.anchor_tags else ""
    state = "［解決済み］" if comment.done else ""
    return f"{'   └ ' if comment.parent else '- '}{comment.author}{about}{state}: " + comment.text.replace(
        "\n", " ⏎ "
    )


def _plain(blocks: tuple[Block, ...]) -> list[str]:
    return [" ".join(p for p in (b.number, b.text) if p) for b in TextTree(blocks).walk()]


def _cell_text(cell: tuple[Block, ...]) -> str:
    return "\n".join(" ".join(p for p in (b.number, b.text) if p) for b in TextTree(cell).walk())


# ------------------------------------------------------------------ for the machine
def text_digest(tree: TextTree) -> str:
    """A digest of texts and comments: an edited file is recognised, one that was only saved again is not.

    Left out because saving or refreshing alone changes them: the contents list, computed numbers, styles,
    empty paragraphs, how many copies of a header there are, comment ids and dates.
    """
    ids = {comment.id: comment for comment in tree.comments}
    comments = sorted(
        [c.text, ids[c.parent].text if c.parent in ids else "", "done" if c.done else ""]
        for c in tree.comments
    )
    margins = sorted({block.text for block in TextTree(tree.margins).walk() if block.text})
    told = [_texts(tree.blocks), margins, _texts(tree.notes), comments]
    return hashlib.sha256(json.dumps(told, ensure_ascii=True).encode()).hexdigest()


def _texts(blocks: tuple[Block, ...]) -> list[object]:
    out: list[object] = []
    for block in blocks:
        if block.kind == "table":
            out.append([[_texts(cell) for cell in row] for row in block.rows])
        elif block.kind != "contents" and block.text:
            out.append(block.text)
    return out


# ------------------------------------------------------------------ tables with known rows
@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of an answer's table; ``key`` is empty if typed by hand, ``copied`` if the key stood before."""

    key: str
    cells: Mapping[str, str] = field(default_factory=dict)
    copied: bool = False


def table_rows(tree: TextTree, table_id: str) -> tuple[TableRow, ...]:
    """The rows of a table of answers in the order printed, rows typed by hand and copied ones included.

    Which column stands where is learnt from the cells that still have their controls. Rows before the first
    of those count only if they do not look like its head. A table printed twice gives its first place.
    """
    for table in _tables(tree.blocks):
        places = _columns(table, table_id)
        if places:
            return tuple(_rows(table, table_id, places))
    return ()


def _tables(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for block in blocks:
        if block.kind == "table":
            yield block
            for row in block.rows:
                for cell in row:
                    yield from _tables(cell)


def _address(tag: str, table_id: str) -> tuple[str, str]:
    """Row key and column of a cell's tag, or two empty texts for any other tag."""
    prefix = table_id + "/"
    if not tag.startswith(prefix):
        return "", ""
    key, _, column = tag[len(prefix) :].partition("#")[0].partition(".")
    return (key, column) if column else ("", "")


def _tagged(cell: tuple[Block, ...], table_id: str) -> Iterator[tuple[str, str, str]]:
    """(row key, column, text) of the controls in a cell; paragraphs of one control are joined."""
    texts: dict[tuple[str, str], list[str]] = {}
    for block in cell:
        own: dict[tuple[str, str], str] = {}
        for piece in block.pieces:
            address = _address(piece.tag, table_id)
            if address[0]:
                own[address] = own.get(address, "") + piece.text
        for address, text in own.items():
            texts.setdefault(address, []).append(text)
    for (key, column), lines in texts.items():
        yield key, column, "\n".join(lines)


def _columns(table: Block, table_id: str) -> dict[int, str]:
    """Position → column: what most of the tagged cells say."""
    votes: dict[int, dict[str, int]] = {}
    for row in table.rows:
        for at, cell in enumerate(row):
            for _, column, _ in _tagged(cell, table_id):
                votes.setdefault(at, {}).setdefault(column, 0)
                votes[at][column] += 1
    return {at: max(told, key=lambda c: told[c]) for at, told in votes.items()}


def _rows(table: Block, table_id: str, places: dict[int, str]) -> Iterator[TableRow]:
    seen: set[str] = set()
    for at, row in enumerate(table.rows):
        found = [(k, c, t) for cell in row for k, c, t in _tagged(cell, table_id)]
        key = found[0][0] if found else ""
        if not found and (not _is_typed(row) or (not seen and (at == 0 or _is_head(row)))):
            continue
        cells = {column: _cell_text(row[place]) for place, column in places.items() if place < len(row)}
        cells |= {column: text for _, column, text in found}
        if key or any(text.strip() for text in cells.values()):
            yield TableRow(key, cells, bool(key) and key in seen)
        seen.add(key)
        seen.discard("")


def _is_typed(row: Row) -> bool:
    """A row without controls of anything else (a line of totals has those of its own)."""
    return not any(piece.tag for cell in row for block in cell for piece in block.pieces)


def _is_head(row: Row) -> bool:
    styles = {block.style.replace(" ", "").lower() for cell in row for block in cell if block.text}
    return styles <= {"tablehead"}
