"""What a line means while one field is asked: a value, a state with its details, a text of several lines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ..model.answer import HAS_VALUE, State, Written
from ..model.kinds import KINDS
from ..model.kinds.base import fold
from ..model.spec import PLAIN_STYLE
from ..textrules import forbidden
from . import route, shown
from .heard import ASK_HELP, END_OF_TEXT, LEAVE, START_AGAIN, Heard, Word, hear, number
from .session import NOTHING, AskField, Change, Details, Field, KeepText, Lines, Reply, Session, settled

_FREE = ("text", "prose")
_COPIES = (State.COPIED, State.PREFILLED)
DETAILS: dict[State, tuple[str, ...]] = {
    State.UNDECIDED: ("by", "who"),
    State.UNKNOWN: ("note",),
    State.NOT_APPLICABLE: ("note",),
    State.NONE: (),
}
"""What is asked beside a state."""


# ── one answer ──


def read_field(session: Session, step: AskField, line: str) -> Reply:
    """An answer to a question or in a cell, or a word that steers."""
    heard, at = hear(line), step.field
    if heard.word is not None:
        return _STEERING[heard.word](session, step)
    if heard.state is not None:
        return _state(session, at, heard)
    if heard.empty:
        return (
            keep(session, at, step.kept)
            if step.kept and not _has_one(session, at)
            else pass_over(session, at)
        )
    if told := unprintable(line):
        return Reply(session, told, again=True)
    if session.spec(at).kind == "prose":
        return (
            Reply(replace(session, step=Lines(at, (line,))))
            if line not in END_OF_TEXT
            else pass_over(session, at)
        )
    return _value(session, step, line)


def _value(session: Session, step: AskField, line: str) -> Reply:
    at, spec = step.field, session.spec(step.field)
    text = _chosen(session, at, line if spec.kind in _FREE else line.strip())
    answer = session.after(Change(at, Written(State.ANSWERED, text), NOTHING)).answer(at)
    if answer.state is not State.UNREADABLE:
        return accept(session, at, Written(State.ANSWERED, text))
    if not step.kept:
        rest = "前の答えのままにします" if _has_one(session, at) else "書いたまま残します（あとで直せます）"
        ask = f"もう一度入力してください。Enterだけなら、{rest}。"
        return Reply(replace(session, step=AskField(at, kept=text)), (answer.why, ask), again=True)
    return Reply(replace(session, step=KeepText(at, text)), (answer.why,))


def _has_one(session: Session, at: Field) -> bool:
    """Whether an answer stands there already: what was mistyped since never takes its place unasked."""
    return session.current(at).state is not State.UNANSWERED


def _chosen(session: Session, at: Field, text: str) -> str:
    """The text behind a number, or the text itself."""
    listed = shown.options(session, session.spec(at))
    place = number(text)
    if 1 <= place <= len(listed) and text not in (written for written, _ in listed):
        return listed[place - 1][0]
    same = (written for written, label in listed if fold(text) in (fold(written), fold(label)))
    return next(same, text)


def accept(session: Session, at: Field, given: Written) -> Reply:
    """The reply to an answer: what is saved, what is said, and what comes next."""
    change = Change(at, given, session.current(at))
    if settled(given) == settled(change.old):
        return Reply(route.onward(session, at))
    after = session.after(change)
    return Reply(route.onward(after, at), (*_noted(after, at, given), *_moved(session, after)), change)


def keep(session: Session, at: Field, text: str) -> Reply:
    """A text that cannot be read is kept as it is; it prints as a gap until somebody mends it."""
    reply = accept(session, at, Written(State.ANSWERED, text))
    return replace(reply, say=("書いたまま残しました。あとで直せます。", *reply.say[1:]))


def pass_over(session: Session, at: Field) -> Reply:
    """Nothing is said: what stands there stays."""
    first = route.columns(session, at.id)[0].id if at.row else ""
    if at.fresh and at.column == first and session.current(at).state is State.UNANSWERED:
        return Reply(route.end_of_rows(session, at.id))
    return Reply(route.onward(session, at))


def unprintable(text: str) -> tuple[str, ...]:
    """What no document can hold, with its position; nothing when all is well."""
    found = forbidden(text)
    if not found:
        return ()
    told = [f"{d.position + 1}文字目に、使えない文字（{d.code_point}）があります。{d.why}" for d in found[:3]]
    more = [f"ほかに{len(found) - 3}か所あります。"] if len(found) > 3 else []
    return (*told, *more, "もう一度入力してください。")


def _noted(after: Session, at: Field, given: Written) -> list[str]:
    """How the answer was understood, where that is not plain, and what deserves a second look."""
    answer, spec = after.answer(at), after.spec(at)
    said = []
    if given.state is State.UNANSWERED:
        said.append("空にしました。")
    elif answer.state not in HAS_VALUE:
        said.append(f"「{shown.value(after, spec, answer)}」としました。")
        if answer.by and answer.by_date is None:
            said.append(f"「{answer.by}」は日付として読み取れませんが、書いたまま残します。")
    elif shown.options(after, spec):
        said.append(f"「{shown.value(after, spec, answer)}」を選びました。")
    elif spec.kind not in _FREE and given.text and not _same_words(after, at, given.text):
        said.append(f"「{shown.value(after, spec, answer)}」と読み取りました。")
    return [*said, *(f"ご確認ください: {remark}" for remark in answer.remarks)]


def _same_words(after: Session, at: Field, text: str) -> bool:
    spec, answer = after.spec(at), after.answer(at)
    return fold(KINDS[spec.kind].show(answer.value, spec, PLAIN_STYLE)) == fold(text)


def _moved(before: Session, after: Session) -> list[str]:
    """How many questions came and went with the answer."""
    old, new = ({q.id for q in route.asked(session)} for session in (before, after))
    came = f"この答えで、質問が{len(new - old)}問加わりました。" if new - old else ""
    went = f"この答えで、{len(old - new)}問は尋ねなくてよくなりました。" if old - new else ""
    return [sentence for sentence in (came, went) if sentence]


# ── words that steer ──


def _help(session: Session, step: AskField) -> Reply:
    return Reply(session, shown.help_lines(session, step.field), again=True)


def _back(session: Session, step: AskField) -> Reply:
    before = route.back(session, step.field)
    return Reply(before) if before is not None else Reply(session, ("これが最初の質問です。",), again=True)


def _skip(session: Session, step: AskField) -> Reply:
    return pass_over(session, step.field)


def _quit(session: Session, step: AskField) -> Reply:
    return finish(session)


def _clear(session: Session, step: AskField) -> Reply:
    return accept(session, step.field, NOTHING)


def _confirm(session: Session, step: AskField) -> Reply:
    current = session.current(step.field)
    if current.state not in _COPIES:
        return pass_over(session, step.field)
    return accept(session, step.field, Written(State.ANSWERED, current.text, rows=current.rows))


_STEERING: dict[Word, Callable[[Session, AskField], Reply]] = {
    Word.HELP: _help,
    Word.BACK: _back,
    Word.SKIP: _skip,
    Word.QUIT: _quit,
    Word.CLEAR: _clear,
    Word.CONFIRM: _confirm,
}


# ── a state and its details ──


def _state(session: Session, at: Field, heard: Heard) -> Reply:
    assert heard.state is not None
    if at.row and not session.rows(at.id):
        at = Field(at.id)  # before there is a row, the word is about the whole table
    if told := unprintable(heard.detail):
        return Reply(session, told, again=True)
    return begin_details(session, Details(at, heard.state, (heard.detail,) if heard.detail else ()))


def read_details(session: Session, step: Details, line: str) -> Reply:
    """One detail of a state; Enter leaves it open, or keeps what was there."""
    heard = hear(line)
    if heard.word is Word.BACK:
        return Reply(
            route.arrive(session, step.field.id) if not step.field.row else _again(session, step.field)
        )
    if heard.word is Word.QUIT:
        return finish(session)
    if heard.word is Word.HELP:
        return Reply(session, ("  分かる範囲で書きます。分からなければEnterだけで進みます。",), again=True)
    if told := unprintable(line):
        return Reply(session, told, again=True)
    open_ = heard.empty or heard.word is Word.SKIP or (heard.state is not None and not heard.detail)
    given = default_detail(session, step) if open_ else "" if heard.word is Word.CLEAR else line.strip()
    return begin_details(session, replace(step, given=(*step.given, given)))


def default_detail(session: Session, step: Details) -> str:
    """What stands there already for the detail that is asked."""
    current = session.current(step.field)
    return str(getattr(current, DETAILS[step.state][len(step.given)])) if current.state is step.state else ""


def begin_details(session: Session, step: Details) -> Reply:
    """Ask for the next detail, or settle the answer when there is none left to ask."""
    if len(step.given) < len(DETAILS[step.state]):
        return Reply(replace(session, step=step))
    return accept(session, step.field, _with_given(session, step))


def _with_given(session: Session, step: Details) -> Written:
    current = session.current(step.field)
    base = current if current.state is step.state else Written(step.state)
    told = dict(zip(DETAILS[step.state], step.given, strict=False))
    return replace(
        base, by=told.get("by", base.by), who=told.get("who", base.who), note=told.get("note", base.note)
    )


def _again(session: Session, at: Field) -> Session:
    return replace(session, step=AskField(at))


# ── a text of several lines ──


def read_lines(session: Session, step: Lines, line: str) -> Reply:
    """The next line of a text; blank lines are kept, a single dot ends it."""
    if line.strip() in END_OF_TEXT:
        return accept(session, step.field, Written(State.ANSWERED, _joined(step.lines)))
    command = fold(line)
    if command == LEAVE:
        return finish(session)
    if command in ASK_HELP:
        return Reply(session, shown.help_lines(session, step.field), again=True)
    if command == START_AGAIN:
        return Reply(_again(session, step.field), ("書いていた文を捨てました。もう一度、初めから書けます。",))
    if told := unprintable(line):
        return Reply(session, told, again=True)
    word = hear(line).word
    told = (
        (f"「{line.strip()}」も文に入れました。書き直すなら「/b」、終わるなら「.」だけの行です。",)
        if word
        else ()
    )
    return Reply(replace(session, step=replace(step, lines=(*step.lines, line))), told, again=True)


def _joined(lines: tuple[str, ...]) -> str:
    kept = list(lines)
    while kept and not kept[-1].strip():
        kept.pop()
    return "\n".join(kept)


# ── a text that cannot be read ──


def read_keep(session: Session, step: KeepText, line: str) -> Reply:
    """1 (or Enter) keeps the text as it is, 2 asks once more."""
    heard = hear(line)
    if heard.word is Word.QUIT:
        return finish(session)
    if heard.empty or number(line) == 1:
        return keep(session, step.field, step.text)
    if number(line) == 2 or heard.word is Word.BACK:
        return Reply(_again(session, step.field))
    return read_field(session, AskField(step.field, kept=step.text), line)


# ── leaving ──


def finish(session: Session, *, interrupted: bool = False) -> Reply:
    """The reply when the person leaves: what was typed so far is saved, unless Ctrl+C stopped a new wording."""
    step = session.step
    reply = Reply(session)
    if isinstance(step, Lines):
        if interrupted and session.current(step.field).state is not State.UNANSWERED:
            reply = Reply(session, ("書きかけの文は残していません。前の答えがそのまま残っています。",))
        else:
            reply = accept(session, step.field, Written(State.ANSWERED, _joined(step.lines)))
    elif isinstance(step, Details):
        reply = accept(session, step.field, _with_given(session, step))
    elif isinstance(step, KeepText) and not _has_one(session, step.field):
        reply = keep(session, step.field, step.text)
    elif isinstance(step, AskField) and step.kept and not _has_one(session, step.field):
        reply = keep(session, step.field, step.kept)
    return replace(reply, over=True)
