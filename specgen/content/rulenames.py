"""Check that what a rule reads exists, and compile its expressions once for a profile in use."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial

from ..errors import Fault, Faults, Place, nearest
from ..expr import DATED, Condition, ExpressionError, compile_condition, compile_value
from ..model.finding import Basis
from . import rulewords
from .library import Content
from .pack import TYPE_LABELS
from .rule import AskRule, CrossRule, FactRule, Rule, SectionsRule, WordsRule
from .vocabulary import Names


@dataclass(frozen=True)
class CompiledRule:
    """A rule with its expressions compiled.

    ``find`` is the test of a fact, ``limit`` the length above which a sentence is told; None for rules without one.
    ``lets`` are the rule's own names in their order. ``shown`` are the answers that its words name, ``bases`` what it
    rests on, with rules of the house under the names that the organisation gave them.
    """

    id: str
    rule: Rule
    find: Condition | None = None
    lets: Mapping[str, Condition] = field(default_factory=dict)
    limit: Condition | None = None
    shown: frozenset[str] = frozenset()
    bases: tuple[Basis, ...] = ()

    @cached_property
    def reads(self) -> frozenset[str]:
        """The answers that its expressions and words stand on (``row.column``, ``table/*.column`` among them)."""
        found = {read for one in self.expressions for read in one.reads}
        about = {self.rule.about} if self.rule.about else set[str]()
        return frozenset(found | self.shown | about)

    @cached_property
    def needs(self) -> frozenset[str]:
        """The answers and columns that it misses by name, with the tables of the columns."""
        needs = self.rule.needs if isinstance(self.rule, FactRule) else ()
        return frozenset((*needs, *(need.partition("/*.")[0] for need in needs)))

    @cached_property
    def parameters(self) -> frozenset[str]:
        """The dated values that it stands on."""
        return frozenset(name for one in self.expressions for name in one.parameters)

    @cached_property
    def uses(self) -> frozenset[str]:
        """The named conditions that its expressions stand on."""
        return frozenset(name for one in self.expressions for name in one.uses)

    @cached_property
    def expressions(self) -> tuple[Condition, ...]:
        """Its lets and its test, compiled."""
        return (*self.lets.values(), *(one for one in (self.find, self.limit) if one is not None))


def compile_rule(id: str, content: Content, faults: Faults) -> CompiledRule:
    """Compile one rule, once; names that mean nothing, and missing or surplus fields, are added to ``faults``."""
    if id in content.compiled:
        return content.compiled[id]
    before = len(faults.found)
    compiled = _Checker(id, content.rules[id], content, faults).compiled()
    if len(faults.found) == before:
        content.compiled[id] = compiled
    return compiled


class _Checker:
    """Holds one rule against the content; every fault is told at the rule's own file."""

    def __init__(self, id: str, rule: Rule, content: Content, faults: Faults) -> None:
        self.id, self.rule, self.content, self.faults = id, rule, content, faults
        self.at = partial(content.place, f"rule:{id}")
        self.each = rule.table if isinstance(rule, FactRule) else ""
        listed = rule.listed if isinstance(rule, FactRule) else ()
        sorts = {content.names.sort(id) or "" for id in listed} - {""}
        self.vocabulary = Names(
            content.questions,
            content.condition_labels,
            row=self.each,
            extra={"it": "due" if sorts <= DATED else min(sorts)} if listed else None,
            parameters=content.parameters,
            org=True,
        )
        self.columns = content.columns
        self.lets: dict[str, Condition] = {}

    def compiled(self) -> CompiledRule:
        """The rule, with every fault told on the way."""
        self._common()
        self._of_kind()
        self._about()
        self._bases()
        self._compile_lets()
        rule = self.rule
        find = self._test(rule.find, "find") if isinstance(rule, FactRule) and rule.find else None
        limit = (
            self._number(rule.longer_than, "longer_than")
            if isinstance(rule, WordsRule) and rule.longer_than
            else None
        )
        bases = tuple(
            basis.value(partial(rulewords.with_settings, content=self.content)) for basis in rule.basis
        )
        return CompiledRule(self.id, rule, find, self.lets, limit, self._words(), bases)

    def _fault(
        self, code: str, place: Place, what: str, quoted: str = "", near: str = "", remedy: str = ""
    ) -> None:
        self.faults.add(Fault(code, f"規則{self.id}{what}", place, quoted, near, remedy))

    # -- fields --------------------------------------------------------------------------------------------
    def _common(self) -> None:
        """What every kind needs: words that say something, and types of procurement that exist."""
        words = self.rule.words
        wanted = "question" if self.rule.asks_a_person else "found"
        if not getattr(words, wanted).strip():
            ask = "尋ねる規則（judge: person、ask）では question: に尋ねる言葉を、"
            remedy = f"{ask}ほかの規則では found: に見つけたことを書きます。"
            self._fault("R07", self.at("words"), f"の words に {wanted} がありません。", remedy=remedy)
        if words.question and not self.rule.asks_a_person:
            remedy = "人が判断する規則なら judge: person を足します。そうでなければ question: を消します。"
            self._fault(
                "R07", self.at("words", "question"), "は、人に尋ねる規則ではありません。", remedy=remedy
            )
        for number, type in enumerate(self.rule.types):
            if type not in TYPE_LABELS:
                self._fault(
                    "R03",
                    self.at("types", number),
                    f"の調達の種類「{type}」はありません。",
                    type,
                    nearest(type, TYPE_LABELS),
                    f"使える種類: {'、'.join(TYPE_LABELS)}。",
                )

    def _of_kind(self) -> None:
        """The fields that a rule of this kind needs, and that the names in them exist."""
        rule = self.rule
        if isinstance(rule, FactRule):
            self._one_of("find", "needs", "in_order", "state")
            self._fact(rule)
        elif isinstance(rule, WordsRule):
            self._one_of("lexicon", "longer_than")
            self._lexicon(rule)
        elif isinstance(rule, SectionsRule):
            self._one_of("expects", "references", "order", "leftovers")
            self._sections(rule)
        elif isinstance(rule, CrossRule):
            self._cross(rule)
        elif isinstance(rule, AskRule) and rule.judge:
            remedy = "judge: の行を消してください。ask の規則は、いつも人に尋ねます。"
            self._fault("R01", self.at("judge"), "には、judge は要りません。", remedy=remedy)

    def _one_of(self, *fields: str) -> None:
        if sum(bool(getattr(self.rule, name)) for name in fields) != 1:
            self._fault(
                "R01",
                self.at(),
                f"には、{'・'.join(fields)} のどれか1つだけを書きます。",
                remedy="2つのことを見るときは、規則を2つに分けてください。",
            )

    def _fact(self, rule: FactRule) -> None:
        everything = [*self.content.questions, *self.columns]
        self._known("needs", rule.needs, everything)
        self._known("each", rule.listed, everything)
        self._known("in_order", rule.in_order, self.content.questions)
        if len({self.content.names.sort(id) in DATED for id in rule.listed}) > 1:
            remedy = "日付の欄とほかの欄は、別の規則に分けてください。"
            self._fault("R03", self.at("each"), "の each に、種類の違う欄が混ざっています。", remedy=remedy)
        for number, id in enumerate(rule.in_order):
            if self.content.names.sort(id) not in (None, *DATED):
                remedy = "日付・期限・年月・期間の欄を書いてください。"
                what = f"の in_order「{id}」は、日付の欄ではありません。"
                self._fault("R03", self.at("in_order", number), what, id, "", remedy)
        if rule.table and self.content.names.sort(rule.table) != "rows":
            tables = [q.id for q in self.content.questions.values() if q.type == "table"]
            self._fault(
                "R03",
                self.at("each"),
                f"の each「{rule.table}」という表はありません。",
                rule.table,
                nearest(rule.table, tables),
                "each: には、表の質問のidを書いてください。",
            )

    def _known(self, field: str, ids: Iterable[str], known: Collection[str]) -> None:
        """Every id of a list is one of those known."""
        for number, id in enumerate(ids):
            if id not in known:
                self._fault(
                    "R03",
                    self.at(field, number),
                    f"の {field}「{id}」という欄はありません。",
                    id,
                    nearest(id, known),
                    "欄のidを確かめてください。",
                )

    def _named_lexicon(self, name: str) -> None:
        if name and name not in self.content.lexicons:
            known = "、".join(self.content.lexicons)
            self._fault(
                "R02",
                self.at("lexicon"),
                f"の語の一覧「{name}」がありません。",
                name,
                nearest(name, self.content.lexicons),
                f"今ある一覧: {known}。",
            )

    def _lexicon(self, rule: WordsRule) -> None:
        self._named_lexicon(rule.lexicon)
        if rule.absent and not (rule.lexicon and rule.in_sections):
            remedy = "absent: yes には、lexicon: と、探す節 in_sections: を書いてください。"
            self._fault("R01", self.at("absent"), "の absent には、探す所が要ります。", remedy=remedy)
        self._keys(rule.in_sections, "in_sections")

    def _sections(self, rule: SectionsRule) -> None:
        self._keys(rule.expects, "expects")
        self._keys(rule.order, "order")
        self._named_lexicon(rule.lexicon)
        if rule.order and (rule.level.draft, rule.level.submit) != ("advise", "advise"):
            remedy = "level: advise にしてください。並び順は、書く人の考えで変わることがあります。"
            self._fault("R01", self.at("level"), "の order は、助言でだけ使えます。", remedy=remedy)

    def _keys(self, keys: Mapping[str, str] | tuple[str, ...], field: str) -> None:
        """Chapters and sections are named by the keys of some pack's template."""
        known = self.content.titles
        for number, key in enumerate(keys):
            if key not in known:
                at = self.at(field, key) if isinstance(keys, Mapping) else self.at(field, number)
                self._fault(
                    "R08",
                    at,
                    f"の {field}「{key}」という章・節はありません。",
                    key,
                    nearest(key, known),
                    "ひな形（template.md）の見出しの {#…} に書かれた名前を書いてください。",
                )

    def _cross(self, rule: CrossRule) -> None:
        self._known("same", rule.same, [*self.content.questions, *self.columns])
        documents = {pack.entry.document for pack in self.content.packs.values()}
        for number, document in enumerate(rule.across):
            if document not in documents:
                self._fault(
                    "R03",
                    self.at("across", number),
                    f"の across「{document}」という文書はありません。",
                    document,
                    nearest(document, documents),
                    f"今ある文書: {'、'.join(sorted(documents))}。",
                )
        if len(set(rule.across)) < 2:
            remedy = "2つ以上の文書を書いてください。例: [spec, requirements]"
            self._fault("R01", self.at("across"), "の across には、比べる文書が要ります。", remedy=remedy)

    def _about(self) -> None:
        about = self.rule.about
        if not about or self.vocabulary.sort(about) is not None:
            return
        if about.startswith("section:"):
            self._keys((about.removeprefix("section:"),), "about")
            return
        rows = [f"row.{c.partition('/*.')[2]}" for c in self.columns if c.startswith(f"{self.each}/*.")]
        self._fault(
            "R03",
            self.at("about"),
            f"の about「{about}」という欄はありません。",
            about,
            nearest(about, [*self.content.questions, *rows]),
            "欄のidか、each があれば row.列の名前を書いてください。",
        )

    # -- expressions ---------------------------------------------------------------------------------------
    def _compile_lets(self) -> None:
        for name, text in self.rule.let.items():
            why = "" if re.fullmatch(r"[a-z][a-z0-9_]*", name) else "半角の英小文字・数字・_ で書きます。"
            if self.vocabulary.sort(name) is not None or self.vocabulary.condition(name):
                why = "同じ名前の欄か条件があります。"
            if why:
                remedy = "別の名前にしてください。例: limit、amount"
                self._fault(
                    "R09",
                    self.at("let", name),
                    f"の let の名前「{name}」は使えません。{why}",
                    name,
                    "",
                    remedy,
                )
                continue
            compiled = self._expression(text, ("let", name))
            if compiled is not None:
                self.lets[name] = compiled

    def _test(self, text: str, *path: str) -> Condition | None:
        try:
            return compile_condition(text, self.vocabulary, basic=False, lets=self.lets)
        except ExpressionError as error:
            self._told(error, path)
            return None

    def _number(self, text: str, *path: str) -> Condition | None:
        compiled = self._expression(text, path)
        if compiled is not None and compiled.sort != "number":
            remedy = "例: 120、param(writing.sentence_length)"
            self._fault("R04", self.at(*path), f"の {path[0]} は数ではありません。", text, "", remedy)
            return None
        return compiled

    def _expression(self, text: str, path: tuple[str, ...]) -> Condition | None:
        try:
            return compile_value(text, self.vocabulary, lets=self.lets)
        except ExpressionError as error:
            self._told(error, path)
            return None

    def _told(self, error: ExpressionError, path: tuple[str, ...]) -> None:
        if any(f'"{name}"' in f'"{error.quoted}"' for name in set(self.rule.let) - set(self.lets)):
            return  # the let itself is at fault, and that has been told
        self._fault("R04", self.at(*path), f": {error.what}", error.quoted, error.near, error.remedy)

    # -- words ---------------------------------------------------------------------------------------------
    def _words(self) -> frozenset[str]:
        """The answers that the words name; every name in them must be filled with something."""
        own = self._names_of_words()
        listed = "、".join(sorted(own))
        settings = {f"org.{name}" for name in self.content.org()}
        named: set[str] = set()
        for where, words in self.rule.words.model_dump().items():
            for name in rulewords.names_in(words):
                if name in own or name in settings:
                    continue
                if self.content.names.sort(name) is not None:
                    named.add(name)
                    continue
                self._fault(
                    "R06",
                    self.at("words", where),
                    f"の言葉の「{{{{ {name} }}}}」に入るものがありません。",
                    name,
                    nearest(name, [*own, *settings, *self.content.questions]),
                    f"この規則で使える名前: {listed}。ほかに、欄のidと org. の設定を書けます。",
                )
        return frozenset(named)

    def _bases(self) -> None:
        """In a basis only settings of the organisation are filled in."""
        settings = [f"org.{name}" for name in self.content.org()]
        for number, basis in enumerate(self.rule.basis):
            for part in ("cite", "note"):
                for name in rulewords.names_in(getattr(basis, part)):
                    if name not in settings:
                        self._fault(
                            "R06",
                            self.at("basis", number, part),
                            f"の根拠の「{{{{ {name} }}}}」に入るものがありません。",
                            name,
                            nearest(name, settings),
                            "根拠に書けるのは、org. で始まる法人の設定だけです。",
                        )

    def _names_of_words(self) -> frozenset[str]:
        own = rulewords.names_of(self.rule, self.content) | frozenset(self.rule.let)
        if self.each:
            table = f"{self.each}/*."
            columns = {f"row.{c.removeprefix(table)}" for c in self.columns if c.startswith(table)}
            own |= {"row.name", *columns}
        return own
