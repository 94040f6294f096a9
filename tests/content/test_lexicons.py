"""Lexicons measured: every entry speaks on a sentence written for it, and none alarms on the papers meant to be good."""

from __future__ import annotations

from pathlib import Path

import pytest
from rulecases import content

from specgen.check.words import find_words

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "docs" / "rules" / "lexicons.md"
ALARMS = {("double_negatives", "ないことはない")}
"""What is heard on the examples; a rightful hit on a clause of our own."""

HEARD = {
    "placeholders": [
        "納品の場所は、〇〇センターとする。",
        "担当は、■■課とする。",
        "利用者はXX人を見込む。",
        "件数は××件とする。",
        "（要確認）",
        "搬入の時間帯は調整中である。",
        "納品の期限は、TBDとする。",
        "令和9年●月に始める。",
        "件数はxx件とする。",
        "？",
        "件数は??件とする。",
        "納品の場所は、経理課★とする。",
        "件数は300件（仮）とする。",
    ],
    "vague": [
        "障害を見つけたときは、速やかに知らせる。",
        "誤りを見つけたときは、直ちに直す。",
        "状況を随時報告する。",
        "必要に応じて資料を作る。",
        "公開する情報システムは、原則として国内に置く。",
        "場合によっては延長する。",
        "十分な容量を備える。",
        "適切に管理する。",
        "適正に取り扱う。",
        "柔軟に対応する体制を置く。",
        "可能な限り早く終える。",
        "事故を防ぐため、必要な措置を講ずる。",
        "妥当な期間を設ける。",
        "画面は快適に動く。",
        "移行に付随する作業を行う。",
        "運用全般を担う。",
        "仕様書に記載のない事項であっても、当然行うべきものは行う。",
        "職員の作業を支援すること。",
        "情報の漏えいに留意すること。",
    ],
    "enumeration": ["手順書等を作成する。", "回答案の作成などの支援を行う。"],
    "double_negatives": ["承認しないわけではない。", "止めざるを得ない。"],
    "strength": [
        "同時に100人が使えることが望ましい。",
        "再発の防止に努めること。",
        "暗号化を推奨する。",
        "可能であれば、英語の画面も作ること。",
    ],
    "open_orders": [
        "様式は別途定める。",
        "担当部署が指定する様式により報告する。",
        "発注者の指示に従い、資料を作る。",
        "範囲は、契約の後に協議の上決定する。",
        "担当部署が必要と認めた資料を出す。",
    ],
    "equivalence": ["記憶装置は、同等以上の性能のものとする。"],
    "products": [
        "表計算には、Microsoft 365を用いること。",
        "基盤は、AWSとする。",
        "連絡には、Slackを用いること。",
        "演算装置は、Core i5とする。",
        "無停電電源装置は、架空電機社製とする。",
        "通信の機器は、型番 FX-2050とする。",
    ],
    "incumbent": ["サーバーは、現行機器の後継機種とする。", "端末は、同一メーカーのものとする。"],
    "vendor_voice": ["弊社の方式による。", "独自の技術により速く探す。"],
    "bias": [
        "県内に本店を有する者であること。",
        "架空協会の会員であること。",
        "当機構での導入実績を有する者であること。",
    ],
    "units": [
        "単価は、1件当たり120,000円とする。",
        "令和9年4月から2030年3月までとする。",
        "120000件を移す。",
        "メモリは16Gbとする。",
    ],
    "abbreviations": [
        *(f"{name}を毎月報告する。" for name in ("SLA", "SLO", "RTO", "RPO", "WBS", "SSO", "MFA", "WAF")),
        *(f"{name}を毎月報告する。" for name in ("EDR", "SIEM", "RFI", "RFP", "PMO", "PJMO", "PoC", "MVP")),
        *(f"{name}を毎月報告する。" for name in ("RAG", "UAT", "BCP", "EOL", "ETL", "LGWAN", "SBOM")),
    ],
    "defect_words": ["瑕疵担保責任の期間を定める。", "隠れた瑕疵を直す。", "瑕疵の修補を求める。"],
    "subjects": ["設計書の案の確認を行う。"],
    "own_formats": [
        "帳票は、製品の独自形式で納める。",
        "設定は、専用ツールにより変える。",
        "製品固有の形式で取り出す。",
    ],
    "former_names": [
        "下請法を守る。",
        "日本工業規格に沿う。",
        "工業標準化法に沿う。",
        "内閣サイバーセキュリティセンターに知らせる。",
        "NISCに知らせる。",
        "情報セキュリティ統一基準に沿う。",
        "政府情報システムの整備及び管理に関する標準ガイドラインに沿う。",
    ],
}
HARMLESS = [
    "総務部人事課の18人が、採用、異動及び年末調整を行う。",
    "管理の方法が不適正なときは、契約を解除する。",
    "設備の設置又は管理の瑕疵による損害及び意思表示の瑕疵は、この節によらない。",
    "特定の事業者の独自の形式に依存しない方式とし、専用の回線を通す。",
    "庁舎の定員は二〇人で、画面は1,920×1,080画素、応答が5xxのときは記録する。",
    "省エネ性能の等級は★3以上、仮の保管の場所は別紙（仮置場）とする。",
    "どの画面から問い合わせるか？",
    "○",
    "A等級の者を平等に扱い、負荷を均等にし、等価の機能を対等の立場で示す。",
    "必要経費の内訳と、移行に必要な日数を示す。",
    "労働者派遣事業の適正な運営の確保及び派遣労働者の保護等に関する法律を守る。",
    "障害を見つけたときは、速やかに（2時間以内に）知らせ、翌営業日までに直ちに直す。",
    "配慮の希望を受け付け、合理的配慮を提供する。",
    "「政府情報システムにおけるクラウドサービスの適切な利用に係る基本方針」に沿う。",
    "同等と認めるかどうかは、性能の一覧を出し、担当部署が決めて理由を示す。",
    "当機構の業務用端末はWindows 11で動き、閲覧ソフトはMicrosoft Edgeを使う。",
    "委託の前に、中小受託事業者への代金の支払の期日を60日以内に定める。",
    "支払った額は31,900,000円（税込み）である。",
    "全省庁統一資格の随時審査を受けた者も、参加できる。",
    "不十分な点及び不適切な点は、次の会議までに直す。",
]


@pytest.mark.parametrize("lexicon", HEARD)
def test_every_entry_speaks_on_a_sentence_written_for_it(lexicon: str):
    words = content().lexicons[lexicon]
    heard = {id(hit.word) for text in HEARD[lexicon] for hit in find_words(words, text)}
    assert [word.word or word.pattern for word in words if id(word) not in heard] == []
    silent = [text for text in HEARD[lexicon] if not list(find_words(words, text))]
    assert silent == []


@pytest.mark.parametrize("text", HARMLESS)
def test_words_that_only_look_alike_and_sentences_with_a_measure_are_left_alone(text: str):
    assert [(name, hit.text) for name in HEARD for hit in find_words(content().lexicons[name], text)] == []


def printed() -> list[str]:
    """Sentences and cells of the examples as printed, without contents lists, headings and notes of the review."""
    texts: list[str] = []
    for path in sorted((ROOT / "examples").glob("*/expected/*.txt")):
        body = path.read_text(encoding="utf-8").partition("\n# ")[2].partition("[コメント]")[0]
        for line in body.splitlines():
            if line and not line.startswith("#"):
                texts += line.strip("| ").split(" | ") if line.startswith("|") else [line]
    return texts


def test_no_word_alarms_on_the_papers_that_are_meant_to_be_good():
    texts = printed()
    assert len(texts) > 5000
    whole = "\n".join(texts)
    heard = {
        (name, hit.text)
        for name in HEARD
        for word in content().lexicons[name]
        if not any(said.search(whole) for said in word.said_elsewhere)
        for text in texts
        for hit in find_words([word], text)
    }
    assert heard <= ALARMS


def test_the_table_speaks_of_every_lexicon_that_was_measured():
    table = TABLE.read_text(encoding="utf-8")
    assert [name for name in HEARD if f"`{name}`" not in table] == []
