"""What no finding says of a case: settings nobody filled in, names that mean nothing, answers that rest."""

from __future__ import annotations

from collections.abc import Iterator

from ..content.library import Content
from ..content.organisation import UNNAMED
from ..deliver.filenames import as_typed
from ..workspace import OpenCase
from .status import resting, unknown_owners


def remarks_on(opened: OpenCase) -> Iterator[str]:
    """Everything that a person should know beside the findings, a sentence or two each."""
    if nameless(opened.content):
        yield (
            "法人の名前が specgen.yaml に書かれていません。表紙には仮の名前が入ります。"
            "organisation の name に書いてください。"
        )
    for owner in unknown_owners(opened):
        near = f"「{owner.nearest}」のことではありませんか。" if owner.nearest else ""
        yield (
            f"{owner.place.file}:{owner.place.line} の owners の「{owner.name}」という話題はありません。{near}"
            "話題の名前に直すと、担当として示せます。"
        )
    if kept := resting(opened):
        yield (
            f"いまは当てはまらない答えが{len(kept)}件あります。取ってあります。紙面には出ません。"
            f"一覧は「specgen status {as_typed(opened.folder.absolute().name)}」で見られます。"
        )


def nameless(content: Content) -> bool:
    """Whether nobody has written the organisation's name yet."""
    return content.settings.organisation.name.strip() in UNNAMED
