"""The entry point: runs one verb, turns whatever happens into Japanese sentences and an exit code.

Nothing heavy is imported here: ``specgen --help`` must answer at once.
"""

from __future__ import annotations

import gc
import sys
from typing import Any

from ..errors import SpecgenError
from . import japanese
from .console import Console, prepare_streams

OK = 0
FINDINGS = 1
USAGE = 2
OUR_FAULT = 4
STOPPED = 130
_OBJECTS_BEFORE_COLLECTING = 1_000_000
"""One command makes about a third of this, and needs nearly all of it to its end: looking for garbage only costs."""


def run() -> None:
    """Run ``specgen`` with the arguments of the process and leave with its exit code."""
    gc.set_threshold(_OBJECTS_BEFORE_COLLECTING)
    prepare_streams()
    code = run_with(sys.argv[1:])
    try:
        sys.stdout.flush()
    except (BrokenPipeError, ValueError):
        _silence_stdout()
    sys.exit(code)


def run_with(arguments: list[str]) -> int:
    """Run one command line and return its exit code; no exception leaves this function."""
    console = Console()
    japanese.speak_japanese()
    try:
        return _dispatch(arguments)
    except SpecgenError as error:
        console.faults(error)
        return error.exit_code
    except KeyboardInterrupt:
        console.note("\n中止しました。")
        return STOPPED
    except SystemExit as left:
        # Typer leaves this way when the reader of its help has gone
        return OK if left.code == 1 else left.code if isinstance(left.code, int) else OUR_FAULT
    except Exception as error:
        if _is_usage_error(error):
            return _tell_usage(console, error, arguments)
        if type(error).__name__ == "Abort":
            console.note("\n中止しました。")
            return STOPPED
        return _tell_crash(console, error, _verb(arguments))


def _dispatch(arguments: list[str]) -> int:
    from .verbs import command

    result = command().main(args=arguments, prog_name="specgen", standalone_mode=False)
    return result if isinstance(result, int) else OK


def _is_usage_error(error: Exception) -> bool:
    """Whether Typer or click, of any version, says that the command line cannot be read."""
    return hasattr(error, "format_message") and hasattr(error, "exit_code")


def _tell_usage(console: Console, error: Any, arguments: list[str]) -> int:
    if type(error).__name__ == "NoArgsIsHelpError":
        console.line(error.format_message())
        return USAGE
    context = getattr(error, "ctx", None)
    if context is not None:
        console.note(context.get_usage().rstrip())
    console.note(japanese.usage_sentence(error))
    if slip := japanese.slip(arguments):
        console.note(slip)
    path = context.command_path if context is not None else "specgen"
    console.note(japanese.say("Try '{command} {option}' for help.").format(command=path, option="--help"))
    return USAGE


def _tell_crash(console: Console, error: Exception, verb: str) -> int:
    from .crash import write_log

    log = write_log(error, verb)
    console.note("申し訳ありません。specgen の側で思いがけないことが起き、途中で止まりました。")
    console.note(
        "回答や設定のファイルは、そのまま残っています。もう一度試しても同じときは、次の記録を添えてPMOに知らせてください。"
    )
    if log is None:
        console.note("（記録を書ける場所がありませんでした。実行したコマンドを知らせてください。）")
    else:
        console.note(f"記録（回答の内容は含みません）: {log}")
    return OUR_FAULT


def _verb(arguments: list[str]) -> str:
    """The known verbs that the command line begins with: no file name and no value gets into a log."""
    from .verbs import VERBS

    words = [word for word in arguments if not word.startswith("-")]
    known = {verb.name for verb in VERBS}
    return next((name for name in (" ".join(words[:2]), " ".join(words[:1])) if name in known), "?")


def _silence_stdout() -> None:
    import os

    void = os.open(os.devnull, os.O_WRONLY)
    os.dup2(void, 1)
    os.close(void)
