"""What moved between rounds of review: pure comparison of what was found now with what the rounds before recorded.

The states and who may settle what: docs/analysis/rounds.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from .. import wareki
from ..model.finding import Finding
from ..model.round import LogLine, Moved, Round, RoundFinding
from .run import Report


@dataclass(frozen=True, slots=True)
class _Past:
    """All that the rounds before say of one key: its last record, and every line of the log that speaks of it."""

    last: RoundFinding | None
    number: int
    talk: tuple[LogLine, ...]
    taken: LogLine | None
    """The line that takes the finding as it is, while no round since recorded another state of things."""


_ANOTHER = frozenset({"new", "changed", "back", "settled"})
"""States in which an earlier acknowledgement is over: it spoke of what was there then, and never comes back by itself."""


def compare(
    rounds: Sequence[Round],
    report: Report,
    as_of: date,
    *,
    locked: Collection[str] = (),
    later: Collection[str] = (),
) -> tuple[Moved, ...]:
    """Every finding and question of ``report`` and of the rounds before, each once, with its state.

    ``rounds`` are those of the same document, oldest first; ``locked`` are the ids of rules whose findings can be
    acknowledged only with an approver and an end, ``later`` those that are asked only at a later stage than this
    report's: they settle nothing. What is found now comes first, in the order of ``report``; then what waits for an
    answer or for its stage, then what was settled since the last round.
    """
    past = _past(rounds)
    number = rounds[-1].number + 1 if rounds else 1
    now = {finding.key: finding for finding in reversed(report.findings)}
    open_rules = {finding.rule for finding in report.undecided}
    found = [
        _found(now[key], past.get(key), number, as_of, now[key].rule in locked)
        for key in dict.fromkeys(f.key for f in report.findings)
    ]
    gone = [
        _gone(key, one, open_rules, later)
        for key, one in past.items()
        if key not in now and one.last is not None and one.last.state != "settled"
    ]
    return (*found, *sorted(gone, key=lambda moved: moved.state == "settled"))


def under_todays_names(rounds: Sequence[Round], renamed: Mapping[str, str]) -> tuple[Round, ...]:
    """``rounds`` with the keys of rules that were renamed since (old id → id of today): no finding is lost by a name."""

    def today(key: str) -> str:
        rule, at, subject = key.partition("@")
        return f"{renamed.get(rule, rule)}{at}{subject}"

    if not renamed:
        return tuple(rounds)
    return tuple(
        replace(
            one,
            findings=tuple(replace(found, key=today(found.key)) for found in one.findings),
            log=tuple(replace(line, key=today(line.key)) for line in one.log),
        )
        for one in rounds
    )


def recorded(moved: Sequence[Moved], number: int) -> tuple[RoundFinding, ...]:
    """``moved`` as round ``number`` records it."""
    return tuple(_record(one, number) for one in moved)


def stands(line: LogLine, reads: str, as_of: date, *, locked: bool) -> str:
    """Why an acknowledgement does not hold (any more), in a sentence; empty when it holds."""
    if locked and not (line.approver and line.until):
        return "法令による確認のため、了承には承認した人と期限が要ります。"
    if line.until is not None and as_of > line.until:
        return f"了承の期限（{wareki.show_date(line.until)}）を過ぎました。"
    if line.reads and line.reads != reads:
        return "了承した後に、この気付きが読んだ内容が変わりました。"
    return ""


def _past(rounds: Sequence[Round]) -> dict[str, _Past]:
    last: dict[str, tuple[RoundFinding, int]] = {}
    talk: dict[str, list[LogLine]] = {}
    taken: dict[str, LogLine] = {}
    for round_ in rounds:
        for finding in round_.findings:
            last[finding.key] = (finding, round_.number)
            if finding.state in _ANOTHER:
                taken.pop(finding.key, None)
        for line in round_.log:
            if line.key:
                said = talk.setdefault(line.key, [])
                said.append(line)
                _take(taken, line, last.get(line.key), said)
    past: dict[str, _Past] = {}
    for key in dict.fromkeys((*last, *talk)):  # a line of the log may speak of what no round found
        record = last.get(key)
        found, number = record if record else (None, 0)
        past[key] = _Past(found, number, tuple(talk.get(key, ())), taken.get(key))
    return past


def _take(
    taken: dict[str, LogLine], line: LogLine, last: tuple[RoundFinding, int] | None, said: Sequence[LogLine]
) -> None:
    """What ``line`` does to the acknowledgement of its finding: sets it, takes it back, or leaves it."""
    asked = last is not None and last[0].verdict == "question"
    answered = line.does == "resolve" and asked and any(one.does == "reply" for one in said)
    if line.does == "acknowledge" or answered:
        taken[line.key] = line
    elif line.does == "reopen":
        taken.pop(line.key, None)


def _found(finding: Finding, past: _Past | None, number: int, as_of: date, locked: bool) -> Moved:
    if past is None or past.last is None:
        return Moved(finding.key, "new", finding, since=number, talk=past.talk if past else ())
    before, digest = past.last, finding.reads_digest
    moved = Moved(finding.key, "continuing", finding, before, before.since or past.number, past.talk)
    if before.state == "settled":
        return replace(moved, state="back", since=number, note=f"第{past.number}回で解決していました。")
    taken = past.taken
    why = stands(taken, digest, as_of, locked=locked) if taken is not None else ""
    if taken is not None and not why:
        return replace(moved, state="acknowledged")
    if before.reads != digest:
        return replace(
            moved, state="changed", note=why or "この気付きが読んだ内容が、前の回から変わりました。"
        )
    return replace(moved, note=why)


def _gone(key: str, past: _Past, open_rules: Collection[str], later: Collection[str]) -> Moved:
    assert past.last is not None
    rule = key.partition("@")[0]
    since = past.last.since or past.number
    if rule in later:
        note = "この確認は、提出前の段階で行います。今の段階では確かめていません。"
        return Moved(key, "waiting", None, past.last, since, past.talk, note)
    return Moved(key, "waiting" if rule in open_rules else "settled", None, past.last, since, past.talk)


def _record(moved: Moved, number: int) -> RoundFinding:
    since = moved.since or number
    if moved.finding is not None:
        f = moved.finding
        return RoundFinding(f.key, f.verdict, f.level, moved.state, f.reads_digest, f.lead, since)
    assert moved.before is not None
    return replace(moved.before, state=moved.state, since=since)


def counted(moved: Sequence[Moved]) -> Mapping[str, int]:
    """State → how many."""
    counts: dict[str, int] = {}
    for one in moved:
        counts[one.state] = counts.get(one.state, 0) + 1
    return counts


def attention(moved: Sequence[Moved]) -> Iterator[Moved]:
    """What still asks something of somebody."""
    return (one for one in moved if one.state in ("new", "changed", "back", "continuing"))
