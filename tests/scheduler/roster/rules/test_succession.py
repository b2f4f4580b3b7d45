"""Some shifts may not follow some others on the next day."""

from scheduler.roster.problem import History
from tests.support.rosters import broken_by, line, roster


def test_a_day_shift_right_after_a_night_is_a_breach() -> None:
    assert [found.day for found in broken_by("succession", roster(), line("ND"))] == [1]


def test_a_free_day_between_is_the_boundary() -> None:
    assert broken_by("succession", roster(), line("N.D")) == []


def test_a_night_after_a_day_is_clean() -> None:
    assert broken_by("succession", roster(), line("DDN")) == []


def test_the_last_shift_before_the_period_counts() -> None:
    after_night = roster(history={"A": History(worked=1, last_shift="N")})
    assert [found.day for found in broken_by("succession", after_night, line("D"))] == [0]
    assert broken_by("succession", after_night, line("N")) == []
    assert broken_by("succession", after_night, line(".D")) == []
