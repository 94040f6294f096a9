"""The part of Jinja that a template may use: every tag is read, judged against a list, and written anew from its tree.

What reaches Jinja later is only what ``show`` writes from a tree that ``read_expression`` or ``read_loop`` let
through, never the author's own characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import nearest

if TYPE_CHECKING:
    from jinja2 import nodes

LONGEST_TAG = 500
DEEPEST_BRACKETS = 20
FILTERS = ("length",)
TESTS = ("odd", "even")
PAPER = frozenset({"title", "edition", "version", "date", "organisation", "department", "mark", "label"})
LOOP = frozenset({"index", "index0", "first", "last", "length", "revindex", "revindex0"})
BOOLS = frozenset({"sections", "conditions", "clauses"})
"""Reserved names that hold yes or no: they are tested, never printed."""
NOTES = frozenset({"undecided", "unsure"})
"""Reserved names that hold gap sentences: printed in the gap style, never traced."""
LISTS = frozenset({"outline", "glossary"})
RESERVED = frozenset({"org", "paper", "numbers", "tables", "gaps", "loop", *BOOLS, *NOTES, *LISTS})
NOT_IN_TEMPLATES = frozenset({"case", "row"})
CELL_WORDS = frozenset({"colspan", "cellbg", "hm", "vm"})
BLOCK_WORDS = frozenset({"if", "elif", "else", "endif", "for", "endfor"})

_OPENER = re.compile(r"\{[{%#]")
_CLOSERS = {"{{": "}}", "{%": "%}", "{#": "#}"}
_FULL_WIDTH = re.compile(r"｛[｛{%％]|\{[｛％]")
_FORM = re.compile(r"(tr|tc|p|r) (.*)", re.S)
_NEAR_FORM = re.compile(r"(tr|tc|p)[\s　]")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*")
_KEY = re.compile(r"[^\W_](?:[\w.:/-]*[^\W_])?")
_QUOTES = str.maketrans("“”‘’", "\"\"''")
_STRANGE_QUOTES = re.compile("[„‟″＂＇′「」『』｢｣]")


class Refused(Exception):
    """One thing in a tag that a template may not hold: a stable code, what it is, how to mend it."""

    def __init__(self, code: str, what: str, remedy: str, *, near: str = "") -> None:
        super().__init__(what)
        self.code, self.what, self.remedy, self.near = code, what, remedy, near


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag as written: ``start`` and ``end`` in the text that was scanned.

    ``kind``: ``value`` ``{{ }}``, ``block`` ``{% %}`` or ``comment`` ``{# #}``; ``form``: empty, ``p``, ``tr``, ``tc``.
    """

    start: int
    end: int
    kind: str
    form: str
    body: str
    quoted: str


# ---------------------------------------------------------------------------------------------- text lint
def scan(text: str) -> list[Tag]:
    """The tags of one paragraph's text in order; ``Refused`` at the first that is not balanced or not well formed.

    Takes time linear in the length of the text, whatever it holds.
    """
    wide = _FULL_WIDTH.search(text)
    if wide:
        near = text[max(0, wide.start() - 10) : wide.end() + 20]
        remedy = "半角の {{ }} か {% %} で書いてください。"
        raise Refused("T03", "差し込みのかっこに全角の文字が使われています。", remedy, near=near)
    tags: list[Tag] = []
    at = 0
    while opener := _OPENER.search(text, at):
        start, closer = opener.start(), _CLOSERS[opener[0]]
        end = text.find(closer, opener.end(), opener.end() + LONGEST_TAG)
        following = _OPENER.search(text, opener.end())
        if end < 0 or (following and following.start() < end):
            raise _unclosed(text, start, closer)
        end += len(closer)
        _no_brace_beside(text, start, end)
        tags.append(_tag(text, start, end))
        _no_stray_closer(text, at, start)
        at = end
    _no_stray_closer(text, at, len(text))
    return tags


def _unclosed(text: str, start: int, closer: str) -> Refused:
    if text.find(closer, start) - start > LONGEST_TAG:
        what, code = f"1つの差し込みが{LONGEST_TAG}字を超えています。", "T02"
    else:
        what, code = "差し込みが閉じていません。", "T01"
    return Refused(code, what, f"「{closer}」で閉じてください。", near=text[start : start + 40])


def _no_brace_beside(text: str, start: int, end: int) -> None:
    if text[start - 1 : start] == "{" or text[end : end + 1] == "}":
        near = text[max(0, start - 1) : end + 1]
        remedy = "かっこは2つずつにし、本文のかっことの間は空けるか、全角のかっこにしてください。"
        raise Refused("T01", "差し込みの前後に波かっこが続いています。", remedy, near=near)


def _no_stray_closer(text: str, start: int, end: int) -> None:
    between = text[start:end]
    at = between.find("}}")
    if at >= 0:
        near = between[max(0, at - 20) : at + 2]
        raise Refused(
            "T01", "差し込みの始まりがありません。", "「{{」で始めるか、「}}」を消してください。", near=near
        )
    for mark in ("{_{", "}_}", "{_%", "%_}"):
        if mark in between:
            remedy = "本文に波かっこを2つ並べたいときは、間を空けてください。"
            raise Refused("T01", f"「{mark}」は使えません。", remedy, near=mark)


def _tag(text: str, start: int, end: int) -> Tag:
    quoted = text[start:end]
    body = quoted[2:-2]
    kind = {"{{": "value", "{%": "block", "{#": "comment"}[quoted[:2]]
    if kind != "comment" and (body[:1] in ("-", "+") or body[-1:] in ("-", "+")):
        mark = "「-」や「+」"
        raise Refused(
            "T09",
            f"差し込みの中の{mark}（空白の調整）は使えません。",
            f"{mark}を消してください。",
            near=quoted,
        )
    form = _FORM.fullmatch(body)
    if form is None and (near := _NEAR_FORM.match(body)) and kind == "block":
        remedy = f"「{{%{near[1]} 」のように、半角の空白を1つ置いてください。"
        raise Refused("T10", "段落や行の指定の後の空白が、半角ではありません。", remedy, near=quoted)
    if form and kind == "value":
        raise Refused(
            "T10",
            f"「{{{{{form[1]} 」の形は使えません。",
            "「{{ 話題.名前 }}」の形で書いてください。",
            near=quoted,
        )
    if form and form[1] == "r":
        raise Refused(
            "T10", "「{%r 」の形は使えません。", "「r」を消して「{% … %}」と書いてください。", near=quoted
        )
    if form is None:
        return Tag(start, end, kind, "", body.strip(), quoted)
    return Tag(start, end, kind, form[1], form[2].strip(), quoted)


# ---------------------------------------------------------------------------------------------- allow-list
def read_expression(text: str) -> nodes.Expr:
    """The checked tree of an expression such as ``procurement.title`` or ``sections["cloud"]``."""
    from jinja2 import nodes

    tree = _parse("{{ " + _straight(text) + " }}")
    output = tree.body[0] if len(tree.body) == 1 else None
    if not isinstance(output, nodes.Output) or len(output.nodes) != 1:
        raise _unreadable()
    expression = output.nodes[0]
    if isinstance(expression, nodes.TemplateData):
        raise _unreadable()
    _check(expression)
    return expression


def read_loop(text: str) -> tuple[str, nodes.Expr, nodes.Expr | None]:
    """Of ``row in deliverable.list if row.name``: the variable, the table, the test (or None), checked."""
    from jinja2 import nodes

    tree = _parse("{% for " + _straight(text) + " %}{% endfor %}")
    loop = tree.body[0] if len(tree.body) == 1 else None
    if not isinstance(loop, nodes.For) or loop.recursive:
        raise _unreadable()
    if not isinstance(loop.target, nodes.Name):
        raise Refused(
            "T06", "繰り返しの変数は1つだけです。", "「for row in 話題.名前」の形で書いてください。"
        )
    name = loop.target.name
    if not _NAME.fullmatch(name) or name in RESERVED | {"case"}:
        raise Refused(
            "T08", f"繰り返しの変数に「{name}」は使えません。", "row や entry のような名前にしてください。"
        )
    _check(loop.iter)
    if loop.test is not None:
        _check(loop.test)
    return name, loop.iter, loop.test


def read_word(body: str) -> tuple[str, str]:
    """The command of a block tag and what follows it; ``Refused`` for commands that templates may not hold."""
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
    strange = _STRANGE_QUOTES.search(text)
    if strange:
        remedy = '名前は半角の引用符 " で囲んでください。'
        raise Refused("T03", f"差し込みの中に「{strange[0]}」があります。", remedy)
    if "%" in text or "}" in text or "{" in text:
        raise Refused(
            "T06", "差し込みの中に % や波かっこは使えません。", "名前と比べる値だけを書いてください。"
        )
    if sum(map(text.count, "([")) > DEEPEST_BRACKETS:
        raise Refused("T02", "差し込みの中のかっこが多すぎます。", "短く分けて書いてください。")
    return text.translate(_QUOTES)


def _parse(source: str) -> nodes.Template:
    from jinja2 import Environment, TemplateError

    global _PARSER
    if _PARSER is None:
        _PARSER = Environment()  # parses only: nothing is ever compiled or run with it
    try:
        return _PARSER.parse(source)
    except (TemplateError, RecursionError, ValueError, OverflowError) as error:
        raise _unreadable() from error


_PARSER: Environment | None = None


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
    """Nothing but names, fields, constant keys, comparisons, and/or/not, in, and the listed filters and tests."""
    from jinja2 import nodes

    match node:
        case nodes.Name(name=name):
            _check_name(name)
        case nodes.Getattr(node=base, attr=attr):
            _check_name(attr)
            _check(base)
        case nodes.Getitem(node=base, arg=nodes.Const(value=str(key))):
            if not _KEY.fullmatch(key) or "__" in key:
                raise Refused(
                    "T08", f"「{key[:40]}」は名前として使えません。", "仕様にある名前を書いてください。"
                )
            _check(base)
        case nodes.Const(value=bool() | int() | str()):
            pass
        case nodes.Compare(
            expr=left, ops=[nodes.Operand(op="in" | "notin", expr=nodes.List() | nodes.Tuple() as many)]
        ):
            _check(left)
            for item in many.items:
                _check(item)
        case nodes.Compare(expr=left, ops=operands):
            _check(left)
            for operand in operands:
                _check(operand.expr)
        case nodes.And(left=left, right=right) | nodes.Or(left=left, right=right):
            _check(left)
            _check(right)
        case nodes.Not(node=inner):
            _check(inner)
        case nodes.Filter(node=nodes.Expr() as inner, name=name):
            _check_listed("フィルター", name, FILTERS, node)
            _check(inner)
        case nodes.Test(node=inner, name=name):
            _check_listed("テスト", name, TESTS, node)
            _check(inner)
        case _:
            kind = _WHY.get(type(node).__name__, "この書き方")
            remedy = "計算や言い回しは質問か条件の側に置き、ここには名前だけを書いてください。"
            raise Refused("T06", f"テンプレートで{kind}は使えません。", remedy)


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise Refused(
            "T08",
            f"「{name[:40]}」は名前として使えません。",
            "英数字と、間の _ 1つまででできた名前を書いてください。",
        )


def _check_listed(what: str, name: str, listed: tuple[str, ...], node: nodes.Filter | nodes.Test) -> None:
    if (
        name not in listed
        or node.args
        or node.kwargs
        or node.dyn_args is not None
        or node.dyn_kwargs is not None
    ):
        remedy = f"使える{what}は {'・'.join(listed)} だけです。"
        raise Refused("T07", f"{what}「{name[:40]}」は使えません。", remedy, near=nearest(name, listed))


# ---------------------------------------------------------------------------------------------- written anew
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
        case nodes.Const(value=bool(flag)):
            return "true" if flag else "false"
        case nodes.Const(value=str(text)):
            return '"' + "".join(_escaped(c) for c in text) + '"'
        case nodes.Const(value=number):
            return str(number)
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
        case nodes.Filter(node=nodes.Expr() as inner, name=name):
            return f"{_inner(inner)}|{name}"
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
    """The test of an else-branch, for facts: ``not a.b``, ``not (a.b and c.d)``."""
    plain = re.fullmatch(r'[\w.]+(?:\["[^"]*"\])*(?:\.\w+)*', test)
    return f"not {test}" if plain else f"not ({test})"


# ---------------------------------------------------------------------------------------------- names
def path(node: nodes.Node) -> tuple[str, ...]:
    """The names along a plain path (``("gaps", "deliverable.list")``), or an empty tuple for anything else."""
    from jinja2 import nodes

    match node:
        case nodes.Name(name=name):
            return (name,)
        case nodes.Getattr(node=base, attr=step) | nodes.Getitem(node=base, arg=nodes.Const(value=str(step))):
            before = path(base)
            return (*before, step) if before else ()
    return ()


def paths(node: nodes.Node) -> Iterator[tuple[str, ...]]:
    """Every plain path that a checked tree reads."""
    whole = path(node)
    if whole:
        yield whole
        return
    for child in node.iter_child_nodes():
        yield from paths(child)


@dataclass(frozen=True, slots=True)
class Scope:
    """What the loop variables in sight stand for: variable → ``deliverable.list``, ``outline`` or ``glossary``."""

    rows: tuple[tuple[str, str, str], ...] = ()

    def of(self, name: str) -> tuple[str, str]:
        """The list that ``name`` runs over and the name that holds the row's key; empty strings if it is no loop's."""
        for variable, base, key in reversed(self.rows):
            if variable == name:
                return base, key
        return "", ""

    def within(self, variable: str, base: str) -> Scope:
        """This scope with one more loop inside it."""
        return Scope((*self.rows, (variable, base, f"k{len(self.rows)}_")))


@dataclass(frozen=True, slots=True)
class Reading:
    """What a path reads: ``kind`` is ``answer``, ``table``, ``cell``, ``gap``, ``note``, ``flag`` or ``plain``.

    ``id`` is the answer id (``table/*.column`` for cells); ``tag`` the control's tag, with the row's key as a variable.
    """

    kind: str
    id: str = ""
    tag: str = ""


def read_path(steps: tuple[str, ...], scope: Scope) -> Reading:
    """What a plain path reads; ``Refused`` when no such name can exist."""
    root, rest = steps[0], steps[1:]
    base, key = scope.of(root)
    if base:
        return _read_row(root, rest, base, key)
    if root in BOOLS:
        _expect(root, rest, 2 if root == "clauses" else 1)
        return Reading("flag")
    if root in NOTES:
        _expect(root, rest, 1)
        return Reading("note")
    if root in LISTS:
        _expect(root, rest, 0)
        return Reading("table", root)
    if root == "gaps":
        _expect(root, rest, 1)
        return Reading("gap", rest[0], rest[0])
    if root in RESERVED:
        return _read_setting(root, rest, scope)
    if root in NOT_IN_TEMPLATES:
        remedy = "「{%tr for row in 話題.名前 %}」と「{%tr endfor %}」の間で使ってください。"
        raise Refused(
            "T08",
            f"「{root}」は、ここでは使えません。",
            remedy if root == "row" else "条件の名前で書いてください。",
        )
    if len(rest) != 1 or "." in rest[0]:
        remedy = "答えの名前は「話題.名前」の形（例 procurement.title）で書いてください。"
        raise Refused(
            "T08", f"「{'.'.join(steps)[:60]}」という名前は読めません。", remedy, near=nearest(root, RESERVED)
        )
    whole = f"{root}.{rest[0]}"
    return Reading("answer", whole, whole)


def _read_row(root: str, rest: tuple[str, ...], base: str, key: str) -> Reading:
    if len(rest) != 1:
        raise Refused(
            "T08", f"「{root}」の後に列の名前がありません。", f"「{root}.列の名前」の形で書いてください。"
        )
    if base in LISTS or rest[0] == "key":
        return Reading("plain")
    return Reading("cell", f"{base}/*.{rest[0]}", f"{base}/{{{{ {key} }}}}.{rest[0]}")


def _read_setting(root: str, rest: tuple[str, ...], scope: Scope) -> Reading:
    _expect(root, rest, 1)
    known = {"paper": PAPER, "loop": LOOP}.get(root)
    if root == "loop" and not scope.rows:
        raise Refused(
            "T08", "「loop」は、繰り返しの外では使えません。", "「for」と「endfor」の間で使ってください。"
        )
    if known is not None and rest[0] not in known:
        remedy = f"使える名前は {'・'.join(sorted(known))} です。"
        raise Refused(
            "T08", f"「{root}.{rest[0][:40]}」という名前はありません。", remedy, near=nearest(rest[0], known)
        )
    return Reading("plain")


def _expect(root: str, rest: tuple[str, ...], count: int) -> None:
    if len(rest) != count:
        example = {0: root, 1: f'{root}["名前"]', 2: f'{root}["名前"]["案"]'}[count]
        raise Refused(
            "T08", f"「{root}」の後の名前の数が合いません。", f"「{example}」の形で書いてください。"
        )
