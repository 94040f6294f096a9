"""P5: all shipped content, loaded and checked, against the bare events of its YAML."""

from __future__ import annotations

import tempfile
from pathlib import Path
from statistics import median
from typing import Any
from unittest.mock import patch

import yaml

from specgen import cachefolder
from specgen.content.find import data_root, files_under
from specgen.content.load import load_content

from .measuring import Row, in_turn, ratio, seen


def all_content(rounds: int) -> list[Row]:
    """Load everything that is shipped, parsed before and for the first time; and only let libyaml read the same files."""
    folders = (data_root() / "spec_templates", data_root() / "checklists")
    texts = [path.read_text("utf-8") for folder in folders for path in files_under(folder, ".yaml")]
    loader: Any = getattr(yaml, "CLoader", yaml.SafeLoader)

    def bare() -> None:
        for text in texts:
            for _ in yaml.parse(text, Loader=loader):
                pass

    def first() -> None:
        for file in kept.glob("*"):
            file.unlink()
        load_content()

    with tempfile.TemporaryDirectory() as home, patch.object(cachefolder, "cache_folder", lambda: kept):
        kept = Path(home) / "cache"
        taken = in_turn(rounds, {"first": first, "load": load_content, "events": bare})
    lines = sum(text.count("\n") for text in texts)
    what = f"load all content ({len(texts)} YAML files, {lines:,} lines, clauses beside)"
    return [
        Row("P5", what, f"{median(taken['load']):.2f} s", "<= 0.3, aim 0.1", seen(taken)),
        Row("", "the same for the first time ever", f"{median(taken['first']):.2f} s", ""),
        Row(
            "P5",
            "the same / the bare events of the YAML files",
            f"{ratio(taken, 'load', 'events'):.1f} x",
            "",
        ),
    ]
