"""Duties too soon or too long after the last one."""

import pytest

from tests.support.tiny import amount_of, cadre, duty, on, tiny

# The last duty was on day −4 (26 November); 6 to 10 days later is meant, the 2nd to the 6th.
INSTANCE = tiny(cadres=(cadre(last_duty=on(-4), duties=2),), interval_days=(6, 10))


@pytest.mark.parametrize(
    ("number", "outside"), [(1, 1), (2, 0), (4, 0), (6, 0), (7, 1), (10, 4)], ids=lambda value: str(value)
)
def test_each_day_outside_the_interval_counts(number: int, outside: int) -> None:
    assert amount_of("interval", INSTANCE, duty("P1", number)) == outside


def test_who_has_no_last_duty_is_clean() -> None:
    assert amount_of("interval", tiny(interval_days=(6, 10)), duty("P1", 1)) == 0


def test_every_duty_is_measured_from_the_last_one_before_the_period() -> None:
    # The 1st is 1 too soon, the 10th 4 too late; not 9 days after the 1st.
    assert amount_of("interval", INSTANCE, duty("P1", 1), duty("P1", 10)) == 5


def test_a_last_duty_after_the_day_is_a_gap_below_nought() -> None:
    # Last duty on the 5th, day 1: a gap of −4, 10 below 6.
    assert amount_of("interval", tiny(cadres=(cadre(last_duty=on(5)),), interval_days=(6, 10)), duty("P1", 1)) == 10
