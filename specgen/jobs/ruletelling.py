"""What there is to say of a rule: what it looks at, the figures it stands on, what it says, how sure its bases are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from ..content import rulewords
from ..content.basis import CONFIDENCE_LABELS
from ..content.library import Content
from ..content.parameter import BARE, Parameter
from ..content.rule import AskRule, CrossRule, FactRule, Rule, SectionsRule, WordsRule
from ..content.rulenames import CompiledRule
from ..content.vocabulary import Names
from ..model.finding import LEVEL_LABELS
from ..wareki import show_date
from .telling import Line, compiled_rule, named, rule_reads, when_in_words

MOST_WORDS = 40
LEFTOVERS = {
    "": "",
    "titles": "ほかの調達の件名（見出し「件名」、表紙の題名、ヘッダー及び文書の情報）",
    "bodies": "ほかの機関が自らを呼ぶ言葉（当省、本市、当センター）",
    "properties": "ファイルの情報（題名、作成者、会社）に残る、ほかの案件と会社の名前",
    "marks": "蛍光ペン、赤字及び青字の文章",
    "figures": "同じものの違う数（同じ文で数だけが違うもの、同じ名前の数、期間及び期限）",
}
EXPECTED = {
    "finding": "気付きになる",
    "question": "お尋ねになる",
    "silent": "黙る",
    "undecided": "まだ判断しない",
}
STATES = {
    "blank": "空き（未回答・未定・確認中）",
    "unreadable": "読み取れない",
    "unconfirmed": "写したままで、確かめていない",
    "needless": "同じ行の選び方では要らないのに書かれている",
    "remark": "長さや文字の限りを超えている",
    "stray": "名前が、どの質問のものでもない",
}
PLACES = {"prose": "書いた文章", "own_clauses": "定型の文", "foreign": "ほかで作ったWordファイル"}
_FILLED = {
    "row.name": "行の名称", "label": "欄の名前", "gap": "空きの理由", "hit": "見つけた語", "instead": "言い換え",
    "because": "語の理由", "sentence": "その文", "sentence_fixed": "言い換えた文", "kind": "語の区分", "it": "その値",
    "section": "章・節", "condition": "条件", "reference": "参照", "nearest": "近いもの", "listed": "語の一覧",
    "length": "文の長さ", "limit": "上限", "before": "前の値", "after": "後の値", "before.label": "前の欄",
    "after.label": "後の欄", "written": "書かれた文字", "reason": "理由", "origin": "写した元", "near": "近い名前",
    "left.document": "一方の文書", "left.text": "一方の値", "right.document": "他方の文書", "right.text": "他方の値",
    "why": "尋ねる理由", "good": "よい例",
}  # fmt: skip
"""What is put into the words of a rule, said in brackets where no case is at hand."""


def rule_lines(content: Content, id: str) -> list[Line]:
    """A rule in labelled lines, from what it looks at to what the PMO offers."""
    compiled = compiled_rule(content, id)
    rule = compiled.rule
    reads = sorted(rule_reads(content, id), key=list(content.questions).index)
    return [
        ("重さ", level_in_words(rule)),
        ("判断", _judged(rule)),
        ("当てはまるとき", when_in_words(content, rule.when)),
        ("調達の種類", "、".join(content.names.label(f"case.type={type}") for type in rule.types)),
        ("読む答え", named(content, reads)),
        *_looks_at(content, compiled),
        (
            "値の表",
            "\n".join(
                _figures(content.parameters[name], content.names) for name in sorted(compiled.parameters)
            ),
        ),
        ("見つけたとき", _said(content, compiled, rule.words.found)),
        ("お尋ね", _said(content, compiled, rule.words.question)),
        ("理由", _said(content, compiled, rule.words.why)),
        ("直し方", _said(content, compiled, rule.words.fix)),
        ("例", _said(content, compiled, rule.words.example)),
        ("PMOにできること", _said(content, compiled, rule.words.offer)),
        ("根拠の確かさ", _sureness(rule)),
    ]


def case_lines(rule: Rule) -> list[str]:
    """The rule's own cases: what is tried, and what is expected of it."""
    return [f"{case.name} → {EXPECTED[case.expect]}" for case in rule.cases]


def looks_through_all(rule: Rule) -> bool:
    """Whether it looks at all answers or at the whole text, not at certain answers."""
    return isinstance(rule, WordsRule | SectionsRule) or (isinstance(rule, FactRule) and bool(rule.state))


def level_in_words(rule: Rule) -> str:
    """How heavy it is, by stage where that differs."""
    draft, submit = LEVEL_LABELS[rule.level.draft], LEVEL_LABELS[rule.level.submit]
    level = draft if draft == submit else f"作成中は{draft}、提出前は{submit}"
    return f"{level}（部署や案件で軽くできません）" if rule.locked else level


def _judged(rule: Rule) -> str:
    if isinstance(rule, AskRule):
        once = "法人で一度だけ" if rule.once_per == "organisation" else "案件ごとに"
        return f"人に{once}尋ねます。答えは asked.yaml に残します。"
    return "きっかけだけを機械が見つけ、判断は人がします。" if rule.asks_a_person else "機械が確かめます。"


def _looks_at(content: Content, compiled: CompiledRule) -> Iterator[Line]:
    """What the rule looks for, by its kind."""
    rule = compiled.rule
    if isinstance(rule, FactRule):
        find = compiled.find.explained if compiled.find is not None else ""
        yield "1行ずつ見る表", _labels(content, [rule.table] if rule.table else [])
        yield "1つずつ見る答え", _labels(content, rule.listed)
        yield "見つける条件", find
        yield "要る答え", _labels(content, rule.needs)
        yield "この順に来る日付", _labels(content, rule.in_order)
        yield "探す状態", STATES.get(rule.state, "")
    elif isinstance(rule, WordsRule):
        yield from _of_words(content, compiled, rule)
    elif isinstance(rule, SectionsRule):
        expected = (
            f"{_title(content, key)}: {when_in_words(content, when)}" for key, when in rule.expects.items()
        )
        yield "あるはずの章・節", "\n".join(expected)
        yield (
            "確かめること",
            "番号での参照（3.6、第2章、表3、別紙1）の先が、同じ文書にあるか" if rule.references else "",
        )
        yield "ふつうの順", "、".join(_title(content, key) for key in rule.order)
        yield "探す名残", LEFTOVERS[rule.leftovers]
    elif isinstance(rule, CrossRule):
        yield "突き合わせる答え", _labels(content, rule.same)
        packs = {pack.entry.document: pack.entry.label for pack in content.packs.values()}
        yield "突き合わせる文書", "、".join(packs.get(name, name) for name in rule.across)


def _of_words(content: Content, compiled: CompiledRule, rule: WordsRule) -> Iterator[Line]:
    words = [word.word or word.pattern for word in content.lexicons.get(rule.lexicon, ())]
    more = f" ほか{len(words) - MOST_WORDS}語" if len(words) > MOST_WORDS else ""
    yield "あるはずの言葉" if rule.absent else "探す言葉", "、".join(words[:MOST_WORDS]) + more
    yield "文の長さの上限", compiled.limit.explained if compiled.limit is not None else ""
    yield "見る文章", "、".join(PLACES[name] for name in rule.look_in) if not rule.absent else ""
    yield "見る章・節", "、".join(_title(content, key) for key in rule.in_sections)


def _labels(content: Content, ids: Iterable[str]) -> str:
    return "\n".join(f"{_called(content, id)}（{id}）" for id in ids)


def _called(content: Content, id: str) -> str:
    table, star, _ = id.partition("/*.")
    label = content.names.label(id)
    return f"{content.questions[table].label}の{label}" if star and table in content.questions else label


def _title(content: Content, key: str) -> str:
    return f"「{next(iter(content.titles.get(key, ())), key)}」"


def _said(content: Content, compiled: CompiledRule, words: str) -> str:
    """Words of a rule with what is put in named in brackets."""
    rule = compiled.rule
    names = Names(
        content.questions, content.condition_labels, row=rule.table if isinstance(rule, FactRule) else ""
    )
    org = content.org()

    def name(field: str) -> str:
        if field in compiled.lets:
            return f"【{compiled.lets[field].explained}】"
        if field.startswith("org."):
            return str(org.get(field[4:], field))
        return f"【{_FILLED.get(field) or names.label(field)}】"

    return rulewords.FIELD.sub(lambda match: name(match[1]), words)


def _sureness(rule: Rule) -> str:
    """How sure the bases are, said plainly."""
    counts = {code: sum(b.confidence == code for b in rule.basis) for code in CONFIDENCE_LABELS}
    told = "、".join(f"{CONFIDENCE_LABELS[code]} {number}件" for code, number in counts.items() if number)
    if counts["confirmed"] or not rule.basis:
        return told
    return f"{told}。原文で確かめた根拠は、まだありません。"


# -- figures --------------------------------------------------------------------------------------------------------
def figure_rows(parameter: Parameter, names: Names) -> list[tuple[str, ...]]:
    """Every value of a parameter: its kind, the value, its dates, what it rests on, how sure that is."""
    by = parameter.entry.by
    return [
        (
            "" if valid.key == BARE else names.label(f"{by}={valid.key}") if by else valid.key,
            valid.written,
            _days(valid.first, valid.last),
            valid.basis.cite,
            CONFIDENCE_LABELS[valid.basis.confidence],
        )
        for valid in parameter.valid
    ]


def _figures(parameter: Parameter, names: Names) -> str:
    """A dated value in lines, with what is not confirmed."""
    lines = [f"{parameter.entry.label}（{parameter.name}）"]
    for kind, value, days, cite, sure in figure_rows(parameter, names):
        lines.append(f"  {kind + ': ' if kind else ''}{value}（{days}、{cite}、{sure}）")
    if parameter.entry.ask_organisation and not parameter.own_confirmed:
        lines.append("  法人の規程の額や日数は、まだ specgen.yaml で確かめられていません。")
    lines += [f"  未確認: {text}" for text in parameter.entry.unconfirmed]
    return "\n".join(lines)


def _days(first: date, last: date) -> str:
    start = f"{show_date(first)}から" if first != date.min else ""
    end = f"{show_date(last)}まで" if last != date.max else ""
    return start + end or "期限なし"
