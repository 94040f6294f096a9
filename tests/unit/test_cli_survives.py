"""No console, no closed pipe and no fault of ours ends in a traceback or shows an answer where it does not belong."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from specgen.cli import bench, commands, foreignfile, reviewing, verbs
from specgen.cli.console import Console, visible
from specgen.cli.crash import state_folder
from specgen.cli.main import run_with
from specgen.errors import Fault, InputError, Place, WriteError

ROOT = Path(__file__).parents[2]
HEAVY = (
    "pydantic",
    "docx",
    "docxtpl",
    "jinja2",
    "yaml",
    "lxml",
    "specgen.jobs",
    "specgen.content",
    "specgen.word",
)


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch):
    """Makes ``specgen doctor`` raise what the test wants."""

    def make(error: BaseException) -> None:
        def doctor() -> int:
            """こわれる。"""
            secret_of_the_case = "鈴木の答え"
            assert secret_of_the_case
            raise error

        table = tuple(
            verbs.Verb(v.name, v.heading, doctor, v.examples) if v.name == "doctor" else v
            for v in verbs.VERBS
        )
        monkeypatch.setattr(verbs, "VERBS", table)

    return make


def test_a_fault_of_ours_ends_in_kind_sentences_and_a_log_without_answers(failing, capsys):
    failing(RuntimeError("鈴木の答え"))
    assert run_with(["doctor"]) == 4
    said = capsys.readouterr().err
    assert (
        "申し訳ありません" in said
        and "Traceback" not in said
        and "RuntimeError" not in said
        and "鈴木" not in said
    )
    log = Path(said.rsplit(": ", 1)[1].strip()).read_text(encoding="utf-8")
    assert "RuntimeError" in log and "test_cli_survives.py" in log and "command: doctor" in log
    assert "鈴木" not in log and str(Path.home()) not in log


def test_the_log_does_not_repeat_what_was_typed_on_the_command_line(failing, capsys):
    failing(RuntimeError("x"))
    run_with(["doctor", "ひみつの案件"])
    run_with(["ひみつの案件"])
    assert all("ひみつ" not in log.read_text(encoding="utf-8") for log in state_folder().glob("*.log"))


def test_a_log_folder_that_cannot_be_made_is_no_second_fault(failing, capsys, monkeypatch, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setattr("specgen.cli.crash.state_folder", lambda: blocked / "logs")
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(blocked))
    failing(RuntimeError("x"))
    assert run_with(["doctor"]) == 4
    assert "記録を書ける場所がありませんでした" in capsys.readouterr().err


def test_all_faults_are_told_one_line_each_and_decide_the_exit_code(failing, capsys):
    faults = [
        Fault("Y03", "同じ項目が二度あります。", Place("answers.yaml", 3, 1), quoted="a.b"),
        Fault("Y04", "値が\n二行です。", Place("answers.yaml", 9, 2)),
    ]
    failing(InputError(faults))
    assert run_with(["doctor"]) == 2
    assert capsys.readouterr().err.splitlines() == [
        "answers.yaml:3:1: 同じ項目が二度あります。該当箇所は「a.b」です。［Y03］",
        "answers.yaml:9:2: 値が 二行です。［Y04］",
    ]
    failing(WriteError(Fault("F05", "書けません。")))
    assert run_with(["doctor"]) == 5


def test_stopping_by_the_keyboard_is_130(failing, capsys):
    failing(KeyboardInterrupt())
    assert run_with(["doctor"]) == 130
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("encoding", ["ascii", "cp932", "latin-1", "utf-8", "utf-16"])
def test_every_console_encoding_is_survived(specgen, encoding):
    done = subprocess.run(
        [sys.executable, "-m", "specgen", "doctor", "𠮷野〜髙橋"],
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr
    if encoding == "cp932":
        assert "書き込み" in done.stdout.decode("cp932")


def test_characters_that_the_windows_code_page_holds_under_another_number_stay_readable(monkeypatch):
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="cp932", errors="specgen")
    Console(out=stream).line("10時〜12時 −5 𠮷 é")
    assert raw.getvalue().decode("cp932").strip() == "10時～12時 －5 ? \\u00e9"


def test_what_is_printed_cannot_steer_the_terminal():
    assert visible("題名\x1b[2J\u202e\x9b\x07\n次\t行") == "題名\\x1b[2J\\u202e\\x9b\\x07\n次\t行"


def test_a_reader_who_has_gone_changes_no_exit_code(specgen):
    script = "import sys; from specgen.cli.console import Console; c = Console(); [c.line('あ' * 9000) for _ in range(50)]; sys.exit(1)"
    process = subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    process.stdout.close()
    assert process.wait(timeout=60) == 1
    assert process.stderr.read() == b""


def test_json_is_ascii_where_the_pipe_is_not_utf8_and_readable_where_it_is():
    for encoding in ("cp932", "utf-8"):
        raw = io.BytesIO()
        stream = io.TextIOWrapper(raw, encoding=encoding)
        Console(out=stream).json({"件名": "𠮷\x9b\u2028"})
        assert json.loads(raw.getvalue().decode(encoding)) == {"件名": "𠮷\x9b\u2028"}
        assert ("件名" in raw.getvalue().decode(encoding)) is (encoding == "utf-8")


def test_progress_is_shown_on_a_terminal_only_and_only_when_it_takes_time(monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    quick, slow, pipe = Terminal(), Terminal(), io.StringIO()
    with Console(err=quick).progress() as tell:
        tell("読んでいます")
    monkeypatch.setattr("specgen.cli.console.PATIENCE", 0.01)
    with Console(err=slow).progress() as tell:
        tell("読んでいます")
        import time

        time.sleep(0.1)
        tell("書いています")
    with Console(err=pipe).progress() as tell:
        tell("読んでいます")
    assert (quick.getvalue(), pipe.getvalue()) == ("", "")
    assert slow.getvalue() == "… 読んでいます\n… 書いています\n"


def test_the_help_loads_nothing_heavy():
    script = (
        "import sys; from specgen.cli.main import run_with; run_with(['--help']);"
        f"print(sorted(set({HEAVY!r}) & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr.strip() == "[]"


def test_our_own_modules_behind_the_help_are_these_and_no_more():
    script = (
        "import sys; from specgen.cli.main import run_with; run_with(['--help']);"
        "print(*sorted(m for m in sys.modules if m.startswith('specgen')), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    own = {
        "bench",
        "commands",
        "console",
        "foreignfile",
        "helptext",
        "japanese",
        "main",
        "places",
        "reviewing",
        "verbs",
    }
    assert set(done.stderr.split()) == {
        "specgen",
        "specgen.cli",
        "specgen.errors",
        *(f"specgen.cli.{name}" for name in own),
    }


def test_a_verb_is_a_thin_function_with_a_first_line_that_says_what_it_does():
    for verb in verbs.VERBS:
        assert verb.call.__module__ in (
            commands.__name__,
            bench.__name__,
            reviewing.__name__,
            foreignfile.__name__,
        )
        assert verb.summary.endswith("。")
        assert verb.examples and all(line.startswith(f"specgen {verb.name}") for line in verb.examples)
