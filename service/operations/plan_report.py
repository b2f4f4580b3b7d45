"""A plan's report as drafts and publications keep it: who is unserved and which zones fall short, with reasons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from scheduler.explain import (
    diagnose_pins,
    explain_changes,
    explain_shortfalls,
    explain_unserved,
    trouble_summary,
)
from scheduler.model import InstanceIndex
from scheduler.problem import NO_NAMES, Duty, Instance, Names, Text


def plan_report(instance: Instance, assignments: Iterable[Duty], names: Names = NO_NAMES) -> dict[str, Any]:
    """The report of a plan that breaks no hard rule; `names` are those of skills and communities.

    `unserved`: cadre (employee number), name, unit (name), missing, reasons. `short`: zone (code), name,
    skill (None: visits), have, wanted, reasons. `changes`, of a re-plan: cadre, old and new (date and zone, or None),
    kind, needed, reasons. A re-plan's report has `replan` too: what is proven of its changes (docs/format.md). Reasons are in both languages: {"zh", "en"}.
    """
    duties = tuple(assignments)
    index = InstanceIndex(instance, names)
    unserved = [
        {
            "cadre": item.cadre,
            "name": index.cadres[item.cadre].name,
            "unit": index.units[index.cadres[item.cadre].unit].name,
            "missing": item.missing,
            "reasons": both(item.reasons),
        }
        for item in explain_unserved(instance, duties, index)
    ]
    short = [
        {
            "zone": item.zone,
            "name": index.zones[item.zone].name,
            "skill": item.skill,
            "have": item.have,
            "wanted": item.wanted,
            "reasons": both(item.reasons),
        }
        for item in explain_shortfalls(instance, duties, index)
    ]
    changes = [
        {
            "cadre": item.cadre,
            "old": _plain(item.old),
            "new": _plain(item.new),
            "kind": str(item.kind),
            "needed": item.needed,
            "reasons": both(item.reasons),
        }
        for item in (explain_changes(instance, duties, index) if instance.incumbent else ())
    ]
    return {"unserved": unserved, "short": short, "changes": changes}


def clash_report(instance: Instance, names: Names = NO_NAMES) -> dict[str, Any]:
    """The report of an instance whose pins clash: `clashes`, a paragraph for each, with what would resolve it."""
    index = InstanceIndex(instance, names)
    return {"clashes": both([trouble_summary(index, trouble) for trouble in diagnose_pins(instance, names=names)])}


def _plain(duty: Duty | None) -> dict[str, str] | None:
    return None if duty is None else {"date": duty.date.isoformat(), "zone": duty.zone}


def both(texts: Sequence[Text]) -> list[dict[str, str]]:
    """Texts as JSON holds them."""
    return [{"zh": text.zh, "en": text.en} for text in texts]
