"""Reads the inside of a line: fixed words, ``{{ id }}`` and ``{§key}``; every fault has its column."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ..errors import Fault, Faults, Place
from .markup_ast import Field, Inline, Inlines, SectionRef, Text

MOST_BOOKMARK_CHARS = 36
"""Word allows 40 characters in the name of a bookmark; four go to ``sec_`` and ``tbl_``."""

_FIELD = re.compile(r"\{\{(.*?)\}\}")
_REF = re.compile(r"\{§([^{}]*)\}")
_PATH = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
_KEY = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
MOST_QUOTED = 40
"""A quotation in a message is cut here."""
_ASCII_WORD = re.compile(r"[A-Za-z0-9]")
_BRACES = "文字としての波かっこは、全角の「｛」「｝」で書きます。"


@dataclass(slots=True)
class Scope:
    """What a line may hold: the file it is in, where faults go, and whether ``row.column`` has a meaning."""

    file: str
    faults: Faults = field(default_factory=Faults)
    in_row: bool = False

    def fault(
        self, code: str, what: str, spot: Piece | Place, *, quoted: str = "", near: str = "", remedy: str = ""
    ) -> None:
        """Keep a fault; ``spot`` is where in this file it stands, or a place of any file."""
        place = Place(self.file, spot.line, spot.column) if isinstance(spot, Piece) else spot
        short = quoted if len(quoted) <= MOST_QUOTED else quoted[: MOST_QUOTED - 1] + "…"
        self.faults.add(Fault(code, what, place, short, near, remedy))

    def place(self, line: int, column: int = 1) -> Place:
        """A place in this file."""
        return Place(self.file, line, column)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one source line: its text, and where it begins."""

    text: str
    line: int
    column: int

    def stripped(self) -> Piece:
        """The same without blanks at both ends (full-width blanks too)."""
        left = len(self.text) - len(self.text.lstrip())
        return Piece(self.text.strip(), self.line, self.column + left)

    def after(self, count: int) -> Piece:
        """What is left when ``count`` characters are taken away at the front."""
        return Piece(self.text[count:], self.line, self.column + count)

    def until(self, text: str) -> Piece:
        """``text``, standing where this piece begins."""
        return Piece(text, self.line, self.column)


def bookmark_part(key: str) -> str:
    """A key as it stands in the name of a bookmark."""
    return key.replace(".", "__")


def condition_key(when: str) -> str:
    """A condition of an item as one key: ``cloud`` stays, ``not cloud and risk`` → ``not-cloud-and-risk``."""
    return when.replace(" ", "-")


def read_key(text: str, piece: Piece, scope: Scope, *, code: str = "M12") -> str:
    """The key itself when it is well written; otherwise a fault is kept and an empty string comes back."""
    if "__" in text:
        scope.fault(
            code,
            "鍵に「_」が続けて使われています。",
            piece,
            quoted=text,
            remedy="「__」は「.」の代わりに内部で使うため、「_」を一つにします。",
        )
        return ""
    if not _KEY.fullmatch(text):
        scope.fault(
            code,
            "鍵として読めません。",
            piece,
            quoted=text,
            remedy="半角の英小文字で始め、英小文字・数字・「_」を「.」でつなげて書きます（例 work.data）。",
        )
        return ""
    if len(bookmark_part(text)) > MOST_BOOKMARK_CHARS:
        scope.fault(
            code,
            f"鍵が長すぎます（「.」は2字と数えて{len(bookmark_part(text))}字）。",
            piece,
            quoted=text,
            remedy=f"Wordのしおりに収まるよう、{MOST_BOOKMARK_CHARS}字までにします。",
        )
        return ""
    return text


def read_inlines(pieces: list[Piece], scope: Scope) -> Inlines:
    """The inlines of some source lines that make one text. Lines are joined without a space.

    Between two letters or digits of the ASCII set a space is put, so that words of Latin script stay apart.
    """
    found: list[Inline] = []
    for piece in pieces:
        for number, inline in enumerate(_read_line(piece.stripped(), scope)):
            last = found[-1] if found else None
            if isinstance(inline, Text) and isinstance(last, Text):
                glue = " " if number == 0 and _both_latin(last.text, inline.text) else ""
                found[-1] = Text(last.text + glue + inline.text)
            else:
                found.append(inline)
    return tuple(found)


def _both_latin(left: str, right: str) -> bool:
    return bool(_ASCII_WORD.match(left[-1:]) and _ASCII_WORD.match(right))


def _read_line(piece: Piece, scope: Scope) -> list[Inline]:
    """Inlines of one line, left to right; a fault does not stop the reading."""
    text, position = piece.text, 0
    found: list[Inline] = []
    words: list[str] = []

    def close_words() -> None:
        if words:
            found.append(Text("".join(words)))
            words.clear()

    _refuse_unprintable(piece, scope)
    while position < len(text):
        brace = re.compile(r"[{}]").search(text, position)
        if brace is None:
            words.append(text[position:])
            break
        words.append(text[position : brace.start()])
        inline, position = _read_brace(piece, brace.start(), scope)
        if inline is not None:
            close_words()
            found.append(inline)
    close_words()
    return [inline for inline in found if not (isinstance(inline, Text) and not inline.text)]


def _read_brace(piece: Piece, start: int, scope: Scope) -> tuple[Inline | None, int]:
    """Read what begins with a brace at ``start``; gives the inline (None at a fault) and where to go on."""
    text, spot = piece.text, piece.after(start)
    match = _FIELD.match(text, start)
    if match and "{{" in match[1]:
        inner = text.index("{{", start + 2)
        remedy = "次の「{{」の前に「}}」を書きます（例 {{ procurement.title }}）。"
        scope.fault("M20", "「{{」が閉じていません。", spot, quoted=text[start:inner], remedy=remedy)
        return None, inner
    if match:
        return _read_field(match.group(1), spot.until(match.group(0)), scope), match.end()
    if match := _REF.match(text, start):
        key = read_key(match.group(1).strip(), spot, scope)
        return (SectionRef(key, scope.place(spot.line, spot.column)) if key else None), match.end()
    if text.startswith("{{", start):
        remedy = "同じ行の中に「}}」を書きます（例 {{ procurement.title }}）。"
        scope.fault("M20", "「{{」が閉じていません。", spot, quoted=spot.text, remedy=remedy)
        return None, len(text)
    if text.startswith(("{%", "{#"), start):
        remedy = "条件で出し分けるときは「::: section 鍵」か、項目の頭の「[条件の名前]」を使います。"
        scope.fault("M21", "この書き方は使えません。", spot, quoted=spot.text, remedy=remedy)
    else:
        what = "「}」だけがあります。" if text[start] == "}" else "知らない書き方です。"
        remedy = "使えるのは {{ 質問の名前 }} と {§鍵} です。" + _BRACES
        scope.fault("M22", what, spot, quoted=spot.text, remedy=remedy)
    end = text.find("}", start)
    return None, len(text) if end < 0 else end + 1


def _read_field(inside: str, piece: Piece, scope: Scope) -> Field | None:
    path = inside.strip()
    if not _PATH.fullmatch(path):
        remedy = "「{{ 分類.名前 }}」の形で、名前だけを書きます（例 {{ contract.period }}）。"
        if "|" in path or "(" in path:
            remedy = "計算や加工はできません。" + remedy
        scope.fault(
            "M23",
            "差し込む値の名前として読めません。",
            piece,
            quoted=piece.text,
            remedy=remedy,
        )
        return None
    if path.startswith("row.") and not scope.in_row:
        scope.fault(
            "M24",
            "「row.」は、繰り返す表の行の中だけで使えます。",
            piece,
            quoted=piece.text,
            remedy="表の行の終わりに {rows 表の名前} を書くか、{{ 分類.名前 }} にします。",
        )
        return None
    return Field(path, scope.place(piece.line, piece.column))


def _refuse_unprintable(piece: Piece, scope: Scope) -> None:
    if match := _UNPRINTABLE.search(piece.text):
        scope.fault(
            "M25",
            f"文書に入れられない文字（U+{ord(match.group()):04X}）があります。",
            piece.after(match.start()),
            remedy="見えない文字です。前後の数文字ごと消して、打ち直します。",
        )
