"""参照: the key of a row in another table, or of an entry in a register."""

from __future__ import annotations

import re

from ... import numerals
from ..spec import HouseStyle, Spec
from .base import Unreadable, one_line

_KEY = re.compile(r"[A-Za-z0-9_-]{1,16}")


class ReferenceKind:
    """A row key. Whether the row exists is known to the case, not to the kind."""

    name = "reference"
    label = "参照"
    sort = "text"
    uses = ("to",)

    def parse(self, text: str, spec: Spec) -> str:
        """W1, SYS-014; full-width letters and digits are read as half width."""
        written = one_line(text, "行の名前")
        key = numerals.narrow(written)
        if not _KEY.fullmatch(key):
            raise Unreadable(f"「{written[:40]}」は、行の名前として読み取れません。{self.hint(spec)}")
        return key

    def show(self, value: str, spec: Spec, style: HouseStyle) -> str:
        """The key; a document prints what the case found behind it."""
        return value

    def dump(self, value: str, spec: Spec) -> str:
        """The key."""
        return value

    def limits(self, value: str, spec: Spec) -> tuple[str, ...]:
        """No limits."""
        return ()

    def hint(self, spec: Spec) -> str:
        """Where the key comes from."""
        where = f"「{spec.to}」の表" if spec.to else "対応する表"
        return f"{where}の行の名前（{spec.prefix or 'W'}1など）を書きます。"


KIND = ReferenceKind()
