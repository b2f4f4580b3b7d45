"""No shift on a day off."""

from tests.support.rosters import broken_by, line, person, roster


def test_a_shift_on_a_day_off_is_a_breach() -> None:
    assert [found.day for found in broken_by("day_off", roster(person(days_off=(2,))), line("..D"))] == [2]


def test_the_days_on_either_side_are_the_boundary() -> None:
    assert broken_by("day_off", roster(person(days_off=(2,))), line(".D.D")) == []


def test_nobody_works_is_clean() -> None:
    assert broken_by("day_off", roster(person(days_off=(0, 13)))) == []
