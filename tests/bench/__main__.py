"""``python -m tests.bench``: measures what docs/performance.md tells of and prints a table of ratios; asserts no time."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))


def main() -> None:
    """Run the benchmarks that were asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument(
        "which", nargs="*", help="document, rows, commands, content, rules, foreign (default: all)"
    )
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument(
        "--small", action="store_true", help="one round on small sizes, to see that everything runs"
    )
    parser.add_argument("--memory-of-rows", type=int, default=0, help=argparse.SUPPRESS)
    args = parser.parse_args()
    from tests.bench import checking, commands, documents, foreign, loading, measuring, rendering

    if args.memory_of_rows:
        print(rendering.memory_of_rows(args.memory_of_rows))
        return
    rounds = 1 if args.small else args.rounds
    size = documents.SMALL if args.small else documents.Size()
    counts, most = ((5, 50), 500) if args.small else ((100, 1_000, 10_000), 100_000)
    benches = {
        "document": lambda: rendering.one_document(rounds, size),
        "rows": lambda: rendering.growing_tables(rounds, counts, most),
        "commands": lambda: commands.fresh_processes(rounds),
        "content": lambda: loading.all_content(rounds),
        "foreign": lambda: foreign.one_review(rounds, 5 if args.small else 300),
        "rules": lambda: checking.all_rules(rounds, 5 if args.small else 1_000),
    }
    measuring.show([row for name in args.which or benches for row in benches[name]()])


if __name__ == "__main__":
    main()
