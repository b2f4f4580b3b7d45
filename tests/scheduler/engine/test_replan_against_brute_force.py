"""On small random instances with every rule in play: fewest unserved, then fewest changes, then fewest points."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from scheduler.audit import audit
from scheduler.engine import SolveOptions
from scheduler.engine.replan import replan
from scheduler.problem import Instance, parse_instance
from tests.support.brute_force import TooManyError
from tests.support.brute_replan import best_replan, changed_duties
from tests.support.instances import as_bytes, instances

MODEST = settings(
    max_examples=200, deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
EFFORT = SolveOptions(effort=60, workers=1, time_limit=None)


@st.composite
def published(draw: st.DrawFn, most_cadres: int = 4) -> Instance:
    """A small instance of which nearly everybody has an incumbent duty, possible or not, with up to two pins."""
    data: dict[str, Any] = draw(instances(most_cadres=most_cadres))
    days = [day["date"] for day in data["days"]]
    zones = [zone["id"] for zone in data["zones"]]
    data["incumbent"] = [
        {"cadre": cadre["id"], "date": day, "zone": draw(st.sampled_from(zones))}
        for cadre in data["cadres"]
        for day in draw(st.lists(st.sampled_from(days), max_size=2, unique=True))
    ]
    cadre = st.sampled_from([cadre["id"] for cadre in data["cadres"]])
    pin = st.fixed_dictionaries({"cadre": cadre, "date": st.sampled_from([None, *days]),
                                 "zone": st.sampled_from([None, *zones])})  # fmt: skip
    data["pins"] = draw(st.lists(pin, max_size=draw(st.sampled_from([0, 0, 1, 2]))))
    return parse_instance(as_bytes(data))


@st.composite
def crowded(draw: st.DrawFn) -> Instance:
    """Seven people with a duty each, zones for one visit a day: whoever is hit has to turn somebody out."""
    data: dict[str, Any] = draw(instances(most_cadres=1))
    days = [f"2026-12-{number:02}" for number in range(1, draw(st.integers(2, 4)) + 1)]
    data["days"] = [{"date": day, "open": True, "burden": 1, "min": 0, "max": 9} for day in days]
    for zone in data["zones"]:
        zone.update(community="C0", subdistrict="S0", max_visits=3, min_visits=0, max_parties_per_day=1, needs={})
    zones = [zone["id"] for zone in data["zones"]]
    for unit in data["units"]:
        unit.update(linked_communities=["C0"], min_present=draw(st.integers(0, 2)))
    slots = draw(st.permutations([(day, zone) for day in days for zone in zones]))[:7]
    base = {"skills": [], "duties": 1, "avoid": {}, "home_zone": None, "last_zone": None, "last_duty": None,
            "barred_zones": [], "only_zones": None, "carried_burden": 0}  # fmt: skip
    data["cadres"] = [
        {**base, "id": f"P{number}", "name": f"干部{number}", "unit": f"U{number % 2}",
         "unavailable": [day for day in days if draw(st.sampled_from([False, False, True]))],
         "only_zones": draw(st.sampled_from([None, zones[:1], zones[-2:]]))}
        for number in range(len(slots))
    ]  # fmt: skip
    data["incumbent"] = [{"cadre": f"P{number}", "date": day, "zone": zone} for number, (day, zone) in enumerate(slots)]
    data.update(parties=[["P0", "P1"]] if len(slots) > 3 and draw(st.booleans()) else [], pins=[], served=[])
    return parse_instance(as_bytes(data))


def compare(instance: Instance) -> None:
    """The re-plan against the best of all choices."""
    try:
        best = best_replan(instance, 400_000)
    except TooManyError:
        assume(False)
    plan = replan(instance, EFFORT)
    assert (plan.status == "infeasible") == (best is None)
    if best is None:
        assert plan.conflicts
        return
    assert plan.objective is not None
    assert plan.bound is not None
    recount = audit(instance, plan.assignments)
    assert recount.valid
    said = plan.solver["replan"]
    changed = len(changed_duties(instance, plan.assignments))
    # So small an instance is always solved to the end, and what is said to be proven is the truth.
    assert said["unserved"] == sum(recount.unserved.values())
    assert (said["unserved"], changed, plan.objective) == best
    assert (said["unserved_at_least"], said["changed_at_least"], said["points_at_least"]) == best
    assert said["changed"] == changed
    assert plan.bound <= plan.objective


@MODEST
@given(published())
def test_every_rule_in_play(instance: Instance) -> None:
    compare(instance)


@MODEST
@given(crowded())
def test_chains_of_people_who_make_room(instance: Instance) -> None:
    compare(instance)
