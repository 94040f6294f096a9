"""Lay overlays over content: every change in order, with a record of each, and the result checked as shipped content is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from .. import yamltext
from ..errors import Fault, Faults, Place, nearest
from .condition import ConditionEntry
from .library import Content
from .names import check_names
from .overlay import Asked, OverlayFile, asked_of
from .overlaychange import Applying
from .overlaywording import check_wordings
from .rulenames import compile_rule

MOST_CHANGES = 10_000


def overlaid(
    base: Content,
    overlays: Sequence[OverlayFile],
    conditions: Mapping[str, ConditionEntry],
    faults: Faults,
    *,
    checklists: bool = True,
) -> Content:
    """``base`` with its overlays applied, and checked as shipped content is; every fault is added to ``faults``.

    What turns out to be wrong elsewhere because of a change is told at the change.
    """
    asked = Faults()
    content = apply_overlays(base, overlays, asked, checklists=checklists)
    found = Faults()
    content = _checked(content, conditions, found)
    files = {overlay.file for overlay in overlays}
    elsewhere = [fault for fault in found.found if fault.place.file not in files]
    if elsewhere:
        before = Faults()
        check_names(base, conditions, before)
        caused = [fault for fault in elsewhere if fault not in before.found]
        told = {fault: _traced(fault, base, overlays, conditions, checklists=checklists) for fault in caused}
        found.found = [told.get(fault, fault) for fault in found.found]
    faults.found.extend((*asked.found, *found.found))
    return content


def _checked(content: Content, conditions: Mapping[str, ConditionEntry], faults: Faults) -> Content:
    content = check_names(content, conditions, faults)
    check_wordings(content, faults)
    for address in dict.fromkeys(c.address for c in content.changes if c.address.startswith("rule:")):
        compile_rule(address.partition(":")[2], content, faults)
    return content


def _traced(
    fault: Fault,
    base: Content,
    overlays: Sequence[OverlayFile],
    conditions: Mapping[str, ConditionEntry],
    *,
    checklists: bool,
) -> Fault:
    """The same fault, told at the first change after which it is there."""
    whole = apply_overlays(base, overlays, Faults(), checklists=checklists).changes
    for number, change in enumerate(whole, 1):
        found = Faults()
        _checked(
            apply_overlays(base, overlays, Faults(), checklists=checklists, most=number), conditions, found
        )
        if fault in found.found:
            return Fault(
                fault.code,
                f"この変更をすると、ほかの所に直すところができます（{fault.place}）。{fault.what}",
                change.place,
                change.address,
                remedy="この変更を改めるか、消してください。",
            )
    return fault


def apply_overlays(
    content: Content,
    overlays: Iterable[OverlayFile],
    faults: Faults,
    *,
    checklists: bool = True,
    most: int = MOST_CHANGES,
) -> Content:
    """``content`` with every change of ``overlays`` in order, and the record of them in ``changes``.

    What cannot be applied is added to ``faults`` and left as it was. Without ``checklists`` changes of rules are passed
    over, and so is what comes after the first ``most`` changes. Names are not checked here.
    """
    for overlay in overlays:
        _check_versions(content, overlay, faults)
        seen: dict[tuple[str, ...], Place] = {}
        for asked in asked_of(overlay, faults):
            if not _first_of_its_kind(asked, seen, faults) or len(content.changes) >= most:
                continue
            content = Applying(content, asked, faults, checklists=checklists).applied()
    return content


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


def _first_of_its_kind(asked: Asked, seen: dict[tuple[str, ...], Place], faults: Faults) -> bool:
    """One file changes one thing once: of two, nobody could say which holds."""
    change = asked.change
    key = (asked.address, change.field, change.variant if asked.verb == "set" else asked.verb)
    if key in seen:
        faults.add(
            Fault(
                "O06",
                "同じところを2回変えています。",
                asked.place,
                asked.address,
                remedy=f"先の変更（{seen[key]}）と1つにまとめてください。",
            )
        )
        return False
    seen[key] = asked.place
    return True
