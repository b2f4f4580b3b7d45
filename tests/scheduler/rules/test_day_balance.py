"""About as many people a day as the day should have."""

from tests.support.tiny import amount_of, cadre, day, duty, tiny

PEOPLE = tuple(cadre(f"P{number}") for number in range(1, 5))


def test_people_above_the_most_count() -> None:
    instance = tiny(days=(day(1, max=1), day(2)), cadres=PEOPLE)
    assert amount_of("day_balance", instance, *(duty(f"P{number}", 1) for number in (1, 2, 3))) == 2


def test_people_below_the_least_count() -> None:
    instance = tiny(days=(day(1, min=3), day(2)), cadres=PEOPLE)
    assert amount_of("day_balance", instance, duty("P1", 1)) == 2


def test_exactly_the_most_and_exactly_the_least_are_the_boundary() -> None:
    instance = tiny(days=(day(1, min=2, max=2), day(2)), cadres=PEOPLE)
    assert amount_of("day_balance", instance, duty("P1", 1), duty("P2", 1)) == 0


def test_every_member_of_a_party_counts() -> None:
    instance = tiny(days=(day(1, max=1),), cadres=PEOPLE, parties=(("P1", "P2"),))
    assert amount_of("day_balance", instance, duty("P1", 1), duty("P2", 1)) == 1


def test_closed_and_past_days_are_left_out() -> None:
    days = (day(1, past=True, min=5, max=9), day(2, open=False, min=5, max=9), day(3))
    assert amount_of("day_balance", tiny(days=days, cadres=PEOPLE, served=(duty("P1", 1),))) == 0
