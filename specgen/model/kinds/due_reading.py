"""From the words of a due date to what they mean: each form has one small reader, tried in a fixed order."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from ... import wareki
from ...wareki import Moment
from .base import Unreadable
from .due_value import Cycle, Due, Form, span
from .wording import LENGTH, Length, Words, length_of, moment_at_start, plain, read_words, without_notes

HINT = (
    "「令和10年8月31日」「契約締結後1週間以内」「毎月10営業日まで」「検収の10営業日前まで」「PoC完了時」"
    "のように書きます。"
)

_Reader = Callable[[str, Words], Due | None]

_ABOUT = r"(?:おおむね|概ね|約|遅くとも|原則として|原則)?"
_TIME = r"(?:の?(?:午前|午後)?(?:[0-9]{1,2}時(?:[0-9]{1,2}分|半)?|[0-9]{1,2}[:：][0-9]{2}|正午))?"
_TAIL = rf"(?P<tail>{_TIME}[^0-9]{{0,20}}{_TIME}[^0-9]{{0,8}})"
_LINK = r"(?:(?:の翌日)?から(?:起算して|数えて)?|より(?:起算して)?|以降|以後|後|の)"

_CALENDAR_TAIL = re.compile(
    r"(?P<part>末日?|上旬|初旬|中旬|下旬|初め|前半|後半|第[1-5]週末?|第[1-4]四半期|[上下]半?期|中|内)?(?P<end>の?末)?"
    rf"(?:の?(?:頃|ごろ|前後|目途|目処|目安|予定|見込み|想定))*{_TIME}"
    r"(?:の間|まで|迄|必着|厳守|締切|締め切り|〆切|以前|(?P<open>以降|から|より)|に|頃|ごろ|予定|を?目途|を?目安)*"
)
_NO_YEAR = re.compile(
    r"(?:[0-9]{1,2}月(?:[0-9]{1,2}日|末日?|[上中下初]旬|中)?|[0-9]{1,2}日)(?!以内|以上|前|後|間|目)[^0-9]{0,6}"
)
_NO_CLOCK = re.compile(
    r"(?<![0-9])(?:2[5-9]|[3-9][0-9])(?:時(?!間)(?:[0-9]{1,2}分)?|[:：][0-9]{2})"
    r"|[0-9]{1,2}(?:時[6-9][0-9]分|[:：][6-9][0-9](?![0-9]))"
)
_MOST_DAYS = {"営業日": 23, "日": 31}
"""A month has at most so many."""
_RECURRING = re.compile(
    r"^毎|毎(?:会計)?(?:年度?|月|週|日|回|朝|夕|四半期|半期|スプリント|営業日|[月火水木金土日]曜日?)"
    r"|各(?:会計)?(?:年度?|月|週|回|四半期|半期|期|スプリント|イテレーション|工程|フェーズ|段階)"
    r"|^翌(?:月|々月|週|年度?|四半期|日)"
    r"|(?:年|月|週|日|半期|四半期|年度)に?[0-9]+(?:〜[0-9]+)?回|[0-9]+(?:か月|週間?|日|年)(?:間)?に[0-9]+回"
    r"|ごと|毎$|毎に|月次|週次|年次|日次|隔週|隔月|都度|随時|適宜|定期|^四半期|^半期|^(?:月|週|年度|年)末"
)
_IMMEDIATE = re.compile(
    r"(?P<event>.*?)(?:後|次第|時に?|したら|場合は?)?、?"
    r"(?:直ちに|ただちに|速やかに|すみやかに|遅滞なく|即時に?|即日|至急|すぐに)"
)
_WEEKS = re.compile(
    r"(?P<event>[^0-9]*?)(?:後|から|より|の)?、?(?:第(?P<a>[0-9]{1,3})(?:週目?)?(?:[〜\-]第?(?P<b>[0-9]{1,3}))?週目?"
    r"|(?:[Ww][Ee][Ee][Kk]|ウィーク)\s?(?P<c>[0-9]{1,3})(?:[〜\-](?:[Ww][Ee][Ee][Kk]\s?)?(?P<d>[0-9]{1,3}))?)"
    r"(?P<tail>[^0-9]{0,10})"
)
_NTH = re.compile(
    r"(?P<event>[^0-9]*?)(?:後|から|より|の)?、?第?(?P<a>[0-9]{1,4})"
    r"(?:(?:週|か月|年|日)目?)?(?:[〜\-]第?(?P<b>[0-9]{1,4}))?"
    r"(?P<unit>営業日|週|か月|年|日)目(?P<tail>[^0-9]{0,10})"
)
_COUNTED_BEFORE = re.compile(rf"(?P<event>.*?)(?:の|より|から)?、?{_ABOUT}{LENGTH}(?:以上)?前{_TAIL}")
_AFTER = re.compile(
    rf"(?P<event>.*?)(?P<link>{_LINK})?(?:、|の)?{_ABOUT}{LENGTH}(?P<limit>以内|以上)?{_TAIL}"
)
_NEXT_MONTH_END = re.compile(r"(?P<event>.+?)(?:の?属する月)?の?翌(?P<again>々)?月末日?(?:まで)?に?")
_NEXT = re.compile(rf"(?P<event>.+?)の?翌(?P<unit>営業日|開庁日|日|週|月)(?P<end>末日?)?{_TAIL}")
_PREVIOUS = re.compile(rf"(?P<event>.+?)の?(?:前(?P<unit>営業日|開庁日|日|週|月)){_TAIL}")
_JUST_BEFORE = re.compile(r"(?P<event>.+?)(?:の?直|の)?(?<![名以午事])前(?:まで)?に?")
_AT = re.compile(r"(?P<event>.+?)(?:時点?|と同時|当日|日|際|(?<=期間)中)(?:に|まで(?:に)?)?")
_BY = re.compile(r"(?P<event>.+?)(?:まで(?:に)?|迄)")
_LATER = re.compile(r"(?P<event>.+?)(?<![以午最今前])後(?:に)?")
_BARE = re.compile(
    r"(?P<event>.*(?:完了|終了|締結|満了|納入|納品|検収|実施|開始|公告|稼働|提出|合格|公開|リリース|期限|末日))"
)
_VAGUE = frozenset(
    ("後日", "本日", "今日", "明日", "同日", "別途", "別途協議", "協議", "期日", "期限", "納期", "納品期限")
)


def parse_due(text: str) -> Due:
    """Read a due date; ``Unreadable`` with the forms when it is none."""
    words = read_words(text, "期日", HINT)
    house = plain(words)
    core, note = without_notes(house)
    core = core.strip("、・ ")
    if _NO_YEAR.fullmatch(core):
        raise Unreadable(
            f"「{house}」は、何年かが読み取れません。「令和10年8月31日」のように、年から書きます。"
        )
    if found := _NO_CLOCK.search(core):
        raise Unreadable(f"「{house}」の「{found[0]}」という時刻はありません。24時までで書いてください。")
    if core and core not in _VAGUE:
        for reader in _READERS:
            due = reader(core, words)
            if due is not None:
                return replace(due, note=note)
    raise Unreadable(f"「{house}」は期日として読み取れません。{HINT}")


def _calendar(core: str, words: Words) -> Due | None:
    """令和10年8月31日まで, 令和9年3月末, 令和9年6月上旬, 令和8年度第3四半期, 令和9年4月〜令和9年6月."""
    found = moment_at_start(core)
    if found is None:
        return None
    moment, rest = found
    if rest[:1] in ("〜", "-") or rest.startswith("から"):
        return _calendar_range(moment, rest, words)
    tail = _CALENDAR_TAIL.fullmatch(rest)
    if tail is None or (tail["part"] and not isinstance(moment, wareki.Month | wareki.FiscalYear)):
        return None
    first, last = span(moment, tail["part"] or "")
    form = Form.DATE if first == last else Form.SPAN
    return Due(form, words, first=last if tail["end"] else first, last=None if tail["open"] else last)


def _calendar_range(moment: Moment, rest: str, words: Words) -> Due | None:
    second = moment_at_start(rest.removeprefix("から").lstrip("〜-"))
    if second is None:
        return Due(Form.DATE, words, first=wareki.first_day(moment)) if rest == "から" else None
    tail = _CALENDAR_TAIL.fullmatch(second[1])
    if tail is None:
        return None
    first, last = wareki.first_day(moment), span(second[0], tail["part"] or "")[1]
    if last < first:
        raise Unreadable(
            f"「{plain(words)}」は{wareki.show_date(first)}から{wareki.show_date(last)}までと読めます。"
            "終わりが始まりより前になっています。"
        )
    return Due(Form.SPAN, words, first=first, last=last)


def _recurring(core: str, words: Words) -> Due | None:
    """毎月10営業日まで, 翌月5営業日まで, 毎週金曜日, 四半期ごと, 年1回, 作業の都度, 各年度末."""
    return Due(Form.RECURRING, words, cycle=_cycle(core)) if _RECURRING.search(core) else None


def _cycle(core: str) -> Cycle:
    if found := re.match(r"毎週の?([月火水木金土日])曜", core):
        return Cycle("week", "月火水木金土日".index(found[1]))
    if re.match(r"[毎各](?:会計)?年度末(?:日)?(?:まで)?|毎年3月末", core):
        return Cycle("fiscal_year")
    found = re.match(
        r"(?:[毎各]月|月次)?(?P<next>、?の?翌月)?(?:の|、|は)?第?(?:(?P<n>[0-9]{1,2})(?P<unit>営業日|日)(?!前)|(?P<end>末))",
        core,
    )
    if found is None or not core.startswith(("毎月", "各月", "月次", "翌月", "月末")):
        return Cycle()
    unit, most = found["unit"], _MOST_DAYS.get(found["unit"], 0)
    if found["n"] and not 1 <= int(found["n"]) <= most:
        raise Unreadable(f"「{core}」の日が合いません。1{unit}から{most}{unit}までで書いてください。")
    shift = 1 if found["next"] else 0
    return Cycle("month", int(found["n"] or 0), found["unit"] == "営業日", shift)


def _weeks(core: str, words: Words) -> Due | None:
    """Week 1, 第2〜4週, 契約後2か月目, 着手から3週目."""
    if found := _WEEKS.fullmatch(core):
        low, high = found["a"] or found["c"], found["b"] or found["d"]
        unit = "週間"
    elif found := _NTH.fullmatch(core):
        low, high = found["a"], found["b"]
        unit = {"週": "週間"}.get(found["unit"], found["unit"])
    else:
        return None
    first, last = int(low), int(high or low)
    if first < 1 or last < first:
        return None
    return Due(
        Form.WEEKS, words, event=_event(found["event"]), length=Length(last, unit, first if high else 0)
    )


def _before(core: str, words: Words) -> Due | None:
    """検収の10営業日前まで, 公告の20日前, 会議の3営業日前17時まで."""
    found = _COUNTED_BEFORE.fullmatch(core)
    if found is None or _inside_a_moment(core, found):
        return None
    event = _event(found["event"])
    if not event:
        raise Unreadable(
            f"「{core}」は、何の前かが読み取れません。「検収の{core}」のように、何の前かを添えてください。{HINT}"
        )
    return Due(Form.BEFORE, words, event=event, length=length_of(found))


def _after(core: str, words: Words) -> Due | None:
    """契約締結後1週間以内, 検知から1時間以内, 検収後1年, 検収の翌日から起算して10日以内."""
    found = _AFTER.fullmatch(core)
    if found is None or found["tail"].startswith(("目", "前")) or not (found["link"] or found["limit"]):
        return None
    if _inside_a_moment(core, found):
        return None
    event = _event(found["event"])
    if not event:
        raise Unreadable(
            f"「{core}」は、いつから数えるかが読み取れません。"
            f"「契約締結後{core}」のように、何の後かを添えてください。{HINT}"
        )
    link = found["link"] or ""
    counts = "起算" in link and "翌日" not in link and not event.endswith("翌日")
    return Due(Form.AFTER, words, event=event, length=length_of(found), counts_event_day=counts)


def _next(core: str, words: Words) -> Due | None:
    """会議の翌営業日まで, 会議の前日まで, 検収の翌月末."""
    if (found := _NEXT_MONTH_END.fullmatch(core)) and (event := _event(found["event"])):
        return Due(Form.AFTER, words, event=event, length=Length(2 if found["again"] else 1, "月末"))
    for pattern, form in ((_NEXT, Form.AFTER), (_PREVIOUS, Form.BEFORE)):
        found = pattern.fullmatch(core)
        event = _event(found["event"]) if found else ""
        if found is None or not event or found["unit"] in ("週", "月"):
            continue
        unit = "日" if found["unit"] == "日" else "営業日"
        return Due(form, words, event=event, length=Length(1, unit))
    return None


def _immediate(core: str, words: Words) -> Due | None:
    """直ちに, 事象の発生後速やかに."""
    found = _IMMEDIATE.match(core)
    return Due(Form.IMMEDIATE, words, event=_event(found["event"])) if found else None


def _by_event(pattern: re.Pattern[str], form: Form) -> _Reader:
    def read(core: str, words: Words) -> Due | None:
        found = pattern.fullmatch(core)
        event = _event(found["event"]) if found else ""
        return Due(form, words, event=event) if re.search(r"[^\W0-9_]", event) else None

    return read


def _inside_a_moment(core: str, found: re.Match[str]) -> bool:
    """Whether what looks like a length is part of a date (令和10年3月31日前)."""
    at = max(found.start("n"), found.start("years"), found.start("half"))
    return any(start <= at < end for start, end, _moment in wareki.find_moments(core))


def _event(text: str) -> str:
    """An event's name without what joins it to the rest."""
    text = re.sub(r"(?:後|から)?、?(?:直ちに|速やかに|遅滞なく)$", "", text.strip("、・ "))
    return re.sub(r"(?:の|、|を)$", "", text)


_READERS: tuple[_Reader, ...] = (
    _calendar,
    _recurring,
    _weeks,
    _before,
    _after,
    _next,
    _immediate,
    _by_event(_JUST_BEFORE, Form.BEFORE),
    _by_event(_AT, Form.AT),
    _by_event(_BY, Form.AT),
    _by_event(_LATER, Form.AFTER),
    _by_event(_BARE, Form.AT),
)
"""In this order: what names a date, what repeats, what is counted, and at last what only names an event."""
