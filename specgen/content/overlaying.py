"""Lay overlays over content: every change in order, with a record of each, and the result checked as shipped content is."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from .. import yamltext
from ..errors import Fault, Faults, Place, nearest
from .condition import ConditionEntry
from .library import Content
from .names import check_names
from .overlay import Asked, OverlayFile, asked_of
from .overlaychange import Applying
from .overlaywording import check_wordings
from .rulenames import compile_rule

MOST_CHECKS = 32
"""So often the content is checked at most to find out which change brought a fault."""


def overlaid(
    base: Content,
    overlays: Sequence[OverlayFile],
    conditions: Mapping[str, ConditionEntry],
    faults: Faults,
    *,
    checklists: bool = True,
) -> Content:
    """``base`` with its overlays applied, and checked as shipped content is; every fault is added to ``faults``.

    What turns out to be wrong elsewhere because of a change is told at the change. What cannot be applied is left as it
    was. Without ``checklists`` changes of rules are passed over.
    """
    stages = [base, *_applied(base, overlays, faults, checklists=checklists)]
    found = Faults()
    content = _checked(stages[-1], conditions, found)
    files = {overlay.file for overlay in overlays}
    told = {fault: fault for fault in found.found}
    if elsewhere := [fault for fault in told if fault.place.file not in files]:
        present = partial(_marks_of, conditions=conditions)
        known = present(base)
        caused = [fault for fault in elsewhere if _mark(fault) not in known]
        told |= {f: _at_change(f, stages, between) for f, between in _causes(caused, stages, present).items()}
    faults.found.extend(told.values())
    return content


def _checked(content: Content, conditions: Mapping[str, ConditionEntry], faults: Faults) -> Content:
    content = check_names(content, conditions, faults)
    check_wordings(content, faults)
    for address in dict.fromkeys(c.address for c in content.changes if c.address.startswith("rule:")):
        compile_rule(address.partition(":")[2], content, faults)
    return content


# ── the changes one by one ──


def _applied(
    content: Content, overlays: Sequence[OverlayFile], faults: Faults, *, checklists: bool
) -> Iterator[Content]:
    """The content after each change that could be applied."""
    said: dict[str, list[Asked]] = {}
    for overlay in overlays:
        _check_versions(content, overlay, faults)
        for written in asked_of(overlay, faults):
            asked = replace(written, address=content.address_today(written.address))
            earlier = said.setdefault(asked.address, [])
            if twice := next((one for one in earlier if _clash(one, asked)), None):
                faults.add(_told_twice(twice, asked))
                continue
            after = Applying(content, asked, faults, checklists=checklists).applied()
            if after is not content:
                earlier.append(asked)
                yield (content := after)


def _check_versions(content: Content, overlay: OverlayFile, faults: Faults) -> None:
    written = overlay.node.get("on")
    for name in overlay.overlay.on:
        if name != "library" and name not in content.packs:
            key = next((k for k, _ in written.entries if k.text == name), None)  # type: ignore[union-attr]
            faults.add(
                Fault(
                    "O05",
                    f"on の「{name}」というひな形はありません。",
                    yamltext.place(overlay.file, key or overlay.node),
                    name,
                    nearest(name, ("library", *content.packs)),
                    f"書けるもの: library、{'、'.join(content.packs)}。",
                )
            )


def _clash(first: Asked, then: Asked) -> bool:
    """Whether nobody could say which of two changes of one entry holds.

    One file says a thing once. A case may say in the same way, and anew, what its department says: the case comes last.
    """
    overlap = all(a == b or "*" in (a, b) for a, b in zip(first.path, then.path, strict=False))
    return overlap and (first.source == then.source or first.verb != then.verb or then.verb == "insert")


def _told_twice(first: Asked, then: Asked) -> Fault:
    return Fault(
        "O06",
        f"同じところを、{first.verb} と {then.verb} で2回変えています。"
        if first.verb != then.verb
        else "同じところを2回変えています。",
        then.place,
        then.written,
        remedy=f"先の変更（{first.place}）と1つにまとめるか、どちらかを消してください。",
    )


# ── which change brought a fault ──


_Mark = tuple[str, Place, str]
"""What stays of a fault when the words that it is told in change along with a label."""


def _mark(fault: Fault) -> _Mark:
    return fault.code, fault.place, fault.quoted


def _marks_of(content: Content, conditions: Mapping[str, ConditionEntry]) -> frozenset[_Mark]:
    found = Faults()
    _checked(content, conditions, found)
    return frozenset(map(_mark, found.found))


def _causes(
    faults: Sequence[Fault], stages: Sequence[Content], present: Callable[[Content], frozenset[_Mark]]
) -> dict[Fault, tuple[int, int]]:
    """Fault → the first and the last stage of which one brought it; with few faults these are the same.

    The stages are halved for all faults at once, evenly, and the content is checked ``MOST_CHECKS`` times at most.
    """
    causes: dict[Fault, tuple[int, int]] = {}
    waiting = deque([(0, len(stages) - 1, list(faults))])
    checks = 0
    while waiting:
        without, having, here = waiting.popleft()
        if having - without == 1 or checks == MOST_CHECKS:
            causes |= dict.fromkeys(here, (without + 1, having))
            continue
        middle, checks = (without + having) // 2, checks + 1
        there = present(stages[middle])
        early = [fault for fault in here if _mark(fault) in there]
        late = [fault for fault in here if _mark(fault) not in there]
        waiting += [part for part in ((without, middle, early), (middle, having, late)) if part[2]]
    return causes


def _at_change(fault: Fault, stages: Sequence[Content], between: tuple[int, int]) -> Fault:
    """The same fault, told at the change after which it is there, or at the first that it can be."""
    first, last = (stages[number].changes[-1] for number in between)
    whose = "この変更をする" if first is last else f"この変更から {last.place} までのどれかをする"
    return Fault(
        fault.code,
        f"{whose}と、ほかの所に直すところができます（{fault.place}）。{fault.what}",
        first.place,
        first.address,
        remedy="この変更を改めるか、消してください。",
    )
