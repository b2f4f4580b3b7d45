"""Hypothesis strategies: small instances with every rule in play, as JSON, and plans for them, good and bad."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from scheduler.problem import WEIGHT_NAMES
from scheduler.problem.instance import CARRIED_SINCE_VERSION_2, WEIGHTS_SINCE_VERSION_2

Json = dict[str, Any]
Draw = st.DrawFn
FIRST = date(2026, 12, 1)


def some(draw: Draw, values: list[str]) -> list[str]:
    """Some of the values, in their order."""
    return [value for value in values if draw(st.booleans())]


def maybe(values: list[Any]) -> st.SearchStrategy[Any]:
    """One of the values, or None."""
    return st.sampled_from([None, *values])


def _days(draw: Draw) -> list[Json]:
    offsets = sorted(draw(st.sets(st.integers(0, 11), min_size=1, max_size=6)))
    found = []
    for number, offset in enumerate(offsets):
        least = draw(st.integers(0, 2))
        found.append({
            "date": (FIRST + timedelta(days=offset)).isoformat(),
            "open": draw(st.sampled_from([True, True, True, False])),
            "past": draw(st.sampled_from([True, False] if number < 2 else [False, False, False, True])),
            "burden": draw(st.integers(1, 3)),
            "min": least,
            "max": least + draw(st.integers(0, 2)),
        })  # fmt: skip
    return found


def _zones(draw: Draw) -> list[Json]:
    found = []
    for number in range(draw(st.integers(1, 4))):
        community, least = draw(st.integers(0, 3)), draw(st.integers(0, 2))
        found.append({
            "id": f"Z{number}", "name": f"网格{number}", "community": f"C{community}",
            "subdistrict": f"S{community // 2}", "min_visits": least, "max_visits": least + draw(st.integers(0, 3)),
            "max_parties_per_day": draw(st.sampled_from([1, 1, 2, 0])), "priority": draw(st.integers(0, 2)),
            "needs": {skill: draw(st.integers(0, 2)) for skill in some(draw, ["legal", "health"])},
        })  # fmt: skip
    return found


def _cadre(draw: Draw, number: int, days: list[str], zones: list[str], version: int) -> Json:
    unavailable = [day for day in days if draw(st.sampled_from([False, False, False, True]))]
    cadre = {
        "id": f"P{number}", "name": f"干部{number}", "unit": f"U{draw(st.integers(0, 1))}",
        "skills": some(draw, ["legal", "health"]), "duties": draw(st.sampled_from([1, 1, 1, 2, 2, 3, 0])),
        "unavailable": unavailable,
        "avoid": {day: draw(st.integers(0, 3)) for day in some(draw, days)},
        "home_zone": draw(maybe(zones)), "last_zone": draw(maybe(zones)),
        "last_duty": draw(maybe([(FIRST - timedelta(days=gap)).isoformat() for gap in (-2, 1, 5, 20)])),
        "barred_zones": [zone for zone in zones if draw(st.sampled_from([False, False, False, False, True]))],
        "only_zones": some(draw, zones) if draw(st.sampled_from([False, False, False, True])) else None,
        "carried_burden": draw(st.integers(0, 3)),
    }  # fmt: skip
    if version > 1:
        cadre |= {key: draw(st.integers(0, 3)) for key in some(draw, list(CARRIED_SINCE_VERSION_2))}
    if draw(st.booleans()):
        cadre["absent"] = some(draw, unavailable)
    return cadre


def _duties(draw: Draw, cadres: list[str], days: list[str], zones: list[str], most: int) -> list[Json]:
    """Duties, one a cadre and day."""
    if not days:
        return []
    who_when = st.tuples(st.sampled_from(cadres), st.sampled_from(days))
    chosen = draw(st.lists(who_when, max_size=most, unique=True))
    return [{"cadre": cadre, "date": day, "zone": draw(st.sampled_from(zones))} for cadre, day in chosen]


def _parties(draw: Draw, cadres: list[str]) -> list[list[str]]:
    order = draw(st.permutations(cadres))
    sizes = draw(st.lists(st.integers(1, 3), max_size=2))
    found = []
    for size in sizes:
        party, order = order[:size], order[size:]
        if party:
            found.append(list(party))
    return found


@st.composite
def instances(draw: Draw, most_cadres: int = 5) -> Json:
    """A valid instance as JSON data, of version 1 or 2."""
    version = draw(st.sampled_from([1, 2, 2]))
    days, zones = _days(draw), _zones(draw)
    communities = sorted({zone["community"] for zone in zones})
    dates, names = [day["date"] for day in days], [zone["id"] for zone in zones]
    units = [
        {"id": f"U{number}", "name": f"单位{number}", "linked_communities": some(draw, communities),
         "min_present": draw(st.sampled_from([0, 0, 1, 2]))}
        for number in range(2)
    ]  # fmt: skip
    cadres = [_cadre(draw, number, dates, names, version) for number in range(draw(st.integers(1, most_cadres)))]
    ids = [cadre["id"] for cadre in cadres]
    pins = st.fixed_dictionaries({"cadre": st.sampled_from(ids), "date": maybe(dates), "zone": maybe(names)})
    least = draw(st.integers(0, 10))
    return {
        "format": "grid-duty/instance", "version": version, "name": "随机", "days": days, "units": units, "zones": zones,
        "cadres": cadres, "parties": _parties(draw, ids), "pins": draw(st.lists(pins, max_size=1)),
        "incumbent": _duties(draw, ids, dates, names, 4),
        "served": _duties(draw, ids, [day["date"] for day in days if day["past"]], names, 3),
        "weights": {name: draw(st.integers(0, 20)) for name in WEIGHT_NAMES
                    if version > 1 or name not in WEIGHTS_SINCE_VERSION_2},
        "spacing_days": draw(st.sampled_from([1, 2, 3, 5, 20])), "interval_days": [least, least + draw(st.integers(0, 20))],
        "min_gap_days": draw(st.integers(1, 4)),
    }  # fmt: skip


def as_bytes(instance: Json) -> bytes:
    """The instance as a file."""
    return json.dumps(instance, ensure_ascii=False).encode()
