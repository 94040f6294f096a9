"""A fault of YAML's syntax in Japanese, with its likely cause and remedy; the parser's words stay inside.

First the usual slips that can be seen on the line (a tab, a full-width blank or colon, ``{{`` without quotes,
no blank after the colon), then what the scanner ran into. Used by ``yamltext`` only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from .errors import Fault, Place

_QUOTE_IT = '値の全体を「"」で囲んでください。'
_ALIGN = "同じ段の名前は、行の先頭からの空白の数をそろえてください。"
_TABS = "タブを半角の空白（2文字）に置き換えてください。"
_BRACES = "「{{」で始まる値が、引用符なしで書かれています。"
_BRACES_REMEDY = f'{_QUOTE_IT}例: "{{{{ procurement.title }}}}"'
_UNREADABLE = "YAMLの書き方として読み取れません。"
_NO_COLON = "名前の後の「:」が見つかりません。"
_NO_COLON_REMEDY = "「名前: 値」の形にしてください。前の行の続きなら、前の行より深く字下げします。"
_COLON = re.compile(r":(?: |$)")
_CLOSERS = {"{": "}", "[": "]"}
_CAUSES = ("Y05", "Y06", "Y10")
"""Faults seen before on the same line that explain why the parser stopped."""
_CUT = re.compile(r":[ ]+[^\s\"'#|>][^#]*(?=[ \t]#)")


@dataclass(frozen=True, slots=True)
class _Suspect:
    """A likely cause that can be seen on a line near the fault."""

    code: str
    pattern: re.Pattern[str]
    what: str
    remedy: str


_SUSPECTS = (
    _Suspect("Y12", re.compile(r"^[ ]*(?=\t)"), "行の先頭の字下げに、タブが使われています。", _TABS),
    _Suspect(
        "Y11",
        re.compile("^[ \t]*(?=[\u3000\u00a0])"),
        "行の先頭の字下げに、全角の空白が使われているようです。",
        "半角の空白に置き換えてください。",
    ),
    _Suspect("Y10", re.compile(r"(?:^[ ]*|[:\-,\[][ ]+)(?=\{\{)"), _BRACES, _BRACES_REMEDY),
    _Suspect(
        "Y13",
        re.compile(r"^[ ]*(?:- )?[^\s:：\"'#{\[|>]+(?=：)(?!.*:(?: |$))"),
        "名前の後の「：」が全角のようです。",
        "半角の「:」にして、その後に半角の空白を1つ入れてください。",
    ),
    _Suspect(
        "Y11",
        re.compile("^[ ]*(?:- )?[\\w.\\-/]+:(?=[\u3000\u00a0])(?!.*:(?: |$))"),
        "「:」の後の空白が、全角のようです。",
        "半角の空白を1つに置き換えてください。",
    ),
    _Suspect(
        "Y14",
        re.compile(r"^[ ]*(?:- )?[\w.\-/]+(?=:[^\s/])(?!.*:(?: |$))"),
        "「:」の後に空白がないようです。",
        "「:」の後に半角の空白を1つ入れてください。",
    ),
    _Suspect(
        "Y18",
        re.compile(r"^[^\"'#]*?:[ ]+(?:(?=｛)|\{[^}]*?(?=｝))"),
        "「｛」又は「｝」が全角のようです。",
        "半角の「{」と「}」で囲んでください。例: {未定: 来週}",
    ),
)

_BACKSLASH = "「'」で囲むか、「\\\\」と2つ書いてください。"
_UNEVEN = "字下げがそろっていないか、前の値の後に余分な文字があります。"
_PROBLEMS = (
    # (part of the parser's problem, of either parser), code, what, remedy
    ("unknown escape", "Y20", '「"」の中の「\\」は、特別な記号として読まれます。', _BACKSLASH),
    ("hexdec", "Y20", '「"」の中の「\\」の後が、文字の番号として読めません。', _BACKSLASH),
    ("Unicode character escape", "Y20", '「"」の中の「\\」の後が、使えない文字の番号です。', _BACKSLASH),
    (
        "sequence entries are not allowed",
        "Y21",
        "「- 」で始まる並びは、ここには書けません。",
        f"名前の行を「:」で終え、次の行から「- 」を書いてください。文字なら、{_QUOTE_IT}",
    ),
    ("mapping keys are not allowed", "Y21", "「? 」で始まる書き方は、ここでは使えません。", _QUOTE_IT),
    (
        "comment or line break",
        "Y22",
        "「|」または「>」の後に、文字が続いています。",
        "その後で改行し、次の行から字下げして書いてください。",
    ),
    (
        "indentation indicator",
        "Y22",
        "「|」または「>」の後の数字が読めません。",
        "「|」だけを書いて改行してください。",
    ),
    ("tab character", "Y12", "字下げに、タブが使われています。", _TABS),
    ("leading empty", "Y22", "「|」の後の空の行に、余分な空白があります。", "空の行の空白を消してください。"),
    (
        "expected ',' or",
        "Y23",
        "「{ }」または「[ ]」の中の区切りが読めません。",
        "区切りの「,」と、閉じる「}」「]」を確かめてください。「,」や「: 」を含む値は引用符で囲みます。",
    ),
    ("alphabetic or numeric", "Y24", "「*」または「&」で始まる値が、引用符なしで書かれています。", _QUOTE_IT),
    ("tag", "Y24", "「!」で始まる値が、引用符なしで書かれています。", _QUOTE_IT),
    ("nesting", "Y08", "入れ子が深すぎます。", "「[」や「{」の閉じ忘れがないかを確かめてください。"),
    ("directive", "Y24", "行の先頭の「%」は、YAMLでは特別な記号です。", _QUOTE_IT),
    (
        "values are not allowed",
        "Y26",
        "字下げがそろっていないか、値の中に「: 」（コロンと空白）があります。",
        f"{_ALIGN}値の中の「: 」なら、{_QUOTE_IT}",
    ),
    (
        "expected ':'",
        "Y27",
        _NO_COLON,
        _NO_COLON_REMEDY,
    ),
    (
        "node content",
        "Y28",
        "値のあるべき所に、値として読めない記号があります。",
        f"記号で始まる値なら、{_QUOTE_IT}",
    ),
    ("expected key", "Y29", _UNEVEN, f"{_ALIGN}引用符で囲んだ値の後には、何も続けないでください。"),
    (
        "'-' indicator",
        "Y29",
        "「- 」の並びの途中に、並びでない行があります。",
        "並びの行はどれも、同じ深さの「- 」で始めてください。",
    ),
    ("<block end>", "Y29", _UNEVEN, _ALIGN),
    ("document start", "Y29", "文書の終わりの後に、余分な文字があります。", _ALIGN),
)


def line_of(text: str, index: int) -> str:
    """The whole line on which the character at ``index`` stands."""
    start = text.rfind("\n", 0, index) + 1
    end = text.find("\n", index)
    return text[start : end if end >= 0 else len(text)].rstrip("\r")


def shorten(text: str) -> str:
    """A quotation that fits into a message."""
    return text if len(text) <= 60 else text[:59] + "…"


def braces(text: str, file: str, index: int, line: int, column: int) -> Fault:
    """``{{ name }}`` stands in plain style."""
    quoted = shorten(line_of(text, index).strip())
    return Fault("Y10", _BRACES, Place(file, line, column), quoted=quoted, remedy=_BRACES_REMEDY)


@dataclass(frozen=True, slots=True)
class _Stop:
    """Where and why the parser stopped. ``flows``: start marks of what was open in ``{`` and ``[``."""

    problem: str
    context: str
    text: str
    file: str
    mark: Any
    opened: Any
    flows: Sequence[Any]
    found: Sequence[Fault]

    def fault(self, code: str, what: str, remedy: str, mark: Any = None) -> Fault:
        """A fault at ``mark`` (else where the parser stopped) with its line quoted."""
        mark = mark or self.mark
        place = Place(self.file, mark.line + 1, mark.column + 1)
        return Fault(code, what, place, shorten(line_of(self.text, mark.index).strip()), remedy=remedy)

    def line_before(self) -> tuple[int, str]:
        """The last written line before that of the mark, with its number from 1; 0 when there is none."""
        return self._written(range(self.mark.line, 0, -1))

    def line_of_flow(self) -> tuple[int, str]:
        """The line on which the innermost open ``{`` or ``[`` stands; 0 when there is none."""
        return self._written([flow.line + 1 for flow in self.flows[-1:]])

    def line_of_name(self) -> tuple[int, str]:
        """The line on which the words begin that have no colon and ran on into the line of the mark; 0 when none do."""
        if "values are not allowed" not in self.problem:
            return (0, "")
        begun = (0, "")
        for number, line in reversed(list(enumerate(self.text.splitlines()[: self.mark.line], 1))):
            if line.strip()[:1] in ("", "#"):
                continue
            if _COLON.search(line):
                return begun if line.rstrip().endswith(":") else (0, "")
            begun = (number, line)
        return begun

    def _written(self, numbers: Iterable[int]) -> tuple[int, str]:
        """The first of these lines that is neither empty nor a comment."""
        lines = self.text.split("\n")
        found = (n for n in numbers if n <= len(lines) and lines[n - 1].strip()[:1] not in ("", "#"))
        number = next(found, 0)
        return (number, lines[number - 1].rstrip("\r")) if number else (0, "")


def explain(
    trouble: yaml.YAMLError, text: str, file: str, open_flows: Sequence[Any], found: Sequence[Fault]
) -> tuple[Fault, ...]:
    """The fault to tell when the parser stopped (one, alone).

    ``open_flows``: start marks of the ``{`` and ``[`` that were open; ``found``: the faults seen before.
    """
    mark = getattr(trouble, "problem_mark", None)
    if mark is None:
        remedy = "文字コードと、見えない文字がないかを確かめてください。"
        return (Fault("Y01", _UNREADABLE, Place(file), remedy=remedy),)
    problem = str(getattr(trouble, "problem", "") or "")
    context = str(getattr(trouble, "context", "") or "")
    opened = getattr(trouble, "context_mark", None)
    if opened is not None and "simple key" in context:
        mark = opened
    stop = _Stop(problem, context, text, file, mark, opened, open_flows, found)
    looks = (
        _unclosed_quote,
        _known,
        _suspected,
        _unclosed_flow,
        _cut_by_comment,
        _no_colon,
        _sign,
        _by_problem,
    )
    fault = next(fault for look in looks if (fault := look(stop)))
    return (fault,)


def _unclosed_quote(stop: _Stop) -> Fault | None:
    ended = "end of stream" in stop.problem or "document" in stop.problem
    if stop.opened is None or "quoted scalar" not in stop.context or not ended:
        return None
    quote = stop.text[stop.opened.index : stop.opened.index + 1]
    return stop.fault(
        "Y15",
        f"引用符「{quote}」が閉じられていません。",
        f"値の終わりに「{quote}」を付けてください。値の中の引用符なら、もう一方の引用符で全体を囲みます。",
        stop.opened,
    )


def _known(stop: _Stop) -> Fault | None:
    """A fault seen before on the same line is the cause."""
    near = (stop.mark.line, stop.mark.line + 1)
    return next((f for f in reversed(stop.found) if f.code in _CAUSES and f.place.line in near), None)


def _suspected(stop: _Stop) -> Fault | None:
    """A cause that can be seen on the line of the fault, or on a written line before it."""
    here = (stop.mark.line + 1, line_of(stop.text, stop.mark.index))
    for number, line in (here, stop.line_before(), stop.line_of_flow(), stop.line_of_name()):
        for suspect in _SUSPECTS:
            if seen := suspect.pattern.search(line):
                at = Place(stop.file, number, seen.end() + 1)
                return Fault(suspect.code, suspect.what, at, shorten(line.strip()), remedy=suspect.remedy)
    return None


def _unclosed_flow(stop: _Stop) -> Fault | None:
    if not stop.flows or stop.mark.index < len(stop.text.rstrip()):
        return None
    flow = stop.flows[-1]
    opener = stop.text[flow.index : flow.index + 1]
    closer = _CLOSERS.get(opener, "}")
    return stop.fault(
        "Y16", f"「{opener}」が閉じられていません。", f"終わりに「{closer}」を付けてください。", flow
    )


def _cut_by_comment(stop: _Stop) -> Fault | None:
    """``a: text # 1`` goes on in the next line: the comment ended the text."""
    number, before = stop.line_before()
    here = line_of(stop.text, stop.mark.index)
    deeper = len(here) - len(here.lstrip(" ")) > len(before) - len(before.lstrip(" "))
    cut = _CUT.search(before) if deeper else None
    if cut is None:
        return None
    what = "「 #」（空白とシャープ）の後は注記として読まれるため、次の行が文の続きになりません。"
    remedy = f"「#」を文字として書くなら、{_QUOTE_IT}注記なら、文の終わりの行に移してください。"
    return Fault("Y17", what, Place(stop.file, number, cut.end() + 1), shorten(before.strip()), remedy=remedy)


def _no_colon(stop: _Stop) -> Fault | None:
    """The first name of a level has no colon, and its words run on: the parser stops at the next name only."""
    number, line = stop.line_of_name()
    if not number:
        return None
    at = Place(stop.file, number, len(line) - len(line.lstrip()) + 1)
    return Fault("Y27", _NO_COLON, at, shorten(line.strip()), remedy=_NO_COLON_REMEDY)


def _sign(stop: _Stop) -> Fault | None:
    """A sign with which no plain value may begin."""
    if "cannot start any token" not in stop.problem:
        return None
    sign = stop.text[stop.mark.index : stop.mark.index + 1]
    return stop.fault("Y24", f"「{sign}」で始まる値が、引用符なしで書かれています。", _QUOTE_IT)


def _by_problem(stop: _Stop) -> Fault:
    """What the scanner ran into; the last resort knows only the place."""
    for part, code, what, remedy in _PROBLEMS:
        if part in stop.problem:
            if code == "Y23" and stop.flows and stop.flows[-1].line < stop.mark.line:
                opener = stop.text[stop.flows[-1].index]
                remedy = f"{stop.flows[-1].line + 1}行目の「{opener}」から続いています。{remedy}"
            return stop.fault(code, what, remedy)
    if "tag" in stop.context:
        return stop.fault("Y24", "「!」で始まる値が、引用符なしで書かれています。", _QUOTE_IT)
    remedy = f'{_ALIGN}記号で始まる値は「"」で囲みます。'
    return stop.fault("Y01", _UNREADABLE, remedy)
