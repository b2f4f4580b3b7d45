"""Weights as large as the format takes: bounds stay exact and below every plan."""

from __future__ import annotations

import pytest

from scheduler.engine import SolveOptions, solve
from scheduler.engine.bound import as_prices, limit_terms, priced
from scheduler.engine.incidence import Incidence
from scheduler.engine.requirements import Requirements
from scheduler.formulation import formulate
from scheduler.problem import WEIGHT_NAMES, Instance
from tests.support.tiny import cadre, day, tiny, zone

NOTHING = dict.fromkeys(WEIGHT_NAMES, 0)


def weighed(rule: str, points: int) -> Instance:
    """Two who must serve on the one day that is wanted by one, in the one zone."""
    return tiny(
        days=(day(1, max=1), day(2, open=False)), cadres=(cadre("P1"), cadre("P2")), zones=(zone(min_visits=3),),
        weights={**NOTHING, "unserved": 10_000_000, rule: points}, spacing_days=40,
    )  # fmt: skip


@pytest.mark.parametrize("rule", ["day_balance", "spacing", "zone_shortfall"])
@pytest.mark.parametrize("points", [500, 8_192, 10_000, 40_000, 9_999_999])
def test_limits_without_a_price_add_nothing_to_the_bound(rule: str, points: int) -> None:
    incidence = Incidence(formulate(weighed(rule, points)))
    free = as_prices(incidence, 0.0 * incidence.model.limits.low)
    # All can be had for nothing: no limit lacks anything at its own best count.
    assert limit_terms(incidence, free) == 0
    assert priced(incidence, Requirements(()), free).bound <= 0


@pytest.mark.parametrize("rule", ["day_balance", "spacing", "zone_shortfall"])
@pytest.mark.parametrize("points", [8_192, 200_001])
def test_a_plan_under_heavy_weights_is_proven_best(rule: str, points: int) -> None:
    plan = solve(weighed(rule, points), SolveOptions(effort=5, workers=1, time_limit=None))
    # One above the day’s most; both in the zone in all 40 runs that hold the open day; one visit short.
    amount = {"day_balance": 1, "spacing": 40, "zone_shortfall": 1}[rule]
    assert (plan.objective, plan.bound) == (points * amount, points * amount)
