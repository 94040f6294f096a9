"""What each verb does: reads its options, calls its job, shows the result. Jobs are imported when called."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from ..errors import Fault, InputError, nearest
from .console import Console
from .japanese import say
from .places import find_case, find_workspace, need_workspace

TYPES = ("development", "renewal", "operation", "saas", "lease", "study")
FORMS = ("short",)
STAGES = ("draft", "submit")
LEVELS = ("must", "confirm", "advise")
FORMATS = ("text", "json", "markdown", "xlsx")

Case = Annotated[str, typer.Argument(metavar="案件", help="案件の名前（cases の下）か、案件のフォルダー")]
Json = Annotated[bool, typer.Option("--json", help="プログラムで読める形（JSON）で出します。")]
AsOf = Annotated[
    str,
    typer.Option(
        "--as-of", metavar="DATE", help="この日の決まりで判断します（例: 令和8年12月4日、2026-12-04）。"
    ),
]
Docs = Annotated[
    list[str] | None,
    typer.Option(
        "--doc",
        metavar="D",
        help="文書の名前。spec 調達仕様書（省いたとき）、requirements 要件定義書、all すべて。",
    ),
]


def _show_version(value: bool) -> None:
    if value:
        from .. import __version__

        Console().line(f"specgen {__version__}")
        raise typer.Exit


def version_option(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help=say("Show the version and exit.")
        ),
    ] = False,
) -> None:
    """What ``specgen`` itself takes before a verb."""


def demo(
    folder: Annotated[
        str, typer.Argument(metavar="DIR", help="作る場所（省くと specgen-demo）")
    ] = "specgen-demo",
) -> int:
    """例の案件が入った作業フォルダーを作り、下書きまでを一通り行います。

    終わりに、開いて見るとよいファイルの場所を示します。
    """
    from ..jobs.demo import run_demo
    from . import show

    console = Console()
    with console.progress() as progress:
        result = run_demo(Path(folder), progress=progress)
    return show.demo(console, result)


def init(
    folder: Annotated[
        str, typer.Argument(metavar="DIR", help="作業フォルダーにする場所（省くと今のフォルダー）")
    ] = ".",
) -> int:
    """作業フォルダーを作ります。法人の名前や呼び方の設定ファイルが入ります。"""
    from ..jobs.workspaces import init as make
    from . import show

    return show.made(Console(), make(Path(folder)))


def new(
    name: Annotated[str, typer.Argument(metavar="案件", help="案件のフォルダーの名前（例: 文書管理SaaS）")],
    type_: Annotated[
        str,
        typer.Option(
            "--type",
            metavar="T",
            help="調達の種類。development 設計・開発、renewal 更改、operation 運用・保守、"
            "saas クラウドサービス利用、lease 機器の賃貸借・購入、study 調査研究・支援",
        ),
    ],
    form: Annotated[
        str,
        typer.Option(
            "--form", metavar="F", help="short で、質問が3分の1ほどの短い様式にします（省くとふつうの様式）。"
        ),
    ] = "",
    from_case: Annotated[
        str,
        typer.Option(
            "--from", metavar="案件", help="答えを写す元の案件。写した答えには「前回から」の印が付きます。"
        ),
    ] = "",
) -> int:
    """新しい案件を作ります。質問が並んだ answers.yaml が入ります。"""
    from ..jobs.workspaces import new_case
    from . import show

    kind = _type(type_)
    shape = choice("--form", form, FORMS) if form else ""
    origin = find_case(from_case) if from_case else None
    return show.made(Console(), new_case(need_workspace(), name, kind, form=shape, from_case=origin))


def ask(
    case: Case,
    only: Annotated[
        str, typer.Option("--only", metavar="PATTERN", help="この名前に合う質問だけ（例: deliverable.*）")
    ] = "",
    *,
    new: Annotated[
        bool,
        typer.Option(
            "--new", help="answers.yaml に欄のない、新しい質問だけ（ひな形が新しくなった後などに）。"
        ),
    ] = False,
) -> int:
    """質問に一つずつ答えます。一つ答えるごとに保存し、いつでもやめて続きから始められます。"""
    from ..jobs.interview import run

    return run(find_case(case), Console(), only=only, new=new)


def status(case: Case, *, json: Json = False) -> int:
    """どこまで答えたかを、話題、文書の章及び段階ごとに示します。未定のものは、いつ・だれが決めるかも示します。"""
    from ..jobs.status import status as look
    from .show_status import show_status

    return show_status(Console(), look(find_case(case)), json=json)


def check(
    case: Case,
    doc: Docs = None,
    stage: Annotated[
        str,
        typer.Option(
            "--stage",
            metavar="STAGE",
            help="draft（作成中）か submit（提出前）。提出前のほうが細かく見ます。",
        ),
    ] = "draft",
    as_of: AsOf = "",
    format_: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="F",
            help="text（読む形）、json、markdown、xlsx（Excelの一覧を案件の横に書く）",
        ),
    ] = "text",
    out: Annotated[
        str, typer.Option("--out", metavar="FILE", help="Excelの一覧を、このファイルに書きます。")
    ] = "",
    fail_on: Annotated[
        str,
        typer.Option(
            "--fail-on",
            metavar="LEVEL",
            help="この重さ以上の気付きがあれば終了コード1にします（must、confirm、advise）。",
        ),
    ] = "must",
    *,
    everything: Annotated[
        bool, typer.Option("--all", help="すべての気付きを示します（省くと、重いものから10件）。")
    ] = False,
    json: Json = False,
) -> int:
    """答えを確かめて、気付いたことを示します。それぞれに、理由と直し方が付きます。"""
    from ..jobs.check import check as look
    from ..jobs.check import documents_named
    from .show_check import show_checks, show_list

    stage, limit = choice("--stage", stage, STAGES), choice("--fail-on", fail_on, LEVELS)
    form = "json" if json else choice("--format", format_, FORMATS)
    folder, day = find_case(case), day_of("--as-of", as_of)
    documents = documents_named(folder, _split(doc) or ["spec"])
    results = [look(folder, document, stage, day) for document in documents]
    if form != "xlsx":
        return show_checks(Console(), results, form=form, fail_on=limit, everything=everything)
    from ..jobs.checkbook import write_list

    if out and len(results) > 1:
        remedy = "--doc で文書を1つにするか、--out を省いてください。"
        raise InputError(Fault("U07", "--out は、文書を1つだけ選んだときに使えます。", remedy=remedy))
    paths = [write_list(result, folder, Path(out).absolute() if out else None) for result in results]
    return max(show_list(Console(), r, path, fail_on=limit) for r, path in zip(results, paths, strict=True))


def draft(
    case: Case,
    doc: Docs = None,
    as_of: AsOf = "",
    out: Annotated[
        str,
        typer.Option("--out", metavar="DIR", help="案件の drafts の下の代わりに、このフォルダーに書きます。"),
    ] = "",
    *,
    clean: Annotated[
        bool, typer.Option("--clean", help="外に出せる写しを作ります。注記や目印を含みません。")
    ] = False,
    final: Annotated[
        bool,
        typer.Option(
            "--final", help="外に出す最終版を作ります。空いている所や必須の気付きが残っていると止まります。"
        ),
    ] = False,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="手で直した下書きが残っていても、新しい番号で作ります。")
    ] = False,
    pages: Annotated[
        bool,
        typer.Option(
            "--pages",
            help="目次にページ番号を入れます（LibreOfficeでの割付け。要LibreOfficeと、"
            '部品 pypdf: python -m pip install ".[pdf]"）。',
        ),
    ] = False,
    pdf: Annotated[
        bool,
        typer.Option(
            "--pdf", help="Wordのファイルの横に、PDFも作ります。目次のページ番号も入ります（要LibreOffice）。"
        ),
    ] = False,
    json: Json = False,
) -> int:
    """文書の下書きをWordで作ります。決まっていない所は、そうと分かる印が付きます。

    LibreOfficeがないとき、又はうまく動かないときは、--pages と --pdf の分だけを除いて、Wordの下書きを作ります。
    """
    from ..jobs.draft import draft as make
    from . import show

    documents = _split(doc) or ["spec"]
    where = Path(out).absolute() if out else None
    console = Console()
    with console.progress() as progress:
        result = make(
            find_case(case), documents, clean=clean, final=final, as_of=day_of("--as-of", as_of), out=where,
            anyway=anyway, pages=pages, pdf=pdf, progress=progress,
        )  # fmt: skip
    return show.draft(console, result, json=json)


def explain(
    id_: Annotated[
        str,
        typer.Argument(
            metavar="名前",
            help="質問・条文・条件・規則の名前（例: procurement.title、clause:rights.ownership、契約期間）",
        ),
    ],
    case: Annotated[
        str,
        typer.Option(
            "--case", metavar="案件", help="規則なら、この案件で何を言うか、どの答えで変わるかも示します。"
        ),
    ] = "",
    *,
    json: Json = False,
) -> int:
    """質問・条文・条件・規則が何のためにあり、どこに使われるかを示します。"""
    from ..jobs.explain import explain as look
    from . import show

    if case:
        from ..jobs.whatif import on_case
        from .show_check import show_on_case

        folder = find_case(case)
        explained = look(id_, find_workspace(folder))
        return show_on_case(Console(), explained.title, on_case(explained.id, folder), json=json)
    return show.explain(Console(), look(id_, find_workspace()), json=json)


Pack = Annotated[str, typer.Argument(metavar="PACK", help="ひな形の名前（省くとすべて）")]


def template_list(*, json: Json = False) -> int:
    """使えるひな形を一覧します。"""
    from ..jobs import templates
    from .show_template import show_list

    return show_list(Console(), templates.list_(find_workspace()), json=json)


def template_build(
    pack: Pack = "",
    *,
    check_only: Annotated[
        bool, typer.Option("--check", help="組み立てずに、template.md と食い違っていないかだけを見ます。")
    ] = False,
) -> int:
    """ひな形の文章（template.md）から、Wordのひな形（template.docx）を組み立てます。"""
    from ..jobs import templates
    from .show_template import show_built

    return show_built(Console(), templates.build(pack, find_workspace(), check=check_only))


def template_lint(pack: Pack = "", *, json: Json = False) -> int:
    """ひな形に、つながらない名前や壊れた印がないかを調べます。見つけたことはまとめて示します。"""
    from ..jobs import templates
    from .show_template import show_lint

    return show_lint(Console(), templates.lint(pack, find_workspace()), json=json)


def template_schema(
    *,
    check_only: Annotated[
        bool, typer.Option("--check", help="書かずに、質問や欄と食い違っていないかだけを見ます。")
    ] = False,
) -> int:
    """編集画面で欄の名前や選択肢の候補を出すためのファイル（JSON Schema）を作ります。

    作業フォルダーの中では .specgen/schema に、外では付属の spec_templates/schema に作ります。
    """
    from ..jobs import schemas
    from .show_template import show_schemas

    return show_schemas(Console(), schemas.schema(find_workspace(), check=check_only))


def doctor(
    folder: Annotated[
        str, typer.Argument(metavar="DIR", help="作業するつもりのフォルダー（省くと今のフォルダー）")
    ] = ".",
    *,
    json: Json = False,
) -> int:
    """この機械で何ができるかを調べます。何も変えません。

    書き込みの可否、パスの長さ、フォント、LibreOffice、画面の文字を見て、困りそうな所には直し方を添えます。
    """
    from ..jobs.doctor import doctor as look

    console = Console()
    points = look(Path(folder))
    if json:
        console.json(
            [
                {"key": p.key, "label": p.label, "good": p.good, "seen": p.seen, "remedy": p.remedy}
                for p in points
            ]
        )
    else:
        for point in points:
            console.line(f"{'○' if point.good else '△'} {point.label}: {point.seen}")
            if point.remedy:
                console.line(f"   → {point.remedy}")
        todo = sum(not point.good for point in points)
        console.line("そのまま使えます。" if not todo else f"△が{todo}件あります。→ の行を見てください。")
    return 2 if any(point.needed and not point.good for point in points) else 0


def _type(value: str) -> str:
    """The type of procurement by its code or its Japanese name; width and case play no part."""
    from ..content.pack import TYPE_LABELS
    from ..model.kinds.base import fold

    written = fold(value)
    for code, label in TYPE_LABELS.items():
        if written and (written == code or fold(label).startswith(written)):
            return code
    names = "、".join(f"{code}（{label}）" for code, label in TYPE_LABELS.items())
    near = nearest(written, TYPES)
    raise InputError(Fault("U03", "--type に書いた種類が見当たりません。", quoted=value, nearest=near,
                           remedy=f"書けるもの: {names}"))  # fmt: skip


def choice(option: str, value: str, choices: tuple[str, ...]) -> str:
    """``value`` where it is one of ``choices``; InputError else."""
    if value in choices:
        return value
    named = "、".join(choices)
    what = f"{option} に書けるのは {named}{' のどれか' if len(choices) > 1 else ' だけ'}です。"
    raise InputError(Fault("U03", what, quoted=value, nearest=nearest(value, choices)))


def day_of(option: str, text: str) -> date | None:
    """The day that an option says; None where it says none."""
    if not text:
        return None
    from ..wareki import parse_date

    try:
        return parse_date(text)
    except ValueError as error:
        raise InputError(Fault("U04", f"{option} の日付を読み取れません。{error}", quoted=text)) from None


def _split(texts: list[str] | None) -> list[str]:
    words = [word.strip() for text in texts or () for word in text.replace("、", ",").split(",")]
    return list(dict.fromkeys(word for word in words if word))
