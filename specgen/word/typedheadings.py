"""Headings that were typed: numbered lines without a heading style are told from lists by the rows they carry on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..model.texttree import Block, Piece, TextTree
from .foreign import Look

ENOUGH_BY_STYLE = 5
"""A file with so many headings by style is believed: there a typed line must also look like one."""
LONGEST = 34
_KANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
_ROMAN = {sign: n for n, sign in enumerate("ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ", 1)}
_KANJI = {sign: n for n, sign in enumerate("一二三四五六七八九", 1)}
_BOLD, _A_SENTENCE = "*", "。"
_SPACE = r"[ \t　]"
_NUMBER = re.compile(
    r"(?P<chapter>第[ 　]*(?P<c>[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})[ 　]*(?P<unit>章|節|項|編|条|(?=[ \t　])))"
    r"|(?P<path>[0-9０-９]{1,2}(?:[.．‐－-][0-9０-９]{1,2}){1,3})[.．]?(?![0-9０-９])"
    r"|(?P<plain>(?P<n>[0-9０-９]{1,2})(?P<sep>[.．、:：)）]|(?=[ \t　])|(?=[^\W\d_a-zA-Z])))"
    r"|(?P<paren>[(（]\s*(?P<p>[0-9０-９]{1,2})\s*[)）])"
    r"|(?P<enclosed>[⑴-⒇])"
    r"|(?P<roman>[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ])[.．、:：]?"
    r"|(?P<kanji>(?P<k>[一二三四五六七八九十]{1,3})(?:[.．、]|(?=[ \t　])))"
    r"|(?P<kana>[ア-ン])(?:[.．、)）]|(?=[ \t　]))"
)
_UNITS = {"編": "part", "章": "chapter", "": "chapter", "節": "section", "項": "item", "条": "article"}
_CONTENTS_LINE = re.compile(r"(?:[.．…‥・･]{3,}|\t)\s*[0-9０-９]{1,3}\s*$")
_SENTENCE = re.compile(
    r"[。！？!?]|、$|[はがをにでへ]、|(?:とする|する|した|いる|ある|ない|ます|です|こと|もの|とおり)$"
)
_NOUN_END = re.compile(
    r"(?:[^ぁ-ん]|[一-龠][いえきぎけげせてねめみりしび]|[一-龠]い?[あわ]せ|について|とき|まとめ|まで|など)$"
)
"""How a noun may end: not in hiragana, or as a verb does that has become one (取扱い, 引継ぎ, 見積り)."""
_MARK = re.compile(r"[■◆●◇□○▼【〔]")
_QUANTITY = re.compile(
    r"(?:年|月|日|時|分|回|名|人|件|台|円|部|か|個|カ|ヶ|箇|社|校|者|階|次|%|％|GB|TB|MB|mm|cm|m|kg|インチ|号)"
    r"(?:[のをにがはでと、。・（(まかご間目度以程ぶ当未\s　]|$)|以上|以下|程度|[A-Za-z]"
)
"""What makes a number at the beginning of a line an amount."""


@dataclass(frozen=True, slots=True)
class _Typed:
    """A paragraph that begins with a number: its kind of number, the number, and what stands behind."""

    family: str
    number: tuple[int, ...]
    printed: str
    label: str
    rest: str
    """What follows the label in the same paragraph, behind a gap."""

    @property
    def bare(self) -> str:
        """The kind of number, whatever the line is like."""
        return self.family.rstrip(_BOLD + _A_SENTENCE)


@dataclass(slots=True)
class _Row:
    """A row of numbered lines that is open: its kind, its latest number, and where its lines stand."""

    family: str
    last: int
    lines: list[int] = field(default_factory=list)

    @property
    def bare(self) -> str:
        """The kind of number, whatever the line is like."""
        return self.family.rstrip(_BOLD + _A_SENTENCE)


def with_typed_headings(tree: TextTree, looks: Mapping[int, Look]) -> TextTree:
    """``tree`` with a heading block for each line that was typed as one.

    A heading and its value in one paragraph become two blocks of one ``index``. Lines of a contents list typed by
    hand become ``contents``. What has a heading style stays what it is.
    """
    blocks = [replace(b, kind="contents", level=1) if _is_contents_line(b) else b for b in tree.blocks]
    by_style = sum(b.kind == "heading" for b in blocks)
    if not by_style and (form := _form(blocks)):
        return replace(tree, blocks=tuple(form))
    finder = _Finder(blocks, looks, strict=by_style >= ENOUGH_BY_STYLE)
    levels = finder.levels()
    if not levels and not by_style:
        levels = dict(_bold_lines(blocks, looks))
    out: list[Block] = []
    for at, block in enumerate(blocks):
        out += _as_heading(block, finder.typed.get(at), levels[at]) if at in levels else [block]
    return replace(tree, blocks=tuple(out))


def _is_contents_line(block: Block) -> bool:
    return (
        block.kind in ("paragraph", "item")
        and bool(_CONTENTS_LINE.search(block.text))
        and len(block.text) < 80
        and "。" not in block.text
    )


class _Finder:
    """Follows rows of numbers through the paragraphs."""

    def __init__(self, blocks: Sequence[Block], looks: Mapping[int, Look], *, strict: bool) -> None:
        self.blocks, self.looks, self.strict = blocks, looks, strict
        self.typed = {
            at: replace(typed, family=typed.family + self._manner(at, typed))
            for at, block in enumerate(blocks)
            if (typed := _typed(block)) is not None
        }
        self.rows: list[_Row] = []
        self.base: list[int] = []
        """Levels of the headings by style around the place."""
        self.inner: dict[str, tuple[int, int]] = {}
        """Rows of a family that is open already, begun again at 1: lists; number and place of their latest line."""
        self.found: dict[int, tuple[int, _Row]] = {}

    def _manner(self, at: int, typed: _Typed) -> str:
        """Lines that look like headings and lines that are sentences make rows of their own."""
        if self._is_bold(at):
            return _BOLD
        return "" if typed.rest or _is_label(typed.label, bold=False) else _A_SENTENCE

    def _is_bold(self, at: int) -> bool:
        return self.looks.get(self.blocks[at].index, Look()).bold

    def levels(self) -> dict[int, int]:
        """Place of each typed heading → its level."""
        for at, block in enumerate(self.blocks):
            if block.kind == "heading":
                self.rows, self.inner, self.base = [], {}, [block.level]
            elif (typed := self.typed.get(at)) is not None:
                self._meet(at, typed)
        return {at: level for at, (level, row) in self.found.items() if self._is_heading(at, row)}

    def _meet(self, at: int, typed: _Typed) -> None:
        if len(typed.number) > 1:
            self._path(at, typed)
            return
        number = typed.number[0]
        depth = next((d for d, row in enumerate(self.rows) if row.family == typed.family), -1)
        if depth < 0 and number > 1:  # somebody forgot the bold type, or used it once too often
            likes = [
                d for d, row in enumerate(self.rows) if row.bare == typed.bare and row.last + 1 == number
            ]
            depth = likes[-1] if likes else -1
            typed = replace(typed, family=self.rows[depth].family) if likes else typed
        if depth < 0:
            if number == 1:
                self._open(at, typed.family, len(self.rows))
            return
        row = self.rows[depth]
        if self._carries_on_a_list(at, typed):
            self.inner[typed.family] = number, at
        elif number == row.last + 1:
            self.rows = self.rows[: depth + 1]
            self.inner = {}
            row.last = number
            self._keep(at, depth, row)
        elif number == 1:
            self.inner[typed.family] = 1, at

    def _carries_on_a_list(self, at: int, typed: _Typed) -> bool:
        """Whether a line belongs to the list that was begun, and not to the open row: it stands right behind it."""
        number, place = self.inner.get(typed.family, (0, -1))
        if typed.number[0] != number + 1 or number == 0:
            return False
        return at - place == 1 or typed.number[0] != self._last(typed.family) + 1

    def _last(self, family: str) -> int:
        return next(row.last for row in self.rows if row.family == family)

    def _path(self, at: int, typed: _Typed) -> None:
        """``1.2``: it must carry on its own row and belong to the number above."""
        depth = len(typed.number) - 1
        family = f"{typed.family}{depth}"
        above = next((row for row in self.rows if row.family == family), None)
        first = self.rows[0] if self.rows else None
        if depth == 1 and first is not None and first.bare in _TOP and first.last != typed.number[0]:
            return
        if above is not None and typed.number[-1] in (above.last + 1, 1):
            at_depth = self.rows.index(above)
            self.rows = self.rows[: at_depth + 1]
            above.last = typed.number[-1]
            self._keep(at, at_depth, above)
        elif above is None and typed.number[-1] == 1:
            if not self.rows and not self.base:
                self.rows.append(_Row("path0", typed.number[0]))
            self._open(at, family, len(self.rows))

    def _open(self, at: int, family: str, depth: int) -> None:
        row = _Row(family, 1)
        self.rows = [*self.rows[:depth], row]
        self._keep(at, depth, row)

    def _keep(self, at: int, depth: int, row: _Row) -> None:
        row.lines.append(at)
        self.found[at] = (self.base[-1] if self.base else 0) + depth + 1, row

    def _is_heading(self, at: int, row: _Row) -> bool:
        typed = self.typed[at]
        bold = self._is_bold(at)
        if not _is_label(typed.label, bold=bold):
            return False
        if row.bare in ("chapter", "section", "part") or typed.bare == "path":
            return True
        if self.strict:
            return bold
        if bold:
            return True
        return not self._is_list(row)

    def _is_list(self, row: _Row) -> bool:
        """Whether most lines of a row have nothing of their own below: a list of things, not of sections."""
        if row.bare == "article":
            return False
        bare = sum(not self._has_text_below(at, row) for at in row.lines)
        return 2 * bare >= len(row.lines)

    def _has_text_below(self, at: int, row: _Row) -> bool:
        if self.typed[at].rest:
            return True
        for after in range(at + 1, len(self.blocks)):
            block = self.blocks[after]
            if block.kind == "heading" or after in row.lines:
                return False
            if block.kind == "table" or block.text.strip():
                return self._is_below(after, row)
        return False

    def _is_below(self, at: int, row: _Row) -> bool:
        """Whether what follows is no line of a row around."""
        found = self.found.get(at)
        typed = self.typed.get(at)
        return found is None or typed is None or found[0] > self.found[row.lines[0]][0]


_TOP = ("chapter", "plain.", "plain", "plain、", "path0")


def _typed(block: Block) -> _Typed | None:
    """What a paragraph or numbered item begins with; nothing for tables, headings by style and sentences."""
    if block.kind not in ("paragraph", "item"):
        return None
    text = f"{block.number}　{block.text}" if block.number else block.text
    text = text.lstrip(" \t　").partition("\n")[0]
    found = _NUMBER.match(text)
    if found is None:
        return None
    behind = text[found.end() :]
    if _QUANTITY.match(behind) and not found["chapter"]:
        return None
    family, number = _family(found)
    label, rest = split_label(behind.lstrip(" \t　.．、:："))
    return _Typed(family, number, found[0].strip(" \t　"), label, rest) if label and number else None


def _family(found: re.Match[str]) -> tuple[str, tuple[int, ...]]:
    kind = str(found.lastgroup)
    if found["chapter"]:
        return _UNITS[found["unit"] or ""], _one(found["c"])
    if found["path"]:
        narrow = unicodedata.normalize("NFKC", found["path"])
        return "path", tuple(int(part) for part in re.split(r"[.\-‐]", narrow) if part)
    if found["plain"]:
        sep = unicodedata.normalize("NFKC", found["sep"] or "")
        return f"plain{sep if sep in '.、:)' else ''}", _one(found["n"])
    if found["paren"]:
        return "paren", _one(found["p"])
    if found["enclosed"]:
        return "paren", (ord(found["enclosed"]) - ord("⑴") + 1,)
    if found["roman"]:
        return "roman", (_ROMAN[found["roman"]],)
    if found["kanji"]:
        return "kanji", _one(found["k"])
    return "kana" if kind else "", (_KANA.find(found["kana"]) + 1,)


def _one(digits: str) -> tuple[int, ...]:
    narrow = unicodedata.normalize("NFKC", digits)
    if narrow.isdecimal():
        return (int(narrow),)
    tens, ten, ones = narrow.rpartition("十")
    value = (_KANJI.get(tens, 1) * 10 if ten else 0) + _KANJI.get(ones, 0)
    return (value,) if value else ()


def split_label(text: str) -> tuple[str, str]:
    """The heading at the beginning of a line, and what stands behind a gap or a colon in the same line.

    Letters of a heading that are spread over the line (``件　名``) are put together.
    """
    spread = re.match(rf"((?:[^\s　]{_SPACE}+){{1,5}}[^\s　])(?:{_SPACE}{{2,}}|\s*[:：]\s*|$)", text)
    if spread and all(len(part) == 1 for part in re.split(rf"{_SPACE}+", spread[1])):
        return re.sub(r"[\s　]", "", spread[1]), text[spread.end() :].strip(" \t　:：")
    gap = re.search(r"[ 　]{2,}|\t|[:：]", text)
    if gap is None and (one := re.search("　", text)) and 2 <= one.start() <= 8:
        gap = one
    if gap is None:
        return text.strip(), ""
    return text[: gap.start()].strip(), text[gap.end() :].strip(" \t　:：")


def _is_label(label: str, *, bold: bool) -> bool:
    if not 2 <= len(label) <= LONGEST or _SENTENCE.search(label):
        return False
    return bold or bool(_NOUN_END.search(label))


def _bold_lines(blocks: Sequence[Block], looks: Mapping[int, Look]) -> Iterator[tuple[int, int]]:
    """Short bold or marked lines with text below, in a file that has no other headings."""
    for at, block in enumerate(blocks):
        if block.kind != "paragraph" or at + 1 >= len(blocks):
            continue
        text = block.text.strip(" 　")
        marked = _MARK.match(text) is not None
        label = text.strip("■◆●◇□○▼【】〔〕 　")
        below = blocks[at + 1]
        stands_out = marked or looks.get(block.index, Look()).bold
        has_text = below.kind == "table" or (below.text.strip() and not looks.get(below.index, Look()).bold)
        if stands_out and has_text and _is_label(label, bold=False):
            yield at, 1


def _form(blocks: Sequence[Block]) -> list[Block]:
    """The blocks of a paper that is one table of headings and texts; nothing for every other paper."""
    tables = [block for block in blocks if block.kind == "table" and _is_form(block)]
    below = sum(len(_cell(cell)) for table in tables for row in table.rows for cell in row)
    beside = sum(len(block.text) for block in blocks)
    if below <= beside:
        return []
    out: list[Block] = []
    for block in blocks:
        out += _rows_of_form(block) if block in tables else [block]
    return out


def _is_form(table: Block) -> bool:
    """Whether a table has short labels in its first column and texts in its last."""
    rows = [row for row in table.rows if len(row) >= 2]
    labels = [_cell(row[0]).replace("\n", "") for row in rows]
    texts = [len(_cell(row[-1])) for row in rows]
    named = sum(bool(label) and _is_label(split_label(label)[0], bold=True) for label in labels)
    return len(rows) >= _LEAST_OF_FORM and named >= 0.8 * len(rows) and sum(texts) > 2 * sum(map(len, labels))


_LEAST_OF_FORM = 5
"""So many rows has a form at least."""


def _rows_of_form(table: Block) -> Iterator[Block]:
    for row in table.rows:
        text = _cell(row[0]).replace("\n", "")
        if len(row) >= 2 and text:
            typed = _typed(Block("paragraph", text))
            label = typed.label if typed is not None else split_label(text)[0] or text
            number = typed.printed if typed is not None else ""
            yield Block("heading", label, 1, number, (Piece(label),), index=table.index)
        cells = row[1:] if len(row) >= 2 and text else row
        yield from (replace(block, index=table.index) for cell in cells for block in cell)


def _cell(cell: tuple[Block, ...]) -> str:
    return "\n".join(block.text for block in TextTree(cell).walk()).strip()


def _as_heading(block: Block, typed: _Typed | None, level: int) -> list[Block]:
    if typed is None:
        label = block.text.strip("■◆●◇□○▼【】〔〕 　")
        return [replace(block, kind="heading", text=label, level=level)]
    heading = replace(
        block,
        kind="heading",
        text=typed.label,
        level=level,
        number=typed.printed,
        pieces=(Piece(typed.label),),
    )
    below = block.text.partition("\n")[2].strip()
    rest = "\n".join(part for part in (typed.rest, below) if part)
    if not rest:
        return [heading]
    return [heading, replace(block, kind="paragraph", text=rest, level=0, number="", pieces=(Piece(rest),))]
