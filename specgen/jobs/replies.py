"""What people answered to rules of kind ``ask``: ``asked.yaml`` of the case, and of the workspace for all its cases."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from .. import files, wareki, yamltext
from ..content.gate import read_mapping, validated
from ..content.library import Content
from ..content.rule import AskRule, Reply
from ..errors import Fault, Faults, InputError, nearest

ASKED_FILE = "asked.yaml"


def read_replies(content: Content, case: Path, workspace: Path | None) -> Mapping[str, Reply]:
    """Every reply by its rule; raises ``InputError`` with every line that cannot be read.

    What is asked once for the organisation is read in the workspace only, all else in the case.
    """
    faults = Faults()
    found = dict(_read(content, case / ASKED_FILE, "case", faults))
    if workspace is not None and workspace.absolute() != case.absolute():
        found |= _read(content, workspace / ASKED_FILE, "organisation", faults)
    faults.stop_if_any(InputError)
    return found


def _read(content: Content, path: Path, scope: str, faults: Faults) -> dict[str, Reply]:
    if not path.is_file():
        return {}
    node = read_mapping(files.read_text(path), path.name, faults)
    found: dict[str, Reply] = {}
    for key, value in node.entries if node is not None else ():
        if not _is_asked(content, key, scope, path.name, faults):
            continue
        reply = validated(Reply, value, path.name, faults)
        if reply is not None and _is_whole(reply, value, path.name, faults):
            found[key.text] = reply
    return found


def _is_asked(content: Content, key: yamltext.Scalar, scope: str, file: str, faults: Faults) -> bool:
    asked = {id: rule for id, rule in content.rules.items() if isinstance(rule, AskRule)}
    rule = asked.get(key.text)
    if rule is not None and rule.once_per == scope:
        return True
    place = yamltext.place(file, key)
    if rule is None:
        known = "、".join(asked) or "ありません"
        what = f"「{key.text}」という、人に尋ねる規則はありません。"
        near = nearest(key.text, asked)
        faults.add(Fault("K01", what, place, key.text, near, f"尋ねる規則: {known}。"))
    else:
        there = "案件のフォルダー" if scope == "organisation" else "specgen.yaml のあるフォルダー"
        what = f"規則{key.text}の答えは、{there}の {ASKED_FILE} に書きます。"
        faults.add(Fault("K02", what, place, key.text, remedy="この項目を、そちらに移してください。"))
    return False


def _is_whole(reply: Reply, node: yamltext.Node, file: str, faults: Faults) -> bool:
    """A reply says something, who says it, and when."""
    place = yamltext.place(file, node)
    if not (reply.choice.strip() or reply.says.strip()):
        remedy = "選んだ答えを choice: に、又は言葉を says: に書いてください。"
        faults.add(Fault("K03", "答えの中身がありません。", place, remedy=remedy))
        return False
    if not reply.by.strip() or not reply.on.strip():
        remedy = "例: {choice: 行政機関等の規律, by: 総務部法務課, on: 2026-11-10}"
        faults.add(Fault("K03", "だれが（by）、いつ（on）答えたかがありません。", place, remedy=remedy))
        return False
    try:
        wareki.parse_date(reply.on)
    except ValueError as error:
        faults.add(Fault("K03", "答えた日（on）を読み取れません。", place, reply.on, remedy=str(error)))
        return False
    return True
