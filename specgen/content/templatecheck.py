"""Hold a template against the content: every name exists, nothing internal is printed, nothing hidden is printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from ..errors import Fault, Faults, Place, nearest
from ..expr import UNKNOWN, Condition, ExpressionError, compile_condition
from ..expr.logic import TOO_MANY, Formula, counterexample
from ..model.paper import TemplateFacts, TemplateField
from .library import Content
from .overlay import NEVER
from .pack import TYPE_LABELS, Pack
from .packcheck import SECTION, by_type_alone, check_left_out, check_names_of_paper, check_sections
from .question import AUDIENCE_LABELS, AUDIENCE_RANK, Question

_CONDITION = re.compile(r"""^conditions\[["']([^"']+)["']\]$""")
_VARIANT = re.compile(r"""^clauses\[["']([^"']+)["']\]\[["']([^"']+)["']\]$""")


def check_fields(content: Content, pack: Pack, facts: TemplateFacts) -> Iterator[Fault]:
    """Faults of what a template prints: unknown ids, answers that are not for this paper's readers."""
    known = frozenset((*content.questions, *content.columns))
    for field in answer_fields(facts):
        if field.id not in known:
            yield Fault(
                "T50",
                f"「{field.id}」という質問はありません。",
                field.place,
                field.quoted or field.id,
                nearest(field.id, known),
                "質問のidを確かめてください。",
            )
        elif AUDIENCE_RANK[audience_of(content, field.id)] > AUDIENCE_RANK[pack.entry.audience]:
            yield _not_for_readers(content, pack, field)


def answer_fields(facts: TemplateFacts) -> Iterator[TemplateField]:
    """The fields that print answers; ``glossary`` is a list that the paper makes of itself."""
    return (field for field in facts.fields if "." in field.id)


def audience_of(content: Content, id: str) -> str:
    """Who may see an answer or a column (a column inherits its table's audience where it names none)."""
    table, star, column = id.partition("/*.")
    question = content.questions[table]
    own = question.column(column) if star else None
    return own.audience if own is not None and own.audience else question.audience


def _not_for_readers(content: Content, pack: Pack, field: TemplateField) -> Fault:
    label = content.names.label(field.id)
    return Fault(
        "T41",
        f"「{label}」（{AUDIENCE_LABELS[audience_of(content, field.id)]}）を、{AUDIENCE_LABELS[pack.entry.audience]}の文書"
        f"「{pack.entry.label}」に載せようとしています。",
        field.place,
        field.quoted or field.id,
        remedy="ひな形からこの欄を外すか、質問のaudienceを見直してください。",
    )


def check_conditions(content: Content, facts: TemplateFacts) -> Iterator[Fault]:
    """Faults of the conditions that items stand under: names that mean nothing."""
    keys: dict[str, Place] = {}
    for test, place in _tests_with_places(facts):
        if match := _CONDITION.match(test):
            keys.setdefault(match[1], place)
    for key, place in keys.items():
        try:
            compile_condition(_of_key(key), content.names, names_only=True)
        except ExpressionError as error:
            yield Fault(
                "T48",
                f"ひな形の項目の条件「{_of_key(key)}」を読み取れません。{error.what}",
                place,
                error.quoted,
                error.near,
                error.remedy,
            )


def _tests_with_places(facts: TemplateFacts) -> Iterator[tuple[str, Place]]:
    """Every test of a template, with a place that stands under it."""
    for field in facts.fields:
        yield from ((test, field.place) for test in field.under)
    for text, under in facts.texts:
        yield from ((test, Place(where=f"「{text.strip()[:30]}」のある所")) for test in under)


def check_hidden(content: Content, pack: Pack, facts: TemplateFacts) -> Iterator[Fault]:
    """Faults where an answer could be printed although its question does not apply."""
    for field in facts.fields:
        question = content.questions.get(field.id.partition("/*.")[0])
        if question is None or question.when == "always" or _under_unknown(content, pack, field):
            continue
        case = _printed_though_hidden(content, pack, field, question)
        if case is not None:
            when = (
                "、".join(content.condition_labels.get(name, name) for name, on in case.items() if on)
                or "どの条件も成り立たない場合"
            )
            asked = content.whens[question.when].explained
            if (change := _changed_to_hidden(content, pack, field)) is not None:
                why = "尋ねなくなる" if question.when == NEVER else f"{asked}だけ尋ねる"
                yield Fault(
                    "T42",
                    f"この変更で、{why}「{question.label}」が、ほかの場合（{when}）にも載ります（{field.place}）。",
                    change,
                    field.id,
                    remedy="載せている節も外す（drop: section:…）か、条文の文言からこの欄を除くか、"
                    "尋ねる場合を広げてください（set: question:…、field: when）。",
                )
                continue
            yield Fault(
                "T42",
                f"「{question.label}」は{asked}だけ尋ねますが、ほかの場合（{when}）にも載ります。",
                field.place,
                field.quoted or field.id,
                remedy=f"この欄を、条件「{question.when}」の成り立つ章・節・条文・項目の中に置いてください。",
            )


def _changed_to_hidden(content: Content, pack: Pack, field: TemplateField) -> Place | None:
    """Where an overlay made this field show what is not asked: by its question, its section, or its wording."""
    id = field.id.partition("/*.")[0]
    if (f"question:{id}", "when") in content.told_at or f"question:{id}" in content.inserted:
        return content.place(f"question:{id}", "when")
    for test in field.under:
        if match := _VARIANT.match(test):
            told: tuple[str, ...] = (f"clause:{match[1]}", "variants", match[2], "when")
        elif match := SECTION.match(test):
            told = (f"pack:{pack.name}", "sections", match[1])
        else:
            continue
        if told in content.told_at:
            return content.place(*told)
    printed = re.compile(rf"\{{\{{\s*{re.escape(id)}\s*\}}\}}|rows {re.escape(id)}\b")
    own = (own for clause in content.clauses.values() for own in clause.own.values())
    return next((Place(one.file, one.line) for one in own if printed.search(one.text)), None)


def _under_unknown(content: Content, pack: Pack, field: TemplateField) -> bool:
    """Whether the field stands under a section or condition that does not exist (told on its own)."""
    for test in field.under:
        section, condition = SECTION.match(test), _CONDITION.match(test)
        if section and section[1] not in pack.entry.sections:
            return True
        if condition and _read(content, _of_key(condition[1])) is None:
            return True
    return False


def _printed_though_hidden(
    content: Content, pack: Pack, field: TemplateField, question: Question
) -> Mapping[str, bool] | None:
    tests = [read for test in field.under if (read := _of_test(content, pack, test)) is not None]
    asked = content.whens[question.when]
    atoms = _closure(content, [asked, *tests])
    printed, applies = _all_of(tests), _formula(asked)
    found = counterexample(
        lambda case: printed(case) and not applies(case), atoms, _facts_of_types(content, pack, atoms)
    )
    return None if found is TOO_MANY else found


def check_variants(content: Content, pack: Pack, faults: Faults) -> None:
    """Add a fault for every clause of which two wordings could hold at once."""
    for id, clause in content.clauses.items():
        for (one, first), (two, second) in combinations(clause.head.variants.items(), 2):
            both = [content.whens[first.when], content.whens[second.when]]
            atoms = _closure(content, both)
            case = counterexample(_all_of(both), atoms, _facts_of_types(content, pack, atoms))
            if case is not None and case is not TOO_MANY:
                faults.add(
                    Fault(
                        "T47",
                        f"条文「{clause.head.title}」の書き方「{one}」と「{two}」が、同時に成り立つことがあります。",
                        content.place(f"clause:{id}", "variants", two, "when"),
                        f"{first.when} / {second.when}",
                        remedy="どちらか一方だけが成り立つように、条件を改めてください。",
                    )
                )


def _of_test(content: Content, pack: Pack, test: str) -> Condition | None:
    """What a test of a template stands for; None for one that always holds or cannot be read (told on its own)."""
    text = ""
    if match := SECTION.match(test):
        text = pack.entry.sections.get(match[1], "")
    elif match := _CONDITION.match(test):
        text = _of_key(match[1])
    elif match := _VARIANT.match(test):
        clause = content.clauses.get(match[1])
        variant = clause.head.variants.get(match[2]) if clause is not None else None
        text = variant.when if variant is not None else ""
    return _read(content, text)


def _read(content: Content, text: str) -> Condition | None:
    try:
        return content.whens.get(text) or compile_condition(text, content.names, names_only=True)
    except ExpressionError:
        return None


def concerns(content: Content, pack: Pack, facts: TemplateFacts) -> frozenset[str]:
    """The questions that a document prints, and those whose answers decide what it prints."""
    printed = {field.id.partition("/")[0] for field in facts.fields}
    stacks = (under for items in (facts.headings, facts.fields) for under in (item.under for item in items))
    tests = {test for under in (*stacks, *(under for _, under in facts.texts)) for test in under}
    read = [found for test in tests if (found := _of_test(content, pack, test)) is not None]
    deciding = (content.conditions[name].reads for name in _closure(content, read))
    return frozenset(printed.union(*deciding))


def _of_key(key: str) -> str:
    """The names joined by and / or / not that a key stands for: in keys ``-`` stands for a blank."""
    return key.replace("-", " ")


class _Verdicts:
    """A lookup that knows a verdict for each condition, and no answer."""

    def __init__(self, case: Mapping[str, bool]) -> None:
        self._case = case

    def condition(self, name: str) -> bool:
        return self._case[name]

    def value(self, id: str) -> object:
        return UNKNOWN

    def answered(self, id: str) -> bool:
        return False

    def last_day(self, id: str) -> object:
        return UNKNOWN


def _formula(condition: Condition) -> Formula:
    """Names joined by and / or / not as a truth function of those names."""
    return lambda case: bool(condition.evaluate(_Verdicts(case)))


def _all_of(conditions: Iterable[Condition]) -> Formula:
    formulas = [_formula(condition) for condition in conditions]
    return lambda case: all(formula(case) for formula in formulas)


def _closure(content: Content, conditions: Iterable[Condition]) -> frozenset[str]:
    """The names that ``conditions`` use, and those of the questions that decide them."""
    atoms: set[str] = set()
    waiting = [name for condition in conditions for name in condition.uses]
    while waiting:
        name = waiting.pop()
        if name in atoms:
            continue
        atoms.add(name)
        condition = content.conditions[name]
        waiting.extend(condition.uses)
        for id in condition.reads:
            question = content.questions.get(id.partition("/")[0])
            waiting.extend(content.whens[question.when].uses if question is not None else ())
    return frozenset(atoms)


def _facts_of_types(content: Content, pack: Pack, atoms: frozenset[str]) -> list[Formula]:
    """What must hold between conditions: those that read one choice agree on its value; hidden ones are no."""
    rules: list[Formula] = []
    by_question: dict[str, list[str]] = {}
    for name in sorted(atoms):
        condition = content.conditions[name]
        if len(condition.reads) == 1 and not condition.uses:
            by_question.setdefault(next(iter(condition.reads)), []).append(name)
        for id in condition.reads:
            question = content.questions.get(id.partition("/")[0])
            if (
                question is not None
                and question.when != "always"
                and not condition.uses
                and len(condition.reads) == 1
            ):
                rules.append(_only_when(name, _formula(content.whens[question.when])))
    for id, names in by_question.items():
        patterns = _patterns(content, pack, id, names)
        if patterns is not None:
            rules.append(_one_of(tuple(names), patterns))
    for name in sorted(atoms):
        rules.extend(_composed(content, pack, name))
    return rules


def _patterns(content: Content, pack: Pack, id: str, names: list[str]) -> frozenset[tuple[bool, ...]] | None:
    """Every combination of verdicts that the values of one choice question can give."""
    codes: list[object]
    if id == "case.type":
        codes = [type for type in TYPE_LABELS if type in pack.entry.types]
    else:
        question = content.questions.get(id)
        if question is None or question.type not in ("choice", "yes_no"):
            return None
        codes = [*question.choices, _NO_ANSWER] if question.type == "choice" else [True, False, _NO_ANSWER]
    return frozenset(tuple(_verdict(content, name, id, code) for name in names) for code in codes)


_NO_ANSWER = object()


def _verdict(content: Content, name: str, id: str, code: object) -> bool:
    return bool(content.conditions[name].evaluate(_OneAnswer(id, code))) if code is not _NO_ANSWER else False


class _OneAnswer:
    """A lookup that knows one answer only."""

    def __init__(self, id: str, code: object) -> None:
        self._id, self._code = id, code

    def value(self, id: str) -> object:
        return self._code

    def condition(self, name: str) -> bool | None:
        return None

    def answered(self, id: str) -> bool:
        return True

    def last_day(self, id: str) -> object:
        return None


def _composed(content: Content, pack: Pack, name: str) -> Iterator[Formula]:
    """Conditions that read the type beside other answers: for types that decide them alone, they are decided."""
    condition = content.conditions[name]
    if "case.type" not in condition.reads or len(condition.reads) == 1:
        return
    types = {n: c for n, c in content.conditions.items() if c.reads == {"case.type"} and not c.uses}
    for type in pack.entry.types:
        verdict = by_type_alone(content, condition, type)
        alone = [n for n in types if _verdict(content, n, "case.type", type)]
        if verdict is not None and alone:
            yield _decided_by(alone[0], name, verdict=verdict)


def _only_when(name: str, asked: Formula) -> Formula:
    return lambda case: not case[name] or asked(case)


def _one_of(names: tuple[str, ...], patterns: frozenset[tuple[bool, ...]]) -> Formula:
    return lambda case: tuple(case[name] for name in names) in patterns


def _decided_by(type: str, name: str, *, verdict: bool) -> Formula:
    return lambda case: type not in case or not case[type] or case[name] == verdict


def check_template_against(
    content: Content, pack: Pack, facts: TemplateFacts, faults: Faults, *, whole: bool
) -> None:
    """Add the faults of a template to ``faults``; ``whole`` adds the slower proofs that lint makes."""
    faults.found.extend(check_names_of_paper(content, pack))
    faults.found.extend(check_fields(content, pack, facts))
    faults.found.extend(check_conditions(content, facts))
    if whole:
        faults.found.extend(check_sections(content, pack, facts))
        faults.found.extend(check_hidden(content, pack, facts))
        faults.found.extend(check_left_out(content, pack))
        check_variants(content, pack, faults)
