"""Each kind of change to a published plan, with the answer by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scheduler.audit import audit
from scheduler.engine import SolveOptions, replan
from scheduler.explain import Why, explain_changes
from scheduler.problem import Duty, Instance, Pin, Plan
from tests.support.tiny import cadre, day, days, duty, on, tiny, unit, zone

OPTIONS = SolveOptions(effort=30, workers=1, time_limit=None)
POINTS = {"unserved": 1000, "avoid": 1}


def published(*incumbent: Duty, **changes: object) -> Instance:
    plain = tiny(days=days(1, 2, 3), **changes)
    return replace(plain, incumbent=incumbent, weights={**plain.weights, **POINTS})


def again(instance: Instance, trade: int | None = None) -> Plan:
    plan = replan(instance, OPTIONS, points_per_change=trade)
    assert audit(instance, plan.assignments).valid
    return plan


def changed(plan: Plan) -> tuple[int, int, int]:
    """Changed duties, proven least, and those that became impossible."""
    said = plan.solver["replan"]
    return said["changed"], said["changed_at_least"], said["impossible"]


def test_nothing_changed_keeps_every_duty() -> None:
    # P1 would rather be elsewhere (9 points on day 1), but nothing demands it.
    instance = published(
        duty("P1", 1), duty("P2", 2), cadres=(cadre("P1", avoid={on(1): 9}), cadre("P2")), zones=(zone(),)
    )
    plan = again(instance)
    assert set(plan.assignments) == set(instance.incumbent)
    assert changed(plan) == (0, 0, 0)
    assert explain_changes(instance, plan.assignments) == ()


def test_own_leave_moves_that_duty_alone_to_the_cheapest_day() -> None:
    # P1 is away on day 1; day 2 costs 5 points, day 3 costs 2: day 3. P2 stays, though day 3 is P2's as well.
    instance = published(
        duty("P1", 1),
        duty("P2", 3),
        cadres=(cadre("P1", unavailable=(on(1),), avoid={on(2): 5, on(3): 2}), cadre("P2")),
    )
    plan = again(instance)
    assert plan.assignments == (duty("P1", 3), duty("P2", 3))
    assert plan.objective == 2
    assert changed(plan) == (1, 1, 1)
    (change,) = explain_changes(instance, plan.assignments)
    assert (change.old, change.new, change.kind) == (duty("P1", 1), duty("P1", 3), Why.IMPOSSIBLE)
    assert change.reasons[0].zh == "P1（P1）在12月1日值勤，本人当天不能值勤"


def test_a_closed_zone_moves_its_duties() -> None:
    # Z1 takes nobody any more; P1 goes to Z2 on the same day, for day 2 and 3 cost points.
    closed = zone("Z1", max_visits=0)
    instance = published(duty("P1", 1), cadres=(cadre("P1", avoid={on(2): 1, on(3): 1}),), zones=(closed, zone("Z2")))
    plan = again(instance)
    assert plan.assignments == (duty("P1", 1, "Z2"),)
    (change,) = explain_changes(instance, plan.assignments)
    assert change.kind is Why.IMPOSSIBLE
    assert change.reasons[0].en == "Z1 has 1 visit, at most 0"


def test_a_closed_day_moves_its_duties() -> None:
    instance = published(duty("P1", 1), duty("P2", 2), cadres=(cadre("P1"), cadre("P2")))
    shut = replace(instance, days=(day(1, open=False), *days(2, 3)))
    plan = again(shut)
    assert duty("P2", 2) in plan.assignments
    assert changed(plan) == (1, 1, 1)
    (change,) = explain_changes(shut, plan.assignments)
    assert "当天不开放值勤" in change.reasons[0].zh


def test_a_new_person_is_served_and_that_is_no_change() -> None:
    instance = published(duty("P1", 1), cadres=(cadre("P1"), cadre("P2")))
    plan = again(instance)
    assert changed(plan) == (0, 0, 0)
    assert len(plan.assignments) == 2
    (change,) = explain_changes(instance, plan.assignments)
    assert (change.old, change.kind, change.cadre) == (None, Why.NEW, "P2")


def test_a_pin_turns_out_who_stands_there_and_the_chain_is_named() -> None:
    # One party a day in Z1, and nothing else. P1 is pinned to day 2, which is P2's; P2 can serve on days 2 and 3
    # only, and day 3 is P3's; P3 can go to day 1, which P1 leaves. All three have to change.
    instance = published(
        duty("P1", 1),
        duty("P2", 2),
        duty("P3", 3),
        cadres=(cadre("P1"), cadre("P2", unavailable=(on(1),)), cadre("P3")),
        zones=(zone(max_parties_per_day=1),),
    )
    pinned = replace(instance, pins=(Pin("P1", on(2), "Z1"),))
    plan = again(pinned)
    assert plan.assignments == (duty("P1", 2), duty("P2", 3), duty("P3", 1))
    assert changed(plan) == (3, 3, 1)
    first, second, third = explain_changes(pinned, plan.assignments)
    assert (first.kind, second.kind, third.kind) == (Why.PINNED, Why.MAKES_ROOM, Why.MAKES_ROOM)
    assert first.reasons[0].zh == "P1（P1）被锁定在12月2日、Z1"
    assert second.chain == ("P2", "P1")
    assert third.chain == ("P3", "P2", "P1")
    assert "P3（P3） → P2（P2） → P1（P1）" in third.reasons[1].zh
    assert third.reasons[-1].zh == "起因：P1（P1）被锁定在12月2日、Z1"


def test_a_higher_floor_lets_one_of_two_go_elsewhere() -> None:
    # The unit of three keeps two from now on: of P1 and P2 on day 1 one must move. P2's other days cost points.
    instance = published(
        duty("P1", 1),
        duty("P2", 1),
        duty("P3", 2),
        cadres=(cadre("P1"), cadre("P2", avoid={on(2): 4, on(3): 4}), cadre("P3")),
        units=(unit(min_present=2),),
    )
    plan = again(instance)
    assert plan.assignments == (duty("P1", 3), duty("P2", 1), duty("P3", 2))
    assert changed(plan) == (1, 1, 0)
    (change,) = explain_changes(instance, plan.assignments)
    assert change.kind is Why.TOO_MANY
    assert change.reasons[0].zh == "U1在12月1日派出2人，至多可派1人"


def test_fewer_unserved_go_before_fewer_changes() -> None:
    # P2 is new and can serve on day 1 only, where the one visit a day is P1's: P1 makes room, unserved falls to none.
    instance = published(
        duty("P1", 1),
        cadres=(cadre("P1"), cadre("P2", unavailable=(on(2), on(3)))),
        zones=(zone(max_parties_per_day=1),),
    )
    plan = again(instance)
    assert not plan.unserved
    assert changed(plan) == (1, 1, 0)
    change = next(item for item in explain_changes(instance, plan.assignments) if item.cadre == "P1")
    assert change.kind is Why.MAKES_ROOM
    assert change.chain == ("P1", "P2")


def test_a_party_changes_together() -> None:
    # P2 is away on day 1, so both members of the party move: two duties.
    instance = published(
        duty("P1", 1),
        duty("P2", 1),
        cadres=(cadre("P1"), cadre("P2", unavailable=(on(1),))),
        parties=(("P1", "P2"),),
    )
    plan = again(instance)
    assert changed(plan) == (2, 2, 2)
    assert len({item.date for item in plan.assignments}) == 1


def test_of_two_duties_only_the_impossible_one_changes() -> None:
    instance = published(
        duty("P1", 1), duty("P1", 2), cadres=(cadre("P1", duties=2, unavailable=(on(1),)),), min_gap_days=1
    )
    plan = again(instance)
    assert plan.assignments == (duty("P1", 2), duty("P1", 3))
    assert changed(plan) == (1, 1, 1)


@pytest.mark.parametrize(("trade", "moves"), [(0, True), (8, True), (9, False), (50, False)])
def test_a_trade_changes_a_duty_where_that_saves_more(trade: int, moves: bool) -> None:
    # Day 1 costs P1 nine points, day 2 none: a change that saves nine is worth eight, not nine.
    instance = published(duty("P1", 1), cadres=(cadre("P1", avoid={on(1): 9, on(3): 9}),))
    plan = again(instance, trade)
    assert plan.assignments == ((duty("P1", 2),) if moves else (duty("P1", 1),))
    if moves:
        (change,) = explain_changes(instance, plan.assignments)
        assert (change.kind, change.needed) == (Why.CHOICE, False)
        assert "少计9分" in change.reasons[0].zh


def test_pins_that_clash_are_named() -> None:
    instance = published(duty("P1", 1), cadres=(cadre("P1"), cadre("P2")), zones=(zone(max_parties_per_day=1),))
    pins = (Pin("P1", on(1)), Pin("P2", on(1)))
    plan = replan(replace(instance, pins=pins), OPTIONS)
    assert plan.status == "infeasible"
    assert plan.conflicts == pins


def test_stopped_at_once_it_still_keeps_every_hard_rule() -> None:
    instance = published(
        duty("P1", 1), duty("P2", 1), cadres=(cadre("P1"), cadre("P2")), zones=(zone(max_parties_per_day=1),)
    )
    plan = replan(instance, SolveOptions(time_limit=1e-6, workers=1), None, lambda: True)
    assert audit(instance, plan.assignments).valid
    assert plan.solver["replan"]["changed_at_least"] <= 1
