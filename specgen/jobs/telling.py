"""What there is to say of a question, a clause and a rule, in labelled lines: every verb says it the same way."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..content.basis import AUTHORITY_LABELS, CONFIDENCE_LABELS, BasisEntry
from ..content.clause import Clause
from ..content.library import Content
from ..content.question import AUDIENCE_LABELS, NEXT_YEAR_LABELS, PHASE_LABELS, Question
from ..content.rule import Rule
from ..content.rulenames import CompiledRule, compile_rule
from ..errors import Faults
from ..expr import Condition
from ..model.finding import LEVEL_LABELS
from ..model.kinds import KINDS
from ..model.spec import Spec

_SETTING = re.compile(r"\{\{\s*org\.(\w+)\s*\}\}")
Line = tuple[str, str]
"""A label, and what stands beside it; a line whose text is empty is not told."""


def asking(question: Question) -> list[Line]:
    """What is asked and why, how to answer, what a good answer looks like."""
    return [
        ("尋ねること", question.ask),
        ("尋ねる理由", question.why),
        ("答えの種類", KINDS[question.type].label),
        ("書き方", KINDS[question.type].hint(question.spec)),
        ("数の範囲", bounds(question.spec)),
        ("よい例", question.good),
        ("助言", question.tip),
        ("選択肢", "、".join(f"{label}（{code}）" for code, label in question.choices.items())),
    ]


def handling(content: Content, question: Question) -> list[Line]:
    """When it is asked and needed, what is printed without an answer, what becomes of it, who may see it."""
    stated = question.none_text if question.none_text != Question.model_fields["none_text"].default else ""
    return [
        ("尋ねる条件", when_in_words(content, question.when)),
        ("短い様式", "短い様式でも尋ねます。" if question.short else ""),
        ("要る時期", PHASE_LABELS[question.needed_from]),
        ("答えが無いとき", f"紙面に「{question.gap}」と入ります。"),
        ("「なし」のとき", f"紙面に「{stated}」と入ります。" if stated else ""),
        ("翌年度", NEXT_YEAR_LABELS[question.next_year]),
        ("見せる範囲", AUDIENCE_LABELS[question.audience]),
        ("以前の名前", "、".join(question.formerly)),
    ]


def bounds(spec: Spec) -> str:
    """The least and the most that a number may be."""
    least = f"{spec.least}{spec.unit}から" if spec.least else ""
    most = f"{spec.most}{spec.unit}まで" if spec.most else ""
    return least + most


def clause_head(clause: Clause) -> list[Line]:
    """The version of a clause, and whom to ask before its wording is changed."""
    head = clause.head
    return [
        ("版", f"{head.version}（{head.in_force_from}から）" if head.in_force_from else str(head.version)),
        ("効力の終わり", head.in_force_to),
        ("文言を変えるときの相談先", head.ask_first),
        ("部署や案件での変更", "できません。" if head.locked else ""),
    ]


def rule_words(content: Content, rule: Rule) -> list[Line]:
    """How heavy a rule is, when it applies, and what it says."""
    stage = rule.level
    level = LEVEL_LABELS[stage.draft]
    if stage.draft != stage.submit:
        level = f"作成中は{level}、提出前は{LEVEL_LABELS[stage.submit]}"
    return [
        ("重さ", level),
        ("当てはまるとき", when_in_words(content, rule.when)),
        ("理由", rule.words.why),
        ("直し方", rule.words.fix),
        ("例", rule.words.example),
        ("PMOにできること", rule.words.offer),
    ]


def basis_in_words(content: Content, entry: BasisEntry) -> str:
    """One basis: its authority, how sure we are, what is cited and where that was seen."""
    sources = "、".join(
        f"{id}（{content.sources[id].title}）" if id in content.sources else id for id in entry.source
    )
    details = "。".join(x for x in (entry.version, sources, entry.note) if x)
    told = f"{AUTHORITY_LABELS[entry.authority]}・{CONFIDENCE_LABELS[entry.confidence]}: {entry.cite}"
    return _with_settings(content, f"{told}。{details}" if details else told)


def _with_settings(content: Content, text: str) -> str:
    """``text`` with the organisation's own names in the places that the settings fill."""
    org = content.org()
    return _SETTING.sub(lambda field: str(org.get(field[1], field[0])), text)


def when_in_words(content: Content, text: str) -> str:
    """A ``when`` in Japanese words."""
    condition = content.whens.get(text)
    return condition.explained if condition is not None else text


# -- what a rule stands on ------------------------------------------------------------------------------------------
def compiled_rule(content: Content, id: str) -> CompiledRule:
    """The rule with its expression compiled; what is wrong with it is told by the verbs that check."""
    return compile_rule(id, content, Faults())


def rule_reads(content: Content, id: str) -> set[str]:
    """The questions that a rule reads: what it needs, looks through or compares, also by way of conditions."""
    rule = content.rules[id]
    names = {*rule.needs, rule.each, rule.about}
    for condition in (compiled_rule(content, id).find, content.whens.get(rule.when)):
        if condition is not None:
            names.update(answers_behind(content, condition))
    return {name.partition("/")[0] for name in names} & set(content.questions)


def answers_behind(content: Content, condition: Condition) -> Iterator[str]:
    """Every answer that a condition reads, itself or through the conditions it names."""
    yield from condition.reads
    for name in condition.uses:
        if (used := content.conditions.get(name)) is not None:
            yield from answers_behind(content, used)
