"""The proof at any prices whatever: what it claims is true, and small instances are settled by it alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from scheduler.engine import SolveOptions, residue
from scheduler.engine.bound import as_prices, priced
from scheduler.engine.budget import Budget
from scheduler.engine.incidence import Incidence
from scheduler.engine.pins import first_plan
from scheduler.engine.proof import prove
from scheduler.engine.requirements import Requirements
from scheduler.engine.state import NONE
from scheduler.engine.submodel import Limits
from scheduler.formulation import formulate
from scheduler.problem import Instance, parse_instance
from tests.scheduler.engine.test_against_brute_force import with_pins
from tests.support.brute_force import TooManyError, best_objective
from tests.support.instances import as_bytes, instances

LIMITS = Limits(30.0, 30.0, 1)
MODEST = settings(
    max_examples=150, deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip


def settle(instance: Instance, seed: int, spread: float, *, whole: bool = True) -> None:
    """Random prices, some plan, and the proof from there, against the best of all choices; `whole`: it settles all."""
    incidence = Incidence(formulate(instance))
    try:
        best = best_objective(incidence.model)
    except TooManyError:
        assume(False)
    assume(best is not None and not incidence.model.impossible)
    requirements = Requirements(incidence.model.requirements)
    luck = np.random.default_rng(seed)
    duals = luck.normal(0, spread, len(incidence.model.limits)) * luck.integers(0, 2, len(incidence.model.limits))
    prices = priced(incidence, requirements, as_prices(incidence, duals))
    state = first_plan(incidence, requirements, NONE, Budget(SolveOptions()), seed)
    assert state is not None
    assert best is not None
    assert prices.bound <= best <= state.objective
    proof = prove(state, prices, requirements, LIMITS)
    assert proof is not None
    # So small an instance is decided to the end: by a better plan, or by there being none.
    assert proof.bound <= best
    if whole:
        assert proof.bound == best
        assert (proof.triples is None) == (state.objective == best)
    if proof.triples is None:
        return
    change = state.propose(np.arange(incidence.model.crews), proof.triples)
    assert change.legal
    assert state.objective + change.points == best


@MODEST
@given(instances(most_cadres=4).map(lambda data: parse_instance(as_bytes(data))), st.integers(0, 1 << 20),
       st.sampled_from([0.0, 0.3, 3.0, 40.0]))  # fmt: skip
def test_the_best_plan_is_found_and_proven_at_any_prices(instance: Instance, seed: int, spread: float) -> None:
    settle(instance, seed, spread)


@MODEST
@given(with_pins(), st.integers(0, 1 << 20), st.sampled_from([0.0, 3.0]))
def test_the_same_under_pins(instance: Instance, seed: int, spread: float) -> None:
    settle(instance, seed, spread)


@settings(MODEST, max_examples=40)
@given(with_pins(), st.integers(0, 1 << 20))
def test_the_same_over_points_where_numbers_are_too_large(instance: Instance, seed: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(residue, "LARGEST", 0)
        settle(instance, seed, 3.0, whole=False)
