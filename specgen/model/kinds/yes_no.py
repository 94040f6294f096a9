"""はい・いいえ: True or False; the question may name the two sides (``yes``, ``no`` in its choices)."""

from __future__ import annotations

from ..spec import HouseStyle, Spec
from .base import Unreadable, fold, one_line

YES_WORDS = frozenset(
    ("yes", "y", "true", "はい", "あり", "有", "有り", "有る", "ある", "する", "○", "〇", "◯", "可")
)
NO_WORDS = frozenset(
    ("no", "n", "false", "いいえ", "なし", "無", "無し", "無い", "ない", "しない", "×", "✕", "不可", "否")
)


def _labels(spec: Spec) -> tuple[str, str]:
    return spec.choices.get("yes", "はい"), spec.choices.get("no", "いいえ")


class YesNoKind:
    """Yes or no."""

    name = "yes_no"
    label = "はい・いいえ"
    sort = "truth"
    uses = ("choices",)

    def parse(self, text: str, spec: Spec) -> bool:
        """True or False. A bare なし is a state of the answer and does not come here from a case."""
        written = one_line(text, "はい・いいえ")
        plain, (yes, no) = fold(written.rstrip("。．.")), _labels(spec)
        if plain == fold(yes) or (plain in YES_WORDS and plain != fold(no)):
            return True
        if plain == fold(no) or plain in NO_WORDS:
            return False
        raise Unreadable(f"「{written[:40]}」は、{yes}か{no}かが読み取れません。{self.hint(spec)}")

    def show(self, value: bool, spec: Spec, style: HouseStyle) -> str:
        """はい or いいえ, or the question's own words for them."""
        return _labels(spec)[0 if value else 1]

    def dump(self, value: bool, spec: Spec) -> str:
        """``yes`` or ``no``."""
        return "yes" if value else "no"

    def limits(self, value: bool, spec: Spec) -> tuple[str, ...]:
        """No limits."""
        return ()

    def hint(self, spec: Spec) -> str:
        """The two words."""
        yes, no = _labels(spec)
        return f"「{yes}」か「{no}」で書きます。"


KIND = YesNoKind()
