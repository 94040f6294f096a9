"""Help that reads well in Japanese: own headings, lines broken by the width of characters on screen."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from typer.core import TyperCommand, TyperGroup

from .japanese import say

NOT_AT_LINE_START = frozenset("、。，．）」』】〕！？ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ")
NOT_AT_LINE_END = "（「『【〔"
WIDEST = 96
NARROWEST = 40


def width(text: str) -> int:
    """Columns that ``text`` takes in a console: two for wide characters, none for combining ones."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WFA" else 1
        for char in text
    )


def wrap(text: str, columns: int) -> list[str]:
    """``text`` in lines of ``columns``; Latin words stay whole, brackets stay with what they enclose."""
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        if line and width(line) + width(piece.rstrip()) > columns and piece[0] not in NOT_AT_LINE_START:
            kept = line.rstrip(NOT_AT_LINE_END)
            lines.append((kept or line).rstrip())
            line = line[len(kept) :] if kept else ""
        line += piece if line else piece.lstrip()
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _pieces(text: str) -> Iterable[str]:
    word = ""
    for char in text:
        if char.isascii() and not char.isspace():
            word += char
            continue
        if word:
            yield word
            word = ""
        yield char
    if word:
        yield word


def table(rows: list[tuple[str, str]], columns: int) -> list[str]:
    """Two columns, the second wrapped beside the first; a long first cell stands on a line of its own."""
    left = min(max((width(row[0]) for row in rows), default=0), 30) + 2
    lines = []
    for name, text in rows:
        wrapped = wrap(text, columns - left - 2) if text else []
        if width(name) + 2 > left:
            lines.append(f"  {name}")
            name = ""
        for position, part in enumerate(wrapped or [""]):
            head = name if position == 0 else ""
            lines.append(f"  {head}{' ' * (left - width(head))}{part}".rstrip())
    return lines


def screen_columns() -> int:
    """The width to write help in."""
    return max(NARROWEST, min(WIDEST, shutil.get_terminal_size((80, 24)).columns - 1))


class _JapaneseHelp:
    """What commands and groups share: a usage line and sections in Japanese."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write the usage line."""
        arguments = [p for p in ctx.command.get_params(ctx) if p.param_type_name == "argument"]
        pieces = [ctx.command_path, f"[{say('Options')}]"]
        for parameter in arguments:
            name = parameter_name(parameter)
            pieces.append(name if parameter.required else f"[{name}]")
        if isinstance(self, JapaneseGroup):
            pieces.append(f"{say('Commands')} …")
        formatter.write(f"{say('Usage:')} {' '.join(pieces)}\n")

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the whole help page."""
        columns = screen_columns()
        self.format_usage(ctx, formatter)
        for paragraph in (ctx.command.help or "").strip().split("\n\n"):
            lines = wrap(" ".join(paragraph.split()), columns - 2)
            formatter.write("\n" + "".join(f"  {line}\n" for line in lines))
        for heading, rows in self.sections(ctx):
            if rows:
                formatter.write(f"\n{heading}:\n" + "".join(f"{line}\n" for line in table(rows, columns)))
        if ctx.command.epilog:
            formatter.write("\n" + "".join(f"{line}\n" for line in ctx.command.epilog.splitlines()))

    def sections(self, ctx: Any) -> list[tuple[str, list[tuple[str, str]]]]:
        """Headings with their rows: arguments, options."""
        arguments, options = [], []
        for parameter in ctx.command.get_params(ctx):
            if getattr(parameter, "hidden", False):
                continue
            if parameter.param_type_name == "argument":
                arguments.append((parameter_name(parameter), parameter.help or ""))
            else:
                options.append((", ".join(option_names(parameter)), say(parameter.help or "")))
        return [(say("Arguments"), arguments), (say("Options"), options)]


def parameter_name(parameter: Any) -> str:
    """How the help calls an argument."""
    name = str(parameter.metavar or parameter.name).upper()
    return f"{name}…" if parameter.nargs != 1 and not name.endswith("…") else name


def option_names(parameter: Any) -> list[str]:
    """How the help calls an option: short form, long form, what to write after it."""
    names = sorted(parameter.opts, key=len)
    if not parameter.is_flag and parameter.metavar:
        names[-1] += f" {parameter.metavar}"
    return names


class JapaneseCommand(_JapaneseHelp, TyperCommand):
    """One verb."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a group's help, and how to build the command behind it when somebody calls it."""

    name: str
    heading: str
    summary: str
    build: Callable[[], Any]


class JapaneseGroup(_JapaneseHelp, TyperGroup):
    """The whole tool, or a family of verbs; unknown verbs are answered with the nearest known one.

    Its commands are built when they are called: the help needs none of them.
    """

    entries: tuple[Entry, ...] = ()

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of the verbs, in the order of the table."""
        return [entry.name for entry in self.entries]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command behind one verb, or None."""
        return next((entry.build() for entry in self.entries if entry.name == cmd_name), None)

    def sections(self, ctx: Any) -> list[tuple[str, list[tuple[str, str]]]]:
        """The verbs under their headings, then the options."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for entry in self.entries:
            groups.setdefault(entry.heading, []).append((entry.name, entry.summary))
        return [*groups.items(), *super().sections(ctx)]

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The verb that ``args`` begin with; a Japanese usage error for an unknown one."""
        name, names = args[0], self.list_commands(ctx)
        if name not in names and not name.startswith("-"):
            import difflib

            near = difflib.get_close_matches(name, names, n=1)
            pattern = "No such command {name}. Did you mean {nearest}?" if near else "No such command {name}."
            ctx.fail(say(pattern).format(name=name, nearest="".join(near)))
        return super().resolve_command(ctx, args)
