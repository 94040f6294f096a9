"""``specgen doctor`` says what this machine can do, changes nothing, and gives a remedy with everything it misses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from specgen.jobs import doctor as room
from specgen.jobs.doctor import doctor


def point(points, key):
    return next(p for p in points if p.key == key)


def test_everything_that_is_missing_comes_with_a_remedy_or_is_good(tmp_path):
    points = doctor(tmp_path)
    assert {p.key for p in points} == {
        "python",
        "libraries",
        "write",
        "path",
        "console",
        "font",
        "libreoffice",
        "pypdf",
    }
    assert all(p.good or p.remedy for p in points)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_yet_is_judged_by_the_one_that_will_hold_it(tmp_path):
    assert point(doctor(tmp_path / "まだ" / "ない"), "write").good


def test_a_folder_that_cannot_be_written_is_said_so(tmp_path, monkeypatch):
    def refuse(**_kwargs):
        raise PermissionError

    monkeypatch.setattr(room.tempfile, "TemporaryFile", refuse)
    found = point(doctor(tmp_path), "write")
    assert not found.good and found.needed and "書き込めるフォルダー" in found.remedy


def test_a_deep_folder_is_said_to_be_too_deep_for_windows(tmp_path):
    deep = tmp_path / ("深" * 200)
    assert "もっと浅い所" in point(doctor(deep), "path").remedy


def test_an_old_libreoffice_is_named_with_what_it_would_break(tmp_path, monkeypatch):
    monkeypatch.setattr(room, "find_libreoffice", lambda: "soffice")
    monkeypatch.setattr(room, "_output_of", lambda *command: "LibreOffice 7.4.7.2 40(Build:2)")
    found = point(doctor(tmp_path), "libreoffice")
    assert (found.good, found.seen) == (False, "7.4.7.2") and "24以降" in found.remedy


def test_a_machine_without_libreoffice_and_font_list_still_gets_an_answer(tmp_path, monkeypatch):
    monkeypatch.setattr(room, "find_libreoffice", lambda: None)
    monkeypatch.setattr(room, "_output_of", lambda *command: None)
    points = doctor(tmp_path)
    assert "PDFにするときだけ" in point(points, "libreoffice").remedy
    assert point(points, "font").seen == "この機械では調べられません。"


def test_on_windows_fonts_are_known_by_their_files(tmp_path, monkeypatch):
    (tmp_path / "Fonts").mkdir()
    (tmp_path / "Fonts" / "yumin.ttf").touch()
    monkeypatch.setenv("WINDIR", str(tmp_path))
    monkeypatch.setattr(room.sys, "platform", "win32")
    good = {p.label: p.good for p in doctor(tmp_path) if p.key == "font"}
    assert good == {"フォント 游明朝": True, "フォント BIZ UDPゴシック": False}


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_console_without_japanese_is_noticed(tmp_path, monkeypatch, encoding):
    class Narrow:
        pass

    Narrow.encoding = encoding
    monkeypatch.setattr(room.sys, "stdout", Narrow())
    assert not point(doctor(tmp_path), "console").good


def test_the_verb_prints_marks_and_remedies_or_json(specgen, tmp_path: Path):
    told = specgen("doctor")
    assert told.returncode == 0 and told.stdout.startswith("○ Python: 3.")
    assert {p["key"] for p in json.loads(specgen("doctor", "--json").stdout)} >= {"python", "write"}


def test_the_library_for_page_numbers_is_looked_for(tmp_path, monkeypatch):
    monkeypatch.setattr(room, "can_read", lambda: False)
    found = point(doctor(tmp_path), "pypdf")
    assert not found.good and not found.needed
    assert 'python -m pip install ".[pdf]"' in found.remedy
