"""Between two runs of work so many days are free."""

from scheduler.roster.problem import History
from tests.support.rosters import broken_by, line, person, roster

TWO = person(min_days_off=2)


def test_a_single_free_day_is_a_breach() -> None:
    assert [found.day for found in broken_by("rest_between", roster(TWO), line("D.D"))] == [1]


def test_exactly_so_many_days_are_the_boundary() -> None:
    assert broken_by("rest_between", roster(TWO), line("D..D")) == []


def test_free_days_that_touch_an_end_are_never_too_few() -> None:
    assert broken_by("rest_between", roster(TWO, days=5), line(".DDD.")) == []


def test_with_a_history_the_first_free_days_can_be_too_few() -> None:
    free = roster(TWO, history={"A": History(free=1)})
    assert len(broken_by("rest_between", free, line("D"))) == 1
    assert broken_by("rest_between", free, line(".D")) == []
    worked = roster(TWO, history={"A": History(worked=3, last_shift="D")})
    assert len(broken_by("rest_between", worked, line(".D"))) == 1
    assert broken_by("rest_between", worked, line("..D")) == []
