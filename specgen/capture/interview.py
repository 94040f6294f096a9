"""The interview as a pure machine: its state, a line that a person typed, and what follows from it.

It prints nothing and opens nothing: ``jobs.interview`` shows ``screen``, hands each line to ``interpret`` and
saves ``Reply.change`` before it goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ..case.case import Case
from ..model.answer import State, Written
from . import fieldtalk, route, shown, tabletalk
from .session import (
    AskField,
    Change,
    ConfirmRemoval,
    Details,
    Done,
    Field,
    KeepText,
    Lines,
    Menu,
    PickRow,
    Reply,
    Session,
    names_of_today,
)

__all__ = ["Change", "Done", "Field", "Reply", "Screen", "Session", "finish", "interpret", "screen", "start"]

PROMPT = "> "
_DETAIL_PROMPTS = {
    (State.UNDECIDED, "by"): "いつまでに決まりますか（例: 令和9年1月20日）",
    (State.UNDECIDED, "who"): "だれが決めますか（例: 経理部契約課）",
    (State.UNKNOWN, "note"): "メモがあれば書いてください（例: 現行の事業者に照会している）",
    (State.NOT_APPLICABLE, "note"): "当てはまらない理由は何ですか",
}


@dataclass(frozen=True, slots=True)
class Screen:
    """What a person sees before they type: lines, then the prompt."""

    lines: tuple[str, ...]
    prompt: str = PROMPT


def start(
    case: Case,
    written: Mapping[str, Written],
    *,
    only: str = "",
    new: bool = False,
    used: Mapping[str, frozenset[str]] | None = None,
) -> Session:
    """An interview about what is open, or about the questions that ``only`` names (a pattern of ids or topics).

    ``new``: only about those that have no place in ``written`` at all, not even an empty one.
    ``used`` are row keys of earlier days, which are not given again.
    """
    present = names_of_today(written, case.content)
    among = frozenset(case.content.questions.keys() - present.keys()) if new else None
    session = Session(case, present, only, among, used=used or {})
    return route.first(session)


def screen(session: Session) -> Screen:
    """What is shown for the session's step."""
    lines = _SCREENS[type(session.step)](session, session.step)
    return Screen(tuple(lines))


def interpret(session: Session, line: str) -> Reply:
    """What a line leads to. Never raises for anything that a person types."""
    return _READERS[type(session.step)](session, session.step, line)


def finish(session: Session, *, interrupted: bool = False) -> Reply:
    """What is still to be saved when the input ends, or when Ctrl+C stops it."""
    return fieldtalk.finish(session, interrupted=interrupted)


def _details_screen(session: Session, step: Details) -> list[str]:
    name = fieldtalk.DETAILS[step.state][len(step.given)]
    default = fieldtalk.default_detail(session, step)
    rest = f"（今は「{default}」。Enterだけなら、そのまま）" if default else "（分からなければEnter）"
    return [f"  {_DETAIL_PROMPTS[step.state, name]}{rest}"]


_SCREENS: dict[type, Callable[[Session, Any], list[str]]] = {
    AskField: lambda session, step: shown.question_lines(session, step.field),
    Lines: lambda session, step: [
        "  （続けて書けます。終わりは「.」だけの行、書き直すときは「/b」だけの行）"
    ],
    Details: _details_screen,
    KeepText: lambda session, step: ["  1 書いたまま残す（あとで直せます）　2 書き直す"],
    Menu: lambda session, step: shown.table_lines(session, step.id),
    PickRow: tabletalk.pick_lines,
    ConfirmRemoval: tabletalk.removal_lines,
    Done: lambda session, step: [],
}
_READERS: dict[type, Callable[[Session, Any, str], Reply]] = {
    AskField: fieldtalk.read_field,
    Lines: fieldtalk.read_lines,
    Details: fieldtalk.read_details,
    KeepText: fieldtalk.read_keep,
    Menu: tabletalk.read_menu,
    PickRow: tabletalk.read_pick,
    ConfirmRemoval: tabletalk.read_removal,
    Done: lambda session, step, line: Reply(session, over=True),
}
