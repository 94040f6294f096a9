"""One grammar of ids and addresses for answers, rows, cells, paragraphs and content.

``topic.name`` is an answer, ``table/ROW`` a row, ``table/ROW.column`` a cell, ``table/*.column`` a column of
all rows, ``id#n`` a paragraph of prose. Every id fits into the tag of a content control in Word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .reserved import NEVER, RESERVED

MOST_CHARS = 60
"""Word's limit for the tag of a control, with room to spare."""
MOST_ROW_CHARS = 16
RESERVED_TOPICS = RESERVED | NEVER | {"row"}
"""Names that a template finds beside the topics of questions."""
DICT_METHODS = frozenset(name for name in dir(dict) if not name.startswith("_"))
"""Names that a template would take for a method of dict (`items`, `keys`, `values` …)."""

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_ROW = re.compile(r"[A-Za-z0-9_-]+")
_PARAGRAPH = re.compile(r"[1-9][0-9]{0,3}")
_NAME_RULE = "半角の英小文字で始め、英小文字・数字・「_」だけで書きます。"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a value stands: ``table`` is the answer's id, ``row`` a key or ``*``, ``paragraph`` from 1.

    Parts that are not given are empty (0 for ``paragraph``). ``str`` gives the address back.
    """

    table: str
    row: str = ""
    column: str = ""
    paragraph: int = 0

    @property
    def answer(self) -> str:
        """The id of the answer to which this address belongs."""
        return self.table

    def __str__(self) -> str:
        row = f"/{self.row}" if self.row else ""
        column = f".{self.column}" if self.column else ""
        paragraph = f"#{self.paragraph}" if self.paragraph else ""
        return f"{self.table}{row}{column}{paragraph}"


def why_not_a_name(name: str) -> str:
    """Why ``name`` cannot be a topic, a name or a column (Japanese); empty when it can."""
    if not name:
        return "名前が空です。"
    if not _NAME.fullmatch(name):
        return f"「{_show(name)}」は名前に使えません。{_NAME_RULE}"
    if name in DICT_METHODS:
        return f"「{name}」は、ひな形の中で別の意味になるため、名前に使えません。"
    return ""


def why_not_an_answer_id(text: str) -> str:
    """Why ``text`` cannot be the id of an answer (Japanese); empty when it can."""
    topic, dot, name = text.partition(".")
    if not dot or "." in name:
        return f"「{_show(text)}」は「話題.名前」の形ではありません（例: procurement.title）。"
    if len(text) > MOST_CHARS:
        return f"「{_show(text)}」は長すぎます（{MOST_CHARS}文字まで）。"
    if why := why_not_a_name(topic) or why_not_a_name(name):
        return why
    if topic in RESERVED_TOPICS:
        return f"「{topic}」は、話題の名前には使えません（ほかの用途に決まっています）。"
    return ""


def is_answer_id(text: str) -> bool:
    """Whether ``text`` can be the id of an answer: ``topic.name``, no reserved topic, no method of dict."""
    return not why_not_an_answer_id(text)


def why_not_a_key(text: str) -> str:
    """Why ``text`` cannot be the name of a condition, a clause or a section (Japanese); empty when it can."""
    if len(text) > MOST_CHARS:
        return f"「{_show(text)}」は長すぎます（{MOST_CHARS}文字まで）。"
    return next(filter(None, (why_not_a_name(part) for part in text.split("."))), "")


def longest_address(table: str, column: str = "", *, prose: bool = False) -> int:
    """How many characters the longest address of an answer or of a column's cells has."""
    cell = f"/{'x' * MOST_ROW_CHARS}.{column}" if column else ""
    return len(table + cell + ("#9999" if prose else ""))


def why_not_a_row_key(text: str) -> str:
    """Why ``text`` cannot be the key of a row (Japanese); empty when it can."""
    if not text:
        return "行の名前が空です。"
    if not _ROW.fullmatch(text):
        return (
            f"「{_show(text)}」は行の名前に使えません。半角の英数字・「-」・「_」だけで書きます（例: D1）。"
        )
    if len(text) > MOST_ROW_CHARS:
        return f"「{_show(text)}」は行の名前として長すぎます（{MOST_ROW_CHARS}文字まで）。"
    return ""


def is_row_key(text: str) -> bool:
    """Whether ``text`` can be the key of a row: letters, digits, ``-``, ``_``, at most 16."""
    return not why_not_a_row_key(text)


def parse_address(text: str) -> Address:
    """The address written as ``text``; ``str`` gives the text back. ValueError with a reason in Japanese."""
    rest, hash_sign, paragraph_text = text.partition("#")
    if hash_sign and not _PARAGRAPH.fullmatch(paragraph_text):
        raise ValueError(f"「{_show(text)}」の「#」の後は、1から始まる段落の番号にします。")
    table, slash, cell = rest.partition("/")
    row, dot, column = cell.partition(".")
    whys = [why_not_an_answer_id(table)]
    if slash and row != "*":
        whys.append(why_not_a_row_key(row))
    if dot:
        whys.append(why_not_a_name(column))
    elif row == "*":
        whys.append(f"「{_show(text)}」には列の名前がありません（例: deliverable.list/*.due）。")
    if hash_sign and (row == "*" or (slash and not dot)):
        whys.append(f"「{_show(text)}」では、段落の番号を付ける値が1つに決まりません。")
    if len(text) > MOST_CHARS:
        whys.append(f"「{_show(text)}」は長すぎます（{MOST_CHARS}文字まで）。")
    if why := next(filter(None, whys), ""):
        raise ValueError(why)
    return Address(table, row, column, int(paragraph_text) if hash_sign else 0)


def _show(text: str) -> str:
    return text if len(text) <= MOST_CHARS else text[: MOST_CHARS - 1] + "…"
