"""Points that could overflow are refused; those that cannot are never under-estimated."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.audit import audit
from scheduler.problem import Duty, ProblemError, parse_instance, validate
from scheduler.problem.magnitude import MOST_POINTS, worst_points
from tests.support.instances import as_bytes, instances
from tests.support.tiny import cadre, day, tiny


def test_points_that_pass_the_most_are_refused_with_the_rule_that_has_most() -> None:
    # 10^7 × (10^7 − 1) × 10^7.
    heavy = tiny(days=(day(1, burden=10**7),), cadres=(cadre(carried_burden=10**7),))
    with pytest.raises(ProblemError) as caught:
        validate(replace(heavy, weights={**heavy.weights, "burden": 10**7}))
    assert [error.path for error in caught.value.errors] == ["weights.burden"]


def test_exactly_the_most_is_the_boundary() -> None:
    # 10^7 points × 10^7 by which the day is disliked × 10 duties on 10 days = 10^15.
    most = tiny(cadres=(cadre(duties=10, avoid={day(1).date: 10**7}),), weights={**tiny().weights, "avoid": 10**7})
    assert sum(worst_points(most).values()) == MOST_POINTS
    with pytest.raises(ProblemError):
        validate(replace(most, weights={**most.weights, "unserved": 1}))


@settings(max_examples=150, deadline=None)
@given(data=st.data(), raw=instances())
def test_no_plan_has_more_than_the_worst_points(data: Any, raw: dict[str, Any]) -> None:
    instance = parse_instance(as_bytes(raw))
    people, days, zones = instance.cadres, instance.days, instance.zones
    drawn = st.tuples(st.sampled_from(people), st.sampled_from(days), st.sampled_from(zones))
    plan = [Duty(who.id, when.date, where.id) for who, when, where in data.draw(st.lists(drawn, max_size=3))]
    recount = audit(instance, plan)
    for rule, points in worst_points(instance).items():
        assert not recount.valid or recount.score[rule] <= points
