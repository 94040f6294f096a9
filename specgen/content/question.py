"""Questions: the one place where a fact is asked for, with all that every face needs to ask it."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from ..model.spec import Column, Spec
from .basis import BasisEntry
from .gate import Entry, Said, Whole, YesNo

Audience = Literal["public", "bidders", "internal"]
Phase = Literal["consult", "request", "draft", "notice"]
AUDIENCE_LABELS = {"public": "公表", "bidders": "守秘の約束後", "internal": "内部"}
AUDIENCE_RANK = {"public": 0, "bidders": 1, "internal": 2}
PHASE_LABELS = {"consult": "相談", "request": "予算要求", "draft": "仕様書作成", "notice": "公告"}
PHASES = ("consult", "request", "draft", "notice")
CALC_NAMES = ("referring",)
"""What ``calc:`` may name; ``case.derive`` has a function for each."""
NEXT_YEAR_LABELS = {"keep": "そのまま使う", "confirm": "確かめて使う", "drop": "写さない"}


class Limits(Entry):
    """Limits of a value: lines and characters of a text, least and most of a number."""

    lines: Whole = 0
    chars: Whole = 0
    least: str = ""
    most: str = ""


NO_LIMITS = Limits()


class ColumnEntry(Entry):
    """One column of a table question."""

    id: Said
    label: Said
    type: Said
    limits: Limits = NO_LIMITS
    choices: dict[str, Said] = {}
    to: str = ""
    unit: str = ""
    followed_by: str = ""
    calc: str = ""
    of: str = ""
    """The column that a calculation reads, as an address (``deliverable.list/*.due``)."""
    good: str = ""
    required: YesNo = True
    needed_with: dict[str, Said] = {}
    gap: str = ""
    audience: Audience | Literal[""] = ""
    formerly: tuple[Said, ...] = ()

    def column(self) -> Column:
        """The frozen value that kinds and cases use."""
        return Column(
            self.id, self.label, _spec(self), self.required, self.good, self.gap, self.audience, self.formerly,
            self.needed_with,
        )  # fmt: skip


class RowEntry(Entry):
    """How rows of a table are called and keyed."""

    prefix: Said
    label: str = ""
    expected: str = ""


class Question(Entry):
    """One question with its wording, kind, limits, condition, phase, gap text, reuse policy, audience and basis."""

    id: Said
    label: Said
    ask: Said
    why: Said
    good: str = ""
    tip: str = ""
    type: Said
    limits: Limits = NO_LIMITS
    unit: str = ""
    followed_by: str = ""
    """The words that documents print right behind the answer (10日 + 以内)."""
    choices: dict[str, Said] = {}
    row: RowEntry | None = None
    columns: tuple[ColumnEntry, ...] = ()
    to: str = ""
    when: Said = "always"
    needed_from: Phase
    gap: Said
    next_year: Literal["keep", "confirm", "drop"]
    audience: Audience
    none_text: Said = "なし"
    short: YesNo = False
    is_title: YesNo = False
    """Whether the case is called by this answer."""
    formerly: tuple[Said, ...] = ()
    basis: tuple[BasisEntry, ...] = ()

    @property
    def topic(self) -> str:
        """The topic, the first part of the id."""
        return self.id.partition(".")[0]

    @cached_property
    def spec(self) -> Spec:
        """What the question's kind needs to know."""
        return _spec(self)

    def column(self, id: str) -> Column | None:
        """The column ``id`` of a table question."""
        return next((column for column in self.spec.columns if column.id == id), None)

    def when_needed(self, column: Column) -> str:
        """In which rows ``column`` must be filled: empty where it is every one."""
        if not column.required:
            return "無くてもかまいません"
        named = [(self.column(id), code) for id, code in column.needed_with.items()]
        told = [f"{c.label}が「{c.spec.choices[code]}」" for c, code in named if c is not None]
        return f"{'、'.join(told)}のときに書きます" if told else ""


class TopicFile(Entry):
    """A file of questions."""

    topic: Said
    label: Said
    order: Whole
    questions: tuple[Question, ...]


def _spec(entry: Question | ColumnEntry) -> Spec:
    columns = tuple(c.column() for c in entry.columns) if isinstance(entry, Question) else ()
    row = entry.row if isinstance(entry, Question) else None
    return Spec(
        kind=entry.type,
        choices=entry.choices,
        lines=entry.limits.lines,
        chars=entry.limits.chars,
        least=entry.limits.least,
        most=entry.limits.most,
        unit=entry.unit,
        followed_by=entry.followed_by,
        columns=columns,
        prefix=row.prefix if row else "",
        row_label=row.label if row else "",
        to=entry.to,
        calc=entry.calc if isinstance(entry, ColumnEntry) else "",
        of=entry.of if isinstance(entry, ColumnEntry) else "",
    )
