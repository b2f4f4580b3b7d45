"""Planning by hand: the first free slot, or any; every hard rule holds."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings

from scheduler.audit import audit
from scheduler.problem import parse_instance
from scheduler.simulation.greedy import Slots
from scheduler.simulation.methods import standing
from tests.support.instances import Json, as_bytes, instances
from tests.support.tiny import cadre, day, days, duty, on, tiny, unit, zone


@settings(max_examples=150, deadline=None)
@given(raw=instances())
def test_no_hard_rule_is_broken_in_order_or_at_random(raw: Json) -> None:
    instance = parse_instance(as_bytes({**raw, "pins": []}))
    for luck in (None, Random(1)):
        slots = Slots(instance, ())
        slots.fill(luck)
        assert audit(instance, slots.duties()).violations == ()


@settings(max_examples=150, deadline=None)
@given(raw=instances())
def test_what_stays_of_a_plan_so_far_breaks_no_hard_rule_and_is_kept(raw: Json) -> None:
    instance = parse_instance(as_bytes({**raw, "pins": []}))
    kept = standing(instance)
    assert set(kept) <= set(instance.incumbent)
    assert audit(instance, kept).violations == ()
    slots = Slots(instance, kept)
    slots.fill(None)
    assert set(kept) <= set(slots.duties())
    assert audit(instance, slots.duties()).violations == ()


def test_a_plan_that_keeps_every_rule_stays_whole() -> None:
    instance = tiny(cadres=(cadre("P1"), cadre("P2")), incumbent=(duty("P1", 4), duty("P2", 4)))
    assert standing(instance) == instance.incumbent


def test_who_cannot_come_any_more_goes_with_the_party() -> None:
    instance = tiny(
        cadres=(cadre("P1", unavailable=(on(4),)), cadre("P2"), cadre("P3")),
        parties=(("P1", "P2"),),
        incumbent=(duty("P1", 4), duty("P2", 4), duty("P3", 4)),
    )
    assert standing(instance) == (duty("P3", 4),)


def test_where_a_unit_can_spare_one_fewer_the_last_of_the_list_goes() -> None:
    instance = tiny(
        units=(unit(min_present=2),),
        cadres=(cadre("P1"), cadre("P2"), cadre("P3"), cadre("P4", unavailable=(on(4),))),
        incumbent=(duty("P1", 4), duty("P2", 4)),
    )
    assert standing(instance) == (duty("P1", 4),)


def test_first_come_takes_the_first_day_and_zone_with_room() -> None:
    # A zone takes one a day and a day two: the third in the list is on the second day.
    zones = (zone("Z1", max_parties_per_day=1), zone("Z2", max_parties_per_day=1), zone("Z3", max_parties_per_day=1))
    instance = tiny(
        days=(day(1, max=2), day(2, max=2)), zones=zones, cadres=tuple(cadre(f"P{number}") for number in range(1, 4))
    )
    slots = Slots(instance, ())
    slots.fill(None)
    assert slots.duties() == (duty("P1", 1, "Z1"), duty("P2", 1, "Z2"), duty("P3", 2, "Z1"))


def test_where_every_day_is_full_a_day_takes_more_than_it_should() -> None:
    instance = tiny(days=(day(1, max=1),), cadres=(cadre("P1"), cadre("P2")))
    slots = Slots(instance, ())
    slots.fill(None)
    assert slots.duties() == (duty("P1", 1), duty("P2", 1))


def test_who_owes_two_gets_them_with_the_gap_between() -> None:
    instance = tiny(days=days(1, 3, 8), cadres=(cadre(duties=2),), min_gap_days=5)
    slots = Slots(instance, ())
    slots.fill(None)
    assert slots.duties() == (duty("P1", 1), duty("P1", 8))


def test_at_random_the_luck_decides() -> None:
    instance = tiny(cadres=tuple(cadre(f"P{number}") for number in range(5)))
    found = set()
    for seed in range(3):
        slots = Slots(instance, ())
        slots.fill(Random(seed))
        found.add(slots.duties())
    assert len(found) > 1
