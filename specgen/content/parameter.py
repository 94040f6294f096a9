"""Parameters: every figure of law or rule with its dates of effect, citation and confidence."""

from __future__ import annotations

from typing import Any

from pydantic import ConfigDict

from .gate import Entry, YesNo


class ParameterEntry(Entry):
    """One dated value or table of values."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    label: str
    unit: str = ""
    by: str = ""
    ask_organisation: YesNo = False
    note: str = ""
    values: tuple[dict[str, Any], ...]
    unconfirmed: tuple[str, ...] = ()
