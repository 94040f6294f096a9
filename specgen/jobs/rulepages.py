"""The checklist as pages to read: an index with counts, one page a category, the figures, the words that are looked for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from .. import files
from ..content.basis import CONFIDENCE_LABELS
from ..content.lexicon import LexiconWord
from ..content.library import Content
from ..content.load import load_content
from ..content.rule import AskRule, Rule
from ..errors import Fault, WriteError
from ..model.finding import LEVEL_LABELS, LEVELS
from .ruletelling import EXPECTED, figure_rows, rule_lines
from .telling import basis_in_words, compiled_rule

_HEAD = "<!-- specgen template rules で作ったページ。直すときは、checklists の規則を直します。 {} -->\n\n"
_MADE_BY = re.compile(r"<!-- specgen template rules で作ったページ。[^>]* ([0-9a-f]{8}) -->\n\n")
INDEX, FIGURES, WORDS = "README.md", "params.md", "words.md"
JUDGED = {"Y": "機械が確かめる", "P": "人が判断する", "M": "人に尋ねる"}


@dataclass(frozen=True, slots=True)
class Page:
    """One page: ``written``, ``fresh``, ``stale`` (with ``check``) or ``removed`` (its category is gone)."""

    path: Path
    outcome: str


def write_pages(workspace: Path | None, folder: Path, *, check: bool = False) -> tuple[Page, ...]:
    """Write the pages of the rules in force into ``folder``, or only say whether they are those of today.

    Pages that we made and that no longer belong there are removed; files of others are left alone. Raises
    ``WriteError`` where a page would stand that somebody else wrote or edited.
    """
    made = pages(load_content(workspace))
    done = [_write(folder / name, text, check=check) for name, text in made.items()]
    for path in sorted(folder.glob("*.md")) if folder.is_dir() else ():
        if path.name not in made and _is_ours(files.read_text(path)):
            if not check:
                path.unlink()
            done.append(Page(path, "stale" if check else "removed"))
    return tuple(done)


def _write(path: Path, text: str, *, check: bool) -> Page:
    there = files.read_text(path) if path.is_file() else ""
    if there == text:
        return Page(path, "fresh")
    if there and not check and not _is_ours(there):
        what = f"{path.name} は、ほかの人が書いたか、手で直したファイルです。上書きしません。"
        raise WriteError(
            Fault("E05", what, remedy="別のフォルダーを --out に書くか、今あるファイルを移します。")
        )
    if not check:
        path.parent.mkdir(parents=True, exist_ok=True)
        files.write_atomically(path, text.encode())
    return Page(path, "stale" if check else "written")


def _is_ours(text: str) -> bool:
    """Whether a page is as we wrote it."""
    head = _MADE_BY.match(text)
    return head is not None and files.digest(text[head.end() :].encode())[:8] == head[1]


def pages(content: Content) -> dict[str, str]:
    """Every page by its file name."""
    grouped: dict[str, list[str]] = {code: [] for code in content.categories}
    for id in content.rules:
        grouped.setdefault(id.partition("-")[0], []).append(id)
    grouped = {code: sorted(ids) for code, ids in grouped.items() if ids}
    made = {INDEX: _index(content, grouped)}
    made |= {f"{code}.md": _category(content, code, ids) for code, ids in grouped.items()}
    made |= {FIGURES: _figures(content), WORDS: _words(content)}
    texts = {name: "\n".join(lines).rstrip("\n") + "\n" for name, lines in made.items()}
    return {name: _HEAD.format(files.digest(text.encode())[:8]) + text for name, text in texts.items()}


# -- index ----------------------------------------------------------------------------------------------------------
def _index(content: Content, grouped: dict[str, list[str]]) -> list[str]:
    rules = content.rules
    heads = ["分類", "規則", *(LEVEL_LABELS[level] for level in reversed(LEVELS)), *JUDGED.values()]
    rows = [
        _counts(f"[{_label(content, code)}]({code}.md)", [rules[id] for id in ids])
        for code, ids in grouped.items()
    ]
    every = [rules[id] for ids in grouped.values() for id in ids]
    sure = Counter(str(basis.confidence) for rule in every for basis in rule.basis)
    told = "、".join(f"{label} {sure[code]}件" for code, label in CONFIDENCE_LABELS.items())
    return [
        "# 確認の規則",
        "",
        f"specgenが仕様書などを確かめる規則は、{len(every)}件です。重さは、提出前の確認のときのものです。",
        "",
        *_table(heads, [*rows, _counts("合計", every)]),
        "",
        "- 必須: そのまま公告すると、手続や契約で困ることが分かっているもの。",
        "- 要確認: 担当者が確かめて決めるもの。",
        "- 助言: 直すと読みやすくなるもの。",
        "- 「人が判断する」規則は、きっかけを見つけて、お尋ねにします。気付きの件数には数えません。",
        f"- 根拠の確かさは、{told}です。未確認のものは、規則のページにそう書いてあります。",
        f"- 額や日数は[値の表]({FIGURES})に、探す言葉は[言葉の一覧]({WORDS})にあります。",
    ]


def _counts(label: str, rules: Sequence[Rule]) -> list[str]:
    levels, judged = Counter(str(rule.level.submit) for rule in rules), Counter(map(_judged, rules))
    numbers = (*(levels[level] for level in reversed(LEVELS)), *(judged[code] for code in JUDGED))
    return [label, str(len(rules)), *map(str, numbers)]


def _judged(rule: Rule) -> str:
    return "M" if isinstance(rule, AskRule) else "P" if rule.asks_a_person else "Y"


def _label(content: Content, code: str) -> str:
    category = content.categories.get(code)
    return f"{code} {category.label}" if category is not None else code


# -- one category ---------------------------------------------------------------------------------------------------
def _category(content: Content, code: str, ids: Sequence[str]) -> list[str]:
    lines = [f"# {_label(content, code)}", "", f"規則 {len(ids)}件。[一覧に戻る]({INDEX})", ""]
    for id in ids:
        lines += _rule(content, id)
    return lines


def _rule(content: Content, id: str) -> Iterator[str]:
    rule = content.rules[id]
    yield from (f"## {id} {rule.title}", "")
    for label, text in rule_lines(content, id):
        if text and label != "値の表":
            yield from _labelled(label, text)
    for name in sorted(compiled_rule(content, id).parameters):
        yield f"- 値の表: [{content.parameters[name].entry.label}]({FIGURES})"
    yield "- 根拠:" if rule.basis else "- 根拠: なし"
    yield from (f"  - {_plain(basis_in_words(content, basis))}" for basis in rule.basis)
    yield "- 試し:"
    yield from (f"  - {_plain(case.name)} → {EXPECTED[case.expect]}" for case in rule.cases)
    yield ""


def _labelled(label: str, text: str) -> Iterator[str]:
    lines = text.strip().splitlines()
    if len(lines) == 1:
        yield f"- {label}: {_plain(lines[0])}"
        return
    yield f"- {label}:"
    yield from (f"  - {_plain(line.strip())}" for line in lines)


# -- figures and words ----------------------------------------------------------------------------------------------
def _figures(content: Content) -> list[str]:
    lines = ["# 値の表", "", f"額・日数・割合など {len(content.parameters)}件。[一覧に戻る]({INDEX})", ""]
    for name, parameter in sorted(content.parameters.items()):
        entry = parameter.entry
        lines += [f"## {entry.label}（{name}）", ""]
        if entry.note:
            lines += [_plain(entry.note), ""]
        if entry.ask_organisation:
            lines += ["法人の規程の値を specgen.yaml に書くと、そちらを使います。", ""]
        lines += _table(
            ["区分", "値", "いつから・いつまで", "根拠", "確かさ"], figure_rows(parameter, content.names)
        )
        lines.append("")
        if entry.unconfirmed:
            lines += [*(f"- 未確認: {_plain(text)}" for text in entry.unconfirmed), ""]
    return lines


def _words(content: Content) -> list[str]:
    lines = ["# 言葉の一覧", "", f"規則が文章の中に探す言葉です。[一覧に戻る]({INDEX})", ""]
    for name, words in sorted(content.lexicons.items()):
        rows = [
            [word.kind, word.word or f"`{word.pattern}`", word.instead, "、".join(_excuses(word)), word.because,
             CONFIDENCE_LABELS[word.confidence]]
            for word in words
        ]  # fmt: skip
        lines += [f"## {name}（{len(words)}語）", ""]
        lines += _table(["区分", "言葉", "代わりの書き方", "黙る場合", "理由", "確かさ"], rows)
        lines.append("")
    return lines


def _excuses(word: LexiconWord) -> Iterator[str]:
    yield from (f"「{text}」の後" for text in word.unless_after)
    yield from (f"「{text}」の前" for text in word.unless_before)
    yield from (f"文に「{text}」" for text in word.unless_in)
    if word.unless_match:
        yield f"文が `{word.unless_match}` に当てはまる"
    if word.unless_said:
        yield "文書のほかの所で説明している"
    if word.unless_setting:
        yield "法人が使うと決めた語"
    if word.older_years:
        yield f"{word.older_years}年度より新しい"


# -- Markdown -------------------------------------------------------------------------------------------------------
def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(heads) + " |"
    yield "|" + "---|" * len(heads)
    for row in rows:
        yield "| " + " | ".join(cell.replace("\n", " ").replace("|", "\\|") for cell in row) + " |"


def _plain(text: str) -> str:
    """``text`` on one line with no character that Markdown would take for its own."""
    return "".join(f"\\{char}" if char in "*_<>[]`" else char for char in " ".join(text.split("\n")))
