"""Rules on agreement: the same answer must be printed alike in every document, however it is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..content.rule import CrossRule
from ..content.rulenames import CompiledRule
from ..model.finding import Finding
from ..model.kinds import KINDS
from ..model.kinds.base import Unreadable, fold
from ..model.kinds.following import read_value
from ..model.spec import Spec
from .reads import row_called
from .verdicts import Checked, finding


@dataclass(frozen=True, slots=True)
class _Printed:
    document: str
    text: str


def check_cross(compiled: CompiledRule, checked: Checked) -> Iterator[Finding]:
    """Verdicts of one rule of kind ``cross``: each place that says something else than the first."""
    rule = compiled.rule
    assert isinstance(rule, CrossRule)
    for id, label, column in _compared(rule, checked):
        places = list(_places(id, rule, checked))
        told: set[tuple[str, str]] = set()
        for other in places[1:]:
            first = places[0]
            if _alike(first.text, other.text, column) or (other.document, other.text) in told:
                continue
            told.add((other.document, other.text))
            values = {
                "label": label,
                "left.document": _label(checked, first.document),
                "left.text": first.text,
                "right.document": _label(checked, other.document),
                "right.text": other.text,
            }
            yield finding(compiled, checked, id, values, read=[id], text="\n".join(p.text for p in places))
            break


def _compared(rule: CrossRule, checked: Checked) -> Iterator[tuple[str, str, Spec]]:
    """Each answer and each cell of the columns that a paper prints: its id, how it is called, how it is read."""
    trees = [checked.tree, *checked.others.values()]
    for id in rule.same:
        table, star, column_id = id.partition("/*.")
        question = checked.case.content.questions[table]
        if not star:
            yield id, question.label, question.spec
            continue
        column = question.column(column_id)
        assert column is not None
        tags = {tag for tree in trees if tree is not None for tag in tree.values}
        for tag in sorted(
            tag for tag in tags if tag.startswith(f"{table}/") and tag.endswith(f".{column_id}")
        ):
            row = row_called(checked.case, tag)
            yield tag, f"{question.label}の「{row}」の{column.label}", column.spec


def _places(id: str, rule: CrossRule, checked: Checked) -> Iterator[_Printed]:
    """Everywhere that the answer is printed, in the order of the documents that the rule names."""
    trees = {checked.document: checked.tree, **checked.others}
    for document in rule.across:
        tree = trees.get(document)
        for text in tree.values.get(id, ()) if tree is not None else ():
            yield _Printed(document, text)


def _alike(one: str, other: str, spec: Spec) -> bool:
    if fold(one) == fold(other):
        return True
    left, right = _read(one, spec), _read(other, spec)
    return left is not None and left == right


def _read(text: str, spec: Spec) -> Any:
    """What a printed text means; None where its kind cannot read it (a gap, a remark)."""
    try:
        value = read_value(KINDS[spec.kind], text, spec)
    except (Unreadable, KeyError):
        return None
    return getattr(value, "meaning", value)


def _label(checked: Checked, document: str) -> str:
    packs = checked.case.content.packs.values()
    return next((pack.entry.label for pack in packs if pack.entry.document == document), document)
