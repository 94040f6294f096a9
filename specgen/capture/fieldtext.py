"""One field in the text of an answers file: how a state or a value is written, with the label of a choice.

Used by ``writing``. A field is what stands behind a question's name or in a cell of a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from .. import yamledit, yamlstyle, yamltext
from ..errors import NOWHERE, InputError
from ..model.answer import State, Written
from ..model.kinds import KINDS, Unreadable
from ..model.spec import Spec
from .answersfile import AS_OF, BARE_STATES, MEMO, ORIGIN, STATE_KEYS, WHO, state_word

Path = tuple[str, ...]
_CODED = ("choice", "yes_no")
_COPIES = (State.COPIED, State.PREFILLED)
_REMARK = re.compile(r"[ \t]+#([^\n]*)")
_BARE_WORDS = {state: word for word, state in reversed(BARE_STATES.items())} | {State.NONE: "なし"}

Value = yamledit.Value


# ── what is meant ──


def field_as_read(spec: Spec, given: Written) -> Written:
    """``given`` as the reader of the file will give it back; see ``writing.as_read``."""
    state = State.ANSWERED if given.state is State.UNREADABLE else given.state
    if state is State.ANSWERED:
        text = _coded(spec, without_last_break(given.text))
        bare = BARE_STATES.get(text.strip())
        return Written(bare or (State.ANSWERED if text else State.UNANSWERED), "" if bare else text)
    if state in (State.UNANSWERED, State.NONE):
        return Written(state)
    text = _coded(spec, without_last_break(given.text)) if state in _COPIES else ""
    by = without_last_break(given.by) if state is State.UNDECIDED else ""
    return with_details(Written(state, text, by=by), given)


def with_details(base: Written, given: Written) -> Written:
    """``base`` with the note, the person, the origin and the date of ``given``."""
    return replace(
        base,
        note=without_last_break(given.note),
        who=without_last_break(given.who),
        origin=without_last_break(given.origin),
        as_of=without_last_break(given.as_of),
    )


def bare(found: Written) -> Written:
    """``found`` without what depends on its place in the file."""
    return replace(found, place=NOWHERE, cut_by_comment="")


def without_last_break(text: str) -> str:
    """Without the one line break that ``|`` would take away; several at the end stay (they are quoted)."""
    return text[:-1] if text.endswith("\n") and _is_literal(text) else text


def _coded(spec: Spec, text: str) -> str:
    """The code of a choice that was given by its label; any other text as it is."""
    if spec.kind not in _CODED or text.strip() in BARE_STATES:
        return text
    try:
        return KINDS[spec.kind].dump(KINDS[spec.kind].parse(text, spec), spec)
    except Unreadable:
        return text


# ── the value ──


def value_of(spec: Spec, given: Written, *, nice: bool = True) -> Value:
    """A field that is no table, as it is put into the file. ``nice`` asks for plain ``|`` blocks."""
    meant = field_as_read(spec, given)
    if meant.state in (State.ANSWERED, State.UNANSWERED):
        return _text(meant.text, nice)
    main = {State.UNDECIDED: meant.by, State.UNKNOWN: meant.note, State.NOT_APPLICABLE: meant.note}
    first = main.get(meant.state, meant.text)
    rest = details_of(meant, nice=nice)
    if meant.state in (State.UNKNOWN, State.NOT_APPLICABLE):
        rest.pop(MEMO, None)
    if meant.state in _BARE_WORDS and not first and not rest:
        return _BARE_WORDS[meant.state]
    return {state_word(meant.state): _text(first, nice), **rest}


def details_of(given: Written, *, nice: bool = True) -> dict[str, Value]:
    """Person, origin, date and note as keys of the file, where there are any."""
    details = {WHO: given.who, ORIGIN: given.origin, AS_OF: given.as_of, MEMO: given.note}
    return {key: _text(text, nice) for key, text in details.items() if text}


def _text(text: str, nice: bool) -> str:
    """Text of several lines with the final line break that makes YAML write it as a plain ``|`` block."""
    several = "\n" in text and not text.endswith("\n")
    return f"{text}\n" if nice and several and _is_literal(f"{text}\n") else text


def _is_literal(text: str) -> bool:
    return "\n" in text and yamlstyle.block(text, 0, 2).head.startswith("|")


# ── into the text ──


def set_field(
    text: str, path: Path, spec: Spec, given: Written, *, nice: bool = True, after: str = ""
) -> str:
    """The text with the field at ``path``; see ``yamledit.set_value`` for ``after``.

    The label that we wrote behind the old value goes, a person's own comment stays. UNANSWERED leaves
    the key.
    """
    if given.state is State.UNANSWERED:
        return _emptied(_without_label(text, path, spec), path)
    value = value_of(spec, given, nice=nice)
    if nice and isinstance(value, str) and _stands_in_block(text, path) and _is_literal(f"{value}\n"):
        value = value if value.endswith("\n") else f"{value}\n"
    labels = list(labels_in(path, spec, value))
    if path not in (at for at, _ in labels):
        text = _without_label(text, path, spec)
    text = yamledit.set_value(text, path, value, after=after)
    return with_labels(text, labels, spec)


def labels_in(path: Path, spec: Spec, value: Value) -> Iterator[tuple[Path, str]]:
    """Where a code stands in ``value``, and the label that explains it."""
    if spec.kind not in _CODED:
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            if STATE_KEYS.get(key) in _COPIES:
                yield from labels_in((*path, key), spec, inner)
    elif isinstance(value, str) and value in _label_of(spec):
        yield path, _label_of(spec)[value]


def with_labels(text: str, labels: Iterable[tuple[Path, str]], spec: Spec) -> str:
    """The text with each label as the comment of its line, unless a person has a comment there."""
    for path, label in labels:
        found, seen = entry_at(text, path), _remark(text, path)
        if found is not None and (seen is None or _is_label(seen[2], spec)):
            text = yamledit.set_value(text, path, yamltext.plain(found[1]), comment=label)
    return text


def _label_of(spec: Spec) -> Mapping[str, str]:
    return {"yes": "はい", "no": "いいえ"} | dict(spec.choices) if spec.kind == "yes_no" else spec.choices


def _without_label(text: str, path: Path, spec: Spec) -> str:
    seen = _remark(text, path)
    return text[: seen[0]] + text[seen[1] :] if seen is not None and _is_label(seen[2], spec) else text


def _is_label(comment: str, spec: Spec) -> bool:
    return spec.kind in _CODED and comment.strip() in _label_of(spec).values()


def _stands_in_block(text: str, path: Path) -> bool:
    found = entry_at(text, path)
    return found is not None and isinstance(found[1], yamltext.Scalar) and found[1].style in ("|", ">")


def _emptied(text: str, path: Path) -> str:
    """The key stays with nothing behind it; a key that is not there stays away."""
    if entry_at(text, path) is None:
        return text
    text = yamledit.set_value(text, path, "")
    found = entry_at(text, path)
    if found is None or not isinstance(found[1], yamltext.Scalar) or not found[1].style:
        return text
    start, end = found[1].start.index, found[1].end.index
    shorter = text[:start].removesuffix(" ") + text[end:]
    return shorter if same_tree(shorter, text) else text


# ── the tree of a text ──


@lru_cache(maxsize=4)
def tree(text: str) -> yamltext.Node:
    """The tree of a text; cached, because several things are looked up in it between two edits."""
    return yamltext.load(text, "answers.yaml")


def top_keys(text: str) -> list[str]:
    """The names at the top of the file, in their order."""
    root = tree(text)
    return root.keys() if isinstance(root, yamltext.Mapping) else []


def same_tree(one: str, other: str) -> bool:
    """Whether two texts hold the same."""
    try:
        return yamltext.plain(tree(one)) == yamltext.plain(tree(other))
    except InputError:
        return False


def entry_at(text: str, path: Path) -> tuple[yamltext.Scalar, yamltext.Node] | None:
    """Key and value at ``path``, or None."""
    node, found = tree(text), None
    for name in path:
        if not isinstance(node, yamltext.Mapping):
            return None
        found = next((entry for entry in node.entries if entry[0].text == name), None)
        if found is None:
            return None
        node = found[1]
    return found


def _remark(text: str, path: Path) -> tuple[int, int, str] | None:
    """Start, end and words of the comment on the line of the value at ``path``."""
    found = entry_at(text, path)
    if found is None:
        return None
    key, node = found
    on_its_line = isinstance(node, yamltext.Scalar) and node.text and node.style not in ("|", ">")
    seen = _REMARK.match(text, node.end.index if on_its_line else text.find(":", key.end.index) + 1)
    return (seen.start(), seen.end(), seen[1]) if seen else None
