"""A compiled template is kept for the next process, and whatever is wrong with it only costs the time to compile."""

import os
import sys

import pytest
from templatemaking import template

from specgen import cachefolder
from specgen.jobs import kept
from specgen.word.compile import compile_template
from specgen.word.render import render

posix = pytest.mark.skipif(sys.platform == "win32", reason="modes of files say nothing there")


class Maker:
    """Compiles one template and counts how often it was asked to."""

    def __init__(self):
        self.times = 0

    def __call__(self):
        self.times += 1
        return compile_template(template("{{ a.title }}"))


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setattr(cachefolder, "cache_folder", lambda: tmp_path / "cache" / "specgen")
    return tmp_path / "cache" / "specgen"


@pytest.fixture
def make():
    return Maker()


def printed(compiled):
    return render(compiled, {"a": {"title": "更改"}}).parts["word/document.xml"]


def kept_file(cache):
    (file,) = cache.iterdir()
    return file


def test_the_second_process_finds_what_the_first_compiled(cache, make):
    first, second = kept.kept_or_made("a", make), kept.kept_or_made("a", make)
    assert make.times == 1
    assert printed(first) == printed(second)


def test_another_template_is_another_entry(cache, make):
    kept.kept_or_made("a", make)
    kept.kept_or_made("b", make)
    assert make.times == 2
    assert len(list(cache.iterdir())) == 2


@pytest.mark.parametrize("content", [b"", b"x" * 100])
def test_a_file_that_cannot_be_read_is_made_anew_without_a_word(cache, make, content, capsys):
    kept.kept_or_made("a", make)
    kept_file(cache).write_bytes(content)
    assert printed(kept.kept_or_made("a", make)) == printed(make())
    assert kept_file(cache).stat().st_size > 100
    assert capsys.readouterr() == ("", "")


def test_a_file_cut_short_is_made_anew(cache, make):
    kept.kept_or_made("a", make)
    file = kept_file(cache)
    file.write_bytes(file.read_bytes()[:-10])
    kept.kept_or_made("a", make)
    assert make.times == 2


def test_a_changed_compiler_does_not_see_what_the_old_one_made(cache, make, monkeypatch):
    kept.kept_or_made("a", make)
    monkeypatch.setattr(kept, "_makers", lambda: [("compile.py", 1, 1)])
    kept.kept_or_made("a", make)
    assert make.times == 2


@posix
def test_only_the_user_can_look_into_the_folder(cache, make):
    kept.kept_or_made("a", make)
    assert cache.stat().st_mode & 0o777 == 0o700


@posix
@pytest.mark.parametrize("mode", [0o770, 0o707])
def test_a_folder_that_others_can_write_in_is_left_alone(cache, make, mode):
    cache.mkdir(parents=True)
    cache.chmod(mode)
    kept.kept_or_made("a", make)
    assert list(cache.iterdir()) == []


@posix
def test_a_file_that_others_can_write_is_not_run(cache, make):
    kept.kept_or_made("a", make)
    kept_file(cache).chmod(0o666)
    kept.kept_or_made("a", make)
    assert make.times == 2


@posix
def test_a_link_to_elsewhere_is_not_followed(cache, make, tmp_path):
    kept.kept_or_made("a", make)
    file, elsewhere = kept_file(cache), tmp_path / "elsewhere"
    file.rename(elsewhere)
    file.symlink_to(elsewhere)
    kept.kept_or_made("a", make)
    assert make.times == 2


def test_a_place_where_nothing_can_be_written_only_costs_time(tmp_path, make, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(cachefolder, "cache_folder", lambda: tmp_path / "file" / "specgen")
    kept.kept_or_made("a", make)
    kept.kept_or_made("a", make)
    assert make.times == 2


def test_the_oldest_ones_are_forgotten(cache, make, monkeypatch):
    monkeypatch.setattr(kept, "KEPT", 2)
    for number, about in enumerate(("a", "b", "c")):
        kept.kept_or_made(about, make)
        newest = max(cache.iterdir(), key=lambda path: path.stat().st_mtime_ns)
        os.utime(newest, (number, number))
    assert len(list(cache.iterdir())) == 2


def test_a_built_template_is_built_once_and_again_when_its_file_is_damaged(cache):
    times = []

    def build():
        times.append(1)
        return b"a Word file"

    assert kept.kept_or_built("a", build) == kept.kept_or_built("a", build) == b"a Word file"
    assert len(times) == 1
    kept_file(cache).write_bytes(b"x" * 100)
    assert kept.kept_or_built("a", build) == b"a Word file" and len(times) == 2
    kept_file(cache).write_bytes(b"")
    assert kept.kept_or_built("a", build) == b"a Word file" and len(times) == 3
