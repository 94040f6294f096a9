"""What a reply in Word or in the Excel list does: it says something, or takes the finding as it is (了承)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from .. import wareki

_TAKEN = re.compile(
    r"\s*了承(?:します)?\s*(?:[（(](?P<terms>[^）)]*)[）)])?\s*[:：]\s*(?P<reason>\S.*)", re.S
)
_BARE = re.compile(r"\s*了承(?:します|しました)?[。.]?\s*(?:[（(][^）)]*[）)])?[。.:：]?\s*")
_APPROVER = re.compile(r"承認(?:者)?\s*[:：]\s*(?P<who>[^、,，]+)")

HOW = "了承するときは、「了承：理由」のように、理由も書いてください。"


@dataclass(frozen=True, slots=True)
class Said:
    """``does`` is ``reply`` or ``acknowledge``; ``doubt`` tells what was meant but could not be taken so."""

    does: str
    says: str
    until: date | None = None
    approver: str = ""
    doubt: str = ""


def read_reply(text: str) -> Said:
    """The meaning of a reply: 「了承：理由」 and 「了承（承認：だれ、いつまで）：理由」 acknowledge, all else replies.

    A bare 「了承」 without a reason stays a reply, and ``doubt`` says what is missing; so does an end that is no date.
    """
    words = text.strip()
    found = _TAKEN.fullmatch(words)
    if found is None:
        return Said("reply", words, doubt=HOW if _BARE.fullmatch(words) else "")
    terms = found["terms"] or ""
    approver = _APPROVER.search(terms)
    rest = _APPROVER.sub("", terms).strip(" 、,，")
    end: date | None = None
    if rest:
        plain = unicodedata.normalize("NFKC", rest).removesuffix("まで")
        try:
            end = _last_day(plain)
        except ValueError:
            return Said("reply", words, doubt=f"「{rest}」を、了承の期限の日付として読み取れません。")
    return Said("acknowledge", found["reason"].strip(), end, approver["who"].strip() if approver else "")


def _last_day(text: str) -> date:
    """The day, or the last day of the month or fiscal year, that is written."""
    try:
        return wareki.parse_date(text)
    except ValueError:
        if text.endswith(("年度", "年度末")):
            return date(wareki.parse_fiscal_year(text.removesuffix("末")) + 1, 3, 31)
        return wareki.last_day(wareki.parse_month(text.removesuffix("末")))
