"""A forced duty against the true optimum of the instance with that duty pinned."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from scheduler.audit import audit
from scheduler.engine import SolveOptions, solve
from scheduler.engine.what_if import WhatIf
from scheduler.formulation import formulate
from scheduler.model import ANY
from scheduler.problem import Pin, parse_instance
from tests.support.brute_force import TooManyError, best_objective
from tests.support.instances import Json, as_bytes, instances
from tests.support.tiny import cadre, days, duty, on, tiny, zone

SLOWLY = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


@SLOWLY
@given(instances(), st.data(), st.booleans())
def test_a_forced_duty_costs_no_less_than_the_true_optimum_and_just_that_where_it_is_exact(
    data: Json, luck: st.DataObject, sharp: bool
) -> None:
    instance = parse_instance(as_bytes(data))
    plan = solve(instance, SolveOptions(effort=1, workers=1))
    assume(plan.objective is not None)
    what_if = WhatIf(instance, plan.assignments, plan.bound)
    assert what_if.objective == plan.objective
    if sharp:
        what_if.sharpen()
    who = luck.draw(st.integers(0, len(what_if.index.crews) - 1))
    place = luck.draw(st.integers(-1, len(instance.zones) - 1))
    moment = luck.draw(st.integers(-1, len(what_if.index.times) - 1))
    pin = Pin(
        what_if.index.crews[who][0],
        None if moment == ANY else what_if.index.times[moment].date,
        None if place == ANY else instance.zones[place].id,
    )
    model = formulate(replace(instance, pins=(*instance.pins, pin)))
    # A pin that a duty of the past keeps already is no demand for a new one.
    assume(len(model.requirements) + len(model.impossible) > len(what_if.model.requirements))
    try:
        truth = best_objective(model)
    except TooManyError:
        assume(False)
    answer = what_if.force(who, place, moment, 5.0)
    if answer.objective is None or truth is None:
        assert answer.objective is None
        assert truth is None
        assert answer.exact
        return
    recount = audit(instance, answer.duties)
    assert recount.valid
    assert recount.objective == answer.objective >= truth
    assert any(
        item.cadre == pin.cadre and pin.date in (None, item.date) and pin.zone in (None, item.zone)
        for item in answer.duties
    )
    assert int(what_if.least(what_if.targets(who, place, moment)).min()) <= truth
    assert not answer.exact or answer.objective == truth


def test_a_move_of_the_asked_one_alone_is_found_however_short_the_time() -> None:
    # Three free days in one zone: another day costs nothing, which no search is needed to see.
    instance = tiny(days=days(1, 2, 3), cadres=(cadre("P1"),))
    what_if = WhatIf(instance, [duty("P1", 1)])
    answer = what_if.force(0, time=1, amount=1e-9)
    assert answer.objective == what_if.objective
    assert answer.duties == (duty("P1", 2),)


def test_only_who_has_to_moves() -> None:
    # Two people, one place a day each: the first takes the second's day, so just these two change, at no cost.
    instance = tiny(
        days=days(1, 2, 3),
        zones=(zone(max_parties_per_day=1),),
        cadres=(cadre("P1"), cadre("P2"), cadre("P3")),
        weights={**tiny().weights, "unserved": 100},
    )
    what_if = WhatIf(instance, [duty("P1", 1), duty("P2", 2), duty("P3", 3)], bound=0)
    answer = what_if.force(0, time=1)
    assert (answer.objective, answer.exact) == (0, True)
    assert set(answer.duties) == {duty("P1", 2), duty("P2", 1), duty("P3", 3)}


def test_what_the_plan_has_already_costs_nothing() -> None:
    what_if = WhatIf(tiny(), [duty("P1", 4)], bound=0)
    answer = what_if.force(0, time=3)
    assert (answer.objective, answer.exact, answer.duties) == (0, True, (duty("P1", 4),))


def test_a_duty_against_a_pin_cannot_be() -> None:
    what_if = WhatIf(tiny(pins=(Pin("P1", on(4)),)), [duty("P1", 4)])
    answer = what_if.force(0, time=5)
    assert (answer.objective, answer.exact) == (None, True)
