"""Apply one change of an overlay by its address; what cannot be applied is told at the change and left as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from .. import yamltext
from ..errors import Fault, Faults, nearest
from .clause import Clause, ClauseHead
from .gate import Entry, validated
from .library import Content
from .overlay import NEVER, Asked, done
from .overlayfields import CALLED, VERBS, can_set, instead_of
from .overlayinsert import insert_question, insert_rule
from .overlaylocks import loosens_clause, loosens_question, loosens_rule, loosens_section, widens_audience
from .overlaynodes import at_path, mapping_of, said, scalar, with_value
from .overlayuse import forced, with_questions
from .overlaywording import heading_of, with_wording
from .pack import Pack
from .question import ColumnEntry, Question
from .rule import Rule


class Applying:
    """Applies one change; ``content`` is what it was before, and stays so when the change is at fault."""

    def __init__(self, content: Content, asked: Asked, faults: Faults, *, checklists: bool) -> None:
        self.content, self.asked, self.faults, self.checklists = content, asked, faults, checklists

    def applied(self) -> Content:
        """The content after the change."""
        kind, colon, name = self.asked.address.partition(":")
        verb = self.asked.verb
        if not colon or kind not in CALLED:
            known = "、".join(f"{k}:" for k in VERBS[verb].kinds)
            return self.refused(
                "O10",
                "変える相手は「種類:名前」の形で書きます。",
                nearest(self.asked.address, self._addresses(VERBS[verb].kinds)),
                f"{verb} で書ける種類: {known}",
            )
        if kind not in VERBS[verb].kinds:
            able = "、".join(v for v, known in VERBS.items() if kind in known.kinds)
            remedy = f"{CALLED[kind]}に使えるもの: {able}。"
            if (verb, kind) == ("drop", "rule"):
                remedy += "聞かれる重さを変えるときは、set で level を書きます。"
            return self.refused("O11", f"{CALLED[kind]}に {verb} は使えません。", "", remedy)
        if kind == "rule" and not self.checklists:
            return self.content
        does: Mapping[tuple[str, str], Callable[[str], Content]] = {
            ("set", "question"): self.set_question,
            ("set", "clause"): self.set_clause,
            ("set", "section"): self.set_section,
            ("set", "rule"): self.set_rule,
            ("set", "condition"): self.set_condition,
            ("insert", "question"): lambda id: insert_question(self.content, self.asked, id, self.faults),
            ("insert", "rule"): lambda id: insert_rule(self.content, self.asked, id, self.faults),
            ("use", "clause"): self.use_clause,
            ("drop", "section"): self.drop_section,
            ("drop", "question"): self.drop_question,
        }
        return does[verb, kind](name)

    # -- faults --------------------------------------------------------------------------------------------
    def refused(self, code: str, what: str, near: str = "", remedy: str = "", *, at: str = "") -> Content:
        """Keep a fault about this change, at its address or at one of its keys; the content stays as it was."""
        written = self.asked.node.get(at) if at else None
        quoted = written.text if isinstance(written, yamltext.Scalar) else "" if at else self.asked.written
        place = self.asked.at(at) if at else self.asked.place
        self.faults.add(Fault(code, what, place, quoted[:40], near, remedy))
        return self.content

    def unknown(self, kind: str, name: str, known: Iterable[str]) -> Content:
        """The address leads nowhere."""
        near = nearest(name, known)
        return self.refused(
            "O12",
            f"{CALLED[kind]}「{name}」はありません。",
            f"{kind}:{near}" if near else "",
            "名前のつづりを確かめてください（specgen template show で見られます）。"
            if kind == "section"
            else "名前のつづりを確かめてください（specgen explain で見られます）。",
        )

    def _addresses(self, kinds: Sequence[str]) -> list[str]:
        names: Mapping[str, Iterable[str]] = {
            "question": self.content.questions,
            "clause": self.content.clauses,
            "section": self._sections(),
            "rule": self.content.rules,
            "condition": self.content.condition_labels,
        }
        return [f"{kind}:{name}" for kind in kinds for name in names[kind]]

    def _sections(self) -> list[str]:
        return [f"{name}/{key}" for name, pack in self.content.packs.items() for key in pack.entry.sections]

    def _field(self, kind: str) -> bool:
        """Whether this change sets a field that there is; told when not."""
        field = self.asked.change.field
        if can_set(kind, field):
            return True
        near, known = instead_of(kind, field)
        called = {"column": "表の列", "variant": "条文の書き方"}.get(kind) or CALLED[kind]
        what = f"{called}の「{field}」という項目は、ここでは変えられません。"
        self.refused("O13", what, near, f"変えられる項目: {'、'.join(known)}。", at="field")
        return False

    def _recorded(self, content: Content, before: str, after: str, *told: tuple[str | int, ...]) -> Content:
        """``content`` with this change in its record, and with the places of the values that it wrote."""
        asked = self.asked
        value = asked.node.get("to") or asked.node.get("variant") or asked.node.get(asked.verb) or asked.node
        places = dict(content.told_at) | dict.fromkeys(told, (asked.file, value))
        return replace(content, changes=(*content.changes, done(asked, before, after)), told_at=places)

    def _written(self, content: Content, key: str, path: tuple[str | int, ...], text: str) -> Content:
        """Keep what is written in step with a value that was not written by anybody."""
        node = with_value(content.nodes[key], path, scalar(text, self.asked.node))
        return content if node is None else replace(content, nodes=content.nodes.plus(key, node))

    # -- set -----------------------------------------------------------------------------------------------
    def set_question(self, name: str) -> Content:
        """A field of a question, or of a column (``question:table/*.column``)."""
        id, star, column = name.partition("/*.")
        question = self.content.questions.get(id)
        if question is None:
            return self.unknown("question", name, self.content.questions)
        number = next((n for n, c in enumerate(question.columns) if c.id == column), -1)
        if star and number < 0:
            return self.unknown("question", name, [f"{id}/*.{c.id}" for c in question.columns])
        if not self._field("column" if star else "question"):
            return self.content
        entry: Question | ColumnEntry = question.columns[number] if star else question
        why = widens_audience(self.asked, entry, question)
        why = why or loosens_question(self.content, self.asked, id)
        if why is not None:
            return self.refused("O20", why[0], "", why[1], at="to")
        path: tuple[str | int, ...] = ("columns", number) if star else ()
        return self._set_entry(f"question:{id}", Question, path, entry, self._with_question)

    def _with_question(self, question: Question) -> Content:
        return with_questions(self.content, {question.id: question})

    def set_rule(self, id: str) -> Content:
        """A field of a rule; what is locked may only become stricter."""
        rule = self.content.rules.get(id)
        if rule is None:
            return self.unknown("rule", id, self.content.rules)
        if not self._field("rule"):
            return self.content
        if why := loosens_rule(self.asked, rule):
            return self.refused("O20", why[0], "", why[1], at="to")

        def with_rule(changed: Rule) -> Content:
            return replace(self.content, rules={**self.content.rules, id: changed})

        written = self.content.nodes[f"rule:{id}"]
        level = written.get("level") if isinstance(written, yamltext.Mapping) else None
        if self.asked.path[0] == "level" and isinstance(level, yamltext.Scalar):
            # One level is short for the same at each stage.
            staged = mapping_of(dict.fromkeys(type(rule.level).model_fields, level), level)
            written = with_value(written, ("level",), staged) or written
        return self._set_entry(f"rule:{id}", type(rule), (), rule, with_rule, written)

    def _set_entry(
        self,
        key: str,
        model: type[Any],
        path: tuple[str | int, ...],
        entry: Entry,
        keep: Callable[[Any], Content],
        before: yamltext.Node | None = None,
    ) -> Content:
        """Put the value into what is written of an entry, and read the whole entry anew."""
        to = self.asked.node.get("to")
        assert to is not None
        written = (*path, *self.asked.change.field.split("."))
        node = with_value(before or self.content.nodes[key], written, to)
        changed = validated(model, node, self.asked.file, self.faults) if node is not None else None
        if node is None:
            name = self.asked.change.field.partition(".")[0]
            what = f"「{name}」は、今は1つの値で書かれています。"
            remedy = f"field を「{name}」にして、to に全部の値を書いてください。"
            return self.refused("O13", what, "", remedy, at="field")
        if changed is None:
            return self.content
        content = replace(keep(changed), nodes=self.content.nodes.plus(key, node))
        return self._recorded(content, at_path(entry, self.asked.change.field), said(to), (key, *written))

    def set_condition(self, name: str) -> Content:
        """The label of a condition; what it means stays, for templates and rules stand on it."""
        if name not in self.content.condition_labels:
            return self.unknown("condition", name, self.content.condition_labels)
        if not self._field("condition"):
            return self.content
        text = self._text()
        if text is None:
            return self.content
        before = self.content.condition_labels[name]
        content = replace(self.content, condition_labels={**self.content.condition_labels, name: text})
        return self._recorded(content, before, text, (f"condition:{name}", "label"))

    def _text(self) -> str | None:
        """The value as a text that says something; None, with the fault told, when it is none."""
        to = self.asked.node.get("to")
        if isinstance(to, yamltext.Scalar) and to.text.strip():
            return to.text.strip()
        self.refused("O14", "ここには文字を書きます。", "", "1つの値だけを書いてください。", at="to")
        return None

    def set_clause(self, id: str) -> Content:
        """The front matter of a clause, or label, condition and text of one of its wordings."""
        clause = self.content.clauses.get(id)
        if clause is None:
            return self.unknown("clause", id, self.content.clauses)
        variant, field = self.asked.change.variant, self.asked.change.field
        if variant and variant not in clause.head.variants:
            return self._no_such_variant(clause)
        if not self._field("variant" if variant else "clause"):
            return self.content
        if why := loosens_clause(self.asked, clause):
            return self.refused("O20", why[0], "", why[1], at="to")
        if field == "text":
            return self._set_wording(clause, variant)
        path = ("variants", variant) if variant else ()
        entry: Entry = clause.head.variants[variant] if variant else clause.head

        def with_head(head: ClauseHead) -> Content:
            return self._with_clause(replace(clause, head=head))

        return self._set_entry(f"clause:{id}", ClauseHead, path, entry, with_head)

    def _set_wording(self, clause: Clause, variant: str) -> Content:
        if clause.head.variants and not variant:
            names = "、".join(f"{name}（{v.label}）" for name, v in clause.head.variants.items())
            remedy = f"variant: に、どの書き方の文言かを書いてください。{names}。"
            return self.refused("O15", "この条文には、書き方がいくつかあります。", "", remedy)
        before, changed = with_wording(clause, variant, self.asked, self.faults)
        if changed is None:
            return self.content
        return self._recorded(self._with_clause(changed), before, said(self.asked.node.get("to")))

    def _with_clause(self, clause: Clause) -> Content:
        return replace(self.content, clauses={**self.content.clauses, clause.id: clause})

    def _no_such_variant(self, clause: Clause) -> Content:
        variants = clause.head.variants
        variant = self.asked.change.variant
        if not variants:
            remedy = "文言を変えるときは、set で field: text を書きます（variant は要りません）。"
            return self.refused("O16", "この条文の書き方は、1つだけです。", "", remedy, at="variant")
        names = "、".join(f"{name}（{v.label}）" for name, v in variants.items())
        what = f"条文「{clause.head.title}」に、書き方「{variant}」はありません。"
        return self.refused("O16", what, nearest(variant, variants), f"今ある書き方: {names}。", at="variant")

    # -- use, drop -----------------------------------------------------------------------------------------
    def use_clause(self, id: str) -> Content:
        """One wording always, the others never."""
        clause = self.content.clauses.get(id)
        if clause is None:
            return self.unknown("clause", id, self.content.clauses)
        chosen = self.asked.change.variant
        if chosen not in clause.head.variants:
            return self._no_such_variant(clause)
        if why := loosens_clause(self.asked, clause):
            return self.refused("O20", why[0], "", why[1])
        before = "、".join(
            f"{v.label}（{name}: {v.when}）" for name, v in clause.head.variants.items() if v.when != NEVER
        )
        after = f"{clause.head.variants[chosen].label}（{chosen}）"
        content, widened = forced(self.content, clause, chosen)
        for name, variant in content.clauses[id].head.variants.items():
            content = self._written(content, f"clause:{id}", ("variants", name, "when"), variant.when)
        for question in widened:
            content = self._written(content, f"question:{question.id}", ("when",), question.when)
        if widened:
            labels = "、".join(f"「{question.label}」" for question in widened)
            after += f"。あわせて{labels}を、この選び方にかかわらず尋ねる"
        told = [(f"clause:{id}", "variants", name, "when") for name in clause.head.variants]
        return self._recorded(content, before, after, *told, *((f"question:{q.id}", "when") for q in widened))

    def set_section(self, address: str) -> Content:
        """The condition or the heading of a section."""
        found = self._section(address)
        if found is None or not self._field("section"):
            return self.content
        pack, key = found
        text = self._text()
        if text is None:
            return self.content
        path = (f"pack:{pack.name}", "sections", key)
        if self.asked.change.field == "title":
            before = heading_of(pack, key)
            if before is None or set(text) & set("{}\n"):
                return self.refused(
                    "O17",
                    "この節の見出しは変えられません。"
                    if before is None
                    else "見出しに { } と改行は書けません。",
                    "",
                    "ひな形（template.md）に、この節の名前を持つ見出しがありません。"
                    if before is None
                    else "見出しの文字だけを1行で書いてください。",
                    at="field" if before is None else "to",
                )
            changed = replace(pack, reworked={**pack.reworked, key: text})
            return self._recorded(self._with_pack(changed), before, text, (*path, "title"))
        if why := loosens_section(self.content, self.asked, pack, key):
            return self.refused("O20", why[0], "", why[1], at="to")
        return self._recorded(self._with_when(pack, key, text), pack.entry.sections[key], text, path)

    def drop_section(self, address: str) -> Content:
        """Its condition becomes never; what stands in it goes with it."""
        found = self._section(address)
        if found is None:
            return self.content
        pack, key = found
        if why := loosens_section(self.content, self.asked, pack, key):
            return self.refused("O20", why[0], "", why[1])
        path = (f"pack:{pack.name}", "sections", key)
        return self._recorded(self._with_when(pack, key, NEVER), pack.entry.sections[key], NEVER, path)

    def _section(self, address: str) -> tuple[Pack, str] | None:
        name, _, key = address.partition("/")
        pack = self.content.packs.get(name)
        if pack is None or key not in pack.entry.sections:
            known = self._sections()
            near = [f"{p}/{address}" for p in self.content.packs] if "/" not in address else []
            meant = next((one for one in near if one in known), "")
            self.unknown("section", meant or address, known)
            return None
        return pack, key

    def _with_when(self, pack: Pack, key: str, when: str) -> Content:
        entry = pack.entry.model_copy(update={"sections": {**pack.entry.sections, key: when}})
        reworked = {key: "", **pack.reworked}
        return self._with_pack(replace(pack, entry=entry, reworked=reworked))

    def _with_pack(self, pack: Pack) -> Content:
        return replace(self.content, packs={**self.content.packs, pack.name: pack})

    def drop_question(self, id: str) -> Content:
        """It is never asked again; what was answered is kept, and conditions that read it are no."""
        question = self.content.questions.get(id)
        if question is None:
            return self.unknown("question", id, self.content.questions)
        if why := loosens_question(self.content, self.asked, id):
            return self.refused("O20", why[0], "", why[1])
        content = self._with_question(question.model_copy(update={"when": NEVER}))
        content = self._written(content, f"question:{id}", ("when",), NEVER)
        return self._recorded(content, question.when, NEVER, (f"question:{id}", "when"))
