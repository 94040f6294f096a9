"""One writer a folder: a lock file that says who holds it, taken over when that process is gone.

Use it as ``files.lock``.
"""

from __future__ import annotations

import contextlib
import getpass
import hashlib
import json
import os
import platform
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from .errors import Fault, Place, WriteError

LOCK_NAME = ".specgen.lock"
HALF_WRITTEN = 10.0
"""A lock file without readable content that is older than so many seconds was left by a killed run."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a lock: process, machine, user, and since when."""

    pid: int
    host: str
    user: str
    since: str

    def gone(self) -> bool:
        """Whether the process ran on this machine and does not run any more."""
        return self.host == platform.node() and not is_running(self.pid)


@contextlib.contextmanager
def lock(folder: Path) -> Iterator[None]:
    """Hold ``folder`` for this process; WriteError (L01…) that says who holds it, or why it cannot be held.

    The lock of a process that is gone on this machine is taken over. Another machine's lock never is: the
    message names the file to remove when nobody is at work there.
    """
    path = folder / LOCK_NAME
    me = Holder(
        os.getpid(), platform.node(), _user(), datetime.now().astimezone().isoformat(timespec="seconds")
    )
    content = json.dumps(asdict(me), ensure_ascii=False).encode("utf-8")
    try:
        if not _create(path, content) and not _take_over(path, content):
            raise WriteError(_held(path))
    except OSError:
        what = "作業中の印を付けられないため、このフォルダーには書き込めません。"
        remedy = "フォルダーがあるか、書き込む権限とディスクの空きがあるかを確かめてください。"
        raise WriteError(Fault("L02", what, Place(str(folder)), remedy=remedy)) from None
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            if path.read_bytes() == content:
                path.unlink()


def host_mark() -> str:
    """A short sign of this machine for the names of temporary files."""
    return hashlib.sha256(platform.node().encode("utf-8", "replace")).hexdigest()[:6]


def is_running(pid: int) -> bool:
    """Whether a process of this number runs on this machine (True when it cannot be told)."""
    if pid <= 0:
        return False
    if sys.platform == "win32":
        return _is_running_on_windows(pid)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _is_running_on_windows(pid: int) -> bool:
    """``os.kill(pid, 0)`` would send Ctrl+C on Windows, so the process is only looked at."""
    import ctypes

    query_limited_information, still_active, invalid_parameter = 0x1000, 259, 87
    kernel = getattr(ctypes, "WinDLL")("kernel32", use_last_error=True)  # noqa: B009
    handle = kernel.OpenProcess(query_limited_information, False, pid)
    if not handle:
        return bool(getattr(ctypes, "get_last_error")() != invalid_parameter)  # noqa: B009
    try:
        code = ctypes.c_ulong()
        known = kernel.GetExitCodeProcess(handle, ctypes.byref(code))
        return not known or code.value == still_active
    finally:
        kernel.CloseHandle(handle)


def _create(path: Path, content: bytes) -> bool:
    """Make the lock file unless there is one; a lock that cannot be written is taken away again."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(path, flags, 0o666)
    except FileExistsError:
        return False
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
    except OSError:
        with contextlib.suppress(OSError):
            path.unlink()
        raise
    return True


def _take_over(path: Path, content: bytes) -> bool:
    """Replace a lock whose holder is gone. A second file keeps two runs from doing so at the same time."""
    if not _is_stale(path):
        return False
    guard = path.with_name(path.name + ".takeover")
    with contextlib.suppress(OSError):
        if time.time() - guard.stat().st_mtime > HALF_WRITTEN:
            guard.unlink()
    if not _create(guard, b""):
        return False
    try:
        if not _is_stale(path):
            return False
        path.unlink(missing_ok=True)
        return _create(path, content)
    finally:
        with contextlib.suppress(OSError):
            guard.unlink()


def _is_stale(path: Path) -> bool:
    holder = _holder(path)
    if holder is not None:
        return holder.gone()
    try:
        return time.time() - path.stat().st_mtime > HALF_WRITTEN
    except FileNotFoundError:
        return True


def _holder(path: Path) -> Holder | None:
    """Who holds the lock; None when its content cannot be read."""
    try:
        told = json.loads(path.read_bytes())
        return Holder(int(told["pid"]), str(told["host"]), str(told["user"]), str(told["since"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _held(path: Path) -> Fault:
    holder = _holder(path)
    if holder is None:
        who = "ほかの作業"
    else:
        since = holder.since.replace("T", " ")[:16]
        who = f"「{holder.user}」さんの作業（パソコン {holder.host}、{since}から）"
    return Fault(
        "L01",
        f"このフォルダーでは、{who}が進んでいます。何も変えていません。",
        Place(str(path.parent)),
        remedy=f"終わるのを待って、もう一度試してください。だれも使っていなければ、{path.name} を消します。",
    )


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "不明"
