"""Two duties of a cadre are at least min_gap_days apart."""

from scheduler.formulation import formulate
from tests.support.tiny import broken_by, cadre, day, days, duty, tiny

TWICE = (cadre(duties=2),)


def test_a_day_too_few_is_a_breach() -> None:
    # The 1st and the 7th are 6 days apart, 7 are wanted.
    assert len(broken_by("min_gap", tiny(cadres=TWICE, min_gap_days=7), duty("P1", 1), duty("P1", 7))) == 1


def test_exactly_the_gap_is_the_boundary() -> None:
    assert broken_by("min_gap", tiny(cadres=TWICE, min_gap_days=7), duty("P1", 1), duty("P1", 8)) == []


def test_one_duty_is_clean() -> None:
    assert broken_by("min_gap", tiny(cadres=TWICE, min_gap_days=7), duty("P1", 1)) == []


def test_two_duties_on_one_day_are_a_breach_even_of_a_gap_of_one() -> None:
    instance = tiny(cadres=(*TWICE, cadre("P2")))
    assert len(broken_by("min_gap", instance, duty("P1", 1), duty("P1", 1))) == 1


def test_the_gap_runs_from_a_served_duty() -> None:
    # Served on the 1st; with a gap of 3 the 3rd is too soon and the 4th is not.
    instance = tiny(days=(day(1, past=True), *days(2, 3, 4)), cadres=TWICE, served=(duty("P1", 1),), min_gap_days=3)
    assert len(broken_by("min_gap", instance, duty("P1", 3))) == 1
    assert broken_by("min_gap", instance, duty("P1", 4)) == []
    assert formulate(instance).time_allowed.tolist() == [[False, False, True]]


def test_two_served_duties_close_together_are_facts() -> None:
    past = (day(1, past=True), day(2, past=True), day(9))
    instance = tiny(days=past, cadres=TWICE, served=(duty("P1", 1), duty("P1", 2)), min_gap_days=5)
    assert broken_by("min_gap", instance) == []
