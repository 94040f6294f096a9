"""What one document prints: every answer as text in the house style, gaps named, nothing silently blank."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from .. import wareki
from ..content.clause import SINGLE
from ..content.pack import EDITION_LABELS, Pack
from ..content.question import Question
from ..content.small import Phrases
from ..expr import Condition, compile_condition
from ..model.answer import HAS_VALUE, Answer, Row, State
from ..model.kinds import KINDS
from ..model.kinds.base import digits_in_style, era_of, in_style
from ..model.paper import Gap, Printable, TemplateFacts, Unconfirmed
from ..model.spec import Column, HouseStyle, Spec
from .case import Case
from .casefile import DocumentEntry
from .derive import CALCS
from .outline import caption_numbers, holds, outline, reference_numbers
from .titlelines import title_lines
from .typing import row_name

_JOINED = re.compile(r"""^conditions\[["']([^"']*-[^"']*)["']\]$""")
_NOT_YET = re.compile(r"は(?:確認中|未記入)）$")
"""How the gap of a question may end; what a person says is 未定 is printed as 未定."""
_FIELD = re.compile(r"\{\{\s*([\w.]+)\s*\}\}")


@dataclass(frozen=True, slots=True)
class Copy:
    """Which copy is printed: a working draft with details, or a clean one that may leave the house."""

    clean: bool = False
    mark: str = "内部検討用"


def printable(
    case: Case,
    pack: Pack,
    facts: TemplateFacts,
    copy: Copy,
    given: Mapping[str, Mapping[str, Any]] | None = None,
) -> Printable:
    """Everything that ``pack`` prints for ``case``: pure data for the template, and the outline.

    ``given`` are further reserved names, and values that stand instead of those of ``paper`` and ``gaps``.
    """
    printer = _Printer(case, pack, copy)
    context = printer.context()
    for name, values in (given or {}).items():
        context[name] = {**context.get(name, {}), **values}
    printer.add_joined_conditions(facts, context)
    entries = outline(facts, context, printer.style)
    absent = printer.phrases.not_printed
    context["numbers"] = {h.key: absent for h in facts.headings} | reference_numbers(entries)
    answers = printed_answers(facts, context)
    context["glossary"] = printer.glossary(facts, context, answers)
    if context["glossary"] and any("glossary" in test for field in facts.fields for test in field.under):
        answers = printed_answers(facts, context)
    context["gaps"]["glossary"] = printer.phrases.no_terms
    context["tables"] = {key: absent for key, _ in facts.tables} | caption_numbers(
        facts, context, printer.style
    )
    context["outline"] = [
        {"level": e.level, "number": e.number, "text": e.text, "bookmark": e.bookmark}
        for e in entries
        if e.level <= 2
    ]
    title = str(context["paper"]["title"])
    return Printable(context, entries, title, answers, printer.deciders)


class _Printer:
    """Makes the context of one document from one case."""

    def __init__(self, case: Case, pack: Pack, copy: Copy) -> None:
        self.case, self.pack, self.copy = case, pack, copy
        self.content = case.content
        self.style: HouseStyle = case.content.settings.house_style.value()
        self.marks = str.maketrans("、。", self.style.comma)
        phrases = case.content.phrases.model_dump()
        self.phrases = Phrases(**{name: self.ours(text) for name, text in phrases.items()})
        self.deciders: dict[str, tuple[str, ...]] = {}

    def context(self) -> dict[str, Any]:
        """All reserved names and topics but outline, numbers, tables and glossary."""
        context: dict[str, Any] = {"org": self.content.org(), "gaps": {}, "glossary": []}
        for question in self.content.questions.values():
            topic = context.setdefault(question.topic, {})
            name = question.id.partition(".")[2]
            if not self.case.answers[question.id].active:
                topic[name] = [] if question.type == "table" else self.phrases.not_printed
                context["gaps"][question.id] = self.phrases.not_printed
            elif question.type == "table":
                rows, instead = self._table(question)
                topic[name] = rows
                context["gaps"][question.id] = instead
            else:
                topic[name] = self._answer(self.case.answers[question.id], question)
        context |= self._tests()
        context["paper"] = self._paper(context)
        return context

    def ours(self, text: str) -> str:
        """A text of the content (a gap, a label, a phrase) with the marks of the house; its digits stay."""
        return text.translate(self.marks)

    # -- answers -------------------------------------------------------------------------------------------
    def _answer(self, answer: Answer, question: Question) -> str:
        if answer.state in (State.NONE, State.NOT_APPLICABLE):
            return self.ours(question.none_text)
        return self._text(answer, question.spec, question.gap)

    def _text(self, answer: Answer, spec: Spec, gap: str) -> str:
        if answer.state in HAS_VALUE:
            shown = self._shown(answer, spec)
            if answer.state is State.ANSWERED or self.copy.clean:
                return shown
            return Unconfirmed(shown)
        if answer.state is State.NONE:
            return self.phrases.none_cell
        return Gap(self._gap(answer, gap))

    def _shown(self, answer: Answer, spec: Spec) -> str:
        if spec.kind == "reference":
            table = self.case.answers.get(spec.to)
            rows = table.value if table is not None and isinstance(table.value, tuple) else ()
            return next(
                (row_name(row) or row.key for row in rows if row.key == answer.value), str(answer.value)
            )
        shown = KINDS[spec.kind].show(answer.value, spec, self.style)
        return self.ours(shown) if spec.kind in ("choice", "yes_no") else shown

    def _gap(self, answer: Answer, gap: str) -> str:
        gap = self.ours(gap)
        if answer.state is State.UNDECIDED:
            gap = _NOT_YET.sub("は未定）", gap)
        if answer.state is not State.UNDECIDED or not answer.by or self.copy.clean or not gap.endswith("）"):
            return gap
        by = self._date(answer.by_date) if answer.by_date else answer.by.removesuffix("まで")
        return self.phrases.decided_by.format(gap=gap[:-1], by=by) + "）"

    def _date(self, day: date) -> str:
        return digits_in_style(wareki.show_date(day, era_of(self.style)), self.style)

    def _table(self, question: Question) -> tuple[list[dict[str, str]], str]:
        answer = self.case.answers[question.id]
        if isinstance(answer.value, tuple) and answer.value:
            copied = answer.state is not State.ANSWERED and not self.copy.clean
            return [self._row(row, question, copied=copied) for row in answer.value], ""
        if answer.state in (State.NONE, State.NOT_APPLICABLE) or answer.value == ():
            return [], self.ours(question.none_text)
        return [], self._text(answer, question.spec, question.gap)

    def _row(self, row: Row, question: Question, *, copied: bool) -> dict[str, str]:
        shown = {c.id: self._cell(row, c) for c in question.spec.columns}
        if copied:  # the mark stands on the table; on the page every value that came with it is marked
            own = {id for id, cell in row.cells.items() if cell.state in HAS_VALUE}
            shown |= {id: Unconfirmed(text) for id, text in shown.items() if id in own}
        return {"key": row.key} | shown

    def _cell(self, row: Row, column: Column) -> str:
        if column.spec.kind == "calc":
            calculate, cell = CALCS[column.spec.calc], row.cells[column.id]
            shown = calculate(self.content.questions, self.case.answers, cell, column.spec.of, self.style)
            gap = column.gap or self.phrases.cell_gap
            return shown or (Gap(self.ours(gap)) if column.required else self.phrases.empty_cell)
        cell = row.cells[column.id]
        if cell.state is State.ANSWERED:
            return self._shown(cell, column.spec)
        if not cell.active or cell.state is State.NOT_APPLICABLE:
            return self.phrases.empty_cell
        return self._text(cell, column.spec, column.gap or self.phrases.cell_gap)

    # -- tests ---------------------------------------------------------------------------------------------
    def _tests(self) -> dict[str, Any]:
        deciding = self.case.deciding
        sections = self.case.sections(self.pack)
        undecided: dict[str, str] = {}
        for key, verdict in sections.items():
            when = self.pack.entry.sections[key]
            undecided[f"section:{key}"] = self._section_gap(when) if verdict is None else ""
        clauses: dict[str, dict[str, bool]] = {}
        for id, clause in self.content.clauses.items():
            variants = {name: deciding.when(v.when) for name, v in clause.head.variants.items()} or {
                SINGLE: True
            }
            chosen = [name for name, verdict in variants.items() if verdict]
            clauses[id] = {name: name in chosen[:1] for name in variants}
            undecided[f"clause:{id}"] = "" if chosen else self._clause_gap(id)
        conditions = {name: deciding.condition(name) for name in self.content.conditions}
        return {
            "sections": {key: verdict is not False for key, verdict in sections.items()},
            "undecided": undecided,
            "clauses": clauses,
            "conditions": {name: verdict is not False for name, verdict in conditions.items()},
            "unsure": {
                name: self._unsure(self.content.condition_labels[name], self.content.conditions[name])
                if verdict is None
                else ""
                for name, verdict in conditions.items()
            },
        }

    def add_joined_conditions(self, facts: TemplateFacts, context: dict[str, Any]) -> None:
        """Items may stand under names joined by and / or / not; the template's key has ``-`` for the blanks."""
        stacks = (
            under for items in (facts.fields, facts.headings) for under in (item.under for item in items)
        )
        for test in {test for under in (*stacks, *(u for _, u in facts.texts)) for test in under}:
            match = _JOINED.match(test)
            if match and match[1] not in context["conditions"]:
                when = compile_condition(match[1].replace("-", " "), self.content.names, names_only=True)
                verdict = when.evaluate(self.case.deciding)
                context["conditions"][match[1]] = verdict is not False
                context["unsure"][match[1]] = self._unsure(when.explained, when) if verdict is None else ""

    def _section_gap(self, when: str) -> str:
        return self._gap_with(self._open((when,)), self.phrases.section_undecided)

    def _clause_gap(self, id: str) -> str:
        variants = self.content.clauses[id].head.variants.values()
        names = self.ours("、".join(f"「{v.label}」" for v in variants))
        return self._gap_with(
            self._open(v.when for v in variants), self.phrases.clause_undecided, variants=names
        )

    def _open(self, whens: Iterable[str]) -> tuple[str, ...]:
        """Ids of the answers that would decide any of ``whens``, each once."""
        conditions = (self.content.whens.get(when) for when in whens)
        found = (id for c in conditions if c is not None for id in self.case.deciding.open_questions(c))
        return tuple(dict.fromkeys(found))

    def _gap_with(self, ids: tuple[str, ...], phrase: str, **more: str) -> str:
        labels = "・".join(f"「{self.content.names.label(id)}」" for id in ids) or "ほかの答え"
        gap = Gap(phrase.format(questions=labels, **more))
        self.deciders.setdefault(gap, ids)
        return gap

    def _unsure(self, label: str, condition: Condition) -> str:
        gap = Gap(self.phrases.item_unsure.format(condition=label))
        self.deciders.setdefault(gap, self.case.deciding.open_questions(condition))
        return gap

    # -- the paper itself ----------------------------------------------------------------------------------
    def _paper(self, context: Mapping[str, Any]) -> dict[str, str]:
        entry = self.case.entry.documents.get(self.pack.entry.document, DocumentEntry())
        settings = self.content.settings
        title = fill(self.pack.entry.title or f"{{{{ {self.content.title_id} }}}}", context)
        return self._companions() | {
            "title": title,
            "title_lines": title_lines(title),
            "label": self.pack.entry.label,
            "edition": EDITION_LABELS[entry.edition],
            "version": in_style(entry.version, self.style),
            "date": self._date_of(entry),
            "organisation": settings.organisation.name,
            "department": self.content.department.label or self.case.entry.department,
            "mark": "" if self.copy.clean else self.copy.mark,
        }

    def _companions(self) -> dict[str, str]:
        """How the documents of the case are named in each other: label, edition, version and date."""
        named: dict[str, str] = {}
        for pack in self.content.packs.values():
            document = pack.entry.document
            if document in named and not pack.serves(self.case.entry.type, self.case.entry.form):
                continue
            entry = self.case.entry.documents.get(document, DocumentEntry())
            edition = EDITION_LABELS[entry.edition]
            version = in_style(entry.version, self.style)
            told = self.ours(f"（{edition}、第{version}版、")
            named[document] = f"{pack.entry.label}{told}{self._date_of(entry)}）"
        return named

    def _date_of(self, entry: DocumentEntry) -> str:
        """The document's own date in the house style, as written where it cannot be read; else the case's day."""
        try:
            return self._date(wareki.parse_date(entry.date)) if entry.date else self._date(self.case.as_of)
        except ValueError:
            return entry.date

    # -- glossary ------------------------------------------------------------------------------------------
    def glossary(
        self, facts: TemplateFacts, context: Mapping[str, Any], answers: Mapping[str, str]
    ) -> list[dict[str, str]]:
        """The terms that occur in what is printed, by reading."""
        fixed = [text for text, under in facts.texts if all(holds(test, context) for test in under)]
        text = "\n".join([*fixed, *answers.values()])
        terms = [t for t in self.content.glossary if t.term in text]
        return [
            {"key": f"g{n}", "term": t.term, "means": self.ours(t.means)}
            for n, t in enumerate(sorted(terms, key=lambda t: t.reading), 1)
        ]


def fill(template: str, context: Mapping[str, Any]) -> str:
    """``template`` with its ``{{ id }}`` replaced by the printed answers (titles, file names)."""

    def value(match: re.Match[str]) -> str:
        topic, _, name = match[1].partition(".")
        return str(context.get(topic, {}).get(name, ""))

    return _FIELD.sub(value, template)


def printed_answers(facts: TemplateFacts, context: Mapping[str, Any]) -> dict[str, str]:
    """Id of every answer that the template prints under tests that hold → its printed text."""
    found: dict[str, str] = {}
    for field in facts.fields:
        if "." not in field.id or not all(holds(test, context) for test in field.under):
            continue
        table, star, column = field.id.partition("/*.")
        topic, _, name = table.partition(".")
        value = context.get(topic, {}).get(name, "")
        if not star:
            found[field.id] = context["gaps"].get(table, "") if isinstance(value, list) else value
        elif isinstance(value, list):
            found.update({f"{table}/{row['key']}.{column}": row[column] for row in value})
    return found
