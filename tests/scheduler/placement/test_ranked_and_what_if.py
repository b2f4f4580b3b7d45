"""The next best plans, what a decision costs, and who steps in: against every plan of small instances."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from scheduler.engine import SolveOptions
from scheduler.placement.engine import (
    next_best,
    refusal_costs,
    replace_placements,
    solve_placement,
    what_if,
)
from scheduler.placement.problem import Placement, PlacementInstance
from scheduler.placement.rules import SHORTAGES
from tests.support.placement_cases import at, case, person, post
from tests.support.placements import every_plan, pairs_left, small_instances

MODEST = settings(
    max_examples=40, deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
EFFORT = SolveOptions(effort=100, workers=1, time_limit=None)
Plans = list[tuple[tuple[Placement, ...], int]]


def plans_of(instance: PlacementInstance) -> Plans:
    assume(2 <= pairs_left(instance) <= 9)
    plans = list(every_plan(instance))
    assume(plans)
    return plans


def where(placements: tuple[Placement, ...]) -> set[tuple[str, str]]:
    return {(one.person, one.post) for one in placements}


@MODEST
@given(small_instances(), st.integers(1, 2))
def test_each_next_plan_is_the_best_that_differs_from_those_before(instance: PlacementInstance, apart: int) -> None:
    left = plans_of(instance)
    for answer in next_best(instance, 4, apart, EFFORT):
        assert answer.proven
        assert (answer.placements, answer.objective) in left
        assert answer.objective == min(objective for _, objective in left)
        left = [(plan, points) for plan, points in left if len(set(answer.placements) - set(plan)) >= apart]


def test_the_first_of_the_next_best_is_the_best_and_there_are_no_more_than_there_are() -> None:
    instance = case([person("a"), person("b")], [post("x")], {"post_short": 5})
    assert [answer.placements for answer in next_best(instance, 9, 1, EFFORT)] == [()]


@MODEST
@given(small_instances(pins=False))
def test_what_a_refusal_costs_is_what_the_best_plan_without_the_pair_has_more(instance: PlacementInstance) -> None:
    plans = plans_of(instance)
    best = solve_placement(instance, EFFORT)
    assert best.objective is not None
    for placement, cost in zip(best.placements, refusal_costs(instance, best.placements, EFFORT), strict=True):
        pair = (placement.person, placement.post)
        least = min(points for plan, points in plans if pair not in where(plan))
        assert cost.proven
        assert cost.more == least - best.objective
        assert placement in cost.taken


@MODEST
@given(small_instances(pins=False))
def test_what_insisting_costs_or_that_it_cannot_be(instance: PlacementInstance) -> None:
    plans = plans_of(instance)
    best = solve_placement(instance, EFFORT)
    assert best.objective is not None
    pairs = [(one.id, other.id) for one in instance.people for other in instance.posts]
    found = what_if(instance, best.placements, [("insist", *pair) for pair in pairs], EFFORT)
    for pair, cost in zip(pairs, found, strict=True):
        points = [points for plan, points in plans if pair in where(plan)]
        assert cost.more == (min(points) - best.objective if points else None)
        assert cost.proven


@MODEST
@given(small_instances(pins=False))
def test_whoever_steps_in_leaves_least_lacking_then_moves_fewest_then_costs_least(instance: PlacementInstance) -> None:
    plans_of(instance)
    before = solve_placement(instance, EFFORT)
    assume(before.placements)
    gone = (before.placements[0].person, before.placements[0].post)
    found = replace_placements(instance, before.placements, [gone], EFFORT)
    later = replace(instance, incumbent=before.placements, refused=(*instance.refused, gone))
    ranked = sorted(rank(later, before.placements, plan, points) for plan, points in every_plan(later))
    assert found is not None
    assert (found.shortage, found.moves, found.objective) == ranked[0]
    assert (found.shortage_at_least, found.moves_at_least, found.points_at_least) == ranked[0]
    assert gone not in where(found.placements)


def rank(
    instance: PlacementInstance, before: tuple[Placement, ...], plan: tuple[Placement, ...], points: int
) -> tuple[int, int, int]:
    """What lacks, moves, points: all recounted here from the audit of the plan."""
    from scheduler.placement.audit import audit_placement

    score = audit_placement(instance, plan).score
    return sum(score[rule] for rule in SHORTAGES), len(where(before) - where(plan)), points


def test_a_refusal_that_nothing_can_make_up_for_costs_what_then_lacks() -> None:
    instance = case(
        [person("a"), person("b", consent=False)], [post("x", wishes=("a",))], {"unplaced": 0, "post_wish": 1}
    )
    [cost] = refusal_costs(instance, [at("a", "x")], EFFORT)
    assert (cost.more, cost.taken, cost.given) == (0, (at("a", "x"),), ())
