"""The small language of conditions: three values, no attribute access, no side effects."""
