"""The Jinja environment that runs compiled templates: pure data in, text out, nothing of Python within reach.

It is the second wall; the first is ``dialect``. Names are looked up as keys and in no other way, there are no
globals, and every printed value passes a filter that writes XML and refuses characters that XML cannot hold.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from jinja2 import StrictUndefined, Undefined
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ..errors import ContentError, Fault, InputError, Place
from ..model.paper import Gap, Unconfirmed
from ..reserved import LOOP

if TYPE_CHECKING:
    from types import CodeType

STYLES: dict[type[str], str] = {Gap: "Gap", Unconfirmed: "Unconfirmed"}
"""The character style that marks a printed value, by its class."""

_SPECIAL = re.compile("[\x00-\x1f&<>\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_PRINTED = re.compile(r"\{\{(.*?)\}\}", re.S)
_SAFE = re.compile(r" k\d+_ | loop\.index | [^|]+(?:\|length)?\|(?:text|run|attribute|style|lead)_ ")
_ROW_KEY = re.compile(r"[A-Za-z0-9_-]{1,16}")
_LEADS = {"　": '<w:ind w:firstLineChars="0" w:firstLine="0"/>'}
_BULLET = '<w:ind w:leftChars="100" w:left="210" w:hangingChars="100" w:hanging="210"/>'
_LEADS.update(dict.fromkeys("・●○■□※", _BULLET))


class PureData(ImmutableSandboxedEnvironment):
    """Fields and indexes are keys of dicts, and ``loop`` has its counters; nothing else can be reached."""

    def code(self, source: str) -> CodeType:
        """Compile ``source``, which is ours; every value in it has to pass one of the filters that escape."""
        bare = next((tag for tag in _PRINTED.findall(source) if not _SAFE.fullmatch(tag)), None)
        if bare is not None:
            raise AssertionError(f"printed without a filter: {bare}")
        return self.compile(source)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """The value under the key ``attribute``; the missing name is told when there is none."""
        try:
            return obj[attribute]
        except (KeyError, TypeError):
            if isinstance(obj, LoopContext) and attribute in LOOP:
                return getattr(obj, attribute)
            return _missing(attribute)
        except Exception:
            return _missing(f"{obj._undefined_name}.{attribute}" if isinstance(obj, Undefined) else attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """The same as ``getattr``: a field and a key are one thing here."""
        return self.getattr(obj, argument)


def _missing(name: str) -> Any:
    remedy = "テンプレートの名前と、質問の名前とを見比べてください。"
    raise ContentError(Fault("T30", f"テンプレートが使う「{name}」の値がありません。", remedy=remedy))


def in_text(value: Any) -> str:
    """``value`` as XML text for a ``w:t``: escaped, with line breaks and tabs as Word's own elements."""
    text = value if value.__class__ is str else _text(value)
    if _SPECIAL.search(text) is None:
        return text
    text = _escaped(text).replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    return text.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')


def in_attribute(value: Any) -> str:
    """``value`` for an attribute, field code or property: escaped, line breaks and tabs as blanks."""
    text = _escaped(_text(value))
    return text.replace('"', "&quot;").replace("\n", " ").replace("\t", " ")


def in_run(value: Any) -> str:
    """The inside of a run without properties, up to its open ``w:t``: the style of gaps, then the text."""
    properties = f"<w:rPr>{_style(value)}</w:rPr>" if value.__class__ in STYLES else ""
    return f'{properties}<w:t xml:space="preserve">{in_text(value)}'


def _text(value: Any) -> str:
    if isinstance(value, Undefined):
        return str(_missing(str(value._undefined_name)))
    if not isinstance(value, (str, int)):
        remedy = "表は「{%tr for row in 話題.名前 %}」で1行ずつ出してください。"
        raise ContentError(
            Fault("T31", "文字でない値（表など）が、そのまま差し込まれています。", remedy=remedy)
        )
    return str(value)


def _escaped(text: str) -> str:
    bad = _FORBIDDEN.search(text)
    if bad:
        place = Place(where=f"{bad.start() + 1}文字目")
        quoted = text[max(0, bad.start() - 10) : bad.start()]
        what = f"Wordに書けない文字（U+{ord(bad[0]):04X}）があります。"
        raise InputError(Fault("T32", what, place, quoted, remedy="その文字を消してください。"))
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _is_marked(value: Any) -> bool:
    return value.__class__ in STYLES


def _style(value: Any) -> str:
    return f'<w:rStyle w:val="{STYLES[value.__class__]}"/>'


def _lines(value: Any) -> Sequence[str]:
    """The lines of a prose answer, each of the class of the whole; joined by line feeds they give it back."""
    text = _text(value)
    kind = value.__class__ if value.__class__ in STYLES else str
    return [kind(line) for line in text.split("\n")]


def _is_led(line: str) -> bool:
    return line[:1] in _LEADS


def _lead(line: str) -> str:
    return _LEADS[line[:1]]


def _row_key(value: Any) -> str:
    if isinstance(value, str) and _ROW_KEY.fullmatch(value):
        return value
    remedy = "行の名前は、半角の英数字と - _ で16字までです。"
    raise InputError(Fault("T33", "行の名前を、文書に書けません。", quoted=str(value)[:40], remedy=remedy))


def environment() -> PureData:
    """A fresh environment. Names that end in ``_`` are ours; no author's name can."""
    made = PureData(undefined=StrictUndefined, autoescape=False, cache_size=0)
    made.globals = {}
    length, odd, even = made.filters["length"], made.tests["odd"], made.tests["even"]
    made.filters = {
        "length": length,
        "text_": in_text,
        "run_": in_run,
        "attribute_": in_attribute,
        "style_": _style,
        "lines_": _lines,
        "lead_": _lead,
        "key_": _row_key,
    }
    made.tests = {"odd": odd, "even": even, "marked_": _is_marked, "led_": _is_led}
    return made
