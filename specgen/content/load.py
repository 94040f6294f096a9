"""Load the two content folders, shipped and the agency's own, and tell every fault in one run."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from .. import files, yamltext
from ..errors import ContentError, Fault, Faults, Place
from .clause import Clause, ClauseHead
from .condition import ConditionEntry
from .department import department_of
from .find import data_root, files_under
from .gate import Entry, no_mapping, read_as
from .lexicon import LexiconWord
from .library import Content, Topic
from .names import check_names
from .organisation import Settings
from .overlay import overlays_of
from .pack import Pack, PackEntry
from .parameter import ParameterEntry
from .parameters import with_parameters
from .parsed import Folder, Later, Parsed
from .profile import Profile
from .question import Question, TopicFile
from .rule import Rule, read_rule
from .small import Category, Phrases, Source, Term

_Model = TypeVar("_Model", bound=Entry)
_CALLED = {
    "question": "質問",
    "condition": "条件",
    "clause": "条文",
    "pack": "文書",
    "rule": "規則",
    "profile": "規則の一覧",
    "lexicon": "語の一覧",
    "parameter": "値",
    "source": "出典",
    "category": "規則の分類",
}
_FRONT_MATTER = re.compile(r"---\n(.*?^)---\n(.*)", re.DOTALL | re.MULTILINE)


@dataclass(slots=True)
class Loading:
    """What has been read so far; later roots replace earlier entries of the same id."""

    faults: Faults = field(default_factory=Faults)
    topics: dict[str, TopicFile] = field(default_factory=dict)
    conditions: dict[str, ConditionEntry] = field(default_factory=dict)
    clauses: dict[str, Clause] = field(default_factory=dict)
    packs: dict[str, Pack] = field(default_factory=dict)
    replaced: list[Pack] = field(default_factory=list)
    rules: dict[str, Rule] = field(default_factory=dict)
    lexicons: dict[str, tuple[LexiconWord, ...]] = field(default_factory=dict)
    parameters: dict[str, ParameterEntry] = field(default_factory=dict)
    profiles: dict[str, Profile] = field(default_factory=dict)
    categories: dict[str, Category] = field(default_factory=dict)
    glossary: dict[str, Term] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    phrases: Phrases = field(default_factory=Phrases)
    places: dict[str, Callable[[], Place]] = field(default_factory=dict)
    nodes: dict[str, Callable[[], yamltext.Node]] = field(default_factory=dict)
    folder: Folder = field(default_factory=lambda: Folder(Path()))
    """What is read at the moment."""
    headings: dict[str, tuple[str, ...]] = field(default_factory=dict)
    base: Path = Path()
    own_wording: bool = False
    root: Path = Path()
    here: set[str] = field(default_factory=set)
    """What was read in this root."""
    own: frozenset[str] = frozenset()
    """What was read in the workspace."""
    over_locked: list[str] = field(default_factory=list)
    """What was read in the workspace in place of something locked."""

    def shown(self, path: Path) -> str:
        """How a file is named to people: relative to its root, with forward slashes."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else path.name

    def text(self, path: Path) -> str | None:
        """The text of a content file; None, with the fault kept, when it cannot be read."""
        try:
            return files.read_text(path, error=ContentError)
        except ContentError as error:
            self.faults.found.extend(
                replace(fault, place=replace(fault.place, file=self.shown(path))) for fault in error.faults
            )
            return None

    def parsed(self, text: str, file: str) -> Parsed | None:
        """What a content file says; None, with the faults kept, when it cannot be parsed."""
        try:
            return self.folder.parse(text, file)
        except ContentError as error:
            self.faults.found.extend(error.faults)
            return None

    def mapping(self, path: Path) -> Parsed | None:
        """The mapping that a content file holds; None, with the faults kept, when it holds none."""
        text = self.text(path)
        return None if text is None else self.mapping_of(text, self.shown(path))

    def mapping_of(self, text: str, file: str) -> Parsed | None:
        """The mapping that ``text`` holds; None, with the faults kept, when it holds none."""
        parsed = self.parsed(text, file)
        if parsed is None or isinstance(parsed.plain, dict):
            return parsed
        self.faults.add(no_mapping(parsed.place))
        return None

    def enter(self, root: Path) -> None:
        """Go on in another root: what was read before may be replaced by it."""
        self.root, self.here = root, set()

    def remember(self, key: str, written: Parsed, place: Callable[[], Place] | None = None) -> None:
        """Keep what is written of an entry, and where; one name has one entry in each root."""
        place = place or (lambda: Place(written.file, 1, 1))
        if key in self.here:
            kind, _, id = key.partition(":")
            self.faults.add(
                Fault(
                    "C04",
                    f"idが「{id}」の{_CALLED[kind]}が2つあります。",
                    place(),
                    id,
                    remedy=f"先のもの（{self.places[key]()}）と別のidにしてください。",
                )
            )
        self.here.add(key)
        self.places[key], self.nodes[key] = place, lambda: written.node


def load_content(
    workspace: Path | None = None,
    *,
    checklists: bool = True,
    verify: bool = True,
    department: str = "",
    case: Path | None = None,
) -> Content:
    """All content as shipped, then the workspace's own, then the overlays of the department and of the case's folder.

    Raises ``ContentError`` with every fault found. ``checklists=False`` leaves rules, lexicons, parameters and profiles
    out (faces that do not check).
    """
    loading = Loading()
    roots = [data_root()] + ([workspace] if workspace is not None else [])
    for root in roots:
        loading.enter(root)
        parts = {"spec_templates": _load_library} | ({"checklists": _load_checklists} if checklists else {})
        for name, load in parts.items():
            loading.folder = Folder(root / name)
            load(loading, root / name)
            loading.folder.keep()
    loading.own = frozenset(loading.here) if workspace is not None else frozenset()
    settings = _load_settings(loading, workspace)
    meant = department_of(workspace, department, settings, loading.faults)
    overlays = overlays_of(workspace, meant.id, case, loading.faults)
    _stop(loading.faults)
    content = replace(_assembled(loading, settings), department=meant)
    if checklists:
        content = with_parameters(content, loading.parameters, loading.faults)
    if overlays:
        from .overlaying import overlaid  # most cases have none

        content = overlaid(content, overlays, loading.conditions, loading.faults, checklists=checklists)
    elif verify:
        content = check_names(content, loading.conditions, loading.faults)
    _stop(loading.faults)
    return content


def _stop(faults: Faults) -> None:
    """Raise what was found, file by file from top to bottom, each once."""
    found = sorted(dict.fromkeys(faults.found), key=lambda f: (f.place.file, f.place.line, f.place.column))
    Faults(found).stop_if_any()


def _load_library(loading: Loading, folder: Path) -> None:
    library = folder / "library"
    for path in files_under(library / "questions", ".yaml"):
        _load_topic(loading, path)
    _load_entries(loading, library / "conditions.yaml", ConditionEntry, loading.conditions, "condition")
    clauses = files_under(library / "clauses", ".md")
    base = library / "base.docx"
    loading.base = base if base.is_file() else loading.base
    loading.own_wording = folder.parent != data_root() and (bool(clauses) or base.is_file())
    for path in clauses:
        _load_clause(loading, path, library / "clauses")
    _load_list(
        loading, library / "glossary.yaml", Term, lambda term: loading.glossary.__setitem__(term.term, term)
    )
    if (library / "phrases.yaml").is_file():
        own = _load_one(loading, library / "phrases.yaml", Phrases, lambda _: "phrases:")
        # What it leaves empty stays as shipped: no phrase is ever blank.
        said = {name: words for name, words in (own or Phrases()).model_dump().items() if words}
        loading.phrases = loading.phrases.model_copy(update=said)
    _load_headings(loading, library / "headings.yaml")
    for path in files_under(folder / "packs", "pack.yaml"):
        entry = _load_one(loading, path, PackEntry, f"pack:{path.parent.name}")
        if entry is not None:
            name = path.parent.name
            loading.replaced += [loading.packs[name]] if name in loading.packs else []
            loading.packs[name] = Pack(entry, path.parent, loading.shown(path))


def _load_checklists(loading: Loading, folder: Path) -> None:
    for path in files_under(folder / "rules", ".yaml"):
        _load_rule(loading, path)
    for path in files_under(folder / "words", ".yaml"):
        words: list[LexiconWord] = []
        _load_list(loading, path, LexiconWord, words.append, f"lexicon:{path.stem}")
        loading.lexicons[path.stem] = tuple(words)
    for path in files_under(folder / "params", ".yaml"):
        name = f"{path.parent.name}.{path.stem}"
        parameter = _load_one(loading, path, ParameterEntry, lambda _, id=name: f"parameter:{id}")  # type: ignore[misc]
        if parameter is not None:
            loading.parameters[name] = parameter
    for path in files_under(folder / "profiles", ".yaml"):
        profile = _load_one(loading, path, Profile, lambda profile: f"profile:{profile.profile}")
        if profile is not None:
            loading.profiles[profile.profile] = profile
    _load_entries(loading, folder / "sources.yaml", Source, loading.sources, "source")
    _load_entries(loading, folder / "categories.yaml", Category, loading.categories, "category")


def _load_headings(loading: Loading, path: Path) -> None:
    """Other titles under which papers have a chapter or section; those of the workspace come beside the shipped ones."""
    if not path.is_file():
        return
    written = loading.mapping(path)
    for key, titles in written.plain.items() if written is not None else ():
        if isinstance(titles, list) and all(isinstance(title, str) and title.strip() for title in titles):
            loading.headings[key] = (*loading.headings.get(key, ()), *titles)
            continue
        assert written is not None
        loading.faults.add(
            Fault(
                "C07",
                f"「{key}」には、見出しの言い換えの並びを書きます。",
                written.at(key).place,
                key,
                remedy="例: overview: [案件の概要, 調達の概要]",
            )
        )


def _load_rule(loading: Loading, path: Path) -> None:
    written = loading.mapping(path)
    rule = read_rule(written, loading.faults) if written is not None else None
    if written is not None and rule is not None:
        before = loading.rules.get(path.stem)
        loading.over_locked += [f"rule:{path.stem}"] if before is not None and before.locked else []
        loading.remember(f"rule:{path.stem}", written)
        loading.rules[path.stem] = rule


def _load_settings(loading: Loading, workspace: Path | None) -> Settings:
    path = workspace / "specgen.yaml" if workspace is not None else None
    if path is None or not path.is_file():
        return Settings()
    loading.root = path.parent
    loading.folder = Folder(path)
    return _load_one(loading, path, Settings, "settings:") or Settings()


def _load_one(
    loading: Loading, path: Path, model: type[_Model], key: str | Callable[[_Model], str] = ""
) -> _Model | None:
    """The one entry of a file; ``key`` says under which name its place is kept."""
    written = loading.mapping(path)
    entry = read_as(model, written, loading.faults) if written is not None else None
    if written is not None and entry is not None and key:
        loading.remember(key if isinstance(key, str) else key(entry), written)
    return entry


def _load_topic(loading: Loading, path: Path) -> None:
    written = loading.mapping(path)
    topic = read_as(TopicFile, written, loading.faults) if written is not None else None
    if written is None or topic is None:
        return
    if topic.topic != path.stem:
        loading.faults.add(
            Fault(
                "C03",
                f"topic「{topic.topic}」とファイル名「{path.stem}」が違います。",
                written.place,
                topic.topic,
                path.stem,
                "topicとファイル名を同じにしてください。",
            )
        )
    loading.topics[topic.topic] = topic
    listed = written.at("questions")
    for number, question in enumerate(topic.questions):
        item = listed.at(number)
        loading.remember(f"question:{question.id}", item, partial(getattr, item, "place"))


def _load_entries(
    loading: Loading, path: Path, model: type[_Model], into: dict[str, _Model], kind: str
) -> None:
    if not path.is_file():
        return
    written = loading.mapping(path)
    for name in written.plain if written is not None else ():
        assert written is not None
        value = written.at(name)
        entry = read_as(model, value, loading.faults)
        if entry is not None:
            into[name] = entry
            loading.remember(f"{kind}:{name}", value, partial(written.place_of, name))


def _load_list(
    loading: Loading, path: Path, model: type[_Model], keep: Callable[[_Model], Any], key: str = ""
) -> None:
    if not path.is_file():
        return
    file = loading.shown(path)
    text = loading.text(path)
    written = loading.parsed(text, file) if text is not None else None
    if written is None:
        return
    if not isinstance(written.plain, list):
        remedy = "1件ごとに、行の頭に「- 」を置いてください。"
        loading.faults.add(
            Fault("C05", "このファイルには「- 」で始まる並びを書きます。", Place(file, 1, 1), remedy=remedy)
        )
        return
    if key:
        loading.remember(key, written)
    for number in range(len(written.plain)):
        entry = read_as(model, written.at(number), loading.faults)
        if entry is not None:
            keep(entry)


def _load_clause(loading: Loading, path: Path, folder: Path) -> None:
    file = loading.shown(path)
    text = loading.text(path)
    if text is None:
        return
    parts = _FRONT_MATTER.fullmatch(text)
    if parts is None:
        loading.faults.add(
            Fault(
                "C06",
                "条文のファイルは「---」で囲んだ見出し情報で始めます。",
                Place(file, 1, 1),
                text.partition("\n")[0][:20],
                remedy="1行目と見出し情報の終わりに「---」だけの行を置いてください。",
            )
        )
        return
    # A blank first line keeps the line numbers of the file.
    written = loading.mapping_of("\n" + parts[1], file)
    head = read_as(ClauseHead, written, loading.faults) if written is not None else None
    if written is not None and head is not None:
        id = ".".join(path.relative_to(folder).with_suffix("").parts)
        before = loading.clauses.get(id)
        loading.over_locked += [f"clause:{id}"] if before is not None and before.head.locked else []
        loading.clauses[id] = Clause(id, head, parts[2], file, parts[1].count("\n") + 3)
        loading.remember(f"clause:{id}", written)


def _assembled(loading: Loading, settings: Settings) -> Content:
    topics = tuple(
        Topic(t.topic, t.label, t.order, t.questions)
        for t in sorted(loading.topics.values(), key=lambda t: (t.order, t.topic))
    )
    questions: dict[str, Question] = {q.id: q for topic in topics for q in topic.questions}
    return Content(
        topics=topics,
        questions=questions,
        condition_labels={name: entry.label for name, entry in loading.conditions.items()},
        clauses=loading.clauses,
        packs=loading.packs,
        replaced=tuple(loading.replaced),
        rules=loading.rules,
        lexicons=loading.lexicons,
        profiles=loading.profiles,
        glossary=tuple(loading.glossary.values()),
        sources=loading.sources,
        categories=loading.categories,
        phrases=loading.phrases,
        headings=loading.headings,
        settings=settings,
        places=Later(loading.places),
        nodes=Later(loading.nodes),
        base=loading.base,
        own_wording=loading.own_wording,
        own=loading.own,
        over_locked=tuple(loading.over_locked),
    )
