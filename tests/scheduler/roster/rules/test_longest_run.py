"""No more working days in a row than allowed."""

from scheduler.roster.problem import History
from tests.support.rosters import broken_by, line, person, roster

THREE = person(max_consecutive=3)


def test_a_day_too_many_is_a_breach() -> None:
    assert [found.day for found in broken_by("longest_run", roster(THREE), line(".DDDD"))] == [1]


def test_exactly_so_many_days_are_the_boundary() -> None:
    assert broken_by("longest_run", roster(THREE), line("DDD.DDD")) == []


def test_days_worked_just_before_the_period_count() -> None:
    instance = roster(THREE, history={"A": History(worked=2, last_shift="D")})
    assert len(broken_by("longest_run", instance, line("DD"))) == 1
    assert broken_by("longest_run", instance, line("D")) == []


def test_a_run_that_ended_before_the_period_is_nobodys_fault() -> None:
    assert broken_by("longest_run", roster(THREE, history={"A": History(worked=9, last_shift="D")}), line(".D")) == []
