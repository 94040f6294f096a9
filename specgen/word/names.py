"""What the names in a template mean: answers, cells of rows, gap sentences, settings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import nearest
from ..reserved import BOOLS, LISTS, LOOP, NEVER, NOTES, PAPER, RESERVED
from .dialect import Refused

if TYPE_CHECKING:
    from jinja2 import nodes


def path(node: nodes.Node) -> tuple[str, ...]:
    """The names along a plain path (``("gaps", "deliverable.list")``), or an empty tuple for all else."""
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
    """What the loop variables in sight stand for: (variable, its list, variable of the row's key)."""

    rows: tuple[tuple[str, str, str], ...] = ()

    def of(self, name: str) -> tuple[str, str]:
        """The list that ``name`` runs over and the variable of the row's key; empty if it is no loop's."""
        for variable, base, key in reversed(self.rows):
            if variable == name:
                return base, key
        return "", ""

    def within(self, variable: str, base: str) -> Scope:
        """This scope with one more loop inside it."""
        if variable in RESERVED | NEVER:
            remedy = "row や entry のような名前にしてください。"
            raise Refused("T08", f"繰り返しの変数に「{variable}」は使えません。", remedy)
        return Scope((*self.rows, (variable, base, f"k{len(self.rows)}_")))


@dataclass(frozen=True, slots=True)
class Reading:
    """What a path reads: ``answer``, ``cell``, ``gap``, ``note``, ``flag``, ``table`` or ``plain``.

    ``id`` is the answer id (``table/*.column`` for cells); ``tag`` the tag of the control around it, with a
    variable for the row's key.
    """

    kind: str
    id: str = ""
    tag: str = ""

    @property
    def printable(self) -> bool:
        """Whether the value is a text."""
        return self.kind not in ("flag", "table")


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
    return _read_answer(root, rest)


def _read_row(root: str, rest: tuple[str, ...], base: str, key: str) -> Reading:
    if len(rest) != 1:
        remedy = f"「{root}.列の名前」の形で書いてください。"
        raise Refused("T08", f"「{root}」の後に、列の名前が1つありません。", remedy)
    if base in LISTS or rest[0] == "key":
        return Reading("plain")
    return Reading("cell", f"{base}/*.{rest[0]}", f"{base}/{{{{ {key} }}}}.{rest[0]}")


def _read_setting(root: str, rest: tuple[str, ...], scope: Scope) -> Reading:
    _expect(root, rest, 1)
    if root == "loop" and not scope.rows:
        remedy = "「for」と「endfor」の間で使ってください。"
        raise Refused("T08", "「loop」は、繰り返しの外では使えません。", remedy)
    known = {"paper": PAPER, "loop": LOOP}.get(root)
    if known is not None and rest[0] not in known:
        remedy = f"使える名前は {'・'.join(sorted(known))} です。"
        what = f"「{root}.{rest[0][:40]}」という名前はありません。"
        raise Refused("T08", what, remedy, near=nearest(rest[0], known))
    return Reading("plain")


def _read_answer(root: str, rest: tuple[str, ...]) -> Reading:
    if root == "row":
        remedy = "「{%tr for row in 話題.名前 %}」と「{%tr endfor %}」の間で使ってください。"
        raise Refused("T08", "「row」は、繰り返しの外では使えません。", remedy)
    if root in NEVER or len(rest) != 1 or "." in rest[0]:
        what = f"「{'.'.join((root, *rest))[:60]}」という名前は読めません。"
        remedy = "答えの名前は「話題.名前」の形（例 procurement.title）で書いてください。"
        raise Refused("T08", what, remedy, near=nearest(root, RESERVED))
    return Reading("answer", f"{root}.{rest[0]}", f"{root}.{rest[0]}")


def _expect(root: str, rest: tuple[str, ...], count: int) -> None:
    if len(rest) != count:
        example = {0: root, 1: f'{root}["名前"]', 2: f'{root}["名前"]["案"]'}[count]
        remedy = f"「{example}」の形で書いてください。"
        raise Refused("T08", f"「{root}」の後の、名前の数が合いません。", remedy)
