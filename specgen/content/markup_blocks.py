"""Reads the lines of a template or of a clause into blocks, going on after each fault."""

from __future__ import annotations

import re
from collections.abc import Callable

from ..errors import nearest
from .markup_ast import (
    Block,
    Blocks,
    ClauseBlock,
    Contents,
    Cover,
    Heading,
    Inlines,
    Item,
    Landscape,
    PageBreak,
    Paragraph,
    SectionBlock,
)
from .markup_inline import Piece, Scope, read_inlines, read_key
from .markup_table import read_table

_HEADING = re.compile(r"(#+)([ \t\u3000]*)(.*)")
_MARKS = re.compile(r"\{([#.][^{}]*)\}\s*$")
_ITEM = re.compile(r"(\s*)(\d{1,3}\.|-)[ \u3000]+(.*)")
_ALMOST_ITEM = re.compile(r"(?:\d{1,3}\.(?=[^\d\s])|[0-9０-９]{1,3}[．)）、]|[-*+]\s|[・●○■◆])")
_WHEN = re.compile(r"\[([^\[\]]*)\]\s*")
_NAMES = re.compile(r"(?:not )?[a-z][a-z0-9_]*(?: (?:and|or) (?:not )?[a-z][a-z0-9_]*)*")
_CAPTION = re.compile(r"表\s*[:：]\s*(.*)")
_COMMAND = re.compile(r"\{([^{}§]+)\}")
_CLAUSE_NAME = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
_COMMANDS = ("cover", "title", "contents", "clause topic.name")
_REMEDY_NAMES = "使えるのは {cover}、{title}、{contents}、{clause 分類.名前} です。"
INDENT = 3
"""How far one level of a list is indented."""


class BlockReader:
    """A cursor over lines. ``in_clause`` narrows what may be written to paragraphs, items and tables."""

    def __init__(
        self, lines: list[str], scope: Scope, first_line: int = 1, *, in_clause: bool = False
    ) -> None:
        self._lines = [Piece(line, first_line + n, 1) for n, line in enumerate(lines)]
        self._at = 0
        self._scope = scope
        self._in_clause = in_clause

    def read(self) -> Blocks:
        """All blocks of these lines."""
        blocks: list[Block] = []
        while self._at < len(self._lines):
            blocks += self._read_until_close()
            if self._at < len(self._lines):
                line = self._next()
                self._fault(
                    "M02",
                    "開いていない「:::」です。",
                    line,
                    remedy="この行を消すか、上に「::: section 鍵」を書きます。",
                )
        return tuple(blocks)

    # ── cursor ──

    def _peek(self) -> Piece | None:
        return self._lines[self._at].stripped() if self._at < len(self._lines) else None

    def _next(self) -> Piece:
        self._at += 1
        return self._lines[self._at - 1].stripped()

    def _fault(self, code: str, what: str, spot: Piece, *, near: str = "", remedy: str = "") -> None:
        self._scope.fault(code, what, spot, quoted=spot.text, near=near, remedy=remedy)

    # ── blocks ──

    def _read_until_close(self) -> list[Block]:
        blocks: list[Block] = []
        while (line := self._peek()) is not None and line.text != ":::":
            if not line.text:
                self._at += 1
                continue
            block = self._reader_for(line)()
            if block is not None:
                blocks.append(block)
        return blocks

    def _reader_for(self, line: Piece) -> Callable[[], Block | None]:
        text = line.text
        raw = self._lines[self._at].text
        if text.startswith(":::"):
            return self._read_fence
        if text.startswith("#"):
            return self._read_heading
        if text.startswith("|"):
            return lambda: self._read_table((), "")
        if _CAPTION.fullmatch(text):
            return self._read_captioned
        if _ITEM.fullmatch(raw):
            return self._read_item
        if text == "---pagebreak---":
            return self._read_page_break
        if (
            text.startswith("{")
            and not text.startswith(("{{", "{§", "{%", "{#"))
            and _COMMAND.fullmatch(text)
        ):
            return self._read_command
        return self._read_paragraph

    def _only_in_template(self, line: Piece) -> None:
        if self._in_clause:
            self._fault(
                "M05",
                "条項の本文では使えない書き方です。",
                line,
                remedy="条項には、段落・項目・表だけを書きます。見出しや区切りは、ひな形のほうに置きます。",
            )

    def _read_fence(self) -> Block | None:
        opened = self._next()
        self._only_in_template(opened)
        words = opened.text[3:].split()
        kind = words[0] if words else ""
        key = ""
        if kind == "section" and len(words) == 2:
            key = read_key(words[1], opened, self._scope)
        elif not (kind == "landscape" and len(words) == 1):
            self._fault(
                "M03",
                "知らない区切りです。",
                opened,
                near=nearest(kind, ("section", "landscape")) if kind not in ("section", "landscape") else "",
                remedy="「::: section 鍵」か「::: landscape」で始め、「:::」だけの行で閉じます。",
            )
        blocks = tuple(self._read_until_close())
        if self._at >= len(self._lines):
            self._fault(
                "M01", "この「:::」が閉じていません。", opened, remedy="終わりに「:::」だけの行を書きます。"
            )
        else:
            self._at += 1
        place = self._scope.place(opened.line, opened.column)
        return Landscape(blocks, place) if kind == "landscape" else SectionBlock(key, blocks, place)

    def _read_heading(self) -> Block | None:
        line = self._next()
        self._only_in_template(line)
        match = _HEADING.fullmatch(line.text)
        assert match is not None, "a line that starts with # always matches"
        hashes, blank, _ = match.groups()
        if not blank or len(hashes) > 4:
            self._fault(
                "M06",
                "見出しとして読めません。",
                line,
                remedy="「#」を一つから四つ書き、空白を置いて、見出しを書きます。",
            )
            return None
        inside, key, plain = self._read_marks(line.after(match.start(3)))
        if plain and len(hashes) > 1:
            self._fault(
                "M07",
                "「.plain」（番号なし）は、章の見出し（#）だけに付けられます。",
                line,
                remedy="「.plain」を外します。",
            )
        inlines = read_inlines([inside], self._scope)
        if not inlines:
            self._fault("M06", "見出しに文字がありません。", line, remedy="「#」の後に見出しを書きます。")
        return Heading(len(hashes), inlines, key, not plain, self._scope.place(line.line, line.column))

    def _read_marks(self, piece: Piece) -> tuple[Piece, str, bool]:
        """Take ``{#key .plain}`` off the end: what is left, the key, whether it is plain."""
        match = _MARKS.search(piece.text)
        if match is None:
            return piece, "", False
        key, plain = "", False
        spot = piece.after(match.start())
        for word in match.group(1).split():
            if word.startswith("#"):
                key = read_key(word[1:], spot, self._scope)
            elif word == ".plain":
                plain = True
            else:
                self._fault(
                    "M08",
                    "知らない印です。",
                    Piece(word, spot.line, spot.column),
                    remedy="使えるのは {#鍵} と {#鍵 .plain} です。",
                )
        return Piece(piece.text[: match.start()], piece.line, piece.column), key, plain

    def _read_captioned(self) -> Block | None:
        line = self._next()
        match = _CAPTION.fullmatch(line.text)
        assert match is not None, "only called for captions"
        inside, key, plain = self._read_marks(line.after(match.start(1)))
        caption = read_inlines([inside], self._scope)
        if not key and not _MARKS.search(line.text):
            self._fault(
                "M09",
                "表の題に鍵がありません。",
                line,
                remedy="終わりに {#鍵} を付けます（例 表: 成果物一覧 {#deliverables}）。",
            )
        if plain or not caption:
            self._fault("M09", "表の題として読めません。", line, remedy="「表: 題 {#鍵}」の形で書きます。")
        while (following := self._peek()) is not None and not following.text:
            self._at += 1
        if following is None or not following.text.startswith("|"):
            self._fault(
                "M10",
                "表の題の下に、表がありません。",
                line,
                remedy="題のすぐ下に、「|」で始まる表を書きます。",
            )
            return None
        return self._read_table(caption, key)

    def _read_table(self, caption: Inlines, key: str) -> Block | None:
        lines = []
        while (line := self._peek()) is not None and line.text.startswith("|"):
            lines.append(self._next())
        return read_table(lines, caption, key, self._scope)

    def _read_page_break(self) -> Block | None:
        line = self._next()
        self._only_in_template(line)
        return PageBreak(self._scope.place(line.line, line.column))

    def _read_command(self) -> Block | None:
        line = self._next()
        words = line.text[1:-1].split()
        place = self._scope.place(line.line, line.column)
        match words:
            case ["cover" | "title" as word]:
                self._only_in_template(line)
                return Cover(word == "cover", place)
            case ["contents"]:
                self._only_in_template(line)
                return Contents(place)
            case ["clause", name]:
                self._only_in_template(line)
                if _CLAUSE_NAME.fullmatch(name):
                    return ClauseBlock(name, place)
                self._fault(
                    "M11",
                    "条項の名前として読めません。",
                    line,
                    remedy="「{clause 分類.名前}」の形で書きます。",
                )
            case _:
                near = nearest(words[0] if words else "", [c.split()[0] for c in _COMMANDS])
                self._fault("M04", "知らない書き方です。", line, near=near, remedy=_REMEDY_NAMES)
        return None

    def _read_item(self) -> Block | None:
        raw = self._lines[self._at].text
        line = self._next()
        match = _ITEM.fullmatch(raw)
        assert match is not None, "only called for items"
        indent, mark, words = match.groups()
        level = self._level(indent, line)
        inside = Piece(words, line.line, match.start(3) + 1)
        when = ""
        if condition := _WHEN.match(words):
            when = " ".join(condition.group(1).split())
            if not _NAMES.fullmatch(when):
                self._fault(
                    "M14",
                    "項目の条件として読めません。",
                    Piece(condition.group(0).strip(), line.line, inside.column),
                    remedy="「[条件の名前]」と書きます。文字としての角かっこは、全角の「［」「］」で書きます。",
                )
                when = ""
            inside = inside.after(condition.end())
        inlines = read_inlines([inside, *self._continuation(line)], self._scope)
        if not inlines:
            self._fault(
                "M15",
                "項目に文字がありません。",
                line,
                remedy="「1. 」や「- 」の後に文を書くか、この行を消します。",
            )
        return Item(level, mark != "-", inlines, when, self._scope.place(line.line, line.column))

    def _level(self, indent: str, line: Piece) -> int:
        if indent.strip(" ") or len(indent) % INDENT or len(indent) > 2 * INDENT:
            self._fault(
                "M13",
                "項目の字下げが読めません。",
                line,
                remedy=f"一段下げるごとに、半角の空白を{INDENT}つ置きます（三段まで。タブや全角の空白は使いません）。",
            )
        return min(3, len(indent) // INDENT + 1)

    def _continuation(self, item: Piece) -> list[Piece]:
        """Lines right under an item that are indented belong to it."""
        pieces = []
        while (
            (line := self._peek()) is not None
            and self._reader_for(line) == self._read_paragraph
            and line.text
        ):
            if line.column == 1:
                self._fault(
                    "M16",
                    "項目の続きか、次の段落かが分かりません。",
                    line,
                    remedy="続きなら頭に空白を3つ置き、次の段落なら空の行を一つ挟みます。",
                )
            pieces.append(self._next())
        return pieces

    def _read_paragraph(self) -> Block | None:
        first = self._peek()
        assert first is not None, "only called when a line is left"
        if _ALMOST_ITEM.match(first.text):
            self._fault(
                "M17",
                "項目のつもりなら、読めない書き方です。",
                first,
                remedy="番号の付く項目は「1. 」、付かない項目は「- 」で始めます（半角、後に空白）。",
            )
        pieces = []
        while (
            (line := self._peek()) is not None
            and line.text
            and self._reader_for(line) == self._read_paragraph
        ):
            pieces.append(self._next())
        return Paragraph(read_inlines(pieces, self._scope), self._scope.place(first.line, first.column))
