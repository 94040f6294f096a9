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
from specgen.word.read import read_tree
from specgen.workspace import OpenCase, open_case

from .documents import ROOT
from .measuring import Row, in_turn, ratio, seen

EVERY = Profile(profile="all", label="全て", rules=("*",))


def all_rules(rounds: int, cases: int) -> list[Row]:
    """The rules on the half-empty example, and on ``cases`` cases that differ in their answers."""
    opened = open_case(ROOT / "examples" / "keihi-saas")
    content = opened.content
    rules = rules_of(content, EVERY, "submit")
    facts = tuple(rule for rule in rules if isinstance(rule.rule, FactRule))
    paper = print_paper(opened.case, "spec", Copy())
    checked = checked_paper(opened.case, paper, read_tree(paper.parts), "submit", EVERY, {})
    many = [replace(checked, case=case, tree=None) for case in _cases(opened, cases)]

    def anew(of: Sequence[CompiledRule], with_text: bool) -> Report:
        """As a check does it: conditions and places are decided anew."""
        case = resolve(content, opened.entry, opened.written, opened.case.as_of)
        return run_rules(of, replace(checked, case=case, tree=checked.tree if with_text else None))

    def decided() -> Case:
        return resolve(content, opened.entry, opened.written, opened.case.as_of)

    taken = in_turn(
        rounds,
        {"answers": decided, "facts": lambda: anew(facts, False), "all": lambda: anew(rules, True),
         "compile": lambda: rules_of(content, EVERY, "submit")},
    )  # fmt: skip
    lot = in_turn(min(rounds, 3), {"many": lambda: _run_all(facts, many)})
    told = sum(len(run_rules(facts, one).findings) for one in many)
    net = [(b - a) * 1000 for a, b in zip(taken["answers"], taken["facts"], strict=True)]
    per_case = median(lot["many"]) / cases * 1000
    return [
        Row("P6", f"{len(facts)} fact rules on a case after loading", f"{median(net):.1f} ms", "about 1", seen(taken)),
        Row("P6", f"{len(rules)} rules with the text of the paper / facts", f"{ratio(taken, 'all', 'facts'):.1f} x", ""),
        Row("P6", f"fact rules on {cases:,} cases ({told:,} findings), each", f"{per_case:.1f} ms", "about 1"),
    ]  # fmt: skip


def _run_all(rules: Sequence[CompiledRule], many: Sequence[Checked]) -> int:
    return sum(len(run_rules(rules, one).findings) for one in many)


def _cases(opened: OpenCase, number: int) -> list[Case]:
    """The case again and again, each time without some of its answers."""
    cases = []
    for n in range(number):
        left = {id: written for at, (id, written) in enumerate(opened.written.items()) if (at + n) % 7}
        cases.append(resolve(opened.content, opened.entry, left, opened.case.as_of))
    return cases
