"""The interview at a console: shows what is asked, saves after every answer, loses nothing on the way out."""

from __future__ import annotations

import time
from enum import Enum, auto
from pathlib import Path
from typing import Protocol

from .. import yamledit
from ..capture import interview, route
from ..capture.answersfile import read_answers
from ..capture.interview import Change, Done, Reply, Session
from ..capture.session import names_of_today, settled, standing
from ..capture.writing import put
from ..content.library import Content
from ..content.pack import TYPE_LABELS
from ..errors import Fault, InputError, SpecgenError, nearest
from ..files import read_text
from ..model.answer import State
from ..workspace import OpenCase, open_case, save_answers
from .status import open_items

STOPPED = 130
_UNSAVED = 5
_CHANGED, _LOCKED = "S01", "L01"
_LOCK_PATIENCE = (0.2, 0.4, 0.8)
_LONGEST_LINE = 4094
"""A terminal hands over at most so many bytes of one line."""


class Console(Protocol):
    """Where the interview is held (``cli.console.Console``, or a stand-in with the lines of a test)."""

    def line(self, text: str = "") -> None:
        """Show one line."""

    def note(self, text: str = "") -> None:
        """Show one line beside the talk."""

    def faults(self, error: SpecgenError) -> None:
        """Show every fault."""

    def ask(self, prompt: str) -> str | None:
        """What is typed after ``prompt``; None when the input has ended."""

    @property
    def interactive(self) -> bool:
        """Whether a person sits there."""


def run(case_dir: Path, console: Console, only: str = "", *, new: bool = False) -> int:
    """Hold the interview; the exit code. Every answer is in answers.yaml before the next question is asked.

    ``only`` names questions by a pattern, ``new`` takes those that answers.yaml does not know yet; both together
    ask for what is both. 0 at the end and when the person leaves, 130 after Ctrl+C, 5 when an answer could not be
    saved. Raises ``InputError`` for files that cannot be read and an ``only`` that names nothing.
    """
    opened = open_case(case_dir, checklists=False)
    if only and not route.selected(interview.start(opened.case, opened.written, only=only)):
        raise InputError(_nothing_named(only, opened.content))
    return _Talk(case_dir, console, opened, only, new=new).hold()


class _Outcome(Enum):
    SAVED = auto()
    CHANGED = auto()
    """Somebody else wrote the same answer meanwhile."""
    UNSAVED = auto()


class _Talk:
    """One interview at one console: the session, and the case as it lies on disk."""

    def __init__(
        self, folder: Path, console: Console, opened: OpenCase, only: str, *, new: bool = False
    ) -> None:
        self.folder, self.console, self.opened = folder, console, opened
        self.saved = False
        used = _keys_of_history(folder, opened)
        self.session: Session = interview.start(opened.case, opened.written, only=only, new=new, used=used)

    def hold(self) -> int:
        """Ask until there is nothing left or the person leaves."""
        self._greet()
        whole = True
        while not isinstance(self.session.step, Done):
            view = interview.screen(self.session)
            if whole:
                self._show(view.lines)
            stopped = False
            try:
                typed = self.console.ask(view.prompt)
            except KeyboardInterrupt:
                stopped, typed = True, None
                self.console.line()
            if typed is None:
                reply = interview.finish(self.session, interrupted=stopped)
            else:
                self._warn_of_length(typed)
                reply = interview.interpret(self.session, typed)
            try:
                kept = self._take(reply)
            except KeyboardInterrupt:  # in the middle of saving: what was said is saved all the same
                stopped, kept = True, self._take(reply)
            if not kept:
                return _UNSAVED
            if reply.over or stopped:
                return self._leave(STOPPED if stopped else 0)
            whole = not reply.again
        return self._end()

    # -- saving --------------------------------------------------------------------------------------------
    def _take(self, reply: Reply) -> bool:
        """Save what was said and go on; False when the person gave up saving it."""
        before = self.session
        if reply.change is None:
            self.session = reply.session
            self._tell(reply.say)
            return True
        outcome = self._saved(reply.change)
        if outcome is _Outcome.SAVED:
            self.session = reply.session.refreshed(self.opened.written, self.opened.case)
            if reply.say or not reply.change.field.row:
                first, *rest = reply.say or ("",)
                self._tell((f"保存しました。{first}", *rest))
            return True
        if outcome is _Outcome.CHANGED:
            again = before.refreshed(self.opened.written, self.opened.case)
            self.session = route.arrive(again, reply.change.field.id)
            return True
        return False

    def _saved(self, change: Change) -> _Outcome:
        """Write the change; a lock that is held is waited for, other troubles are told and tried again."""
        waits, stale = list(_LOCK_PATIENCE), False
        while True:
            try:
                if stale and not self._reread(change):
                    return _Outcome.CHANGED
                self._write(change)
                return _Outcome.SAVED
            except SpecgenError as error:
                code = error.faults[0].code if error.faults else ""
                if code == _LOCKED and waits:
                    time.sleep(waits.pop(0))
                elif code == _CHANGED:
                    stale = True
                elif not self._try_again(error, change):
                    return _Outcome.UNSAVED
            except yamledit.EditFailed:
                self._tell_unsaved(change)
                raise

    def _write(self, change: Change) -> None:
        id = change.field.id
        content = self.opened.content
        present = names_of_today(self.opened.written, content).get(id)
        text = put(self.opened.source.text, content.questions[id], change.on(present), content)
        if text != self.opened.source.text:
            self.opened = save_answers(self.opened, text, keep_history=not self.saved)
            self.saved = True

    def _reread(self, change: Change) -> bool:
        """Take in what somebody else wrote; whether the change can still be made."""
        self.opened = open_case(self.folder, checklists=False)
        present = names_of_today(self.opened.written, self.opened.content).get(change.field.id)
        self.console.note(
            "answers.yaml が、ほかの人（又は別の画面）に書き換えられていたので、読み直しました。"
        )
        if not change.disturbed(present):
            return True
        if change.new is not None and settled(standing(present, change.field)) == settled(change.new):
            return True
        label = self.opened.content.questions[change.field.id].label
        self.console.note(f"「{label}」も、その間に書き換えられています。いまの入力は書き込んでいません。")
        self._tell_unsaved(change)
        return False

    def _try_again(self, error: SpecgenError, change: Change) -> bool:
        self.console.faults(error)
        answer = self.console.ask("もう一度保存しますか（Enterでもう一度、「やめる」で終わる）> ")
        if answer is not None and not answer.strip():
            return True
        self._tell_unsaved(change)
        return False

    def _tell_unsaved(self, change: Change) -> None:
        field, new = change.field, change.new
        where = "/".join(part for part in (field.id, field.row) if part) + (
            f".{field.column}" if field.column else ""
        )
        if new is None:
            self.console.note(f"保存していない操作: {where} を消す")
            return
        words = [new.text, new.by, new.who, new.note] if new.state is not State.ANSWERED else [new.text]
        self.console.note(f"保存していない答え（{where}）: {'、'.join(word for word in words if word)}")

    # -- talking -------------------------------------------------------------------------------------------
    def _show(self, lines: tuple[str, ...]) -> None:
        if len(lines) > 1:
            self.console.line()
        for line in lines:
            self.console.line(line)

    def _tell(self, said: tuple[str, ...]) -> None:
        for number, sentence in enumerate(said):
            self.console.line(
                sentence if sentence.startswith(" ") else f"  {'→' if number == 0 else ' '} {sentence}"
            )

    def _greet(self) -> None:
        case, say = self.opened.case, self.console.line
        everything = route.asked(self.session)
        waiting = [q for q in everything if route.is_open(self.session, q.id)]
        name = f"{self.folder.name}（{TYPE_LABELS[case.entry.type]}）"
        if self.session.among is not None:
            about = f"、「{self.session.only}」に合う" if self.session.only else "、"
            say(f"{name}の{about}新しい質問（answers.yaml に欄のないもの）は{len(everything)}問です。")
        elif self.session.only:
            say(f"{name}の、「{self.session.only}」に合う質問は{len(everything)}問です。")
        else:
            say(f"{name}の質問は{len(everything)}問で、このうち{len(waiting)}問がまだ空いています。")
            if undecided := self._undecided():
                say(f"答えのうち、決まっていない（未定・わからない）もの {undecided}件。")
        if not isinstance(self.session.step, Done):
            say("答えは一つごとに answers.yaml に保存します。いつやめても、続きから始められます。")
            say("  Enterだけ: 次へ（とばす）　?: 説明　戻る: 前の質問へ　やめる: 終わる")
            say("  決まっていなければ「未定」「わからない」と書けます。")
            say("  当てはまらなければ「該当なし」、一つも無ければ「なし」と書きます。")

    def _undecided(self) -> int:
        """How many answers and cells say that they are not decided or not known yet."""
        items = (item for q in route.asked(self.session) for item in open_items(self.opened, q))
        return sum(item.state in (State.UNDECIDED, State.UNKNOWN) for item in items)

    def _leave(self, code: int) -> int:
        self.console.line()
        self.console.line("ここまでの答えは answers.yaml に保存してあります。")
        new = "" if self.session.among is None else " --new"
        self.console.line(f"続きから始めるには: specgen ask {self.folder.name}{new}")
        return code

    def _end(self) -> int:
        say = self.console.line
        answers = [self.opened.case.answers[q.id] for q in route.asked(self.session)]
        open_ = sum(route.is_open(self.session, answer.id) for answer in answers)
        later = sum(answer.state in (State.UNDECIDED, State.UNKNOWN) for answer in answers)
        say()
        if self.session.among is not None and not answers:
            say("尋ねることはありません。")
        elif self.session.only and not answers:
            say("今の答えでは、尋ねなくてよい質問です。")
        if answers or self.session.among is None:
            say(
                f"質問は以上です。{len(answers)}問のうち、"
                f"空いているもの{open_}問、未定・わからない{later}問です。"
            )
        if not self.session.only and self.session.among is None and not self.session.trail:
            say(f'答えを見直すには: specgen ask {self.folder.name} --only "procurement.*"')
        say(f"どこが空いているかを見るには: specgen status {self.folder.name}")
        say(f"下書きを作るには: specgen draft {self.folder.name}")
        return 0

    def _warn_of_length(self, typed: str) -> None:
        if self.console.interactive and len(typed.encode("utf-8", "surrogateescape")) >= _LONGEST_LINE:
            self.console.note(
                "この行は長いため、終わりが届いていないかもしれません。途中で改行して、分けて書けます。"
            )


def _keys_of_history(folder: Path, opened: OpenCase) -> dict[str, frozenset[str]]:
    """Row keys that earlier answers files used, so that a key never comes to mean another row."""
    used: dict[str, set[str]] = {}
    for path in sorted((folder / "history").glob("answers-*.yaml")):
        try:
            written = read_answers(read_text(path), path.name, opened.content)
        except SpecgenError:
            continue
        for name, answer in written.items():
            used.setdefault(opened.content.today(name), set()).update(answer.rows or ())
    return {id: frozenset(keys) for id, keys in used.items()}


def _nothing_named(only: str, content: Content) -> Fault:
    topics = content.topics
    names = [*content.questions, *(topic.id for topic in topics), *(topic.label for topic in topics)]
    return Fault(
        "A02",
        "--only に合う質問がありません。",
        quoted=only,
        nearest=nearest(only, names),
        remedy=f"質問の名前（例: procurement.*）か、話題の名前で指定します。話題: {'、'.join(t.label for t in topics)}",
    )
