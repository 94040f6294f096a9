"""How the results of jobs look on screen: one function a verb, each returns the exit code."""

from __future__ import annotations

from typing import Any

from .console import Console


def _pending(console: Console, result: Any, **_options: Any) -> int:
    console.line(str(result))
    return 0


demo = made = status = check = draft = explain = _pending
template_list = template_build = template_lint = template_show = _pending
