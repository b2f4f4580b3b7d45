"""A plan that says anything untrue of itself is refused, and what is wrong is named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from scheduler.engine import SolveOptions
from scheduler.placement.audit import check_placement_plan
from scheduler.placement.engine import solve_placement
from scheduler.placement.problem import (
    Pin,
    PlacementPlan,
    Role,
    Unfilled,
    Unplaced,
    dump_placement_instance,
    dump_placement_plan,
    parse_placement_plan,
)
from scheduler.problem import sha256_of
from tests.support.placement_cases import at, case, person, post

EFFORT = SolveOptions(effort=60, workers=1, time_limit=None)
INSTANCE = case(
    [person("a", wishes=("x",)), person("b", wishes=("x",), min_posts=1), person("c", consent=False, min_posts=1)],
    [post("x", Role("job", 1, 1)), post("y", Role("job", 2, 2), Role("lead", 0, 1))],
    {"post_short": 10, "person_wish": 1, "unplaced": 3},
)
DATA = dump_placement_instance(INSTANCE)
PLAN = solve_placement(INSTANCE, EFFORT)


def test_a_true_plan_passes_also_after_it_was_a_file() -> None:
    assert check_placement_plan(DATA, PLAN) == []
    assert check_placement_plan(DATA, parse_placement_plan(dump_placement_plan(PLAN))) == []
    assert PLAN.unfilled
    assert PLAN.unplaced


Change = Callable[[PlacementPlan], dict[str, Any]]
LIES: dict[str, Change] = {
    "objective": lambda plan: {"objective": (plan.objective or 0) + 1},
    "bound above": lambda plan: {"bound": (plan.objective or 0) + 1},
    "bound below, still optimal": lambda plan: {"bound": (plan.objective or 0) - 1},
    "no bound": lambda plan: {"bound": None},
    "status": lambda plan: {"status": "feasible"},
    "hash": lambda plan: {"instance_sha256": "0" * 64},
    "name": lambda plan: {"instance": "another"},
    "score": lambda plan: {"score": {**plan.score, "distance": 1}},
    "unfilled hidden": lambda plan: {"unfilled": ()},
    "unfilled made up": lambda plan: {"unfilled": (*plan.unfilled, Unfilled("x", "job", 1))},
    "unplaced hidden": lambda plan: {"unplaced": ()},
    "unplaced made up": lambda plan: {"unplaced": (*plan.unplaced, Unplaced("a", 1))},
    "one left out": lambda plan: {"placements": plan.placements[1:]},
    "one twice": lambda plan: {"placements": (*plan.placements, plan.placements[0])},
    "somebody unknown": lambda plan: {"placements": (*plan.placements, at("nobody", "x"))},
    "an unknown role": lambda plan: {"placements": (*plan.placements, at("a", "x", "king"))},
    "who did not agree": lambda plan: {"placements": (*plan.placements, at("c", "y", "lead"))},
    "conflicts": lambda plan: {"conflicts": (Pin("a"),)},
    "infeasible": lambda plan: {"status": "infeasible"},
}


@pytest.mark.parametrize("lie", LIES)
def test_every_lie_is_found(lie: str) -> None:
    wrong = check_placement_plan(DATA, replace(PLAN, **LIES[lie](PLAN)))
    assert wrong
    assert all(text.zh and text.en for text in wrong)


CLASH = case([person("a"), person("b")], [post("x", Role("job", 0, 1))], pins=(Pin("a", "x"), Pin("b", "x")))
CLASH_DATA = dump_placement_instance(CLASH)


def empty(instance_data: bytes, *conflicts: Pin) -> PlacementPlan:
    return PlacementPlan("case", sha256_of(instance_data), "infeasible", None, None, {}, (), conflicts=conflicts)


def test_pins_that_clash_are_confirmed() -> None:
    assert check_placement_plan(CLASH_DATA, empty(CLASH_DATA, *CLASH.pins)) == []


def test_pins_that_do_not_clash_or_are_not_there_are_found() -> None:
    assert check_placement_plan(CLASH_DATA, empty(CLASH_DATA, CLASH.pins[0]))
    assert check_placement_plan(CLASH_DATA, empty(CLASH_DATA, Pin("a")))
    assert check_placement_plan(CLASH_DATA, replace(empty(CLASH_DATA, *CLASH.pins), placements=(at("a", "x"),)))
    assert check_placement_plan(CLASH_DATA, replace(empty(CLASH_DATA, *CLASH.pins), score={"distance": 1}))
