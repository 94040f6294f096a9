"""What our own Japanese keeps to: sentences a person can read at one go, plain signs, kind words, 送り仮名 of 公用文."""

from __future__ import annotations

import re
from collections.abc import Iterator

LONGEST = 120
"""Characters in a sentence; a field of the template counts for nothing."""
_FIELD = re.compile(r"\{\{.*?\}\}|\{§.*?\}")
_SENTENCE = re.compile(r"[^。\n]+。?")
_FULL_WIDTH = re.compile(r"[Ａ-Ｚａ-ｚ０-９！-／：-＠［-｀｛-～￠-￦]")
_ALLOWED = frozenset("（）！？：～［］，．－")
_BLAMING = re.compile(r"不備|違反|差戻し|差し戻し|エラー|\bNG\b")

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
}


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
    for pattern, instead in SPELLINGS.items():
        for found in re.finditer(pattern, plain, re.MULTILINE):
            yield f"「{found[0]}」は「{instead}」と書く: {_around(plain, found.start())}"


def blaming(text: str) -> Iterator[str]:
    """Words that blame the reader; messages to staff do without them."""
    for found in _BLAMING.finditer(text):
        yield f"「{found[0]}」: {_around(text, found.start())}"


def _around(text: str, at: int) -> str:
    return text[max(0, at - 12) : at + 18].replace("\n", "⏎")
