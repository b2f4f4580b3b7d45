"""Duties outside the home zone."""

from tests.support.tiny import amount_of, cadre, duty, tiny, zone

ZONES = (zone("Z1"), zone("Z2"))
AT_HOME = tiny(zones=ZONES, cadres=(cadre(home_zone="Z2", duties=3),))


def test_a_duty_elsewhere_counts() -> None:
    assert amount_of("not_home", AT_HOME, duty("P1", 1, "Z1")) == 1


def test_a_duty_at_home_is_clean() -> None:
    assert amount_of("not_home", AT_HOME, duty("P1", 1, "Z2")) == 0


def test_who_has_no_home_zone_is_never_away_from_it() -> None:
    assert amount_of("not_home", tiny(zones=ZONES), duty("P1", 1, "Z1")) == 0


def test_each_duty_counts() -> None:
    assert amount_of("not_home", AT_HOME, duty("P1", 1, "Z1"), duty("P1", 2, "Z2"), duty("P1", 3, "Z1")) == 2
