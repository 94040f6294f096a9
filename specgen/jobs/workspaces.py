"""Make a workspace, and make a new case in it: an answers file that already asks everything that applies."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from .. import files
from ..capture.answersfile import COPIED, ORIGIN
from ..case.case import resolve
from ..case.casefile import CaseEntry
from ..content.find import data_root
from ..content.library import Content
from ..content.load import load_content
from ..content.pack import TYPE_LABELS
from ..content.question import Question
from ..deliver.filenames import as_typed, clean_file_name
from ..errors import Fault, InputError, Place, WriteError
from ..model.answer import HAS_VALUE, Written
from ..model.kinds import KINDS
from ..model.spec import Column
from ..workspace import ANSWERS_FILE, CASE_FILE, SETTINGS_FILE, workspace_of
from . import schemas
from .copying import Copied, copied_from

_ORDINARY = "--form を省くと、ふつうの様式で作れます。"


@dataclass(frozen=True, slots=True)
class Made:
    """What was made, what to do next, and what to know of it (Japanese lines)."""

    paths: tuple[Path, ...]
    next_steps: tuple[str, ...]
    notes: tuple[str, ...] = ()


def init(folder: Path) -> Made:
    """Make ``folder`` a workspace: settings to fill in, a folder for cases. Files that are there stay as they are.

    Raises ``InputError`` inside another workspace.
    Schemas for editors lie in ``.specgen/schema``; they are ours and follow the content.
    """
    _refuse_inside(folder)
    settings, cases = folder / SETTINGS_FILE, folder / "cases"
    made: list[Path] = []
    new = not cases.is_dir()
    files.make_folder(cases)
    if not settings.exists():
        example = files.read_bytes(data_root() / "spec_templates" / "library" / "specgen.example.yaml")
        files.write_atomically(settings, schemas.first_line("specgen", settings, folder).encode() + example)
        made.append(settings)
    if new:
        made.append(cases)
    if not (folder / schemas.IN_WORKSPACE).is_dir():
        schemas.write_for(folder, load_content(folder, checklists=False))
        made.append(folder / schemas.IN_WORKSPACE)
    go = (
        ()
        if folder.absolute() == Path.cwd()
        else (f"cd {as_typed(str(folder))} で、作業フォルダーに移ります。",)
    )
    return Made(
        tuple(made),
        (
            *go,
            f"{SETTINGS_FILE} を開き、法人の名前、呼び方、規程の名前を直します。",
            "specgen new 案件名 --type 種類 で、案件を作ります（種類は specgen new --help に出ます）。",
        ),
    )


def _refuse_inside(folder: Path) -> None:
    """A workspace inside another would hide the settings of the outer one from the cases below it."""
    outer = workspace_of(folder.absolute().parent)
    if outer is not None and not (folder / SETTINGS_FILE).exists():
        raise InputError(
            Fault(
                "N06",
                "ここは、もう作業フォルダーの中です。何も作りませんでした。",
                Place(str(outer)),
                remedy="案件を作るなら、このまま「specgen new 案件名 --type 種類」を実行します。"
                "別の作業フォルダーを作るなら、その外に移ってから実行してください。",
            )
        )


def new_case(workspace: Path, name: str, type: str, *, form: str = "", from_case: Path | None = None) -> Made:
    """Make the case ``name`` of ``type``: case.yaml, and an answers.yaml that lists every question that may apply.

    ``form="short"`` asks a third of the questions and prints the shorter paper. ``from_case`` copies its answers as
    前回から (those that say so) and tells which stay behind.
    Raises ``InputError`` when the name cannot be a folder or no pack serves the type, ``WriteError`` when the case
    is there already.
    """
    if clean_file_name(name) != name:
        raise InputError(
            Fault(
                "N01",
                "案件の名前に、フォルダーの名前に使えない文字があるか、長すぎます。",
                quoted=name,
                nearest=clean_file_name(name),
            )
        )
    content = load_content(workspace, checklists=False)
    _check_type(content, type, form)
    folder = workspace / "cases" / name
    if (folder / CASE_FILE).exists():
        raise WriteError(
            Fault("N02", "同じ名前の案件がもうあります。", quoted=name, remedy="別の名前にしてください。")
        )
    copied = copied_from(from_case) if from_case is not None else Copied()
    asked = _asked(content, type, form, copied.answers)
    texts = {
        ANSWERS_FILE: ("answers", _answers_text(content, type, name, asked, copied.answers)),
        CASE_FILE: ("case", _case_text(content, type, form)),
    }
    contents = {
        file: (schemas.first_line(schema, folder / file, workspace) + text).encode()
        for file, (schema, text) in texts.items()
    }
    _refuse_other_answers(folder / ANSWERS_FILE, contents[ANSWERS_FILE])
    files.make_folder(folder)
    for file, data in contents.items():
        files.write_atomically(folder / file, data)
    schemas.write_for(workspace, content)
    return Made(
        (folder / CASE_FILE, folder / ANSWERS_FILE),
        (
            f"specgen ask {as_typed(name)} で質問に答えるか、{ANSWERS_FILE} を開いて書きます。",
            f"specgen draft {as_typed(name)} で、その時点の下書きがWordで出ます。空いている欄が残っていてもかまいません。",
        ),
        copied.told({question.id for question in asked}) if from_case is not None else (),
    )


def _refuse_other_answers(path: Path, ours: bytes) -> None:
    """Answers that lie there without a case.yaml are a person's, unless a killed run left just what we would write."""
    if path.exists() and files.read_bytes(path) != ours:
        raise WriteError(
            Fault(
                "N05",
                f"案件のフォルダーに、{ANSWERS_FILE} がもうあります。何も書き換えませんでした。",
                Place(str(path)),
                remedy="別の名前で案件を作ってから、そのファイルを新しいフォルダーに写してください。",
            )
        )


def _check_type(content: Content, type: str, form: str) -> None:
    packs = [pack.entry for pack in content.packs.values() if pack.entry.form == form]
    served = dict.fromkeys(t for entry in packs for t in entry.types)
    if type not in served:
        known = "、".join(f"{t}（{TYPE_LABELS[t]}）" for t in served)
        short = "短い様式の" if form == "short" else ""
        raise InputError(
            Fault(
                "N03",
                f"調達の種類「{TYPE_LABELS.get(type, type)}」の{short}ひな形は、まだありません。",
                quoted=type,
                remedy=f"いま作れるのは、{known}です。" + (_ORDINARY if form else ""),
            )
        )


def _case_text(content: Content, type: str, form: str) -> str:
    packs = [pack.entry for pack in content.packs.values() if pack.serves(type, form)]
    editions = "draft 案 / comment 意見招請版 / notice 公告版"
    documents = "\n".join(
        f'  {entry.document}: {{edition: draft, version: "0.1"}}   # {entry.label}。{editions}'
        for entry in packs
    )
    return (
        f"id: {secrets.token_hex(4)}                  # 変わらない番号。書き換えません\n"
        f"type: {type}                  # {TYPE_LABELS[type]}\n"
        + ("form: short                   # 短い様式\n" if form == "short" else "")
        + "department:                   # 表紙に載せる担当の部署（例: 総務部文書課）\n"
        f"packs: {{{', '.join(f'{entry.document}: {entry.version}' for entry in packs)}}}"
        "           # 使うひな形の版。書き換えません\n"
        "checklists: 1.0.0             # 使う規則の版。書き換えません\n"
        "as_of:                        # この日の決まりで確かめます（例: 2026-12-04）。空なら実行した日\n"
        "documents:\n"
        f"{documents}\n"
        "owners: {}                    # 話題ごとの担当（例: {work: 総務部文書課, bid: 契約課}）\n"
    )


def _asked(content: Content, type: str, form: str, copied: Mapping[str, Written]) -> tuple[Question, ...]:
    """The questions that may apply to a new case with these answers."""
    entry = CaseEntry(id="0", type=type, form=form)  # type: ignore[arg-type]
    return tuple(resolve(content, entry, copied, date.today()).active())


def _answers_text(
    content: Content, type: str, name: str, asked: Sequence[Question], copied: Mapping[str, Written]
) -> str:
    lines = [
        f"# {name}（{TYPE_LABELS[type]}）",
        "# 「:」の後に半角の空白を1つ置いて、答えを書きます。分からない欄は空のままでかまいません。",
        "# 決まっていないときは、値の代わりに次のどれかを書けます。",
        "#   {未定: いつまでに決まるか, だれが: 決める人}   {わからない: メモ}   {該当なし: 理由}   なし",
        "# 「#」から後ろは覚え書きで、紙面には出ません。",
        "",
    ]
    for topic in content.topics:
        questions = [question for question in asked if question.topic == topic.id]
        if questions:
            lines += [f"# ── {_one_line(topic.label)} ──", ""]
            for question in questions:
                lines += _question_lines(content, question, copied.get(question.id))
    return "\n".join(lines) + "\n"


def _question_lines(content: Content, question: Question, copied: Written | None) -> list[str]:
    lines = [f"# {_one_line(question.label)}: {_one_line(question.ask)}"]
    if question.when != "always":
        condition = content.whens[question.when]
        lines.append(f"#   尋ねる場合: {_one_line(condition.explained)}")
    if question.choices:
        choices = "、".join(f"{code}（{label}）" for code, label in question.choices.items())
        lines.append(f"#   選択肢: {_one_line(choices)}")
    elif question.type not in ("table", "prose", "text"):
        lines.append(f"#   書き方: {KINDS[question.type].hint(question.spec)}")
    if question.good:
        lines.append("#   例: " + _one_line(question.good))
    prefix, columns = question.spec.prefix, [c for c in question.spec.columns if c.spec.kind != "calc"]
    if columns:
        more = f"行を増やすときは {prefix}2、{prefix}3 … と続けます。"
        lines.append(
            f"#   表です。下の例の行頭の「#」を外して直します。{more}"
            if copied is None
            else f"#   表です。{more}"
        )
        lines.append(_columns_line(question, columns))
    lines += _copied_lines(question, copied) if copied is not None else [f"{question.id}:"]
    if columns and copied is None:
        lines += _example_row(prefix, columns)
    return [*lines, ""]


def _one_line(text: str) -> str:
    """A text of several lines must not break out of its comment."""
    return " ".join(text.split())


def _columns_line(question: Question, columns: Sequence[Column]) -> str:
    """The columns with their labels: beside the values a comment would be taken for a part of the text."""

    def told(column: Column) -> str:
        choices = "、".join(f"{code} {label}" for code, label in column.spec.choices.items())
        notes = "。".join(x for x in (choices, question.when_needed(column)) if x)
        return f"{column.id} {column.label}" + (f"（{notes}）" if notes else "")

    return "#   列: " + _one_line("／".join(told(column) for column in columns))


def _example_row(prefix: str, columns: Sequence[Column]) -> list[str]:
    """One row as a comment under its key: without the sign at the head of each line it is an answer.

    Cells that are needed with another choice only are left out: a condition does not go with 必須.
    """
    good = {c.id: _one_line(c.good) or next(iter(c.spec.choices), "") for c in columns}
    chosen = {c.id: (good[c.id], c.spec.choices) for c in columns}
    fitting = [
        c
        for c in columns
        if all(chosen[id][0] in (code, chosen[id][1][code]) for id, code in c.needed_with.items())
    ]
    return [f"#  {prefix}1:", *(f"#    {c.id}: {good[c.id]}".rstrip() for c in fitting)]


def _copied_lines(question: Question, written: Written) -> list[str]:
    from ..yamledit import Value, set_value

    value: Value = written.text
    if written.rows is not None:
        value = {
            key: {name: cell.text for name, cell in cells.items() if cell.state in HAS_VALUE}
            for key, cells in written.rows.items()
        }
    return set_value("", (question.id,), {COPIED: value, ORIGIN: written.origin}).rstrip("\n").split("\n")
