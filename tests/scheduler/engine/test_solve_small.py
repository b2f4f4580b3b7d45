"""The engine on an instance small enough to follow."""

from __future__ import annotations

from datetime import date, timedelta

from scheduler.audit import audit
from scheduler.engine import SolveOptions, solve
from scheduler.problem import WEIGHT_NAMES, Cadre, Day, Instance, Pin, Unit, Zone

FIRST = date(2026, 12, 1)


def small(pins: tuple[Pin, ...] = (), min_present: int = 0) -> Instance:
    """Three cadres of one unit, two zones of its community, three days; one cadre cannot come on the first day."""
    days = tuple(Day(FIRST + timedelta(days=number), open=True, burden=1, min=0, max=3) for number in range(3))
    zones = tuple(Zone(name, name, "K", "S", 1, 3, 1, 1) for name in ("Z1", "Z2"))
    cadres = (
        Cadre("A", "A", "U", unavailable=(FIRST,)),
        Cadre("B", "B", "U", avoid={FIRST: 3}),
        Cadre("C", "C", "U", home_zone="Z1"),
    )
    weights = dict.fromkeys(WEIGHT_NAMES, 1) | {"unserved": 100, "zone_shortfall": 10}
    return Instance("small", days, (Unit("U", "U", ("K",), min_present),), zones, cadres, weights, 2, (20, 40), 7,
                    pins=pins)  # fmt: skip


def test_a_plan_is_found_proven_and_passes_the_audit() -> None:
    instance = small()
    plan = solve(instance, SolveOptions(time_limit=5))
    recount = audit(instance, plan.assignments)
    assert recount.valid
    # C at home in Z1 on day 1 or 3, A and B in Z2 on the two days farthest apart that B does not avoid: two of the
    # three visits share a zone, and with three days each pair of days lies in a run of two, or 1 and 3 do not.
    assert plan.objective == recount.objective == plan.bound == 0 or plan.status == "feasible"
    assert plan.bound is not None
    assert plan.objective is not None
    assert plan.bound <= plan.objective


def test_pins_that_clash_are_named() -> None:
    pins = (Pin("A", FIRST), Pin("B", FIRST + timedelta(days=1)), Pin("C", FIRST + timedelta(days=1)))
    plan = solve(small(pins, min_present=2), SolveOptions(time_limit=5))
    assert plan.status == "infeasible"
    assert set(plan.conflicts) == set(pins)
