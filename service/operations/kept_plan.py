"""A solved plan as a run's dossier keeps it, and back into a plan file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from scheduler.problem import Duty, Pin, Plan, Text, Unserved, dump_plan
from service.operations.plan_report import both


def keep_plan(plan: Plan) -> dict[str, Any]:
    """What of a plan the rest of the dossier does not say; duties as [cadre, date, zone]."""
    return {
        "instance": plan.instance,
        "duties": [[duty.cadre, duty.date.isoformat(), duty.zone] for duty in plan.assignments],
        "unserved": [[item.cadre, item.missing, both(item.reasons)] for item in plan.unserved],
        "conflicts": [[pin.cadre, pin.date.isoformat() if pin.date else None, pin.zone] for pin in plan.conflicts],
    }


def plan_file(dossier: Mapping[str, Any] | None, language: str) -> bytes | None:
    """The plan file of a run, reasons in one language; None where the run found no plan."""
    kept = (dossier or {}).get("plan")
    if dossier is None or kept is None:
        return None
    plan = Plan(
        instance=kept["instance"],
        instance_sha256=dossier["input_hash"],
        status=dossier["status"],
        objective=dossier["objective"],
        bound=dossier["bound"],
        score=dossier["score"],
        assignments=tuple(Duty(cadre, date.fromisoformat(day), zone) for cadre, day, zone in kept["duties"]),
        unserved=tuple(
            Unserved(cadre, missing, tuple(Text(reason["zh"], reason["en"]) for reason in reasons))
            for cadre, missing, reasons in kept["unserved"]
        ),
        solver=dossier.get("solver", {}),
        conflicts=tuple(
            Pin(cadre, date.fromisoformat(day) if day else None, zone) for cadre, day, zone in kept["conflicts"]
        ),
    )
    return dump_plan(plan, language)
