"""People who start somewhere: an empty folder, a fresh workspace, a workspace with the example cases."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from journeying import EXAMPLES, Person


@pytest.fixture
def newcomer(tmp_path: Path) -> Person:
    """Stands in an empty folder."""
    return Person(tmp_path)


@pytest.fixture
def person(tmp_path: Path) -> Person:
    """Stands in a fresh workspace."""
    somebody = Person(tmp_path)
    assert somebody.types("init").code == 0
    return somebody


@pytest.fixture
def colleague(tmp_path: Path) -> Person:
    """Stands in a workspace with the two example cases, nothing drafted yet."""
    (tmp_path / "cases").mkdir()
    shutil.copy(EXAMPLES / "specgen.yaml", tmp_path)
    for name in ("chousa-kenkyu", "keihi-saas"):
        folder = tmp_path / "cases" / name
        folder.mkdir()
        for file in ("case.yaml", "answers.yaml"):
            shutil.copy(EXAMPLES / name / file, folder)
    return Person(tmp_path)
