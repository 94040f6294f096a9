"""What every kind of rule needs: the case with its papers, levels by stage, and words filled with values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ..case.case import Case
from ..content.organisation import SETTING_LABELS
from ..content.profile import Profile
from ..content.rule import Reply, Rule
from ..content.rulenames import CompiledRule
from ..content.rulewords import FIELD
from ..errors import NOWHERE, Place
from ..expr import UNKNOWN, Condition
from ..model.answer import STATE_LABELS, Answer, State
from ..model.finding import LEVELS, NOT_PRINTED, Finding, PaperPlace
from ..model.foreign import ForeignFile
from ..model.texttree import TextTree
from .fields import Field, unsettled
from .paper import CheckedPaper
from .reads import Look, cell_of, reads_of
from .shown import show_value
from .tracing import deciders

_SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Checked:
    """What rules look at: a case, the answers as they would be printed, and one document's text (or None)."""

    case: Case
    shown: Mapping[str, str] = field(default_factory=dict)
    """Answer id or cell address → printed text."""
    document: str = ""
    tree: TextTree | None = None
    concerns: frozenset[str] | None = None
    """The questions that the document prints or that decide what it prints; None where there is no document."""
    stage: str = "draft"
    profile: Profile | None = None
    sections: frozenset[str] | None = None
    """The keys that the document's template has; None where nothing is known of it."""
    others: Mapping[str, TextTree] = field(default_factory=dict)
    """The other documents of the case by their name."""
    replies: Mapping[str, Reply] = field(default_factory=dict)
    """What people answered to rules of kind ``ask``."""
    foreign: bool = False
    """Whether the paper was not made by us: no controls tell whose text is whose."""
    every: bool = False
    """Whether rules tell everything they find, also what ``at_most`` would leave out of a chapter."""
    perhaps: frozenset[str] = frozenset()
    """The chapters and sections of a foreign paper that are perhaps those, by headings that are only like ours."""
    file: ForeignFile | None = None
    """What a foreign file tells beside its text."""

    @cached_property
    def paper(self) -> CheckedPaper | None:
        """The document with the place of every text in it; None when there is no text yet."""
        if self.tree is None:
            return None
        titles = self.case.content.titles
        return CheckedPaper(self.document, self.tree, titles, self._is_free, self.foreign)

    def _is_free(self, tag: str) -> bool:
        """Whether a control holds words that a person wrote freely."""
        table, slash, cell = tag.partition("#")[0].partition("/")
        question = self.case.content.questions.get(table)
        if question is None:
            return False
        column = question.column(cell.rpartition(".")[2]) if slash else None
        return (column.spec.kind if column is not None else question.type) in ("text", "prose")

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """The answers and cells that are open, not readable, not confirmed or doubtful."""
        return tuple(unsettled(self.case))

    @cached_property
    def _levels(self) -> dict[str, tuple[str, str]]:
        return {}

    def level_of(self, compiled: CompiledRule) -> tuple[str, str]:
        """The level of a rule at this stage and who set it."""
        if compiled.id not in self._levels:
            self._levels[compiled.id] = level_of(compiled, self)
        return self._levels[compiled.id]


def finding(
    compiled: CompiledRule,
    checked: Checked,
    subject: str,
    values: Mapping[str, str],
    *,
    look: Look | None = None,
    place: Place | None = None,
    paper: PaperPlace | None = None,
    read: Iterable[str] = (),
    text: str = "",
) -> Finding:
    """One verdict of ``compiled`` about ``subject``, its words filled with ``values``, lets and answers.

    ``look`` is the row it speaks of, ``read`` what was read beside the rule's expressions, ``text``
    the sentence of the paper that was read.
    """
    rule, case = compiled.rule, checked.case
    here = look or case.deciding
    values = {**_lets(compiled, checked, here, values), **values}

    def said(name: str) -> str:
        words = rule.words.on(name, foreign=checked.foreign)
        return fill(words, values, checked) if "{{" in words else words

    level, level_from = checked.level_of(compiled)
    reads = dict(reads_of(compiled, case, here, read))
    if text:
        reads["text"] = _SPACES.sub("", text)
    printed = checked.paper.place_of(subject) if paper is None and checked.paper is not None else paper
    return Finding(
        rule=compiled.id,
        subject=subject,
        verdict="question" if rule.asks_a_person else "finding",
        level=level,
        title=rule.title,
        found=said("found"),
        question=said("question"),
        why=said("why"),
        fix=said("fix"),
        example=said("example"),
        offer=said("offer"),
        basis=compiled.bases,
        reads=reads,
        place=place if place is not None else place_of(case, subject),
        paper=printed or NOT_PRINTED,
        level_from=level_from,
    )


def undecided(compiled: CompiledRule, checked: Checked, asks: Iterable[str], why: str = "") -> Finding:
    """The third verdict: the answers ``asks`` would decide it; ``why`` says what else is the matter."""
    level, level_from = checked.level_of(compiled)
    return Finding(
        compiled.id,
        compiled.rule.about or f"rule:{compiled.id}",
        "undecided",
        level,
        title=compiled.rule.title,
        found=why or _renewal(checked.case, asks),
        undecided=tuple(dict.fromkeys(asks)),
        level_from=level_from,
    )


def _renewal(case: Case, asks: Iterable[str]) -> str:
    """A sentence on every table of values that ends before the day of the case."""
    names = [ask.removeprefix("param:") for ask in asks if ask.startswith("param:")]
    labels = "・".join(f"「{case.content.parameters[name].entry.label}」" for name in names)
    return f"値の表{labels}に、この日の値がありません。表の更新が要ります。" if names else ""


def level_of(compiled: CompiledRule, checked: Checked) -> tuple[str, str]:
    """The level at this stage and who set it: the rule, its document's profile, or an overlay.

    What an overlay says comes last; a locked rule is never lighter than it was written. What stands on a figure that
    each organisation must confirm, and that this one has not, is at most 要確認.
    """
    level, level_from = _level_asked(compiled, checked)
    unconfirmed = next((name for name in sorted(compiled.parameters) if _is_unconfirmed(name, checked)), "")
    if unconfirmed and level == "must" and not compiled.rule.locked:
        return "confirm", f"param:{unconfirmed}"
    return level, level_from


def _is_unconfirmed(name: str, checked: Checked) -> bool:
    parameter = checked.case.content.parameters[name]
    return parameter.entry.ask_organisation and not parameter.own_confirmed


def _level_asked(compiled: CompiledRule, checked: Checked) -> tuple[str, str]:
    rule, stage = compiled.rule, checked.stage
    own = at_stage(rule, stage)
    changed = [
        one.source
        for one in checked.case.content.changes
        if one.address == f"rule:{compiled.id}" and one.field.partition(".")[0] == "level"
    ]
    if changed:
        return own, f"overlay:{changed[-1]}"
    profile = checked.profile
    asked = profile.level_of(compiled.id) if profile is not None else None
    if profile is None or asked is None:
        return own, f"rule:{stage}"
    wanted = asked.submit if stage == "submit" else asked.draft
    if rule.locked and LEVELS.index(wanted) < LEVELS.index(own):
        return own, f"rule:{stage}"
    return wanted, f"profile:{profile.profile}"


def at_stage(rule: Rule, stage: str) -> str:
    """The rule's own level at ``stage``."""
    return rule.level.submit if stage == "submit" else rule.level.draft


def _lets(compiled: CompiledRule, checked: Checked, look: Look, values: Mapping[str, str]) -> dict[str, str]:
    """The rule's own names as a person reads them; what is simply an answer is shown as it is printed."""
    if not compiled.lets:
        return {}
    case = checked.case
    style = case.content.settings.house_style.value()
    shown: dict[str, str] = {}
    for name, let in compiled.lets.items():
        printed = values.get(let.id) or checked.shown.get(let.id, "") if let.id else ""
        if not printed:
            value = let.value(look)
            label = case.content.names.label(f"{let.id}={value}") if let.sort == "choice" and let.id else ""
            unset = _unset(let, case, look) if value is UNKNOWN else ""
            printed = label or unset or show_value(value, let.sort, let.unit, style)
        shown[name] = printed
    return shown


def _unset(let: Condition, case: Case, look: Look) -> str:
    """What stands for a value that hangs on a setting which nobody has written: its name, and where it goes."""
    names = (id[4:] for id in deciders(let, case, look) if id.startswith("org."))
    return next((f"（未設定。specgen.yaml の {n}（{SETTING_LABELS[n]}）で決まります）" for n in names), "")


def fill(words: str, values: Mapping[str, str], checked: Checked) -> str:
    """``words`` with ``{{ name }}`` replaced: values of the rule first, then answers as printed, then org settings."""

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if name in values:
            return values[name]
        if name.startswith("org."):
            return str(checked.case.content.org().get(name[4:], ""))
        return checked.shown.get(name, match[0])

    return FIELD.sub(value, words)


def place_of(case: Case, subject: str) -> Place:
    """Where the answer or cell that a subject names is written."""
    answer = case.answers.get(subject) or (cell_of(case, subject) if "/" in subject else None)
    return answer.place if answer is not None else NOWHERE


def gap_words(answer: Answer) -> str:
    """How a gap is said in a finding, before です: 未回答, 確認中（覚え書き）, 未定（いつまで、だれ）."""
    if answer.state is State.UNKNOWN:
        return f"確認中（{answer.note}）" if answer.note else "確認中"
    label = STATE_LABELS[answer.state]
    if answer.state is not State.UNDECIDED:
        return label
    details = "、".join(part for part in (f"{answer.by}まで" if answer.by else "", answer.who) if part)
    return f"{label}（{details}）" if details else label
