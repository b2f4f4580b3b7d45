"""No more weekends are worked than set."""

from tests.support.rosters import broken_by, line, person, roster

ONE = person(max_weekends=1)


def test_a_second_weekend_is_a_breach() -> None:
    # Day 5 is the first Saturday, day 13 the second Sunday.
    assert len(broken_by("weekends", roster(ONE), line(".....D.......D"))) == 1


def test_both_days_of_one_weekend_are_the_boundary() -> None:
    assert broken_by("weekends", roster(ONE), line(".....DD")) == []


def test_weekdays_are_clean() -> None:
    assert broken_by("weekends", roster(person(max_weekends=0)), line("DDDDD..DDDDD")) == []
