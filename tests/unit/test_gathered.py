"""What is told together: blanks of one topic whoever says them, places with one remedy; never two levels, never text."""

from __future__ import annotations

from specgen.check.gathered import gathered, is_blank, topic_of
from specgen.model.finding import Finding


def found(rule, subject, *, level="confirm", state="answered", fix="直す", verdict="finding"):
    return Finding(rule, subject, verdict, level, fix=fix, offer="手伝う", reads={subject: {"state": state}})


def keys(*findings):
    return [(group.blanks, [f.subject for f in group.findings]) for group in gathered(findings)]


def test_blanks_of_a_topic_stand_together_whichever_rule_says_so():
    assert keys(
        found("A-01", "plan.title", state="undecided", fix="甲"),
        found("A-02", "users.staff", state="unknown"),
        found("A-03", "plan.list/R1.due", state="unanswered", fix="乙", verdict="question"),
    ) == [(True, ["plan.title", "plan.list/R1.due"]), (True, ["users.staff"])]


def test_what_is_answered_stands_together_only_where_one_remedy_mends_it():
    assert keys(
        found("A-01", "plan.title"),
        found("A-01", "plan.aim"),
        found("A-01", "plan.end", fix="別の直し方"),
        found("A-02", "plan.title"),
        found("A-01", "plan.start", state="unanswered"),
    ) == [
        (False, ["plan.title", "plan.aim"]),
        (False, ["plan.end"]),
        (False, ["plan.title"]),
        (True, ["plan.start"]),
    ]


def test_levels_stay_apart_and_text_and_sections_stand_alone():
    assert keys(
        found("A-01", "plan.title", level="must", state="unanswered"),
        found("A-01", "plan.aim", state="unanswered"),
        found("A-02", "text:plan.title/1a2b3c4d"),
        found("A-02", "text:plan.title/5e6f7a8b"),
        found("A-03", "section:cloud.exit"),
    ) == [
        (True, ["plan.title"]),
        (True, ["plan.aim"]),
        (False, ["text:plan.title/1a2b3c4d"]),
        (False, ["text:plan.title/5e6f7a8b"]),
        (False, ["section:cloud.exit"]),
    ]


def test_what_cannot_be_read_is_no_blank_and_what_is_about_no_answer_has_no_topic():
    assert not is_blank(found("A-01", "plan.title", state="unreadable"))
    assert topic_of(found("A-01", "section:cloud.exit")) == topic_of(found("A-01", "rule:A-01")) == ""
