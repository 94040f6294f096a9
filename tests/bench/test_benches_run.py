"""The benchmarks run: one round on small sizes, no time is looked at."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_benchmark_runs_and_both_sides_print_the_same_text():
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench", "--small"],
        cwd=ROOT, env=env | {"PYTHONUTF8": "1"}, capture_output=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = [line.split()[0] for line in done.stdout.splitlines()[1:] if line[:1] == "P"]
    assert set(told) == {"P1", "P1b", "P2", "P3", "P4", "P5", "P6", "P7"}
