"""What comes back to a round of review: replies and marks in Word files and Excel lists, each to its own round."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from .. import files
from ..capture.listreplies import document_of, read_list
from ..capture.roundfile import FOLDER, StoredRound, append, new_lines, read_rounds
from ..capture.saidreply import Said, read_reply
from ..capture.wordreplies import loose_comments, replies_in
from ..errors import Fault, InputError, Place
from ..model.round import LogLine, Round
from ..word.bound import bound_to
from ..word.read import read_tree
from ..word.screen import screen_package
from ..workspace import OpenCase, open_case

SOMEBODY = "担当"
"""Who answered, where neither the file nor the command says it."""
NEEDS_APPROVER = (
    "必須の気付きは、担当部署だけでは了承にできません。"
    "「了承（承認：だれ、いつまで）：理由」と書くか、PMOが「specgen waive」で了承してください。"
)
_MARK = 8


@dataclass(frozen=True, slots=True)
class Returned:
    """What came back: the lines that are new, sentences on what could not be taken, comments that hang elsewhere."""

    round: Round
    path: Path
    added: tuple[LogLine, ...]
    doubts: tuple[str, ...]
    loose: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Came:
    """One file that came back: the open round of its document, the round that it was written for, what it says."""

    stored: StoredRound
    written_for: StoredRound
    lines: tuple[LogLine, ...]
    loose: tuple[str, ...] = ()


def return_round(case_dir: Path, paths: Sequence[Path], *, on: date, by: str = "") -> Returned:
    """Take back what people answered in Word files and Excel lists of one document; adds it to its latest round.

    A copy of an earlier round may come late: its replies are taken, and what it acknowledges stands only while the
    finding reads what it read in that round. Raises ``InputError`` when there is no open round, or a file is not of
    this case, or the files are of two documents.
    """
    opened = open_case(case_dir, checklists=False)
    rounds = read_rounds(opened.folder)
    if not rounds:
        raise InputError(no_round(opened.folder.name))
    came = [_read(path, opened, rounds, on, by) for path in paths]
    stored = _one_document(came)
    lines: list[LogLine] = []
    doubts: list[str] = []
    for one in came:
        for line, doubt in _news(one, rounds):
            lines.append(line)
            doubts += [doubt] if doubt else []
    with files.lock(opened.folder):
        before = len(stored.round.log)
        after = append(stored, lines)
    loose = tuple(text for one in came for text in one.loose)
    return Returned(after.round, stored.path, after.round.log[before:], tuple(dict.fromkeys(doubts)), loose)


def open_one(rounds: Sequence[StoredRound], document: str = "") -> StoredRound:
    """The latest round, of ``document`` where it is named; raises ``InputError`` where there is none or it is closed."""
    of_document = [stored for stored in rounds if document in ("", stored.round.document)]
    if not of_document:
        raise InputError(no_round("案件"))
    last = of_document[-1]
    if is_closed(last):
        what = f"第{last.round.number}回は、もう閉じています。"
        remedy = "次の回は「specgen review open」で開けます。"
        raise InputError(Fault("V14", what, Place(f"{FOLDER}/{last.path.name}"), remedy=remedy))
    return last


def is_closed(stored: StoredRound) -> bool:
    """Whether somebody closed the round."""
    return any(line.does == "close" for line in stored.round.log)


def latest_of_each(rounds: Sequence[StoredRound]) -> tuple[StoredRound, ...]:
    """The latest round of every document, oldest first."""
    latest = {stored.round.document: stored for stored in rounds}
    return tuple(sorted(latest.values(), key=lambda stored: stored.round.number))


def no_round(case: str) -> Fault:
    """That nothing was reviewed yet."""
    what = "この案件には、まだ確認の回がありません。"
    return Fault("V15", what, remedy=f"「specgen review open {case}」で、第1回を開けます。")


# -- inside -----------------------------------------------------------------------------------------------------------
def _read(path: Path, opened: OpenCase, rounds: Sequence[StoredRound], on: date, by: str) -> _Came:
    data = files.read_bytes(path)
    who = by or SOMEBODY
    if path.suffix.casefold() == ".xlsx":
        stored = _round_for(document_of(data, path.name), rounds)
        lines = read_list(data, stored.round, on, case=opened.entry.id, by=who, file=path.name)
        return _Came(stored, stored, _signed(lines))
    return _read_word(path, data, opened, rounds, on, who)


def _read_word(
    path: Path, data: bytes, opened: OpenCase, rounds: Sequence[StoredRound], on: date, by: str
) -> _Came:
    parts = screen_package(data, path.name, allow="paper")
    bound = bound_to(parts)
    if bound is not None and bound.case != opened.entry.id:
        what = f"{path.name} は、別の案件から作ったファイルです。何も取り込んでいません。"
        remedy = "この案件の、指摘を書き込んだファイルを選んでください。"
        raise InputError(Fault("V16", what, Place(path.name), remedy=remedy))
    stored = _round_for(bound.document if bound else "", rounds)
    number = bound.round if bound else 0
    of_document = [one for one in rounds if one.round.document == stored.round.document]
    written_for = next((one for one in of_document if one.round.number == number), stored)
    keys = list(dict.fromkeys(f.key for one in of_document for f in one.round.findings))
    # The marks as the file was written: another person's copy, or an earlier one, takes back nobody's mark.
    resolved = {f.key for f in written_for.round.findings if f.state == "acknowledged"}
    tree = read_tree(parts)
    loose = [f"{c.author or '名前なし'}: {c.text}" for c in loose_comments(tree, keys) if c.text.strip()]
    said = [
        line
        for line in replies_in(tree, keys, on, by=by, written=_our_words(written_for), resolved=resolved)
        if line.key
    ]
    if not number:  # an editor dropped what says for which round it was written
        said = [line for line in said if line.does != "reopen"]
    return _Came(stored, written_for, _signed(said), tuple(loose))


def _our_words(stored: StoredRound) -> dict[str, str]:
    """Key → what our comment said in the commented copy of a round, so that words typed into it are told from ours."""
    said: dict[str, str] = {}
    for path in sorted(stored.path.with_suffix("").glob("*.docx")):
        parts = screen_package(files.read_bytes(path), path.name, allow="paper")
        for comment in read_tree(parts).comments:
            key, bracket, words = comment.text.removeprefix("[").partition("] ")
            if bracket and not comment.parent:
                said.setdefault(key, words)
    return said


def _round_for(document: str, rounds: Sequence[StoredRound]) -> StoredRound:
    """The open round of the document; the latest of all where the file does not tell its document."""
    return open_one(rounds, document if any(r.round.document == document for r in rounds) else "")


def _one_document(came: Sequence[_Came]) -> StoredRound:
    documents = dict.fromkeys(one.stored.round.document for one in came)
    if len(documents) > 1:
        what = f"文書の違うファイルが混ざっています（{'、'.join(documents)}）。何も取り込んでいません。"
        raise InputError(
            Fault("V18", what, remedy="文書ごとに分けて、「specgen review return」を行ってください。")
        )
    return came[0].stored


def _signed(lines: Sequence[LogLine]) -> tuple[LogLine, ...]:
    """Marks name nobody and say nothing: what else their file says keeps one that is read twice from setting them twice.

    Not its bytes: saving again changes those, and the same answers are the same file.
    """
    sign = files.digest(repr([line.told for line in lines]).encode())[:_MARK]
    return tuple(replace(line, mark=sign) if line.does in ("resolve", "reopen") else line for line in lines)


def _news(came: _Came, rounds: Sequence[StoredRound]) -> list[tuple[LogLine, str]]:
    """The lines of a file that no log has, each with a doubt where what was meant could not be taken.

    A Word file carries the talk of earlier rounds along: words said once more than they were logged are said anew.
    """
    of_document = [one.round for one in rounds if one.round.document == came.stored.round.document]
    known = Counter(line.told for one in of_document for line in one.log)
    carries = came.lines and came.lines[0].via == "word"
    news: list[tuple[LogLine, str]] = []
    for line in came.lines:
        meant, doubt = _understood(line, came.written_for.round)
        if carries and meant.does not in ("resolve", "reopen") and known[meant.told] > 0:
            known[meant.told] -= 1
        else:
            news.append((meant, doubt))
    if came.written_for is not came.stored:
        late = new_lines(came.written_for.round, [line for line, _ in news])
        news = [(line, doubt) for line, doubt in news if line in late]
    return news


def _understood(line: LogLine, told: Round) -> tuple[LogLine, str]:
    """A reply that takes the finding as it is becomes an acknowledgement, with what the finding read; and a doubt."""
    found = next((f for f in told.findings if f.key == line.key), None)
    reads = found.reads if found else ""
    if line.does == "resolve":
        return replace(line, reads=reads), ""
    if line.does != "reply":
        return line, ""
    said = read_reply(line.says)
    heavy = found is not None and (found.verdict, found.level) == ("finding", "must")
    if said.does == "acknowledge" and heavy and not said.approver:
        said = Said("reply", line.says.strip(), doubt=NEEDS_APPROVER)
    doubt = f"[{line.key}] {line.by}さんの返事「{line.says}」: {said.doubt}" if said.doubt else ""
    if said.does == "reply":
        return line, doubt
    taken = replace(
        line, does="acknowledge", says=said.says, until=said.until, approver=said.approver, reads=reads
    )
    return taken, doubt
