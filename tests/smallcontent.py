"""A handful of questions of many kinds, so that a test about answers does not hang on the shipped wording."""

from __future__ import annotations

from datetime import date

from specgen import yamltext
from specgen.case.case import Case, resolve
from specgen.case.casefile import CaseEntry
from specgen.content.condition import ConditionEntry
from specgen.content.library import Content, Topic
from specgen.content.names import check_names
from specgen.content.parsed import Later
from specgen.content.question import TopicFile
from specgen.errors import Faults, Place

QUESTIONS = """\
- topic: plan
  label: 計画
  order: 10
  questions:
    - {id: plan.title, label: 件名, ask: 件名は何ですか。, why: どの文書にも入ります。, good: 文書管理の更改, tip: 「一式」を避けます。, type: text, limits: {lines: 1, chars: 20}, formerly: [plan.name], basis: [{authority: law, cite: 例示法第1条, confidence: unverified}]}
    - {id: plan.aim, label: 目的, ask: 何のためですか。, why: 効果を測れます。, type: prose}
    - {id: plan.memo, label: 覚え書き, ask: 覚え書きはありますか。, why: 手元に残ります。, type: text, audience: internal}
- topic: deal
  label: 契約
  order: 20
  questions:
    - {id: deal.form, label: 形態, ask: 形態はどれですか。, why: 責任が変わります。, type: choice, choices: {work: 請負, mandate: 準委任}}
    - {id: deal.personal, label: 個人情報, ask: 個人情報を扱いますか。, why: 章が変わります。, type: yes_no}
    - {id: deal.people, label: 人数, ask: 何人分ですか。, why: 対策が変わります。, type: integer, unit: 人, when: personal}
    - {id: deal.start, label: 開始日, ask: いつからですか。, why: 工程の土台です。, type: date}
    - {id: deal.price, label: 単価, ask: 単価はいくらですか。, why: 予算になります。, type: yen}
- topic: work
  label: 作業
  order: 30
  questions:
    - id: work.list
      label: 作業の一覧
      ask: 作業を挙げてください。
      why: 見積りの土台です。
      type: table
      row: {prefix: W, label: 作業}
      columns:
        - {id: name, label: 名称, type: text, good: 計画の作成}
        - {id: kind, label: 区分, type: choice, choices: {plan: 計画, build: 構築}}
        - {id: note, label: 備考, type: prose, required: no}
        - {id: count, label: 成果物の数, type: calc, calc: referring, of: work.outputs/*.name}
    - id: work.outputs
      label: 成果物の一覧
      ask: 成果物を挙げてください。
      why: 検収の土台です。
      type: table
      row: {prefix: D, label: 成果物}
      columns:
        - {id: name, label: 名称, type: text, formerly: [title]}
        - {id: work, label: 対応する作業, type: reference, to: work.list}
        - {id: due, label: 期限, type: date}
"""
DEFAULTS = {"needed_from": "draft", "gap": "（未定）", "next_year": "keep", "audience": "public"}
CONDITIONS = {"personal": {"label": "個人情報を扱うとき", "is": "deal.personal == yes"}}


def small_content() -> Content:
    """The questions above, checked as shipped content is."""
    topics = []
    for raw in yamltext.plain(yamltext.load(QUESTIONS, "questions.yaml")):
        raw["questions"] = [DEFAULTS | question for question in raw["questions"]]
        entry = TopicFile.model_validate(raw)
        topics.append(Topic(entry.topic, entry.label, entry.order, entry.questions))
    questions = {q.id: q for topic in topics for q in topic.questions}
    conditions = {name: ConditionEntry.model_validate(raw) for name, raw in CONDITIONS.items()}
    content = Content(
        topics=tuple(topics),
        questions=questions,
        condition_labels={name: entry.label for name, entry in conditions.items()},
        places=Later(
            {f"question:{id}": Place for id in questions} | {f"condition:{n}": Place for n in conditions}
        ),
    )
    faults = Faults()
    content = check_names(content, conditions, faults)
    faults.stop_if_any()
    return content


def case_of(content: Content, written=None) -> Case:
    """A case of these questions."""
    return resolve(content, CaseEntry(id="0", type="study"), written or {}, date(2026, 12, 4))
