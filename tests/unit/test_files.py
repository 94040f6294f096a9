"""Files opened with limits, written whole or not at all, and one writer a folder."""

from __future__ import annotations

import errno
import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

import pytest

from specgen import files
from specgen.errors import ContentError, InputError, SpecgenError, WriteError
from specgen.filelocks import LOCK_NAME, host_mark
from specgen.files import digest, lock, read_bytes, read_text, read_text_keeping, write_atomically


def told(caught: pytest.ExceptionInfo[SpecgenError]) -> str:
    (fault,) = caught.value.faults
    assert fault.remedy
    for word in ("Error", "errno", "Errno", "Permission", "denied"):
        assert word not in str(fault)
    return f"{fault.code} {fault}"


def gone_pid() -> int:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


# ── reading ──


def test_a_text_is_read_without_mark_and_with_lf(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + "一\r\n二\r三\n".encode())
    assert read_text(path) == "一\n二\n三\n"


def test_a_missing_file_is_told_with_the_nearest_name(tmp_path):
    (tmp_path / "answers.yaml").write_text("")
    with pytest.raises(InputError) as caught:
        read_text(tmp_path / "answer.yaml")
    assert "見つかりません" in told(caught) and "answers.yaml" in told(caught)


def test_the_caller_chooses_the_kind_of_error(tmp_path):
    with pytest.raises(ContentError):
        read_text(tmp_path / "no", error=ContentError)


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(InputError) as caught:
        read_text(tmp_path)
    assert "フォルダーです" in told(caught)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_refused_without_waiting(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError) as caught:
        read_bytes(tmp_path / "pipe")
    assert "普通のファイル" in told(caught)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no devices here")
def test_a_device_is_refused():
    with pytest.raises(InputError):
        read_bytes(Path("/dev/zero"))


def test_the_limit_is_told(tmp_path):
    path = tmp_path / "big"
    path.write_bytes(b"x" * 101)
    assert read_bytes(path, 101) == b"x" * 101
    with pytest.raises(InputError) as caught:
        read_bytes(path, 100)
    assert "100バイトまで" in told(caught)


@pytest.mark.parametrize(
    ("data", "word"),
    [
        ("一行目\n調達件名".encode("cp932"), "シフトJIS"),
        ("件名".encode("utf-16"), "UTF-16"),
        (b"ok\n\xff\xfa\x00\x81", "読み取れない文字"),
    ],
)
def test_another_encoding_is_recognised(tmp_path, data, word):
    path = tmp_path / "a.yaml"
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        read_text(path)
    assert word in told(caught) and "UTF-8" in told(caught)


@pytest.mark.parametrize("name", ["a\0b", "あ" * 300])
def test_a_name_that_no_system_takes_is_told(tmp_path, name):
    with pytest.raises(InputError) as caught:
        read_text(tmp_path / name)
    told(caught)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"a\nb\n",
        b"a\r\nb\r\n",
        b"\xef\xbb\xbfa\r\nb",
        b"a\rb\r",
        b"a\nb\r\nc\r\nd\re",
        b"\r\n\n\r\r\n",
    ],
)
def test_an_unchanged_text_is_restored_byte_for_byte(tmp_path, data):
    path = tmp_path / "a"
    path.write_bytes(data)
    source = read_text_keeping(path)
    assert "\r" not in source.text
    assert source.restore(source.text) == data


def test_a_changed_line_leaves_the_others_their_line_ends(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"a\nb\r\nc\r\nd\r\n")
    source = read_text_keeping(path)
    assert source.restore(source.text.replace("b\n", "x\ny\n")) == b"a\nx\r\ny\r\nc\r\nd\r\n"


def test_a_digest_is_sha256_in_hex():
    assert digest(b"abc").startswith("ba7816bf")


# ── writing ──


def test_a_file_is_new_or_replaced_and_nothing_is_left(tmp_path):
    path = tmp_path / "答え.yaml"
    write_atomically(path, b"1")
    write_atomically(path, b"2")
    assert path.read_bytes() == b"2"
    assert [p.name for p in tmp_path.iterdir()] == ["答え.yaml"]


def test_the_rights_of_the_file_stay(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"1")
    path.chmod(0o640)
    write_atomically(path, b"2")
    assert path.stat().st_mode & 0o777 == 0o640


def test_the_check_sees_the_finished_file_and_may_refuse(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"old")
    seen = []

    def check(temporary: Path) -> None:
        seen.append(temporary.read_bytes())
        raise ContentError(())

    with pytest.raises(ContentError):
        write_atomically(path, b"new", check=check)
    assert seen == [b"new"]
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("a", b"old")]


@pytest.mark.parametrize(
    ("number", "word"),
    [
        (errno.ENOSPC, "空きが足りない"),
        (errno.EDQUOT, "空きが足りない"),
        (errno.EROFS, "読み取り専用"),
        (errno.EACCES, "権限"),
        (errno.EIO, "やり取りができなく"),
    ],
)
@pytest.mark.parametrize("step", ["open", "fsync", "replace"])
def test_a_failure_at_any_step_leaves_the_old_file_and_nothing_else(
    tmp_path, monkeypatch, number, word, step
):
    path = tmp_path / "a"
    path.write_bytes(b"old")

    def fail(*_args, **_kwargs):
        raise OSError(number, os.strerror(number))

    if step == "replace":
        monkeypatch.setattr(Path, "replace", fail)
    else:
        monkeypatch.setattr(files.os, step, fail)
    with pytest.raises(WriteError) as caught:
        write_atomically(path, b"new")
    monkeypatch.undo()
    assert word in told(caught)
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("a", b"old")]


def test_a_folder_is_made_with_those_above_it_and_may_be_there(tmp_path):
    folder = tmp_path / "甲" / "乙"
    files.make_folder(folder)
    files.make_folder(folder)
    assert folder.is_dir()


@pytest.mark.parametrize("below", ["", "乙"])
def test_a_folder_is_not_made_where_a_file_stands(tmp_path, below):
    (tmp_path / "甲").write_text("残す", encoding="utf-8")
    with pytest.raises(WriteError) as told:
        files.make_folder(tmp_path / "甲" / below)
    (fault,) = told.value.faults
    assert "同じ名前のファイル" in fault.what and fault.remedy and "甲" in str(fault.place)
    assert (tmp_path / "甲").read_text(encoding="utf-8") == "残す"


def test_a_missing_folder_is_told(tmp_path):
    with pytest.raises(WriteError) as caught:
        write_atomically(tmp_path / "no" / "a", b"")
    assert "フォルダーが見つかりません" in told(caught)


def test_a_name_that_is_too_long_is_told(tmp_path):
    with pytest.raises(WriteError) as caught:
        write_atomically(tmp_path / ("あ" * 300), b"")
    assert "長すぎる" in told(caught)
    assert list(tmp_path.iterdir()) == []


def test_a_long_name_that_the_system_takes_is_written(tmp_path):
    path = tmp_path / ("あ" * 84)
    write_atomically(path, b"1")
    assert path.read_bytes() == b"1"


def test_a_folder_of_that_name_is_told(tmp_path):
    (tmp_path / "a").mkdir()
    with pytest.raises(WriteError) as caught:
        write_atomically(tmp_path / "a", b"")
    assert "同じ名前のフォルダー" in told(caught)


def test_a_read_only_file_is_left_alone(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"old")
    path.chmod(0o444)
    with pytest.raises(WriteError) as caught:
        write_atomically(path, b"new")
    assert "読み取り専用のファイル" in told(caught)
    assert path.read_bytes() == b"old"


def test_a_link_out_of_the_folder_is_refused(tmp_path):
    outside = tmp_path / "outside"
    outside.write_bytes(b"old")
    inside = tmp_path / "case"
    inside.mkdir()
    (inside / "a").symlink_to(outside)
    with pytest.raises(WriteError) as caught:
        write_atomically(inside / "a", b"new")
    assert "リンク" in told(caught)
    assert outside.read_bytes() == b"old"


def test_a_link_inside_the_folder_is_followed(tmp_path):
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "a").symlink_to("real")
    write_atomically(tmp_path / "a", b"new")
    assert (tmp_path / "real").read_bytes() == b"new" and (tmp_path / "a").is_symlink()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_no_target(tmp_path):
    os.mkfifo(tmp_path / "a")
    with pytest.raises(WriteError) as caught:
        write_atomically(tmp_path / "a", b"")
    assert "普通のファイル" in told(caught)


def test_a_file_that_word_holds_is_tried_again(tmp_path, monkeypatch):
    path = tmp_path / "a.docx"
    path.write_bytes(b"old")
    real, tries = Path.replace, []

    def replace(self, target):
        tries.append(target)
        if len(tries) < 4:
            raise PermissionError(13, "denied")
        return real(self, target)

    monkeypatch.setattr(files, "_WINDOWS", True)
    monkeypatch.setattr(files.time, "sleep", lambda _: None)
    monkeypatch.setattr(Path, "replace", replace)
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new" and len(tries) == 4


def test_a_file_that_word_keeps_holding_is_told(tmp_path, monkeypatch):
    path = tmp_path / "a.docx"
    path.write_bytes(b"old")
    slept = []

    def replace(self, target):
        raise PermissionError(13, "denied")

    monkeypatch.setattr(files, "_WINDOWS", True)
    monkeypatch.setattr(files.time, "sleep", slept.append)
    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(WriteError) as caught:
        write_atomically(path, b"new")
    monkeypatch.undo()
    assert "WordやExcelで開いている" in told(caught)
    assert 2.4 <= sum(slept) <= 2.7
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("a.docx", b"old")]


def test_what_a_killed_run_left_is_swept_by_the_next(tmp_path):
    left = tmp_path / f".specgen-{host_mark()}-{gone_pid()}-1.tmp"
    ours = tmp_path / f".specgen-{host_mark()}-{os.getppid()}-1.tmp"
    elsewhere = tmp_path / ".specgen-ffffff-1-1.tmp"
    for path in (left, ours, elsewhere):
        path.write_bytes(b"half")
    write_atomically(tmp_path / "a", b"1")
    assert not left.exists() and ours.exists() and elsewhere.exists()


# ── one writer a folder ──


def test_a_lock_is_held_and_given_back(tmp_path):
    with lock(tmp_path):
        held = json.loads((tmp_path / LOCK_NAME).read_text("utf-8"))
        assert held["pid"] == os.getpid() and held["since"]
        with pytest.raises(WriteError) as caught, lock(tmp_path):
            pass
        assert LOCK_NAME in told(caught) and platform.node() in told(caught)
        assert (tmp_path / LOCK_NAME).exists()
    assert list(tmp_path.iterdir()) == []


def test_a_lock_is_given_back_when_the_work_fails(tmp_path):
    with pytest.raises(KeyError), lock(tmp_path):
        raise KeyError
    assert list(tmp_path.iterdir()) == []


def put_lock(folder: Path, pid: int, host: str) -> None:
    told = {"pid": pid, "host": host, "user": "担当", "since": "2026-12-04T10:00:00+09:00"}
    (folder / LOCK_NAME).write_text(json.dumps(told), "utf-8")


def test_the_lock_of_a_process_that_is_gone_is_taken_over(tmp_path):
    put_lock(tmp_path, gone_pid(), platform.node())
    with lock(tmp_path):
        assert json.loads((tmp_path / LOCK_NAME).read_text("utf-8"))["pid"] == os.getpid()
    assert list(tmp_path.iterdir()) == []


def test_the_lock_of_another_machine_is_never_taken_over(tmp_path):
    put_lock(tmp_path, gone_pid(), "another-pc")
    with pytest.raises(WriteError) as caught, lock(tmp_path):
        pass
    assert (
        "「担当」さん" in told(caught) and "another-pc" in told(caught) and "2026-12-04 10:00" in told(caught)
    )


def test_a_half_written_lock_is_taken_over_after_a_while(tmp_path):
    path = tmp_path / LOCK_NAME
    path.write_bytes(b"")
    with pytest.raises(WriteError), lock(tmp_path):
        pass
    old = time.time() - 60
    os.utime(path, (old, old))
    with lock(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_cannot_be_held(tmp_path):
    with pytest.raises(WriteError) as caught, lock(tmp_path / "no"):
        pass
    assert "L02" in told(caught)


def run(script: str, *args: str) -> subprocess.Popen[str]:
    env = {**os.environ, "PYTHONPATH": str(Path(files.__file__).parents[1])}
    return subprocess.Popen([sys.executable, "-c", script, *args], stdout=subprocess.PIPE, text=True, env=env)


def test_of_many_that_find_a_stale_lock_only_one_gets_in(tmp_path):
    case = tmp_path / "case"
    case.mkdir()
    put_lock(case, gone_pid(), platform.node())
    script = """
import sys, time
from pathlib import Path
from specgen.errors import WriteError
from specgen.files import lock
case, go = map(Path, sys.argv[1:])
try:
    with lock(case):
        while not go.exists():
            time.sleep(0.01)
        print("in")
except WriteError:
    print("told")
"""
    runs = [run(script, str(case), str(tmp_path / "go")) for _ in range(4)]
    until = time.monotonic() + 60
    while sum(each.poll() is not None for each in runs) < 3 and time.monotonic() < until:
        time.sleep(0.02)
    (tmp_path / "go").write_text("")
    assert sorted(each.communicate(timeout=60)[0].strip() for each in runs) == ["in", "told", "told", "told"]
    assert list(case.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="no kill -9 here")
def test_after_a_kill_the_old_file_stands_and_the_next_run_leaves_nothing_behind(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"old")
    script = """
import os, sys
from pathlib import Path
from specgen.files import write_atomically
write_atomically(Path(sys.argv[1]), b"new", check=lambda _: os.kill(os.getpid(), 9))
"""
    killed = run(script, str(path))
    killed.communicate(timeout=60)
    assert killed.returncode == -9 and path.read_bytes() == b"old"
    write_atomically(path, b"next")
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("a", b"next")]
