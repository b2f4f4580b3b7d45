"""Every plan of small instances is looked at: none is better than the engine's, none is below its bound."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings

from scheduler.engine import SolveOptions
from scheduler.placement.audit import audit_placement, check_placement_plan
from scheduler.placement.engine import solve_placement
from scheduler.placement.problem import (
    PlacementInstance,
    dump_placement_instance,
    parse_placement_instance,
    validate_placement,
)
from tests.support.placements import every_plan, pairs_left, small_instances

MODEST = settings(
    max_examples=150, deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip


@pytest.mark.parametrize("workers", [1, 2])
@MODEST
@given(instance=small_instances())
def test_the_plan_is_the_best_there_is_and_says_so(workers: int, instance: PlacementInstance) -> None:
    validate_placement(instance)
    assume(pairs_left(instance) <= 8)
    plan = solve_placement(instance, SolveOptions(time_limit=20, workers=workers))
    plans = list(every_plan(instance))
    data = dump_placement_instance(instance)
    assert parse_placement_instance(data) == instance
    assert check_placement_plan(data, plan) == []
    if not plans:
        assert plan.status == "infeasible"
        assert plan.conflicts
        return
    best = min(objective for _, objective in plans)
    assert plan.objective == best
    assert plan.status == "optimal"
    assert audit_placement(instance, plan.placements).valid
