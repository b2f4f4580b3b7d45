"""On small random rosters with every rule in play: bound ≤ best ≤ objective, and equal where the engine says optimal."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from scheduler.engine import SolveOptions
from scheduler.model import Ints
from scheduler.roster.audit import audit_roster, has_line
from scheduler.roster.engine import solve_roster
from scheduler.roster.engine.frame import frame_of
from scheduler.roster.engine.lines import Carried, LineFinder, tight_kinds
from scheduler.roster.engine.runs import FAR
from scheduler.roster.engine.state import FREE, State
from scheduler.roster.engine.submodel import Limits, Part
from scheduler.roster.formulation import formulate
from scheduler.roster.model import RosterModel
from scheduler.roster.problem import Roster, Work
from tests.support.rosters import all_lines, best_objective, rosters, valid_rows

MODEST = settings(
    max_examples=40, deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
EFFORT = SolveOptions(effort=5, workers=1, time_limit=None)


@MODEST
@given(rosters())
def test_bound_and_objective_enclose_the_best_roster(instance: Roster) -> None:
    best = best_objective(instance)
    plan = solve_roster(instance, EFFORT)
    assert (plan.status == "infeasible") == (best is None)
    if best is None:
        lines = {who.id: all_lines(instance, who) for who in instance.staff}
        assert plan.conflicts == tuple(name for name, found in lines.items() if not found)
        return
    assert plan.objective is not None
    assert plan.bound is not None
    assert plan.bound <= best <= plan.objective
    assert audit_roster(instance, plan.assignments).objective == plan.objective
    # So small a roster is always solved to the end.
    assert plan.status == "optimal"
    assert plan.bound == plan.objective


@MODEST
@given(rosters(most_staff=1))
def test_whether_somebody_has_a_line_is_found_out_without_a_solver(instance: Roster) -> None:
    who = instance.staff[0]
    assert has_line(instance, who) == bool(all_lines(instance, who))


@MODEST
@given(rosters(most_staff=1), st.integers(0, 2**31))
def test_the_cheapest_line_is_the_cheapest_of_all(instance: Roster, seed: int) -> None:
    model = formulate(instance)
    # Paths do not count kinds: where no limit on a kind can be reached they are exact.
    assume(all(most == 0 or most >= instance.days for most in model.sequences[0].most_kind.tolist()))
    costs = np.random.default_rng(seed).integers(-50, 50, (1, model.days, model.shifts))
    is_cheapest(instance, model, costs, Carried())


@MODEST
@given(rosters(most_staff=1), st.integers(0, 2**31), st.sampled_from(["D", "N"]))
def test_a_tight_limit_on_one_kind_is_counted_exactly(instance: Roster, seed: int, tight: str) -> None:
    who = replace(instance.staff[0], max_shifts={"D": 9, "N": 9, tight: 1}, days_off=())
    instance = replace(instance, staff=(who,), pins=())
    model = formulate(instance)
    assume(tight_kinds(model)[0].sum() == 1)
    costs = np.random.default_rng(seed).integers(-50, 50, (1, model.days, model.shifts))
    is_cheapest(instance, model, costs, Carried(kinds=True))


def is_cheapest(instance: Roster, model: RosterModel, costs: Ints, carried: Carried) -> None:
    """The line found at costs int64[1, D, S] is the cheapest of all lines there are."""
    found = LineFinder(model, [frame_of(model.sequences[0])], carried).find(costs, np.array([0]))
    number = {shift.id: place for place, shift in enumerate(instance.shifts)}
    all_costs = [
        sum(int(costs[0, work.day, number[work.shift]]) for work in works)
        for works in all_lines(instance, instance.staff[0])
    ]
    assert found.cost[0] == min(all_costs, default=FAR)
    if all_costs:
        row = found.rows[0].tolist()
        assert sum(int(costs[0, day, shift]) for day, shift in enumerate(row) if shift != FREE) == found.cost[0]


@MODEST
@given(rosters(most_staff=2), st.data())
def test_a_part_is_rostered_as_well_as_its_best_days_allow(instance: Roster, data: st.DataObject) -> None:
    lines = [all_lines(instance, who) for who in instance.staff]
    assume(all(lines))
    plan = tuple(work for found in lines for work in data.draw(st.sampled_from(found)))
    first = data.draw(st.integers(0, instance.days - 1))
    last = data.draw(st.integers(first + 1, instance.days))
    model = formulate(instance)
    state = State(model)
    number = {shift.id: place for place, shift in enumerate(instance.shifts)}
    for place, who in enumerate(instance.staff):
        row = np.full(model.days, FREE, dtype=np.int64)
        for work in plan:
            if work.staff == who.id:
                row[work.day] = number[work.shift]
        state.put(place, row)
    best = min(
        audit_roster(instance, changed).objective
        for changed in valid_rows(instance, instance.staff[0].id, plan, first, last)
    )
    found = Part(state, [0], first, last).solve(Limits(10, None, 1))
    assert found.optimal
    assert found.rows is not None
    whole = state.rows[0].copy()
    whole[first:last] = found.rows[0]
    state.put(0, whole)
    works = [
        Work(instance.staff[who].id, day, instance.shifts[state.rows[who, day]].id)
        for who, day in np.argwhere(state.rows >= 0).tolist()
    ]
    recount = audit_roster(instance, works)
    assert recount.valid
    assert recount.objective == best == state.objective
