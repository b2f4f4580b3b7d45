"""Chains and circles: what they return is legal and better, the same again for the same effort, and good."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.placements import assignment, squads
from benchmarks.postings import inspections, postings
from scheduler.engine import SolveOptions
from scheduler.engine.budget import Budget
from scheduler.placement.engine.chains import Chains
from scheduler.placement.engine.choice import Choice
from scheduler.placement.engine.circles import Circles
from scheduler.placement.engine.effort import Effort
from scheduler.placement.engine.relaxation import relax
from scheduler.placement.engine.takeovers import Standing
from scheduler.placement.engine.weighed import Weighed
from scheduler.placement.formulation import formulate_placement
from scheduler.placement.problem import PlacementInstance
from tests.support.placements import small_instance

NOTHING = np.zeros(0, dtype=np.int64)


def _walked(kind: type[Chains | Circles], instance: PlacementInstance, turns: int) -> list[Choice]:
    """The choice after each turn, from nothing at all."""
    model = formulate_placement(instance)
    effort = Effort(Budget(SolveOptions(effort=200, workers=1, time_limit=None)))
    ones = np.ones(model.columns, dtype=np.int64)
    search = kind(model, relax(model, ones, NOTHING, effort).priced, ones.astype(bool), effort)
    found = [Choice(model, NOTHING)]
    for _ in range(turns):
        found.append(search.turn(found[-1]))
    return found


@pytest.mark.parametrize("kind", [Chains, Circles])
@pytest.mark.parametrize(
    "instance", [assignment("d", 5, 25), squads(20, 5), postings(8, 12), inspections(6, 2)], ids=lambda one: one.name
)
def test_every_choice_is_legal_and_none_is_worse_than_the_one_before(
    kind: type[Chains | Circles], instance: PlacementInstance
) -> None:
    found = _walked(kind, instance, 2)
    assert all(choice.legal for choice in found)
    objectives = [choice.objective for choice in found]
    assert objectives == sorted(objectives, reverse=True)
    assert objectives[-1] < objectives[0]


@pytest.mark.parametrize("kind", [Chains, Circles])
def test_the_same_effort_walks_the_same_way(kind: type[Chains | Circles]) -> None:
    first, second = (_walked(kind, assignment("d", 5, 25), 1) for _ in range(2))
    assert [one.columns.tolist() for one in first] == [one.columns.tolist() for one in second]


def test_chains_come_within_three_percent_of_the_relaxation_of_hard_assignments() -> None:
    instance = assignment("d", 10, 60, seed=4)
    model = formulate_placement(instance)
    effort = Effort(Budget(SolveOptions(effort=200, workers=1, time_limit=None)))
    bound = relax(model, np.ones(model.columns, dtype=np.int64), NOTHING, effort).priced.bound
    best = _walked(Chains, instance, 3)[-1].objective
    assert bound <= best <= 1.03 * bound


@pytest.mark.parametrize("seed", range(40))
def test_what_a_search_counts_is_what_the_model_counts(seed: int) -> None:
    model = formulate_placement(small_instance(seed))
    if model.columns > len(model.pairs) or not len(model.pairs):
        model = formulate_placement(assignment("d", 3, 6, seed))
    effort = Effort(Budget(SolveOptions(effort=10, workers=1, time_limit=None)))
    ones = np.ones(model.columns, dtype=np.int64)
    weighed = Weighed(model, relax(model, ones, NOTHING, effort).priced, ones.astype(bool), 4)
    luck = np.random.default_rng(seed)
    for _ in range(10):
        pairs = np.flatnonzero(luck.random(len(model.pairs)) < 0.3).astype(np.int64)
        choice, standing = Choice(model, pairs), Standing(weighed, pairs)
        if choice.legal:
            assert not standing.broken
            assert standing.points + model.constant == choice.objective
