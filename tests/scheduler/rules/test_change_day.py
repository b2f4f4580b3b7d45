"""Duties that move to another day than in the plan so far."""

from tests.support.tiny import amount_of, cadre, day, duty, tiny, zone

INSTANCE = tiny(zones=(zone("Z1"), zone("Z2")), incumbent=(duty("P1", 4),))


def test_another_day_counts() -> None:
    assert amount_of("change_day", INSTANCE, duty("P1", 5)) == 1


def test_the_same_day_in_another_zone_is_clean() -> None:
    assert amount_of("change_day", INSTANCE, duty("P1", 4, "Z2")) == 0


def test_who_no_longer_serves_at_all_is_no_change() -> None:
    assert amount_of("change_day", INSTANCE) == 0


def test_who_had_no_duty_is_no_change() -> None:
    assert amount_of("change_day", tiny(), duty("P1", 5)) == 0


def test_with_two_duties_each_of_the_plan_so_far_is_looked_for() -> None:
    # So far the 4th and the 8th. Both kept: 0; one kept: 1; none: 2; one given up: 1.
    instance = tiny(cadres=(cadre(duties=2),), incumbent=(duty("P1", 4), duty("P1", 8)))
    assert amount_of("change_day", instance, duty("P1", 4), duty("P1", 8)) == 0
    assert amount_of("change_day", instance, duty("P1", 8), duty("P1", 3)) == 1
    assert amount_of("change_day", instance, duty("P1", 3), duty("P1", 9)) == 2
    assert amount_of("change_day", instance, duty("P1", 4)) == 1
    assert amount_of("change_day", instance) == 0


def test_who_has_served_serves_at_all_whatever_is_planned() -> None:
    # Done on the 1st as planned; the other, on the 5th, is given up: 1. Moved: 1. Kept: 0.
    instance = tiny(
        days=(day(1, past=True), day(5), day(6)),
        cadres=(cadre(duties=2),),
        served=(duty("P1", 1),),
        incumbent=(duty("P1", 1), duty("P1", 5)),
    )
    assert amount_of("change_day", instance) == 1
    assert amount_of("change_day", instance, duty("P1", 6)) == 1
    assert amount_of("change_day", instance, duty("P1", 5)) == 0


def test_a_day_that_is_closed_by_now_counts_for_who_serves() -> None:
    instance = tiny(days=(day(1, open=False), day(2)), incumbent=(duty("P1", 1),))
    assert amount_of("change_day", instance, duty("P1", 2)) == 1


def test_each_member_of_a_party_counts() -> None:
    # P1 was to go on the 4th, P2 on the 6th; they go on the 4th.
    instance = tiny(
        cadres=(cadre("P1"), cadre("P2")), parties=(("P1", "P2"),), incumbent=(duty("P1", 4), duty("P2", 6))
    )
    assert amount_of("change_day", instance, duty("P1", 4), duty("P2", 4)) == 1
