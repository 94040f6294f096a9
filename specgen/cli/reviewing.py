"""Verbs of the review: open a round, take back what was answered, close it, see what moved, take a finding as it is."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from ..errors import Fault, InputError
from .commands import LEVELS, STAGES, AsOf, Case, Json, choice, day_of
from .console import Console
from .places import find_case

Doc = Annotated[
    str, typer.Option("--doc", metavar="D", help="文書の名前。spec 調達仕様書（省いたとき）など、1つ。")
]
By = Annotated[
    str, typer.Option("--by", metavar="NAME", help="だれがしたか。部署の名前がよく、記録に残ります。")
]


def review_open(
    case: Case,
    doc: Doc = "spec",
    stage: Annotated[
        str, typer.Option("--stage", metavar="STAGE", help="draft（作成中）か submit（提出前）。")
    ] = "draft",
    by: By = "PMO",
    as_of: AsOf = "",
    *,
    json: Json = False,
) -> int:
    """確認の回を開きます。指摘を書き込んだWordファイル、審査票、返事を書くExcelの一覧を作ります。

    いちばん新しい下書きを、直されたままの姿で見ます。下書きが無ければ、作ってから見ます。下書きのファイルは変えません。
    """
    from ..jobs.review import open_round
    from . import show_review

    console = Console()
    with console.progress() as progress:
        result = open_round(
            find_case(case), doc, choice("--stage", stage, STAGES), as_of=day_of("--as-of", as_of), by=by,
            progress=progress,
        )  # fmt: skip
    return show_review.opened(console, result, json=json)


def review_return(
    case: Case,
    paths: Annotated[
        list[str],
        typer.Argument(metavar="FILE…", help="返事の入ったWordファイルか、Excelの一覧（いくつでも）"),
    ],
    by: By = "",
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="受け取った日（省くと今日）")] = "",
    *,
    json: Json = False,
) -> int:
    """返事の入ったファイルを受け取り、記録に足します。同じファイルを2度読んでも、1度だけ足されます。"""
    from ..jobs.reviewreturn import return_round
    from . import show_review

    files = [Path(path) for path in paths]
    result = return_round(find_case(case), files, on=day_of("--on", on) or date.today(), by=by)
    return show_review.returned(Console(), result, json=json)


def review_close(
    case: Case,
    doc: Doc = "spec",
    by: By = "PMO",
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="閉じた日（省くと今日）")] = "",
    *,
    approve: Annotated[
        bool,
        typer.Option(
            "--approve", help="この回のWordファイルの内容を承認します。後で変わった章と節は、承認が外れます。"
        ),
    ] = False,
    json: Json = False,
) -> int:
    """確認の回を閉じます。"""
    from ..jobs.review import close_round
    from . import show_review

    day = day_of("--on", on) or date.today()
    return show_review.closed(
        Console(), close_round(find_case(case), doc, on=day, by=by, approve=approve), json=json
    )


def review_show(
    case: Case,
    doc: Doc = "spec",
    as_of: AsOf = "",
    fail_on: Annotated[
        str,
        typer.Option(
            "--fail-on",
            metavar="LEVEL",
            help="この重さ以上の気付きが残っていれば終了コード1にします（must、confirm、advise）。",
        ),
    ] = "must",
    *,
    everything: Annotated[
        bool, typer.Option("--all", help="すべて示します（省くと、状態ごとに10件）。")
    ] = False,
    json: Json = False,
) -> int:
    """前の回から何が動いたかを、今の下書きと答えで示します。何も書きません。"""
    from ..jobs.review import show
    from . import show_review

    limit = choice("--fail-on", fail_on, LEVELS)
    result = show(find_case(case), doc, None, as_of=day_of("--as-of", as_of))
    return show_review.shown(Console(), result, fail_on=limit, everything=everything, json=json)


def waive(
    case: Case,
    key: Annotated[
        str, typer.Argument(metavar="KEY", help="指摘の識別（例: DLV-02@deliverable.list/D6.due）")
    ],
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="このままでよい理由（必ず書きます）")
    ],
    by: By = "PMO",
    until: Annotated[
        str, typer.Option("--until", metavar="DATE", help="いつまで有効か。過ぎると、また指摘に戻ります。")
    ] = "",
    approver: Annotated[
        str,
        typer.Option("--approver", metavar="NAME", help="承認した人の役職。法令による確認では必ず書きます。"),
    ] = "",
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="了承した日（省くと今日）")] = "",
    *,
    json: Json = False,
) -> int:
    """指摘を、理由を残してそのまま了承します。読んだ内容が変わると、了承は外れます。"""
    from ..jobs.review import waive as take
    from . import show_review

    if not reason.strip():
        raise InputError(Fault("U08", "--reason に、このままでよい理由を書いてください。"))
    stored = take(
        find_case(case), key, reason.strip(), on=day_of("--on", on) or date.today(), by=by,
        until=day_of("--until", until), approver=approver.strip(),
    )  # fmt: skip
    return show_review.waived(Console(), stored, json=json)
