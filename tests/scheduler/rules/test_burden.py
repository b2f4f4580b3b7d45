"""Burdensome days to those who carried much."""

from tests.support.tiny import amount_of, cadre, day, duty, tiny

DAYS = (day(1), day(2, burden=2), day(3, burden=4))


def test_burden_beyond_one_times_what_is_carried_counts() -> None:
    # (4 − 1) × 5.
    assert amount_of("burden", tiny(days=DAYS, cadres=(cadre(carried_burden=5),)), duty("P1", 3)) == 15


def test_an_ordinary_day_is_clean() -> None:
    assert amount_of("burden", tiny(days=DAYS, cadres=(cadre(carried_burden=5),)), duty("P1", 1)) == 0


def test_who_carries_nothing_pays_nothing() -> None:
    assert amount_of("burden", tiny(days=DAYS), duty("P1", 3)) == 0


def test_a_burden_of_two_is_the_boundary() -> None:
    assert amount_of("burden", tiny(days=DAYS, cadres=(cadre(carried_burden=1),)), duty("P1", 2)) == 1
