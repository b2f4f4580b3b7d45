"""On small random instances with every rule in play: bound ≤ best ≤ objective, and equal where the engine says optimal."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from scheduler.audit import audit
from scheduler.engine import SolveOptions, solve
from scheduler.formulation import formulate
from scheduler.problem import Instance, parse_instance
from tests.support.brute_force import TooManyError, best_objective
from tests.support.instances import as_bytes, instances

MODEST = settings(
    max_examples=200, deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
EFFORT = SolveOptions(effort=30, workers=1, time_limit=None)


@st.composite
def with_pins(draw: st.DrawFn) -> Instance:
    """A small instance with up to four pins."""
    data: dict[str, Any] = draw(instances(most_cadres=4))
    cadre = st.sampled_from([cadre["id"] for cadre in data["cadres"]])
    day = st.sampled_from([None, *(day["date"] for day in data["days"])])
    zone = st.sampled_from([None, *(zone["id"] for zone in data["zones"])])
    data["pins"] = draw(st.lists(st.fixed_dictionaries({"cadre": cadre, "date": day, "zone": zone}), max_size=4))
    return parse_instance(as_bytes(data))


def compare(instance: Instance) -> None:
    """The engine's claims against the best of all choices."""
    try:
        best = best_objective(formulate(instance))
    except TooManyError:
        assume(False)
    plan = solve(instance, EFFORT)
    assert (plan.status == "infeasible") == (best is None)
    if best is None:
        assert plan.conflicts
        assert plan.objective is plan.bound is None
        return
    assert plan.objective is not None
    assert plan.bound is not None
    assert plan.bound <= best <= plan.objective
    assert audit(instance, plan.assignments).objective == plan.objective
    # So small an instance is always solved to the end.
    assert plan.status == "optimal"
    assert plan.bound == plan.objective


@MODEST
@given(instances(most_cadres=4).map(lambda data: parse_instance(as_bytes(data))))
def test_bound_and_objective_enclose_the_best_plan(instance: Instance) -> None:
    compare(instance)


@MODEST
@given(with_pins())
def test_infeasible_exactly_when_no_choice_keeps_all_pins(instance: Instance) -> None:
    compare(instance)


@settings(MODEST, max_examples=40)
@given(with_pins())
def test_conflicts_clash_and_without_them_there_is_a_plan(instance: Instance) -> None:
    plan = solve(instance, EFFORT)
    assume(plan.status == "infeasible")
    alone = solve(replace(instance, pins=plan.conflicts), EFFORT)
    assert alone.status == "infeasible"
    rest = tuple(pin for pin in instance.pins if pin not in plan.conflicts)
    assert solve(replace(instance, pins=rest), EFFORT).status != "infeasible"
