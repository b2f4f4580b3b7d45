"""Prices carried over to a nearly equal instance give a sound bound, and the same one where nothing differs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
from hypothesis import HealthCheck, assume, given, settings

from scheduler.engine import SolveOptions, solve
from scheduler.engine.carrying import carried
from scheduler.engine.what_if import WhatIf
from scheduler.formulation import formulate
from scheduler.problem import parse_instance
from tests.support.brute_force import TooManyError, best_objective
from tests.support.instances import Json, as_bytes, instances
from tests.support.tiny import cadre, day, duty, on, tiny, unit

SLOWLY = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


def test_the_same_instance_takes_the_same_prices() -> None:
    instance = tiny(units=(unit(min_present=1),), cadres=(cadre("P1"), cadre("P2")),
                    weights={**tiny().weights, "unserved": 100})  # fmt: skip
    one = WhatIf(instance, [duty("P1", 1)])
    one.sharpen()
    other = WhatIf(instance, [duty("P1", 1)], like=one)
    assert np.array_equal(carried(one.prices.prices, one.model, other.incidence), one.prices.prices)
    assert other.prices.exact == one.prices.exact


def test_a_day_opened_keeps_the_prices_of_the_others() -> None:
    # One a day may go, three owe a duty, two days: a day more has a price, and so have the two that are there.
    closed = tiny(days=(day(1), day(2, open=False), day(3)), units=(unit(min_present=2),),
                  cadres=(cadre("P1"), cadre("P2"), cadre("P3", unavailable=(on(3),), absent=())),
                  weights={**tiny().weights, "unserved": 100})  # fmt: skip
    opened = replace(closed, days=tuple(replace(item, open=True) for item in closed.days))
    one = WhatIf(closed, [duty("P1", 1), duty("P2", 3)])
    one.sharpen()
    assert one.prices.bound == 100
    other = WhatIf(opened, [duty("P1", 1), duty("P2", 3)], like=one)

    def dated(what_if: WhatIf) -> set[tuple[date, int]]:
        first = what_if.model.limits.first_time
        return {
            (what_if.index.times[int(first[row])].date, price)
            for row, price in enumerate(what_if.prices.prices.tolist())
            if price
        }

    assert dated(other) == dated(one) != set()
    assert other.prices.bound <= 0


def test_prices_of_another_size_are_not_taken() -> None:
    what_if = WhatIf(tiny(), [duty("P1", 1)])
    assert not what_if.use(np.zeros(len(what_if.model.limits) + 1, dtype=np.int64))
    assert not what_if.use(what_if.prices.prices)


@SLOWLY
@given(instances())
def test_any_prices_give_a_bound_below_the_optimum(data: Json) -> None:
    instance = parse_instance(as_bytes(data))
    plan = solve(instance, SolveOptions(effort=1, workers=1))
    assume(plan.objective is not None)
    one = WhatIf(instance, plan.assignments)
    one.sharpen()
    wider = replace(
        instance,
        days=tuple(replace(item, open=item.open or not item.past) for item in instance.days),
        zones=tuple(replace(item, max_visits=item.max_visits + 1) for item in instance.zones),
    )
    other = WhatIf(wider, plan.assignments, like=one)
    try:
        truth = best_objective(formulate(wider))
    except TooManyError:
        assume(False)
    assume(truth is not None)
    assert other.least_of_all <= (truth or 0)
    # The dearer the guess, the lower the bound may be, but never above.
    loud = np.random.default_rng(1).integers(-5000, 5000, size=len(other.model.limits))
    other.use(loud)
    assert other.least_of_all <= (truth or 0)
