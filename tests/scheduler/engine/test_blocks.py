"""Large organisations: the flow and the programmes over parts give sound bounds, near the relaxation of the whole."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings

from benchmarks.districts import district
from scheduler.engine import SolveOptions, blocks
from scheduler.engine.blocks import blocks_of_places, relax_all
from scheduler.engine.bound import as_prices, priced
from scheduler.engine.budget import Budget
from scheduler.engine.flow import place_flow
from scheduler.engine.incidence import Incidence
from scheduler.engine.refine import Refinement
from scheduler.engine.relaxation import relax
from scheduler.engine.requirements import Requirements
from scheduler.engine.strengthen import strengthened
from scheduler.formulation import formulate
from scheduler.problem import Instance, parse_instance
from tests.scheduler.engine.test_against_brute_force import MODEST, compare, with_pins
from tests.support.instances import as_bytes, instances

NOBODY = Requirements(())


@pytest.fixture
def everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every model takes the way of the large ones."""
    monkeypatch.setattr(blocks, "WHOLE", 0)


@pytest.fixture(scope="module", autouse=True)
def in_small_blocks() -> Iterator[None]:
    """Blocks of a few crews."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "BLOCK", 2)
        yield


@pytest.fixture(scope="module")
def medium() -> Incidence:
    return Incidence(strengthened(formulate(district(480, 5))))


def bound_of(incidence: Incidence, duals: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> int:
    return priced(incidence, NOBODY, as_prices(incidence, duals)).bound


def test_places_that_the_same_crews_serve_are_in_one_block(medium: Incidence) -> None:
    home = blocks_of_places(medium, 150)
    model = medium.model
    assert len(np.unique(home)) > 1
    inside = sum(len(np.unique(home[model.place_of[a:b]])) == 1
                 for a, b in zip(model.place_start, model.place_start[1:], strict=False) if b > a)  # fmt: skip
    assert inside > model.crews // 3


def test_the_flow_is_as_good_as_its_prices(medium: Incidence) -> None:
    """What the flow pays is what its prices prove: no way of sending crews to places costs less."""
    model = medium.model
    flow = place_flow(medium, np.random.default_rng(1))
    counts = model.counts(
        model.place_crew[flow.pairs], model.place_of[flow.pairs], np.zeros(len(flow.pairs), dtype=np.int64)
    )
    assert not (medium.model.broken(counts) & flow.known).any()
    paid = int((model.place_cost + model.duty_cost[model.place_crew])[flow.pairs].sum())
    paid += int(model.limit_points(counts)[flow.known].sum())
    prices = priced(medium, NOBODY, as_prices(medium, flow.prices))
    # Days and the other limits apart.
    days = int(np.where(model.time_allowed, model.time_cost, 1 << 40).min(axis=1).clip(max=1 << 30).sum())
    assert prices.exact >> 10 <= paid + model.constant + days + int(model.limit_points(model.limits.base).sum())


@pytest.mark.parametrize("size", [1000, 150])
def test_the_bound_of_parts_is_sound_and_near_that_of_the_whole(medium: Incidence, size: int) -> None:
    whole = relax(medium, NOBODY, 60.0)
    assert whole is not None
    best = bound_of(medium, whole.duals)
    luck = np.random.default_rng(1)
    flow = place_flow(medium, luck)
    home = np.zeros(medium.model.places, dtype=np.int64) if size == 1000 else blocks_of_places(medium, size)
    parts = Refinement(medium, NOBODY, flow, home, luck)
    first, seen = parts.best.bound, list[int]()
    parts.run(Budget(SolveOptions(effort=1000, workers=1, time_limit=None)), 1000.0, seen.append)
    assert first <= parts.best.bound <= best
    assert seen == sorted(seen)
    # Of what the flow leaves open, the programmes close nearly all, in one part or in several.
    assert best - parts.best.bound <= (0.02 if size == 1000 else 0.3) * max(50, best - first)


@pytest.mark.usefixtures("everything_is_large")
def test_the_way_of_the_large_repeats_exactly() -> None:
    incidence = Incidence(strengthened(formulate(district(60, 3))))

    def once() -> list[float]:
        budget = Budget(SolveOptions(effort=3, workers=1, time_limit=None))
        found = relax_all(incidence, NOBODY, budget, 3.0, lambda bound: None)
        assert found is not None
        return [*found.duals.tolist(), *found.place.tolist(), *found.time.ravel().tolist(), budget.used]

    assert once() == once()


@settings(MODEST, max_examples=60)
@given(instances(most_cadres=4).map(lambda data: parse_instance(as_bytes(data))))
def test_bound_and_objective_enclose_the_best_plan_by_parts(instance: Instance) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "WHOLE", 0)
        compare(instance)


@settings(MODEST, max_examples=60)
@given(with_pins())
def test_pins_are_kept_by_parts(instance: Instance) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "WHOLE", 0)
        compare(instance)
