"""The engine on instances of some size: proven best, repeatable, stopped, pins that clash, never worse than before."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.placements import assignment, rotation, squads
from scheduler.engine import Progress, SolveOptions
from scheduler.placement.audit import audit_placement
from scheduler.placement.engine import solve_placement
from scheduler.placement.problem import Group, Pin, Role, Wanted
from tests.support.placement_cases import at, case, person, post

EFFORT = SolveOptions(effort=60, workers=1, time_limit=None)


def test_a_round_of_rotation_among_many_candidates_is_proven_best() -> None:
    plan = solve_placement(rotation(150, 20, seed=3), EFFORT)
    assert plan.status == "optimal"
    assert len(plan.placements) == 20


def test_squads_with_roles_parties_and_floors_have_a_plan_with_a_bound_below_it() -> None:
    plan = solve_placement(squads(60, 10, seed=3), EFFORT)
    assert plan.objective is not None
    assert plan.bound is not None
    assert 0 < plan.bound <= plan.objective
    assert plan.objective - plan.bound <= 0.05 * plan.objective


def test_jobs_given_to_agents_of_limited_capacity_are_proven_best() -> None:
    plan = solve_placement(assignment("c", 5, 25, seed=1), SolveOptions(effort=600, workers=1, time_limit=None))
    assert plan.status == "optimal"
    assert plan.unfilled == ()


@pytest.mark.parametrize("seed", [1, 2])
def test_the_same_effort_and_seed_give_the_same_plan_and_bound(seed: int) -> None:
    instance = assignment("d", 5, 30, seed=2)
    options = SolveOptions(effort=3, workers=1, time_limit=None, seed=seed)
    first, second = solve_placement(instance, options), solve_placement(instance, options)
    assert (first.placements, first.objective, first.bound) == (second.placements, second.objective, second.bound)


def test_a_plan_is_never_worse_than_the_incumbent() -> None:
    instance = assignment("d", 5, 30, seed=2)
    good = solve_placement(instance, SolveOptions(effort=10, workers=1, time_limit=None))
    again = solve_placement(
        replace(instance, incumbent=good.placements), SolveOptions(effort=1, workers=1, time_limit=None)
    )
    assert good.objective is not None
    assert again.objective is not None
    assert again.objective <= good.objective


def test_asked_to_stop_it_returns_a_valid_plan_at_once() -> None:
    instance = assignment("d", 10, 100, seed=1)
    plan = solve_placement(instance, SolveOptions(time_limit=None), should_stop=lambda: True)
    assert plan.status == "feasible"
    assert audit_placement(instance, plan.placements).valid


def test_progress_tells_every_phase_and_a_bound_that_is_never_above_the_best() -> None:
    told: list[Progress] = []
    solve_placement(rotation(60, 10, seed=1), EFFORT, told.append)
    assert [one.code for one in told if one.code in ("model", "pins", "bound", "start", "search", "audit")]
    assert {one.code for one in told} >= {"model", "pins", "bound", "start", "search", "audit"}
    assert all(one.bound <= one.best for one in told if one.bound is not None and one.best is not None)


def test_pins_that_clash_are_the_only_ones_named() -> None:
    people = [person("a"), person("b"), person("c")]
    posts = [post("x", Role("job", 0, 1)), post("y")]
    pins = (Pin("c", "y"), Pin("a", "x"), Pin("b", "x"))
    plan = solve_placement(case(people, posts, pins=pins), EFFORT)
    assert plan.status == "infeasible"
    assert set(plan.conflicts) == {Pin("a", "x"), Pin("b", "x")}


def test_a_pin_that_nothing_can_keep_is_named_alone() -> None:
    instance = case([person("a", consent=False), person("b")], [post("x")], pins=(Pin("b", "x"), Pin("a", "x")))
    assert solve_placement(instance, EFFORT).conflicts == (Pin("a", "x"),)


def test_a_pin_takes_the_rest_of_the_party_along() -> None:
    people = [person("a"), person("b", consent=False), person("c")]
    instance = case(people, [post("x")], parties=(("a", "b"),), pins=(Pin("a"),))
    assert solve_placement(instance, EFFORT).conflicts == (Pin("a"),)


def test_nobody_and_nothing_make_an_empty_plan() -> None:
    plan = solve_placement(case([], [], {"wanted_short": 3}, wanted=Wanted(2, 2), groups=()), EFFORT)
    assert (plan.status, plan.objective, plan.placements) == ("optimal", 6, ())


def test_people_without_posts_and_posts_without_people() -> None:
    plan = solve_placement(case([person("a", min_posts=1)], [], {"unplaced": 5}), EFFORT)
    assert (plan.status, plan.objective) == ("optimal", 5)
    other = solve_placement(
        case([], [post("x", Role("job", 2, 2))], {"post_short": 5}, groups=[Group("g", "g")]), EFFORT
    )
    assert (other.status, other.objective) == ("optimal", 10)


def test_very_large_weights_are_counted_exactly() -> None:
    heavy = case(
        [person("a", wishes=("x", "y")), person("b", wishes=("x", "y"))],
        [post("x", Role("job", 1, 1)), post("y", Role("job", 1, 1))],
        {"post_short": 10_000_000, "person_wish": 9_999_999},
    )
    plan = solve_placement(heavy, EFFORT)
    assert (plan.status, plan.objective) == ("optimal", 9_999_999)
    assert {one.post for one in plan.placements} == {"x", "y"}
    assert plan.placements[0] in (at("a", "x"), at("a", "y"))
