"""What an interview shows of a question, a cell, a table and an answer: plain lines that any console can print."""

from __future__ import annotations

from ..case.typing import row_name
from ..content.basis import AUTHORITY_LABELS, CONFIDENCE_LABELS
from ..content.question import AUDIENCE_LABELS, PHASE_LABELS, Question
from ..model.answer import HAS_VALUE, STATE_LABELS, Answer, State
from ..model.kinds import KINDS
from ..model.spec import PLAIN_STYLE, Column, Spec
from .route import asked, columns, holes
from .session import Field, Session

INTERNAL = "（内部。紙面には出ません）"
_LONG = 40
_MOST_LINES = 12
_COPIES = {State.COPIED: "前回から", State.PREFILLED: "台帳から"}


def heading(session: Session, id: str) -> str:
    """The topic with its progress: ── 契約（6問中2問目） ──."""
    question = session.question(id)
    topic = next(t for t in session.content.topics if t.id == question.topic)
    group = [q.id for q in asked(session) if q.topic == question.topic]
    at = f"（{len(group)}問中{group.index(id) + 1}問目）" if id in group else ""
    return f"── {topic.label}{at} ──"


def title(session: Session, at: Field) -> str:
    """What the field is called, and whether it stays inside the house."""
    question, column = session.question(at.id), session.column(at)
    audience = (column.audience if column is not None else "") or question.audience
    mark = INTERNAL if audience == "internal" else ""
    if column is None:
        return f"【{question.label}】{mark}"
    when = question.when_needed(column)
    extra = f"（{when}）" if when else ""
    row = next((row for row in session.rows(at.id) if row.key == at.row), None)
    name = row_name(row) if row is not None and column is not columns(session, at.id)[0] else ""
    return f"【{at.row}{f'「{name[:_LONG]}」' if name else ''}の{column.label}】{extra}{mark}"


def options(session: Session, spec: Spec) -> list[tuple[str, str]]:
    """What can be chosen by number: the text that is written and the words that are shown."""
    if spec.kind == "choice":
        return list(spec.choices.items())
    if spec.kind == "yes_no":
        return [("yes", spec.choices.get("yes", "はい")), ("no", spec.choices.get("no", "いいえ"))]
    if spec.kind == "reference" and spec.to in session.case.answers:
        return [(row.key, f"{row.key} {row_name(row)}".strip()) for row in session.rows(spec.to)]
    return []


def how_to(session: Session, spec: Spec) -> str:
    """How the field is written, in one line."""
    if spec.kind in ("choice", "yes_no"):
        return "番号で選びます。"
    if spec.kind == "reference":
        target = session.content.questions.get(spec.to)
        name = target.label if target is not None else spec.to
        if options(session, spec):
            return f"「{name}」の行を番号で選びます。"
        return f"「{name}」にまだ行がありません。あとで選ぶなら、Enterで進みます。"
    return KINDS[spec.kind].hint(spec)


def value(session: Session, spec: Spec, answer: Answer) -> str:
    """The answer in words, with what is known of a state."""
    if answer.state in HAS_VALUE:
        text = _value(session, spec, answer)
        copied = _COPIES.get(answer.state)
        source = "、".join(part for part in (answer.origin, answer.as_of) if part)
        return f"{text}（{copied}の写し{'。' + source if source else ''}）" if copied else text
    if answer.state is State.UNREADABLE:
        return f"{answer.written}（{answer.why}）"
    by = f"{answer.by.removesuffix('まで')}まで" if answer.by else ""
    details = "、".join(part for part in (by, answer.who, answer.note) if part)
    return STATE_LABELS[answer.state] + (f"（{details}）" if details else "")


def _value(session: Session, spec: Spec, answer: Answer) -> str:
    if isinstance(answer.value, tuple):
        return f"{len(answer.value)}行"
    names = dict(options(session, spec))
    if isinstance(answer.value, str) and answer.value in names:
        return names[answer.value]
    return KINDS[spec.kind].show(answer.value, spec, PLAIN_STYLE)


def now(session: Session, at: Field) -> list[str]:
    """What stands there now, if anything does."""
    answer = session.answer(at)
    if answer.state is State.UNANSWERED:
        return []
    lines = value(session, session.spec(at), answer).split("\n")
    if len(lines) > _MOST_LINES:
        lines = [*lines[:_MOST_LINES], f"…（ほか{len(lines) - _MOST_LINES}行）"]
    confirm = "値を確かめたら「このまま」、" if answer.state in _COPIES else ""
    keep = f"（{confirm}Enterだけなら、そのまま残します）"
    if len(lines) == 1:
        return [f"今の答え: {lines[0]}{keep}"]
    return ["今の答え:", *(f"  | {line}" for line in lines), keep]


def question_lines(session: Session, at: Field) -> list[str]:
    """The screen of a question, or of a column of its table."""
    question, spec = session.question(at.id), session.spec(at)
    column = session.column(at)
    if column is not None:
        intro = table_intro(session, at.id) if begins_table(session, at) else []
        lines = [*intro, title(session, at), f"  {_cell_hint(session, column)}"]
        if at.fresh and session.rows(at.id) and at.column == columns(session, at.id)[0].id:
            lines.append("  もう行が無ければ、空のままEnterを押します。")
    else:
        lines = [heading(session, at.id), title(session, at), question.ask]
        if question.good and not options(session, spec):
            first, *more = question.good.strip().split("\n")
            lines += [f"  例: {first}", *(f"      {line}" for line in more)]
        lines.append(f"  {how_to(session, spec)}")
    if spec.kind == "prose":
        lines.append("  何行でも書けます。書き終わったら「.」だけの行を入れます。")
    lines += [f"  {n} {label}" for n, (_, label) in enumerate(options(session, spec), 1)]
    lines += [f"  {line}" for line in now(session, at)]
    return lines + gap_lines(session, at)


def _cell_hint(session: Session, column: Column) -> str:
    hint = how_to(session, column.spec)
    if not column.good or column.spec.kind in ("choice", "yes_no", "reference"):
        return hint
    return f"例: {column.good}（{hint.removesuffix('。')}）"


def begins_table(session: Session, at: Field) -> bool:
    """Whether the field is the very first one of a table."""
    return at.fresh and not session.rows(at.id) and at.column == columns(session, at.id)[0].id


def table_intro(session: Session, id: str) -> list[str]:
    """What is told of a table before its first row is asked, column by column."""
    question = session.question(id)
    names = "、".join(column.label for column in columns(session, id))
    expected = (
        f"（ふつうは{question.row.expected}行）" if question.row is not None and question.row.expected else ""
    )
    return [
        heading(session, id),
        title(session, Field(id)),
        question.ask,
        f"  表です。1行ずつ、{names}の順に書きます{expected}。",
        *gap_lines(session, Field(id)),
        "",
    ]


def gap_lines(session: Session, at: Field) -> list[str]:
    """What a document will show as long as the answer is not known."""
    question = session.question(at.id)
    if at.row or question.audience == "internal" or session.answer(at).state is not State.UNANSWERED:
        return []
    return [f"  空けたままEnterで進むと、紙面には「{question.gap}」と入ります。"]


def table_lines(session: Session, id: str) -> list[str]:
    """The screen of a table: its rows, and what can be done with them."""
    question, at = session.question(id), Field(id)
    lines = [heading(session, id), title(session, at), question.ask]
    answer = session.answer(at)
    rows = session.rows(id)
    if not rows:
        return [
            *lines,
            *(f"  {line}" for line in now(session, at)),
            "  1 行を書き始める　（Enterで次の質問へ）",
        ]
    copied = _COPIES.get(answer.state)
    lines.append(f"  今ある行（{len(rows)}行{'、' + copied + 'の写し' if copied else ''}）:")
    lines += [f"    {line}" for line in row_lines(session, id)]
    confirm = "　4 このままでよい" if copied else ""
    return [*lines, f"  1 行を足す　2 行を直す　3 行を消す{confirm}　（Enterで次の質問へ）"]


def row_lines(session: Session, id: str) -> list[str]:
    """Every row on a line, with the columns that are still empty."""
    empty: dict[str, list[str]] = {}
    for key, column in holes(session, id):
        empty.setdefault(key, []).append(column.label)
    lines = []
    for row in session.rows(id):
        cells = [_cell(session, column, row.cells[column.id]) for column in columns(session, id)]
        wanting = f"　※空いている欄: {'、'.join(empty[row.key])}" if row.key in empty else ""
        lines.append(f"{row.key}  {'／'.join(cell for cell in cells if cell)}{wanting}")
    return lines


def _cell(session: Session, column: Column, cell: Answer) -> str:
    if cell.state is State.UNANSWERED:
        return ""
    text = " ".join(value(session, column.spec, cell).split())
    return text if len(text) <= _LONG else f"{text[:_LONG]}…"


def help_lines(session: Session, at: Field) -> tuple[str, ...]:
    """Everything that is known about the question: why, a good answer, limits, basis, condition."""
    question, column = session.question(at.id), session.column(at)
    spec = session.spec(at)
    parts = [
        ("なぜ聞くか", question.why),
        ("よい例", (column.good if column is not None else "") or question.good),
        ("こつ", question.tip),
        ("書き方", KINDS[spec.kind].hint(spec)),
        ("要る段階", f"{PHASE_LABELS[question.needed_from]}から"),
        ("紙面での扱い", AUDIENCE_LABELS[question.audience]),
        ("尋ねる場合", _when(session, question)),
        ("根拠", "、".join(_bases(question))),
    ]
    lines = [f"  {name}: {' '.join(text.split())}" for name, text in parts if text]
    return (*lines, *STEERING)


STEERING = (
    "  ── 入力できる言葉 ──",
    "  Enterだけ（とばす）: 次へ　戻る: 前へ　やめる: 終わる（答えは残ります）",
    "  未定　わからない　該当なし　なし　空にする: 今の答えを消す",
)
"""The words that steer, told by ``?``."""


def _when(session: Session, question: Question) -> str:
    if question.when == "always":
        return ""
    label = session.content.condition_labels.get(question.when)
    condition = session.content.whens.get(question.when)
    return label or (condition.explained if condition is not None else "")


def _bases(question: Question) -> list[str]:
    said = []
    for basis in question.basis:
        sure = "" if basis.confidence == "confirmed" else f"・{CONFIDENCE_LABELS[basis.confidence]}"
        said.append(f"{basis.cite}（{AUTHORITY_LABELS[basis.authority]}{sure}）")
    return said
