"""At most one shift a day."""

from scheduler.roster.problem import Work
from tests.support.rosters import broken_by, line, roster


def test_two_shifts_on_a_day_are_a_breach() -> None:
    twice = (Work("A", 3, "D"), Work("A", 3, "N"))
    assert [found.day for found in broken_by("one_shift", roster(), twice)] == [3]


def test_the_same_shift_given_twice_is_a_breach() -> None:
    assert len(broken_by("one_shift", roster(), (Work("A", 3, "D"), Work("A", 3, "D")))) == 1


def test_one_shift_on_each_day_is_clean() -> None:
    assert broken_by("one_shift", roster(), line("DDDD")) == []
