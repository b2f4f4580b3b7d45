"""On instances too large for brute force: the optimum of a plain exact model, written from the definition alone."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduler.audit import audit
from scheduler.engine import SolveOptions, solve
from scheduler.problem import parse_instance
from tests.support.instances import as_bytes, instances
from tests.support.plain_model import best_by_plain_model


@st.composite
def with_pins(draw: st.DrawFn) -> dict[str, Any]:
    """Up to twelve cadres, some of them pinned."""
    data: dict[str, Any] = draw(instances(most_cadres=12))
    cadre = st.sampled_from([cadre["id"] for cadre in data["cadres"]])
    day = st.sampled_from([None, *(day["date"] for day in data["days"])])
    zone = st.sampled_from([None, *(zone["id"] for zone in data["zones"])])
    pins = st.lists(st.fixed_dictionaries({"cadre": cadre, "date": day, "zone": zone}), max_size=3)
    data["pins"] = draw(pins) if draw(st.booleans()) else []
    return data


@settings(max_examples=150, deadline=None, derandomize=True, database=None,
          suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])  # fmt: skip
@given(with_pins())
def test_bound_and_objective_enclose_the_optimum_of_the_plain_model(data: dict[str, Any]) -> None:
    instance = parse_instance(as_bytes(data))
    best = best_by_plain_model(data)
    plan = solve(instance, SolveOptions(effort=60, workers=1, time_limit=None))
    assert (plan.status == "infeasible") == (best is None)
    if best is None:
        return
    assert plan.objective is not None
    assert plan.bound is not None
    assert plan.bound <= best <= plan.objective
    assert audit(instance, plan.assignments).objective == plan.objective
    assert plan.status == "optimal"
