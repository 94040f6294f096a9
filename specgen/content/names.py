"""Check that every name in the content means something, and compile every condition once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase
from functools import partial
from string import Formatter

from .. import ids
from ..errors import Fault, Faults, Place, nearest
from ..expr import Condition, ExpressionError, compile_condition
from .condition import ConditionEntry
from .formerly import Renamed, renamed
from .library import Content
from .pack import TYPE_LABELS
from .questioncheck import check_question
from .rule import SectionsRule
from .small import FILLED
from .vocabulary import Names

_At = Callable[..., Place]
"""Where something inside an entry is written."""


def check_names(content: Content, entries: Mapping[str, ConditionEntry], faults: Faults) -> Content:
    """The content with its conditions compiled; every name that means nothing is added to ``faults``."""
    names = Names(content.questions, content.condition_labels)
    topics = {id(question): topic.id for topic in content.topics for question in topic.questions}
    for question in content.questions.values():
        check_question(question, topics.get(id(question), ""), content, faults)
    conditions = {
        name: condition
        for name, entry in entries.items()
        if (
            condition := _compiled(
                entry.expression, names, partial(content.place, f"condition:{name}", "is"), faults
            )
        )
        is not None
    }
    whens = _compile_whens(content, names, faults)
    _check_cycles(conditions, whens, content, faults)
    _check_keys(content, faults)
    _check_formerly(content, faults)
    _check_packs_apart(content, faults)
    for name, pack in content.packs.items():
        for number, type in enumerate(pack.entry.types):
            if type not in TYPE_LABELS:
                faults.add(
                    Fault(
                        "C15",
                        f"調達の種類「{type}」はありません。",
                        content.place(f"pack:{name}", "types", number),
                        type,
                        nearest(type, TYPE_LABELS),
                        f"使える種類: {'、'.join(TYPE_LABELS)}。",
                    )
                )
    _check_phrases(content, faults)
    _check_profiles(content, faults)
    return replace(content, conditions=conditions, whens=whens, names=names)


def _check_keys(content: Content, faults: Faults) -> None:
    """Names of conditions, clauses and sections follow the one grammar of ids."""
    named = [
        *(("条件", name, partial(content.place, f"condition:{name}")) for name in content.condition_labels),
        *(("条文", id, partial(content.place, f"clause:{id}")) for id in content.clauses),
        *(
            ("節", key, partial(content.place, f"pack:{name}", "sections", key))
            for name, pack in content.packs.items()
            for key in pack.entry.sections
        ),
    ]
    for kind, name, at in named:
        if why := ids.why_not_a_key(name):
            remedy = "半角の英小文字・数字・_ だけの名前にしてください。"
            faults.add(Fault("C10", f"{kind}の名前に使えません。{why}", at(), name[:40], remedy=remedy))


def _check_formerly(content: Content, faults: Faults) -> None:
    """An old name means one thing: nothing of today is called so, and nothing else was."""
    first: dict[str, Renamed] = {}
    for one in renamed(content):
        other = first.setdefault(one.old, one)
        if content.is_alive(one.old):
            what = f"以前の名前「{one.old}」は、今あるもののidです。"
            remedy = "formerly からこの名前を消してください。残すと、どちらの答えかが分からなくなります。"
        elif other.now != one.now:
            what = f"以前の名前「{one.old}」は、「{other.now}」にも書かれています。"
            place = content.place(other.key, *other.path)
            remedy = (
                f"「{one.now}」か「{other.now}」（{place}）の、どちらか一方の formerly から消してください。"
            )
        else:
            continue
        faults.add(Fault("C25", what, content.place(one.key, *one.path), one.old, remedy=remedy))


def _check_phrases(content: Content, faults: Faults) -> None:
    """In its braces a phrase names only what is put in."""
    for name, words in content.phrases.model_dump().items():
        known = FILLED.get(name, ())
        try:
            places = [part[1:] for part in Formatter().parse(words)]
        except ValueError:
            places = [("{", "", None)]
        for field, form, turn in places:
            if field is None or (field in known and not form and not turn):
                continue
            named = "、".join(f"{{{one}}}" for one in known)
            faults.add(
                Fault(
                    "C18",
                    f"言い回し「{name}」の波かっこの中身を読み取れません。",
                    content.place("phrases:", name),
                    words[:40],
                    nearest(field, known),
                    (f"ここで使えるのは {named} です。" if named else "")
                    + "文字としての波かっこは、全角の「｛」「｝」で書きます。",
                )
            )
            break


def _check_profiles(content: Content, faults: Faults) -> None:
    """A rule that a profile names must exist; a pattern must fit at least one."""
    for name, profile in content.profiles.items():
        lists = {"rules": profile.rules, "without": profile.without, "stage_from": tuple(profile.stage_from)}
        for field, number, pattern in (
            (f, n, p) for f, listed in lists.items() for n, p in enumerate(listed)
        ):
            if not any(fnmatchcase(id, pattern) for id in content.rules):
                place = content.place(f"profile:{name}", field, number)
                faults.add(
                    Fault(
                        "C16",
                        f"規則の一覧「{profile.label}」の「{pattern}」に当てはまる規則がありません。",
                        place,
                        pattern,
                        nearest(pattern, content.rules),
                        "規則の番号のつづりを直すか、この行を消してください。",
                    )
                )
        _check_first(content, name, faults)


def _check_first(content: Content, name: str, faults: Faults) -> None:
    """A topic or question that a profile tells first must exist."""
    profile = content.profiles[name]
    known = frozenset((*(topic.id for topic in content.topics), *content.questions))
    for number, id in enumerate(profile.first):
        if id not in known:
            place = content.place(f"profile:{name}", "first", number)
            what = f"規則の一覧「{profile.label}」の「{id}」に当てはまる話題も質問もありません。"
            remedy = "話題か質問の名前のつづりを直すか、この行を消してください。"
            faults.add(Fault("C16", what, place, id, nearest(id, known), remedy))


def _check_packs_apart(content: Content, faults: Faults) -> None:
    """No two packs may make the same document for one type and form."""
    makers: dict[tuple[str, str, str], str] = {}
    for name, pack in content.packs.items():
        for type in pack.entry.types:
            made = (pack.entry.document, type, pack.entry.form)
            first = makers.setdefault(made, name)
            if first != name:
                faults.add(
                    Fault(
                        "C19",
                        f"ひな形「{first}」と「{name}」が、同じ種類「{type}」の同じ文書「{made[0]}」を作ろうとしています。",
                        content.place(f"pack:{name}", "types"),
                        type,
                        remedy="どちらかの types から外すか、form か document を別にしてください。",
                    )
                )
    _check_file_names(content, faults)


def _check_file_names(content: Content, faults: Faults) -> None:
    """The papers of one case lie in one folder: no two packs may give theirs the same name."""
    named: dict[tuple[str, str, str], str] = {}
    told: set[str] = set()
    for name, pack in content.packs.items():
        pattern = "".join(pack.entry.file_name.split()).casefold()
        for type in pack.entry.types:
            first = named.setdefault((pattern, type, pack.entry.form), name)
            if content.packs[first].entry.document != pack.entry.document and name not in told:
                told.add(name)
                faults.add(
                    Fault(
                        "C24",
                        f"ひな形「{first}」と「{name}」の文書は、ファイルの名前が同じになります。",
                        content.place(f"pack:{name}", "file_name"),
                        pack.entry.file_name,
                        remedy="どちらかの file_name に、文書の名前を入れるなどして、別の名前にしてください。",
                    )
                )


def _whens(content: Content) -> Iterator[tuple[str, _At]]:
    """Every ``when`` that is written anywhere, and how to find its place."""
    for id, question in content.questions.items():
        yield question.when, partial(content.place, f"question:{id}", "when")
    for id, clause in content.clauses.items():
        for name, variant in clause.head.variants.items():
            yield variant.when, partial(content.place, f"clause:{id}", "variants", name, "when")
    for name, pack in content.packs.items():
        for key, when in pack.entry.sections.items():
            yield when, partial(content.place, f"pack:{name}", "sections", key)
    for name in content.signs:
        yield name, partial(content.place, f"sign:{name}")
    for id, rule in content.rules.items():
        yield rule.when, partial(content.place, f"rule:{id}", "when")
        for key, when in rule.expects.items() if isinstance(rule, SectionsRule) else ():
            yield when, partial(content.place, f"rule:{id}", "expects", key)


def _compile_whens(content: Content, names: Names, faults: Faults) -> dict[str, Condition]:
    found: dict[str, Condition | None] = {}
    for text, at in _whens(content):
        if found.get(text) is None:  # the same slip is told wherever it stands
            found[text] = _compiled(text, names, at, faults, names_only=True)
    return {text: condition for text, condition in found.items() if condition is not None}


def _compiled(
    text: str, names: Names, at: _At, faults: Faults, *, names_only: bool = False
) -> Condition | None:
    try:
        return compile_condition(text, names, names_only=names_only)
    except ExpressionError as error:
        faults.add(Fault("C20", error.what, at(), error.quoted, error.near, error.remedy))
        return None


def _check_cycles(
    conditions: Mapping[str, Condition], whens: Mapping[str, Condition], content: Content, faults: Faults
) -> None:
    """A condition reads answers; a question hangs on conditions: neither may lead back to itself."""
    edges: dict[str, set[str]] = {}
    for name, condition in conditions.items():
        edges[f"condition:{name}"] = {f"condition:{used}" for used in condition.uses} | {
            f"question:{id.partition('/')[0]}" for id in condition.reads if id != "case.type"
        }
    for question in content.questions.values():
        if (when := whens.get(question.when)) is not None:
            edges[f"question:{question.id}"] = {f"condition:{name}" for name in when.uses}
    done: set[str] = set()
    for start in sorted(edges):
        cycle = _cycle_from(start, edges, done)
        if cycle:
            path = " → ".join(part.partition(":")[2] for part in cycle)
            named = [(part, "is" if part.startswith("condition:") else "when") for part in cycle]
            changed = [one for one in named if one in content.told_at or one[0] in content.inserted]
            faults.add(
                Fault(
                    "C21",
                    f"条件が一回りして自分に戻っています（{path}）。",
                    content.place(*(changed or named)[0]),
                    path,
                    remedy="どれか1つの条件を、ほかの欄で決まるように改めてください。",
                )
            )
            return


def _cycle_from(start: str, edges: Mapping[str, set[str]], done: set[str]) -> list[str]:
    path: list[str] = []
    on_path: set[str] = set()
    stack: list[tuple[str, bool]] = [(start, False)]
    while stack:
        node, leaving = stack.pop()
        if leaving:
            path.pop()
            on_path.discard(node)
            done.add(node)
            continue
        if node in on_path:
            return [*path[path.index(node) :], node]
        if node in done:
            continue
        path.append(node)
        on_path.add(node)
        stack.append((node, True))
        stack.extend((next_, False) for next_ in sorted(edges.get(node, ())))
    return []
