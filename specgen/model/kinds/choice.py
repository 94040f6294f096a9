"""選択: one of the choices of the question, by code or by label; the value is the code."""

from __future__ import annotations

from ..spec import HouseStyle, Spec
from .base import Unreadable, did_you_mean, fold, one_line

_MOST_LISTED = 12


class ChoiceKind:
    """One of several choices."""

    name = "choice"
    label = "選択"
    sort = "choice"
    uses = ("choices",)

    def parse(self, text: str, spec: Spec) -> str:
        """The code, given the code or the exact label (width, case and spaces play no part)."""
        written = one_line(text, "選んだもの")
        for same in (written.__eq__, lambda name: fold(name) == fold(written)):
            for names in (spec.choices.keys(), spec.choices.values()):
                for code, name in zip(spec.choices, names, strict=True):
                    if same(name):
                        return code
        raise Unreadable(
            f"「{written[:40]}」は、選べるものの中に見当たりません。"
            f"{did_you_mean(written, spec.choices)}{self.hint(spec)}"
        )

    def show(self, value: str, spec: Spec, style: HouseStyle) -> str:
        """The label."""
        return spec.choices.get(value, value)

    def dump(self, value: str, spec: Spec) -> str:
        """The code."""
        return value

    def limits(self, value: str, spec: Spec) -> tuple[str, ...]:
        """A choice has no limits."""
        return ()

    def hint(self, spec: Spec) -> str:
        """The labels."""
        labels = list(spec.choices.values())
        more = f"ほか{len(labels) - _MOST_LISTED}件" if len(labels) > _MOST_LISTED else ""
        return f"次の中から選びます: {'、'.join(labels[:_MOST_LISTED])}{more}。"


KIND = ChoiceKind()
