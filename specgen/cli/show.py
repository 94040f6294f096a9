"""How workspaces, drafts and explanations look on screen: one function a verb, each returns the exit code."""

from __future__ import annotations

import os
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..deliver.filenames import as_typed
from ..model.finding import LEVELS
from .page import Page, plain

if TYPE_CHECKING:
    from ..check.run import Report
    from ..jobs.demo import Demo
    from ..jobs.draft import DraftedDocument, DraftResult
    from ..jobs.explain import Explained
    from ..jobs.workspaces import Made
    from .console import Console

COPIES = {"draft": "作業用の下書き", "clean": "外に出せる写し", "final": "最終版"}
KINDS = {"question": "質問", "clause": "条文", "condition": "条件", "rule": "規則"}
F9 = "目次のページ番号は、Wordで目次を選んでF9キーを押すと入ります。"
BY_LIBREOFFICE = (
    "目次のページ番号は、LibreOfficeでの割付けによる目安です。"
    "Wordで目次を選んでF9キーを押すと、Wordでの番号に直ります。"
)


def demo(console: Console, result: Demo) -> int:
    """The Word files to open, what is still open in each, and three next steps."""
    page = Page()
    page.text("例の案件から、Wordの下書きを作りました。次のファイルを開いてみてください。")
    for case in result.cases:
        for document in case.result.documents:
            page.heading(f"{case.folder.name}（{document.label}）")
            page.line(f"  {document.path.absolute()}")
            page.text(_about(document, annotated=True), indent=2)
    page.gap()
    page.text(f"ほかの人に渡せる文書ではありません（架空の例です）。{F9}")
    half_empty = max(result.cases, key=_open_points).folder.name
    page.heading("次にできること")
    page.line(f"  cd {as_typed(str(result.folder))}")
    steps = (
        (f"specgen check {half_empty}", "気付いたことを、場所・理由・直し方と一緒に読む"),
        (f"specgen status {half_empty}", "何が未定で、いつ・だれが決めるかを見る"),
        ("specgen new わたしの案件 --type saas", "自分の案件を始める（調査研究は --type study）"),
    )
    for number, (command, why) in enumerate(steps, start=1):
        page.line(f"  {number}. {command}")
        page.text(why, indent=5)
    console.line(str(page))
    return 0


def made(console: Console, result: Made) -> int:
    """What was made, and what to do next."""
    page = Page()
    page.text("作りました。" if result.paths else "ここは、もう作業フォルダーです。何も変えていません。")
    for path in result.paths:
        page.line(f"  {path.absolute()}{os.sep if path.is_dir() else ''}")
    if result.notes:
        page.gap()
    for note in result.notes:
        page.item(note)
    page.heading("次にすること")
    for number, step in enumerate(result.next_steps, start=1):
        page.text(step, indent=2, head=f"{number}. ")
    console.line(str(page))
    return 0


def draft(console: Console, result: DraftResult, *, json: bool = False) -> int:
    """Where the files lie and what is open in them; for a refused final copy what is left (exit code 1)."""
    if json:
        console.json(_as_json(result))
    elif result.refused:
        console.line(str(_refused(result)))
    else:
        console.line(str(_drafted(result)))
    return 1 if result.refused else 0


def _as_json(result: DraftResult) -> dict[str, Any]:
    """What a program reads: the files with counts (``check --json`` has the findings themselves)."""
    shown: dict[str, Any] = plain(result)
    shown["refused"] = [f"{left.document}: {left.text}" for left in result.refused]
    for told, document in zip(shown["documents"], result.documents, strict=True):
        findings = document.report.findings
        told["findings"] = {level: sum(f.level == level for f in findings) for level in reversed(LEVELS)}
        told["undecided"] = len(document.report.undecided)
        del told["report"]
    return shown


def _drafted(result: DraftResult) -> Page:
    page = Page()
    copy = COPIES[result.copy]
    number = f"（{result.number:02}番）" if result.number else ""
    if result.written:
        page.text(f"{copy}{number}を作りました。")
    elif result.drawn:
        page.text(f"{copy}{number}は、前に作ったときから内容が変わっていません。PDFだけを加えました。")
    else:
        page.text(
            f"{copy}{number}は、前に作ったときから内容が変わっていません。新しいファイルは作りませんでした。"
        )
    for document in result.documents:
        page.heading(document.label)
        page.line(f"  {document.path.absolute()}")
        if document.pdf is not None:
            page.line(f"  {document.pdf.absolute()}")
        page.text(_about(document, annotated=result.copy == "draft"), indent=2)
    page.gap()
    for line in result.undone:
        page.text(line, head="・")
    if result.copy == "draft":
        page.text(
            "気付きは、Wordのコメントで、その欄の横に付いています。詳しい一覧は、文書の終わりの付録にあります。",
            head="・",
        )
    elif result.copy == "clean":
        page.text(
            "コメント、目印、作成者の名前は入っていません。空きは、そのまま空きと分かる形で残っています。",
            head="・",
        )
    for note in result.notes:
        page.text(f"【確かめる】{note}", head="・")
    page.text(BY_LIBREOFFICE if any(d.pages for d in result.documents) else F9, head="・")
    if result.copy == "draft" and any(
        document.gaps or document.report.findings for document in result.documents
    ):
        page.text(
            f"残りの一覧: specgen status {as_typed(result.case)}、specgen check {as_typed(result.case)}{_doc(result)}",
            head="・",
        )
    return page


def _doc(result: DraftResult) -> str:
    """The option that names the same documents again; empty for the specification alone."""
    names = [document.document for document in result.documents]
    return "" if names == ["spec"] else f" --doc {','.join(names)}"


def _refused(result: DraftResult) -> Page:
    page = Page()
    page.text(
        f"最終版は、まだ作っていません。先に決めることが{len(result.refused)}件あります。何も書き出していません。"
    )
    several = len(result.documents) > 1
    for (document, topic), group in groupby(result.refused, key=lambda left: (left.document, left.topic)):
        lines = [left.text for left in group]
        page.heading((f"{document}: " if several else "") + f"{topic} {len(lines)}件")
        for line in lines:
            page.item(line)
    page.gap()
    name = as_typed(result.case)
    page.text(f"直し方は「specgen check {name}{_doc(result)} --stage submit」で読めます。")
    page.text(
        f"空きのあるまま外に見せるとき（意見招請など）は「specgen draft {name}{_doc(result)} --clean」で作れます。"
    )
    return page


def _about(document: DraftedDocument, *, annotated: bool) -> str:
    """One sentence on what a file is, and what is still open in it."""
    kind = f"{document.label}の下書き（内部検討用、コメント付き）" if annotated else document.label
    open_points = [f"{document.gaps}か所の空き" if document.gaps else "空きはなし"]
    if document.unconfirmed:
        open_points.append(f"確認待ちの値 {document.unconfirmed}件")
    found = len(document.report.findings)
    open_points.append(f"気付き {found}件{_levels(document.report)}" if found else "気付きはなし")
    return f"{kind}。{'、'.join(open_points)}。"


def _levels(report: Report) -> str:
    must = len(report.at_least("must"))
    return f"（うち必須 {must}件）" if must else ""


def _open_points(case: Any) -> int:
    return sum(document.gaps for document in case.result.documents)


def explain(console: Console, result: Explained, *, json: bool = False) -> int:
    """What a question, clause, condition or rule is for, its bases, and where it is used."""
    if json:
        console.json(plain(result))
        return 0
    page = Page()
    page.text(f"{KINDS[result.kind]}「{result.title}」")
    page.line(f"  {result.id}")
    page.gap()
    for label, text in result.lines:
        if "\n" in text.strip():
            page.text(label, indent=2)
            for line in text.strip().splitlines():
                page.text(line.strip(), indent=4 + 2 * line.startswith(" "))
        else:
            page.labelled(label, text, column=18)
    for heading, entries in (("根拠", result.bases), ("使われる所", result.used_in)):
        if entries:
            page.heading(heading)
            for entry in entries:
                page.item(entry)
    if result.place:
        page.gap()
        page.line(f"  書かれている所: {result.place}")
    console.line(str(page))
    return 0


def relative(path: Path) -> str:
    """``path`` seen from the current folder where it lies below it, else in full."""
    try:
        return str(path.absolute().relative_to(Path.cwd()))
    except ValueError:
        return str(path.absolute())
