"""Specifications as other offices make them, written from scratch: typed numbers, run-in values, forms, bold lines.

``research`` holds the facts of a published research procurement in another layout and in our own sentences; what is
planted in it (``PLANTED``) is what a reviewer should see, and nothing else should be told of it.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import docx
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from specgen.model.texttree import TextTree


class Office:
    """A document in the style of some office: 標準 style only, a page of A4, Japanese fonts."""

    def __init__(self, font: str = "ＭＳ 明朝") -> None:
        self.made = docx.Document()
        section = self.made.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        normal = self.made.styles["Normal"]
        normal.font.name, normal.font.size = font, Pt(10.5)
        normal.element.rPr.rFonts.set(qn("w:eastAsia"), font)

    def line(self, text: str, *, bold: bool = False, colour: str = "", pen: bool = False):
        """One paragraph in 標準 style."""
        run = self.made.add_paragraph().add_run(text)
        run.bold = bold or None
        if colour:
            run.font.color.rgb = RGBColor.from_string(colour)
        if pen:
            run.font.highlight_color = 7
        return run

    def lines(self, text: str) -> None:
        """A paragraph a line; one that begins with ``*`` is bold."""
        for line in text.strip("\n").split("\n"):
            self.line(line.lstrip("*"), bold=line.startswith("*"))

    def table(self, *rows: Iterable[str]) -> None:
        """A table with a grid."""
        cells = [list(row) for row in rows]
        table = self.made.add_table(len(cells), len(cells[0]))
        table.style = "Table Grid"
        for row, texts in zip(table.rows, cells, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text

    def named(self, **properties: str) -> None:
        """Title, subject, author, company … in the properties of the file."""
        for name, text in properties.items():
            setattr(self.made.core_properties, name, text)

    def saved(self, path: Path) -> Path:
        self.made.save(str(path))
        return path


PLANTED = {
    "〇〇": "（１）報告会の会場は、〇〇会議室とする。",
    "瑕疵担保責任": "受託者の瑕疵担保責任は、契約書の定めるところによる。",
    "速やかに": "受託者は、障害を見付けたときは、速やかに連絡すること。",
    "figures": ("評価に使う文書は20件程度とする。", "評価に使う文書は24件程度とする。"),
}


def research() -> Office:
    """調査研究: 第１ / １ / （１） typed by hand in bold and plain, tables, planted slips."""
    o = Office()
    o.line("設計書類の審査を助ける生成AIの調査研究　仕様書（案）", bold=True)
    o.line("目次", bold=True)
    o.lines("第１　調達の概要\t1\n第２　調達案件と方式\t2\n第３　実施する作業\t3\n第４　作業の体制と方法\t6")
    o.lines(
        """
*第１　調達の概要
*１　件名
設計書類の審査を助ける生成AIの調査研究
*２　調達の背景
情報システムの設計書とテスト計画書の審査は、経験のある職員の手に頼っている。庁内の先行検証で、生成AIが役に立つ見込みと四つの課題が分かった。
*３　目的と期待する効果
二か月の技術検証により、実現の見込みを明らかにする。完成した情報システムの開発は、目的に含めない。
*４　履行期間
契約を締結した日から令和8年3月31日までとする。
*５　作業の日程
"""
    )
    o.table(
        ("時期", "作業"),
        ("第1週", "業務実施計画書の提出、開始の打合せ"),
        ("第2週から第4週まで", "点検項目及び評価用の文書の準備、試作"),
        ("第5週から第7週まで", "検証、結果の分析"),
        ("第8週", "検証報告書の提出、最終の報告会"),
    )
    o.lines(
        """
*第２　調達案件と方式
*１　調達範囲
基本設計書及び全体テスト計画書の2種類を対象とし、文書ごとに上位10項目の点検を試作する。評価に使う文書は20件程度とする。
*２　関連する調達案件
庁内で行った先行検証（令和7年度）の結果を、本調達で使う。令和8年度に設計・開発を予定する。
*３　調達案件間の入札制限
本調達の受託者は、令和8年度の設計・開発の入札に参加できる。
*第３　実施する作業
*１　業務実施計画書
受託者は、契約の締結から1週間以内に業務実施計画書を提出し、主管課の承認を受けること。
*２　調査研究
（１）活用方針の定義
点検の項目ごとに、生成AIに任せる範囲と人が見る範囲を定義すること。
（２）試作と検証
数十万字の文書を分けて読ませる方法を試し、正答の割合を測ること。評価に使う文書は24件程度とする。
（３）次年度の計画案
本格的な導入の費用と日程の案を作ること。
*３　会議
定例会を週1回、原則としてオンラインで開く。議事録は、会議の後3日以内に主管課へ提出する。
*４　データの管理方法
預けた文書は、検証の環境の外に持ち出さないこと。
*５　業務完了報告
契約期間の満了までに、業務完了報告書を提出すること。
*６　成果物
成果物は、次の表のとおりとする。
"""
    )
    o.table(
        ("番号", "成果物", "納品期限"),
        ("1", "業務実施計画書", "契約締結後1週間以内"),
        ("2", "活用方針の定義資料", "検証の開始前まで"),
        ("3", "試作のソースコード及び設定情報", "検証の完了時"),
        ("4", "検証報告書", "検証の完了時"),
        ("5", "令和8年度の計画案", "契約満了前"),
        ("6", "業務完了報告書", "契約満了前"),
    )
    o.lines(
        """
（１）報告会の会場は、〇〇会議室とする。
（２）成果物は日本語で作り、編集できる元のファイルを併せて納品する。
（３）提出先は、主管課の指定する共有フォルダーとする。
*第４　作業の体制と方法
*１　作業体制と役割
全体管理者1名、リーダー1名及びメンバーを置くこと。リーダー又はメンバーのうち1名以上は、生成AIの専門の知識を持つこと。同等の能力を示せる者でもよい。
*２　作業場所
受託者が用意する場所とし、費用は契約金額に含める。庁内の情報システムを使う作業は、主管課の指定する場所で行う。
*３　連絡の手段
連絡の手段の利用料は、受託者が双方の利用者の分を負担する。
*第５　遵守事項
*１　機密保持
受託者は、業務で知った情報を目的の外に使わないこと。業務が終わったときは、預かった資料を返却し、又は消去する。
*２　個人情報の取扱い
受託者は、個人情報を取り扱う者を限り、名簿を提出する。個人情報を他の情報と分けて保管し、漏えいが起きたときは、2時間以内に電話で報告する。派遣された者にも教育を行う。主管課の監査を受け入れ、取扱いが改まらないときは契約を解除する。
*３　情報セキュリティ
受託者は、情報セキュリティ管理計画書を提出する。障害を見付けたときは、速やかに連絡すること。
*第６　成果物の取扱い
*１　知的財産権
著作権の帰属は、契約書の定めるところによる。
*２　瑕疵担保責任
受託者の瑕疵担保責任は、契約書の定めるところによる。
*３　検収
主管課は、納品の日から10日以内に検収する。直す所があるときは、受託者は5営業日以内に直して再び納品する。
*第７　入札参加資格
共同入札を認める。入札参加者は、主管課の入札制限の定めに従うこと。
*第８　再委託
*１　制限
受託者は、業務の全部を一括して、又は主たる部分を再委託してはならない。
*２　承認の手続
再委託するときは、相手の名称、範囲、必要性及び金額を書いた申請書を出し、事前に承認を受ける。入札金額の20%を超える再委託先は、入札制限の要件を満たすこと。
再委託先が更に委託するときは、書面で報告する。受託者は、再委託先に同じ義務を課し、再委託先の行為に責任を負う。
*第９　その他
*１　仕様の変更
仕様を変えるときは、主管課と受託者が書面で協議して決める。
*２　問合せ先
戦略・組織グループ　品質支援担当
"""
    )
    o.named(
        title="設計書類の審査を助ける生成AIの調査研究　仕様書（案）",
        author="品質支援担当",
        subject="",
        comments="",
    )
    return o


def lease() -> Office:
    """賃貸借: １　件名　　… with value behind the heading; spread letters; a quantity table."""
    o = Office("ＭＳ ゴシック")
    o.line("庁内LANノートパソコン賃貸借　仕様書")
    o.lines(
        """
１　件　　名　　庁内LANノートパソコンの賃貸借及び保守
２　概　　要　　職員が業務に使うノートパソコンを更新する。
３　賃貸借期間　　令和8年11月1日から令和13年10月31日まで（60か月）
４　対象機器
（１）ノートパソコン
（２）デスクトップパソコン
（３）充電保管庫
５　納入場所　　庁舎及び市内の出先機関
６　調達範囲
　（１）賃貸借
　　機器は全て未使用の品とし、同じメーカーの同じ型とする。
　（２）設定、納入及び設置
　　運搬及び搬入の費用は、賃借料に含める。
　（３）保守
　　平日の9時から17時までに、電話で受け付け、翌営業日までに訪問する。
７　納入機器の条件
既存の情報システムに障害を与えないこと。稼働の実績又は動作の保証に基づいて選ぶこと。
８　検査　　納入の後、14日以内に検査する。
９　支払方法　　毎月の後払いとする。
10　契約満了後の取扱い
賃貸人が機器を引き取り、記憶装置の情報を復元できない方法で消去し、証明書を提出する。
11　その他
この仕様書に定めのないことは、双方が協議して決める。
"""
    )
    o.table(
        ("品名", "数量"),
        ("ノートパソコン", "420台"),
        ("デスクトップパソコン", "35台"),
        ("充電保管庫", "12台"),
    )
    return o


def form() -> Office:
    """Everything in one table: the headings are its left column."""
    o = Office()
    o.line("業務委託仕様書", bold=True)
    o.table(
        ("業務名", "文書管理システム運用支援業務"),
        ("目的", "文書管理システムを止めずに使い続けるため、運用を支援する。"),
        ("履行期間", "令和8年4月1日から令和9年3月31日まで"),
        (
            "業務内容",
            "問合せの対応、利用者の登録及び毎月の報告を行う。\n受託者は、適宜、改善の案を出すこと。",
        ),
        ("履行場所", "当センターの事務室"),
        ("成果物", "月次報告書　毎月10営業日まで　1部"),
        ("再委託", "業務の全部を一括して再委託してはならない。"),
        ("その他", "疑義があるときは、協議して決める。"),
    )
    return o


def bold_lines() -> Office:
    """Headings are bold lines without numbers."""
    o = Office()
    o.lines(
        """
*調達の目的
職員の研修を支える教材を作る。
*業務内容
教材を3種類作り、研修の場で試す。
*納品物
教材一式を、編集できる元のファイルで納品する。
*契約期間
契約の日から令和9年2月26日まで
*著作権
成果物の著作権は、発注者に移る。
"""
    )
    return o


def styled() -> Office:
    """Heading styles with a chapter numbering typed into them, and lists that are lists."""
    o = Office()
    for level, text in (
        (1, "１．調達案件の概要"), (2, "(1) 調達件名"), (0, "本調達の件名は、「研修管理サービスの利用」とする。"),
        (2, "(2) 契約期間"), (0, "契約の日から令和9年3月31日まで"),
        (1, "２．作業の実施内容に関する事項"), (0, "1. 利用者の登録"), (0, "2. 研修の受付"), (0, "3. 受講の記録"),
        (1, "３．作業の実施に当たっての遵守事項"), (0, "職員の情報を、目的の外に使わない。"),
        (1, "４．成果物の取扱いに関する事項"), (0, "検収は、納品の日から10日以内に行う。"),
        (1, "５．再委託に関する事項"), (0, "再委託は、認めない。"),
        (1, "６．その他特記事項"), (0, "この仕様書に定めのないことは、協議して決める。"),
    ):  # fmt: skip
        if level:
            o.made.add_heading(text, level)
        else:
            o.line(text)
    return o


def long_paper(sections: int) -> Office:
    """Chapters of ten sections, each of about a page: paragraphs and a table."""
    o = Office()
    for number in range(sections):
        chapter, section = number // 10 + 1, number % 10 + 1
        if section == 1:
            o.line(f"第{chapter}章　業務の内容その{chapter}", bold=True)
        o.line(f"{chapter}.{section}　機能の要件その{section}")
        for n in range(18):
            o.line(
                f"受託者は、画面{number}-{n}の入力の値を確かめ、誤りがあるときは、その欄の横に理由を示すこと。"
                "一覧は、条件を選んで並べ替えることができること。"
            )
        o.table(*[(f"項目{n}", f"内容{n}", f"{n * 10}件") for n in range(6)])
    return o


Numbers = Callable[[Sequence[int]], str]
"""The number of each chapter, section … around a heading → what stands before it."""


def retyped(tree: TextTree, number: Numbers, *, bold: bool) -> tuple[Office, list[tuple[int, str]]]:
    """A paper typed anew in 標準 style, and its numbered headings with their levels."""
    o, counts, headings = Office(), [0] * 9, []
    for block in tree.blocks:
        if block.kind == "heading" and block.number:
            level = block.level
            counts[level - 1 :] = [counts[level - 1] + 1] + [0] * (9 - level)
            o.line(f"{number(counts[:level])}　{block.text}", bold=bold)
            headings.append((level, block.text))
        elif block.kind == "table":
            rows = [[" ".join(b.text for b in TextTree(cell).walk()) for cell in row] for row in block.rows]
            most = max(map(len, rows))
            o.table(*[row + [""] * (most - len(row)) for row in rows])
        elif block.kind != "contents" and block.text.strip():
            o.line(f"{block.number} {block.text}".strip())
    return o, headings


LAYOUTS: dict[str, Callable[[], Office]] = {
    "research": research,
    "lease": lease,
    "form": form,
    "bold_lines": bold_lines,
    "styled": styled,
}


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def rezipped(parts: dict[str, bytes]) -> bytes:
    """Parts as the bytes of a package."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return out.getvalue()
