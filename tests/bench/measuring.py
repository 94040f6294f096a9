"""Times two or more ways of doing one thing in turn, A B A B, and shows what came out as ratios.

CPU time is taken, of this process or of a child: on a shared machine the wall clock tells about the neighbours.
Only ratios of one alternating run are claims; seconds are shown to give an idea.
"""

from __future__ import annotations

import gc
import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

Taken = Mapping[str, Sequence[float]]
"""Side → seconds of each round."""


@dataclass(frozen=True)
class Row:
    """One line of the table: what was measured, the ratio or figure, and what it should be."""

    number: str
    what: str
    figure: str
    wanted: str
    seen: str = ""


def in_turn(rounds: int, sides: Mapping[str, Callable[[], object]]) -> Taken:
    """Run every side once without counting, then ``rounds`` times in turn."""
    for side in sides.values():
        side()
    taken: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, side in sides.items():
            gc.collect()
            gc.disable()  # as timeit does: the garbage of one side is not the other's affair
            start = time.process_time()
            side()
            taken[name].append(time.process_time() - start)
            gc.enable()
    return taken


def processes_in_turn(
    rounds: int, sides: Mapping[str, Sequence[str]], env: Mapping[str, str], before: Callable[[str], object]
) -> Taken:
    """The same for commands, each in a fresh process; ``before`` puts things in place and is not counted."""
    taken: dict[str, list[float]] = {name: [] for name in sides}
    uncounted = 1 if rounds > 1 else 0  # it writes bytecode and fills the caches of the system
    for number in range(rounds + uncounted):
        for name, command in sides.items():
            before(name)
            seconds = _cpu_of(command, env)
            if number >= uncounted:
                taken[name].append(seconds)
    return taken


def _cpu_of(command: Sequence[str], env: Mapping[str, str]) -> float:
    child = subprocess.Popen(command, env=dict(env), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if not hasattr(os, "wait4"):
        start = time.perf_counter()
        child.wait()
        return time.perf_counter() - start
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 1):  # 1: there are findings
        raise RuntimeError(f"{' '.join(command)} ended with {child.returncode}")
    return used.ru_utime + used.ru_stime


def ratio(taken: Taken, over: str, under: str) -> float:
    """How many times longer ``over`` took than ``under``: the median of the pairs."""
    return median(a / b for a, b in zip(taken[over], taken[under], strict=True))


def seen(taken: Taken, unit: float = 1000) -> str:
    """The median of each side, for the last column."""
    name = "ms" if unit == 1000 else "s"
    return ", ".join(f"{side} {median(seconds) * unit:.1f} {name}" for side, seconds in taken.items())


def show(rows: Sequence[Row]) -> None:
    """Print the table."""
    print(f"{'':5}{'what':58}{'figure':>14}   {'wanted':16}medians of this run")
    for row in rows:
        print(f"{row.number:5}{row.what:58}{row.figure:>14}   {row.wanted:16}{row.seen}")
