"""A round of review in the words of its sheet: findings by chapter, questions apart, what waits, what was settled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from .. import wareki
from ..check.run import Report
from ..content.basis import CONFIDENCE_LABELS
from ..model.finding import LEVEL_LABELS, Finding, verdict_label
from ..model.paper import OutlineEntry
from ..model.reviewsheet import ReviewChapter, ReviewLine, ReviewSheet
from ..model.round import MOVEMENT_LABELS, LogLine, Moved, Round
from ..word.appendix import Column, with_appendix
from ..workspace import OpenCase
from .check import called
from .papers import Paper

AUTHOR = "PMO"
NOT_PRINTED = "紙面に出ない答え"
_MOVEMENTS = ("new", "continuing", "changed", "back", "acknowledged", "settled")


def review_of(opened: OpenCase, round: Round, moved: Sequence[Moved], paper: Paper) -> ReviewSheet:
    """What the sheet of ``round`` shows of the findings ``moved``; ``paper`` is the document that was reviewed."""
    head = paper.printable.context["paper"]
    told = [one for one in moved if one.finding is not None and one.finding.verdict != "question"]
    asked = [one for one in moved if one.finding is not None and one.finding.verdict == "question"]
    sorted_in = list(_sorted_in(told, paper.printable.outline))
    in_order = [*(one for _, found in sorted_in for one in found), *asked]
    lines = {one.key: _line(number, one, round) for number, one in enumerate(in_order, 1)}
    return ReviewSheet(
        case=opened.entry.id,
        title=str(head["title"]),
        department=str(head["department"]),
        document=round.document,
        label=paper.pack.entry.label,
        round=round.number,
        edition=str(head["edition"]),
        version=str(head["version"]),
        as_of=round.as_of,
        opened_by=round.opened_by,
        counts=tuple(_counts(round, told, asked)),
        movements=tuple(_movements(moved)) if round.number > 1 else (),
        good=(*round.good, *_without_findings((*told, *asked), paper.printable.outline)),
        chapters=tuple(
            ReviewChapter(title, tuple(lines[one.key] for one in found)) for title, found in sorted_in
        ),
        questions=tuple(lines[one.key] for one in asked),
        waiting=tuple(_waiting(opened, round, moved)),
        settled=tuple(
            (one.before.found, f"第{one.since}回から")
            for one in moved
            if one.state == "settled" and one.before
        ),
    )


def _counts(round: Round, told: Sequence[Moved], asked: Sequence[Moved]) -> Iterator[tuple[str, int]]:
    for level in LEVEL_LABELS:
        yield LEVEL_LABELS[level], sum(one.finding is not None and one.finding.level == level for one in told)
    yield "お尋ね", len(asked)
    yield "判断待ち", len(round.undecided)


def _movements(moved: Sequence[Moved]) -> Iterator[tuple[str, int]]:
    for state in _MOVEMENTS:
        if number := sum(one.state == state for one in moved):
            yield MOVEMENT_LABELS[state], number


def _sorted_in(
    told: Iterable[Moved], outline: Sequence[OutlineEntry]
) -> Iterator[tuple[str, tuple[Moved, ...]]]:
    """The findings under the chapters of the paper in its order; what is not printed stands at the end."""
    chapter_of = _chapter_of(outline)
    order = [*dict.fromkeys(chapter_of.values()), NOT_PRINTED]
    found: dict[str, list[Moved]] = {title: [] for title in order}
    for one in told:
        assert one.finding is not None
        section = one.finding.subject.removeprefix("section:").rpartition("/")[2]
        title = chapter_of.get(one.finding.paper.section) or chapter_of.get(section) or NOT_PRINTED
        found[title].append(one)
    return ((title, tuple(under)) for title, under in found.items() if under)


def _without_findings(told: Sequence[Moved], outline: Sequence[OutlineEntry]) -> Iterator[str]:
    """The chapters in which nothing was found and nothing is asked, in a sentence."""
    spoken = {title for title, _ in _sorted_in(told, outline)}
    numbered = (f"{e.number} {e.text}" for e in outline if e.level == 1 and e.number)
    chapters = [title for title in numbered if title not in spoken]
    if chapters:
        yield f"次の章には、気付いたこともお尋ねもありません。{'、'.join(f'「{title}」' for title in chapters)}"


def _chapter_of(outline: Sequence[OutlineEntry]) -> dict[str, str]:
    """Key of each chapter and section → its chapter as it is printed."""
    found: dict[str, str] = {}
    title = ""
    for entry in outline:
        if entry.level == 1:
            title = f"{entry.number} {entry.text}".strip()
        if entry.key and title:
            found[entry.key] = title
    return found


def _line(number: int, one: Moved, round: Round) -> ReviewLine:
    finding = one.finding
    assert finding is not None
    return ReviewLine(
        number=number,
        key=one.key,
        state=MOVEMENT_LABELS[one.state],
        level=verdict_label(finding).replace("・", "\n"),
        place=place_of(finding),
        found=joined((finding.found, finding.question, one.note)),
        why=finding.why,
        fix=fix_of(finding),
        offer=finding.offer,
        basis=basis_of(finding),
        answer=joined(_said(line) for line in one.talk if not _is_ours(line, round)),
        decision=joined(_said(line) for line in one.talk if _is_ours(line, round)),
    )


def place_of(finding: Finding) -> str:
    """Where it is printed: heading, table, row and column, one below the other."""
    paper = finding.paper
    return joined((paper.heading, paper.table, paper.row, paper.column)) or NOT_PRINTED


def fix_of(finding: Finding) -> str:
    """How to fix it, with the example of the rule."""
    return joined((finding.fix, f"例: {finding.example}" if finding.example else ""))


def basis_of(finding: Finding) -> str:
    """What it stands on; of what nobody has confirmed, or only in part, that is said."""
    return joined(
        basis.cite + ("" if basis.confidence == "confirmed" else f"（{CONFIDENCE_LABELS[basis.confidence]}）")
        for basis in finding.basis
    )


def _is_ours(line: LogLine, round: Round) -> bool:
    return line.does in ("acknowledge", "approve") or line.by in (AUTHOR, round.opened_by)


def _said(line: LogLine) -> str:
    who = f"{wareki.show_date(line.on)} {line.by}".strip()
    until = f"（{wareki.show_date(line.until)}まで）" if line.until else ""
    approver = f"（承認: {line.approver}）" if line.approver else ""
    words = {"resolve": "解決の印", "reopen": "解決の印を戻す", "acknowledge": "了承: "}.get(line.does, "")
    return f"{who}: {words}{line.says}{approver}{until}"


def _waiting(opened: OpenCase, round: Round, moved: Sequence[Moved]) -> Iterator[tuple[str, str]]:
    """Every answer that some rule waits for, with the titles of the rules; what was found before and waits now too."""
    titles: dict[str, dict[str, None]] = {}
    rules = opened.content.rules
    for rule, ids in round.undecided.items():
        for id in ids:
            titles.setdefault(id, {})[rules[rule].title if rule in rules else rule] = None
    for id, found in sorted(titles.items(), key=lambda item: -len(item[1])):
        name = called(opened.case, id)
        yield f"{name}（{id}）" if name else id, "、".join(found)
    for one in moved:
        if one.state == "waiting" and one.before is not None:
            yield "前の回の気付き", one.before.found


def joined(parts: Iterable[str]) -> str:
    """The parts that say something, one a line, each once."""
    return "\n".join(dict.fromkeys(part for part in parts if part))


# ------------------------------------------------------------------ the list at the end of a draft
APPENDIX_COLUMNS = (
    Column("番号", 4), Column("区分", 7), Column("箇所", 17), Column("気付いたこと", 29), Column("直し方の例", 29),
    Column("根拠", 14),
)  # fmt: skip


def appendix_rows(
    findings: Sequence[Finding], moved: Mapping[str, Moved] | None = None
) -> list[tuple[str, ...]]:
    """The findings in full, in the order of the comments; ``moved`` says how each stands against the round before."""
    return [
        (
            str(number),
            joined(
                (MOVEMENT_LABELS[moved[f.key].state] if moved and f.key in moved else "", verdict_label(f))
            ),
            joined((place_of(f), f"[{f.key}]")),
            joined((f.found, f.question, f"理由: {f.why}" if f.why else "")),
            joined((fix_of(f), f"PMOにできること: {f.offer}" if f.offer else "")),
            basis_of(f),
        )
        for number, f in enumerate(findings, 1)
    ]


def state_of(key: str, moved: Mapping[str, Moved] | None) -> str:
    """新規, 継続 … of a finding; empty where there is no round."""
    return MOVEMENT_LABELS[moved[key].state] if moved and key in moved else ""


def appendix_lead(findings: Sequence[Finding], waiting: int) -> str:
    """What is said above the list: what it is, and how much of it there is."""
    asked = sum(finding.verdict == "question" for finding in findings)
    counts = [f"気付き {len(findings) - asked}件", f"お尋ね {asked}件"]
    if waiting:
        counts.append(f"まだ判断できないもの {waiting}件")
    return (
        f"{'、'.join(counts)}です。本文のコメントの内容を、省かずに並べています。"
        "根拠のうち確かめ終えていないものには、「未確認」「一部確認」と書いています。"
        "この付録は内部での検討のためのもので、外に出す版には入りません。ここを直しても、本文は変わりません。"
    )


def listed(
    parts: Mapping[str, bytes], report: Report, moved: Mapping[str, Moved] | None = None
) -> dict[str, bytes]:
    """The parts with the list of the findings of ``report`` behind the paper; without any there is none."""
    lead = appendix_lead(report.findings, len(report.undecided))
    return with_appendix(parts, lead, APPENDIX_COLUMNS, appendix_rows(report.findings, moved))
