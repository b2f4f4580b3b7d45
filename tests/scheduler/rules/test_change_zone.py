"""Duties that move to another zone than in the plan so far."""

from scheduler.problem import Cadre
from tests.support.tiny import amount_of, cadre, day, duty, tiny, zone

ZONES = (zone("Z1"), zone("Z2"), zone("Z3"))
TWICE: tuple[Cadre, ...] = (cadre(duties=2),)
INSTANCE = tiny(zones=ZONES, incumbent=(duty("P1", 4, "Z1"),))


def test_another_zone_counts() -> None:
    assert amount_of("change_zone", INSTANCE, duty("P1", 4, "Z2")) == 1


def test_the_same_zone_on_another_day_is_clean() -> None:
    assert amount_of("change_zone", INSTANCE, duty("P1", 9, "Z1")) == 0


def test_who_no_longer_serves_at_all_is_no_change() -> None:
    assert amount_of("change_zone", INSTANCE) == 0


def test_with_two_duties_each_of_the_plan_so_far_is_looked_for() -> None:
    # So far Z1 and Z2. Both kept (also the other way round): 0; one kept: 1; none: 2; nobody sent: 0.
    instance = tiny(zones=ZONES, cadres=TWICE, incumbent=(duty("P1", 1, "Z1"), duty("P1", 5, "Z2")))
    assert amount_of("change_zone", instance, duty("P1", 1, "Z2"), duty("P1", 5, "Z1")) == 0
    assert amount_of("change_zone", instance, duty("P1", 1, "Z2"), duty("P1", 5, "Z2")) == 1
    assert amount_of("change_zone", instance, duty("P1", 1, "Z3"), duty("P1", 5, "Z3")) == 2
    assert amount_of("change_zone", instance, duty("P1", 1, "Z1")) == 1
    assert amount_of("change_zone", instance) == 0


def test_two_duties_in_one_zone_are_two_changes_or_none() -> None:
    instance = tiny(zones=ZONES, cadres=TWICE, incumbent=(duty("P1", 1, "Z1"), duty("P1", 5, "Z1")))
    assert amount_of("change_zone", instance, duty("P1", 1, "Z2"), duty("P1", 5, "Z3")) == 2
    assert amount_of("change_zone", instance, duty("P1", 1, "Z2"), duty("P1", 5, "Z1")) == 0


def test_who_has_served_serves_at_all_whatever_is_planned() -> None:
    # Done in Z1; the other in Z2 is given up: 1. Moved to Z3: 1. Kept: 0.
    instance = tiny(
        zones=ZONES,
        cadres=TWICE,
        days=(day(1, past=True), day(5)),
        served=(duty("P1", 1, "Z1"),),
        incumbent=(duty("P1", 1, "Z1"), duty("P1", 5, "Z2")),
    )
    assert amount_of("change_zone", instance) == 1
    assert amount_of("change_zone", instance, duty("P1", 5, "Z3")) == 1
    assert amount_of("change_zone", instance, duty("P1", 5, "Z2")) == 0


def test_who_has_served_once_of_three_keeps_the_rest_by_zone() -> None:
    # Owes 3, one done in Z3; so far Z1 and Z2 were planned. Given up: 2; Z1 alone: 1; both: 0.
    instance = tiny(
        zones=ZONES,
        cadres=(cadre(duties=3),),
        days=(day(1, past=True), day(5), day(6)),
        served=(duty("P1", 1, "Z3"),),
        incumbent=(duty("P1", 5, "Z1"), duty("P1", 6, "Z2")),
    )
    assert amount_of("change_zone", instance) == 2
    assert amount_of("change_zone", instance, duty("P1", 5, "Z1")) == 1
    assert amount_of("change_zone", instance, duty("P1", 5, "Z2"), duty("P1", 6, "Z1")) == 0


def test_each_member_of_a_party_counts() -> None:
    instance = tiny(
        zones=ZONES,
        cadres=(cadre("P1"), cadre("P2")),
        parties=(("P1", "P2"),),
        incumbent=(duty("P1", 4, "Z1"), duty("P2", 4, "Z2")),
    )
    assert amount_of("change_zone", instance, duty("P1", 4, "Z1"), duty("P2", 4, "Z1")) == 1
