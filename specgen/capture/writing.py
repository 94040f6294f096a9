"""One answer put into the text of an answers file: the person's other bytes, comments and order stay.

Choices are written as their code with the label as a comment; "not yet" as the Japanese words that
``answersfile`` reads. The result is read again and compared with what was meant before it is returned.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial

from .. import yamledit, yamltext
from ..content.formerly import counting
from ..content.library import Content
from ..content.question import Question
from ..model.answer import State, Written
from ..model.spec import Spec
from .answersfile import read_answers, state_word
from .fieldtext import (
    Path,
    Value,
    bare,
    details_of,
    entry_at,
    field_as_read,
    labels_in,
    same_tree,
    set_field,
    top_keys,
    value_of,
    with_details,
    with_labels,
)

_TEXT = Spec("text")
_NOTHING = Written(State.UNANSWERED)
_COPIES = (State.COPIED, State.PREFILLED)


def put(text: str, question: Question, given: Written, content: Content) -> str:
    """The text of an answers file with ``given`` as the answer to ``question``; nothing else changes.

    A new answer comes behind the nearest earlier answer of its topic, else behind the topic's last one, else
    under a new heading at the end. UNANSWERED empties the field and leaves its key. An answer under an old
    name of the question moves to the name of today. Raises ``InputError`` when the file holds no mapping,
    ValueError for half a surrogate pair, ``yamledit.EditFailed`` (our own fault) rather than return a wrong
    text.
    """
    meant = as_read(question, given)
    text = _under_todays_name(text, question, content)
    if _holds(_standing(text, question, content), given, meant):
        return text
    for nice in (True, False):
        for write in (_by_cells, _whole) if given.rows is not None else (_whole,):
            result = write(text, question, given, content, nice)
            if result is not None and _holds(_standing(result, question, content), given, meant):
                return result
    raise yamledit.EditFailed(f"{question.id} would not be read back as it was given")


def next_row_key(prefix: str, taken: Iterable[str]) -> str:
    """``prefix`` and the number after the highest that any of ``taken`` has: D7 after D2 and D6."""
    tails = [key.removeprefix(prefix) for key in taken if key.startswith(prefix)]
    numbers = [int(tail) for tail in tails if tail.isascii() and tail.isdecimal()]
    return f"{prefix}{max(numbers, default=0) + 1}"


def as_read(question: Question, given: Written) -> Written:
    """``given`` as ``read_answers`` will give it back: codes for labels, bare words as states, no places.

    Details that a state cannot carry are dropped, UNREADABLE comes back as the text that it is, and a final
    line break (which no kind keeps) is gone.
    """
    if given.rows is None:
        return field_as_read(question.spec, given)
    rows = {
        key: {
            name: cell
            for name, raw in cells.items()
            if (cell := _cell_as_read(question, name, raw)).state is not State.UNANSWERED
        }
        for key, cells in given.rows.items()
    }
    if given.state in _COPIES:
        return with_details(Written(given.state, rows=rows), given)
    return Written(State.ANSWERED, rows=rows)


def todays_names(question: Question, found: Written, content: Content) -> Written:
    """A table with its columns under their names of today."""
    if found.rows is None:
        return found
    rows = {
        key: {today: cells[name] for today, name in _columns(question, cells, content).items()}
        for key, cells in found.rows.items()
    }
    return replace(found, rows=rows)


# ── whole answers ──


def _whole(text: str, question: Question, given: Written, content: Content, nice: bool) -> str:
    """The answer in one piece: every field that is no table, and tables that cannot be changed in place."""
    after = _neighbour(text, question, content)
    if given.rows is None:
        result = set_field(text, (question.id,), question.spec, given, nice=nice, after=after)
    else:
        result = _table(text, (question.id,), question, given, nice, after)
    return _with_heading(text, result, question, content)


def _table(text: str, path: Path, question: Question, given: Written, nice: bool, after: str) -> str:
    found = entry_at(text, path)
    if found is None or not isinstance(found[1], yamltext.Mapping) or found[1].flow:
        text = yamledit.set_value(text, path, "", after=after)  # rows get lines of their own
    rows: dict[str, Value] = {key: _row(question, cells, nice) for key, cells in (given.rows or {}).items()}
    value, inside = rows, path
    if given.state in _COPIES:
        word = state_word(given.state)
        value, inside = {word: rows, **details_of(given, nice=nice)}, (*path, word)
    text = yamledit.set_value(text, path, value)
    for key, cells in (given.rows or {}).items():
        text = _with_row_labels(text, (*inside, key), question, cells, nice)
    return text


def _row(question: Question, cells: Mapping[str, Written], nice: bool) -> dict[str, Value]:
    """A row as it is written: the question's columns in their order, then what belongs to none of them."""
    order = [column.id for column in question.spec.columns if column.id in cells]
    order += [name for name in cells if name not in order]
    return {
        name: value_of(_column_spec(question, name), cells[name], nice=nice)
        for name in order
        if _cell_as_read(question, name, cells[name]).state is not State.UNANSWERED
    }


def _with_row_labels(
    text: str, path: Path, question: Question, cells: Mapping[str, Written], nice: bool
) -> str:
    for name, cell in cells.items():
        spec = _column_spec(question, name)
        text = with_labels(text, list(labels_in((*path, name), spec, value_of(spec, cell, nice=nice))), spec)
    return text


# ── tables in place ──


def _by_cells(text: str, question: Question, given: Written, content: Content, nice: bool) -> str | None:
    """Only the cells that differ are written; None where the table must be written in one piece."""
    id = question.id
    found = entry_at(text, (id,))
    if found is None or given.state is not State.ANSWERED or not isinstance(found[1], yamltext.Mapping):
        return None
    before = read_answers(text, "answers.yaml", content)[id]
    old, new = before.rows, given.rows or {}
    if old is None or before.state is not State.ANSWERED or not _in_step(list(old), list(new)):
        return None
    for key in old:
        if key not in new:
            text = yamledit.remove(text, (id, key))
    previous = ""
    for key, cells in new.items():
        if key in old:
            text = _cells(text, (id, key), question, old[key], cells, content, nice)
        else:
            text = yamledit.set_value(text, (id, key), _row(question, cells, nice), after=previous)
            text = _with_row_labels(text, (id, key), question, cells, nice)
        previous = key
    return text


def _in_step(old: list[str], new: list[str]) -> bool:
    """Whether the new rows are the old ones in their order, some gone, fresh ones behind one that stays."""
    kept = [key for key in old if key in new]
    return bool(kept) and [key for key in new if key in old] == kept and new[0] == kept[0]


def _cells(
    text: str, path: Path, question: Question, old: Mapping[str, Written], new: Mapping[str, Written],
    content: Content, nice: bool,
) -> str:  # fmt: skip
    here = _columns(question, old, content)
    columns = [column.id for column in question.spec.columns]
    for column in [*columns, *(c for c in {**here, **new} if c not in columns)]:
        cell, key = new.get(column, _NOTHING), here.get(column, column)
        seen = bare(old.get(key, _NOTHING))
        if seen in (bare(cell), _cell_as_read(question, column, cell)):
            continue
        before = [here[c] for c in columns[: columns.index(column)] if c in here] if column in columns else []
        spec, after = _column_spec(question, column), before[-1] if before else ""
        text = set_field(text, (*path, key), spec, cell, nice=nice, after=after)
        here[column] = key
    return text


# ── the file around it ──


def _under_todays_name(text: str, question: Question, content: Content) -> str:
    """The text with the answer under the question's name of today; another one under an old name stays as it is."""
    name = counting(top_keys(text), content.today).get(question.id, question.id)
    return text if name == question.id else yamledit.rename_key(text, (name,), question.id)


def _neighbour(text: str, question: Question, content: Content) -> str:
    """The key behind which a new answer belongs, or "" for the end of the file."""
    order = [q.id for q in content.questions.values() if q.topic == question.topic]
    at = order.index(question.id) if question.id in order else len(order)
    keys = top_keys(text)
    present = {content.today(key): key for key in reversed(keys)}
    earlier = [id for id in order[:at] if id in present]
    if earlier:
        return present[earlier[-1]]
    return next((key for key in reversed(keys) if content.today(key) in order), "")


def _with_heading(before: str, text: str, question: Question, content: Content) -> str:
    """With the topic's heading above an answer that is the first of its topic."""
    topic = next((t for t in content.topics if t.id == question.topic), None)
    found = entry_at(text, (question.id,))
    heading = f"# ── {topic.label} ──" if topic is not None else ""
    present = {content.today(key).partition(".")[0] for key in top_keys(before)}
    if found is None or not heading or question.topic in present or heading in before.splitlines():
        return text
    start = found[0].start.index
    gap = "\n" if text[:start].strip() and not text[:start].endswith("\n\n") else ""
    titled = f"{text[:start]}{gap}{heading}\n{text[start:]}"
    return titled if same_tree(titled, text) else text


def _standing(text: str, question: Question, content: Content) -> Written:
    """What stands there now as the answer, without places, columns by their names of today."""
    found = read_answers(text, "answers.yaml", content).get(question.id, _NOTHING)
    if found.rows is None:
        return bare(found)
    today = todays_names(question, found, content).rows or {}
    rows = {key: {name: bare(cell) for name, cell in cells.items()} for key, cells in today.items()}
    return replace(bare(found), rows=rows)


def _holds(standing: Written, given: Written, meant: Written) -> bool:
    """Whether the file says what was meant, or (a label, a list) still what was given, field by field."""
    if standing.rows is None or given.rows is None or meant.rows is None:
        return standing in (meant, bare(given))
    if replace(standing, rows=None) != replace(meant, rows=None) or list(standing.rows) != list(meant.rows):
        return False
    return all(
        cells.get(name, _NOTHING)
        in (meant.rows[key].get(name, _NOTHING), bare(given.rows[key].get(name, _NOTHING)))
        for key, cells in standing.rows.items()
        for name in {**cells, **meant.rows[key]}
    )


def _cell_as_read(question: Question, column: str, cell: Written) -> Written:
    return field_as_read(_column_spec(question, column), cell)


def _columns(question: Question, cells: Iterable[str], content: Content) -> dict[str, str]:
    """Column of today → the name in this row that counts for it."""
    return counting(cells, partial(content.column_today, question.id))


def _column_spec(question: Question, name: str) -> Spec:
    column = question.column(name)
    return column.spec if column is not None else _TEXT
