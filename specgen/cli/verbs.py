"""The one table of verbs: it makes the command line, its help and the reference page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import typer

from . import bench, commands, foreignfile, reviewing
from .helptext import Entry, JapaneseCommand, JapaneseGroup

START, ANSWER, PAPER, REVIEW, BENCH = "はじめる", "答える", "確かめる・作る", "見てもらう", "ひな形の手入れ"

ABOUT = (
    "質問への答えから、調達の文書の下書きをWordで作ります。"
    "決まっていないところは、決まっていないと分かる形で残します。"
)
EPILOG = """\
それぞれの使い方: specgen コマンド --help
はじめての方は: specgen demo"""


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb: its words (``template list``), its heading in the help, its function, example lines."""

    name: str
    heading: str
    call: Callable[..., int]
    examples: tuple[str, ...]

    @property
    def summary(self) -> str:
        """The first line of the function's help."""
        return (self.call.__doc__ or "").strip().split("\n")[0]


VERBS: tuple[Verb, ...] = (
    Verb("demo", START, commands.demo, ("specgen demo", "specgen demo ためし")),
    Verb("init", START, commands.init, ("specgen init", "specgen init 調達文書")),
    Verb(
        "new",
        START,
        commands.new,
        ("specgen new 文書管理 --type saas", "specgen new 調査R10 --type study --from 調査R9"),
    ),
    Verb("doctor", START, commands.doctor, ("specgen doctor",)),
    Verb(
        "ask",
        ANSWER,
        commands.ask,
        ("specgen ask 文書管理", 'specgen ask 文書管理 --only "deliverable.*"', "specgen ask 文書管理 --new"),
    ),
    Verb("status", ANSWER, commands.status, ("specgen status 文書管理",)),
    Verb(
        "check",
        PAPER,
        commands.check,
        ("specgen check 文書管理", "specgen check 文書管理 --stage submit --json"),
    ),
    Verb(
        "draft",
        PAPER,
        commands.draft,
        (
            "specgen draft 文書管理",
            "specgen draft 文書管理 --clean --out 意見招請",
            "specgen draft 文書管理 --doc all --pdf",
        ),
    ),
    Verb(
        "explain",
        PAPER,
        commands.explain,
        ("specgen explain procurement.title", "specgen explain clause:rights.ownership"),
    ),
    Verb(
        "review open",
        REVIEW,
        reviewing.review_open,
        ("specgen review open 文書管理", "specgen review open 文書管理 --stage submit --by 情報戦略室"),
    ),
    Verb(
        "review return",
        REVIEW,
        reviewing.review_return,
        ("specgen review return 文書管理 調達仕様書_指摘つき_第1回.docx --by 総務部文書課",),
    ),
    Verb("review show", REVIEW, reviewing.review_show, ("specgen review show 文書管理 --all",)),
    Verb(
        "review close",
        REVIEW,
        reviewing.review_close,
        ("specgen review close 文書管理", "specgen review close 文書管理 --approve --by 情報化統括責任者"),
    ),
    Verb(
        "review file",
        REVIEW,
        foreignfile.review_file,
        ("specgen review file 仕様書.docx", "specgen review file 仕様書.docx --all --no-copy"),
    ),
    Verb(
        "waive",
        REVIEW,
        reviewing.waive,
        (
            "specgen waive 文書管理 DLV-02@deliverable.list/D6.due --reason 年度内に決める --until 令和9年3月31日",
        ),
    ),
    Verb("template list", BENCH, commands.template_list, ("specgen template list",)),
    Verb(
        "template build",
        BENCH,
        commands.template_build,
        ("specgen template build spec", "specgen template build --check"),
    ),
    Verb("template lint", BENCH, commands.template_lint, ("specgen template lint spec",)),
    Verb(
        "template show",
        BENCH,
        bench.template_show,
        (
            "specgen template show spec",
            "specgen template show --topic 成果物",
            "specgen template show --topic deliverable --out 成果物.md",
        ),
    ),
    Verb(
        "template resolve",
        BENCH,
        bench.template_resolve,
        ("specgen template resolve --department kenkyu", "specgen template resolve spec --case 文書管理"),
    ),
    Verb(
        "template rules",
        BENCH,
        bench.template_rules,
        ("specgen template rules --out 規則", "specgen template rules --out 規則 --check"),
    ),
    Verb("template coverage", BENCH, bench.template_coverage, ("specgen template coverage",)),
    Verb(
        "template schema",
        BENCH,
        commands.template_schema,
        ("specgen template schema", "specgen template schema --check"),
    ),
)

FAMILIES = {
    "review": "下書きやWordの仕様書を確かめます。回を開く・返事を受け取る・動きを見る・閉じることができます。",
    "template": "文書のひな形を、一覧する・組み立てる・調べる・見る・編集の助けを作ります。",
}


_PLAIN: dict[str, Any] = {
    "rich_markup_mode": None,
    "add_completion": False,
    "pretty_exceptions_enable": False,
}


def command() -> Any:
    """The command line as Typer's command object; each verb is built when it is called."""
    app = typer.Typer(help=ABOUT, epilog=EPILOG, cls=JapaneseGroup, no_args_is_help=True, **_PLAIN)
    app.callback()(commands.version_option)
    alone = [Entry(v.name, v.heading, v.summary, partial(built, v)) for v in VERBS if " " not in v.name]
    families = [
        Entry(name, _heading_of(name), about, partial(_family, name)) for name, about in FAMILIES.items()
    ]
    return _with_entries(app, alone + families)


def _heading_of(family: str) -> str:
    """The heading under which the verbs of a family stand."""
    return next(verb.heading for verb in VERBS if verb.name.startswith(f"{family} "))


def _family(name: str) -> Any:
    app = typer.Typer(name=name, help=FAMILIES[name], cls=JapaneseGroup, no_args_is_help=True, **_PLAIN)
    members = [
        (verb, verb.name.removeprefix(f"{name} ")) for verb in VERBS if verb.name.startswith(f"{name} ")
    ]
    return _with_entries(app, [Entry(last, v.heading, v.summary, partial(built, v)) for v, last in members])


def _with_entries(app: typer.Typer, entries: list[Entry]) -> Any:
    group: Any = typer.main.get_group(app)
    group.entries = tuple(entries)
    return group


def built(verb: Verb) -> Any:
    """The command of one verb as Typer's command object."""
    app = typer.Typer(**_PLAIN)
    epilog = "\n".join(["例:", *(f"  {line}" for line in verb.examples)])
    app.command(verb.name.rpartition(" ")[2], cls=JapaneseCommand, epilog=epilog)(verb.call)
    return typer.main.get_command(app)
