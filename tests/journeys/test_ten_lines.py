"""What the author of a half-empty case reads first: ten lines, those that a PMO member would name first."""

from __future__ import annotations

import re

from journeying import Person

LINES = [
    "【要確認】「調達の方式と予定額」に、空きが3つあります（方式の判定に使う額、価格点と技術点の配分、調達の単位）。",
    "【要確認】契約期間（契約締結日から令和14年9月30日まで）が、目標の期間の末日（令和11年3月31日）を越えます。"
    "計画の記載か承認が、根拠の欄に読み取れません。",
    "【要確認】「契約」に、空きが2つあります（予算の成立の前の公告、支払の方法）。",
    "【要確認】「調達の範囲と関連する調達」に、空きが2つあります"
    "（調達案件間の入札制限、担当部署が用意する機器、ソフトウェア及びサービス）。",
    "【要確認】「入札参加資格」に、空きが4つあります（競争参加資格、参加できない者、公的な資格及び認証、受注実績）。",
    "【要確認】「利用計画数の「申請者」のID数」が、未定（令和9年1月29日まで、総務部人事課）です。",
    "【要確認】「サービスの導入と運用」に、空きが5つあります（障害の連絡に応じるまでの時間、計画停止の予告、"
    "サービスレベルの合意書、教育、運用、保守及び利用者支援の「障害への対応」の時間帯）。",
    "【要確認】「取り扱う情報」に、空きが4つあります"
    "（国外での取扱い、事故の第一報までの時間、資料の返却及び抹消の期限、作業での生成AIの利用）。",
    "【要確認】「クラウドサービス」に、空きが5つあります（サービスの生成AI機能、利用の記録を保存する期間、"
    "機能の変更及び終了の予告、契約終了時のデータの返却の期限、利用規約との関係）。",
    "【要確認】「作業の内容」に、空きが5つあります（引継ぎ、作業の一覧の「教育」の確かめる部署、"
    "作業の一覧の「教育」の確かめる方法、契約の終了後の問合せへの回答、実施計画書を承認する者）。",
]
"""Money and dates first (the amount that decides the method, the period, the budget), then fairness, the numbers that
make the price, what protects the data, how it ends. See docs/decisions.md."""


def lines(said: str) -> list[str]:
    """The numbered lines of a check, each put together again from the lines of the screen."""
    found: list[str] = []
    for line in said.splitlines():
        if head := re.match(r" {0,1}\d{1,2}\. (【.*)", line):
            found.append(head[1])
        elif found and re.match(r" {4}\S", line) and not found[-1].endswith("。"):
            found[-1] += line.strip()
    return found


def test_the_half_empty_case_tells_its_author_ten_lines(colleague: Person):
    assert lines(colleague.types("check", "keihi-saas").out) == LINES


def test_nothing_is_lost_behind_the_ten_lines(colleague: Person):
    findings = colleague.types("check", "keihi-saas", "--json").data["findings"]
    shown = colleague.types("check", "keihi-saas").flat
    whole = colleague.types("check", "keihi-saas", "--all").flat
    assert "「specgen check keihi-saas --all」" in shown
    assert len(findings) > 50
    for finding in findings:
        words = finding["words"]
        assert words.get("question", words.get("found")) in whole
        assert words["why"] in whole and words["fix"] in whole


def test_a_remedy_that_mends_several_blanks_is_told_once(colleague: Person):
    shown = colleague.types("check", "keihi-saas").flat
    assert shown.count("未定の期日と決める人を書くと") == 1
