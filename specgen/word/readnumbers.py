"""The numbers that Word prints before headings and items, computed from the numbering part."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .opened import W

if TYPE_CHECKING:
    from lxml.etree import _Element

LEVELS = 9
_PLACE = re.compile(r"%([1-9])")


# ------------------------------------------------------------------ number formats
def _letters(alphabet: str) -> Callable[[int], str]:
    """a, b … z, aa, bb: beyond its end Word repeats the letter."""

    def show(n: int) -> str:
        turns, place = divmod(n - 1, len(alphabet))
        return alphabet[place] * (turns + 1) if n > 0 else str(n)

    return show


def _wide(n: int) -> str:
    return str(n).translate({ord(d): ord(d) + 0xFEE0 for d in "0123456789"})


def _roman(n: int) -> str:
    out = ""
    for value, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    ):
        out += sign * (n // value)
        n %= value
    return out


def _kanji(digits: str, units: str) -> Callable[[int], str]:
    """一, 十, 十一, 二十, 百: place-value reading up to 9999."""

    def show(n: int) -> str:
        if not 0 < n < 10_000:
            return str(n)
        out = ""
        for power, unit in ((1000, units[2]), (100, units[1]), (10, units[0]), (1, "")):
            digit, n = divmod(n, power)
            if digit:
                out += ("" if digit == 1 and unit and digits[0] == "一" else digits[digit - 1]) + unit
        return out

    return show


def _run(first: str, count: int) -> Callable[[int], str]:
    """Signs that stand one after the other in Unicode (①, ⑴, ⒈); decimal beyond them."""
    return lambda n: chr(ord(first) + n - 1) if 1 <= n <= count else str(n)


_KANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
_HALF_KANA = "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝ"
_IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン"
_HALF_IROHA = "ｲﾛﾊﾆﾎﾍﾄﾁﾘﾇﾙｦﾜｶﾖﾀﾚｿﾂﾈﾅﾗﾑｳヰﾉｵｸﾔﾏｹﾌｺｴﾃｱｻｷﾕﾒﾐｼヱﾋﾓｾｽﾝ"
_japanese = _kanji("一二三四五六七八九", "十百千")

FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalFullWidth": _wide,
    "decimalFullWidth2": _wide,
    "decimalHalfWidth": str,
    "decimalZero": lambda n: f"{n:02d}",
    "upperLetter": _letters("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    "lowerLetter": _letters("abcdefghijklmnopqrstuvwxyz"),
    "upperRoman": lambda n: _roman(n).upper(),
    "lowerRoman": _roman,
    "aiueo": _letters(_HALF_KANA),
    "aiueoFullWidth": _letters(_KANA),
    "iroha": _letters(_HALF_IROHA),
    "irohaFullWidth": _letters(_IROHA),
    "japaneseCounting": _japanese,
    "chineseCounting": _japanese,
    "chineseCountingThousand": _japanese,
    "ideographDigital": lambda n: str(n).translate(str.maketrans("0123456789", "〇一二三四五六七八九")),
    "japaneseDigitalTenThousand": lambda n: str(n).translate(
        str.maketrans("0123456789", "〇一二三四五六七八九")
    ),
    "japaneseLegal": _kanji("壱弐参四伍六七八九", "拾百阡"),
    "decimalEnclosedCircle": _run("①", 20),
    "decimalEnclosedCircleChinese": _run("①", 20),
    "decimalEnclosedParen": _run("⑴", 20),
    "decimalEnclosedFullstop": _run("⒈", 20),
    "ideographTraditional": _letters("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _letters("子丑寅卯辰巳午未申酉戌亥"),
    "ideographEnclosedCircle": _run("㊀", 10),
    "ordinal": lambda n: f"{n}{'th' if 10 < n % 100 < 14 else {1: 'st', 2: 'nd', 3: 'rd'}.get(n % 10, 'th')}",
    "none": lambda n: "",
}


# ------------------------------------------------------------------ the definitions
@dataclass(frozen=True, slots=True)
class _Level:
    text: str = ""
    form: str = "decimal"
    start: int = 1
    restart: int | None = None
    legal: bool = False
    style: str = ""


@dataclass(slots=True)
class _List:
    """One ``w:num``: its levels, the counters it shares, and where it starts anew."""

    levels: dict[int, _Level]
    shared: str
    overrides: dict[int, int]
    begun: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Numbering:
    """Counts the paragraphs of one story in reading order; ``next`` gives each its printed number."""

    lists: dict[str, _List] = field(default_factory=dict)
    counts: dict[str, list[int | None]] = field(default_factory=dict)

    def fresh(self) -> Numbering:
        """The same definitions with nothing counted yet (headers and notes count for themselves)."""
        return Numbering({n: _List(x.levels, x.shared, x.overrides) for n, x in self.lists.items()})

    def level_of(self, number: str, style: str) -> int | None:
        """The level of list ``number`` that is linked to a paragraph style, if any."""
        if number in self.lists:
            for level, made in self.lists[number].levels.items():
                if made.style == style:
                    return level
        return None

    def next(self, number: str, level: int) -> str:
        """Count one paragraph of list ``number`` on ``level`` (from 0); what Word prints before it."""
        made = self.lists.get(number)
        if made is None or level not in made.levels:
            return ""
        counts = self.counts.setdefault(made.shared, [None] * LEVELS)
        self._count(made, counts, level)
        rule = made.levels[level]
        if rule.form == "bullet":
            return "・" if "\ue000" <= rule.text[:1] <= "\uf8ff" else rule.text
        return _PLACE.sub(lambda m: self._show(made, counts, int(m[1]) - 1, rule.legal), rule.text)

    def _count(self, made: _List, counts: list[int | None], level: int) -> None:
        before = counts[level]
        if level in made.overrides and level not in made.begun:
            counts[level] = made.overrides[level]
        else:
            counts[level] = made.levels[level].start if before is None else before + 1
        made.begun.add(level)
        for deeper in range(level + 1, LEVELS):
            rule = made.levels.get(deeper)
            after = rule.restart if rule else None
            if after is None or (after and level < after):
                counts[deeper] = None

    def _show(self, made: _List, counts: list[int | None], level: int, legal: bool) -> str:
        rule = made.levels.get(level, _Level())
        count = counts[level]
        if count is None:
            count = made.overrides.get(level, rule.start)
        return FORMATS.get("decimal" if legal and rule.form != "none" else rule.form, str)(count)


def read_numbering(root: _Element | None) -> Numbering:
    """The lists of a numbering part; none without one."""
    if root is None:
        return Numbering()
    abstracts = {a.get(W + "abstractNumId") or "": a for a in root.iter(W + "abstractNum")}
    by_style = {_val(a, "styleLink"): key for key, a in abstracts.items() if _val(a, "styleLink")}
    lists: dict[str, _List] = {}
    known: dict[str, dict[int, _Level]] = {}
    for num in root.iter(W + "num"):
        key = _val(num, "abstractNumId")
        link = _val(abstracts[key], "numStyleLink") if key in abstracts else ""
        key = by_style.get(link, key)
        if key not in abstracts:
            continue
        if key not in known:  # hundreds of lists may share one definition
            known[key] = {_at(x): _level(x) for x in abstracts[key].iterchildren(W + "lvl")}
        levels = dict(known[key])
        overrides: dict[int, int] = {}
        for override in num.iterchildren(W + "lvlOverride"):
            at = _at(override)
            own = override.find(W + "lvl")
            if own is not None:
                levels[at] = _level(own)
            if start := _val(override, "startOverride"):
                overrides[at] = _int(start, 1)
        lists[num.get(W + "numId") or ""] = _List(levels, key, overrides)
    return Numbering(lists)


def _level(lvl: _Element) -> _Level:
    form = lvl.find(f".//{W}numFmt")
    restart = _val(lvl, "lvlRestart")
    legal = lvl.find(W + "isLgl")
    return _Level(
        _val(lvl, "lvlText"),
        (form.get(W + "val") or "decimal") if form is not None else "decimal",
        _int(_val(lvl, "start"), 1),
        _int(restart, 0) if restart else None,
        legal is not None and legal.get(W + "val") not in ("0", "false", "off"),
        _val(lvl, "pStyle"),
    )


def _at(element: _Element) -> int:
    return min(_int(element.get(W + "ilvl") or "0", 0), LEVELS - 1)


def _val(parent: _Element, name: str) -> str:
    found = parent.find(W + name)
    return (found.get(W + "val") or "") if found is not None else ""


def _int(text: str, default: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 8 else default
