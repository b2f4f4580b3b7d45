"""The bound of prices and knapsacks is below every plan, and what a pair adds to it below every plan with the pair."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.placements import assignment, rotation
from scheduler.engine import SolveOptions
from scheduler.engine.budget import Budget
from scheduler.placement.engine.effort import Effort
from scheduler.placement.engine.knapsacks import knapsacks_of, sharpened
from scheduler.placement.engine.prices import Priced
from scheduler.placement.engine.relaxation import relax
from scheduler.placement.formulation import formulate_placement
from scheduler.placement.model import PlacementIndex, PlacementModel
from scheduler.placement.problem import PlacementInstance
from tests.support.placements import every_plan, small_instance


def _effort() -> Effort:
    return Effort(Budget(SolveOptions(effort=100, workers=1, time_limit=None)))


def _loaded(seed: int) -> PlacementInstance:
    """A small instance in which somebody can bear less than all there is."""
    return assignment("d", 2, 4, seed)


def _relaxed(model: PlacementModel, effort: Effort) -> Priced:
    ones = np.ones(model.columns, dtype=np.int64)
    return relax(model, ones, np.zeros(0, dtype=np.int64), effort).priced


def _instances() -> list[PlacementInstance]:
    drawn = [small_instance(seed, pins=False) for seed in range(400)]
    some = [one for one in drawn if len(formulate_placement(one).pairs) <= 8 and knapsacks_of(formulate_placement(one))]
    return [*some[:12], *(_loaded(seed) for seed in range(8))]


def test_no_plan_is_below_the_bound_nor_below_it_with_what_its_pairs_add() -> None:
    instances = _instances()
    assert len(instances) >= 12
    for instance in instances:
        index = PlacementIndex(instance)
        model = formulate_placement(instance, index)
        effort = _effort()
        plans = list(every_plan(instance, most=8))
        best = min(objective for _, objective in plans)
        priced = sharpened(model, _relaxed(model, effort), best + 3, effort)
        assert priced.bound <= best
        for placements, objective in plans:
            for one in placements:
                pair = model.pairs.find(index.person_number[one.person], index.seat_number[one.post, one.role])
                assert pair is not None
                assert priced.exact + priced.reduced[pair] <= objective * priced.scale


@pytest.mark.parametrize("kind", ["c", "d"])
def test_where_loads_bind_it_is_above_the_relaxation(kind: str) -> None:
    model = formulate_placement(assignment(kind, 10, 50, seed=1))
    effort = _effort()
    relaxed = _relaxed(model, effort)
    known = relaxed.bound + relaxed.bound // 20
    assert sharpened(model, relaxed, known, effort).exact > relaxed.exact


def test_where_nobody_bears_loads_nothing_changes() -> None:
    model = formulate_placement(rotation(40, 5, seed=1))
    effort = _effort()
    relaxed = _relaxed(model, effort)
    assert sharpened(model, relaxed, relaxed.bound + 100, effort) is relaxed
