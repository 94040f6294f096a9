"""From a pack to a compiled template, and from a case to a printed paper: the one-way street up to the package."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..case.case import Case
from ..case.casefile import CaseEntry
from ..case.printing import Copy, printable
from ..content.clause import SINGLE
from ..content.find import data_root
from ..content.library import Content
from ..content.pack import TYPE_LABELS, Pack
from ..content.templatecheck import check_template_against
from ..errors import ContentError, Fault, Faults, InputError, Place, nearest
from ..files import digest, read_bytes, read_text
from ..model.paper import Printable, TemplateFacts
from ..word.compile import CompiledTemplate, compile_template
from ..word.render import render
from ..word.screen import screen_package
from ..word.stamp import is_edited
from .kept import kept_or_built, kept_or_made

if TYPE_CHECKING:
    from ..content.markup_ast import ClauseSource

_compiled: dict[tuple[object, ...], CompiledTemplate] = {}


@dataclass(frozen=True, slots=True)
class Paper:
    """One printed paper before it is zipped."""

    pack: Pack
    facts: TemplateFacts
    printable: Printable
    parts: dict[str, bytes]
    template: str
    """Digest of the template it was printed from."""


def find_pack(content: Content, name: str) -> Pack:
    """The pack of this name; raises ``InputError`` with the nearest name."""
    pack = content.packs.get(name)
    if pack is None:
        known = "、".join(f"{n}（{p.entry.label}）" for n, p in content.packs.items())
        raise InputError(
            Fault(
                "P01",
                f"「{name}」というひな形はありません。",
                quoted=name,
                nearest=nearest(name, content.packs),
                remedy=f"今あるひな形: {known}。",
            )
        )
    return pack


def pack_for(case: Case, document: str) -> Pack:
    """The pack that makes ``document`` for the case's type and form; raises ``InputError`` when none does."""
    content, entry = case.content, case.entry
    makes = [pack for pack in content.packs.values() if pack.entry.document == document]
    if not makes:
        names = {pack.entry.document: pack.entry.label for pack in content.packs.values()}
        known = "、".join(f"{name}（{label}）" for name, label in names.items())
        raise InputError(
            Fault(
                "P05",
                f"「{document}」という文書のひな形はありません。",
                quoted=document,
                nearest=nearest(document, names),
                remedy=f"今ある文書: {known}。",
            )
        )
    for pack in makes:
        if pack.serves(entry.type, entry.form):
            return pack
    served = "、".join(dict.fromkeys(TYPE_LABELS[type] for pack in makes for type in pack.entry.types))
    short = "（短い様式）" if entry.form == "short" else ""
    raise InputError(
        Fault(
            "P02",
            f"「{makes[0].entry.label}」は、調達の種類「{TYPE_LABELS[entry.type]}」{short}では作りません。",
            Place("case.yaml"),
            entry.type,
            remedy=f"作れる種類: {served}。{_in_ordinary_form(makes, entry)}",
        )
    )


def _in_ordinary_form(makes: Sequence[Pack], entry: CaseEntry) -> str:
    if not entry.form or not any(pack.serves(entry.type, "") for pack in makes):
        return ""
    return "ふつうの様式では作れます。case.yaml の form の行を消してください。"


def documents_of(case: Case) -> tuple[str, ...]:
    """The documents that can be made for the case, in the order of the packs."""
    entry = case.entry
    served = (p.entry.document for p in case.content.packs.values() if p.serves(entry.type, entry.form))
    return tuple(dict.fromkeys(served))


def clause_sources(content: Content) -> dict[str, ClauseSource]:
    """Every clause parsed for the builder; raises ``ContentError`` with every fault of every clause."""
    from ..content.markup import parse_clause_body
    from ..content.markup_ast import ClauseSource

    faults = Faults()
    sources: dict[str, ClauseSource] = {}
    for id, clause in content.clauses.items():
        try:
            own = {n: parse_clause_body(o.text, o.file, o.line)[SINGLE] for n, o in clause.own.items()}
            variants = parse_clause_body(clause.body, clause.file, clause.first_line) | own
        except ContentError as error:
            faults.found.extend(error.faults)
            continue
        for name in sorted(set(clause.variants) - set(variants)):
            what = f"条文「{id}」に、書き方「{name}」の本文がありません。"
            remedy = f"「## {name}」の見出しと本文を書いてください。"
            place = Place(clause.file, clause.first_line)
            faults.add(Fault("C30", what, place, name, nearest(name, variants), remedy))
        for name in sorted(set(variants) - set(clause.variants)):
            what = f"条文「{id}」の本文「## {name}」が、見出し情報の variants にありません。"
            remedy = "variants に加えるか、この本文を消してください。"
            place = Place(clause.file, clause.first_line)
            faults.add(Fault("C31", what, place, name, nearest(name, clause.variants), remedy))
        sources[id] = ClauseSource(clause.head.title, variants, single=not clause.head.variants)
    faults.stop_if_any()
    return sources


def build_template(content: Content, pack: Pack) -> bytes:
    """The Word template built from the pack's ``template.md``; raises ``ContentError``."""
    from ..content.markup import parse_template
    from ..content.overlaywording import reworked
    from ..word.build import build

    sources = clause_sources(content)
    blocks = parse_template(
        read_text(pack.template_md, error=ContentError), f"{pack.file[:-9]}template.md", sources
    )
    return build(reworked(blocks, pack), sources, _base(content), pack.entry.label)


def _sources(content: Content, pack: Pack) -> tuple[object, ...]:
    """All that ``build_template`` reads."""
    clauses = [(c.id, c.head.title, c.variants, c.body, dict(c.own)) for c in content.clauses.values()]
    text = read_text(pack.template_md, error=ContentError)
    reworked = {key: (title, pack.entry.sections[key]) for key, title in pack.reworked.items()}
    return text, clauses, reworked, digest(_base(content)), pack.entry.label


def _base(content: Content) -> bytes:
    data = read_bytes(content.base, error=ContentError)
    screen_package(data, content.base.name, allow="template", error=ContentError)
    return data


def word_master(pack: Pack) -> bytes | None:
    """The Word file of a pack where it is the master: edited in Word since it was built, or without a text beside it."""
    path = pack.template_docx
    there = read_bytes(path, error=ContentError) if path.is_file() else None
    if there is not None and (is_edited(there) or not pack.template_md.is_file()):
        return there
    return None


def template_bytes(content: Content, pack: Pack) -> bytes:
    """The Word template of a pack: the file that lies there, or one built now from ``template.md``.

    A file that was edited in Word is the master and is taken as it is. A shipped file is known to be fresh; it is
    built anew where the workspace or an overlay brings wordings of its own. Raises ``ContentError`` when there is
    neither, or when an overlay rewrites what stands in a file that was edited in Word.
    """
    master = word_master(pack)
    if master is not None:
        from ..content.overlaywording import out_of_reach

        Faults(list(out_of_reach(content, pack))).stop_if_any()
        return master
    as_shipped = (
        pack.folder.is_relative_to(data_root())
        and not (content.own_wording or pack.reworked)
        and not any(clause.own for clause in content.clauses.values())
    )
    path = pack.template_docx
    if as_shipped and path.is_file():
        return read_bytes(path, error=ContentError)
    if pack.template_md.is_file():
        return kept_or_built(_sources(content, pack), lambda: build_template(content, pack))
    raise ContentError(
        Fault(
            "P03",
            f"ひな形のWordファイル {path.name} がありません。",
            Place(pack.file),
            remedy=f"{path.name} か template.md を元の場所に戻してください。",
        )
    )


def compiled_template(content: Content, pack: Pack, *, trace: bool = True) -> tuple[CompiledTemplate, str]:
    """The compiled template, kept for this process and the next, and its file's digest; raises ``ContentError``."""
    data = template_bytes(content, pack)
    mark = digest(data)
    style = content.settings.house_style
    prose = tuple(sorted(id for id, question in content.questions.items() if question.type == "prose"))
    file = pack.template_docx.name
    about = (mark, trace, style.comma, style.digits, prose, file)

    def compiled() -> CompiledTemplate:
        parts = screen_package(data, file, allow="template", error=ContentError)
        return compile_template(
            parts, trace=trace, comma=style.comma, digits=style.digits, is_prose=prose.__contains__, file=file
        )

    if about not in _compiled:
        _compiled[about] = kept_or_made(about, compiled)
    return _compiled[about], mark


def print_paper(
    case: Case,
    document: str,
    copy: Copy,
    *,
    extra_parts: Mapping[str, bytes] | None = None,
    trace: bool = False,
) -> Paper:
    """Print one document of a case; a template that would show what its readers may not see is refused.

    Controls tell whose words are whose in every working draft; in a clean copy only with ``trace``.
    """
    pack = pack_for(case, document)
    compiled, mark = compiled_template(case.content, pack, trace=trace or not copy.clean)
    faults = Faults()
    check_template_against(case.content, pack, compiled.facts, faults, whole=bool(case.content.changes))
    faults.stop_if_any()
    printed = printable(case, pack, compiled.facts, copy)
    rendered = render(
        compiled, printed.context, properties=_properties(case, printed, copy), extra_parts=extra_parts
    )
    return Paper(pack, compiled.facts, printed, dict(rendered.parts), mark)


def _properties(case: Case, printed: Printable, copy: Copy) -> dict[str, str]:
    paper = printed.context["paper"]
    return {
        "title": str(paper["title"]),
        "subject": str(paper["label"]),
        "creator": "" if copy.clean else str(paper["organisation"]),
        "lastModifiedBy": "",
        "created": case.as_of.isoformat(),
        "language": "ja-JP",
    }
