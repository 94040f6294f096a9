"""What our own Japanese keeps to: sentences a person can read at one go, plain signs, kind words, 送り仮名 of 公用文."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from typing import TypeVar

Where = TypeVar("Where")

LONGEST = 90
"""Characters in a sentence; a field of the template counts for nothing."""
ALIKE = 0.84
"""From this share of common pairs of characters on, two sentences say the same thing."""
SHORTEST = 14
"""Sentences shorter than this may look alike: there is little to say them with."""
_FIELD = re.compile(r"\{\{.*?\}\}|\{§.*?\}")
_SENTENCE = re.compile(r"[^。\n]+。?")
_FULL_WIDTH = re.compile(r"[Ａ-Ｚａ-ｚ０-９！-／：-＠［-｀｛-～￠-￦]")
_ALLOWED = frozenset("（）！？：～［］，．－")
_J = "[ぁ-んァ-ヶー一-龠々]"
_HALF_WIDTH = re.compile(rf"[｡-ﾟ]|(?<={_J})(?:[,.!?;]|:(?! ))|(?<={_J})[()]|[()](?={_J})")
_OTHER_SIGN = re.compile(r"[～~‐‑–—−]")
"""Signs that look like 〜, ー or - and are not: a search would not find the word."""
_BLAMING = re.compile(r"不備|違反|差戻し|差し戻し|エラー|\bNG\b")

_OF_CLAUSES = re.compile(
    r"など|(?<!同)等|十分|円滑|迅速|適切|相当の|著しい|おおむね|概ね|できる限り|早急|万全|最大限|積極的|妥当な|適時|定期的|容易に|簡単に"
    r"|努める|留意|やむを得|大きな|必要な|その他の(?!業務)"
)
"""Words without a measure that a clause of ours does without, beside those of the lexicon that we hold others to."""
_NAME = re.compile(r"「[^」]*」|[^、。（「]*(?:法律|防止法)|場所等|調達の方式等")
"""Names of laws and papers, and headings of the guidelines."""

_AS_NOUN = r"(?=[をがはにのでともへ」）]|から|まで|$)"
SPELLINGS = {
    # as written → as 公用文 writes it
    r"行な[いうえわっ]": "行う",
    r"表わ[しすせさ]": "表す",
    r"現わ[れす]": "現れる・現す",
    r"断わ[らりるれっ]": "断る",
    rf"取り扱い{_AS_NOUN}": "取扱い（名詞）",
    rf"取り組み{_AS_NOUN}": "取組（名詞）",
    rf"打ち合わせ{_AS_NOUN}|打合わせ": "打合せ（名詞）",
    rf"問い合わせ{_AS_NOUN}|問合わせ": "問合せ（名詞）",
    rf"引き継ぎ{_AS_NOUN}": "引継ぎ（名詞）",
    rf"引き渡し{_AS_NOUN}": "引渡し（名詞）",
    rf"申し込み{_AS_NOUN}": "申込み（名詞）",
    rf"申し立て{_AS_NOUN}": "申立て（名詞）",
    rf"受け入れ{_AS_NOUN}": "受入れ（名詞）",
    rf"取り消し{_AS_NOUN}": "取消し（名詞）",
    rf"組み合わせ{_AS_NOUN}": "組合せ（名詞）",
    rf"割り当て{_AS_NOUN}": "割当て（名詞）",
    rf"締め切り{_AS_NOUN}": "締切り（名詞）",
    rf"立ち会い{_AS_NOUN}": "立会い（名詞）",
    r"手続き": "手続（名詞）",
    rf"支払い{_AS_NOUN}": "支払（名詞）",
    rf"受け付け{_AS_NOUN}": "受付け（名詞）",
    r"見積もり": "見積り",
    r"または": "又は",
    r"および": "及び",
    r"ならびに": "並びに",
    r"もしくは": "若しくは",
    r"ただちに": "直ちに",
    r"出来る|出来な|出来た": "できる",
    r"下さい": "ください",
    r"頂[きくけい]": "いただく",
    r"予め": "あらかじめ",
    r"[ヶヵケカ]月|[ヶヵケ]所": "か月・か所",
    r"る為|の為": "ため",
    r"[るた]事[がはをも。]": "こと",
    r"無い(?=[。、])": "ない",
    r"して頂|して下": "していただく",
    r"取出し": "取り出し",
    r"置換え": "置き換え",
    r"突合せ": "突き合わせ",
    r"且つ": "かつ",
    r"但し": "ただし",
    r"(?<![一-龠])迄": "まで",
    r"(?<![一-龠])尚[、は]": "なお",
    r"(?<![仕一同多])様[にな]": "ように・ような",
    r"毎に": "ごとに",
    r"(?<=[のた])通り": "とおり",
    r"サーバ(?!ー)|ユーザ(?!ー|ビリ)|コンピュータ(?!ー)|プリンタ(?!ー)|フォルダ(?!ー)": "語の終わりの長音",
}

LONG_NOUNS = """
明け渡し 入れ替え 受け渡し 打ち切り 売り上げ 買い入れ 買い取り 書き換え 貸し出し 貸し付け 借り入れ 切り上げ 切り替え 切り下げ 切り捨て 切り取り 切り離し
切り分け 切り戻し 組み入れ 組み替え 組み立て 繰り上げ 繰り入れ 繰り越し 繰り下げ 差し押さえ 差し止め 差し引き 据え置き 据え付け 立ち入り 立て替え
積み込み 積み立て 届け出 取り替え 取り決め 取り込み 取り壊し 取り下げ 取り締まり 取り調べ 取り付け 取り戻し 抜き取り 乗り換え 話し合い 払い込み
払い戻し 貼り付け 引き上げ 引き受け 引き換え 引き下げ 引き取り 振り込み 見合わせ 申し合わせ 申し入れ 申し出 持ち込み 持ち出し 譲り受け 譲り渡し
呼び出し 読み替え 割り増し 割り引き
"""
"""Nouns that 公用文 writes without the kana between their two characters."""
_KANA_BETWEEN = re.compile(r"(?<=[一-龠])[ぁ-ん]{1,2}(?=[一-龠])")
SPELLINGS |= {
    f"{long}{_AS_NOUN}": f"{_KANA_BETWEEN.sub('', long, count=1)}（名詞）" for long in LONG_NOUNS.split()
}
_COMPILED = [(re.compile(pattern, re.MULTILINE), instead) for pattern, instead in SPELLINGS.items()]


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text, fields taken out."""
    for found in _SENTENCE.finditer(_FIELD.sub("", text)):
        if found[0].strip():
            yield found[0].strip()


def remarks(text: str) -> Iterator[str]:
    """What in ``text`` does not keep to our own way of writing."""
    for sentence in sentences(text):
        if len(sentence) > LONGEST:
            yield f"{len(sentence)}字の文: {sentence}"
    plain = _FIELD.sub("", text)
    for found in _FULL_WIDTH.finditer(plain):
        if found[0] not in _ALLOWED:
            yield f"全角の「{found[0]}」: {_around(plain, found.start())}"
    for found in (*_HALF_WIDTH.finditer(plain), *_OTHER_SIGN.finditer(plain)):
        yield f"和文の中の「{found[0]}」: {_around(plain, found.start())}"
    for pattern, instead in _COMPILED:
        for found in pattern.finditer(plain):
            yield f"「{found[0]}」は「{instead}」と書く: {_around(plain, found.start())}"


def without_names(text: str) -> str:
    """``text`` without fields, and without the names of laws, which keep their words."""
    return _NAME.sub("", _FIELD.sub("", text))


def unmeasured(text: str) -> Iterator[str]:
    """Words in a clause of ours that leave open how much, how soon or what else; names of laws keep theirs."""
    plain = without_names(text)
    for found in _OF_CLAUSES.finditer(plain):
        yield f"「{found[0]}」: {_around(plain, found.start())}"


def blaming(text: str) -> Iterator[str]:
    """Words that blame the reader; messages to staff do without them."""
    for found in _BLAMING.finditer(text):
        yield f"「{found[0]}」: {_around(text, found.start())}"


def _around(text: str, at: int) -> str:
    return text[max(0, at - 12) : at + 18].replace("\n", "⏎")


_LEADS_IN = re.compile(r"次の[^、。]*(?:とする|である|記載する|行う|示す)。$")
"""Ends of sentences that lead into a table or a list."""


def likeness(one: str, other: str) -> float:
    """How much two sentences share: 1 for the same, 0 for nothing in common (Dice's measure over pairs of characters)."""
    return _dice(_pairs(one), _pairs(other))


def told_twice(
    told: Iterable[tuple[Where, str]], together: Callable[[Where, Where], bool]
) -> Iterator[tuple[Where, Where, str, str]]:
    """Sentences that say the same in two places that a reader sees ``together``: where, where else, one, the other."""
    pieces = [
        (where, sentence, _pairs(sentence))
        for where, text in told
        for sentence in sentences(text)
        if len(sentence) >= SHORTEST and sentence.endswith("。") and not _LEADS_IN.search(sentence)
    ]
    for (where, one, ours), (elsewhere, other, theirs) in combinations(pieces, 2):
        if _dice(ours, theirs) >= ALIKE and together(where, elsewhere):
            yield where, elsewhere, one, other


def _pairs(sentence: str) -> frozenset[str]:
    return frozenset(sentence[at : at + 2] for at in range(len(sentence) - 1))


def _dice(ours: frozenset[str], theirs: frozenset[str]) -> float:
    return 2 * len(ours & theirs) / (len(ours) + len(theirs))
