"""Verbs of the template owner's bench that look at the whole: what overlays make of it, what examples reach of it."""

from __future__ import annotations

from typing import Annotated

import typer

from .console import Console
from .places import find_case, find_workspace

Json = Annotated[bool, typer.Option("--json", help="プログラムで読める形（JSON）で出します。")]


def template_resolve(
    pack: Annotated[
        str, typer.Argument(metavar="PACK", help="ひな形の名前（書くと、その章と節も示します）")
    ] = "",
    department: Annotated[
        str, typer.Option("--department", metavar="D", help="部署の名前（spec_templates/departments の下）")
    ] = "",
    case: Annotated[
        str, typer.Option("--case", metavar="案件", help="この案件の部署と、案件の overlay.yaml を重ねます。")
    ] = "",
    *,
    json: Json = False,
) -> int:
    """部署や案件の変更（overlay.yaml）を重ねた結果を示します。

    変更ごとに、前と後、理由、書いた場所を示し、重ねた後のひな形に直すところがないかも調べます。
    """
    from ..jobs.resolving import resolve
    from .show_bench import show_resolved

    folder = find_case(case) if case else None
    return show_resolved(
        Console(), resolve(pack, find_workspace(folder), department=department, case=folder), json=json
    )


def template_coverage(*, json: Json = False) -> int:
    """例の案件と、条件から作った答えで、どこまで届くかを示します。

    どの例からも届かない節、条文の書き方、条件、質問があれば並べます。
    """
    from ..jobs.coverage import coverage
    from .show_bench import show_coverage

    return show_coverage(Console(), coverage(find_workspace()), json=json)
