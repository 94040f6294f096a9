"""The one table of verbs: it makes the command line, its help and the reference page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import typer

from . import commands
from .helptext import JapaneseCommand, JapaneseGroup

START, ANSWER, PAPER, BENCH = "はじめる", "答える", "確かめる・作る", "ひな形の手入れ"

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
        "ask", ANSWER, commands.ask, ("specgen ask 文書管理", 'specgen ask 文書管理 --only "deliverable.*"')
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
        ("specgen draft 文書管理", "specgen draft 文書管理 --clean --out 意見招請"),
    ),
    Verb(
        "explain",
        PAPER,
        commands.explain,
        ("specgen explain procurement.title", "specgen explain clause:rights.ownership"),
    ),
    Verb("template list", BENCH, commands.template_list, ("specgen template list",)),
    Verb(
        "template build",
        BENCH,
        commands.template_build,
        ("specgen template build spec", "specgen template build --check"),
    ),
    Verb("template lint", BENCH, commands.template_lint, ("specgen template lint spec",)),
    Verb("template show", BENCH, commands.template_show, ("specgen template show spec",)),
)

FAMILIES = {"template": "文書のひな形を、一覧する・組み立てる・調べる・見ます。"}


@cache
def command() -> Any:
    """The command line as Typer's command object."""
    settings: dict[str, Any] = {
        "cls": JapaneseGroup,
        "rich_markup_mode": None,
        "add_completion": False,
        "no_args_is_help": True,
    }
    app = typer.Typer(help=ABOUT, epilog=EPILOG, pretty_exceptions_enable=False, **settings)
    app.callback()(commands.version_option)
    families: dict[str, typer.Typer] = {}
    for verb in VERBS:
        family, _, last = verb.name.rpartition(" ")
        if family and family not in families:
            families[family] = typer.Typer(help=FAMILIES[family], **settings)
            app.add_typer(families[family], name=family)
        target = families[family] if family else app
        target.command(last, cls=JapaneseCommand, epilog=_epilog(verb))(verb.call)
    JapaneseGroup.headings.update(
        {verb.name: verb.heading for verb in VERBS} | dict.fromkeys(families, BENCH)
    )
    return typer.main.get_command(app)


def _epilog(verb: Verb) -> str:
    return "\n".join(["例:", *(f"  {line}" for line in verb.examples)])
