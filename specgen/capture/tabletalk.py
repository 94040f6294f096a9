"""What a line means while a table is on the screen: add a row, change one, take one away, go on."""

from __future__ import annotations

from dataclasses import replace

from ..case.typing import row_name
from ..model.answer import State, Written
from ..model.kinds.base import fold
from . import route, shown
from .fieldtalk import accept, begin_details, finish
from .heard import Heard, Word, hear, number
from .session import Change, ConfirmRemoval, Details, Field, Menu, PickRow, Reply, Session

_ADD, _EDIT, _REMOVE, _CONFIRM = 1, 2, 3, 4
_UNREADABLE = (
    "この表は answers.yaml の書き方が読み取れないため、ここでは直せません。"
    "ファイルを直してから、もう一度始めてください。"
)


def read_menu(session: Session, step: Menu, line: str) -> Reply:
    """A number of the menu, the key of a row, a state for the whole table, or a word that steers."""
    heard, id = hear(line), step.id
    if heard.word is not None:
        return _steered(session, step, heard.word)
    if heard.empty:
        return Reply(route.leave(session, id))
    if session.current(Field(id)).state is State.UNREADABLE:
        return Reply(session, (_UNREADABLE,), again=True)
    if heard.state is not None:
        return _state(session, id, heard)
    rows, chosen = session.rows(id), number(line)
    if chosen == _ADD:
        return Reply(route.add_row(session, id))
    if chosen in (_EDIT, _REMOVE) and rows:
        remove = chosen == _REMOVE
        return (
            _picked(session, PickRow(id, remove), rows[0].key)
            if len(rows) == 1
            else Reply(replace(session, step=PickRow(id, remove)))
        )
    if chosen == _CONFIRM and rows:
        return _confirmed(session, id)
    if (key := _key(session, id, line)) is not None:
        return Reply(route.edit_row(session, id, key))
    return Reply(session, ("番号か、行の名前で選んでください。",), again=True)


def _steered(session: Session, step: Menu, word: Word) -> Reply:
    if word is Word.HELP:
        return Reply(session, shown.help_lines(session, Field(step.id)), again=True)
    if word is Word.QUIT:
        return finish(session)
    if word is Word.BACK:
        before = route.back_from(session, step.id)
        return (
            Reply(before) if before is not None else Reply(session, ("これが最初の質問です。",), again=True)
        )
    if word is Word.CONFIRM:
        return _confirmed(session, step.id)
    if word is Word.CLEAR:
        if session.rows(step.id):
            return Reply(session, ("行は、3 で1行ずつ消します。",), again=True)
        return accept(session, Field(step.id), Written(State.UNANSWERED))
    return Reply(route.leave(session, step.id))


def _state(session: Session, id: str, heard: Heard) -> Reply:
    if session.rows(id):
        return Reply(
            session,
            ("行があるので、表の全体を言い換えられません。先に 3 で行を消してください。",),
            again=True,
        )
    assert heard.state is not None
    return begin_details(session, Details(Field(id), heard.state, (heard.detail,) if heard.detail else ()))


def _confirmed(session: Session, id: str) -> Reply:
    """A copied table is said to be right as it is."""
    current = session.current(Field(id))
    if current.state not in (State.COPIED, State.PREFILLED):
        return Reply(route.leave(session, id))
    return accept(session, Field(id), Written(State.ANSWERED, rows=current.rows))


def pick_lines(session: Session, step: PickRow) -> list[str]:
    """What is asked before a row is changed or taken away."""
    key, doing = session.rows(step.id)[0].key, "消し" if step.remove else "直し"
    return [f"  どの行を{doing}ますか（{key} のように。何もしないならEnter）"]


def read_pick(session: Session, step: PickRow, line: str) -> Reply:
    """The key of a row, or its number."""
    heard = hear(line)
    if heard.word is Word.QUIT:
        return finish(session)
    if heard.empty or heard.word in (Word.BACK, Word.SKIP):
        return Reply(replace(session, step=Menu(step.id)))
    key = _key(session, step.id, line)
    if key is None:
        keys = "、".join(row.key for row in session.rows(step.id))
        return Reply(session, (f"その行は見当たりません。あるのは、{keys}です。",), again=True)
    return _picked(session, step, key)


def _picked(session: Session, step: PickRow, key: str) -> Reply:
    if step.remove:
        return Reply(replace(session, step=ConfirmRemoval(step.id, key)))
    return Reply(route.edit_row(session, step.id, key))


def read_removal(session: Session, step: ConfirmRemoval, line: str) -> Reply:
    """1 takes the row away, anything else leaves it."""
    if hear(line).word is Word.QUIT:
        return finish(session)
    menu = replace(session, step=Menu(step.id))
    if number(line) != 1 and fold(line) not in ("はい", "yes", "y"):
        return Reply(menu, ("消さずに残しました。",))
    change = Change(Field(step.id, step.row), None, session.current(Field(step.id)))
    after = session.after(change)
    step_after = Menu(step.id) if after.rows(step.id) else None
    after = replace(after, step=step_after) if step_after is not None else route.add_row(after, step.id)
    return Reply(after, (f"{step.row} を消しました。",), change)


def removal_lines(session: Session, step: ConfirmRemoval) -> list[str]:
    """What is asked before a row goes, with the references that would then point nowhere."""
    row = next(row for row in session.rows(step.id) if row.key == step.row)
    name = f"「{row_name(row)}」" if row_name(row) else ""
    lines = [f"  {step.row}{name}を消しますか。"]
    pointing = [
        f"「{question.label}」{f'の{key}' if key else ''}"
        for question, key, answer in route.references_to(session, step.id)
        if answer.value == step.row
    ]
    if pointing:
        lines.append(
            f"  この行は、{'、'.join(pointing[:5])}から選ばれています。消したあとで、選び直してください。"
        )
    return [*lines, "  1 消す　2 消さない"]


def _key(session: Session, id: str, line: str) -> str | None:
    """The key of the row that was typed: D3, d3, or 3 alone."""
    prefix, plain = session.question(id).spec.prefix, fold(line)
    wanted = {plain, fold(f"{prefix}{plain}")}
    return next((row.key for row in session.rows(id) if fold(row.key) in wanted), None)
