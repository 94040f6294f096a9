"""Which words of which lexicon speak in which sentences: the figures of ``docs/rules/lexicons.md``.

Run ``python tests/tools/lexicon_alarms.py`` for the papers of the examples, or name Word and text files of any origin.
Each hit is printed with its sentence, to be read and counted as a hit or a false alarm; the sums stand at the end.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from specgen.check.words import find_words
from specgen.content.library import Content
from specgen.content.load import load_content
from specgen.content.rule import WordsRule
from specgen.word.read import read_tree
from specgen.word.screen import screen_package

ROOT = Path(__file__).parents[2]
NOT_READ = ("heading", "contents")


def lexicons(content: Content) -> Iterator[tuple[str, str]]:
    """Lexicons whose words are told where they stand, each with a rule that does; absent words alarm nobody here."""
    for id, rule in content.rules.items():
        if isinstance(rule, WordsRule) and rule.lexicon and not rule.absent:
            yield rule.lexicon, id


def texts(path: Path) -> list[str]:
    """The paragraphs and cells of a Word file, or the lines of a text view without its comments."""
    if path.suffix == ".docx":
        tree = read_tree(screen_package(path.read_bytes(), path.name))
        return [block.text for block in tree.walk() if block.text and block.kind not in NOT_READ]
    body = path.read_text(encoding="utf-8").partition("\n# ")[2].partition("[コメント]")[0]
    lines = [line for line in body.splitlines() if not line.startswith("#")]
    return [cell for line in lines for cell in line.strip("| ").split(" | ") if cell]


def heard(content: Content, lexicon: str, paper: list[str]) -> Iterator[tuple[str, str]]:
    """What a lexicon hears in a paper: the words and the sentence."""
    whole = "\n".join(paper)
    words = [
        word
        for word in content.lexicons[lexicon]
        if not any(said.search(whole) for said in word.said_elsewhere)
    ]
    for text in paper:
        for hit in find_words(words, text, content.org()):
            yield hit.text, hit.sentence


def main(names: Iterable[str]) -> None:
    """Print every hit, then the number of hits of each word."""
    content = load_content()
    paths = [Path(name) for name in names] or sorted((ROOT / "examples").glob("*/expected/*.txt"))
    counts: Counter[tuple[str, str]] = Counter()
    sentences = 0
    for path in paths:
        paper = texts(path)
        sentences += len(paper)
        for lexicon, rule in lexicons(content):
            for word, sentence in heard(content, lexicon, paper):
                counts[f"{rule} {lexicon}", word] += 1
                print(f"{path.name[:24]}\t{rule}\t{word}\t{sentence[:120]}")
    print(f"\n{len(paths)} files, {sentences} paragraphs and cells")
    for (rule, word), number in sorted(counts.items()):
        print(f"{number:4} {rule} {word}")


if __name__ == "__main__":
    main(sys.argv[1:])
