"""Duties outside the linked communities."""

from tests.support.tiny import amount_of, cadre, duty, tiny, unit, zone

ZONES = (zone("Z1", "C1"), zone("Z2", "C2"))


def test_a_duty_elsewhere_in_the_subdistrict_counts() -> None:
    assert amount_of("not_linked", tiny(zones=ZONES), duty("P1", 1, "Z2")) == 1


def test_a_duty_in_the_linked_community_is_clean() -> None:
    assert amount_of("not_linked", tiny(zones=ZONES), duty("P1", 1, "Z1")) == 0


def test_a_second_linked_community_is_the_boundary() -> None:
    assert amount_of("not_linked", tiny(zones=ZONES, units=(unit(linked=("C1", "C2")),)), duty("P1", 1, "Z2")) == 0


def test_the_home_zone_is_not_linked_by_being_home() -> None:
    assert amount_of("not_linked", tiny(zones=ZONES, cadres=(cadre(home_zone="Z2"),)), duty("P1", 1, "Z2")) == 1


def test_each_duty_and_each_member_of_a_party_counts() -> None:
    # P1 and P2 go twice, once to each zone; P2 is of a unit that is linked with Z2's community alone.
    instance = tiny(
        zones=ZONES,
        units=(unit(), unit("U2", linked=("C2",))),
        cadres=(cadre("P1", duties=2), cadre("P2", "U2", duties=2)),
        parties=(("P1", "P2"),),
    )
    plan = [duty(name, *where) for name in ("P1", "P2") for where in ((1, "Z1"), (5, "Z2"))]
    assert amount_of("not_linked", instance, *plan) == 2
