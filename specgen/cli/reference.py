"""Makes the reference page of the commands from the table of verbs: ``python -m specgen.cli.reference``.

The page is kept as ``docs/commands.md``; a test compares the two.
"""

from __future__ import annotations

from typing import Any

from .helptext import option_names, parameter_name
from .japanese import say, speak_japanese
from .verbs import ABOUT, VERBS, Verb, built

HEAD = f"""\
# コマンドの一覧

<!-- このページは python -m specgen.cli.reference で作ります。手では直しません。 -->

{ABOUT}

`CASE` は案件です。作業フォルダーの中では案件の名前（`cases` の下のフォルダー名）で書けます。
どこからでも、案件のフォルダーの場所で書けます。
"""
EXIT_CODES = """\
## 終了コード

| コード | 意味 |
|---:|---|
| 0 | 済みました。決めた重さ以上の気付きはありません。 |
| 1 | 決めた重さ（`--fail-on`、既定は must）以上の気付きがあります。 |
| 2 | コマンドの書き方か、入力のファイルを読み取れません。 |
| 3 | ひな形・条項・質問・規則の側に、直すところがあります。 |
| 4 | specgen の側の問題です。記録のファイルの場所を示します。 |
| 5 | 書き込めません。だれかが開いているか、後から直しています。何も変えていません。 |
| 130 | 途中で止めました（Ctrl+C）。 |
"""


def reference() -> str:
    """The whole page."""
    headings = list(dict.fromkeys(verb.heading for verb in VERBS))
    parts = [HEAD]
    for heading in headings:
        parts.append(f"## {heading}\n")
        parts += [_verb(verb) for verb in VERBS if verb.heading == heading]
    return "\n".join([*parts, EXIT_CODES])


def _verb(verb: Verb) -> str:
    command = built(verb)
    parameters = [p for p in command.params if not getattr(p, "hidden", False)]
    named = [(parameter_name(p), p.required) for p in parameters if p.param_type_name == "argument"]
    arguments = [name if required else f"[{name}]" for name, required in named]
    options = [p for p in parameters if p.param_type_name == "option"]
    usage = " ".join(["specgen", verb.name, *arguments, *(["[オプション]"] if options else [])])
    rows = [_row(p) for p in parameters]
    table = ["| 書くもの | 意味 |", "|---|---|", *rows, ""] if rows else []
    about = [" ".join(paragraph.split()) for paragraph in (command.help or "").split("\n\n")]
    examples = ["```", *verb.examples, "```"]
    return "\n".join(
        [
            f"### {verb.name}",
            "",
            *[line for a in about for line in (a, "")],
            f"    {usage}",
            "",
            *table,
            *examples,
            "",
        ]
    )


def _row(parameter: Any) -> str:
    argument = parameter.param_type_name == "argument"
    name = parameter_name(parameter) if argument else ", ".join(option_names(parameter))
    needed = "（必ず書きます）" if parameter.required and not argument else ""
    return f"| `{name}` | {say(parameter.help or '')}{needed} |"


if __name__ == "__main__":
    import sys

    speak_japanese()
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    sys.stdout.write(reference())
