"""A little library with one of each: questions of many kinds, conditions, a clause with variants, a pack of its own."""

from __future__ import annotations

import shutil
import tempfile
from datetime import date
from functools import cache
from pathlib import Path
from unittest.mock import patch

from specgen.capture.answersfile import read_answers
from specgen.case.case import Case, resolve
from specgen.case.casefile import CaseEntry
from specgen.content.find import data_root
from specgen.content.library import Content
from specgen.content.load import load_content
from specgen.jobs.papers import build_template
from specgen.model.paper import TemplateFacts
from specgen.word.compile import CompiledTemplate, compile_template

COMMON = "needed_from: draft, gap: （未定）, next_year: keep, audience: public"
FILES = {
    "library/questions/plan.yaml": f"""\
topic: plan
label: 計画
order: 10
questions:
  - {{id: plan.title, label: 件名, ask: 件名は何ですか。, why: 全てに入ります。, type: text, limits: {{lines: 1, chars: 20}}, formerly: [plan.name], needed_from: consult, gap: （件名は未定）, next_year: keep, audience: public}}
  - {{id: plan.aim, label: 目的, ask: 目的は何ですか。, why: 効果を測ります。, type: prose, {COMMON}}}
  - {{id: plan.fee, label: 予定額, ask: いくらですか。, why: 予算になります。, type: yen, needed_from: notice, gap: （予定額は未定）, next_year: keep, audience: internal}}
  - {{id: plan.start, label: 開始日, ask: いつからですか。, why: 工程になります。, type: date, {COMMON}}}
  - {{id: plan.period, label: 契約期間, ask: いつまでですか。, why: 工程になります。, type: period, {COMMON}}}
  - {{id: plan.share, label: 割合, ask: 割合はいくつですか。, why: 上限になります。, type: percent, {COMMON}}}
""",
    "library/questions/data.yaml": f"""\
topic: data
label: 情報
order: 20
questions:
  - {{id: data.personal, label: 個人情報の有無, ask: 個人情報を扱いますか。, why: 章が変わります。, type: choice, choices: {{yes: 扱う, maybe: 言い切れない, no: 扱わない}}, {COMMON}}}
  - {{id: data.people, label: 人数, ask: 何人分ですか。, why: 対策が変わります。, type: integer, unit: 人, when: personal_yes, {COMMON}}}
  - {{id: data.abroad, label: 国外の取扱い, ask: 認めますか。, why: 条文が変わります。, type: choice, choices: {{forbid: 認めない, approve: 承認制}}, {COMMON}}}
""",
    "library/questions/work.yaml": """\
topic: work
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
      - {id: name, label: 名称, type: text}
      - {id: quality, label: 目安, type: text, gap: （目安は未定）}
      - {id: note, label: 補足, type: text, required: no, formerly: [remark]}
      - {id: dues, label: 期限, type: calc, calc: referring, of: deliverable.list/*.due, required: no}
    needed_from: draft
    gap: （作業は未定）
    next_year: keep
    audience: public
    none_text: 作業はない。
""",
    "library/questions/deliverable.yaml": f"""\
topic: deliverable
label: 成果物
order: 40
questions:
  - id: deliverable.list
    label: 成果物の一覧
    ask: 成果物を挙げてください。
    why: 検収の土台です。
    type: table
    row: {{prefix: D, label: 成果物}}
    columns:
      - {{id: name, label: 名称, type: text}}
      - {{id: work, label: 対応する作業, type: reference, to: work.list}}
      - {{id: due, label: 納品期限, type: due}}
    {COMMON.replace(", ", chr(10) + "    ")}
""",
    "library/conditions.yaml": """\
personal: {label: 個人情報を扱う可能性があるとき, is: "data.personal in [yes, maybe]"}
personal_yes: {label: 個人情報を扱うとき, is: "data.personal == yes"}
forbid: {label: 国外を認めないとき, is: "data.abroad == forbid"}
approve: {label: 国外を承認制にするとき, is: "data.abroad == approve"}
listed: {label: 成果物があるとき, is: "count(deliverable.list) > 0"}
""",
    "library/clauses/data/abroad.md": """\
---
title: 国外での取扱い
version: 1
ask_first: 契約担当
variants:
  forbid: {label: 認めない, when: forbid}
  approve: {label: 承認を得て行う, when: approve}
---
## forbid
国外では扱わない。

## approve
承認を得て扱う。

1. 申請する。
2. [personal_yes] 個人情報については、{{ data.people }}分の一覧を付ける。
3. [personal and not personal_yes] 個人情報の有無を知らせる。
""",
    "library/glossary.yaml": """\
- {term: 個人情報, reading: こじんじょうほう, means: 個人に関する情報をいう。}
- {term: 成果物, reading: せいかぶつ, means: 納める物をいう。}
- {term: 魔法, reading: まほう, means: どこにも出ない語をいう。}
""",
    "packs/memo/pack.yaml": """\
document: memo
label: 覚書
version: 1.0.0
audience: public
types: [study]
file_name: 覚書_{{ plan.title }}
title: "{{ plan.title }}の覚書"
profile: memo
sections:
  overview: always
  data: personal
  data.people: personal_yes
  abroad: always
  deliverables: listed
  last: always
leaves_out:
  data.personal: 章の有無を決める
  data.abroad: 条文を決める
""",
    "packs/memo/template.md": """\
# 概要 {#overview}

件名は{{ plan.title }}、開始日は{{ plan.start }}、期間は{{ plan.period }}、割合は{{ plan.share }}とする。

{{ plan.aim }}

表: 作業 {#works}
| 名称 | 目安 | 補足 | 期限 |
|:--25 |:--25 |:--25 |:--25 |
| {{ row.name }} | {{ row.quality }} | {{ row.note }} | {{ row.dues }} | {rows work.list}

## 用語 {#overview.terms}

表: 用語 {#terms}
| 用語 | 意味 |
|:--50 |:--50 |
| {{ row.term }} | {{ row.means }} | {rows glossary}

::: section data
# 情報 {#data}

個人情報の扱いを定める。国外での扱いは{§abroad}に示す。

::: section data.people
## 人数 {#data.people}

人数は{{ data.people }}とする。
:::
:::

# 国外 {#abroad}

{clause data.abroad}

::: section deliverables
# 納める物 {#deliverables}

表: 納める物の一覧 {#list}
| 名称 | 作業 | 期限 |
|:--30 |:--30 |:--40 |
| {{ row.name }} | {{ row.work }} | {{ row.due }} | {rows deliverable.list}
:::

# おわりに {#last}

表は{§works}及び{§list}とする。
""",
}


@cache
def little() -> tuple[Content, TemplateFacts]:
    """The content above, loaded as shipped content is, and the facts of its one template."""
    return _loaded()[0], _loaded()[1].facts


@cache
def _loaded() -> tuple[Content, CompiledTemplate]:
    root = Path(tempfile.mkdtemp())
    try:
        for name, text in FILES.items():
            path = root / "spec_templates" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        for name in ("phrases.yaml", "base.docx"):
            shutil.copy(
                data_root() / "spec_templates" / "library" / name, root / "spec_templates" / "library"
            )
        with patch("specgen.content.load.data_root", lambda: root):
            content = load_content(None)
        template = build_template(content, content.packs["memo"])
    finally:
        shutil.rmtree(root)
    return content, compile_template(template, is_prose=lambda id: id == "plan.aim")


def case_of(answers: str, **entry: object) -> Case:
    """The case of type ``study`` with these answers, as written in answers.yaml."""
    content, _ = little()
    told = CaseEntry.model_validate({"id": "0", "type": "study", **entry})
    return resolve(content, told, read_answers(answers, "answers.yaml", content), date(2026, 12, 4))
