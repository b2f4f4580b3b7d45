"""Duties in the same zone as last time."""

from tests.support.tiny import amount_of, cadre, duty, tiny, zone

ZONES = (zone("Z1"), zone("Z2"))
INSTANCE = tiny(zones=ZONES, cadres=(cadre(last_zone="Z1", duties=3),))


def test_the_last_zone_again_counts() -> None:
    assert amount_of("same_zone", INSTANCE, duty("P1", 1, "Z1")) == 1


def test_another_zone_is_clean() -> None:
    assert amount_of("same_zone", INSTANCE, duty("P1", 1, "Z2")) == 0


def test_who_has_no_last_zone_has_no_same_one() -> None:
    assert amount_of("same_zone", tiny(zones=ZONES), duty("P1", 1, "Z1")) == 0


def test_each_duty_counts() -> None:
    assert amount_of("same_zone", INSTANCE, duty("P1", 1, "Z1"), duty("P1", 2, "Z1"), duty("P1", 3, "Z2")) == 2
