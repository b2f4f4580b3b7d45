"""A far zone costs more for whoever had more than their share of far zones."""

from scheduler.problem import Instance
from tests.support.tiny import amount_of, cadre, duty, tiny, unit, zone

ZONES = (zone("Z1", "C1"), zone("Z2", "C2"))


def carrying(points: int) -> Instance:
    return tiny(zones=ZONES, cadres=(cadre(duties=2, carried_far=points),))


def test_each_far_duty_counts_what_is_carried() -> None:
    assert amount_of("far_again", carrying(4), duty("P1", 1, "Z2"), duty("P1", 9, "Z2")) == 8


def test_one_far_duty_at_one_carried_is_the_least_that_counts() -> None:
    assert amount_of("far_again", carrying(1), duty("P1", 1, "Z2"), duty("P1", 9, "Z1")) == 1


def test_a_zone_of_a_linked_community_is_clean() -> None:
    assert amount_of("far_again", carrying(4), duty("P1", 1, "Z1")) == 0


def test_who_carries_nothing_is_clean() -> None:
    assert amount_of("far_again", carrying(0), duty("P1", 1, "Z2")) == 0


def test_each_member_of_a_party_counts_by_their_own_unit() -> None:
    # Z2 is far for P1 alone: P2's unit is linked with its community.
    cadres = (cadre("P1", "U1", carried_far=2), cadre("P2", "U2", carried_far=5))
    instance = tiny(zones=ZONES, units=(unit(), unit("U2", ("C2",))), cadres=cadres, parties=(("P1", "P2"),))
    assert amount_of("far_again", instance, duty("P1", 1, "Z2"), duty("P2", 1, "Z2")) == 2
