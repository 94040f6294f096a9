"""Proofs over named conditions: what follows from what, and an example where it does not."""

from __future__ import annotations

from specgen.expr.logic import MOST_ATOMS, TOO_MANY, counterexample


def test_the_counterexample_says_which_conditions_hold():
    found = counterexample(lambda case: case["a"] and not case["b"], ["b", "a"])
    assert found == {"a": True, "b": False}


def test_rules_take_away_cases_that_cannot_be():
    def never_both(case):
        return not (case["saas"] and case["study"])

    assert (
        counterexample(lambda case: case["saas"] and case["study"], ["saas", "study"], [never_both]) is None
    )


def test_without_atoms_there_is_one_case():
    assert counterexample(lambda case: True, []) == {}
    assert counterexample(lambda case: False, []) is None


def test_a_proof_over_too_many_conditions_is_not_attempted_and_says_so():
    atoms = [f"c{n}" for n in range(MOST_ATOMS + 1)]
    assert counterexample(lambda case: True, atoms) is TOO_MANY
