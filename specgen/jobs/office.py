"""LibreOffice as the one who lays pages out: Word files in, PDF out, and a kind word where that does not work.

Nothing of the user's own LibreOffice is touched: it runs with a profile of its own that is gone afterwards.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from .doctor import find_libreoffice

PATIENCE = 180
"""Seconds that LibreOffice may take for all files of one run."""
_OPTIONS: Mapping[str, bool] = {
    "ExportBookmarks": True,
    "ExportFormFields": False,  # content controls are no forms to fill in
    "ExportNotes": False,
    "UseTaggedPDF": True,
}


class NoOffice(Exception):
    """LibreOffice cannot do it; ``str`` says why and what helps (Japanese)."""


def draw(papers: Mapping[str, bytes]) -> dict[str, bytes]:
    """Word files by name → their PDFs by the same names; ``NoOffice`` when any of them cannot be drawn."""
    program = find_libreoffice()
    if program is None:
        raise NoOffice("この機械にはLibreOfficeが見当たりません。")
    with tempfile.TemporaryDirectory(prefix="specgen-", ignore_cleanup_errors=True) as name:
        room = Path(name)
        given = {key: room / f"{number}.docx" for number, key in enumerate(papers, 1)}
        for key, path in given.items():
            path.write_bytes(papers[key])
        _run(program, room, list(given.values()))
        return {key: _drawn(path.with_suffix(".pdf")) for key, path in given.items()}


def _run(program: str, room: Path, given: list[Path]) -> None:
    options = {name: {"type": "boolean", "value": str(on).lower()} for name, on in _OPTIONS.items()}
    command = [
        program, f"-env:UserInstallation={(room / 'profile').absolute().as_uri()}", "--headless", "--norestore",
        "--convert-to", f"pdf:writer_pdf_Export:{json.dumps(options)}", "--outdir", str(room), *map(str, given),
    ]  # fmt: skip
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=sys.platform != "win32",
        )
    except OSError:
        raise NoOffice("LibreOfficeを起動できませんでした。specgen doctor で確かめてください。") from None
    try:
        code = process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        _stop(process)
        raise NoOffice(f"LibreOfficeが{PATIENCE}秒たっても終わらなかったので、待つのをやめました。") from None
    except BaseException:
        _stop(process)
        raise
    if code:
        raise NoOffice("LibreOfficeが途中で止まりました。LibreOfficeだけで文書を開けるかを確かめてください。")


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End LibreOffice with what it started itself."""
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        if sys.platform == "win32":
            own = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
            subprocess.run(own, capture_output=True, timeout=20, check=False)
        else:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(20)


def _drawn(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except OSError:
        data = b""
    if not data.startswith(b"%PDF"):
        raise NoOffice(
            "LibreOfficeからPDFができませんでした。LibreOfficeだけで文書を開けるかを確かめてください。"
        )
    return data
