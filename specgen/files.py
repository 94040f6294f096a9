"""Files opened with limits and written whole or not at all; a refusal is a Japanese sentence with a remedy.

Reading: regular files, size limit, UTF-8 with or without a byte order mark, never the locale. Writing: the
old file or the new one, never half; nothing left behind. ``lock``: one writer a folder (``filelocks``).
"""

from __future__ import annotations

import contextlib
import difflib
import errno
import hashlib
import itertools
import os
import re
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .errors import Fault, InputError, Place, SpecgenError, WriteError, nearest
from .filelocks import host_mark, is_running, lock

__all__ = [
    "MOST_BYTES",
    "SourceText",
    "digest",
    "lock",
    "read_bytes",
    "read_text",
    "read_text_keeping",
    "write_atomically",
]

MOST_BYTES = 20 * 2**20
"""Default limit for one input."""
LOCKED_PATIENCE = 2.5
"""So many seconds a file that another program holds is tried again (Windows)."""

_WINDOWS = os.name == "nt"
_LINE_END = re.compile(r"\r\n|\r|\n")
_counter = itertools.count(1)


@dataclass(frozen=True, slots=True)
class SourceText:
    """A person's file as text with LF, and what is needed to write it back as it was.

    ``newline`` is the file's line end (the commoner one when it is mixed).
    """

    text: str
    bom: bool
    newline: str
    _ends: tuple[str, ...] = field(default=(), repr=False)

    def restore(self, text: str) -> bytes:
        """The bytes of the edited ``text`` with the file's own byte order mark and line ends.

        Lines that did not change keep their own line end, also in a file that mixes them.
        """
        if self._ends:
            body = self._restore_mixed(text)
        else:
            body = text.replace("\n", self.newline)
        return (b"\xef\xbb\xbf" if self.bom else b"") + body.encode("utf-8")

    def _restore_mixed(self, text: str) -> str:
        old, new = self.text.split("\n"), text.split("\n")
        ends = [self.newline] * len(new)
        matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
        for block in matcher.get_matching_blocks():
            for offset in range(block.size):
                if block.a + offset < len(self._ends):
                    ends[block.b + offset] = self._ends[block.a + offset]
        ends[-1] = ""
        return "".join(line + end for line, end in zip(new, ends, strict=True))


# ── reading ──


def read_bytes(path: Path, limit: int = MOST_BYTES, error: type[SpecgenError] = InputError) -> bytes:
    """The content of a regular file of at most ``limit`` bytes; else ``error`` (F01…)."""
    flags = (
        os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
    )
    try:
        if path.is_dir():
            raise error(_fault("F02", path, "フォルダーです。", "ファイルを指定してください。"))
        handle = os.open(path, flags)
    except (OSError, ValueError) as trouble:
        raise error(_why_unreadable(path, trouble)) from None
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise error(
                _fault("F02", path, "普通のファイルではありません。", "普通のファイルを指定してください。")
            )
        with os.fdopen(handle, "rb", closefd=False) as stream:
            data = stream.read(limit + 1)
    except OSError as trouble:
        raise error(_why_unreadable(path, trouble)) from None
    finally:
        os.close(handle)
    if len(data) > limit:
        what = f"ファイルが大きすぎます（{_size(limit)}まで）。"
        raise error(_fault("F03", path, what, "中身を分けるか、正しいファイルかを確かめてください。"))
    return data


def read_text(path: Path, *, limit: int = MOST_BYTES, error: type[SpecgenError] = InputError) -> str:
    """The text of a UTF-8 file without its byte order mark, line ends as LF; else ``error`` (F01…)."""
    return read_text_keeping(path, limit=limit, error=error).text


def read_text_keeping(
    path: Path, *, limit: int = MOST_BYTES, error: type[SpecgenError] = InputError
) -> SourceText:
    """Like ``read_text``, for a file that will be edited: keeps byte order mark and line ends."""
    data = read_bytes(path, limit, error)
    bom = data.startswith(b"\xef\xbb\xbf")
    try:
        raw = data.decode("utf-8-sig")
    except UnicodeDecodeError as trouble:
        raise error(_why_not_utf8(path, data, trouble.start)) from None
    ends = _LINE_END.findall(raw)
    kinds = set(ends)
    newline = max(sorted(kinds), key=ends.count) if kinds else "\n"
    text = raw if kinds <= {"\n"} else _LINE_END.sub("\n", raw)
    return SourceText(text, bom, newline, tuple(ends) if len(kinds) > 1 else ())


def digest(data: bytes) -> str:
    """SHA-256 of ``data`` in hex."""
    return hashlib.sha256(data).hexdigest()


def _why_unreadable(path: Path, trouble: Exception) -> Fault:
    code = trouble.errno if isinstance(trouble, OSError) else errno.EINVAL
    if code in (errno.ENOENT, errno.ENOTDIR):
        try:
            names = [entry.name for entry in os.scandir(path.parent)]
        except OSError:
            names = []
        what, remedy = "ファイルが見つかりません。", "名前と場所を確かめてください。"
        return Fault("F01", what, Place(str(path)), nearest=nearest(path.name, names), remedy=remedy)
    if code in (errno.EACCES, errno.EPERM):
        remedy = "WordやExcelで開いていれば閉じ、読み取りの権限を確かめてください。"
        return _fault("F04", path, "ファイルを開けません。ほかで使われているか、権限がないようです。", remedy)
    if code in (errno.EINVAL, errno.ENAMETOOLONG, errno.ELOOP):
        return _fault(
            "F05", path, "ファイルの名前として使えません。", "名前を短くするか、記号を除いてください。"
        )
    remedy = "共有フォルダーにつながっているかを確かめ、もう一度試してください。"
    return _fault("F06", path, "ファイルを読み取れませんでした。", remedy)


def _why_not_utf8(path: Path, data: bytes, position: int) -> Fault:
    line = data.count(b"\n", 0, position) + 1
    what = "文字コードがUTF-8ではありません。"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        what += "UTF-16で保存されているようです。"
    else:
        try:
            data.decode("cp932")
            what += "CP932（シフトJIS）で保存されているようです。"
        except UnicodeDecodeError:
            what += "途中に読み取れない文字があります。"
    remedy = "メモ帳などで開き、文字コードをUTF-8にして保存し直してください。"
    return Fault("F07", what, Place(str(path), line), remedy=remedy)


# ── writing ──


def write_atomically(path: Path, data: bytes, *, check: Callable[[Path], None] | None = None) -> None:
    """Put ``data`` under the name ``path``: afterwards there is the whole new file, or the old one as before.

    ``check`` sees the finished temporary file and may raise; then nothing is changed. The target is new or a
    regular file (a link inside its own folder is followed). WriteError (F20…) says in Japanese what to do.
    """
    target = _target(path)
    with _told_in_japanese(path):
        _sweep(target.parent)
        temporary = _write_temporary(target, data)
    try:
        if check is not None:
            check(temporary)
        with _told_in_japanese(path):
            _replace(temporary, target)
    except BaseException:
        _remove(temporary)
        raise
    _sync_folder(target.parent)


def make_folder(path: Path) -> None:
    """Make a folder and those above it; it may be there already. WriteError says in Japanese what to do."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        remedy = "そのファイルの名前を変えるか、別の場所を指定してください。"
        raise WriteError(
            _fault("F20", path, "同じ名前のファイルがあるため、フォルダーを作れません。", remedy)
        ) from None
    except (OSError, ValueError) as trouble:
        raise WriteError(_why_not_written(path, trouble)) from None


@contextlib.contextmanager
def _told_in_japanese(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as trouble:
        raise WriteError(_why_not_written(path, trouble)) from None


def _target(path: Path) -> Path:
    """The file that may be replaced: no link out of the folder, no folder, device or read-only file."""
    try:
        if path.is_symlink():
            real = path.resolve()
            if real.parent != path.parent.resolve():
                remedy = "別の名前を指定するか、リンクを消してください。"
                raise WriteError(
                    _fault("F22", path, "フォルダーの外を指すリンクには書き込めません。", remedy)
                )
            path = real
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return path
    except (OSError, ValueError, RuntimeError) as trouble:
        raise WriteError(_why_not_written(path, trouble)) from None
    if stat.S_ISDIR(mode):
        remedy = "別の名前を指定してください。"
        raise WriteError(_fault("F22", path, "同じ名前のフォルダーがあるため、書き込めません。", remedy))
    if not stat.S_ISREG(mode):
        remedy = "別の名前を指定してください。"
        raise WriteError(_fault("F22", path, "普通のファイルではないため、書き込めません。", remedy))
    if not mode & 0o222:
        remedy = "ファイルのプロパティで「読み取り専用」を外すか、別の名前を指定してください。"
        raise WriteError(_fault("F23", path, "読み取り専用のファイルなので、書き込めません。", remedy))
    return path


def _write_temporary(target: Path, data: bytes) -> Path:
    """A new file in the target's folder that holds ``data`` and has reached the disk."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    while True:
        temporary = target.parent / f".specgen-{host_mark()}-{os.getpid()}-{next(_counter)}.tmp"
        try:
            handle = os.open(temporary, flags, 0o666)
            break
        except FileExistsError:
            continue
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            with contextlib.suppress(OSError):
                temporary.chmod(stat.S_IMODE(target.stat().st_mode))
    except BaseException:
        _remove(temporary)
        raise
    return temporary


def _replace(temporary: Path, target: Path) -> None:
    """Give the temporary file its name; a file that Word holds open is tried again for a while."""
    patience = LOCKED_PATIENCE
    while True:
        try:
            temporary.replace(target)
            return
        except PermissionError:
            if not _WINDOWS or not target.exists():
                raise
            if patience <= 0:
                remedy = "そのファイルを閉じてから、もう一度試してください。元のファイルはそのままです。"
                what = "書き込めません。WordやExcelで開いているようです。"
                raise WriteError(_fault("F24", target, what, remedy)) from None
            time.sleep(0.1)
            patience -= 0.1


def _sync_folder(folder: Path) -> None:
    """Bring the new name to the disk, where the system knows how."""
    if _WINDOWS:
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    with contextlib.suppress(OSError):
        os.fsync(handle)
    os.close(handle)


def _sweep(folder: Path) -> None:
    """Remove temporary files of runs on this machine that were killed."""
    prefix = f".specgen-{host_mark()}-"
    with os.scandir(folder) as entries:
        stale = [entry for entry in entries if entry.name.startswith(prefix) and entry.name.endswith(".tmp")]
    for entry in stale:
        process = entry.name.removeprefix(prefix).partition("-")[0]
        if process.isdecimal() and not is_running(int(process)):
            _remove(Path(entry.path))


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NO_RIGHT = {errno.EACCES, errno.EPERM, errno.EROFS}


def _why_not_written(path: Path, trouble: Exception) -> Fault:
    code = trouble.errno if isinstance(trouble, OSError) else errno.EINVAL
    if code in _NO_ROOM:
        remedy = "要らないファイルを消すか、別の場所を指定してください。元のファイルはそのままです。"
        return _fault("F25", path, "ディスクの空きが足りないため、書き込めませんでした。", remedy)
    if code in _NO_RIGHT:
        remedy = "フォルダーに書き込む権限を確かめるか、別の場所を指定してください。"
        return _fault(
            "F26", path, "このフォルダーには書き込めません（読み取り専用か、権限がありません）。", remedy
        )
    if code in (errno.ENOENT, errno.ENOTDIR):
        remedy = "先にフォルダーを作るか、場所の名前を確かめてください。"
        return _fault("F27", path, "書き込む先のフォルダーが見つかりません。", remedy)
    if code in (errno.ENAMETOOLONG, errno.EINVAL, errno.ELOOP):
        remedy = "名前を短くするか、記号を除いてください。浅いフォルダーに移すのも手です。"
        return _fault("F28", path, "ファイルの名前が長すぎるか、使えない文字があります。", remedy)
    remedy = "共有フォルダーにつながっているかを確かめ、もう一度試してください。元のファイルはそのままです。"
    return _fault("F29", path, "書き込みの途中で、保存先とのやり取りができなくなりました。", remedy)


def _fault(code: str, path: Path, what: str, remedy: str) -> Fault:
    return Fault(code, what, Place(str(path)), remedy=remedy)


def _size(limit: int) -> str:
    return f"{limit // 2**20}MB" if limit >= 2**20 else f"{limit:,}バイト"
