"""Conversations under our comments: written as Word keeps them, and read back from whatever saved the file."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
import validators
from wordmaking import heading, p, package, r, sdt, zipped

from specgen.capture.wordreplies import loose_comments, replies_in
from specgen.model.round import LogLine
from specgen.model.texttree import Comment, TextTree
from specgen.word.annotate import Note, Reply, annotate
from specgen.word.read import read_tree
from specgen.word.screen import screen_package

DAY = date(2026, 12, 11)
TITLE, DUE, SECTION = "OVR-01@procurement.title", "DLV-02@deliverable.list/D6.due", "STR-01@section:overview"
KEYS = (TITLE, DUE, SECTION)
BODY = (
    heading("調達案件の概要", "overview")
    + p(r("件名は、") + sdt("procurement.title", "文書管理") + r("とする。"))
    + p(r("期限は、") + sdt("deliverable.list/D6.due", "未定") + r("とする。"))
)
FONTS = [
    ("word/fontTable.xml", "fontTable", "fontTable+xml",
     '<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'),
]  # fmt: skip


def note(key: str, text: str = "期限を書いてください。", **more: object) -> Note:
    return Note(key, key.partition("@")[2], text, "PMO", "2026-12-04", **more)


def said(author: str, text: str, day: str = "2026-12-08") -> Reply:
    return Reply(author, day, text)


CONVERSATION = [
    note(
        TITLE, replies=(said("文書課", "直しました。"), said("PMO", "確かめます。", "2026-12-09")), done=True
    ),
    note(DUE, "一行目\n二行目", replies=(said("文書課", "20日前とします。\n理由は別に送ります。"),)),
    note(SECTION),
]


def conversation() -> dict[str, bytes]:
    return annotate(package(BODY, more=FONTS), CONVERSATION).parts


def threads(tree: TextTree) -> set[tuple[str, str, str, bool]]:
    by_id = {c.id: c for c in tree.comments}
    return {
        (c.author, c.text, by_id[c.parent].text.partition("\n")[0] if c.parent else "", c.done)
        for c in tree.comments
    }


WHOLE = {
    ("PMO", f"[{TITLE}] 期限を書いてください。", "", True),
    ("文書課", "直しました。", f"[{TITLE}] 期限を書いてください。", True),
    ("PMO", "確かめます。", f"[{TITLE}] 期限を書いてください。", True),
    ("PMO", f"[{DUE}] 一行目\n二行目", "", False),
    ("文書課", "20日前とします。\n理由は別に送ります。", f"[{DUE}] 一行目", False),
    ("PMO", f"[{SECTION}] 期限を書いてください。", "", False),
}


# ── written ──
def test_replies_and_the_resolved_mark_stand_in_the_thread():
    assert threads(read_tree(conversation())) == WHOLE


def test_a_reply_is_anchored_directly_behind_what_it_answers():
    """As Word nests them; a reply without marks of its own in the body is dropped by Word when it saves."""
    body = conversation()["word/document.xml"].decode()
    assert re.findall(r'comment(RangeStart|RangeEnd|Reference) w:id="([012])"', body) == [
        *(("RangeStart", n) for n in "012"),
        *(pair for n in "012" for pair in (("RangeEnd", n), ("Reference", n))),
    ]


def test_paragraph_ids_are_such_as_word_leaves_alone():
    """Word gives new ones to all from 80000000 on, and the thread falls apart."""
    parts = conversation()
    ids = re.findall(rb'w15:paraId="(\w{8})"', parts["word/commentsExtended.xml"])
    assert len(set(ids)) == 6 and all(0 < int(id, 16) < 0x80000000 for id in ids)
    assert set(re.findall(rb'w14:paraId="(\w{8})"', parts["word/comments.xml"])) == set(ids)


def test_a_note_without_replies_is_written_as_before():
    parts = annotate(package(BODY), [note(TITLE)]).parts
    assert parts["word/commentsExtended.xml"].count(b"commentEx ") == 1
    assert b"paraIdParent" not in parts["word/commentsExtended.xml"]


def test_threads_are_added_to_those_that_are_there():
    again = annotate(
        conversation(), [note("X-1@procurement.title", replies=(said("契約課", "承知しました。"),))]
    )
    assert threads(read_tree(again.parts)) == WHOLE | {
        ("PMO", "[X-1@procurement.title] 期限を書いてください。", "", False),
        ("契約課", "承知しました。", "[X-1@procurement.title] 期限を書いてください。", False),
    }


def test_hostile_replies_stay_text():
    hostile = '<w:commentReference w:id="0"/> & "x"'
    tree = read_tree(annotate(package(BODY), [note(TITLE, replies=(said('<a "b">', hostile),))]).parts)
    assert [(c.author, c.text) for c in tree.comments if c.parent] == [('<a "b">', hostile)]


def test_both_validators_find_nothing(tmp_path: Path):
    path = tmp_path / "thread.docx"
    path.write_bytes(zipped(conversation()))
    theme = "relationships/theme' is missing"
    assert [c for c in validators.valid_by_openxml_audit(path) if theme not in c] == []
    assert validators.valid_by_open_xml_sdk(path) == []


# ── read ──
def test_what_was_answered_is_read_with_its_author_and_day():
    lines = replies_in(read_tree(conversation()), KEYS, DAY, by="文書課の田中さん")
    assert lines == [
        LogLine(date(2026, 12, 8), "文書課", "reply", "word", TITLE, "直しました。"),
        LogLine(date(2026, 12, 9), "PMO", "reply", "word", TITLE, "確かめます。"),
        LogLine(DAY, "文書課の田中さん", "resolve", "word", TITLE),
        LogLine(date(2026, 12, 8), "文書課", "reply", "word", DUE, "20日前とします。\n理由は別に送ります。"),
    ]


def test_libreoffice_keeps_the_conversation(tmp_path: Path):
    path, folder = tmp_path / "thread.docx", tmp_path / "saved"
    folder.mkdir()
    path.write_bytes(zipped(conversation()))
    saved = validators.libreoffice_saved(path, folder)
    tree = read_tree(screen_package(saved.read_bytes(), saved.name))
    assert threads(tree) == WHOLE
    before = read_tree(conversation())
    assert {line.told for line in map(_Told, replies_in(tree, KEYS, DAY, by="x"))} == {
        line.told for line in map(_Told, replies_in(before, KEYS, DAY, by="x"))
    }


class _Told:
    """What makes a line what it is."""

    def __init__(self, line: LogLine) -> None:
        self.told = (line.does, line.key, line.by, line.says, line.on)


def test_a_mark_that_was_set_before_is_no_news_and_one_taken_back_is():
    tree = read_tree(conversation())
    assert [line.does for line in replies_in(tree, KEYS, DAY, resolved=[TITLE]) if line.does != "reply"] == []
    opened = replies_in(tree, KEYS, DAY, resolved=[TITLE, DUE])
    assert [(line.does, line.key) for line in opened if line.does != "reply"] == [("reopen", DUE)]


def comment(id: str, text: str, *, parent: str = "", tags: tuple[str, ...] = (), **more: object) -> Comment:
    return Comment(
        id,
        more.pop("author", "文書課"),
        more.pop("date", "2026-12-08T10:00:00Z"),
        text,
        parent,
        **more,
        anchor_tags=tags,
    )  # type: ignore[arg-type]


OURS = comment(
    "7",
    f"[{TITLE}] 【必須】書いてください。\n理由: 要るため",
    tags=("procurement.title", "section:overview"),
    author="PMO",
)


def read(*comments: Comment, keys: tuple[str, ...] = KEYS, **more: object) -> list[tuple[str, str]]:
    return [
        (line.key, line.says) for line in replies_in(TextTree(comments=(OURS, *comments)), keys, DAY, **more)
    ]


def test_an_answer_to_an_answer_belongs_to_the_thread():
    assert read(comment("8", "はい。", parent="7"), comment("9", "いいえ。", parent="8")) == [
        (TITLE, "はい。"),
        (TITLE, "いいえ。"),
    ]


def test_a_new_comment_on_the_same_control_belongs_to_our_comment_there():
    beside = comment("8", "横に書きます。", tags=("procurement.title", "section:overview"))
    assert read(beside) == [(TITLE, "横に書きます。")]


def test_a_new_comment_on_a_control_with_two_of_ours_belongs_to_neither():
    other = comment("9", "[X-1@procurement.title] 気付き", tags=("procurement.title",), author="PMO")
    beside = comment("8", "どちらのことか。", tags=("procurement.title",))
    assert read(other, beside, keys=(*KEYS, "X-1@procurement.title")) == [("", "どちらのことか。")]


def test_a_comment_that_quotes_a_key_belongs_to_it_without_the_quotation():
    quoting = comment("8", f"Reply to PMO: [{TITLE}] 【必須】書いてください。\n書きました。")
    assert read(quoting) == [(TITLE, "書きました。")]


def test_a_comment_elsewhere_is_kept_without_a_key_and_known_by_its_place():
    loose = comment("8", "この章は要りますか。", tags=("section:overview",))
    assert read(loose) == [("", "この章は要りますか。")]
    assert loose_comments(TextTree(comments=(OURS, loose)), KEYS) == (loose,)


def test_what_is_typed_into_our_own_comment_is_an_answer():
    """Many people write below the text of the comment instead of answering it."""
    typed = comment("7", OURS.text + "\n→ 書きました。", author="PMO")
    tree = TextTree(comments=(typed,))
    written = {TITLE: "【必須】書いてください。\n理由: 要るため"}
    assert [(x.by, x.says) for x in replies_in(tree, KEYS, DAY, by="文書課", written=written)] == [
        ("文書課", "→ 書きました。")
    ]
    assert replies_in(TextTree(comments=(OURS,)), KEYS, DAY, written=written) == []


def test_a_key_of_another_round_or_an_imitation_is_no_comment_of_ours():
    stranger = comment("8", "[ZZZ-99@x.y] 何か")
    assert read(stranger) == [("", "[ZZZ-99@x.y] 何か")]
    assert read(comment("8", f"[{TITLE}"), keys=(TITLE,)) == [("", f"[{TITLE}")]


def test_threads_that_bite_their_tail_end():
    assert read(comment("8", "あ", parent="9"), comment("9", "い", parent="8")) == [("", "あ"), ("", "い")]


@pytest.mark.parametrize("day", ["", "0-00-00T00:00:00Z", "昨日"])
def test_a_comment_without_a_day_has_the_day_on_which_it_was_read(day: str):
    tree = TextTree(comments=(OURS, comment("8", "はい。", parent="7", date=day)))
    assert [line.on for line in replies_in(tree, KEYS, DAY)] == [DAY]
