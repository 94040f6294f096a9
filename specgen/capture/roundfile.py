"""``reviews/round-<n>.yaml``: written once, afterwards only added to at its end; every added line seals what is above."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import ConfigDict, Field

from .. import files, yamlstyle, yamltext
from ..content.gate import Entry, Whole, read_mapping, validated
from ..errors import Fault, Faults, InputError, Place
from ..model.round import DEEDS, MOVEMENT_LABELS, VIA_LABELS, LogLine, Reviewed, Round, RoundFinding

FOLDER = "reviews"
_NAME = re.compile(r"round-([0-9]{1,4})\.yaml")
_HEAD = "# 確認の記録です。specgenが書きます。下に足すだけで、前の行は書き換えません。\n"
_SEAL = 16
"""Characters of a seal."""
_MARKS = frozenset({"resolve", "reopen"})
_LINE = re.compile(r"  - \{.*seal: (?P<seal>[0-9a-f]+)\}")
"""A line of the log as we write it."""


class _Kept(Entry):
    """Words of people, character for character."""

    model_config = ConfigDict(str_strip_whitespace=False)


class _Opened(_Kept):
    on: date
    by: str


class _Reviewed(_Kept):
    draft: Whole
    file: str
    parts: str
    answers: str


class _With(_Kept):
    checklists: str = ""
    profile: str
    stage: Literal["draft", "submit"]
    as_of: date


class _Finding(_Kept):
    level: Literal["must", "confirm", "advise"]
    kind: Literal["finding", "question"] = "finding"
    state: str
    since: Whole = 0
    reads: str = ""
    found: str


class _Line(_Kept):
    on: date
    by: str
    via: str = "command"
    does: str = "reply"
    key: str = ""
    says: str = ""
    until: date | None = None
    approver: str = ""
    reads: str = ""
    covers: dict[str, str] = Field(default_factory=dict)
    mark: str = ""
    seal: str = ""


class _RoundEntry(_Kept):
    round: Whole
    document: str
    opened: _Opened
    reviewed: _Reviewed
    with_: _With = Field(alias="with")
    good: tuple[str, ...] = ()
    findings: dict[str, _Finding] = Field(default_factory=dict)
    undecided: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    log: tuple[_Line, ...]


@dataclass(frozen=True, slots=True)
class StoredRound:
    """A round as it lies on disk; ``notes`` tell where somebody changed what was written before."""

    round: Round
    path: Path
    text: str
    notes: tuple[str, ...] = ()


def round_path(case: Path, number: int) -> Path:
    """Where round ``number`` of a case is recorded."""
    return case / FOLDER / f"round-{number}.yaml"


def read_rounds(case: Path) -> tuple[StoredRound, ...]:
    """Every round of the case, oldest first; raises ``InputError`` with every line that cannot be read."""
    folder = case / FOLDER
    names = {int(m[1]): p for p in folder.glob("round-*.yaml") if (m := _NAME.fullmatch(p.name))}
    faults = Faults()
    read = [_read(path, number, faults) for number, path in sorted(names.items())]
    faults.stop_if_any(InputError)
    return tuple(stored for stored in read if stored is not None)


def round_text(told: Round) -> str:
    """The text of a new round, its first line of the log included; its own log is taken as it is."""
    value = _as_value(told)
    lines = [_HEAD]
    for name, item in value.items():
        lines += _block(name, item)
    text = "\n".join(lines).replace("\n\n\n", "\n\n") + "\nlog:\n"
    for line in told.log:
        text += _sealed(text, line)
    return text


def with_lines(text: str, lines: Sequence[LogLine]) -> str:
    """``text`` of a round with ``lines`` added at its end; not a byte before them is changed."""
    if not text.endswith("\n"):
        text += "\n"
    for line in lines:
        text += _sealed(text, line)
    return text


def new_lines(told: Round, lines: Sequence[LogLine]) -> tuple[LogLine, ...]:
    """Those of ``lines`` that the log does not have yet: a file that is read twice adds nothing.

    A mark (解決, or taken back) is new when the last mark of its finding is another, whoever set it; but a mark of a
    file that was read before (the same ``mark``) is not set again.
    """
    known = {line.told for line in told.log}
    marks = {line.key: line.does for line in told.log if line.does in _MARKS}
    fresh: list[LogLine] = []
    for line in lines:
        if line.does in _MARKS:
            old = marks.get(line.key) == line.does or (bool(line.mark) and line.told in known)
            marks[line.key] = marks.get(line.key, "") if old else line.does
        else:
            old = line.told in known
        if not old:
            known.add(line.told)
            fresh.append(line)
    return tuple(fresh)


def append(stored: StoredRound, lines: Sequence[LogLine]) -> StoredRound:
    """Add to the round's file what its log does not have yet; the folder of the case must be locked.

    The file is read again first: what somebody else added meanwhile stays.
    """
    faults = Faults()
    now = _read(stored.path, stored.round.number, faults)
    faults.stop_if_any(InputError)
    assert now is not None
    fresh = new_lines(now.round, lines)
    if not fresh:
        return now
    source = files.read_text_keeping(stored.path)
    files.write_atomically(stored.path, source.restore(with_lines(source.text, fresh)))
    again = _read(stored.path, stored.round.number, faults)
    faults.stop_if_any(InputError)
    assert again is not None
    return again


# ------------------------------------------------------------------ reading
def _read(path: Path, number: int, faults: Faults) -> StoredRound | None:
    text = files.read_text(path)
    name = f"{FOLDER}/{path.name}"
    node = read_mapping(text, name, faults)
    entry = validated(_RoundEntry, node, name, faults) if node is not None else None
    if entry is None:
        return None
    if entry.round != number:
        what = f"ファイルの名前は第{number}回ですが、中には第{entry.round}回とあります。"
        faults.add(Fault("V01", what, Place(name), remedy="ファイルの名前を元に戻してください。"))
        return None
    for line in entry.log:
        if line.does not in DEEDS or line.via not in VIA_LABELS:
            what = f"記録の行の「{line.does}」「{line.via}」は、知らない言葉です。"
            faults.add(
                Fault("V02", what, Place(name), line.does, remedy="記録は手で書き換えないでください。")
            )
            return None
    for key, finding in entry.findings.items():
        if finding.state not in MOVEMENT_LABELS:
            what = f"「{key}」の状態「{finding.state}」は、知らない言葉です。"
            faults.add(
                Fault("V03", what, Place(name), finding.state, remedy="記録は手で書き換えないでください。")
            )
            return None
    return StoredRound(_round(entry), path, text, tuple(_altered(text, name)))


def _round(entry: _RoundEntry) -> Round:
    return Round(
        number=entry.round,
        document=entry.document,
        opened_on=entry.opened.on,
        opened_by=entry.opened.by,
        reviewed=Reviewed(**entry.reviewed.model_dump()),
        profile=entry.with_.profile,
        stage=entry.with_.stage,
        as_of=entry.with_.as_of,
        checklists=entry.with_.checklists,
        good=entry.good,
        findings=tuple(
            RoundFinding(key, f.kind, f.level, f.state, f.reads, f.found, f.since)
            for key, f in entry.findings.items()
        ),
        undecided=entry.undecided,
        log=tuple(LogLine(**line.model_dump(exclude={"seal"})) for line in entry.log),
    )


def _altered(text: str, name: str) -> Iterator[str]:
    """What in the log is not as we wrote it: a line without our seal, or one that does not fit what stands above.

    Only the first is told. Comments and empty lines below ``log:`` are people's, and say nothing.
    """
    at, in_log = 0, False
    for number, line in enumerate(text.split("\n"), 1):
        sealed = _LINE.fullmatch(line) if in_log else None
        if sealed and sealed["seal"] != _seal(text[:at]):
            yield (
                f"{name} は、{number}行目より前が、書いた後に変わっています。"
                "覚えがなければ、控えと見比べてください。"
            )
            return
        if in_log and not sealed and line.strip() and not line.lstrip().startswith("#"):
            yield (
                f"{name} の{number}行目は、specgenが書いた行ではありません。"
                "覚えがなければ、控えと見比べてください。"
            )
            return
        in_log = in_log or line == "log:"
        at += len(line) + 1


# ------------------------------------------------------------------ writing
def _as_value(told: Round) -> dict[str, yamlstyle.Value]:
    reviewed: dict[str, yamlstyle.Value] = {
        "draft": str(told.reviewed.draft),
        "file": told.reviewed.file,
        "parts": told.reviewed.parts,
        "answers": told.reviewed.answers,
    }
    with_: dict[str, yamlstyle.Value] = {
        **({"checklists": told.checklists} if told.checklists else {}),
        "profile": told.profile,
        "stage": told.stage,
        "as_of": told.as_of.isoformat(),
    }
    value: dict[str, yamlstyle.Value] = {
        "round": str(told.number),
        "document": told.document,
        "opened": {"on": told.opened_on.isoformat(), "by": told.opened_by},
        "reviewed": reviewed,
        "with": with_,
    }
    if told.good:
        value["good"] = list(told.good)
    value["findings"] = {f.key: _finding(f) for f in told.findings}
    if told.undecided:
        value["undecided"] = {rule: list(ids) for rule, ids in told.undecided.items()}
    return value


def _finding(finding: RoundFinding) -> dict[str, yamlstyle.Value]:
    return {
        "level": finding.level,
        **({"kind": "question"} if finding.verdict == "question" else {}),
        "state": finding.state,
        "since": str(finding.since),
        **({"reads": finding.reads} if finding.reads else {}),
        "found": finding.found,
    }


def _block(name: str, item: yamlstyle.Value) -> list[str]:
    """A top-level entry with an empty line above it where it has a body; short mappings on one line."""
    flow = name in ("opened", "with")
    written = yamlstyle.block(item, 0, 2, flow=flow)
    start = f"{name}: {written.head}" if written.head else f"{name}:"
    return ([""] if written.body else []) + [start, *written.body]


def _sealed(above: str, line: LogLine) -> str:
    told: dict[str, yamlstyle.Value] = {"on": line.on.isoformat(), "by": line.by, "via": line.via}
    told["does"] = line.does
    optional: Mapping[str, str] = {
        "key": line.key,
        "says": line.says,
        "until": line.until.isoformat() if line.until else "",
        "approver": line.approver,
        "reads": line.reads,
        "mark": line.mark,
    }
    told |= {name: text for name, text in optional.items() if text}
    if line.covers:
        told["covers"] = dict(line.covers)
    told["seal"] = _seal(above)
    return f"  - {yamlstyle.inline(told)}\n"


def _seal(above: str) -> str:
    return files.digest(above.encode())[:_SEAL]


def place_in(stored: StoredRound, key: str) -> Place:
    """Where the file speaks of a finding, for messages."""
    node = yamltext.load(stored.text, stored.path.name)
    for name, value in getattr(node, "entries", ()):
        if name.text == "findings":
            for found, _ in getattr(value, "entries", ()):
                if found.text == key:
                    return yamltext.place(f"{FOLDER}/{stored.path.name}", found)
    return Place(f"{FOLDER}/{stored.path.name}")
