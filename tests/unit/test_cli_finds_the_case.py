"""A case is named by its folder, by a file in it, or by its name in the workspace one stands in."""

from __future__ import annotations

from pathlib import Path

import pytest

from specgen.cli.commands import _type
from specgen.cli.places import find_case, find_workspace
from specgen.errors import InputError


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "specgen.yaml").write_text("")
    for name in ("文書管理SaaS", "令和10年度調査"):
        (tmp_path / "cases" / name).mkdir(parents=True)
        (tmp_path / "cases" / name / "case.yaml").write_text("")
        (tmp_path / "cases" / name / "answers.yaml").write_text("")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "text", ["文書管理SaaS", "cases/文書管理SaaS", "cases/文書管理SaaS/", "cases/文書管理SaaS/answers.yaml"]
)
def test_all_ways_to_name_a_case_lead_to_its_folder(workspace, text):
    assert find_case(text) == workspace / "cases" / "文書管理SaaS"


def test_the_workspace_is_found_from_a_folder_deep_inside(workspace, monkeypatch):
    monkeypatch.chdir(workspace / "cases" / "文書管理SaaS")
    assert find_workspace() == workspace
    assert find_case("令和10年度調査") == workspace / "cases" / "令和10年度調査"
    assert find_case(".") == workspace / "cases" / "文書管理SaaS"


def test_an_unknown_case_is_answered_with_the_nearest_name(workspace):
    with pytest.raises(InputError) as caught:
        find_case("文書管理SaaA")
    assert "「文書管理SaaS」のことではありませんか。" in str(caught.value)
    assert "ここにある案件: 令和10年度調査、文書管理SaaS" in str(caught.value)


@pytest.mark.parametrize("text", ["../文書管理SaaS", "cases", "x" * 5000, "", "a/b/c"])
def test_what_is_no_case_is_said_without_a_traceback(workspace, text):
    with pytest.raises(InputError) as caught:
        find_case(text)
    assert caught.value.exit_code == 2


def test_outside_a_workspace_the_remedy_is_to_go_there(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError) as caught:
        find_case("文書管理SaaS")
    assert "作業フォルダー" in str(caught.value)


def test_beside_the_workspace_one_is_told_to_step_into_it(tmp_path, monkeypatch):
    (tmp_path / "調達文書").mkdir()
    (tmp_path / "調達文書" / "specgen.yaml").write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match="cd 調達文書"):
        find_case("会議室予約")


@pytest.mark.parametrize("written", ["saas", "ＳＡＡＳ", "クラウドサービス利用", "クラウド"])
def test_a_type_may_be_given_by_its_name(written):
    assert _type(written) == "saas"


def test_an_unknown_type_lists_codes_with_their_names():
    with pytest.raises(InputError, match="study（調査研究・支援）"):
        _type("会議室")
