"""What is added to a model for whole crews closes no plan, and closes what only fractions could use."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings

from scheduler.engine import SolveOptions, solve
from scheduler.engine.strengthen import strengthened
from scheduler.formulation import formulate
from scheduler.problem import WEIGHT_NAMES, Instance, parse_instance
from tests.scheduler.engine.test_against_brute_force import with_pins
from tests.support.brute_force import TooManyError, best_objective
from tests.support.instances import as_bytes, instances
from tests.support.tiny import cadre, day, tiny, unit, zone

MODEST = settings(
    max_examples=100, deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip


def same(instance: Instance) -> None:
    """The best of all choices with and without what is added."""
    model = formulate(instance)
    try:
        best = best_objective(model)
    except TooManyError:
        assume(False)
    assert best_objective(strengthened(model)) == best


@MODEST
@given(instances(most_cadres=4).map(lambda data: parse_instance(as_bytes(data))))
def test_no_plan_is_lost(instance: Instance) -> None:
    same(instance)


@MODEST
@given(with_pins())
def test_no_plan_that_keeps_pins_is_lost(instance: Instance) -> None:
    same(instance)


def parties(count: int, spared: int) -> Instance:
    """One unit with parties of two, of which so many cadres can be spared on each of three days."""
    people = tuple(cadre(f"P{number}") for number in range(2 * count))
    return tiny(
        days=tuple(day(number) for number in (1, 2, 3)),
        units=(unit(min_present=2 * count - spared),),
        zones=tuple(zone(f"Z{number}") for number in range(6)),
        cadres=people,
        weights={**dict.fromkeys(WEIGHT_NAMES, 0), "unserved": 100},
        parties=tuple((f"P{2 * number}", f"P{2 * number + 1}") for number in range(count)),
    )


@pytest.mark.parametrize(("spared", "open_days"), [(1, 0), (2, 3), (3, 3)])
def test_a_day_is_closed_to_a_party_that_alone_is_too_many(spared: int, open_days: int) -> None:
    model = strengthened(formulate(parties(2, spared)))
    assert model.time_allowed.sum(axis=1).tolist() == [open_days, open_days]


@pytest.mark.parametrize(("spared", "added"), [(1, 0), (2, 0), (3, 3), (4, 0), (5, 3), (9, 0)])
def test_limits_are_added_where_the_room_is_no_whole_number_of_parties(spared: int, added: int) -> None:
    plain = formulate(parties(4, spared))
    model = strengthened(plain)
    assert len(model.limits) - len(plain.limits) == added + 3 * (spared == 1)
    assert model.limits.high[len(plain.limits) :].tolist() == [spared // 2] * (len(model.limits) - len(plain.limits))


@pytest.mark.parametrize("spared", [1, 3])
def test_the_bound_knows_that_half_a_party_does_not_serve(spared: int) -> None:
    plan = solve(parties(4, spared), SolveOptions(effort=5, workers=1, time_limit=None))
    served = 3 * (spared // 2)
    assert (len(plan.assignments), plan.status) == (2 * min(4, served), "optimal")
