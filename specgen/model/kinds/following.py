"""The words that a document prints right behind a value (10日 + 以内): a person's own copy of them is taken away.

A sentence that goes on with another bound than the one written (10日まで + 以内) would contradict itself, so that
is asked back. Both hold for every kind alike: the words are taken away before the kind reads the rest.
"""

from __future__ import annotations

import re
from typing import Any

from ..spec import Spec
from .base import Kind, Unreadable

BOUNDS = (
    "以内",
    "以上",
    "以下",
    "以前",
    "以降",
    "以後",
    "未満",
    "まで",
    "前",
    "後",
    "内",
    "を超える",
    "超",
    "を下回る",
)
"""Words at the end of a value that set a bound."""
_NOTE = r"(?P<rest>\s*(?:[（(][^（）()]*[）)])?\s*)\Z"


def read_value(kind: Kind, text: str, spec: Spec) -> Any:
    """What ``kind`` reads in ``text`` without the words that ``spec.followed_by`` prints behind it."""
    return kind.parse(without_following(text, spec.followed_by), spec)


def without_following(text: str, words: str) -> str:
    """``text`` without ``words`` (or their beginning) at its end or before its closing note.

    Raises ``Unreadable`` where the text ends in another bound. Words that begin with の go behind any bound.
    """
    if not words:
        return text
    starts = "|".join(re.escape(words[:length]) for length in range(len(words), 0, -1))
    plain = re.sub(rf"(?P<value>\S)\s*(?:{starts})に?{_NOTE}", r"\g<value>\g<rest>", text)
    other = re.search(rf"(?P<bound>{'|'.join(BOUNDS)})に?{_NOTE}", plain)
    if other is None or words.startswith("の"):
        return plain
    raise Unreadable(
        f"「{text.strip()}」の「{other['bound']}」は、仕様書の文で後ろに続く「{words}」と重なります。"
        f"「{other['bound']}」を取って書いてください。"
    )
