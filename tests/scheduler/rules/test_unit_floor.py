"""A unit keeps enough people in the office on every open day."""

from scheduler.formulation import formulate
from scheduler.problem import Duty, Instance
from tests.support.tiny import broken_by, cadre, day, duty, on, tiny, triples, unit

FOUR = tuple(cadre(f"P{number}") for number in range(1, 5))


def model_breaks(instance: Instance, *duties: Duty) -> bool:
    """Whether the model's limits refuse a plan."""
    model = formulate(instance)
    return bool(model.broken(model.counts(*triples(instance, model, duties))).any())


def test_one_too_many_on_duty_is_a_breach() -> None:
    # 4 people, 2 must stay: 2 may go.
    instance = tiny(units=(unit(min_present=2),), cadres=FOUR)
    sent = [duty(f"P{number}", 1) for number in (1, 2, 3)]
    (violation,) = broken_by("unit_floor", instance, *sent)
    assert (violation.unit, violation.date) == ("U1", on(1))
    assert model_breaks(instance, *sent)


def test_as_many_as_can_be_spared_is_the_boundary() -> None:
    instance = tiny(units=(unit(min_present=2),), cadres=FOUR)
    sent = [duty("P1", 1), duty("P2", 1)]
    assert broken_by("unit_floor", instance, *sent) == []
    assert not model_breaks(instance, *sent)


def test_different_days_are_clean() -> None:
    instance = tiny(units=(unit(min_present=3),), cadres=FOUR)
    assert broken_by("unit_floor", instance, *(duty(f"P{number}", number) for number in (1, 2, 3))) == []


def test_who_is_away_cannot_stay_in_the_office() -> None:
    # 4 people, 1 away, 2 must stay: 1 may go.
    away = (*FOUR[:3], cadre("P4", unavailable=(on(1),)))
    instance = tiny(units=(unit(min_present=2),), cadres=away)
    assert broken_by("unit_floor", instance, duty("P1", 1)) == []
    assert len(broken_by("unit_floor", instance, duty("P1", 1), duty("P2", 1))) == 1
    assert model_breaks(instance, duty("P1", 1), duty("P2", 1))


def test_who_is_at_a_meeting_is_in_the_office() -> None:
    # Unavailable but not absent: 4 are in the office, 2 must stay, 2 may go.
    meeting = (*FOUR[:3], cadre("P4", unavailable=(on(1),), absent=()))
    instance = tiny(units=(unit(min_present=2),), cadres=meeting)
    assert broken_by("unit_floor", instance, duty("P1", 1), duty("P2", 1)) == []
    assert not model_breaks(instance, duty("P1", 1), duty("P2", 1))


def test_a_floor_above_the_unit_lets_nobody_go() -> None:
    instance = tiny(units=(unit(min_present=9),), cadres=FOUR)
    assert len(broken_by("unit_floor", instance, duty("P1", 1))) == 1
    assert model_breaks(instance, duty("P1", 1))


def test_duties_already_served_are_not_checked() -> None:
    instance = tiny(
        units=(unit(min_present=9),), cadres=FOUR, days=(day(1, past=True), day(2)), served=(duty("P1", 1),)
    )
    assert broken_by("unit_floor", instance) == []
