"""Printing that survives every console: any encoding, a closed pipe, hostile characters in the text."""

from __future__ import annotations

import codecs
import contextlib
import os
import sys
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from ..errors import SpecgenError

PATIENCE = 0.5
"""Seconds after which a person is told what is being done."""

_SAME_IN_CP932 = {
    "〜": "～", "−": "－", "‖": "∥", "—": "―", "¢": "￠", "£": "￡", "¬": "￢", "\u00a0": " ", "–": "-",
}  # fmt: skip
"""Characters that the Japanese code page of Windows holds under another number."""

_CONTROLS = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160)) if code not in (9, 10)}
_CONTROLS |= {
    code: f"\\u{code:04x}"
    for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x2028, 0x2029)
}


def visible(text: str) -> str:
    """``text`` without the power to steer a terminal: control and direction marks are spelled out."""
    return text.translate(_CONTROLS)


def _nearest_character(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lost = error.object[error.start : error.end]
    return "".join(
        _SAME_IN_CP932.get(char, "?" if ord(char) > 0xFFFF else f"\\u{ord(char):04x}") for char in lost
    ), error.end


codecs.register_error("specgen", _nearest_character)


def prepare_streams() -> None:
    """Make standard output and error take any text: Japanese where they can, else a spelling of it."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        if _holds_japanese(stream) or os.environ.get("PYTHONIOENCODING"):
            reconfigure(errors="specgen" if _holds_japanese(stream) else "backslashreplace")
        else:
            reconfigure(encoding="utf-8", errors="backslashreplace")
    reconfigure = getattr(sys.stdin, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="surrogateescape")


def _holds_japanese(stream: TextIO) -> bool:
    try:
        "あ漢".encode(stream.encoding or "ascii")
    except (UnicodeError, LookupError):
        return False
    return True


class Console:
    """Where a verb prints: lines on standard output, notes on standard error, questions to a person."""

    def __init__(
        self, out: TextIO | None = None, err: TextIO | None = None, inp: TextIO | None = None
    ) -> None:
        self._out, self._err, self._in = out, err, inp
        self._told_wait = False

    def line(self, text: str = "") -> None:
        """One line (or several) of the result."""
        self._write(self._out or sys.stdout, visible(text) + "\n")

    def note(self, text: str = "") -> None:
        """One line beside the result: faults, progress, hints."""
        self._write(self._err or sys.stderr, visible(text) + "\n")

    def faults(self, error: SpecgenError) -> None:
        """Every fault of ``error``, one line each, in its order."""
        for fault in error.faults:
            self.note(" ".join(str(fault).splitlines()))

    def json(self, value: Any) -> None:
        """``value`` as JSON; in ASCII escapes where standard output is not UTF-8."""
        import json

        out = self._out or sys.stdout
        plain = (getattr(out, "encoding", None) or "utf-8").lower().replace("-", "") == "utf8"
        text = json.dumps(value, ensure_ascii=not plain, indent=2, default=str)
        self._write(out, "".join(f"\\u{ord(c):04x}" if "\x7e" < c < "\xa0" else c for c in text) + "\n")

    def ask(self, prompt: str) -> str | None:
        """What a person types after ``prompt``, without its line end; None where the input has ended."""
        self._write(self._out or sys.stdout, visible(prompt))
        typed = (self._in or sys.stdin).readline()
        return typed.removesuffix("\n").removesuffix("\r") if typed else None

    @property
    def interactive(self) -> bool:
        """Whether a person sits at both ends."""
        return _is_terminal(self._in or sys.stdin) and _is_terminal(self._out or sys.stdout)

    @contextlib.contextmanager
    def progress(self) -> Iterator[Callable[[str], None]]:
        """A function to be told what is being done; shown on a terminal only, once the work takes a while."""
        if not _is_terminal(self._err or sys.stderr):
            yield lambda _what: None
            return
        teller = _Progress(self.note)
        try:
            yield teller.tell
        finally:
            teller.close()

    def _write(self, stream: TextIO, text: str) -> None:
        try:
            stream.write(text)
            stream.flush()
        except BrokenPipeError:
            _drop(stream)
        except ValueError:
            # the stream was closed under us: there is nobody to tell
            return


class _Progress:
    def __init__(self, show: Callable[[str], None]) -> None:
        self._show = show
        self._lock = threading.Lock()
        self._waiting: str | None = None
        self._patient = True
        self._timer = threading.Timer(PATIENCE, self._lose_patience)
        self._timer.daemon = True
        self._timer.start()

    def tell(self, what: str) -> None:
        """The work has come to ``what``."""
        with self._lock:
            if self._patient:
                self._waiting = what
                return
        self._show(f"… {what}")

    def _lose_patience(self) -> None:
        with self._lock:
            self._patient, what = False, self._waiting
        if what:
            self._show(f"… {what}")

    def close(self) -> None:
        """No more is shown."""
        self._timer.cancel()
        self._timer.join()


def _is_terminal(stream: TextIO) -> bool:
    try:
        return stream.isatty()
    except (ValueError, AttributeError):
        return False


def _drop(stream: TextIO) -> None:
    """The reader has gone: let the rest fall into the void, so that the exit code still tells the truth."""
    with contextlib.suppress(OSError, ValueError):
        void = os.open(os.devnull, os.O_WRONLY)
        os.dup2(void, stream.fileno())
        os.close(void)
