"""Review a Word specification that somebody else made: no case, no answers, only what the file says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from pathlib import Path

from .. import files
from ..case.unanswered import unanswered_case
from ..check.commentwords import note_text
from ..check.headings import Match, matched
from ..check.run import Report, rules_of, run_rules
from ..check.verdicts import Checked
from ..content.headings import titles_of
from ..content.library import Content
from ..content.load import load_content
from ..content.pack import TYPE_LABELS, Pack
from ..content.rule import SectionsRule, WordsRule
from ..errors import Fault, InputError, Place, SpecgenError
from ..model.finding import Finding
from ..model.texttree import TextTree
from ..word.annotate import Note, annotate
from ..word.foreign import carried, case_of, foreign_file, looks, table_paragraphs
from ..word.inspect import check_package
from ..word.opened import Opened, main_part
from ..word.package import to_bytes
from ..word.read import lost_controls, read_tree
from ..word.screen import MOST_BYTES, screen_package
from ..word.treetext import text_digest
from ..word.typedheadings import with_typed_headings
from .draft import AUTHOR

PROFILE, DOCUMENT, STAGE = "file", "spec", "submit"
COPY = "_確認"
_OUR_MARK = re.compile(rf"{COPY}(（[0-9]+）)?$")
PLAIN = ("revisions",)
"""Chapters without a number, which a paper has or not."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One standard chapter: its title with us, and the heading under which this file has it (empty: none seen)."""

    key: str
    title: str
    heading: str = ""
    sure: bool = False


@dataclass(frozen=True, slots=True)
class FileReview:
    """What was found in one file, and where its commented copy lies.

    ``copy`` is None where there was nothing to comment on; ``written`` is False where the same copy lay there already.
    """

    file: Path
    as_of: date
    report: Report
    form: str
    """How the form is called with whose chapters it was compared."""
    chapters: tuple[Chapter, ...]
    headings: tuple[Match, ...]
    silent: tuple[str, ...]
    """Titles of the rules that were asked and found nothing."""
    unasked: tuple[str, ...]
    """Titles of the rules that only answers could decide."""
    notes: tuple[str, ...]
    copy: Path | None = None
    written: bool = False


def review_file(
    path: Path, workspace: Path | None, as_of: date, *, out: Path | None = None, copied: bool = True
) -> FileReview:
    """Review the Word file at ``path`` and write a commented copy beside it (or at ``out``).

    Raises ``InputError`` when it is no Word file that can be read, or one of our own drafts; then nothing is written.
    """
    parts = Opened(_screened(path))
    tree = with_typed_headings(read_tree(parts), looks(parts))
    content = load_content(workspace)
    rules = rules_of(content, content.profiles[PROFILE], STAGE)
    pack, tree, headings = _in_its_form(content, tree)
    content = replace(content, packs={pack.name: pack}, replaced=())  # so that titles are those of this form
    checked = _checked(content, pack, tree, headings, parts, as_of)
    asked = [c for c in rules if isinstance(c.rule, WordsRule | SectionsRule) and not c.rule.types]
    report = run_rules(asked, checked)
    undecided = {f.rule for f in report.undecided}
    spoke = {f.rule for f in report.findings}
    review = FileReview(
        file=path,
        as_of=as_of,
        report=replace(report, undecided=()),
        form=_called(pack),
        chapters=tuple(_chapters(content, pack, headings)),
        headings=headings,
        silent=tuple(c.rule.title for c in asked if c.id not in spoke | undecided),
        unasked=tuple(c.rule.title for c in rules if c not in asked or c.id in undecided),
        notes=tuple(_notes_on(tree, parts)),
    )
    known = [comment.text for comment in tree.comments]
    fresh = [f for f in report.findings if not any(text.startswith(f"[{f.key}]") for text in known)]
    if not fresh or not copied or b"<w:body" not in parts[main_part(parts)]:
        return review
    commented = _commented(parts, tree, fresh, as_of)
    copy, written = _write(path, out, commented)
    return replace(review, copy=copy, written=written)


def _screened(path: Path) -> dict[str, bytes]:
    parts = screen_package(files.read_bytes(path, MOST_BYTES), path.name, allow="foreign")
    case = case_of(parts)
    if case:
        what = f"specgen が案件（{case}）から作った下書きです。答えと一緒に確かめたほうが、多くのことが分かります。"
        remedy = "案件のフォルダーのある所で「specgen check 案件」を使ってください。"
        raise InputError(Fault("G01", what, Place(path.name), remedy=remedy))
    return parts


def _checked(
    content: Content,
    pack: Pack,
    tree: TextTree,
    headings: Iterable[Match],
    parts: Mapping[str, bytes],
    as_of: date,
) -> Checked:
    text = "\n".join(block.text for block in tree.walk())
    perhaps = frozenset(m.key for m in headings if m.key and not m.sure)
    return Checked(
        unanswered_case(content, text, as_of),
        document=pack.entry.document,
        tree=tree,
        stage=STAGE,
        profile=content.profiles[PROFILE],
        sections=frozenset(_titles(content, pack)),
        foreign=True,
        perhaps=perhaps,
        file=foreign_file(parts),
    )


def _in_its_form(content: Content, tree: TextTree) -> tuple[Pack, TextTree, tuple[Match, ...]]:
    """The form of ours whose headings the file has most of, and the file with its headings matched to that."""
    tried = [(pack, *matched(tree, _titles(content, pack))) for pack in content.packs.values()]
    return max(tried, key=lambda one: (sum(m.likeness for m in one[2]), one[0].name == DOCUMENT))


def _called(pack: Pack) -> str:
    types = [TYPE_LABELS[type] for type in pack.entry.types]
    return f"{pack.entry.label}（{types[0]}）" if len(types) == 1 else pack.entry.label


def _titles(content: Content, pack: Pack) -> Mapping[str, tuple[str, ...]]:
    """The titles of one form: its own first, then other names of the same."""
    own = titles_of([pack], {})
    return {key: (*titles, *content.headings.get(key, ())) for key, titles in own.items()}


def _chapters(content: Content, pack: Pack, headings: Iterable[Match]) -> Iterable[Chapter]:
    """The chapters of our specification, each with the heading (or the first of its sections) that was found."""
    found = [m for m in headings if m.key]
    titles = _titles(content, pack)
    for key in (k for k in dict.fromkeys(titles) if "." not in k and k not in PLAIN):
        own = sorted((m for m in found if m.key == key), key=lambda m: -m.likeness)
        own += [m for m in found if m.key.startswith(f"{key}.")]
        title = next(iter(titles[key]), key)
        yield Chapter(key, title, own[0].heading, own[0].sure) if own else Chapter(key, title)


def _notes_on(tree: TextTree, parts: Opened) -> Iterable[str]:
    """What no finding says of the file."""
    if there := carried(parts):
        yield f"次のものは、中を見ていません: {'、'.join(there)}。公表の前に、要るかどうかを確かめてください。"
    if tree.comments:
        open_ = sum(not c.done and not c.parent for c in tree.comments)
        yield f"元からのコメントが{len(tree.comments)}件（解決していないもの{open_}件）あります。写しにも残しました。"
    if b"<w:body" not in parts[main_part(parts)]:
        yield (
            "ほかのソフトの書き方で保存されているため、コメントを付けた写しは作れませんでした。"
            "Wordで保存し直すと作れます。"
        )
    if tree.tracked:
        yield "変更履歴があります。すべて反映した後の文章として読みました。公表の前に、反映又は取消しを済ませます。"
    if lost_controls(tree):
        yield (
            f"古いLibreOffice（{tree.application}）で保存されています。同じ語が重なって読めることがあります。"
            "気になる所は、新しい版で保存し直してください。"
        )
    if not any(block.kind == "heading" for block in tree.blocks):
        yield "見出しが見分けられませんでした。章立ての確認は、目でも見てください。"


# ------------------------------------------------------------------ the commented copy
def _commented(
    parts: Opened, tree: TextTree, findings: Sequence[Finding], as_of: date
) -> Mapping[str, bytes]:
    done = annotate(parts, _together(list(_comments(parts, tree, findings, as_of))))
    finished = Opened(done.parts)
    before = set(check_package(parts, tree=read_tree(parts)))
    troubles = [t for t in check_package(finished, tree=read_tree(finished)) if t not in before]
    if troubles or done.lost:
        what = "コメントを付けた写しの検査で、おかしな所が見つかりました。"
        remedy = "写しは書き出していません。この表示をそのままPMOに知らせてください。"
        raise SpecgenError([Fault("X01", f"{what}{t}", remedy=remedy) for t in (troubles or done.lost)[:10]])
    return finished


def _comments(
    parts: Opened, tree: TextTree, findings: Sequence[Finding], as_of: date
) -> Iterator[tuple[str, Note]]:
    """A note for each finding, and what it says is to be done: notes that say the same at one place become one."""
    day = f"{as_of.isoformat()}T00:00:00Z"
    cells = table_paragraphs(parts)
    for f in findings:
        block = f.paper.block if f.paper.block >= 0 else _near(f, tree)
        said = str(f.reads.get("text", "")) or "".join(f.heading.split())
        inside = [
            number
            for number, text in cells.get(block, ())
            if said and (said in text or (text and text in said))
        ]
        number = inside[0] if inside else -1
        yield f"{f.rule}\0{f.fix}", Note(f.key, f.subject, note_text(f), AUTHOR, day, block, paragraph=number)


def _together(notes: Sequence[tuple[str, Note]]) -> list[Note]:
    """Notes of one rule with one remedy at one place as one, told once with what each has of its own."""
    groups: dict[tuple[str, int, int], list[Note]] = {}
    for same, note in notes:
        groups.setdefault((same, note.block, note.paragraph), []).append(note)
    return [
        replace(first, text="\n".join((*(n.text.partition("\n")[0] for n in rest), first.text)))
        for first, *rest in groups.values()
    ]


def _near(finding: Finding, tree: TextTree) -> int:
    """Where to say what is missing: at the heading of the chapter in which it would stand, else at the first one."""
    chapter = finding.subject.removeprefix("section:").partition(".")[0]
    headings = [block for block in tree.blocks if block.kind == "heading"]
    own = [b for b in headings if b.key == chapter] + [b for b in headings if b.key.startswith(f"{chapter}.")]
    return next((block.index for block in own + headings), -1)


def _write(path: Path, out: Path | None, parts: Mapping[str, bytes]) -> tuple[Path, bool]:
    """The copy under a name that is free or holds it already, and whether it had to be written."""
    if out is not None and out.absolute() == path.absolute():
        remedy = "--out には、元のファイルとは別の名前を書いてください。"
        raise InputError(Fault("G02", "元のファイルには書き込みません。", Place(path.name), remedy=remedy))
    digest = text_digest(read_tree(parts))
    for target in (out,) if out is not None else _names_beside(path):
        if not target.exists():
            files.write_atomically(target, to_bytes(parts))
            return target, True
        if _says_the_same(target, digest):
            return target, False
    remedy = "--out に別の名前を書くか、そのファイルを移してから、もう一度実行してください。"
    raise InputError(Fault("G02", "同じ名前のファイルがあります。", Place(str(out)), remedy=remedy))


def _names_beside(path: Path) -> Iterator[Path]:
    """``仕様書_確認.docx``, then ``仕様書_確認（2）.docx`` and so on; never the file itself."""
    stem = _OUR_MARK.sub("", path.stem)
    for number in count(1):
        name = path.with_name(f"{stem}{COPY}{f'（{number}）' if number > 1 else ''}.docx")
        if name.name != path.name:
            yield name


def _says_the_same(path: Path, digest: str) -> bool:
    """Whether a file is a Word file with these texts and comments."""
    try:
        data = files.read_bytes(path, MOST_BYTES)
        return text_digest(read_tree(screen_package(data, path.name, allow="foreign"))) == digest
    except SpecgenError:
        return False
