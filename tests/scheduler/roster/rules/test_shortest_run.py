"""Working days come in runs of at least so many."""

from scheduler.roster.problem import History
from tests.support.rosters import broken_by, line, person, roster

TWO = person(min_consecutive=2)


def test_a_single_day_is_a_breach() -> None:
    assert [found.day for found in broken_by("shortest_run", roster(TWO), line("..D."))] == [2]


def test_exactly_so_many_days_are_the_boundary() -> None:
    assert broken_by("shortest_run", roster(TWO), line("..DD.")) == []


def test_runs_that_touch_an_end_are_never_too_short() -> None:
    assert broken_by("shortest_run", roster(TWO, days=5), line("D...D")) == []


def test_with_a_history_the_first_run_can_be_too_short() -> None:
    three = person(min_consecutive=3)
    worked = roster(three, history={"A": History(worked=1, last_shift="D")})
    assert len(broken_by("shortest_run", worked, line("D."))) == 1
    assert broken_by("shortest_run", worked, line("DD.")) == []
    assert len(broken_by("shortest_run", worked, line("."))) == 1
    free = roster(three, history={"A": History(free=5)})
    assert len(broken_by("shortest_run", free, line("DD."))) == 1
