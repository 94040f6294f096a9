"""``specgen review file``: any Word specification, without a case."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from .commands import LEVELS, AsOf, Json, choice, day_of
from .console import Console
from .places import find_workspace


def review_file(
    file: Annotated[str, typer.Argument(metavar="FILE.docx", help="見てほしい仕様書（Word文書）")],
    out: Annotated[
        str,
        typer.Option(
            "--out", metavar="FILE", help="コメントを付けた写しを、このファイルに書きます（省くと元の横）。"
        ),
    ] = "",
    as_of: AsOf = "",
    fail_on: Annotated[
        str,
        typer.Option(
            "--fail-on",
            metavar="LEVEL",
            help="この重さ以上の気付きがあれば終了コード1にします（must、confirm、advise）。",
        ),
    ] = "must",
    *,
    no_copy: Annotated[
        bool, typer.Option("--no-copy", help="コメントを付けた写しを書かずに、画面にだけ示します。")
    ] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="すべての気付きを示します（省くと、重いものから10件）。")
    ] = False,
    json: Json = False,
) -> int:
    """ほかで作られた仕様書（Word）を見て、気付いたことを示します。案件も答えも要りません。

    元のファイルは変えません。コメントを付けた写しを「…_確認.docx」の名前で横に書きます。
    章立て、言葉、仮の印、ほかの案件の名残、文書の中の数の食い違いを見ます。
    """
    from ..jobs.foreignfile import review_file as look
    from .show_foreignfile import show_file

    limit, day = choice("--fail-on", fail_on, LEVELS), day_of("--as-of", as_of) or date.today()
    path = Path(file)
    where = Path(out).absolute() if out else None
    result = look(path, find_workspace(path.absolute().parent), day, out=where, copied=not no_copy)
    return show_file(Console(), result, fail_on=limit, everything=everything, json=json)
