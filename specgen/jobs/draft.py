"""Draft the documents of a case in Word: print, read, check, annotate, inspect, deliver, in this order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from .. import __version__
from ..case.case import Case
from ..case.printing import Copy, fill
from ..check.commentwords import note_text
from ..check.run import Report
from ..deliver.filenames import clean_file_name
from ..deliver.manifest import Entry, Manifest, parts_digest
from ..errors import ContentError, Fault, InputError, Place, SpecgenError
from ..files import digest
from ..model.paper import Gap, Unconfirmed
from ..model.texttree import TextTree
from ..word.annotate import Note, annotate, only_commented
from ..word.bound import PART, Bound, binding
from ..word.edits import paragraph_marks
from ..word.inspect import check_package
from ..word.opened import Opened
from ..word.package import to_bytes
from ..word.private import clean_copy
from ..word.read import read_tree, with_comments
from ..word.treetext import text_digest
from ..workspace import OpenCase, open_case
from . import drawing
from .check import report_on
from .delivery import Delivered, deliver, edited_draft, find_same, open_in_word, refuse_if_edited
from .leftopen import Left, left_open
from .papers import NOT_FOR_THIS_TYPE, Paper, documents_of, pack_for, print_paper
from .remarks import nameless
from .replies import read_replies
from .reviewlines import listed

Progress = Callable[[str], None]
AUTHOR = "PMO"


@dataclass(frozen=True, slots=True)
class DraftedDocument:
    """One document that was drafted: where it lies, and what is still open in it."""

    document: str
    label: str
    path: Path
    gaps: int
    unconfirmed: int
    report: Report
    pages: bool = False
    """Whether its contents list has page numbers (as LibreOffice lays it out)."""
    pdf: Path | None = None


@dataclass(frozen=True, slots=True)
class DraftResult:
    """What ``draft`` did: ``written`` is False when nothing had changed since the last draft.

    ``refused`` is not empty when ``--final`` stopped: what has to be settled first; nothing was written then.
    ``notes`` are things to know before the files are handed on, ``undone`` what was wished besides the Word files and
    could not be had, and why. ``drawn``: whether a PDF was written.
    """

    case: str
    copy: str
    folder: Path
    number: int
    written: bool
    documents: tuple[DraftedDocument, ...]
    refused: tuple[Left, ...] = ()
    notes: tuple[str, ...] = ()
    undone: tuple[str, ...] = ()
    drawn: bool = False


@dataclass(frozen=True, slots=True)
class _Made:
    paper: Paper
    tree: TextTree
    """The paper's text before comments."""
    report: Report
    parts: dict[str, bytes]
    entry: Entry


def draft(
    case_dir: Path,
    documents: Sequence[str],
    *,
    clean: bool = False,
    final: bool = False,
    as_of: date | None = None,
    out: Path | None = None,
    anyway: bool = False,
    pages: bool = False,
    pdf: bool = False,
    progress: Progress = lambda _: None,
) -> DraftResult:
    """Draft ``documents`` of the case in ``case_dir``; ``all`` stands for every one that serves its type.

    Nothing is written unless every document is sound.

    A working draft carries review notes and says 内部検討用; ``clean`` writes a copy that may leave the house;
    ``final`` is clean and complete, and is refused while gaps, unconfirmed values or must-findings are left.
    ``pages`` puts page numbers into the contents list, ``pdf`` also writes a PDF beside each Word file: both by
    LibreOffice, and where that does not work the Word files are written without.
    Raises ``WriteError`` when the latest draft was edited since (unless ``anyway``).
    """
    if clean and final:
        raise InputError(Fault("U05", "--clean と --final は、どちらか一方にしてください。"))
    progress("質問・条文・規則と、答えを読んでいます")
    opened = open_case(case_dir, as_of=as_of)
    kind = "final" if final else "clean" if clean else "draft"
    if kind == "draft" and out is None and not anyway:
        refuse_if_edited(opened.folder)
    held = open_in_word(opened.folder)
    wanted, absent = _wanted(opened.case, documents)
    made = [_make(opened, document, kind, progress) for document in wanted]
    _refuse_one_name(made)
    refused = (
        tuple(left for m in made for left in left_open(opened.case, m.paper, m.tree, m.report))
        if final
        else ()
    )
    if refused:
        documents_made = tuple(_shown(m, opened.folder) for m in made)
        return DraftResult(case_dir.name, kind, opened.folder, 0, False, documents_made, refused)
    delivered, made, numbered = _delivered(opened, made, out, pages or pdf, progress)
    names = [m.entry.file for m in made] if pdf else []
    drawn = drawing.add_missing_pdfs(opened.folder, delivered.folder, names, progress)
    documents_made = tuple(_shown(m, delivered.folder, pdf=pdf) for m in made)
    return DraftResult(
        case_dir.name, kind, delivered.folder, delivered.number, delivered.written, documents_made,
        notes=(*absent, *_to_know(opened, kind, held), *numbered.strange), undone=(*numbered.undone, *drawn.undone),
        drawn=bool(drawn.written),
    )  # fmt: skip


def _wanted(case: Case, documents: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Which of ``documents`` are made, and a note on each that the case's type has none of.

    Who names several (調達仕様書、要件定義書) gets those that there are; raises ``InputError`` when none is left.
    """
    served = documents_of(case)
    if "all" in documents:
        return served, ()
    wanted = tuple(document for document in dict.fromkeys(documents) if document in served)
    notes: list[str] = []
    for document in documents:
        if document in served:
            continue
        try:
            pack_for(case, document)
        except InputError as refused:
            fault = refused.faults[0]
            if not wanted or fault.code != NOT_FOR_THIS_TYPE:
                raise
            notes.append(f"{fault.what}ほかの文書だけを作りました。")
    return wanted, tuple(notes)


def _refuse_one_name(made: Sequence[_Made]) -> None:
    """Two papers of one name would overwrite each other."""
    named: dict[str, _Made] = {}
    for m in made:
        first = named.setdefault(m.entry.file.casefold(), m)
        if first is not m and first.entry.document != m.entry.document:
            labels = "と".join(f"「{one.paper.pack.entry.label}」" for one in (first, m))
            remedy = "ひな形の file_name の初めに文書の名前を入れるか、--doc で1つずつ別の --out に作ってください。"
            what = f"{labels}のファイルの名前が、同じになります。"
            raise ContentError(Fault("D04", what, Place(m.paper.pack.file), m.entry.file, remedy=remedy))


def _delivered(
    opened: OpenCase, made: list[_Made], out: Path | None, pages: bool, progress: Progress
) -> tuple[Delivered, list[_Made], drawing.Numbered]:
    """The documents on disk, with page numbers if they are wanted and can be had; nothing is drawn in vain."""
    numbered = drawing.Numbered()
    if pages:
        wished = [replace(m, entry=replace(m.entry, pages=drawing.LIBREOFFICE)) for m in made]
        same = find_same(opened.folder, _manifest(opened, [m.entry for m in wished]), out=out)
        if same is not None:
            return same, wished, numbered
        progress("ページを割り付けています（LibreOffice）")
        numbered = drawing.number_pages([(m.parts, m.paper.printable.outline) for m in made])
        if numbered.papers:
            made = [replace(m, parts=parts) for m, parts in zip(wished, numbered.papers, strict=True)]
            for m in made:
                finished = Opened(m.parts)
                _inspect(finished, read_tree(finished), m.paper, Copy(clean=m.entry.copy != "draft"))
    progress("ファイルを書いています")
    manifest = _manifest(opened, [m.entry for m in made])
    contents = {m.entry.file: to_bytes(m.parts) for m in made}
    return deliver(opened.folder, manifest, contents, out=out), made, numbered


def _to_know(opened: OpenCase, kind: str, held: Sequence[str]) -> Iterator[str]:
    """What no finding says: the settings nobody filled in, and edits in Word that a copy for others does not have."""
    if nameless(opened.content):
        yield "法人の名前が specgen.yaml に書かれていません。表紙には仮の名前が入っています。"
    for name in held:
        yield (
            f"前の下書きの「{name}」を、だれかがWordで開いています。その人がこの後に保存する直しは、"
            "今作った文書には入りません。"
        )
    if kind != "draft" and (edited := edited_draft(opened.folder)) is not None:
        yield (
            f"下書き（{edited.folder.name}）をWordで直した内容は、入っていません。"
            "要るものは answers.yaml に移してから、もう一度作ってください。"
        )


def _make(opened: OpenCase, document: str, kind: str, progress: Progress) -> _Made:
    case = opened.case
    copy = Copy(clean=kind != "draft")
    progress(f"{document}: 文書を組んでいます")
    extra = {} if copy.clean else {PART: binding(_bound(opened, document))}
    paper = print_paper(case, document, copy, extra_parts=extra)
    tree = read_tree(paper.parts)
    replies = read_replies(opened.content, opened.folder, opened.workspace)
    looked_at = read_tree(print_paper(case, document, copy, trace=True).parts) if copy.clean else tree
    report = report_on(case, paper, looked_at, "submit" if kind == "final" else "draft", replies)
    parts, known = (clean_copy(paper.parts) if copy.clean else paper.parts), False
    if not copy.clean:
        progress(f"{document}: 気付きを書き込んでいます")
        bare = listed(
            paper.parts, report
        )  # the list is no part of the paper: what was read stands for it too
        parts = annotate(bare, _notes(report, case.as_of, _decided_at(paper, tree))).parts
        known = only_commented(bare, parts)
    finished = Opened(parts)  # parsed once for reading and checking
    written = with_comments(tree, finished) if known else read_tree(finished)
    _inspect(finished, written, paper, copy)
    marks = "" if copy.clean else paragraph_marks(written)
    name, digests = _file_name(paper, kind), (parts_digest(parts), text_digest(written))
    entry = Entry(document, kind, name, *digests, paragraphs=marks)
    return _Made(paper, tree, report, parts, entry)


def _bound(opened: OpenCase, document: str) -> Bound:
    """Says which case and which answers a draft was made from, without any of the answers."""
    answers = digest(opened.source.text.encode())
    return Bound(opened.entry.id, document, answers, opened.case.as_of.isoformat(), __version__)


def _notes(report: Report, as_of: date, blocks: Mapping[str, int]) -> list[Note]:
    day = f"{as_of.isoformat()}T00:00:00Z"
    return [
        Note(f.key, f.paper.tag or f.subject, note_text(f), AUTHOR, day, blocks.get(f.subject, f.paper.block))
        for f in report.findings
    ]


def _decided_at(paper: Paper, tree: TextTree) -> dict[str, int]:
    """For answers that are not printed but decide what is: the paragraph whose gap waits for them."""
    places: dict[str, int] = {}
    for block in tree.blocks:
        for id in paper.printable.deciders.get(block.text, ()):
            places.setdefault(id, block.index)
    return places


def _inspect(finished: Opened, written: TextTree, paper: Paper, copy: Copy) -> None:
    expected = {id: text for id, text in paper.printable.facts_printed.items() if text}
    title = str(paper.printable.context["paper"]["title_lines"])
    troubles = check_package(finished, expected=expected, said=[title], clean=copy.clean, tree=written)
    if troubles:
        what = "できた文書の検査で、おかしな所が見つかりました。"
        remedy = "文書は書き出していません。この表示をそのままPMOに知らせてください。"
        raise SpecgenError([Fault("X01", f"{what}{trouble}", remedy=remedy) for trouble in troubles[:10]])


def _file_name(paper: Paper, kind: str) -> str:
    name = fill(paper.pack.entry.file_name, paper.printable.context)
    mark = {"draft": "【内部検討用】", "clean": "", "final": ""}[kind]
    edition = f"（{paper.printable.context['paper']['edition']}）" if kind == "clean" else ""
    return clean_file_name(mark + name)[: 80 - len(edition)] + edition + ".docx"


def _shown(made: _Made, folder: Path, *, pdf: bool = False) -> DraftedDocument:
    path = folder / made.entry.file
    beside = path.with_suffix(".pdf")
    values = made.paper.printable.facts_printed.values()
    return DraftedDocument(
        document=made.entry.document,
        label=made.paper.pack.entry.label,
        path=path,
        gaps=sum(isinstance(value, Gap) for value in values),
        unconfirmed=sum(isinstance(value, Unconfirmed) for value in values),
        report=made.report,
        pages=bool(made.entry.pages),
        pdf=beside if pdf and beside.is_file() else None,
    )


def _manifest(opened: OpenCase, entries: list[Entry]) -> Manifest:
    return Manifest(
        case=opened.entry.id,
        draft=0,
        as_of=opened.case.as_of.isoformat(),
        answers=digest(opened.source.text.encode()),
        versions={"specgen": __version__, **{f"pack.{name}": v for name, v in opened.entry.packs.items()}},
        documents=tuple(entries),
    )
