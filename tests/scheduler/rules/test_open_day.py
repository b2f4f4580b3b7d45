"""Duty only on open days, not past, on which the cadre can serve."""

import pytest

from scheduler.formulation import formulate
from tests.support.tiny import broken_by, cadre, day, duty, on, tiny

# The 1st is past, the 2nd closed, the 3rd a day of meetings, the 4th free.
INSTANCE = tiny(
    days=(day(1, past=True), day(2, open=False), day(3), day(4)), cadres=(cadre(unavailable=(on(3),), absent=()),)
)


@pytest.mark.parametrize(("number", "why"), [(1, "past"), (2, "closed"), (3, "unavailable")])
def test_a_day_that_may_not_be_is_a_breach(number: int, why: str) -> None:
    (violation,) = broken_by("open_day", INSTANCE, duty("P1", number))
    assert why in violation.text.en
    assert violation.date == on(number)


def test_the_day_after_is_the_boundary() -> None:
    assert broken_by("open_day", INSTANCE, duty("P1", 4)) == []


def test_the_model_offers_only_the_free_day() -> None:
    # The time axis is the 3rd and the 4th.
    assert formulate(INSTANCE).time_allowed.tolist() == [[False, True]]


def test_leave_outside_the_period_means_nothing() -> None:
    instance = tiny(cadres=(cadre(unavailable=(on(-5), on(40))),))
    assert broken_by("open_day", instance, duty("P1", 1)) == []
    assert formulate(instance).time_allowed.all()
