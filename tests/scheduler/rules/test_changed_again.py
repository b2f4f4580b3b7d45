"""A change costs more for whoever suffered changes before."""

from scheduler.problem import Instance
from tests.support.tiny import amount_of, cadre, day, duty, tiny, zone

ZONES = (zone("Z1"), zone("Z2"), zone("Z3"))


def planned(carried: int) -> Instance:
    """Somebody who was told day 4 in Z1."""
    return tiny(zones=ZONES, cadres=(cadre(carried_changes=carried),), incumbent=(duty("P1", 4, "Z1"),))


def test_day_and_zone_count_each_what_is_carried() -> None:
    assert amount_of("changed_again", planned(3), duty("P1", 5, "Z2")) == 6
    assert amount_of("changed_again", planned(3), duty("P1", 5, "Z1")) == 3
    assert amount_of("changed_again", planned(3), duty("P1", 4, "Z2")) == 3


def test_one_change_at_one_carried_is_the_least_that_counts() -> None:
    assert amount_of("changed_again", planned(1), duty("P1", 5, "Z1")) == 1


def test_nothing_changed_is_clean() -> None:
    assert amount_of("changed_again", planned(3), duty("P1", 4, "Z1")) == 0


def test_who_suffered_no_change_before_is_clean() -> None:
    assert amount_of("changed_again", planned(0), duty("P1", 5, "Z2")) == 0


def test_who_no_longer_serves_at_all_is_no_change() -> None:
    assert amount_of("changed_again", planned(3)) == 0


def test_with_two_duties_each_of_the_plan_so_far_is_looked_for() -> None:
    # So far day 1 in Z1 and day 5 in Z2. Day 1 in Z3 alone: day 5, Z1 and Z2 are lost, 3 × 2. Both days kept, the
    # zones the other way round: nothing. Nobody sent: nothing.
    instance = tiny(
        zones=ZONES,
        cadres=(cadre(duties=2, carried_changes=2),),
        incumbent=(duty("P1", 1, "Z1"), duty("P1", 5, "Z2")),
    )
    assert amount_of("changed_again", instance, duty("P1", 1, "Z3")) == 6
    assert amount_of("changed_again", instance, duty("P1", 1, "Z2"), duty("P1", 5, "Z1")) == 0
    assert amount_of("changed_again", instance) == 0


def test_who_has_served_serves_at_all_whatever_is_planned() -> None:
    # Done on day 1; day 5 in Z2 is given up: its day and its zone.
    instance = tiny(
        zones=ZONES,
        cadres=(cadre(duties=2, carried_changes=2),),
        days=(day(1, past=True), day(5), day(6)),
        served=(duty("P1", 1, "Z1"),),
        incumbent=(duty("P1", 1, "Z1"), duty("P1", 5, "Z2")),
    )
    assert amount_of("changed_again", instance) == 4
    assert amount_of("changed_again", instance, duty("P1", 6, "Z2")) == 2


def test_each_member_of_a_party_counts_their_own() -> None:
    instance = tiny(
        zones=ZONES,
        cadres=(cadre("P1", carried_changes=1), cadre("P2", carried_changes=5)),
        parties=(("P1", "P2"),),
        incumbent=(duty("P1", 4, "Z1"), duty("P2", 4, "Z2")),
    )
    assert amount_of("changed_again", instance, duty("P1", 4, "Z1"), duty("P2", 4, "Z1")) == 5
