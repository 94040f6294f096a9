"""Verbs of the template owner's bench that look: into a template or topic, at what overlays change and examples reach."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..errors import Fault, InputError
from .console import Console
from .places import find_case, find_workspace

Json = Annotated[bool, typer.Option("--json", help="プログラムで読める形（JSON）で出します。")]


def template_show(
    pack: Annotated[
        str, typer.Argument(metavar="PACK", help="ひな形の名前（話題を見るときは書かない）")
    ] = "",
    topic: Annotated[
        str, typer.Option("--topic", metavar="TOPIC", help="話題の名前（例: deliverable、成果物）")
    ] = "",
    out: Annotated[
        str,
        typer.Option(
            "--out", metavar="FILE.md", help="話題のページを、印刷用のファイル（Markdown）に書きます。"
        ),
    ] = "",
    *,
    json: Json = False,
) -> int:
    """ひな形の中身か、一つの話題の質問・条文・規則を、読み合わせのできる1ページで示します。

    PACK を書くと、そのひな形の章、条件、使う質問と条文を示します。
    """
    if bool(pack) == bool(topic):
        what = "ひな形の名前（PACK）か、話題（--topic）の、どちらか一つを書きます。"
        remedy = "例: specgen template show spec、specgen template show --topic 成果物"
        raise InputError(Fault("U06", what, remedy=remedy))
    if pack and out:
        raise InputError(Fault("U06", "--out は、--topic と一緒に書きます。"))
    return _show_topic(topic, out, json=json) if topic else _show_pack(pack, json=json)


def _show_pack(pack: str, *, json: bool) -> int:
    from ..jobs import templates
    from .show_template import show_template

    return show_template(Console(), templates.show(pack, find_workspace()), json=json)


def _show_topic(topic: str, out: str, *, json: bool) -> int:
    from ..jobs import topics
    from .show_topic import markdown, show_kept, show_topic

    page = topics.topic_page(topic, find_workspace())
    if out:
        path = Path(out).absolute()
        return show_kept(Console(), path, topics.keep(path, markdown(page)))
    return show_topic(Console(), page, json=json)


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
