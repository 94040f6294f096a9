"""What the repository must not hold: addresses of package registries, paths of one machine, talk about how it was made."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# The words are put together here, so that this file does not hold them itself.
FORBIDDEN = {
    "the address of a package registry": [
        "pypi" + r"\.org", "pypi" + r"thonhosted\.org", "pythonhosted" + r"\.org", "npm" + r"js\.(org|com)",
        "deb" + r"\.debian\.org", "crates" + r"\.io", "registry" + r"\.yarnpkg",
    ],
    "a path of one machine": [
        r"(?<![\w.])/" + r"work/", r"(?<![\w.])/" + r"tmp/", r"(?<![\w.])/" + r"root/", r"(?<![\w.])/" + "home/" + r"\w",
        "/" + r"Users/\w", r"[A-Z]:\\" + r"Users\\\w",
    ],
    "talk about how it was made": [
        "farm-" + "(bench|studio)", r"\b(this|a|another|previous|by a) " + "session" + r"\b", "セッションで" + "(作|書)",
        r"\b" + "Clau" + r"de\b", r"\b" + "LL" + r"M\b", "言語" + "モデル", "AIが" + "(作|書)", r"\.\./" + r"shared\b",
    ],
}  # fmt: skip
TEXTS = {
    ".py",
    ".md",
    ".toml",
    ".yaml",
    ".yml",
    ".json",
    ".txt",
    ".po",
    ".cfg",
    ".sh",
    ".html",
    ".css",
    ".js",
    "",
}


def files() -> list[Path]:
    try:
        done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout: the list of files is not known")
    names = done.stdout.decode("utf-8").split("\0")
    paths = (ROOT / name for name in names if name)
    return [path for path in paths if path.suffix in TEXTS and path.is_file()]


def test_no_file_names_a_registry_or_a_machine_or_how_it_was_made():
    found = []
    for path in files():
        text = path.read_text(encoding="utf-8", errors="replace")
        for what, words in FORBIDDEN.items():
            for match in re.finditer("|".join(words), text):
                line = text.count("\n", 0, match.start()) + 1
                found.append(f"{path.relative_to(ROOT)}:{line} holds {what}: {match.group()}")
    assert not found, "\n".join(found)
