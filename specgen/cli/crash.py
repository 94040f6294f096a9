"""When specgen itself is at fault: the trace goes to a log that holds no answers."""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path

KEPT_LOGS = 20


def state_folder() -> Path:
    """The folder of this user's logs, by the customs of the system."""
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 -- Path.home() raises where there is no home
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "specgen" / "logs"
    if sys.platform == "darwin":
        return home / "Library" / "Logs" / "specgen"
    return Path(os.environ.get("XDG_STATE_HOME") or home / ".local" / "state") / "specgen"


def write_log(error: BaseException, verb: str) -> Path | None:
    """Keep the trace of ``error`` in a file of its own; its path, or None where no folder can be written.

    The log holds where it happened and of which type, never a message, a local value or an argument: those
    may hold answers.
    """
    import tempfile
    import time

    text = trace(error, verb)
    name = time.strftime("%Y%m%d-%H%M%S") + f"-{os.getpid()}.log"
    for folder in (state_folder(), Path(tempfile.gettempdir()) / "specgen-logs"):
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
            _forget_oldest(folder)
        except OSError:
            continue
        return folder / name
    return None


def trace(error: BaseException, verb: str) -> str:
    """Versions, verb, and for each exception of the chain its type with file, line and function."""
    import platform

    from .. import __version__

    lines = [
        f"specgen {__version__}",
        f"Python {platform.python_version()}  {platform.system()} {platform.release()}",
        f"command: {verb}",
    ]
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        kind = type(current)
        lines.append(f"{kind.__module__}.{kind.__qualname__}")
        frames = traceback.extract_tb(current.__traceback__)
        lines += [f"  {_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in _ends(frames)]
        current = current.__cause__ or current.__context__
    return "\n".join(lines) + "\n"


def _ends(frames: traceback.StackSummary) -> list[traceback.FrameSummary]:
    """All frames, or the first and last ones of a runaway recursion."""
    return list(frames) if len(frames) <= 80 else [*frames[:40], *frames[-40:]]


def _short(filename: str) -> str:
    """The file inside its package: folders above it may hold a person's name."""
    parts = Path(filename).parts
    for mark in ("site-packages", "dist-packages"):
        if mark in parts:
            return "/".join(parts[parts.index(mark) + 1 :])
    if "specgen" in parts:
        last = len(parts) - 1 - parts[::-1].index("specgen")
        return "/".join(parts[last:])
    return "/".join(parts[-2:])


def _forget_oldest(folder: Path) -> None:
    for old in sorted(folder.glob("*.log"))[:-KEPT_LOGS]:
        old.unlink(missing_ok=True)
