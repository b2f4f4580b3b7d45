"""Pinned shifts and free days stay."""

from scheduler.roster.problem import ShiftPin
from tests.support.rosters import broken_by, line, roster


def test_another_shift_than_the_pinned_one_is_a_breach() -> None:
    instance = roster(pins=(ShiftPin("A", 1, "N"),))
    assert [found.day for found in broken_by("pin", instance, line(".D"))] == [1]
    assert len(broken_by("pin", instance)) == 1


def test_a_shift_on_a_day_pinned_free_is_a_breach() -> None:
    assert len(broken_by("pin", roster(pins=(ShiftPin("A", 1, None),)), line(".D"))) == 1


def test_pins_that_are_kept_are_clean() -> None:
    instance = roster(pins=(ShiftPin("A", 0, None), ShiftPin("A", 1, "N")))
    assert broken_by("pin", instance, line(".N")) == []


def test_the_days_on_either_side_are_the_boundary() -> None:
    assert broken_by("pin", roster(pins=(ShiftPin("A", 1, None),)), line("D.D")) == []
