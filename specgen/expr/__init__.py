"""The small language of conditions and rules: three values, no attribute access, no side effects."""

from .condition import Condition, compile_condition, compile_value
from .functions import folded
from .names import Dated, Lookup, RuleLookup, Vocabulary
from .piece import DATED
from .syntax import ExpressionError
from .values import ABSENT, UNKNOWN, Verdict

__all__ = [
    "ABSENT",
    "DATED",
    "UNKNOWN",
    "Condition",
    "Dated",
    "ExpressionError",
    "Lookup",
    "RuleLookup",
    "Verdict",
    "Vocabulary",
    "compile_condition",
    "compile_value",
    "folded",
]
