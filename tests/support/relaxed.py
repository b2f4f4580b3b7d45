"""Instances changed by hand as a relaxation says, in their JSON: shares nothing with how the product relaxes them."""

from __future__ import annotations

from copy import deepcopy
from datetime import date

from scheduler.explain.relaxations import Relaxation
from tests.support.instances import Json


def relaxed(data: Json, relaxation: Relaxation) -> Json:
    """The instance with one step taken."""
    changed = deepcopy(data)
    if relaxation.kind == "floor":
        _spare_one_more(changed, str(relaxation.unit), str(relaxation.day))
    elif relaxation.kind == "open":
        for day in changed["days"]:
            day["open"] = day["open"] or day["date"] == str(relaxation.day)
    elif relaxation.kind == "link":
        for unit in changed["units"]:
            if unit["id"] == relaxation.unit:
                unit["linked_communities"].append(relaxation.community)
    elif relaxation.kind == "gap":
        changed["min_gap_days"] -= 1
    else:
        key = {"visits": "max_visits", "parties": "max_parties_per_day"}[relaxation.kind]
        for zone in changed["zones"]:
            zone[key] += zone["id"] == relaxation.zone
    return changed


def _spare_one_more(data: Json, unit: str, day: str) -> None:
    """People who owe nothing join the unit: in the office on that one day, away on all others."""
    members = [cadre for cadre in data["cadres"] if cadre["unit"] == unit]
    away = sum(day in cadre.get("absent", cadre["unavailable"]) for cadre in members)
    (floor,) = (known.get("min_present", 0) for known in data["units"] if known["id"] == unit)
    dates = [known["date"] for known in data["days"] if known["date"] != day]
    for number in range(1 - min(0, len(members) - away - floor)):
        data["cadres"].append({
            "id": f"extra{number}", "name": f"加{number}", "unit": unit, "skills": [], "duties": 0,
            "unavailable": dates, "avoid": {}, "home_zone": None, "last_zone": None, "last_duty": None,
            "barred_zones": [], "only_zones": None, "carried_burden": 0,
        })  # fmt: skip


def every_relaxation(data: Json) -> list[Relaxation]:
    """Every single step of every kind that an instance leaves to be taken."""
    days = [(date.fromisoformat(day["date"]), day) for day in data["days"] if not day["past"]]
    communities = sorted({zone["community"] for zone in data["zones"]})
    return [
        *(
            Relaxation("floor", unit=unit["id"], day=when)
            for unit in data["units"]
            for when, day in days
            if day["open"]
        ),
        *(Relaxation("open", day=when) for when, day in days if not day["open"]),
        *(
            Relaxation("link", unit=unit["id"], community=community)
            for unit in data["units"]
            for community in communities
            if community not in unit["linked_communities"]
        ),
        *(Relaxation(kind, zone=zone["id"]) for zone in data["zones"] for kind in ("visits", "parties")),
        *([Relaxation("gap")] if data["min_gap_days"] > 1 else []),
    ]
