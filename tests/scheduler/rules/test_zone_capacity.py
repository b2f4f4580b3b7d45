"""A zone takes so many parties a day, and so many visits in the period."""

from scheduler.formulation import formulate
from scheduler.problem import Duty, Instance
from tests.support.tiny import broken_by, cadre, day, days, duty, on, tiny, triples, zone

FOUR = tuple(cadre(f"P{number}") for number in range(1, 5))


def model_breaks(instance: Instance, *duties: Duty) -> bool:
    """Whether the model's limits refuse a plan."""
    model = formulate(instance)
    return bool(model.broken(model.counts(*triples(instance, model, duties))).any())


def test_two_parties_where_one_fits_are_a_breach() -> None:
    instance = tiny(zones=(zone(max_parties_per_day=1),), cadres=FOUR)
    (violation,) = broken_by("zone_capacity", instance, duty("P1", 1), duty("P2", 1))
    assert (violation.zone, violation.date) == ("Z1", on(1))
    assert model_breaks(instance, duty("P1", 1), duty("P2", 1))


def test_a_party_of_two_is_one_visit() -> None:
    # The boundary: one party a day and one visit in the period, made by two people.
    instance = tiny(zones=(zone(max_parties_per_day=1, max_visits=1),), cadres=FOUR, parties=(("P1", "P2"),))
    assert broken_by("zone_capacity", instance, duty("P1", 1), duty("P2", 1)) == []
    assert not model_breaks(instance, duty("P1", 1), duty("P2", 1))


def test_different_days_are_clean() -> None:
    instance = tiny(zones=(zone(max_parties_per_day=1),), cadres=FOUR)
    assert broken_by("zone_capacity", instance, duty("P1", 1), duty("P2", 2)) == []


def test_one_visit_too_many_in_the_period_is_a_breach() -> None:
    instance = tiny(zones=(zone(max_visits=2),), cadres=FOUR)
    three = [duty("P1", 1), duty("P2", 3), duty("P3", 5)]
    assert len(broken_by("zone_capacity", instance, *three)) == 1
    assert model_breaks(instance, *three)
    assert broken_by("zone_capacity", instance, *three[:2]) == []
    assert not model_breaks(instance, *three[:2])


def test_visits_already_made_count() -> None:
    # At most 2, of which 1 is made: 1 more.
    instance = tiny(
        zones=(zone(max_visits=2),), cadres=FOUR, days=(day(1, past=True), *days(2, 3)), served=(duty("P4", 1),)
    )
    assert broken_by("zone_capacity", instance, duty("P1", 2)) == []
    assert len(broken_by("zone_capacity", instance, duty("P1", 2), duty("P2", 3))) == 1
    assert model_breaks(instance, duty("P1", 2), duty("P2", 3))


def test_a_zone_visited_too_often_already_is_a_fact_but_takes_nobody_new() -> None:
    instance = tiny(zones=(zone(max_visits=0),), cadres=FOUR, days=(day(1, past=True), day(2)), served=(duty("P4", 1),))
    assert broken_by("zone_capacity", instance) == []
    assert len(broken_by("zone_capacity", instance, duty("P1", 2))) == 1
    assert formulate(instance).place_of.tolist() == []


def test_a_closed_zone_is_not_offered() -> None:
    assert formulate(tiny(zones=(zone(max_parties_per_day=0),))).place_of.tolist() == []
