"""P6: every rule on a case after loading, and on a thousand cases; what lists of findings cost beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from specgen.case.case import Case, resolve
from specgen.case.printing import Copy
from specgen.check.run import Report, rules_of, run_rules
from specgen.check.verdicts import Checked
from specgen.content.profile import Profile
from specgen.content.rule import FactRule
from specgen.content.rulenames import CompiledRule
from specgen.jobs.check import checked_paper
from specgen.jobs.papers import print_paper
from specgen.model.texttree import TextTree
from specgen.word.read import read_tree
from specgen.workspace import OpenCase, open_case

from .documents import ROOT
from .measuring import Row, in_turn, ratio, seen

EVERY = Profile(profile="all", label="全て", rules=("*",))


def all_rules(rounds: int, cases: int) -> list[Row]:
    """The rules on an answered and on a half-empty example, and on ``cases`` cases that differ in their answers."""
    rows = [row for name in ("bunsho-koushin", "keihi-saas") for row in _on_example(name, rounds)]
    opened, rules, checked = _ready("keihi-saas")
    facts = _facts(rules)
    many = [replace(checked, case=case, tree=None) for case in _cases(opened, cases)]
    lot = in_turn(min(rounds, 3), {"many": lambda: [run_rules(facts, one) for one in many]})
    told = sum(len(run_rules(facts, one).findings) for one in many)
    per_case = median(lot["many"]) / cases * 1000
    what = f"fact rules on {cases:,} cases ({told:,} findings), each"
    return [*rows, Row("P6", what, f"{per_case:.1f} ms", "about 1")]


def _ready(name: str) -> tuple[OpenCase, tuple[CompiledRule, ...], Checked]:
    opened = open_case(ROOT / "examples" / name)
    paper = print_paper(opened.case, "spec", Copy())
    checked = checked_paper(opened.case, paper, read_tree(paper.parts), "submit", EVERY, {})
    return opened, rules_of(opened.content, EVERY, "submit"), checked


def _facts(rules: Sequence[CompiledRule]) -> tuple[CompiledRule, ...]:
    return tuple(rule for rule in rules if isinstance(rule.rule, FactRule))


def _on_example(name: str, rounds: int) -> list[Row]:
    opened, rules, checked = _ready(name)
    facts = _facts(rules)

    fresh = iter(
        [
            resolve(opened.content, opened.entry, opened.written, opened.case.as_of)
            for _ in range(2 * rounds + 4)
        ]
    )

    def anew(of: Sequence[CompiledRule], tree: TextTree | None) -> Report:
        """As a check does it: conditions and places are decided anew."""
        return run_rules(of, replace(checked, case=next(fresh), tree=tree))

    told = len(anew(facts, None).findings)
    taken = in_turn(
        rounds,
        {
            "facts": lambda: anew(facts, None),
            "all": lambda: anew(rules, checked.tree),
            "compile": lambda: rules_of(opened.content, EVERY, "submit"),
        },
    )
    what = f"{len(facts)} fact rules on {name} after loading ({told} findings)"
    text = f"{len(rules)} rules with the text of the paper / facts"
    return [
        Row("P6", what, f"{median(taken['facts']) * 1000:.1f} ms", "about 1", seen(taken)),
        Row("P6", text, f"{ratio(taken, 'all', 'facts'):.1f} x", ""),
    ]


def _cases(opened: OpenCase, number: int) -> list[Case]:
    """The case again and again, each time without some of its answers."""
    cases = []
    for n in range(number):
        left = {id: written for at, (id, written) in enumerate(opened.written.items()) if (at + n) % 7}
        cases.append(resolve(opened.content, opened.entry, left, opened.case.as_of))
    return cases
