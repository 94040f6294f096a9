"""Hold a template against its pack: every section has its condition, every public answer its place or a reason."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial

from ..errors import Fault, nearest
from ..expr import ABSENT, UNKNOWN, Condition
from ..model.paper import TemplateFacts
from .library import Content
from .pack import TYPE_LABELS, Pack
from .question import AUDIENCE_LABELS, AUDIENCE_RANK, Question
from .rulewords import FIELD

_OF_PAPER = frozenset(
    {"paper.label", "paper.edition", "paper.version", "paper.date", "paper.organisation", "paper.department"}
)
SECTION = re.compile(r"""^sections\[["']([^"']+)["']\]$""")
"""The test of a section, as it stands in a template."""


def check_sections(content: Content, pack: Pack, facts: TemplateFacts) -> Iterator[Fault]:
    """Faults between ``sections`` of the pack and the template: a section that neither test nor heading knows."""
    stacks = [
        *(h.under for h in facts.headings),
        *(f.under for f in facts.fields),
        *(under for _, under in facts.texts),
    ]
    tested = {m[1] for under in stacks for test in under if (m := SECTION.match(test))}
    headings = {h.key for h in facts.headings}
    pack_key = f"pack:{pack.name}"
    unknown = sorted(tested - set(pack.entry.sections))
    for key in unknown:
        yield Fault(
            "T43",
            f"ひな形の節「{key}」が、pack.yaml の sections にありません。",
            content.place(pack_key, "sections"),
            key,
            nearest(key, pack.entry.sections),
            "出す条件を pack.yaml に書いてください（いつも出すなら always）。",
        )
    for key, when in pack.entry.sections.items():
        if key not in tested and key not in headings:
            yield Fault(
                "T49",
                f"pack.yaml の節「{key}」は、ひな形のどこにもありません。",
                content.place(pack_key, "sections", key),
                key,
                nearest(key, headings | tested),
                "鍵のつづりを直すか、この行を消してください。",
            )
        elif when != "always" and key not in tested:
            yield Fault(
                "T44",
                f"節「{key}」に条件「{when}」がありますが、ひな形で使われていません。",
                content.place(pack_key, "sections", key),
                key,
                nearest(key, unknown),
                f"ひな形でこの節を「::: section {key}」と「:::」で囲んでください。",
            )


def check_names_of_paper(content: Content, pack: Pack) -> Iterator[Fault]:
    """Faults of what a paper and its file are called: unknown names, answers that are not for this paper's readers."""
    org = {f"org.{name}" for name in content.org()}
    for key, words, more in (
        ("title", pack.entry.title, org),
        ("file_name", pack.entry.file_name, org | _OF_PAPER),
    ):
        at = partial(content.place, f"pack:{pack.name}", key)
        for id in FIELD.findall(words):
            question = content.questions.get(id)
            if id not in more and (question is None or question.type == "table"):
                yield Fault(
                    "T51",
                    f"pack.yaml の {key} の「{{{{ {id} }}}}」に入るものがありません。",
                    at(),
                    id,
                    nearest(id, [*(q.id for q in content.questions.values() if q.type != "table"), *more]),
                    "表ではない質問のidを書いてください。",
                )
            elif (
                question is not None and AUDIENCE_RANK[question.audience] > AUDIENCE_RANK[pack.entry.audience]
            ):
                yield Fault(
                    "T41",
                    f"「{question.label}」（{AUDIENCE_LABELS[question.audience]}）を、"
                    f"{AUDIENCE_LABELS[pack.entry.audience]}の文書「{pack.entry.label}」の名前に入れようとしています。",
                    at(),
                    id,
                    remedy=f"{key} からこの欄を外すか、質問のaudienceを見直してください。",
                )
        if "{" in (left := FIELD.sub("", words)) or "}" in left:
            yield Fault(
                "T51",
                f"pack.yaml の {key} の波かっこを読み取れません。",
                at(),
                words,
                remedy="「{{ 質問のid }}」の形だけが使えます。文字としての波かっこは、全角の「｛」「｝」で書きます。",
            )


def check_complete(content: Content, facts: Mapping[str, TemplateFacts]) -> Iterator[Fault]:
    """Every question that readers may see is printed for each type that asks it, or left out with a reason.

    ``facts`` maps the name of each pack to what its template prints. A question counts as printed for a type when
    any pack that serves the type prints it or says why not; short forms count with the full ones.
    """
    settled = {
        name: {field.id.partition("/*.")[0] for field in facts[name].fields} | set(pack.entry.leaves_out)
        for name, pack in content.packs.items()
        if name in facts
    }
    for id, question in content.questions.items():
        missing = [
            type
            for type in served_types(content)
            if may_apply(content, question, type)
            and not any(id in settled[name] for name in settled if type in content.packs[name].entry.types)
        ]
        if question.audience != "internal" and missing:
            labels = "、".join(TYPE_LABELS[type] for type in missing)
            yield Fault(
                "T45",
                f"「{question.label}」（{id}）が、{labels}のひな形のどこにも載りません。",
                content.place(f"question:{id}"),
                id,
                remedy="条文の文言に {{ "
                + id
                + " }} を入れる（set: clause:…、field: text）か、内部の質問（audience: internal）にしてください。"
                if f"question:{id}" in content.inserted
                else "ひな形に置くか、pack.yaml の leaves_out に理由を書いてください。",
            )


def check_left_out(content: Content, pack: Pack) -> Iterator[Fault]:
    """What a pack leaves out must exist."""
    for id in pack.entry.leaves_out:
        if id not in content.questions:
            yield Fault(
                "T46",
                f"leaves_out の「{id}」という質問はありません。",
                content.place(f"pack:{pack.name}", "leaves_out", id),
                id,
                nearest(id, content.questions),
                "idのつづりを直すか、この行を消してください。",
            )


def served_types(content: Content) -> tuple[str, ...]:
    """The types of procurement that some pack serves."""
    return tuple(type for type in TYPE_LABELS if any(type in p.entry.types for p in content.packs.values()))


def may_apply(content: Content, question: Question, type: str) -> bool:
    """Whether the question can apply to a case of ``type``, whatever the other answers are."""
    when = content.whens.get(question.when)
    return when is None or by_type_alone(content, when, type) is not False


def by_type_alone(content: Content, condition: Condition, type: str) -> bool | None:
    """What a condition is for every case of ``type``; None where other answers decide it."""
    verdict = condition.evaluate(_TypeOnly(content, type))
    return None if verdict is None else bool(verdict)


class _TypeOnly:
    """Looks conditions up when nothing but the type is known."""

    def __init__(self, content: Content, type: str) -> None:
        self._content, self._type = content, type

    def value(self, id: str) -> object:
        if id == "case.type":
            return self._type
        question = self._content.questions.get(id)
        if question is not None and question.when != "always":
            when = self._content.whens.get(question.when)
            if when is not None and when.evaluate(self) is False:
                return ABSENT
        return UNKNOWN

    def condition(self, name: str) -> bool | None:
        found = self._content.conditions.get(name)
        verdict = found.evaluate(self) if found is not None else None
        return None if verdict is None else bool(verdict)

    def answered(self, id: str) -> object:
        return UNKNOWN

    def last_day(self, id: str) -> object:
        return UNKNOWN
