"""New questions and new rules that an overlay brings, each standing behind one that is there."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from .. import yamltext
from ..errors import Fault, Faults, nearest
from .gate import validated
from .library import Content
from .overlay import Asked, done
from .overlaynodes import mapping_of
from .parsed import Parsed
from .profile import Profile
from .question import Question
from .rule import Rule, read_rule

_RULE_ID = re.compile(r"[A-Z]{2,6}-[A-Z0-9]{1,6}[a-z]?")


def insert_question(content: Content, asked: Asked, id: str, faults: Faults) -> Content:
    """The content with a new question behind ``after``; as it was, with the fault told, when that cannot be."""
    if (there := content.questions.get(id)) is not None:
        taken = f"「{there.label}」" + ("の以前のid" if asked.written != asked.address else "")
        what = f"質問のid「{asked.written.partition(':')[2]}」は、もう使われています（{taken}）。"
        return _taken(content, asked, what, faults)
    after = _neighbour(content, asked, faults)
    question = _entry(
        asked, "question", id, partial(validated, Question), {"id": id, "why": _sentence(asked)}, faults
    )
    if after is None or question is None:
        return content
    new, node = question
    topics = tuple(
        replace(t, questions=tuple(x for q in t.questions for x in ((q, new) if q.id == after else (q,))))
        for t in content.topics
    )
    questions = {q.id: q for topic in topics for q in topic.questions}
    label = f"「{new.label}」を「{content.questions[after].label}」（{after}）の次に"
    content = replace(content, topics=topics, questions=questions)
    return _recorded(content, asked, f"question:{id}", node, label)


def insert_rule(content: Content, asked: Asked, id: str, faults: Faults) -> Content:
    """The content with a new rule behind ``after``, asked by every profile that asks that one."""
    if id in content.rules:
        what = f"規則の番号「{asked.written.partition(':')[2]}」は、もう使われています（「{content.rules[id].title}」）。"
        return _taken(content, asked, what, faults)
    if not _RULE_ID.fullmatch(id):
        remedy = "半角の大文字の分類と番号を「-」でつなぎます（例: KEN-01）。"
        faults.add(Fault("O22", f"規則の番号に「{id}」は使えません。", asked.place, id, remedy=remedy))
        return content
    after = _neighbour(content, asked, faults)
    rule = _entry(asked, "rule", id, _as_rule, {}, faults)
    if after is None or rule is None:
        return content
    new, node = rule
    rules: dict[str, Rule] = {}
    for name, there in content.rules.items():
        rules[name] = there
        if name == after:
            rules[id] = new
    profiles = {name: _asking(profile, id, after) for name, profile in content.profiles.items()}
    asking = "、".join(p.label for p in profiles.values() if p.asks(id, "submit"))
    label = f"「{new.title}」を {after} の次に" + (f"（{asking}）" if asking else "")
    return _recorded(replace(content, rules=rules, profiles=profiles), asked, f"rule:{id}", node, label)


def _as_rule(node: yamltext.Mapping, file: str, faults: Faults) -> Rule | None:
    return read_rule(Parsed(file, yamltext.plain(node), lambda: node), faults)


def _asking(profile: Profile, id: str, after: str) -> Profile:
    if not profile.asks(after, "submit") or profile.asks(id, "submit"):
        return profile
    return profile.model_copy(update={"rules": (*profile.rules, id)})


def _taken(content: Content, asked: Asked, what: str, faults: Faults) -> Content:
    remedy = "別の名前にするか、今あるものを変えるときは set を使ってください。"
    faults.add(Fault("O21", what, asked.place, asked.written, remedy=remedy))
    return content


def _neighbour(content: Content, asked: Asked, faults: Faults) -> str | None:
    """The entry of the same kind behind which the new one goes; None, with the fault told, when there is none."""
    kind = asked.address.partition(":")[0]
    known = list(content.questions if kind == "question" else content.rules)
    after = asked.change.after if ":" in asked.change.after else f"{kind}:{asked.change.after}"
    written, _, name = content.address_today(after).partition(":")
    if name in known and written == kind:
        return name
    near = nearest(name, known)
    faults.add(
        Fault(
            "O12",
            f"after の「{asked.change.after}」はありません。",
            asked.at("after"),
            asked.change.after,
            f"{kind}:{near}" if near else "",
            f"新しいものを、どの{'質問' if kind == 'question' else '規則'}の次に置くかを書いてください"
            f"（例: after: {kind}:{known[0] if known else '…'}）。",
        )
    )
    return None


def _entry(
    asked: Asked,
    kind: str,
    id: str,
    read: Callable[[yamltext.Mapping, str, Faults], Any],
    defaults: dict[str, str],
    faults: Faults,
) -> tuple[Any, yamltext.Mapping] | None:
    value = asked.node.get("value")
    assert isinstance(value, yamltext.Mapping)
    own = value.get("id")
    if own is not None and not (isinstance(own, yamltext.Scalar) and own.text == id):
        what = "value の id が、insert の名前と違います。"
        place = yamltext.place(asked.file, own)
        faults.add(
            Fault("O23", what, place, getattr(own, "text", ""), id, "value の id は書かなくてかまいません。")
        )
        return None
    node = mapping_of({**defaults, **{key.text: held for key, held in value.entries}}, value)
    entry = read(node, asked.file, faults)
    return None if entry is None else (entry, node)


def _sentence(asked: Asked) -> str:
    """The reason of the change as the reason for asking, where no other is given."""
    because = asked.change.because
    return because if because.endswith("。") else f"{because}。"


def _recorded(content: Content, asked: Asked, key: str, node: yamltext.Mapping, after: str) -> Content:
    place = yamltext.place(asked.file, node)
    return replace(
        content,
        places=content.places.plus(key, place),
        nodes=content.nodes.plus(key, node),
        changes=(*content.changes, done(asked, "", after)),
        inserted=content.inserted | {key},
    )
