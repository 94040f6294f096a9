"""The small language of conditions: three values, no attribute access, no side effects."""

from .condition import ABSENT, UNKNOWN, Condition, Lookup, Verdict, Vocabulary, compile_condition
from .syntax import ExpressionError

__all__ = [
    "ABSENT",
    "UNKNOWN",
    "Condition",
    "ExpressionError",
    "Lookup",
    "Verdict",
    "Vocabulary",
    "compile_condition",
]
