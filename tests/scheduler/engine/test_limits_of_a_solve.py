"""What a solve promises whatever its limits: a valid plan, the same again, nothing worse than what there was."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.districts import district
from scheduler.audit import audit
from scheduler.engine import Progress, SolveOptions, solve
from scheduler.problem import Instance, Pin


@pytest.fixture(scope="module")
def sixty() -> Instance:
    return district(60, 1)


def test_work_units_repeat_exactly(sixty: Instance) -> None:
    options = SolveOptions(effort=4, workers=1, time_limit=None, seed=3)
    first, second = solve(sixty, options), solve(sixty, options)
    assert first.assignments == second.assignments
    assert (first.objective, first.bound, first.status) == (second.objective, second.bound, second.status)


def test_the_smallest_time_limit_still_gives_a_valid_plan(sixty: Instance) -> None:
    plan = solve(sixty, SolveOptions(time_limit=0.001))
    assert plan.status in ("optimal", "feasible")
    assert audit(sixty, plan.assignments).valid
    assert plan.bound is not None
    assert plan.objective is not None
    assert plan.bound <= plan.objective


def test_stopping_returns_the_best_so_far(sixty: Instance) -> None:
    seen: list[Progress] = []
    plan = solve(sixty, SolveOptions(time_limit=60), seen.append, lambda: any(p.code == "start" for p in seen))
    assert audit(sixty, plan.assignments).valid
    assert {"model", "pins", "bound", "start", "audit"} <= {step.code for step in seen}
    assert all(0 <= step.share <= 1 for step in seen)


def test_an_incumbent_is_never_made_worse(sixty: Instance) -> None:
    best = solve(sixty, SolveOptions(effort=4, workers=1, time_limit=None))
    published = replace(sixty, incumbent=best.assignments)
    again = solve(published, SolveOptions(time_limit=0.001))
    assert again.objective is not None
    assert again.objective <= audit(published, best.assignments).objective


def test_pins_hold_whatever_the_time(sixty: Instance) -> None:
    best = solve(sixty, SolveOptions(effort=2, workers=1, time_limit=None))
    pins = tuple(Pin(duty.cadre, duty.date, duty.zone) for duty in best.assignments[::2])
    plan = solve(replace(sixty, pins=pins), SolveOptions(time_limit=0.001))
    assert plan.status != "infeasible"
    assert {(pin.cadre, pin.date, pin.zone) for pin in pins} <= {(d.cadre, d.date, d.zone) for d in plan.assignments}


@pytest.mark.parametrize("wrong", [{"workers": 0}, {"time_limit": 0.0}, {"effort": 0}])
def test_options_that_make_no_sense_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        SolveOptions(**wrong)  # type: ignore[arg-type]


def test_a_month_of_two_hundred_is_planned_within_one_in_a_hundred_of_the_bound() -> None:
    instance = district(200, 2)
    plan = solve(instance, SolveOptions(effort=12, workers=1, time_limit=None))
    assert plan.objective is not None
    assert plan.bound is not None
    soft = plan.objective - plan.score["unserved"]
    assert (plan.objective - plan.bound) * 100 <= soft
