"""What all tests share: a home that belongs to the test run, and a way to call ``specgen`` as a person does."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
Specgen = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(autouse=True, scope="session")
def _home_of_the_run(tmp_path_factory: pytest.TempPathFactory):
    """Logs and caches go to folders of the run; nothing is read from the person who runs the tests."""
    before = dict(os.environ)
    os.environ["XDG_STATE_HOME"] = os.environ["LOCALAPPDATA"] = str(tmp_path_factory.mktemp("state"))
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))
    os.environ.pop("PYTHONIOENCODING", None)
    yield
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture
def specgen(tmp_path: Path) -> Specgen:
    """Calls ``specgen`` in a process of its own, in the test's folder; returns what it printed and its exit code."""

    def call(*arguments: str, cwd: Path | None = None, typed: str | None = None, **env: str):
        return subprocess.run(
            [sys.executable, "-m", "specgen", *arguments],
            cwd=cwd or tmp_path,
            input=typed,
            stdin=subprocess.DEVNULL if typed is None else None,
            capture_output=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "COLUMNS": "100", **env},
            timeout=120,
            check=False,
        )

    return call
