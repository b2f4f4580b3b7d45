"""Zones with fewer visits than they should have."""

from tests.support.tiny import amount_of, cadre, day, duty, tiny, zone

THREE = tuple(cadre(f"P{number}") for number in range(1, 4))


def test_missing_visits_count_with_the_priority() -> None:
    # 3 wanted, 1 made, priority 2: 2 × 2.
    assert amount_of("zone_shortfall", tiny(zones=(zone(min_visits=3, priority=2),)), duty("P1", 1)) == 4


def test_exactly_enough_is_the_boundary() -> None:
    instance = tiny(zones=(zone(min_visits=2),), cadres=THREE)
    assert amount_of("zone_shortfall", instance, duty("P1", 1)) == 1
    assert amount_of("zone_shortfall", instance, duty("P1", 1), duty("P2", 2)) == 0


def test_more_than_enough_is_clean() -> None:
    instance = tiny(zones=(zone(min_visits=1),), cadres=THREE)
    assert amount_of("zone_shortfall", instance, duty("P1", 1), duty("P2", 2), duty("P3", 3)) == 0


def test_a_surplus_in_one_zone_does_not_help_another() -> None:
    instance = tiny(zones=(zone("Z1", min_visits=1), zone("Z2", min_visits=1)), cadres=THREE)
    assert amount_of("zone_shortfall", instance, duty("P1", 1), duty("P2", 2)) == 1


def test_a_party_is_one_visit_and_made_visits_count() -> None:
    # 3 wanted: one was made on the 1st by P3, one is the party's; 1 lacks.
    instance = tiny(
        zones=(zone(min_visits=3),),
        cadres=THREE,
        parties=(("P1", "P2"),),
        days=(day(1, past=True), day(2)),
        served=(duty("P3", 1),),
    )
    assert amount_of("zone_shortfall", instance, duty("P1", 2), duty("P2", 2)) == 1


def test_priority_nought_is_never_short() -> None:
    assert amount_of("zone_shortfall", tiny(zones=(zone(min_visits=3, priority=0),))) == 0
