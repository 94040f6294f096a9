"""Everything that the command line itself says is Japanese, with the nearest right word and the way to the help."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from specgen.cli import japanese
from specgen.cli.helptext import width, wrap
from specgen.cli.main import run_with
from specgen.cli.verbs import VERBS

sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))
import msgfmt


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = run_with(list(arguments))
    out, err = capsys.readouterr()
    return code, out + err


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("chek", "「chek」というコマンドはありません。「check」のことではありませんか。"),
        ("zzzz", "「zzzz」というコマンドはありません。"),
        ("template lits", "「lits」というコマンドはありません。「list」のことではありませんか。"),
        ("check", "「案件」が書かれていません。"),
        ("new x", "オプション「--type」が書かれていません。"),
        ("check a b", '余分な語「b」があります。空白を含む名前は "…" で囲みます。'),
        ("check --stege draft a", "「--stege」というオプションはありません。近いもの: --stage"),
        ("--nantoka", "「--nantoka」というオプションはありません。"),
        ("check a --stage", "オプション --stage の後に値を書いてください。"),
        ("draft a --json=1", "オプション --json には値を付けません。"),
    ],
)
def test_a_usage_error_is_one_japanese_sentence_and_points_to_the_help(capsys, line, sentence):
    code, text = said(capsys, *line.split())
    assert code == 2
    assert sentence in text.splitlines()
    assert re.search(r"書き方は「specgen.* --help」で見られます。", text)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["draft", "――clean", "案件"], "「――clean」の頭の線が全角です。半角で「--clean」と書きます。"),
        (["status", "案件", "ー－json"], "「ー－json」の頭の線が全角です。半角で「--json」と書きます。"),
        (["draft", "案件", "-clean"], "「-clean」の頭の線は二つです。「--clean」と書きます。"),
        (["status　案件"], "「status　案件」に全角の空白があります。語の間は半角の空白で分けます。"),
    ],
)
def test_what_a_japanese_keyboard_does_to_a_command_line_is_named(capsys, arguments, sentence):
    code, text = said(capsys, *arguments)
    assert code == 2
    assert sentence in text.splitlines()


def test_no_english_sentence_is_left_in_any_help_page(capsys):
    pages = [said(capsys, *verb.name.split(), "--help")[1] for verb in VERBS]
    pages += [said(capsys, "--help")[1], said(capsys, "template")[1], said(capsys)[1]]
    for page in pages:
        assert page.startswith("使い方: specgen")
        assert not re.search(r"\b(Usage|Options|Arguments|Commands|Show|default|required|OPTIONS)\b", page), (
            page
        )


def test_a_bare_call_shows_the_same_page_as_help(capsys):
    asked, bare = said(capsys, "--help"), said(capsys)
    assert asked == (0, bare[1])


def test_every_verb_of_the_table_stands_in_the_help_under_its_heading(capsys):
    page = said(capsys, "--help")[1]
    for verb in VERBS:
        assert re.search(rf"^  {verb.name.split()[0]} ", page, re.MULTILINE)
        assert verb.heading in page or " " in verb.name


@pytest.mark.parametrize(
    ("english", "expected"),
    [
        ("No such command 'chek'.", "chek というコマンドはありません。"),
        (
            "Got unexpected extra arguments (b c)",
            '余分な語「b c」があります。空白を含む名前は "…" で囲みます。',
        ),
        (
            "Got unexpected extra argument(s) (b)",
            '余分な語「b」があります。空白を含む名前は "…" で囲みます。',
        ),
        ("Option '--doc' requires an argument.", "オプション --doc の後に値を書いてください。"),
        ("Something nobody has heard of", "Something nobody has heard of"),
    ],
)
def test_sentences_that_no_gettext_translates_are_known_by_their_fixed_words(english, expected):
    assert japanese.translate(english) == expected


def test_the_catalogue_is_made_from_its_source():
    source = msgfmt.SOURCE
    fresh = msgfmt.write_mo(msgfmt.read_po(source.read_text(encoding="utf-8")))
    assert source.with_suffix(".mo").read_bytes() == fresh, "run: python tests/tools/msgfmt.py"


def test_a_translation_names_no_value_that_its_message_does_not_have():
    source = msgfmt.read_po(msgfmt.SOURCE.read_text(encoding="utf-8"))
    for message, translation in source.items():
        assert set(re.findall(r"\{(\w+)", translation)) <= set(re.findall(r"\{(\w+)", message))


def test_a_line_of_help_is_measured_by_what_it_takes_on_screen():
    lines = wrap("答えを確かめて、気付いたことを示します。--fail-on must のとき終了コード1です。", 30)
    assert all(width(line) <= 32 for line in lines)
    assert not any(line[0] in "、。" for line in lines)
    assert any("--fail-on" in line for line in lines)
