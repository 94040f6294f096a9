"""The part of Jinja that a template may use: each tag is read, judged against a list, and written anew.

What reaches Jinja later is only what ``show`` writes from a tree that ``read_expression`` or ``read_loop``
let through, never the author's own characters.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import nearest

if TYPE_CHECKING:
    from jinja2 import Environment, nodes

LONGEST_TAG = 500
DEEPEST_BRACKETS = 20
MOST_JOINTS = 40
FILTERS = ("length",)
TESTS = ("odd", "even")
CELL_WORDS = frozenset({"colspan", "cellbg", "hm", "vm"})
BLOCK_WORDS = frozenset({"if", "elif", "else", "endif", "for", "endfor"})

_OPENER = re.compile(r"\{[{%#]")
_CLOSERS = {"{{": "}}", "{%": "%}", "{#": "#}"}
_KINDS = {"{{": "value", "{%": "block", "{#": "comment"}
_FULL_WIDTH = re.compile(r"｛[｛{%％]|\{[｛％]")
_FORM = re.compile(r"(tr|tc|p|r) (.*)", re.S)
_NEAR_FORM = re.compile(r"(tr|tc|p|r)[\s　]")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*")
_PLAIN = re.compile(rf"({_NAME.pattern})\.({_NAME.pattern})")
_INDEXED = re.compile(rf'({_NAME.pattern})\["([\w.:/-]+)"\](?:\["([\w.:/-]+)"\])?')
_NO_NAMES = frozenset({"not", "true", "false", "none"})
_KEY = re.compile(r"[^\W_](?:[\w.:/-]*[^\W_])?")
_QUOTES = str.maketrans("“”‘’", "\"\"''")
_JOINTS = re.compile(r"\b(?:and|or|not)\b")
_STRANGE_QUOTES = re.compile("[„‟″＂＇′「」『』｢｣]")


class Refused(Exception):
    """One thing that a template may not hold: a stable code, what it is, how to mend it (Japanese)."""

    def __init__(self, code: str, what: str, remedy: str, *, quoted: str = "", near: str = "") -> None:
        super().__init__(what)
        self.code, self.what, self.remedy, self.quoted, self.near = code, what, remedy, quoted, near


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag as written: ``start`` and ``end`` in the text that was scanned.

    ``kind``: ``value`` for ``{{ }}``, ``block`` for ``{% %}``, ``comment`` for ``{# #}``;
    ``form``: empty, ``p``, ``tr`` or ``tc``.
    """

    start: int
    end: int
    kind: str
    form: str
    body: str
    quoted: str


# ------------------------------------------------------------------------------------------ text lint
def scan(text: str) -> list[Tag]:
    """The tags of one paragraph's text in order; ``Refused`` at the first that is not well made.

    Takes time linear in the length of the text, whatever it holds.
    """
    wide = _FULL_WIDTH.search(text)
    if wide:
        what, remedy = (
            "差し込みのかっこに、全角の文字があります。",
            "半角の {{ }} か {% %} で書いてください。",
        )
        raise Refused("T03", what, remedy, quoted=text[wide.start() : wide.end() + 20])
    tags: list[Tag] = []
    at = 0
    while opener := _OPENER.search(text, at):
        start, closer = opener.start(), _CLOSERS[opener[0]]
        _nothing_stray(text[at:start])
        end = text.find(closer, opener.end(), opener.end() + LONGEST_TAG)
        following = _OPENER.search(text, opener.end(), opener.end() + LONGEST_TAG)
        if end < 0 or (following and following.start() < end):
            raise _unclosed(text, start, closer)
        at = end + len(closer)
        if text[start - 1 : start] == "{" or text[at : at + 1] == "}":
            what, remedy = "差し込みの前後に、波かっこが続いています。", "かっこは2つずつにしてください。"
            raise Refused("T01", what, remedy, quoted=text[max(0, start - 1) : at + 1])
        tags.append(_tag(text, start, at))
    _nothing_stray(text[at:])
    return tags


def _unclosed(text: str, start: int, closer: str) -> Refused:
    quoted, remedy = text[start : start + 40], f"「{closer}」で閉じてください。"
    if text.find(closer, start) - start > LONGEST_TAG:
        return Refused("T02", f"1つの差し込みが{LONGEST_TAG}字を超えています。", remedy, quoted=quoted)
    return Refused("T01", "差し込みが閉じていません。", remedy, quoted=quoted)


def _nothing_stray(between: str) -> None:
    at = between.find("}}")
    if at >= 0:
        remedy = "「{{」で始めるか、「}}」を消してください。"
        raise Refused(
            "T01", "差し込みの始まりがありません。", remedy, quoted=between[max(0, at - 20) : at + 2]
        )
    for mark in ("{_{", "}_}", "{_%", "%_}"):
        if mark in between:
            remedy = "波かっこを本文に並べたいときは、間を空けるか、全角にしてください。"
            raise Refused("T01", f"「{mark}」は使えません。", remedy, quoted=mark)


def _tag(text: str, start: int, end: int) -> Tag:
    quoted = text[start:end]
    kind, body = _KINDS[quoted[:2]], quoted[2:-2]
    if kind != "comment" and (body[:1] in ("-", "+") or body[-1:] in ("-", "+")):
        what = "差し込みの中の「-」や「+」（空白の調整）は使えません。"
        raise Refused("T09", what, "「-」や「+」を消してください。", quoted=quoted)
    form = _FORM.fullmatch(body)
    if form is None:
        near = _NEAR_FORM.match(body) if kind == "block" else None
        if near:
            remedy = f"「{{%{near[1]} 」のように、半角の空白を1つ置いてください。"
            raise Refused("T10", "段落や行の指定の後が、半角の空白ではありません。", remedy, quoted=quoted)
        return Tag(start, end, kind, "", body.strip(), quoted)
    if kind == "value":
        what, remedy = f"「{{{{{form[1]} 」の形は使えません。", "「{{ 話題.名前 }}」の形で書いてください。"
        raise Refused("T10", what, remedy, quoted=quoted)
    if form[1] == "r":
        remedy = "「r」を消して「{% … %}」と書いてください。"
        raise Refused("T10", "「{%r 」の形は使えません。", remedy, quoted=quoted)
    return Tag(start, end, kind, form[1], form[2].strip(), quoted)


# ------------------------------------------------------------------------------------------ allow-list
def read_expression(text: str) -> nodes.Expr:
    """The checked tree of an expression such as ``procurement.title`` or ``sections["cloud"]``."""
    from jinja2 import nodes

    simple = _simple(text)
    if simple is not None:
        _check(simple)
        return simple
    tree = _parse("{{ " + _straight(text) + " }}")
    output = tree.body[0] if len(tree.body) == 1 else None
    expression = output.nodes[0] if isinstance(output, nodes.Output) and len(output.nodes) == 1 else None
    if expression is None or isinstance(expression, nodes.TemplateData):
        raise _unreadable()
    _check(expression)
    return expression


def _simple(text: str) -> nodes.Expr | None:
    """The tree of ``a.b``, ``a["b"]`` or ``a["b"]["c"]`` as the parser would make it, without asking it."""
    from jinja2 import nodes

    found = _PLAIN.fullmatch(text) or _INDEXED.fullmatch(text)
    if found is None or found[1].lower() in _NO_NAMES:
        return None
    name = nodes.Name(found[1], "load")
    if found.re is _PLAIN:
        return nodes.Getattr(name, found[2], "load")
    first = nodes.Getitem(name, nodes.Const(found[2]), "load")
    return nodes.Getitem(first, nodes.Const(found[3]), "load") if found[3] else first


def read_loop(text: str) -> tuple[str, nodes.Expr, nodes.Expr | None]:
    """Of ``row in deliverable.list if row.name``: the variable, the table, the test (or None), checked."""
    from jinja2 import nodes

    tree = _parse("{% for " + _straight(text) + " %}{% endfor %}")
    loop = tree.body[0] if len(tree.body) == 1 else None
    if not isinstance(loop, nodes.For) or loop.recursive:
        raise _unreadable()
    if not isinstance(loop.target, nodes.Name) or not _NAME.fullmatch(loop.target.name):
        remedy = "「for row in 話題.名前」の形で書いてください。"
        raise Refused("T06", "繰り返しの変数は、英数字の名前1つだけです。", remedy)
    table, test = loop.iter, loop.test
    if not isinstance(table, nodes.Expr) or not isinstance(test, nodes.Expr | None):
        raise _unreadable()
    _check(table)
    if test is not None:
        _check(test)
    return loop.target.name, table, test


def read_word(body: str) -> tuple[str, str]:
    """The command of a block tag and what follows it; ``Refused`` for commands that no template may hold."""
    split = re.match(r"(\w*)\s*(.*)", body, re.S)
    word, rest = (split[1], split[2]) if split else ("", body)
    if word in CELL_WORDS:
        remedy = "Wordでセルを結合するか、セルの色を付けてください。"
        raise Refused("T11", f"セルの命令「{word}」は使えません。", remedy)
    if word not in BLOCK_WORDS:
        remedy = "使えるのは if・elif・else・endif・for・endfor だけです。"
        raise Refused("T05", f"命令「{word[:20]}」は使えません。", remedy, near=nearest(word, BLOCK_WORDS))
    if word in ("else", "endif", "endfor") and rest:
        raise Refused("T04", f"「{word}」の後に余分な文字があります。", f"「{word}」だけにしてください。")
    return word, rest


def _straight(text: str) -> str:
    """``text`` with the quotes that Word makes turned straight, as docxtpl does."""
    strange = _STRANGE_QUOTES.search(text)
    if strange:
        remedy = '名前は半角の引用符 " で囲んでください。'
        raise Refused("T03", f"差し込みの中に「{strange[0]}」があります。", remedy)
    if "%" in text or "}" in text or "{" in text:
        raise Refused(
            "T06", "差し込みの中に % や波かっこは使えません。", "名前と、比べる値だけを書いてください。"
        )
    if sum(map(text.count, "([")) > DEEPEST_BRACKETS or len(_JOINTS.findall(text)) > MOST_JOINTS:
        raise Refused("T02", "1つの差し込みに書くことが多すぎます。", "短く分けて書いてください。")
    return text.translate(_QUOTES)


def _parse(source: str) -> nodes.Template:
    from jinja2 import TemplateError

    try:
        return _parser().parse(source)
    except (TemplateError, RecursionError, ValueError, OverflowError) as error:
        raise _unreadable() from error


@functools.cache
def _parser() -> Environment:
    from jinja2 import Environment

    return Environment(cache_size=0)  # reads only: nothing is ever compiled or run with it


def _unreadable() -> Refused:
    remedy = '「{{ 話題.名前 }}」や「{% if 名前 == "値" %}」の形で書いてください。'
    return Refused("T04", "差し込みの書き方を読み取れません。", remedy)


_WHY = {
    "Call": "かっこで呼び出すもの",
    "CondExpr": "1行の if",
    "Concat": "文字をつなぐ ~",
    "Slice": "範囲の取り出し",
    "Tuple": "コンマで並べた値",
    "List": "値の並び",
    "Dict": "値の表",
    **dict.fromkeys(("Add", "Sub", "Mul", "Div", "FloorDiv", "Mod", "Pow", "Neg", "Pos"), "計算"),
}


def _check(node: nodes.Node) -> None:
    """Nothing but names, fields, constant keys, comparisons, and/or/not, in, listed filters and tests."""
    from jinja2 import nodes

    match node:
        case nodes.Name(name=name) | nodes.Getattr(attr=name) if not _NAME.fullmatch(name):
            remedy = "英数字と、間の _ 1つまででできた名前を書いてください。"
            raise Refused("T08", f"「{name[:40]}」は、名前として使えません。", remedy)
        case nodes.Getitem(arg=nodes.Const(value=str(key))) if not _KEY.fullmatch(key) or "__" in key:
            raise Refused(
                "T08", f"「{key[:40]}」は、名前として使えません。", "名前をそのまま書いてください。"
            )
        case nodes.Getitem(node=base, arg=nodes.Const(value=str())):
            _check(base)
        case nodes.Const(value=bool() | int() | str()):
            pass
        case nodes.Compare():
            for part in _compared(node):
                _check(part)
        case nodes.Filter(name=name) if node.node is not None:
            _check_listed("フィルター", name, FILTERS, node)
            _check(node.node)
        case nodes.Test(name=name):
            _check_listed("テスト", name, TESTS, node)
            _check(node.node)
        case nodes.Name() | nodes.Getattr() | nodes.And() | nodes.Or() | nodes.Not():
            for child in node.iter_child_nodes():
                _check(child)
        case _:
            kind = _WHY.get(type(node).__name__, "この書き方")
            remedy = "計算や言い回しは質問か条件の側に置き、ここには名前だけを書いてください。"
            raise Refused("T06", f"テンプレートで{kind}は使えません。", remedy)


def _compared(node: nodes.Compare) -> Iterator[nodes.Node]:
    """What a comparison compares; the members of a list stand for it after ``in``."""
    from jinja2 import nodes

    yield node.expr
    for operand in node.ops:
        if operand.op in ("in", "notin") and isinstance(operand.expr, nodes.List | nodes.Tuple):
            yield from operand.expr.items
        else:
            yield operand.expr


def _check_listed(what: str, name: str, listed: tuple[str, ...], node: nodes.Filter | nodes.Test) -> None:
    if name not in listed or node.args or node.kwargs or node.dyn_args or node.dyn_kwargs:
        remedy = f"使える{what}は {'・'.join(listed)} だけです。"
        raise Refused("T07", f"{what}「{name[:40]}」は使えません。", remedy, near=nearest(name, listed))


# ------------------------------------------------------------------------------------------ written anew
_OPERATORS = {
    "eq": "==",
    "ne": "!=",
    "lt": "<",
    "lteq": "<=",
    "gt": ">",
    "gteq": ">=",
    "in": "in",
    "notin": "not in",
}


def show(node: nodes.Node) -> str:
    """One spelling for a checked tree: ``sections["cloud"]``, ``a.b == "c" and not d.e``."""
    from jinja2 import nodes

    match node:
        case nodes.Name(name=name):
            return name
        case nodes.Getattr(node=base, attr=attr):
            return f"{show(base)}.{attr}"
        case nodes.Getitem(node=base, arg=nodes.Const(value=str(key))):
            return f'{show(base)}["{key}"]'
        case nodes.Const(value=value):
            return '"' + "".join(map(_escaped, value)) + '"' if isinstance(value, str) else str(value).lower()
        case nodes.List(items=items) | nodes.Tuple(items=items):
            return "[" + ", ".join(map(show, items)) + "]"
        case nodes.Compare(expr=left, ops=operands):
            return " ".join([_inner(left), *(f"{_OPERATORS[o.op]} {_inner(o.expr)}" for o in operands)])
        case nodes.And(left=left, right=right):
            return f"{_inner(left, nodes.Or)} and {_inner(right, nodes.Or)}"
        case nodes.Or(left=left, right=right):
            return f"{show(left)} or {show(right)}"
        case nodes.Not(node=inner):
            return f"not {_inner(inner)}"
        case nodes.Filter(name=name) if node.node is not None:
            return f"{_inner(node.node)}|{name}"
        case nodes.Test(node=inner, name=name):
            return f"{_inner(inner)} is {name}"
    raise AssertionError(type(node).__name__)


def _escaped(character: str) -> str:
    if character in '"\\{}%#' or not character.isprintable():
        return f"\\u{ord(character):04x}" if ord(character) < 0x10000 else f"\\U{ord(character):08x}"
    return character


def _inner(node: nodes.Node, *loose: type[nodes.Node]) -> str:
    from jinja2 import nodes

    weak = loose or (nodes.And, nodes.Or, nodes.Not, nodes.Compare, nodes.Test)
    return f"({show(node)})" if isinstance(node, weak) else show(node)


def negation(test: str) -> str:
    """The test of an else-branch, for facts: ``not a.b``, ``a.b`` for ``not a.b``, ``not (a.b and c.d)``."""
    plain = r'[\w.]+(?:\["[^"]*"\])*(?:\.\w+)*'
    if re.fullmatch(plain, test):
        return f"not {test}"
    denied = re.fullmatch(f"not ({plain})", test)
    return denied[1] if denied else f"not ({test})"
