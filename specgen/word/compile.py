"""Turns a Word template into a value that renders fast: judged, traced and compiled once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import ContentError, Fault, Faults, Place
from ..model.paper import TemplateFacts
from . import properties
from .package import Packed
from .parts import MOST_RENDERED, W_P, W_T, Layout, W, lay_out, open_package, parse

if TYPE_CHECKING:
    from types import CodeType

    from jinja2 import Template
    from lxml.etree import _Element

    from .sandbox import PureData
    from .templatelint import PartReading

_NEVER_PRINTED = ("word/glossary/", "customXml/")
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True, slots=True)
class Compiled:
    """A piece of Jinja that was compiled: what renders it, and the code that it was made from."""

    template: Template
    code: CodeType

    @classmethod
    def of(cls, env: PureData, code: CodeType) -> Compiled:
        """The piece that ``code`` makes."""
        from jinja2 import Template

        return cls(Template.from_code(env, code, {}), code)


@dataclass(frozen=True, slots=True)
class CompiledPart:
    """One part that holds tags. The two marks say what has to be mended after rendering."""

    name: str
    made: Compiled
    cells_may_empty: bool = False
    columns_may_vary: bool = False


@dataclass(frozen=True, slots=True)
class CompiledTemplate:
    """A template ready to render: its facts, the names it reads, parts with tags, parts that never change."""

    facts: TemplateFacts
    names: frozenset[str]
    parts: tuple[CompiledPart, ...]
    properties: Mapping[str, Compiled]
    """Document properties by element name."""
    core: str
    """Name of the part that holds them."""
    main: str
    fixed: Mapping[str, Packed]


def _not_prose(_: str) -> bool:
    return False


def compile_template(
    docx: bytes | Mapping[str, bytes],
    *,
    trace: bool = True,
    comma: str = "、。",
    digits: str = "half",
    is_prose: Callable[[str], bool] = _not_prose,
    file: str = "",
) -> CompiledTemplate:
    """Compile a docxtpl template, given as a file's bytes or as its screened parts.

    ``ContentError`` carries every fault of the template at once. With ``trace`` each printed answer stands in
    a content control whose tag is its id. ``is_prose`` says which ids are prose: alone in a paragraph, they
    print one paragraph a line. ``comma`` is the house's pair of marks; it changes the template's fixed text
    only. ``digits="full"`` changes only the numbers that Word computes. ``file`` names the template in faults.
    """
    parts = dict(docx) if isinstance(docx, Mapping) else open_package(docx, file)
    if digits == "full":
        from .widenumbers import with_wide_numbers

        parts = with_wide_numbers(parts)
    return _Compilation(parts, file, is_prose, _restyler(comma)).run(traced=trace)


def _restyler(comma: str) -> Callable[[str], str]:
    if comma == "、。":
        return str
    table = str.maketrans("、。", comma)
    return lambda text: text.translate(table)


@dataclass(slots=True)
class _Read:
    name: str
    kind: str
    root: _Element
    reading: PartReading
    first: int


class _Compilation:
    """What is shared while one template is compiled; every step adds its faults before the next may start."""

    def __init__(
        self,
        parts: dict[str, bytes],
        file: str,
        is_prose: Callable[[str], bool],
        restyle: Callable[[str], str],
    ) -> None:
        self.parts, self.file, self.is_prose, self.restyle = parts, file, is_prose, restyle
        self.faults = Faults()

    def run(self, *, traced: bool) -> CompiledTemplate:
        from .sandbox import environment

        layout = lay_out(self.parts, self.file)
        read = self.read(layout)
        self.nothing_in_other_parts(layout)
        core = properties.core_part(self.parts, self.file)
        sources = properties.sources(self.parts.get(core), core, self.file, self.faults)
        self.faults.stop_if_any(ContentError)
        env = environment()
        compiled = [self.compile(env, part, traced) for part in read if part.reading.slots]
        fixed = {**self.parts, **{r.name: _serialized(r.root) for r in read if not r.reading.slots}}
        for name in (core, *(part.name for part in compiled)):
            fixed.pop(name, None)
        return CompiledTemplate(
            facts=_facts([r.reading for r in read]),
            names=frozenset().union(*(r.reading.names for r in read)),
            parts=tuple(compiled),
            properties={name: Compiled.of(env, env.code(source)) for name, source in sources.items()},
            core=core,
            main=layout.main,
            fixed={name: Packed(data) for name, data in properties.with_core(fixed, core, self.file).items()},
        )

    def read(self, layout: Layout) -> list[_Read]:
        from .templatelint import Reader

        reader = Reader(layout, self.faults, self.file, self.is_prose, self.restyle)
        read: list[_Read] = []
        count = 0
        if sum(len(self.parts[name]) for name in layout.rendered) > MOST_RENDERED:
            remedy = "使っていない段落や書式を消すか、テンプレートを分けてください。"
            raise ContentError(Fault("T02", "テンプレートが大きすぎます。", Place(self.file), remedy=remedy))
        for name, kind in sorted(layout.rendered.items(), key=lambda item: (item[0] != layout.main, item[0])):
            root = parse(self.parts[name], name, self.file)
            if root.prefix != "w" or root.nsmap.get("w") != W:
                what = f"部品 {name} が、Wordのふつうの書き方ではありません。"
                remedy = "Wordで開き、.docx（厳密な形式でないほう）で保存し直してください。"
                self.faults.add(Fault("T19", what, Place(self.file), remedy=remedy))
                continue
            reading = reader.read(root, kind, count)
            read.append(_Read(name, kind, root, reading, count))
            count += len(reading.slots)
        return read

    def nothing_in_other_parts(self, layout: Layout) -> None:
        """Comments, endnotes and the rest are not filled in, so no tag may stand there."""
        for name in sorted(self.parts):
            if (
                name in layout.rendered
                or not name.startswith(("word/", "docProps/"))
                or not name.endswith(".xml")
            ):
                continue
            data = self.parts[name]
            if (
                name.startswith(_NEVER_PRINTED)
                or b"{" not in data
                or name == properties.core_part(self.parts, self.file)
            ):
                continue
            for text in _texts(parse(data, name, self.file)):
                if "{{" in text or "{%" in text:
                    what, remedy = (
                        f"部品 {name} には差し込みを書けません。",
                        "本文・ヘッダー・フッター・脚注に書いてください。",
                    )
                    self.faults.add(Fault("T15", what, Place(self.file), text[:80], remedy=remedy))

    def compile(self, env: PureData, part: _Read, traced: bool) -> CompiledPart:
        from . import trace

        reading = part.reading
        trace.pin(part.root, reading.slots, reading.looped)
        added, w15 = trace.declare(part.root) if traced else ("", "")
        start = "<" + str(part.root.tag).replace(f"{{{W}}}", "w:")
        patched = _patched(_text(part.root).replace(start, start + added, 1))
        source = trace.unpin(patched, reading.slots, first=part.first, trace=traced, w15=w15, file=self.file)
        made = Compiled.of(env, env.code(_DECLARATION + source))
        return CompiledPart(part.name, made, reading.cells_may_empty, reading.columns_may_vary)


def _patched(source: str) -> str:
    """docxtpl's own rules: paragraphs, rows and cells that hold a command become that command."""
    from docxtpl import DocxTemplate

    result: str = DocxTemplate.patch_xml(None, source)
    return result


def _text(root: _Element) -> str:
    from lxml import etree

    return etree.tostring(root, encoding="unicode")


def _serialized(root: _Element) -> bytes:
    return (_DECLARATION + _text(root)).encode()


def _texts(root: _Element) -> Iterable[str]:
    """The text of each paragraph, or of each element in parts that have none."""
    paragraphs = list(root.iter(W_P))
    if paragraphs:
        return ["".join(t.text or "" for t in paragraph.iter(W_T)) for paragraph in paragraphs]
    return [element.text or "" for element in root.iter()]


def _facts(readings: Iterable[PartReading]) -> TemplateFacts:
    every = list(readings)
    return TemplateFacts(
        headings=tuple(heading for reading in every for heading in reading.headings),
        fields=tuple(field for reading in every for field in reading.fields),
        tables=tuple(table for reading in every for table in reading.tables),
        texts=tuple(text for reading in every for text in reading.texts),
    )
