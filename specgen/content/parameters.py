"""Read parameters: values by their unit, dates of effect, and what the organisation says in their stead."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Any

from pydantic import ValidationError

from .. import money, numerals, wareki
from ..errors import Fault, Faults, Place, nearest
from ..model.finding import Basis
from .basis import BasisEntry
from .library import Content
from .organisation import SETTING_CODES
from .parameter import Parameter, ParameterEntry, Valid, Value

_OF_SPAN = ("from", "until", "basis", "note")
_OF_OVERRIDE = ("from", "until", "確かめた", "note")
_SORTS = {"日付": "date", "言葉": "text"}
"""Units whose values are no numbers."""
_At = Callable[..., Place]


def with_parameters(content: Content, entries: Mapping[str, ParameterEntry], faults: Faults) -> Content:
    """The content with its dated values read; the organisation's own come before those that are shipped."""
    read: dict[str, Parameter] = {}
    for name, entry in entries.items():
        reader = _Reader(name, entry, content, faults)
        reader.check_by()
        read[name] = reader.parameter()
    for name in content.settings.parameters:
        if name not in entries:
            known = "、".join(entries)
            faults.add(
                Fault(
                    "C41",
                    f"parameters の「{name}」という値の表はありません。",
                    content.place("settings:", "parameters", name),
                    name,
                    nearest(name, entries),
                    f"今ある値の表: {known}。" if known else "この行を消してください。",
                )
            )
    return replace(content, parameters=read)


class _Reader:
    """Reads one parameter; every fault is told where the value is written."""

    def __init__(self, name: str, entry: ParameterEntry, content: Content, faults: Faults) -> None:
        self.name, self.entry, self.content, self.faults = name, entry, content, faults

    def parameter(self) -> Parameter:
        """The parameter with every value that could be read."""
        shipped: list[Valid] = []
        for number, span in enumerate(self.entry.values):
            for valid in self._span(span, ("values", number)):
                self._check_apart(valid, shipped, number)
                shipped.append(valid)
        keys = {key for span in self.entry.values for key in span if key not in _OF_SPAN}
        own = tuple(self._overrides(keys))
        sort = _SORTS.get(self.entry.unit, "number")
        return Parameter(self.name, self.entry, sort, (*own, *shipped))

    def check_by(self) -> None:
        """What the keys are codes of."""
        by = self.entry.by
        if not by:
            return
        question = self.content.questions.get(by)
        setting = SETTING_CODES.get(by.removeprefix("org.")) if by.startswith("org.") else None
        codes = question.choices if question is not None else setting
        if not codes:
            known = [q.id for q in self.content.questions.values() if q.choices]
            self._fault(
                "C42",
                self._at("by"),
                f"の by「{by}」という選択の欄はありません。",
                by,
                nearest(by, known),
                "選択肢のある質問のidを書いてください。",
            )
            return
        for number, span in enumerate(self.entry.values):
            for key in (key for key in span if key not in _OF_SPAN and key not in codes):
                self._fault(
                    "C42",
                    self._at("values", number, key),
                    f"の区分「{key}」は、{by}の選択肢にありません。",
                    key,
                    nearest(key, codes),
                    f"使える区分: {'、'.join(codes)}。",
                )

    def _span(self, span: Mapping[str, Any], path: tuple[str | int, ...]) -> Iterator[Valid]:
        basis = self._basis(span, path)
        first, last = self._dates(span, lambda *more: self._at(*path, *more))
        keys = [key for key in span if key not in _OF_SPAN]
        if not keys:
            remedy = "value: か、区分ごとの値を書いてください。"
            self._fault("C43", self._at(*path), "に、値のない期間があります。", remedy=remedy)
        for key in keys:
            value = self._value(span[key], partial(self._at, *path, key))
            if value is not None and basis is not None:
                yield Valid(key, value, str(span[key]), first, last, basis)

    def _check_apart(self, valid: Valid, others: list[Valid], number: int) -> None:
        """On one day there is one value."""
        for other in others:
            if other.key == valid.key and other.first <= valid.last and valid.first <= other.last:
                remedy = "前の値の until を、次の値の from の前の日にしてください。"
                place = self._at("values", number, valid.key)
                self._fault("C43", place, "に、同じ日の値が2つあります。", valid.written, "", remedy)
                return

    def _overrides(self, keys: set[str]) -> Iterator[Valid]:
        written = self.content.settings.parameters.get(self.name)
        spans = written if isinstance(written, list) else [written] if written is not None else []
        for number, span in enumerate(spans):
            path = (number,) if isinstance(written, list) else ()

            def at(*more: str | int, path: tuple[int, ...] = path) -> Place:
                return self.content.place("settings:", "parameters", self.name, *path, *more)

            first, last = self._dates(span, at)
            for key in (key for key in span if key not in _OF_OVERRIDE):
                if key not in keys:
                    named = "、".join(sorted(keys))
                    self._fault(
                        "C41",
                        at(key),
                        f"に、区分「{key}」はありません。",
                        key,
                        nearest(key, keys),
                        f"使える区分: {named}。",
                    )
                    continue
                value = self._value(span[key], partial(at, key))
                if value is not None:
                    yield Valid(key, value, str(span[key]), first, last, _confirmed(span.get("確かめた")))

    def _dates(self, span: Mapping[str, Any], at: _At) -> tuple[date, date]:
        first = self._day(span, "from", at) or date.min
        last = self._day(span, "until", at) or date.max
        if first > last:
            remedy = "from を until より前の日にしてください。"
            self._fault(
                "C43", at("from"), "の期間の終わりが、始まりより前です。", str(span["from"]), "", remedy
            )
        return first, last

    def _day(self, span: Mapping[str, Any], key: str, at: _At) -> date | None:
        if key not in span:
            return None
        try:
            return wareki.parse_date(str(span[key]))
        except ValueError as error:
            self._fault(
                "C43", at(key), f"の {key} を日付として読み取れません。", str(span[key]), "", str(error)
            )
            return None

    def _value(self, written: Any, at: _At) -> Value | None:
        try:
            return read_value(str(written), self.entry.unit)
        except ValueError as error:
            what = f"の値「{written}」を{self.entry.unit or '数'}として読み取れません。"
            self._fault("C44", at(), what, str(written)[:40], "", str(error))
            return None

    def _basis(self, span: Mapping[str, Any], path: tuple[str | int, ...]) -> Basis | None:
        try:
            return BasisEntry.model_validate(span.get("basis")).value()
        except ValidationError:
            remedy = (
                "basis: {authority: law, cite: 根拠の名前, confidence: confirmed} のように書いてください。"
            )
            self._fault("C45", self._at(*path, "basis"), "の根拠（basis）を読み取れません。", remedy=remedy)
            return None

    def _at(self, *path: str | int) -> Place:
        return self.content.place(f"parameter:{self.name}", *path)

    def _fault(
        self, code: str, place: Place, what: str, quoted: str = "", near: str = "", remedy: str = ""
    ) -> None:
        self.faults.add(Fault(code, f"値の表「{self.name}」{what}", place, quoted, near, remedy))


def read_value(written: str, unit: str) -> Value:
    """``written`` as a value of ``unit``; ValueError with a Japanese sentence when it is none."""
    if unit == "円":
        return Fraction(money.parse_yen(written))
    if unit == "日付":
        return wareki.parse_date(written)
    if unit == "言葉":
        if not written.strip():
            raise ValueError("言葉が書かれていません。")
        return written.strip()
    return Fraction(numerals.read_number(written.strip().removesuffix(unit)))


def _confirmed(told: Any) -> Basis:
    """What an organisation's own value rests on: what it cites, who confirmed it and when."""
    said = {key: str(value).strip() for key, value in told.items()} if isinstance(told, dict) else {}
    who = "、".join(said[key] for key in ("by", "on") if said.get(key))
    cite = said.get("cite", "")
    confidence = "confirmed" if cite else "unverified"
    return Basis("internal", cite or "法人の設定（specgen.yaml）", version=who, confidence=confidence)
